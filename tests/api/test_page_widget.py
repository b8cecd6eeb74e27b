"""The page in a notebook: over a real kernel, and in a browser with a model that passes messages on."""

from __future__ import annotations

import json

import pytest
from jupyter_client.manager import start_new_kernel

from collusion.api.page.host import PageHost
from collusion.api.run import Run
from collusion.errors import ConflictError, UsageError
from collusion.view import bundle
from collusion.workspace.workspace import opened
from tests.cases.small_runs import Wish, make_run, save_run
from tests.desk.browsing import browser, tab
from tests.workspace.keeping import RING, keep, kept

_PAGE = """<!doctype html><body><div id=here></div><script type=module>
const page = await import(URL.createObjectURL(new Blob([await ask("esm")], {type: "text/javascript"})));
const traits = JSON.parse(await ask("traits"));
let listener;
const model = {
  get: (name) => traits[name], on: (_, heard) => { listener = heard; }, off: () => {},
  send: async (content) => listener(JSON.parse(await ask(JSON.stringify(content)))),
};
page.default.render({ model, el: document.getElementById("here") });
</script>"""


@pytest.fixture
def space(tmp_path):
    with kept(tmp_path):
        pass
    return tmp_path / "w"


def _asked(widget, method, path, body=None, number=7):
    """Ask a widget as its page does; return what it sends back."""
    sent = []
    widget.send = sent.append
    widget._answer(widget, {"id": number, "method": method, "path": path, "body": body}, [])
    [answer] = sent
    assert number == answer["id"]
    return answer


def _decision(**more):
    return {"ring_ids": [RING], "verdict": "confirm", "note": "Same card.", **more}


def test_view__a_real_kernel_answers_the_page(space):
    manager, client = start_new_kernel()
    try:
        run = repr(str(space / "runs" / "0001"))
        client.execute(f"import collusion as co\nco.open_run({run}).view(by='Ada')")
        opening = _message(client, "comm_open", lambda found: "_esm" in found["data"]["state"])
        state = opening["data"]["state"]
        assert bundle.script() == state["_esm"]
        assert state["can_decide"]

        question = {"method": "custom", "content": {"id": 1, "method": "GET", "path": "inbox", "body": None}}
        said = client.session.msg("comm_msg", {"comm_id": opening["comm_id"], "data": question})
        client.shell_channel.send(said)
        answer = _message(client, "comm_msg", lambda found: found["data"].get("method") == "custom")
        assert RING in [row["ring_id"] for row in answer["data"]["content"]["result"]["rows"]]
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def _message(client, kind, is_wanted):
    while True:
        found = client.get_iopub_msg(timeout=60)
        assert "error" != found["msg_type"], found["content"]
        if kind == found["msg_type"] and is_wanted(found["content"]):
            return found["content"]


def test_view__decisions_are_written_into_the_workspace_around_the_run(space):
    widget = Run(space / "runs" / "0001").view(by="Ada")
    _asked(widget, "GET", "inbox")
    rows = _asked(widget, "POST", "decisions", _decision(by="Ben"))["result"]["rows"]

    assert "Ben" == rows[0]["decision"]["by"]
    assert "result" in _asked(widget, "POST", "undo", {"ring_ids": [RING], "note": "No."})
    with opened(space) as found:
        assert [("confirm", "Ben"), ("undo", "Ada")] == [
            (entry.decision.verdict, entry.decision.by) for entry in found.ledger()
        ]


def test_view__what_cannot_be_done_is_said_in_words(space):
    nameless = Run(space / "runs" / "0001").view()
    assert "found no name" in _asked(nameless, "POST", "decisions", _decision())["error"].lower()
    widget = Run(space / "runs" / "0001").view(by="Ada")
    for method, path, body in [
        ("GET", "nowhere", None), ("GET", "rings/R-NONE", None), ("POST", "decisions", None),
        ("POST", "decisions", "x"), ("POST", "nowhere", {}), ("POST", "decisions", _decision(note="")),
    ]:  # fmt: skip
        assert _asked(widget, method, path, body)["error"]


def test_view__an_older_run_or_one_by_itself_is_for_looking_only(space, tmp_path):
    alone = Run(save_run(make_run(), tmp_path / "alone")).view(by="Ada")
    assert not alone.can_decide
    assert "without a workspace" in _asked(alone, "POST", "decisions", _decision())["error"]
    with opened(space) as found:
        keep(found, make_run(Wish(n_accounts=9)))

    assert not Run(space / "runs" / "0001").view(by="Ada").can_decide
    assert Run(space / "runs" / "0002").view(by="Ada").can_decide
    with pytest.raises(UsageError, match="neither a run nor a workspace"):
        PageHost()
    with pytest.raises(ConflictError, match="not the latest run"):
        PageHost(Run(save_run(make_run(), tmp_path / "other")), workspace=space).get("inbox")


def test_view__in_a_browser_a_ring_is_shown_and_decided_on(space):
    run = Run(space / "runs" / "0001")
    widget = run[1].view(by="Ada")

    def ask(text: str) -> str:
        if text == "esm":
            return bundle.script()
        if text == "traits":
            return json.dumps(
                {name: getattr(widget, name) for name in ("can_decide", "can_what_if", "start")}
            )
        asked = json.loads(text)
        return json.dumps(_asked(widget, asked["method"], asked["path"], asked["body"], asked["id"]))

    with browser() as opened_browser:
        one = tab(opened_browser)
        one.page.expose_function("ask", ask)
        one.page.set_content(_PAGE)
        one.page.wait_for_selector(f"text={RING}")

        assert [] == one.errors

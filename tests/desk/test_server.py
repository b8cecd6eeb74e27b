"""The command itself, as a process: its address, its end, and what it leaves when it is killed."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from collusion.desk.server import Options, serve
from collusion.errors import UsageError
from collusion.workspace.workspace import opened
from tests.desk.browsing import browser, tab
from tests.desk.desks import Client
from tests.workspace.keeping import RING, kept

OTHER = "R-00000002"
_ADDRESS = re.compile(r"http://127\.0\.0\.1:(\d+)/#([\w-]{43})\n")


@pytest.fixture
def space(tmp_path):
    with kept(tmp_path):
        pass
    return tmp_path / "w"


class Process:
    """A desk that was started from a command line."""

    def __init__(self, space: Path, *words: str) -> None:
        line = [sys.executable, "-m", "collusion", "desk", str(space), "--no-browser", *words]
        self.running = subprocess.Popen(
            line,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "NO_COLOR": "1"},
        )
        self.address = self.running.stdout.readline()

    def end(self, number: int) -> tuple[int, str]:
        self.running.send_signal(number)
        out, err = self.running.communicate(timeout=20)
        return self.running.returncode, out + err

    def client(self, name: str = "Ada") -> Client:
        port, token = _ADDRESS.fullmatch(self.address).groups()
        client = Client(int(port))
        answer = client.post("/session", {"token": token, "name": name})
        client.headers = {
            "cookie": answer.headers["set-cookie"].partition(";")[0],
            "x-collusion-key": answer.json["key"],
        }
        client.get("/api/inbox")
        return client


@pytest.fixture
def start(space):
    """Start desks on the workspace; none outlives the test."""
    started = []

    def one(*words: str) -> Process:
        started.append(Process(space, *words))
        return started[-1]

    yield one
    for desk in started:
        with desk.running as process:
            process.kill()


def _verdicts(space: Path) -> list[str]:
    with opened(space) as found:
        return [entry.decision.verdict for entry in found.ledger()]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_desk__ends_when_it_is_told_to(start, number):
    desk = start()
    client = desk.client()
    code, said = desk.end(number)

    assert 0 == code
    assert "Traceback" not in said
    for secret in (client.headers["cookie"].partition("=")[2], client.headers["x-collusion-key"]):
        assert secret not in said


def test_desk__killed_in_the_middle_loses_nothing_that_was_answered(space, start):
    desk = start()
    client = desk.client()
    for n in range(6):
        answer = client.post("/api/decisions", {"ring_ids": [RING], "verdict": "watch", "note": f"Look {n}."})
        assert 200 == answer.status
    client.post("/api/notes", {"ring_id": OTHER, "text": "Ask."})
    code, _ = desk.end(signal.SIGKILL)

    assert -signal.SIGKILL == code
    assert ["watch"] * 6 == _verdicts(space)
    again = start().client()
    assert ["Ask."] == [note["text"] for note in again.get(f"/api/rings/{OTHER}").json["notes"]]


def test_desk__two_desks_on_one_workspace_keep_one_ledger(space, start):
    first, second = start(), start()
    ada, ben = first.client("Ada"), second.client("Ben")

    assert ada.post("/api/lease", {"ring_id": RING}).json["is_mine"]
    assert not ben.post("/api/lease", {"ring_id": RING}).json["is_mine"]
    assert 409 == ben.post("/api/decisions", {"ring_ids": [RING], "verdict": "watch", "note": "x"}).status
    assert (
        200 == ben.post("/api/decisions", {"ring_ids": [OTHER], "verdict": "dismiss", "note": "Fans."}).status
    )
    assert (
        200 == ada.post("/api/decisions", {"ring_ids": [RING], "verdict": "confirm", "note": "Card."}).status
    )
    assert (0, 0) == (first.end(signal.SIGTERM)[0], second.end(signal.SIGTERM)[0])
    assert ["dismiss", "confirm"] == _verdicts(space)


def test_desk__a_day_at_it_by_keys_alone(space, start):
    desk = start()
    with browser() as opened_browser:
        ada = tab(opened_browser)
        ada.page.goto(desk.address.strip())
        ada.page.fill("input[name=name]", "Ada")
        ada.page.keyboard.press("Enter")
        ada.page.wait_for_selector(f"text={RING}")
        assert "#" not in ada.page.url

        ada.page.keyboard.press("j")
        ada.decide("c", "<b>Same card.</b>")
        ada.page.reload()
        ada.page.wait_for_selector(f"text={RING}")
        ada.page.keyboard.press("j")
        with ada.page.expect_response("**/api/undo") as answer:
            ada.page.keyboard.press("u")
        assert answer.value.ok, answer.value.text()

        second = ada.page.context.new_page()
        second.goto(ada.page.url)
        second.wait_for_selector(f"text={RING}")

        stranger = tab(opened_browser)
        stranger.page.goto(desk.address.strip())
        stranger.page.fill("input[name=name]", "Mallory")
        stranger.page.keyboard.press("Enter")
        stranger.page.wait_for_selector("[role=alert]:has-text('was used already')")

        assert [] == ada.errors
        assert {ada.page.url.split("/")[2]} == ada.hosts
    assert 0 == desk.end(signal.SIGTERM)[0]
    assert ["confirm", "undo"] == _verdicts(space)


def test_desk__people_come_through_a_proxy_by_their_names(space, start):
    desk = start("--proxy-auth", "X-User")
    address = desk.address.strip()
    assert "#" not in address
    with browser() as opened_browser:
        people = {name: tab(opened_browser, extra_http_headers={"X-User": name}) for name in ("Ada", "Ben")}
        for name, one in people.items():
            one.page.goto(address)
            one.page.wait_for_selector(f"text={RING}")
            one.page.goto(f"{address}#/ring/{RING if name == 'Ada' else OTHER}")
            one.page.wait_for_selector(f"h1:has-text('{RING if name == 'Ada' else OTHER}')")
            one.decide("w", f"{name} looks.")
        assert 401 == tab(opened_browser).page.goto(address).status
        assert [[], []] == [one.errors for one in people.values()]
    assert 0 == desk.end(signal.SIGTERM)[0]
    with opened(space) as found:
        assert {(RING, "Ada"), (OTHER, "Ben")} == {
            (e.decision.ring_id, e.decision.by) for e in found.ledger()
        }


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (Options(by="A", proxy_header="X-User"), "--by beside --proxy-auth"),
        (Options(origin="https://a.example"), "--origin without --proxy-auth"),
        (Options(by=" "), "The name"),
        (Options(proxy_header="Cookie"), "--proxy-auth"),
        (Options(proxy_header="X-User", origin="a.example"), "--origin"),
    ],
)
def test_serve__raise_on_options_that_let_nobody_or_anybody_in(space, options, words):
    with pytest.raises(UsageError, match=words):
        serve(space, options, ready=_never, say=_never)


def test_serve__raise_on_no_workspace_and_on_a_port_that_is_taken(tmp_path, space, start):
    with pytest.raises(UsageError, match="no workspace"):
        serve(tmp_path / "none", Options(), ready=_never, say=_never)
    desk = start()
    port = int(_ADDRESS.fullmatch(desk.address)[1])
    with pytest.raises(UsageError, match=f"--port {port}"):
        serve(space, Options(port=port), ready=_never, say=_never)


def test_serve__without_its_libraries_it_says_how_to_install_them(space, monkeypatch):
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    monkeypatch.delitem(sys.modules, "collusion.desk.serving")
    monkeypatch.delattr("collusion.desk.serving")
    with pytest.raises(UsageError, match=re.escape("pip install 'collusion[desk]'")):
        serve(space, Options(), ready=_never, say=_never)


def _never(*_: object) -> None:
    raise AssertionError

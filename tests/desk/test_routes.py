"""A desk over HTTP: who may come in, what is refused, and that nothing refused leaves a trace."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor

import pytest

from collusion.desk.doors import ProxyDoor, TokenDoor
from collusion.workspace.deciding import Said, decide
from collusion.workspace.leases import take
from collusion.workspace.workspace import opened
from tests.cases.small_runs import HOSTILE, Wish, make_run
from tests.desk.desks import standing
from tests.workspace.keeping import RING, keep, kept

OTHER = "R-00000002"


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    folder = tmp_path_factory.mktemp("desk")
    with kept(folder), standing(folder / "w") as found:
        yield found


@pytest.fixture(scope="module")
def ada(desk):
    return desk.signed_in("Ada")


@pytest.fixture
def space(tmp_path):
    with kept(tmp_path):
        pass
    return tmp_path / "w"


def _decision(ring=RING, verdict="confirm", note="Same card."):
    return {"ring_ids": [ring], "verdict": verdict, "note": note}


def _entries(workspace):
    with opened(workspace) as found:
        return [(e.decision.ring_id, e.decision.verdict, e.decision.by) for e in found.ledger()]


def test_index__holds_nothing_and_runs_nothing_but_its_own_script(desk):
    answer = desk.client().get("/")
    policy = answer.headers["content-security-policy"]

    assert 200 == answer.status
    assert RING.encode() not in answer.body
    assert "default-src 'none'; script-src 'sha256-" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "no-referrer" == answer.headers["referrer-policy"]
    assert "nosniff" == answer.headers["x-content-type-options"]
    assert "access-control-allow-origin" not in answer.headers


def test_get__answers_what_the_page_asks(ada):
    inbox = ada.get("/api/inbox")
    ring = ada.get(f"/api/rings/{RING}").json

    assert {RING, OTHER} == {row["ring_id"] for row in inbox.json["rows"]}
    assert "1.0" == inbox.headers["x-collusion-state"]
    assert RING == ring["ring_id"]
    assert ["born"] == [event["kind"] for event in ring["events"]]
    member = ring["members"][0]["reviewer_id"]
    assert member == ada.get(f"/api/accounts/{member}").json["reviewer_id"]
    hits = ada.get(f"/api/search?q={RING}").json["hits"]
    assert {"kind": "ring", "id": RING, "ring_ids": [RING]} == hits[0]
    assert RING == ada.get(f"/api/compare?a={RING}&b={OTHER}").json["a"]["ring_id"]
    path = ada.get(f"/api/path?a={member}&b={ring['members'][1]['reviewer_id']}").json
    assert 1 == len(path["hops"])


def test_get__what_is_unchanged_is_not_sent_again(ada):
    first = ada.get("/api/inbox")
    again = ada.get("/api/inbox", if_none_match=first.headers["etag"])

    assert (304, b"") == (again.status, again.body)


@pytest.mark.parametrize(
    "path",
    [
        "/api/", "/api/rings/", "/api/rings/R-NONE", "/api/accounts/nobody", "/api/../token.key",
        "/api/rings/..%2f..%2ftoken.key", "/api/accounts/%00", "/api/accounts?id=..", "/api/compare?a=1",
        "/api/compare?a=R-1@999999&b=1", "/api/path?a=x", "/api/inbox/../../etc/passwd",
        "/api/accounts/%ff%fe",
    ],
)  # fmt: skip
def test_get__what_is_not_there_is_told_in_words(ada, path):
    answer = ada.get(path)

    assert answer.status in (400, 404)
    assert answer.error
    assert b"Traceback" not in answer.body


@pytest.mark.parametrize("path", ["/token.key", "/collusion.db", "//etc/passwd", "/static/../x", "/api"])
def test_missing__no_path_leads_into_a_folder(ada, path):
    assert 404 == ada.get(path).status


def test_get__hostile_ids_come_back_as_they_are(tmp_path):
    with kept(tmp_path, make_run(Wish(hostile=True))), standing(tmp_path / "w") as desk:
        ada = desk.signed_in()
        ring = ada.get(f"/api/rings/{RING}").json
        for member in ring["members"]:
            from urllib.parse import quote

            name = member["reviewer_id"]
            assert name == ada.get(f"/api/accounts/{quote(name, safe='')}").json["reviewer_id"]
            assert name in [
                hit["id"] for hit in ada.get(f"/api/search?q={quote(name, safe='')}").json["hits"]
            ]
        assert any(text in json.dumps(ring, ensure_ascii=False) for text in HOSTILE[:1])


def test_sign_in__a_token_lets_in_one_person_once(space):
    door = TokenDoor()
    with standing(space, door) as desk:
        desk.signed_in("Ada")
        again = desk.client().post("/session", {"token": door.token, "name": "Mallory"})

        assert 403 == again.status
        assert "was used already" in again.error
        assert "set-cookie" not in again.headers
        assert ["Refused somebody with a wrong or used token."] == desk.said


def test_sign_in__of_many_at_once_one_gets_in(space):
    door = TokenDoor()
    with standing(space, door) as desk, ThreadPoolExecutor(8) as pool:
        body = {"token": door.token, "name": "Ada"}
        found = list(pool.map(lambda _: desk.client().post("/session", body).status, range(24)))

    assert 1 == found.count(200)
    assert 23 == found.count(403)


def test_sign_in__a_name_is_needed_and_a_bad_one_uses_nothing_up(space):
    with standing(space) as desk:
        for name in ("", "  ", "x" * 201, "A\x1b[2J", "A\u202eB"):
            assert 400 == desk.client().post("/session", {"token": desk.door.token, "name": name}).status
        assert 400 == desk.client().ask("POST", "/session", b"{").status
        assert 403 == desk.client().post("/session", {"token": "é" * 9, "name": "Ada"}).status
        assert "Ada" == desk.signed_in(" Ada ").get("/session").json["by"]


def test_sign_in__the_cookie_is_for_the_server_alone(space):
    with standing(space) as desk:
        answer = desk.client().post("/session", {"token": desk.door.token, "name": "Ada"})
        cookie = answer.headers["set-cookie"]

        assert "HttpOnly" in cookie
        assert "SameSite=strict" in cookie
        assert f"collusion_desk_{desk.port}=" in cookie
        assert answer.json["key"] not in cookie


@pytest.mark.parametrize("left", ["cookie", "x-collusion-key"])
def test_session__neither_cookie_nor_key_is_enough(desk, ada, left):
    thief = desk.client()
    thief.headers = {left: ada.headers[left]}

    assert 401 == thief.get("/api/inbox").status
    assert 401 == thief.post("/api/decisions", _decision()).status
    assert None is thief.get("/session").json["by"]


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"host": "evil.example"}, 421),
        ({"host": "127.0.0.1"}, 421),
        ({"host": "127.0.0.1.evil.example:80"}, 421),
        ({"host": None}, 400),
        ({"origin": "http://evil.example"}, 403),
        ({"origin": "null"}, 403),
        ({"origin": None}, 403),
        ({"origin": "http://127.0.0.1:1"}, 403),
        ({"origin": "https://127.0.0.1"}, 403),
        ({"sec_fetch_site": "cross-site"}, 403),
        ({"sec_fetch_site": "same-site"}, 403),
        ({"sec_fetch_site": "none"}, 403),
        ({"content_type": "text/plain"}, 415),
        ({"content_type": "application/x-www-form-urlencoded"}, 415),
        ({"content_type": None}, 415),
        ({"cookie": None}, 401),
        ({"x_collusion_key": "a" * 43}, 401),
        ({"x_collusion_key": "é"}, 401),
        ({"x_collusion_state": None}, 400),
        ({"x_collusion_state": "1.0; DROP"}, 400),
        ({"content_length": "5000000"}, 413),
        ({"content_length": "-1"}, 400),
    ],
    ids=str,
)  # fmt: skip
def test_post__a_forged_request_writes_nothing(space, headers, status):
    with standing(space) as desk:
        ada = desk.signed_in()

        answer = ada.post("/api/decisions", _decision(), **headers)

        assert status == answer.status
        assert "access-control-allow-origin" not in answer.headers
    assert [] == _entries(space)


def test_post__a_huge_body_in_pieces_is_refused_as_it_comes(space):
    with standing(space) as desk:
        ada = desk.signed_in()
        import http.client

        connection = http.client.HTTPConnection("127.0.0.1", desk.port, timeout=30)
        headers = ada.headers | {
            "origin": f"http://127.0.0.1:{desk.port}",
            "content-type": "application/json",
        }
        pieces = (b"x" * 100_000 for _ in range(200))
        try:
            connection.request("POST", "/api/decisions", pieces, headers, encode_chunked=True)
            status = connection.getresponse().status
        except (BrokenPipeError, ConnectionResetError):
            status = 413  # it hung up before all was sent
        connection.close()

        assert 413 == status
        assert 200 == ada.get("/api/inbox").status


@pytest.mark.parametrize("method", ["OPTIONS", "PUT", "DELETE", "PATCH", "TRACE"])
def test_guard__other_methods_are_no_use(ada, method):
    answer = ada.ask(method, "/api/decisions", origin="http://evil.example")

    assert 405 == answer.status
    assert not [name for name in answer.headers if name.startswith("access-control")]


def test_guard__another_site_may_open_the_page_but_ask_for_nothing(desk, ada):
    assert 200 == desk.client().get("/", sec_fetch_site="cross-site", sec_fetch_mode="navigate").status
    assert 403 == desk.client().get("/", sec_fetch_site="cross-site", sec_fetch_mode="no-cors").status
    assert 403 == ada.get("/api/inbox", sec_fetch_site="same-site", sec_fetch_mode="cors").status
    assert 403 == ada.get("/api/inbox", sec_fetch_site="cross-site", sec_fetch_mode="navigate").status


@pytest.mark.parametrize(
    "body",
    [
        b"", b"[]", b"null", b'"x"', b"{}", b"{" * 20_000, b'{"ring_ids": "x"}', b"\xff\xfe",
        b'{"ring_ids": [], "verdict": "confirm", "note": "x"}',
        b'{"ring_ids": ["R-NONE"], "verdict": "confirm", "note": "x"}',
        b'{"ring_ids": ["R-00000001"], "verdict": "honest", "note": "x"}',
        b'{"ring_ids": ["R-00000001"], "verdict": "confirm", "note": " "}',
        b'{"ring_ids": ["R-00000001"], "verdict": "confirm", "note": "x", "accounts": ["nobody"]}',
        b'{"ring_ids": ["R-00000001"], "verdict": "confirm", "note": "x", "expires": "yesterday"}',
        b'{"ring_ids": ["R-00000001", "R-00000002"], "verdict": "confirm", "note": "x", "accounts": ["A1"]}',
    ],
)  # fmt: skip
def test_post__what_cannot_be_done_is_told_and_not_done(space, body):
    with standing(space) as desk:
        answer = desk.signed_in().ask("POST", "/api/decisions", body)

        assert 400 == answer.status
        assert answer.error
    assert [] == _entries(space)


def test_post__too_many_rings_at_once_are_refused(ada):
    answer = ada.post("/api/decisions", _decision() | {"ring_ids": ["R"] * 501})

    assert 400 == answer.status
    assert "501 rings" in answer.error


def test_post__decide_note_and_undo_under_the_name_of_the_session(space):
    with standing(space) as desk:
        ada = desk.signed_in("Ada")
        decided = ada.post("/api/decisions", _decision() | {"by": "Somebody Else"}).json["rows"]
        noted = ada.post("/api/notes", {"ring_id": RING, "text": "Ask the bank.", "by": "X"}).json["notes"]
        undone = ada.post("/api/undo", {"ring_ids": [RING]}).json["rows"]

    assert [("decided", "Ada")] == [(row["state"], row["decision"]["by"]) for row in decided]
    assert [("Ada", "Ask the bank.")] == [(one["by"], one["text"]) for one in noted]
    assert [("new", None)] == [(row["state"], row["decision"]) for row in undone]
    assert [(RING, "confirm", "Ada"), (RING, "undo", "Ada")] == _entries(space)


def test_post__undo_takes_back_the_decision_that_is_shown_and_no_appeal(space):
    with standing(space) as desk:
        ada = desk.signed_in()
        ada.post("/api/decisions", _decision())
        with opened(space) as found:
            decide(found, RING, Said("honest", "Appeals", "Receipts.", ("A101",)))
        ada.get("/api/inbox")

        assert 200 == ada.post("/api/undo", {"ring_ids": [RING], "note": "Wrong."}).status
    with opened(space) as found:
        assert ["confirm", "honest", "undo"] == [one.decision.verdict for one in found.ledger()]
        assert 1 == found.ledger()[-1].decision.undoes


def test_post__several_rings_or_none(space):
    with opened(space) as found:
        take(found.database, OTHER, "Ben")
    with standing(space) as desk:
        ada = desk.signed_in()
        refused = ada.post("/api/decisions", _decision() | {"ring_ids": [RING, OTHER]})
        assert 409 == refused.status
        assert "Ben has it open" in refused.error
        assert [] == _entries(space)

        assert 200 == ada.post("/api/decisions", _decision()).status
        row = ada.get("/api/inbox").json["rows"]
    assert ["Ben"] == [one["lease"]["by"] for one in row if one["lease"]]


def test_post__what_was_decided_since_one_looked_is_not_written_over(space):
    with standing(space, ProxyDoor("X-User")) as desk:
        ada, ben = desk.through_proxy("Ada"), desk.through_proxy("Ben")
        old = ben.state
        ada.post("/api/decisions", _decision(verdict="dismiss"))

        refused = ben.post("/api/decisions", _decision(), x_collusion_state=old)
        assert 409 == refused.status
        assert "dismissed by Ada" in refused.error

        ben.get(f"/api/rings/{RING}")
        assert 200 == ben.post("/api/decisions", _decision(note="I looked again.")).status
        assert 409 == ada.post("/api/undo", {"ring_ids": [RING]}).status
        ada.get(f"/api/rings/{RING}")
        assert 400 == ada.post("/api/undo", {"ring_ids": [RING]}).status  # Ben's, and no reason given
        assert 200 == ada.post("/api/undo", {"ring_ids": [RING], "note": "We talked."}).status
    assert ["Ada", "Ben", "Ada"] == [by for _, _, by in _entries(space)]


def test_post__a_new_run_underneath_is_looked_at_before_it_is_decided_on(space):
    with standing(space) as desk:
        ada = desk.signed_in()
        first = ada.get("/api/inbox")
        with opened(space) as found:
            keep(found, make_run(Wish(n_accounts=9)))

        refused = ada.post("/api/decisions", _decision())
        assert 409 == refused.status
        assert "what you saw was run 1" in refused.error

        again = ada.get("/api/inbox", if_none_match=first.headers["etag"])
        assert (200, "2.0") == (again.status, again.headers["x-collusion-state"])
        assert 200 == ada.post("/api/decisions", _decision()).status
        events = ada.get(f"/api/rings/{RING}").json["events"]
        assert ["born", "grew"] == [event["kind"] for event in events]
        before = ada.get(f"/api/compare?a={RING}@1&b={RING}").json
        assert (5, 9) == (before["a"]["n_reviewers"], before["b"]["n_reviewers"])


def test_lease__two_people_never_get_the_same_ring(space):
    with standing(space, ProxyDoor("X-User")) as desk:
        people = [desk.through_proxy(f"person {n}") for n in range(6)]
        with ThreadPoolExecutor(6) as pool:
            got = list(pool.map(lambda who: who.post("/api/lease", {"ring_id": RING}).json, people))
        mine = [one["is_mine"] for one in got]

        assert 1 == mine.count(True)
        assert 1 == len({one["lease"]["by"] for one in got})
        with ThreadPoolExecutor(6) as pool:
            decided = list(pool.map(lambda who: who.post("/api/decisions", _decision()).status, people))
        assert [200 if is_mine else 409 for is_mine in mine] == decided
    assert 1 == len(_entries(space))


def test_proxy__only_a_name_from_the_proxy_lets_in(space):
    with standing(space, ProxyDoor("X-User")) as desk:
        ada = desk.through_proxy("Ada")
        assert 401 == desk.client().get("/api/inbox").status
        assert 401 == desk.client(x_user="").get("/api/inbox").status
        assert 403 == desk.client().post("/session", {"token": "x", "name": "Ada"}).status
        # Another site can make a browser send the name, but does not know the key of it.
        forged = desk.client(x_user="Ada")
        assert 401 == forged.post("/api/decisions", _decision()).status
        # The key of one person is of no use under the name of another.
        ada.headers["x-user"] = "Ben"
        assert 401 == ada.post("/api/decisions", _decision()).status
    assert [] == _entries(space)


def test_proxy__a_cookie_is_nothing_to_it_and_the_header_nothing_to_a_token_desk(space):
    with standing(space) as desk:
        assert (
            401
            == desk.client(x_user="Ada", remote_user="Ada", x_forwarded_user="Ada").get("/api/inbox").status
        )


def test_proxy__its_own_address_is_the_only_origin(space):
    with standing(space, ProxyDoor("X-User"), "https://desk.example.org") as desk:
        ada = desk.through_proxy("Ada")
        own = {"origin": "https://desk.example.org", "host": "desk.example.org"}

        assert 403 == ada.post("/api/decisions", _decision()).status
        assert 403 == ada.post("/api/decisions", _decision(), origin="http://desk.example.org").status
        assert (
            421 == ada.post("/api/decisions", _decision(), **own | {"host": "desk.example.org.evil"}).status
        )
        assert 200 == ada.post("/api/decisions", _decision(), **own).status
    assert [(RING, "confirm", "Ada")] == _entries(space)


def test_get__a_defect_is_told_without_its_insides(space):
    with standing(space) as desk:
        ada = desk.signed_in()
        (space / "collusion.db").write_bytes(b"not a database at all, " * 100)
        answer = ada.get("/api/inbox")

        assert 500 == answer.status
        assert "Traceback" not in answer.error


def test_desk__tells_in_the_language_that_it_was_started_in(tmp_path):
    with kept(tmp_path, make_run()), standing(tmp_path / "w", language="de") as desk:
        html = desk.client().get("/").body.decode()
        ada = desk.signed_in()
        inbox, ring = ada.get("/api/inbox").json, ada.get(f"/api/rings/{RING}").json

    assert '<html lang="de">' in html
    assert 'data-host="desk" data-language="de"' in html
    assert {"de"} == {inbox["language"], ring["language"]}
    assert "Die Chancen für einen Ring" in ring["summary"]

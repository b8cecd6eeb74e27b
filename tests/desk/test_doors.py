from __future__ import annotations

import pytest

from collusion.desk.doors import Asked, ProxyDoor, TokenDoor
from collusion.errors import UsageError


def test_exchange__the_name_that_is_known_before_is_not_asked_for():
    door = TokenDoor("M. Berg")
    by, cookie, key = door.exchange(door.token, "Mallory")

    assert "M. Berg" == by == door.who(Asked(cookie, key, ()))
    assert door.is_used
    assert None is door.exchange(door.token, "M. Berg")


def test_token__is_long_and_of_one_desk_only():
    tokens = {TokenDoor().token for _ in range(50)}

    assert 50 == len(tokens)
    assert {43} == {len(token) for token in tokens}


def test_who__a_session_ends(monkeypatch):
    door = TokenDoor("Ada")
    _, cookie, key = door.exchange(door.token, "")
    monkeypatch.setattr("collusion.desk.doors.time.monotonic", lambda: 1e12)

    assert None is door.who(Asked(cookie, key, ()))


@pytest.mark.parametrize("header", ["", " ", "Cookie", "host", "X User", "X-User:", "X\r\nY", "Origin", "ü"])
def test_proxy_door__raise_on_no_header_for_a_name(header):
    with pytest.raises(UsageError, match="X-Forwarded-User"):
        ProxyDoor(header)


@pytest.mark.parametrize(
    "headers", [(), (b"Ada", b"Ben"), (b" ",), (b"\xff",), (b"A\x00",), (b"x" * 201,)], ids=str
)
def test_proxy_door__a_name_that_is_none_is_nobody(headers):
    assert (None, None) == ProxyDoor("X-User").key_for(Asked("", "", headers))


def test_proxy_door__a_key_is_of_one_name_and_one_desk():
    door = ProxyDoor("X-User")
    _, key = door.key_for(Asked("", "", ("Jörg".encode(),)))

    assert "Jörg" == door.who(Asked("", key, ("Jörg".encode(),)))
    assert None is door.who(Asked("", key, (b"Ada",)))
    assert None is ProxyDoor("X-User").who(Asked("", key, ("Jörg".encode(),)))

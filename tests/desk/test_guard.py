from __future__ import annotations

import asyncio

import pytest

from collusion.desk.guard import Guard, place_of
from collusion.errors import UsageError


@pytest.mark.parametrize(
    "origin",
    [
        "", "desk.example.org", "ftp://desk.example.org", "https://", "https://desk.example.org/path",
        "https://user@desk.example.org", "https://desk.example.org?x", "https://[", "https://a:99999",
        "javascript:alert(1)", "https://a b", "*", "https://*.example.org",
    ],
)  # fmt: skip
def test_place_of__raise_on_no_address_of_a_site(origin):
    with pytest.raises(UsageError, match="--origin"):
        place_of(8000, origin)


def test_place_of__an_address_stands_for_its_host_too():
    place = place_of(8000, "https://Desk.example.org:8443/")

    assert {"https://desk.example.org:8443"} == place.origins
    assert {"desk.example.org:8443", "127.0.0.1:8000", "localhost:8000"} == place.hosts


@pytest.mark.parametrize("client", [None, ("10.0.0.7", 1), ("::ffff:10.0.0.7", 1)])
def test_guard__nobody_from_another_machine_comes_in(client):
    sent = []

    async def app(*_):
        raise AssertionError

    async def send(message):
        sent.append(message)

    scope = {
        "type": "http",
        "client": client,
        "method": "GET",
        "path": "/",
        "headers": [(b"host", b"127.0.0.1:8000")],
    }
    asyncio.run(Guard(app, place_of(8000, None))(scope, None, send))

    assert 403 == sent[0]["status"]


def test_guard__what_is_no_request_gets_no_answer():
    async def app(*_):
        raise AssertionError

    asyncio.run(Guard(app, place_of(8000, None))({"type": "websocket"}, None, None))

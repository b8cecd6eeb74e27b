"""Refuse requests that do not come from the desk's own page (host, origin, size), before they are handled.

A browser that shows another site can send requests to this machine. Such a request has another ``Origin``,
says ``Sec-Fetch-Site: cross-site`` or ``same-site`` (another port of this machine is the same site), or came
by a name that was pointed here (DNS rebinding), which ``Host`` tells. No answer lets another origin read it.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

import msgspec
from starlette.datastructures import MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from collusion.errors import UsageError

#: Bytes of a request's body at most: a note of 20,000 characters and 500 ring ids are far fewer.
MOST_BYTES = 1_000_000
#: Seconds in which a body must have arrived.
BODY_SECONDS = 20
_LOOPBACK = ("127.0.0.1", "::1")
_SITE = re.compile(r"https?://([a-z0-9]([a-z0-9.-]*[a-z0-9])?(:(?P<port>[0-9]{1,5}))?)")
_METHODS = ("GET", "HEAD", "POST")
#: Headers of every answer, unless it sets its own.
_HEADERS = {
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}

Refusal: TypeAlias = tuple[int, str]


@dataclass(frozen=True, slots=True)
class Place:
    """Where the desk stands: values of ``Host`` and ``Origin`` that are its own, in lower case."""

    hosts: frozenset[str]
    origins: frozenset[str]


def place_of(port: int, origin: str | None) -> Place:
    """Return where a desk stands.

    Parameters
    ----------
    port
        Its port on this machine.
    origin
        The address under which people open it through their proxy, such as ``https://desk.example.org``;
        None: it is opened on this machine.

    Returns
    -------
    Place

    Raises
    ------
    UsageError
        When `origin` is no address of a site.
    """
    hosts = {f"127.0.0.1:{port}", f"localhost:{port}"}
    if origin is None:
        return Place(frozenset(hosts), frozenset(f"http://{host}" for host in hosts))
    own = origin.lower().removesuffix("/")
    found = _SITE.fullmatch(own)
    if found is None or int(found["port"] or 1) not in range(1, 65_536):
        raise UsageError(
            "--origin: found no address of a site. Allowed: scheme, host and port as people open it, without "
            "a path, such as https://desk.example.org."
        )
    # A proxy passes on the name that people use, or the address by which it reaches the desk.
    return Place(frozenset({*hosts, found[1]}), frozenset({own}))


class Guard:
    """Wraps an application: refuses foreign requests, limits bodies, and sets headers of every answer.

    Parameters
    ----------
    app
        The application.
    place
        Where it stands.
    """

    def __init__(self, app: ASGIApp, place: Place) -> None:
        self._app = app
        self._place = place

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request of the `scope`; what is no HTTP request gets no answer."""
        if scope["type"] != "http":
            return
        refusal = self._refusal(scope)
        body = b""
        if refusal is None and scope["method"] == "POST":
            body, refusal = await _body(receive)
        if refusal is not None:
            await problem(*refusal)(scope, receive, _with_headers(send))
            return
        await self._app(scope, _replay(body, receive), _with_headers(send))

    def _refusal(self, scope: Scope) -> Refusal | None:
        """Return the status and the words with which a request is refused; None for one that may come in."""
        client = scope.get("client")
        if client is None or client[0] not in _LOOPBACK:
            return 403, "Refused: it does not come from this machine. Reach the desk through a proxy on it."
        if scope["method"] not in _METHODS:
            return 405, "Refused: only GET and POST are answered."
        headers = scope["headers"]
        if [value.lower() for value in _values(headers, b"host")] not in [[h] for h in self._place.hosts]:
            return 421, "Refused: found another host than the desk's. Open the address that was printed."
        if scope["method"] == "POST":
            return self._refused_post(headers)
        site = _values(headers, b"sec-fetch-site")
        is_opened = _values(headers, b"sec-fetch-mode") == ["navigate"] and scope["path"] == "/"
        if site not in ([], ["same-origin"], ["none"]) and not is_opened:
            return 403, "Refused: another site asks. Open the address that was printed."
        return None

    def _refused_post(self, headers: Iterable[tuple[bytes, bytes]]) -> Refusal | None:
        origins = [value.lower() for value in _values(headers, b"origin")]
        if origins not in [[origin] for origin in self._place.origins]:
            return 403, "Refused: found another origin than the desk's page, or none."
        if _values(headers, b"sec-fetch-site") not in ([], ["same-origin"]):
            return 403, "Refused: another site asks."
        kinds = [value.split(";")[0].strip().lower() for value in _values(headers, b"content-type")]
        if kinds != ["application/json"]:
            return 415, "Refused: found another type of body. Allowed: application/json."
        lengths = _values(headers, b"content-length")
        if any(not length.isdecimal() or int(length) > MOST_BYTES for length in lengths):
            return 413, f"Refused: found too long a body. Allowed: {MOST_BYTES:,} bytes."
        return None


def problem(status: int, words: str) -> Response:
    """Return an answer that says in `words` why something was not done, with an HTTP `status`."""
    body = msgspec.json.encode({"error": words})
    return Response(body, status_code=status, media_type="application/json")


def _values(headers: Iterable[tuple[bytes, bytes]], name: bytes) -> list[str]:
    return [value.decode("latin-1") for key, value in headers if key == name]


async def _body(receive: Receive) -> tuple[bytes, Refusal | None]:
    """Read a body, no further than it may be long."""
    parts: list[bytes] = []
    size = 0
    try:
        async with asyncio.timeout(BODY_SECONDS):
            while True:
                message = await receive()
                if message["type"] != "http.request":
                    return b"", (400, "Refused: the body ended early.")
                parts.append(message.get("body", b""))
                size += len(parts[-1])
                if size > MOST_BYTES:
                    return b"", (413, f"Refused: found too long a body. Allowed: {MOST_BYTES:,} bytes.")
                if not message.get("more_body", False):
                    return b"".join(parts), None
    except TimeoutError:
        return b"", (408, f"Refused: the body did not arrive within {BODY_SECONDS} seconds.")


def _replay(body: bytes, receive: Receive) -> Receive:
    """Return a channel that gives a body that was read, and then what comes."""
    given = False

    async def replayed() -> Message:
        """Return the body first, then whatever comes."""
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return replayed


def _with_headers(send: Send) -> Send:
    async def sent(message: Message) -> None:
        """Send a message, with the headers that every answer has."""
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in _HEADERS.items():
                headers.setdefault(name, value)
        await send(message)

    return sent

"""Authenticate callers: by a one-time token that becomes a session, or by the header of a team's proxy.

Nothing here is written to a disk or to a log: secrets are kept as their SHA-256, compared in constant time,
and are gone with the process.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from collusion.errors import UsageError

#: How long a session lasts: a working day and then some.
SESSION_SECONDS = 12 * 3600
_LONGEST_NAME = 200
#: Headers that a browser or server sets by itself: none of them can carry a name.
_RESERVED = {
    "accept", "authorization", "connection", "content-length", "content-type", "cookie", "host", "origin",
    "referer", "sec-fetch-site", "transfer-encoding", "upgrade", "user-agent", "x-collusion-key",
    "x-collusion-state",
}  # fmt: skip
_HEADER_CHARACTERS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-")


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request carries of who asks: its `cookie`, its `key`, and `headers` of the proxy's name."""

    cookie: str
    key: str
    headers: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Session:
    """Somebody signed in: name (`by`), SHA-256 of the key (`key_digest`), when it `expires` (monotonic)."""

    by: str
    key_digest: bytes
    expires: float


class Door(Protocol):
    """Who may come in."""

    @property
    def name_header(self) -> str | None:
        """The header that carries a name, in lower case; None where none does."""

    def who(self, asked: Asked) -> str | None:
        """Return the name of who asks, where cookie, key and name hold; None where they do not."""

    def key_for(self, asked: Asked) -> tuple[str | None, str | None]:
        """Return the name of who asks for the page, and the key that the page's requests shall carry."""


class TokenDoor:
    """Lets in whoever has the token that was printed, once.

    Parameters
    ----------
    by
        The name of the person, when it is known before; else it is asked for.
    """

    name_header = None

    def __init__(self, by: str | None = None) -> None:
        self.by = None if by is None else checked_name(by)
        self.token = secrets.token_urlsafe(32)
        self._token_digest: bytes | None = _digest(self.token)
        self._sessions: dict[bytes, Session] = {}
        self._lock = threading.Lock()

    @property
    def is_used(self) -> bool:
        """Whether the token was exchanged for a session."""
        return self._token_digest is None

    def exchange(self, token: str, name: str) -> tuple[str, str, str] | None:
        """Exchange the token for a session; only the first who has it gets one.

        Parameters
        ----------
        token
            What was sent as the token.
        name
            The person's name; not asked for where it is known.

        Returns
        -------
        tuple of str, str and str, or None
            The name, the cookie and the key; None for a wrong or used token.

        Raises
        ------
        UsageError
            When there is no name; the token is not used up by that.
        """
        given = _digest(token)
        with self._lock:
            expected = self._token_digest
            if expected is None or not hmac.compare_digest(given, expected):
                return None
            by = self.by or checked_name(name)
            self._token_digest = None
            cookie, key = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
            self._sessions[_digest(cookie)] = Session(by, _digest(key), time.monotonic() + SESSION_SECONDS)
        return by, cookie, key

    def who(self, asked: Asked) -> str | None:
        """Return the name of the session whose cookie and key a request has; None for any other."""
        session = self._sessions.get(_digest(asked.cookie))
        if session is None or session.expires < time.monotonic():
            return None
        return session.by if hmac.compare_digest(_digest(asked.key), session.key_digest) else None

    def key_for(self, asked: Asked) -> tuple[str | None, str | None]:
        """Return the name of who `asked`; the key is told once, by `exchange`."""
        return self.who(asked), None


class ProxyDoor:
    """Lets in whoever a proxy names in a header, which it must set itself and strip from what it is sent.

    Parameters
    ----------
    header
        The header.
    """

    def __init__(self, header: str) -> None:
        name = header.strip().lower()
        if not name or not set(name) <= _HEADER_CHARACTERS or name in _RESERVED:
            raise UsageError(
                "--proxy-auth: found no header that can carry a name. Allowed: the header in which your "
                "proxy passes on who signed in, such as X-Forwarded-User."
            )
        self.name_header = name
        self._secret = secrets.token_bytes(32)

    def who(self, asked: Asked) -> str | None:
        """Return the name that the proxy gives, where the key of that name was sent with it."""
        by = self._named(asked.headers)
        if by is None or not hmac.compare_digest(asked.key.encode(), self._key(by).encode()):
            return None
        return by

    def key_for(self, asked: Asked) -> tuple[str | None, str | None]:
        """Return the name that the proxy gives, and its key: another site can ask for it, but not read it."""
        by = self._named(asked.headers)
        return by, None if by is None else self._key(by)

    def _named(self, headers: Sequence[bytes]) -> str | None:
        """Return the one name that was given; two headers, or a bad name, are nobody."""
        if len(headers) != 1:
            return None
        try:
            return checked_name(headers[0].decode("utf-8"))
        except (UnicodeDecodeError, UsageError):
            return None

    def _key(self, by: str) -> str:
        return hmac.new(self._secret, by.encode("utf-8"), hashlib.sha256).hexdigest()


def checked_name(name: str) -> str:
    """Return a person's `name` without surrounding blanks.

    Raises
    ------
    UsageError
        When it is no name.
    """
    name = name.strip()
    if not name or len(name) > _LONGEST_NAME or not name.isprintable():
        raise UsageError(
            f"The name: found none that can stand under a decision. Allowed: up to {_LONGEST_NAME} printable "
            "characters. Write your name: every decision carries it."
        )
    return name


def _digest(secret: str) -> bytes:
    return hashlib.sha256(secret.encode("utf-8", "surrogateescape")).digest()

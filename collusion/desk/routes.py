"""The HTTP routes of a desk: the page, the session, and the page's requests under ``api/``."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from typing import TypeVar

import msgspec
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from collusion.api.page.host import Answer, PageHost
from collusion.api.page.requests import decoded
from collusion.desk.doors import SESSION_SECONDS, Asked, Door, TokenDoor
from collusion.desk.guard import Guard, Place, problem
from collusion.desk.page import Page
from collusion.errors import CollusionError, ConflictError, IntegrityError, UsageError
from collusion.workspace.deciding import Seen

KEY, STATE = "x-collusion-key", "x-collusion-state"
_STATE = re.compile(r"(\d{1,9})\.(\d{1,9})")
_NOBODY = (
    "Nobody is signed in, or the key is missing. Open the address that was printed; when it was used "
    "already, start `collusion desk` again."
)
_REFUSED = (
    "The token is wrong or was used already. Start `collusion desk` again for another address; what was "
    "decided is in the workspace."
)
T = TypeVar("T")


class SignIn(msgspec.Struct, frozen=True, kw_only=True):
    """The body of POST ``session``: the one-time `token`, and the person's `name`."""

    token: str
    name: str = ""


class Routes:
    """Answers requests that came past the guard.

    Parameters
    ----------
    host
        Answers the page.
    door
        Tells who asks.
    shell
        The page.
    place
        Where the desk stands.
    say
        Tells the person at the terminal something.
    """

    def __init__(
        self, host: PageHost, door: Door, shell: Page, place: Place, say: Callable[[str], None]
    ) -> None:
        self._host = host
        self._door = door
        self._shell = shell
        self._place = place
        self._say = say
        # Cookies do not know ports: each desk of this machine has its own.
        port = min(host.rpartition(":")[2] for host in place.hosts if host.startswith("127.0.0.1:"))
        self._cookie = f"collusion_desk_{port}"

    def app(self) -> Guard:
        """Return the application, guarded."""
        routes = [
            Route("/", self.index, methods=["GET"]),
            Route("/session", self.session, methods=["GET"]),
            Route("/session", self.sign_in, methods=["POST"]),
            Route("/api/{path:path}", self.get, methods=["GET"]),
            Route("/api/{path:path}", self.post, methods=["POST"]),
        ]
        missing = {404: _missing, 405: _missing, 500: _defect}
        app = Starlette(routes=routes, exception_handlers=missing)
        app.router.redirect_slashes = False
        return Guard(app, self._place)

    async def index(self, request: Request) -> Response:
        """Return the page, the same for everybody: it holds nothing of the workspace."""
        is_proxied = self._door.name_header is not None
        if is_proxied and self._door.key_for(self._asked(request))[0] is None:
            return problem(401, "Nobody is signed in: the proxy named nobody.")
        return Response(
            self._shell.html,
            media_type="text/html",
            headers={"content-security-policy": self._shell.policy},
        )

    async def session(self, request: Request) -> Response:
        """Say who is signed in, and what can be done."""
        by, key = self._door.key_for(self._asked(request))
        return await self._told(by, key)

    async def sign_in(self, request: Request) -> Response:
        """Exchange the one-time token for a session."""
        door = self._door
        if not isinstance(door, TokenDoor):
            return problem(403, "Refused: people sign in at the proxy. There is no token.")
        try:
            asked = decoded(await request.body(), SignIn)
            session = door.exchange(asked.token, asked.name)
        except UsageError as error:
            return problem(400, str(error))
        if session is None:
            self._say("Refused somebody with a wrong or used token.")
            return problem(403, _REFUSED)
        by, cookie, key = session
        answer = await self._told(by, key)
        answer.set_cookie(
            self._cookie, cookie, max_age=SESSION_SECONDS, path="/", httponly=True, samesite="strict"
        )
        return answer

    async def get(self, request: Request) -> Response:
        """Answer a question of the page."""
        if self._door.who(self._asked(request)) is None:
            return problem(401, _NOBODY)
        raw = request.scope["raw_path"].decode("ascii").partition("/api/")[2]
        query = request.scope["query_string"].decode("latin-1")
        answer = await _answered(lambda: self._host.get(f"{raw}?{query}" if query else raw))
        if isinstance(answer, Response):
            return answer
        body = await run_in_threadpool(msgspec.json.encode, answer.document)
        tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
        headers = {"etag": tag, STATE: _state(answer.seen)}
        if request.headers.get("if-none-match") == tag:
            return Response(status_code=304, headers=headers)
        return Response(body, media_type="application/json", headers=headers)

    async def post(self, request: Request) -> Response:
        """Do what the page asks, in the name of who is signed in."""
        by = self._door.who(self._asked(request))
        if by is None:
            return problem(401, _NOBODY)
        found = _STATE.fullmatch(request.headers.get(STATE, ""))
        if found is None:
            return problem(
                400, f"Found no {STATE}. Send back the one of the answer that the person looked at."
            )
        seen = Seen(int(found[1]), int(found[2]))
        path, body = request.path_params["path"], await request.body()
        answer = await _answered(lambda: self._host.post(path, body, by=by, seen=seen))
        if isinstance(answer, Response):
            return answer
        text = await run_in_threadpool(msgspec.json.encode, answer.document)
        return Response(text, media_type="application/json", headers={STATE: _state(answer.seen)})

    def _asked(self, request: Request) -> Asked:
        name = self._door.name_header
        headers = (
            [] if name is None else [v for k, v in request.scope["headers"] if k == name.encode("ascii")]
        )
        return Asked(request.cookies.get(self._cookie, ""), request.headers.get(KEY, ""), tuple(headers))

    async def _told(self, by: str | None, key: str | None) -> Response:
        door = self._door
        record: dict[str, object] = {
            "by": by,
            "asks_name": isinstance(door, TokenDoor) and door.by is None,
            "can_decide": self._host.can_decide,
            "can_what_if": by is not None and await run_in_threadpool(lambda: self._host.can_what_if),
        }
        if key is not None:
            record["key"] = key
        return Response(msgspec.json.encode(record), media_type="application/json")


async def _answered(ask: Callable[[], Answer]) -> Answer | Response:
    """Return what was answered by another thread, or why nothing was."""
    try:
        return await run_in_threadpool(ask)
    except ConflictError as error:
        return problem(409, str(error))
    except IntegrityError as error:
        return problem(500, str(error))
    except CollusionError as error:
        return problem(400, str(error))


def _state(seen: Seen) -> str:
    return f"{seen.run_no}.{seen.n_entries}"


def _missing(_: Request, __: Exception) -> Response:
    return problem(404, "Found no such page. Allowed: /, /session, and what the page asks under /api/.")


def _defect(_: Request, error: Exception) -> Response:
    return problem(
        500, f"A defect of Collusion ({type(error).__name__}). The terminal of the desk says more."
    )

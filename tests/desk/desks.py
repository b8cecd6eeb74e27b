"""Desks for tests: a real server on a real port, and clients that are honest or not."""

from __future__ import annotations

import contextlib
import http.client
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from collusion.api.page.host import PageHost
from collusion.desk.doors import Door, TokenDoor
from collusion.desk.guard import place_of
from collusion.desk.page import page
from collusion.desk.routes import Routes
from collusion.desk.serving import listening, server
from collusion.view import bundle
from collusion.words.catalogue import DEFAULT

JSON = "application/json"


@dataclass(frozen=True, slots=True)
class Answered:
    """What came back: status, headers in lower case, and the body."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def error(self) -> str:
        return str(self.json["error"])


@dataclass(slots=True)
class Client:
    """Somebody who asks a desk; `headers` go with every request."""

    port: int
    headers: dict[str, str] = field(default_factory=dict)
    state: str = ""

    def ask(self, method: str, path: str, body: bytes | None = None, **headers: str | None) -> Answered:
        sent = {"host": f"127.0.0.1:{self.port}", **self.headers}
        if method == "POST":
            sent |= {
                "origin": f"http://127.0.0.1:{self.port}",
                "content-type": JSON,
                "x-collusion-state": self.state,
            }
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}  # type: ignore[dict-item]
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        with contextlib.closing(connection):
            connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
            for name, value in sent.items():
                if value is not None:
                    connection.putheader(name, value)
            if body is not None and "content-length" not in sent:
                connection.putheader("content-length", str(len(body)))
            connection.endheaders(body)
            answer = connection.getresponse()
            found = Answered(answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read())
        self.state = found.headers.get("x-collusion-state", self.state)
        return found

    def get(self, path: str, **headers: str | None) -> Answered:
        return self.ask("GET", path, **headers)

    def post(self, path: str, record: Any, **headers: str | None) -> Answered:
        return self.ask("POST", path, json.dumps(record).encode(), **headers)


@dataclass(slots=True)
class Standing:
    """A desk that is open."""

    port: int
    door: Door
    said: list[str]

    def client(self, **headers: str) -> Client:
        return Client(self.port, {name.replace("_", "-"): value for name, value in headers.items()})

    def signed_in(self, name: str = "Ada") -> Client:
        """Return somebody who exchanged the token."""
        assert isinstance(self.door, TokenDoor)
        client = self.client()
        answer = client.post("/session", {"token": self.door.token, "name": name})
        assert 200 == answer.status, answer.body
        client.headers = {
            "cookie": answer.headers["set-cookie"].partition(";")[0],
            "x-collusion-key": answer.json["key"],
        }
        client.get("/api/inbox")
        return client

    def through_proxy(self, name: str) -> Client:
        """Return somebody whom the proxy names."""
        assert self.door.name_header is not None
        client = self.client(**{self.door.name_header: name})
        client.headers["x-collusion-key"] = client.get("/session").json["key"]
        client.get("/api/inbox")
        return client


@contextlib.contextmanager
def standing(
    workspace: Path,
    door: Door | None = None,
    origin: str | None = None,
    *,
    bundled: bool = False,
    language: str = DEFAULT,
) -> Iterator[Standing]:
    """Open a desk on a free port while a block runs; its page is an empty one, or the `bundled` one."""
    said: list[str] = []
    door = door or TokenDoor()
    with listening(0) as listener:
        port = listener.getsockname()[1]
        parts = (bundle.script(), bundle.styles()) if bundled else ("// the page", "main {}")
        shell, host = page(*parts, language), PageHost(workspace=workspace, language=language)
        routes = Routes(host, door, shell, place_of(port, origin), said.append)
        running = server(routes.app())
        thread = threading.Thread(target=running.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            yield Standing(port, door, said)
        finally:
            running.should_exit = True
            thread.join()

"""Servers that tests of sources start for themselves: PostgreSQL, and a store of objects that speaks S3."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape

import psycopg

OWNER, PASSWORD = "owner", "Owner's-own/secret@1"
READER, READER_PASSWORD = "reader", "Reader-s-secret-2"
_INSTALL = (
    ["apt-get", "update", "-qq"],
    ["apt-get", "install", "-qq", "--no-install-recommends", "postgresql"],
)


@dataclass(frozen=True, slots=True)
class PostgreSQLServer:
    """A server that listens on `port` of this machine; `folder` holds its data."""

    port: int
    folder: Path

    def url(self, user: str = READER, password: str = READER_PASSWORD, database: str = "postgres") -> str:
        """Return the URL of a role, its password percent-encoded."""
        word = "".join(c if c.isalnum() else f"%{ord(c):02X}" for c in password)
        return f"postgresql://{user}:{word}@127.0.0.1:{self.port}/{database}"

    def run(self, *statements: str) -> None:
        """Execute statements as the owner."""
        with psycopg.connect(self.url(OWNER, PASSWORD), autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement.encode())


def _programs() -> Path:
    """Return the folder of the server's programs; it is installed where it is absent and that is possible."""
    for attempt in range(2):
        found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb")) or [
            Path(path) for path in [shutil.which("initdb")] if path
        ]
        if found:
            return found[-1].parent
        if attempt == 0 and os.geteuid() == 0 and shutil.which("apt-get"):
            for command in _INSTALL:
                subprocess.run(command, check=True, env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"})
    raise RuntimeError("tests start a PostgreSQL server: install one, e.g. with apt-get install postgresql")


def _unprivileged(folder: Path) -> list[str]:
    """Return what a command begins with so that the server does not run as root, which it refuses."""
    if os.geteuid() != 0:
        return []
    shutil.chown(folder, "nobody", "nogroup")
    return ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"]


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@contextmanager
def postgresql_server() -> Iterator[PostgreSQLServer]:
    """Start a PostgreSQL server of its own, with an owner and a role that may only log in; stop it after."""
    programs = _programs()
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    begin, data, port = _unprivileged(folder), folder / "data", _free_port()
    password = folder / "password"
    password.write_text(PASSWORD)
    password.chmod(0o644)
    quiet = {"stdout": subprocess.DEVNULL, "cwd": "/"}
    login = ["-U", OWNER, "-A", "scram-sha-256", f"--pwfile={password}"]
    subprocess.run(
        [*begin, programs / "initdb", "-D", data, *login, "-E", "UTF8", "--locale=C", "--no-sync"],
        check=True,
        **quiet,
    )
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off"
    control = [*begin, programs / "pg_ctl", "-D", data, "-w", "-s"]
    subprocess.run([*control, "-o", options, "-l", folder / "log", "start"], check=True, **quiet)
    try:
        server = PostgreSQLServer(port, folder)
        server.run(f"CREATE ROLE {READER} LOGIN PASSWORD '{READER_PASSWORD}'")
        yield server
    finally:
        subprocess.run([*control, "-m", "immediate", "stop"], check=True, **quiet)
        shutil.rmtree(folder)


@contextmanager
def object_store(folder: Path) -> Iterator[str]:
    """Serve the folders within `folder` as buckets of S3, to readers with a signature; yield the endpoint."""

    class Handler(BaseHTTPRequestHandler):
        def do_HEAD(self) -> None:
            self._answer(with_body=False)

        def do_GET(self) -> None:
            self._answer(with_body=True)

        def log_message(self, *_words: object) -> None:
            """Say nothing."""

        def _answer(self, *, with_body: bool) -> None:
            parts = urlsplit(self.path)
            path = folder / unquote(parts.path).lstrip("/")
            query = {key: values[0] for key, values in parse_qs(parts.query).items()}
            if "AWS4-HMAC-SHA256" not in self.headers.get("Authorization", ""):
                self._send(403, b"<Error><Code>AccessDenied</Code></Error>", with_body=with_body)
            elif "list-type" in query:
                self._send(200, _listing(path, query.get("prefix", "")), with_body=with_body)
            elif path.is_file():
                self._send(200, path.read_bytes(), with_body=with_body)
            else:
                self._send(404, b"<Error><Code>NoSuchKey</Code></Error>", with_body=with_body)

        def _send(self, status: int, body: bytes, *, with_body: bool) -> None:
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Last-Modified", "Fri, 16 Oct 2015 07:08:09 GMT")
            self.send_header("ETag", '"1"')
            self.end_headers()
            if with_body:
                self.wfile.write(body)

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


def _listing(bucket: Path, prefix: str) -> bytes:
    names = sorted(path.relative_to(bucket).as_posix() for path in bucket.rglob("*") if path.is_file())
    entries = "".join(
        f"<Contents><Key>{escape(name)}</Key><Size>{(bucket / name).stat().st_size}</Size>"
        "<LastModified>2015-10-16T07:08:09.000Z</LastModified><ETag>&quot;1&quot;</ETag></Contents>"
        for name in names
        if name.startswith(prefix)
    )
    return f"<ListBucketResult><IsTruncated>false</IsTruncated>{entries}</ListBucketResult>".encode()

"""Run an application on a socket of this machine until SIGINT or SIGTERM."""

from __future__ import annotations

import contextlib
import signal
import socket
import threading
from collections.abc import Iterator

import uvicorn
from starlette.types import ASGIApp

from collusion.errors import UsageError
from collusion.foreign import excerpt

#: Connections that are served at once; more are refused until one is done.
_MOST_AT_ONCE = 64
#: Seconds that requests have to end when the desk is told to stop.
_GRACE_SECONDS = 5


class _Server(uvicorn.Server):
    """A server for which being told to stop is no failure."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Stop at SIGINT or SIGTERM while the block runs."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        before = {each: signal.signal(each, self.handle_exit) for each in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for each, handler in before.items():
                signal.signal(each, handler)


def run(app: ASGIApp, listener: socket.socket) -> None:
    """Serve an `app` on a `listener` until SIGINT or SIGTERM."""
    server(app).run(sockets=[listener])


def server(app: ASGIApp) -> uvicorn.Server:
    """Return the server of an `app`: it logs no request, and believes no header about where one came from."""
    settings = uvicorn.Config(
        app,
        access_log=False,
        date_header=False,
        http="h11",
        lifespan="off",
        limit_concurrency=_MOST_AT_ONCE,
        log_level="warning",
        proxy_headers=False,
        server_header=False,
        timeout_graceful_shutdown=_GRACE_SECONDS,
        ws="none",
    )
    return _Server(settings)


@contextlib.contextmanager
def listening(port: int) -> Iterator[socket.socket]:
    """Listen on a `port` of this machine alone, 0 for any, while a block runs.

    Raises
    ------
    UsageError
        When the port cannot be opened.
    """
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(("127.0.0.1", port))
            listener.listen(128)
        except OSError as error:
            raise UsageError(
                f"--port {port}: found that it cannot be opened ({excerpt(str(error.strerror))}). "
                "Give another one, or leave --port out."
            ) from error
        yield listener
    finally:
        listener.close()

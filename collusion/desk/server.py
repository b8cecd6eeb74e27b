"""Serve a workspace on this machine until it is told to stop."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from collusion.errors import UsageError, missing_extra
from collusion.signing import signer_of_environment
from collusion.words.catalogue import DEFAULT


@dataclass(frozen=True, slots=True)
class Options:
    """How a desk is served.

    Attributes
    ----------
    port
        The port on 127.0.0.1; 0: any that is free.
    by
        The person's name; None: it is asked for.
    proxy_header
        The header in which a proxy passes on who signed in; None: a token lets one person in.
    origin
        The address under which people open the desk through the proxy.
    language
        Of what is told of rings, and in which the page opens.
    """

    port: int = 0
    by: str | None = None
    proxy_header: str | None = None
    origin: str | None = None
    language: str = DEFAULT

    def check(self) -> None:
        """Raise when options contradict each other."""
        if self.proxy_header is not None and self.by is not None:
            raise UsageError(
                "Found --by beside --proxy-auth, which names each person. Leave one of them out."
            )
        if self.proxy_header is None and self.origin is not None:
            raise UsageError(
                "Found --origin without --proxy-auth. Without a proxy the address is this machine's."
            )


def serve(
    workspace: Path,
    options: Options,
    *,
    ready: Callable[[str, str | None], None],
    say: Callable[[str], None],
) -> None:
    """Serve a workspace until SIGINT or SIGTERM.

    Parameters
    ----------
    workspace
        The workspace.
    options
        How.
    ready
        Called once requests are answered: with the address, and the one-time token; None with a proxy.
    say
        Tells the person at the terminal something.

    Raises
    ------
    UsageError
        When there is no workspace, it has no run, the port is taken, or a library is missing.
    """
    try:
        from collusion.desk import serving
        from collusion.desk.guard import place_of
        from collusion.desk.routes import Routes
    except ImportError as error:
        raise missing_extra("The desk", "desk") from error
    from collusion.api.page.host import PageHost
    from collusion.desk.doors import Door, ProxyDoor, TokenDoor
    from collusion.desk.page import page
    from collusion.view import bundle

    options.check()
    header = options.proxy_header
    token_door = TokenDoor(options.by)
    door: Door = token_door if header is None else ProxyDoor(header)
    host = PageHost(workspace=workspace, signer=signer_of_environment(), language=options.language)
    host.get("inbox")
    with serving.listening(options.port) as listener:
        port = listener.getsockname()[1]
        shell = page(bundle.script(), bundle.styles(), options.language)
        routes = Routes(host, door, shell, place_of(port, options.origin), say)
        threading.Thread(target=host.warm, daemon=True, name="collusion-desk-source").start()
        address = options.origin or f"http://127.0.0.1:{port}/"
        ready(address, token_door.token if door is token_door else None)
        serving.run(routes.app(), listener)

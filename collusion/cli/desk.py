"""``collusion desk``: judge the rings of a workspace on a page, on this machine or behind a team's proxy."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from collusion.cli import terminal
from collusion.foreign import printable


def desk(
    workspace: terminal.WorkspaceArgument,
    port: Annotated[
        int, typer.Option("--port", metavar="N", help="Port on 127.0.0.1; default: any.", min=0, max=65_535)
    ] = 0,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Open no browser.")] = False,
    by: Annotated[
        str | None, typer.Option("--by", metavar="NAME", help="Your name; default: the page asks for it.")
    ] = None,
    proxy_auth: Annotated[
        str | None,
        typer.Option(
            "--proxy-auth",
            metavar="HEADER",
            help="Header in which your proxy on this machine names who signed in; no token then.",
        ),
    ] = None,
    origin: Annotated[
        str | None,
        typer.Option(
            "--origin", metavar="URL", help="With --proxy-auth: the address under which people open the desk."
        ),
    ] = None,
    language: terminal.LanguageOption = "en",
) -> None:
    """Serve the workspace on 127.0.0.1 and print the address, with a token that lets one person in, once.

    Try: collusion desk W --by "M. Berg"
    """
    from collusion.desk.server import Options, serve

    options = Options(port=port, by=by, proxy_header=proxy_auth, origin=origin, language=language)

    def say(text: str) -> None:
        """Tell a person something, on stderr."""
        sys.stderr.write(printable(text) + "\n")
        sys.stderr.flush()

    def ready(address: str, token: str | None) -> None:
        """Print the address with its token, and open a browser where one is wanted."""
        opened = address if token is None else f"{address}#{token}"
        print(opened, flush=True)
        say("Open it to judge rings. Ctrl-C ends the desk; what was decided is kept.")
        if token is not None and not no_browser:
            _open_browser(opened)

    serve(workspace, options, ready=ready, say=say)


def _open_browser(address: str) -> None:
    """Open the browser of a person who sits at a screen; of nobody else."""
    import webbrowser

    if sys.stdout.isatty():
        webbrowser.open(address)

"""What every command shares of the terminal: consoles, options, JSON, and errors turned into exit codes.

Data goes to stdout, progress and messages to stderr. Colour obeys ``NO_COLOR``. Ids and texts come from
strangers: `plain` makes their control characters visible, and no console here reads them as markup.
"""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from collusion.errors import CollusionError

if TYPE_CHECKING:
    from rich.console import Console

DEBUG_VARIABLE = "COLLUSION_DEBUG"

SourceArgument = Annotated[
    Path, typer.Argument(metavar="SOURCE", help="A folder of tables, or one file of reviews.")
]
RunArgument = Annotated[Path, typer.Argument(metavar="RUN", help="A folder that `collusion detect` wrote.")]
WorkspaceArgument = Annotated[
    Path, typer.Argument(metavar="W", help="A workspace: the folder given to `detect --workspace`.")
]
ByOption = Annotated[str, typer.Option("--by", metavar="NAME", help="Who decides: the name of a person.")]
ConfigOption = Annotated[
    Path | None,
    typer.Option("--config", metavar="FILE", help="Configuration; default: SOURCE/collusion.toml."),
]
QuarantineOption = Annotated[
    Path | None,
    typer.Option("--quarantine", metavar="DIR", help="Folder for bad rows; reading goes on without them."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")]
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="Print no progress and no messages.")]
ForceOption = Annotated[bool, typer.Option("--force", help="Overwrite what is already there.")]
SeedOption = Annotated[int, typer.Option("--seed", metavar="N", help="Seed of every random choice.", min=0)]


def data_console() -> Console:
    """Return the console for data: stdout, no markup, no highlighting.

    Returns
    -------
    Console
        Coloured only on a terminal and when ``NO_COLOR`` is unset.
    """
    from rich.console import Console

    return Console(markup=False, highlight=False, emoji=False)


def message_console(*, quiet: bool = False) -> Console:
    """Return the console for progress and messages: stderr, no markup, no highlighting.

    Parameters
    ----------
    quiet
        Swallow everything written to it.

    Returns
    -------
    Console
        Coloured only on a terminal and when ``NO_COLOR`` is unset.
    """
    from rich.console import Console

    return Console(stderr=True, markup=False, highlight=False, emoji=False, quiet=quiet)


def plain(text: str) -> str:
    r"""Make control characters visible, so that a hostile id cannot steer the terminal.

    Parameters
    ----------
    text
        Any text of the input.

    Returns
    -------
    str
        The same text; each character that is not printable, but the space, as its escape.

    Examples
    --------
    >>> plain("reviewer\x1b[2J")
    'reviewer\\x1b[2J'
    """
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text)


def print_json(value: Any) -> None:
    """Print a value as indented JSON on stdout, keys in the order given.

    Parameters
    ----------
    value
        Anything made of dicts, lists, strings, numbers, dates and None.
    """
    import msgspec

    text = msgspec.json.format(msgspec.json.encode(value), indent=2).decode("utf-8")
    sys.stdout.write(text + "\n")


def exit_code_of(action: Callable[[], Any]) -> int:
    """Run an action and turn what it raises into a message on stderr and an exit code.

    Parameters
    ----------
    action
        The parsed command line, ready to run; it may leave through `SystemExit`.

    Returns
    -------
    int
        0 when done; the error's own code when Collusion refused; 130 when interrupted; 1 for a defect, with
        the way to see its traceback.
    """
    try:
        try:
            action()
        finally:
            sys.stdout.flush()
    except SystemExit as leave:
        return leave.code if isinstance(leave.code, int) else int(leave.code is not None)
    except CollusionError as error:
        _complain(f"error: {error}")
        return error.exit_code
    except KeyboardInterrupt:
        _complain("interrupted")
        return 130
    except BrokenPipeError:
        # The reader left. What is still in the buffer must not fail again when the interpreter closes.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except MemoryError:
        _complain("error: out of memory. Split the source, or run it on a larger machine.")
        return 1
    except Exception as error:  # noqa: BLE001  (the last line of defence; the traceback is one variable away)
        _complain(_as_defect(error))
        return 1
    return 0


def _as_defect(error: Exception) -> str:
    if os.environ.get(DEBUG_VARIABLE):
        return traceback.format_exc()
    kind = type(error).__name__
    return (
        f"error: {kind}: {error}\nThis is a defect of Collusion, not of your data. "
        f"Set {DEBUG_VARIABLE}=1 to see the traceback, and report it."
    )


def _complain(text: str) -> None:
    lines = [plain(line) for line in text.splitlines()]
    sys.stderr.write("\n".join(lines) + "\n")

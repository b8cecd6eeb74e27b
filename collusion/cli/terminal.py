"""What every command shares of the terminal: consoles, options, JSON, and errors turned into exit codes.

Data goes to stdout, progress and messages to stderr. Colour obeys ``NO_COLOR``. Ids and texts come from
strangers: `printable` makes their control characters visible, and no console here reads them as markup.
"""

from __future__ import annotations

import codecs
import contextlib
import io
import json
import os
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Annotated, Any

import typer

from collusion.drafts import as_os_error
from collusion.errors import CollusionError
from collusion.foreign import printable
from collusion.tables.sources.address import without_credentials

if TYPE_CHECKING:
    from rich.console import Console

DEBUG_VARIABLE = "COLLUSION_DEBUG"
#: Share of rows that must be valid under a mapping that is proposed.
_MOSTLY = 0.95
_STOPS = {signal.SIGINT: "interrupted", signal.SIGTERM: "terminated"}
_STDERR = 2
#: How signs are spelled where an output cannot show them; bars by their height.
_SPELLED = {
    "●": "*",
    "★": "*",
    "•": "-",
    "−": "-",
    "–": "-",
    "·": ".",
    "…": "~",
    "×": "x",
    "÷": "/",
    "▏": "|",
    **dict(zip("▁▂▃▄▅▆▇█", "12345678", strict=True)),
}

SourceArgument = Annotated[
    str,
    typer.Argument(
        metavar="SOURCE",
        help="A folder of tables, one file of reviews, or a database: duckdb:FILE, sqlite:FILE, postgresql://…",
    ),
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
LanguageOption = Annotated[
    str, typer.Option("--language", metavar="LANGUAGE", help="Language of what is told: en or de.")
]
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="Print no progress and no messages.")]
ForceOption = Annotated[bool, typer.Option("--force", help="Overwrite what is already there.")]
SeedOption = Annotated[int, typer.Option("--seed", metavar="N", help="Seed of every random choice.", min=0)]


class Stopped(BaseException):
    """The process was told to stop; `signal` says how."""

    def __init__(self, by: signal.Signals) -> None:
        super().__init__(by)
        self.signal = by


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


def note_line(note: str) -> str:
    """Return the line that tells a note; one that begins with ``warning:`` says so itself."""
    return note if note.startswith("warning: ") else f"note: {note}"


def as_json(value: Any) -> str:
    """Return a `value` made of dicts, lists, strings, numbers, dates and None as indented JSON."""
    import msgspec

    return msgspec.json.format(msgspec.json.encode(value), indent=2).decode("utf-8")


def print_json(value: Any) -> None:
    """Print a value as indented JSON on stdout, keys in the order given.

    Parameters
    ----------
    value
        Anything made of dicts, lists, strings, numbers, dates and None.
    """
    text = as_json(value)
    if "utf" not in (sys.stdout.encoding or "utf-8").lower():
        # JSON has escapes of its own, so that a reader gets the very same texts.
        text = json.dumps(json.loads(text), indent=2)
    sys.stdout.write(text + "\n")


@contextlib.contextmanager
def proposing(source: str, config: Path | None) -> Iterator[None]:
    """Add to an `InputError` raised within how the source could be mapped, where nobody has said it yet.

    Parameters
    ----------
    source
        The source.
    config
        The configuration that was given; with one, nothing is proposed.

    Raises
    ------
    InputError
        The same, with a note.
    """
    from collusion.errors import InputError

    try:
        yield
    except InputError as error:
        text = _proposed(source) if config is None else ""
        if text:
            error.add_note(text)
        raise


def _proposed(source: str) -> str:
    """Return a mapping under which nearly all of the first reviews are valid, in words; or nothing."""
    from collusion.tables.layouts.proposal import propose

    try:
        proposal = propose(source)
    except Exception:  # noqa: BLE001  (a proposal goes with an error; it must never take its place)
        return ""
    reviews = next(preview for found, preview in proposal.tables if found.table == "reviews")
    path = proposal.address.path
    is_described = path is not None and (path / "collusion.toml").is_file()
    if is_described or not proposal.says_something or reviews.n_valid < _MOSTLY * max(reviews.n_rows, 1):
        return ""
    lines = [line for line in proposal.text.splitlines() if line and not line.startswith("#")]
    shown = without_credentials(source)
    return "\n".join([f"This may be how to read it; `collusion init {shown}` writes it:", *lines])


def _spell_signs(error: UnicodeError) -> tuple[str, int]:
    """Spell what an output cannot show; of the rest, which may be of an id, write the escape."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    signs = error.object[error.start : error.end]
    return "".join(_SPELLED.get(sign) or ascii(sign)[1:-1] for sign in signs), error.end


def spell_signs() -> None:
    """Let outputs that know ASCII or another small alphabet only spell signs, instead of failing."""
    codecs.register_error("collusion-spell", _spell_signs)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and stream.encoding.lower().replace("-", "") != "utf8":
            stream.reconfigure(errors="collusion-spell")


def exit_code_of(action: Callable[[], Any]) -> int:
    """Run an action and turn what it raises into a message on stderr and an exit code.

    Parameters
    ----------
    action
        The parsed command line, ready to run; it may leave through `SystemExit`.

    Returns
    -------
    int
        0 when done; the error's own code when Collusion refused; 130 when interrupted, 143 when terminated; 1
        where the system refused, and for a defect, with the way to see its traceback.
    """
    spell_signs()
    try:
        with _stoppable():
            try:
                action()
            finally:
                sys.stdout.flush()
    except SystemExit as leave:
        if isinstance(leave.__context__, BrokenPipeError):
            return 0  # the reader left: `| head` is no failure
        return leave.code if isinstance(leave.code, int) else int(leave.code is not None)
    except CollusionError as error:
        _complain("\n".join([f"error: {error}", *getattr(error, "__notes__", ())]))
        return error.exit_code
    except KeyboardInterrupt:
        return _stopped(signal.SIGINT)
    except Stopped as stop:
        return _stopped(stop.signal)
    except BrokenPipeError:
        # The reader left. What is still in the buffer must not fail again when the interpreter closes.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except MemoryError:
        _complain("error: out of memory. Split the source, or run it on a larger machine.")
        return 1
    except Exception as error:  # noqa: BLE001  (the last line of defence; the traceback is one variable away)
        refusal = as_os_error(error)
        _complain(_as_defect(error) if refusal is None else _as_refusal(refusal))
        return 1
    return 0


@contextlib.contextmanager
def _stoppable() -> Iterator[None]:
    """Leave by an exception when the process is interrupted or terminated, so that it can put things right.

    What a kernel does is finished first; a second signal ends the process at once.
    """

    def stop(number: int, _frame: FrameType | None) -> None:
        """Leave this once."""
        for each in _STOPS:
            signal.signal(each, signal.SIG_DFL)
        os.write(_STDERR, b"\nstopping; once more to stop at once\n")
        raise Stopped(signal.Signals(number))

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {each: signal.signal(each, stop) for each in _STOPS}
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


def _stopped(by: signal.Signals) -> int:
    _complain(_STOPS[by])
    return 128 + by


def _as_refusal(error: OSError) -> str:
    if os.environ.get(DEBUG_VARIABLE):
        return traceback.format_exc()
    where = f"{error.filename}: " if error.filename else ""
    return (
        f"error: {where}found that the system refused ({error.strerror}). Allowed: room on the disk, and the "
        "right to read and write there. Make room or give the right, then run the command again."
    )


def _as_defect(error: Exception) -> str:
    if os.environ.get(DEBUG_VARIABLE):
        return traceback.format_exc()
    kind = type(error).__name__
    return (
        f"error: {kind}: {error}\nThis is a defect of Collusion, not of your data. "
        f"Set {DEBUG_VARIABLE}=1 to see the traceback, and report it."
    )


def _complain(text: str) -> None:
    lines = [printable(line) for line in text.splitlines()]
    sys.stderr.write("\n".join(lines) + "\n")

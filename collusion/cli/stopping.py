"""Leave in order when the process is interrupted or terminated, whatever runs in it.

Python calls a signal's handler between two steps of the main thread, wherever that is: the exception that the
handler raises is lost where the step belongs to a callback whose caller knows no exceptions (those of LLVM
while a kernel is compiled, finalizers, weak references). Such a loss is noticed, and the exception is raised
again.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from types import FrameType
from typing import NoReturn

#: What the last line on stderr says of each signal.
STOPS = {signal.SIGINT: "interrupted", signal.SIGTERM: "terminated"}
_STDERR = 2
#: Seconds until a lost exception is raised again: most callbacks have returned by then.
_AGAIN = 0.02


class Stopped(BaseException):
    """The process was told to stop; `signal` says how."""

    def __init__(self, by: signal.Signals) -> None:
        super().__init__(by)
        self.signal = by


@contextlib.contextmanager
def stoppable() -> Iterator[Callable[[], Stopped | None]]:
    """Raise `Stopped` when the process is interrupted or terminated, so that it can put things right.

    What a kernel does is finished first; a second signal ends the process at once.

    Yields
    ------
    callable
        Returns what the process was told, or None: a library may have made another exception of it.
    """
    told: list[Stopped] = []
    if threading.current_thread() is not threading.main_thread():
        yield lambda: None
        return

    def stop(number: int, _frame: FrameType | None) -> None:
        """Leave this once."""
        for each in STOPS:
            signal.signal(each, signal.SIG_DFL)
        signal.signal(signal.SIGALRM, stop_again)
        os.write(_STDERR, b"\nstopping; once more to stop at once\n")
        told.append(Stopped(signal.Signals(number)))
        raise told[0]

    def stop_again(_number: int, _frame: FrameType | None) -> None:
        raise told[0]

    def lose(lost: sys.UnraisableHookArgs) -> None:
        """Notice that a callback lost the exception."""
        if isinstance(lost.exc_value, Stopped):
            signal.setitimer(signal.ITIMER_REAL, _AGAIN)
        else:
            hook(lost)

    hook, before = sys.unraisablehook, {each: signal.getsignal(each) for each in (*STOPS, signal.SIGALRM)}
    sys.unraisablehook = lose
    for each in STOPS:
        signal.signal(each, stop)
    try:
        yield lambda: told[0] if told else None
    finally:
        if told:
            signal.setitimer(signal.ITIMER_REAL, 0.0)
        for each, handler in before.items():
            if handler is not None:
                signal.signal(each, handler)
        sys.unraisablehook = hook


def take_signals_back() -> None:
    """Load polars, and take the signals back that it takes when it is loaded.

    At SIGINT polars makes its threads panic in the middle of a query, which reaches Python as a
    `KeyboardInterrupt` in whichever thread asked, and may abort the process. What a query does is finished.
    """
    import polars as pl  # noqa: F401

    if threading.current_thread() is threading.main_thread():
        for each in STOPS:
            signal.signal(each, signal.getsignal(each))


def leave(code: int) -> NoReturn:
    """End the process with an exit code; after a stop, without closing the interpreter.

    Where other threads run, of whichever library, an interpreter that closes may abort when one of them asks
    for it again. What was registered for the end is done, and nothing else is left to do.

    Parameters
    ----------
    code
        The exit code; 128 and the number of a signal after a stop.
    """
    if code - 128 in STOPS:
        atexit._run_exitfuncs()  # noqa: SLF001  (as multiprocessing does; there is no other name for it)
        with contextlib.suppress(OSError, ValueError):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(code)
    sys.exit(code)

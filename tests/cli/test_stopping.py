"""Stops are obeyed wherever they arrive, and end the process whatever else runs in it."""

from __future__ import annotations

import signal
import subprocess
import sys

import pytest

from tests.conftest import ROOT

_STOPPED = "\nstopping; once more to stop at once\n"


def _run(script: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "import os, signal, sys\n" + script]
    return subprocess.run(command, capture_output=True, text=True, cwd=ROOT, timeout=300, check=False)


_LOST_IN = {
    "a callback of C": (
        "import ctypes\n"
        "@ctypes.CFUNCTYPE(None)\n"
        "def call():\n    signal.raise_signal(signal.SIGNAL)\n    print('never')\n"
    ),
    "a finalizer": (
        "class call:\n"
        "    def __del__(self):\n        signal.raise_signal(signal.SIGNAL)\n        print('never')\n"
    ),
}


@pytest.mark.parametrize(("stop", "word"), [("SIGINT", "interrupted"), ("SIGTERM", "terminated")])
@pytest.mark.parametrize("where", _LOST_IN)
def test_stoppable__is_obeyed_where_the_caller_knows_no_exceptions(where: str, stop: str, word: str) -> None:
    done = _run(
        "import threading\nfrom collusion.cli import terminal\n"
        + _LOST_IN[where].replace("SIGNAL", stop)
        + "def action():\n    call()\n    threading.Event().wait()\n"
        "sys.exit(terminal.exit_code_of(action))\n"
    )

    assert (128 + getattr(signal, stop), "", f"{_STOPPED}{word}\n") == (
        done.returncode,
        done.stdout,
        done.stderr,
    )


def test_stoppable__tells_of_what_else_is_lost() -> None:
    done = _run(
        "from collusion.cli import stopping\n"
        "class Last:\n    def __del__(self):\n        raise ValueError('lost')\n"
        "with stopping.stoppable():\n    Last()\n"
    )

    assert done.returncode == 0
    assert "ValueError: lost" in done.stderr


@pytest.mark.parametrize("made", ["ValueError", "KeyboardInterrupt", "SystemExit"])
def test_exit_code_of__a_stop_of_which_a_library_makes_another_exception(made: str) -> None:
    done = _run(
        "from collusion.cli import terminal\n"
        "def action():\n"
        "    try:\n        signal.raise_signal(signal.SIGTERM)\n"
        f"    except BaseException:\n        raise {made}('of a library')\n"
        "sys.exit(terminal.exit_code_of(action))\n"
    )

    assert (143, "", f"{_STOPPED}terminated\n") == (done.returncode, done.stdout, done.stderr)


def test_take_signals_back__from_polars() -> None:
    done = _run(
        "import ctypes\nfrom collusion.cli import stopping\n"
        "def handler():\n"
        "    found = (ctypes.c_void_p * 64)()\n"
        "    ctypes.CDLL(None).sigaction(signal.SIGINT, None, ctypes.byref(found))\n"
        "    return found[0]\n"
        "with stopping.stoppable():\n"
        "    ours = handler()\n    stopping.take_signals_back()\n    assert handler() == ours\n"
        "assert 'polars' in sys.modules\n"
    )

    assert (0, "") == (done.returncode, done.stderr)


def test_leave__tidies_and_waits_for_no_thread() -> None:
    done = _run(
        "import atexit, threading\nfrom collusion.cli import stopping\n"
        "atexit.register(print, 'tidied')\n"
        "threading.Thread(target=threading.Event().wait).start()\n"
        "stopping.leave(130)\n"
    )

    assert (130, "tidied\n", "") == (done.returncode, done.stdout, done.stderr)


def test_leave__as_ever_where_nothing_was_stopped() -> None:
    done = _run("from collusion.cli import stopping\nstopping.leave(3)\n")

    assert (3, "", "") == (done.returncode, done.stdout, done.stderr)

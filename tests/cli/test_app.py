"""The front door: help at once, every command there, every error a message and a code."""

from __future__ import annotations

import datetime as dt
import importlib
import os
import runpy
import signal
import subprocess
import sys
import types
from pathlib import Path

import pytest
import typer

import collusion
from collusion.cli import app, terminal
from collusion.errors import Fault, InputError, IntegrityError, UsageError
from tests.conftest import ROOT, Cli

_HEAVY = ("polars", "numpy", "numba", "scipy", "matplotlib", "igraph", "networkx", "jinja2", "rich.console")


def test_help__names_every_command(cli: Cli) -> None:
    done = cli("--help")

    assert done.code == 0
    for name, summary in app.COMMANDS.items():
        assert f"  {name} " in done.out
        assert summary in done.out


def test_help__loads_nothing_heavy() -> None:
    """What makes help slow is imports, so imports are what is held."""
    script = (
        "import sys\nfrom collusion.cli import app\ntry:\n    app.main(['--help'])\nexcept SystemExit: pass\n"
        f"print([m for m in {_HEAVY} if m in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT
    )

    assert done.stderr == "[]\n"


@pytest.mark.parametrize("name", app.COMMANDS)
def test_command__has_help_and_the_module_of_its_name(cli: Cli, name: str) -> None:
    done = cli(name, "--help")

    assert done.code == 0
    assert done.out.startswith(f"Usage: collusion {name}")
    assert (ROOT / "collusion" / "cli" / f"{name}.py").is_file()


def test_commands__every_module_that_has_its_own_function_is_registered() -> None:
    shared = {"__init__", "app", "terminal"}
    found = {path.stem for path in (ROOT / "collusion" / "cli").glob("*.py")} - shared

    assert set(app.COMMANDS) <= found
    for name in found - set(app.COMMANDS):
        module = importlib.import_module(f"collusion.cli.{name}")

        assert not hasattr(module, name), f"collusion {name} is written, but not registered in COMMANDS"


def test_version(cli: Cli) -> None:
    assert cli("--version").out == f"collusion {collusion.__version__}\n"


def test_no_arguments__prints_the_help_and_is_a_usage_error(cli: Cli) -> None:
    assert cli().code == 2


def test_unknown_command__names_the_near_one(cli: Cli) -> None:
    done = cli("detct")

    assert (2, "") == (done.code, done.out)
    assert "Did you mean 'detect'?" in done.err


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch):
    """Register a command ``fail`` that raises what it is given."""

    def register(error: BaseException) -> None:
        def fail() -> None:
            raise error

        module = types.ModuleType("collusion.cli.fail")
        module.fail = fail  # type: ignore[attr-defined]
        monkeypatch.setitem(sys.modules, "collusion.cli.fail", module)
        monkeypatch.setitem(app.COMMANDS, "fail", "Fails.")

    return register


@pytest.mark.parametrize(
    ("error", "code", "text"),
    [
        (UsageError("no such ring"), 2, "error: no such ring\n"),
        (
            InputError([Fault("reviews", "rating", "rating 9", "1 to 5", "Correct it.", (3,), 1)]),
            3,
            (
                "error: 1 fault in the input:\n"
                "  1. reviews.rating: found rating 9 in 1 row (3). Allowed: 1 to 5. Correct it.\n"
            ),
        ),
        (IntegrityError("changed\x1b[2J"), 4, "error: changed\\x1b[2J\n"),
        (KeyboardInterrupt(), 130, ""),
        (MemoryError(), 1, "error: out of memory. Split the source, or run it on a larger machine.\n"),
    ],
    ids=["usage", "input", "integrity", "interrupt", "memory"],
)
def test_error__is_a_message_and_a_code(
    cli: Cli, failing, error: BaseException, code: int, text: str
) -> None:
    failing(error)
    done = cli("fail")

    assert (code, "", text) == (done.code, done.out, done.err)


def test_error__a_defect_says_so_and_shows_no_traceback(cli: Cli, failing, monkeypatch) -> None:
    failing(ZeroDivisionError("division by zero"))
    done = cli("fail")

    assert done.code == 1
    assert done.err.startswith("error: ZeroDivisionError: division by zero\nThis is a defect of Collusion")
    assert "Traceback" not in done.err

    monkeypatch.setenv(terminal.DEBUG_VARIABLE, "1")

    assert "Traceback" in cli("fail").err


def test_exit_code_of__interrupt_outside_the_parser() -> None:
    def interrupt() -> None:
        raise KeyboardInterrupt

    assert terminal.exit_code_of(interrupt) == 130


@pytest.mark.parametrize(("given", "code"), [(None, 0), (3, 3), ("words", 1)])
def test_exit_code_of__system_exit(given: object, code: int) -> None:
    def leave() -> None:
        sys.exit(given)

    assert code == terminal.exit_code_of(leave)


def test_exit_code_of__done() -> None:
    assert terminal.exit_code_of(lambda: None) == 0


def test_load_command__takes_an_app_with_commands_of_its_own(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = typer.Typer(add_completion=False, rich_markup_mode=None)
    own.command("one")(lambda: print("first"))
    own.command("two")(lambda: print("second"))
    module = types.ModuleType("collusion.cli.pair")
    module.pair = own  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "collusion.cli.pair", module)
    monkeypatch.setitem(app.COMMANDS, "pair", "Has two.")

    assert cli("pair", "two").out == "second\n"


def test_module__runs_as_python_m() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "collusion", "--version"], capture_output=True, text=True, check=True, cwd=ROOT
    )

    assert done.stdout == f"collusion {collusion.__version__}\n"


def test_module__leaves_through_the_same_door(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", ["collusion", "--version"])
    with pytest.raises(SystemExit) as leave:
        runpy.run_module("collusion", run_name="__main__")

    assert (0, f"collusion {collusion.__version__}\n") == (leave.value.code, capsys.readouterr().out)


@pytest.mark.parametrize("n_lines", [2, 200_000], ids=["at the end", "midway"])
def test_broken_pipe__is_quiet(n_lines: int) -> None:
    """``collusion … | head -1`` must not complain when head leaves, early or late."""
    script = (
        "from collusion.cli import terminal\nimport sys, typer\n"
        "app = typer.Typer(add_completion=False)\n"
        "@app.command()\n"
        f"def many() -> None:\n    sys.stdin.read()\n    for i in range({n_lines}): print(i)\n"
        "sys.exit(terminal.exit_code_of(lambda: typer.main.get_command(app).main(args=[])))\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        process.stdin.close()
        complaint = process.stderr.read()

    assert complaint == b""
    assert process.returncode == 0


@pytest.mark.parametrize("stop, word", [(signal.SIGINT, b"interrupted"), (signal.SIGTERM, b"terminated")])
def test_stop__of_a_running_process_puts_things_right_first(stop: signal.Signals, word: bytes) -> None:
    script = (
        "from collusion.cli import terminal\nimport sys\n"
        "def wait():\n"
        "    try:\n        print('ready', flush=True)\n        sys.stdin.read()\n"
        "    finally:\n        print('tidied', file=sys.stderr)\n"
        "sys.exit(terminal.exit_code_of(wait))\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        os.kill(process.pid, stop)
        complaint = process.stderr.read()

    assert complaint == b"\nstopping; once more to stop at once\ntidied\n" + word + b"\n"
    assert process.returncode == 128 + stop


def test_stop__the_handlers_of_the_caller_come_back() -> None:
    before = [signal.getsignal(stop) for stop in (signal.SIGINT, signal.SIGTERM)]
    terminal.exit_code_of(lambda: None)

    assert before == [signal.getsignal(stop) for stop in (signal.SIGINT, signal.SIGTERM)]


def test_refusal__of_the_system_is_no_defect(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Polars says of a full disk that it cannot compute."""
    monkeypatch.delenv("COLLUSION_DEBUG", raising=False)

    def full() -> None:
        raise RuntimeError("parquet: underlying IO error: No space left on device (os error 28)")

    assert 1 == terminal.exit_code_of(full)
    assert 1 == terminal.exit_code_of((tmp_path / "nowhere" / "x").touch)
    first, second = capsys.readouterr().err.splitlines()
    assert first.startswith(
        "error: found that the system refused (No space left on device). Allowed: room on"
    )
    assert "nowhere/x: found that the system refused (No such file or directory)." in second
    monkeypatch.setenv("COLLUSION_DEBUG", "1")
    assert 1 == terminal.exit_code_of(full)
    assert "Traceback" in capsys.readouterr().err


def test_print_json__writes_dates_and_foreign_letters(capsys: pytest.CaptureFixture[str]) -> None:
    terminal.print_json({"at": dt.date(2015, 10, 16), "title": "Händler <b>"})

    assert '{\n  "at": "2015-10-16",\n  "title": "Händler <b>"\n}\n' == capsys.readouterr().out


def test_data_console__reads_no_markup_and_obeys_no_color(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    terminal.data_console().print("[bold]R-1[/bold] :smile:", style="red")
    terminal.message_console(quiet=True).print("nothing")
    terminal.message_console().print("[red]told[/red]")

    assert ("[bold]R-1[/bold] :smile:\n", "[red]told[/red]\n") == capsys.readouterr()

"""The entry point of the command line: names every command and imports only the one that is called.

``collusion --help`` must answer at once, so a command's module, and with it polars, numba and matplotlib,
is imported only when that command runs. Command ``name`` is the function ``name`` of
``collusion/cli/name.py``, or the typer app of that name when the command has commands of its own.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Sequence
from typing import Annotated, Any, NoReturn

import typer
from typer.core import TyperCommand, TyperGroup

from collusion import __version__
from collusion.cli import terminal

COMMANDS: dict[str, str] = {
    "init": "Recognise a source; write its collusion.toml.",
    "detect": "Find the rings in a source; write a run folder.",
    "show": "Print the ranked rings of a run.",
    "explain": "Explain one ring: who, what, when, how sure.",
    "report": "Write HTML and Markdown reports of a run.",
    "export": "Write the suspects, for a human decision.",
    "inbox": "Say what is new in a workspace, by harm.",
    "diff": "Say what became of the rings between two runs.",
    "update": "Add a day's rows to a workspace and run.",
    "review": "Walk the inbox and decide, key by key.",
    "decide": "Record a decision about a ring.",
    "desk": "Judge rings on a page, alone or as a team.",
    "note": "Keep or read notes on a ring.",
    "plan": "Propose actions on confirmed rings; count who else is hit.",
    "bundle": "Bundle what one ring's exhibits rest on.",
    "simulate": "Write a market with planted rings, and the truth.",
    "validate": "Check a source; say what evidence it offers.",
    "config": "Show or check the resolved configuration.",
    "verify": "Check a run or a bundle against its manifest.",
    "evaluate": "Compare runs with the truth.",
}


def load_command(name: str) -> Any:
    """Import the module of one command and make its parser.

    Parameters
    ----------
    name
        A key of `COMMANDS`.

    Returns
    -------
    Any
        The command as the parsing library wants it; a group when it has commands of its own.
    """
    target = getattr(importlib.import_module(f"collusion.cli.{name}"), name)
    if isinstance(target, typer.Typer):
        return typer.main.get_command(target)
    single = typer.Typer(add_completion=False, rich_markup_mode=None)
    single.command(name, help=None)(target)
    return typer.main.get_command(single)


class _LazyGroup(TyperGroup):
    """Lists the commands from `COMMANDS` and imports only the one that is run."""

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        for name, summary in COMMANDS.items():
            self.add_command(TyperCommand(name, help=summary, rich_markup_mode=None))

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Import the command that `args` name, in the context `ctx`, and only that one."""
        name, _, rest = super().resolve_command(ctx, args)
        return name, load_command(str(name)), rest

    def invoke(self, ctx: Any) -> Any:
        """Run the command of `ctx`; a complaint about its arguments repeats no password of a URL."""
        try:
            return super().invoke(ctx)
        except Exception as error:
            message = getattr(error, "message", None)
            if isinstance(message, str):
                from collusion.tables.sources.address import without_credentials

                error.message = without_credentials(message)  # type: ignore[attr-defined]
            raise


app = typer.Typer(
    cls=_LazyGroup,
    add_completion=True,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _print_version(value: bool) -> None:
    if value:
        print(f"collusion {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", help="Print the version.", callback=_print_version, is_eager=True)
    ] = False,
) -> None:
    """Find fake-review rings: who, how sure, why, and what speaks against it."""


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and leave with its exit code.

    Codes: 0 done, 1 failure, 2 usage, 3 bad input, 4 integrity, 130 interrupted.

    Parameters
    ----------
    arguments
        The words after ``collusion``; those of the process when None.
    """
    command = typer.main.get_command(app)
    sys.exit(terminal.exit_code_of(lambda: command.main(args=arguments, prog_name="collusion")))

"""``collusion config``: show or check the resolved configuration of a source."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Source = Annotated[Path, typer.Argument(help="A folder of tables, or one file of reviews.")]
ConfigFile = Annotated[
    Path | None, typer.Option("--config", help="Configuration; default: SOURCE/collusion.toml.")
]

config = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Show or check the resolved configuration.",
)
app = config


@config.command()
def show(source: Source, config_file: ConfigFile = None) -> None:
    """Print the whole configuration as TOML, each key with its meaning, value and range.

    The output is itself a valid collusion.toml. Try: collusion config show data > collusion.toml
    """
    from collusion.config import config_as_toml, load_config

    typer.echo(config_as_toml(load_config(source, config_file)), nl=False)


@config.command()
def check(source: Source, config_file: ConfigFile = None) -> None:
    """Check the configuration, and that every file it names is there.

    Any fault leaves with exit code 3. Try: collusion config check data
    """
    from collusion.config import load_config
    from collusion.errors import InputError
    from collusion.tables.locate import locate

    located = locate(source, load_config(source, config_file).mapping)
    if located.faults:
        raise InputError(located.faults)
    for name, files in located.files.items():
        n_files = len(files.names)
        typer.echo(f"{name}: {files.format}, {n_files} file{'' if n_files == 1 else 's'}")

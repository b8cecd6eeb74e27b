"""``collusion config``: show or check the resolved configuration of a source."""

from __future__ import annotations

import typer

from collusion.cli import terminal

config = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Show or check the resolved configuration.",
)
app = config


@config.command()
def show(source: terminal.SourceArgument, config_file: terminal.ConfigOption = None) -> None:
    """Print the whole configuration as TOML, each key with its meaning, value and range.

    The output is itself a valid collusion.toml. Try: collusion config show data > collusion.toml
    """
    from collusion.config import config_as_toml, load_config

    typer.echo(config_as_toml(load_config(source, config_file)), nl=False)


@config.command()
def check(source: terminal.SourceArgument, config_file: terminal.ConfigOption = None) -> None:
    """Check the configuration, and that every file or relation it names is there.

    Any fault ends with exit code 3. Try: collusion config check data
    """
    from collusion.config import load_config
    from collusion.errors import InputError
    from collusion.tables.sources.opening import open_source

    with open_source(source, load_config(source, config_file).mapping) as opened:
        if opened.is_copied:
            for name in opened.tables():
                typer.echo(f"{name}: {', '.join(opened.columns(name))}")
            return
        located = opened.locate()
        if located.faults:
            raise InputError(located.faults)
        for name, files in located.files.items():
            n_files = len(files.names)
            typer.echo(f"{name}: {files.format}, {n_files} file{'' if n_files == 1 else 's'}")

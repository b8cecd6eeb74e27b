"""``collusion init``: look at a source, and write how it maps onto the contract."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from collusion.cli import terminal
from collusion.errors import UsageError
from collusion.foreign import printable

if TYPE_CHECKING:
    from collusion.tables.layouts.proposal import Proposal
    from collusion.tables.sources.address import Address


def init(
    source: terminal.SourceArgument,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", metavar="FILE", help="File to write; default: collusion.toml in or beside the source."
        ),
    ] = None,
    force: terminal.ForceOption = False,
    quiet: terminal.QuietOption = False,
    as_json: terminal.JsonOption = False,
) -> None:
    """Recognise the tables and columns of a source; write a commented collusion.toml, and show it.

    Knows the public layouts of Amazon, Yelp, Google Local, Steam, Goodreads, Trustpilot, Bazaarvoice and the
    app stores. Only the beginnings of files are read. Try: collusion init reviews.csv
    """
    from collusion.provenance import write_text_whole
    from collusion.tables.layouts.proposal import propose

    proposal = propose(source)
    target = _default_target(proposal.address) if out is None else out
    if target.exists() and not force:
        raise UsageError(
            f"{printable(str(target))}: found a file there. Allowed: a new file. Give another with "
            "--out, or overwrite it with --force."
        )
    write_text_whole(target, proposal.text)
    if as_json:
        terminal.print_json(_as_json(proposal, target))
        return
    print(proposal.text, end="")
    console = terminal.message_console(quiet=quiet)
    console.print(f"\nWritten:    {printable(str(target))}", soft_wrap=True)
    console.print(f"Next:       {printable(_next_step(source, target))}", soft_wrap=True)


def _default_target(address: Address) -> Path:
    from collusion.tables.locate import CONFIG_NAME

    if address.path is None:
        return Path(CONFIG_NAME)
    return (address.path if address.path.is_dir() else address.path.parent) / CONFIG_NAME


def _next_step(source: str, target: Path) -> str:
    from collusion.tables.sources.address import without_credentials

    words = ["collusion", "validate", shlex.quote(without_credentials(source))]
    is_found = target == Path(source) / target.name
    return " ".join(words if is_found else [*words, "--config", shlex.quote(str(target))])


def _as_json(proposal: Proposal, target: Path) -> dict[str, Any]:
    return {
        "config": str(target),
        "tables": [
            {
                "table": found.table,
                "source": found.head.name,
                "columns": dict(found.columns),
                "dates": dict(found.dates),
                "rating": dict(found.rating),
                "remarks": list(found.remarks),
                "n_rows": preview.n_rows,
                "n_valid": preview.n_valid,
                "fault": preview.fault,
            }
            for found, preview in proposal.tables
        ],
        "others": list(proposal.others),
    }

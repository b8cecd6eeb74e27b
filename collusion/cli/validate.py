"""``collusion validate``: check a source, say what it holds and what evidence it makes possible."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from collusion.cli import terminal
from collusion.errors import InputError
from collusion.foreign import printable

if TYPE_CHECKING:
    from rich.console import Console

    from collusion.tables.profile import SourceProfile


def validate(
    source: terminal.SourceArgument,
    config: terminal.ConfigOption = None,
    quarantine: terminal.QuarantineOption = None,
    as_json: terminal.JsonOption = False,
) -> None:
    """Check every row of a source; say what it holds and what evidence it makes possible.

    Bad input ends with exit code 3 and a list of every fault. Try: collusion validate reviews.csv
    """
    from collusion import memory as process_memory

    process_memory.map_large_blocks()
    from collusion.config import load_config
    from collusion.evidence.families import NEEDS
    from collusion.tables.profile import profile_tables
    from collusion.tables.read import read_located
    from collusion.tables.sources.opening import open_source

    try:
        resolved = load_config(source, config)
        with terminal.proposing(source, config), open_source(source, resolved.mapping) as opened:
            if opened.is_copied:
                terminal.message_console().print("Copying the tables to private files …")
            tables = read_located(opened.locate(), mapping=resolved.mapping, quarantine=quarantine)
            profile = profile_tables(tables, reviewer_cap=resolved.evidence.reviewer_cap, needs=NEEDS)
    except InputError as error:
        if as_json:
            terminal.print_json({"valid": False, "faults": [str(fault) for fault in error.faults]})
        raise
    if as_json:
        terminal.print_json(_as_json(profile))
    else:
        _print(profile, terminal.data_console())


def _as_json(profile: SourceProfile) -> dict[str, Any]:
    return {
        "valid": True,
        "rows": dict(profile.rows),
        "reviewers": profile.n_reviewers,
        "products": profile.n_products,
        "sellers": profile.n_sellers,
        "first_at": profile.first_at,
        "last_at": profile.last_at,
        "identifiers": [
            {"kind": k.kind, "values": k.n_values, "holders": k.n_holders, "shared_values": k.n_shared}
            for k in profile.kinds
        ],
        "null_shares": {table: dict(shares) for table, shares in profile.null_shares.items()},
        "evidence": {
            answer.family: {"possible": answer.is_possible, "reason": answer.reason}
            for answer in profile.evidence
        },
        "notes": [
            {
                "table": note.table,
                "column": note.column,
                "count": note.count,
                "message": note.message,
                "warning": note.is_warning,
            }
            for note in profile.notes
        ],
    }


def _print(profile: SourceProfile, console: Console) -> None:
    from collusion.cases.wording import counted

    _grid(console, ("table", "rows"), [(name, f"{count:,}") for name, count in profile.rows.items()])
    span = "no times"
    if profile.first_at is not None and profile.last_at is not None:
        span = f"{profile.first_at:%Y-%m-%d} to {profile.last_at:%Y-%m-%d}"
    console.print(
        f"{counted(profile.n_reviewers, 'account')}, {counted(profile.n_products, 'product')}, "
        f"{counted(profile.n_sellers, 'seller')}; {span}.\n"
    )
    if profile.kinds:
        rows = [(k.kind, f"{k.n_values:,}", f"{k.n_holders:,}", f"{k.n_shared:,}") for k in profile.kinds]
        _grid(console, ("identifier", "values", "holders", "shared"), rows)
    _grid(console, ("column", "empty"), list(_empty_rows(profile)))
    answers = [(a.family, "yes" if a.is_possible else "no", a.reason) for a in profile.evidence]
    _grid(console, ("evidence", "", "from / why not"), answers)
    for note in profile.notes:
        console.print(printable(terminal.note_line(str(note))))


def _empty_rows(profile: SourceProfile) -> list[tuple[str, str]]:
    """Return the columns with empty cells; the others go without saying."""
    return [
        (f"{table}.{column}", f"{share:.1%}")
        for table, shares in profile.null_shares.items()
        for column, share in shares.items()
        if share > 0
    ]


def _grid(console: Console, header: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> None:
    """Print a table without frame, numbers to the right; cells fold in a narrow terminal."""
    from rich.table import Table
    from rich.text import Text

    if not rows:
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    for place, name in enumerate(header):
        is_number = all(row[place][:1].isdigit() for row in rows)
        table.add_column(name, justify="right" if is_number else "left", overflow="fold")
    for row in rows:
        table.add_row(*(Text(printable(cell)) for cell in row))
    console.print(table)
    console.print()

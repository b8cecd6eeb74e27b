"""Say what is wrong with a column of a file as a whole: missing, not told from another, or there twice."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from collusion.errors import Fault
from collusion.foreign import excerpt
from collusion.settings import nearest
from collusion.tables.formats.staging import OWN
from collusion.tables.locate import TableFiles
from collusion.tables.mapping import BUILT_IN_KINDS, TableMapping, base_format
from collusion.tables.names import Matched, plain_name
from collusion.tables.scan import Opened
from collusion.tables.schema import Column

_N_NAMES_SHOWN = 12
#: What may be a name rather than a cell of a table whose header was forgotten.
_NAME = re.compile(r"[^\W\d][\w .:/-]{0,39}(?: ?[(\[][^()\[\]@]{0,19}[)\]])?")


@dataclass(frozen=True, slots=True)
class FileColumns:
    """What is known of the columns of a file: how they are `matched`, `opened` and `declared`."""

    matched: Matched
    opened: Opened
    declared: TableMapping


def column_fault(files: TableFiles, position: int, column: Column, known: FileColumns) -> Fault | None:
    """Say what is wrong with the column of a file as a whole.

    Parameters
    ----------
    files, position
        The files of the table, and which of them it is.
    column
        The column of the contract.
    known
        The columns of the file.

    Returns
    -------
    Fault or None
        Where several columns may be it, where it is missing, or where its name stands twice in the header.
    """
    matched, opened, declared = known.matched, known.opened, known.declared
    source = declared.source_name(column.name)
    section = f"[tables.{files.table}.columns] {column.name}"
    if column.name in matched.rivals:
        names = matched.rivals[column.name]
        found = f"{len(names)} columns that may be it: {', '.join(excerpt(name) for name in names)}"
        remedy = f'Name one with {section} = "{excerpt(names[0])}".'
        return Fault(files.table, column.name, found, "one column", remedy)
    if column.name not in matched.sources:
        is_declared = bool(declared.columns.get(column.name))
        return _missing(files, position, column, source, opened) if column.required or is_declared else None
    taken = matched.sources[column.name]
    if f"{taken} (2)" in opened.names:
        found = f"two columns {excerpt(taken)} in {excerpt(files.names[position])}"
        remedy = f"Rename or remove one, or name all columns in [tables.{files.table}] column_names."
        return Fault(files.table, column.name, found, "each column once", remedy)
    return None


def _missing(files: TableFiles, position: int, column: Column, source: str, opened: Opened) -> Fault:
    names = (*opened.names, *opened.unknown)
    file = f" in file {excerpt(files.names[position])}" if len(files.names) > 1 else ""
    remedy = f"Add it, or map another with [tables.{files.table}.columns] {column.name} = …"
    if column.name == "product_id":
        remedy += f"; where all rows are of one product, [tables.{files.table}.constants] product_id = …"
    is_csv = base_format(files.format) == "csv"
    if is_csv and any(not _NAME.fullmatch(name) and name.strip() for name in opened.names):
        remedy = (
            f"If the first line is a row, declare [tables.{files.table}] has_header = false and name the "
            "columns in column_names; if its separator was not found, declare separator = …"
        )
    wide = [name for name in names if plain_name(name) in BUILT_IN_KINDS]
    if wide and column.name in ("kind", "value"):
        remedy = f"Write a row for each value, with {', '.join(map(excerpt, wide))} in kind and it in value."
    return Fault(
        files.table,
        column.name,
        f"no column {excerpt(source)}{file}, only {named(names) or 'none at all'}",
        "a source with that column",
        remedy + nearest(source, names),
    )


def named(names: Sequence[str]) -> str:
    """List the `names` of columns; what looks like a cell, since a header was forgotten, is not repeated."""
    kept = [name for name in names if name not in OWN]
    shown = [name if _NAME.fullmatch(name) else "(no name)" for name in kept[:_N_NAMES_SHOWN]]
    return ", ".join(shown) + (", …" if len(kept) > _N_NAMES_SHOWN else "")

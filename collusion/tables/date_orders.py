"""Tell from the first rows of a file whether the day or the month stands first in its dates."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from collusion.tables.mapping import TableMapping
from collusion.tables.schema import TIME, Table
from collusion.tables.sniff import formats_that_fit

NOTE_ORDER = "dates read as {}, the only order of day and month that fits all of the first rows"
#: Rows that are looked at.
_SAMPLE_ROWS = 1000
#: Cells that may mean two days.
_TWO_DAYS = r"^\s*\d{1,2}[-/. ]\d{1,2}[-/. ]\d{4}(?:\D|$)"
_FULL_YEARS = tuple(f"%{first}{mark}%{then}{mark}%Y" for first, then in ("dm", "md") for mark in "/-. ")


def orders_of_dates(
    table: Table, rows: pl.LazyFrame, sources: Mapping[str, str], declared: TableMapping
) -> dict[str, tuple[str, ...]]:
    """Return the format of each column of dates of which the first rows allow one order only.

    Parameters
    ----------
    table
        The table.
    rows
        Rows of a file, cells as it has them.
    sources
        The file's name of each column of the contract.
    declared
        Columns whose formats are declared are passed over.

    Returns
    -------
    dict
        One format by the contract's column, as a declaration has it; rows further on that do not fit it are
        at fault, so that a file which mixes both orders is refused. Nothing where no cell may mean two days.
    """
    schema = rows.collect_schema()
    names = {
        column.name: source
        for column in table.columns
        if column.dtype == TIME
        and column.name not in declared.dates
        # The file may lack the column.
        and schema.get(source := sources.get(column.name, "")) == pl.String
    }
    if not names:
        return {}
    sample = rows.select(list(dict.fromkeys(names.values()))).head(_SAMPLE_ROWS).collect()
    found: dict[str, tuple[str, ...]] = {}
    for name, source in names.items():
        cells = sample[source].drop_nulls().unique(maintain_order=True)
        if cells.str.contains(_TWO_DAYS).any():
            forms = formats_that_fit(cells.to_list())
            if len(forms) == 1 and forms[0].startswith(_FULL_YEARS):
                found[name] = forms
    return found

"""Join the parts of a table and see to it that its key names one row each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from collusion.tables.check import MASK, BadRows, CheckedTable, Part
from collusion.tables.convert import Check
from collusion.tables.records import Note
from collusion.tables.schema import Table


@dataclass(frozen=True, slots=True)
class JoinedTable:
    """The sound rows of all parts in one frame, not yet sorted; the bad rows and notes of its keys."""

    frame: pl.DataFrame
    bad: tuple[BadRows, ...]
    notes: tuple[Note, ...]


def join_parts(checked: CheckedTable, table: Table) -> JoinedTable:
    """Put the sound rows of all parts under one another and check the key of the table.

    Parameters
    ----------
    checked
        The parts, with the rows at fault marked.
    table
        Its declaration. Rows that repeat another in every column are merged and counted; rows that share
        a key and differ are bad, all of them, so that the outcome does not depend on their order.

    Returns
    -------
    JoinedTable
        Every optional column that some part has, and those that are always there.
    """
    masks = [part.frame[MASK] & part.fault_bits == 0 for part in checked.parts]
    frames = [_sound(part, mask) for part, mask in zip(checked.parts, masks, strict=True)]
    frame = _shaped(pl.concat([_empty(table), *frames], how="diagonal"), table, frames)
    if not table.key or not set(table.key) <= set(frame.columns):
        return JoinedTable(frame, (), ())
    keyed = frame.select(pl.all_horizontal(pl.col(*table.key).is_not_null())).to_series()
    n_keyed = int(keyed.sum())
    if frame.filter(keyed).select(pl.struct(table.key).n_unique()).item() == n_keyed:
        return JoinedTable(frame, (), ())
    return _merged(frame, keyed, table, _origins(checked.parts, masks))


def _sound(part: Part, mask: pl.Series) -> pl.DataFrame:
    """Return the rows of a part without fault; the frame itself, not a copy, where there is none."""
    frame = part.frame.drop(MASK)
    return frame if mask.all() else frame.filter(mask)


def _empty(table: Table) -> pl.DataFrame:
    return pl.DataFrame(schema={column.name: column.dtype for column in table.columns})


def _shaped(frame: pl.DataFrame, table: Table, frames: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """Keep the columns that some part has or that are always there, in declared order."""
    present = {name for part in frames for name in part.columns}
    return frame.select([c.name for c in table.columns if c.name in present or c.always or c.required])


def _origins(parts: Sequence[Part], masks: Sequence[pl.Series]) -> pl.DataFrame:
    """Return the file and the row within it of every row of the joined frame."""
    places = [
        pl.DataFrame({"row": mask.arg_true()}).select(pl.lit(part.position).alias("position"), "row")
        for part, mask in zip(parts, masks, strict=True)
    ]
    return pl.concat(places)


def _merged(frame: pl.DataFrame, keyed: pl.Series, table: Table, origins: pl.DataFrame) -> JoinedTable:
    suspects = frame.select(pl.struct(table.key).is_duplicated()).to_series() & keyed
    rows = suspects.arg_true()
    among = frame[rows]
    distinct = among.select(pl.struct(among.columns).is_first_distinct()).to_series()
    left = among.filter(distinct)
    clashing = left.select(pl.struct(table.key).is_duplicated()).to_series()
    clashing_keys = left.filter(clashing).select(table.key).unique()
    clashes = _is_in(among, clashing_keys, table.key)
    n_merged = int((~distinct & ~clashes).sum())
    drop = rows.filter(~distinct | clashes)
    keep = pl.repeat(True, len(frame), eager=True).scatter(drop, False)
    notes = (
        [Note(table.name, "", n_merged, "rows that repeat another in every column, merged")]
        if n_merged
        else []
    )
    return JoinedTable(frame.filter(keep), _as_bad(origins[rows.filter(clashes)], table), tuple(notes))


def _is_in(frame: pl.DataFrame, keys: pl.DataFrame, names: Sequence[str]) -> pl.Series:
    marked = frame.select(names).join(
        keys.with_columns(hit=True), on=list(names), how="left", maintain_order="left"
    )
    return marked["hit"].fill_null(False)


def _as_bad(places: pl.DataFrame, table: Table) -> tuple[BadRows, ...]:
    name = table.key[0]
    check = Check(
        name,
        "",
        pl.lit(True),
        f"a {name} that stands in several rows, which differ",
        f"each {name} in one row",
        "Keep one row of each, or read with --quarantine DIR to put them aside.",
    )
    return tuple(
        BadRows(int(position), group["row"], check)
        for (position,), group in places.group_by(["position"], maintain_order=True)
    )

"""See to it that the key of a table names one row each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from collusion.arrays import BoolArray, Int64Array
from collusion.tables.check import BadRows
from collusion.tables.convert import Check
from collusion.tables.notes import Note
from collusion.tables.schema import Table


class KeyHashes:
    """The key of every valid row of a table, as a hash, so that rows of equal keys can be looked for.

    Parameters
    ----------
    table
        The table; its key is one column, or none.
    """

    def __init__(self, table: Table) -> None:
        self._name = table.key[0] if table.key else ""
        self._batches: list[tuple[int, NDArray[np.uint64], NDArray[np.uint32] | None]] = []
        self._n_rows = 0

    def add(self, frame: pl.DataFrame) -> None:
        """Take the keys of further rows; rows without one cannot share it."""
        if self._name in frame.columns and frame[self._name].null_count() < len(frame):
            keys = frame[self._name]
            given = keys.is_not_null()
            places = None if given.all() else given.arg_true().cast(pl.UInt32).to_numpy()
            self._batches.append((self._n_rows, keys.filter(given).hash(seed=0).to_numpy(), places))
        self._n_rows += len(frame)

    def suspects(self) -> Int64Array:
        """Return the rows whose key's hash some other row has too, ascending: O(n log n)."""
        ordered = np.concatenate([np.zeros(0, np.uint64), *(hashes for _, hashes, _ in self._batches)])
        ordered.sort()
        twice = np.unique(ordered[1:][ordered[1:] == ordered[:-1]])
        found = [np.zeros(0, dtype=np.int64)]
        if len(twice):
            for first, hashes, places in self._batches:
                hit = np.flatnonzero(np.isin(hashes, twice))
                found.append(first + (hit if places is None else places[hit].astype(np.int64)))
        return np.concatenate(found)


@dataclass(frozen=True, slots=True)
class ResolvedKeys:
    """What the key of a table leaves: the valid rows to `drop`, ascending; bad rows and notes."""

    drop: Int64Array
    bad: tuple[BadRows, ...]
    notes: tuple[Note, ...]


def resolve_keys(
    hashes: KeyHashes,
    table: Table,
    fetch: Callable[[Int64Array], pl.DataFrame],
    place: Callable[[Int64Array], tuple[Int64Array, Int64Array]],
) -> ResolvedKeys:
    """Decide about rows that share a key.

    Parameters
    ----------
    hashes
        The keys.
    table
        Its declaration. Rows that repeat another in every column are merged and counted; rows that share
        a key and differ are bad, all of them, so that the outcome does not depend on their order.
    fetch
        Returns whole rows by their places among the valid ones.
    place
        Returns the file of such rows and the row within it.

    Returns
    -------
    ResolvedKeys
        Nothing is fetched when no two hashes are equal.
    """
    rows = hashes.suspects()
    if len(rows) == 0:
        return ResolvedKeys(rows, (), ())
    among = fetch(rows)
    distinct = among.select(pl.struct(among.columns).is_first_distinct()).to_series()
    left = among.filter(distinct)
    clashing_keys = left.filter(pl.struct(table.key).is_duplicated()).select(table.key).unique()
    clashes = (
        among.select(table.key)
        .join(clashing_keys.with_columns(hit=True), on=list(table.key), how="left", maintain_order="left")[
            "hit"
        ]
        .fill_null(False)
    )
    n_merged = int((~distinct & ~clashes).sum())
    text = "rows that repeat another in every column, merged"
    notes = (Note(table.name, "", n_merged, text),) if n_merged else ()
    bad = _as_bad(*place(rows[clashes.to_numpy()]), table) if clashes.any() else ()
    return ResolvedKeys(rows[(~distinct | clashes).to_numpy()], bad, notes)


def kept_of(n_rows: int, drop: Int64Array) -> BoolArray | None:
    """Return which of `n_rows` rows stay, None for all."""
    if len(drop) == 0:
        return None
    kept = np.ones(n_rows, dtype=bool)
    kept[drop] = False
    return kept


def _as_bad(positions: Int64Array, rows: Int64Array, table: Table) -> tuple[BadRows, ...]:
    name = table.key[0]
    check = Check(
        name,
        "",
        pl.lit(True),
        f"a {name} that stands in several rows, which differ",
        f"each {name} in one row",
        "Keep one row of each, or read with --quarantine DIR to set them apart.",
    )
    return tuple(
        BadRows(int(position), pl.Series(rows[positions == position], dtype=pl.UInt32), check)
        for position in np.unique(positions)
    )

"""See to it that the key of a table names one row each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import polars as pl
from numpy.typing import NDArray

from collusion.arrays import BoolArray, Int64Array
from collusion.tables.check import BadRows
from collusion.tables.findings import Check
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
        """Return the rows whose key's hash some other row has too, ascending; expected O(n)."""
        from collusion.kernels.repeats import repeated_places  # keeps numba out of light commands

        again, found, first = repeated_places([hashes for _, hashes, _ in self._batches]), [], 0
        for first_row, hashes, places in self._batches:
            low, high = np.searchsorted(again, (first, first + len(hashes)))
            at = again[low:high] - first
            found.append(first_row + (at if places is None else places[at].astype(np.int64)))
            first += len(hashes)
        return np.concatenate([np.zeros(0, dtype=np.int64), *found])


@dataclass(frozen=True, slots=True)
class ResolvedKeys:
    """What the key of a table leaves.

    Attributes
    ----------
    drop
        Valid rows to drop, ascending.
    bad
        Those of them that are bad.
    notes
        What was counted.
    unclear
        Keys of products of which several rows name different sellers.
    """

    drop: Int64Array
    bad: tuple[BadRows, ...] = ()
    notes: tuple[Note, ...] = ()
    unclear: pl.Series = field(default_factory=lambda: pl.Series([], dtype=pl.String))


@dataclass(frozen=True, slots=True)
class _Choice:
    """Which of several rows of a key counts: the `first` by some columns, and in words for the note."""

    first: Callable[[pl.DataFrame], list[pl.Expr]]
    words: str


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
        Its declaration. Rows that repeat another in every column are merged and counted. Of rows that share
        a key and differ one counts, whatever their order: the latest version of a review, the earliest
        creation of an account, the fullest description of a product. Reviews of different accounts or
        products that share an id are bad, all of them.
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
        return ResolvedKeys(rows)
    key = table.key[0]
    among = fetch(rows).with_row_index(_PLACE)
    choice = _CHOICES[table.name]
    best = [*choice.first(among), *(pl.col(name) for name in table.names if name in among.columns)]
    among = among.sort(key, *best, nulls_last=True, maintain_order=True)
    columns = [name for name in among.columns if name != _PLACE]
    again = among.select(pl.struct(columns).is_first_distinct()).to_series()
    among = among.with_columns(repeats=~again, later=pl.int_range(pl.len()).over(key) > 0)
    differs = _differing(among, key, [name for name in _IDENTITY.get(table.name, ()) if name in columns])
    clashes = (
        among[key].is_in(differs.implode())
        if table.name == "reviews"
        else pl.repeat(False, len(among), eager=True)
    )
    superseded = among["later"] & ~among["repeats"] & ~clashes
    notes = []
    if n_merged := int((among["repeats"] & ~clashes).sum()):
        notes.append(Note(table.name, "", n_merged, "rows that repeat another in every column, merged"))
    if n_superseded := int(superseded.sum()):
        notes.append(Note(table.name, key, n_superseded, choice.words))
    if table.name == "products" and len(differs):
        text = "products of which several rows name different sellers; who profits from them is unknown"
        notes.append(Note(table.name, "seller_id", len(differs), text, is_warning=True))
    at = among[_PLACE].to_numpy()
    bad = _as_bad(*place(np.sort(rows[at[clashes.to_numpy()]])), table) if clashes.any() else ()
    dropped = np.sort(rows[at[(among["later"] | clashes).to_numpy()]])
    unclear = differs if table.name == "products" else differs.clear()
    return ResolvedKeys(dropped, bad, tuple(notes), unclear)


def _differing(among: pl.DataFrame, key: str, names: list[str]) -> pl.Series:
    """Return the keys whose rows give different values, where they give any, to some columns."""
    distinct = among.group_by(key).agg(pl.col(name).drop_nulls().n_unique() for name in names)
    return distinct.filter(pl.any_horizontal(pl.lit(False), *(pl.col(name) > 1 for name in names)))[
        key
    ].sort()


def _latest_review(among: pl.DataFrame) -> list[pl.Expr]:
    return [-pl.col("posted_at").to_physical()] if "posted_at" in among.columns else []


def _first_account(among: pl.DataFrame) -> list[pl.Expr]:
    return [pl.col("created_at")] if "created_at" in among.columns else []


def _fullest_product(among: pl.DataFrame) -> list[pl.Expr]:
    return [pl.sum_horizontal(pl.col(name).is_null().cast(pl.Int8) for name in among.columns)]


_PLACE = "\x00place"
#: Columns in which rows of one key must agree.
_IDENTITY = {"reviews": ("reviewer_id", "product_id"), "products": ("seller_id",)}
_CHOICES = {
    "reviews": _Choice(_latest_review, "earlier versions of an edited review, left out; the latest counts"),
    "accounts": _Choice(_first_account, "further rows of an account, left out; the earliest creation counts"),
    "products": _Choice(
        _fullest_product, "further rows of a product, left out; the one with most cells filled counts"
    ),
}


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
        f"a {name} that stands in rows of different accounts or products",
        f"each {name} for one review",
        f"Leave the column {name} out, or read with --quarantine DIR to set them apart.",
    )
    return tuple(
        BadRows(int(position), pl.Series(rows[positions == position], dtype=pl.UInt32), check)
        for position in np.unique(positions)
    )

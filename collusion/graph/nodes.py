"""Nodes: string ids outside, dense int32 ids inside, and the one place that translates."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from collusion.arrays import Int32Array, Int64Array, frozen
from collusion.tables.identifier_sightings import VALUE_SEED
from collusion.tables.identifier_values import values_of
from collusion.tables.stored import StoredTable


@dataclass(frozen=True, slots=True)
class StoredIds:
    """Ids that stay in a stored table.

    Attributes
    ----------
    table, name
        The table and its column.
    row
        Row of the table for each node, shape (n,).
    digest
        Of all ids.
    kind
        Kind of identifier whose form of the cells is the id; the cells themselves when empty.
    """

    table: StoredTable
    name: str
    row: NDArray[np.uint32]
    digest: bytes
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Nodes:
    """The nodes of one kind.

    Attributes
    ----------
    kind
        ``"reviewer"``, ``"product"``, ``"seller"`` or the kind of an identifier.
    held
        String ids, unique, values of identifiers by their hash, others ascending by bytes; the position is
        the dense id. None when they are stored.
    stored
        Where the ids are when all would be too many to hold, in an order that depends on nothing but them.
    """

    kind: str
    held: pl.Series | None
    stored: StoredIds | None = None

    def __len__(self) -> int:
        """Return the number of nodes."""
        return len(self.held) if self.held is not None else len(self.where().row)

    @property
    def ids(self) -> pl.Series:
        """The string ids of all nodes: loaded, where they are stored."""
        return self.held if self.held is not None else self.names(np.arange(len(self)))

    def names(self, nodes: Int64Array | Int32Array) -> pl.Series:
        """Return the string ids of some nodes, shape (n,): O(n) where they are held, else one pass."""
        return names_of([(self, np.asarray(nodes, dtype=np.int64))])[0]

    def digest(self) -> bytes:
        """Return 32 bytes that depend on all ids and are known only to who has them."""
        if self.held is None:
            return self.where().digest
        return hashlib.blake2b("\0".join(self.held.to_list()).encode(), digest_size=32).digest()

    def where(self) -> StoredIds:
        """Return where ids that are not held are stored."""
        if self.stored is None:
            raise ValueError("ids are either held or stored")
        return self.stored


def names_of(wanted: Sequence[tuple[Nodes, Int64Array]]) -> list[pl.Series]:
    """Return the string ids of some nodes of several kinds.

    Parameters
    ----------
    wanted
        Pairs of nodes and dense ids.

    Returns
    -------
    list of polars.Series
        The ids of each pair. What is stored in one column of one table takes a single pass over it.
    """
    found: dict[int, pl.Series] = {}
    places: dict[tuple[int, str], list[tuple[int, StoredIds]]] = {}
    for i, (nodes, dense) in enumerate(wanted):
        if nodes.held is not None:
            found[i] = nodes.held.gather(pl.Series(dense))
        else:
            where = nodes.where()
            places.setdefault((id(where.table), where.name), []).append((i, where))
    for together in places.values():
        rows = [where.row[wanted[i][1]] for i, where in together]
        first = together[0][1]
        ids = first.table.take(np.concatenate(rows), [first.name]).to_series()
        ends = np.cumsum([len(some) for some in rows]).tolist()
        for (i, _), end, some in zip(together, ends, rows, strict=True):
            part, kind = ids.slice(end - len(some), len(some)), wanted[i][0].where().kind
            found[i] = values_of(kind, part) if kind else part
    return [found[i].alias(nodes.kind) for i, (nodes, _) in enumerate(wanted)]


def held_nodes(kind: str, ids: pl.Series) -> Nodes:
    """Return the nodes with these ids, unique and in order."""
    return Nodes(kind, ids.alias(kind))


def intern(kind: str, *columns: pl.Series) -> Nodes:
    """Collect the distinct ids of some columns as nodes.

    Parameters
    ----------
    kind
        The kind of the nodes.
    *columns
        String columns; nulls are no nodes.

    Returns
    -------
    Nodes
        The distinct ids, sorted, so that the result does not depend on the order of rows.

    Notes
    -----
    O(R + V log V) for R rows and V distinct values.
    """
    parts = [column.cast(pl.String).drop_nulls().unique() for column in columns]
    ids = pl.concat(parts).unique().sort() if parts else pl.Series([], dtype=pl.String)
    return held_nodes(kind, ids)


def intern_values(kind: str, column: pl.Series) -> Nodes:
    """Collect distinct values of identifiers as nodes, in the order that reading a source gives them.

    Parameters
    ----------
    kind
        The kind of identifier.
    column
        Values; nulls are no nodes.

    Returns
    -------
    Nodes
        The distinct values, by their hash.
    """
    ids = column.drop_nulls().unique()
    return held_nodes(kind, ids.gather(pl.Series(np.argsort(ids.hash(seed=VALUE_SEED).to_numpy()))))


def positions(nodes: Nodes, column: pl.Series) -> Int32Array:
    """Translate ids into dense ids.

    Parameters
    ----------
    nodes
        The nodes.
    column
        String ids, shape (n,).

    Returns
    -------
    Int32Array
        Dense ids, shape (n,); −1 where the id is null or no node.

    Notes
    -----
    One hash join: O(n + len(nodes)).
    """
    lookup = pl.DataFrame({"id": nodes.ids, "dense": np.arange(len(nodes), dtype=np.int32)})
    frame = column.cast(pl.String).rename("id").to_frame()
    joined = frame.join(lookup, on="id", how="left", maintain_order="left")
    return frozen(joined["dense"].fill_null(-1).to_numpy())

"""Nodes: string ids outside, dense int32 ids inside, and the one place that translates."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from collusion.arrays import Int32Array, frozen


@dataclass(frozen=True, slots=True)
class Nodes:
    """The nodes of one kind.

    Attributes
    ----------
    kind
        ``"reviewer"``, ``"product"``, ``"seller"`` or the kind of an identifier.
    ids
        String ids, unique, ascending by bytes; the position is the dense id.
    """

    kind: str
    ids: pl.Series

    def __len__(self) -> int:
        """Return the number of nodes."""
        return len(self.ids)


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
    return Nodes(kind, ids.alias(kind))


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

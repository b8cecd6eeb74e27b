"""Tokens of the identifier values that cases show: fetched once for all rings, since values may be stored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from collusion.arrays import Int32Array, Int64Array
from collusion.graph.build import EntityGraph
from collusion.graph.nodes import names_of
from collusion.tables.tokens import tokenise


@dataclass(frozen=True, slots=True)
class Tokens:
    """Tokens of some values: for each kind the dense ids, ascending, and beside them the tokens."""

    by_kind: Mapping[str, tuple[Int64Array, pl.Series]]

    def of(self, kind: str, values: Int64Array | Int32Array) -> pl.Series:
        """Return the tokens of some of these values, shape (n,)."""
        known, tokens = self.by_kind[kind]
        return tokens.gather(pl.Series(np.searchsorted(known, values)))


def tokens_of(
    graph: EntityGraph, values: Mapping[str, Sequence[Int64Array | Int32Array]], *, key: bytes
) -> Tokens:
    """Fetch and tokenise values.

    Parameters
    ----------
    graph
        The graph.
    values
        Dense ids of values, by kind, in any number of pieces.
    key
        Key of the tokens; no raw value leaves.

    Returns
    -------
    Tokens
        One pass over the stored values.
    """
    known = {
        kind: np.unique(np.concatenate([np.zeros(0, np.int64), *pieces])) for kind, pieces in values.items()
    }
    names = names_of([(graph.identifiers[kind].nodes, dense) for kind, dense in known.items()])
    tokens = (tokenise(kind, some, key=key) for kind, some in zip(known, names, strict=True))
    return Tokens(dict(zip(known, zip(known.values(), tokens, strict=True), strict=True)))

"""Tokens of the identifier values that cases show: fetched once for all rings, since values may be stored."""

from __future__ import annotations

import hashlib
import os
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
    """Tokens of some values.

    Attributes
    ----------
    known
        Dense ids of the values of each kind, ascending.
    tokens
        The token of each value, kind after kind.
    """

    known: Mapping[str, Int64Array]
    tokens: pl.Series

    def of(self, values: Sequence[tuple[str, Int64Array | Int32Array]]) -> pl.Series:
        """Return the tokens of some values of each of some kinds, one after the other."""
        ends = np.cumsum([len(dense) for dense in self.known.values()]).tolist()
        first = dict(zip(self.known, [0, *ends]))
        places = [first[kind] + np.searchsorted(self.known[kind], some) for kind, some in values]
        return self.tokens.gather(np.concatenate([np.zeros(0, np.int64), *places]))


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
    tokens = [tokenise(kind, some, key=key) for kind, some in zip(known, names, strict=True)]
    return Tokens(known, pl.concat([pl.Series([], dtype=pl.String), *tokens], rechunk=True))


def token_key(graph: EntityGraph) -> bytes:
    """Return the key of tokens: ``COLLUSION_TOKEN_KEY`` when set, else a digest of the identifiers.

    Parameters
    ----------
    graph
        The graph.

    Returns
    -------
    bytes
        32 bytes. The digest is known only to who has the identifiers anyway; it does not depend on the
        order of rows.
    """
    given = os.environ.get("COLLUSION_TOKEN_KEY")
    if given:
        return hashlib.blake2b(given.encode(), digest_size=32).digest()
    digest = hashlib.blake2b(digest_size=32)
    for kind, relation in graph.identifiers.items():
        digest.update(kind.encode() + b"\0" + relation.nodes.digest())
    return digest.digest()

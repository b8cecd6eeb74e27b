"""Collect the identifiers: who holds which value, without keeping the values."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from collusion.arrays import frozen
from collusion.tables.codes import IdentifierLinks, shortened
from collusion.tables.collector import HELD_ROWS, Collector
from collusion.tables.reviews import Index
from collusion.tables.schema import TABLES

#: Seed of the hash by which values are ordered.
VALUE_SEED = 0
_HOLDER_BITS = np.uint64(32)
_LOW = np.uint64(0xFFFFFFFF)


class IdentifierCollector(Collector):
    """Takes the identifiers; `reviewers` knows those that reviewed, nobody else's count."""

    def __init__(self, reviewers: Index, *, hold: int = HELD_ROWS) -> None:
        super().__init__(TABLES["identifiers"], hold=hold)
        self._reviewers = reviewers
        self._kinds: dict[str, _Sightings] = {}

    def code(self, frame: pl.DataFrame) -> None:
        """Take who holds which values of a batch."""
        row = pl.int_range(self.n_valid - len(frame), self.n_valid, dtype=pl.UInt32, eager=True)
        held = frame.select(
            "kind",
            pl.col("value").hash(seed=VALUE_SEED).alias("hash"),
            (pl.col("value").hash(seed=VALUE_SEED + 1) // 2**32).cast(pl.UInt32).alias("check"),
            pl.Series("holder", self._reviewers.find(frame["reviewer_id"])),
            row.alias("row"),
        )
        for kind in held["kind"].unique().to_list():
            part = held.filter((pl.col("kind") == kind) & (pl.col("holder") >= 0))
            self._kinds.setdefault(kind, _Sightings()).add(part)

    def identifier_links(self) -> dict[str, IdentifierLinks]:
        """Return who holds what, kinds in alphabetical order; to be asked for once the table is stored."""
        found = {}
        for kind in sorted(self._kinds):
            held = self._kinds.pop(kind).reduced()
            if self.places is not None:
                held = replace(held, row=frozen(self.places[held.row].astype(np.uint32)))
            found[kind] = held
        return found


class _Sightings:
    """Sightings of values of one kind: two hashes of each value, its holder and its row."""

    def __init__(self) -> None:
        self._n_rows = 0
        self._parts: dict[str, list[NDArray[Any]]] = {"hash": [], "check": [], "holder": [], "row": []}

    def add(self, frame: pl.DataFrame) -> None:
        """Take in sightings: columns ``hash``, ``check``, ``holder`` and ``row``."""
        self._n_rows += len(frame)
        for name, parts in self._parts.items():
            parts.append(frame[name].to_numpy())

    def reduced(self) -> IdentifierLinks:
        """Sort by value and holder, and keep each pair once.

        Values are ordered by their hash; those with the same 64 bits by 32 bits of a second one.
        """
        from collusion.kernels import radix  # keeps numba out of light commands

        hashes, rows = radix.sort_packed(
            self._joined("hash"), np.arange(self._n_rows, dtype=np.uint32), ((0, 32), (32, 32))
        )
        order = rows.astype(np.int64)
        check = self._joined("check")
        same = hashes[1:] == hashes[:-1]
        alike = check[order]
        if (same & (alike[1:] != alike[:-1])).any():
            order = order[np.lexsort((alike, hashes))]
            alike = check[order]
            same = same & (alike[1:] == alike[:-1])
        del check, alike, rows
        starts = np.append(True, ~same)[: len(order)]
        digest = hashlib.blake2b(hashes[starts].tobytes(), digest_size=32).digest()
        row = self._joined("row")[order[starts]]
        pairs = np.cumsum(starts, dtype=np.uint64) - np.uint64(1) << _HOLDER_BITS
        pairs |= self._joined("holder")[order].astype(np.uint64)
        del hashes, order, starts, same
        pairs.sort()
        pairs = pairs[np.append(True, pairs[1:] != pairs[:-1])[: len(pairs)]]
        holder = (pairs & _LOW).astype(np.int32)
        n_holders = np.bincount((pairs >> _HOLDER_BITS).astype(np.int64), minlength=len(row))
        t_indptr = shortened(np.concatenate(([0], np.cumsum(n_holders))).astype(np.int64))
        return IdentifierLinks(frozen(t_indptr), frozen(holder), frozen(row), digest)

    def _joined(self, name: str) -> NDArray[Any]:
        return np.concatenate(self._parts.pop(name))

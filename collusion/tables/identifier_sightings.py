"""Keep sightings of identifier values: two hashes of each value, who holds it and where, until all are in."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from collusion.arrays import BoolArray, Int64Array, frozen
from collusion.tables.characters import DOT, Characters
from collusion.tables.codes import IdentifierLinks, SellerLinks, shortened
from collusion.tables.identifier_values import network_values
from collusion.tables.spill import ArrayFile, Part

if TYPE_CHECKING:
    from collusion.kernels.addresses import Addresses

#: Seed of the hash by which values are ordered.
VALUE_SEED = 0
#: Addresses that end in 0 from which, if they are half of all, the exporter wrote that 0: one in 256 has it.
_FEWEST_CUT = 5
_HOLDER_BITS = np.uint64(32)
_LOW = np.uint64(0xFFFFFFFF)


class AnonymisedAddresses:
    """IPv4 addresses that end in 0: a few of any column, most of one whose exporter cut off the last number.

    Which it is shows at the end; until then they are kept as both.
    """

    def __init__(self, arrays: ArrayFile) -> None:
        self.n_zero = self._n_other = 0
        self._addresses, self._networks, self._cut = (KindSightings(arrays) for _ in range(3))

    def without(
        self, addresses: pl.Series, part: pl.DataFrame, seen: Characters, plain: Addresses | None
    ) -> pl.Series:
        """Take the addresses that end in 0.

        Parameters
        ----------
        addresses
            Addresses in normal form, null where there is none, shape (n,).
        part
            Their rows.
        seen
            Their characters.
        plain
            What they are where all of them are digits and dots.

        Returns
        -------
        polars.Series
            The others, and null in the place of those taken, shape (n,).
        """
        ends = addresses.str.ends_with(".0") if plain is None else pl.Series(plain.ends_in_zero)
        is_zero = (ends & addresses.is_not_null()).fill_null(False)
        n_zero = int(is_zero.sum())
        self.n_zero += n_zero
        self._n_other += int((pl.Series(seen.have(DOT)) & addresses.is_not_null()).sum()) - n_zero
        if not n_zero:
            return addresses
        rows, zeros = part.filter(is_zero), addresses.filter(is_zero)
        networks = network_values("ip_24", zeros)
        self._addresses.add(zeros, rows, None)
        self._networks.add(networks, rows, zeros)
        self._cut.add(networks, rows, rows["row"].cast(pl.String))
        return addresses.set(is_zero, None)

    @property
    def are_networks(self) -> bool:
        """Whether the exporter cut off the last number."""
        return self.n_zero >= _FEWEST_CUT and self.n_zero >= self._n_other

    def settled(self) -> dict[str, KindSightings]:
        """Return what was taken, by kind."""
        if not self.n_zero:
            return {}
        return {"ip_24": self._cut} if self.are_networks else {"ip": self._addresses, "ip_24": self._networks}


class KindSightings:
    """Sightings of values of one kind: two hashes of each value, its holder and its row.

    Of a network there is the hash of the address, too: it links only accounts seen under several.
    """

    def __init__(self, arrays: ArrayFile) -> None:
        self._arrays = arrays
        self._parts: dict[str, list[Part]] = {}

    def add(self, values: pl.Series, part: pl.DataFrame, within: pl.Series | None) -> None:
        """Take in sightings.

        Parameters
        ----------
        values
            Values, shape (n,).
        part
            Columns ``holder`` and ``row``, n rows.
        within
            The address of each, where values are networks.
        """
        columns = {"hash": values.hash(seed=VALUE_SEED), "check": _short_hash(values)}
        columns |= {"holder": part["holder"], "row": part["row"]}
        if within is not None:
            columns["within"] = _short_hash(within)
        for name, column in columns.items():
            self._parts.setdefault(name, []).append(self._arrays.put(column.to_numpy()))

    def extend(self, other: KindSightings, n_before: int) -> None:
        """Take in further holders, numbered from `n_before`."""
        for name in list(other._parts):
            further = other._joined(name)
            self._parts[name].append(further + np.int32(n_before) if name == "holder" else further)

    def reduced(self, n_reviewers: int) -> tuple[IdentifierLinks, SellerLinks]:
        """Sort by value and holder, and keep each pair once; holders from `n_reviewers` on are sellers.

        Values are ordered by their hash; those with the same 64 bits by 32 bits of a second one. Values that
        only sellers hold are left out, and networks that link nobody.
        """
        is_network = "within" in self._parts
        if is_network:
            self._leave_out_single()
        hashes, order, starts = self._sorted()
        value = np.cumsum(starts, dtype=np.uint64) - np.uint64(1)
        n_values = int(starts.sum())
        row, hashes = self._joined("row")[order[starts]], hashes[starts]
        is_spread = np.ones(n_values, dtype=np.bool_)
        if is_network:
            within, first = self._joined("within")[order], np.flatnonzero(starts)
            is_spread = np.minimum.reduceat(within, first) != np.maximum.reduceat(within, first)
        pairs = value << _HOLDER_BITS | self._joined("holder")[order].astype(np.uint64)
        least = 2 if is_network else 1
        del value, order
        # What was seen once is in its place.
        several = np.flatnonzero(~(starts & np.append(starts[1:], True)[: len(starts)]))
        pairs[several] = np.sort(pairs[several])
        pairs = pairs[np.append(True, pairs[1:] != pairs[:-1])[: len(pairs)]]
        is_seller = (pairs & _LOW) >= np.uint64(n_reviewers)
        sold, pairs = (pairs[is_seller], pairs[~is_seller]) if is_seller.any() else (pairs[:0], pairs)
        n_holders = np.bincount((pairs >> _HOLDER_BITS).astype(np.int64), minlength=n_values)
        links = _Links(pairs, sold, n_holders, row, hashes)
        return links.of((n_holders >= least) & is_spread, n_reviewers)

    def _leave_out_single(self) -> None:
        """Leave out values that were seen once: nobody was seen under several of their addresses."""
        from collusion.kernels.repeats import repeated_places  # keeps numba out of light commands

        places = repeated_places(self._arrays.get(self._parts["hash"]))
        self._parts = {name: [self._joined(name)[places]] for name in list(self._parts)}

    def _sorted(self) -> tuple[NDArray[np.uint64], Int64Array, BoolArray]:
        """Return the hashes in order, the sightings in that order, and where each value starts."""
        from collusion.kernels import radix  # keeps numba out of light commands

        hashes = self._joined("hash")
        hashes, rows = radix.sort_packed(hashes, np.arange(len(hashes), dtype=np.uint32), ((0, 32), (32, 32)))
        order = rows.astype(np.int64)
        check = self._joined("check")
        same = hashes[1:] == hashes[:-1]
        alike = check[order]
        if (same & (alike[1:] != alike[:-1])).any():
            order = order[np.lexsort((alike, hashes))]
            alike = check[order]
            same = same & (alike[1:] == alike[:-1])
        return hashes, order, np.append(True, ~same)[: len(order)]

    def _joined(self, name: str) -> NDArray[Any]:
        return np.concatenate(self._arrays.get(self._parts.pop(name)))


@dataclass(frozen=True, slots=True)
class _Links:
    """Pairs of value and holder, packed and sorted; how many hold each value, its row and its hash."""

    pairs: NDArray[np.uint64]
    sold: NDArray[np.uint64]
    n_holders: Int64Array
    row: NDArray[np.uint32]
    hashes: NDArray[np.uint64]

    def of(self, kept: BoolArray, n_reviewers: int) -> tuple[IdentifierLinks, SellerLinks]:
        """Return the links of the values to keep, which are numbered again."""
        pairs, sold, n_holders, row, hashes = self.pairs, self.sold, self.n_holders, self.row, self.hashes
        place = np.cumsum(kept) - 1
        if not kept.all():
            pairs = pairs[kept[pairs >> _HOLDER_BITS]]
            sold = sold[kept[sold >> _HOLDER_BITS]]
            n_holders, row, hashes = n_holders[kept], row[kept], hashes[kept]
        digest = hashlib.blake2b(hashes.tobytes(), digest_size=32).digest()
        t_indptr = shortened(np.concatenate(([0], np.cumsum(n_holders))).astype(np.int64))
        holder = (pairs & _LOW).astype(np.int32)
        seller = (sold & _LOW).astype(np.int64) - n_reviewers
        value = place[(sold >> _HOLDER_BITS).astype(np.int64)]
        order = np.lexsort((value, seller))
        return (
            IdentifierLinks(frozen(t_indptr), frozen(holder), frozen(row), digest),
            SellerLinks(frozen(seller[order].astype(np.int32)), frozen(value[order].astype(np.int32))),
        )


def _short_hash(values: pl.Series) -> pl.Series:
    """Return 32 bits of a second hash of each value."""
    return (values.hash(seed=VALUE_SEED + 1) // 2**32).cast(pl.UInt32)

"""Collect the identifiers: which account and which seller hold which value, without keeping the values."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from collusion.arrays import BoolArray, Int32Array, Int64Array, frozen
from collusion.tables.characters import Characters, characters_of
from collusion.tables.codes import IdentifierLinks, SellerLinks, shortened
from collusion.tables.collector import HELD_ROWS, Collector
from collusion.tables.identifier_values import NETWORKS, are_plain, network_values, normal_values
from collusion.tables.joins import JoinTally
from collusion.tables.masked_values import (
    is_masked,
    is_nobodys,
    n_private,
    n_with_several,
    networks_left,
)
from collusion.tables.notes import Note
from collusion.tables.numbering import places_by_word
from collusion.tables.reviews import Index
from collusion.tables.schema import TABLES
from collusion.tables.spill import ArrayFile, Part

#: Seed of the hash by which values are ordered.
VALUE_SEED = 0
#: Addresses that end in 0 from which, if they are half of all, the exporter wrote that 0: one in 256 has it.
_FEWEST_CUT = 5
_EMPTY = "values that say nothing, such as none, left out, of kind"
_REWRITTEN = "values written otherwise than their normal form, which joins them, of kind"
_MASKED = (
    "values of which a part is hidden, such as **** 1234: many people have what is left, so that they link "
    "nobody; export a keyed hash of the whole value; of kind"
)
_SEVERAL = "cells with several values, compared as a whole: write a row for each; of kind"
_PRIVATE = (
    "IP addresses of private networks (10.…, 192.168.… and the like): where they are the exporter's own "
    "machines, everybody has them; export the address of the client"
)
_FOUR_DIGITS = (
    "cards that are all of four digits: if they are the last ones of a number, many people share them by "
    "chance; export a keyed hash of the whole number, or leave the kind out"
)
_ANONYMISED = (
    "IPv4 addresses that end in .0, as exporters write whom they anonymise: read as networks of 256 "
    "addresses (kind ip_24), which link less than addresses do"
)
_HOLDER_BITS = np.uint64(32)
_LOW = np.uint64(0xFFFFFFFF)


@dataclass(frozen=True, slots=True)
class LinkedValues:
    """Who holds what, by kind in alphabetical order: `reviewers`, and `sellers` of the same values."""

    reviewers: dict[str, IdentifierLinks]
    sellers: dict[str, SellerLinks]


class SellerIdentifierCollector(Collector):
    """Takes the identifiers of sellers; `sellers` knows those of the products, nobody else's count."""

    def __init__(self, sellers: Index, *, hold: int = HELD_ROWS) -> None:
        super().__init__(TABLES["seller_identifiers"], hold=hold)
        self.join = JoinTally(sellers, self.table.name, "seller_id")
        self.sightings = Sightings()

    def code(self, frame: pl.DataFrame) -> None:
        """Take which sellers hold which values of a batch."""
        self.sightings.add(frame, self.join.find(frame["seller_id"]), 0)

    def told(self) -> tuple[Note, ...]:
        """Say which share of the rows names a seller of the products, and which values are odd."""
        return (*self.join.notes(), *self.sightings.notes(self.table.name))


class IdentifierCollector(Collector):
    """Takes the identifiers; `reviewers` knows those that reviewed, nobody else's count."""

    def __init__(self, reviewers: Index, *, hold: int = HELD_ROWS) -> None:
        super().__init__(TABLES["identifiers"], hold=hold)
        self.join = JoinTally(reviewers, self.table.name, "reviewer_id")
        self._n_reviewers = len(reviewers.ids)
        self.sightings = Sightings()

    def code(self, frame: pl.DataFrame) -> None:
        """Take who holds which values of a batch."""
        self.sightings.add(frame, self.join.find(frame["reviewer_id"]), self.n_valid - len(frame))

    def told(self) -> tuple[Note, ...]:
        """Say which share of the rows names an account of the reviews, and which values are odd."""
        return (*self.join.notes(), *self.sightings.notes(self.table.name))

    def linked_values(self, of_sellers: Sightings | None) -> LinkedValues:
        """Return who holds what; to be asked for once the table is stored.

        Parameters
        ----------
        of_sellers
            What sellers were seen with, used up; None when that is unknown.
        """
        reviewers, sellers = {}, {}
        for seen_by in (self.sightings, of_sellers):
            if seen_by is not None:
                seen_by.settle()
        others = {} if of_sellers is None else of_sellers.kinds
        for kind in sorted(self.sightings.kinds):
            seen = self.sightings.kinds.pop(kind)
            if kind in others:
                seen.extend(others.pop(kind), self._n_reviewers)
            held, sold = seen.reduced(self._n_reviewers)
            if len(held.row) == 0:
                continue
            if self.places is not None:
                held = replace(held, row=frozen(self.places[held.row].astype(np.uint32)))
            reviewers[kind] = held
            if len(sold.seller):
                sellers[kind] = sold
        return LinkedValues(reviewers, sellers)


class Sightings:
    """Sightings of identifier values, in numbers, by kind."""

    def __init__(self) -> None:
        self.kinds: dict[str, _KindSightings] = {}
        self._arrays = ArrayFile()
        self._rewritten: dict[str, int] = {}
        self._empty: dict[str, int] = {}
        self._masked: dict[str, int] = {}
        self._several: dict[str, int] = {}
        self._n_private = 0
        self._of_four = [0, 0]
        self._ipv4 = _AnonymisedAddresses(self._arrays)

    def add(self, frame: pl.DataFrame, holders: Int32Array, first_row: int) -> None:
        """Take in sightings.

        Parameters
        ----------
        frame
            Columns ``kind`` and ``value``, n rows.
        holders
            Who holds each, shape (n,); those below 0 are left out.
        first_row
            Number of the first row.
        """
        row = pl.int_range(first_row, first_row + len(frame), dtype=pl.UInt32, eager=True)
        held = frame.select("value", pl.Series("holder", holders), row.alias("row"))
        for kind, places in places_by_word(frame["kind"], holders >= 0):
            self._add_kind(kind, held[places])

    def _add_kind(self, kind: str, part: pl.DataFrame) -> None:
        """Take in sightings of one kind: columns ``value``, ``holder`` and ``row``."""
        found = characters_of(part["value"])
        values = normal_values(kind, part["value"], found)
        is_new = values != part["value"]
        is_as_found = not is_new.any() and not values.null_count()
        seen = found if is_as_found else characters_of(values)
        # Most batches of addresses have nothing but addresses.
        is_odd = kind != "ip" or not are_plain(found)
        if is_odd:
            nobodys = is_nobodys(kind, values, seen)
            values = values.set(nobodys, None) if nobodys.any() else values
        _count(self._empty, kind, values.null_count())
        _count(self._rewritten, kind, int((is_new & values.is_not_null()).sum()))
        if is_odd:
            _count(self._several, kind, n_with_several(kind, part["value"]))
            values = self._unmasked(kind, values, part, found)
        if kind == "ip":
            self._n_private += n_private(values)
            values = self._ipv4.without(values, part)
        if kind == "card":
            self._of_four[0] += int(values.str.contains(r"^\d{4}$").sum())
            self._of_four[1] += int(values.count())
        self._take(kind, values, part, None)
        for network in NETWORKS.get(kind, ()):
            self._take(network, network_values(network, values, seen), part, values)

    def notes(self, table: str) -> tuple[Note, ...]:
        """Return how many values say nothing, hide a part, or were written another way."""
        counts = (
            (_EMPTY, self._empty),
            (_REWRITTEN, self._rewritten),
            (_MASKED, self._masked),
            (_SEVERAL, self._several),
        )
        notes = [
            Note(table, "value", counted[kind], f"{text} {kind}", is_warning=text in (_MASKED, _SEVERAL))
            for text, counted in counts
            for kind in sorted(counted)
        ]
        n_four, n_cards = self._of_four
        wholes = (
            (self._ipv4.n_zero if self._ipv4.are_networks else 0, _ANONYMISED),
            (self._n_private, _PRIVATE),
            (n_four if n_four == n_cards else 0, _FOUR_DIGITS),
        )
        return (*notes, *(Note(table, "value", n, text, is_warning=True) for n, text in wholes if n))

    def settle(self) -> None:
        """Decide, once all are taken in, what addresses are that end in 0."""
        for kind, seen in self._ipv4.settled().items():
            if kind in self.kinds:
                self.kinds[kind].extend(seen, 0)
            else:
                self.kinds[kind] = seen

    def _unmasked(self, kind: str, values: pl.Series, part: pl.DataFrame, found: Characters) -> pl.Series:
        """Count values of which a part is hidden, and leave them out; an IP may have its network left."""
        masked = is_masked(kind, part["value"], found) & values.is_not_null()
        n_masked = int(masked.sum())
        if not n_masked:
            return values
        _count(self._masked, kind, n_masked)
        if kind == "ip":
            networks = networks_left(part["value"])
            self._take("ip_24", networks, part, part["row"].cast(pl.String))
        return values.set(masked, None)

    def _take(self, kind: str, values: pl.Series, part: pl.DataFrame, within: pl.Series | None) -> None:
        """Take values of a kind, null where there is none, maybe with what each was derived from."""
        given = values.is_not_null()
        if not given.all():
            part, values = part.filter(given), values.filter(given)
            within = None if within is None else within.filter(given)
        if len(values):
            self.kinds.setdefault(kind, _KindSightings(self._arrays)).add(values, part, within)


class _AnonymisedAddresses:
    """IPv4 addresses that end in 0: a few of any column, most of one whose exporter cut off the last number.

    Which it is shows at the end; until then they are kept as both.
    """

    def __init__(self, arrays: ArrayFile) -> None:
        self.n_zero = self._n_other = 0
        self._addresses, self._networks, self._cut = (_KindSightings(arrays) for _ in range(3))

    def without(self, addresses: pl.Series, part: pl.DataFrame) -> pl.Series:
        """Take those of some `addresses` (rows of `part`) that end in 0; return the others, and null."""
        is_zero = addresses.str.ends_with(".0").fill_null(False)
        n_zero = int(is_zero.sum())
        self.n_zero += n_zero
        self._n_other += int(addresses.str.contains(".", literal=True).sum()) - n_zero
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

    def settled(self) -> dict[str, _KindSightings]:
        """Return what was taken, by kind."""
        if not self.n_zero:
            return {}
        return {"ip_24": self._cut} if self.are_networks else {"ip": self._addresses, "ip_24": self._networks}


class _KindSightings:
    """Sightings of values of one kind: two hashes of each value, its holder and its row.

    Of a network there is the hash of the address, too: it links only accounts seen under several.
    """

    def __init__(self, arrays: ArrayFile) -> None:
        self._arrays = arrays
        self._parts: dict[str, list[Part]] = {}

    def add(self, values: pl.Series, part: pl.DataFrame, within: pl.Series | None) -> None:
        """Take in sightings: values, and columns ``holder`` and ``row``."""
        columns = {"hash": values.hash(seed=VALUE_SEED), "check": _short_hash(values)}
        columns |= {"holder": part["holder"], "row": part["row"]}
        if within is not None:
            columns["within"] = _short_hash(within)
        for name, column in columns.items():
            self._parts.setdefault(name, []).append(self._arrays.put(column.to_numpy()))

    def extend(self, other: _KindSightings, n_before: int) -> None:
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


def _count(counts: dict[str, int], kind: str, n: int) -> None:
    if n:
        counts[kind] = counts.get(kind, 0) + n

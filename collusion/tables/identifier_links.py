"""Collect the identifiers: which account and which seller hold which value, without keeping the values."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from collusion.arrays import Int32Array, frozen
from collusion.tables.characters import Characters, characters_of
from collusion.tables.codes import IdentifierLinks, SellerLinks
from collusion.tables.collector import HELD_ROWS, Collector
from collusion.tables.identifier_sightings import AnonymisedAddresses, KindSightings
from collusion.tables.identifier_values import (
    NETWORKS,
    are_plain,
    network_values,
    normal_values,
    plain_addresses,
)
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
from collusion.tables.spill import ArrayFile

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
        self.kinds: dict[str, KindSightings] = {}
        self._arrays = ArrayFile()
        self._rewritten: dict[str, int] = {}
        self._empty: dict[str, int] = {}
        self._masked: dict[str, int] = {}
        self._several: dict[str, int] = {}
        self._n_private = 0
        self._of_four = [0, 0]
        self._ipv4 = AnonymisedAddresses(self._arrays)

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
        plain = plain_addresses(seen) if kind == "ip" else None
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
            self._n_private += n_private(values, plain)
            values = self._ipv4.without(values, part, seen, plain)
        if kind == "card":
            self._of_four[0] += int(values.str.contains(r"^\d{4}$").sum())
            self._of_four[1] += int(values.count())
        self._take(kind, values, part, None)
        for network in NETWORKS.get(kind, ()):
            self._take(network, network_values(network, values, seen, plain), part, values)

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
            self.kinds.setdefault(kind, KindSightings(self._arrays)).add(values, part, within)


def _count(counts: dict[str, int], kind: str, n: int) -> None:
    if n:
        counts[kind] = counts.get(kind, 0) + n

"""Rings of one operator: rings whose members or instruments recur are joined, and it is said what recurs.

On simulated markets (four of 200,000 reviews, 5,000 pairs of listed rings) two rings of one operator shared
from 24 to 79 % of the smaller one's members; two rings of different operators, or honest groups, shared one
member at most (1 %), and no instrument that two members of each hold and few others do.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

import polars as pl

from collusion.detection.candidates import RECURRING, RECURRING_SHARE
from collusion.words.catalogue import DEFAULT, Said, said, words_of

#: Instruments that they share at least; each is held by so many members of either.
MIN_INSTRUMENTS, MIN_HOLDERS = 2, 2
#: Share of an instrument's holders who are in the two rings: what others hold as well is public.
MIN_PRIVATE = 0.5


@dataclass(frozen=True, slots=True)
class Footprint:
    """The `members` of a ring, and of each instrument that some share the `holders` among them."""

    members: frozenset[Hashable]
    holders: Mapping[Any, frozenset[Hashable]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Bond:
    """What two rings share: `n_members` accounts, and `n_instruments` that few others hold."""

    n_members: int
    n_instruments: int

    def joins(self, first: Footprint, second: Footprint) -> bool:
        """Return whether that makes the two rings one operator's."""
        smaller = min(len(first.members), len(second.members))
        recur = self.n_members >= RECURRING and self.n_members >= RECURRING_SHARE * smaller
        return recur or self.n_instruments >= MIN_INSTRUMENTS

    @property
    def told(self) -> list[Said]:
        """What is said of it: accounts and instruments, those of which there are some."""
        parts = [(self.n_members, "operator.accounts"), (self.n_instruments, "operator.instruments")]
        return [said(key, n=n) for n, key in parts if n]


@dataclass(frozen=True, slots=True)
class Sibling:
    """Another ring of the same operator.

    Attributes
    ----------
    ring_id
        Its name.
    bond
        What it shares with this one; maybe nothing, where others join the two.
    is_told
        Whether both are flagged: of groups it is said what they share, and nothing concluded.
    """

    ring_id: str
    bond: Bond
    is_told: bool = True


def bond_of(first: Footprint, second: Footprint, n_accounts: Mapping[Any, int]) -> Bond:
    """Count what two rings share.

    Parameters
    ----------
    first, second
        The rings.
    n_accounts
        How many accounts hold each instrument in all.

    Returns
    -------
    Bond
    """
    instruments = 0
    # Most rings of an operator of many share no instrument, and a set of all of one's would be made for each.
    fewer, more = sorted((first.holders, second.holders), key=len)
    for value in (one for one in fewer if one in more):
        both = first.holders[value] | second.holders[value]
        fewest = min(len(first.holders[value]), len(second.holders[value]))
        # One household that is split between two rings by mistake is no operator: three accounts at least.
        is_shared = fewest >= MIN_HOLDERS and len(both) > MIN_HOLDERS
        instruments += is_shared and len(both) >= MIN_PRIVATE * n_accounts[value]
    return Bond(len(first.members & second.members), instruments)


def join_footprints(footprints: Sequence[Footprint], n_accounts: Mapping[Any, int]) -> list[int]:
    """Join rings into operators, transitively.

    Parameters
    ----------
    footprints
        The rings.
    n_accounts
        How many accounts hold each instrument in all.

    Returns
    -------
    list of int
        For each ring the place of its operator's first ring. O(pairs of rings that share an account or an
        instrument).
    """
    first = list(range(len(footprints)))

    def root(i: int) -> int:
        """Return the first of the rings that ring `i` is joined to by now."""
        while first[i] != i:
            i = first[i]
        return i

    for i, j in sorted(_touching(footprints)):
        if bond_of(footprints[i], footprints[j], n_accounts).joins(footprints[i], footprints[j]):
            low, high = sorted((root(i), root(j)))
            first[high] = low
    return [root(i) for i in range(len(footprints))]


def _touching(footprints: Sequence[Footprint]) -> set[tuple[int, int]]:
    places: dict[Hashable, list[int]] = {}
    for i, footprint in enumerate(footprints):
        for one in (*footprint.members, *(("instrument", value) for value in footprint.holders)):
            places.setdefault(one, []).append(i)
    return {pair for found in places.values() for pair in combinations(found, 2)}


class Siblings(Mapping[str, tuple[Sibling, ...]]):
    """The other rings of each ring's operator, those that share most first.

    What two rings share is counted when one of them is asked for: an operator of k rings has k² pairs, and
    an inbox asks for one row of them.

    Parameters
    ----------
    operators
        The rings of each operator of several rings, best first.
    footprints
        Of these rings.
    n_accounts
        How many accounts hold each instrument in all.
    flagged
        Rings that are flagged.
    """

    def __init__(
        self,
        operators: Sequence[Sequence[str]],
        footprints: Mapping[str, Footprint],
        n_accounts: Mapping[Any, int],
        flagged: AbstractSet[str],
    ) -> None:
        self._together = {name: rings for rings in operators for name in rings}
        self._footprints, self._n_accounts, self._flagged = footprints, n_accounts, flagged

    def __getitem__(self, ring_id: str) -> tuple[Sibling, ...]:
        """Return the siblings of a ring that has some. O(rings of its operator)."""
        others = [other for other in self._together[ring_id] if other != ring_id]
        mine, is_flagged = self._footprints[ring_id], ring_id in self._flagged
        found = [
            Sibling(
                other,
                bond_of(mine, self._footprints[other], self._n_accounts),
                is_flagged and other in self._flagged,
            )
            for other in others
        ]
        return tuple(sorted(found, key=lambda one: (-one.bond.n_members, -one.bond.n_instruments)))

    def __contains__(self, ring_id: object) -> bool:
        """Return whether a ring has siblings, without counting what it shares."""
        return ring_id in self._together

    def __iter__(self) -> Iterator[str]:
        """Iterate over the rings that have siblings."""
        return iter(self._together)

    def __len__(self) -> int:
        """Return how many rings have siblings."""
        return len(self._together)


def siblings_of(
    rings: pl.DataFrame,
    members: pl.DataFrame,
    identifiers: pl.DataFrame,
    *,
    wanted: Collection[str] | None = None,
) -> Siblings:
    """Return the other rings of the same operator, those that share most first.

    Parameters
    ----------
    rings, members, identifiers
        Tables of a run: ``rings``, ``members`` and ``ring_identifiers``.
    wanted
        Rings that will be asked for; all when None.

    Returns
    -------
    Siblings
        By ring; rings without siblings are left out. O(rows of the operators' rings).
    """
    together = rings.group_by("operator", maintain_order=True).agg("ring_id")
    groups = [found for found in together["ring_id"].to_list() if len(found) > 1]
    if wanted is not None:
        asked = set(wanted)
        groups = [found for found in groups if not asked.isdisjoint(found)]
    names = {name for found in groups for name in found}
    footprints = _footprints(names, members, identifiers)
    held = identifiers.filter(pl.col("ring_id").is_in(sorted(names)))
    n_accounts = dict(held.select("token", "n_accounts").iter_rows())
    flagged = frozenset(rings.filter("flagged")["ring_id"].to_list())
    return Siblings(groups, footprints, n_accounts, flagged)


def _footprints(names: set[str], members: pl.DataFrame, identifiers: pl.DataFrame) -> dict[str, Footprint]:
    footprints = {}
    wanted = pl.col("ring_id").is_in(sorted(names))
    accounts = dict(members.filter(wanted).group_by("ring_id").agg("reviewer_id").iter_rows())
    tokens = identifiers.filter(wanted).group_by("ring_id", "token").agg("reviewer_id")
    held: dict[str, dict[str, frozenset[Hashable]]] = {}
    for ring_id, token, holders in tokens.iter_rows():
        held.setdefault(ring_id, {})[token] = frozenset(holders)
    for name in names:
        footprints[name] = Footprint(frozenset(accounts.get(name, ())), held.get(name, {}))
    return footprints


def operator_lines(
    rings: pl.DataFrame, siblings: Mapping[str, tuple[Sibling, ...]], language: str = DEFAULT
) -> list[str]:
    """Say of every operator of several rings which they are, best first.

    Parameters
    ----------
    rings
        The rings to speak of, best first: rows of ``rings``.
    siblings
        From `siblings_of`.
    language
        In which language.

    Returns
    -------
    list of str
        Such as ``R-1 and R-2 share 14 accounts: probably one operator.``
    """
    lines, told = [], set[str]()
    for name in rings["ring_id"].to_list():
        if name in told or name not in siblings:
            continue
        others = siblings[name]
        told |= {name, *(one.ring_id for one in others)}
        bond = others[0].bond.told if len(others) == 1 else [said("operator.some")]
        key = "operator.line_told" if is_one_operator(others) else "operator.line"
        every = [name, *(one.ring_id for one in others)]
        lines.append(words_of(language).say(key, rings=every, bond=bond))
    return lines


def is_one_operator(others: Sequence[Sibling]) -> bool:
    """Return whether an operator is concluded from what rings share: all of them are flagged."""
    return all(one.is_told for one in others)

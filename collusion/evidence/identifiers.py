"""Identifiers: do the members share IPs, cards, gift cards, addresses or devices more than honest people do?

A value that few accounts hold is evidence, a public one is not, and what a household explains earns nothing.
Weights follow Fellegi and Sunter (1969) with a share of public values: w = ln((1 − π)·m/u + π).
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np

from collusion.arrays import Float64Array, Int32Array, Int64Array, IntArray, counted, frozen, is_among
from collusion.evidence.group import Finding, Group
from collusion.evidence.identity_effects import (
    HOUSEHOLD_TASTE,
    INSTRUMENT,
    MAX_HOLDERS,
    identity_effects,
    n_with_sellers,
)
from collusion.evidence.links import Links, no_links
from collusion.evidence.params import EvidenceParams
from collusion.evidence.wording import expectation, joined
from collusion.graph.bipartite import Relation, spans
from collusion.graph.build import EntityGraph
from collusion.kernels.poisson import poisson_surplus
from collusion.tables.mapping import KindParams

FAMILY = "identity"
#: Chance that two accounts of one operator share a value of a kind.
_SAME_HAND = 0.3
#: What is taken of a kind that nobody declared.
_UNDECLARED = KindParams(0.5, household=True)
#: Share of the reviewers of a seller's products who share a value with the seller, in an honest market.
_WITH_SELLER = 0.001


@dataclass(frozen=True, slots=True)
class KindEvidence:
    """What is known of one kind of identifier over all accounts.

    Attributes
    ----------
    relation
        Reviewer × value.
    public_share
        Prior probability π that a value held by many is public.
    is_domestic
        Whether people who live together may share a value; no household explains a shared gift card.
    small_rate
        Share of the accounts that hold a value which 2 … household_size accounts hold.
    """

    relation: Relation
    public_share: float
    is_domestic: bool
    small_rate: float

    def holders(self) -> IntArray:
        """Return how many accounts hold each value, shape (n_values,): counted anew, not to be held."""
        return np.diff(self.relation.adjacency.t_indptr)

    def holders_of(self, values: Int32Array) -> IntArray:
        """Return how many accounts hold each of some values, shape (n,)."""
        t_indptr = self.relation.adjacency.t_indptr
        return np.asarray(t_indptr[values + 1] - t_indptr[values])

    def is_known(self, members: Int32Array) -> bool:
        """Return whether any of some accounts holds a value of the kind."""
        return _n_known(self.relation, members) > 0

    def members_with(self, values: Int32Array, members: Int32Array) -> Int32Array:
        """Return which of some accounts hold any of some values, value after value."""
        return holders_among(self.relation, values, members)[0]


@dataclass(frozen=True, slots=True)
class IdentifierEvidence:
    """Every kind of identifier, ready to link accounts and to judge groups.

    Attributes
    ----------
    kinds
        What is known of each kind, by name.
    n_reviewers
        Accounts in all.
    household_size
        Most holders that a household explains.
    graph
        The graph.
    """

    kinds: dict[str, KindEvidence]
    n_reviewers: int
    household_size: int
    graph: EntityGraph

    def missing(self) -> str | None:
        """Return why the tables cannot say, or None when they can."""
        return None if self.kinds else "no account is known with an identifier"

    def assess(self, group: Group) -> Finding | None:
        """Scan the values that members share: what is rare, not public and beyond households counts.

        Parameters
        ----------
        group
            The group.

        Returns
        -------
        Finding or None
            None when no identifier of a member is known: that clears nobody.
        """
        if not any(_n_known(one.relation, group.members) for one in self.kinds.values()):
            return None
        shared = {kind: shared_values(one.relation, group.members) for kind, one in self.kinds.items()}
        found = {kind: _kind_bits(one, shared[kind], group.members, self) for kind, one in self.kinds.items()}
        telling = {kind: one for kind, one in found.items() if one.bits > 0}
        # The counts are those of the sentence: kinds that tell nothing are left out where others tell.
        said = (telling or found).values()
        return Finding(
            FAMILY,
            sum(one.bits for one in telling.values()) + _bits_with_sellers(self, group),
            float(sum(one.n_sharing for one in said)),
            sum(one.expected for one in said),
            _sentence(telling, len(group.members)),
            values=tuple((kind, int(value)) for kind in telling for value in shared[kind].values),
            effects=identity_effects(self, shared, group),
        )

    def instruments(self) -> IdentifierEvidence:
        """Return the same of the kinds of which hardly a value is public: cards, devices and the like."""
        return replace(self, kinds=self.of_sort(0.0, INSTRUMENT))

    def of_sort(self, low: float, high: float) -> dict[str, KindEvidence]:
        """Return the kinds whose values are public with a prior probability from `low` to below `high`."""
        return {kind: one for kind, one in self.kinds.items() if low <= one.public_share < high}


@dataclass(frozen=True, slots=True)
class SharedValues:
    """Values that at least two of some members hold: the values, and how many of the members hold each."""

    values: Int32Array
    n_members: Int64Array


@dataclass(frozen=True, slots=True)
class _KindBits:
    bits: float
    n_sharing: int
    expected: float


def prepare_identifiers(
    graph: EntityGraph, declared: Mapping[str, KindParams], *, params: EvidenceParams
) -> IdentifierEvidence:
    """Count how many accounts hold each value, and how common sharing is among all accounts.

    Parameters
    ----------
    graph
        The graph.
    declared
        What is known beforehand of each kind; a value of one that is not declared may be public, or a
        household's.
    params
        Size of a household.

    Returns
    -------
    IdentifierEvidence
        O(edges of all relations).
    """
    kinds = {}
    for kind, relation in graph.identifiers.items():
        holders = np.diff(relation.adjacency.t_indptr)
        small = (holders >= 2) & (holders <= params.household_size)
        in_small = np.zeros(relation.adjacency.n_rows, dtype=bool)
        in_small[relation.adjacency.rows()[small[relation.adjacency.indices]]] = True
        rate = (np.count_nonzero(in_small) + 1.0) / (len(graph.reviewers) + 2.0)
        known = declared.get(kind, _UNDECLARED)
        kinds[kind] = KindEvidence(relation, known.public_share, known.household, rate)
    return IdentifierEvidence(kinds, len(graph.reviewers), params.household_size, graph)


def shared_values(relation: Relation, members: Int32Array) -> SharedValues:
    """Return the values that at least two of `members` hold: O(their identifiers)."""
    places, _ = spans(relation.adjacency.indptr, members)
    values, counts = counted(relation.adjacency.indices[places])
    return SharedValues(values[counts >= 2], counts[counts >= 2])


def holders_among(
    relation: Relation, values: Int32Array, members: Int32Array
) -> tuple[Int32Array, Int64Array]:
    """Return which of some members hold each value.

    Parameters
    ----------
    relation
        Reviewer × value.
    values
        Distinct values, in any order, shape (n,).
    members
        Distinct reviewers.

    Returns
    -------
    tuple
        The holders, value after value, ascending for each, and how many each value has, shape (n,):
        O(n log n) for n identifiers of the members, however many others hold them.
    """
    if not len(values):
        return members[:0], np.zeros(0, np.int64)
    places, counts = spans(relation.adjacency.indptr, members)
    held, who = relation.adjacency.indices[places], np.repeat(members, counts)
    ascending = np.argsort(values)
    is_wanted = is_among(held, values[ascending])
    held, who = held[is_wanted], who[is_wanted]
    place = ascending[np.searchsorted(values, held, sorter=ascending)]
    order = np.lexsort((who, place))
    return who[order], np.bincount(place, minlength=len(values))


def share_weight(holders: IntArray, n_reviewers: int, public_share: float) -> Float64Array:
    """Weigh a shared value: ln((1 − π)·m/u + π) with u the chance that a stranger holds it too.

    Parameters
    ----------
    holders
        Accounts that hold each value, shape (n,).
    n_reviewers
        Number of accounts.
    public_share
        Prior probability π that the value is public.

    Returns
    -------
    Float64Array
        Nats, shape (n,); below 0 for values so common that sharing them speaks against.
    """
    u = np.maximum(np.asarray(holders, dtype=np.float64) - 1.0, 0.5) / max(n_reviewers - 1, 1)
    return np.log((1.0 - public_share) * _SAME_HAND / u + public_share)


def link_identifiers(evidence: IdentifierEvidence, *, min_weight: float) -> Links:
    """Link accounts that share rare values.

    Parameters
    ----------
    evidence
        The prepared identifiers.
    min_weight
        Nats below which a value links nobody; hubs fall below it and are never expanded.

    Returns
    -------
    Links
        Each pair once with the sum of its values' weights: O(Σ h²) over values of at most 60 holders.
    """
    keys, weights = [], []
    for kind in evidence.kinds.values():
        adjacency = kind.relation.adjacency
        for size, values in _values_by_size(kind.holders()):
            weight = share_weight(np.array([size]), evidence.n_reviewers, kind.public_share)
            if weight < min_weight:
                continue
            rows = adjacency.t_indices[adjacency.t_indptr[values][:, None] + np.arange(size)]
            first, second = np.triu_indices(size, 1)
            keys.append((rows[:, first].astype(np.int64) << 32 | rows[:, second]).ravel())
            weights.append(np.repeat(weight, keys[-1].size))
    if not keys:
        return no_links()
    pairs, index = np.unique(np.concatenate(keys), return_inverse=True)
    total = np.bincount(index, weights=np.concatenate(weights))
    source, target = (pairs >> 32).astype(np.int32), (pairs & 0xFFFFFFFF).astype(np.int32)
    return Links(frozen(source), frozen(target), frozen(total.astype(np.float32)))


def _values_by_size(holders: IntArray) -> Iterator[tuple[int, Int64Array]]:
    """Yield each number of holders that links accounts, and the values held by as many, both ascending."""
    shared = np.flatnonzero((holders >= 2) & (holders <= MAX_HOLDERS))
    by_size = shared[np.argsort(holders[shared], kind="stable")]
    sizes, starts = np.unique(holders[by_size], return_index=True)
    bounds = itertools.pairwise([*starts.tolist(), len(by_size)])
    yield from ((size, by_size[low:high]) for size, (low, high) in zip(sizes.tolist(), bounds, strict=True))


def _n_known(relation: Relation, members: Int32Array) -> int:
    """Count the identifiers of a kind that some members hold."""
    indptr = relation.adjacency.indptr
    return int((indptr[members + 1] - indptr[members]).sum())


def _n_holding(relation: Relation, members: Int32Array, values: Int32Array) -> int:
    """Count the members that hold any of `values`, each once however many values it holds."""
    return len(np.unique(holders_among(relation, values, members)[0]))


def _kind_bits(
    evidence: KindEvidence, shared: SharedValues, members: Int32Array, world: IdentifierEvidence
) -> _KindBits:
    """Return the bits of one kind: households explain small values, a public-value mixture the others."""
    if len(shared.values) == 0:
        return _KindBits(0.0, 0, 0.0)
    n_members = len(members)
    holders = evidence.holders_of(shared.values).astype(np.float64)
    small = holders <= world.household_size
    nats = 0.0
    # So few accounts may be one household: what households explain is not counted.
    counted = small & (n_members > world.household_size or not evidence.is_domestic)
    n_small = _n_holding(evidence.relation, members, shared.values[counted])
    expected = n_members * evidence.small_rate * HOUSEHOLD_TASTE
    if surplus := poisson_surplus(float(n_small), expected):
        nats += surplus - math.log(n_members + 1.0)
    chance = n_members * holders / world.n_reviewers
    expected_large = float(chance[~small].sum())
    ceiling = -math.log(max(evidence.public_share, 1e-9))
    for count, mu, n_holders in zip(shared.n_members[~small], chance[~small], holders[~small], strict=True):
        surplus = poisson_surplus(float(count), mu) - math.log(max(evidence.relation.adjacency.n_cols, 2))
        nats += max(0.0, min(surplus, ceiling * count / n_holders))
    n_sharing = (
        n_small if small.all() else _n_holding(evidence.relation, members, shared.values[counted | ~small])
    )
    return _KindBits(float(max(nats, 0.0)) / math.log(2), n_sharing, expected + expected_large)


def _bits_with_sellers(identity: IdentifierEvidence, group: Group) -> float:
    """Return the bits of what members share with the seller of a target which they reviewed."""
    n = float(n_with_sellers(identity, group))
    return poisson_surplus(n, _WITH_SELLER * len(group.members)) / math.log(2)


def _sentence(telling: Mapping[str, _KindBits], n_members: int) -> str:
    """Say of each kind that tells something how many accounts share a value of it."""
    words = [
        f"{one.n_sharing:,} share {_kind_word(kind)} ({expectation(one.expected)} expected)"
        for kind, one in telling.items()
    ]
    if not words:
        return f"The {n_members:,} accounts share no identifiers beyond what honest accounts share."
    return f"Of {n_members:,} accounts, {joined(words)}."


def _kind_word(kind: str) -> str:
    known = {
        "ip": "IPs",
        "card": "cards",
        "gift_card": "gift cards",
        "promo_code": "promo codes",
        "device": "devices",
    }
    return known.get(kind, kind.replace("_", " ") + " values")

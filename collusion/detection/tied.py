"""Candidates by what the reviewers of one listing share with one another, and with its seller.

An owner who has staff, family and friends praise a listing needs no second product. What gives them away is
that they share cards, devices, addresses or networks that hardly anybody but reviewers of this listing
holds, some of them with the seller.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from collusion.arrays import Int32Array, Int64Array, IntArray, distinct_rows, frozen
from collusion.detection.candidates import Candidate
from collusion.detection.params import DetectionParams
from collusion.evidence.group import Group, member_of_edges
from collusion.evidence.identifiers import IdentifierEvidence, KindEvidence
from collusion.evidence.identity_effects import MAX_HOLDERS, OWN, PUBLIC
from collusion.graph.bipartite import spans
from collusion.graph.build import EntityGraph
from collusion.kernels.components import connected_components
from collusion.kernels.poisson import poisson_surplus

#: How a candidate of tied reviewers is called.
ORIGIN = "tied reviewers of a seller"
#: Fewest holders of a value who reviewed the listing, and their share of its holders.
_FEWEST, _MOSTLY = 3, 0.5
#: Most listings of a seller whose listings are looked at together; of others each is by itself.
_FEW_LISTINGS = 10
#: How many times as many ties as elsewhere an honest listing may have, and ties that any may.
_HONEST_FACTOR, _ANY = 3.0, 0.05
#: Jaccard index from which the tied reviewers of two listings are one group: several operators may serve one
#: client, whose tied reviewers are no reason to join them.
_SAME = 0.5
#: Most households of a listing that count for how many are usual.
_USUAL = 2


@dataclass(frozen=True, slots=True)
class _Ties:
    """Accounts that hold a value which mostly reviewers of a listing hold, shape (n,) each, by listing.

    A value is numbered over all kinds; what is shared with the seller has the number of the seller.
    """

    listing: Int64Array
    account: Int64Array
    value: Int64Array


@dataclass(frozen=True, slots=True)
class _Looked:
    """Which ties are looked for: by values that `members` hold, as if nobody had written the `lost` edges."""

    members: Int32Array
    lost: Int64Array


@dataclass(frozen=True, slots=True)
class _Tied:
    """Tied accounts of one or several listings, and their nats."""

    members: Int32Array
    listings: Int64Array
    surplus: float


@dataclass(frozen=True, slots=True)
class _TiedMarket:
    """All ties, those of accounts of a listing that hang together as `parts`, and what is usual.

    `units` are the households of each part, `written` the reviews of each listing, `rate` the households a
    review.
    """

    ties: _Ties
    parts: list[Int64Array]
    units: Int64Array
    listing_of: Int64Array
    written: IntArray
    rate: float

    def surplus(self, listing: int, n: int) -> float:
        """Return the nats of `n` households of a listing beyond what is usual, net of choosing it."""
        expected = _HONEST_FACTOR * self.rate * float(self.written[listing]) + _ANY
        return poisson_surplus(float(n), expected) - math.log(max(len(self.written), 2))


def tied_candidates(
    graph: EntityGraph, identity: IdentifierEvidence, *, params: DetectionParams
) -> list[Candidate]:
    """Propose the tied reviewers of every listing, or of all listings of a small seller.

    Parameters
    ----------
    graph
        The graph.
    identity
        Its identifiers.
    params
        Fewest members.

    Returns
    -------
    list of Candidate
        Those with more ties than reviewers of other listings; of listings that share accounts, one. Their
        surplus counts households, not accounts, less the choice of the listings. O(reviews of accounts that
        share values).
    """
    market = _tied_market(graph, identity)
    found = []
    for part, n in zip(market.parts, market.units.tolist(), strict=True):
        members = np.unique(market.ties.account[part]).astype(np.int32)
        listing = int(market.ties.listing[part[0]])
        surplus = market.surplus(listing, n)
        if len(members) >= params.min_members and surplus > 0.0:
            found.append(_Tied(members, np.array([listing]), surplus))
    return [_candidate(one, market.listing_of, graph) for one in _joined(found)]


def tied_surplus(group: Group, graph: EntityGraph, identity: IdentifierEvidence) -> float:
    """Return the nats by which the members of a given group have more ties than a listing's reviewers have.

    Parameters
    ----------
    group
        The group; its targets say which listings are meant.
    graph, identity
        The graph and its identifiers.

    Returns
    -------
    float
        As `tied_candidates` finds it: O(reviews of accounts that share values).
    """
    market = _tied_market(graph, identity)
    own = np.isin(market.ties.account, group.members)
    own &= np.isin(market.ties.listing, market.listing_of[group.products])
    ties = _Ties(market.ties.listing[own], market.ties.account[own], market.ties.value[own])
    surplus = [
        market.surplus(
            int(ties.listing[part[0]]), _households(ties, part, identity.household_size, len(graph.sellers))
        )
        for part in _connected(ties)
    ]
    return sum(nats for nats in surplus if nats > 0.0)


def tied_members(
    group: Group, graph: EntityGraph, identity: IdentifierEvidence, lost: Int64Array
) -> Int32Array:
    """Return the members of a given group that are tied to its listings.

    Parameters
    ----------
    group
        The group; its targets say which listings are meant.
    graph, identity
        The graph and its identifiers.
    lost
        Edges of members that are looked at as if strangers had written them.

    Returns
    -------
    Int32Array
        Ascending: O(reviews of the accounts that hold a value which a member holds).
    """
    listing_of = _listings(graph)
    ties = _ties(graph, identity, listing_of, _Looked(group.members, lost))
    own = np.isin(ties.listing, listing_of[group.products]) & np.isin(ties.account, group.members)
    return np.unique(ties.account[own]).astype(np.int32)


def _tied_market(graph: EntityGraph, identity: IdentifierEvidence) -> _TiedMarket:
    listing_of = _listings(graph)
    ties = _ties(graph, identity, listing_of)
    written = np.bincount(listing_of[graph.reviews.indices])
    parts = _connected(ties)
    units = [_households(ties, part, identity.household_size, len(graph.sellers)) for part in parts]
    counts = np.array(units, dtype=np.int64)
    # What may be a ring's does not count for what is usual.
    rate = float(counts[counts <= _USUAL].sum()) / max(int(written.sum()), 1)
    return _TiedMarket(ties, parts, counts, listing_of, written, rate)


def _connected(ties: _Ties) -> list[Int64Array]:
    """Return the ties of each set of accounts of a listing that are connected by what they hold, by listing.

    Several operators may serve one client.
    """
    if len(ties.listing) == 0:
        return []
    accounts, source = np.unique(np.stack([ties.listing, ties.account]), axis=1, return_inverse=True)
    values, target = np.unique(np.stack([ties.listing, ties.value]), axis=1, return_inverse=True)
    n, source, target = accounts.shape[1], source.ravel(), target.ravel()
    labels = connected_components(n + values.shape[1], source.astype(np.int32), (n + target).astype(np.int32))
    label = labels[source]
    order = np.argsort(label, kind="stable")
    starts = np.flatnonzero(np.diff(label[order], prepend=-1))
    return np.split(order, starts[1:])


def _joined(found: list[_Tied]) -> list[_Tied]:
    """Join those that share accounts, an operator serving several sellers with the same ones."""
    with_account: dict[int, list[int]] = {}
    shared = Counter[tuple[int, int]]()
    for i, one in enumerate(found):
        for account in one.members.tolist():
            earlier = with_account.setdefault(account, [])
            shared.update((k, i) for k in earlier)
            earlier.append(i)
    sizes = [len(one.members) for one in found]
    same = [pair for pair, n in shared.items() if n >= _SAME * (sizes[pair[0]] + sizes[pair[1]] - n)]
    ends = np.array(same, dtype=np.int32).reshape(-1, 2).T
    labels = connected_components(len(found), *ends)
    groups = [[found[i] for i in np.flatnonzero(labels == label)] for label in np.unique(labels)]
    return [
        _Tied(
            np.unique(np.concatenate([one.members for one in group])),
            np.unique(np.concatenate([one.listings for one in group])),
            sum(one.surplus for one in group),
        )
        for group in groups
    ]


def _listings(graph: EntityGraph) -> Int64Array:
    """Number what is looked at together, shape (n_products,): a small seller's products, or one product."""
    seller = graph.product_seller.astype(np.int64)
    n_products = len(graph.products)
    own = np.arange(n_products, dtype=np.int64)
    known = seller[seller >= 0]
    if len(known) == 0:
        return own
    few = np.bincount(known) <= _FEW_LISTINGS
    return np.where((seller >= 0) & few[np.maximum(seller, 0)], n_products + seller, own)


def _ties(
    graph: EntityGraph, identity: IdentifierEvidence, listing_of: Int64Array, looked: _Looked | None = None
) -> _Ties:
    """Find who holds a value of a kind that is not public, which mostly reviewers of a listing hold."""
    found, first = [np.zeros((0, 3), dtype=np.int64)], len(graph.sellers)
    for kind, one in identity.of_sort(0.0, PUBLIC).items():
        shift = np.array([0, 0, first], dtype=np.int64)
        values = None if looked is None else _held(one, looked.members)
        pairs = _Pairs(graph, listing_of, None if looked is None else looked.lost)
        found += [rows + shift for rows in _owned(one, pairs, values)]
        if one.public_share < OWN:
            found.append(_with_sellers(kind, one, pairs, values))
        first += one.relation.adjacency.n_cols
    rows = distinct_rows(np.concatenate(found))
    return _Ties(rows[:, 0], rows[:, 1], rows[:, 2])


def _held(one: KindEvidence, members: Int32Array) -> Int32Array:
    """Return the values of a kind that some accounts hold, ascending: O(their identifiers)."""
    adjacency = one.relation.adjacency
    return np.unique(adjacency.indices[spans(adjacency.indptr, members)[0]])


@dataclass(frozen=True, slots=True)
class _Pairs:
    """Who reviewed what in a `graph`, by listing, but for the `lost` edges."""

    graph: EntityGraph
    listing_of: Int64Array
    lost: Int64Array | None

    def of(self, accounts: Int32Array) -> tuple[Int32Array, IntArray]:
        """Return the products that each of some accounts reviewed, and how many each has."""
        places, counts = spans(self.graph.reviews.indptr, accounts)
        if self.lost is None:
            return self.graph.reviews.indices[places], counts
        kept = ~np.isin(places, self.lost)
        owner = np.repeat(np.arange(len(accounts)), counts)[kept]
        return self.graph.reviews.indices[places[kept]], np.bincount(owner, minlength=len(accounts))


def _owned(one: KindEvidence, pairs: _Pairs, among: Int32Array | None) -> Iterator[Int64Array]:
    """Yield rows of listing, account and value of values that mostly reviewers of the listing hold."""
    holders = one.holders()
    is_few = (holders >= _FEWEST) & (holders <= MAX_HOLDERS)
    values: IntArray = np.flatnonzero(is_few) if among is None else among[is_few[among]]
    if len(values) == 0:
        return
    places, counts = spans(one.relation.adjacency.t_indptr, values)
    account, value = one.relation.adjacency.t_indices[places], np.repeat(values, counts)
    product, counts = pairs.of(account)
    listing = pairs.listing_of[product]
    rows = distinct_rows(np.stack([np.repeat(value, counts), listing, np.repeat(account, counts)], axis=1))
    starts = np.flatnonzero((np.diff(rows[:, :2], axis=0, prepend=-1) != 0).any(axis=1))
    sizes = np.diff(np.append(starts, len(rows)))
    kept = (sizes >= _FEWEST) & (sizes - 1 >= _MOSTLY * (holders[rows[starts, 0]] - 1))
    yield rows[np.repeat(kept, sizes)][:, [1, 2, 0]]


def _with_sellers(kind: str, one: KindEvidence, pairs: _Pairs, among: Int32Array | None) -> Int64Array:
    """Return listing, account and seller where an account shares a value with the listing's seller."""
    graph = pairs.graph
    if kind not in graph.seller_identifiers:
        return np.zeros((0, 3), dtype=np.int64)
    sold = graph.seller_identifiers[kind].adjacency
    holders = one.holders()
    is_few = (np.diff(sold.t_indptr) > 0) & (holders > 0) & (holders <= MAX_HOLDERS)
    values: IntArray = np.flatnonzero(is_few) if among is None else among[is_few[among]]
    places, n_sellers = spans(sold.t_indptr, values)
    seller, value = sold.t_indices[places], np.repeat(values, n_sellers)
    places, counts = spans(one.relation.adjacency.t_indptr, value)
    account, seller = one.relation.adjacency.t_indices[places], np.repeat(seller, counts)
    product, counts = pairs.of(account)
    account, seller = np.repeat(account, counts), np.repeat(seller, counts)
    own = graph.product_seller[product] == seller
    return np.stack([pairs.listing_of[product[own]], account[own], seller[own]], axis=1).astype(np.int64)


def _households(ties: _Ties, part: Int64Array, size: int, n_sellers: int) -> int:
    """Count connected accounts as one household, besides each beyond `size` and each tied to a seller.

    Values below `n_sellers` stand for sellers.
    """
    account, value = ties.account[part], ties.value[part]
    return 1 + max(len(np.unique(account)) - size, 0) + len(np.unique(account[value < n_sellers]))


def _candidate(tied: _Tied, listing_of: Int64Array, graph: EntityGraph) -> Candidate:
    members = tied.members
    places, _ = spans(graph.reviews.indptr, members)
    edges = places[np.isin(listing_of[graph.reviews.indices[places]], tied.listings)]
    products, counts = np.unique(graph.reviews.indices[edges], return_counts=True)
    written = graph.reviews.col_degrees(products)
    active = graph.reviews.row_degrees(member_of_edges(graph, edges)).sum()
    expected = active * written / graph.reviews.n_edges
    return Candidate(
        group=Group(frozen(members), frozen(products), frozen(np.sort(edges))),
        membership=frozen(np.full(len(members), 3.0)),
        n=frozen(counts.astype(np.int32)),
        expected=frozen(np.asarray(expected, dtype=np.float64)),
        surplus=tied.surplus,
        stars=0.0,
        life=0.0,
        origin=ORIGIN,
    )

"""Candidates from bursts: accounts of which most reviews fall into one burst of a product's reviews.

Accounts that are used once leave no pair that meets twice. What they leave is a burst: reviews of one
product, or of several at the same time, at a rate that the product never sees, by accounts that wrote hardly
anything else.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from collusion.arrays import Float64Array, Int32Array, Int64Array, IntArray, distinct_rows, frozen, is_among
from collusion.detection.candidates import Candidate
from collusion.detection.params import DetectionParams
from collusion.evidence.group import Group
from collusion.evidence.identifiers import IdentifierEvidence
from collusion.evidence.identity_effects import MAX_HOLDERS
from collusion.evidence.timing import TimeOrder
from collusion.graph.bipartite import spans
from collusion.graph.build import NO_TIME, EntityGraph
from collusion.kernels import scans
from collusion.kernels.components import connected_components
from collusion.kernels.poisson import poisson_surplus

#: How a candidate of a burst is called.
ORIGIN = "burst of single reviews"
_DAY = 1440.0
#: Longest bursts in days; the shorter the steeper.
_LENGTHS = (1.0, 4.0, 14.0)
#: Nats of surplus over a product's even arrivals from which a burst is looked at.
_LEAST_SURPLUS = 8.0
#: Share of an account's reviews that must be in the burst for it to be a member.
DEDICATED = 0.5
#: Times as many accounts as an honest campaign has reviews from which all that came are members.
_HARDLY_ANYBODY = 10.0
#: How many times as many reviews as its usual pace an honest product may see in a burst.
HONEST_FACTOR = 3.0
#: Days between two bursts of products of one seller that are one campaign.
_SAME_CAMPAIGN = 14 * 1440
#: Cards, devices or the like that accounts of two bursts hold in common where both are one campaign.
_SHARED_VALUES = 2
#: Products that burst within a day from which they are looked at together, and nats that must show they do.
_FEWEST_TOGETHER, _TOGETHER = 4, 10.0
#: Days that are added to the time in which a product is sold, so that a young one has a pace.
_SOLD_AT_LEAST = 60 * 1440


@dataclass(frozen=True, slots=True)
class _Bursts:
    """Bursts of all products, shape (n,) each: the product, positions in column order, minutes, surplus.

    `n_cut` more were left out by ``detection.max_seeds``.
    """

    product: Int32Array
    low: Int64Array
    high: Int64Array
    first: Int64Array
    last: Int64Array
    surplus: np.typing.NDArray[np.float64]
    n_cut: int


def burst_candidates(
    graph: EntityGraph, order: TimeOrder, instruments: IdentifierEvidence, *, params: DetectionParams
) -> tuple[list[Candidate], int]:
    """Propose the dedicated accounts of every burst and of bursts that belong together.

    Parameters
    ----------
    graph
        The graph.
    order
        Its reviews in order of time.
    instruments
        Cards, devices and the like.
    params
        Fewest members without a common habit, and how many bursts are looked at.

    Returns
    -------
    tuple
        Those whose dedicated reviews exceed three times the products' own pace, by falling evidence; of two
        that share most of their members the one with more. None without times. Then how many bursts
        ``detection.max_seeds`` left out. O(n_edges + bursts · their reviews).
    """
    if not graph.has_times:
        return [], 0
    bursts = _find(graph, order, params)
    burst, _ = _dedicated(bursts.low, bursts.high, graph, order)
    n_dedicated = np.bincount(burst, minlength=len(bursts.product))
    campaigns = [np.array([k]) for k in np.flatnonzero(n_dedicated >= params.min_single_members).tolist()]
    campaigns += _of_sellers(bursts, graph) + _of_days(bursts, order)
    campaigns += _of_instruments(bursts, graph, order, instruments)
    found = []
    for campaign in campaigns:
        candidate = _candidate(bursts, campaign, graph, order, params.min_single_members)
        if candidate is not None:
            found.append(candidate)
    return _distinct(found), bursts.n_cut


def _find(graph: EntityGraph, order: TimeOrder, params: DetectionParams) -> _Bursts:
    """Find the bursts of every length, each window once, at most as many as seeds, the steepest first."""
    parts = [
        scans.scan_bursts(
            graph.reviews.t_indptr, order.minute, days * _DAY, order.span_minutes, params.cohort_size
        )
        for days in _LENGTHS
    ]
    low, high = np.concatenate([part.low for part in parts]), np.concatenate([part.high for part in parts])
    surplus = np.concatenate([part.surplus for part in parts]) / 1000.0
    kept = np.flatnonzero((surplus >= _LEAST_SURPLUS) & (order.minute[low] != NO_TIME))
    n_cut = max(len(kept) - params.max_seeds, 0)
    kept = kept[np.lexsort((low[kept], -surplus[kept]))][: params.max_seeds]
    _, once = np.unique(np.stack([low[kept], high[kept]]), axis=1, return_index=True)
    kept = np.sort(kept[once])
    product = (np.searchsorted(graph.reviews.t_indptr, low[kept], side="right") - 1).astype(np.int32)
    first, last = (order.minute[end[kept]].astype(np.int64) for end in (low, high))
    return _Bursts(product, low[kept], high[kept], first, last, surplus[kept], n_cut)


def _dedicated(
    low: Int64Array, high: Int64Array, graph: EntityGraph, order: TimeOrder
) -> tuple[Int64Array, Int32Array]:
    """Return whose reviews are mostly in a window of one product, and the window of each, in order.

    The windows are from `low` to `high`, positions in column order.
    """
    lengths = high - low + 1
    window = np.repeat(np.arange(len(lengths)), lengths)
    places = np.arange(lengths.sum()) + np.repeat(low - np.cumsum(lengths) + lengths, lengths)
    who = order.reviewers[places]
    alone = graph.reviews.row_degrees(who) <= 1.0 / DEDICATED
    return window[alone], who[alone]


def _of_sellers(bursts: _Bursts, graph: EntityGraph) -> list[Int64Array]:
    """Return the bursts of products of one seller that follow one another within days."""
    seller = graph.product_seller[bursts.product]
    order = np.lexsort((bursts.first, seller))
    order = order[seller[order] >= 0]
    if len(order) == 0:
        return []
    breaks = (np.diff(seller[order]) != 0) | (np.diff(bursts.first[order]) > _SAME_CAMPAIGN)
    ends = np.flatnonzero(np.append(breaks, True)) + 1
    starts = np.concatenate(([0], ends[:-1]))
    several = np.flatnonzero(ends - starts > 1).tolist()
    runs = [order[starts[k] : ends[k]] for k in several]
    return [run for run in runs if (bursts.product[run] != bursts.product[run[0]]).any()]


def _of_days(bursts: _Bursts, order: TimeOrder) -> list[Int64Array]:
    """Return the short bursts of days on which far more products burst than on others."""
    short = np.flatnonzero(bursts.last - bursts.first <= 2 * _DAY)
    day = bursts.first[short] // int(_DAY)
    days, counts = np.unique(day, return_counts=True)
    usual = len(short) / max(order.span_minutes / _DAY, 1.0)
    telling = [
        when
        for when, count in zip(days.tolist(), counts.tolist(), strict=True)
        if count >= _FEWEST_TOGETHER and poisson_surplus(float(count), max(usual, 0.05)) > _TOGETHER
    ]
    return [short[np.abs(day - when) <= 1] for when in telling]


def _of_instruments(
    bursts: _Bursts, graph: EntityGraph, order: TimeOrder, instruments: IdentifierEvidence
) -> list[Int64Array]:
    """Return the bursts of several products whose dedicated accounts hold several values in common."""
    by_product = np.lexsort((bursts.high, bursts.low))
    burst, who = _dedicated(bursts.low[by_product], bursts.high[by_product], graph, order)
    pairs = [np.zeros((0, 2), dtype=np.int64)]
    for kind in instruments.kinds.values():
        adjacency = kind.relation.adjacency
        at, counts = spans(adjacency.indptr, who)
        value, of = adjacency.indices[at].astype(np.int64), np.repeat(burst, counts)
        shared = (kind.holders()[value] > 1) & (kind.holders()[value] <= MAX_HOLDERS)
        rows = distinct_rows(np.stack([value[shared], of[shared]], axis=1))
        beside = np.diff(rows[:, 0]) == 0
        pairs.append(np.stack([rows[:-1, 1][beside], rows[1:, 1][beside]], axis=1))
    found, counts = np.unique(np.concatenate(pairs), axis=0, return_counts=True)
    product = bursts.product[by_product]
    apart = product[found[:, 0]] != product[found[:, 1]]
    first, second = found[(counts >= _SHARED_VALUES) & apart].T.astype(np.int32)
    labels = connected_components(len(product), first, second)
    several = np.flatnonzero(np.bincount(labels, minlength=len(product)) > 1)
    return [by_product[labels == label] for label in several.tolist()]


def _candidate(
    bursts: _Bursts,
    campaign: Int64Array,
    graph: EntityGraph,
    order: TimeOrder,
    min_members: int,
) -> Candidate | None:
    """Return the dedicated accounts of a campaign as a candidate, if they exceed the products' own pace."""
    reviews = graph.reviews
    by_product = _longest(bursts, campaign)
    places = np.concatenate([np.arange(low, high + 1) for low, high in by_product.values()])
    who, counts = np.unique(order.reviewers[places], return_counts=True)
    written = reviews.indptr[who + 1] - reviews.indptr[who]
    is_all = _is_campaign(bursts, campaign, by_product, graph, order, len(who))
    members = who[is_all | (counts >= DEDICATED * written)].astype(np.int32)
    if len(members) < min_members:
        return None
    return candidate_of(by_product, members, graph, order)


def candidate_of(
    windows: Mapping[int, tuple[int, int]], members: Int32Array, graph: EntityGraph, order: TimeOrder
) -> Candidate | None:
    """Make a candidate of some of those who reviewed products within windows of time.

    Parameters
    ----------
    windows
        The first and last place in column order of time of each product's window, by product.
    members
        Accounts with a review in a window, ascending.
    graph, order
        The graph, and its reviews in order of time.

    Returns
    -------
    Candidate or None
        None where their reviews do not exceed three times the products' own pace: O(reviews in the windows
        and of the members).
    """
    products = np.array(sorted(windows), dtype=np.int32)
    n, expected = np.zeros(len(products), np.int32), np.zeros(len(products))
    places = []
    for at, p in enumerate(products.tolist()):
        low, high = windows[p]
        own = low + np.flatnonzero(is_among(order.reviewers[low : high + 1], members))
        n[at], expected[at] = len(own), usual_pace(p, low, high, graph, order)
        places.append(own)
    kept = n > 0
    surplus = surplus_of(n[kept], expected[kept], price_of(products[kept], graph))
    if surplus <= 0.0:
        return None
    edges = _edges(np.concatenate(places), graph, order, members)
    return Candidate(
        group=Group(frozen(members), frozen(products[kept]), frozen(edges)),
        membership=frozen(np.full(len(members), 3.0)),
        n=frozen(n[kept]),
        expected=frozen(expected[kept]),
        surplus=surplus,
        stars=0.0,
        life=0.0,
        origin=ORIGIN,
    )


def price_of(products: Int32Array, graph: EntityGraph) -> float:
    """Return the nats that choosing each of some products costs.

    Several of one seller are chosen among its own, the seller once.
    """
    sellers = np.unique(graph.product_seller[products])
    if len(products) < 2 or len(sellers) > 1 or sellers[0] < 0:
        return math.log(max(len(graph.products), 2))
    listings = np.count_nonzero(graph.product_seller == sellers[0])
    return math.log(max(len(graph.sellers), 2)) / len(products) + math.log(listings)


def surplus_of(n: IntArray, expected: Float64Array, price: float) -> float:
    """Return the nats by which bursts of some products exceed what an honest campaign may bring.

    Parameters
    ----------
    n, expected
        The members' reviews in each burst, and the product's own pace, shape (n_bursts,).
    price
        Nats that choosing each product costs.

    Returns
    -------
    float
        Net of choosing the products.
    """
    return float(sum(poisson_surplus(float(k), HONEST_FACTOR * mu) - price for k, mu in zip(n, expected)))


def _is_campaign(
    bursts: _Bursts,
    campaign: Int64Array,
    by_product: dict[int, tuple[int, int]],
    graph: EntityGraph,
    order: TimeOrder,
    n_accounts: int,
) -> bool:
    """Return whether hardly any of `n_accounts` would have come to a campaign's products on its two days.

    Then whoever came belongs to it. Accounts count, not reviews: that a ring writes much is not why strangers
    came.
    """
    is_short = bool((bursts.last[campaign] - bursts.first[campaign] <= 2 * _DAY).all())
    if len(by_product) < _FEWEST_TOGETHER or not is_short:
        return False
    usual = HONEST_FACTOR * sum(usual_pace(p, *window, graph, order) for p, window in by_product.items())
    return n_accounts >= _HARDLY_ANYBODY * usual


def _longest(bursts: _Bursts, campaign: Int64Array) -> dict[int, tuple[int, int]]:
    """Return of each product of a campaign the longest of its windows, which may overlap."""
    found: dict[int, tuple[int, int]] = {}
    for k in campaign.tolist():
        p, low, high = int(bursts.product[k]), int(bursts.low[k]), int(bursts.high[k])
        if p not in found or high - low > found[p][1] - found[p][0]:
            found[p] = (low, high)
    return found


def usual_pace(p: int, low: int, high: int, graph: EntityGraph, order: TimeOrder) -> float:
    """Return how many reviews product `p` sees in a time as long as from `low` to `high`, outside of it.

    Parameters
    ----------
    p
        The product.
    low, high
        First and last place of the time in column order.
    graph, order
        The graph, and its reviews in order of time.

    Returns
    -------
    float
        Above 0; a day counts at least, and 60 days are added to the time in which it is sold.
    """
    first, last = int(graph.reviews.t_indptr[p]), int(graph.reviews.t_indptr[p + 1]) - 1
    minute = order.minute
    while first < low and minute[first] == NO_TIME:
        first += 1
    length = float(minute[high]) - float(minute[low])
    sold = float(minute[last]) - float(minute[first]) + _SOLD_AT_LEAST
    others = last - first + 1 - (high - low + 1)
    return (others + 1.0) * max(length, _DAY) / max(sold - length, _DAY)


def _edges(places: Int64Array, graph: EntityGraph, order: TimeOrder, members: Int32Array) -> Int64Array:
    """Return the edges in row order of reviews at `places` in column order of time, ascending."""
    position = order.position
    starts, stops = graph.reviews.indptr[members], graph.reviews.indptr[members + 1]
    mine = np.concatenate([np.arange(a, b) for a, b in zip(starts.tolist(), stops.tolist(), strict=True)])
    return np.asarray(mine[is_among(position[mine], np.sort(places))], dtype=np.int64)


def _distinct(candidates: list[Candidate]) -> list[Candidate]:
    """Keep of candidates that share most of the smaller one's members the one with most evidence."""
    kept: list[Candidate] = []
    taken: dict[int, list[int]] = {}
    for one in sorted(candidates, key=lambda c: (-c.surplus, c.group.members.tobytes())):
        rivals: dict[int, int] = {}
        for member in one.group.members.tolist():
            for k in taken.get(member, ()):
                rivals[k] = rivals.get(k, 0) + 1
        smaller = [min(len(one.group.members), len(kept[k].group.members)) for k in rivals]
        if any(n >= 0.5 * size for n, size in zip(rivals.values(), smaller, strict=True)):
            continue
        for member in one.group.members.tolist():
            taken.setdefault(member, []).append(len(kept))
        kept.append(one)
    return kept

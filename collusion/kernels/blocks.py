"""Alternating block growth: members ↔ cells (product × time window), each step by likelihood ratio.

A block is a set of members and a set of cells. Given members, a cell is kept when the members' reviews in it
exceed what the null expects by more than the cost of choosing it (Poisson scan, Kulldorff 1997, §2). Given
cells, an account is a member when its reviews in and out of them are likelier under the block's coverage than
under its own activity elsewhere, by more than the cost of choosing it among all accounts. Alternating the two is
the coordinate ascent of CopyCatch (Beutel et al. 2013, §4) with surplus over expectation in place of counts.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from collusion.arrays import BoolArray, Float32Array, Float64Array, Int32Array, Int64Array
from collusion.kernels.jit import kernel


class World(NamedTuple):
    """The review graph as block growth sees it.

    Edges in row order (by reviewer): ``indptr`` (n_reviewers + 1,), ``product``, ``position`` (place of the edge in
    column order), ``praise`` and ``blame`` (log-likelihood ratio of the edge's stars under a promoting and an
    attacking ring against honest buyers). Edges in column order (by product, then time): ``t_indptr``
    (n_products + 1,), ``t_reviewer``, ``t_minute``, ``t_edge`` (place in row order). Null: ``stratum`` of each product,
    ``stratum_reviews`` (n_strata,).
    """

    indptr: Int64Array
    product: Int32Array
    position: Int64Array
    praise: Float32Array
    blame: Float32Array
    t_indptr: Int64Array
    t_reviewer: Int32Array
    t_minute: Int32Array
    t_edge: Int64Array
    stratum: Int32Array
    stratum_reviews: Float64Array


class Rules(NamedTuple):
    """The numbers of block growth: see `collusion.detection.params`."""

    prior_activity: float
    prior_arrivals: float
    span_minutes: float
    margin_minutes: float
    reviewer_cap: int
    product_cap: int
    max_rounds: int
    star_weight: float
    first_strictness: float
    min_first_cells: int


class Scratch(NamedTuple):
    """Work arrays, all zero (``cell_of``: −1) between calls, so that a call costs what it touches.

    ``barred`` belongs to the caller: reviewers that may not become members.
    """

    ratio: Float64Array
    hits: Int32Array
    reviewers: Int32Array
    count: Int32Array
    cell_of: Int32Array
    products: Int32Array
    activity: Float64Array
    own: Float64Array
    barred: BoolArray


class Cells(NamedTuple):
    """Chosen cells, shape (n_cells,) each: product, column-order positions [low, high], members' reviews, expected, gain in nats."""

    product: Int32Array
    low: Int64Array
    high: Int64Array
    n: Int32Array
    expected: Float64Array
    gain: Float64Array


class Growth(NamedTuple):
    """A grown block: members ascending, each member's log-likelihood ratio, its cells, and its evidence in nats.

    ``surplus`` is that of who, what and when; ``stars`` the share of the evidence of stars that counts for a block.
    """

    members: Int32Array
    ratio: Float64Array
    cells: Cells
    surplus: float
    stars: float


def make_scratch(n_reviewers: int, n_products: int, n_strata: int) -> Scratch:
    """Allocate the work arrays of `grow` for a graph of that size."""
    return Scratch(
        ratio=np.zeros(n_reviewers),
        hits=np.zeros(n_reviewers, np.int32),
        reviewers=np.zeros(n_reviewers, np.int32),
        count=np.zeros(n_products, np.int32),
        cell_of=np.full(n_products, -1, np.int32),
        products=np.zeros(n_products, np.int32),
        activity=np.zeros(n_strata),
        own=np.zeros(n_strata),
        barred=np.zeros(n_reviewers, np.bool_),
    )


@kernel
def log_choose(n: float, k: float) -> float:
    """Return ln of the binomial coefficient n over k."""
    return math.lgamma(n + 1.0) - math.lgamma(k + 1.0) - math.lgamma(n - k + 1.0)


@kernel
def poisson_surplus(n: float, expected: float) -> float:
    """Return n·ln(n/expected) − (n − expected): the nats by which n events exceed `expected`; 0 when they do not."""
    if n <= expected:
        return 0.0
    return n * math.log(n / expected) - (n - expected)


@kernel
def in_cell(world, scratch, cells, edge):  # type: ignore[no-untyped-def]  # numba infers NamedTuples
    """Return whether row-order `edge` lies in one of `cells` (`scratch.cell_of` holds their index by product)."""
    c = scratch.cell_of[world.product[edge]]
    if c < 0:
        return False
    position = world.position[edge]
    return cells.low[c] <= position <= cells.high[c]


@kernel
def mark(scratch, cells, on):  # type: ignore[no-untyped-def]  # numba infers NamedTuples
    """Write the index of each cell into `scratch.cell_of`, or clear it."""
    for c in range(len(cells.product)):
        scratch.cell_of[cells.product[c]] = c if on else -1


@kernel
def outside_activity(members, world, rules, scratch, cells):  # type: ignore[no-untyped-def]
    """Fill `scratch.activity` with the members' expected activity by stratum, from reviews outside `cells`."""
    scratch.activity[:] = rules.prior_activity * len(members)
    for i in range(len(members)):
        for e in range(world.indptr[members[i]], world.indptr[members[i] + 1]):
            if not in_cell(world, scratch, cells, e):
                scratch.activity[world.stratum[world.product[e]]] += 1.0


@kernel
def best_window(places, n, p, world, rules, activity, strictness):  # type: ignore[no-untyped-def]
    """Find the window of product `p` in which the members' reviews at ascending `places[:n]` exceed expectation most.

    Returns first and last index into `places`, the expected number and the gain in nats, net of `strictness` times the
    cost of choosing the window among all windows of the product. O(n²).
    """
    start, degree = world.t_indptr[p], world.t_indptr[p + 1] - world.t_indptr[p]
    rate = activity / world.stratum_reviews[world.stratum[p]]
    others = degree - n
    best_i, best_j = 0, n - 1
    best_mu = rate * (others + rules.prior_arrivals)
    best = poisson_surplus(float(n), best_mu) - strictness * math.log(2.0)
    if world.t_minute[start] == np.iinfo(np.int32).min:
        return best_i, best_j, best_mu, best
    cost = strictness * (math.log(2.0) + math.log(degree * (degree + 1) / 2.0))
    step = 1 + n // 64
    for i in range(0, n, step):
        for j in range(i + 1, n, step):
            inside = j - i + 1
            length = world.t_minute[places[j]] - world.t_minute[places[i]]
            arrivals = max(places[j] - places[i] + 1 - inside, others * length / rules.span_minutes)
            mu = rate * (arrivals + rules.prior_arrivals)
            gain = poisson_surplus(float(inside), mu) - cost
            if gain > best:
                best_i, best_j, best_mu, best = i, j, mu, gain
    return best_i, best_j, best_mu, best


@kernel
def collect_places(members, world, rules, scratch):  # type: ignore[no-untyped-def]
    """Gather the members' reviews by product: products with two or more, offsets, ascending column-order places.

    Products with more than `rules.product_cap` reviews are left out.
    """
    n_touched = 0
    for i in range(len(members)):
        for e in range(world.indptr[members[i]], world.indptr[members[i] + 1]):
            p = world.product[e]
            if world.t_indptr[p + 1] - world.t_indptr[p] > rules.product_cap:
                continue
            if scratch.count[p] == 0:
                scratch.products[n_touched] = p
                n_touched += 1
            scratch.count[p] += 1
    n_kept, total = 0, 0
    offset = np.zeros(n_touched + 1, np.int64)
    products = np.empty(n_touched, np.int32)
    for k in range(n_touched):
        p = scratch.products[k]
        if scratch.count[p] >= 2:
            products[n_kept] = p
            total += scratch.count[p]
            n_kept += 1
            offset[n_kept] = total
            scratch.cell_of[p] = n_kept - 1
        scratch.count[p] = 0
    places = np.empty(total, np.int64)
    for i in range(len(members)):
        for e in range(world.indptr[members[i]], world.indptr[members[i] + 1]):
            p = world.product[e]
            k = scratch.cell_of[p]
            if k >= 0:
                places[offset[k] + scratch.count[p]] = world.position[e]
                scratch.count[p] += 1
    for k in range(n_kept):
        p = products[k]
        scratch.count[p] = 0
        scratch.cell_of[p] = -1
        places[offset[k] : offset[k + 1]].sort()
    return products[:n_kept], offset[: n_kept + 1], places


@kernel
def choose_cells(members, world, rules, scratch, cells, strictness):  # type: ignore[no-untyped-def]
    """Choose the cells in which `members` exceed expectation, activity cross-fitted outside the former `cells`.

    A cell must gain more than `strictness` times the cost of choosing its product and window.
    """
    mark(scratch, cells, True)
    outside_activity(members, world, rules, scratch, cells)
    mark(scratch, cells, False)
    products, offset, places = collect_places(members, world, rules, scratch)
    m = len(products)
    low, high = np.empty(m, np.int64), np.empty(m, np.int64)
    number, expected, gain = np.empty(m, np.int32), np.empty(m), np.empty(m)
    cost = math.log(max(len(world.stratum), 2))
    kept = 0
    for k in range(m):
        p = products[k]
        here = places[offset[k] : offset[k + 1]]
        activity = scratch.activity[world.stratum[p]]
        i, j, mu, value = best_window(here, len(here), p, world, rules, activity, strictness)
        if value > strictness * cost:
            products[kept] = p
            low[kept], high[kept] = here[i], here[j]
            number[kept], expected[kept], gain[kept] = j - i + 1, mu, value - cost
            kept += 1
    return Cells(products[:kept], low[:kept], high[:kept], number[:kept], expected[:kept], gain[:kept])


@kernel
def widened(c, cells, world, rules):  # type: ignore[no-untyped-def]
    """Return the column-order range of cell `c` widened by a margin of time, so that neighbours in time can join."""
    p = cells.product[c]
    low, high = cells.low[c], cells.high[c]
    if world.t_minute[low] == np.iinfo(np.int32).min:
        return world.t_indptr[p], world.t_indptr[p + 1] - 1
    length = world.t_minute[high] - world.t_minute[low]
    margin = min(rules.margin_minutes, 0.25 * length + 1440.0)
    first = world.t_minute[low] - margin
    last = world.t_minute[high] + margin
    while low > world.t_indptr[p] and world.t_minute[low - 1] >= first:
        low -= 1
    while high + 1 < world.t_indptr[p + 1] and world.t_minute[high + 1] <= last:
        high += 1
    return low, high


@kernel
def star_sums(members, world, scratch, cells):  # type: ignore[no-untyped-def]
    """Return the members' evidence of praise and of blame in the cells, nats; `scratch.cell_of` must hold the cells."""
    praise, blame = 0.0, 0.0
    for i in range(len(members)):
        for e in range(world.indptr[members[i]], world.indptr[members[i] + 1]):
            if in_cell(world, scratch, cells, e):
                praise += world.praise[e]
                blame += world.blame[e]
    return praise, blame


@kernel
def star_gain(members, world, scratch, cells):  # type: ignore[no-untyped-def]
    """Return the nats by which the members' stars in the cells fit a ring, net of choosing praise or blame; at least 0."""
    mark(scratch, cells, True)
    praise, blame = star_sums(members, world, scratch, cells)
    mark(scratch, cells, False)
    return max(praise, blame, math.log(2.0)) - math.log(2.0)


@kernel
def own_activity_cost(r, world, rules, scratch, cells):  # type: ignore[no-untyped-def]
    """Return Σ ln(expected activity) over the reviews of `r` in the cells, the activity cross-fitted outside them."""
    scratch.own[:] = rules.prior_activity
    for e in range(world.indptr[r], world.indptr[r + 1]):
        if not in_cell(world, scratch, cells, e):
            scratch.own[world.stratum[world.product[e]]] += 1.0
    cost = 0.0
    for e in range(world.indptr[r], world.indptr[r + 1]):
        if in_cell(world, scratch, cells, e):
            cost += math.log(scratch.own[world.stratum[world.product[e]]])
    return cost


@kernel
def choose_members(members, world, rules, scratch, cells, strictness):  # type: ignore[no-untyped-def]
    """Choose the accounts whose reviews are likelier inside the block of `cells` than outside it.

    The ratio must exceed `strictness` times the cost of choosing the account among all.

    Returns members ascending, and their log-likelihood ratio net of ln(n_reviewers / n_members).
    """
    mark(scratch, cells, True)
    praise, blame = star_sums(members, world, scratch, cells)
    attack = blame > praise
    size, touched, absent = len(members), 0, 0.0
    wide_low, wide_high = cells.low.copy(), cells.high.copy()
    for c in range(len(cells.product)):
        coverage = min((cells.n[c] + 0.5) / (size + 1.0), 0.98)
        wide_low[c], wide_high[c] = widened(c, cells, world, rules)
        absent += math.log(1.0 - coverage)
        p = cells.product[c]
        arrivals = max(cells.high[c] - cells.low[c] + 1 - cells.n[c], 0) + rules.prior_arrivals
        share = arrivals / world.stratum_reviews[world.stratum[p]]
        present = math.log(coverage / share) - math.log(1.0 - coverage)
        for t in range(wide_low[c], wide_high[c] + 1):
            r = world.t_reviewer[t]
            if scratch.barred[r] or world.indptr[r + 1] - world.indptr[r] > rules.reviewer_cap:
                continue
            if scratch.hits[r] == 0:
                scratch.reviewers[touched] = r
                touched += 1
            scratch.hits[r] += 1
            e = world.t_edge[t]
            scratch.ratio[r] += present + rules.star_weight * (world.blame[e] if attack else world.praise[e])
    wide = Cells(cells.product, wide_low, wide_high, cells.n, cells.expected, cells.gain)
    prior = strictness * math.log(len(world.indptr) / max(size, 2.0))
    chosen, ratios = np.empty(touched, np.int32), np.empty(touched)
    kept = 0
    for k in range(touched):
        r = scratch.reviewers[k]
        ratio = scratch.ratio[r] + absent - prior
        if scratch.hits[r] >= 2 and ratio > 0.0:
            ratio -= own_activity_cost(r, world, rules, scratch, wide)
            if ratio > 0.0:
                chosen[kept], ratios[kept] = r, ratio
                kept += 1
        scratch.hits[r] = 0
        scratch.ratio[r] = 0.0
    mark(scratch, cells, False)
    order = np.argsort(chosen[:kept])
    return chosen[:kept][order], ratios[:kept][order]


@kernel
def surplus_of(n_members, n_reviewers, cells):  # type: ignore[no-untyped-def]
    """Return the block's surplus in nats: the gains of its cells minus the cost of choosing its members."""
    total = -log_choose(float(n_reviewers), float(n_members))
    for c in range(len(cells.gain)):
        total += cells.gain[c]
    return total


@kernel
def no_cells():  # type: ignore[no-untyped-def]
    """Return an empty set of cells."""
    whole, index, real = np.empty(0, np.int32), np.empty(0, np.int64), np.empty(0)
    return Cells(whole, index, index, whole, real, real)


@kernel
def grow(seed, world, rules, scratch):  # type: ignore[no-untyped-def]
    """Grow a block from the accounts of `seed` (ascending) until it no longer changes or `rules.max_rounds`.

    Returns the `Growth` of most evidence on the way; without members when the seed leads nowhere.
    Each round costs O(reviews of the members + reviews in the cells).
    """
    n_reviewers = len(world.indptr) - 1
    members, ratios = seed.copy(), np.zeros(len(seed))
    cells = choose_cells(members, world, rules, scratch, no_cells(), rules.first_strictness)
    best = Growth(members[:0], ratios[:0], no_cells(), -np.inf, 0.0)
    for turn in range(rules.max_rounds):
        strictness = min(1.0, rules.first_strictness + 0.2 * turn)
        if len(cells.product) < (2 if strictness >= 1.0 else rules.min_first_cells):
            break
        chosen, ratios = choose_members(members, world, rules, scratch, cells, strictness)
        if len(chosen) < 3:
            break
        same = len(chosen) == len(members) and np.all(chosen == members)
        members = chosen
        cells = choose_cells(members, world, rules, scratch, cells, strictness)
        surplus = surplus_of(len(members), n_reviewers, cells)
        stars = rules.star_weight * star_gain(members, world, scratch, cells)
        if surplus + stars > best.surplus + best.stars and strictness >= 1.0:
            best = Growth(members, ratios, cells, surplus, stars)
        if same and strictness >= 1.0:
            break
    return best

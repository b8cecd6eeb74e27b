"""Alternating block growth: members ↔ cells (product × time window), each step by likelihood ratio.

A block is a set of members and a set of cells. Given members, a cell is kept when the members' reviews in it
exceed what the null expects by more than the cost of choosing it (Poisson scan, Kulldorff 1997, §2). Given
cells, an account is a member when its reviews in and out of them are likelier under the block's coverage than
under its own activity elsewhere, by more than the cost of choosing it among all accounts. Alternating the two
is the coordinate ascent of CopyCatch (Beutel et al. 2013, §4) with surplus over expectation in place of
counts.
"""

from __future__ import annotations

import math

import numpy as np

from collusion.kernels.block_records import Cells, Growth, Rules, Scratch, World, make_scratch
from collusion.kernels.jit import kernel

__all__ = [
    "Cells",
    "Growth",
    "Rules",
    "Scratch",
    "World",
    "choose_cells",
    "choose_members",
    "grow",
    "make_scratch",
    "star_gain",
    "surplus_of",
]


@kernel
def log_choose(n: float, k: float) -> float:
    """Return ln of the binomial coefficient n over k."""
    return math.lgamma(n + 1.0) - math.lgamma(k + 1.0) - math.lgamma(n - k + 1.0)


@kernel
def poisson_surplus(n: float, expected: float) -> float:
    """Return n·ln(n/expected) − (n − expected), the nats by which n events exceed `expected`; else 0."""
    if n <= expected:
        return 0.0
    return n * math.log(n / expected) - (n - expected)


@kernel
def in_cell(world, scratch, cells, edge):  # type: ignore[no-untyped-def]  # numba infers NamedTuples
    """Return whether an `edge` of `world`, in row order, lies in one of `cells`, marked in `scratch`."""
    c = scratch.cell_of[world.product[edge]]
    if c < 0:
        return False
    position = world.position[edge]
    return cells.low[c] <= position <= cells.high[c]


@kernel
def mark(scratch, cells, on):  # type: ignore[no-untyped-def]  # numba infers NamedTuples
    """Write the index of each of `cells` into ``scratch.cell_of`` when `on`, else clear it."""
    for c in range(len(cells.product)):
        scratch.cell_of[cells.product[c]] = c if on else -1


@kernel
def outside_activity(members, world, rules, scratch, cells):  # type: ignore[no-untyped-def]
    """Fill ``scratch.activity`` with the activity to expect of `members` by stratum of the `world`.

    It is what they wrote outside `cells` (marked in `scratch`) and what the `rules` grant them.
    """
    scratch.activity[:] = rules.prior_activity * len(members)
    for i in range(len(members)):
        for e in range(world.indptr[members[i]], world.indptr[members[i] + 1]):
            if not in_cell(world, scratch, cells, e):
                scratch.activity[world.stratum[world.product[e]]] += 1.0


@kernel
def best_window(places, n, p, world, rules, activity, strictness):  # type: ignore[no-untyped-def]
    """Find the window of product `p` in which the members' `n` reviews at ascending `places` exceed most.
    O(n²).

    `activity` is what to expect of the members in the product's stratum of `world` under `rules`. Returns
    first and last index into `places`, expected reviews, and the gain in nats net of `strictness` times the
    cost of choosing the window among all windows of the product. Unknown times are in no window but all.
    """
    degree = world.t_indptr[p + 1] - world.t_indptr[p]
    rate = activity / world.stratum_reviews[world.stratum[p]]
    others = degree - n
    best_i, best_j = 0, n - 1
    best_mu = rate * (others + rules.prior_arrivals)
    best = poisson_surplus(float(n), best_mu) - strictness * math.log(2.0)
    timed = 0
    while timed < n and world.t_minute[places[timed]] == np.iinfo(np.int32).min:
        timed += 1
    cost = strictness * (math.log(2.0) + math.log(degree * (degree + 1) / 2.0))
    step = 1 + n // 64
    for i in range(timed, n, step):
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
    """Gather the reviews of `members` by product: products with two or more, offsets, ascending places.

    Places are positions in the column order of `world`. Products with more reviews than the `rules` allow a
    target are left out; `scratch` counts and is clean again.
    """
    n_touched = 0
    for i in range(len(members)):
        for e in range(world.indptr[members[i]], world.indptr[members[i] + 1]):
            p = world.product[e]
            if world.t_indptr[p + 1] - world.t_indptr[p] > rules.product_cap:
                continue
            if scratch.counts[p] == 0:
                scratch.products[n_touched] = p
                n_touched += 1
            scratch.counts[p] += 1
    n_kept, total = 0, 0
    offset = np.zeros(n_touched + 1, np.int64)
    products = np.empty(n_touched, np.int32)
    for k in range(n_touched):
        p = scratch.products[k]
        if scratch.counts[p] >= 2:
            products[n_kept] = p
            total += scratch.counts[p]
            n_kept += 1
            offset[n_kept] = total
            scratch.cell_of[p] = n_kept - 1
        scratch.counts[p] = 0
    places = np.empty(total, np.int64)
    for i in range(len(members)):
        for e in range(world.indptr[members[i]], world.indptr[members[i] + 1]):
            p = world.product[e]
            k = scratch.cell_of[p]
            if k >= 0:
                places[offset[k] + scratch.counts[p]] = world.position[e]
                scratch.counts[p] += 1
    for k in range(n_kept):
        p = products[k]
        scratch.counts[p] = 0
        scratch.cell_of[p] = -1
        places[offset[k] : offset[k + 1]].sort()
    return products[:n_kept], offset[: n_kept + 1], places


@kernel
def choose_cells(members, world, rules, scratch, cells, strictness):  # type: ignore[no-untyped-def]
    """Choose the `Cells` of `world` in which `members` exceed expectation under `rules`; `scratch` is clean
    again.

    Activity is cross-fitted outside the former `cells`. A cell must gain more than `strictness` times the
    cost of choosing its product and window.
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
    """Return the range of cell `c` of `cells` in `world`, widened by the margin of time that `rules` allow.

    So neighbours in time can join.
    """
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
    """Return the evidence of praise and of blame of `members` in `cells` of the `world`, in nats.

    ``scratch.cell_of`` must hold the cells.
    """
    praise, blame = 0.0, 0.0
    for i in range(len(members)):
        for e in range(world.indptr[members[i]], world.indptr[members[i] + 1]):
            if in_cell(world, scratch, cells, e):
                praise += world.praise[e]
                blame += world.blame[e]
    return praise, blame


@kernel
def star_gain(members, world, scratch, cells):  # type: ignore[no-untyped-def]
    """Return the nats by which the stars of `members` in `cells` of the `world` fit a ring, at least 0.

    Choosing between praise and blame is paid for; `scratch` is clean again.
    """
    mark(scratch, cells, True)
    praise, blame = star_sums(members, world, scratch, cells)
    mark(scratch, cells, False)
    return max(praise, blame, math.log(2.0)) - math.log(2.0)


@kernel
def own_activity_cost(r, world, rules, scratch, cells):  # type: ignore[no-untyped-def]
    """Return Σ ln(expected activity) over the reviews of `r` in `cells` of the `world`.

    The activity is cross-fitted outside of the cells (marked in `scratch`), with what the `rules` grant.
    """
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
    """Choose the accounts of `world` whose reviews are likelier inside the block of `cells` than outside it.

    The former `members` set coverage and prior; the ratio must exceed, under the `rules`, `strictness` times
    the cost of choosing the account among all. Returns members ascending, and their log-likelihood ratio net
    of ln(n_reviewers / n_members); `scratch` is clean again.
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
    """Return the gains of `cells` in nats minus the cost of choosing `n_members` among `n_reviewers`."""
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
def is_better(surplus, stars, best):  # type: ignore[no-untyped-def]
    """Return whether `surplus` and `stars` beat the `best` block: by surplus, and with stars where none has
    any.
    """
    if surplus > 0.0 or best.surplus > 0.0:
        return surplus > best.surplus
    return surplus + stars > best.surplus + best.stars


@kernel
def grow(seed, world, rules, scratch):  # type: ignore[no-untyped-def]
    """Grow a block of `world` from the accounts of `seed`, ascending, until it no longer changes.

    Returns the `Growth` of most evidence within the rounds of the `rules`; without members when the seed
    leads nowhere. A round costs O(reviews of the members + reviews in the cells); `scratch` is clean again.
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
        if strictness >= 1.0 and is_better(surplus, stars, best):
            best = Growth(members, ratios, cells, surplus, stars)
        if same and strictness >= 1.0:
            break
    return best


@kernel
def is_sizeable(growth, rules):  # type: ignore[no-untyped-def]
    """Return whether a block has evidence at all and is large enough to be a ring."""
    big = len(growth.members) >= rules.min_members and len(growth.cells.product) >= rules.min_products
    return big and growth.surplus + growth.stars > 0.0


@kernel
def next_growth(start, indptr, members, covered, world, strict, lenient, scratch):  # type: ignore[no-untyped-def]
    """Grow the seeds from number `start` on until one leads to a sizeable block.

    Seeds are packed: offsets `indptr` into `members`, ascending within each; those `covered` seed nothing
    more. The `strict` rules come first; the `lenient` ones, where they lead nowhere, find sparser rings of
    the `world` but may run into others. Returns the number of the seed and its `Growth`; the number of seeds
    and an empty growth when none is left. `scratch` is clean again.
    """
    nothing = Growth(members[:0].copy(), np.empty(0), no_cells(), -np.inf, 0.0)
    for s in range(start, len(indptr) - 1):
        n_free = 0
        seed = np.empty(indptr[s + 1] - indptr[s], np.int32)
        for i in range(indptr[s], indptr[s + 1]):
            if not covered[members[i]]:
                seed[n_free] = members[i]
                n_free += 1
        if n_free < 3:
            continue
        growth = grow(seed[:n_free], world, strict, scratch)
        if not is_sizeable(growth, strict) and lenient.first_strictness < 1.0:
            growth = grow(seed[:n_free], world, lenient, scratch)
        if is_sizeable(growth, strict):
            return s, growth
    return len(indptr) - 1, nothing

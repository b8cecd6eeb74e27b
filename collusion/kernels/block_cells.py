"""The cells of a block: products and windows of time in which some members' reviews exceed expectation.

A cell is kept when the members' reviews in it exceed what the null expects by more than the cost of choosing
it (Poisson scan, Kulldorff 1997, §2). A product costs less to choose when its seller is a client already.
"""

from __future__ import annotations

import math

import numpy as np

from collusion.kernels.block_records import Cells, Meetings
from collusion.kernels.jit import inner_kernel, kernel
from collusion.kernels.poisson import poisson_surplus
from collusion.kernels.sorting import sort_ascending
from collusion.kernels.tenure import class_of
from collusion.minutes import NO_TIME

#: Members' reviews of a product up to which every window between two of them is tried.
_EXACT = 24


@kernel
def log_choose(n: float, k: float) -> float:
    """Return ln of the binomial coefficient n over k."""
    return math.lgamma(n + 1.0) - math.lgamma(k + 1.0) - math.lgamma(n - k + 1.0)


@inner_kernel
def in_cell(world, scratch, cells, edge):  # type: ignore[no-untyped-def]  # numba infers NamedTuples
    """Return whether an `edge` of `world`, in row order, lies in one of `cells`, marked in `scratch`."""
    c = scratch.cell_of[world.product[edge]]
    if c < 0:
        return False
    position = world.position[edge]
    return cells.low[c] <= position <= cells.high[c]


@inner_kernel
def mark(scratch, cells, on):  # type: ignore[no-untyped-def]  # numba infers NamedTuples
    """Write the index of each of `cells` into ``scratch.cell_of`` when `on`, else clear it."""
    for c in range(len(cells.product)):
        scratch.cell_of[cells.product[c]] = c if on else -1


@inner_kernel
def outside_activity(members, world, rules, scratch, cells):  # type: ignore[no-untyped-def]
    """Fill ``scratch.activity`` with the activity to expect of `members` by stratum of the `world`.

    It is what they wrote outside `cells` (marked in `scratch`) and what the `rules` grant them.
    """
    scratch.activity[:] = rules.prior_activity * len(members)
    everywhere = len(cells.product) == 0
    for i in range(len(members)):
        for e in range(world.indptr[members[i]], world.indptr[members[i] + 1]):
            if everywhere or not in_cell(world, scratch, cells, e):
                scratch.activity[world.stratum[world.product[e]]] += 1.0


@inner_kernel
def best_window(places, n, p, world, rules, activity, strictness):  # type: ignore[no-untyped-def]
    """Find the window of product `p` in which the members' `n` reviews at ascending `places` exceed most.

    `activity` is what to expect of the members in the product's stratum of `world` under `rules`. In a window
    the others who came within it are expected, or the product's even share for its length, whichever is more.
    Returns first and last index into `places`, expected reviews, and the gain in nats net of `strictness`
    times the cost of choosing the window among all windows of the product, and that cost. Unknown times are
    in no window but all. Beyond `_EXACT` reviews the windows of a grid are tried, then finer ones around the
    best: O(`_EXACT`² + log n).
    """
    degree = world.t_indptr[p + 1] - world.t_indptr[p]
    rate = activity / world.stratum_reviews[world.stratum[p]]
    others = degree - n
    best_i, best_j = 0, n - 1
    best_mu = rate * (others + rules.prior_arrivals)
    best, best_cost = poisson_surplus(float(n), best_mu) - strictness * math.log(2.0), math.log(2.0)
    timed = 0
    while timed < n and world.t_minute[places[timed]] == NO_TIME:
        timed += 1
    cost = math.log(2.0) + math.log(degree * (degree + 1) / 2.0)
    pace = others / rules.span_minutes
    # A member's place among the others, and its minute: how many came between two of them, and how long it
    # took.
    among, minute = np.empty(n), np.empty(n)
    for i in range(timed, n):
        among[i], minute[i] = places[i] - i, world.t_minute[places[i]]
    step, reach, around_i, around_j = 1 + n // _EXACT, n, timed, n - 1
    within, near, low, high = -np.inf, 0.0, 0, 0
    while step >= 1:
        for i in range(max(around_i - reach, timed), min(around_i + reach, n - 2) + 1, step):
            for j in range(max(around_j - reach, i + 1), min(around_j + reach, n - 1) + 1, step):
                arrivals = max(among[j] - among[i], pace * (minute[j] - minute[i]))
                mu, inside = rate * (arrivals + rules.prior_arrivals), j - i + 1.0
                bar = max(within, best) + strictness * cost
                # ln x ≤ x − 1: most windows cannot exceed the best, and need no logarithm to show it.
                if bar >= 0.0 and (inside <= mu or (inside - mu) ** 2 <= mu * bar):
                    continue
                gain = poisson_surplus(inside, mu) - strictness * cost
                if gain > within:
                    within, near, low, high = gain, mu, i, j
        around_i, around_j, reach, step = low, high, step, step // 2
    if within > best:
        best_i, best_j, best_mu, best, best_cost = low, high, near, within, cost
    return best_i, best_j, best_mu, best, best_cost


@inner_kernel
def collect_places(members, world, rules, scratch):  # type: ignore[no-untyped-def]
    """Gather the reviews of `members` by product: products with two or more, offsets, ascending places.

    Places are positions in the column order of `world`. Products with more reviews than the `rules` allow a
    target are left out; one product alone is no block and none. `scratch` counts and is clean again.
    """
    n_touched = 0
    for i in range(len(members)):
        for e in range(world.indptr[members[i]], world.indptr[members[i] + 1]):
            p = world.product[e]
            if scratch.counts[p] == 0:
                scratch.products[n_touched] = p
                n_touched += 1
            scratch.counts[p] += 1
    n_kept, total = 0, 0
    offset = np.zeros(n_touched + 1, np.int64)
    products = np.empty(n_touched, np.int32)
    for k in range(n_touched):
        p = scratch.products[k]
        if scratch.counts[p] >= 2 and world.t_indptr[p + 1] - world.t_indptr[p] <= rules.product_cap:
            products[n_kept] = p
            total += scratch.counts[p]
            n_kept += 1
            offset[n_kept] = total
        scratch.counts[p] = 0
    if n_kept < 2:
        return products[:0], offset[:1], np.empty(0, np.int64)
    for k in range(n_kept):
        scratch.cell_of[products[k]] = k
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
        sort_ascending(places[offset[k] : offset[k + 1]])
    return products[:n_kept], offset[: n_kept + 1], places


@inner_kernel
def no_cells():  # type: ignore[no-untyped-def]
    """Return an empty set of cells."""
    whole, index, real = np.empty(0, np.int32), np.empty(0, np.int64), np.empty(0)
    return Cells(whole, index, index, whole, real, real)


@inner_kernel
def count_clients(scratch, cells, world, by):  # type: ignore[no-untyped-def]  # numba infers NamedTuples
    """Add `by` for each of `cells` to ``scratch.clients`` of its seller in the `world`."""
    for c in range(len(cells.product)):
        if world.seller[cells.product[c]] >= 0:
            scratch.clients[world.seller[cells.product[c]]] += by


@inner_kernel
def cell_cost(p, own, n_cells, world, scratch):  # type: ignore[no-untyped-def]
    """Return the nats it costs to choose product `p` of the `world` beside others.

    Half of the choices are among all products, half among those of the sellers of the other cells, in
    proportion to their cells: ``scratch.clients`` counts `n_cells` of them; `own` is 1 when `p` is one.
    """
    n_products = max(world.n_products, 2)
    if n_cells - own < 1 or len(world.seller_products) == 0:
        return math.log(n_products)
    s, near = world.seller[p], 0.0
    if s >= 0:
        near = (scratch.clients[s] - own) / ((n_cells - own) * world.seller_products[s])
    return -math.log(0.5 / n_products + 0.5 * near)


@inner_kernel
def client_saving(world, scratch, cells):  # type: ignore[no-untyped-def]
    """Return the nats that it saves to choose `cells` by their sellers in the `world`, at least 0.

    The first product of each seller is paid for in full; `scratch` is clean again.
    """
    count_clients(scratch, cells, world, 1)
    base, n_cells, total = math.log(max(world.n_products, 2)), len(cells.product), 0.0
    for c in range(n_cells):
        p = cells.product[c]
        saving = base - cell_cost(p, 1, n_cells, world, scratch)
        k = scratch.clients[world.seller[p]] if world.seller[p] >= 0 else 0
        total += saving * (k - 1) / k if k > 1 else min(saving, 0.0)
    count_clients(scratch, cells, world, -1)
    return max(total, 0.0)


@inner_kernel
def stars_of_places(places, weight, p, world):  # type: ignore[no-untyped-def]
    """Return the sum of `weight` by stars over `places`, in column order, of product `p` of the `world`."""
    total = 0.0
    for k in range(len(places)):
        total += weight[p, world.t_stars[places[k]]]
    return total


@inner_kernel
def beyond_cost(places, weight, p, world, rules, value):  # type: ignore[no-untyped-def]
    """Return by how much a cell of product `p` of the `world` gains more than it costs, else 0.

    `value` is what it gains without the stars of its `places`, net of the cost; the stars count by their
    `weight` and the `rules`.
    """
    stars = stars_of_places(places, weight, p, world)
    if stars < -rules.star_slack * len(places):
        return 0.0
    return max(value + rules.star_weight * stars, 0.0)


@inner_kernel
def no_meetings():  # type: ignore[no-untyped-def]
    """Return the meetings of nobody."""
    return Meetings(np.empty(0, np.int32), np.zeros(1, np.int64), np.empty(0, np.int64), np.empty(0))


@inner_kernel
def meetings_of(members, world, rules, scratch, cells):  # type: ignore[no-untyped-def]
    """Return the `Meetings` of `members` of the `world` under `rules`; `scratch` is clean again.

    Their activity is cross-fitted outside `cells`. O(reviews of the members).
    """
    products, offset, places = collect_places(members, world, rules, scratch)
    activity = np.empty(len(products))
    if len(products) > 0:
        mark(scratch, cells, True)
        outside_activity(members, world, rules, scratch, cells)
        mark(scratch, cells, False)
    for k in range(len(products)):
        activity[k] = scratch.activity[world.stratum[products[k]]]
    return Meetings(products, offset, places, activity)


@inner_kernel
def weigh_meetings(meetings, world, rules, scratch, cells, strictness):  # type: ignore[no-untyped-def]
    """Choose the `Cells` of the `world` in which `meetings` exceed expectation, as `choose_cells` does.

    By `rules`, former `cells` and `strictness`; `scratch` is clean again.
    """
    products, offset, places, activity = meetings
    m = len(products)
    if m == 0:
        return no_cells()
    count_clients(scratch, cells, world, 1)
    mark(scratch, cells, True)
    low, high = np.empty(m, np.int64), np.empty(m, np.int64)
    number, expected, gain = np.empty(m, np.int32), np.empty(m), np.empty(m)
    beyond = np.empty((2, m))
    cost = math.log(max(world.n_products, 2))
    for k in range(m):
        p = products[k]
        here = places[offset[k] : offset[k + 1]]
        i, j, mu, value, window_cost = best_window(here, len(here), p, world, rules, activity[k], strictness)
        own = 1 if scratch.cell_of[p] >= 0 else 0
        asked = strictness * cell_cost(p, own, len(cells.product), world, scratch)
        low[k], high[k] = here[i], here[j]
        number[k], expected[k] = j - i + 1, mu
        gain[k] = value - (1.0 - strictness) * window_cost - cost
        beyond[0, k] = beyond_cost(here[i : j + 1], world.praise, p, world, rules, value - asked)
        beyond[1, k] = beyond_cost(here[i : j + 1], world.blame, p, world, rules, value - asked)
    mark(scratch, cells, False)
    count_clients(scratch, cells, world, -1)
    sign = 1 if np.maximum(beyond[1], 0.0).sum() > np.maximum(beyond[0], 0.0).sum() else 0
    kept = np.flatnonzero(beyond[sign] > 0.0)
    return Cells(products[kept], low[kept], high[kept], number[kept], expected[kept], gain[kept])


@kernel
def choose_cells(members, world, rules, scratch, cells, strictness):  # type: ignore[no-untyped-def]
    """Choose the `Cells` of `world` in which `members` exceed expectation under `rules`; `scratch` is clean
    again.

    Activity is cross-fitted outside the former `cells`. A cell must gain, with its stars, more than
    `strictness` times the cost of choosing its product, next to the former ones, and window. The stars either
    promote or demote in all cells: whichever gains more in them. Where they are those of any buyer it is
    camouflage and no cell; one product where members meet is no block. The gain that is returned is without
    the stars and net of choosing the product among all.
    """
    meetings = meetings_of(members, world, rules, scratch, cells)
    return weigh_meetings(meetings, world, rules, scratch, cells, strictness)


@inner_kernel
def activity_class(r, world):  # type: ignore[no-untyped-def]
    """Return the class of accounts of the `world` to which `r` belongs: log2 of its reviews, rounded down."""
    return class_of(world.indptr[r + 1] - world.indptr[r], len(world.class_sizes))


@inner_kernel
def count_classes(members, world):  # type: ignore[no-untyped-def]
    """Return how many of `members` are in each class of activity of the `world`."""
    counts = np.zeros(len(world.class_sizes))
    for i in range(len(members)):
        counts[activity_class(members[i], world)] += 1.0
    return counts


@inner_kernel
def count_homes(members, world):  # type: ignore[no-untyped-def]
    """Return how many of `members` are at home in each marketplace of the `world`."""
    counts = np.zeros(len(world.home_shares))
    for i in range(len(members)):
        counts[world.home[members[i]]] += 1.0
    return counts


@inner_kernel
def home_saving(members, world):  # type: ignore[no-untyped-def]
    """Return the nats that it saves to choose `members` of the `world` by home, at least 0.

    Each member's home is told by those of the members before, as from Pólya's urn, which begins with the
    homes of all accounts. What its class of activity tells of its home is no saving.
    """
    counts = count_homes(members, world)
    total = -math.lgamma(len(members) + 1.0)
    for home in range(len(counts)):
        share = world.home_shares[home]
        total += math.lgamma(share + counts[home]) - math.lgamma(share)
    for i in range(len(members)):
        total -= math.log(world.class_homes[activity_class(members[i], world), world.home[members[i]]])
    return max(total, 0.0)


@kernel
def members_cost(members, world):  # type: ignore[no-untyped-def]
    """Return the nats that it costs to choose `members` among the accounts of the `world`.

    The number of each class of activity is said first, then who of the class it is: hired accounts have about
    as many reviews each. Accounts of one marketplace cost less: who sells reviews sells them in one country.
    Never less than nothing.
    """
    counts, n_classes, total = count_classes(members, world), 0, 0.0
    for k in range(len(counts)):
        if world.class_sizes[k] > 0:
            n_classes += 1
            total += log_choose(world.class_sizes[k], counts[k])
    total += log_choose(len(members) + n_classes - 1.0, n_classes - 1.0)
    return max(total - home_saving(members, world), 0.0)


@kernel
def surplus_of(members, world, scratch, cells):  # type: ignore[no-untyped-def]
    """Return the nats by which `cells` exceed expectation, net of choosing them and the `members`.

    The accounts are chosen among those of their classes of activity in the `world`; `scratch` is clean again.
    """
    total = client_saving(world, scratch, cells) - members_cost(members, world)
    for c in range(len(cells.gain)):
        total += cells.gain[c]
    return total

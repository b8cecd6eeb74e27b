"""The members of a block: accounts whose reviews are likelier under its coverage than under their own habits.

Given cells, an account is a member when its reviews in and out of them, their stars and its own creation are
likelier inside the block than outside, by more than the cost of choosing it among all accounts.
"""

from __future__ import annotations

import math

import numpy as np

from collusion.kernels.block_cells import (
    activity_class,
    count_classes,
    count_homes,
    home_saving,
    in_cell,
    mark,
)
from collusion.kernels.block_records import Burst, Cells, Lives
from collusion.kernels.jit import inner_kernel, kernel
from collusion.kernels.poisson import poisson_surplus
from collusion.kernels.search import count_below
from collusion.kernels.sorting import sort_ascending
from collusion.kernels.tenure import Spell, best_spell, copy_tenure, fill_tenure, shares_spell
from collusion.minutes import DAY, NO_TIME

#: Days within which the accounts of one hand may have been made, and how much denser honest creations may be.
_BURST_DAYS = (4, 12, 40)
_HONEST_FACTOR = 3.0
#: Most nats that an account's creation may speak for it and against it.
_MOST_FOR, _MOST_AGAINST = 5.0, 2.0


@inner_kernel
def widened(c, cells, world, rules):  # type: ignore[no-untyped-def]
    """Return the range of cell `c` of `cells` in `world`, widened by the margin of time that `rules` allow.

    So neighbours in time can join.
    """
    p = cells.product[c]
    low, high = cells.low[c], cells.high[c]
    if world.t_minute[low] == NO_TIME:
        return world.t_indptr[p], world.t_indptr[p + 1] - 1
    length = world.t_minute[high] - world.t_minute[low]
    margin = min(rules.margin_minutes, 0.25 * length + DAY)
    first = world.t_minute[low] - margin
    last = world.t_minute[high] + margin
    while low > world.t_indptr[p] and world.t_minute[low - 1] >= first:
        low -= 1
    while high + 1 < world.t_indptr[p + 1] and world.t_minute[high + 1] <= last:
        high += 1
    return low, high


@inner_kernel
def star_sums(members, world, scratch, cells):  # type: ignore[no-untyped-def]
    """Return the evidence of praise and of blame of `members` in `cells` of the `world`, in nats.

    ``scratch.cell_of`` must hold the cells.
    """
    praise, blame = 0.0, 0.0
    for i in range(len(members)):
        for e in range(world.indptr[members[i]], world.indptr[members[i] + 1]):
            if in_cell(world, scratch, cells, e):
                p, stars = world.product[e], world.stars[e]
                praise += world.praise[p, stars]
                blame += world.blame[p, stars]
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


@inner_kernel
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


@inner_kernel
def creation_burst(members, world):  # type: ignore[no-untyped-def]  # numba infers NamedTuples
    """Find the `Burst` of creations among `members` that exceeds those of all accounts of the `world` most.

    Windows of a few lengths begin at each creation; choosing one is paid for. The best is widened on both
    sides by the mean distance of its creations. O(n log n_known).
    """
    n, n_known, dates = 0, len(world.known), np.empty(len(members), np.int64)
    for i in range(len(members)):
        if world.created[members[i]] != NO_TIME:
            dates[n] = world.created[members[i]]
            n += 1
    dates = dates[:n]
    sort_ascending(dates)
    best = Burst(0, -1, 0.0, 0.0, 0.0)
    cost = math.log(len(_BURST_DAYS) * max(n, 1.0))
    for days in _BURST_DAYS:
        j = 0
        for i in range(n - 2):
            while j < n and dates[j] <= dates[i] + days * DAY:
                j += 1
            k = j - i
            if k < 3:
                continue
            total = count_below(world.known, dates[j - 1] + 1) - count_below(world.known, dates[i])
            share = min(_HONEST_FACTOR * max(total - k, 0.5) / n_known, 1.0)
            nats = poisson_surplus(float(k), n * share) - cost
            if nats > best.nats:
                ring = min((k + 0.5) / (n + 1.0), 0.95)
                inside = min(math.log(1.0 - ring + ring / share), _MOST_FOR)
                outside = max(math.log(1.0 - ring), -_MOST_AGAINST)
                apart = (dates[j - 1] - dates[i]) // (k - 1)
                best = Burst(dates[i] - apart, dates[j - 1] + apart, inside, outside, nats)
    return best


@inner_kernel
def creation_ratio(r, burst, world):  # type: ignore[no-untyped-def]
    """Return the nats by which the creation of `r` in the `world` speaks for the `burst`, 0 when unknown."""
    if burst.nats <= 0.0 or world.created[r] == NO_TIME:
        return 0.0
    return burst.inside if burst.first <= world.created[r] <= burst.last else burst.outside


@inner_kernel
def tell_tenure(tenure, r, world, scratch, cells):  # type: ignore[no-untyped-def]
    """Write the tenure of `r` in the `world` outside `cells`, marked in `scratch`; `fill_tenure`."""
    n, n_inside, times = 0, 0, np.empty(world.indptr[r + 1] - world.indptr[r], np.int64)
    for e in range(world.indptr[r], world.indptr[r + 1]):
        if world.minute[e] != NO_TIME and in_cell(world, scratch, cells, e):
            n_inside += 1
        elif world.minute[e] != NO_TIME:
            times[n] = world.minute[e]
            n += 1
    copy_tenure(world.tenures.whole[r], tenure, 0)
    if n_inside > 0:
        fill_tenure(tenure, times[:n], world.tenures, len(world.class_sizes))


@inner_kernel
def tenure_spell(members, world, scratch, cells):  # type: ignore[no-untyped-def]
    """Find the `Spell` of the `members` in the `world` by reviews outside `cells`, marked in `scratch`."""
    own, n = np.empty((len(members), 8), np.int32), 0
    if world.tenures.width > 0.0:
        for i in range(len(members)):
            tell_tenure(own[n], members[i], world, scratch, cells)
            copy_tenure(world.tenures.whole[members[i]], own[n], 4)
            n += own[n, 3] >= 0
    return best_spell(own[:n], world.tenures)


@inner_kernel
def tenure_ratio(r, spell, world, scratch, cells):  # type: ignore[no-untyped-def]
    """Return the nats by which the reviews of `r` in the `world` outside `cells`, marked in `scratch`,
    speak for the `spell`; 0 without any.
    """
    if spell.nats <= 0.0:
        return 0.0
    tenure = np.empty(4, np.int32)
    tell_tenure(tenure, r, world, scratch, cells)
    if tenure[3] < 0:
        return 0.0
    return spell.inside if shares_spell(tenure, spell) else spell.outside


@inner_kernel
def life_ratio(r, burst, spell, world, scratch, cells):  # type: ignore[no-untyped-def]
    """Return the nats by which the life of `r` in the `world` speaks for the ring, the larger of two.

    By its creation in the `burst`, or by its tenure outside `cells`, marked in `scratch`, in the `spell`.
    """
    if burst.nats <= 0.0 or world.created[r] == NO_TIME:
        return tenure_ratio(r, spell, world, scratch, cells)
    created = creation_ratio(r, burst, world)
    return max(created, tenure_ratio(r, spell, world, scratch, cells)) if spell.nats > 0.0 else created


@inner_kernel
def no_lives(members):  # type: ignore[no-untyped-def]
    """Return `Lives` of `members` that have nothing in common."""
    return Lives(members, Burst(0, -1, 0.0, 0.0, 0.0), Spell(0, 0, -1, 0, -1, 0.0, 0.0, 0.0, 0, 0.0), 0.0)


@kernel
def lives_of(members, world, scratch, cells):  # type: ignore[no-untyped-def]
    """Find what the lives of `members` of the `world` have in common: `Lives`.

    Tenures are outside `cells`; `scratch` is clean again. O(n_members² + reviews of the members).
    """
    mark(scratch, cells, True)
    spell = tenure_spell(members, world, scratch, cells)
    mark(scratch, cells, False)
    burst = creation_burst(members, world)
    return Lives(members, burst, spell, max(burst.nats, spell.nats))


@kernel
def choose_members(lives, world, rules, scratch, cells, strictness):  # type: ignore[no-untyped-def]
    """Choose the accounts of `world` whose reviews are likelier inside the block of `cells` than outside it.

    The former members set coverage, prior, and what their `lives` have in common; the ratio must exceed,
    under the `rules`, `strictness` times the cost of choosing the account among those of its class of
    activity. Returns members ascending, and their log-likelihood ratio net of that cost; `scratch` is clean
    again.
    """
    members, burst, spell = lives.members, lives.burst, lives.spell
    mark(scratch, cells, True)
    praise, blame = star_sums(members, world, scratch, cells)
    weight = world.blame if blame > praise else world.praise
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
            scratch.ratio[r] += present + rules.star_weight * weight[p, world.t_stars[t]]
    wide = Cells(cells.product, wide_low, wide_high, cells.n, cells.expected, cells.gain)
    counts, homes = count_classes(members, world), count_homes(members, world)
    by_home = home_saving(members, world) > 0.0
    least_cost, most_life = min(math.log(rules.prior_activity), 0.0), max(burst.inside, spell.inside, 0.0)
    chosen, ratios = np.empty(touched, np.int32), np.empty(touched)
    kept = 0
    for k in range(touched):
        r = scratch.reviewers[k]
        group = activity_class(r, world)
        prior = math.log(max(world.class_sizes[group] / (counts[group] + 1.0), 1.0))
        if by_home:
            home = world.home[r]
            among = (world.home_shares[home] + homes[home]) / (size + 1.0)
            prior = max(prior - math.log(among / world.class_homes[group, home]), 0.0)
        ratio = scratch.ratio[r] + absent - strictness * prior
        if scratch.hits[r] >= 2 and ratio + most_life > scratch.hits[r] * least_cost:
            ratio += life_ratio(r, burst, spell, world, scratch, wide)
        if scratch.hits[r] >= 2 and ratio > scratch.hits[r] * least_cost:
            ratio -= own_activity_cost(r, world, rules, scratch, wide)
            if ratio > 0.0:
                chosen[kept], ratios[kept] = r, ratio
                kept += 1
        scratch.hits[r] = 0
        scratch.ratio[r] = 0.0
    mark(scratch, cells, False)
    order, found, found_ratios = np.empty(kept, np.int64), np.empty(kept, np.int32), np.empty(kept)
    for k in range(kept):
        order[k] = np.int64(chosen[k]) << 32 | k
    sort_ascending(order)
    for k in range(kept):
        found[k], found_ratios[k] = order[k] >> 32, ratios[order[k] & 0xFFFFFFFF]
    return found, found_ratios

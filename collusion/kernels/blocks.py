"""Alternating block growth: members ↔ cells (product × time window), each step by likelihood ratio.

A block is a set of members and a set of cells; each is chosen by the other (`block_cells`, `block_members`)
until nothing changes. This is the coordinate ascent of CopyCatch (Beutel et al. 2013, §4) with surplus over
expectation in place of counts.
"""

from __future__ import annotations

import math

import numpy as np

from collusion.kernels.block_cells import choose_cells, log_choose, no_cells, surplus_of
from collusion.kernels.block_members import choose_members, creation_burst, star_gain
from collusion.kernels.block_records import Burst, Cells, Growth, Rules, Scratch, World, make_scratch
from collusion.kernels.jit import kernel

__all__ = [
    "Burst",
    "Cells",
    "Growth",
    "Rules",
    "Scratch",
    "World",
    "choose_cells",
    "choose_members",
    "creation_burst",
    "evidence_of",
    "grow",
    "log_choose",
    "make_scratch",
    "no_cells",
    "star_gain",
    "surplus_of",
]


@kernel
def n_common(first, second):  # type: ignore[no-untyped-def]
    """Return the number of accounts in both of two ascending lists."""
    i, j, n = 0, 0, 0
    while i < len(first) and j < len(second):
        if first[i] == second[j]:
            n += 1
        step = first[i] <= second[j]
        j += first[i] >= second[j]
        i += step
    return n


@kernel
def evidence_of(growth):  # type: ignore[no-untyped-def]
    """Return the evidence of all kinds that counted when a block was grown, in nats."""
    return growth.surplus + growth.stars + growth.created


@kernel
def grow(seed, world, rules, scratch, loyalty):  # type: ignore[no-untyped-def]
    """Grow a block of `world` from the accounts of `seed`, ascending, until it no longer changes.

    Returns the `Growth` of most evidence within the rounds of the `rules`, as long as the share `loyalty` of
    the seed stays; without members when the seed leads nowhere. A round costs O(reviews of the members + reviews in the cells); `scratch` is clean again.
    """
    members, ratios = seed.copy(), np.zeros(len(seed))
    cells = choose_cells(members, world, rules, scratch, no_cells(), rules.first_strictness)
    cells = choose_cells(members, world, rules, scratch, cells, rules.first_strictness)
    best = Growth(members[:0], ratios[:0], no_cells(), -np.inf, 0.0, 0.0)
    for turn in range(rules.max_rounds):
        strictness = min(1.0, rules.first_strictness + 0.2 * turn)
        if len(cells.product) < (2 if strictness >= 1.0 else rules.min_first_cells):
            break
        chosen, ratios = choose_members(members, world, rules, scratch, cells, strictness)
        if len(chosen) < 3 or n_common(seed, chosen) < loyalty * len(seed):
            break
        same = len(chosen) == len(members) and np.all(chosen == members)
        members = chosen
        cells = choose_cells(members, world, rules, scratch, cells, strictness)
        surplus = surplus_of(members, world, scratch, cells)
        stars = rules.star_weight * star_gain(members, world, scratch, cells)
        created = creation_burst(members, world).nats
        if surplus + stars + created > evidence_of(best):
            best = Growth(members, ratios, cells, surplus, stars, created)
        if same and strictness >= 1.0:
            break
    return best


@kernel
def is_sizeable(growth, rules):  # type: ignore[no-untyped-def]
    """Return whether a block has evidence at all and is large enough to be a ring."""
    big = len(growth.members) >= rules.min_members and len(growth.cells.product) >= rules.min_products
    return big and evidence_of(growth) > 0.0


@kernel
def created_together(seed, world):  # type: ignore[no-untyped-def]
    """Return the accounts of `seed` within its burst of creations in the `world`; none without a burst."""
    burst = creation_burst(seed, world)
    return seed[(world.created[seed] >= burst.first) & (world.created[seed] <= burst.last)]


@kernel
def regrown(growth, world, lenient, scratch):  # type: ignore[no-untyped-def]
    """Grow a block of the `world` again from its own members with a `lenient` start, as long as it gains.

    It must stay the same ring: most of its members remain; `scratch` is clean again.
    """
    for _ in range(3):
        again = grow(growth.members, world, lenient, scratch, 0.7)
        if evidence_of(again) <= evidence_of(growth):
            break
        growth = again
    return growth


@kernel
def next_growth(start, indptr, members, covered, world, strict, lenient, sparse, scratch):  # type: ignore[no-untyped-def]
    """Grow the seeds from number `start` on until one leads to a sizeable block.

    Seeds are packed: offsets `indptr` into `members`, ascending within each; those `covered` seed nothing
    more. Those of a seed that were created together come first, then all by the `strict` rules; the `lenient`
    ones, where they lead nowhere and seeds are `sparse`, find sparser rings of the `world` but may run into
    others. Returns the number of the seed and its `Growth`; the number of seeds and an empty growth when none
    is left. `scratch` is clean again.
    """
    nothing = Growth(members[:0].copy(), np.empty(0), no_cells(), -np.inf, 0.0, 0.0)
    for s in range(start, len(indptr) - 1):
        n_free = 0
        seed = np.empty(indptr[s + 1] - indptr[s], np.int32)
        for i in range(indptr[s], indptr[s + 1]):
            if not covered[members[i]]:
                seed[n_free] = members[i]
                n_free += 1
        if n_free < 3:
            continue
        seed = seed[:n_free]
        growth = grow(created_together(seed, world), world, strict, scratch, 0.0)
        if not is_sizeable(growth, strict):
            growth = grow(seed, world, strict, scratch, 0.0)
        if not is_sizeable(growth, strict) and sparse:
            growth = grow(seed, world, lenient, scratch, 0.0)
        if is_sizeable(growth, strict):
            return s, regrown(growth, world, lenient, scratch)
    return len(indptr) - 1, nothing

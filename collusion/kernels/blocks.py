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
    "grow",
    "log_choose",
    "make_scratch",
    "no_cells",
    "star_gain",
    "surplus_of",
]


@kernel
def grow(seed, world, rules, scratch):  # type: ignore[no-untyped-def]
    """Grow a block of `world` from the accounts of `seed`, ascending, until it no longer changes.

    Returns the `Growth` of most evidence within the rounds of the `rules`; without members when the seed
    leads nowhere. A round costs O(reviews of the members + reviews in the cells); `scratch` is clean again.
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
        if len(chosen) < 3:
            break
        same = len(chosen) == len(members) and np.all(chosen == members)
        members = chosen
        cells = choose_cells(members, world, rules, scratch, cells, strictness)
        surplus = surplus_of(len(members), world, scratch, cells)
        stars = rules.star_weight * star_gain(members, world, scratch, cells)
        created = creation_burst(members, world).nats
        if strictness >= 1.0 and surplus + stars + created > best.surplus + best.stars + best.created:
            best = Growth(members, ratios, cells, surplus, stars, created)
        if same and strictness >= 1.0:
            break
    return best


@kernel
def is_sizeable(growth, rules):  # type: ignore[no-untyped-def]
    """Return whether a block has evidence at all and is large enough to be a ring."""
    big = len(growth.members) >= rules.min_members and len(growth.cells.product) >= rules.min_products
    return big and growth.surplus + growth.stars + growth.created > 0.0


@kernel
def created_together(seed, world):  # type: ignore[no-untyped-def]
    """Return the accounts of `seed` within its burst of creations in the `world`; none without a burst."""
    burst = creation_burst(seed, world)
    return seed[(world.created[seed] >= burst.first) & (world.created[seed] <= burst.last)]


@kernel
def next_growth(start, indptr, members, covered, world, strict, lenient, scratch):  # type: ignore[no-untyped-def]
    """Grow the seeds from number `start` on until one leads to a sizeable block.

    Seeds are packed: offsets `indptr` into `members`, ascending within each; those `covered` seed nothing
    more. Those of a seed that were created together come first, then all by the `strict` rules; the `lenient` ones, where they lead nowhere, find sparser rings of
    the `world` but may run into others. Returns the number of the seed and its `Growth`; the number of seeds
    and an empty growth when none is left. `scratch` is clean again.
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
        growth = grow(created_together(seed[:n_free], world), world, strict, scratch)
        if not is_sizeable(growth, strict):
            growth = grow(seed[:n_free], world, strict, scratch)
        if not is_sizeable(growth, strict) and lenient.first_strictness < 1.0:
            growth = grow(seed[:n_free], world, lenient, scratch)
        if is_sizeable(growth, strict):
            return s, growth
    return len(indptr) - 1, nothing

"""Alternating block growth: members ↔ cells (product × time window), each step by likelihood ratio.

A block is a set of members and a set of cells; each is chosen by the other (`block_cells`, `block_members`)
until nothing changes. This is the coordinate ascent of CopyCatch (Beutel et al. 2013, §4) with surplus over
expectation in place of counts.
"""

from __future__ import annotations

import numpy as np

from collusion.arrays import Int32Array
from collusion.kernels.block_cells import (
    choose_cells,
    log_choose,
    meetings_of,
    members_cost,
    no_cells,
    no_meetings,
    surplus_of,
    weigh_meetings,
)
from collusion.kernels.block_members import (
    choose_members,
    creation_burst,
    lives_of,
    no_lives,
    star_gain,
)
from collusion.kernels.block_records import (
    Burst,
    Cells,
    Growth,
    KnownBlocks,
    Rules,
    Scratch,
    World,
    known_blocks,
    make_scratch,
)
from collusion.kernels.jit import inner_kernel, kernel
from collusion.kernels.search import count_below
from collusion.kernels.tenure import best_spell, shares_spell
from collusion.kernels.views import readonly

__all__ = [
    "ABOUT_THE_SAME",
    "Burst",
    "Cells",
    "Growth",
    "KnownBlocks",
    "Rules",
    "Scratch",
    "World",
    "choose_cells",
    "choose_members",
    "evidence_of",
    "grow",
    "known_blocks",
    "lives_of",
    "living_alike",
    "log_choose",
    "make_scratch",
    "members_cost",
    "no_cells",
    "regrow",
    "rival_of",
    "star_gain",
    "surplus_of",
]


#: Times that a block is grown again from its own members, and the share of them that must stay.
_MOST_AGAIN, _LOYALTY = 3, 0.7
#: Share of the members of the larger of two blocks from which they are about the same.
ABOUT_THE_SAME = 0.7


@inner_kernel
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
    return growth.surplus + growth.stars + growth.life


@inner_kernel
def measured(lives, ratios, cells, world, rules, scratch):  # type: ignore[no-untyped-def]
    """Return the block of members, whose `lives` are known, and `cells` of the `world` with its evidence.

    `ratios` are those of the members, `rules` weigh the stars; `scratch` is clean again.
    """
    members = lives.members
    surplus = surplus_of(members, world, scratch, cells)
    stars = rules.star_weight * star_gain(members, world, scratch, cells)
    return Growth(members, ratios, cells, surplus, stars, lives.nats)


@kernel
def rival_of(members, known):  # type: ignore[no-untyped-def]
    """Return the most evidence of a `known` block that shares enough of `members`, ascending.

    It is infinite where they are the same ones, 0 where there is no such block. O(members · log n + blocks)
    for n members of the known blocks, and as much as members are in them.
    """
    rival, shared = 0.0, np.zeros(len(known.size), np.int32)
    for i in range(len(members) if len(known.size) > 0 else 0):
        at = count_below(known.member, members[i])
        while at < len(known.member) and known.member[at] == members[i]:
            shared[known.block[at]] += 1
            at += 1
    for k in range(len(shared)):
        larger = max(known.size[k], len(members))
        if shared[k] == larger:
            return np.inf
        if shared[k] >= known.share * larger:
            rival = max(rival, known.evidence[k])
    return rival


@inner_kernel
def grow(seed, glance, world, rules, scratch, first_strictness, loyalty):  # type: ignore[no-untyped-def]
    """Grow a block of `world` from the accounts of `seed`, ascending, until it no longer changes.

    `glance` are the cells of the most lenient start, where those of the `seed` are known. The first round
    asks `first_strictness` of the cost of choosing cells and members, later ones more, at last all. Returns
    the `Growth` of most evidence within the rounds of the `rules`, as long as the share `loyalty` of the seed
    stays; without members when the seed leads nowhere, and then with the cells of the most lenient start,
    fewer than two where no strictness leads anywhere; the glance; and the evidence of a known block of about
    the same members at which it ends, having no more, 0 where it meets none. A round costs O(reviews of the
    members + reviews in the cells); `scratch` is clean again.
    """
    members, ratios, cells, same = seed.copy(), np.zeros(len(seed)), glance, False
    best, lives = Growth(members[:0], ratios[:0], cells, -np.inf, 0.0, 0.0), no_lives(members)
    meetings, rival = no_meetings(), 0.0
    # First a glance at the cells that the most lenient start would have: nearly all seeds end there. Then
    # cells are chosen twice before any members, so that they know of one another's sellers. Each kernel is
    # called in one place, since compiled code is copied to every call.
    for turn in range(-3 if len(glance.product) == 0 else -1, rules.max_rounds):
        strictness = min(1.0, first_strictness + 0.2 * max(turn, 0))
        if turn == -3:
            strictness = min(first_strictness, rules.first_strictness)
        enough = 2 if strictness >= 1.0 or turn < 0 else rules.min_first_cells
        if turn > -3 and len(cells.product) < enough:
            break
        if turn == -2:
            best, glance = Growth(best.members, best.ratio, cells, -np.inf, 0.0, 0.0), cells
            if first_strictness <= rules.first_strictness:
                continue
            cells = no_cells()
        if turn >= 0:
            chosen, ratios = choose_members(lives, world, rules, scratch, cells, strictness)
            if len(chosen) < 3 or n_common(seed, chosen) < loyalty * len(seed):
                break
            same = len(chosen) == len(members) == n_common(chosen, members)
            members = chosen
            rival = rival_of(members, scratch.known)
            if rival == np.inf:
                break
        if turn != -2:
            meetings = meetings_of(members, world, rules, scratch, cells)
        cells = weigh_meetings(meetings, world, rules, scratch, cells, strictness)
        if turn >= -1:
            lives = lives_of(members, world, scratch, cells)
        if turn >= 0:
            growth = measured(lives, ratios, cells, world, rules, scratch)
            if evidence_of(growth) > evidence_of(best):
                best = growth
            if 0.0 < rival >= evidence_of(best) or (same and strictness >= 1.0):
                break
    return best, glance, rival if evidence_of(best) <= rival else 0.0


@kernel
def is_sizeable(growth, rules):  # type: ignore[no-untyped-def]
    """Return whether a block has evidence at all and is large enough to be a ring."""
    big = len(growth.members) >= rules.min_members and len(growth.cells.product) >= rules.min_products
    return big and evidence_of(growth) > 0.0


@kernel
def living_alike(seed, world):  # type: ignore[no-untyped-def]
    """Return the accounts of `seed` created, or beginning and ending, together in the `world`; else none.

    Of both whichever stands out more.
    """
    burst, n_known, own = creation_burst(seed, world), 0, np.empty((len(seed), 8), np.int32)
    for i in range(len(seed)):
        if world.tenures.whole[seed[i], 3] >= 0:
            for k in range(8):
                own[n_known, k] = world.tenures.whole[seed[i], k % 4]
            n_known += 1
    spell = best_spell(own[:n_known], world.tenures)
    n_alike, alike = 0, np.empty(len(seed), np.int32)
    for i in range(len(seed)):
        if burst.nats >= spell.nats:
            is_alike = burst.first <= world.created[seed[i]] <= burst.last
        else:
            whole = world.tenures.whole[seed[i]]
            is_alike = whole[3] >= 0 and shares_spell(whole, spell) and spell.inside > 0.0
        if is_alike:
            alike[n_alike] = seed[i]
            n_alike += 1
    return alike[:n_alike]


@inner_kernel
def free_members(seed, covered):  # type: ignore[no-untyped-def]
    """Return the accounts of `seed` that are not `covered`."""
    n_free, free = 0, np.empty(len(seed), np.int32)
    for i in range(len(seed)):
        if not covered[seed[i]]:
            free[n_free] = seed[i]
            n_free += 1
    return free[:n_free]


@kernel
def next_growth(  # type: ignore[no-untyped-def]
    start, indptr, members, covered, world, rules, sparse, as_is, scratch
):
    """Grow the seeds from number `start` on until one leads to a sizeable block.

    Seeds are packed: offsets `indptr` into `members`, ascending within each; those `covered` seed nothing
    more. A seed is grown strictly from its accounts of like life, then from all; where that
    leads nowhere and seeds are `sparse`, with the lenient start of the `rules`, which finds sparser rings of
    the `world` but may run into others. What is sizeable is grown again from its own members with a lenient
    start, as long as it gains and most of them remain. A seed that leads to about the members of a known
    block, and to no more evidence, is done. Returns the number of the seed and its `Growth`; the number of
    seeds and an empty growth when none is left.
    `as_is` is to grow one seed from all its accounts once, leniently if `sparse`, else strictly, and to
    return whatever that gives. `scratch` is clean again.
    """
    nothing = Growth(members[:0].copy(), np.empty(0), no_cells(), -np.inf, 0.0, 0.0)
    for s in range(start, len(indptr) - 1):
        seed = free_members(members[indptr[s] : indptr[s + 1]], covered)
        if len(seed) < 3 and not as_is:
            continue
        best, n_again, glance = nothing, 0, nothing.cells
        origin, loyalty = seed if as_is else living_alike(seed, world), 0.0
        n_ways = 1 if len(origin) < len(seed) else 2
        first = rules.first_strictness if as_is and sparse else 1.0
        while n_ways <= (3 if sparse else 2) and n_again <= _MOST_AGAIN:
            # The lenient start from the same accounts begins where the strict one glanced.
            seen = glance if n_ways == 3 and n_again == 0 else nothing.cells
            growth, glance, rival = grow(origin, seen, world, rules, scratch, first, loyalty)
            if as_is:
                return s, growth
            if rival > 0.0:
                n_again = n_again if evidence_of(best) > rival else 0
                break
            n_cells = len(growth.cells.product)
            if n_again > 0 and (not is_sizeable(growth, rules) or evidence_of(growth) <= evidence_of(best)):
                break
            if is_sizeable(growth, rules):
                best, n_again = growth, n_again + 1
                origin, first, loyalty = best.members, rules.first_strictness, _LOYALTY
            elif n_ways == 2 and len(growth.members) == 0 and n_cells < rules.min_first_cells:
                break
            else:
                n_ways += 1
                origin, first = seed, 1.0 if n_ways == 2 else rules.first_strictness
        if n_again > 0:
            return s, best
    return len(indptr) - 1, nothing


def regrow(
    members: Int32Array, world: World, rules: Rules, scratch: Scratch, *, lenient: bool = False
) -> Growth:
    """Grow a block of `world` from all `members`, ascending, once, by the `rules`, strictly or `lenient`.

    The kernel for seeds serves, `next_growth`: one of its own would take seconds to compile. `scratch` is
    clean again.
    """
    indptr, nobody = np.array([0, len(members)]), np.zeros(len(world.indptr) - 1, np.bool_)
    return next_growth(
        0,
        readonly(indptr, np.int64),
        readonly(members, np.int32),
        nobody,
        world,
        rules,
        lenient,
        True,
        scratch,
    )[1]

"""The parts of a block: rings that share members or hide behind the same targets, and rings inside rings."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from collusion.arrays import BoolArray, Int32Array, Int64Array
from collusion.detection.candidates import overlap
from collusion.detection.split import halve
from collusion.kernels import blocks

#: Share of the smaller of two parts of a block that may be in the other, where evidence parts them, and from
#: which it is inside the other; and how large it may be then: most of the other's members are the same ring.
_MOST_SHARED, _LEAST_INSIDE, _MOST_INSIDE = 0.45, 0.8, 0.5
#: Times that cells are chosen for given members: they depend on one another's sellers.
_LOOKS = 3
#: Nats that two parts must have more than the whole.
_GOOD_DEAL = 10.0


def parts_of(
    growth: blocks.Growth,
    world: blocks.World,
    rules: blocks.Rules,
    scratch: blocks.Scratch,
    *,
    depth: int = 3,
) -> list[blocks.Growth]:
    """Split a block into overlapping or nested rings for as long as that describes it better.

    Two rings do when they say in fewer words who reviewed what, or when they have more evidence than one.

    Parameters
    ----------
    growth
        A grown block.
    world, rules, scratch
        See `collusion.kernels.blocks`.
    depth
        Times that a part may be split again.

    Returns
    -------
    list of Growth
        The parts that are rings by themselves; the block itself when it is not to be split.
    """
    if depth == 0:
        return [growth]
    parts = _by_targets(growth, world, rules, scratch)
    if not parts:
        parts = _by_life(growth, world, rules, scratch)
        if not _say_more(parts, growth, world):
            return [growth]
    found = [piece for part in parts for piece in parts_of(part, world, rules, scratch, depth=depth - 1)]
    return found or [growth]


def _by_targets(
    growth: blocks.Growth, world: blocks.World, rules: blocks.Rules, scratch: blocks.Scratch
) -> list[blocks.Growth]:
    """Part a block by who reviewed what; return the sizeable parts, none where one block is better."""
    incidence = incidence_of(growth, world)
    sellers = world.seller[growth.cells.product]
    for halves in halve(incidence, sellers, min_members=rules.min_members, min_targets=rules.min_products):
        parts = []
        own = halves.targets & ~halves.targets[:, ::-1]
        for members, targets, others in zip(halves.members.T, halves.targets.T, own.T[::-1], strict=True):
            cells = blocks.Cells(*(column[targets] for column in growth.cells))
            part = _settle(growth.members[members], growth.members, cells, world, rules, scratch)
            regrown = polished(part, world, rules, scratch)
            # Who serves all clients of a part draws them in again, and nothing would be told apart.
            foreign = overlap(np.sort(regrown.cells.product), np.sort(growth.cells.product[others]))
            parts.append(regrown if foreign <= _MOST_SHARED else part)
        parts = [part for part in parts if blocks.is_sizeable(part, rules)]
        if halves.saved > 0.0 or _say_more(parts, growth, world):
            return parts
    return []


def _by_life(
    growth: blocks.Growth, world: blocks.World, rules: blocks.Rules, scratch: blocks.Scratch
) -> list[blocks.Growth]:
    """Part a block by who began and ended together, or was created together; return the sizeable parts.

    None when they serve the same targets: one ring may have hired in two weeks.
    """
    alike = blocks.living_alike(growth.members, world)
    parts = []
    for members in (alike, np.setdiff1d(growth.members, alike)) if len(alike) else ():
        cells = blocks.Cells._make(column[:0] for column in growth.cells)
        for _ in range(_LOOKS):
            cells = blocks.choose_cells(members, world, rules, scratch, cells, 1.0)
        part = _settle(members, members, cells, world, rules, scratch)
        parts.append(polished(part, world, rules, scratch))
    targets = [np.sort(part.cells.product) for part in parts if blocks.is_sizeable(part, rules)]
    if len(targets) < 2 or overlap(*targets) > _MOST_SHARED:
        return []
    return parts


def _say_more(parts: list[blocks.Growth], whole: blocks.Growth, world: blocks.World) -> bool:
    """Return whether these are two parts, of other members or one inside the other, that say more as two.

    They must say a good deal more: many ways of cutting were tried.
    """
    if len(parts) < 2:
        return False
    inner, outer = sorted(parts, key=lambda part: len(part.members))
    gain = blocks.evidence_of(inner) + blocks.evidence_of(outer) - blocks.evidence_of(whole)
    gain += _paid_twice(inner, outer, world)
    shared = overlap(inner.members, outer.members)
    is_inside = shared >= _LEAST_INSIDE and len(inner.members) <= _MOST_INSIDE * len(outer.members)
    return (is_inside or shared <= _MOST_SHARED) and gain > _GOOD_DEAL


def _paid_twice(inner: blocks.Growth, outer: blocks.Growth, world: blocks.World) -> float:
    """Return what it saves to choose the members of both among the outer part's, in nats.

    Net of saying which of the targets of both are the inner part's; nothing where that costs more.
    """
    is_common = np.isin(inner.members, outer.members, assume_unique=True)
    apart = blocks.members_cost(inner.members, world)
    together = blocks.members_cost(inner.members[~is_common], world)
    together += blocks.log_choose(len(outer.members), int(is_common.sum()))
    n_inner, n_outer = len(inner.cells.product), len(outer.cells.product)
    return max(float(apart - together - blocks.log_choose(n_inner + n_outer, n_inner)), 0.0)


def polished(
    part: blocks.Growth, world: blocks.World, rules: blocks.Rules, scratch: blocks.Scratch
) -> blocks.Growth:
    """Grow a part again, strictly, unless it thereby swallows what it was split from.

    Parameters
    ----------
    part
        A part of a block.
    world, rules, scratch
        See `collusion.kernels.blocks`.

    Returns
    -------
    Growth
        The regrown part when it has a larger surplus and about the same members, else the part.
    """
    if len(part.members) < 2:
        return part
    regrown = blocks.regrow(part.members, world, rules, scratch)
    similar = _resembles(regrown.members, part.members) and _resembles(
        np.sort(regrown.cells.product), np.sort(part.cells.product)
    )
    return regrown if similar and blocks.evidence_of(regrown) > blocks.evidence_of(part) else part


def _resembles(found: Int32Array, known: Int32Array) -> bool:
    """Return whether `found` has most of `known` and not many more."""
    common = len(np.intersect1d(found, known, assume_unique=True))
    return common >= 0.7 * len(known) and len(found) <= 1.3 * len(known)


def incidence_of(growth: blocks.Growth, world: blocks.World) -> BoolArray:
    """Return which member reviewed which target in its cell, shape (n_members, n_targets)."""
    incidence = np.zeros((len(growth.members), len(growth.cells.product)), dtype=bool)
    for c, (_, members) in enumerate(meetings(growth.members, growth.cells, world)):
        incidence[members, c] = True
    return incidence


def meetings(
    members: Int32Array, cells: blocks.Cells, world: blocks.World
) -> Iterator[tuple[Int64Array, Int64Array]]:
    """Find the reviews of some members in some cells.

    Parameters
    ----------
    members
        Reviewers, ascending.
    cells
        Cells of the `world`.
    world
        The review graph.

    Yields
    ------
    tuple
        For each cell the places in column order of the members' reviews, and which member's each is.
    """
    for low, high in zip(cells.low, cells.high, strict=True):
        reviewers = world.t_reviewer[low : high + 1]
        at = np.minimum(np.searchsorted(members, reviewers), len(members) - 1)
        here = np.flatnonzero(members[at] == reviewers)
        yield low + here, at[here]


def _settle(
    members: Int32Array,
    block: Int32Array,
    cells: blocks.Cells,
    world: blocks.World,
    rules: blocks.Rules,
    scratch: blocks.Scratch,
) -> blocks.Growth:
    """Choose among the `block` by the `cells` of `members` alone, then refit those cells to the chosen."""
    lives = blocks.lives_of(members, world, scratch, cells)
    chosen, ratio = blocks.choose_members(lives, world, rules, scratch, cells, 1.0)
    own_members = np.isin(chosen, block)
    chosen, ratio = chosen[own_members], ratio[own_members]
    refitted = blocks.choose_cells(chosen, world, rules, scratch, cells, 1.0)
    own = np.isin(refitted.product, cells.product)
    refitted = blocks.Cells(*(column[own] for column in refitted))
    surplus = blocks.surplus_of(chosen, world, scratch, refitted)
    stars = rules.star_weight * blocks.star_gain(chosen, world, scratch, refitted)
    life = blocks.lives_of(chosen, world, scratch, refitted).nats
    return blocks.Growth(chosen, ratio, refitted, surplus, stars, life)

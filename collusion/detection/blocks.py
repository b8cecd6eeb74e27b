"""Grow candidate rings from seeds by alternating between members and cells."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from collusion.arrays import BoolArray, Float32Array, Float64Array, Int32Array, Int64Array, frozen
from collusion.detection.candidates import Candidate, Seeds, keep_distinct, overlap
from collusion.detection.params import DetectionParams
from collusion.detection.split import halve
from collusion.evidence.group import Group
from collusion.evidence.strata import Strata
from collusion.evidence.timing import TimeOrder
from collusion.graph.build import NO_TIME, EntityGraph
from collusion.kernels import blocks

_DAY = 1440.0
#: Nats of surplus from which the members of a block seed no other search.
_SURE = 100.0
#: Share of the smaller of two parts of a block that may be in the other, where evidence parts them, and from
#: which it is inside the other; and how large it may be then: most of the other's members are the same ring.
_MOST_SHARED, _LEAST_INSIDE, _MOST_INSIDE = 0.4, 0.8, 0.5
#: Nats that a ring inside another must add.
_GOOD_DEAL = 10.0
#: Seeds that a thread looks through at a time: few where blocks are near, twice as many after each time
#: without one.
_FEWEST_AHEAD, _MOST_AHEAD = 16, 1024
_NO_CAP = 2**40


def make_world(
    graph: EntityGraph,
    order: TimeOrder,
    strata: Strata,
    weights: tuple[Float32Array, Float32Array],
    created: Int32Array,
) -> blocks.World:
    """Arrange the review graph for block growth: O(n_edges).

    Parameters
    ----------
    graph
        The graph.
    order
        Its reviews in order of time.
    strata
        Strata of its products.
    weights
        Evidence of each edge's stars for a promoting and for an attacking ring, shape (n_edges,) each.
    created
        Minute in which each account was created, `NO_TIME` when unknown, shape (n_reviewers,).

    Returns
    -------
    World
        Read-only arrays.
    """
    praise, blame = weights
    sold = graph.product_seller[graph.product_seller >= 0]
    return blocks.World(
        indptr=graph.reviews.indptr,
        product=graph.reviews.indices,
        position=order.position,
        praise=frozen(praise),
        blame=frozen(blame),
        t_indptr=graph.reviews.t_indptr,
        t_reviewer=order.reviewers,
        t_minute=order.minute,
        t_edge=order.edges,
        n_products=int(np.count_nonzero(graph.reviews.col_degrees())),
        stratum=strata.labels,
        stratum_reviews=strata.reviews,
        class_sizes=class_sizes(graph.reviews.row_degrees()),
        seller=graph.product_seller,
        seller_products=frozen(np.bincount(sold, minlength=len(graph.sellers)).astype(np.int64)),
        created=frozen(created),
        known=frozen(np.sort(created[created != NO_TIME])),
    )


def class_sizes(n_reviews: Int64Array) -> Float64Array:
    """Count the accounts of each class of activity: 1 review, 2 or 3, 4 to 7, …

    Parameters
    ----------
    n_reviews
        Reviews of each account, shape (n_reviewers,); accounts without any are in no class.

    Returns
    -------
    Float64Array
        Accounts of each class, shape (n_classes,).
    """
    return frozen(
        np.bincount(np.log2(n_reviews[n_reviews > 0]).astype(np.int64), minlength=1).astype(np.float64)
    )


def make_rules(span_minutes: float, reviewer_cap: int, params: DetectionParams) -> blocks.Rules:
    """Translate the parameters into what the kernel reads.

    Parameters
    ----------
    span_minutes
        Length of the whole period.
    reviewer_cap
        Reviews beyond which an account is too busy to be drawn in.
    params
        The parameters.

    Returns
    -------
    Rules
        The numbers of block growth.
    """
    return blocks.Rules(
        prior_activity=params.prior_activity,
        prior_arrivals=params.prior_arrivals,
        span_minutes=span_minutes,
        margin_minutes=params.margin_days * _DAY,
        reviewer_cap=reviewer_cap,
        product_cap=_NO_CAP,
        max_rounds=params.max_rounds,
        star_weight=params.star_weight,
        star_slack=params.star_slack,
        first_strictness=params.first_strictness,
        min_first_cells=6,
        min_members=params.min_members,
        min_products=params.min_products,
    )


class Rung(NamedTuple):
    """One rung of the ladder: what its seeds grow into has no target of more than `product_cap` reviews."""

    product_cap: int
    seeds: list[Seeds]


def grow_candidates(
    ladder: Iterable[Rung],
    world: blocks.World,
    rules: blocks.Rules,
    *,
    params: DetectionParams,
    n_threads: int = 1,
    advance: Callable[[int], None] = lambda _: None,
) -> list[Candidate]:
    """Grow a block from every seed and keep the distinct ones that exceed expectation.

    Parameters
    ----------
    ladder
        Seeds by rung, the smallest products first: among bestsellers the camouflage of several rings looks
        like one, so members of a sure block are barred from the rungs after it.
    world
        The review graph.
    rules
        The numbers of block growth.
    params
        Least size, and when two candidates are one.
    n_threads
        Threads; the result does not depend on them.
    advance
        Called with the number of seeds done, for progress.

    Returns
    -------
    list of Candidate
        By falling surplus. Members of a block grown before seed nothing more: each block is grown once.
    """
    scratches = [blocks.make_scratch(world) for _ in range(n_threads)]
    scratch = scratches[0]
    covered = np.zeros(len(world.indptr) - 1, dtype=bool)
    found: dict[bytes, Candidate] = {}
    n_blocks = 0
    for rung in ladder:
        capped = rules._replace(product_cap=rung.product_cap)
        for work in scratches:
            work.barred[:] = covered
        for seeds in rung.seeds:
            for growth in _grow_seeds(seeds, covered, world, capped, scratches, advance):
                if growth.members.tobytes() in found:
                    continue
                covered[growth.members] |= blocks.evidence_of(growth) > _SURE
                n_blocks += 1
                for part in parts_of(growth, world, capped, scratch):
                    candidate = make_candidate(part, world, seeds.origin)
                    found.setdefault(part.members.tobytes(), replace(candidate, block=n_blocks))
    return keep_distinct(list(found.values()), same=params.same_members)


def _grow_seeds(
    seeds: Seeds,
    covered: BoolArray,
    world: blocks.World,
    rules: blocks.Rules,
    scratches: list[blocks.Scratch],
    advance: Callable[[int], None],
) -> Iterator[blocks.Growth]:
    """Yield the sizeable blocks of each seed; `covered` may change in between.

    A seed that lost members to a sure block may lead to another with the rest. Each thread, which has a
    scratch of its own, looks through the seeds after those of the one before it; what comes after a block is
    looked through again, since the block may cover some of it.
    """

    def look(scratch: blocks.Scratch, begin: int) -> tuple[int, blocks.Growth]:
        """Find the next block among the seeds of one thread."""
        bounds = seeds.indptr[: min(begin + ahead, len(seeds)) + 1]
        at, growth = blocks.next_growth(
            begin, bounds, seeds.members, covered, world, rules, seeds.sparse, scratch
        )
        return at, growth

    start, ahead = 0, _FEWEST_AHEAD
    with ThreadPoolExecutor(len(scratches)) as threads:
        while start < len(seeds):
            begins = range(start, len(seeds), ahead)[: len(scratches)]
            looked = list(threads.map(look, scratches, begins))
            at, growth = next((one for one in looked if len(one[1].members)), looked[-1])
            if len(growth.members):
                members = seeds.members[seeds.indptr[at] : seeds.indptr[at + 1]]
                n_covered = int(covered[members].sum())
                yield growth
                at += int(covered[members].sum()) == n_covered
            ahead = _FEWEST_AHEAD if len(growth.members) else min(2 * ahead, _MOST_AHEAD)
            advance(at - start)
            start = at


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
    incidence = incidence_of(growth, world)
    sellers = world.seller[growth.cells.product]
    halves = halve(incidence, sellers, min_members=rules.min_members, min_targets=rules.min_products)
    if depth == 0 or halves is None:
        return [growth]
    parts = []
    for members, targets in zip(halves.members.T, halves.targets.T, strict=True):
        cells = blocks.Cells(*(column[targets] for column in growth.cells))
        part = _settle(growth.members[members], growth.members, cells, world, rules, scratch)
        parts.append(polished(part, world, rules, scratch))
    sizeable = [part for part in parts if blocks.is_sizeable(part, rules)]
    if halves.saved <= 0.0 and not _say_more(sizeable, growth, world):
        return [growth]
    found = [piece for part in sizeable for piece in parts_of(part, world, rules, scratch, depth=depth - 1)]
    return found or [growth]


def _say_more(parts: list[blocks.Growth], whole: blocks.Growth, world: blocks.World) -> bool:
    """Return whether these are two parts, of other members or one inside the other, that say more as two.

    Where one is inside the other they must say a good deal more: many ways of cutting were tried.
    """
    if len(parts) < 2:
        return False
    inner, outer = sorted(parts, key=lambda part: len(part.members))
    gain = blocks.evidence_of(inner) + blocks.evidence_of(outer) - blocks.evidence_of(whole)
    shared = overlap(inner.members, outer.members)
    if shared >= _LEAST_INSIDE and len(inner.members) <= _MOST_INSIDE * len(outer.members):
        return bool(gain + shared * _paid_twice(inner, outer, world) > _GOOD_DEAL)
    return bool(gain > 0.0) and shared <= _MOST_SHARED


def _paid_twice(inner: blocks.Growth, outer: blocks.Growth, world: blocks.World) -> float:
    """Return what it saves to choose the inner part's members and targets among those of both, in nats."""
    n_inner, n_outer = len(inner.cells.product), len(outer.cells.product)
    members = blocks.log_choose(len(outer.members), len(inner.members))
    targets = blocks.log_choose(n_inner + n_outer, n_inner)
    return float(blocks.members_cost(inner.members, world) - members - targets)


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
    regrown = blocks.grow(part.members, world, rules, scratch, 1.0, 0.0)
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
    for c, (_, members) in enumerate(_meetings(growth.members, growth.cells, world)):
        incidence[members, c] = True
    return incidence


def _meetings(
    members: Int32Array, cells: blocks.Cells, world: blocks.World
) -> Iterator[tuple[Int64Array, Int64Array]]:
    """Yield the places in column order of the members' reviews in each cell, and which member's each is."""
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
    chosen, ratio = blocks.choose_members(members, world, rules, scratch, cells, 1.0)
    own_members = np.isin(chosen, block)
    chosen, ratio = chosen[own_members], ratio[own_members]
    refitted = blocks.choose_cells(chosen, world, rules, scratch, cells, 1.0)
    own = np.isin(refitted.product, cells.product)
    refitted = blocks.Cells(*(column[own] for column in refitted))
    surplus = blocks.surplus_of(chosen, world, scratch, refitted)
    stars = rules.star_weight * blocks.star_gain(chosen, world, scratch, refitted)
    created = blocks.creation_burst(chosen, world).nats
    return blocks.Growth(chosen, ratio, refitted, surplus, stars, created)


def make_candidate(growth: blocks.Growth, world: blocks.World, origin: str) -> Candidate:
    """Turn a grown block into a candidate: sort its cells by product and list its reviews.

    Parameters
    ----------
    growth
        The block.
    world
        The graph it was grown in.
    origin
        The method whose seed led here.

    Returns
    -------
    Candidate
        The same group as the rooms above know it.
    """
    cells = growth.cells
    by_product = np.argsort(cells.product)
    edges = _cell_edges(growth.members, cells, world)
    group = Group(frozen(growth.members), frozen(cells.product[by_product]), frozen(edges))
    return Candidate(
        group=group,
        membership=frozen(growth.ratio),
        n=frozen(cells.n[by_product]),
        expected=frozen(cells.expected[by_product]),
        surplus=float(growth.surplus),
        stars=float(growth.stars),
        created=float(growth.created),
        origin=origin,
    )


def _cell_edges(members: Int32Array, cells: blocks.Cells, world: blocks.World) -> Int64Array:
    parts = [world.t_edge[places] for places, _ in _meetings(members, cells, world)]
    return np.sort(np.concatenate(parts)) if parts else np.zeros(0, np.int64)

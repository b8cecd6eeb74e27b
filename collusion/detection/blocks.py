"""Grow candidate rings from seeds by alternating between members and cells."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import numpy as np

from collusion.arrays import Float32Array, Float64Array, Int32Array, Int64Array, frozen
from collusion.detection.candidates import Candidate, Seeds, keep_distinct
from collusion.detection.params import DetectionParams
from collusion.detection.parts import parts_of
from collusion.detection.workers import SeedGrowth, Workers
from collusion.evidence.group import Group
from collusion.evidence.strata import Strata
from collusion.evidence.timing import TimeOrder
from collusion.graph.bipartite import spans
from collusion.graph.build import NO_TIME, EntityGraph
from collusion.kernels import blocks
from collusion.kernels.tenure import Tenures

_DAY = 1440.0
#: Nats of surplus from which the members of a block seed no other search.
_SURE = 100.0
#: How a candidate is grown at last: share of the usual first strictness; nats and times as many members that
#: must come of it; share of its members that must stay, and of the larger block's where products are capped.
_LAST_STRICTNESS, _GOOD_DEAL, _LARGER, _LOYALTY, _SAME = 0.5, 10.0, 1.1, 0.7, 0.9
#: Share of all accounts beyond which a block is the market itself, in which nobody is left to compare with.
_MOST_OF_ALL = 0.5
_NO_CAP = 2**40


def make_world(
    graph: EntityGraph,
    order: TimeOrder,
    strata: Strata,
    weights: tuple[Float32Array, Float32Array],
    created: Int32Array,
    tenures: Tenures,
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
        Evidence of each number of stars at each product, for a promoting and for an attacking ring, shape
        (n_products, 6) each.
    created
        Minute in which each account was created, `NO_TIME` when unknown, shape (n_reviewers,).
    tenures
        How many accounts began and ended when.

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
        stars=graph.stars,
        t_indptr=graph.reviews.t_indptr,
        t_reviewer=order.reviewers,
        t_minute=order.minute,
        t_stars=order.stars,
        praise=frozen(praise),
        blame=frozen(blame),
        n_products=int(np.count_nonzero(graph.reviews.col_degrees())),
        stratum=strata.labels,
        stratum_reviews=strata.reviews,
        class_sizes=class_sizes(graph.reviews.row_degrees()),
        seller=graph.product_seller,
        seller_products=frozen(np.bincount(sold, minlength=len(graph.sellers)).astype(np.int64)),
        created=frozen(created),
        known=frozen(np.sort(created[created != NO_TIME])),
        minute=graph.minute,
        tenures=tenures,
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
    ladder: list[Rung],
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
    covered = np.zeros(len(world.indptr) - 1, dtype=bool)
    grown: set[bytes] = set()
    found: dict[bytes, Candidate] = {}
    with Workers(world, n_threads) as workers:
        for rung in ladder:
            capped = rules._replace(product_cap=rung.product_cap)
            workers.bar(covered)
            splits = []
            for seeds in rung.seeds:
                for growth in SeedGrowth(seeds, covered, world, capped).grow(workers, advance):
                    is_everybody = len(growth.members) > _MOST_OF_ALL * len(covered)
                    if is_everybody or growth.members.tobytes() in grown:
                        continue
                    grown.add(growth.members.tobytes())
                    covered[growth.members] |= blocks.evidence_of(growth) > _SURE
                    splits.append((seeds.origin, workers.submit(partial(parts_of, growth, world, capped))))
            for origin, split in splits:
                for part in split.result():
                    found.setdefault(part.members.tobytes(), make_candidate(part, world, origin))
        distinct = keep_distinct(list(found.values()), same=params.same_members)
        distinct = _grown_again(distinct, world, rules, [rung.product_cap for rung in ladder], workers)
    return keep_distinct(distinct, same=params.same_members)


def _grown_again(
    candidates: list[Candidate],
    world: blocks.World,
    rules: blocks.Rules,
    product_caps: list[int],
    workers: Workers,
) -> list[Candidate]:
    """Grow each candidate once more from its members, the members of all others barred.

    Growth may rest at half a ring, whose cells choose the same half again. Once all rings are known and
    nobody can be drawn into another, it may start more leniently than from seeds.
    """
    taken = np.zeros(len(world.indptr) - 1, dtype=bool)
    for candidate in candidates:
        taken[candidate.group.members] = True

    def again(candidate: Candidate, scratch: blocks.Scratch) -> Candidate:
        """Return what the candidate grows into, itself where that is no more."""
        scratch.barred[:] = taken
        scratch.barred[candidate.group.members] = False
        growth = _enlarged(candidate, world, rules, product_caps, scratch)
        return candidate if growth is None else make_candidate(growth, world, candidate.origin)

    done = [workers.submit(partial(again, candidate)) for candidate in candidates]
    return [growth.result() for growth in done]


def _enlarged(
    candidate: Candidate,
    world: blocks.World,
    rules: blocks.Rules,
    product_caps: list[int],
    scratch: blocks.Scratch,
) -> blocks.Growth | None:
    """Return what a candidate grows into if that is larger by far and still it, else None.

    Without products of more reviews than need be: bestsellers are where camouflage meets.
    """
    members, least = candidate.group.members, candidate.evidence + _GOOD_DEAL
    lenient = rules._replace(
        product_cap=product_caps[-1], first_strictness=_LAST_STRICTNESS * rules.first_strictness
    )
    largest = blocks.regrow(members, world, lenient, scratch, lenient=True)
    if len(largest.members) < _LARGER * len(members) or not _keeps(largest, members, _LOYALTY, least, rules):
        return None
    for cap in product_caps:
        growth = blocks.regrow(largest.members, world, rules._replace(product_cap=cap), scratch)
        if _keeps(growth, largest.members, _SAME, least, rules):
            return growth
    return largest


def _keeps(
    growth: blocks.Growth, members: Int32Array, share: float, least: float, rules: blocks.Rules
) -> bool:
    """Return whether a block keeps this share of `members` and has more than the `least` evidence."""
    kept = len(np.intersect1d(growth.members, members, assume_unique=True))
    return (
        kept >= share * len(members)
        and bool(blocks.is_sizeable(growth, rules))
        and bool(blocks.evidence_of(growth) > least)
    )


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
    by_product = np.argsort(growth.cells.product)
    cells = blocks.Cells._make(column[by_product] for column in growth.cells)
    edges = _cell_edges(growth.members, cells, world)
    group = Group(frozen(growth.members), frozen(cells.product), frozen(edges))
    return Candidate(
        group=group,
        membership=frozen(growth.ratio),
        n=frozen(cells.n),
        expected=frozen(cells.expected),
        surplus=float(growth.surplus),
        stars=float(growth.stars),
        life=float(growth.life),
        origin=origin,
    )


def _cell_edges(members: Int32Array, cells: blocks.Cells, world: blocks.World) -> Int64Array:
    """Return the members' reviews in `cells`, which are sorted by product; ascending in row order."""
    edges, _ = spans(world.indptr, members)
    cell = np.searchsorted(cells.product, world.product[edges])
    edges, cell = edges[cell < len(cells.product)], cell[cell < len(cells.product)]
    position = world.position[edges]
    is_target = cells.product[cell] == world.product[edges]
    inside = (cells.low[cell] <= position) & (position <= cells.high[cell])
    chosen: Int64Array = edges[is_target & inside]
    return chosen

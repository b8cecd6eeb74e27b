"""Grow candidate rings from seeds by alternating between members and cells."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import numpy as np

from collusion.arrays import Float32Array, Float64Array, Int32Array, Int64Array, frozen
from collusion.detection.candidates import Candidate, Seeds, keep_distinct
from collusion.detection.grown import make_candidate
from collusion.detection.params import DetectionParams
from collusion.detection.parts import parts_of
from collusion.detection.refine import refine
from collusion.detection.space import SearchSpace
from collusion.detection.workers import ArrivedBlocks, SeedGrowth, Workers
from collusion.evidence.homes import Homes, activity_classes
from collusion.evidence.strata import Strata
from collusion.evidence.timing import TimeOrder
from collusion.graph.build import EntityGraph
from collusion.kernels import blocks
from collusion.kernels.tenure import Tenures
from collusion.minutes import DAY, NO_TIME

#: Nats of surplus from which the members of a block seed no other search.
SURE = 300.0
#: Share of all accounts beyond which a block is the market itself, in which nobody is left to compare with.
_MOST_OF_ALL = 0.5
_NO_CAP = 2**40


class Accounts(NamedTuple):
    """What is known of all accounts.

    Attributes
    ----------
    created
        Minute in which each was created, `NO_TIME` when unknown, shape (n_reviewers,).
    tenures
        How many began and ended when.
    homes
        The marketplace of each.
    """

    created: Int32Array
    tenures: Tenures
    homes: Homes


def make_world(
    graph: EntityGraph,
    order: TimeOrder,
    strata: Strata,
    weights: tuple[Float32Array, Float32Array],
    accounts: Accounts,
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
    accounts
        What is known of the accounts.

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
        home=accounts.homes.of,
        home_shares=accounts.homes.shares,
        class_homes=accounts.homes.by_class(graph.reviews.row_degrees()),
        created=frozen(accounts.created),
        known=frozen(np.sort(accounts.created[accounts.created != NO_TIME])),
        minute=graph.minute,
        tenures=accounts.tenures,
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
    return frozen(np.bincount(activity_classes(n_reviews[n_reviews > 0]), minlength=1).astype(np.float64))


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
        margin_minutes=float(params.margin_days * DAY),
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
    arrived = ArrivedBlocks()
    found: dict[bytes, Candidate] = {}
    with Workers(world, n_threads) as workers:
        for rung in ladder:
            capped = rules._replace(product_cap=rung.product_cap)
            workers.bar(covered)
            growths: list[tuple[str, blocks.Growth]] = []
            for seeds in rung.seeds:
                for growth in SeedGrowth(seeds, covered, arrived, world, capped).grow(workers, advance):
                    is_everybody = len(growth.members) > _MOST_OF_ALL * len(covered)
                    if is_everybody or growth.members.tobytes() in grown:
                        continue
                    grown.add(growth.members.tobytes())
                    covered[growth.members] |= blocks.evidence_of(growth) > SURE
                    growths.append((seeds.origin, growth))
            splits = [
                (origin, workers.submit(partial(parts_of, growth, world, capped)))
                for origin, growth in without_variants(growths)
            ]
            for origin, split in splits:
                for part in split.result():
                    found.setdefault(part.members.tobytes(), make_candidate(part, world, origin))
        distinct = keep_distinct(list(found.values()), same=params.same_members)
        space = SearchSpace(world, rules, [rung.product_cap for rung in ladder])
        return refine(distinct, space, workers, same=params.same_members)


def without_variants(growths: list[tuple[str, blocks.Growth]]) -> list[tuple[str, blocks.Growth]]:
    """Keep of each set of blocks that are about the same the one of most evidence, in the order given.

    Seeds of dense data lead to hundreds of variants of a block, and to part each would cost more than growth.

    Parameters
    ----------
    growths
        Origins and blocks.

    Returns
    -------
    list of tuple
        Those kept. O(K · k) comparisons for K blocks of which k touch a common member.
    """
    strongest = sorted(range(len(growths)), key=lambda place: (-blocks.evidence_of(growths[place][1]), place))
    kept: list[int] = []
    by_member: dict[int, list[int]] = {}
    targets = [np.sort(growth.cells.product) for _, growth in growths]
    for place in strongest:
        members = growths[place][1].members
        rivals = sorted({rival for member in members.tolist() for rival in by_member.get(member, ())})
        if any(
            _most_shared(members, growths[rival][1].members) >= blocks.ABOUT_THE_SAME
            and _most_shared(targets[place], targets[rival]) >= blocks.ABOUT_THE_SAME
            for rival in rivals
        ):
            continue
        for member in members.tolist():
            by_member.setdefault(member, []).append(place)
        kept.append(place)
    return [growths[place] for place in sorted(kept)]


def _most_shared(first: Int32Array, second: Int32Array) -> float:
    """Return the share of the larger of two ascending id sets that is in the other; neither is empty."""
    return len(np.intersect1d(first, second, assume_unique=True)) / max(len(first), len(second))

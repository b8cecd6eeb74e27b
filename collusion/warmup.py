"""Compile the growth of blocks beforehand: ``python -m collusion.warmup``, beside the first run.

Half of all compiling goes into the growth of blocks, which a run reaches last. A process that grows one block
in a world of a few reviews leaves those kernels in the cache by then, so that two cores share the work. It
makes its world by hand: what the run compiles on its way there, two processes would only wait for in turn.
"""

from __future__ import annotations

import os
import sys
import threading

import numpy as np

from collusion.arrays import Int32Array, Int64Array, frozen
from collusion.config import RunConfig
from collusion.detection import blocks
from collusion.detection.candidates import Candidate, seeds_of
from collusion.kernels.blocks import World
from collusion.kernels.tenure import Tenures
from collusion.minutes import DAY, NO_TIME

_N_MEMBERS, _N_TARGETS, _N_OTHERS = 12, 8, 40
_NO_CAP = 2**40
#: Evidence of no star, one star, …, five stars for a ring that praises.
_PRAISE = (0.0, -0.5, -0.5, -0.5, -0.5, 0.5)


def warm_up() -> list[Candidate]:
    """Grow a block in a small world with the types, and so the kernels, of every run.

    Returns
    -------
    list of Candidate
        The one ring of the world.
    """
    config, world = RunConfig(), _world(_reviews())
    rules = blocks.make_rules(365.0 * DAY, config.evidence.reviewer_cap, config.detection)
    members = np.arange(_N_MEMBERS, dtype=np.int32)
    ladder = [blocks.Rung(_NO_CAP, [seeds_of([members], "warmup")])]
    return blocks.grow_candidates(ladder, world, rules, params=config.detection)


def _reviews() -> Int64Array:
    """Return reviewer, product, minute and stars of each review, by reviewer and product, shape (n, 4).

    Members praise the targets on the same days; the others write of one target and of one other product.
    """
    ring = [
        (member, target, 3 * target * DAY + member, 5)
        for member in range(_N_MEMBERS)
        for target in range(_N_TARGETS)
    ]
    honest = [
        (_N_MEMBERS + other, product, 30 * DAY * (other % 12), 1 + other % 5)
        for other in range(_N_OTHERS)
        for product in (other % _N_TARGETS, _N_TARGETS + other % _N_TARGETS)
    ]
    return np.array(ring + honest)


def _world(reviews: Int64Array) -> World:
    """Arrange reviews for block growth: one stratum, no sellers, nothing known of the accounts."""
    reviewer, product, minute, _ = reviews.T
    n_reviewers, n_products = _N_MEMBERS + _N_OTHERS, 2 * _N_TARGETS
    by_time = np.lexsort((reviewer, minute, product))
    stars, unknown = reviews[:, 3].astype(np.int8), np.full(n_reviewers, NO_TIME, dtype=np.int32)
    sizes = blocks.class_sizes(np.bincount(reviewer))
    no_tenures = np.zeros((2, len(sizes), 2, 2), dtype=np.int32)
    return World(
        indptr=_row_pointers(reviewer),
        product=_whole(product),
        position=_whole(np.argsort(by_time)),
        stars=frozen(stars),
        t_indptr=_row_pointers(product),
        t_reviewer=_whole(reviewer[by_time]),
        t_minute=_whole(minute[by_time]),
        t_stars=frozen(stars[by_time]),
        praise=frozen(np.tile(np.array(_PRAISE, dtype=np.float32), (n_products, 1))),
        blame=frozen(np.tile(-np.array(_PRAISE, dtype=np.float32), (n_products, 1))),
        n_products=n_products,
        stratum=_whole(np.zeros(n_products)),
        stratum_reviews=frozen(np.array([len(reviews)], dtype=np.float64)),
        class_sizes=sizes,
        home=frozen(np.zeros(n_reviewers, dtype=np.int8)),
        home_shares=frozen(np.ones(1)),
        class_homes=frozen(np.ones((len(sizes), 1))),
        seller=_whole(np.full(n_products, -1)),
        seller_products=frozen(np.zeros(0, dtype=np.int64)),
        created=frozen(unknown),
        known=_whole(np.zeros(0)),
        minute=_whole(minute),
        tenures=Tenures(no_tenures, 0, 0.0, np.full((n_reviewers, 4), -1, dtype=np.int32)),
    )


def _row_pointers(nodes: Int64Array) -> Int64Array:
    return frozen(np.concatenate(([0], np.cumsum(np.bincount(nodes)))).astype(np.int64))


def _whole(numbers: np.ndarray) -> Int32Array:
    return frozen(numbers.astype(np.int32))


def _end_with_parent() -> None:
    """End this process as soon as the one that started it has ended, however it did.

    The other end of standard input is the parent's alone, and is closed when it ends.
    """
    sys.stdin.buffer.read()
    os._exit(0)


if __name__ == "__main__":
    threading.Thread(target=_end_with_parent, daemon=True).start()
    warm_up()

"""Small markets made by hand: jobs of some accounts among people who review what and when they like."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np

from collusion.config import load_config
from collusion.detection import blocks
from collusion.evidence.homes import find_homes
from collusion.evidence.stars import star_weights
from collusion.evidence.timing import order_by_time
from collusion.kernels import blocks as kernels
from collusion.kernels.blocks import Rules, Scratch, World, make_scratch
from tests.markets import Market, prepare
from tests.tables_of import day, tables_of

N_DAYS = 900
#: Shares of one to five stars that people give.
CRITICAL, DELIGHTED = (0.15, 0.15, 0.2, 0.25, 0.25), (0.02, 0.02, 0.02, 0.04, 0.9)


class Job(NamedTuple):
    """Accounts that review products within some days of the first, each with this probability.

    Where a `life` is given, they do so in the course of it, and write five reviews of other products: the
    first within three days of its beginning, the last within three days of its end; at any time where that
    `is_scattered`.
    """

    accounts: range
    products: range
    days: float = 3.0
    coverage: float = 1.0
    life: tuple[float, float] | None = None
    is_scattered: bool = False


APART = [Job(range(12), range(8)), Job(range(12, 24), range(8, 16))]
SHARING = [Job(range(20), range(10), coverage=0.4), Job(range(13, 33), range(10, 20), coverage=0.4)]
NESTED = [Job(range(30), range(12), coverage=0.6), Job(range(15, 30), range(12, 20), coverage=0.6)]


@dataclass(frozen=True, slots=True)
class Grown:
    """What blocks are grown in."""

    market: Market
    world: World
    rules: Rules
    scratch: Scratch


def account(number: int) -> str:
    return f"a{number:05d}"


def market_of(
    jobs,
    *,
    seed=0,
    n_people=1200,
    n_products=120,
    seller=None,
    created=None,
    text=None,
    home=None,
    card=None,
    usual=CRITICAL,
) -> Market:
    """Simulate jobs and people, who give stars as is `usual`.

    Sellers by product, days of creation, marketplaces and cards by account, and texts may be known; an
    account whose card is None has none.
    """
    rng = np.random.default_rng(seed)
    reviews = {}
    for job in jobs:
        for p in job.products:
            begin, end = job.life or (0, N_DAYS)
            start = rng.uniform(begin, end - job.days)
            for a in job.accounts:
                if rng.random() < job.coverage:
                    reviews[a, p] = (5, start + rng.uniform(0, job.days))
    for job in jobs:
        for a in job.accounts if job.life else ():
            elsewhere = rng.choice(
                np.setdiff1d(np.arange(n_products), job.products), 5, replace=False
            ).tolist()
            (begin, end), at = job.life, rng.random(5)
            days = [begin + 3 * at[0], end - 3 * at[1], *(begin + (end - begin) * at[2:])]
            days = N_DAYS * at if job.is_scattered else days
            reviews |= {(a, p): (5, time) for p, time in zip(elsewhere, days) if (a, p) not in reviews}
    n_hired = 1 + max((max(job.accounts) for job in jobs), default=-1)
    for a in range(n_people):
        for p in rng.choice(n_products, 1 + int(rng.integers(0, 5)), replace=False).tolist():
            stars = int(rng.choice([1, 2, 3, 4, 5], p=usual))
            reviews[n_hired + a, p] = (stars, rng.uniform(0, N_DAYS))
    rows = [
        {"reviewer_id": account(a), "product_id": f"p{p:04d}", "rating": stars, "posted_at": day(at)}
        for (a, p), (stars, at) in reviews.items()
    ]
    if text is not None:
        for row, (a, p) in zip(rows, reviews, strict=True):
            row["text"] = text(a, p)
    if home is not None:
        for row, (a, _) in zip(rows, reviews, strict=True):
            row["marketplace"] = home(a)
    others = {
        "products": [
            {
                "product_id": f"p{p:04d}",
                "seller_id": None if seller is None else f"s{seller(p):03d}",
                "category": "kitchen" if p % 3 else "garden",
            }
            for p in range(n_products)
        ]
    }
    if card is not None:
        others["identifiers"] = [
            {"reviewer_id": account(a), "kind": "card", "value": f"c{card(a)}"}
            for a in range(n_hired + n_people)
            if card(a) is not None
        ]
    if created is not None:
        others["accounts"] = [
            {"reviewer_id": account(a), "created_at": day(created(a))} for a in range(n_hired + n_people)
        ]
    return prepare(tables_of(rows, **others), load_config(Path(), None))


def ready_to_grow(market: Market) -> Grown:
    """Arrange a market for block growth as the search does."""
    order = order_by_time(market.graph)
    weights = star_weights(market.channels.stars)
    lives = market.channels.lifecycle
    homes = find_homes(market.tables, market.graph)
    accounts = blocks.Accounts(lives.created, lives.tenure.tenures, homes)
    world = blocks.make_world(market.graph, order, market.strata, weights, accounts)
    rules = blocks.make_rules(
        order.span_minutes, market.config.evidence.reviewer_cap, market.config.detection
    )
    return Grown(market, world, rules, make_scratch(world))


def numbers(market: Market, accounts) -> list[int]:
    """Return the numbers by hand of dense ids."""
    return sorted(int(name[1:]) for name in market.graph.reviewers.ids.gather(accounts))


def grow(grown, accounts):
    """Grow a block from some accounts, as leniently as the rules start."""
    members = np.array(sorted(accounts), dtype=np.int32)
    first, nothing = grown.rules.first_strictness, kernels.no_cells()
    return kernels.grow(members, nothing, grown.world, grown.rules, grown.scratch, first, 0.0)[0]


def block_of(members, evidence):
    """Return a block of these members without cells that has so much evidence."""
    nothing = kernels.no_cells()
    ids = np.array(sorted(members), dtype=np.int32)
    return kernels.Growth(ids, np.ones(len(ids)), nothing, float(evidence), 0.0, 0.0)

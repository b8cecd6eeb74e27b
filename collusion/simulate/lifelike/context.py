"""What the planting of a lifelike group may know of the market, simulated or real."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from collusion.arrays import Float64Array, Int64Array
from collusion.simulate.context import Bestsellers, MarketContext, bestsellers, group_buyers
from collusion.simulate.lifelike.world import LifelikeWorld, Sets
from collusion.simulate.rows import Rows
from collusion.simulate.world import MARKETS

_KEEN = 6


@dataclass(frozen=True, slots=True)
class LifelikeContext(MarketContext):
    """A market context with lives and series.

    Attributes
    ----------
    series
        Parts that the same people buy.
    launched
        (n_products,) real day of listing.
    joined, left
        (n_accounts,) operational days between which an account writes.
    written
        (n,) minutes of the ordinary reviews, in account order.
    first_written
        (n_accounts + 1,) where those of each account begin.
    bestsellers
        What new accounts write about in addition to their job, for each marketplace.
    """

    series: Sets
    launched: Float64Array
    joined: Float64Array
    left: Float64Array
    written: Int64Array
    first_written: Int64Array
    bestsellers: tuple[Bestsellers, ...]


def lifelike_context(world: LifelikeWorld, ordinary: Rows) -> LifelikeContext:
    """Return the context that a world and its ordinary reviews offer, with nobody in a group yet."""
    base = world.base
    category = np.zeros(base.n_sellers, dtype=np.int8)
    category[base.products.seller] = base.products.category
    plain = MarketContext(
        calendar=base.calendar,
        products=base.products,
        accounts=base.accounts,
        seller_category=category,
        # who wrote once seldom buys what is planted, so that most accounts still write once
        buyers=group_buyers(replace(base.accounts, n_reviews=_KEEN * base.accounts.n_reviews - _KEEN + 1)),
        in_use=np.zeros(len(base.accounts), dtype=np.bool_),
    )
    return LifelikeContext(
        calendar=plain.calendar,
        products=plain.products,
        accounts=plain.accounts,
        seller_category=plain.seller_category,
        buyers=plain.buyers,
        in_use=plain.in_use,
        series=world.series,
        launched=world.launched,
        joined=world.joined,
        left=world.left,
        written=ordinary.minute,
        first_written=np.searchsorted(ordinary.account, np.arange(len(base.accounts) + 1)),
        bestsellers=popular_goods(plain),
    )


def popular_goods(context: MarketContext) -> tuple[Bestsellers, ...]:
    """Return the upper third of what was on sale early, for each marketplace."""
    before = 0.3 * context.calendar.n_days
    return tuple(bestsellers(context, market, share=0.3, before=before) for market in range(len(MARKETS)))

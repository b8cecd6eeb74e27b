"""The market as it would be had one account written some more reviews: totals of all accounts included.

An account on the edge of a ring is decided by hundredths of a nat, and each review moves the stars that are
usual, the tenures of all accounts and the size of its stratum by about as much.
"""

from __future__ import annotations

import dataclasses

import numpy as np

from collusion.arrays import Int64Array, frozen
from collusion.cases.market import Market
from collusion.detection.blocks import Accounts, make_world
from collusion.detection.given import Space
from collusion.detection.near_members import Lack, lack_of, written_as_members
from collusion.evidence.group import Group
from collusion.evidence.homes import Homes
from collusion.evidence.stars import prepare_stars, star_weights
from collusion.evidence.strata import Strata
from collusion.evidence.tenure import prepare_tenure
from collusion.evidence.timing import order_by_time
from collusion.graph.bipartite import biadjacency_of_rows


def confirmed_lack(group: Group, account: int, market: Market) -> Lack:
    """Find the reviews of targets that would have drawn an account into a block, in the market with them.

    Parameters
    ----------
    group
        The block: members, targets, and the reviews by which the ones met on the others.
    account
        A reviewer who is no member.
    market
        The market.

    Returns
    -------
    Lack
        So many reviews that the block draws the account in, and with one fewer does not: O(reviews of the
        market) to confirm each number, mostly two.
    """
    lack = lack_of(group, account, market.space)
    return lack if lack.missing is None else _confirmed(lack, len(lack.missing), group, account, market)


def _confirmed(lack: Lack, n: int, group: Group, account: int, market: Market) -> Lack:
    """Count up or down from `n` to the reviews that draw the account in where one fewer does not."""
    while n < len(lack.free) and not _is_drawn(group, account, market, lack, n):
        n += 1
    while n and _is_drawn(group, account, market, lack, n - 1):
        n -= 1
    if n == len(lack.free) and not _is_drawn(group, account, market, lack, n):
        return dataclasses.replace(lack, missing=None)
    return dataclasses.replace(lack, missing=lack.free[:n])


def _is_drawn(group: Group, account: int, market: Market, lack: Lack, n: int) -> bool:
    """Return whether a block draws an account in that also wrote the first `n` reviews that it lacks."""
    if not n:
        return lack.missing is not None and not len(lack.missing)
    space, edges = with_reviews(market, account, lack, n)
    there = dataclasses.replace(group, edges=edges[group.edges])
    found = lack_of(there, account, space).missing
    return found is not None and not len(found)


def with_reviews(market: Market, account: int, lack: Lack, n: int) -> tuple[Space, Int64Array]:
    """Arrange a market in which an account also wrote the first `n` reviews that it lacks.

    Parameters
    ----------
    market
        The market.
    account
        A reviewer.
    lack
        What it lacks of a block.
    n
        How many reviews it wrote besides, as the members did.

    Returns
    -------
    tuple
        The space in which groups are measured there, and where each edge of the graph is in it, shape
        (n_edges,). Strata are as they are. O(n_edges).
    """
    graph, world = market.graph, market.space.world
    products, minute, stars = written_as_members(lack, n)
    first, end = graph.reviews.indptr[account : account + 2]
    at = first + np.searchsorted(graph.reviews.indices[first:end], products)
    indptr = graph.reviews.indptr.copy()
    indptr[account + 1 :] += n
    changed = dataclasses.replace(
        graph,
        reviews=biadjacency_of_rows(
            indptr, np.insert(graph.reviews.indices, at, products), len(graph.products)
        ),
        minute=frozen(np.insert(graph.minute, at, minute)),
        stars=frozen(np.insert(graph.stars, at, stars)),
        verified=frozen(np.insert(graph.verified, at, -1)),
        review_row=frozen(np.insert(graph.review_row, at, -1)),
    )
    totals = np.bincount(world.stratum, changed.reviews.col_degrees(), len(world.stratum_reviews))
    accounts = Accounts(world.created, prepare_tenure(changed).tenures, Homes(world.home, world.home_shares))
    weights = star_weights(prepare_stars(changed, max_tilt=market.channels.stars.max_tilt))
    strata = Strata(world.stratum, frozen(np.maximum(totals, 1.0)), "as they are")
    there = make_world(changed, order_by_time(changed), strata, weights, accounts)
    places = np.arange(graph.reviews.n_edges)
    edges = places + np.searchsorted(at, places, side="right")
    return dataclasses.replace(market.space, graph=changed, world=there), edges

"""One part of a market: ordinary and planted rows mixed, and everything "like anybody" drawn."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from collusion.arrays import Int8Array, Int64Array, frozen
from collusion.minutes import DAY
from collusion.simulate.assemble import Planted
from collusion.simulate.background import first_of_each, ordinary_reviews
from collusion.simulate.draws import generator, key_of, uniforms, whole
from collusion.simulate.frames import Facts
from collusion.simulate.identity import usual_identifiers
from collusion.simulate.rows import NO_MINUTE, USUAL_ALL, IdentifierLinks, Rows, joined, subset
from collusion.simulate.world import Shelves, World


@dataclass(frozen=True, slots=True)
class Layout:
    """How accounts are dealt out to parts.

    Attributes
    ----------
    bounds
        (n_parts + 1,) first ordinary account of each part.
    market
        (n_accounts,) home market, new accounts included.
    part_of_new
        (n_new,) part of each new account.
    row_part, link_part
        Part of each planted row and holding.
    """

    bounds: Int64Array
    market: Int8Array
    part_of_new: Int64Array
    row_part: Int64Array
    link_part: Int64Array

    @property
    def n_parts(self) -> int:
        """Number of parts."""
        return len(self.bounds) - 1


def lay_out(world: World, planted: Planted, part_rows: int) -> Layout:
    """Cut the accounts into parts; new accounts go anywhere.

    Parameters
    ----------
    world
        The honest world.
    planted
        What is to be mixed in.
    part_rows
        About so many ordinary reviews a part.

    Returns
    -------
    Layout
        Every account, with all that is its own, belongs to one part.
    """
    reach = np.cumsum(world.accounts.n_reviews, dtype=np.int64)
    n_parts = max(1, round(int(reach[-1]) / part_rows))
    cuts = np.searchsorted(reach, reach[-1] * np.arange(1, n_parts) / n_parts)
    n_old, n_new = len(world.accounts), len(planted.accounts)
    bounds = np.concatenate([[0], cuts, [n_old]]).astype(np.int64)
    new = np.arange(n_old, n_old + n_new, dtype=np.int64)
    part_of_new = whole(key_of(world.seed, "part"), new, n_parts)

    def part(account: Int64Array) -> Int64Array:
        """Return the part that each account belongs to."""
        old = np.searchsorted(bounds, account, side="right") - 1
        if n_new == 0:
            return old
        return np.where(account < n_old, old, part_of_new[np.maximum(account - n_old, 0)])

    market = np.concatenate([world.accounts.market, planted.accounts.market])
    return Layout(
        bounds, frozen(market), part_of_new, part(planted.rows.account), part(planted.links.account)
    )


def draw_part(world: World, shelves: Shelves, planted: Planted, layout: Layout, part: int) -> Facts:
    """Draw one part of the market.

    Parameters
    ----------
    world, shelves
        The honest world.
    planted, layout
        What to mix in, and which part it belongs to.
    part
        Which part.

    Returns
    -------
    Facts
        Complete columns. O(n log n) in the part's rows.
    """
    rng = generator(world.seed, "part", part)
    low, high = int(layout.bounds[part]), int(layout.bounds[part + 1])
    ordinary = ordinary_reviews(world, shelves, low, high, part=part)
    mine = subset(planted.rows, layout.row_part == part)
    return completed_facts(world, planted, (mine, ordinary), layout.market, rng)


def completed_facts(
    world: World,
    planted: Planted,
    rows_of: tuple[Rows, Rows],
    market: Int8Array,
    rng: np.random.Generator,
) -> Facts:
    """Mix planted and ordinary rows, and draw all that is like anybody's.

    Parameters
    ----------
    world, planted
        The honest world, and what was planted.
    rows_of
        Planted and ordinary rows; of two with the same account and product the planted one stays.
    market
        (n_accounts,) home markets, new accounts included.
    rng
        Source of the draws.

    Returns
    -------
    Facts
        Complete columns. O(n log n) in the rows.
    """
    mine, ordinary = rows_of
    rows = joined(mine, _handed_over(ordinary, planted))
    rows = subset(rows, first_of_each(rows.account, rows.product))
    rows = subset(rows, np.argsort(rows.account, kind="stable"))
    rows = _completed(rows, world.seed)
    account, first = np.unique(rows.account, return_index=True)
    place = np.repeat(np.arange(len(account)), np.diff(np.append(first, len(rows))))
    given = _given_creation(account, world, planted)
    ordered = _order_times(rows, given[place], rng)
    created = _creation(np.minimum.reduceat(ordered, first), given, rng)
    sold, place_sold = _sold(account, planted)
    created[sold] = np.minimum(created[sold], planted.takeovers.made_by[place_sold])
    last = np.maximum.reduceat(rows.minute, first)
    shuffle = rng.permutation(len(rows))  # row order must tell nothing
    rows, ordered, place = subset(rows, shuffle), ordered[shuffle], place[shuffle]
    return Facts(rows, ordered, account, place, created, last, market[account])


def part_links(
    world: World, planted: Planted, layout: Layout, account: Int64Array, part: int
) -> IdentifierLinks:
    """Return all identifiers of a part's accounts, usual and planted.

    Parameters
    ----------
    world, planted, layout
        As in `draw_part`.
    account
        (a,) accounts of the part, ascending.
    part
        Which part.

    Returns
    -------
    IdentifierLinks
        Some twice, when two draws agree.
    """
    mine = subset(planted.links, layout.link_part == part)
    return all_links(world, planted, account, mine)


def all_links(world: World, planted: Planted, account: Int64Array, mine: IdentifierLinks) -> IdentifierLinks:
    """Return usual identifiers of accounts, and those that were planted.

    Parameters
    ----------
    world, planted
        The honest world, and what was planted.
    account
        (a,) accounts, ascending.
    mine
        Planted links of these accounts.
    """
    n_old = len(world.accounts)
    new = account >= n_old
    household = np.where(new, account, 0)
    household[~new] = world.accounts.household[account[~new]]
    usual = np.full(len(account), USUAL_ALL, dtype=np.int8)
    usual[new] = planted.accounts.usual[account[new] - n_old]
    sold, place = _sold(account, planted)
    usual[sold] = planted.takeovers.usual[place]
    return joined(usual_identifiers(planted.space, account, household, usual), mine)


def _sold(account: Int64Array, planted: Planted) -> tuple[Int64Array, Int64Array]:
    """Return positions in `account` (ascending) of accounts that changed hands, and in the takeovers."""
    _, here, there = np.intersect1d(account, planted.takeovers.account, return_indices=True)
    return here, there


def _handed_over(rows: Rows, planted: Planted) -> Rows:
    """Drop what the former owner of a bought account would have written after the sale."""
    takeovers = planted.takeovers
    if len(takeovers) == 0:
        return rows
    order = np.argsort(takeovers.account)
    account, minute = takeovers.account[order], takeovers.minute[order]
    place = np.minimum(np.searchsorted(account, rows.account), len(account) - 1)
    late = (account[place] == rows.account) & (rows.minute >= minute[place])
    return subset(rows, ~late)


def _completed(rows: Rows, seed: int) -> Rows:
    """Draw the purchase badge where it is like anybody's: some people always buy here, some seldom."""
    habit = uniforms(key_of(seed, "badge", "habit"), rows.account)
    share = np.where(habit < 0.6, 0.96, np.where(habit < 0.9, 0.8, 0.35))
    draw = uniforms(key_of(seed, "badge"), rows.account * 2**24 + rows.product % 2**24) < share
    return replace(rows, verified=np.where(rows.verified < 0, draw, rows.verified).astype(np.int8))


def _given_creation(account: Int64Array, world: World, planted: Planted) -> Int64Array:
    given = np.full(len(account), NO_MINUTE, dtype=np.int64)
    new = account >= len(world.accounts)
    given[new] = planted.accounts.created[account[new] - len(world.accounts)]
    return given


def _order_times(rows: Rows, given: Int64Array, rng: np.random.Generator) -> Int64Array:
    lag = (1.2 + rng.gamma(1.6, 6.0, len(rows))) * DAY
    ordered = rows.minute - lag.astype(np.int64)
    return np.asarray(np.minimum(np.maximum(ordered, given + 30), rows.minute - 10))


def _creation(first: Int64Array, given: Int64Array, rng: np.random.Generator) -> Int64Array:
    """An account is made days or years before its first order."""
    n = len(first)
    gap = np.where(rng.random(n) < 0.3, rng.uniform(0.02, 3.0, n), rng.exponential(500.0, n))
    derived = first - 20 - (gap * DAY).astype(np.int64)
    return np.where(given == NO_MINUTE, derived, np.minimum(given, first - 20))

"""The accounts of a ring: where they come from, when they were made, which identifiers they have."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from collusion.arrays import Int8Array, Int64Array
from collusion.minutes import DAY
from collusion.simulate.context import MarketContext, sampled_accounts
from collusion.simulate.ring_plan import RingPlan
from collusion.simulate.rows import (
    USUAL_ALL,
    USUAL_CARD,
    USUAL_DEVICE,
    USUAL_IP,
    USUAL_NAT,
    IdentifierLinks,
    NewAccounts,
    Takeovers,
    identifier_links,
    joined,
    new_accounts,
    no_accounts,
    no_links,
    no_takeovers,
)
from collusion.simulate.world import MARKET_SHARES, MARKETS

# share of the pairs of a ring that hold a gift card of one batch
BATCH_PAIRS = 0.12


@dataclass(frozen=True, slots=True)
class RingAccounts:
    """Accounts that work together.

    Attributes
    ----------
    account
        (m,) numbers: negative for new accounts, in order -1, -2, …
    market
        (m,) where each is at home.
    first_day
        Day on which the job begins.
    created
        Records of the new ones.
    takeovers
        Records of the bought ones.
    """

    account: Int64Array
    market: Int8Array
    first_day: float
    created: NewAccounts
    takeovers: Takeovers


def ring_accounts(plan: RingPlan, context: MarketContext, rng: np.random.Generator) -> RingAccounts:
    """Return the accounts of a ring.

    Parameters
    ----------
    plan
        How many, and where the accounts come from.
    context
        The market: its clock, and the accounts that may be bought.
    rng
        Source of the draws.

    Returns
    -------
    RingAccounts
        New accounts are numbered -1, -2, …
    """
    calendar = context.calendar
    room = calendar.n_days - plan.span_days - plan.days_per_target - 40.0
    first_day = float(rng.uniform(min(90.0, room * 0.3), max(room, 1.0)))
    markets = rng.choice(len(MARKETS), size=plan.n_markets, replace=False, p=MARKET_SHARES)
    if plan.accounts == "bought":
        return _bought(plan, context, first_day, int(markets[0]), rng)
    market = rng.choice(markets, size=plan.n_members).astype(np.int8)
    start = calendar.first_minute + int(first_day * DAY)
    if plan.accounts == "fresh":
        burst = start - int(rng.uniform(6, 25) * DAY)
        created = burst + (rng.random(plan.n_members) * 8 * DAY).astype(np.int64)
        created = np.minimum(created, start - 60)
    else:
        created = start - (rng.uniform(20, 900, plan.n_members) * DAY).astype(np.int64)
    numbers = -1 - np.arange(plan.n_members, dtype=np.int64)
    return RingAccounts(
        numbers, market, first_day, new_accounts(market, created, _usual(plan)), no_takeovers()
    )


def part_of(ring: RingAccounts, low: int, high: int) -> RingAccounts:
    """Return members `low` to `high` - 1 of a ring, without the records of who is new."""
    return RingAccounts(
        ring.account[low:high], ring.market[low:high], ring.first_day, no_accounts(), no_takeovers()
    )


def shared_identifiers(plan: RingPlan, ring: RingAccounts, rng: np.random.Generator) -> IdentifierLinks:
    """Return the identifiers that the job itself brings.

    Parameters
    ----------
    plan
        Network, payment and parcels of the ring.
    ring
        Who holds them.
    rng
        Source of the draws.

    Returns
    -------
    IdentifierLinks
        Their values are new: -1, -2, … within each kind.
    """
    found = [no_links()]
    n = len(ring.account)
    if plan.network == "farm":
        found.append(_pool("ip", ring.account, max(4, n // 7), 2, rng))
        found.append(_pool("device", ring.account, max(4, n // 5), 1, rng))
    if plan.network == "slips":
        careless = ring.account[rng.random(n) < 0.2]
        found.append(_pool("ip", careless, 2, 1, rng))
    if plan.payment == "batches":
        found.append(identifier_links("gift_card", ring.account, -1 - _batches(n, rng)))
    if plan.empty_box:
        drops = _pool("address", ring.account[rng.random(n) < 0.3], 3, 1, rng)
        found.append(drops)
    return joined(found[0], *found[1:])


def client_codes(member: Int64Array, seller: Int64Array, rng: np.random.Generator) -> IdentifierLinks:
    """Return one promo code a client seller, held by most of the accounts that served it.

    Parameters
    ----------
    member, seller
        (n,) account and client of each ring review.
    rng
        Source of the draws.
    """
    pairs = np.unique(np.stack([member, seller], axis=1), axis=0)
    pairs = pairs[rng.random(len(pairs)) < 0.6]
    _, code = np.unique(pairs[:, 1], return_inverse=True)
    return identifier_links("promo_code", pairs[:, 0], -1 - code.astype(np.int64))


def _usual(plan: RingPlan) -> int:
    usual = USUAL_ALL
    if plan.network in {"own", "farm"}:
        usual &= ~USUAL_NAT
    if plan.network == "farm":
        usual &= ~(USUAL_IP | USUAL_DEVICE)
    if plan.payment == "batches" or plan.empty_box:
        usual &= ~USUAL_CARD
    return usual


def _bought(
    plan: RingPlan, context: MarketContext, first_day: float, market: int, rng: np.random.Generator
) -> RingAccounts:
    account = sampled_accounts(context, plan.n_members, rng, between=(3, 30), market=market)
    if len(account) < plan.n_members:
        account = sampled_accounts(context, plan.n_members, rng)
    _, alone = np.unique(context.accounts.household[account], return_index=True)
    account = account[alone]  # nobody buys two accounts of one family
    handed_over = first_day - rng.uniform(5, 40, len(account))
    minute = context.calendar.first_minute + (handed_over * DAY).astype(np.int64)
    made_by = minute - (rng.uniform(90, 800, len(account)) * DAY).astype(np.int64)
    usual = np.full(len(account), _usual(plan), dtype=np.int8)
    sold = Takeovers(account, minute, made_by, usual)
    return RingAccounts(account, context.accounts.market[account], first_day, no_accounts(), sold)


def _pool(kind: str, account: Int64Array, size: int, each: int, rng: np.random.Generator) -> IdentifierLinks:
    """Each account holds `each` values of a pool of `size`."""
    values = [np.argsort(rng.random(size))[:each] for _ in account]
    value = np.concatenate([np.empty(0, dtype=np.int64), *values])
    return identifier_links(kind, np.repeat(account, each), -1 - value)


def _batches(n: int, rng: np.random.Generator) -> Int64Array:
    """Return each account's batch: even batches, so many that `BATCH_PAIRS` of the pairs share one."""
    pairs = n * (n - 1) / 2
    counts = np.arange(1, n + 1)
    shared = [_pairs_within(n, int(count)) / pairs for count in counts]
    n_batches = int(counts[int(np.argmin(np.abs(np.array(shared) - BATCH_PAIRS)))])
    return np.asarray(rng.permutation(np.arange(n) % n_batches), dtype=np.int64)


def _pairs_within(n: int, n_batches: int) -> float:
    sizes = np.bincount(np.arange(n) % n_batches)
    return float((sizes * (sizes - 1) / 2).sum())

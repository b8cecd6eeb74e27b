"""The accounts of a ring: where they come from, when they were made, which identifiers they have."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from collusion.arrays import Int8Array, Int64Array
from collusion.simulate.calendar import DAY
from collusion.simulate.ground import Ground, recruits
from collusion.simulate.ring_plan import RingPlan
from collusion.simulate.rows import (
    USUAL_ALL,
    USUAL_CARD,
    USUAL_DEVICE,
    USUAL_IP,
    USUAL_NAT,
    Holdings,
    NewAccounts,
    Takeovers,
    holdings,
    joined,
    new_accounts,
    no_accounts,
    no_holdings,
    no_takeovers,
)
from collusion.simulate.world import MARKET_SHARES, MARKETS

# share of the pairs of a ring that hold a gift card of one batch
BATCH_PAIRS = 0.12


@dataclass(frozen=True, slots=True)
class Crew:
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


def enlist(plan: RingPlan, ground: Ground, rng: np.random.Generator) -> Crew:
    """Return the crew of a ring.

    Parameters
    ----------
    plan
        How many, and where the accounts come from.
    ground
        The market: its clock, and the accounts that may be bought.
    rng
        Source of the draws.

    Returns
    -------
    Crew
        New accounts are numbered -1, -2, …
    """
    calendar = ground.calendar
    room = calendar.n_days - plan.span_days - plan.days_per_target - 40.0
    first_day = float(rng.uniform(min(90.0, room * 0.3), max(room, 1.0)))
    markets = rng.choice(len(MARKETS), size=plan.n_markets, replace=False, p=MARKET_SHARES)
    if plan.accounts == "bought":
        return _bought(plan, ground, first_day, int(markets[0]), rng)
    market = rng.choice(markets, size=plan.n_members).astype(np.int8)
    start = calendar.first_minute + int(first_day * DAY)
    if plan.accounts == "fresh":
        burst = start - int(rng.uniform(6, 25) * DAY)
        created = burst + (rng.random(plan.n_members) * 8 * DAY).astype(np.int64)
        created = np.minimum(created, start - 60)
    else:
        created = start - (rng.uniform(20, 900, plan.n_members) * DAY).astype(np.int64)
    numbers = -1 - np.arange(plan.n_members, dtype=np.int64)
    return Crew(numbers, market, first_day, new_accounts(market, created, _usual(plan)), no_takeovers())


def part_of(crew: Crew, low: int, high: int) -> Crew:
    """Return members `low` to `high` - 1 of a crew, without the records of who is new."""
    return Crew(crew.account[low:high], crew.market[low:high], crew.first_day, no_accounts(), no_takeovers())


def shared_identifiers(plan: RingPlan, crew: Crew, rng: np.random.Generator) -> Holdings:
    """Return the identifiers that the job itself brings.

    Parameters
    ----------
    plan
        Network, payment and parcels of the ring.
    crew
        Who holds them.
    rng
        Source of the draws.

    Returns
    -------
    Holdings
        Their values are new: -1, -2, … within each kind.
    """
    found = [no_holdings()]
    n = len(crew.account)
    if plan.network == "farm":
        found.append(_pool("ip", crew.account, max(4, n // 7), 2, rng))
        found.append(_pool("device", crew.account, max(4, n // 5), 1, rng))
    if plan.network == "slips":
        careless = crew.account[rng.random(n) < 0.2]
        found.append(_pool("ip", careless, 2, 1, rng))
    if plan.payment == "batches":
        found.append(holdings("gift_card", crew.account, -1 - _batches(n, rng)))
    if plan.empty_box:
        drops = _pool("address", crew.account[rng.random(n) < 0.3], 3, 1, rng)
        found.append(drops)
    return joined(found[0], *found[1:])


def client_codes(member: Int64Array, seller: Int64Array, rng: np.random.Generator) -> Holdings:
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
    return holdings("promo_code", pairs[:, 0], -1 - code.astype(np.int64))


def _usual(plan: RingPlan) -> int:
    usual = USUAL_ALL
    if plan.network in {"own", "farm"}:
        usual &= ~USUAL_NAT
    if plan.network == "farm":
        usual &= ~(USUAL_IP | USUAL_DEVICE)
    if plan.payment == "batches" or plan.empty_box:
        usual &= ~USUAL_CARD
    return usual


def _bought(plan: RingPlan, ground: Ground, first_day: float, market: int, rng: np.random.Generator) -> Crew:
    account = recruits(ground, plan.n_members, rng, between=(3, 30), market=market)
    if len(account) < plan.n_members:
        account = recruits(ground, plan.n_members, rng)
    _, alone = np.unique(ground.accounts.household[account], return_index=True)
    account = account[alone]  # nobody buys two accounts of one family
    handed_over = first_day - rng.uniform(5, 40, len(account))
    minute = ground.calendar.first_minute + (handed_over * DAY).astype(np.int64)
    made_by = minute - (rng.uniform(90, 800, len(account)) * DAY).astype(np.int64)
    usual = np.full(len(account), _usual(plan), dtype=np.int8)
    sold = Takeovers(account, minute, made_by, usual)
    return Crew(account, ground.accounts.market[account], first_day, no_accounts(), sold)


def _pool(kind: str, account: Int64Array, size: int, each: int, rng: np.random.Generator) -> Holdings:
    """Each account holds `each` values of a pool of `size`."""
    values = [np.argsort(rng.random(size))[:each] for _ in account]
    value = np.concatenate([np.empty(0, dtype=np.int64), *values])
    return holdings(kind, np.repeat(account, each), -1 - value)


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

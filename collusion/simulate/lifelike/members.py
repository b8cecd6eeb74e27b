"""Who a planted group is made of: new accounts, people who go on living, old accounts that come back."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from collusion.arrays import BoolArray, Float64Array, Int8Array, Int64Array
from collusion.minutes import DAY
from collusion.simulate.calendar import real_days
from collusion.simulate.context import sampled_accounts
from collusion.simulate.lifelike.context import LifelikeContext
from collusion.simulate.lifelike.plan import GroupPlan
from collusion.simulate.rows import (
    NO_MINUTE,
    USUAL_ALL,
    USUAL_CARD,
    USUAL_DEVICE,
    USUAL_IP,
    USUAL_NAT,
    NewAccounts,
    Takeovers,
    new_accounts,
    no_takeovers,
)
from collusion.simulate.world import MARKET_SHARES, MARKETS, N_CATEGORIES

_LONG_SILENCE = 250.0


@dataclass(frozen=True, slots=True)
class Members:
    """The accounts of a group.

    Attributes
    ----------
    account
        (m,) existing accounts, or -1, -2, … for new ones.
    market
        (m,) where each is at home.
    created
        Records of the new ones.
    takeovers
        Records of those that changed hands or fell silent.
    """

    account: Int64Array
    market: Int8Array
    created: NewAccounts
    takeovers: Takeovers

    @property
    def is_new(self) -> BoolArray:
        """(m,) whether an account is new."""
        return np.asarray(self.account < 0)


def _drawn_size(plan: GroupPlan, n_accounts: int, rng: np.random.Generator) -> int:
    low, high = plan.members
    if plan.market_share:
        return int(np.clip(plan.market_share * n_accounts * rng.uniform(0.8, 1.25), low, high))
    return round(rng.uniform(low, high))


def choose_members(
    plan: GroupPlan, first_day: float, context: LifelikeContext, rng: np.random.Generator
) -> Members:
    """Choose or make the accounts of a group.

    Parameters
    ----------
    plan
        What kind of people.
    first_day
        Real day on which they begin.
    context
        The market.
    rng
        Source of the draws.

    Returns
    -------
    Members
        Fewer than planned where the market has no more of them.
    """
    n = _drawn_size(plan, len(context.accounts), rng)
    homes = rng.choice(len(MARKETS), size=plan.n_markets, replace=False, p=MARKET_SHARES)
    if plan.source == "fresh":
        return _new_members(plan, n, homes, first_day, context, rng)
    if plan.source in ("awakened", "bought"):
        return _taken_over(plan, n, first_day, context, rng)
    n_new = round(plan.newcomers * n)
    category = int(rng.integers(0, N_CATEGORIES)) if plan.one_taste else -1
    if plan.n_markets >= len(MARKETS):
        found = [sampled_accounts(context, n - n_new, rng, between=plan.activity, category=category)]
    else:
        per_home = np.bincount(rng.integers(0, len(homes), n - n_new), minlength=len(homes))
        found = [
            sampled_accounts(context, k, rng, between=plan.activity, market=home, category=category)
            for home, k in zip(homes.tolist(), per_home.tolist(), strict=True)
        ]
    account = np.concatenate(found)
    new = _new_members(plan, n_new, homes, first_day, context, rng)
    return Members(
        np.concatenate([account, new.account]),
        np.concatenate([context.accounts.market[account], new.market]),
        new.created,
        no_takeovers(),
    )


def with_first_minutes(
    members: Members, account: Int64Array, minute: Int64Array, rng: np.random.Generator
) -> Members:
    """Let new accounts without a minute of creation join shortly before their first review.

    Parameters
    ----------
    members
        The members.
    account, minute
        (n,) their reviews.
    rng
        Source of the draws.
    """
    n = len(members.created)
    if n == 0 or not np.any(members.created.created == NO_MINUTE):
        return members
    first = np.full(n, np.iinfo(np.int64).max)
    mine = account < 0
    np.minimum.at(first, -1 - account[mine], minute[mine])
    # half of them sign up for the purchase, the others had signed up some time before
    before = np.where(rng.random(n) < 0.5, rng.uniform(0.02, 12.0, n), rng.exponential(250.0, n)) * DAY
    joined = np.where(first < np.iinfo(np.int64).max, first - before.astype(np.int64), NO_MINUTE)
    given = members.created.created
    created = replace(members.created, created=np.where(given == NO_MINUTE, joined, given))
    return replace(members, created=created)


def usual_mask(plan: GroupPlan) -> int:
    """Return which usual identifiers new accounts of a group have in addition to those of its pools."""
    if not plan.replaces:
        return USUAL_ALL
    own = USUAL_ALL
    for pool in plan.pools:
        if pool.share >= 0.5:
            own &= ~{"ip": USUAL_IP | USUAL_NAT, "device": USUAL_DEVICE, "card": USUAL_CARD}.get(pool.kind, 0)
    return own


def _new_members(
    plan: GroupPlan,
    n: int,
    homes: Int64Array,
    first_day: float,
    context: LifelikeContext,
    rng: np.random.Generator,
) -> Members:
    market = homes[rng.integers(0, len(homes), n)].astype(np.int8)
    start = context.calendar.first_minute + int(first_day * DAY)
    created = _creation(plan, n, start, rng)
    number = -1 - np.arange(n, dtype=np.int64)
    usual = USUAL_ALL if plan.source == "living" else usual_mask(plan)
    return Members(number, market, new_accounts(market, created, usual), no_takeovers())


def _creation(plan: GroupPlan, n: int, start: int, rng: np.random.Generator) -> Int64Array:
    if plan.created == "natural":
        return np.full(n, NO_MINUTE, dtype=np.int64)
    if plan.created == "serial":
        first = start - round(rng.uniform(1.0, 20.0) * DAY)
        return np.asarray(first - 3 * n + np.cumsum(1 + rng.poisson(1.5, n)), dtype=np.int64)
    if plan.created == "campaign":
        days: Float64Array = rng.uniform(5, 25) + rng.uniform(0.0, 8.0, n)
        return np.asarray(start - (days * DAY).astype(np.int64) - 60)
    return np.asarray(start - (rng.uniform(20, 900, n) * DAY).astype(np.int64))


def _taken_over(
    plan: GroupPlan, n: int, first_day: float, context: LifelikeContext, rng: np.random.Generator
) -> Members:
    """Take accounts whose own life ended: long ago for those that awaken, just now for bought ones."""
    joined = real_days(context.calendar, context.joined)
    left = real_days(context.calendar, context.left)
    counts = context.accounts.n_reviews
    able = ~context.in_use & (counts >= 2) & (counts <= 60)
    if plan.source == "awakened":
        able &= left < first_day - _LONG_SILENCE
        until = left + 1.0
    else:
        able &= joined < first_day - 40.0
        until = np.minimum(left + 1.0, first_day - rng.uniform(3.0, 40.0, len(left)))
    pool = np.flatnonzero(able)
    account = np.sort(rng.choice(pool, size=min(n, len(pool)), replace=False))
    _, alone = np.unique(context.accounts.household[account], return_index=True)
    account = account[alone]  # nobody buys two accounts of one family
    minute = context.calendar.first_minute + (until[account] * DAY).astype(np.int64)
    made_by = context.calendar.first_minute + (joined[account] * DAY).astype(np.int64) - DAY
    usual = np.full(len(account), usual_mask(plan), dtype=np.int8)
    takeovers = Takeovers(account, minute, made_by, usual)
    none = new_accounts([], np.empty(0, dtype=np.int64))
    return Members(account, context.accounts.market[account], none, takeovers)

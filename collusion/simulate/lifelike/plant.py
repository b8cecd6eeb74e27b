"""Plant one group as its plan says: members, targets, who reviews what and when, and what they share."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from collusion.arrays import BoolArray, Float64Array, Int8Array, Int64Array
from collusion.minutes import DAY
from collusion.simulate.background import first_of_each
from collusion.simulate.calendar import minutes
from collusion.simulate.lifelike.context import LifelikeContext
from collusion.simulate.lifelike.members import Members, choose_members, with_first_minutes
from collusion.simulate.lifelike.plan import GroupPlan, Pool, Style
from collusion.simulate.lifelike.targets import Targets, choose_targets, genuine_rows, public_rows
from collusion.simulate.rings import share_out
from collusion.simulate.rows import (
    KINDS,
    REPEATED,
    UNSET,
    Group,
    IdentifierLinks,
    Planting,
    Rows,
    identifier_links,
    joined,
    no_links,
    no_rows,
    reviews,
    subset,
)
from collusion.simulate.world import EVERYWHERE

NETWORK = 256
# stars of an event, 1 to 5: joy and anger
_EVENT_STARS = {"joy": (0.02, 0.01, 0.02, 0.07, 0.88), "anger": (0.78, 0.12, 0.04, 0.02, 0.04)}


def plant_style(style: Style, context: LifelikeContext, rng: np.random.Generator) -> Planting:
    """Plant one group of a style that has a plan.

    Parameters
    ----------
    style
        The declared style.
    context
        The market.
    rng
        Source of the draws.

    Returns
    -------
    Planting
        Stars of 0 are left open: honest ones are drawn later, by the market's law.
    """
    plan = style.plan
    assert plan is not None
    last = context.calendar.n_days - plan.span_days[1] - plan.target_days[1] - 10.0
    earliest = 330.0 if plan.source == "awakened" else min(60.0, 0.06 * context.calendar.n_days)
    first_day = float(rng.uniform(min(earliest, last - 1.0), max(last, earliest + 1.0)))
    members = choose_members(plan, first_day, context, rng)
    market = int(members.market[0]) if plan.n_markets == 1 and len(members.market) else EVERYWHERE
    targets = choose_targets(plan, first_day, market, context, rng)
    rows = _jobs(plan, members, targets, context, rng)
    group = Group(style.name, style.kind, members.account, targets.product)
    shared, of_sellers = _shared(plan, members, targets, rng)
    own = _other_reviews(plan, members, rows, context, rng)
    around = _with_event_stars(plan, public_rows(plan, targets, context, rng), rng)
    every = joined(rows, own, around, genuine_rows(plan, targets, context, rng))
    members = with_first_minutes(members, every.account, every.minute, rng)
    return Planting(
        groups=(group,),
        rows=every,
        links=shared,
        accounts=members.created,
        products=targets.created,
        takeovers=members.takeovers,
        seller_links=of_sellers,
        same_parent=plan.listing == "variants",
    )


def _jobs(
    plan: GroupPlan, members: Members, targets: Targets, context: LifelikeContext, rng: np.random.Generator
) -> Rows:
    """Return the reviews of members on targets."""
    member, target = _assigned(plan, len(members.account), len(targets), rng)
    day = _days(plan, member, target, targets, context, rng)
    kept = day < context.calendar.n_days - 1.0
    if plan.weekly_cap:
        kept &= _within_cap(member, day, plan.weekly_cap)
    member, target, day = member[kept], target[kept], day[kept]
    minute = minutes(context.calendar, day, rng)
    if plan.timing == "sitting":  # a few minutes apart, in the order of the targets
        evening = minutes(context.calendar, np.zeros(len(members.account)), rng)
        minute = context.calendar.first_minute + np.floor(day).astype(np.int64) * DAY
        minute += evening[member] % DAY + 3 * target + rng.integers(0, 3, len(target))
    rows = reviews(members.account[member], targets.product[target], minute, np.zeros(len(member), np.int8))
    rows = replace(rows, stars=_stars(plan, len(rows), rng))
    return _dressed(plan, rows, target, rng)


def _assigned(plan: GroupPlan, m: int, t: int, rng: np.random.Generator) -> tuple[Int64Array, Int64Array]:
    """Return who reviews what, as two arrays of places."""
    if t == 0:
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
    if plan.each:
        each = min(plan.each, t)
        if plan.apart:  # everybody takes his own turn along a list that goes round
            target = (np.arange(m * each) * max(t // max(m * each, 1), 1)) % t
            return np.repeat(np.arange(m), each), target
        order = np.argsort(rng.random((m, t)), axis=1)[:, :each]
        return np.repeat(np.arange(m), each), order.ravel()
    if m * t <= 4_000_000:
        allowed = _on_duty(plan, m, t)
        return np.nonzero(share_out(allowed, rng.uniform(*plan.coverage), rng))  # type: ignore[return-value]
    n_each = np.maximum(rng.poisson(rng.uniform(*plan.coverage) * t, m), 2)
    member, target = np.repeat(np.arange(m), n_each), rng.integers(0, t, int(n_each.sum()))
    kept = first_of_each(member, target)
    return member[kept], target[kept]


def _on_duty(plan: GroupPlan, m: int, t: int) -> BoolArray:
    if plan.rotating >= 1.0:
        return np.ones((m, t), dtype=np.bool_)
    window = max(round(plan.rotating * m), 2)
    begin = np.arange(t) * m // max(t, 1)
    return np.asarray((np.arange(m)[:, None] - begin[None, :]) % m < window)


def _days(
    plan: GroupPlan,
    member: Int64Array,
    target: Int64Array,
    targets: Targets,
    context: LifelikeContext,
    rng: np.random.Generator,
) -> Float64Array:
    n = len(member)
    if plan.timing == "years":
        start = np.maximum(targets.on_sale[target], 0.0)
        return np.asarray(start + rng.random(n) * (context.calendar.n_days - 2.0 - start))
    length = rng.uniform(*plan.target_days)
    if plan.timing == "sitting":
        begin = float(targets.start.max(initial=0.0))
        of_member = begin + rng.random(int(member.max(initial=0)) + 1) * length
        return np.asarray(of_member[member])
    within = rng.random(n) * length if plan.timing == "window" else rng.exponential(length / 2, n)
    return np.asarray(targets.start[target] + within)


def _within_cap(member: Int64Array, day: Float64Array, cap: int) -> BoolArray:
    """Mark the first `cap` jobs of each member in each week."""
    week = (day // 7).astype(np.int64)
    order = np.lexsort((day, week, member))
    key = member[order] * 1000 + week[order]
    starts = np.flatnonzero(np.diff(key, prepend=-1))
    rank = np.arange(len(key)) - np.repeat(starts, np.diff(np.append(starts, len(key))))
    kept = np.zeros(len(key), dtype=np.bool_)
    kept[order] = rank < cap
    return kept


def _stars(plan: GroupPlan, n: int, rng: np.random.Generator) -> Int8Array:
    if plan.stars == "honest":
        return np.zeros(n, dtype=np.int8)
    if plan.stars in _EVENT_STARS:
        return rng.choice(5, size=n, p=_EVENT_STARS[plan.stars]).astype(np.int8) + np.int8(1)
    extreme = rng.random(n) < plan.extreme_share
    best, second = (1, 2) if plan.stars == "attack" else (5, 4)
    return np.where(extreme, best, second).astype(np.int8)


def _with_event_stars(plan: GroupPlan, rows: Rows, rng: np.random.Generator) -> Rows:
    """Let outsiders feel what the event brings, too."""
    return replace(rows, stars=_stars(plan, len(rows), rng)) if plan.stars in _EVENT_STARS else rows


def _dressed(plan: GroupPlan, rows: Rows, target: Int64Array, rng: np.random.Generator) -> Rows:
    """Add badge, parcel and text."""
    n = len(rows)
    if plan.verified >= 0:
        rows = replace(rows, verified=(rng.random(n) < plan.verified).astype(np.int8))
    if plan.empty_box:
        is_light = rng.random(n) < plan.empty_box
        rows = replace(rows, parcel=np.where(is_light, rng.uniform(0.01, 0.12, n), np.nan).astype(np.float32))
    if plan.script:
        number = target * plan.n_texts + rng.integers(0, plan.n_texts or plan.n_frames, n)
        follows = rng.random(n) < plan.script
        script = np.where(follows, number, UNSET).astype(np.int32)
        rows = replace(rows, script=script, rewrite=np.full(n, int(plan.rewritten), dtype=np.int8))
    if plan.copied:
        repeats = (rows.script == UNSET) & (rng.random(n) < plan.copied)
        rows = replace(rows, rewrite=np.where(repeats, REPEATED, rows.rewrite).astype(np.int8))
    return rows


def _other_reviews(
    plan: GroupPlan, members: Members, jobs: Rows, context: LifelikeContext, rng: np.random.Generator
) -> Rows:
    """Return what new accounts write besides: honest stars on what sells well, some of it in one sitting."""
    account = members.account[members.is_new]
    if plan.own_reviews == 0 or len(account) == 0 or len(jobs) == 0:
        return no_rows()
    n_each = rng.poisson(rng.gamma(1.2, plan.own_reviews / 1.2, len(account)))
    low, high = np.quantile(jobs.minute, [0.0, 1.0])
    latest = context.calendar.first_minute + (context.calendar.n_days - 1) * DAY
    found = [no_rows()]
    home = members.market[members.is_new]
    for market in np.unique(home):
        mine = np.repeat(account[home == market], n_each[home == market])
        pool = context.bestsellers[int(market)]
        minute = rng.uniform(low - 12 * DAY, high + 60 * DAY, len(mine))
        together = np.flatnonzero((np.diff(mine, prepend=0) == 0) & (rng.random(len(mine)) < 0.4))
        minute[together] = minute[together - 1] + 4.0
        when = np.clip(minute, context.calendar.first_minute, latest).astype(np.int64)
        found.append(reviews(mine, pool.draw(len(mine), rng), when, np.zeros(len(mine), dtype=np.int8)))
    rows = joined(found[0], *found[1:])
    return subset(rows, first_of_each(-1 - rows.account, rows.product))


@dataclass(slots=True)
class _Numbers:
    """Next free number of each kind's new values."""

    next: dict[str, int]

    def take(self, kind: str, n: int) -> int:
        """Return the first of `n` numbers of a kind; addresses of a network keep together."""
        first = self.next[kind]
        self.next[kind] = first + n
        return first


def _shared(
    plan: GroupPlan, members: Members, targets: Targets, rng: np.random.Generator
) -> tuple[IdentifierLinks, IdentifierLinks]:
    """Return the identifiers that members share, and those of them that sellers hold."""
    numbers = _Numbers(dict.fromkeys(KINDS, 0))
    found, of_sellers = [no_links()], [no_links()]
    for pool in plan.pools:
        for market in np.unique(members.market) if pool.by_market else (None,):
            account = members.account if market is None else members.account[members.market == market]
            account = account[rng.random(len(account)) < pool.share]
            holder, value = _dealt(pool, len(account), rng)
            first = numbers.take(pool.kind, NETWORK * (int(value.max(initial=0)) // NETWORK + 1))
            found.append(identifier_links(pool.kind, account[holder], -1 - first - value))
            if pool.of_seller:
                sellers = np.unique(targets.seller)
                of_sellers.append(identifier_links(pool.kind, sellers, np.full(len(sellers), -1 - first)))
    return joined(found[0], *found[1:]), joined(of_sellers[0], *of_sellers[1:])


def _dealt(pool: Pool, n: int, rng: np.random.Generator) -> tuple[Int64Array, Int64Array]:
    """Return holders (places) and values from 0; addresses of different networks are 256 apart."""
    size = max(round(pool.size * n if pool.size < 1 else pool.size), 1)
    apart = NETWORK if pool.kind == "ip" else 1
    if pool.subnet:
        network = rng.permutation(np.arange(n) % size)
        host = rng.permutation(NETWORK)
        order = np.argsort(network, kind="stable")
        starts = np.searchsorted(network[order], np.arange(size))
        place = np.empty(n, dtype=np.int64)
        place[order] = np.arange(n) - starts[network[order]]
        return np.arange(n), network * NETWORK + host[place % NETWORK]
    if pool.even:
        return np.arange(n), apart * rng.permutation(np.arange(n) % size)
    each = min(pool.each, size)
    holder = np.repeat(np.arange(n), each)
    value = (rng.integers(0, size, n)[:, None] + np.arange(each)[None, :]) % size
    return holder, apart * value.ravel()

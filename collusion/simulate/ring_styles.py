"""The styles of rings, by name: each draws a plan, or plans several rings together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import numpy as np

from collusion.simulate.context import MarketContext
from collusion.simulate.ring_accounts import part_of, ring_accounts, shared_identifiers
from collusion.simulate.ring_plan import RingPlan, hardened
from collusion.simulate.rings import plant_ring, planted, serve, share_out
from collusion.simulate.rows import Planting
from collusion.simulate.spec import Hardness


def drawn_plan(style: str, rng: np.random.Generator) -> RingPlan:
    """Return a plan of the usual size: 30 to 48 accounts, 12 to 25 targets of 1 to 3 sellers."""
    return RingPlan(
        style=style,
        n_members=int(rng.integers(30, 49)),
        n_targets=int(rng.integers(12, 26)),
        n_sellers=int(rng.integers(1, 4)),
        coverage=float(rng.uniform(0.3, 0.5)),
        days_per_target=float(rng.uniform(4.0, 8.0)),
        span_days=float(rng.uniform(60.0, 240.0)),
        extreme_share=float(rng.uniform(0.90, 0.95)),
    )


_ADAPTIVE = {
    "network": "own",
    "accounts": "bought",
    "camouflage": 3.0,
    "extreme_share": 0.6,
    "days_per_target": 45.0,
    "verified": 0.85,
}
# what each style changes in the usual plan
_CHANGES: dict[str, dict[str, object]] = {
    "unique_ip": {"network": "own"},
    "farm": {"network": "farm"},
    "gift_cards": {"network": "own", "payment": "batches", "verified": 0.95},
    "slow": {"days_per_target": 240.0, "span_days": 60.0, "camouflage": 2.0, "accounts": "spread"},
    "camouflaged": {"camouflage": 4.0, "top_share": 0.08},
    "aged_accounts": {"accounts": "bought", "network": "usual"},
    "empty_box": {"empty_box": True, "verified": 0.97},
    "client_text": {"script": "client"},
    "rewritten_text": {"script": "rewritten"},
    "attack": {"stars": "attack", "quality": 4.3, "verified": 0.3},
    "adaptive": _ADAPTIVE,
}


def _changed(style: str, hardness: Hardness, context: MarketContext, rng: np.random.Generator) -> Planting:
    plan = replace(drawn_plan(style, rng), **_CHANGES[style])  # type: ignore[arg-type]
    return plant_ring(hardened(plan, hardness), context, rng)


def _small(hardness: Hardness, context: MarketContext, rng: np.random.Generator) -> Planting:
    plan = replace(drawn_plan("small", rng), n_members=int(rng.integers(8, 11)), coverage=0.8, n_sellers=1)
    return plant_ring(hardened(plan, hardness), context, rng)


def _hired_crowd(hardness: Hardness, context: MarketContext, rng: np.random.Generator) -> Planting:
    plan = replace(
        drawn_plan("hired_crowd", rng),
        n_members=int(rng.integers(80, 121)),
        n_targets=60,
        n_sellers=22,
        span_days=300.0,
        accounts="spread",
        network="usual",
        payment="codes",
        n_markets=3,
    )
    return plant_ring(hardened(plan, hardness), context, rng)


def _nested(hardness: Hardness, context: MarketContext, rng: np.random.Generator) -> Planting:
    """A dozen accounts of a ring do a second job, for other clients, that the others know nothing of."""
    outer = hardened(replace(drawn_plan("nested", rng), n_members=int(rng.integers(40, 49))), hardness)
    inner = hardened(replace(drawn_plan("nested", rng), coverage=0.6, n_targets=14), hardness)
    ring = ring_accounts(outer, context, rng)
    core = part_of(ring, 0, int(rng.integers(12, 16)))
    jobs = [serve(outer, ring, context, rng), serve(inner, core, context, rng, n_before=outer.n_targets)]
    return planted(ring, jobs, shared_identifiers(outer, ring, rng))


def _overlapping(hardness: Hardness, context: MarketContext, rng: np.random.Generator) -> Planting:
    """Two rings share a third of their members and none of their clients."""
    plan = hardened(drawn_plan("overlapping", rng), hardness)
    other = hardened(drawn_plan("overlapping", rng), hardness)
    both = plan.n_members // 3
    ring = ring_accounts(replace(plan, n_members=2 * plan.n_members - both), context, rng)
    first = part_of(ring, 0, plan.n_members)
    second = part_of(ring, plan.n_members - both, len(ring.account))
    jobs = [serve(plan, first, context, rng), serve(other, second, context, rng, n_before=plan.n_targets)]
    return planted(ring, jobs, shared_identifiers(plan, ring, rng))


def _relay(hardness: Hardness, context: MarketContext, rng: np.random.Generator) -> Planting:
    """Members rotate: each wave of 15 targets is served by a window that slides along the list."""
    plan = replace(drawn_plan("relay", rng), n_members=48, n_targets=60, n_sellers=3, span_days=300.0)
    plan = hardened(replace(plan, coverage=plan.coverage * 1.25), hardness)
    ring = ring_accounts(plan, context, rng)
    wave = np.arange(plan.n_targets) // 15
    place = np.arange(plan.n_members)[:, None]
    on_duty = (place - wave[None, :] * 8) % plan.n_members < 24
    jobs = share_out(on_duty, plan.coverage, rng)
    return planted(ring, [serve(plan, ring, context, rng, jobs=jobs)], shared_identifiers(plan, ring, rng))


def _swap_club(hardness: Hardness, context: MarketContext, rng: np.random.Generator) -> Planting:
    """Sellers review one another's listings: as many clients as members, and nobody his own."""
    base = drawn_plan("swap_club", rng)
    n = base.n_members
    plan = replace(
        base, n_targets=n, n_sellers=n, accounts="spread", network="usual", span_days=260.0, verified=0.9
    )
    plan = hardened(replace(plan, days_per_target=14.0), hardness)
    ring = ring_accounts(plan, context, rng)
    jobs = share_out(~np.eye(n, dtype=np.bool_), plan.coverage, rng)
    return planted(ring, [serve(plan, ring, context, rng, jobs=jobs)], shared_identifiers(plan, ring, rng))


def _smear(hardness: Hardness, context: MarketContext, rng: np.random.Generator) -> Planting:
    """A ring praises its clients' listings and tears down about as many good ones of other sellers."""
    plan = hardened(drawn_plan("smear", rng), hardness)
    n_rivals = plan.n_targets // 2
    praise = replace(plan, n_targets=plan.n_targets - n_rivals)
    attack = replace(plan, n_targets=n_rivals, stars="attack", quality=4.3)
    ring = ring_accounts(plan, context, rng)
    jobs = [serve(praise, ring, context, rng), serve(attack, ring, context, rng, n_before=praise.n_targets)]
    targets = np.concatenate([job.group.targets for job in jobs])
    planting = planted(ring, jobs, shared_identifiers(plan, ring, rng))
    return replace(planting, groups=(replace(jobs[0].group, targets=targets),))


def _tiered(hardness: Hardness, context: MarketContext, rng: np.random.Generator) -> Planting:
    """A third of the ring are regulars who take most jobs, the others helpers who take few."""
    plan = hardened(drawn_plan("tiered", rng), hardness)
    ring = ring_accounts(plan, context, rng)
    is_regular = np.arange(len(ring.account)) < len(ring.account) // 3
    allowed = np.ones((len(ring.account), plan.n_targets), dtype=np.bool_)
    diligence = plan.coverage * np.where(is_regular, 1.6, 0.7)[:, None]
    jobs = share_out(allowed, diligence, rng)
    return planted(ring, [serve(plan, ring, context, rng, jobs=jobs)], shared_identifiers(plan, ring, rng))


RING_STYLES: dict[str, Callable[[Hardness, MarketContext, np.random.Generator], Planting]] = {
    **{style: partial(_changed, style) for style in _CHANGES},
    "small": _small,
    "hired_crowd": _hired_crowd,
    "nested": _nested,
    "overlapping": _overlapping,
    "relay": _relay,
    "smear": _smear,
    "swap_club": _swap_club,
    "tiered": _tiered,
}
# nothing may be tuned on these
HELD_OUT = ("smear", "swap_club", "tiered")

"""Styles whose plan is drawn anew for every group: nothing about it follows from its being a ring.

A declared style couples what life does not: its crews share cards and addresses together, its offices an IP
alone, and a method that learns from it learns the coupling. Here sizes, ties, times, creation and listings
are drawn apart; ties and creation by the same law for rings and for innocent groups.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from typing import Literal

import numpy as np

from collusion.simulate.lifelike.plan import GroupPlan, Pool, Range, Style

_Created = Literal["campaign", "serial", "spread", "natural"]
_CREATED: tuple[_Created, ...] = ("campaign", "serial", "spread", "natural")
_TIES = ("ip", "device", "card", "gift_card", "address", "phone")
#: Values of a pool: so many, or so many per member.
_SIZES = (1, 2, 3, 0.1, 0.2, 0.35)


def _between(low: float, high: float, rng: np.random.Generator) -> float:
    """Return a number between two, evenly by its logarithm."""
    return math.exp(rng.uniform(math.log(low), math.log(high)))


def _exactly(value: float) -> Range:
    return (value, value)


def _count(low: float, high: float, rng: np.random.Generator) -> Range:
    return _exactly(round(_between(low, high, rng)))


def _ties(rng: np.random.Generator, *, none: float) -> tuple[Pool, ...]:
    """Return one to three kinds of identifiers in common, or with the chance `none` nothing."""
    if rng.random() < none:
        return ()
    kinds = rng.permutation(len(_TIES))[: 1 + int(rng.choice(3, p=(0.5, 0.3, 0.2)))]
    return tuple(
        Pool(
            _TIES[kind],
            _SIZES[int(rng.integers(len(_SIZES)))],
            share=float(rng.uniform(0.4, 1.0)),
            each=int(rng.integers(1, 3)),
            even=bool(rng.random() < 0.4),
            subnet=bool(_TIES[kind] == "ip" and rng.random() < 0.25),
        )
        for kind in kinds
    )


def _creation(rng: np.random.Generator) -> _Created:
    return _CREATED[int(rng.choice(4, p=(0.3, 0.1, 0.3, 0.3)))]


def _coverage(n_targets: int, low: float, high: float, rng: np.random.Generator) -> Range:
    """Return a share of the targets that is two of them at least, if there are two."""
    return _exactly(min(max(float(rng.uniform(low, high)), 2.2 / n_targets), 1.0))


def _crew(rng: np.random.Generator, *, none: float, members: Range = (8, 110)) -> GroupPlan:
    n_targets = round(_between(3, 40, rng))
    sources: tuple[Literal["fresh", "awakened", "bought"], ...] = ("fresh", "awakened", "bought")
    return GroupPlan(
        members=_count(*members, rng),
        source=sources[int(rng.choice(3, p=(0.7, 0.15, 0.15)))],
        created=_creation(rng),
        targets=_exactly(n_targets),
        listing="new" if rng.random() < 0.6 else "existing",
        sellers=_count(1, max(n_targets // 2, 1), rng),
        genuine=_between(5, 120, rng),
        coverage=_coverage(n_targets, 0.15, 0.9, rng),
        span_days=_exactly(_between(10, 300, rng)),
        target_days=_exactly(_between(1.5, 30, rng)),
        own_reviews=_between(0.2, 10, rng),
        extreme_share=float(rng.uniform(0.75, 1.0)),
        verified=float(rng.uniform(0.1, 1.0)),
        script=float(rng.uniform(0.3, 0.9)) if rng.random() < 0.2 else 0.0,
        rewritten=bool(rng.random() < 0.5),
        pools=_ties(rng, none=none),
    )


def _crew_of_one_hand(rng: np.random.Generator) -> GroupPlan:
    return _crew(rng, none=1.0)


def _crew_with_ties(rng: np.random.Generator) -> GroupPlan:
    return _crew(rng, none=0.0)


def _micro(rng: np.random.Generator) -> GroupPlan:
    return _crew(rng, none=0.5, members=(5, 7.4))


def _burners(rng: np.random.Generator) -> GroupPlan:
    return GroupPlan(
        members=_count(15, 100, rng),
        targets=_count(1, 4, rng),
        sellers=(1, 1),
        each=1,
        created=_creation(rng),
        listing="new" if rng.random() < 0.7 else "existing",
        genuine=_between(5, 90, rng),
        span_days=_exactly(float(rng.uniform(0.0, 20.0))),
        target_days=_exactly(_between(2, 40, rng)),
        own_reviews=float(rng.choice((0.0, 0.5, 1.5))),
        verified=float(rng.uniform(0.1, 1.0)),
        pools=_ties(rng, none=0.5),
    )


def _written_alike(rng: np.random.Generator) -> GroupPlan:
    """Return the plan of new accounts with a review or two each, on several products."""
    n_targets = round(_between(2, 10, rng))
    return GroupPlan(
        members=_count(20, 130, rng),
        targets=_exactly(n_targets),
        sellers=_count(1, max(n_targets // 2, 1), rng),
        each=int(rng.integers(1, 3)),
        created=_creation(rng),
        listing="new" if rng.random() < 0.4 else "existing",
        genuine=_between(8, 90, rng),
        span_days=_exactly(_between(3, 40, rng)),
        target_days=_exactly(_between(3, 20, rng)),
        own_reviews=float(rng.choice((0.0, 0.3, 1.0))),
        extreme_share=float(rng.uniform(0.7, 1.0)),
        verified=float(rng.uniform(0.1, 1.0)),
        pools=_ties(rng, none=0.7),
    )


def _moulds(rng: np.random.Generator) -> GroupPlan:
    share, n_frames = float(rng.uniform(0.5, 1.0)), int(rng.integers(1, 7))
    return replace(_written_alike(rng), script=share, n_texts=0, n_frames=n_frames)


def _copycats(rng: np.random.Generator) -> GroupPlan:
    return replace(_written_alike(rng), copied=float(rng.uniform(0.6, 1.0)))


def _attack(rng: np.random.Generator) -> GroupPlan:
    n_targets = round(_between(2, 10, rng))
    return GroupPlan(
        members=_count(8, 45, rng),
        source="bought" if rng.random() < 0.5 else "fresh",
        created=_creation(rng),
        targets=_exactly(n_targets),
        listing="existing",
        coverage=_coverage(n_targets, 0.4, 1.0, rng),
        span_days=_exactly(_between(2, 60, rng)),
        target_days=_exactly(_between(2, 25, rng)),
        own_reviews=_between(0.2, 6, rng),
        stars="attack",
        extreme_share=float(rng.uniform(0.75, 1.0)),
        verified=float(rng.uniform(0.0, 0.7)),
        pools=_ties(rng, none=0.6),
    )


def _paid_people(rng: np.random.Generator) -> GroupPlan:
    n_targets = round(_between(10, 80, rng))
    return GroupPlan(
        members=_count(40, 250, rng),
        source="living",
        activity=(1, 60),
        newcomers=float(rng.uniform(0.0, 0.3)),
        created="natural",
        targets=_exactly(n_targets),
        sellers=_count(3, max(n_targets // 2, 4), rng),
        coverage=_coverage(n_targets, 0.05, 0.4, rng),
        span_days=_exactly(_between(60, 300, rng)),
        target_days=_exactly(_between(4, 30, rng)),
        weekly_cap=int(rng.choice((0, 2, 3))),
        genuine=_between(10, 90, rng),
        extreme_share=float(rng.uniform(0.75, 0.97)),
        verified=float(rng.uniform(0.6, 1.0)),
        pools=_ties(rng, none=0.9),
    )


def _traders(rng: np.random.Generator) -> GroupPlan:
    """Return the plan of traders who praise one another's listings, about one each."""
    n_members = round(_between(7, 50, rng))
    n_targets = max(round(n_members * float(rng.uniform(0.6, 1.0))), 4)
    return GroupPlan(
        members=_exactly(n_members),
        source="living",
        activity=(1, 40),
        newcomers=float(rng.uniform(0.2, 0.9)),
        created="natural",
        targets=_exactly(n_targets),
        listing="new" if rng.random() < 0.4 else "existing",
        sellers=_exactly(n_targets),
        genuine=_between(5, 90, rng),
        coverage=_coverage(n_targets, 0.2, 0.95, rng),
        span_days=_exactly(_between(30, 700, rng)),
        target_days=_exactly(_between(10, 400, rng)),
        own_reviews=_between(0.5, 4, rng),
        extreme_share=float(rng.uniform(0.85, 1.0)),
        verified=float(rng.uniform(0.1, 1.0)),
        pools=_ties(rng, none=0.9),
    )


def _place(rng: np.random.Generator) -> GroupPlan:
    n_targets = int(rng.integers(0, 14))
    return GroupPlan(
        members=_count(8, 120, rng),
        source="living",
        newcomers=float(rng.uniform(0.0, 0.7)),
        created=_creation(rng),
        targets=_exactly(n_targets),
        listing="existing",
        coverage=_coverage(max(n_targets, 1), 0.1, 0.4, rng),
        span_days=_exactly(_between(10, 300, rng)),
        target_days=_exactly(_between(5, 60, rng)),
        timing="years" if rng.random() < 0.6 else "window",
        own_reviews=_between(0.3, 3, rng),
        stars="honest",
        verified=-1.0,
        pools=_ties(rng, none=0.0),
    )


def _class(rng: np.random.Generator) -> GroupPlan:
    n_targets = int(rng.integers(3, 13))
    return GroupPlan(
        members=_count(8, 70, rng),
        source="living",
        newcomers=float(rng.uniform(0.0, 1.0)),
        created=_creation(rng),
        targets=_exactly(n_targets),
        listing="existing" if rng.random() < 0.7 else "series",
        coverage=_coverage(n_targets, 0.4, 0.95, rng),
        span_days=_exactly(_between(1, 120, rng)),
        target_days=_exactly(_between(2, 20, rng)),
        timing="sitting" if rng.random() < 0.3 else "window",
        own_reviews=_between(0.2, 3, rng),
        stars="honest" if rng.random() < 0.8 else "joy",
        verified=-1.0,
        public=float(rng.choice((0.0, 5.0, 12.0))),
        pools=_ties(rng, none=0.4),
    )


def _event(rng: np.random.Generator) -> GroupPlan:
    n_targets = int(rng.integers(1, 5))
    moods: tuple[Literal["joy", "anger", "honest"], ...] = ("joy", "anger", "honest")
    return GroupPlan(
        members=_count(25, 220, rng),
        source="living",
        newcomers=float(rng.uniform(0.0, 0.95)),
        created="campaign" if rng.random() < 0.3 else "natural",
        targets=_exactly(n_targets),
        listing="new" if rng.random() < 0.5 else "existing",
        sellers=(1, 1),
        quality=(4.0, 4.7),
        genuine=_between(5, 60, rng),
        coverage=_coverage(n_targets, 0.4, 1.0, rng),
        span_days=_exactly(float(rng.uniform(0.0, 6.0))),
        target_days=_exactly(_between(2, 14, rng)),
        timing="decay",
        own_reviews=_between(0.2, 2, rng),
        stars=moods[int(rng.choice(3, p=(0.45, 0.25, 0.3)))],
        verified=-1.0,
        public=_between(2, 60, rng),
        pools=_ties(rng, none=0.85),
    )


def _fans(rng: np.random.Generator) -> GroupPlan:
    n_targets = int(rng.integers(4, 16))
    return GroupPlan(
        members=_count(12, 110, rng),
        source="living",
        newcomers=float(rng.uniform(0.0, 0.3)),
        created="natural",
        targets=_exactly(n_targets),
        sellers=(1, 1),
        quality=(4.2, 4.7),
        genuine=_between(10, 80, rng),
        coverage=_coverage(n_targets, 0.25, 0.7, rng),
        span_days=_exactly(_between(60, 500, rng)),
        target_days=_exactly(_between(3, 20, rng)),
        timing="decay",
        own_reviews=_between(0.3, 3, rng),
        stars="joy" if rng.random() < 0.6 else "honest",
        verified=-1.0,
        public=_between(4, 40, rng),
        pools=_ties(rng, none=0.85),
    )


def _club(rng: np.random.Generator) -> GroupPlan:
    n_targets = int(rng.integers(5, 22))
    return GroupPlan(
        members=_count(6, 60, rng),
        source="living",
        newcomers=float(rng.uniform(0.0, 0.4)),
        created="natural",
        targets=_exactly(n_targets),
        listing="existing",
        coverage=_coverage(n_targets, 0.3, 0.9, rng),
        span_days=_exactly(_between(30, 300, rng)),
        target_days=_exactly(_between(4, 30, rng)),
        own_reviews=_between(0.3, 3, rng),
        stars="honest" if rng.random() < 0.7 else "joy",
        verified=-1.0,
        public=float(rng.choice((0.0, 4.0))),
        pools=_ties(rng, none=0.6),
    )


def _form(rng: np.random.Generator) -> GroupPlan:
    """Return the plan of customers for whom a seller, an app or a letter wrote the text beforehand."""
    n_targets = round(_between(2, 18, rng))
    return GroupPlan(
        members=_count(20, 160, rng),
        source="living",
        newcomers=float(rng.uniform(0.0, 0.8)),
        created=_creation(rng),
        targets=_exactly(n_targets),
        listing="existing",
        sellers=_exactly(1) if rng.random() < 0.4 else _count(1, n_targets, rng),
        genuine=_between(10, 90, rng),
        coverage=_coverage(n_targets, 0.08, 0.4, rng),
        span_days=_exactly(_between(5, 400, rng)),
        target_days=_exactly(_between(3, 60, rng)),
        timing="years" if rng.random() < 0.4 else "window",
        own_reviews=_between(0.2, 2, rng),
        stars="honest",
        verified=-1.0,
        script=float(rng.uniform(0.4, 0.95)),
        n_texts=0,
        n_frames=int(rng.integers(1, 7)),
    )


def _drawn(
    name: str,
    kind: Literal["ring", "innocent"],
    draw: Callable[[np.random.Generator], GroupPlan],
    cause: str = "",
) -> Style:
    visible_in = (("reviews",),) if kind == "ring" else ()
    return Style(name, kind, 0, visible_in, cause=cause, draw=draw)


#: Each with its groups in a market of 200,000 reviews.
DRAWN: dict[Style, int] = {
    _drawn("drawn_crew", "ring", _crew_of_one_hand): 6,
    _drawn("drawn_crew_ties", "ring", _crew_with_ties): 8,
    _drawn("drawn_micro", "ring", _micro): 4,
    _drawn("drawn_burners", "ring", _burners): 6,
    _drawn("drawn_attack", "ring", _attack): 4,
    _drawn("drawn_paid_people", "ring", _paid_people): 4,
    _drawn("drawn_traders", "ring", _traders): 5,
    _drawn("drawn_place", "innocent", _place, "a home, a school, a place of work"): 8,
    _drawn("drawn_class", "innocent", _class, "a course has a list"): 8,
    _drawn("drawn_event", "innocent", _event, "something happens to a product"): 8,
    _drawn("drawn_fans", "innocent", _fans, "a maker is loved"): 6,
    _drawn("drawn_club", "innocent", _club, "people who meet"): 6,
    _drawn("drawn_moulds", "ring", _moulds): 5,
    _drawn("drawn_copycats", "ring", _copycats): 5,
    _drawn("drawn_form", "innocent", _form, "a form or an app proposes the text"): 8,
}

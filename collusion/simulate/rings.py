"""A ring at work: listings to serve, who reviews what and when, camouflage, genuine buyers."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from collusion.arrays import BoolArray, Float64Array, Int8Array, Int64Array
from collusion.simulate.background import first_of_each
from collusion.simulate.calendar import arrivals, minutes, real_days
from collusion.simulate.crew import Crew, client_codes, enlist, shared_identifiers
from collusion.simulate.ground import Bestsellers, Ground, audience, bestsellers
from collusion.simulate.ring_plan import RingPlan
from collusion.simulate.rows import (
    UNSET,
    Group,
    Holdings,
    NewProducts,
    Planting,
    Rows,
    joined,
    no_holdings,
    no_rows,
    reviews,
)
from collusion.simulate.stars import honest_stars
from collusion.simulate.world import EVERYWHERE


@dataclass(frozen=True, slots=True)
class Service:
    """What a crew did for its clients.

    Attributes
    ----------
    group
        The truth.
    rows
        Reviews by the crew and by genuine buyers.
    products
        The listings served.
    holdings
        Identifiers that came with the service, e.g. promo codes.
    """

    group: Group
    rows: Rows
    products: NewProducts
    holdings: Holdings


def plant_ring(plan: RingPlan, ground: Ground, rng: np.random.Generator) -> Planting:
    """Plant one ring.

    Parameters
    ----------
    plan
        What kind of ring.
    ground
        Where.
    rng
        Source of the draws.

    Returns
    -------
    Planting
        New accounts, products and values are numbered -1, -2, …
    """
    crew = enlist(plan, ground, rng)
    return planted(crew, [serve(plan, crew, ground, rng)], shared_identifiers(plan, crew, rng))


def planted(crew: Crew, services: list[Service], extra: Holdings) -> Planting:
    """Put a crew and its services together; `extra` are the identifiers that the job brings."""
    return Planting(
        groups=tuple(service.group for service in services),
        rows=joined(services[0].rows, *(service.rows for service in services[1:])),
        holdings=joined(extra, *(service.holdings for service in services)),
        accounts=crew.created,
        products=joined(services[0].products, *(service.products for service in services[1:])),
        takeovers=crew.takeovers,
    )


def serve(
    plan: RingPlan,
    crew: Crew,
    ground: Ground,
    rng: np.random.Generator,
    *,
    jobs: BoolArray | None = None,
    n_before: int = 0,
) -> Service:
    """Let a crew serve the clients of a plan.

    Parameters
    ----------
    plan, crew, ground, rng
        Who does what where.
    jobs
        (members, targets) who reviews what; drawn from the plan's coverage if not given.
    n_before
        Listings that this planting has made already.

    Returns
    -------
    Service
        The group's truth, its rows (camouflage and genuine buyers among them) and its listings.
    """
    listings = client_listings(plan, crew, ground, rng)
    target = -1 - n_before - np.arange(plan.n_targets, dtype=np.int64)
    start = np.sort(crew.first_day + rng.random(plan.n_targets) * plan.span_days)
    if jobs is None:
        jobs = share_out(np.ones((len(crew.account), plan.n_targets), dtype=np.bool_), plan.coverage, rng)
    member, job = np.nonzero(jobs)
    day = start[job] + rng.random(len(job)) * plan.days_per_target
    minute = minutes(ground.calendar, day, rng)
    rows = reviews(crew.account[member], target[job], minute, ring_stars(plan, len(job), rng))
    rows = _dressed(plan, rows, job, n_before, rng)
    hiding = _camouflage(plan, crew, member, (start[0], start[-1] + plan.days_per_target), ground, rng)
    buyers = genuine_reviews(
        listings, target, start - rng.uniform(2, 25, len(start)), plan.n_genuine, ground, rng
    )
    codes = no_holdings()
    if plan.payment == "codes":
        codes = client_codes(crew.account[member], listings.seller[job].astype(np.int64), rng)
    group = Group(plan.style, "ring", crew.account, target)
    return Service(group, joined(rows, hiding, buyers), listings, codes)


def client_listings(plan: RingPlan, crew: Crew, ground: Ground, rng: np.random.Generator) -> NewProducts:
    """Return the new listings of the plan's clients, who are sellers that exist already.

    Parameters
    ----------
    plan
        How many, of how many sellers, how good.
    crew
        Its home market is where the listings are sold.
    ground
        The market.
    rng
        Source of the draws.

    Returns
    -------
    NewProducts
        Sellers take turns; a listing is of what its seller sells.
    """
    clients = rng.choice(ground.n_sellers, size=min(plan.n_sellers, ground.n_sellers), replace=False)
    seller = clients[np.arange(plan.n_targets) % len(clients)]
    quality = np.clip(plan.quality + 0.25 * rng.standard_normal(plan.n_targets), 1.8, 4.8)
    market = int(crew.market[0]) if plan.n_markets == 1 else EVERYWHERE
    return NewProducts(
        seller=seller.astype(np.int32),
        category=ground.seller_category[seller],
        market=np.full(plan.n_targets, market, dtype=np.int8),
        quality=quality.astype(np.float32),
    )


def share_out(allowed: BoolArray, coverage: float | Float64Array, rng: np.random.Generator) -> BoolArray:
    """Return who reviews what: each member about `coverage` of the targets allowed to him, two at least.

    Parameters
    ----------
    allowed
        (members, targets) who may review what.
    coverage
        Mean share, of all or of each member, shape (members, 1); members differ by a quarter up or down.
    rng
        Source of the draws.

    Returns
    -------
    BoolArray
        (members, targets); every target, too, has two reviewers.
    """
    zeal = rng.uniform(0.75, 1.25, (len(allowed), 1))
    draw = np.where(allowed, rng.random(allowed.shape), 2.0)
    jobs = draw < np.minimum(coverage * zeal, 1.0)
    jobs |= np.argsort(np.argsort(draw, axis=1), axis=1) < 2
    jobs |= np.argsort(np.argsort(draw, axis=0), axis=0) < 2
    return np.asarray(jobs & allowed)


def ring_stars(plan: RingPlan, n: int, rng: np.random.Generator) -> Int8Array:
    """Draw the ring's own stars: five (or one, in an attack), now and then one off.

    Parameters
    ----------
    plan
        Which way, and how often the extreme.
    n
        How many.
    rng
        Source of the draws.

    Returns
    -------
    Int8Array
        (n,) stars.
    """
    extreme = rng.random(n) < plan.praise
    if plan.stars == "attack":
        return np.where(extreme, 1, 2).astype(np.int8)
    return np.where(extreme, 5, 4).astype(np.int8)


def genuine_reviews(
    listings: NewProducts,
    target: Int64Array,
    launch: Float64Array,
    n_each: int,
    ground: Ground,
    rng: np.random.Generator,
) -> Rows:
    """Return the honest reviews of new listings by real customers.

    Parameters
    ----------
    listings
        The listings.
    target
        Their numbers.
    launch
        Operational day on which each went on sale.
    n_each
        Mean number of buyers who review.
    ground, rng
        The market and the source of draws.

    Returns
    -------
    Rows
        Stars follow the listing's quality; arrivals are a launch burst and a long tail.
    """
    buyers = [
        audience(ground, int(n), int(listings.market[i]), int(listings.category[i]), rng)
        for i, n in enumerate(rng.poisson(n_each, len(target)))
    ]
    which = np.repeat(np.arange(len(target)), [len(some) for some in buyers])
    time = arrivals(ground.calendar, launch[which], rng)
    minute = minutes(ground.calendar, real_days(ground.calendar, time), rng)
    bias = 0.35 * rng.standard_normal(len(which))
    stars = honest_stars(listings.quality[which].astype(np.float64), bias, rng)
    return reviews(np.concatenate(buyers), target[which], minute, stars)


def _dressed(plan: RingPlan, rows: Rows, job: Int64Array, n_before: int, rng: np.random.Generator) -> Rows:
    """Add badge, parcel and text to the ring's own reviews."""
    n = len(rows)
    parcel = rows.parcel
    if plan.empty_box:
        parcel = np.where(rng.random(n) < 0.9, rng.uniform(0.01, 0.12, n), np.nan).astype(np.float32)
    script, rewrite = rows.script, rows.rewrite
    if plan.script != "own":
        follows = rng.random(n) < 0.8
        number = 2 * (job + n_before) + rng.integers(0, 2, n)
        script = np.where(follows, number, UNSET).astype(np.int32)
        rewrite = np.full(n, int(plan.script == "rewritten"), dtype=np.int8)
    verified = (rng.random(n) < plan.verified).astype(np.int8)
    return replace(rows, parcel=parcel, script=script, rewrite=rewrite, verified=verified)


def _wares(pool: Bestsellers, owner: Int64Array, rng: np.random.Generator) -> Int64Array:
    """Draw camouflage products for `owner`, each a product once as long as there are enough."""
    product = pool.draw(len(owner), rng)
    for _ in range(8):
        again = np.flatnonzero(~first_of_each(owner, product))
        product[again] = pool.draw(len(again), rng)
    return product


def _camouflage(
    plan: RingPlan,
    crew: Crew,
    member: Int64Array,
    between: tuple[float, float],
    ground: Ground,
    rng: np.random.Generator,
) -> Rows:
    """Return the members' reviews of other people's products: popular ones, stars like anybody's."""
    per_member = np.bincount(member, minlength=len(crew.account))
    owner = np.repeat(np.arange(len(crew.account)), rng.poisson(per_member * plan.camouflage))
    found = [no_rows()]
    last = ground.calendar.n_days - 1.0
    for market in np.unique(crew.market):
        mine = owner[crew.market[owner] == market]
        pool = bestsellers(ground, int(market), share=plan.top_share, before=between[0] - 10.0)
        product = _wares(pool, mine, rng)
        day = np.minimum(rng.uniform(between[0] - 3.0, between[1] + 45.0, len(mine)), last)
        quality = ground.products.quality[product].astype(np.float64)
        stars = honest_stars(quality, np.full(len(mine), 0.15), rng)
        found.append(reviews(crew.account[mine], product, minutes(ground.calendar, day, rng), stars))
    return joined(found[0], *found[1:])

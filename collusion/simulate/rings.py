"""A ring at work: listings to serve, who reviews what and when, camouflage, genuine buyers."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from collusion.arrays import BoolArray, Float64Array, Int8Array, Int64Array
from collusion.simulate.background import first_of_each
from collusion.simulate.calendar import arrivals, minutes, real_days
from collusion.simulate.context import Bestsellers, MarketContext, audience, bestsellers
from collusion.simulate.ring_accounts import RingAccounts, client_codes, ring_accounts, shared_identifiers
from collusion.simulate.ring_plan import RingPlan
from collusion.simulate.rows import (
    UNSET,
    Group,
    IdentifierLinks,
    NewProducts,
    Planting,
    Rows,
    joined,
    no_links,
    no_rows,
    reviews,
)
from collusion.simulate.stars import honest_stars
from collusion.simulate.world import EVERYWHERE


@dataclass(frozen=True, slots=True)
class Service:
    """What a ring did for its clients.

    Attributes
    ----------
    group
        The truth.
    rows
        Reviews by the ring and by genuine buyers.
    products
        The listings served.
    links
        Identifiers that came with the service, e.g. promo codes.
    """

    group: Group
    rows: Rows
    products: NewProducts
    links: IdentifierLinks


def plant_ring(plan: RingPlan, context: MarketContext, rng: np.random.Generator) -> Planting:
    """Plant one ring.

    Parameters
    ----------
    plan
        What kind of ring.
    context
        Where.
    rng
        Source of the draws.

    Returns
    -------
    Planting
        New accounts, products and values are numbered -1, -2, …
    """
    ring = ring_accounts(plan, context, rng)
    return planted(ring, [serve(plan, ring, context, rng)], shared_identifiers(plan, ring, rng))


def planted(ring: RingAccounts, services: list[Service], extra: IdentifierLinks) -> Planting:
    """Put a ring and its services together; `extra` are the identifiers that the job brings."""
    return Planting(
        groups=tuple(service.group for service in services),
        rows=joined(services[0].rows, *(service.rows for service in services[1:])),
        links=joined(extra, *(service.links for service in services)),
        accounts=ring.created,
        products=joined(services[0].products, *(service.products for service in services[1:])),
        takeovers=ring.takeovers,
    )


def serve(
    plan: RingPlan,
    ring: RingAccounts,
    context: MarketContext,
    rng: np.random.Generator,
    *,
    jobs: BoolArray | None = None,
    n_before: int = 0,
) -> Service:
    """Let a ring serve the clients of a plan.

    Parameters
    ----------
    plan, ring, context, rng
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
    listings = client_listings(plan, ring, context, rng)
    target = -1 - n_before - np.arange(plan.n_targets, dtype=np.int64)
    start = np.sort(ring.first_day + rng.random(plan.n_targets) * plan.span_days)
    if jobs is None:
        jobs = share_out(np.ones((len(ring.account), plan.n_targets), dtype=np.bool_), plan.coverage, rng)
    member, job = np.nonzero(jobs)
    day = start[job] + rng.random(len(job)) * plan.days_per_target
    minute = minutes(context.calendar, day, rng)
    rows = reviews(ring.account[member], target[job], minute, ring_stars(plan, len(job), rng))
    rows = _dressed(plan, rows, job, n_before, rng)
    hiding = _camouflage(plan, ring, member, (start[0], start[-1] + plan.days_per_target), context, rng)
    buyers = genuine_reviews(
        listings, target, start - rng.uniform(2, 25, len(start)), plan.n_genuine, context, rng
    )
    codes = no_links()
    if plan.payment == "codes":
        codes = client_codes(ring.account[member], listings.seller[job].astype(np.int64), rng)
    group = Group(plan.style, "ring", ring.account, target)
    return Service(group, joined(rows, hiding, buyers), listings, codes)


def client_listings(
    plan: RingPlan, ring: RingAccounts, context: MarketContext, rng: np.random.Generator
) -> NewProducts:
    """Return the new listings of the plan's clients, who are sellers that exist already.

    Parameters
    ----------
    plan
        How many, of how many sellers, how good.
    ring
        Its home market is where the listings are sold.
    context
        The market.
    rng
        Source of the draws.

    Returns
    -------
    NewProducts
        Sellers take turns; a listing is of what its seller sells.
    """
    clients = rng.choice(context.n_sellers, size=min(plan.n_sellers, context.n_sellers), replace=False)
    seller = clients[np.arange(plan.n_targets) % len(clients)]
    quality = np.clip(plan.quality + 0.25 * rng.standard_normal(plan.n_targets), 1.8, 4.8)
    market = int(ring.market[0]) if plan.n_markets == 1 else EVERYWHERE
    return NewProducts(
        seller=seller.astype(np.int32),
        category=context.seller_category[seller],
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
    activity = rng.uniform(0.75, 1.25, (len(allowed), 1))
    draw = np.where(allowed, rng.random(allowed.shape), 2.0)
    jobs = draw < np.minimum(coverage * activity, 1.0)
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
    extreme = rng.random(n) < plan.extreme_share
    if plan.stars == "attack":
        return np.where(extreme, 1, 2).astype(np.int8)
    return np.where(extreme, 5, 4).astype(np.int8)


def genuine_reviews(
    listings: NewProducts,
    target: Int64Array,
    launch: Float64Array,
    n_each: int,
    context: MarketContext,
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
    context, rng
        The market and the source of draws.

    Returns
    -------
    Rows
        Stars follow the listing's quality; arrivals are a launch burst and a long tail.
    """
    buyers = [
        audience(context, int(n), int(listings.market[i]), int(listings.category[i]), rng)
        for i, n in enumerate(rng.poisson(n_each, len(target)))
    ]
    which = np.repeat(np.arange(len(target)), [len(some) for some in buyers])
    time = arrivals(context.calendar, launch[which], rng)
    minute = minutes(context.calendar, real_days(context.calendar, time), rng)
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


def _camouflage_items(pool: Bestsellers, owner: Int64Array, rng: np.random.Generator) -> Int64Array:
    """Draw camouflage products for `owner`, each a product once as long as there are enough."""
    product = pool.draw(len(owner), rng)
    for _ in range(8):
        again = np.flatnonzero(~first_of_each(owner, product))
        product[again] = pool.draw(len(again), rng)
    return product


def _camouflage(
    plan: RingPlan,
    ring: RingAccounts,
    member: Int64Array,
    between: tuple[float, float],
    context: MarketContext,
    rng: np.random.Generator,
) -> Rows:
    """Return the members' reviews of other people's products: popular ones, stars like anybody's."""
    per_member = np.bincount(member, minlength=len(ring.account))
    owner = np.repeat(np.arange(len(ring.account)), rng.poisson(per_member * plan.camouflage))
    found = [no_rows()]
    last = context.calendar.n_days - 1.0
    for market in np.unique(ring.market):
        mine = owner[ring.market[owner] == market]
        pool = bestsellers(context, int(market), share=plan.top_share, before=between[0] - 10.0)
        product = _camouflage_items(pool, mine, rng)
        day = np.minimum(rng.uniform(between[0] - 3.0, between[1] + 45.0, len(mine)), last)
        quality = context.products.quality[product].astype(np.float64)
        stars = honest_stars(quality, np.full(len(mine), 0.15), rng)
        found.append(reviews(ring.account[mine], product, minutes(context.calendar, day, rng), stars))
    return joined(found[0], *found[1:])

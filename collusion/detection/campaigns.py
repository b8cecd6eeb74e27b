"""Campaigns about known fakes: who else came to the same listings in the days in which one of them did.

A label says that an account was paid, not for which of its reviews, nor who else was. Of each listing that it
reviewed the steepest bursts about its review are looked at, and with them the other listings of the seller in
the same weeks: with all who came, and with those who wrote hardly anything else. A burst elsewhere needs
dedicated accounts to be found; here the label says where to look, and whoever came may belong.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from collusion.arrays import Int32Array, Int64Array
from collusion.detection import bursts
from collusion.detection.anchors import MOST_ANCHORS
from collusion.detection.candidates import Candidate
from collusion.detection.params import DetectionParams
from collusion.evidence.timing import TimeOrder
from collusion.graph.build import NO_TIME, EntityGraph
from collusion.kernels.poisson import poisson_surplus
from collusion.minutes import DAY

#: Longest windows in days: the campaign of burners takes days, that of an owner weeks.
_LENGTHS = (2, 4, 8, 16, 32, 48)
#: Days before and after a known fake's review in which the seller's other listings are of one campaign.
_NEAR = 20
#: Fewest reviews of a window.
_FEWEST = 3
#: Most accounts and listings of a campaign, and most listings of a seller whose others are looked at: larger
#: crowds are a market's, not one client's.
_MOST_ACCOUNTS, _MOST_TARGETS, _MOST_LISTINGS = 100, 4, 100
#: Share of a campaign's members' reviews that must be of its listings: whom a trend brings writes elsewhere.
LITTLE_ELSE = 0.14


@dataclass(frozen=True, slots=True)
class _Window:
    """A window of a product's reviews, first and last place in column order, and its nats of surplus."""

    product: int
    low: int
    high: int
    surplus: float


@dataclass(frozen=True, slots=True)
class _Market:
    """The reviews of a `graph` in `order`, and the products of each seller, `listings` from `starts` on."""

    graph: EntityGraph
    order: TimeOrder
    listings: Int64Array
    starts: Int64Array


def campaign_candidates(
    graph: EntityGraph, order: TimeOrder, fakes: Int32Array, *, params: DetectionParams
) -> list[Candidate]:
    """Propose the campaigns about each known fake, in several sizes.

    Parameters
    ----------
    graph
        The graph.
    order
        Its reviews in order of time.
    fakes
        Accounts that labels call fake, ascending; the first 1,000 are looked about.
    params
        Fewest members.

    Returns
    -------
    list of Candidate
        Bursts that hold a known fake, of 100 accounts and 4 listings at most, whose reviews exceed three
        times the listings' own pace, each once. None without times. O(fakes · their reviews · reviews of the
        listings in the weeks about).
    """
    if not graph.has_times or not len(fakes):
        return []
    by_seller = np.argsort(graph.product_seller, kind="stable")
    starts = np.searchsorted(graph.product_seller[by_seller], np.arange(len(graph.sellers) + 1))
    market = _Market(graph, order, by_seller, starts)
    found: dict[tuple[bytes, bytes], Candidate] = {}
    for fake in fakes[:MOST_ANCHORS].tolist():
        for windows in _campaigns(market, fake):
            for members in _who_came(market, windows):
                if not params.min_members <= len(members) <= _MOST_ACCOUNTS or fake not in members:
                    continue
                one = bursts.candidate_of(windows, members, graph, order)
                if one is not None:
                    found.setdefault((members.tobytes(), one.group.products.tobytes()), one)
    return list(found.values())


def _campaigns(market: _Market, fake: int) -> Iterator[dict[int, tuple[int, int]]]:
    """Yield the windows about each review of a known fake, alone and with the seller's other listings."""
    reviews, minutes = market.graph.reviews, market.graph.minute
    for edge in range(int(reviews.indptr[fake]), int(reviews.indptr[fake + 1])):
        product, minute = int(reviews.indices[edge]), int(minutes[edge])
        own = [] if minute == NO_TIME else _steepest(market, product, minute, minute)
        for one in own:
            yield {product: (one.low, one.high)}
        others = [
            max(some, key=lambda one: one.surplus)
            for other in (_listings(market, product) if own else ())
            if (some := _steepest(market, other, minute - _NEAR * DAY, minute + _NEAR * DAY))
        ]
        price = bursts.price_of(np.array([product, *(one.product for one in others)], np.int32), market.graph)
        telling = sorted((one for one in others if one.surplus > price), key=lambda one: -one.surplus)
        if telling:
            best = max(own, key=lambda one: one.surplus)
            yield {one.product: (one.low, one.high) for one in [best, *telling[: _MOST_TARGETS - 1]]}


def _listings(market: _Market, product: int) -> list[int]:
    """Return the other listings of a product's seller; none where it is unknown or has too many."""
    seller = int(market.graph.product_seller[product])
    if seller < 0:
        return []
    listings = market.listings[market.starts[seller] : market.starts[seller + 1]].tolist()
    return [one for one in listings if one != product] if len(listings) <= _MOST_LISTINGS else []


def _steepest(market: _Market, product: int, begin: int, end: int) -> list[_Window]:
    """Return the window of most surplus of each length: about the time if it is a moment, else within it."""
    indptr, order = market.graph.reviews.t_indptr, market.order
    first = int(indptr[product])
    minute = order.minute[first : int(indptr[product + 1])].astype(np.int64)
    begins = np.arange(int(np.searchsorted(minute, NO_TIME, side="right")), len(minute))
    found: dict[tuple[int, int], _Window] = {}
    for days in _LENGTHS:
        ends = np.searchsorted(minute, minute[begins] + days * DAY, side="right") - 1
        opens, closes = minute[begins], minute[ends]
        fits = (opens <= end) & (closes >= begin) if begin == end else (opens >= begin) & (closes <= end)
        fits &= ends - begins + 1 >= _FEWEST
        best: _Window | None = None
        for low, high in zip((first + begins[fits]).tolist(), (first + ends[fits]).tolist(), strict=True):
            usual = bursts.usual_pace(product, low, high, market.graph, order)
            surplus = poisson_surplus(high - low + 1.0, bursts.HONEST_FACTOR * usual)
            if surplus > (0.0 if best is None else best.surplus):
                best = _Window(product, low, high, surplus)
        if best is not None:
            found.setdefault((best.low, best.high), best)
    return list(found.values())


def _who_came(market: _Market, windows: dict[int, tuple[int, int]]) -> Iterator[Int32Array]:
    """Yield all who reviewed within some windows, if they write little else, and the dedicated ones."""
    places = np.concatenate([np.arange(low, high + 1) for low, high in windows.values()])
    who, counts = np.unique(market.order.reviewers[places], return_counts=True)
    written = market.graph.reviews.row_degrees(who)
    if counts.sum() >= LITTLE_ELSE * written.sum():
        yield who.astype(np.int32)
    yield who[counts >= bursts.DEDICATED * written].astype(np.int32)

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from collusion.detection import bursts
from collusion.detection.bursts import burst_candidates
from collusion.evidence.group import member_of_edges
from collusion.evidence.timing import order_by_time
from collusion.kernels.scans import scan_bursts
from tests.detection.by_hand import Job, market_of, numbers
from tests.oracles.bursts import Market, Window

ONE = [Job(range(30), range(1))]
OF_SELLER = [Job(range(10 * k, 10 * k + 10), range(k, k + 1)) for k in range(3)]
#: Accounts of three products that were dealt twelve cards.
DEALT = [Job(range(12 * k, 12 * k + 12), range(k, k + 1), coverage=0.9) for k in range(3)]
MARKETS = {
    "one product": (ONE, None, None),
    "a seller's": (OF_SELLER, lambda p: p // 3, None),
    "several": (
        [*ONE, Job(range(30, 45), range(3, 4)), Job(range(40, 60), range(4, 6))],
        lambda p: p // 6,
        None,
    ),
    "of shared cards": (DEALT, None, lambda a: a % 12 if a < 36 else a // 2),
    "of two cards": ([Job(range(20), range(1)), Job(range(20, 45), range(1, 2))], None, lambda a: a % 24),
    "everyday": ([], None, lambda a: a // 3),
}


def _found(market, **changes):
    params = replace(market.config.detection, **changes)
    order, cards = order_by_time(market.graph), market.channels.identity.instruments()
    return burst_candidates(market.graph, order, cards, params=params)[0]


def _as_lists(market):
    """Return the market as reviews, and the windows that are looked at, both for the slow twin."""
    graph, params = market.graph, market.config.detection
    order = order_by_time(graph)
    rows, products = graph.reviews.rows(), graph.reviews.indices
    reviews = list(zip(rows.tolist(), products.tolist(), graph.minute.tolist(), strict=True))
    windows = []
    for days in (1, 4, 14):
        found = scan_bursts(
            graph.reviews.t_indptr, order.minute, days * 1440.0, order.span_minutes, params.cohort_size
        )
        for low, high, nats in zip(found.low.tolist(), found.high.tolist(), found.surplus.tolist()):
            product = int(np.searchsorted(graph.reviews.t_indptr, low, side="right")) - 1
            start = int(graph.reviews.t_indptr[product])
            if nats >= 8000:
                windows.append(Window(product, low - start, high - start))
    windows.sort(key=lambda w: (w.product, w.first, w.last))
    cards = []
    for kind in market.channels.identity.instruments().kinds.values():
        held = kind.relation.adjacency
        cards += [held.t_indices[a:b].tolist() for a, b in pairwise(held.t_indptr.tolist())]
    return Market(reviews, graph.product_seller.tolist(), cards), list(dict.fromkeys(windows))


@pytest.mark.parametrize("name", MARKETS)
@pytest.mark.parametrize("seed", range(3))
def test_burst_candidates__as_a_slow_search_finds_them(name, seed):
    jobs, seller, card = MARKETS[name]
    market = market_of(jobs, seed=seed, seller=seller, card=card)
    lists, windows = _as_lists(market)
    expected = lists.candidates(windows, market.config.detection.min_single_members)
    found = _found(market)

    assert [one.members for one in expected] == [c.group.members.tolist() for c in found]
    for one, candidate in zip(expected, found, strict=True):
        assert [*one.n] == candidate.group.products.tolist()
        assert [*one.n.values()] == candidate.n.tolist()
        assert [*one.expected.values()] == pytest.approx(candidate.expected.tolist())
        assert one.surplus == pytest.approx(candidate.surplus)


@pytest.mark.parametrize("name", MARKETS)
def test_burst_candidates__are_what_they_say(name):
    """Its reviews are its members', of its products, as many as it counts."""
    jobs, seller, card = MARKETS[name]
    market = market_of(jobs, seller=seller, card=card)
    for candidate in _found(market):
        group = candidate.group
        products = market.graph.reviews.indices[group.edges]

        assert [int((products == p).sum()) for p in group.products] == candidate.n.tolist()
        assert np.isin(member_of_edges(market.graph, group.edges), group.members).all()
        assert (np.diff(group.edges) > 0).all()
        assert bursts.ORIGIN == candidate.origin


def test_burst_candidates__accounts_that_wrote_once_within_days():
    """One product by one, beside at most the few who wrote of nothing else in those days."""
    market = market_of(ONE)
    (candidate,) = _found(market)

    assert set(range(30)) <= set(numbers(market, candidate.group.members))
    assert len(candidate.group.members) <= 33
    assert 1 == len(candidate.group.products)


def test_burst_candidates__the_same_reviews_over_years_are_none():
    assert [] == _found(market_of([Job(range(30), range(1), days=800.0)]))


def test_burst_candidates__fewer_accounts_than_a_household_and_some_are_none():
    market = market_of([Job(range(7), range(1), days=0.5)])

    assert [] == _found(market)
    assert 1 == len(_found(market, min_single_members=5))


@pytest.mark.parametrize(("cards", "n_groups"), [(12, 1), (1, 3), (0, 3)])
def test_burst_candidates__bursts_whose_accounts_share_cards_are_one_campaign(cards, n_groups):
    """One card in common may be a family's; several are not."""

    def card(a):
        return f"home {a // 2}" if a >= 36 else a % 12 if a % 12 < cards else None

    market = market_of(DEALT, card=card)

    assert n_groups == len(_found(market))

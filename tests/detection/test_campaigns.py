from __future__ import annotations

import numpy as np
import pytest

from collusion.detection import campaigns
from collusion.detection.bursts import ORIGIN, usual_pace
from collusion.detection.campaigns import campaign_candidates
from collusion.evidence.timing import order_by_time
from collusion.kernels.poisson import poisson_surplus
from tests.detection.by_hand import Job, market_of

#: An owner's people, who review one listing within days and live on, and those of three of its listings.
CROWD = Job(range(20), range(1), days=12.0, life=(100.0, 800.0), is_scattered=True)
CAMPAIGN = [Job(range(10 * k, 10 * k + 10), range(k, k + 1), life=(100.0, 110.0)) for k in range(3)]


def _found(market, fakes):
    order = order_by_time(market.graph)
    return campaign_candidates(market.graph, order, np.array(fakes, np.int32), params=market.config.detection)


def _best(found, members):
    """Return the largest Jaccard index of what was found with some members."""
    shared = [
        (len(np.intersect1d(one.group.members, members)), len(np.union1d(one.group.members, members)))
        for one in found
    ]
    return max((both / either for both, either in shared), default=0.0)


@pytest.mark.parametrize("seed", range(3))
def test_campaign_candidates__find_people_who_live_on_about_one_of_them(seed):
    """No burst of dedicated accounts: they wrote five other reviews each."""
    market = market_of([CROWD], seed=seed)

    assert _best(_found(market, [0]), np.arange(20)) > 0.7


@pytest.mark.parametrize("seed", range(3))
def test_campaign_candidates__find_those_who_came_to_the_sellers_other_listings(seed):
    market = market_of(CAMPAIGN, seed=seed, seller=lambda p: p // 3)
    found = _found(market, [3])

    assert _best(found, np.arange(30)) > 0.8
    assert max(_best([one], np.arange(30)) for one in found if len(one.group.products) == 1) < 0.5


@pytest.mark.parametrize("fakes", [[0], [0, 4, 9]])
def test_campaign_candidates__hold_a_known_fake_and_are_bursts_by_the_same_numbers(fakes):
    market = market_of([CROWD, *[Job(range(20, 40), range(5, 6))]], seller=lambda p: p // 3)
    order, graph = order_by_time(market.graph), market.graph
    found = _found(market, fakes)

    assert found
    for one in found:
        group = one.group
        assert ORIGIN == one.origin
        assert np.isin(fakes, group.members).any()
        assert 5 <= len(group.members) <= 100
        assert len(group.products) <= 4
        assert len(group.edges) == one.n.sum()
        assert np.isin(graph.reviews.rows()[group.edges], group.members).all()
        assert one.surplus > 0.0
        for product, n, expected in zip(group.products.tolist(), one.n, one.expected):
            places = order.position[group.edges[graph.reviews.indices[group.edges] == product]]
            low, high = int(places.min()), int(places.max())
            assert usual_pace(product, low, high, graph, order) <= expected * 1.001
            assert poisson_surplus(float(n), 3.0 * float(expected)) > 0.0
    keys = {(one.group.members.tobytes(), one.group.products.tobytes()) for one in found}
    assert len(keys) == len(found)


def test_campaign_candidates__none_about_nobody_and_none_without_a_burst():
    everyday = market_of([])

    assert [] == _found(everyday, [])
    assert [] == _found(everyday, [3])


def test_campaign_candidates__no_people_of_whose_reviews_hardly_any_are_there(monkeypatch):
    """Whom a trend brings, and a fake among them, writes elsewhere."""
    market = market_of([CROWD])
    shares = [
        one.n.sum() / market.graph.reviews.row_degrees(one.group.members).sum() for one in _found(market, [0])
    ]

    assert min(shares) > 0.14
    monkeypatch.setattr(campaigns, "LITTLE_ELSE", max(shares) + 0.01)
    assert [] == _found(market, [0])


def test_campaign_candidates__no_crowd_of_more_than_a_hundred(monkeypatch):
    market = market_of([CROWD])
    monkeypatch.setattr(campaigns, "_MOST_ACCOUNTS", 15)

    assert all(len(one.group.members) <= 15 for one in _found(market, [0]))

"""The whole search: what every candidate is, what is found, and that chance finds nothing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from collusion.config import load_config
from collusion.detection import bursts, holders, tied, wordings
from collusion.detection import search as search_room
from collusion.detection.tenures import tenure_seeds
from collusion.evidence.group import member_of_edges
from collusion.evidence.tenure import prepare_tenure
from collusion.scoring.families import assess
from collusion.scoring.hypotheses import shipped_model
from tests.awkward_graphs import GRAPHS, NO_MINUTE
from tests.detection.by_hand import CRITICAL, DELIGHTED, Job, market_of
from tests.detection.searches import clean_search, innocent_search, jaccard, ring_search, search
from tests.markets import clean_market, innocent_market, prepare, ring_market
from tests.tables_of import day, tables_of

MARKETS = {"rings": (ring_market, ring_search), "innocent": (innocent_market, innocent_search)}
#: Origins that are not grown from seeds: they need no habits in common.
UNSEEDED = (bursts.ORIGIN, holders.ORIGIN, tied.ORIGIN, wordings.ORIGIN)
PLAIN = (
    "unique_ip",
    "farm",
    "gift_cards",
    "camouflaged",
    "client_text",
    "empty_box",
    "attack",
    "hired_crowd",
)


def _best(search_found, members):
    return max((jaccard(c.group.members, members) for c in search_found.candidates), default=0.0)


@pytest.mark.parametrize("name", MARKETS)
def test_find_candidates__every_candidate_is_what_it_says(name):
    """Its reviews are its members' of its targets, and as many as its cells count."""
    graph, found = MARKETS[name][0]().graph, MARKETS[name][1]()
    params = MARKETS[name][0]().config.detection
    for candidate in found.candidates:
        group = candidate.group
        products = graph.reviews.indices[group.edges]
        counts = [int((products == p).sum()) for p in group.products]

        assert all((np.diff(part) > 0).all() for part in (group.members, group.products, group.edges))
        assert np.isin(member_of_edges(graph, group.edges), group.members).all()
        assert counts == candidate.n.tolist()
        assert (candidate.expected > 0).all()
        assert len(group.members) == len(candidate.membership)
        assert (candidate.membership > 0).all()
        assert candidate.life >= 0
        if candidate.origin in UNSEEDED:
            least = params.min_members if candidate.origin == tied.ORIGIN else params.min_single_members
            assert len(group.members) >= least
        else:
            assert len(group.members) >= params.min_members
            assert len(group.products) >= params.min_products
            assert candidate.origin in found.n_seeds
        if candidate.origin == holders.ORIGIN:
            assert candidate.surplus == candidate.stars == candidate.life == 0.0
        else:
            assert candidate.n.sum() > candidate.expected.sum()
            assert candidate.surplus + candidate.stars + candidate.life > 0


@pytest.mark.parametrize("style", PLAIN)
def test_find_candidates__plain_rings_are_found_whole(style):
    assert _best(ring_search(), ring_market().accounts(f"{style}-01")) >= 0.8


@pytest.mark.parametrize("style", ["nested-01a", "nested-01b", "overlapping-01a", "overlapping-01b"])
def test_find_candidates__rings_that_share_accounts_come_apart(style):
    assert _best(ring_search(), ring_market().accounts(style)) >= 0.8


def test_find_candidates__honest_people_are_hardly_candidates():
    """Nobody searches for holders and bursts by seeds; what is proposed there is far from a ring."""
    found = clean_search().candidates
    assessed = assess(found, clean_market().channels)

    assert sum(candidate.origin not in UNSEEDED for candidate in found) <= 1
    assert all(shipped_model().score(one) < 0 for one in assessed)


@pytest.mark.parametrize(
    "style", ["household", "office", "carrier_nat", "vpn_exit", "campus_nat", "parcel_locker"]
)
def test_find_candidates__who_shares_only_a_place_is_no_candidate(style):
    assert _best(innocent_search(), innocent_market().accounts(f"{style}-01")) < 0.5


@pytest.mark.parametrize("n_threads", [1, 2, 3])
def test_find_candidates__with_any_number_of_threads_the_same(n_threads):
    first, second = ring_search(), search(ring_market(), n_threads=n_threads)

    assert first.n_seeds == second.n_seeds
    assert first.links.weight.tolist() == second.links.weight.tolist()
    assert [c.group.members.tolist() for c in first.candidates] == [
        c.group.members.tolist() for c in second.candidates
    ]


def _sparse_ring(*, is_scattered):
    """Search for thirty accounts that review a fifth of ten targets each within seven months."""
    ring = Job(range(30), range(10), 220, 0.2, life=(300, 540), is_scattered=is_scattered)
    found = search(market_of([ring]))
    return max(found.candidates, key=lambda c: jaccard(c.group.members, np.arange(30)))


def test_find_candidates__a_ring_shows_by_accounts_that_begin_and_end_together():
    """The same ring whose accounts wrote elsewhere at any time is hardly found."""
    found, scattered = _sparse_ring(is_scattered=False), _sparse_ring(is_scattered=True)

    assert "tenures" == found.origin
    assert jaccard(found.group.members, np.arange(30)) >= 0.6
    assert found.life > 50
    assert jaccard(scattered.group.members, np.arange(30)) < 0.5
    assert 0.0 == scattered.life


def _ring_at_home(*, is_local):
    """Search for twenty accounts of which half review each of eight targets within three days.

    Nine of ten people are at home in one marketplace, one in another; so are the twenty, or in the latter.
    """
    market = market_of(
        [Job(range(20), range(8), coverage=0.5)],
        home=lambda a: "de" if (is_local and a < 20) or a % 10 == 0 else "us",
    )
    (ring,) = search(market).candidates
    return market, ring


def test_find_candidates__a_ring_of_one_small_marketplace_has_more_evidence():
    """All else is the same: who it is, what it does, and with what products these are compared."""
    (market, local), (other, anywhere) = _ring_at_home(is_local=True), _ring_at_home(is_local=False)

    assert market.strata.labels.tolist() == other.strata.labels.tolist()
    assert local.group.members.tolist() == anywhere.group.members.tolist()
    assert jaccard(local.group.members, np.arange(20)) >= 0.9
    assert local.group.products.tolist() == anywhere.group.products.tolist()
    assert (local.stars, local.life) == (anywhere.stars, anywhere.life)
    assert local.surplus > anywhere.surplus + 30


def _scripted_ring(*, is_scripted):
    """Search for thirty accounts that review a fifth of ten targets of no known seller within sixteen months.

    At each target they write the same thirty words where it `is_scripted`, all else is anybody's own words.
    """
    rng, words = np.random.default_rng(5), np.array([f"word{k}" for k in range(5000)])
    scripts = [" ".join(rng.choice(words, 30)) for _ in range(10)]

    def text(account, product):
        own = " ".join(rng.choice(words, 30))
        return scripts[product] if is_scripted and account < 30 and product < 10 else own

    return search(market_of([Job(range(30), range(10), 500, 0.2)], text=text))


def test_find_candidates__a_ring_shows_by_its_clients_texts():
    """The same ring whose accounts write in their own words is hardly found."""
    scripted, own = _scripted_ring(is_scripted=True), _scripted_ring(is_scripted=False)

    assert _best(scripted, np.arange(30)) >= 0.6 > _best(own, np.arange(30))
    assert "texts" in {candidate.origin for candidate in scripted.candidates}
    assert scripted.n_seeds["texts"] > 0
    assert 0 == own.n_seeds["texts"]


@pytest.mark.parametrize("usual", [CRITICAL, DELIGHTED], ids=["critical", "delighted"])
@pytest.mark.parametrize("seller", [None, lambda p: p], ids=["no sellers", "a seller each"])
def test_find_candidates__a_slow_ring_shows_where_everybody_gives_five_stars(usual, seller):
    """Its fives are no evidence there, and no evidence against it."""
    jobs = [Job(range(30), range(12), 700, 0.45)]
    found = search(market_of(jobs, seller=seller, usual=usual))

    assert _best(found, np.arange(30)) >= 0.8


@pytest.mark.parametrize("product_ladder", [(150, 600), (150,), ()])
def test_find_candidates__tenures_seed_the_last_rung_when_all_else_is_done(product_ladder, monkeypatch):
    """Two rings may begin and end at the same time, which other seeds tell apart."""
    ladders = []
    market, grow = clean_market(), search_room.blocks.grow_candidates

    def noted(ladder, *args, **changes):
        ladders.append([[(seeds.origin, len(seeds)) for seeds in rung.seeds] for rung in ladder])
        return grow(ladder, *args, **changes)

    monkeypatch.setattr(search_room.blocks, "grow_candidates", noted)
    detection = replace(market.config.detection, product_ladder=product_ladder)
    found = search(replace(market, config=replace(market.config, detection=detection)))
    expected = tenure_seeds(prepare_tenure(market.graph), params=detection)
    (rungs,) = ladders

    assert ("tenures", len(expected)) == rungs[-1][-1]
    assert 1 == sum(origin == "tenures" for rung in rungs for origin, _ in rung)
    assert len(expected) == found.n_seeds["tenures"] > 0


def test_find_candidates__tells_how_far_it_is():
    """A seed that is grown again is not done yet, so a step may be none; the steps are all seeds."""
    steps: list[int] = []
    found = search(clean_market(), advance=steps.append)

    assert sum(found.n_seeds.values()) == sum(steps)
    assert all(step >= 0 for step in steps)


@pytest.mark.parametrize("name", [name for name in GRAPHS if len(GRAPHS[name].reviewer)])
def test_find_candidates__awkward_graphs(name):
    """It comes to an end and proposes nothing larger than the graph."""
    graph = GRAPHS[name]
    rows = [
        {
            "reviewer_id": f"a{u:03d}",
            "product_id": f"p{p:03d}",
            "rating": (u + p) % 6 or None,
            "posted_at": None if minute == NO_MINUTE else day(minute % 20_000),
        }
        for u, p, minute in zip(graph.reviewer.tolist(), graph.product.tolist(), graph.minute.tolist())
    ]
    market = prepare(tables_of(rows), load_config(Path(), None))
    for candidate in search(market).candidates:
        assert len(candidate.group.members) <= graph.n_reviewers
        assert np.isfinite(candidate.surplus)


@pytest.mark.parametrize(("evidence", "left"), [(300.0, [1, 4, 9]), (300.1, [1, 9])])
def test_unexplained__known_fakes_of_a_sure_block_need_no_other_group(evidence, left):
    block = ring_search().candidates[0]
    group = replace(block.group, members=np.array([3, 4, 5], np.int32))
    block = replace(block, group=group, surplus=evidence, stars=0.0, life=0.0)

    assert left == search_room._unexplained(np.array([1, 4, 9], np.int32), [block]).tolist()

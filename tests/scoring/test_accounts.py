from __future__ import annotations

from functools import partial

import numpy as np
import pytest

from collusion.evidence.links import no_links
from collusion.evidence.stars import prepare_stars
from collusion.graph.build import build_graph
from collusion.kernels import timeline
from collusion.scoring.accounts import score_accounts
from collusion.scoring.families import assess
from collusion.scoring.hypotheses import shipped_model
from collusion.scoring.params import ScoringParams
from collusion.scoring.rank import rank
from tests.detection.searches import ring_search
from tests.markets import clean_market, ring_market
from tests.tables_of import tables_of


def _ranked(candidates, market):
    return rank(assess(candidates, market.channels), [], shipped_model(), params=ScoringParams())


def test_score_accounts__members_of_sure_rings_stand_above_everybody_else():
    market, search = ring_market(), ring_search()
    ranked = _ranked(search.candidates, market)
    found = score_accounts(ranked, search.links, market.channels.stars)
    sure = np.concatenate(
        [a.candidate.group.members for a, s in zip(ranked.assessments, ranked.score) if s > 5]
    )
    everybody = np.concatenate([a.candidate.group.members for a in ranked.assessments])
    outside = np.setdiff1d(np.arange(len(found)), everybody)

    assert len(market.graph.reviewers) == len(found)
    assert np.isfinite(found).all()
    assert np.median(found[sure]) > found[outside].max()


def test_score_accounts__without_rings_deviation_of_stars_ranks():
    market = clean_market()
    found = score_accounts(_ranked([], market), no_links(), market.channels.stars)
    graph = market.graph
    single = np.flatnonzero(graph.reviews.row_degrees() == 1)
    edges = graph.reviews.indptr[single]
    mean = market.channels.stars.histogram @ np.arange(1, 6) / market.channels.stars.histogram.sum(axis=1)
    away = np.abs(graph.stars[edges] - mean[graph.reviews.indices[edges]])
    rated = graph.stars[edges] > 0

    assert found[single[rated]][np.argmax(away[rated])] == found[single[rated]].max()
    assert 0.99 < np.corrcoef(found[single[rated]], away[rated])[0, 1]


def test_score_accounts__linked_accounts_stand_above_unlinked_ones():
    market, search = ring_market(), ring_search()
    empty = _ranked([], market)
    with_links = score_accounts(empty, search.links, market.channels.stars)
    without = score_accounts(empty, no_links(), market.channels.stars)
    linked = np.union1d(search.links.source, search.links.target)
    alone = np.setdiff1d(np.arange(len(without)), linked)

    assert (with_links[linked] > without[linked]).all()
    assert with_links[alone].tolist() == without[alone].tolist()


@pytest.mark.parametrize("n_together", [1, 50])
def test_score_accounts__some_accounts_at_a_time_is_the_same(monkeypatch, n_together):
    market = clean_market()
    ranked, stars = _ranked([], market), market.channels.stars
    at_once = score_accounts(ranked, no_links(), stars)
    monkeypatch.setattr(timeline, "parts", partial(timeline.parts, n_together=n_together))

    assert at_once.tolist() == score_accounts(ranked, no_links(), stars).tolist()


def test_score_accounts__of_one_outside_rings_by_hand():
    """Two stars from the mean of each product; who wrote twice stands for less, who gave none for nothing."""
    given = [("once", "p", 5), ("x", "p", 1), ("silent", "p", None)]
    given += [(who, product, stars) for product in "qr" for who, stars in (("twice", 5), ("y", 1))]
    names = ("reviewer_id", "product_id", "rating")
    graph = build_graph(tables_of([dict(zip(names, one, strict=True)) for one in given]))
    ranked = rank([], [], shipped_model(), params=ScoringParams())
    found = score_accounts(ranked, no_links(), prepare_stars(graph, max_tilt=0.35))
    score = dict(zip(graph.reviewers.ids.to_list(), found.tolist(), strict=True))

    assert -50 + 2 / 1 + 0.05 == pytest.approx(score["once"])
    assert -50 + 4 / 2**2 + 0.05 / 2 == pytest.approx(score["twice"])
    assert -50 + 0.05 == pytest.approx(score["silent"])

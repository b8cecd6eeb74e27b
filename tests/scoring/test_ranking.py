"""Triples: in a market, this ring must outrank that group."""

from __future__ import annotations

import numpy as np
import pytest

from collusion.detection.search import Search
from collusion.scoring.families import Assessment, assess
from collusion.scoring.hypotheses import shipped_model
from collusion.scoring.params import ScoringParams
from collusion.scoring.rank import RankedRings, rank
from collusion.tables.loader import replaced
from tests.detection.by_hand import Job, market_of
from tests.detection.searches import innocent_search, jaccard, ring_search, search
from tests.markets import Market, innocent_market, prepare, ring_market
from tests.scoring.assessments import assessment

MODEL = shipped_model()
RINGS = (
    "unique_ip-01",
    "farm-01",
    "gift_cards-01",
    "camouflaged-01",
    "client_text-01",
    "empty_box-01",
    "attack-01",
    "hired_crowd-01",
    "small-01",
)
LOOK_ALIKES = (
    "fan_club-01",
    "language_community-01",
    "taste_community-01",
    "sampling_programme-01",
    "brand_enthusiasts-01",
    "book_club-01",
    "deal_crowd-01",
    "office-01",
    "household-01",
    "campus_nat-01",
)


def _closest(market: Market, search: Search, group_id: str) -> Assessment | None:
    """Return the candidate that is most like a planted group, judged; None when none has a fifth of it."""
    members = market.accounts(group_id)
    alike = [(jaccard(candidate.group.members, members), candidate) for candidate in search.candidates]
    share, best = max(alike, key=lambda pair: pair[0], default=(0.0, None))
    return assess([best], market.channels)[0] if best is not None and share >= 0.2 else None


def _score(found: Assessment | None) -> float:
    return float("-inf") if found is None else MODEL.score(found)


@pytest.fixture(scope="session")
def ring_scores() -> dict[str, float]:
    return {ring: _score(_closest(ring_market(), ring_search(), ring)) for ring in RINGS}


@pytest.fixture(scope="session")
def innocent_scores() -> dict[str, float]:
    return {group: _score(_closest(innocent_market(), innocent_search(), group)) for group in LOOK_ALIKES}


@pytest.mark.parametrize("group", LOOK_ALIKES)
@pytest.mark.parametrize("ring", RINGS)
def test_score__this_ring_outranks_that_group(ring_scores, innocent_scores, ring, group):
    assert ring_scores[ring] > innocent_scores[group]


@pytest.mark.parametrize("ring", RINGS)
def test_score__rings_are_likelier_rings_than_not(ring_scores, ring):
    assert ring_scores[ring] > 0


@pytest.mark.parametrize("group", LOOK_ALIKES)
def test_score__look_alikes_are_likelier_no_rings(innocent_scores, group):
    assert innocent_scores[group] < 0


def _judged_without(table: str, ring: str) -> tuple[Assessment, Assessment]:
    """Judge one candidate by all tables and by all but one."""
    market = ring_market()
    full = _closest(market, ring_search(), ring)
    bare = prepare(replaced(market.tables, **{table: None}), market.config)
    return full, assess([full.candidate], bare.channels)[0]


def test_score__the_same_ring_with_the_telling_table_outranks_it_without():
    with_it, without = map(MODEL.score, _judged_without("orders", "empty_box-01"))

    assert with_it > without


def test_score__cards_that_honest_colleagues_share_too_leave_a_sure_ring_sure():
    """Employers hand out cards: sharing them adds little where so much else is told, and takes little."""
    with_it, without = map(MODEL.score, _judged_without("identifiers", "gift_cards-01"))

    assert min(with_it, without) > 10


def test_score__without_creation_dates_the_reviews_tell_who_began_together():
    """Dates of creation add to a ring's score; without them what it wrote elsewhere says enough."""
    full, bare = _judged_without("accounts", "unique_ip-01")

    assert full.bits("lifecycle") > bare.bits("lifecycle") > 100
    assert MODEL.score(full) > MODEL.score(bare) > 4
    assert "began between" in bare.findings["lifecycle"].sentence


def _lives_of_slow_ring(coverage: float, *, is_scattered: bool) -> float:
    """Find a ring of twenty that takes seven months for ten targets; return what its lives add."""
    ring = Job(range(20), range(10), 220, coverage, life=(300, 540), is_scattered=is_scattered)
    market = market_of([ring])
    (found,) = search(market).candidates

    assert jaccard(found.group.members, np.arange(20)) >= 0.8
    return MODEL.contributions(assess([found], market.channels)[0])["lifecycle"]


@pytest.mark.parametrize("coverage", [0.35, 0.5])
def test_score__that_the_accounts_of_a_slow_ring_begin_and_end_together_speaks_for_it(coverage):
    """The same reviews of the same targets; all that differs is when the accounts wrote elsewhere."""
    together, scattered = (_lives_of_slow_ring(coverage, is_scattered=apart) for apart in (False, True))

    assert together > 0.5
    assert scattered < 0.0


def _rank(*assessments: Assessment) -> RankedRings:
    return rank(list(assessments), [], MODEL, params=ScoringParams())


BETTER_AND_WORSE = {
    "more surplus": ({"behaviour": 900, "stars": 30}, {"behaviour": 90, "stars": 30}),
    "stars beside behaviour": ({"behaviour": 200, "stars": 60}, {"behaviour": 5000}),
    "two families that say a little less": (
        {"behaviour": 150, "stars": 40, "identity": 40},
        {"behaviour": 150, "stars": 4000},
    ),
    "few abnormal families over one saturated": (
        {"behaviour": 150, "stars": 40, "text": 40},
        {"behaviour": 150, "text": 1e6},
    ),
    "benefit as well": ({"behaviour": 150, "stars": 30, "benefit": 60}, {"behaviour": 150, "stars": 30}),
    "stars unlike outsiders'": ({"behaviour": 150, "stars": 20}, {"behaviour": 150, "stars": -60}),
}


@pytest.mark.parametrize(("better", "worse"), BETTER_AND_WORSE.values(), ids=BETTER_AND_WORSE)
def test_rank__better_before_worse(better, worse):
    first, second = assessment(10, **better), assessment(0, **worse)
    found = _rank(second, first)

    assert first is found.assessments[0]
    assert found.score[0] > found.score[1]

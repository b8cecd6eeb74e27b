from __future__ import annotations

import datetime as dt
from dataclasses import replace

import polars as pl
import pytest

from collusion.cases.headline import OTHER_RING, headline, likeliest_rings
from collusion.cases.records import Explanation
from collusion.scoring.hypotheses import shipped_model
from tests.cases.small_runs import make_run

DAY0 = dt.datetime(2015, 3, 2, tzinfo=dt.UTC)
RING = {
    "n_reviewers": 5, "n_reviews": 15, "n_products": 4, "n_clients": 4, "flagged": True, "kind": "one hand",
    "score": 12.0, "q_value": 0.0004, "first_at": DAY0, "last_at": DAY0 + dt.timedelta(days=9),
    "most_from": DAY0, "most_until": DAY0 + dt.timedelta(days=9), "n_most": 15,
    "abnormal": ("behaviour", "stars"), "corroborated": True,
}  # fmt: skip


HIRED = Explanation("hired crowd", True, -1.0, 1.6, {})
FANS = Explanation("fans", False, -1.0, -12.0, {})


def said(n_sellers=1, likeliest=HIRED, **changes):
    return headline(RING | changes, n_client_sellers=n_sellers, likeliest=likeliest)


def test_headline__of_a_flagged_ring_says_who_did_what_and_how_sure():
    assert said() == (
        "5 accounts wrote 15 reviews of the same 4 products of 1 seller within 10 days. The odds of a ring "
        "are 4,100 to 1, likeliest: hired crowd (3 to 1); of rings ranked this high or "
        "higher, under 0.1 % are expected to be false."
    )


def test_headline__of_a_group_is_neutral_and_says_what_is_missing():
    group = {"flagged": False, "kind": "attack", "abnormal": ("behaviour",), "corroborated": False}
    words = said(**group, n_clients=1, q_value=0.3)

    assert words == (
        "5 accounts wrote 15 reviews of the same 4 products within 10 days. That is not enough to suspect "
        "them: only one family of evidence, behaviour, is out of the ordinary."
    )


@pytest.mark.parametrize(
    ("abnormal", "words"),
    [
        ((), "no family of evidence is out of the ordinary."),
        (("benefit",), "only one family of evidence, benefit, is out of the ordinary."),
        (("stars",), "only one family of evidence, stars, is out of the ordinary."),
        (
            ("lifecycle", "stars"),
            "stars and lifecycle are out of the ordinary, but a flag takes more than that.",
        ),
        (("benefit", "stars"), "stars and benefit are out of the ordinary, but a flag takes more than that."),
    ],
)
def test_headline__of_a_group_names_the_families(abnormal, words):
    assert words in said(flagged=False, abnormal=abnormal, corroborated=False)


@pytest.mark.parametrize(
    "first",
    [replace(HIRED, log_odds=-0.1), replace(HIRED, log_odds=0.0), replace(FANS, log_odds=3.0)],
    ids=["less likely", "even", "innocent"],
)
@pytest.mark.parametrize("kind", ["one hand", "hired crowd", "attack", "unclear"])
def test_headline__is_neutral_where_no_kind_of_ring_is_likelier_than_all_else(kind, first):
    assert "within 10 days. The odds of a ring are 4,100 to 1; of rings" in said(kind=kind, likeliest=first)


def test_headline__names_no_ring_of_another_kind():
    assert OTHER_RING in {one.name for one in shipped_model().hypotheses if one.is_ring}
    assert "another kind" not in said(likeliest=replace(HIRED, name=OTHER_RING))


def test_headline__of_a_group_whose_families_are_enough_says_that_they_are_not_sure():
    assert "stars are out of the ordinary, but not surely enough together." in said(flagged=False)


def test_headline__of_a_group_whose_one_family_is_enough_says_that_it_is_not_sure():
    words = said(flagged=False, abnormal=("behaviour",), corroborated=True)

    assert words.endswith("to suspect them: behaviour is out of the ordinary, but not surely enough.")


@pytest.mark.parametrize(
    ("n_clients", "n_sellers", "kind", "words"),
    [
        (3, 1, "one hand", "the same 4 products, 3 of them likely served (1 seller) within"),
        (3, 0, "one hand", "the same 4 products, 3 of them likely served within"),
        (3, 2, "attack", "the same 4 products, 3 of them likely hit (2 sellers) within"),
        (4, 0, "one hand", "the same 4 products within"),
        (0, 0, "one hand", "the same 4 products within"),
    ],
)
def test_headline__tells_clients_from_bystanders(n_clients, n_sellers, kind, words):
    assert words in said(n_sellers=n_sellers, n_clients=n_clients, kind=kind)


def test_headline__tells_the_time_of_most_reviews_where_a_few_are_far():
    late = {"last_at": DAY0 + dt.timedelta(days=900), "n_most": 14}

    assert "of 1 seller, 14 of the reviews within 10 days. The" in said(**late)
    assert "within 30 months" in said(**late | {"n_most": 15})
    assert "within" not in said(first_at=None)


def test_headline__of_one_percent_is_singular():
    assert "1 % is expected to be false" in said(q_value=0.01)


@pytest.mark.parametrize(
    ("name", "is_ring", "odds", "expected"),
    [
        ("hired crowd", True, 0.1, ["hired crowd"]),
        ("hired crowd", True, 0.0, []),
        (OTHER_RING, True, 9.0, []),
        ("fans", False, 9.0, []),
    ],
)
def test_likeliest_rings__are_of_a_known_kind_and_likelier_than_all_else(name, is_ring, odds, expected):
    run = make_run()
    columns = {"hypothesis": pl.lit(name), "is_ring": pl.lit(is_ring), "log_odds": pl.lit(odds)}
    found = likeliest_rings(replace(run, hypotheses=run.hypotheses.with_columns(**columns)))

    assert expected == list(found.values())

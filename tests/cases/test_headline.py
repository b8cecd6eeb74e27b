from __future__ import annotations

import datetime as dt

import pytest

from collusion.cases.headline import headline

DAY0 = dt.datetime(2015, 3, 2, tzinfo=dt.UTC)
RING = {
    "n_reviewers": 5, "n_reviews": 15, "n_products": 4, "n_clients": 4, "flagged": True, "kind": "one hand",
    "score": 12.0, "q_value": 0.0004, "first_at": DAY0, "last_at": DAY0 + dt.timedelta(days=9),
    "most_from": DAY0, "most_until": DAY0 + dt.timedelta(days=9), "n_most": 15,
}  # fmt: skip


def said(n_sellers=1, abnormal=("behaviour", "stars"), **changes):
    return headline(RING | changes, n_client_sellers=n_sellers, abnormal=abnormal)


def test_headline__of_a_flagged_ring_says_who_did_what_and_how_sure():
    assert said() == (
        "5 accounts wrote 15 reviews of the same 4 products of 1 seller within 10 days, as if by one hand. "
        "The odds of a ring are 4,100 to 1; of the rings ranked this high or higher, under 0.1 % are "
        "expected to be false."
    )


def test_headline__of_a_group_is_neutral_and_says_what_is_missing():
    words = said(flagged=False, kind="attack", n_clients=1, q_value=0.3, abnormal=("behaviour",))

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
            "stars and lifecycle are out of the ordinary, but not surely enough together.",
        ),
        (("benefit", "stars"), "stars and benefit are out of the ordinary, but not surely enough together."),
    ],
)
def test_headline__of_a_group_names_the_families(abnormal, words):
    assert words in said(flagged=False, abnormal=abnormal)


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("attack", "within 10 days, to pull their stars down. The"),
        ("hired crowd", "within 10 days, as a hired crowd would. The"),
        ("unclear", "within 10 days. The"),
    ],
)
def test_headline__names_the_kind(kind, words):
    assert words in said(kind=kind)


@pytest.mark.parametrize(
    ("n_clients", "n_sellers", "kind", "words"),
    [
        (3, 1, "one hand", "the same 4 products, 3 of them likely served (1 seller) within"),
        (3, 0, "one hand", "the same 4 products, 3 of them likely served within"),
        (3, 2, "attack", "the same 4 products, 3 of them likely hit (2 sellers) within"),
        (4, 0, "one hand", "the same 4 products within"),
    ],
)
def test_headline__tells_clients_from_bystanders(n_clients, n_sellers, kind, words):
    assert words in said(n_sellers=n_sellers, n_clients=n_clients, kind=kind)


def test_headline__tells_the_time_of_most_reviews_where_a_few_are_far():
    late = {"last_at": DAY0 + dt.timedelta(days=900), "n_most": 14}

    assert "of 1 seller, 14 of the reviews within 10 days, as if" in said(**late)
    assert "within 30 months" in said(**late | {"n_most": 15})
    assert "within" not in said(first_at=None)


def test_headline__of_one_percent_is_singular():
    assert "1 % is expected to be false" in said(q_value=0.01)

"""The words of each family on a hand-made market, where every count can be done in the head."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from collusion.cases.family_words import Told, sentence_of
from collusion.cases.market_rows import market_rows, reviews_of_targets
from collusion.config import load_config
from collusion.evidence.group import Finding
from tests.markets import group_of, prepare
from tests.tables_of import day, tables_of


def _told(reviews, **tables):
    market = prepare(tables_of(reviews, **tables), load_config(Path(), None))
    rows = market_rows(market.graph, market.channels)
    members = np.flatnonzero(rows.graph.reviewers.ids.str.starts_with("a"))
    group = group_of(rows.graph, members, np.flatnonzero(rows.graph.products.ids.str.starts_with("p")))
    return Told(group, reviews_of_targets(rows.graph, group), rows)


def _said(family, told, n_behind=0, sentence="", values=()):
    edges = told.edges[:n_behind]
    return sentence_of(Finding(family, 20.0, 7.0, 1.26, sentence, edges, values), told)


def _reviews(**more):
    rows = [(f"a{i}", f"p{j}", 1 + i, 5) for i in range(3) for j in range(2)]
    rows += [("b0", "p0", 5, 2), ("b0", "x", 9, 4), ("a0", "x", 9, 3)]
    return [
        {"reviewer_id": r, "product_id": p, "posted_at": day(d), "rating": s, **more} for r, p, d, s in rows
    ]


def test_sentence_of__a_family_without_words_here_is_the_findings_own():
    assert "Own words." == _said("new", _told(_reviews()), sentence="Own words.")


def test_behaviour__tells_all_reviews_and_those_within_windows():
    assert _said("behaviour", _told(_reviews()), 4) == (
        "3 accounts wrote 6 reviews of the same 2 products; 4 of these reviews fall within windows of "
        "time in "
        "which the accounts meet, where their activity elsewhere and the products' own arrivals lead one to "
        "expect 1.3."
    )


def test_behaviour__without_times_speaks_of_none():
    undated = [{name: value for name, value in row.items() if name != "posted_at"} for row in _reviews()]

    assert _said("behaviour", _told(undated), 4).endswith(
        "; their activity elsewhere and the products' popularity lead one to expect 1.3."
    )


def test_stars__compare_with_others_and_with_the_members_own():
    assert _said("stars", _told(_reviews())) == (
        "Their 6 rated reviews of these products average 5.00 stars; 1 rated review of the same products by "
        "others average 2.00; their own 1 rated review of other products average 3.00."
    )
    alone = [row for row in _reviews() if row["reviewer_id"] != "b0" and row["product_id"] != "x"]
    assert _said("stars", _told(alone)).endswith("5.00 stars; nobody else rated these products.")


def test_identity__names_the_kinds_that_tell_and_how_many_are_known():
    held = [("a0", "card", "1"), ("a1", "card", "1"), ("a0", "ip", "2"), ("a1", "ip", "2"), ("b0", "ip", "2")]
    told = _told(_reviews(), identifiers=[{"reviewer_id": r, "kind": k, "value": v} for r, k, v in held])

    assert _said("identity", told, values=(("card", 0),)) == (
        "Of the 3 accounts, 2 share cards with another of them; among strangers 1.3 would. The tables "
        "hold identifiers of 2 of these accounts only."
    )
    assert _said("identity", told, values=(("card", 0), ("ip", 0))).startswith(
        "Of the 3 accounts, 2 share cards and 2 share IPs with another of them: 4 in all, an account counted "
        "once a kind, where among strangers 1.3 would."
    )
    assert _said("identity", told).startswith(
        "Of the 3 accounts, 2 share cards and 2 share IPs with another of them."
    )


def test_identity__of_nothing_shared_says_so():
    told = _told(
        _reviews(), identifiers=[{"reviewer_id": f"a{i}", "kind": "ip", "value": f"{i}"} for i in range(3)]
    )

    assert (
        _said("identity", told) == "None of the 3 accounts shares an identifier value with another of them."
    )


def test_text__says_what_was_left_out():
    echoes = [
        {"reviewer_id": "c", "product_id": f"y{i}", "posted_at": day(3), "rating": 5, "text": "great!"}
        for i in range(4)
    ]
    told = _told([*({**row, "text": "Great"} for row in _reviews()), *echoes])
    told_own = _told([{**row, "text": f"own words {i}"} for i, row in enumerate(_reviews())])

    assert _said("text", told) == (
        "Of their 6 texts on these products none was found that nearly repeats another member's. Left out as "
        "common phrases are 6 that more than 3 other reviews equal word for word."
    )
    assert _said("text", told_own, 2) == (
        "At least 2 of their 6 texts on these products nearly repeat another member's; among strangers' "
        "texts "
        "1.3 would."
    )


@pytest.mark.parametrize("column", ["refunded", "shipped_weight_g"])
def test_fulfilment__gives_the_share_of_all_others(column):
    odd = {"refunded": True, "shipped_weight_g": 10.0}[column]
    even = {"refunded": False, "shipped_weight_g": 900.0}[column]
    orders = [
        {"reviewer_id": r, "product_id": "p0", column: value}
        for r, value in (("a0", odd), ("a1", even), ("b0", odd))
    ]
    products = [{"product_id": "p0", "item_weight_g": 1000.0}]
    parcels = "parcels weighed less than half of their item"
    words = {"refunded": "orders were refunded", "shipped_weight_g": parcels}[column]
    told = _told(_reviews(), orders=orders, products=products)
    alone = _told(_reviews(), orders=orders[:2], products=products)

    assert _said("fulfilment", told) == f"1 of 2 {words} (of all others 100 %)."
    assert _said("fulfilment", alone) == f"1 of 2 {words} (no other is known)."


def test_benefit__counts_known_sellers():
    products = [{"product_id": "p0", "seller_id": "s"}, {"product_id": "p1", "seller_id": "s"}]

    assert _said("benefit", _told(_reviews(), products=products)) == (
        "The 2 products with a known seller belong to 1 seller; as many products drawn at random would "
        "have 1."
    )
    assert _said("benefit", _told(_reviews(), products=products[:1])).startswith("The 1 product with")


def _accounts(*days):
    names = [*(f"a{i}" for i in range(3)), "b0"]
    return [
        {"reviewer_id": name, "created_at": day(at)}
        for name, at in zip(names, days, strict=False)
        if at is not None
    ]


def test_lifecycle__tells_when_accounts_were_created_and_how_old_they_were():
    assert _said("lifecycle", _told(_reviews(), accounts=_accounts(-2, -1, 0, -400))) == (
        "All 3 accounts were created within 3 days (from 30 Dec 2019 to 1 Jan 2020), as were 0 % of all "
        "other "
        "accounts. At the first review of these products, the median age of 3 accounts was 3 days; of 1 "
        "other "
        "reviewer of them, 405."
    )


def test_lifecycle__of_one_day_and_of_some():
    one = _said("lifecycle", _told(_reviews(), accounts=_accounts(-2, -2, -2, -400)))
    rows = [*_reviews(), {"reviewer_id": "a9", "product_id": "p0", "posted_at": day(4), "rating": 5}]
    some = _said("lifecycle", _told(rows, accounts=_accounts(-2, -1, 0, -400)))

    assert one.startswith(
        "All 3 accounts were created within 1 day (on 30 Dec 2019), as were 0 % of all other"
    )
    assert some.startswith("3 of the 4 accounts were created within 3 days (from")


def test_lifecycle__takes_the_count_of_a_tenure_from_the_finding_and_leaves_its_windows():
    own = (
        "In what they wrote beside the targets, 2 of 3 accounts began between 2021-05-26 and 2021-07-06 "
        "and fell "
        "silent between 2021-09-13 and 2021-10-04, where 0.1 would be expected of accounts as active; at "
        "their "
        "reviews they were younger than others' accounts at that time."
    )

    assert _said("lifecycle", _told(_reviews()), sentence=own) == (
        "In what they wrote beside the targets, 2 of 3 accounts began and fell silent together, where "
        "0.1 would "
        "be expected of accounts as active."
    )


def test_lifecycle__of_nothing_says_so():
    assert _said("lifecycle", _told(_reviews())) == (
        "The accounts were neither created nor fell silent together, as far as is known."
    )

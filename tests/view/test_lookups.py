"""One account, two groups, any id and a path, as the page is given them."""

from __future__ import annotations

import polars as pl
import pytest

from collusion.cases.case import build_case
from collusion.cases.run_folder import Run
from collusion.errors import UsageError
from collusion.view import lookups


@pytest.fixture(scope="module")
def holder(cards_run: Run) -> str:
    """Return an account that shares an identifier value."""
    return str(cards_run.ring_identifiers["reviewer_id"][0])


def test_account__has_its_own_rows_only(cards_run: Run, holder: str):
    mine = pl.col("reviewer_id") == holder

    told = lookups.account(cards_run, holder)

    assert set(cards_run.members.filter(mine)["ring_id"]) == {one.ring_id for one in told.rings}
    assert set(cards_run.ring_identifiers.filter(mine)["token"]) == {one.token for one in told.holdings}
    assert set(cards_run.ring_reviews.filter(mine)["review_id"]) == {one.review_id for one in told.reviews}
    assert not told.has_texts
    assert holder not in {one.reviewer_id for one in told.neighbours}


def test_account__counts_what_each_neighbour_shares(cards_run: Run, holder: str):
    tokens = cards_run.ring_identifiers.group_by("reviewer_id").agg("token")
    held = {name: set(values) for name, values in tokens.iter_rows()}

    told = lookups.account(cards_run, holder)

    assert told.neighbours
    for other in told.neighbours:
        assert other.n_tokens == len(held[holder] & held.get(other.reviewer_id, set()))


def test_account__has_texts_where_the_source_was_read(cards_run: Run, holder: str):
    review = lookups.account(cards_run, holder).reviews[0].review_id
    texts = pl.DataFrame({"review_id": [review], "title": [None], "text": ["fine"]}, schema=lookups.TEXTS)

    told = lookups.account(cards_run, holder, texts=texts)

    assert told.has_texts
    assert "fine" == told.reviews[0].text


def test_account__in_no_ring(cards_run: Run):
    with pytest.raises(UsageError, match="in no ring"):
        lookups.account(cards_run, "nobody\x1b")


def test_compare__counts_what_both_have(cards_run: Run):
    case = build_case(cards_run, cards_run.rings["ring_id"][0])

    told = lookups.compare(case, case)

    assert [case.n_reviewers, case.n_products] == [len(one.shared) for one in told.shared[:2]]
    assert told.a == told.b


def test_search__finds_any_id_by_a_part_of_it(cards_run: Run, holder: str):
    whole = lookups.search(cards_run, holder.lower())
    token = str(cards_run.ring_identifiers["token"][0])

    assert ("account", holder) == (whole.hits[0].kind, whole.hits[0].id)
    assert "token" == lookups.search(cards_run, token).hits[0].kind
    assert lookups.search(cards_run, "R-").hits
    assert [] == lookups.search(cards_run, " ").hits


def test_search__takes_no_pattern_and_says_what_is_cut(cards_run: Run):
    assert [] == lookups.search(cards_run, ".*").hits

    many = lookups.search(cards_run, "a")

    assert lookups.MOST_HITS == len(many.hits)
    assert many.is_cut


def test_path__has_a_hop_a_row():
    row = {
        "account": "A1", "via": "product", "product_or_token": "P1", "next_account": "A2",
        "n_accounts": 3, "review_ids": ["r1"],
    }  # fmt: skip

    assert "P1" == lookups.path(pl.DataFrame([row])).hops[0].product_or_token

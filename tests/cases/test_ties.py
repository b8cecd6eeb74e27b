from __future__ import annotations

import pytest

import collusion as co
from tests.api.runs import built
from tests.cases.small_runs import Wish


def test_why__counts_the_rows_that_tie_a_member(tmp_path):
    run = built(tmp_path)
    answer = run[1].why("A100")
    reviews = answer.rows.filter(what="review")
    own = run[1].reviews().filter("in_ring").filter(reviewer_id="A100")

    assert set(reviews["review_id"]) == set(own["review_id"])
    assert answer.rows.filter(what="identifier")["token"].to_list() == ["gift_card:00aa11bb"]
    assert f"{own.height} of its" in answer.words
    for row in reviews.to_dicts():
        (client,) = run[1].clients.filter(product_id=row["product_id"]).to_dicts()
        assert row["n_members"] == client["n_ring_reviews"] - 1
        assert row["n_members"] + row["n_others"] + 1 == client["n_reviews"]


def test_why__of_one_who_is_no_member_says_whom_to_ask(tmp_path):
    with pytest.raises(co.UsageError, match=r"found no member of that id in R-00000001.*`why_not`"):
        built(tmp_path)[1].why("A200")


def test_how__goes_by_first_reviews_and_counts_what_was_met(tmp_path):
    run = built(tmp_path)
    answer = run[1].how()
    reviews = run[1].reviews().filter("in_ring")
    before: set[str] = set()

    assert answer.rows["reviewer_id"].n_unique() == run[1].members.height
    assert answer.rows["joined_at"].is_sorted()
    for row in answer.rows.to_dicts():
        own = reviews.filter(reviewer_id=row["reviewer_id"])
        assert own["posted_at"].min() == row["joined_at"]
        assert row["n_products_met"] == len({*own["product_id"]} & before)
        before |= {*own["product_id"]}
    assert answer.words.startswith("It begins on 2 Mar 2015 with ")


def test_how__without_times_says_that_nobody_can(tmp_path):
    answer = built(tmp_path, Wish(times=False))[1].how()

    assert "have no times" in answer.words
    assert answer.rows["joined_at"].null_count() == answer.rows.height


def test_answer__is_escaped_where_a_page_shows_it(tmp_path):
    ring = built(tmp_path, Wish(hostile=True))[1]
    shown = ring.how()._repr_html_() + ring.why(ring.members["reviewer_id"].sort()[0])._repr_html_()

    assert "<script>" not in shown
    assert "&lt;script&gt;" in shown
    assert str(ring.how()) == ring.how().words

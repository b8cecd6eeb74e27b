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


def test_why__says_since_when_and_on_which_evidence_a_tie_counts(tmp_path):
    run = built(tmp_path)
    case = run[1].case
    for account, n in (("A100", 0), ("A103", 3), ("A104", 3)):
        answer = run[1].why(account)
        for row in answer.rows.to_dicts():
            behind = {
                one.family
                for one in case.reasons
                if row["review_id"] in one.review_ids or row["token"] in one.identifiers
            }
            assert behind == set(row["families"])
        if not n:  # who shares a value is told so, too
            continue
        (member,) = [one for one in case.members if one.reviewer_id == account]
        assert answer.words == (
            f"{account} belongs to the ring with {100 * member.membership:.0f} %: {n} of its 4 reviews are "
            f"of the 4 targets, from {member.first_at:%-d %b %Y} to {member.last_at:%-d %b %Y}; "
            f"it was created on {member.created_at:%-d %b %Y}."
        )
    assert {"stars", "identity", "behaviour"} == {
        one.family for one in case.reasons if one.review_ids or one.identifiers
    }


def test_why__of_one_review_without_a_time_says_so_in_the_singular(tmp_path):
    ring = built(tmp_path, Wish(times=False, n_accounts=3, n_products=1))[1]
    account = ring.reviews().filter("in_ring")["reviewer_id"].sort()[0]
    words = ring.why(account).words

    assert ": 1 of its 2 reviews is of the 1 target" in words
    assert ", from" not in words


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

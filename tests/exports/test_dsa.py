from __future__ import annotations

import json
from dataclasses import replace

import polars as pl
import pytest

from collusion.errors import InputError, UsageError
from collusion.exports.dsa import Terms, statements, write_statements
from collusion.exports.dsa_rules import statement_faults
from tests.cases.small_runs import Wish, make_run
from tests.exports.deciding import RING, actions

TERMS = Terms(url="https://shop.example/terms", countries=("DE", "FR"))


def test_statements__one_a_restriction_and_none_for_a_warning():
    run = make_run()
    acted = actions(run)
    made = statements(run, acted, TERMS)

    assert [a.action_id for a in acted if a.action != "warn_seller"] == [one["puid"] for one in made]
    assert [] == [fault for one in made for fault in statement_faults(one)]
    suspended = [one for one in made if "decision_account" in one]
    assert {"2026-05-01"} == {one["end_date_account_restriction"] for one in suspended}
    assert {"AUTOMATED_DECISION_NOT_AUTOMATED"} == {one["automated_decision"] for one in made}


def test_statements__say_whether_a_text_or_a_product_is_restricted():
    run = make_run()
    [action, *_] = actions(run)
    product = replace(action, action="delist", entity_type="product", entity_id="P100")
    made = [one["content_type"] for one in statements(run, [action, product], TERMS)]

    assert [["CONTENT_TYPE_TEXT"], ["CONTENT_TYPE_PRODUCT"]] == made


def test_statements__name_nobody():
    run = make_run(Wish(hostile=True))
    said = json.dumps(statements(run, actions(run), TERMS))

    for name in (*run.members["reviewer_id"], *run.clients["product_id"], "M. Berg", "Chief", "@SUM"):
        assert json.dumps(name)[1:-1] not in said


def test_statements__count_over_accounts_whose_appeal_was_not_won():
    run = make_run()
    label = {"entity_type": "reviewer", "entity_id": "A101", "label": "honest"}
    cleared = replace(run, labels=pl.DataFrame([label], schema=run.labels.schema))
    mine = run.ring_reviews.filter((pl.col("ring_id") == RING) & pl.col("in_ring"))
    for found, left in ((run, mine), (cleared, mine.filter(pl.col("reviewer_id") != "A101"))):
        [first, *_] = statements(found, actions(found), TERMS)
        n, n_products = left["reviewer_id"].n_unique(), left["product_id"].n_unique()
        said = f"{n} accounts wrote {left.height} reviews of {n_products} products together."
        assert first["decision_facts"].startswith(said)


def test_statements__none_is_owed_only_where_a_person_says_so():
    run = make_run()

    assert [] == statements(run, actions(run, high_volume=True), TERMS)
    assert statements(run, actions(run, high_volume=False), TERMS)


def test_statements__of_a_ring_that_the_run_no_longer_has():
    run = make_run()
    [first, *_] = actions(run)
    [made] = statements(replace(run, rings=run.rings.clear()), [first], TERMS)

    assert [] == statement_faults(made)


def test_statements__terms_that_the_database_refuses_are_bad_input():
    run = make_run()
    made = statements(run, actions(run), TERMS)
    with pytest.raises(InputError, match="territorial_scope") as caught:
        statements(run, actions(run), Terms(countries=("UK",)))

    assert [f"{len(made)} statements"] == [fault.where for fault in caught.value.faults]


def test_write_statements__a_hundred_a_call(tmp_path):
    files = write_statements([{"puid": str(n)} for n in range(250)], tmp_path / "x")

    assert [100, 100, 50] == [len(json.loads(file.read_text())["statements"]) for file in files]
    with pytest.raises(UsageError, match="Give a new folder"):
        write_statements([], tmp_path / "x")


def test_write_statements__leaves_nothing_behind_where_one_cannot_be_written(tmp_path):
    with pytest.raises(TypeError):
        write_statements([{"puid": object()}], tmp_path / "x")

    assert [] == list(tmp_path.iterdir())

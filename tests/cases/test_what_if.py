from __future__ import annotations

import dataclasses
import math

import polars as pl
import pytest

import collusion as co
from collusion.cases.held_ring import stored_group, surplus_of
from collusion.cases.outsiders import why_not
from collusion.cases.what_if import Edit, assess_edit
from collusion.detection import tied, wordings
from tests.cases.mixed import mixed_run
from tests.cases.small_runs import make_run
from tests.endurance.near_members import wrong_answers
from tests.endurance.what_ifs import compare

RING = "R-00000001"


def test_assess_edit__without_any_change_is_what_the_run_says():
    run = mixed_run()
    for row in run.rings.to_dicts():
        told = assess_edit(run.records, run.market, row["ring_id"], Edit())

        assert told.score == pytest.approx(row["score"], abs=1e-6)
        assert told.q_value == pytest.approx(row["q_value"], rel=1e-6)
        assert (told.is_flagged, told.is_corroborated) == (row["flagged"], row["corroborated"])
        assert (told.rank, list(told.abnormal)) == (row["rank"], row["abnormal"])


def test_assess_edit__equals_a_full_new_assessment():
    run = mixed_run()
    tally = compare(run, run.source, 60, seed=3)

    assert [] == tally.differing


def test_assess_edit__a_group_is_flagged_up_to_the_level_itself():
    run = mixed_run()
    ring_id = run.rings.filter("flagged")["ring_id"][-1]
    level = assess_edit(run.records, run.market, ring_id, Edit()).q_value

    for fdr, is_flagged in ((level, True), (level * (1 - 1e-9), False)):
        assert is_flagged == assess_edit(run.records, run.market, ring_id, Edit(fdr=fdr)).is_flagged


def test_stored_group__is_the_group_that_was_assessed():
    run = mixed_run()
    graph = run.market.graph
    for row in run.rings.to_dicts():
        group, expected = stored_group(run.records, run.market, row["ring_id"])
        clients = run.clients.filter(ring_id=row["ring_id"])

        assert len(group.members) == row["n_reviewers"]
        assert (
            graph.products.names(group.products)
            .sort()
            .equals(clients["product_id"].sort(), check_names=False)
        )
        assert len(group.edges) == clients["n_met"].sum()
        assert expected.sum() == pytest.approx(clients["n_expected"].sum())


def test_assess_edit__a_family_less_never_has_it_among_the_abnormal():
    run = mixed_run()
    for family in run[1].case.abnormal:
        told = assess_edit(run.records, run.market, run[1].id, Edit(families=frozenset({family})))

        assert set(told.abnormal) == set(run[1].case.abnormal) - {family}


@pytest.mark.parametrize(
    "edit, words",
    [
        (Edit(families=frozenset({"smell"})), "Families smell: found none of that name. Allowed: behaviour"),
        (Edit(accounts=frozenset({"nobody"})), r"Accounts nobody: found none of that id in R-.*\.members`"),
        (Edit(products=frozenset({"nothing"})), r"Products nothing: found none .*\.clients`"),
        (Edit(reviews=frozenset({"none"})), r"Reviews none: found none .*\.reviews\(\)`"),
    ],
)
def test_check_edit__names_what_is_not_there(edit, words):
    run = mixed_run()
    with pytest.raises(co.UsageError, match=words):
        assess_edit(run.records, run.market, run[1].id, edit)


def test_check_edit__somebody_and_something_must_be_left():
    run = mixed_run()
    accounts = frozenset(run[1].members["reviewer_id"][1:])
    products = frozenset(run[1].clients["product_id"])

    with pytest.raises(co.UsageError, match="found 1 account left"):
        assess_edit(run.records, run.market, run[1].id, Edit(accounts=accounts))
    everybody = frozenset(run[1].members["reviewer_id"])
    with pytest.raises(co.UsageError, match="found 0 accounts left"):
        assess_edit(run.records, run.market, run[1].id, Edit(accounts=everybody))
    two = frozenset(run[1].members["reviewer_id"][2:])
    assert not assess_edit(run.records, run.market, run[1].id, Edit(accounts=two)).is_flagged
    with pytest.raises(co.UsageError, match="found no product left"):
        assess_edit(run.records, run.market, run[1].id, Edit(products=products))


def test_why_not__of_near_members_is_right():
    run = mixed_run()

    assert [] == wrong_answers(run, run.source, 8, seed=2)


def test_why_not__of_a_group_without_common_habits_says_who_its_members_are():
    run = mixed_run()
    members = run.members["reviewer_id"].implode()
    stranger = run.scores.filter(~pl.col("reviewer_id").is_in(members))["reviewer_id"].sort()[0]
    origins = dict(run.rings.select("origin", "ring_id").iter_rows())
    bursts = [ring_id for origin, ring_id in origins.items() if origin.startswith("burst of")]

    assert all("Members of this group wrote" in run[ring_id].why_not(stranger).words for ring_id in bursts)
    assert "Members of this group share cards" in run[origins["shared identifiers"]].why_not(stranger).words
    assert "of the" in run[1].why_not(stranger).words
    busy = dataclasses.replace(
        run.market,
        space=dataclasses.replace(run.market.space, rules=run.market.space.rules._replace(reviewer_cap=0)),
    )
    assert "more reviews than an account may have" in why_not(run.records, busy, run[1].id, stranger).words
    with pytest.raises(co.UsageError, match="found none of that id among the"):
        why_not(run.records, run.market, run[1].id, "nobody")
    with pytest.raises(co.UsageError, match="Ask `why` what ties it"):
        run[1].why_not(run[1].members["reviewer_id"][0])


@pytest.mark.parametrize(
    ("ring", "nats"),
    [
        ({"bits_behaviour": 3.0}, 3.0 * math.log(2)),
        ({"bits_behaviour": None}, 0.0),
        ({"bits_behaviour": 0.0}, 0.5 * 60),
        ({"bits_behaviour": -2.0}, -2.0 * math.log(2)),
        ({"bits_behaviour": 0.0, "bits_identity": 7.0, "origin": tied.ORIGIN}, 7.0 * math.log(2)),
        ({"bits_behaviour": None, "bits_text": 9.0, "origin": wordings.ORIGIN}, 9.0 * math.log(2)),
    ],
)
def test_surplus_of__is_told_by_bits_or_where_others_paid_by_the_rate(ring, nats):
    """Behaviour whose debt others paid has no bits; what it was found by is its rate times its reviews."""
    run = make_run()
    rate = {"ring_id": RING, "family": "behaviour", "measure": "surplus_per_review", "value": 0.5, "bin": 1}
    effects = pl.DataFrame([rate | {"meaning": ""}], schema=run.effects.schema)
    clients = run.clients.with_columns(n_met=pl.lit(15, pl.UInt32))
    told = {"ring_id": RING, "origin": "bursts", "bits_identity": None} | ring

    assert nats == pytest.approx(surplus_of(dataclasses.replace(run, effects=effects, clients=clients), told))

from __future__ import annotations

import datetime as dt
import math
from dataclasses import replace

import polars as pl
import pytest

from collusion.decisions.standing import standing
from collusion.policy.actions import Order, in_force, issue, read_actions, reverse
from collusion.policy.plan import propose
from collusion.policy.policy import DEFAULT, Policy, Rule
from collusion.store.database import open_database
from collusion.store.schema import create_tables
from tests.cases.small_runs import Wish, make_run
from tests.decisions.making import entries

RING = "R-00000001"
MEMBERS = ("A100", "A101", "A102", "A103", "A104")
CONFIRM = {"ring_id": RING, "accounts": MEMBERS}
NOW = dt.datetime(2026, 4, 1, tzinfo=dt.UTC)
ORDER = Order("Chief", NOW, DEFAULT.digest(), 183)


def _plan(*changes, run=None, policy=DEFAULT, acted=()):
    return propose(run or make_run(), standing(entries(*changes), NOW), policy, acted)


def _by_action(plan):
    found = {}
    for proposal in plan.proposals:
        found.setdefault(proposal.rule.action, []).append(proposal.entity_id)
    return found


@pytest.mark.parametrize("verdict", [None, "dismiss", "watch", "unsure"])
def test_propose__nothing_that_no_person_confirmed_whatever_the_score(verdict):
    """No score is an entry: a plan without a confirmation has no proposals, however sure the run is."""
    sure = make_run()
    sure = replace(sure, rings=sure.rings.with_columns(score=1e6, q_value=0.0))
    plan = _plan(*([{**CONFIRM, "verdict": verdict}] if verdict else []), run=sure)

    assert () == plan.rings == plan.proposals
    assert plan.waiting == (() if verdict else (RING,))


def test_propose__the_strongest_that_the_policy_allows():
    found = _by_action(_plan(CONFIRM))

    assert ["A101", "A102", "A103", "A104"] == found["suspend"]
    assert "warn" not in found
    assert ["S1"] == found["warn_seller"]
    assert "terminate" not in found
    run = make_run()
    sure = run.members.filter((pl.col("membership") >= 0.5) & (pl.col("ring_id") == RING))["reviewer_id"]
    mine = run.ring_reviews.filter((pl.col("ring_id") == RING) & pl.col("in_ring"))
    assert (
        sorted(mine.filter(pl.col("reviewer_id").is_in(sure.implode()))["review_id"])
        == found["suppress_reviews"]
    )


def test_propose__what_cannot_be_undone_needs_two():
    mild = Policy((Rule("terminate", second_opinion=True),))

    assert () == _plan(CONFIRM, policy=mild).proposals
    agreed = _plan(CONFIRM, {**CONFIRM, "by": "A. Roy", "is_second": True}, policy=mild)
    assert ["A101", "A102", "A103", "A104"] == _by_action(agreed)["terminate"]


def test_propose__spares_appeals_won_and_who_left():
    run = make_run()
    gone = replace(run, members=run.members.filter(pl.col("reviewer_id") != "A104"))
    label = {"entity_type": "reviewer", "entity_id": "A103", "label": "honest"}
    gone = replace(gone, labels=pl.DataFrame([label], schema=run.labels.schema))
    won = {"ring_id": RING, "verdict": "honest", "accounts": ("A102",)}
    [ring] = _plan(CONFIRM, won, run=gone).rings

    assert {"A102", "A103", "A104"} == set(ring.spared)
    assert {"A101"} == {p.account for p in ring.proposals if p.account}


def test_propose__takes_down_no_review_that_a_label_calls_honest():
    run = make_run()
    label = {"entity_type": "review", "entity_id": f"{RING}-01-00", "label": "honest"}
    told = replace(run, labels=pl.DataFrame([label], schema=run.labels.schema))
    before, after = ({p.entity_id for p in _plan(CONFIRM, run=one).proposals} for one in (run, told))

    assert {f"{RING}-01-00"} == before - after
    lost = [
        sum(loss.n_lost for loss in _plan(CONFIRM, run=one).rings[0].collateral.products)
        for one in (run, told)
    ]
    assert 1 == lost[0] - lost[1]


@pytest.mark.parametrize("q_value", [math.nan, None])
def test_propose__a_share_of_false_rings_that_is_not_known_is_none_that_is_low(q_value):
    run = make_run()
    unknown = replace(run, rings=run.rings.with_columns(pl.lit(q_value, pl.Float64).alias("q_value")))

    assert () == _plan(CONFIRM, run=unknown).proposals


@pytest.mark.parametrize(
    ("rule", "why"),
    [
        (Rule("warn", max_q=0.0), "expected share of false rings "),
        (Rule("warn", min_families=7), "3 families are out of the ordinary, 7 are asked for"),
        (Rule("warn", families=("text",)), "not out of the ordinary: text"),
        (Rule("warn", kinds=("attack",)), "its kind is "),
        (Rule("warn", second_opinion=True), "no second opinion of another person agrees"),
    ],
)
def test_propose__says_which_condition_is_not_met(rule, why):
    [ring] = _plan(CONFIRM, policy=Policy((rule, Rule("suspend")))).rings

    assert [("warn", True)] == [(action, said.startswith(why)) for action, said in ring.refused]
    assert {"suspend"} == {proposal.rule.action for proposal in ring.proposals}


def test_propose__those_who_joined_later_were_not_decided_on():
    plan = _plan({**CONFIRM, "accounts": MEMBERS[:3]}, run=make_run())

    assert {"A101", "A102"} == {p.account for p in plan.proposals if p.account}


def test_propose__victims_of_an_attack_are_left_alone():
    found = _by_action(_plan(CONFIRM, run=make_run(Wish(kind="attack"))))

    assert {"suppress_reviews", "suspend"} == set(found)


@pytest.mark.parametrize(
    "rule",
    [
        Rule("warn", max_q=0.0001),
        Rule("warn", min_families=4),
        Rule("warn", families=("text",)),
        Rule("warn", kinds=("attack",)),
        Rule("warn", min_membership=0.999),
        Rule("delist", min_service=0.99, second_opinion=False),
        Rule("warn_seller", min_rings=2),
    ],
)
def test_propose__every_condition_of_a_rule_must_hold(rule):
    assert () == _plan(CONFIRM, policy=Policy((rule,))).proposals
    eased = replace(rule, max_q=1.0, min_families=0, families=(), kinds=(), min_membership=0.0)
    eased = replace(eased, min_service=0.5, min_rings=1)
    assert _plan(CONFIRM, policy=Policy((eased,))).proposals


@pytest.mark.parametrize(
    ("rule", "entity"),
    [
        (Rule("warn", max_q=0.0004), "A101"),
        (Rule("warn", min_families=3), "A101"),
        (Rule("warn", families=("behaviour", "stars", "identity")), "A101"),
        (Rule("warn", min_membership=0.904), "A104"),
        (Rule("delist", min_service=0.97), "P100"),
        (Rule("warn_seller", min_service=0.97), "S1"),
    ],
)
def test_propose__a_condition_that_is_just_met_holds(rule, entity):
    assert entity in {proposal.entity_id for proposal in _plan(CONFIRM, policy=Policy((rule,))).proposals}


@pytest.mark.parametrize(("service", "is_served"), [(0.5, True), (0.49, False)])
def test_propose__a_ring_serves_the_seller_of_what_is_likelier_a_client_than_not(service, is_served):
    """Of the two rings of a seller the other serves it with this probability."""
    run = make_run()
    clients = run.clients.with_columns(
        seller_id=pl.lit("S"),
        service=pl.when(pl.col("ring_id") == RING).then(pl.col("service")).otherwise(service),
    )
    other = {"ring_id": "R-00000002", "accounts": ("A200",)}
    rule = Rule("warn_seller", min_rings=2)
    found = _plan(CONFIRM, other, run=replace(run, clients=clients), policy=Policy((rule,)))

    assert is_served == ("S" in {proposal.entity_id for proposal in found.proposals})


def test_propose__what_is_left_of_a_product_without_other_reviews_is_unknown():
    run = make_run()
    n_lost = run.ring_reviews.filter((pl.col("ring_id") == RING) & pl.col("in_ring"))
    n_lost = n_lost.group_by("product_id").len()
    alone = run.clients.join(n_lost, on="product_id").with_columns(n_rated=pl.col("len"))
    [ring] = _plan(CONFIRM, run=replace(run, clients=alone.drop("len"))).rings

    assert 4 == len(ring.collateral.products)
    assert {None} == {product.stars_after for product in ring.collateral.products}


def test_propose__counts_who_else_is_hit():
    [ring] = _plan(CONFIRM).rings
    cost, run = ring.collateral, make_run()
    mine = run.ring_reviews.filter((pl.col("ring_id") == RING) & pl.col("reviewer_id").is_in(MEMBERS))

    assert (5, mine.filter(~pl.col("in_ring")).height) == (cost.n_accounts, cost.n_other_reviews)
    assert {"ip": 398} == cost.bystanders
    first = cost.products[0]
    product = mine.filter((pl.col("product_id") == first.product_id) & pl.col("in_ring"))
    n = run.clients.filter(product_id=first.product_id)["n_rated"][0]
    assert product.height == first.n_lost
    assert first.stars_after == pytest.approx(
        (round(4.1 * n) - product["rating"].sum()) / (n - product.height), abs=0.005
    )


def test_propose__reviews_without_stars_take_none_away():
    """Stars after are a mean over the rated reviews that are left, whoever's."""
    run = make_run()
    [product, *_] = _plan(CONFIRM).rings[0].collateral.products
    unrated = pl.when(pl.col("product_id") != product.product_id).then(pl.col("rating"))
    reviews = run.ring_reviews.with_columns(rating=unrated)
    rated = run.clients.with_columns(n_rated=pl.lit(6, pl.UInt32), rating_with=pl.lit(3.5))
    [ring] = _plan(CONFIRM, run=replace(run, ring_reviews=reviews, clients=rated)).rings

    assert 3.5 == ring.collateral.products[0].stars_before == ring.collateral.products[0].stars_after


@pytest.fixture
def database(tmp_path):
    found = open_database(str(tmp_path / "x.db"))
    create_tables(found)
    yield found
    found.close()


def test_issue__once_and_by_a_named_person(database):
    plan = _plan(CONFIRM)
    issued = issue(database, plan.proposals, ORDER)

    assert len(plan.proposals) == len(issued) == len({action.action_id for action in issued})
    assert {("M. Berg", "Chief")} == {(action.decided_by, action.ordered_by) for action in issued}
    assert [] == issue(database, plan.proposals, ORDER)
    assert issued == read_actions(database)
    held = in_force(issued, NOW)
    assert () == _plan(CONFIRM, acted=held.values()).proposals


def test_in_force__ends_by_itself_and_may_be_proposed_again(database):
    issued = issue(database, _plan(CONFIRM).proposals, ORDER)
    later = in_force(issued, NOW + dt.timedelta(days=31))

    assert {"suspend"} == {action.action for action in issued} - {action.action for action in later.values()}


def test_in_force__until_the_moment_at_which_it_ends(database):
    issued = issue(database, _plan(CONFIRM).proposals, ORDER)
    end = NOW + dt.timedelta(days=30)
    before, at_end = (
        {action.action for action in in_force(issued, moment).values()}
        for moment in (end - dt.timedelta(seconds=1), end)
    )

    assert {"suspend"} == before - at_end


def test_in_force__what_ended_does_not_come_back_when_the_clock_is_set_back(database):
    issued = issue(database, _plan(CONFIRM).proposals, ORDER)
    later = replace(issued[0], action_id="later", ordered_at=(NOW + dt.timedelta(days=31)).isoformat())

    assert "suspend" in {action.action for action in in_force(issued, NOW).values()}
    assert "suspend" not in {action.action for action in in_force([*issued, later], NOW).values()}


def test_reverse__an_appeal_won_takes_back_all_that_hit_the_account(database):
    ledger = entries(CONFIRM, {"ring_id": RING, "verdict": "honest", "accounts": ("A102",), "by": "Appeals"})
    issued = issue(database, _plan(CONFIRM).proposals, ORDER)
    done = reverse(database, ledger, standing(ledger, NOW), {("account", "A103"): "court"})

    hit = {action.action_id for action in issued if action.account in ("A102", "A103")}
    assert hit == {action.reverses for action in done}
    assert {("A102", "Appeals"), ("A103", "court")} == {
        (action.account, action.decided_by) for action in done
    }
    assert {"review", "account"} == {action.entity_type for action in done}
    assert [] == reverse(database, ledger, standing(ledger, NOW), {("account", "A103"): "court"})
    assert hit.isdisjoint(in_force(read_actions(database), NOW))


@pytest.mark.parametrize("kind", ["review", "product", "seller"])
def test_reverse__an_appeal_won_by_what_an_action_is_against_takes_it_back(database, kind):
    rules = Policy((Rule("suppress_reviews"), Rule("delist"), Rule("warn_seller")))
    issued = issue(database, _plan(CONFIRM, policy=rules).proposals, ORDER)
    [hit, *_] = [action for action in issued if action.entity_type == kind]
    ledger = entries(CONFIRM)
    done = reverse(database, ledger, standing(ledger, NOW), {(kind, hit.entity_id): "court"})

    assert [(hit.action_id, "court")] == [(action.reverses, action.decided_by) for action in done]
    assert f"a label of the source calls the {kind} honest" == done[0].why


def test_reverse__an_undone_decision_takes_everything_back(database):
    ledger = entries(CONFIRM, {"ring_id": RING, "verdict": "undo", "undoes": 1, "by": "Chief"})
    issued = issue(database, _plan(CONFIRM).proposals, ORDER)
    done = reverse(database, ledger, standing(ledger, NOW), {})

    assert len(issued) == len(done)
    assert {} == in_force(read_actions(database), NOW)
    assert {"Chief"} == {action.ordered_by for action in done}


def test_reverse__a_ring_that_is_dismissed_later_takes_its_actions_back(database):
    issued = issue(database, _plan(CONFIRM).proposals, ORDER)
    watched = entries(CONFIRM, {"ring_id": RING, "verdict": "watch"})
    assert [] == reverse(database, watched, standing(watched, NOW), {})

    some = entries(CONFIRM, {"ring_id": RING, "verdict": "dismiss", "accounts": ("A102",), "by": "Chief"})
    done = reverse(database, some, standing(some, NOW), {})
    assert {action.action_id for action in issued if action.account in ("A102", "")} == {
        action.reverses for action in done
    }
    assert {"Chief"} == {action.decided_by for action in done}

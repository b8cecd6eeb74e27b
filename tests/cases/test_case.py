from __future__ import annotations

from dataclasses import replace

import msgspec
import polars as pl
import pytest

from collusion.cases.case import build_case, build_cases
from collusion.cases.client_probability import BYSTANDER_BELOW
from collusion.evidence.families import FAMILIES
from collusion.words.catalogue import packed, said, words_of
from tests.cases.small_runs import Wish, make_run

RING = "R-00000001"


def test_build_case__holds_what_the_run_says_of_the_ring():
    case = build_case(make_run(), RING)

    assert (case.ring_id, case.rank, case.n_rings, case.flagged) == (RING, 1, 2, True)
    assert len(case.members) == 5
    assert len(case.clients) == 4
    assert case.innocent_explanation == "a household"
    assert case.provenance.run_id == "run-0123456789ab"
    assert case.provenance.inputs == (("reviews.parquet", "9f" * 32),)


def test_build_case__puts_core_members_first_and_the_surest_of_them_on_top():
    members = build_case(make_run(), RING).members

    assert ["core"] * 4 + ["fringe"] == [member.role for member in members]
    assert ["A104", "A103", "A102", "A101", "A100"] == [member.reviewer_id for member in members]


def test_build_case__orders_reasons_by_contribution_and_leaves_the_innocent_explanation_to_its_own_field():
    """Not by their bits: the order of the reasons is that of the steps that lead to the score."""
    case = build_case(make_run(), RING)

    assert [14.0, 6.0, 2.0, 0.5] == [reason.contribution for reason in case.reasons]
    assert ["stars", "identity", "behaviour"] == [reason.family for reason in case.reasons_for()]
    assert ["lifecycle"] == [reason.family for reason in case.reasons_against()]


def test_build_case__gathers_sellers_with_means_weighted_by_reviews():
    case = build_case(make_run(), RING)

    seller = case.sellers[0]
    assert (seller.seller_id, seller.n_products) == ("S1", 4)
    assert seller.n_ring_reviews == sum(client.n_ring_reviews for client in case.clients)
    assert seller.rating_with == pytest.approx(4.1, abs=0.05)
    assert seller.rating_without == pytest.approx(3.25)


def test_build_case__weighs_each_product_by_its_reviews_with_stars():
    """Two products of 10 and 30 outsiders' rated reviews at 2 and 4 stars have a mean of 3.5."""
    run = make_run(Wish(n_products=2))
    second = pl.col("product_id") == "P101"
    clients = run.clients.with_columns(
        pl.when(second).then(4.0).otherwise(2.0).alias("rating_without"),
        (pl.col("n_ring_reviews") + pl.when(second).then(30).otherwise(10)).cast(pl.UInt32).alias("n_rated"),
        n_reviews=pl.lit(1000, pl.UInt32),
    )
    run = replace(run, clients=clients)

    assert build_case(run, RING).sellers[0].rating_without == pytest.approx(3.5)


def test_build_case__means_of_a_seller_are_exact():
    """Means of products are stored to four digits; 115 of 30 and 280 of 70 are 3.95, not just below it."""
    run = make_run(Wish(n_products=2))
    ours = pl.col("n_ring_reviews").cast(pl.UInt32)
    is_first = pl.col("product_id") == "P100"
    clients = run.clients.with_columns(
        n_rated=ours + pl.when(is_first).then(30).otherwise(70),
        rating_without=pl.when(is_first).then(3.8333).otherwise(4.0),
    )

    assert 3.95 == build_case(replace(run, clients=clients), RING).sellers[0].rating_without


def test_build_case__puts_the_unknown_seller_last():
    case = build_case(make_run(Wish(sellers=False)), RING)

    assert [None] == [seller.seller_id for seller in case.sellers]


def test_build_case__lists_identifiers_by_members_that_hold_them():
    identifiers = build_case(make_run(), RING).identifiers

    assert [("gift_card:00aa11bb", 3, 3), ("ip:22cc33dd", 2, 400)] == [
        (one.token, one.n_members, one.n_accounts) for one in identifiers
    ]


def test_build_case__without_times_ratings_or_identifiers():
    case = build_case(make_run(Wish(times=False, ratings=False, identifiers=False)), RING)

    assert case.first_at is None
    assert case.identifiers == ()
    assert case.sellers[0].rating_with is None
    assert [FAMILIES.index("identity")] == [
        place
        for place, family in enumerate(case.families)
        if family.bits is None and family.silence == "no identifier of these accounts is known"
    ]


def test_build_cases__come_in_the_order_asked_for():
    run = make_run(Wish(n_rings=3))
    ids = ["R-00000003", "R-00000001"]

    assert ids == [case.ring_id for case in build_cases(run, ids)]


def test_build_case__puts_clients_before_bystanders_and_leaves_these_out_of_a_sellers_figures():
    case = build_case(make_run(Wish(n_bystanders=2)), RING)

    assert [False, False, True, True] == [client.is_bystander for client in case.clients]
    assert ["S1", "BEST"] == [seller.seller_id for seller in case.sellers]
    assert [(2, False), (2, True)] == [(seller.n_products, seller.is_bystander) for seller in case.sellers]
    assert case.n_clients == 2


def test_build_case__counts_of_a_seller_what_is_served_of_its_products():
    run = make_run(Wish(n_bystanders=1))
    clients = run.clients.with_columns(pl.lit("S1").alias("seller_id"))
    seller = build_case(replace(run, clients=clients), RING).sellers[0]

    assert (3, False, 0.97) == (seller.n_products, seller.is_bystander, seller.service)


def test_build_case__names_the_operators_other_rings():
    case = build_case(make_run(Wish(n_accounts=5, n_rings=3, one_operator=True)), RING)

    assert ["R-00000002", "R-00000003"] == [sibling.ring_id for sibling in case.siblings]
    assert [3, 3] == [sibling.bond.n_members for sibling in case.siblings]
    assert () == build_case(make_run(), RING).siblings


def test_build_case__puts_targets_whose_stars_moved_first_among_likely_clients():
    run = make_run()
    moved = pl.when(pl.col("product_id") == "P103").then(4.9).otherwise(3.3)
    clients = build_case(replace(run, clients=run.clients.with_columns(rating_with=moved)), RING).clients

    assert clients[0].product_id == "P103"
    assert [4, 4, 4] == sorted(client.n_ring_reviews for client in clients[1:])


def test_build_case__below_the_flag_nobody_is_a_client_or_a_bystander():
    run = make_run()
    hides = run.clients.with_columns(
        pl.when(pl.col("product_id") == "P200").then(0.1).otherwise("service").alias("service")
    )
    case = build_case(replace(run, clients=hides), "R-00000002")

    assert "group" == case.noun
    assert "ring" == build_case(run, RING).noun
    assert [3] == [seller.n_products for seller in case.sellers]
    assert {"member"} == {member.role for member in case.members}


def test_reasons_for__leave_out_what_weighs_nothing():
    case = build_case(make_run(), RING)
    light = [replace(case.reasons[0], bits=bits) for bits in (0.0499, 0.05)]

    assert (light[1],) == replace(case, reasons=tuple(light)).reasons_for()


def test_build_case__names_the_unknown_seller_last():
    """Nobody can be asked, however many of the reviews are of products whose seller is not known."""
    run = make_run()
    some = pl.col("product_id") == "P103"
    clients = run.clients.with_columns(seller_id=pl.when(some).then(pl.lit("S1")).otherwise(None))
    case = build_case(replace(run, clients=clients), RING)

    assert ["S1", None] == [seller.seller_id for seller in case.sellers]
    assert case.sellers[0].n_ring_reviews < case.sellers[1].n_ring_reviews


def test_build_case__an_explanation_has_the_families_that_are_known():
    ring, honest = build_case(make_run(), RING).hypotheses

    assert ({"behaviour": 4.0}, {"behaviour": -4.0}) == (ring.by_family, honest.by_family)


@pytest.mark.parametrize(("service", "is_bystander"), [(0.49, True), (0.5, False), (0.51, False)])
def test_bystander__is_likelier_not_served(service, is_bystander):
    """From even odds on a product and its seller are exported as suspects."""
    run = make_run()
    clients = run.clients.with_columns(service=pl.lit(service))
    case = build_case(replace(run, clients=clients), RING)

    assert {is_bystander} == {client.is_bystander for client in case.clients}
    assert is_bystander == case.sellers[0].is_bystander
    assert 0.5 == BYSTANDER_BELOW


@pytest.mark.parametrize(
    "told",
    [
        "{",
        "[" * 100_000,
        "[1]",
        '[{"say": "no.such"}]',
        '[{"say": "behaviour.untimed"}]',
        '[{"say": "lifecycle.on", "first": "yesterday"}]',
        '[{"say": "stars.sentence", "parts": [{"say": "text.alike", "n": [], "texts": {}, "expected": ""}]}]',
    ],
)
def test_build_case__tells_in_english_what_no_catalogue_can_tell(told):
    run = make_run()
    evidence = run.evidence.with_columns(pl.lit(told).alias("told"))
    german = build_case(replace(run, evidence=evidence, language="de"), RING)

    assert [one.sentence for one in build_case(run, RING).reasons] == [one.sentence for one in german.reasons]


def test_build_case__tells_in_another_language_what_is_kept_as_data():
    run = make_run()
    kept = msgspec.json.encode(packed([said("labels.lowers")])).decode()
    evidence = run.evidence.with_columns(pl.lit(kept).alias("told"))
    german = build_case(replace(run, evidence=evidence, language="de"), RING)

    assert {words_of("de").tell(said("labels.lowers"))} == {one.sentence for one in german.reasons}


def test_build_case__counts_no_unknown_seller_in_another_language():
    run = make_run()
    known = build_case(replace(run, language="de"), RING)
    clients = run.clients.with_columns(pl.lit(None, pl.String).alias("seller_id"))
    unknown = build_case(replace(run, clients=clients, language="de"), RING)

    assert "Verkäufer" in known.summary
    assert "Verkäufer" not in unknown.summary


def test_reasons_neither__are_those_that_do_not_stand_out():
    run = make_run()
    direction = pl.when(pl.col("family") == "stars").then(pl.lit("neither")).otherwise("direction")
    case = build_case(replace(run, evidence=run.evidence.with_columns(direction=direction)), RING)

    assert ["stars"] == [reason.family for reason in case.reasons_neither()]


def test_build_case__without_hypotheses_is_told_with_the_verdict_of_the_run():
    run = make_run()
    german = build_case(replace(run, hypotheses=run.hypotheses.clear(), language="de"), RING)

    assert build_case(run, RING).innocent_verdict == german.innocent_verdict
    assert "schrieben" in german.summary

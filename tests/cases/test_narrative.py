from __future__ import annotations

from dataclasses import replace

import pytest

from collusion.cases.case import build_case
from collusion.cases.narrative import narrate, verdict
from tests.cases.small_runs import Wish, make_run

RING, FANS = "R-00000001", "R-00000002"


def story(wish=Wish(), ring=RING):  # noqa: B008
    return narrate(build_case(make_run(wish), ring))


def test_verdict__of_a_flagged_ring_says_who_did_what_and_how_sure():
    expected = (
        "5 accounts wrote 15 reviews of the same 4 products of 1 seller in 10 days, as if by one hand; "
        "of the rings ranked this high or higher, under 0.1 % are expected to be false."
    )

    assert expected == story().verdict


def test_verdict__of_another_says_what_is_missing():
    assert "not enough to suspect them: only one family of evidence, behaviour," in story(ring=FANS).verdict


def test_verdict__names_the_share_when_corroboration_is_not_what_is_missing():
    case = replace(build_case(make_run(), RING), flagged=False, q_value=0.31)

    assert "31 % are expected to be false" in verdict(case)


def test_verdict__says_when_nothing_is_out_of_the_ordinary():
    case = build_case(make_run(), FANS)
    families = tuple(replace(family, bits=1.0) for family in case.families)

    assert "no family of evidence is out of the ordinary" in verdict(replace(case, families=families))


@pytest.mark.parametrize(
    "kind, words",
    [("attack", "pull their stars down"), ("hired crowd", "hired crowd"), ("unclear", "days; of")],
)
def test_verdict__names_the_kind(kind, words):
    assert words in story(Wish(kind=kind)).verdict


def test_verdict__of_one_percent_is_singular():
    assert "1 % is expected" in verdict(replace(build_case(make_run(), RING), q_value=0.01))


def test_narrate__tells_core_from_fringe():
    assert story().who[0] == "4 core accounts, each with 3.0 reviews of the 4 targets on average."
    assert "1 account on the fringe" in story().who[1]


def test_narrate__names_who_profits_with_stars():
    assert (
        "Seller S1: 15 ring reviews of 4 products; 4.1 stars with the ring, 3.2 without it." in story().what
    )


def test_narrate__says_which_targets_may_hide_the_ring():
    told = story(Wish(n_bystanders=1))

    assert told.what[-1] == (
        "1 product (P103) and 1 seller are perhaps bystanders that hide the ring: their stars, sellers, "
        "popularity or times are unlike the clients'."
    )
    assert "the same 4 products, 3 of them likely served (1 seller), in" in told.verdict
    assert "of the 3 products that it likely serves." in told.what[0]
    assert not any("BEST" in sentence for sentence in told.next_steps)
    assert (
        "1 product (P103) is perhaps a bystander that hides the ring: its"
        in story(Wish(n_bystanders=1, sellers=False)).what[1]
    )


def test_narrate__names_the_operators_other_rings():
    told = story(Wish(one_operator=True, n_rings=6))

    assert "R-00000001 and R-00000002 share 3 accounts: probably one operator." in told.who
    others = "Probably of the same operator, through these, are R-00000005 and R-00000006."
    assert others in told.who
    assert any(step.startswith("Open R-00000002, R-00000003, R-0000000") for step in told.next_steps)


def test_narrate__repeats_no_bits_that_a_sentence_has():
    case = build_case(make_run(), RING)
    reason = replace(case.reasons_against()[0], sentence="Within what honest groups show (+1.0 bits).")

    assert reason.sentence in narrate(replace(case, reasons=(reason,))).against


def test_narrate__leaves_out_stars_that_are_not_known():
    assert "Seller S1: 15 ring reviews of 4 products." in story(Wish(ratings=False)).what


def test_narrate__says_when_sellers_or_times_are_unknown():
    told = story(Wish(sellers=False, times=False))

    assert "The tables do not name the sellers of these products." in told.what
    assert told.when == ("The reviews carry no times, so timing could not be looked at.",)
    assert not any("seller" in step for step in told.next_steps)


@pytest.mark.parametrize("n_sellers, words", [(4, "1 more seller is"), (6, "3 more sellers are")])
def test_narrate__counts_the_sellers_it_does_not_name(n_sellers, words):
    case = build_case(make_run(), RING)
    sellers = tuple(replace(case.sellers[0], seller_id=f"S{place}") for place in range(n_sellers))

    assert any(words in sentence for sentence in narrate(replace(case, sellers=sellers)).what)


def test_narrate__says_how_rare_an_identifier_is():
    told = story().identifiers

    assert told[0] == "3 of 5 accounts share 2 identifier values with another member (gift_card and ip)."
    assert told[1] == "gift_card:00aa11bb: held by 3 members and nobody else."
    assert told[2] == "ip:22cc33dd: held by 2 members and 398 accounts outside the ring."


def test_narrate__tells_no_shared_identifier_from_no_data():
    case = build_case(make_run(), RING)

    assert narrate(replace(case, identifiers=())).identifiers == (
        "No identifier value is shared by two members.",
    )
    assert story(Wish(identifiers=False)).identifiers[0].startswith("Shared identifiers say nothing: ")


def test_narrate__holds_what_speaks_against_and_what_was_not_looked_at():
    against = story().against

    assert against[0] == "Best innocent explanation: a household. It fails: too many accounts."
    assert against[1] == "The accounts are of every age. (+1.0 bits)"
    assert "shared wording (the reviews table has no text column)" in against[2]


def test_narrate__has_nothing_against_a_case_where_all_was_looked_at():
    case = build_case(make_run(), RING)
    bare = replace(
        case,
        innocent_explanation="",
        reasons=case.reasons_for(),
        families=tuple(replace(family, bits=20.0) for family in case.families),
    )

    assert narrate(bare).against == ()
    assert not any("Rule out" in step for step in narrate(bare).next_steps)


def test_narrate__sends_the_investigator_to_rare_instruments_clients_and_doubtful_accounts():
    steps = story().next_steps

    assert steps[0].startswith("Ask who is behind gift_card:00aa11bb: held by 3 members")
    assert steps[1].startswith("Look at what seller S1 bought or sent")
    assert steps[2].startswith("Read the reviews of A104, A103 and A102 first")
    assert steps[3] == "Judge 1 account one by one, membership under 50 %: A100."
    assert steps[4] == "Rule out by hand: a household."


def test_narrate__treats_the_targets_of_an_attack_as_victims():
    assert any("Ask who gains when seller S1 falls" in step for step in story(Wish(kind="attack")).next_steps)


def test_narrate__asks_for_no_action_on_a_ring_that_is_not_flagged():
    steps = story(ring=FANS).next_steps

    assert steps[0] == "Not flagged: act on none of these accounts for this ring alone."
    assert steps[1].startswith("What could still decide it: shared instruments")


def test_narrate__has_no_more_to_ask_where_every_family_spoke():
    case = build_case(make_run(), FANS)
    families = tuple(replace(family, bits=0.0) for family in case.families)
    told = narrate(replace(case, families=families))

    assert told.next_steps == ("Not flagged: act on none of these accounts for this ring alone.",)
    assert not any("out of the ordinary" in sentence for sentence in told.how_sure)


def test_narrate__says_when_the_e_values_hold_the_score():
    case = build_case(make_run(), RING)
    bits = {"behaviour": -48.0, "stars": 20.0, "lifecycle": 30.0, "benefit": 60.0}
    families = tuple(replace(family, bits=bits.get(family.family)) for family in case.families)
    held = narrate(replace(case, families=families, score=0.0)).how_sure

    assert held[-1].endswith("bits; the score is held to the 0 that their e-values carry.")
    assert not any("e-values" in sentence for sentence in narrate(case).how_sure)


@pytest.mark.parametrize(
    "bits, is_alone",
    [({"benefit": 40.0}, True), ({"benefit": 40.0, "stars": 40.0}, False), ({"stars": 40.0}, False)],
)
def test_narrate__counts_families_as_a_flag_does(bits, is_alone):
    """Benefit beside behaviour alone is no second family; beside stars it is one."""
    case = build_case(make_run(), FANS)
    bits = {"behaviour": 120.0} | bits
    families = tuple(replace(family, bits=bits.get(family.family, 0.0)) for family in case.families)
    told = narrate(replace(case, families=families))

    assert ("only one family of evidence, behaviour," in told.verdict) == is_alone
    assert ("fans share a seller, too" in " ".join(told.how_sure)) == is_alone
    assert ("One family alone never flags" in " ".join(told.how_sure)) == is_alone


def test_narrate__gives_a_range_where_instruments_are_held_by_more_and_fewer():
    case = build_case(make_run(), RING)
    card = case.identifiers[0]
    other = replace(card, token="card:0", holders=card.holders[:2], n_accounts=2)
    steps = narrate(replace(case, identifiers=(card, other))).next_steps

    assert steps[0].startswith("Ask who is behind gift_card:00aa11bb and card:0: held by 2 to 3 members each")


def test_narrate__survives_a_ring_without_members_or_products():
    case = build_case(make_run(), RING)
    told = narrate(replace(case, members=(), clients=(), sellers=()))

    assert told.who == ()
    assert told.what == ()

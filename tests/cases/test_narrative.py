from __future__ import annotations

import re
from dataclasses import replace

import polars as pl
import pytest

from collusion.cases.case import build_case
from collusion.cases.narrative import OTHER_INNOCENT, deed_of, narrate
from collusion.scoring.hypotheses import shipped_model
from tests.cases.small_runs import Wish, make_run

RING, FANS = "R-00000001", "R-00000002"


BOTH, HARDLY = "card:0 and card:1: held", "almost nobody else."


def story(wish=Wish(), ring=RING):  # noqa: B008
    return narrate(build_case(make_run(wish), ring))


def test_narrate__verdict_is_the_runs_own():
    case = build_case(make_run(), RING)

    assert case.summary == narrate(case).verdict


def test_narrate__tells_core_from_fringe():
    assert story().who[0] == "4 core accounts with 3.0 reviews of the 4 products on average."
    assert "1 account on the fringe" in story().who[1]


def test_narrate__names_who_profits_with_stars():
    assert (
        "Seller S1: 15 ring reviews of 4 products; 4.1 stars with the ring, 3.2 without it." in story().what
    )


def test_narrate__who_profits_leaves_out_sellers_whose_stars_fall():
    case = build_case(make_run(), RING)
    fallen = replace(case, sellers=tuple(replace(one, rating_with=3.1) for one in case.sellers))

    assert fallen.sellers[0].falls
    assert not any("Seller S1" in sentence for sentence in narrate(fallen).what)
    assert not any("seller S1" in step for step in narrate(fallen).next_steps)
    assert any("Seller S1" in sentence for sentence in narrate(replace(fallen, kind="attack")).what)


def test_narrate__says_which_targets_may_hide_the_ring():
    told = story(Wish(n_bystanders=1))

    assert told.what[-1] == (
        "1 product (P103) and 1 seller are perhaps bystanders: one account alone reviewed them, their stars "
        "do not move the ring's way, or their stars, sellers, popularity or times are unlike the clients'."
    )
    assert "the same 4 products, 3 of them likely served (1 seller) within" in told.verdict
    assert "of the 3 products that it likely serves." in told.what[0]
    assert not any("BEST" in sentence for sentence in told.next_steps)
    assert (
        "1 product (P103) is perhaps a bystander: one account alone reviewed it, its stars"
        in story(Wish(n_bystanders=1, sellers=False)).what[1]
    )


def test_narrate__names_the_operators_other_rings():
    told = story(Wish(one_operator=True, n_rings=6, all_flagged=True))

    assert "R-00000001 and R-00000002 share 3 accounts: probably one operator." in told.who
    others = "Probably of the same operator, through these, are R-00000005 and R-00000006."
    assert others in told.who
    assert any(step.startswith("Open R-00000002, R-00000003, R-0000000") for step in told.next_steps)


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

    assert told[0] == "3 of 5 accounts share 2 identifier values with another member (gift cards and IPs)."
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

    assert against[0] == "Closest innocent explanation: a household. It fails: too many accounts."
    assert against[1] == "The accounts are of every age."
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

    assert steps[0] == "Ask who is behind gift_card:00aa11bb: held by 3 members and nobody else."
    assert steps[1].startswith("Look at what seller S1 bought or sent")
    assert steps[2].startswith("Read the reviews of A104, A103 and A102 first")
    assert steps[3] == "Judge 1 account one by one, membership under 50 %: A100."
    assert steps[4] == "Rule out by hand: a household."


def _held_by(*pairs):
    """Return the step that asks who is behind values that so many members and so many accounts hold."""
    case = build_case(make_run(), RING)
    values = tuple(
        replace(
            case.identifiers[0], token=f"card:{place}", holders=tuple(map(str, range(n))), n_accounts=every
        )
        for place, (n, every) in enumerate(pairs)
    )
    steps = narrate(replace(case, identifiers=values)).next_steps
    return next((step.removeprefix("Ask who is behind ") for step in steps if "Ask who is" in step), None)


@pytest.mark.parametrize(
    ("pairs", "words"),
    [
        ([(24, 40)], "card:0: held by 24 members and by 16 other accounts."),
        ([(8, 9)], "card:0: held by 8 members and by 1 other account."),
        ([(9, 10)], "card:0: held by 9 members and by 1 other account, almost nobody else."),
        (
            [(24, 40), (4, 4)],
            "card:0 and card:1: held by 4 to 24 members each and by 0 to 16 other accounts.",
        ),
        ([(18, 20), (9, 9)], f"{BOTH} by 9 to 18 members each and by 0 to 2 other accounts, {HARDLY}"),
        ([(4, 4), (4, 4)], "card:0 and card:1: held by 4 members each and nobody else."),
        ([(4, 9)], None),
    ],
)
def test_narrate__says_how_many_others_hold_what_the_members_hold(pairs, words):
    assert words == _held_by(*pairs)


def test_narrate__tells_apart_what_does_not_stand_out():
    case = build_case(make_run(), RING)
    reasons = tuple(replace(one, direction="neither", sentence=f"{one.family}.") for one in case.reasons)
    told = narrate(replace(case, reasons=reasons))

    assert tuple(f"{one.family}." for one in case.reasons) == told.ordinary
    assert () == replace(case, reasons=reasons).reasons_for()
    assert not set(told.ordinary) & set(told.against)


def test_narrate__of_accounts_that_are_members_alike_names_none_first():
    case = build_case(make_run(), RING)
    alike = replace(case, members=tuple(replace(one, bits=4.3) for one in case.members))

    assert any(
        step.startswith("Read the reviews of some accounts, such as ") for step in narrate(alike).next_steps
    )


def test_narrate__asks_to_rule_out_what_no_explanation_names():
    case = replace(build_case(make_run(), RING), innocent_explanation=OTHER_INNOCENT)

    assert OTHER_INNOCENT in {one.name for one in shipped_model().hypotheses if not one.is_ring}
    assert narrate(case).next_steps[-1].startswith("Rule out by hand that something which no explanation")


def test_narrate__treats_the_targets_of_an_attack_as_victims():
    assert any("Ask who gains when seller S1 falls" in step for step in story(Wish(kind="attack")).next_steps)


def test_narrate__asks_for_no_action_on_a_ring_that_is_not_flagged():
    steps = story(ring=FANS).next_steps

    assert steps[0] == "Not flagged: act on none of these accounts for this group alone."
    assert steps[1].startswith("What could still decide it: shared instruments")


def test_narrate__has_no_more_to_ask_where_every_family_spoke():
    case = build_case(make_run(), FANS)
    families = tuple(replace(family, bits=0.0) for family in case.families)
    told = narrate(replace(case, families=families, abnormal=()))

    assert told.next_steps == ("Not flagged: act on none of these accounts for this group alone.",)
    assert not any("out of the ordinary" in sentence for sentence in told.how_sure)


def test_narrate__of_a_group_says_no_share_of_false_rings():
    """Below the flag a q-value may be the group's own doubt, which is no share of anything."""
    told = story(ring=FANS)

    assert not any("share of false" in sentence for sentence in told.how_sure)
    assert "31 %" not in " ".join([told.verdict, *told.how_sure])


def test_narrate__of_a_group_is_neutral():
    run = make_run(Wish(n_bystanders=1))
    told = narrate(build_case(run, FANS))
    words = " ".join([told.verdict, *told.who, *told.what, *told.when, *told.identifiers, *told.next_steps])

    assert not re.search(r"\b(ring|core|fringe|served?|serves|client|bystander|hired|hand|operator)\b", words)
    assert told.who[0] == "3 accounts with 2.3 reviews of the 3 products on average."
    assert told.what == ("The group wrote 28 % of all reviews of the 3 products.",)


def test_narrate__says_when_the_accounts_were_created():
    assert "The accounts were created from 31 Jan 2015 to 4 Feb 2015, within 5 days." in story().who
    case = build_case(make_run(), RING)
    some = tuple(replace(m, created_at=None) if i else m for i, m in enumerate(case.members))
    none = tuple(replace(m, created_at=None) for m in case.members)

    words = " ".join(narrate(replace(case, members=some)).who)
    assert "1 account was created from 4 Feb 2015 to 4 Feb 2015, within 1 day." in words
    assert not any("created" in sentence for sentence in narrate(replace(case, members=none)).who)


@pytest.mark.parametrize(
    ("abnormal", "is_alone"), [(("behaviour",), True), (("behaviour", "stars"), False), ((), False)]
)
def test_narrate__says_when_one_family_is_alone(abnormal, is_alone):
    told = narrate(replace(build_case(make_run(), FANS), abnormal=abnormal))

    assert ("One family alone does not flag a ring" in " ".join(told.how_sure)) == is_alone


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


def test_narrate__gives_the_range_of_the_fringes_membership():
    case = build_case(make_run(), RING)
    fringe = [replace(m, role="fringe", membership=0.4 - i / 10) for i, m in enumerate(case.members[-2:])]
    told = narrate(replace(case, members=(*case.members[:-2], *fringe)))

    assert "1 account on the fringe, whose membership is 40 %." in narrate(case).who
    assert "2 accounts on the fringe, whose membership is 30 % to 40 %." in told.who


@pytest.mark.parametrize(
    ("n_sellers", "kind", "words"),
    [
        (3, "one hand", ""),
        (4, "one hand", "1 more seller is served, none more than these."),
        (5, "attack", "2 more sellers are hit, none more than these."),
    ],
)
def test_narrate__says_how_many_more_sellers_there_are_and_what_was_done_to_them(n_sellers, kind, words):
    case = build_case(make_run(), RING)
    sellers = tuple(replace(case.sellers[0], seller_id=f"S{place}") for place in range(n_sellers))
    told = [one for one in narrate(replace(case, sellers=sellers, kind=kind)).what if " more seller" in one]

    assert ([words] if words else []) == told


def test_narrate__says_when_the_work_was_done():
    assert story().when == (
        "From 2 Mar 2015 to 12 Mar 2015: within 11 days.",
        "The busiest 14 days, from 2 Mar 2015, hold 15 reviews of these products: 100 % of all.",
        "The middle half of a product's such reviews spans 0.3 days (median over them).",
    )


def test_narrate__tells_the_shortest_time_of_most_reviews_where_it_is_another():
    case = build_case(make_run(), RING)
    told = narrate(replace(case, n_most=14, most_until=case.first_at)).when

    assert "14 reviews of these products lie between 2 Mar 2015 and 2 Mar 2015: within 1 day." in told


@pytest.mark.parametrize(("n_accounts", "is_tight"), [(6, True), (7, False)])
def test_narrate__asks_for_values_that_members_hold_as_often_as_others(n_accounts, is_tight):
    case = build_case(make_run(), RING)
    card = replace(case.identifiers[0], n_accounts=n_accounts)
    steps = narrate(replace(case, identifiers=(card,))).next_steps

    assert is_tight == steps[0].startswith("Ask who is behind gift_card:00aa11bb: held by 3 members and")


@pytest.mark.parametrize(("membership", "is_doubtful"), [(0.49, True), (0.5, False), (0.6, False)])
def test_narrate__doubts_whom_the_odds_are_against(membership, is_doubtful):
    case = build_case(make_run(), RING)
    members = tuple(replace(member, membership=membership) for member in case.members)
    steps = " ".join(narrate(replace(case, members=members)).next_steps)

    assert is_doubtful == ("Judge 5 accounts one by one" in steps)


@pytest.mark.parametrize(("entity_type", "entity_id"), [("product", "P103"), ("seller", "BEST")])
def test_narrate__says_whom_a_label_calls_honest(entity_type: str, entity_id: str) -> None:
    """No reason is guessed for what is known."""
    run = make_run(Wish(n_bystanders=1))
    label = {"entity_type": entity_type, "entity_id": entity_id, "label": "honest"}
    told = narrate(
        build_case(replace(run, labels=pl.DataFrame([label], schema=run.labels.schema)), RING)
    ).what

    assert told[-1] == "1 product (P103) is nobody's client: a label calls it or its seller honest."
    assert not any("bystander" in sentence for sentence in told)


@pytest.mark.parametrize(
    ("ring", "kind", "heading"),
    [
        (RING, "one hand", "Who profits"),
        (RING, "attack", "Who is hit"),
        (FANS, "attack", "Products reviewed together"),
    ],
)
def test_deed_of__says_who_profits_or_is_hit_and_of_a_group_neither(ring, kind, heading):
    assert heading == deed_of(replace(build_case(make_run(), ring), kind=kind))

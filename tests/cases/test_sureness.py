from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest

from collusion.cases.case import build_case
from collusion.cases.records import LEAST_BITS, Reason
from collusion.cases.sureness import BY_CHANCE, CLEARED, FEW, FEW_PRODUCTS, WHO, how_sure
from collusion.evidence.families import FLAGGING
from collusion.scoring import alone, one_place, rank
from collusion.scoring.families import carried_bits
from tests.cases.small_runs import make_run

RING = "R-00000001"
PARTS = (
    "The parts: before looking 1 to 8,200; by family stars ×16,000, identity ×64, behaviour ×4 and "
    "lifecycle ×1.4; multiplied, 720 to 1."
)
FEW_FAMILIES = (
    "The odds are held below even, at 1 to 1.9: what is out of the ordinary does not suffice for a flag."
)
CHOICE = (
    "The odds are held to 8 to 1: bits against chance, added over the families and less what choosing these "
    "accounts among all costs, carry no more."
)


def case(*, bits=None, **changes):
    found = build_case(make_run(), RING)
    families = tuple(replace(one, bits=(bits or {}).get(one.family, one.bits)) for one in found.families)
    return replace(found, families=families, **changes)


def test_how_sure__is_said_in_odds_shares_and_parts():
    assert how_sure(case()) == (
        "All evidence together, the odds of a ring are 720 to 1; before looking they were 1 to 8,200.",
        "Expected share of false ones among the rings ranked 1 or better: under 0.1 %.",
        "3 families are out of the ordinary: stars, identity and behaviour.",
        PARTS,
    )


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"score": -40.0}, "The odds are held down: labels call more of these accounts honest than fake."),
        (
            {"score": -1.0, "bits": {"behaviour": -3.0}, "corroborated": False},
            "The odds are held to 1 to 2: the accounts meet no more often than their activity explains.",
        ),
        (
            {"score": -0.9, "corroborated": False},
            FEW_FAMILIES,
        ),
        (
            {"score": 3.0, "bits": {"behaviour": 6.0, "stars": 0.0, "identity": 0.0, "lifecycle": 0.0}},
            CHOICE,
        ),
        ({"score": 3.0}, "The odds are held to 8 to 1."),
    ],
    ids=["labels", "chance", "few", "choice", "otherwise"],
)
def test_how_sure__says_what_the_parts_come_to_and_what_holds_the_odds_below(changes, words):
    told = how_sure(case(**changes))

    assert words == told[-1]
    assert told[-2] == PARTS
    assert words not in how_sure(case())


_CHOSEN = {"behaviour": 6.0, "stars": 0.0, "identity": 0.0, "lifecycle": 0.0}
_CARRIED = carried_bits(dict.fromkeys(FLAGGING) | _CHOSEN)
_BY_LABELS, _NO_MORE_OFTEN, _TOO_FEW, _NO_MORE = (
    "labels call more",
    "meet no more often",
    "does not suffice for a flag",
    "carry no more",
)


@pytest.mark.parametrize(
    ("score", "bits", "words"),
    [
        (CLEARED + LEAST_BITS, {}, _BY_LABELS),
        (CLEARED + 2 * LEAST_BITS, {}, None),
        (BY_CHANCE + LEAST_BITS, {"behaviour": -3.0}, _NO_MORE_OFTEN),
        (BY_CHANCE + 2 * LEAST_BITS, {"behaviour": -3.0}, _TOO_FEW),
        (BY_CHANCE, {"behaviour": 0.0}, _TOO_FEW),
        (FEW - LEAST_BITS, {}, _TOO_FEW),
        (FEW - 2 * LEAST_BITS, {}, None),
        (0.0, {}, _TOO_FEW),
        (0.01, {}, None),
        (_CARRIED - LEAST_BITS, _CHOSEN, _NO_MORE),
        (_CARRIED - 2 * LEAST_BITS, _CHOSEN, None),
    ],
)
def test_how_sure__says_what_holds_the_odds_from_its_edge_on(score, bits, words):
    told = how_sure(case(score=score, bits=bits, corroborated=False))
    [held] = [sentence for sentence in told if sentence.startswith("The odds are held")]

    assert (words or "") in held
    assert (words is None) == (": " not in held)


@pytest.mark.parametrize(("score", "is_choice"), [(1.0, True), (0.9, False)])
def test_how_sure__labels_that_lower_the_odds_lower_what_the_evidence_carries(score, is_choice):
    found = case(score=score, bits={"behaviour": 6.0, "stars": 0.0, "identity": 0.0, "lifecycle": 0.0})
    lowering = replace(_label(-2.0), contribution=-2.0)
    told = how_sure(replace(found, reasons=(*found.reasons, lowering)))

    assert is_choice == any("carry no more" in sentence for sentence in told)


def test_how_sure__holds_odds_where_the_ranking_does():
    assert (rank._UNTOLD, rank._NO_MEETING, rank._CLEARED) == (FEW, BY_CHANCE, CLEARED)


def _label(bits, n_fake=1.0):
    return Reason("labels", bits, 2.0, n_fake, None, "for", "…", (), ())


_ALONE = {"flagged": True, "corroborated": True, "abnormal": ("behaviour",)}
_BY_EFFECTS = "its effects are beyond those of every honest group that the limits were set on."
_BY_ODDS = (
    "it is on 5 products or more, not written in one sitting, with stars 45 % of the way or more from "
    "others' to five or to one, and by its parts the odds are 6 to 1 or more."
)
_WITHOUT_RHYTHM = (
    "it is on 5 products or more, with stars 58 % of the way or more from others' to five or to one, and by "
    "its parts the odds are 16 to 1 or more."
)
_WITHOUT_STARS = "it is on 5 products or more, and without stars the odds by its parts are 256 to 1 or more."
_BEYOND = {"surplus_per_review": 1.6, "dedication": 0.4, "breadth": 8.0, "stars_shift": 0.58}


@pytest.mark.parametrize(
    ("changes", "effects", "told"),
    [
        ({}, {"breadth": 5.0, "stars_shift": 0.45, "one_sitting": 0.0}, _BY_ODDS),
        ({}, {"breadth": 5.0, "stars_shift": 0.58}, _WITHOUT_RHYTHM),
        ({}, {"breadth": 5.0}, _WITHOUT_STARS),
        ({"n_reviewers": 8}, _BEYOND, _BY_EFFECTS),
        ({"n_reviewers": 7}, _BEYOND, _WITHOUT_RHYTHM),
        ({"n_reviewers": 40}, _BEYOND | {"sellers_shared": 0.9}, _WITHOUT_RHYTHM),
        ({"abnormal": ("identity",), "n_reviewers": 5}, {"identity_seller": 0.2}, _BY_EFFECTS),
    ],
)
def test_how_sure__of_one_family_that_flags_says_which_and_why(changes, effects, told):
    found = case(**_ALONE | changes, effects=effects)

    assert f"One family, {found.abnormal[0]}, flags it alone: {told}" in how_sure(found)


@pytest.mark.parametrize(
    ("bits", "min_families", "is_told"), [(4.0, 2, True), (3.9, 2, False), (9.0, 3, False)]
)
def test_how_sure__of_one_family_beside_labels_says_so(bits, min_families, is_told):
    found = case(**_ALONE)
    provenance = replace(found.provenance, min_families=min_families)
    told = how_sure(replace(found, reasons=(*found.reasons, _label(bits)), provenance=provenance))

    words = "One family, behaviour, flags it with labels beside it that call accounts fake."
    assert is_told == (words in told)


@pytest.mark.parametrize(
    ("odds", "n_fake", "is_told"), [(-2.5, 1.0, True), (-2.6, 1.0, False), (9.0, 0.0, False)]
)
def test_how_sure__labels_that_do_not_suffice_are_not_why_one_family_flags(odds, n_fake, is_told):
    found = case(**_ALONE)
    parts = sum(one.contribution or 0.0 for one in found.families)
    provenance = replace(found.provenance, prior_bits=odds - parts)
    told = how_sure(replace(found, reasons=(*found.reasons, _label(9.0, n_fake)), provenance=provenance))

    assert is_told == any(
        one.startswith("One family, behaviour, flags it with labels beside it") for one in told
    )


def test_how_sure__of_one_family_that_does_not_flag_says_the_rule_of_the_ranking():
    told = how_sure(case(flagged=False, corroborated=False, abnormal=("behaviour",)))[-1]

    assert told.startswith("One family alone does not flag a ring, unless ")
    assert f"behaviour on {alone.MANY_TARGETS:.0f} products or more" in told
    assert f"stars {100 * alone.SHIFTED:.0f} % of the way from others' to five or to one" in told
    assert f"odds of {2**alone.ALONE:.0f} to 1 by its parts" in told
    unknown = f"{100 * alone.SHIFTED_WITHOUT_RHYTHM:.0f} % and {2**alone.ALONE_WITHOUT_RHYTHM:.0f} to 1 where"
    assert f"({unknown} the rhythm is not known, {2**alone.ALONE_WITHOUT_STARS:.0f} to 1 without" in told


@pytest.mark.parametrize(
    ("abnormal", "corroborated", "is_told"),
    [
        (("identity", "lifecycle"), False, True),
        (("identity",), False, True),
        (("identity", "text"), False, True),
        (("identity", "stars"), False, False),
        (("identity", "lifecycle"), True, False),
        ((), False, False),
    ],
)
def test_how_sure__says_that_who_the_accounts_are_does_not_suffice(abnormal, corroborated, is_told):
    told = how_sure(case(flagged=corroborated, corroborated=corroborated, abnormal=abnormal))
    words = [one for one in told if one.startswith("Identity, life cycle and wording say who")]

    assert is_told == bool(words)
    least = (
        f"stars are {100 * one_place.SHIFTED_FOR_SOMEBODY:.0f} % of the way from others' to five or to one"
    )
    assert all(least in one for one in words)
    of_seller = (
        f"{100 * one_place.SHIFTED_FOR_OWN_SELLER:.0f} % where a tenth of the accounts hold what their"
    )
    assert all(of_seller in one for one in words)
    assert one_place.WITH_SELLER == 0.1
    assert one_place.WHO == WHO


@pytest.mark.parametrize(
    ("abnormal", "n_products", "corroborated", "is_told"),
    [
        (("behaviour", "identity"), 3, False, True),
        (("behaviour", "identity"), 4, False, False),
        (("identity",), 3, False, True),
        (("behaviour", "identity", "lifecycle"), 3, False, True),
        (("behaviour", "identity", "stars"), 3, False, False),
        (("behaviour", "lifecycle"), 3, False, False),
        (("behaviour", "identity"), 3, True, False),
    ],
)
def test_how_sure__says_that_people_of_one_place_meet_there(abnormal, n_products, corroborated, is_told):
    found = case(flagged=corroborated, corroborated=corroborated, abnormal=abnormal, n_products=n_products)
    told = how_sure(found)
    words = [one for one in told if one.startswith("People of one place meet there")]

    assert is_told == bool(words)
    share = f"{100 * one_place.SHIFTED_IN_A_ROOM:.0f} %"
    least = f"fewer than {one_place.FEW_PRODUCTS} products unless its stars are {share}"
    assert all(least in one for one in words)
    assert one_place.FEW_PRODUCTS == FEW_PRODUCTS


@pytest.mark.parametrize(
    ("source", "label", "is_workspace", "is_told"),
    [
        ("decision 4 by M. Berg", "fake", True, True),
        ("decision 4 by M. Berg", "honest", True, False),
        ("test purchase", "fake", True, False),
        ("decision 4 by M. Berg", "fake", False, False),
    ],
)
def test_how_sure__says_what_was_decided_before(source, label, is_workspace, is_told):
    """A ring that was confirmed is likelier a ring on the next day, which confirms nothing."""
    run = make_run()
    member = run.members.filter(ring_id=RING)["reviewer_id"][0]
    row = {
        "entity_type": "reviewer",
        "entity_id": member,
        "label": label,
        "source": source,
        "labelled_at": None,
    }
    manifest = run.manifest | ({"labels_of_decisions": "0" * 64} if is_workspace else {})
    run = replace(run, manifest=manifest, labels=pl.DataFrame([row], schema=run.labels.schema))
    told = " ".join(how_sure(build_case(run, RING)))

    assert is_told == ("That 1 account is fake was decided in this workspace" in told)


def test_how_sure__says_no_rule_of_two_families_where_a_run_takes_one():
    one = case(flagged=True, abnormal=("behaviour",))
    alone = replace(one, provenance=replace(one.provenance, min_families=1))

    assert not any("One family" in sentence for sentence in how_sure(alone))


def test_how_sure__of_one_family_that_is_enough_but_not_sure_says_no_rule():
    told = how_sure(case(flagged=False, corroborated=True, abnormal=("behaviour",)))

    assert not any("One family alone" in sentence for sentence in told)

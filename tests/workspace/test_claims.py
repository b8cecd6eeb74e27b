from __future__ import annotations

import pytest

from collusion.workspace.claims import Claim, claims
from collusion.workspace.lineage import match
from tests.endurance.matching import Sightings
from tests.workspace.rings import ring


def _lived(*days: dict[str, str]) -> Sightings:
    """Put days through matching, each as its rings by name."""
    sightings = Sightings()
    for number, day in enumerate(days, 1):
        sightings.take({name: ring(members) for name, members in day.items()}, number)
    return sightings


def _claims(sightings: Sightings, **found: str) -> dict[str, Claim]:
    return claims(sightings.known, sightings.by, {name: ring(members) for name, members in found.items()})


def _ids(sightings: Sightings, day: dict[str, str]) -> dict[str, str]:
    """Return the first day's name of each ring of one day more."""
    now = sightings.take({name: ring(members) for name, members in day.items()}, 99)
    return {"".join(one.members): name.split()[0] for name, one in now.items()}


def test_claims__a_ring_that_is_not_found_keeps_its_accounts_in_another():
    """The joined ring is called by the larger one's id; of the smaller one only what it had is its own."""
    lived = _lived({"A": "abcdefgh", "B": "stuvw"}, {"X": "abcdefghstuvwxyz"})

    assert {"A 1", "B 1"} == set(_claims(lived, X="abs"))
    assert frozenset("stuvw") == _claims(lived, X="abs")["A 1"].guests
    assert Claim() == _claims(lived, X="abs")["B 1"]


def test_claims__accounts_of_a_ring_that_is_still_found_are_shared_not_guests():
    lived = _lived({"A": "abcdefgh", "B": "stuvw"}, {"X": "abcdefghst", "Y": "stuvw"})

    assert frozenset() == _claims(lived, X="abs")["A 1"].guests


def test_claims__half_of_a_lost_ring_is_not_that_ring():
    lived = _lived({"A": "abcdefgh", "B": "stuv"}, {"X": "abcdefghst"})

    assert frozenset() == _claims(lived, X="abs")["A 1"].guests


def test_claims__what_a_ring_had_before_the_other_was_lost_is_its_own():
    lived = _lived({"A": "abcdefst", "B": "stuvw"}, {"X": "abcdefstuvw"})

    assert frozenset("uvw") == _claims(lived, X="abs")["A 1"].guests


@pytest.mark.parametrize(("joined", "n_new"), [("klmnopqr", 8), ("klmno", 0)])
def test_claims__more_newcomers_than_accounts_have_yet_to_stay(joined, n_new):
    lived = _lived({"A": "abcde"}, {"X": "abcde" + joined})

    assert n_new == len(_claims(lived, X="abk")["A 1"].newcomers)


def test_claims__who_stayed_a_run_is_no_newcomer():
    lived = _lived({"A": "abcde"}, {"X": "abcdeklmnopqr"}, {"X": "abcdeklmnopqr"})

    assert Claim() == _claims(lived, X="abk")["A 1"]


def test_claims__rings_that_nothing_new_touches_are_not_looked_up():
    lived = _lived({"A": "abcde", "B": "stuvw"})

    def seen(name: str, _run_no: int) -> None:
        assert "A 1" == name

    assert ["A 1"] == list(claims(lived.known, seen, {"X": ring("abcx")}))


def test_claim__counts_guests_not_at_all_and_newcomers_half():
    claim = Claim(guests=frozenset("xy"), newcomers=frozenset("yz"))

    assert 1.5 == claim.count(frozenset("abcdefxyz"), frozenset("axyz"))
    assert 4.5 == claim.size(frozenset("abxyz"))


@pytest.mark.parametrize(("shared", "count"), [("abx", 2), ("abcx", 4)])
def test_claim__counts_guests_where_most_of_the_rings_own_are_with_them(shared, count):
    claim = Claim(guests=frozenset("xyz"))

    assert count == claim.count(frozenset("abcdxyz"), frozenset(shared))


def test_match__rings_that_stay_joined_keep_the_id_that_they_got():
    """Else the two ids would take turns, each time as the one that has not been found since."""
    joined = {"X": "abcdefstuvw"}

    assert {"abcdefstuvw": "A"} == _ids(_lived({"A": "abcdef", "B": "stuvw"}, joined), joined)


def test_match__a_ring_that_parts_again_has_the_id_it_had():
    """Most of what the other ring's id had in the meantime is in it, but came with it or after it."""
    days = ({"A": "abcdef", "B": "stuv"}, {"X": "abcdefstuvwxyz"}, {"X": "abcdefstuvwxyz"})

    assert {"ab": "X", "stuvwxyz": "B"} == _ids(_lived(*days), {"X": "ab", "Y": "stuvwxyz"})


def test_match__a_part_that_only_visited_leaves_the_id_to_those_who_had_it():
    days = ({"A": "abcdef"}, {"X": "abcdefuvwxyzkl"})

    assert {"abcdef": "A", "kluvwxyz": "Y"} == _ids(_lived(*days), {"X": "abcdef", "Y": "uvwxyzkl"})


@pytest.mark.parametrize(("left", "is_heir"), [("abcd", True), ("abc", False)])
def test_match__a_fifth_of_a_ring_at_least_carries_its_id(left, is_heir):
    ids = match({"R-1": ring("abcdefghijklmnopqrst")}, {"X": ring(left)})

    assert ({"X": "R-1"} if is_heir else {}) == ids

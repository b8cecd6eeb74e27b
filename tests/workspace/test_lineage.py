from __future__ import annotations

import itertools
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collusion.workspace.lineage import events, match
from tests.workspace.rings import ring


def _kinds(told):
    return [(event.ring_id, event.kind) for event in told]


def _tell(known, found, present=None):
    ids = match(known, found)
    ids |= {name: name for name in found if name not in ids}
    return events(ids, known, found, frozenset(known) if present is None else frozenset(present))


def test_match__a_ring_that_grows_and_one_that_slides_keep_their_ids():
    known = {"R-1": ring("abcdef"), "R-2": ring("uvwxyz")}
    found = {"X": ring("abcdefgh"), "Y": ring("xyzklm")}

    assert {"X": "R-1", "Y": "R-2"} == match(known, found)


def test_match__is_the_best_for_all_not_for_each():
    """The first new ring fits the second old one better, but only so can both keep an id."""
    known = {"R-1": ring("abc"), "R-2": ring("abcdefgh")}
    found = {"X": ring("abcdefg"), "Y": ring("defgh")}

    assert {"X": "R-1", "Y": "R-2"} == match(known, found)


def test_match__one_account_in_common_is_no_identity():
    assert {} == match({"R-1": ring("abcdef")}, {"X": ring("fuvwxyz")})
    assert {} == match({"R-1": ring("abcdefghijklmn")}, {"X": ring("mnopqrstuvwxyzABCDEF")})


def test_match__one_large_share_is_worth_more_than_two_small_ones():
    """Shared accounts alone would call X by the other ring's id, so that a piece of it can have its own."""
    known = {"R-1": ring("abcdefghij"), "R-2": ring("fghijABCDEFGHIJKLMNO")}
    found = {"X": ring("abcdefghij"), "Y": ring("abcdeuvwxyz")}

    assert {"X": "R-1"} == match(known, found)


def test_match__a_ring_that_was_absent_is_back_with_three_tenths():
    known = {"R-1": ring("abcdefghij")}
    for members, share in (("abuvwxyzklmn", "two"), ("abcuvwxyzklm", "three")):
        assert {"X": "R-1"} == match(known, {"X": ring(members)})
        found = match(known, {"X": ring(members)}, present=())
        assert ({} if share == "two" else {"X": "R-1"}) == found


def test_match__products_and_values_decide_between_equals():
    token = (("card:1", 2, 2),)
    known = {"R-1": ring("abcd"), "R-2": ring("abcd", tokens=token)}

    assert {"X": "R-2"} == match(known, {"X": ring("abcd", tokens=token)})


@given(st.integers(0, 10_000))
def test_match__is_optimal_and_blind_to_order(seed):
    draw = random.Random(seed)
    letters = "abcdefghij"
    known = {f"R-{i}": ring("".join(draw.sample(letters, 5))) for i in range(3)}
    found = {f"X-{i}": ring("".join(draw.sample(letters, 5)), targets=()) for i in range(3)}
    shared = {
        (new, old): len(found[new].member_set & known[old].member_set) for new in found for old in known
    }
    possible = [
        sum(shared[new, old] ** 1.5 for new, old in zip(found, order, strict=True) if shared[new, old] >= 2)
        for order in itertools.permutations(known)
    ]

    chosen = match(known, found)
    turned = match(dict(reversed(known.items())), dict(reversed(found.items())))
    assert max(possible) == pytest.approx(sum(shared[pair] ** 1.5 for pair in chosen.items()))
    assert chosen == turned


@pytest.mark.parametrize(
    ("known", "found", "told"),
    [
        ({}, {"X": ring("abc")}, [("X", "born")]),
        ({"R": ring("abc")}, {"X": ring("abcd")}, [("R", "grew")]),
        ({"R": ring("abcd")}, {"X": ring("abc")}, [("R", "shrank")]),
        ({"R": ring("abcd")}, {"X": ring("abcx")}, [("R", "grew"), ("R", "shrank")]),
        ({"R": ring("abc")}, {"X": ring("abc")}, []),
        ({"R": ring("abc")}, {}, [("R", "gone")]),
        ({"R": ring("abcde"), "S": ring("xyz")}, {"X": ring("abcdexyz")}, [("R", "grew"), ("S", "merged")]),
        ({"R": ring("abcdexyz")}, {"X": ring("abcde"), "Y": ring("xyz")}, [("R", "shrank"), ("Y", "split")]),
    ],
)
def test_events__say_what_became_of_each_ring(known, found, told):
    assert told == _kinds(_tell(known, found))


def test_events__after_an_absence_the_ring_is_back_under_its_name():
    assert [("R", "returned")] == _kinds(_tell({"R": ring("abc")}, {"X": ring("abc")}, present=()))


def test_events__name_the_accounts():
    [grew, shrank] = _tell({"R": ring("abcd")}, {"X": ring("abcx")})

    assert (("x",), ("d",)) == (grew.joined, grew.left) == (shrank.joined, shrank.left)


def test_events__born_with_accounts_of_another_ring_says_so():
    """The other ring is still there, and has more of itself."""
    known = {"R-1": ring("abcdefghij")}
    [event] = _tell(known, {"X": ring("abcdefghij"), "Y": ring("abcdvwxyz")})

    assert ("Y", "born", ("R-1",)) == (event.ring_id, event.kind, event.others)
    assert ("4 of its 9 accounts were in R-1",) == event.reasons


def test_events__a_third_in_common_is_nothing_to_tell():
    [event] = _tell({"R-1": ring("abcdefghij")}, {"X": ring("abcdefghij"), "Y": ring("abcuvwxyz")})

    assert ("born", (), ()) == (event.kind, event.others, event.reasons)

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from collusion.decisions.standing import standing
from collusion.workspace.history import Happening
from collusion.workspace.inbox import in_words, inbox, material_changes
from collusion.workspace.lineage import Event
from tests.decisions.making import entries
from tests.workspace.rings import ring

NOW = dt.datetime(2026, 4, 1, tzinfo=dt.UTC)
NOTHING = standing([], NOW)


def test_inbox__is_ordered_by_harm_the_flagged_and_active_first():
    rings = {
        "quiet": ring("abc", recent_reviews=0, stars_gained=0.0, rank=1),
        "mild": ring("def", stars_gained=0.2, rank=2),
        "harmful": ring("ghi", stars_gained=2.0, rank=3),
        "unflagged": ring("jkl", stars_gained=9.0, flagged=False, rank=4),
    }

    assert ["harmful", "mild", "quiet", "unflagged"] == [
        item.ring_id for item in inbox(rings, [], NOTHING, {})
    ]


def test_inbox__tells_new_from_grown_from_open():
    rings = {name: ring(name) for name in ("abc", "def", "ghi", "jkl")}
    told = [
        Happening(2, Event("born", "abc")),
        Happening(2, Event("grew", "def", ("f",))),
        Happening(2, Event("returned", "jkl", (), (), ("R-0",), ("a card",))),
    ]
    states = {item.ring_id: item.state for item in inbox(rings, told, NOTHING, {})}

    assert {"abc": "new", "def": "grown", "ghi": "open", "jkl": "grown"} == states


def test_inbox__dismissed_stays_quiet_until_it_changes_materially():
    then = ring("abcdefghij", rank=5)
    held = standing(entries({"verdict": "dismiss"}), NOW)

    def state(now):
        [item] = inbox({"R-1": now}, [Happening(2, Event("grew", "R-1", ("k",)))], held, {"R-1": then})
        return item.state, item.news

    assert ("quiet", ()) == state(ring("abcdefghijk", rank=1, score=500.0))
    assert ("changed", ("3 accounts joined the 10 of then",)) == state(ring("abcdefghijklm"))


def test_inbox__says_which_rings_are_in_another_and_what_was_decided_about_them():
    merged = [Happening(3, Event("merged", name, (), ("a",), ("R-2",))) for name in ("R-1", "R-9")]
    held = standing(entries({"verdict": "confirm"}), NOW)

    [item] = inbox({"R-2": ring("abc")}, merged, held, {"R-1": ring("ab")})

    assert [f"run 3: most accounts of {name} came to it" for name in ("R-1", "R-9")] == [
        said.split(", ")[0] for said in item.news
    ]
    assert ["confirmed" in said for said in item.news] == [True, False]


def test_inbox__of_a_ring_that_is_found_again_does_not_say_where_it_was():
    merged = [Happening(3, Event("merged", "R-1", (), ("a",), ("R-2",)))]
    [item] = [
        one
        for one in inbox({"R-2": ring("abc"), "R-1": ring("ab")}, merged, NOTHING, {})
        if one.ring_id == "R-2"
    ]

    assert () == item.news


def test_inbox__decided_waits_for_nobody_and_stands_last():
    held = standing(entries({}), NOW)
    items = inbox({"R-1": ring("abc"), "R-2": ring("xyz", flagged=False)}, [], held, {"R-1": ring("abc")})

    assert [("R-2", "open"), ("R-1", "decided")] == [(item.ring_id, item.state) for item in items]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"families": ("behaviour", "stars", "identity")}, "out of the ordinary now, not then: identity"),
        ({"sellers": ("S1", "S2")}, "1 seller served that were not, beside 1"),
        ({"flagged": True}, "flagged now, not then"),
        ({"members": tuple("ab")}, None),
    ],
)
def test_material_changes__say_what_changed(fields, said):
    then = ring("abc", flagged=False)

    assert ((said,) if said else ()) == material_changes(then, replace(then, **fields))


@pytest.mark.parametrize(
    ("event", "said"),
    [
        (Event("born", "R", ("a", "b")), "run 3: first seen, 2 accounts"),
        (Event("born", "R", ("a",), (), ("Q",), ("1 of 2 was in Q",)), "run 3: first seen; 1 of 2 was in Q"),
        (Event("merged", "R", (), ("a",), ("Q",)), "run 3: most of its accounts went to Q"),
        (Event("split", "R", ("a",), (), ("Q",)), "run 3: split off Q"),
        (Event("gone", "R"), "run 3: no longer found"),
        (Event("shrank", "R", (), ("a",)), "run 3: 1 account left"),
        (Event("returned", "R"), "run 3: found again"),
        (
            Event("returned", "R", (), (), ("Q",), ("a card",)),
            "run 3: in part or whole probably Q again: a card",
        ),
    ],
)
def test_in_words__says_what_happened(event, said):
    assert said == in_words(Happening(3, event))


def test_inbox__pieces_of_a_dismissed_ring_are_quiet_until_they_change_materially():
    """However a run cuts it up, and whether or not the whole is still found."""
    whole = ring("abcdefghij")
    held = standing(entries({"verdict": "dismiss"}), NOW)

    def piece(members, **fields):
        rings = {"R-2": ring(members, **fields)}
        told = [Happening(2, Event("split", "R-2", tuple(members), (), ("R-1",)))]
        [item] = inbox(rings, told, held, {"R-1": whole})
        return item.state, item.news[1:]

    assert ("quiet", ()) == piece("abcd")
    assert ("quiet", ()) == piece("abcdxy")
    assert ("changed", ("3 accounts joined the 4 of then",)) == piece("abcdxyz")
    assert ("changed", ("out of the ordinary now, not then: identity",)) == piece(
        "abcd", families=("stars", "identity")
    )
    assert ("new", ()) == piece("abxy")


def test_inbox__a_piece_says_whose_it_was():
    held = standing(entries({"verdict": "dismiss"}), NOW)
    [item] = inbox({"R-2": ring("abcx")}, [], held, {"R-1": ring("abcdefghij")})

    assert ("3 of its 4 accounts were in R-1, dismissed by M. Berg on 2026-03-02",) == item.news
    assert item.decision is None


@pytest.mark.parametrize("verdict", ["confirm", "watch", "unsure"])
def test_inbox__only_dismissed_rings_quiet_their_pieces(verdict):
    held = standing(entries({"verdict": verdict}), NOW)
    [item] = inbox({"R-2": ring("abc")}, [], held, {"R-1": ring("abcdefghij")})

    assert "open" == item.state

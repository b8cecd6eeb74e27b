from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collusion.cases import operators
from collusion.cases.compose import Ring
from collusion.cases.operators import Bond, Footprint, bond_of, join_footprints, operator_lines, siblings_of
from collusion.words.catalogue import words_of
from tests.cases.found_rings import found_rings
from tests.cases.small_runs import Wish, make_run
from tests.markets import ring_market


def footprint(members: range, **holders: range) -> Footprint:
    return Footprint(frozenset(members), {value: frozenset(who) for value, who in holders.items()})


@pytest.mark.parametrize(
    ("second", "joined"),
    [
        (range(28, 48), False),
        (range(27, 47), True),
        (range(27, 52), False),
        (range(100, 120), False),
        (range(28, 30), False),
    ],
    ids=["two members", "three of 20", "three of 25", "none", "all of two"],
)
def test_join_crews__by_three_members_and_15_percent_of_the_smaller(second, joined):
    assert joined is ([0, 0] == join_footprints([footprint(range(30)), footprint(second)], {}))


@pytest.mark.parametrize(
    ("first", "second", "n_accounts", "n"),
    [
        (range(2), range(30, 32), 4, 2),
        (range(2), range(30, 32), 8, 2),
        (range(2), range(30, 32), 9, 0),
        (range(1), range(30, 40), 11, 0),
        (range(28, 30), range(28, 30), 2, 0),
    ],
    ids=["theirs alone", "half theirs", "public", "one holder of a ring", "two accounts in both rings"],
)
def test_bond_of__counts_instruments_that_members_of_both_hold_and_few_others(first, second, n_accounts, n):
    pair = footprint(range(30), card=first, phone=first), footprint(range(28, 60), card=second, phone=second)

    assert Bond(2, n) == bond_of(*pair, {"card": n_accounts, "phone": n_accounts})


def test_join_crews__by_two_instruments_and_not_by_one():
    first, second = range(3), range(30, 33)
    one = [footprint(range(30), card=first), footprint(range(30, 60), card=second)]
    two = [
        footprint(range(30), card=first, phone=first),
        footprint(range(30, 60), card=second, phone=second),
    ]

    assert [0, 1] == join_footprints(one, {"card": 6})
    assert [0, 0] == join_footprints(two, {"card": 6, "phone": 6})


def test_join_crews__joins_a_chain():
    """A relay hands over from wave to wave: the first and the last share nobody."""
    waves = [footprint(range(start, start + 24)) for start in (0, 200, 8, 16, 24, 32)]

    assert [0, 1, 0, 0, 0, 0] == join_footprints(waves, {})


@given(st.lists(st.frozensets(st.integers(0, 12), min_size=1), max_size=8), st.randoms())
def test_join_crews__is_the_same_partition_in_any_order(groups, rng):
    order = list(range(len(groups)))
    rng.shuffle(order)
    first = join_footprints([Footprint(group) for group in groups], {})
    second = join_footprints([Footprint(groups[i]) for i in order], {})

    for a in range(len(groups)):
        for b in range(len(groups)):
            assert (first[order[a]] == first[order[b]]) == (second[a] == second[b])


def _bond(n_members, n_instruments):
    words = words_of("en")
    return words.style.joined([words.tell(one) for one in Bond(n_members, n_instruments).told])


def test_bond__in_words():
    assert "14 accounts and 1 instrument" == _bond(14, 1)
    assert "2 instruments" == _bond(0, 2)
    assert "" == _bond(0, 0)


def test_siblings_of__from_the_tables_of_a_run():
    run = make_run(Wish(n_rings=2, one_operator=True, all_flagged=True, n_accounts=20))
    found = siblings_of(run.rings, run.members, run.ring_identifiers)

    assert {"R-00000001", "R-00000002"} == set(found)
    assert ["R-00000002"] == [one.ring_id for one in found["R-00000001"]]
    assert Bond(3, 0) == found["R-00000001"][0].bond
    lines = ["R-00000001 and R-00000002 share 3 accounts: probably one operator."]
    assert lines == operator_lines(run.rings, found)


def test_operator_lines__name_each_operator_once():
    run = make_run(Wish(n_rings=3, one_operator=True, all_flagged=True))
    found = siblings_of(run.rings, run.members, run.ring_identifiers)

    assert [
        "R-00000001, R-00000002 and R-00000003 share accounts or instruments: probably one operator."
    ] == operator_lines(run.rings, found)
    assert [] == operator_lines(make_run().rings, {})


def test_siblings_of__a_ring_that_works_alone_has_none():
    run = make_run()
    alone = siblings_of(run.rings, run.members, run.ring_identifiers)

    assert {} == dict(alone)
    assert [] == operator_lines(run.rings, alone)


def test_name_rings__rings_of_one_operator_are_those_of_one_planted_crew():
    """Planted rings named a and b are one crew's; every found ring goes to the planted one it is nearest."""
    market = ring_market()
    planted = {name: set(market.accounts(name).tolist()) for name in market.members["group_id"].unique()}

    def crew_of(ring: Ring) -> str:
        members = set(ring.group.members.tolist())
        nearest = max(planted, key=lambda name: (len(members & planted[name]) / len(members), name))
        return nearest.rstrip("ab")

    rings = [ring for ring in found_rings() if ring.score > 0]
    pairs = list(combinations(rings, 2))
    joined = [(a, b) for a, b in pairs if a.operator == b.operator]

    assert joined
    assert all(crew_of(a) == crew_of(b) for a, b in joined)
    assert all(crew_of(a) != crew_of(b) for a, b in pairs if a.operator != b.operator)
    assert {ring.operator[2:] for ring in found_rings()} <= {ring.ring_id[2:] for ring in found_rings()}


def test_operator_lines__conclude_nothing_about_a_group_that_is_not_flagged():
    run = make_run(Wish(n_rings=2, one_operator=True, n_accounts=20))
    lines = operator_lines(run.rings, siblings_of(run.rings, run.members, run.ring_identifiers))

    assert ["R-00000001 and R-00000002 share 3 accounts."] == lines


def test_siblings_of__of_some_rings_only_are_the_same():
    run = make_run(Wish(n_rings=4, one_operator=True, all_flagged=True, n_accounts=20))
    tables = run.rings, run.members, run.ring_identifiers
    every, some = siblings_of(*tables), siblings_of(*tables, wanted=["R-00000003"])

    assert len(every) == 4
    assert every["R-00000003"] == some["R-00000003"]
    assert {} == siblings_of(*tables, wanted=[])
    with pytest.raises(KeyError):
        every["R-unknown"]


def test_siblings__count_a_pair_of_rings_only_when_one_is_asked_for(monkeypatch):
    """An operator of many rings has too many pairs to count for a list."""
    counted = []
    monkeypatch.setattr(operators, "bond_of", lambda *pair: counted.append(pair) or bond_of(*pair))
    run = make_run(Wish(n_rings=30, one_operator=True))

    lines = operator_lines(run.rings, siblings_of(run.rings, run.members, run.ring_identifiers))

    assert len(lines) == 1
    assert len(counted) == 29

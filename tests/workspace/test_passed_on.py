from __future__ import annotations

import random

import pytest

from collusion.workspace.passed_on import at_once, n_at_once, passed_on, telling_values
from tests.oracles import passing
from tests.workspace.rings import ring, seconds

CARD, DEVICE, PHONE = ("card:1", 3, 3), ("device:2", 2, 2), ("phone:3", 1, 1)
LATER = {"first_at": "2026-02-10T00:00:00+00:00", "last_at": "2026-03-01T00:00:00+00:00"}


def _always(_ring, _account):
    return True


def test_passed_on__names_values_and_both_sides():
    old, new = ring("abc", tokens=(CARD, DEVICE)), ring("xyz", tokens=(CARD, DEVICE), **LATER)
    found = passed_on(new, old, _always)

    assert ("card:1", "device:2") == found.values
    assert tuple("xyz") == found.carriers
    assert tuple("abc") == found.holders
    assert (2, 9) == (found.count, found.n_pairs)


def test_passed_on__one_person_counts_once_whatever_it_holds():
    many = tuple((f"device:{n}", 1, 1) for n in range(5))
    found = passed_on(ring("xyz", tokens=many, **LATER), ring("abc", tokens=many), _always)

    assert 5 == len(found.values)
    assert 1 == found.count


def test_passed_on__not_while_a_holder_is_still_at_work():
    shared = {"tokens": (CARD,)}
    span = (seconds("2026-01-01"), seconds("2026-02-01"))
    late = (seconds("2026-01-01"), seconds("2026-02-20"))
    old = ring("abc", **shared, spans=(span, span, late))

    assert () == passed_on(ring("xyz", **shared, **LATER), old, _always).values
    assert () == passed_on(ring("xyz", **shared), ring("abc", **shared), _always).values


@pytest.mark.parametrize(
    ("barred", "is_new"),
    [("abc", _always), ("xyz", _always), ("", lambda _ring, _account: False)],
    ids=["earlier accounts cleared", "new accounts cleared", "no account is new"],
)
def test_passed_on__counts_only_new_accounts_and_none_that_was_cleared(barred, is_new):
    old, new = ring("abc", tokens=(CARD,)), ring("xyz", tokens=(CARD,), **LATER)

    assert () == passed_on(new, old, is_new, tuple(barred)).values


def test_passed_on__accounts_of_both_rings_count_in_neither():
    found = passed_on(ring("cyz", tokens=(CARD,), **LATER), ring("abc", tokens=(CARD,)), _always)

    assert (("y", "z"), ("a", "b")) == (found.carriers, found.holders)


def test_passed_on__from_a_ring_that_was_kept_without_holders_or_times():
    old = ring("abc", tokens=(CARD,), holders=(), spans=())
    found = passed_on(ring("xyz", tokens=(CARD,), **LATER), old, _always)

    assert (("card:1",), ()) == (found.values, found.holders)
    assert () == passed_on(ring("xyz", tokens=(CARD,)), old, _always).values
    timeless = ring("xyz", tokens=(CARD,), first_at=None, last_at=None, spans=())
    assert ("card:1",) == passed_on(timeless, old, _always).values


def test_at_once__is_for_accounts_that_overlap_in_time():
    first, second = ring("abc", tokens=(CARD, PHONE)), ring("xyz", tokens=(CARD, PHONE))

    assert ("card:1", "phone:3") == at_once(first, second).values
    assert 9 == at_once(first, second).n_pairs == n_at_once({"A": first, "B": second})
    assert () == at_once(first, ring("xyz", tokens=(CARD,), **LATER)).values
    assert 0 == at_once(first, ring("xyz", tokens=(CARD,), **LATER)).n_pairs


def _random_ring(draw, letters):
    members = sorted(draw.sample(letters, draw.randint(2, 6)))
    days = [(draw.randint(0, 20), draw.randint(0, 6)) for _ in members]
    tokens, holders = [], []
    for kind in ("card", "device", "promo_code", "phone"):
        for n in range(2):
            places = sorted(draw.sample(range(len(members)), draw.randint(0, 2)))
            if places:
                tokens.append((f"{kind}:{n}", len(places), len(places) + draw.choice((0, 0, 3, 9))))
                holders.append(tuple(places))
    spans = tuple((86_400 * first, 86_400 * (first + length)) for first, length in days)
    return ring("".join(members), tokens=tuple(tokens), holders=tuple(holders), spans=spans)


@pytest.mark.parametrize("seed", range(60))
def test_passed_on__is_what_comparing_every_account_finds(seed):
    draw = random.Random(seed)
    rings = {name: _random_ring(draw, "abcdefghijkl") for name in "RST"}
    fresh = set(draw.sample("abcdefghijkl", 8))
    found = passed_on(rings["S"], rings["R"], lambda _ring, account: account in fresh)
    values, carriers, holders, pairs = passing.passed(rings["S"], rings["R"], fresh)

    assert (values, carriers, holders) == (list(found.values), list(found.carriers), list(found.holders))
    assert pairs == found.n_pairs
    assert set(values) <= telling_values((rings["R"], rings["S"]))
    apart = {name: ring_ for name, ring_ in rings.items() if name != "T"}
    assert passing.overlapping(rings) == n_at_once(rings)
    if not apart["R"].member_set & apart["S"].member_set:
        assert passing.overlapping(apart) == at_once(apart["R"], apart["S"]).n_pairs


def test_telling_values__what_very_many_hold_is_none():
    rings = [ring("abc", tokens=(CARD, ("ip:9", 3, 4000)))] * 2

    assert {"card:1"} == telling_values(rings)

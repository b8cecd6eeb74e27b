from __future__ import annotations

import pytest

from collusion.workspace.returns import FalseLinks, find_returns
from tests.workspace.rings import ring

CARD, DEVICE = ("card:1", 3, 3), ("device:2", 2, 2)
PROMO = (("promo_code:1", 3, 3), ("promo_code:2", 3, 3))
IPS = (("ip:1", 3, 3), ("ip:2", 3, 3), ("ip_64:3", 3, 3))
EVENING = tuple(20 if 18 <= hour < 22 else 0 for hour in range(24))
LATER = {"first_at": "2026-02-10T00:00:00+00:00", "last_at": "2026-03-01T00:00:00+00:00"}
OTHERS = {f"R-{n}": ring(f"{n}!?", sellers=(f"S-{n}",)) for n in range(20)}


def _links(old, new, others=OTHERS, **more):
    found, _ = find_returns({"X": new, **others}, {"R": old, **others}, **more)
    return found


def test_find_returns__by_instruments_that_few_others_hold():
    [link] = _links(ring("abc", tokens=(CARD, DEVICE)), ring("xyz", tokens=(CARD, DEVICE), **LATER))

    assert ("X", "R") == (link.ring_id, link.earlier)
    assert link.reasons[0] == (
        "3 of its 3 accounts, all new, hold 1 card and 1 device that 3 accounts of before held "
        "and few others do"
    )
    assert link.probability >= 0.99


def test_find_returns__every_number_of_a_reason_is_that_of_a_list():
    tokens = (("card:1", 2, 2), ("card:2", 1, 1), ("device:2", 1, 1))
    [link] = _links(ring("abcd", tokens=tokens), ring("vwxyz", tokens=tokens, **LATER))
    n_accounts, n_all, n_cards, n_devices, n_before = (2, 5, 2, 1, 2)

    assert (n_accounts, n_before) == (len(link.carriers), len(link.holders))
    assert n_cards + n_devices == len(link.values)
    assert (
        f"{n_accounts} of its {n_all} accounts, all new, hold {n_cards} cards and {n_devices} device "
        f"that {n_before} accounts of before held and few others do"
    ) == link.reasons[0]


def test_find_returns__of_several_operators_in_one_ring_each_by_its_own_accounts():
    """Three operators come back at once, and are found as one ring of nine accounts."""
    own = {name: ((f"card:{name}", 1, 1), (f"device:{name}", 1, 1)) for name in "ABC"}
    each = {"holders": ((0,), (1,))}
    known = {
        name: ring(members, tokens=own[name], **each)
        for name, members in zip("ABC", ("abc", "def", "ghi"), strict=True)
    }
    mixed = ring(
        "rstuvwxyz", tokens=sum(own.values(), ()), holders=((0,), (1,), (3,), (4,), (6,), (7,)), **LATER
    )
    found, _ = find_returns({"X": mixed, **OTHERS}, {**known, **OTHERS})

    assert [("A", "rs"), ("B", "uv"), ("C", "xy")] == [(one.earlier, "".join(one.carriers)) for one in found]


def test_find_returns__by_one_instrument_and_the_clients():
    many = tuple(f"M{n}" for n in range(8))
    old = ring("abc", tokens=(CARD,), sellers=many, hours=EVENING)
    new = ring("xyz", tokens=(CARD,), sellers=many[:7], hours=EVENING, **LATER)
    [link] = _links(old, new)

    assert "it serves 7 of 8 sellers of before" in link.reasons
    assert link.reasons[-1].startswith("they review at the same hours (100 %")
    rivals = {"S": ring("stu", sellers=many), "T": ring("vwx", sellers=many)}
    assert [] == _links(old, new, OTHERS | rivals)
    # Clients alone are never enough: another operator may have taken them over.
    assert [] == _links(ring("abc", sellers=many), ring("xyz", sellers=many, **LATER))


@pytest.mark.parametrize(
    "new",
    [
        ring("xyz", sellers=("S1", "S2", "S3"), hours=EVENING, **LATER),
        ring("xyz", tokens=(("ip:9", 3, 4000), ("ip:8", 2, 900)), **LATER),
        ring("xyz", tokens=PROMO, **LATER),
        ring("xyz", tokens=IPS, **LATER),
        ring("xyz", tokens=(CARD, DEVICE)),
        ring("abz", tokens=(CARD, DEVICE), **LATER),
        ring("xyz", tokens=(("card:1", 1, 3), ("device:2", 1, 3)), sellers=("Q",), **LATER),
    ],
    ids=[
        "sellers alone",
        "public values",
        "public kinds",
        "addresses that providers hand on",
        "at the same time",
        "one account is new",
        "one person holds both",
    ],
)
def test_find_returns__not_by_what_is_common(new):
    old = ring(
        "abc",
        sellers=("S1", "S2", "S3"),
        hours=EVENING,
        tokens=(CARD, DEVICE, ("ip:9", 3, 4000), *PROMO, *IPS),
    )

    assert [] == _links(old, new)


def test_find_returns__not_by_accounts_that_are_long_at_work():
    """An account that began a year before the newest review continues nobody of last month."""
    shared = {"tokens": (CARD, DEVICE)}
    old = ring("abc", **shared, first_at="2024-01-01T00:00:00+00:00", last_at="2024-02-01T00:00:00+00:00")

    assert [] == _links(
        old, ring("xyz", **shared, first_at="2024-06-01T00:00:00+00:00", last_at=LATER["last_at"])
    )
    assert 1 == len(_links(old, ring("xyz", **shared, **LATER)))


def test_find_returns__without_times_by_accounts_that_no_run_had():
    timeless = {"first_at": None, "last_at": None, "spans": (), "tokens": (CARD, DEVICE)}
    old, new = ring("abc", **timeless), ring("xyz", **timeless)

    assert ["R"] == [link.earlier for link in _links(old, new, {})]
    assert [] == find_returns({"X": new}, {"R": old, "X": new}, {"R"})[0]


def test_find_returns__to_rings_that_somebody_accuses_only():
    shared = {"tokens": (CARD, DEVICE)}
    known = {"Best": ring("abc", **shared), "Other": ring("efg", **shared), **OTHERS}
    new = {"X": ring("xyz", **shared, **LATER), **OTHERS}

    assert ["Best", "Other"] == [link.earlier for link in find_returns(new, known)[0]]
    assert ["Other"] == [link.earlier for link in find_returns(new, known, {"Other"})[0]]
    assert [] == find_returns(new, known, ())[0]


def test_find_returns__no_link_rests_on_accounts_that_were_cleared():
    old, new = ring("abc", tokens=(CARD, DEVICE)), ring("xyz", tokens=(CARD, DEVICE), **LATER)

    assert [] == _links(old, new, cleared=("a", "b", "c"))
    assert [] == _links(old, new, cleared=("y", "z"))


def test_find_returns__counts_how_often_the_rule_is_wrong():
    shared = {"tokens": (CARD, DEVICE)}
    found = {"E": ring("efg", **shared), "R": ring("abc", **shared), **OTHERS}

    _, false_links = find_returns(found, {})
    assert FalseLinks(2, 22) == false_links
    # The earlier life of an operator that came back is no wrong link.
    after = {"R": found["R"], "N": ring("xyz", **shared, **LATER)}
    assert FalseLinks(0, 0) == find_returns(after, {})[1]
    assert "links 2 of 22 rings" in false_links.words()
    assert "cannot be told" in find_returns({}, {})[1].words()


def test_find_returns__values_count_by_how_many_strangers_share():
    shared = {"tokens": (CARD, DEVICE)}
    old, new = ring("abc", **shared), ring("xyz", **shared, **LATER)
    assert 1 == len(_links(old, new))

    each = {"tokens": (("card:1", 1, 2), ("device:2", 1, 2)), "sellers": ()}
    letters = ["".join(chr(0x4E00 + 10 * n + k) for k in range(10)) for n in range(40)]
    strangers = {f"T-{n}": ring(some, **each) for n, some in enumerate(letters)}
    assert [] == _links(old, new, OTHERS | strangers)

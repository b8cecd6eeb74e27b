from __future__ import annotations

import pytest

from collusion.workspace.returns import FalseLinks, find_returns
from tests.workspace.rings import ring

CARD, DEVICE = ("card:1", 3, 3), ("device:2", 2, 2)
PROMO = (("promo_code:1", 3, 3), ("promo_code:2", 3, 3))
EVENING = tuple(20 if 18 <= hour < 22 else 0 for hour in range(24))
LATER = {"first_at": "2026-02-10T00:00:00+00:00", "last_at": "2026-03-01T00:00:00+00:00"}
OTHERS = {f"R-{n}": ring(f"{n}!?", sellers=(f"S-{n}",)) for n in range(20)}


def _links(old, new, **more):
    found, _ = find_returns({"X": new}, {"R": old, **OTHERS}, more)
    return found


def test_find_returns__by_instruments_that_few_others_hold():
    [link] = _links(ring("abc", tokens=(CARD, DEVICE)), ring("xyz", tokens=(CARD, DEVICE), **LATER))

    assert ("X", "R") == (link.ring_id, link.earlier)
    assert "they share 1 card and 1 device that few others hold" == link.reasons[0]


def test_find_returns__by_an_instrument_and_a_seller_at_the_same_hours():
    old = ring("abc", tokens=(CARD,), sellers=("S",), hours=EVENING)
    [link] = _links(old, ring("xyz", tokens=(CARD,), sellers=("S",), hours=EVENING, **LATER))

    assert ["they share", "both serve", "they revie"] == [reason[:10].rstrip() for reason in link.reasons]


@pytest.mark.parametrize(
    "new",
    [
        ring("xyz", sellers=("S1", "S2", "S3"), hours=EVENING, **LATER),
        ring("xyz", tokens=(("ip:9", 3, 4000), ("ip:8", 2, 900)), **LATER),
        ring("xyz", tokens=PROMO, **LATER),
        ring("xyz", tokens=(CARD, DEVICE)),
        ring("cyz", tokens=(CARD, DEVICE), **LATER),
    ],
    ids=["sellers alone", "public values", "public kinds", "at the same time", "shared accounts"],
)
def test_find_returns__not_by_what_is_common(new):
    old = ring(
        "abc", sellers=("S1", "S2", "S3"), hours=EVENING, tokens=(CARD, DEVICE, ("ip:9", 3, 4000), *PROMO)
    )

    assert [] == _links(old, new)


def test_find_returns__to_rings_that_somebody_accuses_only():
    shared = {"tokens": (CARD, DEVICE)}
    known = {"Best": ring("abc", **shared), "Other": ring("efg", tokens=(CARD, DEVICE), sellers=()), **OTHERS}
    new = {"X": ring("xyz", **shared, **LATER)}

    assert ["Best"] == [link.earlier for link in find_returns(new, known, {})[0]]
    assert ["Other"] == [link.earlier for link in find_returns(new, known, {}, {"Other"})[0]]
    assert [] == find_returns(new, known, {}, ())[0]


def test_find_returns__counts_how_often_the_rule_is_wrong():
    shared = {"tokens": (CARD, DEVICE)}
    established = {"E": ring("efg", **shared), **OTHERS}
    known = {"R": ring("abc", **shared), **established}

    _, false_links = find_returns({}, known, established)
    assert FalseLinks(1, 21) == false_links
    # The earlier life of an operator that came back is no wrong link.
    after = {"N": ring("xyz", **shared, **LATER)}
    assert FalseLinks(0, 1) == find_returns({}, {"R": known["R"], **after}, {"R": known["R"]})[1]
    assert "links 1 of 21 rings" in false_links.words()
    assert "cannot be told" in find_returns({}, {}, {})[1].words()


def test_find_returns__clients_count_by_what_strangers_do_not_share():
    many = tuple(f"M{n}" for n in range(8))
    old, new = (
        ring("abc", tokens=(CARD,), sellers=many),
        ring("xyz", tokens=(CARD,), sellers=many[:7], **LATER),
    )
    [link] = _links(old, new, **OTHERS)

    assert (
        "they share 1 card that few others hold",
        "both serve 7 sellers of the same, of 7 now",
    ) == link.reasons
    rivals = {"S": ring("stu", sellers=many), "T": ring("vwx", sellers=many)}
    assert [] == find_returns({"X": new}, {"R": old, **OTHERS, **rivals}, OTHERS | rivals)[0]
    # Clients alone are never enough: another operator may have taken them over.
    assert [] == _links(ring("abc", sellers=many), ring("xyz", sellers=many, **LATER), **OTHERS)


def test_find_returns__values_count_by_how_many_strangers_share():
    shared = {"tokens": (CARD, DEVICE)}
    old, new = ring("abc", **shared), ring("xyz", **shared, **LATER)
    assert 1 == len(_links(old, new, **OTHERS))

    strangers = {f"T-{n}": ring("KLMNOP"[n] + "klmnop"[n], sellers=(f"T{n}",), **shared) for n in range(6)}
    found, _ = find_returns({"X": new}, {"R": old, **OTHERS, **strangers}, OTHERS | strangers)
    assert [] == found

"""What every channel promises, tried on all of them."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from collusion.config import load_config
from collusion.evidence.channels import Channels
from collusion.evidence.group import Finding, Group, edges_of
from tests.markets import (
    Market,
    chance_group,
    clean_market,
    innocent_market,
    prepare,
    ring_market,
    stranger_group,
)
from tests.tables_of import day, tables_of

FAMILIES = ("stars", "identity", "text", "fulfilment", "benefit", "lifecycle")
TELLING = {
    "stars": ("unique_ip-01", "attack-01", "slow-01", "adaptive-01", "small-01"),
    "identity": ("farm-01", "gift_cards-01"),
    "text": ("client_text-01",),
    "fulfilment": ("empty_box-01",),
    "benefit": ("unique_ip-01", "small-01"),
    "lifecycle": ("unique_ip-01", "attack-01", "small-01"),
}
SHOWN = ("attack-01", "client_text-01", "empty_box-01", "farm-01", "gift_cards-01", "small-01")
ABNORMAL = 10.0
N_DRAWS = 80
N_LUCKY = 3


@pytest.fixture(scope="session")
def clean() -> Market:
    return clean_market()


@pytest.fixture(scope="session")
def rings() -> Market:
    return ring_market()


@pytest.fixture(scope="session")
def innocents() -> Market:
    return innocent_market()


@pytest.fixture(scope="session")
def bare() -> Market:
    """Two reviews, and nothing else known of them."""
    rows = [{"reviewer_id": name, "product_id": "x"} for name in ("a", "b")]
    return prepare(tables_of(rows), _config())


def _config():
    return load_config(Path(), None)


def _assess(market: Market, family: str, group: Group) -> Finding | None:
    return market.channels.by_family()[family].assess(group)


def test_by_family__every_channel_speaks_for_one_family(clean: Market):
    assert set(FAMILIES) == set(clean.channels.by_family())


@pytest.mark.parametrize("family", FAMILIES)
def test_missing__says_why_the_tables_cannot_tell(bare: Market, clean: Market, family: str):
    reason = bare.channels.by_family()[family].missing()

    assert clean.channels.by_family()[family].missing() is None
    assert reason
    assert re.search(r"\bno\b", reason)


@pytest.mark.parametrize("family", FAMILIES)
def test_assess__of_tables_that_cannot_tell_is_nothing(bare: Market, family: str):
    group = Group(np.arange(2, dtype=np.int32), np.zeros(1, np.int32), np.arange(2, dtype=np.int64))

    assert _assess(bare, family, group) is None


@pytest.mark.parametrize("family", FAMILIES)
def test_assess__of_nobody_is_no_evidence(clean: Market, family: str):
    nobody = Group(np.zeros(0, np.int32), np.zeros(0, np.int32), np.zeros(0, np.int64))
    found = _assess(clean, family, nobody)

    assert found is None or found.bits <= 0


@pytest.mark.parametrize("draw", [chance_group, stranger_group])
@pytest.mark.parametrize("family", FAMILIES)
def test_assess__honest_groups_by_chance_are_rarely_abnormal(clean: Market, family: str, draw):
    """Where the null is right, luck of 10 bits comes to one group in a thousand; three in 80 are allowed."""
    bits = [
        found.bits for seed in range(N_DRAWS) if (found := _assess(clean, family, draw(clean.graph, seed)))
    ]

    assert len(bits) > N_DRAWS // 2
    assert sum(value >= ABNORMAL for value in bits) <= N_LUCKY


@pytest.mark.parametrize(
    ("family", "group_id"), [(family, group_id) for family in TELLING for group_id in TELLING[family]]
)
def test_assess__rings_of_the_telling_style_are_abnormal(rings: Market, family: str, group_id: str):
    assert _assess(rings, family, rings.planted(group_id)).bits >= ABNORMAL


@pytest.mark.parametrize("family", FAMILIES)
def test_assess__finding_is_about_the_group(rings: Market, family: str):
    """Its reviews are the members' own, its values are of known kinds, its numbers finite."""
    for group_id in SHOWN:
        group = rings.planted(group_id)
        found = _assess(rings, family, group)

        assert family == found.family
        assert np.isfinite([found.bits, found.observed, found.expected]).all()
        assert np.isin(found.edges, edges_of(rings.graph, group.members)).all()
        for kind, value in found.values:
            assert 0 <= value < len(rings.graph.identifiers[kind].nodes)


@pytest.mark.parametrize("family", FAMILIES)
def test_assess__says_it_in_numbers_and_names_nobody(rings: Market, family: str):
    raw = {name for kind in rings.graph.identifiers.values() for name in kind.nodes.ids.to_list()}
    raw |= set(rings.graph.reviewers.ids.to_list()) | set(rings.graph.products.ids.to_list())
    for group_id in SHOWN:
        sentence = _assess(rings, family, rings.planted(group_id)).sentence

        assert re.search(r"\d", sentence)
        assert sentence.endswith(".")
        assert not raw & set(re.findall(r"[\w.:\-]+", sentence.rstrip(".")))


@pytest.mark.parametrize(
    ("family", "group_id"),
    [("identity", "farm-01"), ("text", "client_text-01"), ("lifecycle", "attack-01")],
)  # fmt: skip
def test_assess__never_says_that_nothing_is_expected(rings: Market, family: str, group_id: str):
    sentence = _among_millions(rings.channels)[family].assess(rings.planted(group_id)).sentence

    assert "under 0.1" in sentence
    assert "0.0" not in sentence


def _among_millions(channels: Channels) -> dict[str, Any]:
    """Let the same accounts be so few among all that next to nothing is expected of them."""
    n, lives = 10**6, channels.lifecycle
    kinds = {name: replace(kind, small_rate=1 / n) for name, kind in channels.identity.kinds.items()}
    written = np.concatenate((np.arange(n), n + lives.written))
    known = np.concatenate((np.full(n, lives.known[0] - 1), lives.known))
    return {
        "identity": replace(channels.identity, kinds=kinds, n_reviewers=n**2),
        "text": replace(channels.text, strangers=(0, n)),
        "fulfilment": replace(channels.fulfilment, all_light=(n, n**2), all_refunded=(n, n**2)),
        "lifecycle": replace(lives, known=known, written=written),
    }


@pytest.mark.parametrize("family", FAMILIES)
def test_assess__twice_is_the_same(rings: Market, family: str):
    again = prepare(rings.tables, rings.config)
    for group_id in ("farm-01", "client_text-01", "empty_box-01"):
        first, second = (_assess(market, family, market.planted(group_id)) for market in (rings, rings))
        third = again.channels.by_family()[family].assess(rings.planted(group_id))

        for other in (second, third):
            assert (first.bits, first.sentence, first.values) == (other.bits, other.sentence, other.values)
            assert first.edges.tolist() == other.edges.tolist()


@pytest.mark.parametrize("group_id", ["book_club-01", "fan_club-01", "sampling_programme-01", "office-01"])
@pytest.mark.parametrize("family", [family for family in FAMILIES if family != "benefit"])
def test_assess__honest_groups_that_look_alike_are_not_abnormal(
    innocents: Market, family: str, group_id: str
):
    """All but benefit, which never flags: one author's fans share a seller too."""
    assert _assess(innocents, family, innocents.planted(group_id)).bits < ABNORMAL


@pytest.mark.parametrize("family", FAMILIES)
def test_assess__tables_without_times_are_judged_all_the_same(family: str):
    rows = [
        {"reviewer_id": f"a{i}", "product_id": f"p{j}", "rating": 5, "posted_at": None, "text": "good"}
        for i in range(6)
        for j in range(3)
    ]
    accounts = [{"reviewer_id": f"a{i}", "created_at": day(i)} for i in range(6)]
    market = prepare(tables_of(rows, accounts=accounts), _config())
    group = Group(np.arange(6, dtype=np.int32), np.arange(3, dtype=np.int32), np.arange(18, dtype=np.int64))
    found = _assess(market, family, group)

    assert found is None or np.isfinite(found.bits)

"""Presets: sizes, bounds on the share of ring accounts, and the kinds of innocents in each."""

from __future__ import annotations

from pathlib import Path

import pytest

from collusion.errors import UsageError
from collusion.simulate.innocent_styles import INNOCENT_STYLES
from collusion.simulate.lifelike.styles import STYLES
from collusion.simulate.market import simulate_market
from collusion.simulate.presets import PRESETS, preset
from collusion.simulate.ring_styles import HELD_OUT, RING_STYLES
from tests.simulate.conftest import Market


@pytest.mark.parametrize("name", ["ordinary", "hard", "very-hard", "benchmark"])
def test_preset__has_every_style_but_those_held_out(name: str) -> None:
    counts = {planned.style: planned.count for planned in preset(name, n_reviews=200_000, seed=0).groups}

    assert set(RING_STYLES) - {*HELD_OUT, "relay"} == set(counts) & set(RING_STYLES)
    assert set(INNOCENT_STYLES) == set(counts) & set(INNOCENT_STYLES)
    assert sum(counts[style] for style in RING_STYLES if style in counts) >= 27
    assert min(counts[style] for style in INNOCENT_STYLES) >= 3


@pytest.mark.parametrize(("name", "rings"), [("held-out", HELD_OUT), ("relays", ("relay",))])
def test_preset__some_styles_stand_alone(name: str, rings: tuple[str, ...]) -> None:
    styles = {planned.style for planned in preset(name, n_reviews=200_000, seed=0).groups}

    assert set(rings) == styles & set(RING_STYLES)
    assert set(INNOCENT_STYLES) <= styles


def test_preset__innocent_and_clean_have_no_ring() -> None:
    assert not {planned.style for planned in preset("innocent").groups} & set(RING_STYLES)
    assert preset("clean").groups == ()


def test_preset__groups_grow_slowly() -> None:
    counts = [
        sum(planned.count for planned in preset("benchmark", n_reviews=n).groups)
        for n in (20_000, 200_000, 10**6, 10**7)
    ]

    assert counts[0] < counts[1] == counts[2]
    assert counts[3] == 2 * counts[2]


def test_preset__ring_accounts_are_few(ordinary: Market) -> None:
    rings = ordinary.members.join(ordinary.groups.filter(kind="ring"), on="group_id")[
        "reviewer_id"
    ].n_unique()

    assert rings / len(ordinary.accounts) <= 0.035


@pytest.mark.parametrize("name", [name for name in PRESETS if name.startswith("sample-")])
def test_preset__samples_are_small(name: str, tmp_path: Path) -> None:
    spec = preset(name)
    simulate_market(spec, tmp_path / "m")
    size = sum(path.stat().st_size for path in (tmp_path / "m").rglob("*") if path.is_file())

    assert spec.text
    assert (tmp_path / "m" / ("reviews.csv" if spec.csv else "reviews.parquet")).is_file()
    assert size < 2_000_000


def test_preset__raise_on_unknown_name() -> None:
    with pytest.raises(UsageError, match="found the preset 'easy'; known presets: ordinary, hard"):
        preset("easy")


def test_preset__a_lifelike_market_takes_the_styles_that_are_named() -> None:
    tuned, held = (
        {planned.style for planned in preset("lifelike", styles=which).groups}  # type: ignore[arg-type]
        for which in ("tuned", "held-out")
    )

    assert "burners_farm" in tuned - held
    assert "burners_text" in held - tuned
    assert "farm_300" not in tuned | held
    assert not {"ring"} & {STYLES[planned.style].kind for planned in preset("lifelike-innocent").groups}


def test_preset__farms_are_at_most_a_tenth_of_the_market() -> None:
    few, many = (
        {one.style for one in preset("lifelike-farms", n_reviews=n).groups} for n in (200_000, 10**6)
    )

    assert {"farm_300", "farm_1000", "farm_3000"} == few
    assert {"farm_20000"} == many - few


def test_preset__many_is_a_ring_for_every_thousand_reviews() -> None:
    assert [1_000] == [planned.count for planned in preset("lifelike-many", n_reviews=10**6).groups]


def test_preset__drawn_groups_are_in_no_other_market() -> None:
    drawn = {planned.style for planned in preset("lifelike-drawn").groups}

    assert {"ring", "innocent"} == {STYLES[style].kind for style in drawn}
    assert all(STYLES[style].draw and not STYLES[style].held_out for style in drawn)
    for name in ("lifelike", "lifelike-innocent"):
        assert not drawn & {planned.style for planned in preset(name, styles="all").groups}


def test_preset__raise_on_styles_where_there_are_none() -> None:
    with pytest.raises(UsageError, match="found --styles held-out with the preset hard; only lifelike and"):
        preset("hard", styles="held-out")

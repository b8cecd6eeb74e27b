"""Lifelike markets that the tests look at, written once a session."""

from __future__ import annotations

import pytest

from collusion.simulate.market import simulate_market
from collusion.simulate.presets import preset
from collusion.simulate.spec import MarketSpec, Planned
from tests.simulate.conftest import Market, read


@pytest.fixture(scope="session")
def lifelike(tmp_path_factory: pytest.TempPathFactory) -> Market:
    """The tuned styles, in 60,000 reviews."""
    out = tmp_path_factory.mktemp("lifelike") / "market"
    return read(out, simulate_market(preset("lifelike", n_reviews=60_000, seed=3), out))


@pytest.fixture(scope="session")
def every_style(tmp_path_factory: pytest.TempPathFactory) -> Market:
    """One group of every style and kind, held out or not."""
    from collusion.simulate.lifelike.styles import STYLES

    out = tmp_path_factory.mktemp("styles") / "market"
    groups = tuple(
        Planned(style.name, 1) for style in STYLES.values() if style.count or style.name == "farm_300"
    )
    spec = MarketSpec("every style", 150_000, 4, groups, text=False, background="lifelike")
    return read(out, simulate_market(spec, out))

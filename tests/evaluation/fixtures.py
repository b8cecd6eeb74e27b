"""A small simulated market and the run on it, for tests of both the room and the command."""

from __future__ import annotations

import pytest

from collusion.config import RunConfig
from collusion.evaluation.markets import Market, make_market, run_market

MARKET = Market("sample-gift-cards", 6000, 7)


@pytest.fixture(scope="session")
def small_market(tmp_path_factory):
    """One ring of some 40 accounts among 6,000 reviews, with its truth."""
    return make_market(MARKET, tmp_path_factory.mktemp("markets"))


@pytest.fixture(scope="session")
def small_run(small_market, tmp_path_factory):
    return run_market(small_market, tmp_path_factory.mktemp("runs") / "run", config=RunConfig())

"""One market of each kind that the tests look at, written once a session."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import polars as pl
import pytest

from collusion.simulate.market import simulate_market
from collusion.simulate.presets import preset
from collusion.simulate.ring_styles import RING_STYLES
from collusion.simulate.spec import MarketSpec, MarketSummary, Planned


@dataclass(frozen=True, slots=True)
class Market:
    """A market read back from its files."""

    path: Path
    summary: MarketSummary
    reviews: pl.DataFrame
    products: pl.DataFrame
    accounts: pl.DataFrame
    identifiers: pl.DataFrame
    orders: pl.DataFrame
    groups: pl.DataFrame
    members: pl.DataFrame
    targets: pl.DataFrame

    def members_of(self, style: str) -> pl.DataFrame:
        """Return (group_id, reviewer_id) of the groups of a style."""
        return self.members.join(self.groups.filter(style=style).select("group_id"), on="group_id")

    def ring_reviews(self, style: str) -> pl.DataFrame:
        """Return the reviews of members on their own group's targets."""
        mine = self.members_of(style).join(self.targets.select("group_id", "product_id"), on="group_id")
        return self.reviews.join(mine, on=["reviewer_id", "product_id"])

    def outsiders(self, style: str) -> pl.DataFrame:
        """Return everybody else's reviews of the targets of a style."""
        mine = self.members_of(style)
        targets = self.targets.join(mine.select("group_id").unique(), on="group_id")
        reviews = self.reviews.join(targets.select("product_id").unique(), on="product_id")
        return reviews.join(mine, on="reviewer_id", how="anti")


def read(path: Path, summary: MarketSummary) -> Market:
    tables = ("reviews", "products", "accounts", "identifiers", "orders")
    truth = ("groups", "members", "targets")
    frames = [pl.read_parquet(path / f"{name}.parquet") for name in tables]
    frames += [pl.read_parquet(path / "truth" / f"{name}.parquet") for name in truth]
    return Market(path, summary, *frames)


@pytest.fixture(scope="session")
def rings(tmp_path_factory: pytest.TempPathFactory) -> Market:
    """One ring of every style, the held-out ones among them, in 60,000 reviews."""
    out = tmp_path_factory.mktemp("rings") / "market"
    groups = tuple(Planned(style, 1) for style in RING_STYLES)
    return read(out, simulate_market(MarketSpec("every ring", 60_000, 7, groups), out))


@pytest.fixture(scope="session")
def innocents(tmp_path_factory: pytest.TempPathFactory) -> Market:
    """Look-alikes of every kind, and no ring, in 60,000 reviews."""
    out = tmp_path_factory.mktemp("innocents") / "market"
    from collusion.simulate.innocent_styles import INNOCENT_STYLES

    groups = tuple(Planned(style, 1) for style in INNOCENT_STYLES)
    return read(out, simulate_market(MarketSpec("every look-alike", 60_000, 8, groups), out))


@pytest.fixture(scope="session")
def ordinary(tmp_path_factory: pytest.TempPathFactory) -> Market:
    """The preset that detection is tuned on, at a tenth of its size."""
    out = tmp_path_factory.mktemp("ordinary") / "market"
    return read(out, simulate_market(preset("ordinary", n_reviews=40_000, seed=3), out))

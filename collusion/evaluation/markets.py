"""Simulated markets to measure on: made when needed, with families of evidence withheld, and run."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

import polars as pl

from collusion.cases.run_folder import Run
from collusion.config import RunConfig
from collusion.errors import UsageError
from collusion.scoring.params import ScoringParams
from collusion.simulate.spec import HARDNESS, Hardness

#: What can be withheld: tables to leave out, and columns to leave out of the others.
WITHHELD: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = MappingProxyType(
    {
        "nothing": ((), ()),
        "identifiers": (("identifiers",), ()),
        "private": (("identifiers", "accounts", "orders"), ()),
        "times": (("accounts",), ("posted_at", "ordered_at", "seen_at")),
        "text": ((), ("text",)),
        "stars": ((), ("rating",)),
        "accounts": (("accounts",), ()),
        "orders": (("orders",), ()),
    }
)
_TABLES = ("reviews", "products", "accounts", "identifiers", "orders", "labels")


@dataclass(frozen=True, slots=True)
class Market:
    """A simulated market by name.

    Attributes
    ----------
    preset
        A preset of `collusion.simulate.presets`.
    n_reviews
        Reviews in all.
    seed
        Its seed.
    hardness
        How well its rings hide: ``plain``, ``hard`` or ``very_hard``; empty: as the preset says.
    """

    preset: str
    n_reviews: int
    seed: int
    hardness: str = ""

    @property
    def name(self) -> str:
        """A name for files and tables."""
        parts = [self.preset, str(self.n_reviews), str(self.seed), self.hardness]
        return "-".join(part for part in parts if part)


def make_market(market: Market, folder: Path) -> Path:
    """Simulate a market, unless it is there already.

    Parameters
    ----------
    market
        Which.
    folder
        Folder of markets.

    Returns
    -------
    Path
        The source, with its ``truth``. It appears when it is complete.
    """
    from collusion.simulate.market import simulate_market
    from collusion.simulate.presets import preset

    source = folder / market.name
    if not (source / "truth").is_dir():
        spec = preset(market.preset, n_reviews=market.n_reviews, seed=market.seed)
        spec = replace(spec, csv=False)
        if market.hardness:
            spec = replace(spec, hardness=_hardness(market.hardness))
        simulate_market(spec, source, force=True)
    return source


def _hardness(name: str) -> Hardness:
    for known in HARDNESS:
        if name == known:
            return known
    raise UsageError(f"found the hardness {name!r}; known: {', '.join(HARDNESS)}. Name one of them")


def withhold(source: Path, what: str, out: Path) -> Path:
    """Copy a simulated source without some of its evidence.

    Parameters
    ----------
    source
        A source of Parquet files, or folders of them.
    what
        A key of `WITHHELD`: a table (``identifiers``, ``accounts``, ``orders``), what reviews carry
        (``times``, ``text``, ``stars``), ``private``, all tables but reviews and products, or ``nothing``.
    out
        Folder to write; not needed, and not written, when nothing is withheld.

    Returns
    -------
    Path
        The source to read.

    Raises
    ------
    UsageError
        When nothing of that name can be withheld.
    """
    if what not in WITHHELD:
        raise UsageError(f"found {what!r} to be withheld; known: {', '.join(WITHHELD)}. Name one of them")
    if what == "nothing":
        return source
    tables, columns = WITHHELD[what]
    for name in _TABLES:
        if name in tables:
            continue
        for file in sorted([*source.glob(f"{name}.parquet"), *source.glob(f"{name}/*.parquet")]):
            target = out / file.relative_to(source)
            target.parent.mkdir(parents=True, exist_ok=True)
            pl.read_parquet(file, glob=False).drop(columns, strict=False).write_parquet(target)
    return out


def run_market(source: Path, out: Path, *, config: RunConfig) -> Run:
    """Run the pipeline on a source.

    Parameters
    ----------
    source
        The source.
    out
        Run folder; one that is there is replaced.
    config
        The configuration.

    Returns
    -------
    Run
        The run folder, opened.
    """
    from collusion.pipeline import detect

    if out.exists():
        shutil.rmtree(out)
    return detect(source, out, config=config)


def without_decoys(config: RunConfig) -> RunConfig:
    """Return a configuration that searches no null world and reports every candidate."""
    most = 1_000_000
    scoring: ScoringParams = replace(config.scoring, n_decoys=0, n_reported=most)
    return replace(config, scoring=scoring)

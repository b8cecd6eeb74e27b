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
from collusion.simulate.lifelike.plan import SOURCES
from collusion.simulate.lifelike.styles import StyleSet
from collusion.simulate.spec import HARDNESS, Hardness

_OTHERS = ("products", "accounts", "identifiers", "seller_identifiers", "orders")
#: What can be withheld: tables to leave out, and columns to leave out of the others.
WITHHELD: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = MappingProxyType(
    {
        "nothing": ((), ()),
        "identifiers": (("identifiers", "seller_identifiers"), ()),
        "private": (("identifiers", "seller_identifiers", "accounts", "orders"), ()),
        "times": (("accounts",), ("posted_at", "ordered_at", "seen_at")),
        "text": ((), ("text",)),
        "stars": ((), ("rating",)),
        "accounts": (("accounts",), ()),
        "orders": (("orders",), ()),
        "reviews_times": (_OTHERS, ("text", "verified", "marketplace")),
        "identifiers_reviews": (("products", "accounts", "orders", "seller_identifiers"), ()),
    }
)
#: What can still be seen, see `simulate.lifelike.plan.SOURCES`, when something is withheld; else all.
_SEEN: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "identifiers": frozenset(SOURCES) - {"identifiers", "sellers"},
        "private": frozenset({"reviews", "times", "stars", "text"}),
        "times": frozenset(SOURCES) - {"times", "accounts"},
        "text": frozenset(SOURCES) - {"text"},
        "stars": frozenset(SOURCES) - {"stars"},
        "accounts": frozenset(SOURCES) - {"accounts"},
        "orders": frozenset(SOURCES) - {"orders"},
        "reviews_times": frozenset({"reviews", "times", "stars"}),
        "identifiers_reviews": frozenset({"reviews", "times", "stars", "text", "identifiers"}),
    }
)
_TABLES = ("reviews", *_OTHERS, "labels")


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
    styles
        Styles of a lifelike market, see `simulate.lifelike.styles`.
    """

    preset: str
    n_reviews: int
    seed: int
    hardness: str = ""
    styles: StyleSet = "tuned"

    @property
    def name(self) -> str:
        """A name for files and tables."""
        styles = "" if self.styles == "tuned" else self.styles
        parts = [self.preset, str(self.n_reviews), str(self.seed), self.hardness, styles]
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
        spec = preset(market.preset, n_reviews=market.n_reviews, seed=market.seed, styles=market.styles)
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
        (``times``, ``text``, ``stars``), ``private``, all tables but reviews and products,
        ``reviews_times``, all but who reviewed what when with how many stars, ``identifiers_reviews``, all
        tables but those two, or ``nothing``.
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


def seen_sources(withheld: str) -> frozenset[str]:
    """Return which of `simulate.lifelike.plan.SOURCES` are left when `withheld`, a key of `WITHHELD`, is."""
    return _SEEN.get(withheld, frozenset(SOURCES))


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
    """Return a configuration that searches no null market and reports every candidate."""
    most = 1_000_000
    scoring: ScoringParams = replace(config.scoring, n_decoys=0, n_reported=most)
    return replace(config, scoring=scoring)

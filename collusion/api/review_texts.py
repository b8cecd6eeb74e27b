"""Fetch the words of reviews from the source of a run, which alone has them."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import numpy as np
import polars as pl

from collusion.cases.run_folder import Run
from collusion.cases.wording import counted, listed, printable
from collusion.daily import config_of_run
from collusion.errors import IntegrityError, UsageError
from collusion.tables.read import read_located
from collusion.tables.records import ReviewTables
from collusion.tables.sources.address import parse_address
from collusion.tables.sources.opening import open_source

_WORDS = ("title", "text")


def review_texts(run: Run, source: str | Path | None, review_ids: pl.Series) -> pl.DataFrame:
    """Return the words of some reviews.

    Parameters
    ----------
    run
        All tables of the run that names the reviews.
    source
        Where its tables are, when known.
    review_ids
        The reviews.

    Returns
    -------
    polars.DataFrame
        ``review_id``, ``title`` and ``text``, one row a review; null where the source has no words. They are
        as their authors wrote them: escape them wherever they are shown.

    Raises
    ------
    UsageError
        When the source is not known or not there, or has no texts; the message says what to do.
    IntegrityError
        When it holds other rows than the run read.

    Notes
    -----
    One pass over the source, as `detect` reads it, and one over the texts.
    """
    where = _present(run, source)
    quarantine = Path(tempfile.mkdtemp(prefix="collusion-texts-"))
    try:
        mapping = config_of_run(run).mapping
        with open_source(where, mapping) as opened:
            located = opened.locate()
            _check_same(run, located.digests())
            tables = read_located(located, mapping=mapping, quarantine=quarantine)
            return _words_of(tables, review_ids)
    finally:
        shutil.rmtree(quarantine, ignore_errors=True)


def _present(run: Run, source: str | Path | None) -> str | Path:
    """Return the source, or raise when it is not known or not there."""
    name = printable(str(run.manifest.get("source", "")))
    how = f'Open the run with its source: `co.open_run("{printable(str(run.path))}", source="…")`.'
    if source is None:
        raise UsageError(f"{run.path}: found no texts, which stay in the source ({name}). {how}")
    address = parse_address(source)
    if address.path is not None and not address.path.exists():
        raise UsageError(f"{printable(str(address.path))}: found no source there any more. {how}")
    return source


def _check_same(run: Run, digests: dict[str, str]) -> None:
    given: dict[str, str] = run.manifest.get("inputs", {})
    other = sorted(name for name in {*given, *digests} if given.get(name) != digests.get(name))
    if other:
        raise IntegrityError(
            f"{run.path}: found other rows in {listed(other)} of the source than the run read, so that texts "
            "may be of other reviews. Give the tables as they were, or run `co.detect` on them as they are."
        )


def _words_of(tables: ReviewTables, review_ids: pl.Series) -> pl.DataFrame:
    stored = tables.stored["reviews"]
    if "text" not in stored.columns:
        raise UsageError(
            f"reviews: found no text column among {counted(len(stored.columns), 'column')} of the source. "
            "Map one in `collusion.toml`, or call `reviews()` without texts."
        )
    every = np.arange(stored.height)
    known = stored.take(every, ["review_id"])["review_id"]
    rows = np.flatnonzero(known.is_in(review_ids.unique().implode()).to_numpy())
    names = [name for name in _WORDS if name in stored.columns]
    found = stored.take(rows, ["review_id", *names])
    return found.select(
        "review_id", *(pl.col(n) if n in names else pl.lit(None, pl.String).alias(n) for n in _WORDS)
    )

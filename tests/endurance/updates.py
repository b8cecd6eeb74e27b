"""A day's rows added to a source give the same bytes as all rows at once, however they are split.

``python -m tests.endurance.updates --splits 20`` splits a sample at random that often.
"""

from __future__ import annotations

import argparse
import random
import tempfile
from pathlib import Path

import polars as pl

from collusion import pipeline
from collusion.cases.schema import TABLES
from collusion.config import RunConfig
from collusion.daily import merge_sources
from collusion.provenance import file_digest
from tests.conftest import ROOT

SAMPLE = ROOT / "sample_graphs" / "thirty-accounts"


def split(source: Path, out: Path, draw: random.Random) -> list[Path]:
    """Write the rows of a source as those of two or three days, each row on one of them."""
    days = [out / f"day-{number}" for number in range(draw.choice((2, 3)))]
    share = draw.uniform(0.5, 0.99)
    for path in sorted(source.glob("*.csv")):
        rows = pl.read_csv(path, infer_schema=False)
        when = [0 if draw.random() < share else draw.randrange(1, len(days)) for _ in range(rows.height)]
        for number, day in enumerate(days):
            mine = rows.filter(pl.Series([one == number for one in when]))
            if mine.height:
                day.mkdir(parents=True, exist_ok=True)
                mine.write_csv(day / path.name)
    return [day for day in days if day.is_dir()]


def digests(source: Path, out: Path) -> dict[str, str]:
    """Run on a source; return the digest of each table of the run folder."""
    run = pipeline.detect(source, out, config=RunConfig())
    return {name: file_digest(run.path / f"{name}.parquet") for name in TABLES}


def differing(n_splits: int, folder: Path, source: Path = SAMPLE) -> list[str]:
    """Split a source so often; return where the parts together give other tables than the whole."""
    whole = digests(source, folder / "whole")
    found = []
    for number in range(n_splits):
        days = split(source, folder / f"split-{number}", random.Random(number))
        merged = merge_sources(days, folder / f"merged-{number}", RunConfig().mapping)
        mine = digests(merged, folder / f"run-{number}")
        found += [f"split {number}: {name}" for name in TABLES if mine[name] != whole[name]]
    return found


def main() -> None:
    """Split, run, compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--splits", type=int, default=20)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as work:
        found = differing(asked.splits, Path(work))
    print(f"{asked.splits} splits, tables that differ from those of the whole: {found or 'none'}")


if __name__ == "__main__":
    main()

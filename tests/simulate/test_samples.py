"""The samples that ship: each is what its README's command writes, and they stay small."""

from __future__ import annotations

import re
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from collusion.simulate.market import simulate_market
from collusion.simulate.presets import PRESETS, preset

SAMPLES = sorted(name.removeprefix("sample-") for name in PRESETS if name.startswith("sample-"))


def _read(path: Path) -> pl.DataFrame:
    return pl.read_csv(path) if path.suffix == ".csv" else pl.read_parquet(path)


@pytest.mark.parametrize("name", SAMPLES)
def test_samples__can_be_written_again(name: str, samples: Path, tmp_path: Path) -> None:
    readme = (samples / name / "README.md").read_text(encoding="utf-8")
    command = re.search(r"--preset (sample-[a-z-]+) --seed (\d+)`", readme)
    assert command is not None
    simulate_market(preset(command[1], seed=int(command[2])), tmp_path / "again")

    kept = {path.relative_to(samples / name) for path in (samples / name).rglob("*") if path.is_file()}
    written = {
        path.relative_to(tmp_path / "again") for path in (tmp_path / "again").rglob("*") if path.is_file()
    }
    assert kept - {Path("README.md")} == written
    for path in sorted(written):
        assert_frame_equal(_read(tmp_path / "again" / path), _read(samples / name / path))


def test_samples__are_small_together(samples: Path) -> None:
    assert sum(path.stat().st_size for path in samples.rglob("*") if path.is_file()) < 5_000_000

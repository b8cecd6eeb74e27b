from __future__ import annotations

import polars as pl
import pytest

from collusion.errors import UsageError
from research import real_data
from tests.evaluation.hand_trials import hand_trials


def test_main__writes_people_alone_and_planted_rings_apart(tmp_path):
    for name in (real_data.UNPLANTED, "planted"):
        trials = hand_trials().with_columns(styles=pl.lit(name), preset=pl.lit(f"films-{name}"))
        (tmp_path / "t").mkdir(exist_ok=True)
        trials.write_parquet(tmp_path / "t" / f"{name}.parquet")
    real_data.main([str(tmp_path / "t"), "--out", str(tmp_path / "page.md")])
    page = (tmp_path / "page.md").read_text()

    assert "| films-nobody | 1,000 | 3 | 30 | 30 | 1.50 |" in page
    assert "| films-planted | 3 | 66.7 | 33.3 | 3 | 1 | 15 |" in page
    assert "| farm | 3 | 2 | 1 | 0.57 |" in page
    assert "YelpChi" in page


def test_main__raise_without_trials(tmp_path):
    with pytest.raises(UsageError, match="found no trials there"):
        real_data.main([str(tmp_path), "--out", str(tmp_path / "page.md")])

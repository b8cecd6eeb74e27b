from __future__ import annotations

import polars as pl
import pytest

from research import adaptive, write_up
from research.adaptive import ADAPTIVE, BASE, SCHEMA, Setting, measure, settings
from research.summaries import adaptive_operator


@pytest.fixture(scope="module")
def table(tmp_path_factory):
    """Two settings, bold and timid, in one small market; then nothing is left to do."""
    out = tmp_path_factory.mktemp("adaptive") / "adaptive"
    bold, *_, timid = settings()
    told: list[str] = []
    for _ in range(2):
        measure([7], out, n_reviews=20_000, turned=(bold, timid), advance=told.append)
    assert ["seed 7: 1 of 2 rings flagged"] == told
    return out


def test_measure__weighs_what_survives(table):
    rows = pl.read_parquet(table / ADAPTIVE)
    bold, timid = (
        rows.row(by_predicate=pl.col("turned") == turned, named=True) for turned in ("coverage", "all")
    )

    assert SCHEMA == rows.schema
    assert bold["flagged"]
    assert not timid["flagged"]
    assert bold["n_surviving"] < 0.2 * bold["n_delivered"]
    assert timid["n_surviving"] == timid["n_delivered"] < bold["n_delivered"]
    assert timid["lift"] == timid["lift_surviving"] < bold["lift"]
    assert bold["lift_surviving"] < bold["lift"]
    assert timid["n_other"] > 2 * timid["n_delivered"]


def test_settings__turn_one_knob_at_a_time():
    every = settings()
    plans = [setting.plan for setting in every]

    assert len(set(plans)) == len(plans)
    for setting in every:
        turned = {
            knob
            for knob in ("coverage", "camouflage", "extreme_share", "days_per_target")
            if getattr(setting.plan, knob) != getattr(BASE, knob)
        }
        assert turned <= {setting.turned} or setting.turned == "all"
    assert Setting("coverage", BASE) in every


def test_adaptive_operator__is_a_table_with_the_cost_of_what_survives(table):
    rows = pl.read_parquet(table / ADAPTIVE)
    lines = adaptive_operator(rows).splitlines()
    timid = rows.filter(pl.col("turned") == "all")
    cost = (timid["n_delivered"][0] + timid["n_other"][0]) / timid["n_surviving"][0]

    assert 4 == len(lines)
    assert f"| {cost:,.0f} |" in lines[-1]
    assert lines[-1].startswith("| all | 0.12 | 8 | 0.3 | 240 | 1 | 0% |")
    nothing = adaptive_operator(rows.with_columns(n_surviving=pl.lit(0, dtype=pl.Int64)))
    assert "| 0 | – |" in nothing
    page = write_up.write_page([table])
    assert "python -m research.adaptive --seeds 7 --reviews 20000 --out docs/experiments/adaptive" in page


def test_main__measures_nothing_twice(table, capsys):
    adaptive.main(["--seeds", "7", "--reviews", "20000", "--out", str(table)])

    assert capsys.readouterr().err == ""

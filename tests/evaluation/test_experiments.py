from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest

from collusion.errors import InputError, UsageError
from collusion.evaluation.experiments import (
    CLAIMS,
    CLAIMS_SCHEMA,
    RESULTS,
    SCHEMA,
    Grid,
    _forget_others,
    read_grid,
    run_grid,
)
from collusion.evaluation.markets import Market, make_market
from tests.evaluation.small_grid import GRID, folder

__all__ = ["folder"]


def test_run_grid__has_a_row_for_each_cell_and_style(folder):
    table = pl.read_parquet(folder / RESULTS)

    assert SCHEMA == table.schema
    cells = table.filter(pl.col("kind") == "all").select("withheld", "method").rows()
    assert [("identifiers", "collusion"), ("nothing", "collusion"), ("nothing", "fraudar")] == cells
    assert {"gift_cards"} == set(table.filter(pl.col("kind") == "ring")["style"])
    mine = table.row(
        by_predicate=(pl.col("kind") == "all") & (pl.col("withheld") == "identifiers"), named=True
    )
    assert ("all", 1, 1, 1) == (mine["kind"], mine["n_groups"], mine["found_50"], mine["top_50"])


def test_run_grid__goes_on_where_it_was(folder):
    before = pl.read_parquet(folder / RESULTS)
    told: list[str] = []
    after = run_grid(GRID, folder, advance=told.append)

    assert [] == told
    assert before.equals(after)


def test_run_grid__keeps_every_claimed_ring_for_the_calibration(folder):
    predictions, table = pl.read_parquet(folder / CLAIMS), pl.read_parquet(folder / RESULTS)
    mine = table.filter(pl.col("kind") == "all", pl.col("method") == "collusion").sort("withheld")

    assert CLAIMS_SCHEMA == predictions.schema
    counts = predictions.group_by("withheld").agg(pl.len().cast(pl.Int64)).sort("withheld")
    assert mine.select("withheld", "n_claimed").rows() == counts.rows()
    assert predictions.filter(rank=1)["jaccard"].min() > 0.5


def test_run_grid__drops_cells_that_the_grid_has_no_more(folder, tmp_path):
    for name in (RESULTS, CLAIMS):
        pl.read_parquet(folder / name).write_parquet(tmp_path / name)
    run_grid(replace(GRID, withheld=("nothing",)), tmp_path)
    before = pl.read_parquet(folder / RESULTS)
    told: list[str] = []
    after = run_grid(
        replace(GRID, withheld=("nothing",), methods=("collusion",)), tmp_path, advance=told.append
    )

    assert [] == told
    kept = (pl.col("withheld") == "nothing") & (pl.col("method") == "collusion")
    assert before.filter(kept).equals(after)


def test_run_grid__reads_the_table_of_an_older_version(folder, tmp_path):
    old = pl.read_parquet(folder / RESULTS).drop("joined_50")
    old.write_parquet(tmp_path / RESULTS)
    after = run_grid(GRID, tmp_path)

    assert SCHEMA == after.schema
    assert after["joined_50"].null_count() == after.height


def test_read_grid__reads_what_it_is_given(tmp_path):
    file = tmp_path / "grid.toml"
    file.write_text('name = "g"\nseeds = [1, 2]\nhardness = ["plain", "hard"]\n')

    assert Grid(name="g", seeds=(1, 2), hardness=("plain", "hard")) == read_grid(file)


def test_read_grid__raises_every_fault(tmp_path):
    file = tmp_path / "grid.toml"
    file.write_text('presets = ["nowhere"]\nmethods = ["luck"]\nwithheld = ["hope"]\nsees = [1]\n')

    with pytest.raises(InputError) as error:
        read_grid(file)
    text = str(error.value)
    assert all(word in text for word in ("nowhere", "luck", "hope", "sees"))


def test_shipped_grids__can_be_read(samples):
    files = sorted((samples.parent / "docs" / "experiments").glob("*.toml"))

    assert len(files) >= 3
    assert all(read_grid(file).name == file.stem for file in files)


def test_make_market__raises_on_unknown_hardness(tmp_path):
    with pytest.raises(UsageError, match="'soft'; known: plain, hard, very_hard"):
        make_market(Market("clean", 5000, 1, "soft"), tmp_path)


def test_forget_others__keeps_the_market_and_the_key_beside_it(tmp_path):
    """The first run of a grid keeps the key of its tokens there, which the next market needs."""
    market, other = Market("ordinary", 2000, 7), Market("ordinary", 2000, 8)
    for name in (market.name, f"{market.name}-run", other.name):
        (tmp_path / name).mkdir()
    (tmp_path / ".collusion-key").write_text("00", encoding="ascii")
    _forget_others(tmp_path, market)

    assert {market.name, f"{market.name}-run", ".collusion-key"} == {one.name for one in tmp_path.iterdir()}

from __future__ import annotations

import polars as pl
import pytest

from collusion.errors import InputError, UsageError
from collusion.evaluation import write_up
from collusion.evaluation.experiments import RESULTS, SCHEMA, Grid, read_grid, run_grid
from collusion.evaluation.markets import Market, make_market

GRID = Grid(
    name="small",
    presets=("sample-gift-cards",),
    reviews=(6000,),
    seeds=(7,),
    methods=("collusion", "fraudar"),
    withheld=("nothing", "identifiers"),
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    out = tmp_path_factory.mktemp("grids") / "small"
    told: list[str] = []
    run_grid(GRID, out, advance=told.append)
    assert 3 == len(told), "a reference detector runs where nothing is withheld"
    return out


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


def test_write_page__names_the_command_of_every_table(folder, tmp_path):
    write_up.main([str(folder), "--out", str(tmp_path / "page.md")])
    page = (tmp_path / "page.md").read_text()

    assert "collusion evaluate --grid docs/experiments/small.toml --out docs/experiments/small" in page
    assert "python -m collusion.evaluation.write_up docs/experiments/small" in page
    assert "| sample-gift-cards, 6,000 | plain | – | collusion | 1 | 1 | 1.000 | 100.0% | 0.0% | 0 |" in page
    assert "| gift_cards | plain | 1 | 1 |" in page
    assert "Not flagged" not in page


def test_write_page__lists_what_was_missed(folder, tmp_path):
    table = pl.read_parquet(folder / RESULTS)
    missed = pl.when(pl.col("kind") == "all").then(pl.lit(["slow-01"])).otherwise("missed")
    (tmp_path / "small").mkdir()
    table.with_columns(missed=missed).write_parquet(tmp_path / "small" / RESULTS)

    assert "- sample-gift-cards, plain, seed 7: slow-01\n" in write_up.write_page([tmp_path / "small"])


def test_read_grid__reads_what_it_is_given(tmp_path):
    file = tmp_path / "grid.toml"
    file.write_text('name = "g"\nseeds = [1, 2]\nhardness = ["plain", "hard"]\n')

    assert Grid(name="g", seeds=(1, 2), hardness=("plain", "hard")) == read_grid(file)


def test_read_grid__raises_every_fault(tmp_path):
    file = tmp_path / "grid.toml"
    file.write_text('presets = ["nowhere"]\nmethods = ["luck"]\nwithheld = ["stars"]\nsees = [1]\n')

    with pytest.raises(InputError) as error:
        read_grid(file)
    text = str(error.value)
    assert all(word in text for word in ("nowhere", "luck", "stars", "sees"))


def test_shipped_grids__can_be_read(samples):
    files = sorted((samples.parent / "docs" / "experiments").glob("*.toml"))

    assert len(files) >= 3
    assert all(read_grid(file).name == file.stem for file in files)


def test_make_market__raises_on_unknown_hardness(tmp_path):
    with pytest.raises(UsageError, match="'soft'; known: plain, hard, very_hard"):
        make_market(Market("clean", 5000, 1, "soft"), tmp_path)


def test_page__is_what_its_own_command_writes(samples):
    """The figures in the documentation are those in the tables beside the grids."""
    root = samples.parent
    page = (root / "docs" / "explanation" / "evaluation.md").read_text(encoding="utf-8")
    (command,) = [
        line for line in page.splitlines() if line.startswith("python -m collusion.evaluation.write_up")
    ]
    folders = [root / word for word in command.split() if word.startswith("docs/experiments/")]

    assert folders
    assert write_up.write_page(folders) == page

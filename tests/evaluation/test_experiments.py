from __future__ import annotations

import json
from dataclasses import replace

import polars as pl
import pytest

from collusion.errors import InputError, UsageError
from collusion.evaluation import write_up
from collusion.evaluation.experiments import CLAIMS, CLAIMS_SCHEMA, RESULTS, SCHEMA, Grid, read_grid, run_grid
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
    assert "| – |" in write_up.write_page([tmp_path])


def test_write_page__names_the_command_of_every_table(folder, tmp_path):
    write_up.main([str(folder), "--out", str(tmp_path / "page.md")])
    page = (tmp_path / "page.md").read_text()

    assert "collusion evaluate --grid docs/experiments/small.toml --out docs/experiments/small" in page
    assert "python -m collusion.evaluation.write_up docs/experiments/small" in page
    assert "| sample-gift-cards, 6,000 | plain | identifiers | 1 | 100.0% | +0.0 | 1.000 | 0.0% | 0 |" in page


def test_write_page__of_our_own_method_tells_styles_and_calibration(folder, tmp_path):
    mine = tmp_path / "plain"
    mine.mkdir()
    whole = pl.col("withheld") == "nothing"
    table = pl.read_parquet(folder / RESULTS).filter(whole, pl.col("method") == "collusion")
    table.write_parquet(mine / RESULTS)
    pl.read_parquet(folder / CLAIMS).filter(whole).write_parquet(mine / CLAIMS)
    page = write_up.write_page([mine])

    start = "| sample-gift-cards, 6,000 | plain | – | collusion | 1 | 1 | 1.000 | 1.000 |"
    assert f"{start} 100.0% | 100.0% | 0.0% | 0 |" in page
    assert "| gift_cards | plain | 1 | 1 |" in page
    assert "Not flagged" not in page
    assert "Rings of ordinary density" in page
    pictures = write_up.draw_plots([mine])
    assert ["realised-fdr.svg", "reliability.svg"] == [file.name for file in pictures]
    assert all(f"(../experiments/plain/{file.name})" in page for file in pictures)


def test_write_page__puts_methods_side_by_side(folder, tmp_path):
    table = pl.read_parquet(folder / RESULTS).filter(pl.col("withheld") == "nothing")
    (tmp_path / "references").mkdir()
    table.write_parquet(tmp_path / "references" / RESULTS)
    page = write_up.write_page([tmp_path / "references"])

    assert "| sample-gift-cards, 6,000 | plain | – | fraudar | 1 | 1 |" in page
    assert "By style" not in page


def test_write_page__holds_labels_against_published_figures(tmp_path):
    each = {
        "n_accounts": 10,
        "n_fake": 2,
        "base_rate": 0.2,
        "ap": 0.25,
        "auc": 0.6,
        "n_rings": 0,
        "purity": None,
    }
    (tmp_path / "yelpchi").mkdir()
    (tmp_path / "yelpchi" / "labels.json").write_text(json.dumps({"collusion": each, "fraudar": each}))
    page = write_up.write_page([tmp_path / "yelpchi"])

    assert "| collusion | 0.250 | 0.600 |" in page
    assert "SpEagle, with text, stars and dates (Rayana & Akoglu 2015) | 0.339 | 0.691 |" in page
    assert "--against fraudar --json > docs/experiments/yelpchi/labels.json" in page


def test_results_in__are_all_that_are_there_in_the_order_of_the_page(folder, tmp_path):
    for name in ("zebra", "held-out", "plain", "empty"):
        (tmp_path / name).mkdir()
        if name != "empty":
            (tmp_path / name / RESULTS).write_bytes((folder / RESULTS).read_bytes())
    (tmp_path / "plain.toml").write_text("")

    assert ["plain", "held-out", "zebra"] == [path.name for path in write_up.results_in(tmp_path)]


def test_write_page__lists_what_was_missed(folder, tmp_path):
    table = pl.read_parquet(folder / RESULTS)
    missed = pl.when(pl.col("kind") == "all").then(pl.lit(["slow-01"])).otherwise("missed")
    (tmp_path / "small").mkdir()
    mine = table.filter(pl.col("method") == "collusion", pl.col("withheld") == "nothing")
    mine.with_columns(missed=missed).write_parquet(tmp_path / "small" / RESULTS)

    assert "- sample-gift-cards, plain, seed 7: slow-01\n" in write_up.write_page([tmp_path / "small"])


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


def test_page__is_what_its_own_command_writes(samples):
    """The figures in the documentation are those in the tables beside the grids."""
    root = samples.parent
    page = (root / "docs" / "explanation" / "evaluation.md").read_text(encoding="utf-8")
    (command,) = [
        line for line in page.splitlines() if line.startswith("python -m collusion.evaluation.write_up docs")
    ]
    folders = [root / word for word in command.split() if word.startswith("docs/experiments/")]

    assert folders
    assert write_up.write_page(folders) == page


def test_page__says_the_first_seed_of_what_it_reports(samples):
    folders = write_up.results_in(samples.parent / "docs" / "experiments")
    tables = [path for folder in folders for path in folder.glob("*.parquet")]
    first = min(pl.read_parquet(path, columns=["seed"]).to_series().min() for path in tables)

    assert f"Reported markets have seeds of {first} and more" in write_up.write_page(folders)

from __future__ import annotations

import json

import polars as pl

from collusion.evaluation.experiments import CLAIMS, RESULTS
from research import write_up
from tests.evaluation.hand_trials import hand_trials
from tests.evaluation.small_grid import folder

__all__ = ["folder"]


def test_write_page__names_the_command_of_every_table(folder, tmp_path):
    write_up.main([str(folder), "--out", str(tmp_path / "page.md")])
    page = (tmp_path / "page.md").read_text()

    assert "collusion evaluate grid docs/experiments/small.toml --out docs/experiments/small" in page
    assert "python -m research.write_up docs/experiments/small" in page
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


def test_page__is_what_its_own_command_writes(samples):
    """The figures in the documentation are those in the tables beside the grids."""
    root = samples.parent
    page = (root / "docs" / "explanation" / "evaluation.md").read_text(encoding="utf-8")
    (command,) = [line for line in page.splitlines() if line.startswith("python -m research.write_up docs")]
    folders = [root / word for word in command.split() if word.startswith("docs/experiments/")]

    assert folders
    assert write_up.write_page(folders) == page


def test_page__says_the_first_seed_of_what_it_reports(samples):
    folders = write_up.results_in(samples.parent / "docs" / "experiments")
    tables = [path for folder in folders for path in folder.glob("*.parquet")]
    first = min(pl.read_parquet(path, columns=["seed"]).to_series().min() for path in tables)

    assert f"Reported markets have seeds of {first} and more" in write_up.write_page(folders)


def test_write_page__has_a_section_for_trials(tmp_path):
    (tmp_path / "lifelike").mkdir()
    hand_trials().write_parquet(tmp_path / "lifelike" / "a.parquet")
    folders = write_up.results_in(tmp_path)
    page = write_up.write_page(folders)

    assert [tmp_path / "lifelike"] == folders
    assert (
        "collusion evaluate market --preset p --styles all --reviews 1000 --withhold nothing --seeds 1,2 "
        "--out docs/experiments/lifelike\n" in page
    )
    assert "### p, all styles, 1,000 reviews, nothing withheld" in page
    assert "| farm | 2 | 1 | 0 | 0 | 1 |" in page


def test_results_in__leaves_real_reviews_to_their_own_page(tmp_path):
    (tmp_path / "real").mkdir()
    hand_trials().write_parquet(tmp_path / "real" / "a.parquet")

    assert [] == write_up.results_in(tmp_path)

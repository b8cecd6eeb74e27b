from __future__ import annotations

import json

import polars as pl
import pytest

from tests.evaluation.fixtures import small_market, small_run

__all__ = ["small_market", "small_run"]


def test_evaluate__prints_figures_of_runs_against_the_truth(cli, small_run, small_market):
    done = cli("evaluate", small_run.path, "--truth", small_market / "truth")

    assert done.code == 0, done.err
    assert "1 true ring and 0 innocent groups in 1 market." in done.out
    assert "precision at k (J ≥ 0.5)" in done.out
    assert "gift_cards" in done.out


def test_evaluate__prints_json_of_pooled_runs(cli, small_run, small_market):
    run, truth = small_run.path, small_market / "truth"
    done = cli("evaluate", run, run, "--truth", truth, "--truth", truth, "--json")
    figures = json.loads(done.out)["collusion"]

    assert (2, 2) == (figures["n_markets"], figures["n_rings"])
    assert {"0.3": 2, "0.5": 2, "0.8": 2} == figures["found"]
    assert 1.0 == figures["precision_at_k"]["0.5"]
    assert [0.01, 0.05, 0.1] == [level["nominal"] for level in figures["levels"]]
    assert {"0.01", "0.05", "0.1"} == set(figures["styles"][0]["flagged"])


def test_evaluate__stands_beside_reference_detectors(cli, small_run, small_market, tmp_path):
    done = cli(
        "evaluate", small_run.path, "--truth", small_market, "--source", small_market,
        "--against", "fraudar,co-reviews", "--plots", tmp_path / "plots",
    )  # fmt: skip

    assert done.code == 0, done.err
    (heading,) = [line for line in done.out.splitlines() if line.startswith("figure")]
    assert ["figure", "collusion", "fraudar", "co-reviews"] == heading.split()
    assert "reliability.png" in done.err
    assert (tmp_path / "plots" / "realised-fdr.png").is_file()


def test_evaluate__judges_scores_by_labels(cli, small_run, small_market, tmp_path):
    source = tmp_path / "source"
    source.mkdir()
    reviews = pl.read_parquet(small_market / "reviews.parquet")
    reviews.write_parquet(source / "reviews.parquet")
    members = pl.read_parquet(small_market / "truth" / "members.parquet")["reviewer_id"]
    known = reviews.select("reviewer_id").unique().sort("reviewer_id")
    label = (
        pl.when(pl.col("reviewer_id").is_in(members.implode()))
        .then(pl.lit("fake"))
        .otherwise(pl.lit("honest"))
    )
    known.select(entity_type=pl.lit("reviewer"), entity_id="reviewer_id", label=label).write_parquet(
        source / "labels.parquet"
    )
    shown = cli("evaluate", small_run.path, "--labels", source, "--against", "fraudar")
    figures = json.loads(cli("evaluate", small_run.path, "--labels", source, "--json").out)["collusion"]

    assert shown.code == 0, shown.err
    assert ["method", "collusion", "fraudar"] == [line.split()[0] for line in shown.out.splitlines()[:3]]
    assert len(members) == figures["n_fake"]
    assert figures["ap"] > 0.9


def test_evaluate__refuses_a_truth_and_labels_of_another_market(cli, small_run, small_market, tmp_path):
    """Figures of a comparison that matches nothing mean nothing: exit code 3, and what is nearly the same."""
    (tmp_path / "truth").mkdir()
    for file in (small_market / "truth").iterdir():
        frame = pl.read_parquet(file)
        if "reviewer_id" in frame.columns:
            frame = frame.with_columns(pl.col("reviewer_id").str.to_lowercase())
        frame.write_parquet(tmp_path / "truth" / file.name)
    by_truth = cli("evaluate", small_run.path, "--truth", tmp_path / "truth")

    source = tmp_path / "source"
    source.mkdir()
    pl.DataFrame({"reviewer_id": ["zoe", "yan"], "product_id": ["p", "p"]}).write_csv(source / "reviews.csv")
    labels = {"entity_type": ["reviewer"], "entity_id": ["zoe"], "label": ["fake"]}
    pl.DataFrame(labels).write_csv(source / "labels.csv")
    by_labels = cli("evaluate", small_run.path, "--labels", source)

    assert (3, 3) == (by_truth.code, by_labels.code)
    assert "of which the run scored none" in by_truth.err
    assert "is nearly" in by_truth.err
    assert "labels.entity_id: found 1 account, of which the run scored none" in by_labels.err


def test_evaluate__plants_rings_into_a_source(cli, samples):
    words = ("--sizes", "20", "--coverage", "0.8", "--camouflage", "0.5", "--spread", "3", "--trials", "1")
    done = cli("evaluate", "--inject", samples / "honest", *words)

    assert done.code == 0, done.err
    assert ["20", "15", "80%", "0.5", "3", "d", "1", "100%", "100%"] == done.out.splitlines()[1].split()[:9]
    (row,) = json.loads(cli("evaluate", "--inject", samples / "honest", *words, "--json", "-q").out)
    assert (20, 1, 1) == (row["size"], row["n_found"], row["n_flagged"])


def test_evaluate__runs_a_grid(cli, tmp_path):
    grid = tmp_path / "grid.toml"
    grid.write_text('presets = ["sample-honest"]\nreviews = [3000]\nmethods = ["fraudar"]\n')
    done = cli("evaluate", "--grid", grid, "--out", tmp_path / "out")

    assert done.code == 0, done.err
    assert "| sample-honest, 3,000 | plain | – | fraudar | 1 | 0 |" in done.out
    assert "1/1 sample-honest 3000 plain 1 nothing fraudar" in done.err
    (row,) = json.loads(cli("evaluate", "--grid", grid, "--out", tmp_path / "out", "--json").out)
    assert ("fraudar", 0) == (row["method"], row["n_groups"])


@pytest.mark.parametrize(
    "words, message",
    [
        ((), "found nothing to evaluate. Give runs with their --truth, or a sub-command: market, background"),
        (("a", "--inject", "b"), "Got unexpected extra argument"),
        (("a",), "found 1 run and 0 --truth"),
        (("--grid", "g.toml"), "found --grid without --out"),
        (("--inject", "x", "--sizes", "few"), "--sizes: found 'few'"),
        (("--inject", "x", "--coverage", "-1"), "--coverage: found '-1'"),
    ],
)
def test_evaluate__raises_on_what_does_not_go_together(cli, words, message):
    done = cli("evaluate", *words)

    assert done.code == 2
    assert message in done.err


def test_evaluate__raises_on_unknown_detectors(cli, small_run, small_market):
    words = ("--truth", small_market, "--source", small_market, "--against", "oracle")
    done = cli("evaluate", small_run.path, *words)

    assert done.code == 2
    assert "found the detector 'oracle'; known: fraudar" in done.err


def test_evaluate_market__keeps_a_file_a_trial_and_runs_none_twice(cli, tmp_path):
    words = ("evaluate", "market", "--preset", "sample-honest", "--reviews", "3000", "--out", tmp_path / "t")
    first = cli(*words, "--seeds", "1-2")
    again = cli(*words, "--seeds", "2,3", "--withhold", "nothing")

    assert first.code == again.code == 0, first.err + again.err
    assert ["sample-honest-3000-1", "sample-honest-3000-2", "sample-honest-3000-3"] == sorted(
        file.name.split(".")[0] for file in (tmp_path / "t").iterdir()
    )
    assert "3000-2" in first.err
    assert "3000-2" not in again.err


def test_evaluate_summary__prints_tables_or_json(cli, tmp_path):
    words = ("--preset", "sample-honest", "--reviews", "3000", "--out", tmp_path / "t", "-q")
    cli("evaluate", "market", *words)
    shown = cli("evaluate", "summary", tmp_path / "t", "--misses")
    figures = json.loads(cli("evaluate", "summary", tmp_path / "t", "--json").out)

    assert "## sample-honest, tuned styles, 3,000 reviews, nothing withheld" in shown.out
    assert (1, 0) == (figures["settings"][0]["n_markets"], figures["settings"][0]["n_rings"])
    assert [] == figures["misses"]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--seeds", "one"), "--seeds: found 'one'; allowed are whole numbers and ranges"),
        (("--seeds", "3-x"), "--seeds: found '3-x'"),
        (("--seeds", "5-3"), "--seeds: found '5-3', 0 seeds; allowed are 1 to 10,000"),
        (("--seeds", "1-99999999999"), "99,999,999,999 seeds; allowed are 1 to 10,000"),
        (("--preset", "life"), "found the preset life; known: ordinary"),
        (("--styles", "nice"), "--styles: found 'nice'"),
    ],
)
def test_evaluate_market__raises_before_anything_is_run(cli, tmp_path, words, message):
    done = cli("evaluate", "market", "--out", tmp_path / "t", *words)

    assert done.code == 2
    assert message in done.err
    assert not (tmp_path / "t").exists()


def test_evaluate__sub_commands_stand_for_the_former_options(cli, tmp_path):
    grid = tmp_path / "grid.toml"
    grid.write_text('presets = ["sample-honest"]\nreviews = [3000]\nmethods = ["fraudar"]\n')
    done = cli("evaluate", "grid", grid, "--out", tmp_path / "out")
    former = cli("evaluate", f"--grid={grid}", "--out", tmp_path / "out")

    assert done.code == former.code == 0, done.err + former.err
    assert done.out == former.out


def test_evaluate_background__plants_or_leaves_people_alone(cli, samples, tmp_path):
    words = ("evaluate", "background", samples / "honest", "--out", tmp_path / "t")
    planted = cli(*words, "--plant", "batches")
    alone = cli(*words, "--plant", "nobody", "--without-times")

    assert planted.code == alone.code == 0, planted.err + alone.err
    assert ["honest-1.batches.parquet", "honest-without-times-1.nobody.parquet"] == sorted(
        file.name for file in (tmp_path / "t").iterdir()
    )

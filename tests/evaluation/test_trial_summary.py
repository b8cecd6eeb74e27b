"""Sums over trials, counted by hand."""

from __future__ import annotations

import polars as pl
import pytest
from scipy.stats import binom

from collusion.evaluation.trial_summary import (
    as_markdown,
    by_setting,
    by_style,
    innocent_kinds,
    miss_causes,
    misses,
    summary_text,
    upper_bound,
)
from tests.evaluation.hand_trials import hand_trials


def test_by_setting__counts_rings_flags_and_strangers():
    (row,) = by_setting(hand_trials()).to_dicts()

    assert (2, 3, 2, 1) == (row["n_markets"], row["n_rings"], row["n_found"], row["n_flagged"])
    assert (2, 2, 1) == (row["n_visible"], row["n_visible_found"], row["n_visible_flagged"])
    assert (3, 1, 30, 15) == (row["n_flags"], row["n_false"], row["n_accused"], row["n_strangers"])
    assert (2, 1, 30) == (row["n_innocent"], row["worst_kind"], row["n_likely"])
    assert 1 / 3 == row["fdr"]
    assert upper_bound(1, 3) == row["fdr_upper"]


@pytest.mark.parametrize(("n_false", "n_flagged"), [(0, 5), (1, 40), (7, 90)])
def test_upper_bound__leaves_five_percent_below(n_false, n_flagged):
    """At the bound, so few false flags come by chance once in twenty times."""
    assert pytest.approx(0.05) == binom.cdf(n_false, n_flagged, upper_bound(n_false, n_flagged))


def test_upper_bound__knows_nothing_without_flags():
    assert 1.0 == upper_bound(0, 0) == upper_bound(3, 3)


def test_by_style__and_innocent_kinds_are_by_setting():
    trials = pl.concat([hand_trials(), hand_trials().with_columns(withheld=pl.lit("stars"))])

    assert [(3, 2, 2, 1)] * 2 == list(
        by_style(trials).select("n_rings", "n_visible", "n_found", "n_flagged").iter_rows()
    )
    assert [(4, 1, 4)] * 2 == list(
        innocent_kinds(trials).select("n_groups", "n_markets_flagged", "best_rank").iter_rows()
    )


def test_misses__names_what_was_not_flagged():
    assert ["b", "c"] == misses(hand_trials())["name"].to_list()


def test_summary_text__has_every_setting_and_every_miss():
    text = summary_text(hand_trials(), with_misses=True)

    assert "## p, all styles, 1,000 reviews, nothing withheld" in text
    assert "| farm |  | 3 | 2 | 2 | 1 | 0.57 |" in text
    assert "| office | yes | 4 | 1 | 4 |" in text
    assert "- 1 b: visible, rank 7\n- 1 c: not visible, nearest J 0.10\n" in text


def test_as_markdown__shows_shares_in_percent_and_what_is_missing():
    table = pl.DataFrame({"a": [1234, None], "b": [0.256, float("nan")], "c": [0.256, 1.0]})

    assert "| a | b % | c |\n|---:|---:|---:|\n| 1,234 | 25.6 | 0.26 |\n| – | – | 1.00 |\n" == as_markdown(
        table, {"a": "a", "b": "b %", "c": "c"}
    )


def test_miss_causes__by_the_stage_that_missed():
    trials = hand_trials()
    ring = trials.filter(name="b")
    others = [
        ring.with_columns(name=pl.lit(name), found=pl.lit(value=False), jaccard=pl.lit(j))
        for name, j in (("d", 0.4), ("e", 0.1))
    ]
    (row,) = miss_causes(pl.concat([trials, *others])).to_dicts()

    assert (4, 1, 1) == (row["n_missed"], row["not_visible"], row["not_flagged"])
    assert (1, 1) == (row["badly_cut"], row["not_listed"])


def test_as_markdown__names_of_others_stay_in_their_cell():
    table = pl.DataFrame({"a": ["x | y\n| z"]})

    assert "| x \\| y \\| z |\n" in as_markdown(table, {"a": "a"})

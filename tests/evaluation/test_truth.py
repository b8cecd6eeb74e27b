from __future__ import annotations

import polars as pl
import pytest

from collusion.errors import InputError, UsageError
from collusion.evaluation.truth import read_truth
from tests.evaluation.by_hand import TRUTH
from tests.evaluation.writing import write_truth


def test_read_truth__returns_what_was_written(tmp_path):
    write_truth(TRUTH, tmp_path / "truth")
    read = read_truth(tmp_path / "truth")

    assert sorted(TRUTH.groups, key=lambda group: group.name) == list(read.groups)
    assert ["r1", "r2", "r3"] == [ring.name for ring in read.rings]
    assert ["club", "home"] == [group.name for group in read.innocent]


def test_read_truth__finds_it_in_a_market(tmp_path):
    write_truth(TRUTH, tmp_path / "truth")

    assert read_truth(tmp_path) == read_truth(tmp_path / "truth")


def test_read_truth__of_a_simulated_market(small_market):
    truth = read_truth(small_market)

    assert ["gift_cards"] == [ring.style for ring in truth.rings]
    assert len(truth.rings[0].members) >= 30
    assert len(truth.rings[0].targets) >= 12


def test_read_truth__raises_where_there_is_none(tmp_path):
    with pytest.raises(UsageError, match=r"no groups\.parquet"):
        read_truth(tmp_path)


def test_read_truth__raises_on_columns_that_are_missing(tmp_path):
    write_truth(TRUTH, tmp_path)
    pl.read_parquet(tmp_path / "members.parquet").drop("reviewer_id").write_parquet(
        tmp_path / "members.parquet"
    )

    with pytest.raises(InputError, match=r"reviewer_id: found no such column"):
        read_truth(tmp_path)


def test_read_truth__raises_on_unknown_kinds(tmp_path):
    write_truth(TRUTH, tmp_path)
    groups = pl.read_parquet(tmp_path / "groups.parquet")
    groups.with_columns(kind=pl.lit("gang")).write_parquet(tmp_path / "groups.parquet")

    with pytest.raises(InputError, match=r"'gang'.*ring or innocent"):
        read_truth(tmp_path)

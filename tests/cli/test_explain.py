from __future__ import annotations

import json

import pytest

from tests.cases.small_runs import Wish, make_run, save_run


@pytest.fixture
def folder(tmp_path):
    return save_run(make_run(Wish(n_accounts=20)), tmp_path / "run")


@pytest.mark.parametrize("ring", ["1", "R-00000001", "r-00000001"])
def test_explain__takes_an_id_or_a_rank(cli, folder, ring):
    done = cli("explain", folder, ring)

    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("R-00000001  rank 1 of 2  flagged  one hand\n20 accounts wrote")


def test_explain__prints_everything_on_demand(cli, folder):
    assert "and 8 more accounts: --all" in cli("explain", folder, 1).out
    assert "A119" in cli("explain", folder, 1, "--all").out


def test_explain__prints_json(cli, folder):
    record = json.loads(cli("explain", folder, 2, "--json").out)

    assert record["ring_id"] == "R-00000002"
    assert record["narrative"]["next_steps"][0].startswith("Not flagged")


def test_explain__names_near_rings_when_there_is_none(cli, folder):
    done = cli("explain", folder, "R-00000009")

    assert done.code == 2
    assert "R-00000001" in done.err

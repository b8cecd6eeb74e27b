from __future__ import annotations

import pytest

from tests.cases.small_runs import Wish, make_run, save_run


@pytest.fixture
def folder(tmp_path):
    return save_run(make_run(Wish(hostile=True)), tmp_path / "run")


def test_export__writes_suspects_and_says_where(cli, folder, tmp_path):
    out = tmp_path / "suspects.csv"

    done = cli("export", folder, "--to", "suspects", "--out", out)

    assert (done.code, done.out) == (0, f"{out}\n")
    assert done.err == "10 suspects of 1 flagged ring, each for a human decision.\n"
    assert "suspect: for human decision" in out.read_text(encoding="utf-8")


def test_export__overwrites_only_by_force(cli, folder, tmp_path):
    out = tmp_path / "suspects.jsonl"
    out.write_text("mine")

    assert cli("export", folder, "--to", "suspects", "--out", out).code == 2
    assert out.read_text() == "mine"
    assert cli("export", folder, "--to", "suspects", "--out", out, "--force", "--quiet").err == ""


def test_export__knows_only_suspects(cli, folder, tmp_path):
    done = cli("export", folder, "--to", "police", "--out", tmp_path / "out.csv")

    assert done.code == 2
    assert "suspects" in done.err

from __future__ import annotations

import json

import pytest

from tests.cases.small_runs import Wish, make_run, save_run


@pytest.fixture
def folder(tmp_path):
    return save_run(make_run(Wish(n_rings=3, hostile=True)), tmp_path / "run")


def test_show__prints_the_table_to_stdout_and_the_hint_to_stderr(cli, folder):
    done = cli("show", folder)

    assert done.code == 0
    assert "●  R-00000001" in done.out
    assert done.err == f"Open the first: collusion explain {folder} R-00000001\n"


def test_show__prints_the_first_or_all(cli, folder):
    assert "R-00000002" not in cli("show", folder, "--top", 1).out
    assert "R-00000003" in cli("show", folder, "--top", 1, "--all").out


def test_show__prints_json(cli, folder):
    shown = json.loads(cli("show", folder, "--json", "--top", 2).out)

    assert (shown["run_id"], shown["n_rings"], shown["n_flagged"]) == ("run-0123456789ab", 3, 1)
    assert ["R-00000001", "R-00000002"] == [ring["ring_id"] for ring in shown["rings"]]
    assert shown["unavailable"]["text"] == "the reviews table has no text column"


def test_show__of_no_rings_offers_nothing_to_open(cli, tmp_path):
    done = cli("show", save_run(make_run(Wish(n_rings=0)), tmp_path / "run"))

    assert done.code == 0
    assert done.out.startswith("No group stands out")
    assert done.err == ""


def test_show__raises_on_what_is_no_run(cli, tmp_path):
    done = cli("show", tmp_path)

    assert done.code == 2
    assert "not a finished run folder" in done.err


@pytest.mark.parametrize("width", [60, 80, 112, 200])
def test_show__cuts_no_column_at_any_width(cli, folder, monkeypatch, width):
    monkeypatch.setenv("COLUMNS", str(width))
    header, *rows = cli("show", folder).out.splitlines()

    assert "false" in header
    assert len(header) <= width
    assert all("R-0000000" in row for row in rows[:3])

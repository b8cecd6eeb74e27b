from __future__ import annotations

import json

import openpyxl
import polars as pl
import pytest

from tests.cases.small_runs import Wish, make_run, save_run
from tests.workspace.keeping import RING, kept

WHO = ("--by", "M. Berg", "--note", "Same card.")


@pytest.fixture
def folder(tmp_path):
    return save_run(make_run(Wish(hostile=True)), tmp_path / "run")


@pytest.fixture
def space(cli, tmp_path):
    """A workspace whose ring is confirmed and whose plan is ordered."""
    with kept(tmp_path):
        pass
    assert 0 == cli("decide", tmp_path / "w", RING, "confirm", *WHO).code
    assert 0 == cli("plan", tmp_path / "w", "--approve", "--by", "Chief").code
    return tmp_path / "w"


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


def test_export__knows_what_it_can_export(cli, folder, tmp_path):
    done = cli("export", folder, "--to", "police", "--out", tmp_path / "out.csv")

    assert done.code == 2
    assert "suspects" in done.err


@pytest.mark.parametrize("target", ["feed", "exhibits", "stix", "dsa", "subject"])
def test_export__what_is_made_of_decisions_is_made_of_a_workspace(cli, folder, tmp_path, target):
    done = cli("export", folder, "--to", target, "--out", tmp_path / "x")

    assert 2 == done.code
    assert "so give a workspace" in done.err


def test_export__lists_and_graphs_of_a_run(cli, folder, tmp_path):
    assert "4 products." in cli("export", folder, "--to", "clients", "--out", tmp_path / "c.xlsx").err
    assert "1 operator." in cli("export", folder, "--to", "operators", "--out", tmp_path / "o.csv").err
    assert "of 1 ring." in cli("export", folder, "--to", "graph", "--out", tmp_path / "g.graphml").err
    assert (
        "0 suspects"
        in cli("export", folder, "--to", "suspects", "--ring", "2", "--out", tmp_path / "s.csv").err
    )
    assert (
        "0 products"
        in cli("export", folder, "--to", "clients", "--ring", "2", "--out", tmp_path / "d.csv").err
    )
    assert 5 == openpyxl.load_workbook(tmp_path / "c.xlsx").active.max_row


def test_export__the_feed_reverses_what_an_appeal_won_back(cli, space, tmp_path):
    first = cli("export", space, "--to", "feed", "--out", tmp_path / "a.jsonl")
    cli("decide", space, RING, "honest", "--accounts", "A102", *WHO)
    second = cli("export", space, "--to", "feed", "--out", tmp_path / "b.jsonl")
    lines = [json.loads(line) for line in (tmp_path / "b.jsonl").read_text().splitlines()]

    assert "and 0 reversals." in first.err
    back = [line for line in lines if line["status"] == "reversal"]
    assert f"and {len(back)} reversals." in second.err
    assert {"A102"} == {line["account"] for line in back}
    assert {
        line["action_id"] for line in lines if line["account"] == "A102" and line["status"] == "issue"
    } == {line["reverses"] for line in back}
    # The first feed is the beginning of the second: nothing that was sent is sent otherwise.
    assert (tmp_path / "b.jsonl").read_text().startswith((tmp_path / "a.jsonl").read_text())


def test_export__suspects_of_a_workspace_know_appeals_won_after_the_run(cli, space, tmp_path):
    cli("decide", space, RING, "honest", "--accounts", "A102", *WHO)
    cli("export", space, "--to", "suspects", "--out", tmp_path / "s.parquet")

    listed = pl.read_parquet(tmp_path / "s.parquet")["entity_id"].to_list()
    assert "A101" in listed
    assert "A102" not in listed


def test_export__exhibits_stix_statements_and_all_about_one_account(cli, space, tmp_path):
    for target, out, said in (
        ("exhibits", "x", "Exhibits of R-00000001, profile regulator; rows: A 5,"),
        ("stix", "x.json", "STIX objects."),
        ("dsa", "d", "in 1 call."),
    ):
        done = cli("export", space, "--to", target, "--out", tmp_path / out, "--profile", "regulator")
        assert 0 == done.code, done.err
        assert said in done.err
    done = cli("export", space, "--to", "subject", "--account", "A101", "--out", tmp_path / "s.json")
    assert "All that is held about one account: 1 ring, 1 decision, 0 rows of the source." in done.err
    assert "A101" == json.loads((tmp_path / "s.json").read_text())["account"]
    for nobody in ((), ("--account", "\udcff")):
        assert 2 == cli("export", space, "--to", "subject", *nobody, "--out", tmp_path / "t.json").code


def test_export__exhibits_alone_are_told_in_german(cli, space, tmp_path):
    done = cli("export", space, "--to", "exhibits", "--out", tmp_path / "x", "--language", "de")
    refused = cli("export", space, "--to", "dsa", "--out", tmp_path / "y", "--language", "de")
    unknown = cli("export", space, "--to", "exhibits", "--out", tmp_path / "z", "--language", "xx")

    assert 0 == done.code, done.err
    assert "verwendet, um den Ring zu finden" in (tmp_path / "x" / "exhibit-D.csv").read_text()
    assert (2, 2) == (refused.code, unknown.code)
    assert "Allowed for --to exhibits only" in refused.err
    assert "no catalogue of that language" in unknown.err


def test_export__nothing_is_handed_over_that_nobody_confirmed(cli, tmp_path):
    with kept(tmp_path):
        pass
    for target in ("exhibits", "stix"):
        done = cli("export", tmp_path / "w", "--to", target, "--out", tmp_path / "x")
        assert (2, True) == (done.code, "nothing to hand over" in done.err)
    done = cli("export", tmp_path / "w", "--to", "exhibits", "--ring", RING, "--out", tmp_path / "x")
    assert "no decision that confirms it" in done.err


def test_export__terms_are_checked_by_the_database_s_rules(cli, space, tmp_path):
    words = ("export", space, "--to", "dsa", "--out", tmp_path / "d", "--clause-url", "https://x.example/t")

    assert 3 == cli(*words, "--country", "UK").code
    assert 0 == cli(*words, "--country", "DE", "--clause", "Clause 4").code
    [call] = (tmp_path / "d").iterdir()
    assert {"Clause 4"} == {
        s["incompatible_content_ground"] for s in json.loads(call.read_text())["statements"]
    }


def test_export__lists_of_a_workspace_leave_out_what_a_person_dismissed(cli, space, tmp_path):
    cli("decide", space, RING, "dismiss", "--by", "A. Roy", "--note", "Fans.")
    names = (("suspects", ()), ("suspects", ("--ring", RING)), ("clients", ()))
    heights = []
    for number, (target, words) in enumerate(names):
        out = tmp_path / f"{number}.csv"
        assert 0 == cli("export", space, "--to", target, "--out", out, *words).code
        heights.append(len(out.read_text(encoding="utf-8").splitlines()) - 1)

    assert 0 == heights[0] == heights[2]
    # Whoever names the ring gets it.
    assert heights[1] > 0

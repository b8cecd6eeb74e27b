from __future__ import annotations

import json

import pytest

from tests.workspace.keeping import RING, grown, keep, kept


@pytest.fixture
def space(tmp_path):
    with kept(tmp_path) as workspace:
        keep(workspace, grown(9))
    return tmp_path / "w"


def test_inbox__says_what_waits_and_what_is_new(cli, space):
    done = cli("inbox", space)

    assert 0 == done.code
    assert f"{RING}  grown  ●" in done.out
    assert "run 2: 4 accounts joined" in done.out
    assert f"collusion explain {space}/runs/0002 {RING}" in done.err


def test_inbox__since_and_all_and_json(cli, space):
    cli("decide", space, RING, "dismiss", "--by", "M", "--note", "fans")

    assert RING not in cli("inbox", space).out
    assert "dismissed by M on" in cli("inbox", space, "--all").out
    found = json.loads(cli("inbox", space, "--all", "--since", "0001-01-01", "--json").out)
    states = {ring["ring_id"]: ring["state"] for ring in found["rings"]}
    assert {RING: "quiet", "R-00000002": "new"} == states
    assert "dismiss" == next(ring["decision"]["verdict"] for ring in found["rings"] if ring["decision"])


def test_inbox__lists_runs(cli, space):
    assert 2 == len(cli("inbox", space, "--runs").out.splitlines())
    assert [1, 2] == [run["run_no"] for run in json.loads(cli("inbox", space, "--runs", "--json").out)]


def test_inbox__knows_the_runs_that_there_are(cli, space, tmp_path):
    assert 2 == cli("inbox", space, "--since", "77").code
    assert 2 == cli("inbox", tmp_path / "none").code


def test_inbox__of_nothing_says_so(cli, space):
    for ring in (RING, "R-00000002"):
        cli("decide", space, ring, "watch", "--by", "M", "--note", "x")

    assert "Nothing waits for a decision.\n" == cli("inbox", space).out

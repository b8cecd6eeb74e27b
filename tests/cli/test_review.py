from __future__ import annotations

import io
import json

import pytest

from collusion.workspace.leases import holding, take
from collusion.workspace.workspace import opened
from tests.workspace.keeping import RING, kept


@pytest.fixture
def space(tmp_path):
    with kept(tmp_path):
        return tmp_path / "w"


@pytest.fixture
def typed(monkeypatch, cli, space):
    """Run ``review`` with these lines typed."""

    def run(lines, *words):
        monkeypatch.setattr("sys.stdin", io.StringIO(lines))
        return cli("review", space, *words)

    return run


def _decisions(cli, space):
    rings = json.loads(cli("inbox", space, "--all", "--json").out)["rings"]
    return {ring["ring_id"]: ring["decision"] for ring in rings}


def test_review__a_key_and_a_reason_make_a_decision(typed, cli, space):
    done = typed("x\nc\nSame card.\nd\nFans.\n", "--by", "M. Berg")

    assert 0 == done.code
    assert "Found 'x'. Allowed: c confirm" in done.out
    assert "+ They review the same products." in done.out
    assert "? a household: It fails: too many accounts." in done.out
    assert done.out.endswith("2 decided, 0 left.\n")
    assert {RING: "confirm", "R-00000002": "dismiss"} == {
        ring: decision["verdict"] for ring, decision in _decisions(cli, space).items()
    }


def test_review__skips_and_stops(typed, cli, space):
    assert typed("s\nq\n", "--by", "M").out.endswith("0 decided, 2 left.\n")
    assert typed("", "--by", "M").out.endswith("0 decided, 2 left.\n")
    assert "a decision needs a reason" in typed("c\n\n", "--by", "M").out
    assert [None, None] == list(_decisions(cli, space).values())


def test_review__goes_on_after_a_reason_that_cannot_be_kept(typed, cli, space):
    done = typed(f"c\n{'x' * 20_001}\nd\nFans.\n", "--by", "M")

    assert f"{RING}: nothing recorded. --note: found 20,001 characters." in done.out
    assert done.out.endswith("1 decided, 1 left.\n")
    assert 1 == sum(decision is not None for decision in _decisions(cli, space).values())


def test_review__blind_shows_no_score(typed, cli, space):
    shown = typed("c\nSame card.\n", "--by", "M", "--blind").out

    assert "Rank" not in shown
    assert "Five accounts work together" not in shown
    assert _decisions(cli, space)[RING]["is_blind"]


def test_review__a_second_opinion_never_sees_the_first(typed, cli, space):
    cli("decide", space, RING, "confirm", "--by", "First Person", "--note", "The first reason.")

    assert typed("c\nMine.\n", "--by", "First Person", "--second").out.endswith("0 decided, 0 left.\n")
    done = typed("d\nFans.\n", "--by", "Second Person", "--second")
    for hidden in ("First Person", "The first reason", "confirmed", "Rank"):
        assert hidden not in done.out + done.err
    assert done.out.endswith("1 decided, 0 left.\n")
    # The first opinion is what holds; the second is kept beside it.
    assert "First Person" == _decisions(cli, space)[RING]["by"]


def test_review__works_without_the_run_folder(typed, space):
    import shutil

    shutil.rmtree(space / "runs")

    assert "Rank 1, flagged." in typed("q\n", "--by", "M").out


def test_review__passes_over_what_somebody_else_has(typed, space):
    with opened(space) as workspace:
        take(workspace.database, RING, "Ada")

    done = typed("c\nSame card.\n", "--by", " M. Berg ")
    assert f"{RING}: passed over, Ada has it until" in done.err
    assert f"{RING}  (" not in done.out
    with opened(space) as workspace:
        assert {RING: "Ada"} == {ring: lease.by for ring, lease in holding(workspace.database).items()}

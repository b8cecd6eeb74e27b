from __future__ import annotations

import json

import pytest

from tests.workspace.keeping import RING, kept


@pytest.fixture
def space(tmp_path):
    with kept(tmp_path):
        return tmp_path / "w"


WHO = ("--by", "M. Berg", "--note", "Same card.")


def test_plan__proposes_only_what_somebody_confirmed(cli, space):
    done = cli("plan", space)

    assert "No ring is confirmed, so nothing is proposed." in done.out
    assert f"Wait for a decision: {RING}." in done.out
    cli("decide", space, RING, "confirm", *WHO)
    done = cli("plan", space)
    assert f"{RING}: confirmed by M. Berg on" in done.out
    assert "up to 398 accounts outside the ring share one IP with them" in done.out
    assert "Proposals only" in done.err


def test_plan__becomes_actions_by_a_named_person_only(cli, space):
    cli("decide", space, RING, "confirm", *WHO)

    assert 3 == cli("plan", space, "--approve").code
    proposed = json.loads(cli("plan", space, "--json").out)
    done = json.loads(cli("plan", space, "--approve", "--by", "Chief", "--ring", RING, "--json").out)
    assert [p["action_id"] for p in proposed["rings"][0]["proposals"]] == done["issued"]
    assert proposed["issued"] is None
    assert "nothing new" in cli("plan", space).out


def test_plan__shows_its_policy(cli, space, tmp_path):
    shown = cli("plan", space, "--show-policy").out
    path = tmp_path / "policy.toml"
    path.write_text(shown)

    assert shown == cli("plan", space, "--show-policy", "--policy", path).out
    path.write_text("[[rule]]\naction = 'x'\n")
    assert 3 == cli("plan", space, "--policy", path).code


def test_plan__spares_who_won_an_appeal(cli, space):
    cli("decide", space, RING, "confirm", *WHO)
    cli("decide", space, RING, "honest", "--accounts", "A102", *WHO)

    assert "spared: A102: appeal won (entry 2)" in cli("plan", space).out

from __future__ import annotations

import json

import pytest

from tests.cases.small_runs import HOSTILE, Wish, make_run
from tests.workspace.keeping import RING, keep, kept


@pytest.fixture
def space(tmp_path):
    with kept(tmp_path):
        return tmp_path / "w"


WHO = ("--by", "M. Berg", "--note", "Same card.")


def test_decide__is_recorded_once(cli, space):
    done = cli("decide", space, RING, "confirm", *WHO)

    assert 0 == done.code
    assert f"{RING}: confirmed by M. Berg on" in done.out
    assert "5 accounts, entry 1." in done.out
    assert "nothing was added" in cli("decide", space, RING, "confirm", *WHO).err


def test_decide__says_whose_decision_it_replaces(cli, space):
    assert "replaces" not in cli("decide", space, RING, "confirm", *WHO).err
    assert "replaces" not in cli("decide", space, RING, "watch", *WHO).err
    other = ("--by", "A. Roy", "--note", "Fans.")
    assert "replaces" not in cli("decide", space, RING, "confirm", "--second", *other).err

    assert "It replaces entry 2: on watch by M. Berg on" in cli("decide", space, RING, "dismiss", *other).err


def test_decide__says_where_a_ring_is_that_the_latest_run_has_not(cli, tmp_path):
    with kept(tmp_path) as space:
        keep(space, make_run(Wish(n_rings=0)))

    assert "last found in run 1" in cli("decide", tmp_path / "w", RING, "confirm", *WHO).err


def test_decide__some_accounts_an_end_and_what_only_a_person_says(cli, space):
    words = ("--accounts", "A100,A101", "--accounts", "A102", "--expires", "30d", "--high-volume", "--json")
    made = json.loads(cli("decide", space, "1", "confirm", *WHO, *words).out)

    assert ["A100", "A101", "A102"] == made["accounts"]
    assert made["high_volume"] is True
    assert made["expires_at"] > made["decided_at"]
    assert json.loads(cli("decide", space, "2", "watch", *WHO, "--json").out)["high_volume"] is None


def test_decide__takes_back(cli, space):
    cli("decide", space, RING, "confirm", *WHO)

    done = cli("decide", space, RING, "--undo", *WHO)

    assert "undone by M. Berg" in done.out
    assert f"{RING}: takes back entry 1, confirmed by M. Berg on" in done.err
    assert "No decision on the ring holds then: it waits in the inbox." in done.err
    again = cli("decide", space, RING, "--undo", *WHO)
    assert (0, True) == (again.code, "nothing was added" in again.err)
    assert 2 == cli("decide", space, RING, "--undo", "--by", "A. Roy", "--note", "No.").code


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ((RING, *WHO), 2, "no verdict"),
        ((RING, "confirm", "--undo", *WHO), 2, "one beside --undo"),
        ((RING, "confirm", "--entry", "1", *WHO), 2, "--entry without --undo"),
        ((RING, "--undo", "--entry", "7", *WHO), 2, "no decision with the number 7 on it"),
        ((RING, "confirm", "--by", "M"), 3, "the reason in words"),
        ((RING, "honest", "--expires", "3d", *WHO), 2, "holds for good"),
        ((RING, "honest", *WHO), 2, "name them with --accounts"),
        (("R-404", "confirm", *WHO), 2, "no ring"),
        ((RING, "confirm", "--expires", "soon", *WHO), 3, "a date such as"),
        ((RING, "convict", *WHO), 2, "convict"),
    ],
)
def test_decide__says_what_is_wrong(cli, space, words, code, said):
    done = cli("decide", space, *words)

    assert code == done.code
    assert said in done.err


def test_decide__hostile_names_of_accounts_are_taken_as_they_are(cli, tmp_path):
    with kept(tmp_path, make_run(Wish(hostile=True))):
        pass
    made = json.loads(
        cli("decide", tmp_path / "w", RING, "honest", "--accounts", HOSTILE[1], *WHO, "--json").out
    )

    assert [HOSTILE[1]] == made["accounts"]

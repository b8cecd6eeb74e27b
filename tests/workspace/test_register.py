from __future__ import annotations

import polars as pl

from collusion.cases.run_folder import open_run
from collusion.provenance import differences
from collusion.workspace import history
from collusion.workspace.register import IDS, _is_news, renamed
from tests.cases.small_runs import Wish, make_run
from tests.workspace.keeping import RING, back_again, grown, keep, kept, vars_of, with_devices


def test_register__a_ring_keeps_its_id_whatever_the_run_calls_it(tmp_path):
    with kept(tmp_path, make_run()) as workspace:
        again = keep(workspace, grown(7))

        assert RING in again.run.rings["ring_id"].to_list()
        assert {RING} == set(again.run.members["ring_id"].to_list()) - {"R-00000002"}
        assert {"R-0000000F": RING, "R-00000002": "R-00000002"} == again.run.manifest[IDS]
        assert [("grew", RING)] == [(event.kind, event.ring_id) for event in again.events]
        assert () == differences(again.run.path, again.run.manifest["outputs"])


def test_register__a_name_that_is_taken_is_given_to_no_other_ring(tmp_path):
    """A later run calls an unrelated ring by the name that another one keeps for life."""
    with kept(tmp_path, make_run()) as workspace:
        strangers = make_run(Wish(hostile=True))
        done = keep(workspace, strangers)

        fresh = set(done.run.rings["ring_id"]) - {"R-00000002"}
        assert RING not in fresh
        assert 1 == len(fresh)
        assert {"born", "gone"} == {event.kind for event in done.events}
        back = keep(workspace, make_run())
        assert RING in back.run.rings["ring_id"].to_list()
        assert [("returned", RING)] == [
            (event.kind, event.ring_id) for event in back.events if event.ring_id == RING
        ]


def test_register__leaves_no_draft_and_remembers_the_run(tmp_path):
    with kept(tmp_path) as workspace:
        [record] = history.runs(workspace.database)

        assert ["runs"] == [path.name for path in workspace.folder.iterdir() if path.is_dir()]
        assert (1, "run-0123456789ab") == (record.run_no, record.run_id)
        assert record.newest_at.startswith("2015-03-")
        assert {RING, "R-00000002"} == set(history.rings_of(workspace.database, 1))


def test_renamed__swaps_names_and_operators():
    frames = vars_of(make_run(Wish(one_operator=True)))
    swapped = renamed(frames, {RING: "R-00000002", "R-00000002": RING})

    assert ["R-00000002", RING] == swapped["rings"]["ring_id"].to_list()
    assert {"O-00000002"} == set(swapped["rings"]["operator"])
    assert swapped["rings"].drop("ring_id", "operator").equals(frames["rings"].drop("ring_id", "operator"))
    assert isinstance(swapped["members"], pl.DataFrame)


def test_register__links_accounts_that_continue_an_earlier_ring_once_and_names_them(tmp_path):
    """The same run later, with other accounts on the same gift card and with two more devices."""
    with kept(tmp_path, with_devices(make_run())) as workspace:
        later = with_devices(back_again(make_run()))
        first, second = keep(workspace, later), keep(workspace, later)

        [link] = [event for event in first.events if event.kind == "returned"]
        old = open_run(workspace.folder / "runs" / "0001")
        now, before = (_holders(run, link.tokens) for run in (first.run, old))
        assert link.ring_id in {event.ring_id for event in first.events if event.kind == "born"}
        assert (RING,) == link.others
        assert set(link.joined) == now
        assert set(link.left) == before
        assert f"{len(now)} of its 5 accounts, all new, hold" in link.reasons[0]
        assert [] == [event for event in second.events if event.kind == "returned"]


def _holders(run, tokens):
    named = run.footprints.filter(pl.col("token").is_in(tokens))["reviewer_ids"].explode()
    return {*named, *run.ring_identifiers.filter(pl.col("token").is_in(tokens))["reviewer_id"]}


def test_register__tells_a_link_again_when_as_many_further_accounts_carry():
    assert _is_news("ab", ())
    assert not _is_news("abc", "ab")
    assert _is_news("abcd", "ab")
    assert not _is_news("abcdef", "abcd")

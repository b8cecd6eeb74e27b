from __future__ import annotations

import pytest

from collusion.errors import UsageError
from collusion.workspace import history
from collusion.workspace.workspace import opened
from tests.workspace.keeping import RING, grown, keep, kept


def test_history__remembers_runs_rings_and_events(tmp_path):
    with kept(tmp_path) as workspace:
        keep(workspace, grown(7))
        database = workspace.database

        assert 2 == history.latest_run(database).run_no
        assert 5 == len(history.rings_of(database, 1)[RING].members)
        assert (2, 7) == (
            history.last_seen(database)[RING][0],
            len(history.last_seen(database)[RING][1].members),
        )
        assert ["born", "born"] == [h.event.kind for h in history.happenings(database) if h.run_no == 1]
        assert [("grew", ("A105", "A106"))] == [
            (h.event.kind, h.event.joined) for h in history.happenings(database, after=1, ring_id=RING)
        ]
        snapshot = history.rings_of(database, 1)[RING]
        assert snapshot == history.snapshot_of(database, snapshot.digest())
        assert history.snapshot_of(database, "0") is None


def test_seen_by__is_the_ring_as_it_was_last_seen_until_then(tmp_path):
    with kept(tmp_path) as workspace:
        keep(workspace, grown(7))
        database = workspace.database
        seen = [history.seen_by(database, RING, run_no) for run_no in (0, 1, 2, 9)]

        assert [None, 5, 7, 7] == [ring and len(ring.members) for ring in seen]


def test_run_numbered__by_number_or_unique_beginning(tmp_path):
    with kept(tmp_path) as workspace:
        assert 1 == history.run_numbered(workspace.database, "1").run_no
        assert 1 == history.run_numbered(workspace.database, "run-0123").run_no
        keep(workspace, grown(7))
        for name, said in (("run-0123", "several runs"), ("9", "no run"), ("r", "no run")):
            with pytest.raises(UsageError, match=said):
                history.run_numbered(workspace.database, name)


def test_latest_run__of_an_empty_workspace_says_what_to_do(tmp_path):
    with opened(tmp_path / "w", create=True) as workspace, pytest.raises(UsageError, match="no run yet"):
        history.latest_run(workspace.database)

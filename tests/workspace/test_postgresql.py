"""The same workspace on a real PostgreSQL server."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from collusion.cases.run_folder import open_run
from collusion.errors import IntegrityError
from collusion.workspace import history
from collusion.workspace.deciding import Said, decide
from collusion.workspace.register import register
from collusion.workspace.undo import undo
from collusion.workspace.workspace import ADDRESS, DATABASE, opened
from tests.cases.small_runs import make_run, save_run
from tests.tables.sources.servers import OWNER, PASSWORD, postgresql_server
from tests.workspace.keeping import RING, grown


def test_workspace__on_postgresql_does_all_that_it_does_on_sqlite(tmp_path, cli):
    with postgresql_server() as server:
        store = server.url(OWNER, PASSWORD)
        with opened(tmp_path / "w", store=store, create=True) as workspace:
            for number, run in enumerate((make_run(), grown(7)), 1):
                draft = open_run(save_run(run, tmp_path / f"draft-{number}"))
                register(workspace, draft, tmp_path / "w" / "runs" / str(number), Path("source"))
            entry, _ = decide(workspace, RING, Said("confirm", "M. Berg", "Same card."))
            undo(workspace, RING, by="M. Berg", note="Wrong ring.")

            assert ["confirm", "undo"] == [one.decision.verdict for one in workspace.ledger()]
            assert 7 == len(entry.decision.accounts)
            assert ["grew"] == [h.event.kind for h in history.happenings(workspace.database, after=1)]
        shown = cli("inbox", tmp_path / "w", "--all")
        with opened(tmp_path / "w") as workspace:
            workspace.database.run("ALTER TABLE collusion_decisions DISABLE TRIGGER ALL")
            workspace.database.run("UPDATE collusion_decisions SET body = replace(body, 'Same', 'Other')")
            with pytest.raises(IntegrityError, match="row 1: its text or its hash is not what was written"):
                workspace.ledger()

    assert (0, True) == (shown.code, RING in shown.out)
    assert not (tmp_path / "w" / DATABASE).exists()
    assert 0o600 == stat.S_IMODE((tmp_path / "w" / ADDRESS).stat().st_mode)
    assert 2 == cli("inbox", tmp_path / "w").code
    assert PASSWORD not in cli("inbox", tmp_path / "w").err

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from collusion.cases.run_folder import open_run
from collusion.decisions.chain import START
from collusion.errors import IntegrityError, UsageError
from collusion.workspace import history
from collusion.workspace.deciding import Said, decide
from collusion.workspace.workspace import DATABASE, HEAD, TOKEN_KEY, opened
from tests.workspace.keeping import RING, kept

SAID = Said("confirm", "M. Berg", "Same card.")


def test_opened__makes_a_workspace_whose_secret_is_the_owners(tmp_path):
    with opened(tmp_path / "w", create=True) as workspace:
        key = workspace.token_key()
    with opened(tmp_path / "w") as again:
        assert key == again.token_key()

    assert 32 == len(key)
    assert 0o600 == stat.S_IMODE((tmp_path / "w" / TOKEN_KEY).stat().st_mode)
    assert 0o700 == stat.S_IMODE((tmp_path / "w").stat().st_mode)


def test_opened__refuses_what_is_no_workspace(tmp_path):
    (tmp_path / "file").write_text("x")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").write_text("x")

    for path, create, said in (
        (tmp_path / "none", False, "found no workspace"),
        (tmp_path / "file", True, "found a file"),
        (tmp_path / "full", True, "other files"),
    ):
        with pytest.raises(UsageError, match=said), opened(path, create=create):
            pass
    with (
        pytest.raises(UsageError, match="postgresql://"),
        opened(tmp_path / "x", store="mysql:", create=True),
    ):
        pass


def test_opened__refuses_another_store_than_it_has(tmp_path):
    with opened(tmp_path / "w", create=True):
        pass
    with (
        pytest.raises(UsageError, match="another one than --store"),
        opened(tmp_path / "w", store="postgresql://h/d"),
    ):
        pass


def test_opened__misses_what_a_database_held(tmp_path):
    with opened(tmp_path / "w", create=True):
        pass
    (tmp_path / "w" / DATABASE).write_bytes(b"")

    with pytest.raises(IntegrityError, match="an empty collusion"), opened(tmp_path / "w"):
        pass


def test_workspace__may_be_moved_with_all_its_runs(tmp_path):
    with kept(tmp_path):
        pass
    (tmp_path / "w").rename(tmp_path / "elsewhere")
    (tmp_path / "w" / "runs" / "0001").mkdir(parents=True)

    with opened(tmp_path / "elsewhere") as workspace:
        run = history.latest_run(workspace.database)
        assert str(tmp_path / "elsewhere" / "runs" / "0001") == run.folder
        assert "run-0123456789ab" == open_run(Path(run.folder)).manifest["run_id"]
        assert str(Path("source").resolve()) == run.source


def test_opened__misses_a_database_that_is_gone(tmp_path):
    with opened(tmp_path / "w", create=True):
        pass
    (tmp_path / "w" / DATABASE).unlink()

    with pytest.raises(IntegrityError, match="from a backup"), opened(tmp_path / "w"):
        pass


def test_ledger__misses_what_is_cut_off_its_end(tmp_path):
    """A chain that was cut still verifies by itself: the head outside of the store tells."""
    with kept(tmp_path) as workspace:
        decide(workspace, RING, SAID)
        for verb in ("update", "delete"):
            workspace.database.run(f"DROP TRIGGER collusion_decisions_keep_{verb}")
        workspace.database.run("DELETE FROM collusion_decisions")

        with pytest.raises(IntegrityError, match="cut off or replaced"):
            workspace.ledger()


def test_ledger__a_head_that_lags_is_no_fault(tmp_path):
    """A process may be killed between writing the entry and remembering it."""
    with kept(tmp_path) as workspace:
        decide(workspace, RING, SAID)
        (workspace.folder / HEAD).write_text(f"0 {START}\n")

        assert 1 == len(workspace.ledger())


@pytest.mark.parametrize(
    ("name", "said"), [(HEAD, "no head of a ledger"), (TOKEN_KEY, "no secret of tokens")]
)
def test_workspace__names_a_file_that_was_damaged(tmp_path, name, said):
    with kept(tmp_path) as workspace:
        (workspace.folder / name).write_text("\x00nonsense")

        with pytest.raises(IntegrityError, match=said):
            workspace.token_key()
            workspace.ledger()

"""Drafts: put in place in one step, locked while they are written, removed when a kill left them."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from collusion import drafts
from tests.conftest import ROOT

OLD = 1_000_000_000


def _fill(folder: Path, text: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "page").write_text(text)
    return folder


@pytest.mark.parametrize("can_exchange", [True, False])
@pytest.mark.parametrize("before", [None, "", "old"])
def test_put_in_place__over_nothing_an_empty_folder_or_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, before: str | None, can_exchange: bool
) -> None:
    if not can_exchange:
        monkeypatch.setattr(drafts, "exchange", lambda *_: False)
    target = tmp_path / "out"
    if before is not None:
        target.mkdir()
    if before:
        _fill(target, before)
    with drafts.draft_folder(target) as folder:
        assert before != "old" or (target / "page").read_text() == "old"
        drafts.put_in_place(_fill(folder, "new"), target)
        assert (target / "page").read_text() == "new"

    assert ["out"] == [path.name for path in tmp_path.iterdir()]


def test_draft_folder__leaves_what_was_there_when_it_fails(tmp_path: Path) -> None:
    _fill(tmp_path / "out", "old")
    with pytest.raises(EOFError), drafts.draft_folder(tmp_path / "out") as folder:
        _fill(folder, "new")
        raise EOFError

    assert (tmp_path / "out" / "page").read_text() == "old"
    assert ["out"] == [path.name for path in tmp_path.iterdir()]


def test_exchange__refuses_what_is_not_there(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    with pytest.raises(FileNotFoundError):
        drafts.exchange(tmp_path / "one", tmp_path / "other")


def test_remove_stale__what_a_killed_process_left_and_nothing_else(tmp_path: Path) -> None:
    names = {
        "stale": ".out.abcd1234.draft",
        "young": ".out.abcd1235.draft",
        "held": ".out.abcd1236.draft",
        "other": ".out2.abcd1234.draft",
        "shape": ".out.abc.draft",
    }
    for name in names.values():
        _fill(tmp_path / name, name)
    for key in ("stale", "held", "other", "shape"):
        os.utime(tmp_path / names[key], (OLD, OLD))
    held = drafts.lock(tmp_path / names["held"])
    drafts.remove_stale(tmp_path / "out", ".draft")
    assert held is not None
    os.close(held)

    assert set(names.values()) - {names["stale"]} == {path.name for path in tmp_path.iterdir()}


def test_remove_stale__puts_back_what_was_moved_away(tmp_path: Path) -> None:
    """Killed between two renames, where the system cannot exchange folders."""
    draft = tmp_path / ".out.abcd1234.draft"
    _fill(draft / "replaced", "old")
    os.utime(draft, (OLD, OLD))
    drafts.remove_stale(tmp_path / "out", ".draft")

    assert (tmp_path / "out" / "page").read_text() == "old"
    assert ["out"] == [path.name for path in tmp_path.iterdir()]


def test_remove__a_link_and_not_what_it_leads_to(tmp_path: Path) -> None:
    _fill(tmp_path / "precious", "dear")
    (tmp_path / "link").symlink_to(tmp_path / "precious")
    drafts.remove(tmp_path / "link")
    drafts.remove(tmp_path / "nothing")

    assert ["precious"] == [path.name for path in tmp_path.iterdir()]
    assert (tmp_path / "precious" / "page").read_text() == "dear"


def test_os_errors__asks_the_system_again_where_polars_does_not_say_why(tmp_path: Path) -> None:
    """The end of a table on a full disk is a transport error to Polars; /dev/full is always full."""
    unsaid = pl.exceptions.ComputeError("parquet: File out of specification: Invalid thrift: transport error")
    with (
        pytest.raises(OSError, match="No space left on device") as raised,
        drafts.os_errors(Path("/dev/full")),
    ):
        raise unsaid
    with pytest.raises(pl.exceptions.ComputeError), drafts.os_errors(tmp_path / "table"):
        raise unsaid
    with pytest.raises(pl.exceptions.ComputeError), drafts.os_errors():
        raise unsaid

    assert raised.value.errno == errno.ENOSPC


def test_as_os_error__of_polars_and_of_errors_without_a_code(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file") as raised:
        pl.DataFrame({"a": [1]}).write_parquet(tmp_path / "nowhere" / "x.parquet")
    found = drafts.as_os_error(raised.value)
    full = drafts.as_os_error(pl.exceptions.ComputeError("IO error: No space left on device (os error 28)"))
    mine = PermissionError(errno.EACCES, "denied")

    assert found is not None
    assert found.errno == errno.ENOENT
    assert full is not None
    assert (full.errno, full.strerror) == (errno.ENOSPC, "No space left on device")
    assert drafts.as_os_error(mine) is mine
    assert drafts.as_os_error(ValueError("os error 28")) is None


@pytest.mark.parametrize(
    "file, folder, expected",
    [(0o644, 0o755, 0o755), (0o640, 0o755, 0o750), (0o600, 0o755, 0o700), (0o644, 0o700, 0o700)],
)
def test_folder_mode__nobody_may_read_more_than_the_source(
    tmp_path: Path, file: int, folder: int, expected: int
) -> None:
    (tmp_path / "source").mkdir(mode=folder)
    paths = [tmp_path / "source" / name for name in ("a", "b")]
    for path in paths:
        path.touch(0o644)
    paths[1].chmod(file)
    above = 0o777
    for parent in (tmp_path, *tmp_path.parents):
        above &= parent.stat().st_mode | 0o700

    allowed = 0o700 | (0o050 if above & 0o010 else 0) | (0o005 if above & 0o001 else 0)
    assert expected & allowed == drafts.folder_mode(paths)
    assert 0o700 == drafts.folder_mode([])


def test_scratch_folder__is_private_and_goes_with_the_process_or_with_the_next(tmp_path: Path) -> None:
    script = "import os, sys\nfrom collusion.drafts import scratch_folder\nprint(scratch_folder())\n{}"
    environment = os.environ | {"TMPDIR": str(tmp_path)}

    def left_by(end: str) -> list[Path]:
        words = [sys.executable, "-c", script.format(end)]
        done = subprocess.run(words, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
        assert Path(done.stdout.strip()).parent == tmp_path
        return list(tmp_path.iterdir())

    assert [] == left_by("")
    (killed,) = left_by("sys.stdout.flush(); os.kill(os.getpid(), 9)")
    assert 0o700 == killed.stat().st_mode & 0o777
    (killed / "rows").write_text("raw")
    os.utime(killed, (OLD, OLD))
    assert [] == left_by("")

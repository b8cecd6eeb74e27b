"""Checkpoints: used when they fit, ignored when they do not, gone when the run is complete."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from collusion import record_store
from collusion.arrays import COLD, Int32Array
from collusion.checkpoints import Checkpoints, program_digest
from collusion.errors import InputError, UsageError
from collusion.provenance import Recorder
from tests.conftest import ROOT

DIGESTS = {"reviews.csv": "0" * 64}


@dataclass(frozen=True, slots=True)
class Rows:
    hot: Int32Array
    cold: Int32Array = field(metadata=COLD)


def _rows() -> Rows:
    return Rows(np.arange(50_000, dtype=np.int32), np.arange(50_000, dtype=np.int32) * 2)


def _open(
    folder: Path, said: list[str], *, fingerprint: Any = "one", seconds: float = 0.0, inputs: Any = None
) -> Checkpoints:
    digests = DIGESTS if inputs is None else inputs
    return Checkpoints(folder, fingerprint, lambda: digests, Recorder(say=said.append), seconds)


def _fail(_counts: dict[str, int | float]) -> int:
    raise AssertionError("the stage ran again")


def _interrupted(folder: Path, *, stop: type[BaseException] = KeyboardInterrupt, **how: Any) -> list[str]:
    """Finish two stages, then stop."""
    said: list[str] = []
    with pytest.raises(stop), _open(folder, said, **how) as steps:
        steps.stage("read", int, lambda counts: counts.setdefault("rows", 7) and 1)
        steps.keep("strata", list[str], lambda: ["a"])
        raise stop
    return said


def test_stage__is_taken_from_an_interrupted_run(tmp_path: Path) -> None:
    folder = tmp_path / "run.part"
    _interrupted(folder)
    said: list[str] = []
    with _open(folder, said) as steps:
        found = steps.stage("read", int, _fail), steps.keep("strata", list[str], list)
        stages = steps._record.as_records()

    assert (1, ["a"]) == found
    assert [("read", {"rows": 7})] == [(stage["name"], stage["counts"]) for stage in stages]
    assert said == ["resuming after stage strata: found read, strata."]
    assert not folder.exists()


@pytest.mark.parametrize("change", [{"fingerprint": "other"}, {"inputs": {"reviews.csv": "1" * 64}}])
def test_stage__of_other_input_or_configuration_is_ignored(tmp_path: Path, change: dict[str, Any]) -> None:
    folder = tmp_path / "run.part"
    _interrupted(folder)
    said: list[str] = []
    with _open(folder, said, **change) as steps:
        assert steps.stage("read", int, lambda _: 2) == 2

    assert ["ignoring", "ignoring"] == [text.split()[0] for text in said]
    assert "made of other input, configuration or program" in said[0]


def test_stage__of_another_program_is_ignored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "run.part"
    _interrupted(folder)
    monkeypatch.setattr("collusion.checkpoints.program_digest", lambda: "newer")
    with _open(folder, []) as steps:
        assert steps.stage("read", int, lambda _: 2) == 2


@pytest.mark.parametrize(
    "damage",
    [
        lambda folder: (folder / "value" / "record.json").write_text("{"),
        lambda folder: (folder / "value" / "record.json").unlink(),
        lambda folder: (folder / "checkpoint.json").write_text("[]"),
        lambda folder: (folder / "checkpoint.json").write_bytes(b"\xff"),
    ],
)
def test_stage__that_is_damaged_is_ignored(tmp_path: Path, damage: Callable[[Path], Any]) -> None:
    folder = tmp_path / "run.part"
    _interrupted(folder)
    damage(folder / "read")
    said: list[str] = []
    with _open(folder, said) as steps:
        assert steps.stage("read", int, lambda _: 2) == 2

    assert any(text.startswith("ignoring the checkpoint") for text in said)


def test_stage__cheap_ones_are_not_kept(tmp_path: Path) -> None:
    _interrupted(tmp_path / "run.part", seconds=60.0)

    assert [] == list(tmp_path.iterdir())


def test_stage__half_written_counts_for_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "run.part"
    _interrupted(folder)
    (folder / "read").rename(folder / "read.partial")
    with _open(folder, []) as steps:
        assert steps.stage("read", int, lambda _: 2) == 2

    assert not folder.exists()


def test_stage__goes_on_when_it_cannot_be_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("collusion.record_store.save", full)
    said: list[str] = []
    with _open(tmp_path / "run.part", said) as steps:
        assert steps.stage("read", int, lambda _: 2) == 2

    assert "keeping no checkpoint of read: [Errno 28] No space left on device. The run goes on." in said
    assert [] == list(tmp_path.iterdir())


def test_stage__that_was_kept_needs_no_memory_for_cold_arrays(tmp_path: Path) -> None:
    with _open(tmp_path / "run.part", []) as steps:
        kept = [steps.stage("read", Rows, lambda _: _rows()), steps.keep("strata", Rows, _rows)]

    for found in kept:
        assert record_store._mapping_of(found.cold) is not None
        assert record_store._mapping_of(found.hot) is None
        assert _rows().cold.tolist() == found.cold.tolist()
        assert _rows().hot.tolist() == found.hot.tolist()


def test_stage__that_was_not_kept_stays_as_it_is(tmp_path: Path) -> None:
    rows = _rows()
    with _open(tmp_path / "run.part", [], seconds=60.0) as steps:
        assert steps.stage("read", Rows, lambda _: rows) is rows
        assert steps.keep("strata", Rows, lambda: rows) is rows

    assert record_store._mapping_of(rows.cold) is None


@pytest.mark.parametrize(
    "fails",
    [
        "record_store.save",
        "record_store.flush_to_disk",
        "checkpoints.write_text_whole",
        "checkpoints.flush_to_disk",
    ],
)
def test_stage__that_could_not_be_kept_stays_in_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fails: str
) -> None:
    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(f"collusion.{fails}", full)
    rows, said = _rows(), list[str]()
    with _open(tmp_path / "run.part", said) as steps:
        assert steps.stage("read", Rows, lambda _: rows) is rows

    assert record_store._mapping_of(rows.cold) is None
    assert any(text.startswith("keeping no checkpoint of read") for text in said)


def test_exit__a_failure_leaves_what_is_finished(tmp_path: Path) -> None:
    _interrupted(tmp_path / "run.part", stop=RuntimeError)

    assert {"read", "strata", "lock"} == {path.name for path in (tmp_path / "run.part").iterdir()}


def test_take__never_what_is_no_work_folder(tmp_path: Path) -> None:
    (tmp_path / "run.part").mkdir()
    (tmp_path / "run.part" / "letter.txt").write_text("dear")
    with pytest.raises(UsageError, match="found something else"):
        _open(tmp_path / "run.part", []).__enter__()

    assert (tmp_path / "run.part" / "letter.txt").read_text() == "dear"


def test_take__two_runs_never_share_a_work_folder(tmp_path: Path) -> None:
    script = (
        "import sys, time; from pathlib import Path; from collusion.checkpoints import Checkpoints\n"
        "from collusion.provenance import Recorder\n"
        "steps = Checkpoints(Path(sys.argv[1]), 1, dict, Recorder(), 0.0); steps.take()\n"
        "print('held', flush=True); sys.stdin.read()"
    )
    words = [sys.executable, "-c", script, str(tmp_path / "run.part")]
    pipe = subprocess.PIPE
    with subprocess.Popen(words, stdin=pipe, stdout=pipe, cwd=ROOT, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        with pytest.raises(UsageError, match="another run at work"):
            _open(tmp_path / "run.part", []).__enter__()
        other.communicate()


def test_take__only_the_owner_may_enter_the_work_folder(tmp_path: Path) -> None:
    """Checkpoints hold raw identifiers."""
    folder = tmp_path / "run.part"
    folder.mkdir(mode=0o755)
    (folder / "lock").touch()
    _interrupted(folder)
    files = [path for path in folder.rglob("*") if path.is_file() and path.parent != folder]

    assert 0o700 == folder.stat().st_mode & 0o777
    assert files
    assert {0o600} == {path.stat().st_mode & 0o777 for path in files if path.parent.name == "value"}


def test_exit__takes_away_the_folders_that_it_made_on_the_way(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError), _open(tmp_path / "a" / "b" / "run.part", [], seconds=9.0):
        raise RuntimeError

    assert [] == list(tmp_path.iterdir())


@pytest.mark.parametrize("parent", ["file", "n" * 300], ids=["file", "long"])
def test_take__says_before_all_work_that_nothing_can_be_written(tmp_path: Path, parent: str) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match=r"found that nothing can be written there \(.*Give `--out` another"):
        _open(tmp_path / parent / "run.part", []).__enter__()


def test_check_inputs__names_every_file_that_was_changed(tmp_path: Path) -> None:
    """By its bytes, and by the marks of the system, which tell of a file that came back as it was."""
    digests, stamps = {"a": "0", "b": "1", "c": "2"}, {"a": (1,), "b": (1,), "c": (1,)}
    with _open(tmp_path / "run.part", [], inputs=digests) as steps:
        steps.watch(lambda: dict(stamps))
        steps.check_inputs()
        steps.set_input_digests({"a": "0", "b": "other", "c": "2"})
        with pytest.raises(InputError, match=r"1 fault.*\n.*b: found a file that was replaced or changed"):
            steps.check_inputs()
        stamps.update(a=(2,), c=())
        with pytest.raises(InputError, match=r"2 faults.*\n.*a: found .*\n.*c: found .*copy it first"):
            steps.check_inputs()


def test_program_digest__is_of_this_package() -> None:
    assert len(program_digest()) == 64
    assert program_digest() == program_digest()

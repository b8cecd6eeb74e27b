"""Where a run writes: refused before the work, whole in the end, apart from the source, for no other eyes."""

from __future__ import annotations

import os
import resource
import shutil
import signal
import subprocess
import sys
from functools import partial
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from collusion import pipeline, stages
from collusion.cases.run_folder import Run, open_run
from collusion.config import load_config
from collusion.errors import InputError, OutputError, UsageError
from tests.conftest import ROOT

SAMPLE = ROOT / "sample_graphs" / "gift-cards"


def _detect(source: Path, out: Path, **how: Any) -> Run:
    return pipeline.detect(source, out, config=load_config(source), **how)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SAMPLE, tmp_path / "source"))


def _after(monkeypatch: pytest.MonkeyPatch, stage: str, action: Any) -> None:
    """Do something once a stage of the pipeline has begun."""
    given = getattr(stages, stage)

    def with_action(*arguments: Any, **named: Any) -> Any:
        action()
        return given(*arguments, **named)

    monkeypatch.setattr(stages, stage, with_action)


def _replace(path: Path) -> None:
    """Put another file in the place of one: fewer rows, the same name."""
    rows = pl.read_parquet(path)
    rows[: rows.height // 2].write_parquet(path.with_name("new"))
    path.with_name("new").replace(path)


@pytest.mark.parametrize("stage", ["build_graph", "find_candidates", "compose_tables", "compose_manifest"])
@pytest.mark.parametrize("table", ["reviews", "identifiers"])
def test_detect__a_source_replaced_meanwhile_is_never_mixed_in(
    tmp_path: Path, source: Path, monkeypatch: pytest.MonkeyPatch, stage: str, table: str
) -> None:
    """Whatever comes of reading half of one file and half of another, the error says that it was replaced."""
    monkeypatch.setattr(stages, "read_located", partial(stages.read_located, hold=10))
    _after(monkeypatch, stage, lambda: _replace(source / f"{table}.parquet"))
    with pytest.raises(InputError, match=rf"{table}\.parquet: found a file that was replaced or changed"):
        _detect(source, tmp_path / "run")

    assert ["source"] == [path.name for path in tmp_path.iterdir()]


def test_detect__a_source_that_vanishes_meanwhile_is_named(
    tmp_path: Path, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _after(monkeypatch, "compose_tables", (source / "orders.parquet").unlink)
    with pytest.raises(InputError, match=r"orders\.parquet: found a file that was replaced"):
        _detect(source, tmp_path / "run")


@pytest.mark.parametrize("out", ["run", "deep/er/run"])
def test_detect__within_its_source_says_the_same_and_finds_no_table(
    tmp_path: Path, source: Path, out: str
) -> None:
    outside, inside = _detect(source, tmp_path / "run"), _detect(source, source / out)
    again = _detect(source, source / out, force=True)

    for run in (inside, again):
        assert outside.manifest["outputs"] == run.manifest["outputs"]
        assert outside.manifest["notes"] == run.manifest["notes"]


def test_detect__within_its_source_resumes(tmp_path: Path, source: Path) -> None:
    run, part, log = source / "run", source / "run.part", tmp_path / "log"
    (tmp_path / "eager.toml").write_text("[run]\ncheckpoint_seconds = 0.0\n", encoding="utf-8")
    words = [sys.executable, "-m", "collusion", "detect", str(source), "--out", str(run)]
    words += ["--config", str(tmp_path / "eager.toml")]
    with log.open("ab") as told, subprocess.Popen(words, cwd=ROOT, stdout=told, stderr=told) as process:
        while process.poll() is None and not (part / "graph").exists():
            os.sched_yield()
        process.send_signal(signal.SIGKILL)
    with log.open("ab") as told:
        assert 0 == subprocess.run(words, cwd=ROOT, stdout=told, stderr=told, check=False).returncode

    assert "resuming after stage" in log.read_text()


@pytest.mark.parametrize("out", ["labels", "reviews.csv/run", "identifiers.parquet"])
def test_detect__never_writes_where_a_table_is_looked_for(tmp_path: Path, source: Path, out: str) -> None:
    before = sorted(source.rglob("*"))
    with pytest.raises(UsageError, match=r"[fF]ound something|[fF]ound an output|quarantine"):
        _detect(source, source / out)
    with pytest.raises(UsageError, match=r"[fF]ound something|[fF]ound an output|quarantine"):
        _detect(source, tmp_path / "run", quarantine=source / out)

    assert before == sorted(source.rglob("*"))


def test_detect__an_out_that_cannot_be_written_is_noticed_before_the_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    (tmp_path / "dangling").symlink_to(tmp_path / "nowhere")
    monkeypatch.setattr(stages, "read_located", lambda *_, **__: pytest.fail("it had begun to read"))
    for out in ("file/run", "n" * 300, "n" * 253, "dangling"):
        with pytest.raises(UsageError, match="Give `--out`"):
            _detect(SAMPLE, tmp_path / out)
    with pytest.raises(UsageError, match="quarantine folder that cannot be written"):
        _detect(SAMPLE, tmp_path / "run", quarantine=tmp_path / "file" / "bad")

    assert {"file", "dangling"} == {path.name for path in tmp_path.iterdir()}


def test_detect__the_run_is_for_no_more_eyes_than_the_source(tmp_path: Path, source: Path) -> None:
    source.chmod(0o700)
    _detect(source, tmp_path / "run")

    assert 0o700 == (tmp_path / "run").stat().st_mode & 0o777


def test_detect__a_full_disk_says_so_keeps_what_is_finished_and_writes_nothing(tmp_path: Path) -> None:
    """A limit on the size of files stands for the end of the disk: the system refuses in the same way."""
    (tmp_path / "eager.toml").write_text("[run]\ncheckpoint_seconds = 0.0\n", encoding="utf-8")
    words = [sys.executable, "-m", "collusion", "detect", str(SAMPLE), "--out", str(tmp_path / "run")]
    words += ["--config", str(tmp_path / "eager.toml")]
    done = subprocess.run(
        words,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (6_000, resource.RLIM_INFINITY)),
    )

    assert 1 == done.returncode
    assert "keeping no checkpoint of read: [Errno 27] File too large" in done.stderr
    assert "the run folder could not be written (File too large)" in done.stderr
    assert "run the same command again" in done.stderr
    assert "defect" not in done.stderr
    assert not (tmp_path / "run").exists()
    assert 0 == subprocess.run(words, cwd=ROOT, capture_output=True, check=False).returncode
    assert open_run(tmp_path / "run").rings.height > 0


def test_detect__quarantine_is_taken_back_when_the_run_cannot_be_written(
    tmp_path: Path, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reviews = pl.read_parquet(source / "reviews.parquet")
    stars = pl.when(pl.int_range(pl.len()) < 9).then(77).otherwise("rating")
    reviews.with_columns(rating=stars).write_parquet(source / "reviews.parquet")

    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("collusion.drafts.put_in_place", full)
    with pytest.raises(OutputError, match=r"could not be written \(No space left on device\)"):
        _detect(source, tmp_path / "run", quarantine=tmp_path / "bad")

    assert not (tmp_path / "run").exists()
    assert not (tmp_path / "bad" / "reviews.parquet").exists()

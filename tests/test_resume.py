"""A run that is killed: never half an output, and in the end the same bytes as of a run left alone."""

from __future__ import annotations

import dataclasses
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from collusion import pipeline, preflight, record_store, stages
from collusion.cases import run_folder
from collusion.cases.run_folder import open_run
from collusion.config import load_config
from collusion.graph.build import EntityGraph
from collusion.resources import Resources
from collusion.scoring import null_markets
from tests.conftest import ROOT
from tests.mapped import resident

SAMPLE = ROOT / "sample_graphs" / "gift-cards"


def _words(source: Path, run: Path, *more: str) -> list[str]:
    config = run.parent / "eager.toml"
    config.write_text("[run]\ncheckpoint_seconds = 0.0\n", encoding="utf-8")
    words = ["detect", str(source), "--out", str(run), "--config", str(config), *more]
    return [sys.executable, "-m", "collusion", *words]


def _start(words: list[str], log: Path) -> subprocess.Popen[bytes]:
    with log.open("ab") as stderr:
        return subprocess.Popen(words, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=stderr)


def _killed_once_there(words: list[str], path: Path, log: Path) -> None:
    """Start a run and kill it as soon as a path exists."""
    process = _start(words, log)
    while process.poll() is None and not path.exists():
        os.sched_yield()
    process.send_signal(signal.SIGKILL)
    process.wait()


@pytest.fixture(scope="module")
def left_alone(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The outputs of a run that nobody interrupts."""
    run = pipeline.detect(SAMPLE, tmp_path_factory.mktemp("alone") / "run", config=load_config(SAMPLE))
    outputs: dict[str, str] = run.manifest["outputs"]
    return outputs


@pytest.fixture(scope="module")
def seconds(left_alone: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> float:
    """How long such a run takes here and now, its kernels compiled."""
    folder = tmp_path_factory.mktemp("timed")
    started = time.perf_counter()
    assert _start(_words(SAMPLE, folder / "run"), folder / "log").wait() == 0
    return time.perf_counter() - started


def test_detect__killed_again_and_again_ends_with_the_same_bytes(
    tmp_path: Path, left_alone: dict[str, str], seconds: float
) -> None:
    """Delays are drawn around the length of a run, and grow; a killed run leaves a whole folder or none."""
    run, log, draw = tmp_path / "run", tmp_path / "log", random.Random(4)
    for kill in range(40):
        process = _start(_words(SAMPLE, run), log)
        try:
            code = process.wait(timeout=seconds * (draw.uniform(0.5, 0.9) + 0.1 * kill))
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()
            assert not run.exists() or open_run(run).manifest["outputs"] == left_alone
        else:
            # killed between the last rename and its own end, it is complete and refused the second time
            assert code == 0 or (code == 2 and run.exists())
            break

    assert open_run(run).manifest["outputs"] == left_alone


def test_detect__resumes_after_the_last_finished_stage(tmp_path: Path, left_alone: dict[str, str]) -> None:
    run, log = tmp_path / "run", tmp_path / "log"
    _killed_once_there(_words(SAMPLE, run), tmp_path / "run.part" / "graph", log)
    assert not run.exists()
    log.write_text("")
    assert _start(_words(SAMPLE, run), log).wait() == 0
    told = log.read_text()

    assert "resuming after stage " in told
    assert "\nread " not in told
    assert "\ngraph " not in told
    assert left_alone == open_run(run).manifest["outputs"]
    assert {"read", "graph", "detection"} <= {stage["name"] for stage in open_run(run).manifest["stages"]}
    assert {"run", "log", "eager.toml"} == {path.name for path in tmp_path.iterdir()}


@pytest.mark.parametrize(("seconds_kept", "is_mapped"), [(0.0, True), (1e9, False)])
def test_detect__same_bytes_whether_cold_arrays_are_on_the_disk_or_in_memory(
    tmp_path: Path,
    left_alone: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
    seconds_kept: float,
    is_mapped: bool,
) -> None:
    """What was read of them while the evidence was prepared is no longer in memory when the search begins."""
    seen, search, plan = [], stages.find_candidates, preflight.plan

    def noted(graph: EntityGraph, *others: Any, **named: Any) -> Any:
        seen.append((record_store._mapping_of(graph.review_row) is not None, resident(tmp_path)))
        return search(graph, *others, **named)

    monkeypatch.setattr(record_store, "_SMALL", 1)
    for module in (stages, null_markets):
        monkeypatch.setattr(module, "find_candidates", noted)
    monkeypatch.setattr(
        preflight, "plan", lambda *given: dataclasses.replace(plan(*given), decoys_beside=False)
    )
    resources = Resources(checkpoint_seconds=seconds_kept)
    config = dataclasses.replace(load_config(SAMPLE), resources=resources)
    run = pipeline.detect(SAMPLE, tmp_path / "run", config=config)

    assert left_alone == run.manifest["outputs"]
    assert [(is_mapped, 0), (False, 0)] == seen


def test_detect__never_resumes_on_other_input(tmp_path: Path) -> None:
    source, run, log = tmp_path / "source", tmp_path / "run", tmp_path / "log"
    shutil.copytree(SAMPLE, source)
    _killed_once_there(_words(source, run), tmp_path / "run.part" / "read", log)
    reviews = pl.read_parquet(source / "reviews.parquet")
    reviews[:-50].write_parquet(source / "reviews.parquet")
    log.write_text("")
    assert _start(_words(source, run), log).wait() == 0

    assert "made of other input" in log.read_text()
    assert open_run(run).manifest["counts"]["reviews"] == reviews.height - 50


def _with_bad_rows(folder: Path) -> Path:
    shutil.copytree(SAMPLE, folder)
    reviews = pl.read_parquet(folder / "reviews.parquet")
    stars = pl.when(pl.int_range(pl.len()) < 9).then(77).otherwise("rating")
    reviews.with_columns(rating=stars).write_parquet(folder / "reviews.parquet")
    return folder


def test_detect__a_killed_run_has_put_nothing_in_quarantine_the_next_does(tmp_path: Path) -> None:
    source, run, log = _with_bad_rows(tmp_path / "source"), tmp_path / "run", tmp_path / "log"
    words = _words(source, run, "--quarantine", str(tmp_path / "bad"))
    _killed_once_there(words, tmp_path / "run.part" / "read", log)
    assert not (tmp_path / "bad").exists()

    assert _start(words, log).wait() == 0
    assert "resuming after stage" in log.read_text()
    assert pl.read_parquet(tmp_path / "bad" / "reviews.parquet").height == 9
    assert {0o700, 0o600} == {
        path.stat().st_mode & 0o777 for path in (tmp_path / "bad", tmp_path / "bad" / "reviews.parquet")
    }
    assert not (tmp_path / "run.part").exists()


def test_detect__never_touches_the_quarantine_of_another_run(tmp_path: Path) -> None:
    """Not even where a file of the work folder claims that it may."""
    source, run, log = _with_bad_rows(tmp_path / "source"), tmp_path / "run", tmp_path / "log"
    words = _words(source, run, "--quarantine", str(tmp_path / "bad"))
    _killed_once_there(words, tmp_path / "run.part" / "read", log)
    precious, other = tmp_path / "precious", tmp_path / "bad" / "reviews.parquet"
    other.parent.mkdir()
    for path in (precious, other):
        path.write_text("of another")
    (tmp_path / "run.part" / "claims.json").write_text(json.dumps([str(precious), str(other)]))

    assert _start(words, log).wait() == 2
    assert "written by an earlier run" in log.read_text()
    assert ["of another"] * 2 == [path.read_text() for path in (precious, other)]


def test_detect__says_what_it_keeps_when_it_is_told_to_stop(tmp_path: Path) -> None:
    run, log = tmp_path / "run", tmp_path / "log"
    for stop, word in ((signal.SIGINT, "interrupted"), (signal.SIGTERM, "terminated")):
        log.write_text("")
        process = _start(_words(SAMPLE, run), log)
        while process.poll() is None and not (tmp_path / "run.part" / "read").exists():
            os.sched_yield()
        process.send_signal(stop)

        assert 128 + stop == process.wait(), log.read_text()
        told = log.read_text()
        assert "What is finished (" in told
        assert f"is kept in {run}.part: the same command resumes after it." in told.replace("\n", " ")
        assert told.endswith(f"{word}\n")
        assert "Traceback" not in told
        shutil.rmtree(tmp_path / "run.part")


def test_put_back__a_run_folder_that_was_to_be_replaced(tmp_path: Path) -> None:
    """Killed between the two renames, the old run is in the work folder; it comes back."""
    run = tmp_path / "run"
    pipeline.detect(SAMPLE, run, config=load_config(SAMPLE))
    (tmp_path / "run.part").mkdir()
    run.rename(tmp_path / "run.part" / "replaced")
    run_folder.put_back(run)
    run_folder.put_back(run)

    assert open_run(run).rings.height > 0

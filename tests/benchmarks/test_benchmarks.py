"""The benchmark's own code works, on a small graph; no time is asserted."""

from __future__ import annotations

import json
import shutil

import pytest

from tests.benchmarks import __main__ as command
from tests.benchmarks import (
    apart,
    communities,
    cores,
    densest,
    floors,
    measure,
    projections,
    stages,
    table,
    write_up,
)
from tests.benchmarks.methods import OURS, methods
from tests.conftest import ROOT

RESULTS = ROOT / "docs" / "experiments" / "performance"
PAGE = ROOT / "docs" / "explanation" / "performance.md"


def _here(words, **_limits):
    """What the child does, in this process."""
    return json.loads(json.dumps(measure.main_of(words)))


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    out = tmp_path_factory.mktemp("bench")
    command.main(["--out", str(out), "--sizes", "1000", "--without", "pipeline"], measure=_here)
    return out


def _rows(results, section):
    rows = json.loads((results / "results.json").read_text(encoding="utf-8"))["rows"]
    return [r for r in rows if r["section"] == section]


def test_results__every_method_is_measured_or_missing(results):
    rows = json.loads((results / "results.json").read_text(encoding="utf-8"))["rows"]

    assert set(methods()) == {(r["section"], r["who"]) for r in rows}
    assert {r["status"] for r in rows} <= {"ok", "missing"}
    assert [] == [r["who"] for r in rows if r["who"].startswith(OURS) and r["status"] != "ok"]
    assert {"networkx", "igraph"} <= {r["who"] for r in rows if r["status"] == "ok"}
    assert [] == [p.name for p in results.iterdir() if p.is_dir()]


@pytest.mark.parametrize(
    "section", [floors.BUILD, densest.LOG, densest.PLAIN, cores.CORES, projections.PAIRS]
)
def test_answers__are_the_same(results, section):
    """Java's blocks are of another objective; all other tools must answer as ours."""
    rows = [
        r for r in _rows(results, section) if r["status"] == "ok" and r["who"] not in {"D-Cube", "M-Zoom"}
    ]
    base = table.base_of(rows)
    others = [r for r in rows if r is not base and "improbable" not in r["who"]]

    assert [] == [r["who"] for r in others if not table.agrees(r, base)]


def test_communities__rings_are_counted(results):
    for r in _rows(results, communities.COMMUNITIES):
        assert r["status"] == "missing" or 0 <= r["answer"]["rings"] <= r["answer"]["planted"] == 20


def test_outputs__table_and_plot(results):
    text = (results / "table.md").read_text(encoding="utf-8")

    assert (results / "cost.png").read_bytes().startswith(b"\x89PNG")
    assert [] == [who for _, who in methods() if f"| {who} " not in text]


def test_stages__come_from_the_manifest(tmp_path, samples, cli):
    shutil.copytree(samples / "thirty-accounts", tmp_path / "source")
    cli("detect", tmp_path / "source", "--out", tmp_path / "run", "--quiet")
    rows = stages.rows_of_run(tmp_path / "run")

    assert rows[-1]["who"] == stages.WHOLE
    assert rows[0]["who"] == "read"
    assert all(r["seconds"] >= 0 and r["peak_mb"] > 0 for r in rows)
    assert sum(r["seconds"] for r in rows[:-1]) == pytest.approx(rows[-1]["seconds"], abs=0.1)


def test_measure_start__compiles_once(tmp_path, samples):
    rows = stages.measure_start(samples / "office", tmp_path, limit=0.01, say=print)

    assert [stages.FIRST, stages.AGAIN] == [r["who"] for r in rows]
    assert {"over the limit"} == {r["status"] for r in rows}


def test_measure_table__reads_the_reviews(samples, tmp_path):
    import polars as pl

    pl.DataFrame({"reviewer_id": ["b", "a"], "product_id": ["x", "y"]}).write_parquet(
        tmp_path / "reviews.parquet"
    )

    for who in (stages.READING, stages.SORTING):
        assert measure.measure_table(who, tmp_path)["edges"] == 2


def test_measure_apart__kills_what_takes_too_long(tmp_path):
    assert apart.run(["sleep", "60"], limit=0.2)[0] is None
    assert apart.measure_apart(["make", "1", "/"], limit=0.01) == {"status": "over the limit", "limit": 0.01}


def test_measure_apart__says_why_it_failed(tmp_path):
    found = apart.measure_apart(["no such section", "nobody", tmp_path], limit=60)

    assert found["status"] == "failed"
    assert "KeyError" in found["reason"]


def test_table__says_what_is_over_the_limit_and_what_is_missing():
    rows = [
        {"section": "s", "who": OURS, "size": 10, "status": "ok", "seconds": 0.5, "answer": {"n": 3}},
        {"section": "s", "who": "slow", "size": 10, "status": "over the limit", "limit": 20},
        {"section": "s", "who": "absent", "size": 10, "status": "missing"},
        {"section": "s", "who": "wrong", "size": 10, "status": "ok", "seconds": 1.0, "answer": {"n": 4}},
    ]
    text = table.task_table({"rows": rows}, "s")

    assert "| slow | > 20 |  |  |" in text
    assert "| absent | missing |" in text
    assert "n 4 |" in text
    assert "the same" not in text


def test_write_up__later_results_count(tmp_path):
    row = {"section": floors.FLOOR, "who": "x", "size": 10, "status": "ok", "seconds": 1.0}
    for day, seconds in (("1", 1.0), ("2", 2.0)):
        machine = {"processor": f"make {day}", "cores": 2, "memory_gb": 24, "python": "3.11", "load": 0.5}
        results = {"machine": machine, "measured_at": f"day {day}", "rows": [row | {"seconds": seconds}]}
        (tmp_path / f"{day}.json").write_text(json.dumps(results))
    read = write_up.read([tmp_path])

    assert [2.0] == [r["seconds"] for r in read["rows"]]
    assert [
        f"- {floors.FLOOR}: make {day}, 2 cores, 24 GB, Python 3.11, day {day}, "
        "load average 0.5 when it began."
        for day in (1, 2)
    ] == read["taken"]


def test_write_up__the_page_is_that_of_the_committed_results(tmp_path):
    page = tmp_path / "explanation" / "performance.md"
    write_up.main([str(RESULTS), "--out", str(page)])

    assert PAGE.read_text(encoding="utf-8") == page.read_text(encoding="utf-8")
    assert (tmp_path / "images" / "performance.png").is_file()

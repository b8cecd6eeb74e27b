"""The whole pipeline by size: simulate a source, run ``collusion detect``, read the run's own manifest."""

from __future__ import annotations

import json
import shutil
import sys
import time
from pathlib import Path

from tests.benchmarks.apart import run

PIPELINE, TABLE = "pipeline", "table"
WHOLE = "whole run"
START, FIRST, AGAIN = "start", "first run, kernels compiled on the way", "second run, kernels cached"
READING, SORTING = "polars reads the reviews", "polars reads and sorts the reviews"


def measure_pipeline(n_reviews, folder, apart, *, limit, say):
    """Simulate, detect, and time polars on the same table; return rows."""
    source, out = folder / f"source-{n_reviews}", folder / f"run-{n_reviews}"
    preset = ["--preset", "benchmark", "--reviews", str(n_reviews), "--seed", "1"]
    say(f"collusion simulate, {n_reviews:,} reviews")
    _collusion(folder, limit, "simulate", *preset, "--force", source)
    say(f"collusion detect, {n_reviews:,} reviews")
    found = _collusion(folder, limit, "detect", source, "--out", out, "--force")
    if found["status"] != "ok":
        return [row(PIPELINE, WHOLE, n_reviews, found)]
    rows = rows_of_run(out, n_reviews)
    for who in (READING, SORTING):
        rows.append(row(TABLE, who, n_reviews, apart(["table", who, source], limit=limit)))
    shutil.rmtree(source)
    return rows


def measure_start(sample, folder, *, limit, say):
    """Time the first run of all, which compiles the kernels, and the same again; return rows."""
    rows = []
    for who in (FIRST, AGAIN):
        say(f"collusion detect {sample.name}: {who}")
        found = _collusion(folder, limit, "detect", sample, "--out", folder / "start", "--force")
        rows.append(row(START, who, 0, found))
    return rows


def _collusion(folder, limit, *words):
    """Run a command with the compiled kernels of this measurement, none at first; say how long it took."""
    began = time.perf_counter()
    command = [sys.executable, "-m", "collusion", *map(str, words)]
    code, _, err = run(command, limit, NUMBA_CACHE_DIR=str(folder / "kernels"))
    if code == 0:
        return {"status": "ok", "seconds": round(time.perf_counter() - began, 3)}
    if code is None:
        return {"status": "over the limit", "limit": limit}
    return {"status": "failed", "reason": (err.strip().splitlines() or [""])[-1][:200]}


def rows_of_run(out, n_reviews=None):
    """Return one row a stage of a run folder, from its manifest, and one for the whole."""
    manifest = json.loads((Path(out) / "manifest.json").read_text(encoding="utf-8"))
    size = manifest["counts"]["reviews"]
    stages = [(stage["name"], stage) for stage in manifest["stages"]]
    return [
        row(
            PIPELINE,
            name,
            n_reviews or size,
            {
                "status": "ok",
                "edges": size,
                "seconds": stage["seconds"],
                "peak_mb": stage["peak_mb"],
                "answer": stage.get("counts", {}),
            },
        )
        for name, stage in [*stages, (WHOLE, manifest["totals"])]
    ]


def row(section, who, size, found):
    return {"section": section, "who": who, "size": size, **found}

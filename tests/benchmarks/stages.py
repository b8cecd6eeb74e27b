"""The whole pipeline by size: simulate a source, run ``collusion detect``, read the run's own manifest."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

from tests.benchmarks.apart import run

PIPELINE, TABLE = "pipeline", "table"
WHOLE = "whole run"
READING, SORTING = "polars reads the reviews", "polars reads and sorts the reviews"


def measure_pipeline(n_reviews, folder, apart, *, limit, say):
    """Simulate, detect, and time polars on the same table; return rows."""
    source, out = folder / f"source-{n_reviews}", folder / f"run-{n_reviews}"
    preset = ["--preset", "benchmark", "--reviews", str(n_reviews), "--seed", "1"]
    for words in (["simulate", *preset, "--force", str(source)], ["detect", str(source), "--out", str(out)]):
        say(f"collusion {words[0]}, {n_reviews:,} reviews")
        code, _, err = run([sys.executable, "-m", "collusion", *words], limit)
        if code != 0:
            status = "over the limit" if code is None else "failed"
            reason = (err.strip().splitlines() or [""])[-1][:200]
            return [row(PIPELINE, WHOLE, n_reviews, {"status": status, "limit": limit, "reason": reason})]
    rows = rows_of_run(out, n_reviews)
    for who in (READING, SORTING):
        rows.append(row(TABLE, who, n_reviews, apart(["table", who, source], limit=limit)))
    shutil.rmtree(source)
    return rows


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

"""``python -m tests.benchmarks --out DIR``: the pipeline by size, and ours against other tools and the floor.

Writes ``results.json``, ``table.md`` and ``cost.png``. Each measurement is a process of its own: the least
time of a few runs, compiled code warm. Tools that are not installed are named as missing; one that takes
longer than the limit is killed and not asked for larger graphs. ``make bench`` installs those that PyPI has.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import platform
import shutil
import sys
import tempfile
from functools import partial
from pathlib import Path

from tests.benchmarks import plot, table
from tests.benchmarks.apart import ROOT, measure_apart
from tests.benchmarks.methods import JARS, methods
from tests.benchmarks.stages import measure_pipeline, measure_start, row, rows_of_run

SIZES, LARGE = (10_000, 100_000, 1_000_000), (10_000_000,)
_SAMPLE = ROOT / "sample_graphs" / "thirty-accounts"
_OUR_LIMIT = 1800.0  # seconds: our own code is given time, it is what is measured


def main(words=None, measure=measure_apart):
    options = _options(words)
    options.out.mkdir(parents=True, exist_ok=True)
    sizes = options.sizes or (SIZES + LARGE if options.large else SIZES)
    results = {
        "measured_at": dt.datetime.now(dt.UTC).strftime("%Y-%m-%d %H:%M UTC"),
        "machine": machine(),
        "limit": options.limit,
        "rows": [],
    }
    with tempfile.TemporaryDirectory(dir=options.out) as scratch:
        for rows in _measured(sizes, Path(scratch), options, measure):
            key = {(r["section"], r["who"], r["size"]) for r in rows}
            kept = [r for r in results["rows"] if (r["section"], r["who"], r["size"]) not in key]
            results["rows"] = kept + rows
            _write(results, options.out)  # what is measured is kept when a later measurement is broken off
    print(options.out / "table.md")


def _measured(sizes, scratch, options, measure):
    """Yield the rows of one measurement after another."""
    if "pipeline" not in options.without:
        yield measure_start(_SAMPLE, scratch, limit=_OUR_LIMIT, say=_say)
        # twice the smallest: the first compiles what the sample did not need
        for size in (min(sizes), *sizes):
            yield measure_pipeline(size, scratch, measure, limit=_OUR_LIMIT, say=_say)
    for run in options.run:
        yield rows_of_run(run)
    if "tools" not in options.without:
        slow = {}
        for size in sizes:
            yield _measure_tools(size, scratch, options, measure, slow)


def _measure_tools(size, scratch, options, measure, slow):
    """Measure every method at one size, except those that were over the limit at a smaller one."""
    _say(f"making a graph of {size:,} reviews")
    graph = scratch / f"graph-{size}"
    made = measure(["make", size, graph], limit=_OUR_LIMIT)
    assert made["status"] == "ok", made
    rows = []
    for key, method in methods().items():
        if method.needs is None or method.is_ours:
            call = partial(measure, limit=_OUR_LIMIT)
        else:
            call = partial(measure, limit=options.limit, python=options.python)
        _say(f"{size:,} reviews: {method.section}: {method.who}")
        found = slow.get(key) or call([*key, graph])
        if found["status"] == "over the limit":
            slow[key] = found
        rows.append(row(*key, size, found))
    shutil.rmtree(graph)
    return rows


def machine():
    """Say what was measured on."""
    names = [
        line.partition(":")[2].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")
    ]
    memory = [int(line.split()[1]) for line in _lines("/proc/meminfo") if line.startswith("MemTotal")]
    return {
        "processor": names[0] if names else platform.machine(),
        "cores": os.cpu_count(),
        "memory_gb": round(memory[0] / 2**20) if memory else None,
        "load": round(os.getloadavg()[0], 1),
        "python": platform.python_version(),
    }


def _lines(path):
    file = Path(path)
    return file.read_text(encoding="utf-8").splitlines() if file.exists() else []


def _write(results, out):
    text = json.dumps(results, ensure_ascii=False, indent=1)
    (out / "results.json").write_text(text + "\n", encoding="utf-8")
    (out / "table.md").write_text(table.markdown(results), encoding="utf-8")
    plot.draw(results, out / "cost.png")


def _say(text):
    print(text, file=sys.stderr)


def _options(words):
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmarks", description=__doc__.partition("\n")[0]
    )
    parser.add_argument("--out", type=Path, required=True, help="folder for the results")
    parser.add_argument("--sizes", type=int, nargs="+", help=f"reviews; default: {SIZES}")
    parser.add_argument("--large", action="store_true", help=f"also {LARGE[0]:,} reviews")
    parser.add_argument("--run", type=Path, nargs="+", default=[], help="run folders whose stages are added")
    parser.add_argument("--limit", type=float, default=60.0, help="seconds for another tool at one size")
    parser.add_argument(
        "--python", type=Path, default=Path(sys.executable), help="where the tools are installed"
    )
    parser.add_argument(
        "--jars", type=Path, help="folder with DCube-2.0.jar and MZoom-2.0.jar of their authors"
    )
    parser.add_argument("--without", nargs="+", default=[], choices=["pipeline", "tools"], help="leave out")
    options = parser.parse_args(words)
    options.python = options.python.absolute()  # children run from the root of the checkout
    if options.jars:
        os.environ[JARS] = str(options.jars.resolve())
    return options


if __name__ == "__main__":
    main()

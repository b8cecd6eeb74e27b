"""``python -m tests.benchmarks.write_up RESULTS… --out PAGE``: write the page on performance from results.

RESULTS are files that ``python -m tests.benchmarks`` wrote, or folders of them; of what was measured twice
the later file counts. The plot goes to ``../images/performance.png`` as seen from the page.
"""

from __future__ import annotations

import argparse
import itertools
import json
import math
from pathlib import Path

from tests.benchmarks import densest, floors, plot, prose, stages, table

_MADE = "<!-- Written by `python -m tests.benchmarks.write_up`: measure anew, do not edit. -->"
_PLOT = "![Seconds against reviews, both logarithmic](../images/performance.png)"


def read(paths):
    """Read results, files or folders of them, into one that says what each file was measured on."""
    files = [file for path in paths for file in (sorted(path.glob("*.json")) if path.is_dir() else [path])]
    all_results = [json.loads(file.read_text(encoding="utf-8")) for file in files]
    rows = {(r["section"], r["who"], r["size"]): r for results in all_results for r in results["rows"]}
    rows_by_size = sorted(rows.values(), key=lambda r: r["size"])
    return all_results[0] | {"taken": [_taken(results) for results in all_results], "rows": rows_by_size}


def _taken(results):
    """Say in a line what a file holds, and on what machine and when it was measured."""
    machine, sections = results["machine"], dict.fromkeys(row["section"] for row in results["rows"])
    return (
        f"- {', '.join(sections)}: {machine['processor']}, {machine['cores']} cores, "
        f"{machine['memory_gb']} GB, Python {machine['python']}, {results['measured_at']}, load average "
        f"{machine['load']} when it began."
    )


def page(results):
    """Return the page."""
    parts = [_MADE, "# Performance", prose.INTRODUCTION, "\n".join(results["taken"]), _PLOT]
    parts += [*_pipeline(results), *_bounds(results), *_tasks(results)]
    parts += ["## How it is measured", prose.METHOD.format(limit=results["limit"])]
    parts += ["## What would be next", prose.NEXT]
    return "\n\n".join(part.strip() for part in parts) + "\n"


def _pipeline(results):
    whole = _rows(results, stages.PIPELINE, stages.WHOLE)
    if not whole:
        return
    last = whole[-1]
    parts = [r for r in results["rows"] if r["section"] == stages.PIPELINE and r["size"] == last["size"]]
    parts = sorted((r for r in parts if r["who"] != stages.WHOLE), key=lambda r: -r["seconds"])
    shares = ", ".join(f"{r['who']} {r['seconds'] / last['seconds']:.0%}" for r in parts[:3])
    yield "## Where the time goes"
    yield (
        f"At {last['size']:,} reviews `collusion detect` takes {table.seconds_of(last)} s and "
        f"{last['peak_mb']:,.0f} MiB at most. The greatest shares: {shares}. Each stage's peak is that of "
        "the process while it ran. Rows of floors say what polars alone needs for the same reviews."
    )
    yield table.pipeline_table(results)
    start = {r["who"]: r for r in results["rows"] if r["section"] == stages.START and r["status"] == "ok"}
    if start:
        first, again = (table.seconds_of(start[who]) for who in (stages.FIRST, stages.AGAIN))
        yield (
            f"The very first run, on a small sample, takes {first} s, for it compiles the kernels; the same "
            f"run again takes {again} s, the start of Python included."
        )
    growth = [_growth(before, after) for before, after in itertools.pairwise(whole)]
    if growth:
        yield "Growth of the whole run:\n\n" + "\n".join(growth)


def _growth(before, after):
    grown = after["seconds"] / before["seconds"]
    small, large = before["size"], after["size"]
    ideal = (large * math.log(large)) / (small * math.log(small))
    return f"- {small:,} to {large:,} reviews: {grown:.1f} times as long, where E log E is {ideal:.1f}."


def _bounds(results):
    yield "## What bounds it"
    gathers = {r["size"]: r for r in _rows(results, floors.FLOOR, floors.GATHER)}
    for section, what in ((densest.LOG, "densest block"), (floors.BUILD, "radix build")):
        lines = [
            f"- {r['size']:,} edges: {table.seconds_of(r)} s, {_times(r, gathers[r['size']])} gathers."
            for r in _ours(results, section)
            if r["size"] in gathers
        ]
        if lines:
            yield f"The {what} against one random gather an edge, measured in the same run:\n\n" + "\n".join(
                lines
            )
    reading = {r["size"]: r for r in _rows(results, stages.PIPELINE, "read")}
    lines = [
        f"- {r['size']:,} reviews: {_times(reading[r['size']], r)} times as long."
        for r in _rows(results, stages.TABLE, stages.SORTING)
        if r["size"] in reading
    ]
    if lines:
        yield (
            "The stage that reads and checks all tables, against polars reading and sorting the reviews, "
            "which are one of them:\n\n" + "\n".join(lines)
        )


def _times(row, floor):
    return f"{row['seconds'] / max(floor['seconds'], 1e-9):.1f}"


def _tasks(results):
    yield "## Against other tools"
    for section in table.sections(results):
        yield f"### {section[0].upper()}{section[1:]}"
        yield prose.ABOUT[section]
        yield table.task_table(results, section)


def _rows(results, section, who):
    return [r for r in results["rows"] if (r["section"], r["who"], r["status"]) == (section, who, "ok")]


def _ours(results, section):
    """The first row of ours at each size, in order of size."""
    rows = [r for r in results["rows"] if r["section"] == section]
    bases = [
        table.base_of([r for r in rows if r["size"] == n]) for n in dict.fromkeys(r["size"] for r in rows)
    ]
    return [r for r in bases if r is not None]


def main(words=None):
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.write_up")
    parser.add_argument("results", type=Path, nargs="+", help="files of results, or folders of them")
    parser.add_argument("--out", type=Path, required=True, help="the page")
    options = parser.parse_args(words)
    results = read(options.results)
    image = options.out.parent.parent / "images" / "performance.png"
    for path in (options.out, image):
        path.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_text(page(results), encoding="utf-8")
    plot.draw(results, image)


if __name__ == "__main__":
    main()

"""The child: measures one method on one graph and prints what it found as one line of JSON.

``python -m tests.benchmarks.measure SECTION WHO GRAPH``, and the same with ``make`` N GRAPH to make a graph,
or ``table`` WHO SOURCE for what polars needs to read the same table. A process of its own has its own peak.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from tests.benchmarks import graphs, stages
from tests.benchmarks.methods import methods, version_of

_REPEATS, _ENOUGH = 4, 8.0  # runs at most, and seconds after which one more run is not worth it


def best_of(run, at_least=1):
    """Run several times; return the least wall and processor seconds, and the last result."""
    walls, processor, began, result = [], [], time.perf_counter(), None
    while len(walls) < at_least or (len(walls) < _REPEATS and time.perf_counter() - began < _ENOUGH):
        result = None  # the last result must not count into the next one's peak
        wall, cpu = time.perf_counter(), time.process_time()
        result = run()
        walls.append(time.perf_counter() - wall)
        processor.append(time.process_time() - cpu)
    return min(walls), min(processor), result


def measure(section, who, folder):
    """Measure one method; the first call of ours compiles, so that it is called twice at least."""
    method = methods()[section, who]
    version = version_of(method)
    if version is None:
        return {"status": "missing"}
    graph = graphs.load(folder)
    began = time.perf_counter()
    loaded = method.load(graph)
    loading = time.perf_counter() - began
    once = method.needs is not None and method.needs[0] == "java"
    wall, cpu, result = best_of(lambda: method.run(loaded), at_least=2 if method.is_ours else 1)
    answer = method.answer(graph, result)
    if once:  # a process of its own: its own clock counts, ours would count its reading
        loading, wall, cpu = wall - answer["own_seconds"], answer.pop("own_seconds"), None
    return {
        "status": "ok",
        "version": version,
        "edges": int(graph.indices.size),
        "seconds": wall,
        "cpu": cpu,
        "load_seconds": loading,
        "peak_mb": None if once else peak_mb(),
        "answer": answer,
    }


def measure_table(who, source):
    """Time polars on the reviews of a source: the floor under the stage that reads them."""
    import polars as pl

    files = sorted(Path(source).glob("reviews.parquet")) or sorted(Path(source).glob("reviews/*.parquet"))

    def run():
        reviews = pl.read_parquet(files)
        return reviews.sort("reviewer_id", "product_id") if who == stages.SORTING else reviews

    wall, cpu, reviews = best_of(run)
    return {"status": "ok", "edges": reviews.height, "seconds": wall, "cpu": cpu, "peak_mb": peak_mb()}


def peak_mb():
    """Highest resident memory of this process, without what its parent held."""
    for line in Path("/proc/self/status").read_text(encoding="utf-8").splitlines():
        if line.startswith("VmHWM:"):
            return round(int(line.split()[1]) / 1024, 1)
    return None


def main_of(words):
    """Do what the words say and return what was found."""
    task, who, folder = words
    if task == "make":
        graphs.make(int(who), Path(folder))
        return {"status": "ok"}
    return measure_table(who, folder) if task == "table" else measure(task, who, folder)


if __name__ == "__main__":
    print(json.dumps(main_of(sys.argv[1:])))

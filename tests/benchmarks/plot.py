"""Cost against size, log-log: the pipeline's stages, and the tasks against other tools."""

from __future__ import annotations

import math

from tests.benchmarks import densest, projections, stages
from tests.benchmarks.methods import OURS

_PANELS = (
    (stages.PIPELINE, "collusion detect, by stage"),
    (densest.LOG, "Densest block, log weights"),
    (densest.PLAIN, "Densest block, plain weights"),
    (projections.PAIRS, "Pairs that share two products"),
)


def draw(results, path):
    """Write the plot as PNG."""
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot as plt

    figure, axes = plt.subplots(2, 2, figsize=(11, 8.5), layout="constrained")
    for axis, (section, title) in zip(axes.flat, _PANELS):
        _panel(axis, [r for r in results["rows"] if r["section"] == section and r.get("seconds")])
        axis.set_title(title, loc="left", fontsize=11)
    figure.savefig(path, dpi=110, metadata={"Software": None})
    plt.close(figure)


def _panel(axis, rows):
    first = None
    for who in dict.fromkeys(r["who"] for r in rows):
        points = sorted((r["size"], r["seconds"]) for r in rows if r["who"] == who)
        is_main = who.startswith(OURS) or who == stages.WHOLE
        line = axis.plot(*zip(*points), marker="o", markersize=3.5, linewidth=2.4 if is_main else 1.0)[0]
        line.set_label(who)
        first = points if is_main and first is None else first
    if first:
        _guide(axis, first)
    axis.set_xscale("log")
    axis.set_yscale("log")
    axis.set_xlabel("reviews")
    axis.set_ylabel("seconds")
    axis.grid(visible=True, which="major", alpha=0.25)
    if rows:
        axis.legend(fontsize=7.5, frameon=False)


def _guide(axis, points):
    """Draw E log E through the last point: no line of ours should be steeper."""
    size, seconds = points[-1]
    sizes = [x for x, _ in points]
    ideal = [seconds * (x * math.log(x)) / (size * math.log(size)) for x in sizes]
    axis.plot(sizes, ideal, color="0.6", linestyle=":", linewidth=1.2, label="E log E", zorder=0)

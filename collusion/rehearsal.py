"""Compile the growth of blocks beforehand: ``python -m collusion.rehearsal``, beside the first run.

Half of all compiling goes into the growth of blocks, which a run reaches last. A process that grows one block
on a market of a few reviews leaves those kernels in the cache by then, so that two cores share the work.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np

from collusion.arrays import frozen
from collusion.config import RunConfig
from collusion.detection import blocks
from collusion.detection.candidates import Candidate, seeds_of
from collusion.evidence.stars import prepare_stars, star_weights
from collusion.evidence.strata import Strata
from collusion.evidence.tenure import prepare_tenure
from collusion.evidence.timing import order_by_time
from collusion.graph.build import NO_TIME, build_graph
from collusion.tables.read import read_tables

_N_MEMBERS, _N_TARGETS, _N_OTHERS = 12, 8, 40
_NO_CAP = 2**40


def rehearse() -> list[Candidate]:
    """Grow a block on a small market with the types, and so the kernels, of every run.

    Returns
    -------
    list of Candidate
        The one ring of the market.
    """
    config = RunConfig()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "reviews.csv"
        path.write_text(_market(), encoding="utf-8")
        graph = build_graph(read_tables(path))
    reviews = np.array([graph.reviews.n_edges], dtype=np.float64)
    strata = Strata(frozen(np.zeros(len(graph.products), dtype=np.int32)), frozen(reviews), "rehearsal")
    order = order_by_time(graph)
    weights = star_weights(prepare_stars(graph, max_tilt=config.evidence.honest_tilt))
    created = np.full(len(graph.reviewers), NO_TIME, dtype=np.int32)
    world = blocks.make_world(graph, order, strata, weights, created, prepare_tenure(graph).tenures)
    rules = blocks.make_rules(order.span_minutes, config.evidence.reviewer_cap, config.detection)
    members = np.flatnonzero(graph.reviewers.ids.str.starts_with("m").to_numpy()).astype(np.int32)
    ladder = [blocks.Rung(_NO_CAP, [seeds_of([members], "rehearsal")])]
    return blocks.grow_candidates(ladder, world, rules, params=config.detection)


def _market() -> str:
    """Return reviews in which some accounts praise the same products on the same days, others one each."""
    rows = ["reviewer_id,product_id,rating,posted_at"]
    for target in range(_N_TARGETS):
        day = f"2026-01-{3 * target + 1:02d}"
        rows += [f"m{member:02d},t{target},5,{day}T10:{member:02d}:00" for member in range(_N_MEMBERS)]
    for other in range(_N_OTHERS):
        day = f"2026-{other % 12 + 1:02d}-17"
        rows += [f"o{other:02d},{kind}{other % _N_TARGETS},{other % 5 + 1},{day}T08:00:00" for kind in "tu"]
    return "\n".join([*rows, ""])


if __name__ == "__main__":
    rehearse()

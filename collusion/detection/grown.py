"""Turn a grown block into a candidate."""

from __future__ import annotations

import numpy as np

from collusion.arrays import Int32Array, Int64Array, frozen
from collusion.detection.candidates import Candidate
from collusion.evidence.group import Group
from collusion.graph.bipartite import spans
from collusion.kernels import blocks


def make_candidate(growth: blocks.Growth, world: blocks.World, origin: str) -> Candidate:
    """Turn a grown block into a candidate: sort its cells by product and list its reviews.

    Parameters
    ----------
    growth
        The block.
    world
        The graph it was grown in.
    origin
        The method whose seed led here.

    Returns
    -------
    Candidate
        The same group as the rooms above know it.
    """
    by_product = np.argsort(growth.cells.product)
    cells = blocks.Cells._make(column[by_product] for column in growth.cells)
    edges = _cell_edges(growth.members, cells, world)
    group = Group(frozen(growth.members), frozen(cells.product), frozen(edges))
    return Candidate(
        group=group,
        membership=frozen(growth.ratio),
        n=frozen(cells.n),
        expected=frozen(cells.expected),
        surplus=float(growth.surplus),
        stars=float(growth.stars),
        life=float(growth.life),
        origin=origin,
    )


def _cell_edges(members: Int32Array, cells: blocks.Cells, world: blocks.World) -> Int64Array:
    """Return the members' reviews in `cells`, which are sorted by product; ascending in row order."""
    edges, _ = spans(world.indptr, members)
    cell = np.searchsorted(cells.product, world.product[edges])
    edges, cell = edges[cell < len(cells.product)], cell[cell < len(cells.product)]
    position = world.position[edges]
    is_target = cells.product[cell] == world.product[edges]
    inside = (cells.low[cell] <= position) & (position <= cells.high[cell])
    chosen: Int64Array = edges[is_target & inside]
    return chosen

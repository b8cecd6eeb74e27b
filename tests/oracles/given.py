"""Given groups in the whole market, product by product: no part of it is cut out."""

from __future__ import annotations

import numpy as np

from collusion.arrays import frozen
from collusion.graph.bipartite import spans
from collusion.kernels import blocks


def spanned(group, space):
    """Return the first and last place of the group's reviews of each target, product by product."""
    product, position = space.graph.reviews.indices[group.edges], space.world.position[group.edges]
    places = [position[product == p] for p in group.products]
    low = [int(some.min()) if len(some) else 1 for some in places]
    high = [int(some.max()) if len(some) else 0 for some in places]
    return np.array(low, dtype=np.int64), np.array(high, dtype=np.int64)


def elsewhere_apart(group, world):
    """Return the whole world, in which every review of a member that is of no target has its own product."""
    edges = spans(world.indptr, group.members)[0]
    others = edges[~np.isin(world.product[edges], group.products)]
    n, k = len(world.t_indptr) - 1, len(others)
    product = world.product.copy()
    product[others] = n + np.arange(k, dtype=np.int32)
    nothing = np.zeros((k, 6), np.float32)
    return world._replace(
        product=frozen(product),
        t_indptr=frozen(np.append(world.t_indptr, np.full(k, world.t_indptr[-1]))),
        praise=frozen(np.concatenate([world.praise, nothing])),
        blame=frozen(np.concatenate([world.blame, nothing])),
        stratum=frozen(np.append(world.stratum, world.stratum[world.product[others]])),
        seller=frozen(np.append(world.seller, np.full(k, -1, np.int32))),
    )


def measured_in_whole(group, space):
    """Measure a group in the whole market: its cells, its surplus and the membership of who is drawn in."""
    world, rules = elsewhere_apart(group, space.world), space.rules
    low, high = spanned(group, space)
    kept = high >= low
    empty = np.zeros(int(kept.sum()))
    cells = blocks.Cells(
        group.products[kept], low[kept], high[kept], empty.astype(np.int32), empty, empty.copy()
    )
    members, scratch = group.members.copy(), blocks.make_scratch(world)
    scratch.barred[:] = True
    scratch.barred[members] = False
    for _ in range(3):
        cells = blocks.choose_cells(members, world, rules, scratch, cells, 1.0)
    lives = blocks.lives_of(members, world, scratch, cells)
    drawn, ratio = blocks.choose_members(lives, world, rules, scratch, cells, 1.0)
    surplus = float(blocks.surplus_of(members, world, scratch, cells))
    return cells, surplus, dict(zip(drawn.tolist(), ratio.tolist(), strict=True))


def drawn_in_whole(group, space, account):
    """Return whether the cells of a group, in the whole market, draw in one account that is no member."""
    cells, _, _ = measured_in_whole(group, space)
    world, members = space.world, group.members.copy()
    scratch = blocks.make_scratch(world)
    scratch.barred[:] = True
    scratch.barred[account] = False
    lives = blocks.lives_of(members, world, scratch, cells)
    return len(blocks.choose_members(lives, world, space.rules, scratch, cells, 1.0)[0]) > 0

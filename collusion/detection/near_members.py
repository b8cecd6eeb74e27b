"""What an account lacks to belong to a given block: how many reviews of which targets, at which time.

The account is held against the block as the search does it, as an outsider; then reviews of targets that it
never reviewed are added to its own, those that tell most first, until it would be drawn in.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from collusion.arrays import Float64Array, Int8Array, Int32Array, Int64Array, frozen
from collusion.detection.given import Space, cells_of, part_of, settled_cells
from collusion.evidence.group import Group
from collusion.kernels import blocks


@dataclass(frozen=True, slots=True)
class Lack:
    """What an account has of a block, and lacks.

    Attributes
    ----------
    targets
        The block's targets, ascending, shape (n_targets,).
    first, last
        Minutes between which the members met on each, shape (n_targets,).
    coverage
        Share of the members that reviewed each in that time, shape (n_targets,).
    missing
        Targets whose review would have drawn the account in, those that tell most first; empty where it
        belongs already, None where no number of them would do.
    free
        All targets that it never reviewed, those that tell most first, shape (n_free,).
    written
        Minute and stars of the members' middle review of each of these, shape (2, n_free).
    """

    targets: Int32Array
    first: Int64Array
    last: Int64Array
    coverage: Float64Array
    missing: Int32Array | None
    free: Int32Array
    written: Int64Array


def lack_of(group: Group, account: int, space: Space) -> Lack:
    """Find the reviews of targets that would have drawn an account into a block.

    Parameters
    ----------
    group
        The block: members, targets, and the reviews by which the ones met on the others.
    account
        A reviewer who is no member.
    space
        The market.

    Returns
    -------
    Lack
        O(reviews of the targets) for each review that is tried.
    """
    members = np.union1d(group.members, np.array([account], np.int32)).astype(np.int32)
    small = part_of(members, group.products, space.world)
    place = int(np.searchsorted(members, account))
    own = np.setdiff1d(np.arange(len(members), dtype=np.int32), np.array([place], np.int32))
    scratch = blocks.make_scratch(small)
    scratch.barred[:] = True
    cells = settled_cells(own, small, space.rules, scratch, cells_of(group, small, space))
    order = np.argsort(cells.product)
    cells = blocks.Cells._make(column[order] for column in cells)
    tried = _by_weight(place, small, cells, space, len(own))
    missing: Int32Array | None = None
    for n in range(len(tried) + 1):
        if _draws_in(own, place, small, cells, tried[:n], space):
            missing = frozen(group.products[cells.product[tried[:n]]])
            break
    middle = _middle_places(own, small, cells, tried)
    return Lack(
        frozen(group.products[cells.product]),
        frozen(small.t_minute[cells.low].astype(np.int64)),
        frozen(small.t_minute[cells.high].astype(np.int64)),
        frozen(cells.n / max(len(own), 1)),
        missing,
        frozen(group.products[cells.product[tried]]),
        frozen(np.stack([small.t_minute[middle], small.t_stars[middle]]).astype(np.int64)),
    )


def written_as_members(lack: Lack, n: int) -> tuple[Int32Array, Int32Array, Int8Array]:
    """Return the first `n` reviews that an account lacks as the members wrote theirs.

    Parameters
    ----------
    lack
        What it lacks.
    n
        How many.

    Returns
    -------
    tuple
        Products, ascending, minutes and stars, shape (n,) each.
    """
    order = np.argsort(lack.free[:n])
    minute, stars = lack.written[:, :n][:, order]
    return lack.free[:n][order], minute.astype(np.int32), stars.astype(np.int8)


def _by_weight(
    account: int, small: blocks.World, cells: blocks.Cells, space: Space, n_members: int
) -> Int64Array:
    """Return the cells of products that the account never reviewed, the most telling of a member first."""
    mine = small.product[small.indptr[account] : small.indptr[account + 1]]
    free = np.flatnonzero(~np.isin(cells.product, mine))
    coverage = np.minimum((cells.n + 0.5) / (n_members + 1.0), 0.98)
    stratum = small.stratum[cells.product]
    written = np.bincount(small.stratum[mine], minlength=int(stratum.max(initial=0)) + 1)
    arrivals = np.maximum(cells.high - cells.low + 1 - cells.n, 0) + space.rules.prior_arrivals
    by_chance = (written[stratum] + space.rules.prior_activity) * arrivals / small.stratum_reviews[stratum]
    weight = np.log(coverage / (1.0 - coverage)) - np.log(by_chance)
    return free[np.argsort(-weight[free], kind="stable")]


def _draws_in(
    own: Int32Array, account: int, small: blocks.World, cells: blocks.Cells, added: Int64Array, space: Space
) -> bool:
    """Return whether a block of `own` members would draw an account in that also wrote in cells `added`."""
    world, moved = _with_reviews(own, account, small, cells, np.sort(added))
    scratch = blocks.make_scratch(world)
    scratch.barred[:] = True
    scratch.barred[account] = False
    moved = settled_cells(own, world, space.rules, scratch, moved)
    lives = blocks.lives_of(own, world, scratch, moved)
    drawn, _ = blocks.choose_members(lives, world, space.rules, scratch, moved, 1.0)
    return len(drawn) > 0


def _with_reviews(
    own: Int32Array, account: int, small: blocks.World, cells: blocks.Cells, added: Int64Array
) -> tuple[blocks.World, blocks.Cells]:
    """Return the world in which an account also reviewed the products of some cells, and the cells there.

    It does so as the members did: right after the middle one of their reviews in each cell, with its stars.
    `added` ascend.
    """
    at = _middle_places(own, small, cells, added) + 1
    products = cells.product[added]
    shift = np.searchsorted(at, np.arange(len(small.t_reviewer)), side="right")
    n_before = np.searchsorted(products, np.arange(len(small.t_indptr)), side="left")
    minute, stars = small.t_minute[at - 1], small.t_stars[at - 1]
    end = int(small.indptr[account + 1])
    indptr = small.indptr.copy()
    indptr[account + 1 :] += len(added)
    position = small.position + shift[np.minimum(small.position, len(shift) - 1)]
    parts = {
        "indptr": indptr,
        "product": np.insert(small.product, np.full(len(added), end), products),
        "position": np.insert(position, np.full(len(added), end), at + np.arange(len(added))),
        "stars": np.insert(small.stars, np.full(len(added), end), stars),
        "minute": np.insert(small.minute, np.full(len(added), end), minute),
        "t_indptr": small.t_indptr + n_before,
        "t_reviewer": np.insert(small.t_reviewer, at, account),
        "t_minute": np.insert(small.t_minute, at, minute),
        "t_stars": np.insert(small.t_stars, at, stars),
    }
    changed: dict[str, Any] = {
        name: frozen(np.asarray(part, dtype=getattr(small, name).dtype)) for name, part in parts.items()
    }
    world = small._replace(**changed)
    low = cells.low + shift[cells.low]
    high = cells.high + shift[cells.high]
    return world, cells._replace(low=low.astype(np.int64), high=high.astype(np.int64))


def _middle_places(own: Int32Array, small: blocks.World, cells: blocks.Cells, some: Int64Array) -> Int64Array:
    """Return the place, by product and time, of the middle review of the members in each of some cells."""
    is_member = np.zeros(len(small.indptr) - 1, np.bool_)
    is_member[own] = True
    wrote = [np.flatnonzero(is_member[small.t_reviewer[cells.low[c] : cells.high[c] + 1]]) for c in some]
    places = np.array([places[(len(places) - 1) // 2] for places in wrote], np.int64)
    return np.asarray(cells.low[some] + places, np.int64)

"""Assess a given group: compute its cells, their expectations and their surplus without a search.

A search grows groups; an investigator edits one: without this account, without that product, together with
another. The edited group is measured by the kernels that grew it, on a graph of its own reviews and its
targets' alone: what of the market they read besides are totals, so that nothing else is copied.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from collusion.arrays import Float64Array, Int32Array, Int64Array, frozen
from collusion.detection import bursts, holders, tied, wordings
from collusion.detection.candidates import Candidate
from collusion.evidence.group import Group, edges_of, member_of_edges
from collusion.evidence.identifiers import IdentifierEvidence
from collusion.evidence.text import TextEvidence
from collusion.graph.bipartite import spans
from collusion.graph.build import EntityGraph
from collusion.kernels import blocks
from collusion.minutes import NO_TIME

#: Times that cells are chosen for given members: they depend on one another's sellers.
_LOOKS = 3
#: Nats of membership of accounts that are in a group for what they share or for a burst, and for no habit.
_NO_HABIT = 3.0


@dataclass(frozen=True, slots=True)
class Space:
    """Where given groups are measured.

    Attributes
    ----------
    graph
        The graph.
    world, rules
        The same as the search reads it, and the numbers of block growth.
    identity
        Its identifiers.
    text
        Its texts.
    """

    graph: EntityGraph
    world: blocks.World
    rules: blocks.Rules
    identity: IdentifierEvidence | None = None
    text: TextEvidence | None = None


def given_candidate(
    group: Group, space: Space, *, origin: str, expected: Float64Array, lost: Int64Array | None = None
) -> Candidate:
    """Measure a given group as the search measures what it finds.

    Parameters
    ----------
    group
        The members, their targets, and the reviews by which the ones met on the others; they say in which
        window of time.
    space
        The market.
    origin
        How the group was proposed, which says what its surplus is.
    expected
        What honest reviewers would write of each target, shape (n_targets,); read for bursts only, whose
        windows do not depend on who is a member.
    lost
        Edges of members that are looked at as if strangers had written them.

    Returns
    -------
    Candidate
        Of a block without the targets in which the members no longer exceed expectation; the membership of
        an account that the rest would not draw in is NaN. O(reviews of the members and of the targets).
    """
    gone = np.zeros(0, np.int64) if lost is None else lost
    if origin in (holders.ORIGIN, tied.ORIGIN):
        same = _of_holders(group, space.graph, gone)
        if space.identity is None:
            return same
        bound = membership_of(group, space, origin=origin, expected=expected, lost=gone)
        same = replace(same, membership=bound)
        if origin == holders.ORIGIN:
            return same
        surplus = tied.tied_surplus(same.group, space.graph, space.identity)
        return replace(same, surplus=surplus, origin=tied.ORIGIN)
    kept = replace(group, edges=frozen(np.setdiff1d(group.edges, gone)))
    if origin == bursts.ORIGIN:
        return _of_burst(kept, space.graph, expected)
    if origin == wordings.ORIGIN and space.text is not None:
        return wordings.measured(kept, space.graph, space.text.copied)
    return _of_block(kept, space, origin, gone)


def membership_of(
    group: Group, space: Space, *, origin: str, expected: Float64Array, lost: Int64Array | None = None
) -> Float64Array:
    """Measure who of a given group is in it.

    Parameters
    ----------
    group, space, origin, expected, lost
        As of `given_candidate`.

    Returns
    -------
    Float64Array
        Log-odds by which each account is a member, shape (n_members,); NaN of one that is none: the rest
        would not draw it into a block, it wrote nothing in a burst, it copied no text and met at one target
        only, it shares no instrument with a group that is held by sharing, or has no tie to a listing.
        O(reviews of the members and of the targets).
    """
    if origin not in (holders.ORIGIN, tied.ORIGIN) or space.identity is None:
        return given_candidate(group, space, origin=origin, expected=expected, lost=lost).membership
    gone = np.zeros(0, np.int64) if lost is None else lost
    if origin == holders.ORIGIN:
        bound = holders.linked_members(group.members, space.identity)
    else:
        bound = tied.tied_members(group, space.graph, space.identity, gone)
    return frozen(np.where(np.isin(group.members, bound), _NO_HABIT, math.nan))


def _of_holders(group: Group, graph: EntityGraph, lost: Int64Array) -> Candidate:
    edges = np.setdiff1d(edges_of(graph, group.members), lost)
    edges = edges[np.isin(graph.reviews.indices[edges], group.products)]
    products, counts = np.unique(graph.reviews.indices[edges], return_counts=True)
    expected = len(edges) * graph.reviews.col_degrees(products) / graph.reviews.n_edges
    same = Group(group.members, frozen(products), frozen(edges))
    return _without_habit(same, counts, expected, 0.0, holders.ORIGIN)


def _of_burst(group: Group, graph: EntityGraph, expected: Float64Array) -> Candidate:
    place = np.searchsorted(group.products, graph.reviews.indices[group.edges])
    counts = np.bincount(place, minlength=len(group.products))
    kept = counts > 0
    price = bursts.price_of(group.products[kept], graph)
    surplus = bursts.surplus_of(counts[kept], expected[kept], price)
    same = Group(group.members, frozen(group.products[kept]), group.edges)
    found = _without_habit(same, counts[kept], expected[kept], surplus, bursts.ORIGIN)
    came = np.isin(group.members, member_of_edges(graph, group.edges))
    return replace(found, membership=frozen(np.where(came, found.membership, math.nan)))


def _without_habit(
    group: Group, counts: Int64Array, expected: Float64Array, surplus: float, origin: str
) -> Candidate:
    return Candidate(
        group=group,
        membership=frozen(np.full(len(group.members), _NO_HABIT)),
        n=frozen(counts.astype(np.int32)),
        expected=frozen(expected.astype(np.float64)),
        surplus=surplus,
        stars=0.0,
        life=0.0,
        origin=origin,
    )


def _of_block(group: Group, space: Space, origin: str, lost: Int64Array) -> Candidate:
    small = part_of(group.members, group.products, space.world, lost=lost)
    cells, scratch = cells_of(group, small, space), blocks.make_scratch(small)
    members = np.arange(len(group.members), dtype=np.int32)
    scratch.barred[len(members)] = True
    cells = settled_cells(members, small, space.rules, scratch, cells)
    lives = blocks.lives_of(members, small, scratch, cells)
    drawn, ratio = blocks.choose_members(lives, small, space.rules, scratch, cells, 1.0)
    membership = np.full(len(members), math.nan)
    membership[drawn] = ratio
    surplus = float(blocks.surplus_of(members, small, scratch, cells))
    stars = space.rules.star_weight * float(blocks.star_gain(members, small, scratch, cells))
    order = np.argsort(cells.product)
    cells = blocks.Cells._make(column[order] for column in cells)
    edges = group_edges(group.members, group.products[cells.product], _here(cells, group, space), space)
    return Candidate(
        group=Group(group.members, frozen(group.products[cells.product]), frozen(np.setdiff1d(edges, lost))),
        membership=frozen(membership),
        n=frozen(cells.n),
        expected=frozen(cells.expected),
        surplus=surplus,
        stars=stars,
        life=float(lives.nats),
        origin=origin,
    )


def settled_cells(
    members: Int32Array,
    world: blocks.World,
    rules: blocks.Rules,
    scratch: blocks.Scratch,
    cells: blocks.Cells,
) -> blocks.Cells:
    """Choose the cells of given members a few times over, since they depend on one another's sellers.

    Parameters
    ----------
    members
        Reviewers of the world, ascending.
    world, rules, scratch
        See `collusion.kernels.blocks`.
    cells
        Where they begin.

    Returns
    -------
    Cells
        Those in which the members exceed expectation.
    """
    for _ in range(_LOOKS):
        cells = blocks.choose_cells(members, world, rules, scratch, cells, 1.0)
    return cells


def group_edges(
    members: Int32Array, products: Int32Array, windows: tuple[Int64Array, Int64Array], space: Space
) -> Int64Array:
    """Find the members' reviews of some products within a window of each.

    Parameters
    ----------
    members
        Reviewers, ascending.
    products
        Products, ascending, shape (n,).
    windows
        First and last place of each window in the order of products and times, shape (n,) each.
    space
        The market.

    Returns
    -------
    Int64Array
        Edges, ascending: O(reviews of the members).
    """
    edges = edges_of(space.graph, members)
    at = np.searchsorted(products, space.graph.reviews.indices[edges])
    edges, at = edges[at < len(products)], at[at < len(products)]
    position = space.world.position[edges]
    is_target = products[at] == space.graph.reviews.indices[edges]
    return np.asarray(edges[is_target & (windows[0][at] <= position) & (position <= windows[1][at])])


def windows_of(group: Group, space: Space) -> tuple[Int64Array, Int64Array]:
    """Return the first and last place of the group's reviews of each target, by product and time.

    Parameters
    ----------
    group
        The group.
    space
        The market.

    Returns
    -------
    tuple
        Shape (n_targets,) each; the last is before the first where there is none.
    """
    place = np.searchsorted(group.products, space.graph.reviews.indices[group.edges])
    position = space.world.position[group.edges].astype(np.int64)
    low = np.full(len(group.products), np.iinfo(np.int64).max)
    high = np.full(len(group.products), -1, dtype=np.int64)
    np.minimum.at(low, place, position)
    np.maximum.at(high, place, position)
    return low, high


def cells_of(group: Group, small: blocks.World, space: Space) -> blocks.Cells:
    """Return the cells that the reviews of a `group` of a `space` span, in the places of a `small` world."""
    low, high = windows_of(group, space)
    known = np.flatnonzero(high >= low)
    shift = small.t_indptr[known] - space.world.t_indptr[group.products[known]]
    empty = np.zeros(len(known))
    columns = (
        known.astype(np.int32),
        low[known] + shift,
        high[known] + shift,
        empty.astype(np.int32),
        empty,
        empty,
    )
    return blocks.Cells(*columns)


def _here(cells: blocks.Cells, group: Group, space: Space) -> tuple[Int64Array, Int64Array]:
    """Return the windows of cells of a small world in the places of the whole one."""
    counts = np.diff(space.world.t_indptr)[group.products]
    starts = np.concatenate(([0], np.cumsum(counts)))[cells.product]
    shift = space.world.t_indptr[group.products[cells.product]] - starts
    return cells.low + shift, cells.high + shift


def part_of(
    members: Int32Array, targets: Int32Array, world: blocks.World, *, lost: Int64Array | None = None
) -> blocks.World:
    """Cut out of a world what some accounts and products are measured by: their reviews, all else as totals.

    Parameters
    ----------
    members, targets
        Reviewers and products, ascending. They are numbered anew in this order; one more account stands for
        all strangers, and each other review of a member is of a product of its own, which nobody can meet on.
    world
        The review graph.
    lost
        Edges of members that are looked at as if strangers had written them.

    Returns
    -------
    World
        O(reviews of the members and of the targets).
    """
    n, k, lost = len(members), len(targets), np.zeros(0, np.int64) if lost is None else lost
    edges = spans(world.indptr, members)[0]
    owner = np.repeat(np.arange(n), np.diff(world.indptr)[members])
    owner, edges = owner[~np.isin(edges, lost)], edges[~np.isin(edges, lost)]
    at = np.minimum(np.searchsorted(targets, world.product[edges]), max(k - 1, 0))
    inside = targets[at] == world.product[edges] if k else np.zeros(len(edges), bool)
    outside = int((~inside).sum())
    places, counts = spans(world.t_indptr, targets)
    t_indptr = np.concatenate(([0], np.cumsum(counts), np.full(outside, counts.sum())))
    product = at.astype(np.int32)
    product[~inside] = k + np.arange(outside)
    position = np.zeros(len(edges), dtype=np.int32)
    position[inside] = (world.position[edges] + t_indptr[at] - world.t_indptr[targets[at]])[inside]
    who = np.minimum(np.searchsorted(members, world.t_reviewer[places]), n - 1)
    who = np.where(members[who] == world.t_reviewer[places], who, n).astype(np.int32)
    who[np.isin(places, world.position[lost])] = n
    unknown, nothing = np.full((1, 4), -1, np.int32), np.zeros((outside, 6), np.float32)
    elsewhere = world.product[edges[~inside]]
    whole = np.concatenate([world.tenures.whole[members], unknown])
    parts = {
        "indptr": np.concatenate(([0], np.cumsum(np.bincount(owner, minlength=n + 1)))),
        "product": product,
        "position": position,
        "stars": world.stars[edges],
        "t_indptr": t_indptr,
        "t_reviewer": who,
        "t_minute": world.t_minute[places],
        "t_stars": world.t_stars[places],
        "praise": np.concatenate([world.praise[targets], nothing]),
        "blame": np.concatenate([world.blame[targets], nothing]),
        "stratum": world.stratum[np.concatenate([targets, elsewhere])],
        "seller": np.append(world.seller[targets], np.full(outside, -1, np.int32)),
        "home": np.append(world.home[members], np.int8(0)),
        "created": np.append(world.created[members], np.int32(NO_TIME)),
        "minute": world.minute[edges],
    }
    small: dict[str, Any] = {
        name: frozen(part.astype(getattr(world, name).dtype)) for name, part in parts.items()
    }
    return world._replace(**small, tenures=world.tenures._replace(whole=frozen(whole)))

"""Candidates by copied wording: accounts whose texts repeat others', on products where such texts gather.

A crew that writes once or twice on several products has no common habit. What it has in common is where its
texts come from: frames with slots to fill, or older reviews of other products. One such text is nothing; so
many of the texts of one product within a window of time are.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from collusion.arrays import Float64Array, Int32Array, Int64Array, frozen
from collusion.detection.candidates import Candidate
from collusion.detection.params import DetectionParams
from collusion.evidence.contrast import beyond_share, beyond_shares
from collusion.evidence.copied_texts import CopiedTexts, CopiedWindows, copied_windows, is_placed
from collusion.evidence.group import Group, edges_of, member_of_edges
from collusion.evidence.text import HONEST_FACTOR
from collusion.graph.bipartite import spans
from collusion.graph.build import EntityGraph

#: How a candidate of copied wording is called.
ORIGIN = "shared wording"
#: Fewest copied texts of a product that is looked at.
_FEWEST = 3
#: Most moments between which windows of a product are tried; of more, so many evenly.
_MOMENTS = 200
#: Reviews of targets by which an account that copied nothing meets the others.
_MEETS = 2
#: Nats of membership, as of all groups without a common habit.
_NO_HABIT = 3.0


@dataclass(frozen=True, slots=True)
class _Gathered:
    """A product at which copied texts gather: the copied edges of its best window, and its nats."""

    edges: Int64Array
    nats: float


@dataclass(frozen=True, slots=True)
class _Wordings:
    """Where copied texts gather, and how they are connected.

    `gathered` has the products at which more are found than at others, the choice of the window paid for;
    `by_author` the products of each account's copied texts, `by_edge` those of the texts that each is like.
    """

    gathered: dict[int, _Gathered]
    by_author: dict[int, set[int]]
    by_edge: dict[int, set[int]]


def wording_candidates(graph: EntityGraph, texts: CopiedTexts, *, params: DetectionParams) -> list[Candidate]:
    """Propose the accounts whose copied texts gather on the same products.

    Parameters
    ----------
    graph
        The graph.
    texts
        Its copied texts.
    params
        Fewest members without a common habit.

    Returns
    -------
    list of Candidate
        By falling surplus: what is copied on the targets beyond three times the market's share, the choice of
        the windows and of the targets paid for. O(reviews + windows of products with three copied texts).
    """
    wordings = _wordings(graph, texts)
    least = math.log(max(len(graph.products), 2))
    left = [product for product, one in wordings.gathered.items() if one.nats > least]
    left.sort(key=lambda product: (-wordings.gathered[product].nats, product))
    taken: set[int] = set()
    found = []
    for seed in left:
        if seed in taken:
            continue
        targets = _grown(seed, wordings, graph, taken)
        taken |= targets
        candidate = _candidate([wordings.gathered[target] for target in sorted(targets)], graph, texts)
        if len(candidate.group.members) >= params.min_single_members and candidate.surplus > 0.0:
            found.append(candidate)
    return sorted(found, key=lambda one: (-one.surplus, one.group.members.tobytes()))


def wording_surplus(group: Group, graph: EntityGraph, texts: CopiedTexts) -> float:
    """Return the nats by which a given group copied more of the texts of its targets than people do.

    Parameters
    ----------
    group
        The group.
    graph, texts
        The graph and its copied texts.

    Returns
    -------
    float
        The target that tells most is chosen among all products, the others among those that the group's
        copied texts lead to. O(reviews of the targets + copied texts).
    """
    windows = copied_windows(group, graph, texts)
    if not len(windows.products):
        return 0.0
    nats = np.sort(_nats(windows, texts))[::-1]
    own = group.edges[texts.copied[group.edges]]
    within = math.log(max(len(_reached(own, windows.products, graph, texts)), 1))
    first = max(float(nats[0]) - math.log(max(len(graph.products), 2)), 0.0)
    return first + float(np.maximum(nats[1:] - within, 0.0).sum())


def wording_members(group: Group, graph: EntityGraph, texts: CopiedTexts) -> Int32Array:
    """Return the members of a given group who copied a text of a target, or wrote of two.

    Parameters
    ----------
    group
        The group.
    graph, texts
        The graph and its copied texts.

    Returns
    -------
    Int32Array
        Ascending: O(reviews of the group).
    """
    author = member_of_edges(graph, group.edges)
    written, times = np.unique(author, return_counts=True)
    return np.union1d(author[texts.copied[group.edges]], written[times >= _MEETS]).astype(np.int32)


def measured(group: Group, graph: EntityGraph, texts: CopiedTexts) -> Candidate:
    """Measure a given group as what `wording_candidates` proposes.

    Parameters
    ----------
    group
        The members and their reviews of the targets; targets without a review are left out.
    graph, texts
        The graph and its copied texts.

    Returns
    -------
    Candidate
        The membership of an account that wrote nothing copied, and of one target at most, is NaN. O(reviews
        of the targets).
    """
    products, counts = np.unique(graph.reviews.indices[group.edges], return_counts=True)
    same = Group(group.members, frozen(products.astype(np.int32)), group.edges)
    active = graph.reviews.row_degrees(member_of_edges(graph, group.edges)).sum()
    expected = active * graph.reviews.col_degrees(products) / graph.reviews.n_edges
    bound = np.isin(group.members, wording_members(same, graph, texts))
    return Candidate(
        group=same,
        membership=frozen(np.where(bound, _NO_HABIT, math.nan)),
        n=frozen(counts.astype(np.int32)),
        expected=frozen(np.asarray(expected, dtype=np.float64)),
        surplus=wording_surplus(same, graph, texts),
        stars=0.0,
        life=0.0,
        origin=ORIGIN,
    )


def _candidate(gathered: list[_Gathered], graph: EntityGraph, texts: CopiedTexts) -> Candidate:
    """Return the authors of copied texts and who else wrote of two targets in their windows."""
    own = np.sort(np.concatenate([one.edges for one in gathered]))
    none = np.zeros(0, np.int32)
    windows = copied_windows(Group(none, none, own), graph, texts)
    places, counts = spans(graph.reviews.t_indptr, windows.products)
    edges = graph.reviews.t_edges[places].astype(np.int64)
    when, owner = graph.minute[edges], np.repeat(np.arange(len(windows.products)), counts)
    edges = np.sort(edges[(windows.first[owner] <= when) & (when <= windows.last[owner])])
    authors, times = np.unique(member_of_edges(graph, edges), return_counts=True)
    members = np.union1d(member_of_edges(graph, own), authors[times >= _MEETS]).astype(np.int32)
    written = np.intersect1d(edges, edges_of(graph, members))
    return measured(Group(frozen(members), frozen(windows.products), frozen(written)), graph, texts)


def _grown(seed: int, wordings: _Wordings, graph: EntityGraph, taken: set[int]) -> set[int]:
    """Return the products to which the copied texts of a product lead, and those of these, while they pay."""
    found = {seed}
    while True:
        reached: set[int] = set()
        for product in found:
            edges = wordings.gathered[product].edges
            for edge, author in zip(edges.tolist(), member_of_edges(graph, edges).tolist(), strict=True):
                reached |= wordings.by_author[author] | wordings.by_edge[edge]
        price = math.log(len(reached | found))
        more = {
            product
            for product in reached - found - taken
            if product in wordings.gathered and wordings.gathered[product].nats > price
        }
        if not more:
            return found
        found |= more


def _reached(edges: Int64Array, targets: Int32Array, graph: EntityGraph, texts: CopiedTexts) -> Int32Array:
    """Return where copied texts lead: to their authors' other products, and those of texts they are like."""
    copied = np.flatnonzero(texts.copied)
    by_authors = copied[np.isin(member_of_edges(graph, copied), member_of_edges(graph, edges))]
    first, second = np.isin(texts.pairs, edges).T
    alike = np.concatenate([texts.pairs[first, 1], texts.pairs[second, 0]])
    products = np.union1d(graph.reviews.indices[np.concatenate([by_authors, alike])], targets)
    return np.asarray(products[texts.of_product[products, 0] >= _FEWEST], dtype=np.int32)


def _nats(windows: CopiedWindows, texts: CopiedTexts) -> Float64Array:
    """Return the nats of each window, its choice paid for."""
    bits = [
        beyond_share(k, n, texts.elsewhere(windows.products[i : i + 1]), HONEST_FACTOR).bits
        for i, (k, n) in enumerate(zip(windows.n_copied.tolist(), windows.n_written.tolist(), strict=True))
    ]
    return np.asarray(np.array(bits) * math.log(2) - np.log(windows.n_ways))


def _wordings(graph: EntityGraph, texts: CopiedTexts) -> _Wordings:
    """Find the best window of every product with a few copied texts, and how these are connected."""
    is_looked_at = texts.of_product[:, 0] >= _FEWEST
    gathered = {}
    for product in np.flatnonzero(is_looked_at).tolist():
        one = _gathered(product, graph, texts)
        if one.nats > 0.0:
            gathered[product] = one
    by_author, by_edge = defaultdict[int, set[int]](set), defaultdict[int, set[int]](set)
    copied = np.flatnonzero(texts.copied & is_looked_at[graph.reviews.indices])
    products = graph.reviews.indices[copied].tolist()
    for author, product in zip(member_of_edges(graph, copied).tolist(), products, strict=True):
        by_author[author].add(product)
    both = np.concatenate([texts.pairs, texts.pairs[:, ::-1]])
    target = graph.reviews.indices[both[:, 1]]
    kept = is_looked_at[target]
    for edge, product in zip(both[kept, 0].tolist(), target[kept].tolist(), strict=True):
        by_edge[edge].add(product)
    return _Wordings(gathered, by_author, by_edge)


def _gathered(product: int, graph: EntityGraph, texts: CopiedTexts) -> _Gathered:
    """Return the copied texts in the window of a product that tells most.

    Windows are those between any two moments of copied texts, or, of many moments, of some.
    """
    span = slice(graph.reviews.t_indptr[product], graph.reviews.t_indptr[product + 1])
    edges = graph.reviews.t_edges[span].astype(np.int64)
    edges = edges[texts.written[edges] & is_placed(graph, edges)]
    edges = edges[np.argsort(graph.minute[edges], kind="stable")]
    minute, copied = graph.minute[edges], texts.copied[edges]
    moments = np.unique(minute[copied])
    if not len(moments):
        return _Gathered(edges[:0], 0.0)
    moments = moments[np.unique(np.linspace(0, len(moments) - 1, _MOMENTS).round().astype(np.int64))]
    before = np.concatenate(([0], np.cumsum(copied)))
    low, high = np.searchsorted(minute, moments), np.searchsorted(minute, moments, side="right")
    first, last = np.triu_indices(len(moments))
    n_ways = len(np.unique(minute)) * (len(np.unique(minute)) + 1) // 2
    bits = beyond_shares(
        before[high[last]] - before[low[first]],
        high[last] - low[first],
        texts.elsewhere(np.array([product], dtype=np.int32)),
        HONEST_FACTOR,
    )
    best = int(np.argmax(bits))
    inside = edges[low[first[best]] : high[last[best]]]
    nats = float(bits[best]) * math.log(2) - math.log(n_ways)
    return _Gathered(np.sort(inside[texts.copied[inside]]), nats)

"""Candidates by what accounts share: cards, devices, addresses, whatever they review.

A crew that was dealt cards and devices need not meet on any product. Its accounts are a community of the
graph of shared values, larger than a household.
"""

from __future__ import annotations

import numpy as np

from collusion.arrays import Int32Array, frozen
from collusion.detection.anchors import MOST_ANCHORS
from collusion.detection.batches import batches
from collusion.detection.candidates import Candidate
from collusion.detection.communities import link_communities
from collusion.detection.params import DetectionParams
from collusion.evidence.group import Group, edges_of
from collusion.evidence.identifiers import IdentifierEvidence, link_identifiers, shared_values
from collusion.evidence.identity_effects import MAX_HOLDERS
from collusion.evidence.links import fuse
from collusion.graph.bipartite import spans
from collusion.graph.build import NO_TIME, EntityGraph

#: How a candidate of shared values is called.
ORIGIN = "shared identifiers"
#: Nats below which a shared value links nobody, and at which the links of two accounts saturate.
_MIN_WEIGHT, _CAP = 4.0, 20.0
#: Most accounts of a known fake's crew, and most holders of a value that ties one to another.
_LARGEST_CREW, _CLOSE = 100, 10


def holder_candidates(
    graph: EntityGraph,
    identity: IdentifierEvidence,
    created: Int32Array,
    *,
    seed: int,
    params: DetectionParams,
) -> list[Candidate]:
    """Propose the communities of accounts that share cards, devices or the like.

    Parameters
    ----------
    graph
        The graph.
    identity
        Its identifiers.
    created
        Minute in which each account was created, shape (n_reviewers,).
    seed
        Seed of Leiden's random order.
    params
        Resolutions, and fewest members without a common habit.

    Returns
    -------
    list of Candidate
        Communities beyond the size of a household, and batches of new accounts that share a value and serve
        the same sellers, largest first; what they wrote stands for what they did
        together, and its surplus is 0. O(links · log links).
    """
    links = fuse([(link_identifiers(identity.instruments(), min_weight=_MIN_WEIGHT), _CAP)])
    if len(links) == 0:
        return []
    least = max(params.min_single_members, identity.household_size + 1)
    found = link_communities(links, seed=seed, params=params)
    spans = zip(found.indptr[:-1], found.indptr[1:], strict=True)
    groups = [found.members[first:last] for first, last in spans]
    groups += batches(graph, identity.instruments(), _begun(graph, created))
    groups = [members for members in groups if len(members) >= least]
    return [_candidate(members, graph) for members in sorted(groups, key=lambda m: (-len(m), m.tobytes()))]


def crews_about(
    graph: EntityGraph, identity: IdentifierEvidence, fakes: Int32Array, *, params: DetectionParams
) -> list[Candidate]:
    """Propose who is tied to each known fake by cards, devices or the like, over one value, two, and so on.

    Parameters
    ----------
    graph, identity
        The graph and its identifiers.
    fakes
        Accounts that labels call fake, ascending.
    params
        Fewest members without a common habit.

    Returns
    -------
    list of Candidate
        Those of more than a household and of 100 accounts at most: communities part a crew whose batches few
        accounts tie together. O(fakes · identifiers of a crew).
    """
    least = max(params.min_single_members, identity.household_size + 1)
    found: dict[bytes, Int32Array] = {}
    for fake in fakes[:MOST_ANCHORS].tolist():
        crew = np.array([fake], dtype=np.int32)
        while len(crew) <= _LARGEST_CREW:
            wider = _tied_to(crew, identity)
            if len(wider) == len(crew):
                break
            crew = wider
            if least <= len(crew) <= _LARGEST_CREW:
                found.setdefault(crew.tobytes(), crew)
    return [_candidate(crew, graph) for crew in found.values()]


def _tied_to(crew: Int32Array, identity: IdentifierEvidence) -> Int32Array:
    """Return a crew and all who hold an instrument in common with one of it."""
    wider = [crew]
    for one in identity.instruments().kinds.values():
        adjacency = one.relation.adjacency
        values = np.unique(adjacency.indices[spans(adjacency.indptr, crew)[0]])
        values = values[one.holders_of(values) <= _CLOSE]
        wider.append(adjacency.t_indices[spans(adjacency.t_indptr, values)[0]])
    return np.unique(np.concatenate(wider)).astype(np.int32)


def linked_members(members: Int32Array, identity: IdentifierEvidence) -> Int32Array:
    """Return the accounts that share an instrument with another one of the same group.

    Parameters
    ----------
    members
        The group, ascending.
    identity
        All identifiers.

    Returns
    -------
    Int32Array
        Ascending; who is not among them shares no card, device or the like with the group, unless more than
        `MAX_HOLDERS` accounts hold it. O(identifiers of the members).
    """
    linked = [members[:0]]
    for one in identity.instruments().kinds.values():
        values = shared_values(one.relation, members).values
        linked.append(one.members_with(values[one.holders_of(values) <= MAX_HOLDERS], members))
    return np.unique(np.concatenate(linked))


def _begun(graph: EntityGraph, created: Int32Array) -> Int32Array:
    """Return when each account was created, or, where that is known of none, when it first reviewed."""
    if (created != NO_TIME).any() or not graph.has_times:
        return created
    written = np.diff(graph.reviews.indptr)
    first = np.full(len(written), NO_TIME, dtype=np.int32)
    minute = np.where(graph.minute == NO_TIME, np.iinfo(np.int32).max, graph.minute)
    starts = graph.reviews.indptr[:-1][written > 0]
    first[written > 0] = np.minimum.reduceat(minute, starts)
    return np.where(first == np.iinfo(np.int32).max, np.int32(NO_TIME), first)


def _candidate(members: Int32Array, graph: EntityGraph) -> Candidate:
    edges = edges_of(graph, members)
    products, counts = np.unique(graph.reviews.indices[edges], return_counts=True)
    written = graph.reviews.col_degrees(products)
    expected = len(edges) * written / graph.reviews.n_edges
    return Candidate(
        group=Group(frozen(np.sort(members)), frozen(products), frozen(edges)),
        membership=frozen(np.full(len(members), 3.0)),
        n=frozen(counts.astype(np.int32)),
        expected=frozen(expected.astype(np.float64)),
        surplus=0.0,
        stars=0.0,
        life=0.0,
        origin=ORIGIN,
    )

"""What labels say of a group: how many members they call fake or honest, and how surprising that is."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from collusion.arrays import Int32Array
from collusion.detection.candidates import Candidate
from collusion.detection.holders import ORIGIN as SHARED_IDENTIFIERS
from collusion.detection.tied import ORIGIN as TIED
from collusion.graph.bipartite import spans
from collusion.graph.build import EntityGraph
from collusion.kernels.poisson import tail_surprise
from collusion.tables.known_labels import FAKE, HONEST, KnownLabels

#: Targets, and share of the targets, that a known fake must have reviewed to tell of others who did.
_TWICE, _MET = 2, 0.2


@dataclass(frozen=True, slots=True)
class KnownMembers:
    """What labels say of a group's members.

    Attributes
    ----------
    n_fake, n_honest
        Members that labels call fake, and honest.
    bits
        How surprising it is that as many members or more are called fake, given the share of all accounts
        that are, less the same of the honest ones.
    n_beside, n_met
        Others that labels call fake who reviewed at least so many of the targets, `n_met`.
    """

    n_fake: int
    n_honest: int
    bits: float
    n_beside: int = 0
    n_met: int = 1


#: Nobody whom a label calls fake or honest.
NOBODY = KnownMembers(0, 0, 0.0)


def known_members(candidate: Candidate, graph: EntityGraph) -> KnownMembers:
    """Return what labels say of a candidate's members, against what they say of all accounts.

    A known fake who was not taken for a member counts, too, for one bit less, among all who reviewed the only
    target, two, or a fifth of many: of many popular products whoever reviews much has reviewed two. Where the
    members met, such a one must have come while they did.

    Parameters
    ----------
    candidate
        The candidate.
    graph
        The graph with its labels.

    Returns
    -------
    KnownMembers
        Zeros without labels: O(reviews of the targets).
    """
    labels, group = graph.labels, candidate.group
    if labels is None:
        return NOBODY
    n_met = min(len(group.products), max(_TWICE, math.ceil(_MET * len(group.products))))
    beside = np.union1d(_who_came(candidate, graph, n_met), group.members)
    n_fake, n_honest = (int((labels.reviewer[group.members] == said).sum()) for said in (FAKE, HONEST))
    nats = max(_surprise(FAKE, group.members, labels), _surprise(FAKE, beside, labels) - math.log(2))
    nats -= _surprise(HONEST, group.members, labels)
    n_beside = int((labels.reviewer[beside] == FAKE).sum()) - n_fake
    return KnownMembers(n_fake, n_honest, nats / math.log(2), n_beside, n_met)


def _who_came(candidate: Candidate, graph: EntityGraph, n_met: int) -> Int32Array:
    """Return who reviewed that many targets, ascending; where the members met, while they did."""
    group, reviews = candidate.group, graph.reviews
    places, counts = spans(reviews.t_indptr, group.products)
    who = reviews.t_indices[places]
    if candidate.origin not in (SHARED_IDENTIFIERS, TIED):
        own, at = graph.minute[group.edges], np.searchsorted(group.products, reviews.indices[group.edges])
        first, last = (np.full(len(group.products), end, np.int64) for end in (2**62, -(2**62)))
        np.minimum.at(first, at, own)
        np.maximum.at(last, at, own)
        minute = graph.minute[reviews.t_edges[places]]
        who = who[(np.repeat(first, counts) <= minute) & (minute <= np.repeat(last, counts))]
    found, times = np.unique(who, return_counts=True)
    return found[times >= n_met]


def _surprise(said: int, accounts: Int32Array, labels: KnownLabels) -> float:
    """Return the nats of surprise that so many of some `accounts` or more have a label by chance."""
    share = ((labels.reviewer == said).sum() + 1.0) / (len(labels.reviewer) + 2.0)
    n = int((labels.reviewer[accounts] == said).sum())
    return float(tail_surprise(n, len(accounts) * float(share)))

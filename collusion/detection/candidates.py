"""Candidates: groups that may be rings, where they came from, and which of them are one and the same."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from collusion.arrays import Float64Array, Int32Array, Int64Array, distinct_rows, frozen
from collusion.evidence.group import Group

#: Members that two rings of one operator share at least, and what share of the smaller one's.
RECURRING, RECURRING_SHARE = 3, 0.15


@dataclass(frozen=True, slots=True)
class Seeds:
    """Sets of reviewers from which blocks are grown.

    Attributes
    ----------
    indptr
        Offsets, shape (n_seeds + 1,).
    members
        Reviewers, ascending within a seed.
    origin
        The method that proposed them, in words.
    sparse
        Whether most members of a seed may be strangers to the ring, so that growth may start leniently.
    strictness
        Share of the usual first strictness that a lenient start asks.
    n_cut
        Further sets that ``detection.max_seeds`` left out.
    n_crowds
        Further sets that were larger than ``detection.max_cohort``; the accounts that labels call fake are
        searched from all the same, as far as the first ``max_cohort`` of them.
    n_beyond
        Further sets beyond a number that is fixed for the method.
    """

    indptr: Int64Array
    members: Int32Array
    origin: str
    sparse: bool = False
    strictness: float = 1.0
    n_cut: int = 0
    n_crowds: int = 0
    n_beyond: int = 0

    def __len__(self) -> int:
        """Return the number of seeds."""
        return len(self.indptr) - 1


@dataclass(frozen=True, slots=True)
class Candidate:
    """A group that may be a ring, with the cells (product × window) in which it stands out.

    Attributes
    ----------
    group
        Its members, targets and reviews of targets.
    membership
        Log-likelihood ratio in nats that each member belongs to it, shape (n_members,).
    n, expected
        Members' reviews in each target's cell, and what honest reviewers would write, shape (n_targets,).
    surplus
        Nats by which the cells exceed expectation, net of choosing members and cells.
    stars
        Nats of the evidence of stars that counted when the group was grown.
    life
        Nats that the members' creations or tenures added.
    origin
        The method whose seed led here.
    """

    group: Group
    membership: Float64Array
    n: Int32Array
    expected: Float64Array
    surplus: float
    stars: float
    life: float
    origin: str

    @property
    def evidence(self) -> float:
        """Return the evidence of all kinds that counted when the group was grown, in nats."""
        return self.surplus + self.stars + self.life


def seeds_of(groups: list[Int32Array], origin: str, *, sparse: bool = False) -> Seeds:
    """Pack `groups` of reviewers into seeds of an `origin`, `sparse` or not; see `Seeds`."""
    owner = np.repeat(np.arange(len(groups)), [len(group) for group in groups])
    members = np.concatenate([np.zeros(0, np.int32), *groups]).astype(np.int64)
    rows = distinct_rows(np.stack([owner, members], axis=1))
    indptr = np.searchsorted(rows[:, 0], np.arange(len(groups) + 1)).astype(np.int64)
    return Seeds(frozen(indptr), frozen(rows[:, 1].astype(np.int32)), origin, sparse)


def joined(first: Seeds, second: Seeds) -> Seeds:
    """Return the seeds of `first`, then those of `second`, which are of one origin."""
    indptr = np.concatenate([first.indptr, first.indptr[-1] + second.indptr[1:]])
    members = np.concatenate([first.members, second.members])
    return replace(
        first,
        indptr=frozen(indptr),
        members=frozen(members),
        n_cut=first.n_cut + second.n_cut,
        n_crowds=first.n_crowds + second.n_crowds,
    )


def overlap(first: Int32Array, second: Int32Array) -> float:
    """Return the share of the smaller of two ascending id sets that is in the other; 0 when one is empty."""
    smaller = min(len(first), len(second))
    return len(np.intersect1d(first, second, assume_unique=True)) / smaller if smaller else 0.0


def by_evidence(candidates: list[Candidate]) -> list[Candidate]:
    """Return `candidates` by falling evidence, ties by their members."""
    return sorted(candidates, key=lambda one: (-one.evidence, one.group.members.tobytes()))


def keep_distinct(candidates: list[Candidate], *, same: float) -> list[Candidate]:
    """Keep the strongest of every set of candidates that are one ring.

    Two candidates are one when the smaller shares at least `same` of its members and of its targets with the
    other; nested and overlapping rings with targets of their own stay apart.

    Parameters
    ----------
    candidates
        Candidates in any order.
    same
        Least overlap.

    Returns
    -------
    list of Candidate
        By falling evidence, ties by members. O(K · k) comparisons for K candidates of which k touch a common
        member.
    """
    kept: list[Candidate] = []
    by_member: dict[int, list[int]] = {}
    for candidate in by_evidence(candidates):
        rivals = sorted({k for m in candidate.group.members.tolist() for k in by_member.get(m, ())})
        if any(_same_ring(candidate, kept[k], same) for k in rivals):
            continue
        for member in candidate.group.members.tolist():
            by_member.setdefault(member, []).append(len(kept))
        kept.append(candidate)
    return kept


def _same_ring(first: Candidate, second: Candidate, same: float) -> bool:
    members = overlap(first.group.members, second.group.members)
    return members >= same and overlap(first.group.products, second.group.products) >= same

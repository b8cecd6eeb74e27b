"""Life cycle: were the accounts created for the job, and did they begin and end together?"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from collusion.arrays import BoolArray, Int32Array, Int64Array, IntArray, frozen
from collusion.evidence.awakening import awakened
from collusion.evidence.contrast import beyond_tilt
from collusion.evidence.group import Finding, Group, contemporaries, member_of_edges
from collusion.evidence.tenure import TenureEvidence, prepare_tenure
from collusion.evidence.wording import expectation
from collusion.graph.build import EntityGraph
from collusion.minutes import DAY, NO_TIME
from collusion.tables.codes import shortened
from collusion.tables.records import ReviewTables

FAMILY = "lifecycle"
#: How many times denser than all accounts' creations an honest group's may be, and the longest burst.
_HONEST_FACTOR, _LONGEST_BURST = 3.0, 180 * DAY
#: Fewest members of a burst: two who come on one day are a couple.
_FEWEST = 3
#: Reviews whose ages stand for all, and fewest on either side of its middle that a group is compared with.
_SAMPLE, _EITHER_SIDE = 50_000, 200
#: Fewest others on the same products in the same days with whom a group is compared.
_MIN_BESIDE = 10
#: Share of the members that a burst must hold: some fans make an account for a release too.
_MOST_OF = 0.33
#: Windows of creations that are looked at together.
_WINDOWS = 262_144
#: Oldest account at its first review of a target that may have been made for the job.
_YOUNG = 540 * DAY
#: Upper edges in days of the bins of an account's age at a review; the last bin is open.
_AGE_EDGES = np.array([30, 90, 180, 365, 730, 1460]) * DAY


@dataclass(frozen=True, slots=True)
class LifecycleEvidence:
    """When every account was created, ready to judge groups.

    Attributes
    ----------
    graph
        The graph.
    created
        Minutes since 1970 of each reviewer's creation, `NO_TIME` when unknown, shape (n_reviewers,).
    known
        All known creation times, ascending, shape (n_known,).
    written
        Reviews by accounts created before each of them: busy accounts are older, shape (n_known + 1,).
    sample_minute, sample_bins
        Time of each of a fixed sample of reviews, ascending, and the bin of the account's age at it.
    max_tilt
        Largest honest tilt of ages, log-odds a bin.
    tenure
        When every account's reviews begin and end.
    """

    graph: EntityGraph
    created: Int32Array
    known: Int32Array
    written: IntArray
    sample_minute: Int32Array
    sample_bins: Int32Array
    max_tilt: float
    tenure: TenureEvidence

    def missing(self) -> str | None:
        """Return why the tables cannot say, or None when they can."""
        if len(self.known) or self.graph.has_times:
            return None
        return "no account has a creation date and no review a time"

    def assess(self, group: Group) -> Finding | None:
        """Look for members created together, begun and ended together, or younger than other buyers.

        Parameters
        ----------
        group
            The group.

        Returns
        -------
        Finding or None
            None when fewer than three members have a creation date and no review a time.
        """
        created = self.created[group.members]
        if (created != NO_TIME).sum() < 3 and not self.graph.has_times:
            return None
        burst, span = self._created(group), self._tenure(group)
        ages, younger = self._ages(group)
        found = max((one for one in (burst, span) if one is not None), key=lambda one: one.nats)
        sentence = found.words[0].upper() + found.words[1:]
        if ages > 1:
            sentence += "; at their reviews they were younger than others' accounts at that time"
        bits = found.nats / math.log(2) + max(ages, 0.0)
        effects = {}
        if (created != NO_TIME).sum() >= _FEWEST:
            effects["created_together"] = burst.beyond(len(created))
        if younger is not None:
            effects["younger"] = younger if ages > 0 else 0.0
        if self.graph.has_times:
            effects["active_together"] = span.beyond(len(created)) if span is not None else 0.0
            woken = awakened(group, self.graph)
            effects |= {} if woken is None else {"awakened": woken}
        return Finding(FAMILY, bits, float(found.n), found.expected, f"{sentence}.", effects=effects)

    def _created(self, group: Group) -> _Together:
        """Find the burst of creations of most surplus among the young members, in words; or say why none."""
        created = self.created[group.members]
        n_known = int((created != NO_TIME).sum())
        if n_known < _FEWEST:
            return _Together(0, 0.0, 0.0, "the accounts neither began nor fell silent together")
        chosen = np.flatnonzero(self._is_young(group))
        chosen = chosen[np.argsort(created[chosen], kind="stable")]
        young = created[chosen]
        if len(young) >= _FEWEST:
            first, last, expected, nats = self._burst(
                young, self.graph.reviews.row_degrees(group.members[chosen])
            )
            n = last - first + 1
            is_most = n >= _MOST_OF * n_known
            # Who else came makes less of a burst, never more: where there is none, nobody is asked.
            if nats > 0 and is_most:
                expected, nats = self._beside_others(group, young[first], young[last], n, expected, nats)
            if nats > 0 and is_most:
                days = max((young[last] - young[first]) / DAY, 1.0)
                word = "day" if round(days) == 1 else "days"
                words = (
                    f"{n:,} of {len(created):,} accounts were created within {days:,.0f} {word}, not long "
                    f"before the job, where {expectation(expected)} would be expected"
                )
                return _Together(n, expected, nats, words)
        words = f"{len(young):,} of {len(created):,} accounts were young at the job, not created in a burst"
        return _Together(len(young), 0.0, 0.0, words)

    def _beside_others(
        self, group: Group, begin: int, end: int, n: int, expected: float, nats: float
    ) -> tuple[float, float]:
        """Return `expected` and `nats` of a burst of `n`, where others who wrote in the same days lead to
        more.

        What draws newcomers to a product draws them all. `begin` and `end` are minutes.
        """
        # The reviews ascend, and so do who wrote them: each once is where the next is another.
        who = member_of_edges(self.graph, contemporaries(self.graph, group))
        created = self.created[who[np.flatnonzero(np.diff(who, prepend=-1))]]
        created = created[created != NO_TIME]
        if len(created) < _MIN_BESIDE:
            return expected, nats
        share = np.count_nonzero((created >= begin) & (created <= end)) / len(created)
        beside = max(len(group.members) * share, expected)
        if n <= _HONEST_FACTOR * beside:
            return beside, min(nats, 0.0)
        change = n * math.log(beside / expected) - _HONEST_FACTOR * (beside - expected)
        return beside, nats - max(change, 0.0)

    def _tenure(self, group: Group) -> _Together | None:
        """Say how many members began and ended together in what they wrote beside the targets."""
        shared = self.tenure.shared(group)
        if shared is None:
            return None
        words = (
            f"in what they wrote beside the targets, {shared.n:,} of {len(group.members):,} accounts "
            f"{shared.words}, where {expectation(shared.expected)} would be expected of accounts as active"
        )
        return _Together(shared.n, shared.expected, shared.nats, words)

    def _is_young(self, group: Group) -> BoolArray:
        """Return which members have a creation date not long before their first review of a target."""
        created = self.created[group.members]
        first = _one_edge_each(self.graph, group)
        when = np.full(len(created), NO_TIME, dtype=np.int64)
        owners = np.searchsorted(self.graph.reviews.indptr, first, side="right") - 1
        when[np.searchsorted(group.members, owners)] = self.graph.minute[first]
        young = (when == NO_TIME) | (when - created <= _YOUNG)
        return np.asarray(young & (created != NO_TIME))

    def _burst(self, created: Int32Array, activity: Int64Array) -> tuple[int, int, float, float]:
        """Scan the windows between two creations, O(n²), for the largest surplus net of the choice.

        Returns the first and the last of them, how many honest accounts would be in it, and the surplus.
        `activity` is the number of reviews of each account, so that the group's own do not count as others'.
        """
        n = len(created)
        own = np.concatenate(([0], np.cumsum(activity)))
        best = (0, n - 1, float(n), 0.0)
        cost = math.log(max(n * (n - 1) / 2, 1.0)) + math.log(2.0)
        left = np.searchsorted(self.known, created, side="left")
        right = np.searchsorted(self.known, created, side="right")
        ends, step = np.arange(n), 1 + _WINDOWS // n
        for low in range(0, n, step):
            begins = ends[low : low + step, None]
            inside = ends - begins + 1
            others = np.maximum((right - left[begins]).astype(np.float64) - inside, 0.5)
            by_account = others / max(len(self.known) - n, 1)
            reviews = self.written[right] - self.written[left[begins]] - (own[1:] - own[begins])
            by_review = np.maximum(reviews, 0) / max(int(self.written[-1] - own[-1]), 1)
            mu = _HONEST_FACTOR * n * np.maximum(by_account, by_review)
            is_burst = (created - created[begins] <= _LONGEST_BURST) & (inside >= _FEWEST)
            inside = np.where(is_burst, inside, 0)
            surplus = inside * np.log(np.maximum(inside, 1) / mu) - (inside - mu)
            gain = np.where(inside > mu, surplus, 0.0) - cost
            if gain.max() > best[3]:
                i, j = divmod(int(np.argmax(gain)), n)
                best = (low + i, j, float(mu[i, j]) / _HONEST_FACTOR, float(gain[i, j]))
        return best

    def _ages(self, group: Group) -> tuple[float, float | None]:
        """Compare the members' ages at their reviews of targets with those of all reviewers at that time.

        Returns bits, and by which share of the members more are below some age; None when unknown.
        """
        adjacency, minute = self.graph.reviews, self.graph.minute
        first = _one_edge_each(self.graph, group)
        members = np.searchsorted(adjacency.indptr, first, side="right") - 1
        own = _age_bins(minute[first], self.created[members])
        when = minute[first][own >= 0]
        own = own[own >= 0]
        if len(own) < 3:
            return 0.0, None
        low, high = np.searchsorted(self.sample_minute, [when.min(), when.max() + 1])
        middle, half = (low + high) // 2, max((high - low) // 2, _EITHER_SIDE)
        others = self.sample_bins[max(middle - half, 0) : middle + half]
        if len(others) < 10:
            return 0.0, None
        if own.mean() >= others.mean():
            return 0.0, 0.0
        n_bins = len(_AGE_EDGES) + 1
        counts = np.bincount(own, minlength=n_bins)[None, :]
        prior = np.bincount(others, minlength=n_bins)[None, :].astype(np.float64) + 0.5
        below = np.cumsum(counts[0]) / counts.sum() - np.cumsum(prior[0]) / prior.sum()
        return beyond_tilt(counts, prior, self.max_tilt), float(below.max())


@dataclass(frozen=True, slots=True)
class _Together:
    n: int
    expected: float
    nats: float
    words: str

    def beyond(self, n_members: int) -> float:
        """Return the share of the members that is beyond what honest groups may show."""
        if self.nats <= 0.0:
            return 0.0
        return max(self.n - _HONEST_FACTOR * self.expected, 0.0) / max(n_members, 1)


def prepare_lifecycle(tables: ReviewTables, graph: EntityGraph, *, max_tilt: float) -> LifecycleEvidence:
    """Collect the creation dates of all reviewers.

    Parameters
    ----------
    tables
        The tables.
    graph
        Their graph.
    max_tilt
        Largest honest tilt of ages, log-odds a bin.

    Returns
    -------
    LifecycleEvidence
        O(n_reviewers log n_reviewers).
    """
    created = tables.codes.created
    if created is None:
        created = np.full(len(graph.reviewers), NO_TIME, dtype=np.int32)
    order = np.argsort(created, kind="stable")
    order = order[created[order] != NO_TIME]
    written = shortened(np.concatenate(([0], np.cumsum(graph.reviews.row_degrees()[order]))))
    times, bins = _age_sample(graph, created)
    return LifecycleEvidence(
        graph,
        frozen(created),
        frozen(created[order]),
        frozen(written),
        times,
        bins,
        max_tilt,
        prepare_tenure(graph),
    )


def _age_sample(graph: EntityGraph, created: Int32Array) -> tuple[Int32Array, Int32Array]:
    """Return time and bin of age of every k-th review of known age, in order of time."""
    step = max(1, graph.reviews.n_edges // _SAMPLE)
    edges = np.arange(0, graph.reviews.n_edges, step)
    owners = np.searchsorted(graph.reviews.indptr, edges, side="right") - 1
    bins = _age_bins(graph.minute[edges], created[owners])
    edges, bins = edges[bins >= 0], bins[bins >= 0]
    order = np.lexsort((edges, graph.minute[edges]))
    return frozen(graph.minute[edges[order]]), frozen(bins[order])


def _one_edge_each(graph: EntityGraph, group: Group) -> Int64Array:
    """Return each member's first edge among the group's, so that a busy member counts once."""
    members = np.searchsorted(graph.reviews.indptr, group.edges, side="right") - 1
    order = np.lexsort((graph.minute[group.edges], members))
    _, first = np.unique(members[order], return_index=True)
    return group.edges[order[first]]


def _age_bins(minute: Int32Array, created: Int32Array) -> Int32Array:
    """Return the bin of each age, −1 when a time is unknown."""
    age = minute.astype(np.int64) - created
    bins = np.searchsorted(_AGE_EDGES, age, side="right")
    return np.where((minute == NO_TIME) | (created == NO_TIME), -1, bins).astype(np.int32)

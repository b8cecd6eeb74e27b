"""Tenure: did the accounts begin and end together, in what they wrote beside the job?

Whoever is hired writes for the job and falls silent. Compared are the first and the last of a member's
reviews where the members do not meet, with those of all accounts as active and with those of other reviewers
of the targets: where a marketplace opened or a campaign brought newcomers, they began together, too.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np

from collusion.arrays import Int32Array, Int64Array, frozen, is_among
from collusion.evidence.group import Group, contemporaries, edges_of, member_of_edges
from collusion.graph.build import EntityGraph
from collusion.kernels import tenure
from collusion.kernels.poisson import poisson_surplus
from collusion.kernels.views import readonly

#: Bins of time.
N_BINS = 400
#: Share of the members, and three at least, who meet at a product.
_MEETING = 1.0 / 3.0
#: Most reviews of targets whose writers are compared.
_SAMPLE = 20_000
_NOTHING = frozen(np.zeros(0, np.int64))
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True)
class SharedTenure:
    """Members who began and ended together.

    Attributes
    ----------
    nats
        Surplus over honest accounts, net of choosing the windows.
    n, expected
        Members in both windows, and how many honest accounts would be.
    words
        What they did, and when: began, fell silent, or both.
    """

    nats: float
    n: int
    expected: float
    words: str


@dataclass(frozen=True, slots=True)
class TenureEvidence:
    """The tenures of all accounts, ready to judge groups.

    Attributes
    ----------
    graph
        The graph.
    tenures
        How many accounts began and ended when.
    """

    graph: EntityGraph
    tenures: tenure.Tenures

    def shared(self, group: Group) -> SharedTenure | None:
        """Find the windows in which most of a group began and ended.

        Parameters
        ----------
        group
            The group.

        Returns
        -------
        SharedTenure or None
            None when honest accounts share as much: O(n_members² + reviews of the members and the targets).
        """
        _, own = self.tenures_of(group.members, self._met(group))
        spell = tenure.best_spell(own, self.tenures)
        if spell.nats <= 0.0:
            return None
        share = tenure.HONEST_FACTOR * spell.expected / len(own)
        price = poisson_surplus(float(spell.n), len(own) * share) - spell.nats
        share = max(share, min(tenure.HONEST_FACTOR * self._share_of_others(group, spell), 1.0))
        nats = poisson_surplus(float(spell.n), len(own) * share) - price
        expected = len(own) * share / tenure.HONEST_FACTOR
        return SharedTenure(nats, spell.n, expected, self._words(spell)) if nats > 0.0 else None

    def _met(self, group: Group) -> Int64Array:
        """Return the members' reviews of targets and of what else they meet at, ascending.

        That is what a third of them reviewed, and more than its popularity explains: behaviour judges it.
        Fans begin together when the first book comes out.
        """
        reviews = self.graph.reviews
        edges = edges_of(self.graph, group.members)
        products, which, n = np.unique(reviews.indices[edges], return_inverse=True, return_counts=True)
        expected = len(edges) * reviews.col_degrees(products) / reviews.n_edges
        many = n >= np.maximum(max(_MEETING * len(group.members), 3), tenure.HONEST_FACTOR * expected)
        return edges[(many | is_among(products, group.products))[which]]

    def tenures_of(
        self, reviewers: Int32Array, skipped: Int64Array = _NOTHING
    ) -> tuple[Int32Array, Int32Array]:
        """Return who has reviews of known time, and when these begin and end.

        Parameters
        ----------
        reviewers
            Accounts, ascending.
        skipped
            Edges that do not count, ascending.

        Returns
        -------
        tuple
            The accounts with other reviews, shape (n,); bins of the first of those, their
            onset and the last, and class of activity, then the same of all their reviews, shape (n, 8).
        """
        graph, n_classes = self.graph, self.tenures.before.shape[1]
        who, rows = tenure.tenures_of(
            readonly(reviewers, np.int32),
            graph.reviews.indptr,
            graph.minute,
            readonly(skipped, np.int64),
            self.tenures,
            n_classes,
        )
        return who, rows

    def _share_of_others(self, group: Group, spell: tenure.Spell) -> float:
        """Return which share of those who wrote of the targets in the same days is in the windows, too.

        Whoever writes in a window also begins and ends near it, the more the shorter people stay.
        """
        edges = contemporaries(self.graph, group)
        others = np.unique(member_of_edges(self.graph, edges[:: 1 + len(edges) // _SAMPLE]))
        _, rows = self.tenures_of(others)
        box = (spell.first_low, spell.first_high, spell.last_low, spell.last_high)
        return int(tenure.count_within(rows, spell.kind, box)) / max(len(rows), 1)

    def _words(self, spell: tenure.Spell) -> str:
        last_bin = self.tenures.before.shape[2] - 2
        parts = []
        if (spell.first_low, spell.first_high) != (0, last_bin):
            verb = ("began", "became far more active")[spell.kind]
            parts.append(f"{verb} between {self._day(spell.first_low)} and {self._day(spell.first_high + 1)}")
        if (spell.last_low, spell.last_high) != (0, last_bin):
            parts.append(
                f"fell silent between {self._day(spell.last_low)} and {self._day(spell.last_high + 1)}"
            )
        return " and ".join(parts)

    def _day(self, edge: int) -> str:
        minute = self.tenures.begin + edge * self.tenures.width
        return (_EPOCH + dt.timedelta(minutes=minute)).date().isoformat()


def prepare_tenure(graph: EntityGraph) -> TenureEvidence:
    """Count the tenures of all accounts.

    Parameters
    ----------
    graph
        The graph.

    Returns
    -------
    TenureEvidence
        O(n_edges).
    """
    n_classes = max(int(graph.reviews.row_degrees().max(initial=1)).bit_length(), 1)
    return TenureEvidence(graph, tenure.count_tenures(graph.reviews.indptr, graph.minute, n_classes, N_BINS))

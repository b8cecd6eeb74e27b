"""A ring of a run held with its market, so that many edits of it are assessed without looking it up again."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import polars as pl

from collusion.arrays import Float64Array, Int64Array, frozen
from collusion.cases.held_values import market_without, values_of_tokens
from collusion.cases.market import Market, edges_between, places_of
from collusion.cases.run_folder import Run
from collusion.detection import tied, wordings
from collusion.detection.candidates import Candidate
from collusion.evidence.families import FLAGGING
from collusion.evidence.group import Group, member_of_edges
from collusion.scoring import q_values
from collusion.scoring.families import carried_bits

_LN2 = math.log(2.0)
#: The family whose bits are those by which a group was chosen, by the origin of the group.
_CHOSEN_BY = {tied.ORIGIN: "identity", wordings.ORIGIN: "text"}


@dataclass(frozen=True, slots=True)
class OtherRings:
    """The groups of a run among which an edited one is ranked.

    Attributes
    ----------
    scores, ranks, carried
        Score, rank and carried bits of each, best first, shape (n,).
    n_tests
        Groups that were looked at in all, the edited one included.
    chance, doubt
        See `collusion.scoring.q_values`.
    """

    scores: Float64Array
    ranks: Int64Array
    carried: Float64Array
    n_tests: int
    chance: q_values.ChanceScores
    doubt: float

    def place(self, score: float, own_rank: int, carried: float) -> tuple[int, float]:
        """Say where an edited group stands among them.

        Parameters
        ----------
        score
            Its score.
        own_rank
            Its rank in the run, which parts equal scores.
        carried
            What its families' e-values carry, in bits.

        Returns
        -------
        tuple
            How many groups are before it, and its q-value.
        """
        # the run folder has scores to six digits: what scores the same must compare so
        rounded = round(score, 6)
        before = (self.scores > rounded) | ((self.scores == rounded) & (self.ranks < own_rank))
        place = int(np.count_nonzero(before))
        scores, bits = np.insert(self.scores, place, rounded), np.insert(self.carried, place, carried)
        return place, float(q_values.q_values(scores, bits, self.doubt, self.n_tests, self.chance)[place])


@dataclass
class HeldRing:
    """A ring of a run, ready to be edited.

    Attributes
    ----------
    run, market
        The run and its market.
    ring_id
        The ring's id.
    candidate
        The group as it was assessed.
    rank
        Its rank in the run.
    others
        The other groups of the run.
    """

    run: Run
    market: Market
    ring_id: str
    candidate: Candidate
    rank: int
    others: OtherRings
    _edited: tuple[frozenset[tuple[str, str]], Market] | None = field(default=None, repr=False)

    @cached_property
    def reviews(self) -> dict[str, int]:
        """The edge of each review of a target by a member, by its id."""
        return edges_of_reviews(self.run, self.market, (self.ring_id,))

    @cached_property
    def tokens(self) -> dict[str, tuple[str, int]]:
        """The kind and dense id of the value that each token stands for."""
        return values_of_tokens(self.run, self.market, (self.ring_id,))

    def market_without(self, values: frozenset[tuple[str, str]]) -> Market:
        """Return the market in which members do not hold some `values`, of which the last is kept."""
        if not values:
            return self.market
        if self._edited is None or self._edited[0] != values:
            self._edited = values, market_without(self.market, self.tokens, values)
        return self._edited[1]


def hold_ring(run: Run, market: Market, ring_id: str) -> HeldRing:
    """Look up what every edit of a ring needs.

    Parameters
    ----------
    run
        The run.
    market
        Its market.
    ring_id
        A ring of the run.

    Returns
    -------
    HeldRing
        O(rows of the ring + rings of the run).
    """
    ring = run.rings.row(by_predicate=pl.col("ring_id") == ring_id, named=True)
    return HeldRing(
        run=run,
        market=market,
        ring_id=ring_id,
        candidate=_stored(run, market, ring),
        rank=int(ring["rank"]),
        others=other_rings(run, (ring_id,)),
    )


def edges_of_reviews(run: Run, market: Market, rings: Sequence[str]) -> dict[str, int]:
    """Return the edge in the `market` of each review of some `rings` of a `run`, by its id."""
    written, graph = rows_of(run.ring_reviews, rings), market.graph
    who = places_of(graph.reviewers, written["reviewer_id"])
    what = places_of(graph.products, written["product_id"])
    edges = edges_between(graph, who, what)
    pairs = zip(member_of_edges(graph, edges).tolist(), graph.reviews.indices[edges].tolist(), strict=True)
    edge_of = dict(zip(pairs, edges.tolist(), strict=True))
    rows = zip(written["review_id"].to_list(), who.tolist(), what.tolist(), strict=True)
    return {review: edge_of[reviewer, product] for review, reviewer, product in rows}


def other_rings(run: Run, rings: Collection[str]) -> OtherRings:
    """Return the groups of a `run` but for some `rings`, which are looked at as one."""
    others = run.rings.filter(~pl.col("ring_id").is_in(list(rings)))
    bits = others.select(f"bits_{family}" for family in FLAGGING).rename(lambda name: name[len("bits_") :])
    ranking = run.manifest["ranking"]
    pairs = np.array(ranking["decoys"], dtype=np.float64).reshape(-1, 2)
    return OtherRings(
        scores=others["score"].to_numpy(),
        ranks=others["rank"].to_numpy().astype(np.int64),
        carried=np.array([carried_bits(row) for row in bits.iter_rows(named=True)], dtype=np.float64),
        n_tests=int(ranking["n_candidates"]) - (len(rings) - 1),
        chance=q_values.ChanceScores(pairs[:, 0], pairs[:, 1], int(ranking["n_worlds"])),
        doubt=q_values.most_doubt(has_stars="stars_shift" in run.effects["measure"]),
    )


def stored_group(run: Run, market: Market, ring_id: str) -> tuple[Group, Float64Array]:
    """Return a ring of a run as the group that was assessed.

    Parameters
    ----------
    run
        The run.
    market
        Its market.
    ring_id
        A ring of it.

    Returns
    -------
    tuple
        The group, and what honest reviewers would have written of each target, shape (n_targets,).
    """
    graph = market.graph
    members = np.sort(places_of(graph.reviewers, rows_of(run.members, [ring_id])["reviewer_id"]))
    clients = rows_of(run.clients, [ring_id])
    products = places_of(graph.products, clients["product_id"])
    order = np.argsort(products)
    reviews = rows_of(run.ring_reviews, [ring_id]).filter("in_window")
    edges = edges_between(
        graph,
        places_of(graph.reviewers, reviews["reviewer_id"]),
        places_of(graph.products, reviews["product_id"]),
    )
    expected = clients["n_expected"].to_numpy()[order]
    return Group(frozen(members), frozen(products[order]), frozen(edges)), frozen(expected)


def _stored(run: Run, market: Market, ring: Mapping[str, Any]) -> Candidate:
    """Return a ring of a run (a row of its rings) as the candidate that it was."""
    group, expected = stored_group(run, market, ring["ring_id"])
    members = rows_of(run.members, [ring["ring_id"]])
    places = places_of(market.graph.reviewers, members["reviewer_id"])
    clients = rows_of(run.clients, [ring["ring_id"]])
    targets = places_of(market.graph.products, clients["product_id"])
    return Candidate(
        group=group,
        membership=frozen(members["bits"].to_numpy()[np.argsort(places)] * _LN2),
        n=frozen(clients["n_met"].to_numpy()[np.argsort(targets)].astype(np.int32)),
        expected=expected,
        surplus=surplus_of(run, ring),
        stars=0.0,
        life=0.0,
        origin=ring["origin"],
    )


def surplus_of(run: Run, ring: Mapping[str, Any]) -> float:
    """Return the nats of surplus by which a `ring` of a `run` was found, whoever paid for its members."""
    if ring["origin"] in _CHOSEN_BY:
        return float(ring[f"bits_{_CHOSEN_BY[ring['origin']]}"] or 0.0) * _LN2
    if ring["bits_behaviour"] is None:
        return 0.0
    if ring["bits_behaviour"] != 0.0:
        return float(ring["bits_behaviour"]) * _LN2
    rate = rows_of(run.effects, [ring["ring_id"]]).filter(measure="surplus_per_review")["value"].item()
    return float(rate) * float(rows_of(run.clients, [ring["ring_id"]])["n_met"].sum())


def rows_of(frame: pl.DataFrame, rings: Sequence[str]) -> pl.DataFrame:
    """Return the rows of some `rings` of a `frame` of a run."""
    return frame.filter(pl.col("ring_id").is_in(list(rings)))

"""What a method predicts about a market: ranked rings, how sure, and a score for every account."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from collusion.arrays import BoolArray, Float64Array, frozen
from collusion.cases.run_folder import Run
from collusion.scoring.hypotheses import probability


@dataclass(frozen=True, slots=True)
class Predictions:
    """What a method predicts.

    Attributes
    ----------
    method
        Its name.
    names
        Ids of its rings, best first.
    rings
        Their members, in the same order.
    q_value
        Expected share of false rings at each rank or above, shape (n,); infinite when the method says nothing
        of it.
    corroborated
        Whether enough families are abnormal, shape (n,).
    probability
        Posterior probability that each is a ring, shape (n,); NaN when the method gives none.
    scores
        Columns reviewer_id and score: the suspicion of every account.
    operators
        The operator of each ring; empty when the method knows none.
    """

    method: str
    names: tuple[str, ...]
    rings: tuple[frozenset[str], ...]
    q_value: Float64Array
    corroborated: BoolArray
    probability: Float64Array
    scores: pl.DataFrame
    operators: tuple[str, ...] = ()

    def flagged(self, level: float) -> BoolArray:
        """Return which rings are flagged when the false-discovery level is `level`, shape (n,)."""
        return (self.q_value <= level) & self.corroborated

    def first_operators(self, k: int) -> BoolArray:
        """Return which rings are of the first `k` operators of the list, shape (n,)."""
        operators = self.operators or self.names
        first = set(list(dict.fromkeys(operators))[:k])
        return np.array([operator in first for operator in operators], dtype=np.bool_)

    def joined(self, chosen: BoolArray) -> tuple[frozenset[str], ...]:
        """Return the rings `chosen`, shape (n,), and all members together of each operator with several."""
        places = np.flatnonzero(chosen).tolist()
        operators = self.operators or self.names
        of_operator: dict[str, list[frozenset[str]]] = {}
        for i in places:
            of_operator.setdefault(operators[i], []).append(self.rings[i])
        several = [ring for ring in of_operator.values() if len(ring) > 1]
        return (*(self.rings[i] for i in places), *(frozenset[str]().union(*ring) for ring in several))


def predictions_of_run(run: Run) -> Predictions:
    """Read the predictions of a run folder.

    Parameters
    ----------
    run
        An opened run.

    Returns
    -------
    Predictions
        Rings by rank. Families count as abnormal by the run's own configuration.
    """
    rings = run.rings.sort("rank")
    names = rings["ring_id"].to_list()
    lists = run.members.group_by("ring_id").agg("reviewer_id")
    members = {name: frozenset(accounts) for name, accounts in lists.iter_rows()}
    return Predictions(
        method="collusion",
        names=tuple(names),
        rings=tuple(members.get(name, frozenset()) for name in names),
        q_value=frozen(rings["q_value"].to_numpy().astype(np.float64)),
        corroborated=frozen(rings["corroborated"].to_numpy()),
        probability=frozen(np.array([probability(score) for score in rings["score"].to_list()])),
        scores=run.scores(),
        operators=tuple(rings["operator"].to_list()),
    )


def ranked_predictions(method: str, rings: list[frozenset[str]], scores: pl.DataFrame) -> Predictions:
    """Return the predictions of a method that only ranks: it flags nothing, and knows no probabilities.

    Parameters
    ----------
    method
        Its name.
    rings
        Its rings, best first.
    scores
        Columns reviewer_id and score.

    Returns
    -------
    Predictions
        Rings are named by the method and their rank.
    """
    n = len(rings)
    return Predictions(
        method=method,
        names=tuple(f"{method}-{i + 1}" for i in range(n)),
        rings=tuple(rings),
        q_value=frozen(np.full(n, np.inf)),
        corroborated=frozen(np.ones(n, dtype=np.bool_)),
        probability=frozen(np.full(n, np.nan)),
        scores=scores,
    )

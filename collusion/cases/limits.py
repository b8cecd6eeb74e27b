"""Say what a run left out by a limit of its configuration: by name and count, never silently."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from collusion.arrays import Int64Array
from collusion.detection import anchors, creations, tenures
from collusion.evidence.params import EvidenceParams
from collusion.graph.bipartite import spans
from collusion.graph.build import EntityGraph
from collusion.minutes import DAY, NO_TIME
from collusion.scoring import rank
from collusion.scoring.decoys import Decoys
from collusion.scoring.families import Assessment
from collusion.scoring.hypotheses import shipped_model
from collusion.scoring.null_markets import NullMarketParams
from collusion.scoring.params import ScoringParams
from collusion.words.catalogue import DEFAULT, Said, packed, said, words_of

if TYPE_CHECKING:
    from collusion.detection.search import SearchParams

#: Busy accounts that are named.
_NAMED = 8
#: Whose crowds may be too large to be searched from, by the origin of the seeds.
_CROWDS = {
    "bursts": "of_burst",
    "products": "of_product",
    "sellers": "of_seller",
    "identifiers": "of_value",
    creations.ORIGIN: "of_creation",
}


def ranking_record(
    ranked: rank.RankedRings,
    assessed: list[Assessment],
    decoys: list[Decoys],
    graph: EntityGraph,
    params: NullMarketParams,
    cut: Mapping[str, int],
) -> dict[str, Any]:
    """Compose what the manifest says of the ranking: its yardsticks, and what limits cut.

    Parameters
    ----------
    ranked
        The rings that are listed.
    assessed
        All candidates.
    decoys
        What was found in each null market.
    graph
        The graph.
    params
        Parameters of the search and the scoring.
    cut
        Groups that the search did not look at, by the option that left them out.

    Returns
    -------
    dict
        ``ranking`` (candidates, null worlds, and the score and weight of each decoy), ``abnormal_bits``,
        ``prior_bits``, the sentences ``limits``, and ``limits_told``, the same as data.
    """
    limits = [
        *busy_accounts(graph, params.search.evidence.reviewer_cap),
        *popular_products(graph, params.search.evidence.product_cap, params.search.evidence.window_days),
        *crowded_times(graph, params.search.evidence),
        *cut_short(cut, params.search.detection.max_seeds, params.search.detection.max_cohort),
        *unlisted(
            len(assessed), flagged_beyond(assessed, decoys, params=params.scoring), params.scoring.n_reported
        ),
        *too_small(params.search),
    ]
    chance = rank.chance_scores(decoys, ranked.abnormal_bits, shipped_model(), params=params.scoring)
    return {
        "ranking": {
            "n_candidates": len(assessed),
            "n_worlds": chance.n_worlds,
            "decoys": [
                [round(a, 6), round(b, 6)] for a, b in zip(chance.score.tolist(), chance.weight.tolist())
            ],
        },
        "abnormal_bits": ranked.abnormal_bits,
        "prior_bits": shipped_model().prior,
        "limits": [words_of(DEFAULT).tell(one) for one in limits],
        "limits_told": packed(limits),
    }


def flagged_beyond(assessed: list[Assessment], decoys: list[Decoys], *, params: ScoringParams) -> int:
    """Count the candidates that would be flagged, were more than ``n_reported`` listed.

    Parameters
    ----------
    assessed
        All candidates.
    decoys
        What was found in each null market.
    params
        Parameters of the scoring.

    Returns
    -------
    int
    """
    if len(assessed) <= params.n_reported:
        return 0
    every = dataclasses.replace(params, n_reported=len(assessed))
    ranked = rank.rank(assessed, decoys, shipped_model(), params=every)
    return int(ranked.flagged[params.n_reported :].sum())


def unlisted(n_candidates: int, n_flagged: int, n_reported: int) -> Sequence[Said]:
    """Say how many groups a limit of the list left out, and how many of these would be flagged.

    Parameters
    ----------
    n_candidates
        All groups that were assessed.
    n_flagged
        Those beyond the list that would be flagged.
    n_reported
        The most that the list may hold.

    Returns
    -------
    sequence of Said
        One sentence, or none.
    """
    n_out = n_candidates - n_reported
    if n_out <= 0:
        return ()
    key = "limits.unlisted" if n_flagged else "limits.unlisted_none"
    return (said(key, n=n_out, flagged=n_flagged, most=n_reported),)


def busy_accounts(graph: EntityGraph, reviewer_cap: int) -> Sequence[Said]:
    """Name the accounts of more reviews than the limit allows, the busiest first, the rest by count."""
    n, names = _beyond(graph.reviews.row_degrees(), graph.reviewers.ids, reviewer_cap)
    if not n:
        return ()
    return (said("limits.busy_accounts", n=n, most=reviewer_cap, names=names),)


def popular_products(graph: EntityGraph, product_cap: int, window_days: float) -> Sequence[Said]:
    """Name products of `graph` of over `product_cap` reviews, whose links take `window_days` at most."""
    n, names = _beyond(graph.reviews.col_degrees(), graph.products.ids, product_cap)
    if not n:
        return ()
    return (said("limits.popular_products", n=n, most=product_cap, days=window_days, names=names),)


def crowded_times(graph: EntityGraph, params: EvidenceParams) -> Sequence[Said]:
    """Say which reviews of popular products link nobody, since too many were written around them.

    Parameters
    ----------
    graph
        The graph.
    params
        ``product_cap``, ``window_cap`` and ``window_days``.

    Returns
    -------
    sequence of Said
        One sentence, or none: O(reviews of the products with more than ``product_cap``).
    """
    from collusion.kernels.timeline import reviews_around  # keeps numba out of light commands

    popular = np.flatnonzero(graph.reviews.col_degrees() > params.product_cap)
    places, counts = spans(graph.reviews.t_indptr, popular)
    minute = graph.minute[graph.reviews.t_edges[places]]
    indptr = np.concatenate(([0], np.cumsum(counts, dtype=np.int64)))
    window = round(params.window_days * DAY)
    around = reviews_around(indptr, np.arange(len(minute), dtype=np.int32), minute, window)
    is_crowded = (minute != NO_TIME) & (around > params.window_cap)
    n_crowded = np.bincount(np.repeat(popular, counts)[is_crowded], minlength=len(graph.products))
    n, names = _beyond(n_crowded, graph.products.ids, 0)
    if not n:
        return ()
    how_many = {"n": int(n_crowded.sum()), "products": n, "most": params.window_cap}
    return (said("limits.crowded_times", **how_many, days=params.window_days, names=names),)


def cut_short(cut: Mapping[str, int], max_seeds: int, max_cohort: int) -> Sequence[Said]:
    """Say how many groups were not searched from, and why.

    Parameters
    ----------
    cut
        Their number by the option, or the kind of seeds, that left them out.
    max_seeds
        Most seeds of each kind.
    max_cohort
        Most accounts of a seed.

    Returns
    -------
    Sequence of Said
        A sentence a reason.
    """
    sentences = []
    if n := cut.get("max_seeds", 0):
        sentences.append(said("limits.seeds", n=n, most=max_seeds))
    crowds = {key: cut.get(f"max_cohort.{origin}", 0) for origin, key in _CROWDS.items()}
    if n := sum(crowds.values()):
        parts = [said(f"limits.{key}", n=some) for key, some in crowds.items() if some]
        sentences.append(said("limits.crowds", n=n, most=max_cohort, parts=parts))
    if cut.get(f"max_cohort.{anchors.ORIGIN}", 0):
        sentences.append(said("limits.labelled_together", most=max_cohort))
    if n := cut.get(anchors.ORIGIN, 0):
        sentences.append(said("limits.labelled", n=n, most=anchors.MOST_ANCHORS))
    if n := cut.get(tenures.ORIGIN, 0):
        sentences.append(said("limits.silent_crowds", n=n, most=tenures.MOST_WINDOWS))
    return sentences


def _beyond(degrees: Int64Array, ids: pl.Series, cap: int) -> tuple[int, Said]:
    """Count those of more reviews than a cap, and name them, the largest first and the rest by count."""
    beyond = np.flatnonzero(degrees > cap)
    largest = beyond[np.argsort(-degrees[beyond], kind="stable")].tolist()
    key = "limits.named_more" if len(largest) > _NAMED else "limits.named"
    names = [str(ids[i]) for i in largest[:_NAMED]]
    return len(largest), said(key, names=names, more=len(largest) - _NAMED)


def too_small(params: SearchParams) -> Sequence[Said]:
    """Say how small a group may be that each kind of search of `params` looks for."""
    detection = params.detection
    everywhere, alone = detection.min_members, detection.min_single_members
    sharing = max(alone, params.evidence.household_size + 1)
    other = {"alone": alone, "sharing": sharing, "accounts": everywhere}
    return (
        said("limits.small", accounts=everywhere),
        said("limits.few_products", products=detection.min_products),
        said("limits.other_kinds", **other),
    )

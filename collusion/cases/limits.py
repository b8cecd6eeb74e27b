"""Say what a run left out by a limit of its configuration: by name and count, never silently."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from collusion.arrays import Int64Array
from collusion.cases.wording import counted
from collusion.detection import anchors, creations, tenures
from collusion.evidence.params import EvidenceParams
from collusion.evidence.wording import joined
from collusion.foreign import printable
from collusion.graph.bipartite import spans
from collusion.graph.build import EntityGraph
from collusion.minutes import DAY, NO_TIME
from collusion.scoring import rank
from collusion.scoring.decoys import Decoys
from collusion.scoring.families import Assessment
from collusion.scoring.hypotheses import shipped_model
from collusion.scoring.null_markets import NullMarketParams
from collusion.scoring.params import ScoringParams

if TYPE_CHECKING:
    from collusion.detection.search import SearchParams

#: Busy accounts that are named.
_NAMED = 8
#: Whose crowds may be too large to be searched from, by the origin of the seeds.
_CROWDS = {
    "bursts": "a burst",
    "products": "a product",
    "sellers": "a seller",
    "identifiers": "an identifier value",
    creations.ORIGIN: "a time of creation",
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
        ``prior_bits`` and the sentences ``limits``.
    """
    beyond = flagged_beyond(assessed, decoys, params=params.scoring)
    chance = rank.chance_scores(decoys, shipped_model())
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
        "limits": [
            *busy_accounts(graph, params.search.evidence.reviewer_cap),
            *popular_products(graph, params.search.evidence.product_cap, params.search.evidence.window_days),
            *crowded_times(graph, params.search.evidence),
            *cut_short(cut, params.search.detection.max_seeds, params.search.detection.max_cohort),
            *unlisted(len(assessed), beyond, params.scoring.n_reported),
            *too_small(params.search),
        ],
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


def unlisted(n_candidates: int, n_flagged: int, n_reported: int) -> Sequence[str]:
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
    sequence of str
        One sentence, or none.
    """
    n_out = n_candidates - n_reported
    if n_out <= 0:
        return ()
    verb = "is" if n_out == 1 else "are"
    flagged = f"{n_flagged or 'none'} of which would be flagged"
    limit = f"the run lists {n_reported:,} at most (scoring.n_reported)"
    return (f"{counted(n_out, 'more group')} {verb} not listed, {flagged}: {limit}.",)


def busy_accounts(graph: EntityGraph, reviewer_cap: int) -> Sequence[str]:
    """Name the accounts of more reviews than the limit allows, the busiest first, the rest by count."""
    n, named = _beyond(graph.reviews.row_degrees(), graph.reviewers.ids, reviewer_cap)
    if not n:
        return ()
    accounts = f"{counted(n, 'account')} with more than {reviewer_cap:,} reviews"
    verb = "is" if n == 1 else "are"
    return (f"{accounts} {verb} in no group (evidence.reviewer_cap): {named}.",)


def popular_products(graph: EntityGraph, product_cap: int, window_days: float) -> Sequence[str]:
    """Name products of `graph` of over `product_cap` reviews, whose links take `window_days` at most."""
    n, named = _beyond(graph.reviews.col_degrees(), graph.products.ids, product_cap)
    if not n:
        return ()
    verb, some = ("links", "its") if n == 1 else ("link", "their")
    products = f"{counted(n, 'product')} with more than {product_cap:,} reviews"
    when = f"only where these reviewed within {window_days:g} days of one another (evidence.product_cap)"
    return (f"{products} {verb} {some} accounts {when}: {named}.",)


def crowded_times(graph: EntityGraph, params: EvidenceParams) -> Sequence[str]:
    """Say which reviews of popular products link nobody, since too many were written around them.

    Parameters
    ----------
    graph
        The graph.
    params
        ``product_cap``, ``window_cap`` and ``window_days``.

    Returns
    -------
    sequence of str
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
    n, named = _beyond(n_crowded, graph.products.ids, 0)
    if not n:
        return ()
    reviews = counted(int(n_crowded.sum()), "review")
    crowd = f"more than {params.window_cap:,} of a product fall within {params.window_days:g} days of each"
    return (f"{reviews} of {counted(n, 'product')} link nobody: {crowd} (evidence.window_cap): {named}.",)


def cut_short(cut: Mapping[str, int], max_seeds: int, max_cohort: int) -> Sequence[str]:
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
    Sequence of str
        A sentence a reason.
    """
    sentences = []
    if n := cut.get("max_seeds", 0):
        verb = "was" if n == 1 else "were"
        sentences.append(
            f"{counted(n, 'more group')} {verb} not searched from: of each kind the {max_seeds:,} most "
            "surprising are (detection.max_seeds)."
        )
    crowds = {noun: cut.get(f"max_cohort.{origin}", 0) for origin, noun in _CROWDS.items()}
    if n := sum(crowds.values()):
        verb = "was" if n == 1 else "were"
        parts = joined([f"{some:,} of {noun}" for noun, some in crowds.items() if some])
        sentences.append(
            f"{counted(n, 'crowd')} of more than {max_cohort:,} accounts or reviews {verb} not searched "
            f"from: {parts} (detection.max_cohort)."
        )
    if cut.get(f"max_cohort.{anchors.ORIGIN}", 0):
        sentences.append(
            f"Of the accounts that labels call fake, only the first {max_cohort:,} were searched from "
            "together (detection.max_cohort)."
        )
    if n := cut.get(anchors.ORIGIN, 0):
        verb = "was" if n == 1 else "were"
        sentences.append(
            f"{counted(n, 'more account')} that labels call fake {verb} not searched from, beyond the first "
            f"{anchors.MOST_ANCHORS:,}."
        )
    if n := cut.get(tenures.ORIGIN, 0):
        verb = "was" if n == 1 else "were"
        sentences.append(
            f"{counted(n, 'more crowd')} that began or fell silent together {verb} not searched from, beyond "
            f"the {tenures.MOST_WINDOWS:,} densest."
        )
    return sentences


def _beyond(degrees: Int64Array, ids: pl.Series, cap: int) -> tuple[int, str]:
    """Count those of more reviews than a cap, and name them, the largest first and the rest by count."""
    beyond = np.flatnonzero(degrees > cap)
    largest = beyond[np.argsort(-degrees[beyond], kind="stable")].tolist()
    more = [f"{len(beyond) - _NAMED:,} more"] if len(beyond) > _NAMED else []
    return len(beyond), joined([*(printable(ids[i]) for i in largest[:_NAMED]), *more])


def too_small(params: SearchParams) -> Sequence[str]:
    """Say how small a group may be that each kind of search of `params` looks for."""
    detection = params.detection
    everywhere, alone = detection.min_members, detection.min_single_members
    sharing = max(alone, params.evidence.household_size + 1)
    products = counted(detection.min_products, "product")
    together = f"By what accounts review together, groups of fewer than {products} are not looked for"
    kinds = (
        f"bursts of single reviews are looked for from {alone:,} accounts on, accounts that share "
        f"identifiers from {sharing:,}, and reviewers of one seller who share identifiers from {everywhere:,}"
    )
    options = "detection.min_single_members, evidence.household_size, detection.min_members"
    return (
        f"Groups of fewer than {everywhere:,} accounts are not looked for (detection.min_members).",
        f"{together} (detection.min_products).",
        f"On any number of products, {kinds} ({options}).",
    )

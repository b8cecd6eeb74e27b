"""What if: a ring without some evidence, accounts or products, or together with another, assessed anew.

The edited group is judged by the functions that judged the ring, in the same market, and ranked among the
same other groups. Nothing is looked up that the run does not know: the run folder says who was in which
group, and by which reviews.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from collusion.arrays import Float64Array, Int32Array, frozen
from collusion.cases.compose import Ring, name_rings
from collusion.cases.held_values import market_without
from collusion.cases.market import Market, edges_between, places_of
from collusion.cases.run_folder import Run
from collusion.cases.wording import listed
from collusion.detection import bursts, holders, tied
from collusion.detection.candidates import Candidate
from collusion.detection.given import given_candidate, group_edges, windows_of
from collusion.errors import UsageError
from collusion.evidence.families import FAMILIES, FLAGGING
from collusion.evidence.group import Group, edges_of
from collusion.scoring import q_values, rank
from collusion.scoring.families import Assessment, assess, carried_bits
from collusion.scoring.hypotheses import shipped_model
from collusion.scoring.params import ScoringParams

_LN2 = math.log(2.0)


@dataclass(frozen=True, slots=True)
class Edit:
    """A change of a ring, in names of the run.

    Attributes
    ----------
    families
        Families of evidence that are not looked at.
    accounts, products
        Members and targets that are left out.
    reviews
        Reviews of members that are looked at as if strangers had written them.
    values
        Members, and tokens of identifier values that they are looked at as if they did not hold.
    merged
        Other rings of the run that are joined to it.
    fdr, min_families
        Level of a flag, and the families that it takes; those of the run when None.
    """

    families: frozenset[str] = frozenset()
    accounts: frozenset[str] = frozenset()
    products: frozenset[str] = frozenset()
    reviews: frozenset[str] = frozenset()
    values: frozenset[tuple[str, str]] = frozenset()
    merged: tuple[str, ...] = ()
    fdr: float | None = None
    min_families: int | None = None

    @property
    def changes_group(self) -> bool:
        """Whether who and what is in the group differs from the run."""
        return bool(self.accounts or self.products or self.reviews or self.values or self.merged)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How an edited ring stands.

    Attributes
    ----------
    assessment
        The group and what each family says of it.
    score, q_value
        Log-odds in bits, and the expected share of false rings at its rank or above, as in a run.
    rank
        Its place among the other groups of the run.
    abnormal_bits
        Bits from which a family is abnormal.
    is_corroborated, is_flagged
        Whether enough families are abnormal, and whether it would be flagged.
    """

    assessment: Assessment
    score: float
    q_value: float
    rank: int
    abnormal_bits: float
    is_corroborated: bool
    is_flagged: bool

    @property
    def abnormal(self) -> tuple[str, ...]:
        """The families that are out of the ordinary, in their fixed order."""
        return self.assessment.abnormal(self.abnormal_bits)

    @property
    def members(self) -> Int32Array:
        """The accounts, ascending."""
        return self.assessment.candidate.group.members

    def named(self, market: Market) -> Ring:
        """Return the group as a ring of a run of the `market`, with all that is said of one."""
        ranked = rank.RankedRings(
            [self.assessment],
            np.array([self.score]),
            np.array([self.q_value]),
            np.array([self.is_flagged]),
            self.abnormal_bits,
            np.array([self.is_corroborated]),
        )
        return name_rings(ranked, market.graph)[0]


def assess_edit(run: Run, market: Market, ring_id: str, edit: Edit) -> Outcome:
    """Assess an edited ring.

    Parameters
    ----------
    run
        The run.
    market
        Its market.
    ring_id
        A ring of the run.
    edit
        What is changed.

    Returns
    -------
    Outcome
        Without any change that of the run. O(reviews of the members and targets + rings of the run).

    Raises
    ------
    UsageError
        When the edit names what is not in the ring, or leaves fewer than two accounts.
    """
    check_edit(run, ring_id, edit)
    if edit.values:
        market = market_without(run, market, (ring_id, *edit.merged), edit.values)
    candidate = _edited(run, market, ring_id, edit) if edit.changes_group else _stored(run, market, ring_id)
    (found,) = assess([candidate], market.channels)
    for family in edit.families:
        found.findings[family] = None
    return _standing(run, market, found, ring_id, edit)


def check_edit(run: Run, ring_id: str, edit: Edit) -> None:
    """Raise a `UsageError` that names all of an `edit` that is not in the ring `ring_id` of the `run`."""
    strange = sorted(edit.families - set(FAMILIES))
    if strange:
        raise UsageError(
            f"Families {listed(strange)}: found none of that name. Allowed: {listed(FAMILIES, 9)}."
        )
    rings = (ring_id, *edit.merged)
    held = {
        "accounts": (edit.accounts, _of(run.members, rings)["reviewer_id"]),
        "products": (edit.products, _of(run.clients, rings)["product_id"]),
        "reviews": (edit.reviews, _of(run.ring_reviews, rings)["review_id"]),
    }
    shared = _of(run.ring_identifiers, rings).select("reviewer_id", "token")
    unheld = sorted(edit.values - set(shared.iter_rows()))
    if unheld:
        raise UsageError(
            f"Values {listed([f'{token} of {account}' for account, token in unheld])}: found none of that "
            f"token that the account shares in {ring_id}. `run[{ring_id!r}].case.identifiers` lists them."
        )
    for noun, (given, known) in held.items():
        outside = sorted(given - set(known.to_list()))
        if outside:
            raise UsageError(
                f"{noun.capitalize()} {listed(outside)}: found none of that id in {ring_id}. Its {noun} are "
                f"in the run: `run[{ring_id!r}].{_TABLE_OF[noun]}`."
            )
    if (
        edit.products
        and not held["products"][1].filter(~held["products"][1].is_in(sorted(edit.products))).len()
    ):
        raise UsageError(f"{ring_id}: found no product left. Leave at least one of its targets in.")
    left = _of(run.members, rings)["reviewer_id"].n_unique() - len(edit.accounts)
    if left < 2:
        raise UsageError(
            f"{ring_id}: found {left} account{'' if left == 1 else 's'} left, and one account alone is no "
            "group. Leave two or more in."
        )


_TABLE_OF = {"accounts": "members", "products": "clients", "reviews": "reviews()"}


def _of(frame: pl.DataFrame, rings: Sequence[str]) -> pl.DataFrame:
    return frame.filter(pl.col("ring_id").is_in(list(rings)))


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
    members = np.sort(places_of(graph.reviewers, _of(run.members, [ring_id])["reviewer_id"]))
    clients = _of(run.clients, [ring_id])
    products = places_of(graph.products, clients["product_id"])
    order = np.argsort(products)
    reviews = _of(run.ring_reviews, [ring_id]).filter("in_window")
    edges = edges_between(
        graph,
        places_of(graph.reviewers, reviews["reviewer_id"]),
        places_of(graph.products, reviews["product_id"]),
    )
    expected = clients["n_expected"].to_numpy()[order]
    return Group(frozen(members), frozen(products[order]), frozen(edges)), frozen(expected)


def _stored(run: Run, market: Market, ring_id: str) -> Candidate:
    """Return a ring of a run as the candidate that it was."""
    group, expected = stored_group(run, market, ring_id)
    ring = run.rings.row(by_predicate=pl.col("ring_id") == ring_id, named=True)
    members = _of(run.members, [ring_id])
    places = places_of(market.graph.reviewers, members["reviewer_id"])
    clients = _of(run.clients, [ring_id])
    targets = places_of(market.graph.products, clients["product_id"])
    return Candidate(
        group=group,
        membership=frozen(members["bits"].to_numpy()[np.argsort(places)] * _LN2),
        n=frozen(clients["n_met"].to_numpy()[np.argsort(targets)].astype(np.int32)),
        expected=expected,
        surplus=_surplus_of(run, ring),
        stars=0.0,
        life=0.0,
        origin=ring["origin"],
    )


def _surplus_of(run: Run, ring: Mapping[str, Any]) -> float:
    """Return the nats of surplus by which a ring was found, whoever paid for choosing its members."""
    if ring["origin"] == tied.ORIGIN:
        return float(ring["bits_identity"] or 0.0) * _LN2
    if ring["bits_behaviour"] is None:
        return 0.0
    if ring["bits_behaviour"] != 0.0:
        return float(ring["bits_behaviour"]) * _LN2
    rate = _of(run.effects, [ring["ring_id"]]).filter(measure="surplus_per_review")["value"].item()
    return float(rate) * float(_of(run.clients, [ring["ring_id"]])["n_met"].sum())


def _edited(run: Run, market: Market, ring_id: str, edit: Edit) -> Candidate:
    graph = market.graph
    names = [ring_id, *edit.merged]
    group, expected, origin = _together(run, market, names)
    without = places_of(graph.reviewers, pl.Series(sorted(edit.accounts), dtype=pl.String))
    left_out = places_of(graph.products, pl.Series(sorted(edit.products), dtype=pl.String))
    kept = ~np.isin(group.products, left_out)
    members = np.setdiff1d(group.members, without)
    edges = group.edges[np.isin(graph.reviews.indices[group.edges], group.products[kept])]
    edges = edges[np.isin(edges, edges_of(graph, members))]
    lost = _of(run.ring_reviews, names).filter(pl.col("review_id").is_in(sorted(edit.reviews)))
    gone = edges_between(
        graph,
        places_of(graph.reviewers, lost["reviewer_id"]),
        places_of(graph.products, lost["product_id"]),
    )
    edited = Group(frozen(members), frozen(group.products[kept]), frozen(edges))
    return given_candidate(edited, market.space, origin=origin, expected=expected[kept], lost=gone)


def _together(run: Run, market: Market, names: Sequence[str]) -> tuple[Group, Float64Array, str]:
    """Return some rings as one group, what is expected of each target, and the origin of the whole.

    What is a block in part is one in whole. A product of several is looked at from the first window's begin
    to the last one's end.
    """
    groups, expectations = zip(*(stored_group(run, market, name) for name in names), strict=True)
    origins = _of(run.rings, names)["origin"].to_list()
    if len(names) == 1:
        return groups[0], expectations[0], origins[0]
    members = np.unique(np.concatenate([group.members for group in groups]))
    products = np.unique(np.concatenate([group.products for group in groups]))
    expected = np.zeros(len(products))
    for group, some in zip(groups, expectations, strict=True):
        expected[np.searchsorted(products, group.products)] += some
    together = np.unique(np.concatenate([group.edges for group in groups]))
    whole = Group(frozen(members), frozen(products), frozen(together))
    edges = group_edges(members, products, windows_of(whole, market.space), market.space)
    others = [origin for origin in origins if origin not in (bursts.ORIGIN, holders.ORIGIN)]
    same = origins[0] if len(set(origins)) == 1 else "together"
    return dataclasses.replace(whole, edges=frozen(edges)), expected, (others or [same])[0]


def _standing(run: Run, market: Market, found: Assessment, ring_id: str, edit: Edit) -> Outcome:
    params, model = _params(market.params.scoring, edit), shipped_model()
    threshold = float(run.manifest["abnormal_bits"])
    told = rank.is_corroborated(found, threshold, model, params=params)
    score = rank.held_back(rank.score_of(found, model), told)
    others = run.rings.filter(~pl.col("ring_id").is_in([ring_id, *edit.merged]))
    own_rank = int(run.rings.row(by_predicate=pl.col("ring_id") == ring_id, named=True)["rank"])
    # the run folder has scores to six digits: what scores the same must compare so
    rounded = round(score, 6)
    value = pl.lit(rounded)
    before = (pl.col("score") > value) | ((pl.col("score") == value) & (pl.col("rank") < own_rank))
    place = others.filter(before).height
    scores = np.insert(others["score"].to_numpy(), place, rounded)
    carried = [
        carried_bits({family: row[f"bits_{family}"] for family in FLAGGING}) for row in others.to_dicts()
    ]
    carried.insert(place, rank.total_bits(found))
    n_tests, chance = _ranking(run)
    doubt = q_values.most_doubt(has_stars="stars_shift" in run.effects["measure"])
    n_others = n_tests - len(edit.merged)
    q_value = q_values.q_values(scores, np.array(carried), doubt, n_others, chance)[place]
    return Outcome(
        found, score, float(q_value), place + 1, threshold, told, bool(told and q_value <= params.fdr)
    )


def _params(params: ScoringParams, edit: Edit) -> ScoringParams:
    fdr = params.fdr if edit.fdr is None else edit.fdr
    min_families = params.min_families if edit.min_families is None else edit.min_families
    return dataclasses.replace(params, fdr=fdr, min_families=min_families)


def _ranking(run: Run) -> tuple[int, q_values.ChanceScores]:
    """Return how many groups the run looked at, and what chance scored."""
    said = run.manifest["ranking"]
    pairs = np.array(said["decoys"], dtype=np.float64).reshape(-1, 2)
    return int(said["n_candidates"]), q_values.ChanceScores(pairs[:, 0], pairs[:, 1], int(said["n_worlds"]))

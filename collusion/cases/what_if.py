"""What if: a ring without some evidence, accounts or products, or together with another, assessed anew.

The edited group is judged by the functions that judged the ring, in the same market, and ranked among the
same other groups. Nothing is looked up that the run does not know: the run folder says who was in which
group, and by which reviews.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from collusion.arrays import Float64Array, Int32Array, frozen
from collusion.cases.compose import Ring, name_rings
from collusion.cases.held_ring import (
    HeldRing,
    edges_of_reviews,
    hold_ring,
    other_rings,
    rows_of,
    stored_group,
)
from collusion.cases.held_values import market_without, values_of_tokens
from collusion.cases.market import Market, places_of
from collusion.cases.run_folder import Run
from collusion.cases.wording import listed
from collusion.detection import bursts, holders, wordings
from collusion.detection.candidates import Candidate
from collusion.detection.given import given_candidate, group_edges, windows_of
from collusion.errors import UsageError
from collusion.evidence.families import FAMILIES
from collusion.evidence.group import Group, edges_of
from collusion.scoring import rank
from collusion.scoring.families import Assessment, assess
from collusion.scoring.hypotheses import shipped_model
from collusion.scoring.params import ScoringParams


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
    return assess_held(hold_ring(run, market, ring_id), edit)


def assess_held(ring: HeldRing, edit: Edit) -> Outcome:
    """Assess an edited ring that is held, as of `assess_edit`; the `edit` names nothing that is not there."""
    market = ring.market
    if edit.values and edit.merged:
        tokens = values_of_tokens(ring.run, market, (ring.ring_id, *edit.merged))
        market = market_without(market, tokens, edit.values)
    elif edit.values:
        market = ring.market_without(edit.values)
    candidate = _edited(ring, market, edit) if edit.changes_group else ring.candidate
    (found,) = assess([candidate], market.channels)
    for family in edit.families:
        found.findings[family] = None
    return _standing(ring, found, edit)


def check_edit(run: Run, ring_id: str, edit: Edit) -> None:
    """Raise a `UsageError` that names all of an `edit` that is not in the ring `ring_id` of the `run`."""
    strange = sorted(edit.families - set(FAMILIES))
    if strange:
        raise UsageError(
            f"Families {listed(strange)}: found none of that name. Allowed: {listed(FAMILIES, 9)}."
        )
    rings = (ring_id, *edit.merged)
    held = {
        "accounts": (edit.accounts, rows_of(run.members, rings)["reviewer_id"]),
        "products": (edit.products, rows_of(run.clients, rings)["product_id"]),
        "reviews": (edit.reviews, rows_of(run.ring_reviews, rings)["review_id"]),
    }
    shared = rows_of(run.ring_identifiers, rings).select("reviewer_id", "token")
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
    left = rows_of(run.members, rings)["reviewer_id"].n_unique() - len(edit.accounts)
    if left < 2:
        raise UsageError(
            f"{ring_id}: found {left} account{'' if left == 1 else 's'} left, and one account alone is no "
            "group. Leave two or more in."
        )


#: Origins of groups without a common habit, which become a block where they are put together with one.
_WITHOUT_HABIT = (bursts.ORIGIN, holders.ORIGIN, wordings.ORIGIN)
_TABLE_OF = {"accounts": "members", "products": "clients", "reviews": "reviews()"}


def _edited(ring: HeldRing, market: Market, edit: Edit) -> Candidate:
    graph, run = market.graph, ring.run
    group, expected, origin = _together(ring, market, edit.merged)
    without = places_of(graph.reviewers, pl.Series(sorted(edit.accounts), dtype=pl.String))
    left_out = places_of(graph.products, pl.Series(sorted(edit.products), dtype=pl.String))
    kept = ~np.isin(group.products, left_out)
    members = np.setdiff1d(group.members, without)
    edges = group.edges[np.isin(graph.reviews.indices[group.edges], group.products[kept])]
    edges = edges[np.isin(edges, edges_of(graph, members))]
    edge_of = ring.reviews if edit.reviews else {}
    if edit.reviews and edit.merged:
        edge_of = edge_of | edges_of_reviews(run, market, edit.merged)
    gone = np.array(sorted({edge_of[review] for review in edit.reviews}), dtype=np.int64)
    edited = Group(frozen(members), frozen(group.products[kept]), frozen(edges))
    return given_candidate(edited, market.space, origin=origin, expected=expected[kept], lost=gone)


def _together(ring: HeldRing, market: Market, merged: Sequence[str]) -> tuple[Group, Float64Array, str]:
    """Return a ring and others as one group, what is expected of each target, and the origin of the whole.

    What is a block in part is one in whole. A product of several is looked at from the first window's begin
    to the last one's end.
    """
    own = ring.candidate
    if not merged:
        return own.group, own.expected, own.origin
    stored = [stored_group(ring.run, market, name) for name in merged]
    groups = [own.group, *(group for group, _ in stored)]
    expectations = [own.expected, *(expected for _, expected in stored)]
    origins = rows_of(ring.run.rings, [ring.ring_id, *merged])["origin"].to_list()
    members = np.unique(np.concatenate([group.members for group in groups]))
    products = np.unique(np.concatenate([group.products for group in groups]))
    expected = np.zeros(len(products))
    for group, some in zip(groups, expectations, strict=True):
        expected[np.searchsorted(products, group.products)] += some
    together = np.unique(np.concatenate([group.edges for group in groups]))
    whole = Group(frozen(members), frozen(products), frozen(together))
    edges = group_edges(members, products, windows_of(whole, market.space), market.space)
    others = [origin for origin in origins if origin not in _WITHOUT_HABIT]
    same = origins[0] if len(set(origins)) == 1 else "together"
    return dataclasses.replace(whole, edges=frozen(edges)), expected, (others or [same])[0]


def _standing(ring: HeldRing, found: Assessment, edit: Edit) -> Outcome:
    params, model = _params(ring.market.params.scoring, edit), shipped_model()
    threshold = float(ring.run.manifest["abnormal_bits"])
    told = rank.is_corroborated(found, threshold, model, params=params)
    score = rank.told_score(found, model, told, threshold=threshold)
    others = other_rings(ring.run, (ring.ring_id, *edit.merged)) if edit.merged else ring.others
    place, q_value = others.place(score, ring.rank, rank.total_bits(found))
    is_flagged = bool(told and q_value <= params.fdr)
    return Outcome(found, score, q_value, place + 1, threshold, told, is_flagged)


def _params(params: ScoringParams, edit: Edit) -> ScoringParams:
    fdr = params.fdr if edit.fdr is None else edit.fdr
    min_families = params.min_families if edit.min_families is None else edit.min_families
    return dataclasses.replace(params, fdr=fdr, min_families=min_families)

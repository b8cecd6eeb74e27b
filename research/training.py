"""Train the hypotheses: label candidates by the truth, and count how each kind's effects fall into bins."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from collusion.arrays import Float64Array
from collusion.cases.run_folder import Run
from collusion.evaluation.outcome import assess
from collusion.evaluation.predictions import predictions_of_run
from collusion.evaluation.truth import Truth
from collusion.evidence.families import MEASURES

#: A candidate is a ring from the first Jaccard index on; below the second share of ring accounts it is none.
RING_FROM, INNOCENT_BELOW = 0.5, 0.3
#: Share of candidates that are taken to be rings before anything is seen.
PRIOR = 0.4
#: Candidates' worth of the pooled law of its side that each law is smoothed by, how much of that is spread
#: evenly (for rings and for innocent kinds), and the least probability of any bin: tails are heavy.
SMOOTHING, FLOOR = 5.0, 0.005
EVEN = {True: 0.2, False: 0.1}
#: Share of each side's prior that a kind which nobody thought of has, and share of its laws spread evenly.
UNKNOWN_SHARE, UNKNOWN_EVEN = 0.1, 0.1
UNKNOWN = {True: "a ring of another kind", False: "an innocent group of another kind"}
#: Measures of tools that any kind may use, copied texts and empty parcels, and how much of their pooled law
#: is spread evenly: that the training markets give a tool to few kinds says nothing of the others.
TOOLS = ("text_copies", "odd_orders")
TOOLS_EVEN = {True: 0.2, False: 0.02}
#: Measures of a habit that any operator may take up, and how much of each ring kind's law is spread evenly:
#: in the markets to train on hardly a ring works in one sitting, but scripts do.
OPEN_HABITS = {"one_sitting": 0.25}
#: Rings that are like one kind but for some measures, in which they are like another: who attacks need not
#: have been made for it.
COMPOSED = {"hired attack": ("hired for listings of several sellers", {"stars_shift": "attack"})}
#: Candidates of a kind that count for its weight: how many are proposed says little of how likely it is.
MOST_COUNTED = 40

#: Hypothesis of each style of rings.
RING_KINDS = {
    "accounts of one hand": (
        "client_text empty_box small nested overlapping unique_ip camouflaged rewritten_text serial_ids "
        "subnet_only relay one_of_many crew_45 crew_20 drawn_crew"
    ),
    "accounts with shared instruments": (
        "farm farm_large gift_cards card_batches identity_only crew_countries batches "
        "farm_300 farm_1000 farm_3000 farm_20000 drawn_crew_ties"
    ),
    "hired crowd": "hired_crowd slow adaptive",
    "bought or borrowed accounts": "aged_accounts awakened rotating",
    "owner of the listings": "owned_listings good_listings",
    "hired for listings of several sellers": "existing_listings crew_45_existing",
    "real people who are paid": "rebate_club broker_crowd drawn_paid_people",
    "accounts for one review": (
        "burners_bare burners_fresh boost_one boost_crowd one_product burners_farm drawn_burners "
        "drawn_moulds drawn_copycats"
    ),
    "micro ring": "micro drawn_micro",
    "traders who praise one another": "drawn_traders",
    "attack": "attack attack_45 drawn_attack",
}
#: Hypothesis of each style of innocent groups; of what is planted nowhere: see `kind_of`.
INNOCENT_KINDS = {
    "sampling programme": "sampling_programme",
    "community of language": "language_community",
    "fans": "fan_club brand_enthusiasts devoted_fans drawn_fans",
    "players and season holders": "rating_game season_pass",
    "circle of friends": "book_club drawn_club",
    "shared place": "office dormitory hotel_network campus_nat drawn_place",
    "employer": "employer_grant staff_shop",
    "course or clan": "course_class clan drawn_class",
    "crowd with a cause": (
        "deal_crowd launch_day viral_day recall_crowd price_alarm influencer_list welcome_offer drawn_event"
    ),
    "software": "import_tool drawn_form",
    "critics": "honest_critics",
    "bundle or series": "bundle_owners series_readers",
    "taste": "taste_community",
}
_KIND = {
    style: kind
    for kinds in (RING_KINDS, INNOCENT_KINDS)
    for kind, styles in kinds.items()
    for style in styles.split()
}
#: What an innocent candidate is that was planted nowhere: one by common habits, and one by identifiers.
_UNPLANTED, _FAMILIES = "taste", "families"
#: What one that burst on few products is, written by accounts with little else.
_BUSY_DAY, _NARROW, _DEDICATED = "busy day", 4.0, 0.35
#: Hypothesis of rings that were proposed by identifiers, of one listing's owner and of other styles.
_OWN_PEOPLE, _NO_HABIT = "owner, staff and family", "shared instruments without a common habit"


@dataclass(frozen=True, slots=True)
class Labelled:
    """Candidates of one run with what they are.

    Attributes
    ----------
    bins
        A row a candidate and a column a measure: its bin, null where unknown; `kind`, `style` and `is_ring`.
    """

    bins: pl.DataFrame


def label(run: Run, truth: Truth) -> Labelled:
    """Label the candidates of a run by the truth.

    Parameters
    ----------
    run
        A run folder, opened.
    truth
        Who was planted.

    Returns
    -------
    Labelled
        Candidates that are surely a ring, or surely none, of a style that is known.
    """
    found = assess(predictions_of_run(run), truth).rings
    styles = {group.name: group.style for group in truth.innocent}
    inside = {account for ring in truth.rings for account in ring.members}
    share = {
        ring_id: len(inside & set(members)) / max(len(members), 1)
        for ring_id, members in run.members.group_by("ring_id").agg("reviewer_id").iter_rows()
    }
    by_identifiers = set(run.rings.filter(pl.col("bits_behaviour").is_null())["ring_id"])
    effects = run.effects.pivot("measure", index="ring_id", values="value")
    bursts: set[str] = set()
    if {"breadth", "dedication"} <= set(effects.columns):
        is_burst = (pl.col("breadth") < _NARROW) & (pl.col("dedication") >= _DEDICATED)
        bursts = set(effects.filter(is_burst)["ring_id"])
    rows = []
    for row in found.iter_rows(named=True):
        is_ring = row["jaccard"] >= RING_FROM
        if not is_ring and share.get(row["ring_id"], 0.0) >= INNOCENT_BELOW:
            continue
        style = row["style"] if is_ring else styles.get(row["innocent"], "")
        kind = _kind(style, is_ring=is_ring, by_identifiers=row["ring_id"] in by_identifiers)
        if not is_ring and row["ring_id"] in bursts:
            kind = _BUSY_DAY
        if kind:
            rows.append({"ring_id": row["ring_id"], "kind": kind, "style": style, "is_ring": is_ring})
    bins = run.effects.drop_nulls("bin").pivot("measure", index="ring_id", values="bin")
    schema = {"ring_id": pl.String, "kind": pl.String, "style": pl.String, "is_ring": pl.Boolean}
    labelled = pl.DataFrame(rows, schema=schema).join(bins, on="ring_id", how="left", maintain_order="left")
    known = [name for name in MEASURES if name in labelled.columns]
    missing = [pl.lit(None, dtype=pl.UInt8).alias(name) for name in MEASURES if name not in known]
    return Labelled(labelled.with_columns(missing).select(*schema, *MEASURES))


def _kind(style: str, *, is_ring: bool, by_identifiers: bool) -> str:
    """Return the hypothesis of a candidate of a style; nothing for a ring of an unknown style."""
    if not is_ring:
        return _KIND.get(style, _FAMILIES if by_identifiers else _UNPLANTED)
    if not by_identifiers or style not in _KIND:
        return _KIND.get(style, "")
    return _OWN_PEOPLE if style.startswith("boost_") else _NO_HABIT


def fit(candidates: pl.DataFrame) -> dict[str, Any]:
    """Count the laws of every hypothesis.

    Parameters
    ----------
    candidates
        The `bins` of labelled runs, one below the other.

    Returns
    -------
    dict
        ``hypotheses`` of the model's manifest, rings first, each with its weight and its laws. A kind's
        weight is in proportion to the root of its number, so that none is forgotten. O(candidates ·
        measures).
    """
    found: dict[str, Any] = {}
    for is_ring in (True, False):
        side = candidates.filter(is_ring=is_ring)
        sizes = dict(side.group_by("kind").len().sort("kind").iter_rows())
        total = sum(math.sqrt(min(size, MOST_COUNTED)) for size in sizes.values())
        prior = (PRIOR if is_ring else 1.0 - PRIOR) * (1.0 - UNKNOWN_SHARE)
        pooled = {measure: _pooled(side, sizes, measure) for measure in MEASURES}
        for kind, size in sizes.items():
            own = side.filter(kind=kind)
            found[kind] = {
                "ring": is_ring,
                "candidates": size,
                "weight": round(prior * math.sqrt(min(size, MOST_COUNTED)) / total, 4),
                "laws": {
                    measure: _law(_counts(own, measure), pooled[measure], EVEN[is_ring])
                    for measure in MEASURES
                }
                | {measure: _law_of_tool(pooled[measure], is_ring=is_ring) for measure in TOOLS},
            }
            if is_ring:
                found[kind]["laws"] |= _opened(found[kind]["laws"])
        found |= _composed(found, is_ring=is_ring)
        if sizes:
            found[UNKNOWN[is_ring]] = _unknown_kind(found, is_ring=is_ring)
    total = sum(one["weight"] for one in found.values())
    for one in found.values():
        one["weight"] = round(one["weight"] / total, 4)
    return found


def _composed(found: Mapping[str, Any], *, is_ring: bool) -> dict[str, Any]:
    """Return the hypotheses that take the laws of some measures from another kind, half as likely."""
    made = {}
    for name, (like, but) in COMPOSED.items():
        if is_ring and {like, *but.values()} <= set(found):
            laws = found[like]["laws"] | {
                measure: found[other]["laws"][measure] for measure, other in but.items()
            }
            weight = round(found[like]["weight"] / 2, 4)
            made[name] = {"ring": True, "candidates": 0, "weight": weight, "laws": laws}
    return made


def _unknown_kind(found: Mapping[str, Any], *, is_ring: bool) -> dict[str, Any]:
    """Return the hypothesis of kinds that nobody thought of: the laws of its side's known ones, mixed."""
    known = [one for one in found.values() if one["ring"] == is_ring]
    total = sum(one["weight"] for one in known)
    laws = {}
    for measure, one in MEASURES.items():
        n_bins = len(one.edges) + 1
        even = 0.0 if measure in TOOLS else UNKNOWN_EVEN
        mixed = sum(np.array(kind["laws"][measure]) * kind["weight"] / total for kind in known)
        laws[measure] = [round(float(value), 4) for value in (1.0 - even) * mixed + even / n_bins]
    weight = round(total * UNKNOWN_SHARE / (1.0 - UNKNOWN_SHARE), 4)
    return {"ring": is_ring, "candidates": 0, "weight": weight, "laws": laws}


def _pooled(side: pl.DataFrame, sizes: Mapping[str, int], measure: str) -> Float64Array:
    """Return how the candidates of one side fall into bins, each kind counted as far as it weighs."""
    total = np.full(len(MEASURES[measure].edges) + 1, 0.5)
    for kind, size in sizes.items():
        total += _counts(side.filter(kind=kind), measure) * min(MOST_COUNTED / size, 1.0)
    return total


def _counts(candidates: pl.DataFrame, measure: str) -> Float64Array:
    """Return how many candidates fall into each bin of a measure."""
    bins = candidates[measure].drop_nulls().to_numpy()
    return np.bincount(bins, minlength=len(MEASURES[measure].edges) + 1).astype(np.float64)


def _law_of_tool(pooled: Float64Array, *, is_ring: bool) -> list[float]:
    """Return the law of a measure of which all kinds of a side have the same, to four digits."""
    even = TOOLS_EVEN[is_ring]
    law = np.maximum((1.0 - even) * pooled / pooled.sum() + even / len(pooled), FLOOR)
    return [round(float(value), 4) for value in law / law.sum()]


def _opened(laws: Mapping[str, list[float]]) -> dict[str, list[float]]:
    """Return the laws of habits that a ring kind may take up, though none did where it was trained."""
    return {
        measure: [round((1.0 - even) * value + even / len(laws[measure]), 4) for value in laws[measure]]
        for measure, even in OPEN_HABITS.items()
    }


def _law(counts: Float64Array, pooled: Float64Array, even: float) -> list[float]:
    """Return the smoothed probabilities of the bins, to four digits."""
    base = (1.0 - even) * pooled / pooled.sum() + even / len(pooled)
    law = np.maximum((counts + SMOOTHING * base) / (counts.sum() + SMOOTHING), FLOOR)
    return [round(float(value), 4) for value in law / law.sum()]


def manifest_of(hypotheses: Mapping[str, Any], trained: Mapping[str, Any]) -> dict[str, Any]:
    """Return the manifest of a model: its `hypotheses`, and on what they were `trained`."""
    return {
        "what": (
            "Hypotheses of what a group is: prior weight, and the probability of each bin of each measure; "
            "the bins are those of collusion.evidence.families."
        ),
        "hypotheses": dict(hypotheses),
        "trained": dict(trained),
    }

"""Reasons for and against every ring, in words and numbers: ``evidence.parquet``."""

from __future__ import annotations

import itertools
import math

import msgspec
import numpy as np
import polars as pl

from collusion.cases import schema
from collusion.cases.compose import Ring
from collusion.cases.evidence_rows import EvidenceRows, values_behind
from collusion.cases.family_words import Told, sentences_of
from collusion.cases.market_rows import MarketRows
from collusion.cases.records import LABELS, LEAST_BITS
from collusion.evidence.families import FLAGGING, MEASURES
from collusion.evidence.group import Finding
from collusion.words.catalogue import DEFAULT, packed, said, words_of

#: Bits by which a family lowers the odds of a ring to be told as what speaks against one: a half.
_LOWERS = 1.0
#: Stands for what is behind a verdict.
_NOTHING = Finding("", 0.0, 0.0, 0.0, "")


def compose_evidence(rings: list[Ring], market: MarketRows, fetched: EvidenceRows) -> pl.DataFrame:
    """Compose ``evidence.parquet``: for each ring its families, in the order of their weight.

    Parameters
    ----------
    rings
        The rings, best first.
    market
        The rows that sentences are counted from.
    fetched
        What was fetched for the rings.

    Returns
    -------
    polars.DataFrame
        See `collusion.cases.schema.EVIDENCE`.
    """
    rows: list[dict[str, object]] = []
    behind: list[Finding] = []
    for ring in rings:
        told = Told(ring.group, ring.edges, market)
        findings = by_weight(ring, [one for one in ring.assessment.findings.values() if one is not None])
        others = [*_labels_row(ring), _verdict_row(ring)]
        rows += [*(reason_row(ring, finding, told) for finding in findings), *others]
        behind += [*findings, *[_NOTHING] * len(others)]
    return pl.DataFrame(
        [row | own for row, own in zip(rows, _behind(behind, market, fetched), strict=True)],
        schema=schema.EVIDENCE.schema,
        orient="row",
    )


def _behind(findings: list[Finding], market: MarketRows, fetched: EvidenceRows) -> list[dict[str, object]]:
    """Return ids of the reviews and tokens of the values behind each finding, all looked up at once."""
    rows = [market.graph.review_row[finding.edges] for finding in findings]
    values = [sorted(values_behind(finding).items()) for finding in findings]
    reviews = iter(fetched.of(np.concatenate([np.zeros(0, np.int32), *rows]))["review_id"].to_list())
    tokens = iter(fetched.tokens.of([one for some in values for one in some]).to_list())
    return [
        {
            "review_ids": list(itertools.islice(reviews, len(own))),
            "identifiers": list(itertools.islice(tokens, sum(len(dense) for _, dense in held))),
        }
        for own, held in zip(rows, values, strict=True)
    ]


def _labels_row(ring: Ring) -> list[dict[str, object]]:
    """Return the row of what labels say of the members, where it moves the score."""
    contribution, known = ring.contributions.get(LABELS), ring.assessment.known
    if contribution is None:
        return []
    accounts = len(ring.group.members)
    sentences = [said("labels.members", fake=known.n_fake, honest=known.n_honest, accounts=accounts)]
    if known.n_beside:
        key = "beside" if len(ring.group.products) > 1 else "beside_one"
        sentences.append(said(f"labels.{key}", n=known.n_beside, met=known.n_met))
    if contribution <= -_LOWERS:
        sentences.append(said("labels.lowers"))
    raises = "for" if contribution >= LEAST_BITS else "neither"
    return [
        {
            "ring_id": ring.ring_id,
            "family": LABELS,
            "bits": round(known.bits, 3),
            "contribution": round(contribution, 6),
            "observed": float(known.n_fake),
            "expected": None,
            "direction": "against" if contribution <= -_LOWERS else raises,
            "sentence": words_of(DEFAULT).tell(*sentences),
            "told": msgspec.json.encode(packed(sentences)).decode(),
        }
    ]


def _verdict_row(ring: Ring) -> dict[str, object]:
    """Return the row of the closest innocent explanation, which no review or identifier is behind."""
    verdict = ring.verdict
    return {
        "ring_id": ring.ring_id,
        "family": "innocent explanation",
        "bits": None,
        "contribution": None,
        "observed": None,
        "expected": None,
        "direction": "against" if verdict.holds else "neither" if ring.score <= 0.0 else "for",
        "sentence": f"Closest innocent explanation: {verdict.explanation}. {verdict.sentence}",
        "told": None,
    }


def by_weight(ring: Ring, findings: list[Finding]) -> list[Finding]:
    """Sort the `findings` of a `ring` by what they add to the score, then by their evidence."""
    return sorted(findings, key=lambda f: (-ring.contributions.get(f.family, 0.0), -f.bits, f.family))


def reason_row(ring: Ring, finding: Finding, told: Told) -> dict[str, object]:
    """Return a row of ``evidence`` but for the reviews and identifiers behind it.

    Parameters
    ----------
    ring
        A ring.
    finding
        What a family found about it.
    told
        Its rows.

    Returns
    -------
    dict
        By column.
    """
    contribution = ring.contributions.get(finding.family, 0.0)
    sentences = [*sentences_of(finding, told)]
    key = _standing(ring, finding, contribution)
    if key:
        sentences.append(said(f"reason.{key}"))
    return {
        "ring_id": ring.ring_id,
        "family": finding.family,
        "bits": round(finding.bits, 3),
        "contribution": round(contribution, 6),
        "observed": round(finding.observed, 4),
        # Of stars that nobody else gave nothing is expected.
        "expected": None if math.isnan(finding.expected) else round(finding.expected, 4),
        "direction": _direction(ring, finding.family, contribution),
        "sentence": words_of(DEFAULT).tell(*sentences),
        "told": msgspec.json.encode(packed(sentences)).decode(),
    }


def _direction(ring: Ring, family: str, contribution: float) -> str:
    """Return which way a family speaks: for a ring only if it stands out or, unable to, raises the odds."""
    if contribution <= -_LOWERS:
        return "against"
    stands_out = family in ring.abnormal or (family not in FLAGGING and contribution >= LEAST_BITS)
    return "for" if stands_out else "neither"


def _standing(ring: Ring, finding: Finding, contribution: float) -> str:
    """Return the key of what is to be said of a finding that lowers the odds, or does not raise them."""
    if contribution <= -_LOWERS:
        return "lowers"
    if finding.family in ring.abnormal:
        return "no_raise" if contribution < LEAST_BITS else ""
    if finding.family not in FLAGGING:
        return ""
    key = "usual"
    if any(name in MEASURES and value >= MEASURES[name].telling for name, value in finding.effects.items()):
        key = "chance" if finding.bits < ring.abnormal_bits else "same_cause"
    return f"{key}_raises" if contribution >= _LOWERS else key

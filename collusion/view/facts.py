"""The reasons for and against a ring, graded, as the page shows them."""

from __future__ import annotations

from collections.abc import Mapping

from collusion.cases.case import Case
from collusion.cases.records import LEAST_BITS, Reason
from collusion.view import documents as doc


def facts_of(case: Case, reviews: Mapping[str, int], tokens: Mapping[str, int]) -> list[doc.Fact]:
    """Return the reasons of a case, graded, and last the families that have no data.

    Parameters
    ----------
    case
        One ring.
    reviews, tokens
        Where reviews and tokens stand in the lists of its document.

    Returns
    -------
    list of documents.Fact
    """
    facts = [_fact(reason, case.abnormal, reviews, tokens) for reason in case.reasons]
    told = {fact.family for fact in facts}
    silent = [
        doc.Fact(
            family=one.family,
            grade="silent",
            sentence=one.silence,
            bits=None,
            contribution=None,
            observed=None,
            expected=None,
            rows=[],
            tokens=[],
        )
        for one in case.families
        if one.bits is None and one.family not in told
    ]
    return facts + silent


def _fact(
    reason: Reason, abnormal: tuple[str, ...], reviews: Mapping[str, int], tokens: Mapping[str, int]
) -> doc.Fact:
    rows = [reviews[name] for name in reason.review_ids if name in reviews]
    values = [tokens[name] for name in reason.identifiers if name in tokens]
    return doc.Fact(
        family=reason.family,
        grade=_grade(reason, abnormal),
        sentence=reason.sentence,
        bits=reason.bits,
        contribution=reason.contribution,
        observed=reason.observed,
        expected=reason.expected,
        rows=sorted(rows),
        tokens=sorted(values),
    )


def _grade(reason: Reason, abnormal: tuple[str, ...]) -> doc.Grade:
    weight = reason.contribution if reason.contribution is not None else reason.bits
    if weight is not None and weight <= -LEAST_BITS:
        return "against"
    if reason.family in abnormal:
        return "decisive"
    if weight is None:
        return "against" if reason.direction == "against" else "null"
    return "null" if weight < LEAST_BITS else "supporting"

"""Truths and predictions small enough to judge by hand."""

from __future__ import annotations

import numpy as np
import polars as pl

from collusion.evaluation.predictions import Predictions
from collusion.evaluation.truth import TrueGroup, Truth


def accounts(text: str) -> frozenset[str]:
    """Accounts of one letter each: ``accounts("abc")``."""
    return frozenset(text)


def group(name: str, members: str, kind: str = "ring", style: str = "farm") -> TrueGroup:
    return TrueGroup(name, kind, style, "plain", accounts(members), frozenset({"p1", "p2"}))


def predictions(
    rings: list[str],
    q_value: list[float] | None = None,
    *,
    corroborated: list[bool] | None = None,
    operators: tuple[str, ...] = (),
) -> Predictions:
    """Predictions of rings of one-letter accounts; the score of an account is how early a ring holds it."""
    n = len(rings)
    letters = "abcdefghijklmnopqrstuvwxyz"
    score = [max((float(n - i) for i, ring in enumerate(rings) if c in ring), default=0.0) for c in letters]
    return Predictions(
        method="hand",
        names=tuple(f"R-{i + 1}" for i in range(n)),
        rings=tuple(accounts(ring) for ring in rings),
        q_value=np.array(q_value if q_value is not None else [0.001] * n),
        corroborated=np.array([True] * n if corroborated is None else corroborated, dtype=np.bool_),
        probability=np.array([0.9] * n),
        scores=pl.DataFrame({"reviewer_id": list(letters), "score": score}),
        operators=operators,
    )


#: Two rings that overlap in two members, one of another style, one book club.
TRUTH = Truth(
    (
        group("r1", "abcdef"),
        group("r2", "efghij"),
        group("r3", "klmn", style="slow"),
        group("club", "stuvw", kind="innocent", style="book_club"),
        group("home", "xyz", kind="innocent", style="household"),
    )
)

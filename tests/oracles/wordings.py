"""Copied texts and where they gather, by the definition: text against text, and every window by itself."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from tests.oracles.near_duplicates import likeness


def copied_reviews(texts: Mapping[str, tuple[str, str]]) -> set[str]:
    """Return the reviews, by id with author and text, half of whose shingles are in another's text."""
    return {
        one
        for one, (author, text) in texts.items()
        for other, (somebody, its) in texts.items()
        if one != other and author != somebody and likeness(text, its) >= 0.5
    }


def best_window(reviews: Sequence[tuple[int, bool]], others: tuple[int, int]) -> float:
    """Return the nats of the best window of a product's texts, by their minutes and whether each is copied.

    Three times the `others`' share is forgiven, and the choice among all windows between two minutes paid.
    """
    minutes = sorted({minute for minute, _ in reviews})
    ceiling = min(3.0 * (others[0] + 0.5) / (others[1] + 50.0), 0.9)
    best = 0.0
    for first in minutes:
        for last in (minute for minute in minutes if minute >= first):
            inside = [is_copied for minute, is_copied in reviews if first <= minute <= last]
            best = max(best, _nats(sum(inside), len(inside), ceiling))
    return best - math.log(len(minutes) * (len(minutes) + 1) / 2)


def _nats(k: int, n: int, ceiling: float) -> float:
    """Return the log-likelihood ratio of the Krichevsky–Trofimov mixture over a share, 0 where k is few."""
    if k <= n * ceiling:
        return 0.0
    mixture = math.prod((i + 0.5) / (i + 1.0) for i in range(k))
    for i in range(n - k):
        mixture *= (i + 0.5) / (k + i + 1.0)
    return max(math.log(mixture) - k * math.log(ceiling) - (n - k) * math.log(1.0 - ceiling), 0.0)

"""How alike texts are, shingle by shingle."""

from __future__ import annotations

SHINGLE = 3


def likeness(first, second):
    """Share of the three-word shingles of either text that are in both (Jaccard)."""
    first, second = _shingles(first), _shingles(second)
    return len(first & second) / len(first | second)


def _shingles(text):
    words = text.lower().split(" ")
    return {tuple(words[k : k + SHINGLE]) for k in range(len(words) - SHINGLE + 1)}

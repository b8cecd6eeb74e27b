"""Lists in words, the same way in every sentence."""

from __future__ import annotations

from collections.abc import Sequence


def joined(words: Sequence[str], last: str = " and ") -> str:
    """Return `words` as a list, with `last` before the last of them.

    >>> joined(["a"]), joined(["a", "b"]), joined(["a", "b", "c"], ", or ")
    ('a', 'a and b', 'a, b, or c')
    """
    return last.join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)

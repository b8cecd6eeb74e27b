"""Lists and expectations in words, the same way in every sentence."""

from __future__ import annotations

from collections.abc import Sequence


def joined(words: Sequence[str], last: str = " and ") -> str:
    """Return `words` as a list, with `last` before the last of them.

    >>> joined(["a"]), joined(["a", "b"]), joined(["a", "b", "c"], ", or ")
    ('a', 'a and b', 'a, b, or c')
    """
    return last.join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def expectation(value: float) -> str:
    """Return what honest reviewers would show, to one digit, but never as 0.0.

    >>> expectation(1234.56), expectation(0.05), expectation(0.0499)
    ('1,234.6', '0.1', 'under 0.1')
    """
    return f"{value:,.1f}" if value >= 0.05 else "under 0.1"

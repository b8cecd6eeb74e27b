from __future__ import annotations

import pytest

from collusion.evidence.wording import expectation, joined


@pytest.mark.parametrize(
    ("words", "expected"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_joined__puts_the_last_after_and(words, expected):
    assert expected == joined(words)


@pytest.mark.parametrize(
    ("value", "expected"), [(0.0, "under 0.1"), (0.0499, "under 0.1"), (0.05, "0.1"), (1234.56, "1,234.6")]
)
def test_expectation__is_never_nothing(value, expected):
    assert expected == expectation(value)

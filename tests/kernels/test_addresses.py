"""Addresses read number by number, against patterns."""

from __future__ import annotations

import re

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from collusion.kernels.addresses import read_addresses

NUMBERS = st.sampled_from(
    ["0", "10", "127", "169", "254", "172", "16", "31", "192", "168", "", "010", "1234"]
)
WORDS = st.lists(NUMBERS | st.integers(0, 299).map(str), max_size=6).map(".".join)
_WHOLE = re.compile(r"(\d{1,3}\.\d{1,3}\.\d{1,3}\.)\d{1,3}")
_PRIVATE = re.compile(r"10\.|127\.|169\.254\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.")


@given(st.lists(WORDS, max_size=8))
def test_read_addresses__as_patterns_read_them(words: list[str]) -> None:
    content = np.frombuffer("".join(words).encode(), dtype=np.uint8)

    found = read_addresses(content, np.array([len(word) for word in words], dtype=np.uint32))

    whole = [_WHOLE.fullmatch(word) for word in words]
    assert [len(one[1]) if one else 0 for one in whole] == found.within.tolist()
    assert [_PRIVATE.match(word) is not None for word in words] == found.is_private.tolist()
    assert [word.endswith(".0") for word in words] == found.ends_in_zero.tolist()

"""The classes of words' bytes, against a look at each byte."""

from __future__ import annotations

from functools import reduce

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from collusion.kernels.byte_classes import classes_of_words, known_shapes


@given(st.lists(st.binary(max_size=12), max_size=8), st.integers(0, 2**32))
def test_classes_of_words__are_those_of_all_their_bytes(words: list[bytes], seed: int) -> None:
    table = np.random.default_rng(seed).integers(0, 1 << 16, 256, dtype=np.uint16)
    content = np.frombuffer(b"".join(words), dtype=np.uint8)

    found = classes_of_words(content, np.array([len(word) for word in words], dtype=np.uint32), table)

    classes = [reduce(int.__or__, (int(table[byte]) for byte in word), 0) for word in words]
    assert classes == found.classes.tolist()
    assert [(*word[:1], *word[-1:]) or (0, 0) for word in words] == list(
        zip(found.first.tolist(), found.last.tolist(), strict=True)
    )


@given(st.lists(st.tuples(st.integers(0, 255), st.integers(0, 2**32 - 1) | st.integers(0, 9)), max_size=9))
def test_known_shapes__of_a_first_byte_and_a_length(shapes: list[tuple[int, int]]) -> None:
    table = np.random.default_rng(0).random((256, 7)) < 0.5
    first, lengths = np.array(shapes, dtype=np.uint32).reshape(-1, 2).T

    found = known_shapes(first.astype(np.uint8), lengths, table)

    assert [length < 7 and bool(table[byte, length]) for byte, length in shapes] == found.tolist()

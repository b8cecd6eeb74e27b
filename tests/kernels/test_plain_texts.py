"""Texts in lower case with single blanks, byte by byte, against Python's own words."""

from __future__ import annotations

import re

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from collusion.kernels.plain_texts import plain_texts


@given(st.lists(st.text(st.characters(max_codepoint=127), max_size=30), max_size=8))
def test_writes_words_in_lower_case_with_single_blanks(texts: list[str]) -> None:
    content = np.frombuffer("".join(texts).encode(), dtype=np.uint8)
    plain = plain_texts(content, np.array([len(text) for text in texts], dtype=np.int64))
    expected = [" ".join(re.findall(r"[a-z0-9_]+", text.lower())) for text in texts]
    assert plain.content.tobytes().decode() == "".join(f"{text}\n" for text in expected)
    assert plain.lengths.tolist() == [len(text) + 1 for text in expected]
    assert [text == "" for text in expected] == (plain.hashes == 0).tolist()


def test_hashes_texts_by_their_words_alone() -> None:
    texts = [
        "Good value, 9 of 10",
        "good VALUE 9 of 10!",
        "good value 9 of 1",
        "",
        "a" * 8,
        "a" * 16,
        "a" * 9,
    ]
    content = np.frombuffer("".join(texts).encode(), dtype=np.uint8)
    hashes = plain_texts(content, np.array([len(text) for text in texts])).hashes.tolist()
    assert hashes[0] == hashes[1]
    assert len(set(hashes)) == len(texts) - 1


def test_leaves_letters_beyond_ascii_as_they_are() -> None:
    content = "Ça — là".encode()
    plain = plain_texts(np.frombuffer(content, dtype=np.uint8), np.array([len(content)]))
    assert plain.content.tobytes().decode() == "Ça — là\n"

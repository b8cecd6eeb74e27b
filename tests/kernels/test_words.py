from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collusion.kernels import words as room
from collusion.kernels.words import WordHashes


def _laid_out(texts):
    lines = [f"{text}\n".encode() for text in texts]
    content = np.frombuffer(b"".join(lines), dtype=np.uint8)
    return content, np.cumsum([len(line) for line in lines], dtype=np.int64)


def _by_polars(texts):
    """Split and hash every word by itself, however often it stands there."""
    split = pl.Series(texts, dtype=pl.String).str.split(" ")
    return split.explode().hash(seed=0).to_list(), split.list.len().to_list()


def _hash_lines(words):
    lines = words.decode().split("\n")[:-1]
    return pl.Series(lines, dtype=pl.String).hash(seed=0).to_numpy()


def _found(hashes, texts):
    found, n_words = hashes.of(*_laid_out(texts))
    return found.tolist(), n_words.tolist()


word = st.text("abß_7", min_size=1, max_size=20)


@settings(deadline=None)
@given(st.lists(st.lists(st.lists(word, max_size=6).map(" ".join), min_size=1, max_size=8), max_size=3))
def test_word_hashes__are_those_of_polars_from_batch_to_batch(batches):
    hashes = WordHashes(_hash_lines)

    for texts in batches:
        assert _by_polars(texts) == _found(hashes, texts)


def test_word_hashes__of_no_text():
    assert ([], []) == _found(WordHashes(_hash_lines), [])


@pytest.mark.parametrize(("least_slots", "most_words"), [(16, 1 << 21), (16, 20)])
def test_word_hashes__of_more_distinct_words_than_a_table_holds(monkeypatch, least_slots, most_words):
    """A table grows within a text and between texts, and is emptied when it is too large."""
    monkeypatch.setattr(room, "_LEAST_SLOTS", least_slots)
    monkeypatch.setattr(room, "_MOST_WORDS", most_words)
    hashes = WordHashes(_hash_lines)
    many = [" ".join(f"w{k}" for k in range(n, n + 300)) for n in (0, 150, 5000)]

    assert _by_polars([*many, "w1"]) == _found(hashes, [*many, "w1"])
    assert _by_polars(["w7 w9999"]) == _found(hashes, ["w7 w9999"])
    assert len(hashes._hashes) == (2 if most_words == 20 else 751)


def test_word_hashes__words_that_differ_in_length_only_are_two():
    """A zero byte is a letter like any other."""
    texts = ["a \0a \0\0a a\0", "abcdefgh abcdefgh\0"]

    assert _by_polars(texts) == _found(WordHashes(_hash_lines), texts)
    assert 6 == len(set(_found(WordHashes(_hash_lines), texts)[0]))

"""Numbers of words against a Python dict, also where hashes collide."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from collusion.tables import numbering
from collusion.tables.numbering import Numbering, hash_words

WORDS = st.lists(st.text(max_size=3), max_size=30)


def weak(words, level):
    """Find words by their length alone, up to two levels up."""
    hashes, checks = hash_words(words, level)
    return (words.str.len_chars().cast(pl.UInt64).to_numpy() if level < 2 else hashes), checks


@pytest.mark.parametrize("hasher", [hash_words, weak])
@given(batches=st.lists(WORDS, min_size=1, max_size=3), asked=WORDS)
def test_numbering__words_keep_their_numbers(hasher, batches, asked):
    numbering, known = Numbering(hasher), {}
    for batch in batches:
        numbers = numbering.add(pl.Series(batch, dtype=pl.String))

        assert [known.setdefault(word, len(known)) for word in batch] == numbers.tolist()
    assert [known.get(word, -1) for word in asked] == numbering.find(
        pl.Series(asked, dtype=pl.String)
    ).tolist()
    words, ranks = numbering.ranked()
    assert words.to_list() == sorted(known, key=str.encode)
    assert [words[int(ranks[number])] for number in known.values()] == list(known)
    assert len(numbering) == len(known)


def test_hash_words__both_hashes_differ_at_every_level():
    words = pl.Series([str(i) for i in range(1000)])
    hashes = [part for level in range(3) for part in hash_words(words, level)]

    assert all(len(np.unique(part)) == 1000 for part in hashes)
    assert len({part.tobytes() for part in hashes}) == len(hashes)


def test_settle__finds_words_that_it_no_longer_has():
    numbering = Numbering()
    numbering.add(pl.Series(["b", "a", "c"]))
    ids, places = numbering.settle()

    assert (["a", "b", "c"], [1, 0, 2]) == (ids.to_list(), places.tolist())
    assert 3 == len(numbering)
    assert [2, -1] == numbering.find(pl.Series(["c", "x"])).tolist()


def test_places_by_word__are_those_chosen_in_order():
    words = pl.Series(["ip", "card", "ip", "app", "card", "ip"])

    found = numbering.places_by_word(words, np.array([True, True, False, False, True, True]))

    assert [("app", []), ("card", [1, 4]), ("ip", [0, 5])] == [(word, p.tolist()) for word, p in found]


@pytest.mark.parametrize("n_words", [255, 256, 300, 1 << 16])
def test_places_by_word__of_more_words_than_a_byte_counts(n_words):
    """Those left out stand behind the last word, whose number needs as many bits."""
    words = pl.Series([f"{i:06}" for i in range(n_words)] * 2)
    chosen = np.arange(2 * n_words) != n_words

    found = dict(numbering.places_by_word(words, chosen))

    assert [0] == found.pop("000000").tolist()
    assert all([i, i + n_words] == found[f"{i:06}"].tolist() for i in range(1, n_words))

"""Characters of words in classes, and that what they rule out is what the patterns rule out."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from collusion.tables import characters as c
from collusion.tables.characters import characters_of
from collusion.tables.identities import _spelling_notes
from collusion.tables.masked_values import _ANY, _PARTS, is_masked, is_nobodys
from collusion.tables.shared_names import NULL_WORDS, is_null_word
from collusion.tables.spelling import RULES, are_spelled_apart, normal_form

#: Letters of which odd words are made.
ODD = st.text(st.sampled_from("aAeExX0159.-*#@:,/ _'\"•ſé[{=+\n"), max_size=9)
NULLS = st.sampled_from(sorted(NULL_WORDS)).flatmap(
    lambda word: st.sampled_from([word, word.upper(), word.title(), f"'{word}'", f"{word} ", f"{word}7"])
)
IDS = st.text(st.sampled_from("abAB01eE-."), min_size=1, max_size=8)


def test_characters_of__words_that_are_missing_or_empty_have_none():
    seen = characters_of(pl.Series([None, "", "a1", None, "-Ü"], dtype=pl.String))

    assert [0, 0, c.LOWER | c.DIGIT, 0, c.DASH | c.BEYOND] == seen.classes.tolist()
    assert [0, 0, ord("a"), 0, ord("-")] == seen.first.tolist()
    assert [0, 0, ord("1"), 0, "Ü".encode()[-1]] == seen.last.tolist()
    assert [0, 0, 2, 0, 3] == seen.lengths.tolist()
    assert [] == characters_of(pl.Series([], dtype=pl.String)).classes.tolist()
    assert [0, 0] == characters_of(pl.Series([None, ""], dtype=pl.String)).first.tolist()


@given(st.lists(ODD, min_size=1, max_size=8))
def test_characters_of__resemble_what_begins_alike_and_is_as_long(words):
    known = ["a1", "0", "éa"]

    found = characters_of(pl.Series(words)).resemble(known)

    alike = {(word.encode()[0], len(word.encode())) for word in known}
    assert [bool(w) and (w.encode()[0], len(w.encode())) in alike for w in words] == found.tolist()


@pytest.mark.parametrize("kind", ["card", "device", "email", "gift_card", "ip", "phone"])
@given(
    words=st.lists(ODD | st.sampled_from(["visa 1234", "x1234", "#1234", "X" * 3 + "-1", "1xxx"]), max_size=6)
)
def test_is_masked__passes_over_no_value_that_a_pattern_finds(kind, words):
    values = pl.Series(words, dtype=pl.String)
    patterns = (_ANY, *_PARTS.get(kind, _PARTS["phone"] if kind == "gift_card" else ()))

    every = values.str.contains("|".join(f"(?:{one})" for one in patterns))

    assert every.to_list() == is_masked(kind, values).to_list()


@given(st.lists(NULLS | ODD, min_size=1, max_size=8))
def test_is_null_word__the_same_alone_and_among_others(words):
    alone = [is_null_word(pl.Series([f"{word}"])).item() for word in words]

    assert alone == is_null_word(pl.Series(words)).to_list()
    assert alone == [_is_null(word) for word in words]


def _is_null(word: str) -> bool:
    """Say the same without a look at classes: by the whole list, and what is left of a name."""
    folded = normal_form(pl.Series([word]), ("unicode", "case")).str.replace_all("_", " ", literal=True)
    bare = folded.str.strip_chars("\"' ")
    is_short = len(word.encode()) <= max(map(len, NULL_WORDS)) + 2 and not any(
        d in word for d in "0123456789"
    )
    return is_short and bool(
        bare.is_in(list(NULL_WORDS)).item() or bare.str.contains(r"^[*#•●■█?.\-]{2,}$").item()
    )


@pytest.mark.parametrize("value", ["0" * 15, "F" * 32, "fF" * 16, "0" * 14, "00:00:00:00:00:00"])
def test_is_nobodys__looks_at_values_as_long_as_ids_of_nothing(value):
    assert (value not in ("0" * 14, "F" * 32, "fF" * 16)) == is_nobodys("device", pl.Series([value, "a"]))[0]


@given(st.lists(IDS, min_size=1, max_size=8, unique=True))
def test_are_spelled_apart__only_ids_that_no_rule_makes_one(ids):
    words = pl.Series(sorted(ids))

    if are_spelled_apart(words):
        assert normal_form(words, tuple(RULES)).n_unique() == len(ids)
        assert normal_form(words, ("unicode", "number")).to_list() == words.to_list()


@pytest.mark.parametrize("other", ["abcdef1", "0abcdef", "ABCDE.0", "1e+10", '="ABCDEF"', "ＡBCDEF"])
def test_are_spelled_apart__not_with_an_id_that_a_rule_may_change(other):
    assert are_spelled_apart(pl.Series(["ABCDEF1", "BCDEFG-2"]))
    assert not are_spelled_apart(pl.Series(["ABCDEF1", other]))


def test_spelling_notes__capitals_are_told_whatever_stands_beside():
    notes = _spelling_notes(pl.Series(["ABCDEF", "abcdef", "ZZZZZZ"]), "reviewer_id", "same_account", ())

    assert [2] == [note.count for note in notes]

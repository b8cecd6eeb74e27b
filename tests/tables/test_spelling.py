from __future__ import annotations

import unicodedata

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from collusion.tables.spelling import RULES, is_null_word, is_shared_name, normal_form


def form(word: str, *rules: str) -> str:
    return normal_form(pl.Series("id", [word]), rules)[0]


@pytest.mark.parametrize(
    ("rule", "word", "expected"),
    [
        ("number", "7.0", "7"),
        ("number", "-12.000", "-12"),
        ("number", "1.5", "1.5"),
        ("number", "1.2e3", "1200"),
        ("number", "1E+3", "1000"),
        ("number", "1.23456789e25", "1.23456789e25"),
        ("number", '="0001"', "0001"),
        ("number", "A1.0", "A1.0"),
        ("zeros", "0007", "7"),
        ("zeros", "000", "0"),
        ("zeros", "A07", "A07"),
        ("case", "aLiCe", "alice"),
        ("unicode", "Jose\u0301", "José"),
        ("unicode", "\ufeffa\u200bb\u00a0", "ab"),
        ("unicode", "Ａ１", "A1"),
    ],
)
def test_normal_form__of_one_rule(rule, word, expected):
    assert expected == form(word, rule)


@pytest.mark.parametrize("word", ["7.0", "0007", "ALICE", "jose\u0301", '="7"', "1.2e3"])
def test_normal_form__overlooks_only_what_the_rules_say(word):
    assert word == form(word)
    assert [rule for rule in RULES if form(word, rule) != word] in (
        ["number"],
        ["zeros"],
        ["case"],
        ["unicode"],
    )


def test_normal_form__leaves_what_it_is_given_alone():
    ids = pl.Series("id", ["7.0", "ALICE"])

    assert ["7", "alice"] == normal_form(ids, tuple(RULES)).to_list()
    assert ["7.0", "ALICE"] == ids.to_list()


@given(st.lists(st.text(min_size=1), max_size=20))
def test_normal_form__is_a_form_of_each_word_alone(words):
    """What stands beside a word decides nothing, and lower case does not bring capital letters back."""
    together = normal_form(pl.Series("id", words, dtype=pl.String), tuple(RULES)).to_list()

    assert [form(word, *RULES) for word in words] == together


@given(st.text(alphabet=st.characters(codec="ascii", min_codepoint=33), min_size=1))
def test_normal_form__unicode_changes_no_ascii(word):
    assert word == form(word, "unicode")
    assert form(unicodedata.normalize("NFD", word), "unicode") == word


@pytest.mark.parametrize(
    "word", ["nan", "None", "NULL", r"\N", "#N/A", "<NA>", "-", " null ", '"None"', "NaN"]
)
def test_is_null_word__means_that_there_is_no_value(word):
    assert is_null_word(pl.Series([word])).item()
    assert is_shared_name(pl.Series([word])).item()


@pytest.mark.parametrize(
    "word", ["Amazon Customer", "AMAZON_CUSTOMER", "a google user", "Anonymous", "[deleted]"]
)
def test_is_shared_name__stands_for_many_people(word):
    assert is_shared_name(pl.Series([word])).item()
    assert not is_null_word(pl.Series([word])).item()


@pytest.mark.parametrize(
    "word", ["A223RGNUEZ2F", "0", "nano", "Anonymous 7", "none of your business", "--a--"]
)
def test_is_shared_name__is_none_of_these(word):
    assert not is_shared_name(pl.Series([word])).item()


def test_is_null_word__nulls_are_no_words():
    assert [False, True] == is_null_word(pl.Series([None, "nan"])).to_list()

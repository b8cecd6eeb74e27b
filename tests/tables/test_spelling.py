from __future__ import annotations

import unicodedata

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from collusion.tables.spelling import RULES, needed_rules, normal_form


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


def test_needed_rules__none_can_be_spared():
    ids = pl.Series("id", ["7.0", "007", "ann", "bob"])

    assert {"number", "zeros"} == set(needed_rules(ids, tuple(RULES)))
    assert () == needed_rules(pl.Series("id", ["ann", "bob"]), tuple(RULES))

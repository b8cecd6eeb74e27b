from __future__ import annotations

import polars as pl
import pytest

from collusion.tables.shared_names import is_null_word, is_shared_name


@pytest.mark.parametrize(
    "word", ["nan", "None", "NULL", r"\N", "#N/A", "<NA>", "-", " null ", '"None"', "NaN"]
)
def test_is_null_word__means_that_there_is_no_value(word):
    assert is_null_word(pl.Series([word])).item()
    assert is_shared_name(pl.Series([word])).item()


@pytest.mark.parametrize(
    "word",
    [
        "Amazon Customer",
        "AMAZON_CUSTOMER",
        "a google user",
        "Anonymous",
        "[deleted]",
        "Verified Amazon Customer",
        "Utilisateur anonyme",
        "Ein Google-Nutzer",
        "Client d'Amazon",
        "匿名",
        "Grand Total:",
    ],
)
def test_is_shared_name__stands_for_many_people(word):
    assert is_shared_name(pl.Series([word])).item()
    assert not is_null_word(pl.Series([word])).item()


@pytest.mark.parametrize(
    "word",
    [
        "A223RGNUEZ2F",
        "0",
        "nano",
        "Anonymous 7",
        "none of your business",
        "--a--",
        "amazon",
        "a",
        "Customer Joe",
        "user7",
        "steam",
        "the reviewer of cheese",
    ],
)
def test_is_shared_name__is_none_of_these(word):
    assert not is_shared_name(pl.Series([word])).item()


def test_is_null_word__nulls_are_no_words():
    assert [False, True] == is_null_word(pl.Series([None, "nan"])).to_list()


@pytest.mark.parametrize("word", ["***", "••••", "[redacted]", "REDACTED", "????"])
def test_is_null_word__what_is_left_of_a_name_that_was_blotted_out(word):
    assert [True, False] == is_null_word(pl.Series([word, f"{word}7"])).to_list()
    assert is_shared_name(pl.Series([word])).item()

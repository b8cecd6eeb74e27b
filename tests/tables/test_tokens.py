"""Keyed tokens of identifier values."""

from __future__ import annotations

import hashlib
import re

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from collusion.tables.tokens import tokenise

VALUES = st.lists(st.none() | st.text(st.characters(codec="utf-8")))


@given(VALUES)
def test_tokenise__nulls_stay_and_equal_values_get_equal_tokens(values):
    tokens = tokenise("ip", pl.Series(values, dtype=pl.String), key=b"k").to_list()

    assert [t is None for t in tokens] == [v is None for v in values]
    assert len(set(tokens)) == len(set(values))
    assert all(re.fullmatch(r"ip:[0-9a-f]{10}", token) for token in tokens if token)


def test_tokenise__is_keyed_blake2b():
    expected = hashlib.blake2b(b"ip\x00192.0.2.1", key=b"secret", digest_size=5).hexdigest()

    assert tokenise("ip", pl.Series(["192.0.2.1"]), key=b"secret").to_list() == [f"ip:{expected}"]


def test_tokenise__depends_on_key_and_kind():
    values = pl.Series(["1"])
    made = {
        tokenise(kind, values, key=key).item().split(":")[1]
        for kind in ("ip", "card")
        for key in (b"a", b"b")
    }

    assert len(made) == 4


@pytest.mark.parametrize("key", [b"", b"x" * 65])
def test_tokenise__raise_on_a_key_of_wrong_length(key):
    with pytest.raises(ValueError, match="Allowed: 1 to 64"):
        tokenise("ip", pl.Series(["1"]), key=key)

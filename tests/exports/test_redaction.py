from __future__ import annotations

import polars as pl
import pytest

from collusion.exports.redaction import Profile, named, pseudonym

ACCOUNTS = pl.Series("reviewer_id", ["A1", "A2", "A1"])


@pytest.mark.parametrize("profile", [Profile.INTERNAL, Profile.EXHIBIT])
def test_named__as_they_are(profile):
    assert ACCOUNTS.to_list() == named(ACCOUNTS, profile, b"key").to_list()


def test_named__a_pseudonym_is_the_same_for_the_same_account_under_the_same_key():
    first, second, third = named(ACCOUNTS, Profile.REGULATOR, b"key").to_list()

    assert first == third != second
    assert first == pseudonym("A1", b"key") != pseudonym("A1", b"other")
    assert "A1" not in first

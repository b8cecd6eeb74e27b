"""Redaction: who may read what of a ring. Three profiles, one table, nothing decided elsewhere."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum

import polars as pl


class Profile(StrEnum):
    """For whom an export is."""

    INTERNAL = "internal"
    EXHIBIT = "exhibit"
    REGULATOR = "regulator"


@dataclass(frozen=True, slots=True)
class Redaction:
    """What a profile shows.

    Attributes
    ----------
    names
        Account names as they are; else a pseudonym that is the same in all exports of a workspace.
    texts
        The words of reviews.
    tokens
        Tokens of identifier values; else how many of which kind only.
    notes
        Notes of decisions, and second opinions.
    """

    names: bool
    texts: bool
    tokens: bool
    notes: bool


SHOWN: dict[Profile, Redaction] = {
    Profile.INTERNAL: Redaction(names=True, texts=True, tokens=True, notes=True),
    Profile.EXHIBIT: Redaction(names=True, texts=True, tokens=False, notes=False),
    Profile.REGULATOR: Redaction(names=False, texts=False, tokens=False, notes=False),
}


def pseudonym(account: str, key: bytes) -> str:
    """Return the pseudonym of an `account`: a hash that only who holds the `key` can trace."""
    return f"account:{hashlib.blake2b(account.encode('utf-8'), key=key[:64], digest_size=8).hexdigest()}"


def named(accounts: pl.Series, profile: Profile, key: bytes) -> pl.Series:
    """Return account names as a profile shows them.

    Parameters
    ----------
    accounts
        Names.
    profile
        For whom.
    key
        Secret of the workspace, 1 to 64 bytes.

    Returns
    -------
    Series
    """
    if SHOWN[profile].names:
        return accounts
    return pl.Series(
        accounts.name, [pseudonym(account, key) for account in accounts.to_list()], dtype=pl.String
    )

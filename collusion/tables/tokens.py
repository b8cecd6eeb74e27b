"""The one place where identifier values become tokens that may be shown."""

from __future__ import annotations

import hashlib

import polars as pl

TOKEN_DIGITS = 10


def tokenise(kind: str, values: pl.Series, *, key: bytes) -> pl.Series:
    """Replace identifier values by keyed tokens.

    Parameters
    ----------
    kind
        What the values are, e.g. ``"ip"``; equal values of two kinds get unrelated tokens.
    values
        Text; meant for the few values that reach an output, since each is hashed in Python.
    key
        1 to 64 secret bytes. Without it a token cannot be traced by hashing every address there is.

    Returns
    -------
    polars.Series
        Text such as ``"ip:3f9ac21b07"``, null where the value is; the same under the same key.

    Raises
    ------
    ValueError
        When the key is empty or longer than 64 bytes.

    Notes
    -----
    BLAKE2b in its keyed mode (RFC 7693, section 2.9), cut to 40 bits: among n values two collide with
    probability about n² / 2⁴¹.

    Examples
    --------
    >>> tokenise("ip", pl.Series(["192.0.2.1", None]), key=b"secret").to_list()
    ['ip:90d1d356be', None]
    """
    if not 1 <= len(key) <= hashlib.blake2b.MAX_KEY_SIZE:
        raise ValueError(f"key has {len(key)} bytes. Allowed: 1 to 64. Derive one from the run's secret.")
    prefix = kind.encode() + b"\0"
    distinct = values.drop_nulls().unique().sort()
    tokens = [f"{kind}:{_digest(prefix + value.encode(), key)}" for value in distinct.to_list()]
    return values.replace_strict(
        distinct, pl.Series(tokens, dtype=pl.String), default=None, return_dtype=pl.String
    )


def _digest(data: bytes, key: bytes) -> str:
    return hashlib.blake2b(data, key=key, digest_size=TOKEN_DIGITS // 2).hexdigest()

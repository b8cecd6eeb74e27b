"""Opaque ids: an index is encrypted by a keyed bijection, so that an id does not reveal it.

Planted and honest entities share one index space each, hence one look, one length and one
order: nobody can read the truth off an id.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from collusion.arrays import Int64Array
from collusion.simulate.draws import key_of

_BASE32 = np.frombuffer(b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789", dtype=np.uint8)
_ODD = (0x2545F4914F6CDD1D, 0x9E3779B97F4A7C15, 0xD1342543DE82EF95)
#: 128 public first octets: with 24 more bits, exactly 2**31 addresses
OCTETS = np.array([*range(11, 100), *range(101, 127), *range(128, 141)], dtype=np.int64)

# prefix and number of base-32 characters of each kind of id
SHAPES = {
    "account": ("A", 11),
    "product": ("B0", 8),
    "seller": ("S", 9),
    "review": ("R", 11),
    "card": ("C", 11),
    "gift_card": ("G", 11),
    "address": ("L", 11),
    "device": ("D", 11),
}


def permuted(index: Int64Array, key: int, bits: int) -> Int64Array:
    """Return a keyed bijection of the whole numbers below 2**bits.

    Parameters
    ----------
    index
        Whole numbers below ``2**bits``.
    key
        Which bijection; see `draws.key_of`.
    bits
        Width of the domain, at most 62.

    Returns
    -------
    Int64Array
        Distinct images of distinct indices, shape as `index`.
    """
    mask = np.uint64((1 << bits) - 1)
    half = np.uint64(bits // 2)
    with np.errstate(over="ignore"):
        x = (np.asarray(index).astype(np.uint64) ^ np.uint64(key)) & mask
        for odd in _ODD:
            x = (x * np.uint64(odd)) & mask
            x ^= x >> half
            x = (x + np.uint64(key >> 7)) & mask
    return np.asarray(x.astype(np.int64))


def id_strings(index: Int64Array, kind: str, seed: int) -> pl.Series:
    """Return the ids of `index` as strings.

    Parameters
    ----------
    index
        Dense indices of one kind of entity.
    kind
        A key of `SHAPES`.
    seed
        The market's seed.

    Returns
    -------
    pl.Series
        Utf8, one id an index; the same index always has the same id within a market.
    """
    prefix, width = SHAPES[kind]
    code = permuted(index, key_of(seed, "id", kind), 5 * width)
    letters = np.empty((len(index), len(prefix) + width), dtype=np.uint8)
    letters[:, : len(prefix)] = np.frombuffer(prefix.encode(), dtype=np.uint8)
    for place in range(width):
        letters[:, len(prefix) + place] = _BASE32[(code >> (5 * place)) & 31]
    flat = letters.view(f"S{letters.shape[1]}").ravel()
    return pl.Series(kind, flat, dtype=pl.Binary).cast(pl.String)


def ip_strings(index: Int64Array, seed: int) -> pl.Series:
    """Return IPv4 addresses for `index` (below 2**31), distinct and without order."""
    code = permuted(index, key_of(seed, "id", "ip"), 31)
    octets = {
        "a": OCTETS[code >> 24],
        "b": (code >> 16) & 255,
        "c": (code >> 8) & 255,
        "d": code & 255,
    }
    parts = [pl.col(name).cast(pl.String) for name in octets]
    return pl.DataFrame(octets).select(ip=pl.concat_str(parts, separator=".")).to_series()


def phone_strings(index: Int64Array, seed: int) -> pl.Series:
    """Return phone numbers for `index` (below 2**33), distinct and without order."""
    code = permuted(index, key_of(seed, "id", "phone"), 33)
    return pl.DataFrame({"n": code}).select(phone="+" + pl.col("n").cast(pl.String).str.zfill(10)).to_series()


def email_strings(index: Int64Array, seed: int) -> pl.Series:
    """Return mail addresses for `index` (below 2**50), distinct and without order."""
    code = permuted(index, key_of(seed, "id", "email"), 50)
    letters = np.empty((len(index), 10), dtype=np.uint8)
    for place in range(10):
        letters[:, place] = _BASE32[(code >> (5 * place)) & 31]
    flat = pl.Series("m", letters.view("S10").ravel(), dtype=pl.Binary).cast(pl.String)
    return flat.str.to_lowercase() + "@example.org"


def promo_strings(index: Int64Array, seed: int) -> pl.Series:
    """Return coupon codes for `index` (below 2**40), distinct and without order."""
    code = permuted(index, key_of(seed, "id", "promo_code"), 40)
    letters = np.empty((len(index), 8), dtype=np.uint8)
    for place in range(8):
        letters[:, place] = _BASE32[(code >> (5 * place)) & 31]
    return pl.Series("p", letters.view("S8").ravel(), dtype=pl.Binary).cast(pl.String)

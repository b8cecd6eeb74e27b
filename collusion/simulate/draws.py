"""Randomness that depends on the seed alone: named generators and counter-based uniforms.

A named generator serves a part of the work; a counter-based uniform gives an attribute of
account or product number i without drawing those of the others, so parts agree without memory.
"""

from __future__ import annotations

import hashlib
from typing import Any

import numpy as np
from numpy.typing import NDArray

from collusion.arrays import Float64Array, Int64Array

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_FIRST = np.uint64(0xBF58476D1CE4E5B9)
_SECOND = np.uint64(0x94D049BB133111EB)


def key_of(seed: int, *names: str | int) -> int:
    """Return the 64-bit key of a named stream.

    Parameters
    ----------
    seed
        The market's seed.
    *names
        What the stream is for, e.g. ``"account", "market"``.

    Returns
    -------
    int
        A key that changes with the seed and with every name, and with nothing else.
    """
    text = "\x1f".join([str(seed), *map(str, names)])
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big")


def generator(seed: int, *names: str | int) -> np.random.Generator:
    """Return the named generator of `seed` (PCG64); arguments as in `key_of`."""
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence(key_of(seed, *names))))


def mix(key: int, index: NDArray[Any]) -> NDArray[np.uint64]:
    """Return 64 well-mixed bits for each index (splitmix64's finaliser), shape as `index`."""
    with np.errstate(over="ignore"):
        x = np.asarray(index).astype(np.uint64) * _GOLDEN + np.uint64(key)
        x = (x ^ (x >> np.uint64(30))) * _FIRST
        x = (x ^ (x >> np.uint64(27))) * _SECOND
        return np.asarray(x ^ (x >> np.uint64(31)), dtype=np.uint64)


def uniforms(key: int, index: NDArray[Any]) -> Float64Array:
    """Return a uniform in [0, 1) for each index, the same whenever it is asked for."""
    return np.asarray((mix(key, index) >> np.uint64(11)).astype(np.float64) * 2.0**-53)


def whole(key: int, index: NDArray[Any], below: int) -> Int64Array:
    """Return a whole number for each index, the same whenever it is asked for.

    Parameters
    ----------
    key
        Which stream; see `key_of`.
    index
        Any whole numbers.
    below
        The numbers returned are from 0 to one less than this.

    Returns
    -------
    Int64Array
        Shape as `index`.
    """
    return np.asarray((uniforms(key, index) * below).astype(np.int64))


def sample(rng: np.random.Generator, weights: Float64Array, size: int) -> Int64Array:
    """Draw distinct positions without replacement, in proportion to weights.

    Parameters
    ----------
    rng
        Source of the draws.
    weights
        (n,) not negative; a position of weight 0 is never drawn.
    size
        How many, if there are so many.

    Returns
    -------
    Int64Array
        In order of drawing. Exponential races: O(n log n), the law of drawing one after another.
    """
    possible = np.flatnonzero(weights > 0)
    arrival = rng.exponential(size=len(possible)) / weights[possible]
    first = np.argsort(arrival, kind="stable")[:size]
    return np.asarray(possible[first], dtype=np.int64)

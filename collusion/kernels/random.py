"""Reproducible random numbers inside kernels: SplitMix64 as a function of (seed, counter).

Sums and products modulo 2^64 are spelled out in 32-bit halves, so that the kernels run unchanged, and without
overflow warnings, when the compiler is switched off.
"""

from __future__ import annotations

import numpy as np

from collusion.kernels.jit import inner_kernel, kernel

_HALF = np.uint64(32)
_LOW = np.uint64(0xFFFFFFFF)
_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_MIX_A = np.uint64(0xBF58476D1CE4E5B9)
_MIX_B = np.uint64(0x94D049BB133111EB)


@inner_kernel
def wrapping_add(a: np.uint64, b: np.uint64) -> np.uint64:
    """Return ``(a + b) mod 2**64``."""
    low = (a & _LOW) + (b & _LOW)
    high = (a >> _HALF) + (b >> _HALF) + (low >> _HALF)
    return (high << _HALF) | (low & _LOW)


@inner_kernel
def wrapping_multiply(a: np.uint64, b: np.uint64) -> np.uint64:
    """Return ``(a * b) mod 2**64``."""
    cross = (((a >> _HALF) * (b & _LOW)) & _LOW) + (((a & _LOW) * (b >> _HALF)) & _LOW)
    return wrapping_add((a & _LOW) * (b & _LOW), cross << _HALF)


@kernel
def mix(value: np.uint64) -> np.uint64:
    """Scramble 64 bits so that near values come out unrelated (Steele et al., OOPSLA'14, SplitMix64)."""
    value = wrapping_multiply(value ^ (value >> np.uint64(30)), _MIX_A)
    value = wrapping_multiply(value ^ (value >> np.uint64(27)), _MIX_B)
    return value ^ (value >> np.uint64(31))


@inner_kernel
def random_bits(seed: np.uint64, counter: np.uint64) -> np.uint64:
    """Return the 64 random bits number `counter` of the stream `seed`."""
    return mix(wrapping_add(seed, wrapping_multiply(wrapping_add(counter, np.uint64(1)), _GOLDEN)))


@inner_kernel
def random_below(seed: np.uint64, counter: np.uint64, bound: np.uint64) -> np.uint64:
    """Return random number `counter` of the stream `seed`, scaled to a range.

    Parameters
    ----------
    seed
        The stream.
    counter
        Position in the stream.
    bound
        Size of the range, at most 2^32.

    Returns
    -------
    np.uint64
        A number in 0 … bound - 1, uniform up to a bias of bound / 2^32.
    """
    return ((random_bits(seed, counter) >> _HALF) * bound) >> _HALF

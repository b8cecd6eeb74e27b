"""Numbers of IPv4 addresses: one pass over digits and dots tells what patterns would be asked one by one."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from collusion.arrays import BoolArray
from collusion.kernels.jit import kernel
from collusion.kernels.views import readonly

_DOT, _ZERO = ord("."), ord("0")
_N_NUMBERS, _MOST_DIGITS = 4, 3


class Addresses(NamedTuple):
    """What words of digits and dots are.

    Attributes
    ----------
    within
        Bytes before the last number of four of at most three digits each, 0 where a word is no such address,
        shape (n,).
    is_private
        Which begin like addresses of private networks, whole or not, shape (n,).
    ends_in_zero
        Which end in ``.0``, shape (n,).
    """

    within: NDArray[np.uint8]
    is_private: BoolArray
    ends_in_zero: BoolArray


def read_addresses(content: NDArray[np.uint8], lengths: NDArray[np.uint32]) -> Addresses:
    """Return what words of digits and dots are as IPv4 addresses.

    Parameters
    ----------
    content
        The bytes of all words, one behind the other.
    lengths
        Bytes of each word, shape (n,).

    Returns
    -------
    Addresses
        O(bytes).
    """
    n = len(lengths)
    found = Addresses(np.zeros(n, np.uint8), np.zeros(n, np.bool_), np.zeros(n, np.bool_))
    _read(readonly(content, np.uint8), readonly(lengths, np.uint32), *found)
    return found


@kernel
def _read(content: Any, lengths: Any, within: Any, is_private: Any, ends_in_zero: Any) -> None:
    start = 0
    for word in range(lengths.size):
        end = start + int(lengths[word])
        dots, digits, most, least, value = 0, 0, 0, _MOST_DIGITS, 0
        first, is_first_plain, last = 0, True, start
        for at in range(start, end):
            if content[at] != _DOT:
                # Beyond three digits nothing asks for the value.
                value = value * 10 + int(content[at]) - _ZERO if digits < _MOST_DIGITS else 0
                digits += 1
                continue
            is_plain = 0 < digits <= _MOST_DIGITS and content[at - digits] != _ZERO
            if dots == 0:
                first, is_first_plain = value, is_plain
                is_private[word] = is_plain and value in (10, 127)
            elif dots == 1 and is_first_plain and is_plain:
                is_private[word] |= (first == 169 and value == 254) or (first == 192 and value == 168)
                is_private[word] |= first == 172 and 16 <= value <= 31
            most, least = max(most, digits), min(least, digits)
            dots, digits, value, last = dots + 1, 0, 0, at + 1
        most, least = max(most, digits), min(least, digits)
        if dots == _N_NUMBERS - 1 and least > 0 and most <= _MOST_DIGITS:
            within[word] = last - start
        ends_in_zero[word] = end - start > 1 and content[end - 1] == _ZERO and content[end - 2] == _DOT
        start = end

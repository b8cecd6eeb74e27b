"""Pointer records give kernels what the NamedTuple holds, and count no reference more or less."""

from __future__ import annotations

import sys
from typing import NamedTuple

import numpy as np
import pytest

from collusion.arrays import Float64Array, Int32Array, frozen
from collusion.kernels.jit import kernel
from collusion.kernels.pointer_record import pointer_record


class _Pair(NamedTuple):
    values: Int32Array
    factor: float


@pointer_record
class _Load(NamedTuple):
    first: Int32Array
    n: int
    table: Float64Array
    pair: _Pair
    share: float


@pointer_record
class _Numbers(NamedTuple):
    low: int
    high: float


@kernel
def _inside(load, i):  # type: ignore[no-untyped-def]
    return load.first[i] * load.table[1, i] + load.pair.values[i] * load.pair.factor


@kernel
def _total(load, numbers):  # type: ignore[no-untyped-def]
    total = load.n + load.share + numbers.low * numbers.high
    for i in range(len(load.first)):
        total += _inside(load, i)
        load.first[i] = 0
    return total


def _load() -> _Load:
    table = frozen(np.arange(6.0).reshape(2, 3))
    return _Load(np.array([1, 2, 3], np.int32), 7, table, _Pair(np.array([1, 1, 1], np.int32), 0.5), 0.25)


def test_pointer_record__kernels_read_all_kinds_of_fields_and_write_into_arrays() -> None:
    load = _load()

    assert 7 + 0.25 + 2 * 1.5 + 1 * 3 + 2 * 4 + 3 * 5 + 1.5 == _total(load, _Numbers(2, 1.5))
    assert [0, 0, 0] == load.first.tolist()


def test_pointer_record__nothing_is_kept_after_the_call() -> None:
    load, numbers = _load(), _Numbers(2, 1.5)
    arrays = (load.first, load.table, load.pair.values)
    before = [sys.getrefcount(array) for array in arrays]
    for _ in range(3):
        _total(load, numbers)

    assert before == [sys.getrefcount(array) for array in arrays]


def test_pointer_record__other_types_of_fields_are_another_specialisation() -> None:
    wide = _load()._replace(first=np.array([1, 2, 3], np.int64))

    assert _total(_load(), _Numbers(2, 1.5)) == _total(wide, _Numbers(2, 1.5))


def test_pointer_record__what_is_no_field_is_no_attribute() -> None:
    @kernel
    def wrong(load):  # type: ignore[no-untyped-def]
        return load.nothing

    with pytest.raises(Exception, match="nothing"):
        wrong(_load())

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from collusion.config import RunConfig
from collusion.detection.creations import creation_seeds
from collusion.minutes import DAY, NO_TIME
from tests.oracles.creations import windows

PARAMS = RunConfig().detection


def _found(created, **changes):
    seeds = creation_seeds(np.array(created, dtype=np.int32), params=replace(PARAMS, **changes))
    return [
        seeds.members[a:b].tolist() for a, b in zip(seeds.indptr[:-1], seeds.indptr[1:], strict=True)
    ], seeds


@given(
    scripts=st.lists(st.tuples(st.integers(0, 40 * DAY), st.integers(2, 30)), max_size=4),
    people=st.lists(st.integers(0, 40 * DAY), max_size=60),
    unknown=st.integers(0, 3),
)
def test_creation_seeds__as_a_slow_search_finds_them(scripts, people, unknown):
    minutes = [*people, *(begin + 3 * k for begin, n in scripts for k in range(n))]
    created = [*minutes, *[NO_TIME] * unknown]
    known = sorted((minute, account) for account, minute in enumerate(minutes))
    is_dated = minutes and sum(m % DAY == 0 for m in minutes) >= 0.5 * len(minutes)

    assert windows(known, PARAMS.cohort_size, DAY if is_dated else 180) == _found(created)[0]


@pytest.mark.parametrize(("step", "n_found"), [(2, 1), (3 * 60, 0)], ids=["a script", "all day long"])
def test_creation_seeds__accounts_opened_one_after_the_other(step, n_found):
    people = list(range(0, 30 * DAY, 6 * 60))
    created = [*people, *(15 * DAY + 7 + step * k for k in range(20))]
    groups, seeds = _found(created)

    assert n_found == len(groups)
    assert ("creations", True) == (seeds.origin, seeds.sparse)
    assert all(set(range(len(people), len(created))) <= set(group) for group in groups)


@pytest.mark.parametrize("n", [1, 40], ids=["as on other days", "forty more"])
def test_creation_seeds__where_only_dates_are_known_days_are_compared(n):
    created = [day * DAY for day in range(30) for _ in range(10)] + [15 * DAY] * n

    assert (n > 1) == len(_found(created)[0])


def test_creation_seeds__crowds_and_what_is_beyond_the_cap_are_counted():
    days = [10, 20, 30]
    created = [day * DAY + 5 + k // 3 for day in days for k in range(10 * day)]

    assert (2, 1) == (len(_found(created, max_cohort=250)[0]), _found(created, max_cohort=250)[1].n_crowds)
    assert (1, 2) == (len(_found(created, max_seeds=1)[0]), _found(created, max_seeds=1)[1].n_cut)


@pytest.mark.parametrize("created", [[], [NO_TIME] * 9])
def test_creation_seeds__none_where_nobody_knows(created):
    assert [] == _found(created)[0]

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

from collusion.workspace import leases
from collusion.workspace.workspace import opened
from tests.workspace.keeping import RING, kept


def test_take__a_ring_that_somebody_has_stays_with_them(tmp_path):
    with kept(tmp_path) as space:
        mine = leases.take(space.database, RING, "Ada")

        assert mine == leases.take(space.database, RING, "Ben")
        assert {RING: mine} == leases.holding(space.database)
        assert "Ben" == leases.take(space.database, "R-00000002", "Ben").by


def test_take__again_extends_it(tmp_path):
    with kept(tmp_path) as space:
        first = leases.take(space.database, RING, "Ada", minutes=1)

        assert leases.take(space.database, RING, "Ada").until > first.until


def test_holding__ends_with_its_time(tmp_path):
    with kept(tmp_path) as space:
        leases.take(space.database, RING, "Ada", minutes=0)

        assert {} == leases.holding(space.database, dt.datetime.now(tz=dt.UTC) + dt.timedelta(seconds=1))
        assert "Ben" == leases.take(space.database, RING, "Ben").by


def test_give_back__only_ones_own(tmp_path):
    with kept(tmp_path) as space:
        leases.take(space.database, RING, "Ada")
        leases.give_back(space.database, RING, "Ben")
        assert "Ada" == leases.holding(space.database)[RING].by

        leases.give_back(space.database, RING, "Ada")
        assert {} == leases.holding(space.database)


def test_take__of_many_at_once_one_gets_it(tmp_path):
    def ask(name: str) -> bool:
        with opened(tmp_path / "w") as space:
            return leases.take(space.database, RING, name).by == name

    with kept(tmp_path), ThreadPoolExecutor(8) as pool:
        got = list(pool.map(ask, [f"person {n}" for n in range(16)]))

    assert 1 == sum(got)


def test_holding__leaves_out_what_a_wrong_clock_made(tmp_path):
    with kept(tmp_path) as space:
        leases.take(space.database, RING, "Ada", minutes=60 * 24 * 365)

        assert {} == leases.holding(space.database)
        assert "Ben" == leases.take(space.database, RING, "Ben").by

from __future__ import annotations

import pytest

from collusion.config import RunConfig
from collusion.errors import UsageError
from collusion.evaluation import power
from collusion.evaluation.power import PowerGrid, measure_power, power_frame
from collusion.provenance import folder_digests

OPEN = PowerGrid(sizes=(20,), targets=(10,), coverages=(0.8,), camouflages=(0.5,), spreads=(3.0,), n_trials=1)


def test_measure_power__finds_an_open_ring_and_leaves_the_source_alone(samples):
    source = samples / "honest"
    before, told = folder_digests(source), []
    (row,) = measure_power(source, OPEN, config=RunConfig(), advance=lambda *at: told.append(at))

    assert (20, 10, 0.8, 0.5, 3.0) == (row.size, row.targets, row.coverage, row.camouflage, row.spread)
    assert (1, 1, 1) == (row.n_planted, row.n_found, row.n_flagged)
    assert row.jaccard > 0.9
    assert (1, True) == (row.rank, row.q_value < 0.05)
    assert [(0, 1), (1, 1)] == told
    assert before == folder_digests(source)
    assert [row.size] == power_frame([row])["size"].to_list()


def test_measure_power__raises_when_the_source_is_too_small(samples):
    with pytest.raises(UsageError, match=r"fewer than the 5,000 of a ring"):
        measure_power(samples / "honest", PowerGrid(sizes=(5000,)), config=RunConfig())


def test_batches__keep_planted_accounts_few():
    """At most 2 % of the accounts are planted at once, or one ring."""
    plans = PowerGrid(sizes=(10, 30), coverages=(0.3,), camouflages=(1.0,), spreads=(7.0,)).plans()
    jobs = [(trial, place) for trial in range(3) for place in range(2)]
    batches = list(power._batches(jobs, plans, 2000))

    assert jobs == [job for batch in batches for job in batch]
    assert all(len(b) == 1 or sum(plans[p].n_members for _, p in b) <= 40 for b in batches)
    assert max(len(batch) for batch in batches) == 2


def test_plans__are_every_combination():
    assert 2 * 1 * 2 * 2 * 2 == len(PowerGrid().plans()) == len(set(PowerGrid().plans()))

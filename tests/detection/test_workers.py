"""Threads that look ahead through the seeds find what one finds that takes seed after seed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from threadpoolctl import threadpool_info

from collusion.detection.candidates import seeds_of
from collusion.detection.workers import ArrivedBlocks, SeedGrowth, Workers
from collusion.kernels import blocks
from tests.detection.by_hand import APART, market_of, ready_to_grow
from tests.oracles.growing import blocks_of_seeds


@pytest.fixture(scope="module")
def grown():
    return ready_to_grow(market_of(APART))


def _many_seeds(seed):
    """Return seeds of both rings, of parts of one or both, and mostly of anybody."""
    draw = np.random.default_rng(seed)
    pools = [np.arange(12), np.arange(12, 24), np.arange(24), np.arange(24, 60), np.arange(60)]
    groups = [draw.choice(pools[draw.integers(5)], 3 + draw.integers(8), replace=False) for _ in range(150)]
    return replace(seeds_of(groups, "hand", sparse=bool(seed % 2)), strictness=(1.0, 0.5)[seed // 2 % 2])


def _taken(growths, covered, *, is_sure):
    """Return the members of the blocks, and cover those of every sure one."""
    taken = []
    for growth in growths:
        taken.append(tuple(growth.members.tolist()))
        covered[growth.members] |= is_sure(len(taken))
    return taken


@pytest.mark.parametrize("n_threads", [1, 2, 5])
@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("is_sure", [lambda n: True, lambda n: n % 2 == 0, lambda n: False])
def test_seed_growth__is_that_of_one_seed_after_another(grown, seed, n_threads, is_sure):
    seeds, n_reviewers, steps = _many_seeds(seed), len(grown.world.indptr) - 1, []
    covered, expected_covered = np.zeros(n_reviewers, bool), np.zeros(n_reviewers, bool)
    with Workers(grown.world, n_threads) as workers:
        growths = SeedGrowth(seeds, covered, ArrivedBlocks(), grown.world, grown.rules).grow(
            workers, steps.append
        )
        taken = _taken(growths, covered, is_sure=is_sure)
    one_by_one = blocks_of_seeds(seeds, expected_covered, grown.world, grown.rules)

    assert _taken(one_by_one, expected_covered, is_sure=is_sure) == taken
    assert taken
    assert covered.tolist() == expected_covered.tolist()
    assert len(seeds) == sum(steps)


@pytest.mark.parametrize("n_threads", [1, 2])
def test_seed_growth__a_seed_leads_on_with_whom_a_block_left(grown, n_threads):
    covered = np.zeros(len(grown.world.indptr) - 1, bool)
    seeds = seeds_of([np.arange(24)], "hand")
    with Workers(grown.world, n_threads) as workers:
        growths = SeedGrowth(seeds, covered, ArrivedBlocks(), grown.world, grown.rules).grow(
            workers, lambda _: None
        )

        assert {tuple(range(12)), tuple(range(12, 24))} == set(_taken(growths, covered, is_sure=bool))


@pytest.mark.parametrize("n_threads", [1, 2])
def test_seed_growth__later_batches_pass_by_blocks_that_seeds_have_led_to(grown, n_threads):
    nobody, known = np.zeros(len(grown.world.indptr) - 1, bool), ArrivedBlocks()
    seeds = seeds_of([np.arange(12)] * 40, "hand")
    with Workers(grown.world, n_threads) as workers:
        first = list(SeedGrowth(seeds, nobody, known, grown.world, grown.rules).grow(workers, lambda _: None))
        then = list(SeedGrowth(seeds, nobody, known, grown.world, grown.rules).grow(workers, lambda _: None))

    assert {tuple(range(12))} == {tuple(one.members.tolist()) for one in first}
    assert (8, []) == (len(first), then)


def _block(members, evidence=1.0):
    return blocks.Growth(np.array(members, np.int32), np.zeros(0), blocks.no_cells(), evidence, 0.0, 0.0)


@pytest.mark.parametrize(("n_blocks", "n_variants", "share"), [(5, 15, 1.0), (5, 16, 0.7), (6, 16, 1.0)])
def test_arrived_blocks__about_the_same_is_enough_once_most_are_variants(n_blocks, n_variants, share):
    """Seven of ten accounts in common make a variant; what has once been many stays so."""
    arrived = ArrivedBlocks()
    arrived.add([_block(range(10 * k, 10 * k + 10)) for k in range(n_blocks)])
    arrived.add([_block([*range(7), *range(100 + 3 * k, 103 + 3 * k)]) for k in range(n_variants)])

    assert share == arrived.known.share
    arrived.add([_block(range(1000 + 10 * k, 1010 + 10 * k)) for k in range(50)])
    assert share == arrived.known.share
    assert 50 + n_blocks + n_variants == len(arrived.known.size)


def test_workers__linear_algebra_inside_is_of_one_thread(grown):
    before = [pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas"]
    with Workers(grown.world, 1):
        within = {pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas"}

    assert {1} == within
    assert before == [pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas"]


def test_seed_growth__of_no_seeds_is_nothing(grown):
    covered = np.zeros(len(grown.world.indptr) - 1, bool)
    with Workers(grown.world, 2) as workers:
        growths = SeedGrowth(seeds_of([], "hand"), covered, ArrivedBlocks(), grown.world, grown.rules)

        assert [] == list(growths.grow(workers, lambda _: None))


def test_workers__who_is_barred_joins_no_block(grown):
    everyone = np.ones(len(grown.world.indptr) - 1, bool)
    nobody = ~everyone
    seeds = seeds_of([np.arange(12)], "hand")
    with Workers(grown.world, 2) as workers:
        workers.bar(everyone)
        barred = list(
            SeedGrowth(seeds, nobody, ArrivedBlocks(), grown.world, grown.rules).grow(workers, lambda _: None)
        )
        workers.bar(nobody)
        free = list(
            SeedGrowth(seeds, nobody, ArrivedBlocks(), grown.world, grown.rules).grow(workers, lambda _: None)
        )

    assert ([], 1) == (barred, len(free))


def test_workers__a_scratch_comes_back_when_the_work_fails(grown):
    def fail(scratch: blocks.Scratch) -> None:
        raise ValueError(len(scratch.barred))

    with Workers(grown.world, 1) as workers:
        failed = [workers.submit(fail) for _ in range(3)]

        assert all(isinstance(one.exception(), ValueError) for one in failed)

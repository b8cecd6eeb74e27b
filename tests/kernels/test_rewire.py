from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from collusion.kernels import random, rewire
from tests.awkward_graphs import DUPLICATED, GRAPHS
from tests.oracles import rewire as oracle

UINT64 = st.integers(0, 2**64 - 1)


@given(UINT64, UINT64)
def test_wrapping__arithmetic_modulo_2_to_the_64(a, b):
    assert (a + b) % 2**64 == int(random.wrapping_add(np.uint64(a), np.uint64(b)))
    assert (a * b) % 2**64 == int(random.wrapping_multiply(np.uint64(a), np.uint64(b)))


def test_random_bits__published_splitmix64_values():
    """First outputs for seed 1234567 as listed with the generator's public-domain reference code."""
    expected = [6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431]

    assert expected == [int(random.random_bits(np.uint64(1234567), np.uint64(i))) for i in range(4)]


@given(UINT64, st.integers(1, 2**32 - 1))
def test_random_below__stays_below(seed, bound):
    value = int(random.random_below(np.uint64(seed), np.uint64(3), np.uint64(bound)))

    assert (oracle.splitmix64(seed, 3) >> 32) * bound >> 32 == value < bound


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 3)), max_size=30), UINT64)
def test_permute_within_groups__oracle(rows, seed):
    labels, groups = (np.array([row[i] for row in rows], dtype=np.int32) for i in (0, 1))
    shuffled = rewire.permute_within_groups(labels, groups, 4, seed)

    assert oracle.permute_within_groups(labels.tolist(), groups.tolist(), seed) == shuffled.tolist()
    assert Counter(rows) == Counter(zip(shuffled.tolist(), groups.tolist()))


def test_permute_within_groups__every_order_is_equally_likely():
    """Six orders of three labels over 600 seeds: each 100 times, give or take five standard deviations."""
    labels, groups = np.arange(3, dtype=np.int32), np.zeros(3, dtype=np.int32)
    seen = Counter(
        tuple(rewire.permute_within_groups(labels, groups, 1, seed).tolist()) for seed in range(600)
    )

    assert len(seen) == 6
    assert max(abs(count - 100) for count in seen.values()) < 46


@pytest.mark.parametrize("name", [*GRAPHS, "duplicated"])
@pytest.mark.parametrize("n_groups", [1, 3])
def test_rewire__keeps_every_count(name, n_groups):
    graph = DUPLICATED if name == "duplicated" else GRAPHS[name]
    group = (np.arange(graph.reviewer.size) % n_groups).astype(np.int32)
    result = rewire.rewire(graph.reviewer, graph.product, group, n_groups, seed=11)
    pairs = list(zip(graph.reviewer.tolist(), result.product.tolist()))

    assert Counter(zip(graph.product.tolist(), group.tolist())) == Counter(
        zip(result.product.tolist(), group.tolist())
    )
    assert len(pairs) - len(set(pairs)) == result.n_repeated


def test_rewire__repairs_what_the_shuffle_repeats():
    graph = GRAPHS["power law"]
    group = np.zeros(graph.reviewer.size, dtype=np.int32)
    shuffled = rewire.permute_within_groups(graph.product, group, 1, seed=5)
    shuffled_pairs = set(zip(graph.reviewer.tolist(), shuffled.tolist()))
    result = rewire.rewire(graph.reviewer, graph.product, group, 1, seed=5)

    assert result.n_repeated < graph.reviewer.size - len(shuffled_pairs)


def test_rewire__repeats_itself_and_differs_by_seed():
    graph = GRAPHS["power law"]
    group = (np.arange(graph.reviewer.size) % 2).astype(np.int32)
    first, again, other = (rewire.rewire(graph.reviewer, graph.product, group, 2, seed) for seed in (1, 1, 2))

    assert first.product.tolist() == again.product.tolist()
    assert first.product.tolist() != other.product.tolist()


def test_rewire__one_account_with_one_product_cannot_be_repaired():
    ones = np.zeros(4, dtype=np.int32)

    assert rewire.rewire(ones, ones, ones, 1, seed=0).n_repeated == 3

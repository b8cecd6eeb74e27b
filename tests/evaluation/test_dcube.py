from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from collusion.evaluation.dcube import dense_blocks
from tests.oracles import judging

MEASURES = ("arithmetic", "geometric", "suspiciousness")
cells = st.lists(st.tuples(*[st.integers(0, 4)] * 3), min_size=1, max_size=25)


@given(cells, st.sampled_from(MEASURES))
def test_dense_blocks__first_is_as_dense_as_the_slow_twins(tuples, measure):
    (block,) = dense_blocks(np.array(tuples), measure=measure, n_blocks=1)
    inside, density = judging.dcube_block(tuples, measure)

    assert density == pytest.approx(block.density)
    assert inside == set(block.rows.tolist())


@pytest.mark.parametrize("measure", MEASURES)
def test_dense_blocks__finds_what_was_planted(measure):
    rng = np.random.default_rng(5)
    noise = rng.integers(0, 400, (1500, 2))
    block = np.array([(i, j) for i in range(400, 420) for j in range(400, 415)])
    found = dense_blocks(np.concatenate([noise, block]), measure=measure, n_blocks=1)[0]

    assert set(range(1500, 1800)) == set(found.rows.tolist())


def test_dense_blocks__never_give_a_tuple_twice():
    rng = np.random.default_rng(2)
    noise = rng.integers(0, 400, (1500, 2))
    pieces = [np.stack(np.divmod(np.arange(n * n), n), axis=1) + 400 + 50 * n for n in (20, 15)]
    tuples = np.concatenate([noise, *pieces])
    blocks = dense_blocks(tuples, measure="arithmetic", n_blocks=50)
    rows = np.concatenate([block.rows for block in blocks])

    assert len(blocks) > 1
    assert len(set(rows.tolist())) == len(rows) <= len(tuples)

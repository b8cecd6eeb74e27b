from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from collusion.evidence import contrast
from tests.oracles import contrast as oracle

counts_of_5 = st.lists(st.integers(0, 12), min_size=5, max_size=5)
prior_of_5 = st.lists(st.floats(0.05, 50), min_size=5, max_size=5)
items = st.lists(st.tuples(counts_of_5, prior_of_5), min_size=1, max_size=4)


@given(st.lists(st.integers(0, 20), min_size=1, max_size=7))
def test_kt_log_likelihood__of_a_sequence_told_symbol_by_symbol(counts):
    assert oracle.kt(counts) == pytest.approx(contrast.kt_log_likelihood(np.array(counts)), abs=1e-9)


@given(items)
def test_polya_log_likelihoods__of_an_urn_drawn_from_one_by_one(rows):
    counts, prior = (np.array(part) for part in zip(*rows))
    found = contrast.polya_log_likelihoods(counts, prior)

    assert [oracle.polya(*row) for row in rows] == pytest.approx(found.tolist(), rel=1e-7, abs=1e-7)


@settings(max_examples=40)
@given(items, st.floats(0, 2))
def test_beyond_tilt__tries_seventeen_tilts(rows, max_tilt):
    assume(sum(sum(counts) for counts, _ in rows) > 0)
    counts, prior = (np.array(part) for part in zip(*rows))
    expected = oracle.beyond_tilt(*zip(*rows), max_tilt, 0.05)

    assert expected == pytest.approx(contrast.beyond_tilt(counts, prior, max_tilt), rel=1e-6, abs=1e-6)


def test_beyond_tilt__of_nothing_is_nothing():
    assert 0.0 == contrast.beyond_tilt(np.zeros((2, 5), dtype=np.int64), np.ones((2, 5)), 0.3)


@pytest.mark.parametrize("tilt", [-0.3, 0.0, 0.3])
def test_beyond_tilt__a_group_within_the_honest_tilt_rarely_gains(tilt):
    """Of 200 honest groups none gains 10 bits: by luck one of them would with probability 0.2 at most."""
    rng = np.random.default_rng(1)
    prior = np.array([[4.0, 3.0, 6.0, 12.0, 15.0]] * 6)
    honest = prior[0] * np.exp(tilt * (np.arange(5) - 2))
    bits = [
        contrast.beyond_tilt(rng.multinomial(10, honest / honest.sum(), size=6), prior, 0.35)
        for _ in range(200)
    ]

    assert max(bits) < 10


def test_beyond_tilt__a_group_of_another_habit_gains_with_every_review():
    prior = np.array([[40.0, 30.0, 60.0, 30.0, 20.0]] * 4)
    bits = [contrast.beyond_tilt(np.array([[0, 0, 0, 0, n]] * 4), prior, 0.35) for n in (5, 10, 20, 40)]

    assert bits == sorted(bits)
    assert bits[-1] > 100


@given(st.integers(0, 40), st.integers(0, 40), st.integers(0, 50), st.integers(0, 500), st.floats(1, 5))
def test_beyond_share__mixture_against_the_honest_ceiling(k, more, odd, plain, max_factor):
    found = contrast.beyond_share(k, k + more, (odd, odd + plain), max_factor)
    expected = oracle.beyond_share(k, k + more, (odd, odd + plain), max_factor)

    assert expected == pytest.approx(found.bits, abs=1e-7)
    assert (k, k + more) == (found.k, found.n)
    assert found.bits >= 0
    assert 0 <= found.expected <= k + more


def test_beyond_share__more_odd_ones_are_more_evidence():
    bits = [contrast.beyond_share(k, 40, (10, 1000), 3.0).bits for k in range(41)]

    assert bits == sorted(bits)
    assert 0 == bits[1]
    assert bits[40] > 100


def test_beyond_share__honest_groups_never_show_more_than_nine_tenths():
    """Where nearly all others are odd, so may an honest group be, but not all of sixty."""
    assert contrast.beyond_share(60, 60, (1000, 1000), 3.0).bits > 5
    assert 0.0 == contrast.beyond_share(54, 60, (1000, 1000), 3.0).bits


@given(
    st.lists(st.tuples(st.integers(0, 40), st.integers(1, 40)), min_size=1, max_size=20),
    st.tuples(st.integers(0, 50), st.integers(50, 500)),
)
def test_beyond_shares__is_beyond_share_of_each(pairs, others):
    k, n = np.array([(min(k, n), n) for k, n in pairs]).T
    each = [contrast.beyond_share(int(one), int(of), others, 3.0).bits for one, of in zip(k, n, strict=True)]

    assert contrast.beyond_shares(k, n, others, 3.0) == pytest.approx(np.array(each), abs=1e-9)

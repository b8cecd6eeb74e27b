from __future__ import annotations

import pytest

from collusion.evaluation.outcome import assess
from collusion.evaluation.plots import NOMINAL, realised_rates, reliability, write_plots
from tests.evaluation.by_hand import TRUTH, claims


@pytest.fixture
def outcomes():
    first = assess(claims(["abcdef", "stuvw", "xyz"], [0.001, 0.01, 0.2]), TRUTH)
    return [first, assess(claims(["abcdef"], [0.4]), TRUTH)]


def test_realised_rates__are_means_over_markets(outcomes):
    rates = dict(zip(NOMINAL.tolist(), realised_rates(outcomes).tolist()))

    assert (0.0, 0.25, 0.25) == (rates[0.001], rates[0.01], rates[0.1])
    assert (2 / 3 / 2, 2 / 3 / 2) == pytest.approx((rates[0.2], rates[0.5]))


def test_reliability__compares_claim_and_truth(outcomes):
    row = reliability(outcomes).row(0, named=True)

    assert (9, 0.9, 0.5, 4) == pytest.approx((row["bin"], row["probability"], row["share_true"], row["n"]))


def test_write_plots__writes_two_pictures(outcomes, tmp_path):
    files = write_plots(outcomes, tmp_path / "plots")

    assert ["realised-fdr.png", "reliability.png"] == [file.name for file in files]
    assert all(file.read_bytes().startswith(b"\x89PNG") for file in files)
    again = write_plots(outcomes, tmp_path / "again")
    assert [file.read_bytes() for file in files] == [file.read_bytes() for file in again]

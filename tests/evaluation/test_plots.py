from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from collusion.evaluation.outcome import assess
from collusion.evaluation.plots import NOMINAL, realised_rates, reliability, write_plots
from tests.evaluation.by_hand import TRUTH, predictions


@pytest.fixture
def markets():
    first = assess(predictions(["abcdef", "stuvw", "xyz"], [0.001, 0.01, 0.2]), TRUTH)
    return [first.rings, assess(predictions(["abcdef"], [0.4]), TRUTH).rings]


def test_realised_rates__are_means_over_markets(markets):
    rates = dict(zip(NOMINAL.tolist(), realised_rates(markets).tolist()))

    assert (0.0, 0.25, 0.25) == (rates[0.001], rates[0.01], rates[0.1])
    assert (2 / 3 / 2, 2 / 3 / 2) == pytest.approx((rates[0.2], rates[0.5]))


def test_reliability__compares_claim_and_truth(markets):
    row = reliability(markets).row(0, named=True)

    assert (9, 0.9, 0.5, 4) == pytest.approx((row["bin"], row["probability"], row["share_true"], row["n"]))


def test_reliability__of_many_rings_the_same_to_the_last_digit_each_time():
    probability = np.random.default_rng(1).random(20_000)
    rings = pl.DataFrame({"probability": probability, "is_false": probability < 0.3})
    found = [reliability([rings]) for _ in range(20)]

    assert all(found[0].equals(other) for other in found)
    assert np.mean(probability[probability >= 0.9]) == pytest.approx(found[0]["probability"][9])
    assert [0.0] * 3 + [1.0] * 7 == found[0]["share_true"].to_list()


def test_reliability__of_no_rings_is_empty():
    assert 0 == reliability([pl.DataFrame({"probability": [float("nan")], "is_false": [True]})]).height


@pytest.mark.parametrize(("ending", "start"), [(".png", b"\x89PNG"), (".svg", b"<?xml")])
def test_write_plots__writes_two_pictures(markets, tmp_path, ending, start):
    files = write_plots(markets, tmp_path / "plots", ending=ending)

    assert [f"realised-fdr{ending}", f"reliability{ending}"] == [file.name for file in files]
    assert all(file.read_bytes().startswith(start) for file in files)
    again = write_plots(markets, tmp_path / "again", ending=ending)
    assert [file.read_bytes() for file in files] == [file.read_bytes() for file in again]

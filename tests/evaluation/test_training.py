from __future__ import annotations

import json

import numpy as np
import polars as pl
import pytest

from collusion.config import RunConfig
from collusion.errors import UsageError
from collusion.evaluation import train, training
from collusion.evaluation.markets import Market
from collusion.evidence.families import FAMILIES
from collusion.scoring.hypotheses import RingModel, Term, saturated
from tests.evaluation.fixtures import MARKET


def _candidates(n: int = 120) -> pl.DataFrame:
    """Rings differ from others in stars and identity; behaviour is the same, lifecycle unknown."""
    rng = np.random.default_rng(4)
    is_ring = np.arange(n) % 3 == 0
    columns = {f"bits_{family}": np.zeros(n) for family in FAMILIES}
    columns["bits_behaviour"] = rng.uniform(100, 2000, n)
    columns["bits_stars"] = np.where(is_ring, rng.uniform(0, 200, n), rng.uniform(-20, 12, n))
    columns["bits_identity"] = np.where(is_ring, rng.uniform(0, 60, n), rng.uniform(0, 6, n))
    frame = pl.DataFrame(
        {
            "preset": "x",
            "seed": np.arange(n) % 7,
            "jaccard": np.where(is_ring, 0.9, 0.0),
            "style": ["farm" if ring else None for ring in is_ring],
            **columns,
        }
    )
    return frame.with_columns(bits_lifecycle=pl.lit(None, dtype=pl.Float64))


@pytest.fixture
def few_halves(monkeypatch):
    """A coarser search: the same code, fewer fits."""
    monkeypatch.setattr(training, "HALVES", (20.0, 80.0))
    monkeypatch.setattr(training, "PENALTIES", (1e-3, 1e-2))


def test_examples__leave_out_what_is_neither():
    some = _candidates(30).with_columns(jaccard=pl.Series([0.9, 0.35, 0.1] * 10))
    data = training.examples(some)

    assert 20 * len(training.COPIES) == len(data.is_ring)
    assert data.is_ring.mean() == 0.5
    assert set(data.weight) == {weight for _, weight in training.COPIES}


def test_examples__hide_families_from_copies():
    data = training.examples(_candidates(30))
    n = len(data.is_ring) // len(training.COPIES)
    for i, (hidden, _) in enumerate(training.COPIES):
        copy = data.bits[i * n : (i + 1) * n]
        unknown = {family for j, family in enumerate(FAMILIES) if np.isnan(copy[:, j]).all()}
        assert {*hidden, "lifecycle"} == unknown


def test_features__are_those_of_the_model():
    bits = np.array([[5.0, -3.0, np.nan, 0.0, 20.0, 1.0, 40.0]])
    halves = np.full(7, 20.0)
    expected = [saturated(None if np.isnan(b) else float(b), 20.0) for b in bits[0]]

    assert expected == pytest.approx(training.features(bits, halves)[0])


def test_fit_weights__is_where_the_loss_is_least():
    """No weight is below the least, and no small step from there lowers the penalised loss."""
    rng = np.random.default_rng(0)
    x = rng.uniform(0, 1, (200, 3))
    is_ring = rng.random(200) < 1 / (1 + 2.0 ** -(4 * x[:, 0] - 3 * x[:, 1] - 1))
    weight = rng.uniform(0.5, 1.5, 200)
    intercept, weights = training.fit_weights(x, is_ring, weight, 1e-3)

    def loss(theta):
        score = theta[0] + x @ theta[1:]
        bits = np.log2(1 + 2.0 ** np.where(is_ring, -score, score))
        return float(weight @ bits / weight.sum() + 1e-3 * (theta[1:] ** 2).sum())

    theta = np.array([intercept, *weights])
    assert weights[1] == training.LEAST_WEIGHT
    assert weights[0] > 1
    for i in range(4):
        for step in (-0.02, 0.02):
            other = theta.copy()
            other[i] += step
            assert other[1:].min() < training.LEAST_WEIGHT or loss(other) > loss(theta)


@pytest.mark.usefixtures("few_halves")
def test_fit__weighs_the_families_that_tell_rings_apart():
    candidates = _candidates()
    fitted = training.fit(training.examples(candidates))
    weights = dict(zip(FAMILIES, fitted.weights))

    assert fitted.loss < 0.5
    assert min(weights.values()) >= training.LEAST_WEIGHT
    assert min(weights["stars"], weights["identity"]) > 3 * weights["behaviour"]
    assert weights["lifecycle"] == training.LEAST_WEIGHT
    again = training.fit(training.examples(candidates))
    assert fitted.weights.tolist() == again.weights.tolist()


def test_validated_loss__of_one_seed_is_unknown():
    data = training.examples(_candidates().with_columns(seed=pl.lit(1)))

    assert np.isinf(training.validated_loss(data, np.full(7, 20.0), 1e-3))


@pytest.mark.usefixtures("few_halves")
def test_train__writes_a_model_that_the_scorer_reads(tmp_path, capsys):
    """Labelled candidates in the work folder are used as they are; the same command gives the same bytes."""
    work = tmp_path / "work"
    for search in train.searches():
        (work / search).mkdir(parents=True)
        for seed in range(101, 104):
            frame = _candidates().with_columns(preset=pl.lit("ordinary"), seed=pl.lit(seed))
            frame.write_parquet(work / search / f"ordinary-5000-{seed}.parquet")
    command = ["--presets", "ordinary", "--seeds", "3", "--reviews", "5000", "--work", str(work), "--out"]
    for name in ("a.json", "b.json"):
        train.main([*command, str(tmp_path / name)])
    manifest = json.loads((tmp_path / "a.json").read_text())

    assert (tmp_path / "a.json").read_bytes() == (tmp_path / "b.json").read_bytes()
    assert (240, 480, 0) == tuple(manifest["trained"][key] for key in ("rings", "innocent", "left_out"))
    assert {"farm": 240} == manifest["trained"]["ring_styles"]
    assert {"no planted group": 480} == manifest["trained"]["innocent_styles"]
    assert "--presets ordinary --first-seed 101 --seeds 3" in manifest["trained"]["command"]
    terms = tuple(Term(f, t["half"], t["weight"]) for f, t in manifest["families"].items())
    assert [term.family for term in RingModel(manifest["intercept"], terms).terms] == list(FAMILIES)
    assert "6/6 ordinary-5000-103" in capsys.readouterr().err


def test_gather__labels_the_candidates_of_a_market(tmp_path):
    table = training.gather([MARKET], tmp_path, config=RunConfig())
    again = training.gather([MARKET], tmp_path, config=RunConfig())

    assert table.equals(again)
    ring = table.filter(pl.col("jaccard") >= training.RING_FROM)
    assert [("sample-gift-cards", 7, "gift_cards")] == ring.select("preset", "seed", "style").rows()
    assert ring["bits_behaviour"][0] > 10


@pytest.mark.parametrize(
    "presets, seeds, what",
    [(["ordinary"], [20], "seed 20"), (["held-out"], [101], "smear, swap_club, tiered")],
)
def test_markets_of__refuses_what_is_kept_for_evaluation(presets, seeds, what):
    with pytest.raises(UsageError, match=what):
        train.markets_of(presets, seeds, 5000)


def test_markets_of__are_in_order():
    assert [Market("hard", 5000, 101), Market("hard", 5000, 102)] == train.markets_of(
        ["hard"], [101, 102], 5000
    )


def test_searches__one_of_them_takes_camouflage_for_targets():
    usual, lax = train.searches().values()

    assert RunConfig() == usual
    assert lax.detection.star_slack > usual.detection.star_slack

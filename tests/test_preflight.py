"""Preflight: rows told without reading them, a budget that is kept, and results that do not depend on it."""

from __future__ import annotations

import dataclasses
import gzip
from pathlib import Path

import polars as pl
import pytest

from collusion import pipeline, preflight
from collusion.config import RunConfig, load_config
from collusion.errors import UsageError
from collusion.resources import Resources
from collusion.scoring.params import ScoringParams
from collusion.tables.mapping import NO_MAPPING
from tests.conftest import ROOT

SAMPLE = ROOT / "sample_graphs" / "gift-cards"


def _market(monkeypatch: pytest.MonkeyPatch, reviews: int) -> None:
    """Let the source seem to be as large as that."""
    size = preflight.Size(reviews, reviews // 2, reviews, reviews * 100)
    monkeypatch.setattr(preflight, "measure", lambda *_: size)


def _config(memory: str, n_decoys: int = 1) -> RunConfig:
    return RunConfig(scoring=ScoringParams(n_decoys=n_decoys), resources=Resources(memory=memory))


def test_measure__counts_the_rows_of_parquet_exactly() -> None:
    size = preflight.measure(SAMPLE, NO_MAPPING)
    rows = {path.stem: pl.read_parquet(path).height for path in SAMPLE.glob("*.parquet")}

    assert size is not None
    assert (rows["reviews"], rows["identifiers"]) == (size.reviews, size.identifiers)
    assert sum(rows.values()) - rows["reviews"] - rows["identifiers"] == size.others


@pytest.mark.parametrize("name", ["reviews.csv", "reviews.csv.gz", "reviews.jsonl"])
def test_measure__estimates_the_rows_of_text(tmp_path: Path, name: str) -> None:
    n_rows = 60_000
    line = '{"reviewer_id": "r%06d", "product_id": "p%03d", "rating": 5}\n'
    if "csv" in name:
        line = "r%06d,p%03d,5,some words that take the place of a longer text\n"
    text = "".join(line % (i, i % 500) for i in range(n_rows)).encode()
    (tmp_path / name).write_bytes(gzip.compress(text) if name.endswith("gz") else text)
    size = preflight.measure(tmp_path, NO_MAPPING)

    assert size is not None
    assert abs(size.reviews - n_rows) < 0.15 * n_rows


@pytest.mark.parametrize("content", [None, b"", b"PAR1 no", b"\x1f\x8b broken"])
def test_plan__of_a_source_that_cannot_be_told_leaves_it_to_the_reader(
    tmp_path: Path, content: bytes | None
) -> None:
    for name in ("reviews.parquet", "reviews.csv.gz"):
        folder = tmp_path / name
        folder.mkdir()
        if content is not None:
            (folder / name).write_bytes(content)

        assert preflight.plan(folder, _config("1GB")).sentence()


def test_plan__decoys_go_beside_detection_where_both_fit_and_after_it_where_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _market(monkeypatch, 1_000_000)
    roomy = preflight.plan(SAMPLE, _config("64GB"))
    sparse = preflight.plan(SAMPLE, _config(f"{(roomy.peak - 1) // 10**6}MB"))

    assert (roomy.decoys_beside, sparse.decoys_beside) == (True, False)
    assert sparse.peak < roomy.peak


def test_plan__decoys_of_a_large_market_go_after_detection(monkeypatch: pytest.MonkeyPatch) -> None:
    _market(monkeypatch, 10_000_000)

    assert not preflight.plan(SAMPLE, _config("64GB")).decoys_beside


def test_plan__grows_with_the_source(monkeypatch: pytest.MonkeyPatch) -> None:
    peaks = []
    for reviews in (10**5, 10**6, 10**7, 10**8):
        _market(monkeypatch, reviews)
        peaks.append(preflight.plan(SAMPLE, _config("900GB")).peak)

    assert sorted(peaks) == peaks
    assert peaks[3] > 10 * peaks[1]


@pytest.mark.parametrize("n_decoys", [0, 1])
def test_plan__says_what_to_do_when_nothing_fits(monkeypatch: pytest.MonkeyPatch, n_decoys: int) -> None:
    _market(monkeypatch, 100_000_000)
    with pytest.raises(UsageError) as raised:
        preflight.plan(SAMPLE, _config("2GB", n_decoys))
    told = str(raised.value)

    assert "found about 100,000,000 reviews" in told
    assert "Allowed: 2.0 GB" in told
    assert "--memory" in told
    assert "split the source" in told


def test_plan__says_how_long_it_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    told = []
    for reviews in (10**5, 8 * 10**6, 3 * 10**7, 10**9):
        _market(monkeypatch, reviews)
        told.append(preflight.plan(SAMPLE, _config("9TB")).sentence())

    assert "less than a minute" in told[0]
    assert "about a minute" in told[1]
    assert " minutes" in told[2]
    assert " hours" in told[3]


def test_detect__same_bytes_whatever_the_budget(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Null worlds are searched beside the real one in one run, after it in the other."""
    outputs = []
    config = load_config(SAMPLE)
    roomy = preflight.plan(SAMPLE, config)
    for memory in ("8GB", f"{(roomy.peak - 1) // 10**6}MB"):
        given = dataclasses.replace(config, resources=Resources(memory=memory))
        run = pipeline.detect(SAMPLE, tmp_path / memory, config=given)
        outputs.append((run.manifest["outputs"], run.manifest["run_id"]))
        assert preflight.plan(SAMPLE, given).decoys_beside == (memory == "8GB")

    assert outputs[0] == outputs[1]


def test_detect__refuses_before_it_reads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _market(monkeypatch, 100_000_000)
    with pytest.raises(UsageError, match="expected to need"):
        pipeline.detect(SAMPLE, tmp_path / "run", config=_config("1GB"))

    assert [] == list(tmp_path.iterdir())

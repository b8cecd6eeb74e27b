"""Preflight: rows told without reading them, a budget that is kept, and results that do not depend on it."""

from __future__ import annotations

import dataclasses
import gzip
import json
import random
import re
import threading
from collections import defaultdict
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from collusion import pipeline, preflight
from collusion.config import RunConfig, load_config
from collusion.errors import UsageError
from collusion.provenance import Recorder
from collusion.resources import Resources
from collusion.scoring import null_markets
from collusion.scoring.params import ScoringParams
from collusion.tables.locate import locate
from collusion.tables.mapping import NO_MAPPING
from tests.conftest import ROOT

SAMPLE = ROOT / "sample_graphs" / "gift-cards"
PUBLISHED = ROOT / "docs" / "experiments" / "performance"


def _market(monkeypatch: pytest.MonkeyPatch, reviews: int) -> None:
    """Let the source seem to have as many reviews as that."""
    _seem(monkeypatch, preflight.Size(reviews, reviews // 2, reviews, reviews * 100))


def _seem(monkeypatch: pytest.MonkeyPatch, size: preflight.Size) -> None:
    """Let the source seem to be of that size."""
    monkeypatch.setattr(preflight, "measure", lambda *_: size)


def _plan(source: Path, config: RunConfig) -> preflight.Plan:
    return preflight.plan(locate(source, config.mapping), config)


def _published() -> list[tuple[preflight.Size, dict[str, Any]]]:
    """Return what whole runs of simulated markets took, which have an order or so for each review."""
    runs: defaultdict[int, dict[str, Any]] = defaultdict(dict)
    for row in json.loads((PUBLISHED / "stages.json").read_text())["rows"]:
        runs[row["size"]][row["who"]] = row
    sizes = {n: preflight.Size(n, runs[n]["graph"]["answer"]["identifiers"], n, 0) for n in runs}
    return [(sizes[n], runs[n]["whole run"]) for n in runs]


def _config(memory: str, n_decoys: int = 1) -> RunConfig:
    return RunConfig(scoring=ScoringParams(n_decoys=n_decoys), resources=Resources(memory=memory))


def test_measure__counts_the_rows_of_parquet_exactly() -> None:
    size = preflight.measure(locate(SAMPLE, NO_MAPPING), NO_MAPPING)
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
    size = preflight.measure(locate(tmp_path, NO_MAPPING), NO_MAPPING)

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

        assert _plan(folder, _config("1GB")).sentence()


def test_plan__decoys_go_beside_detection_where_both_fit_and_after_it_where_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _market(monkeypatch, 1_000_000)
    roomy = _plan(SAMPLE, _config("64GB"))
    sparse = _plan(SAMPLE, _config(f"{(roomy.peak - 1) // 10**6}MB"))

    assert (roomy.decoys_beside, sparse.decoys_beside) == (True, False)
    assert sparse.peak < roomy.peak
    for plan in (roomy, sparse):
        told = f"expecting {plan.peak / 1e9:.1f} GB of memory of {plan.budget / 1e9:.1f} GB allowed"
        assert f"About 1,000,000 reviews: {told}" in plan.sentence()


def test_plan__decoys_of_a_large_market_go_after_detection(monkeypatch: pytest.MonkeyPatch) -> None:
    _market(monkeypatch, 10_000_000)

    assert not _plan(SAMPLE, _config("64GB")).decoys_beside


@pytest.mark.parametrize("table", ["reviews", "identifiers", "others"])
@pytest.mark.parametrize("reviews", [10**5, 10**8])
def test_plan__every_row_takes_memory(monkeypatch: pytest.MonkeyPatch, table: str, reviews: int) -> None:
    """A row of any table is two numbers of 32 bits at least."""
    small = preflight.Size(reviews, reviews, reviews, reviews * 100)
    large = dataclasses.replace(small, **{table: 2 * reviews})
    peaks = []
    for size in (small, large):
        _seem(monkeypatch, size)
        peaks.append(_plan(SAMPLE, _config("900GB")).peak)

    assert peaks[1] - peaks[0] >= 8 * reviews


@pytest.mark.parametrize("form", ["parquet", "csv", "csv.gz"])
def test_measure__estimates_the_bytes_of_texts(tmp_path: Path, form: str) -> None:
    """190,000 reviews of 3.9 kB took 6.9 GB where 600 MB were allowed, since only rows were counted."""
    draw = random.Random(4)
    letters = [f"{draw.getrandbits(2800):x}" for _ in range(4000)]
    ids = pl.int_range(4000, eager=True).cast(pl.String)
    rows = pl.DataFrame({"reviewer_id": ids, "product_id": "p", "text": letters})
    path = tmp_path / f"reviews.{form}"
    if form == "parquet":
        rows.write_parquet(path)
    else:
        content = rows.write_csv().encode()
        path.write_bytes(gzip.compress(content) if form.endswith("gz") else content)
    size = preflight.measure(locate(tmp_path, NO_MAPPING), NO_MAPPING)

    assert size is not None
    assert 0.8 < size.text_bytes / sum(map(len, letters)) < 1.3
    (tmp_path / "bare").mkdir()
    rows.drop("text").write_parquet(tmp_path / "bare" / "reviews.parquet")
    without = preflight.measure(locate(tmp_path / "bare", NO_MAPPING), NO_MAPPING)
    assert without is not None
    assert 0 == without.text_bytes


def test_plan__texts_take_memory_up_to_what_is_looked_at_together(monkeypatch: pytest.MonkeyPatch) -> None:
    peaks = []
    for text_bytes in (0, 10**8, 10**9, 10**11):
        _seem(monkeypatch, preflight.Size(200_000, 0, 0, 10**8, text_bytes))
        peaks.append(_plan(SAMPLE, _config("900GB")).peak)
    with pytest.raises(UsageError, match="or the texts"):
        _plan(SAMPLE, _config("600MB"))

    assert peaks[0] < peaks[1] < peaks[2] == peaks[3]
    assert peaks[2] > 10**9


def test_plan__foretells_the_published_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Memory within a tenth less and a quarter more of what was measured, time within half and twice."""
    published = _published()
    for size, measured in published:
        _seem(monkeypatch, size)
        plan = _plan(SAMPLE, _config("64GB"))
        [minutes] = re.findall(r"about (a|\d+) minute", plan.sentence())

        assert 0.9 < plan.peak / 2**20 / measured["peak_mb"] < 1.25
        assert 0.5 < 60 * int(minutes.replace("a", "1")) / measured["seconds"] < 2.0

    assert len(published) > 1


@pytest.mark.parametrize("n_decoys", [0, 1])
def test_plan__says_what_to_do_when_nothing_fits(monkeypatch: pytest.MonkeyPatch, n_decoys: int) -> None:
    _market(monkeypatch, 100_000_000)
    with pytest.raises(UsageError) as raised:
        _plan(SAMPLE, _config("2GB", n_decoys))
    told = str(raised.value)

    assert "found about 100,000,000 reviews" in told
    assert "Allowed: 2.0 GB" in told
    assert "--memory" in told
    assert "split the source" in told


def test_plan__says_how_long_it_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    told = []
    for reviews in (10**5, 10**7, 3 * 10**7, 10**9):
        _market(monkeypatch, reviews)
        told.append(_plan(SAMPLE, _config("9TB")).sentence())

    assert "less than a minute" in told[0]
    assert "about a minute" in told[1]
    assert " minutes" in told[2]
    assert " hours" in told[3]


def test_detect__same_bytes_whatever_the_budget(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Null worlds are searched beside the real one in one run, after it in the other."""
    outputs, in_main, said = [], [], []
    null_world = null_markets.null_world

    def noted(*given: Any, **named: Any) -> Any:
        in_main.append(threading.current_thread() is threading.main_thread())
        return null_world(*given, **named)

    monkeypatch.setattr(null_markets, "null_world", noted)
    config = load_config(SAMPLE)
    roomy = _plan(SAMPLE, config)
    for memory in ("8GB", f"{(roomy.peak - 1) // 10**6}MB"):
        given = dataclasses.replace(config, resources=Resources(memory=memory))
        recorder = Recorder(say=said.append)
        run = pipeline.detect(SAMPLE, tmp_path / memory, config=given, recorder=recorder)
        outputs.append((run.manifest["outputs"], run.manifest["run_id"]))
        assert _plan(SAMPLE, given).sentence() in said

    assert outputs[0] == outputs[1]
    assert in_main == [False, True]
    assert "of 8.0 GB allowed" in said[0]


def test_detect__refuses_before_it_reads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _market(monkeypatch, 100_000_000)
    with pytest.raises(UsageError, match="expected to need"):
        pipeline.detect(SAMPLE, tmp_path / "run", config=_config("1GB"))

    assert [] == list(tmp_path.iterdir())

"""The pipeline: the same bytes in any order, no raw identifier, every account scored, nothing half done."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from collusion import pipeline, provenance
from collusion.cases.run_folder import Run, open_run
from collusion.cases.schema import TABLES
from collusion.config import RunConfig, load_config
from collusion.errors import InputError, UsageError
from collusion.tables.read import read_tables
from collusion.tables.records import Inputs
from tests.conftest import ROOT

SAMPLE = ROOT / "sample_graphs" / "gift-cards"


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """The sample of gift cards, searched once."""
    return pipeline.detect(SAMPLE, tmp_path_factory.mktemp("pipeline") / "run", config=load_config(SAMPLE))


def _shuffled(source: Path, target: Path) -> Path:
    """Write the tables of a source once more, rows and files in another order and format."""
    target.mkdir()
    for path in sorted(source.glob("*.parquet")):
        rows = pl.read_parquet(path).sample(fraction=1.0, shuffle=True, seed=5)
        if path.stem == "reviews":
            (target / "reviews").mkdir()
            rows[:100].write_parquet(target / "reviews" / "z.parquet")
            rows[100:].write_parquet(target / "reviews" / "a.parquet")
        else:
            rows.write_parquet(target / path.name)
    return target


def test_detect__same_bytes_whatever_hashes_threads_and_order_of_rows(run: Run, tmp_path: Path) -> None:
    source = _shuffled(SAMPLE, tmp_path / "source")
    environment = os.environ | {"PYTHONHASHSEED": "77", "POLARS_MAX_THREADS": "1", "NUMBA_NUM_THREADS": "1"}
    (tmp_path / "threads.toml").write_text("[run]\nthreads = 3\n", encoding="utf-8")
    words = ["detect", str(source), "--out", str(tmp_path / "run"), "--quiet"]
    words += ["--config", str(tmp_path / "threads.toml")]
    subprocess.run([sys.executable, "-m", "collusion", *words], env=environment, cwd=ROOT, check=True)

    assert run.rings.height > 0
    assert run.manifest["outputs"] == open_run(tmp_path / "run").manifest["outputs"]
    for name in TABLES:
        first, second = (path / f"{name}.parquet" for path in (run.path, tmp_path / "run"))
        assert first.read_bytes() == second.read_bytes()


def test_detect__no_raw_identifier_leaves(run: Run) -> None:
    identifiers = read_tables(SAMPLE).identifiers
    assert identifiers is not None
    raw = [str(value).encode() for value in identifiers["value"].unique()]
    frames = (run.rings, run.members, run.clients, run.evidence, run.ring_reviews, run.ring_identifiers)
    written = b"\n".join(frame.write_json().encode() for frame in frames)
    written += json.dumps(run.manifest).encode()

    assert run.ring_identifiers.height > 0
    assert [] == [value for value in raw if value in written]


def test_detect__scores_every_account_members_above_others(run: Run) -> None:
    scores = run.scores()
    reviewers = read_tables(SAMPLE).reviews["reviewer_id"].unique()
    flagged = run.members.join(run.rings.filter("flagged"), on="ring_id", how="semi")["reviewer_id"]
    is_member = scores["reviewer_id"].is_in(flagged.implode())

    assert set(reviewers) == set(scores["reviewer_id"])
    assert scores.filter(is_member)["score"].min() > scores.filter(~is_member)["score"].max()


def test_detect__tables_of_a_run_agree(run: Run) -> None:
    """Each count of a ring is a count of rows that can be looked up."""
    for ring in run.rings.iter_rows(named=True):
        own = {"ring_id": ring["ring_id"]}
        reviews = run.ring_reviews.filter(**own, in_ring=True)

        assert ring["n_reviewers"] == run.members.filter(**own).height
        assert ring["n_products"] == run.clients.filter(**own).height
        assert ring["n_reviews"] == reviews.height
        assert (ring["first_at"], ring["last_at"]) == (reviews["posted_at"].min(), reviews["posted_at"].max())
        assert ring["n_reviews"] == run.members.filter(**own)["n_ring_reviews"].sum()


def test_detect__tells_the_recorder_of_stages_and_steps(tmp_path: Path) -> None:
    told: list[tuple[str, bool]] = []
    steps: list[int] = []
    recorder = provenance.Recorder(lambda name, done: told.append((name, done is None)), steps.append)
    found = pipeline.detect(SAMPLE, tmp_path / "run", config=RunConfig(), recorder=recorder)
    names = [stage["name"] for stage in found.manifest["stages"]]

    assert [(name, starts) for name in names for starts in (True, False)] == told
    assert sum(steps) > 0


def test_detect__writes_nothing_when_it_fails(tmp_path: Path) -> None:
    source = tmp_path / "reviews.csv"
    source.write_text("reviewer_id,product_id,rating\na,p,6\n", encoding="utf-8")
    with pytest.raises(InputError):
        pipeline.detect(source, tmp_path / "run", config=RunConfig())

    assert [source] == list(tmp_path.iterdir())


def test_detect__looks_where_it_writes_before_it_works(tmp_path: Path) -> None:
    (tmp_path / "run").write_text("")
    with pytest.raises(UsageError):
        pipeline.detect(tmp_path / "nowhere", tmp_path / "run", config=RunConfig())


def test_detect_from__takes_labels_besides_the_source_as_if_they_stood_in_it(
    run: Run, tmp_path: Path
) -> None:
    """What earlier decisions say is written down, names the run, and changes no digest of the input."""
    label = {"entity_type": "reviewer", "entity_id": run.members["reviewer_id"][0], "label": "honest"}
    labels = pl.DataFrame([label], schema=run.labels.schema)
    known = pipeline.detect_from(Inputs(SAMPLE, labels=labels), tmp_path / "run", config=load_config(SAMPLE))

    assert known.labels.rows() == labels.rows()
    assert known.manifest["inputs"] == run.manifest["inputs"]
    assert known.manifest["run_id"] != run.manifest["run_id"]
    assert frozenset({label["entity_id"]}) == known.honest_accounts()

"""Paths are names, never patterns: every command reads and writes the very file that it was given."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import polars as pl
import pytest

from collusion.provenance import folder_digests
from tests.conftest import Cli

#: A name, and what it would match as a pattern.
NAME, TWIN = "a[1]*?{b,c}", "a1xyb"


def _with_twin(folder: Path, content: Path, twin: Path) -> Path:
    """Copy `content` to a folder with a name like a pattern, and `twin` to where that pattern leads."""
    for name, source in ((NAME, content), (TWIN, twin)):
        shutil.copytree(source, folder / name)
    return folder / NAME


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory, samples: Path) -> dict[str, Path]:
    """A plainly named run, its copy beside an unlike twin, and the run of such a source."""
    from collusion import pipeline
    from collusion.config import load_config

    folder = tmp_path_factory.mktemp("literal")
    (folder / "runs").mkdir()
    source = _with_twin(folder, samples / "gift-cards", samples / "office")
    sources = {"plain": samples / "gift-cards", "other": samples / "office", "found": source}
    for run, path in sources.items():
        pipeline.detect(path, folder / run, config=load_config(path))
    hostile = _with_twin(folder / "runs", folder / "plain", folder / "other")
    return {"plain": folder / "plain", "hostile": hostile, "found": folder / "found", "source": source}


def test_detect__reads_the_folder_that_is_named(runs: dict[str, Path]) -> None:
    plain, found = (
        json.loads((runs[run] / "manifest.json").read_text(encoding="utf-8")) for run in ("plain", "found")
    )

    assert plain["inputs"] == found["inputs"]
    assert plain["outputs"] == found["outputs"]


@pytest.mark.parametrize("command", ["show", "explain", "verify", "evaluate"])
def test_commands__read_the_run_that_is_named(runs: dict[str, Path], cli: Cli, command: str) -> None:
    further = {"explain": ["1"], "evaluate": ["--truth", runs["source"] / "truth"]}.get(command, [])
    done = [cli(command, runs[run], *further, "--json") for run in ("plain", "hostile")]

    assert [0, 0] == [each.code for each in done]
    plain, hostile = (each.out.replace(NAME, "plain").replace("/runs/", "/") for each in done)
    assert plain == hostile


def test_verify__reads_the_source_that_is_named(runs: dict[str, Path], cli: Cli) -> None:
    assert 0 == cli("verify", runs["found"], "--source", runs["source"]).code


def test_report_and_export__read_and_write_what_is_named(
    runs: dict[str, Path], cli: Cli, tmp_path: Path
) -> None:
    for run in ("plain", "hostile"):
        out = tmp_path / run / NAME
        (tmp_path / run / TWIN).mkdir(parents=True)
        assert 0 == cli("report", runs[run], "--out", out, "--top", 1).code
        assert 0 == cli("export", runs[run], "--to", "suspects", "--out", out / "suspects.parquet").code
        assert [] == list((tmp_path / run / TWIN).iterdir())

    assert folder_digests(tmp_path / "plain") == folder_digests(tmp_path / "hostile")


@pytest.mark.parametrize("form", ["parquet", "csv", "jsonl", "parts"])
def test_validate__reads_every_format_where_it_is_named(cli: Cli, tmp_path: Path, form: str) -> None:
    for name, rating in ((NAME, 5), (TWIN, 9)):
        rows = pl.DataFrame({"reviewer_id": ["a", "b"], "product_id": ["p", "q"], "rating": [rating, rating]})
        folder = tmp_path / name
        folder.mkdir()
        if form == "parquet":
            rows.write_parquet(folder / "reviews.parquet")
        elif form == "csv":
            rows.write_csv(folder / "reviews.csv")
        elif form == "jsonl":
            rows.write_ndjson(folder / "reviews.jsonl")
        else:
            (folder / "reviews").mkdir()
            rows.write_parquet(folder / "reviews" / f"{name}.parquet")

    assert 0 == cli("validate", tmp_path / NAME).code
    assert 3 == cli("validate", tmp_path / TWIN).code


def test_quarantine__is_written_where_it_is_named(cli: Cli, tmp_path: Path) -> None:
    source = tmp_path / "reviews.csv"
    source.write_text("reviewer_id,product_id,rating\na,p,5\nb,q,9\n", encoding="utf-8")
    (tmp_path / TWIN).mkdir()

    assert 0 == cli("validate", source, "--quarantine", tmp_path / NAME).code
    assert 1 == pl.read_parquet(tmp_path / NAME / "reviews.parquet", glob=False).height
    assert [] == list((tmp_path / TWIN).iterdir())


def test_validate__a_tilde_is_a_folder_where_one_is_named_so(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    for folder, rating in ((tmp_path / "~", 5), (home, 9)):
        folder.mkdir()
        (folder / "reviews.csv").write_text(
            f"reviewer_id,product_id,rating\na,p,{rating}\n", encoding="utf-8"
        )
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.chdir(tmp_path)

    assert 0 == cli("validate", "~").code
    assert 0 == cli("validate", "~/reviews.csv").code


def test_simulate__writes_where_it_is_named(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / TWIN).mkdir()

    assert 0 == cli("simulate", tmp_path / NAME, "--reviews", 5000, "--preset", "clean").code
    assert 0 == cli("validate", tmp_path / NAME).code
    assert [] == list((tmp_path / TWIN).iterdir())

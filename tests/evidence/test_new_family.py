"""The how-to page on adding a family, followed word by word on a copy of the package."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from collusion.cases.contributions import BEYOND_HONEST
from collusion.scoring.alone import times_beyond
from tests.conftest import ROOT

PAGE = ROOT / "docs" / "how-to" / "add-a-family.md"
FILES = {"module": "collusion/evidence/hour.py", "row": "collusion/evidence/families.py"}


@pytest.fixture(scope="module")
def blocks() -> dict[str, str]:
    text = PAGE.read_text(encoding="utf-8")
    found = re.findall(r"^```(python|text)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)

    assert ["python", "text"] == [kind for kind, _ in found]
    assert all(f"`{file}`" in text for file in FILES.values())
    return dict(zip(FILES, (code for _, code in found), strict=True))


def _package(folder: Path, blocks: dict[str, str]) -> None:
    """Make a package of links to ours, but for the one room that the page changes."""
    package = folder / "collusion"
    package.mkdir()
    for path in (ROOT / "collusion").iterdir():
        if path.name not in ("evidence", "__pycache__"):
            (package / path.name).symlink_to(path)
    shutil.copytree(ROOT / "collusion" / "evidence", package / "evidence")
    (folder / FILES["module"]).write_text(blocks["module"], encoding="utf-8")
    registry = folder / FILES["row"]
    source = registry.read_text(encoding="utf-8")
    start = source.index("\nREGISTRY = (")
    end = source.index("\n)\n", start)
    registry.write_text(f"{source[: end + 1]}{blocks['row']}{source[end + 1 :]}", encoding="utf-8")


def _collusion(folder: Path, *words: object) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "collusion", *map(str, words)],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(folder), "NO_COLOR": "1", "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert 0 == done.returncode, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def run(blocks: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("family")
    _package(folder, blocks)
    _collusion(folder, "detect", ROOT / "sample_graphs" / "thirty-accounts", "--out", folder / "run")
    return folder / "run"


def test_new_family__is_as_short_as_the_page_says(blocks: dict[str, str]) -> None:
    lines = [line for line in blocks["module"].splitlines() if line]

    assert len(lines) <= 40


def test_new_family__has_its_columns_sentence_and_contribution(run: Path) -> None:
    rings, evidence = (pl.read_parquet(run / f"{name}.parquet") for name in ("rings", "evidence"))
    own = evidence.filter(pl.col("family") == "hour")
    hypotheses = pl.read_parquet(run / "hypotheses.parquet")
    effects = pl.read_parquet(run / "effects.parquet")

    assert rings["bits_hour"].null_count() == 0
    assert rings.height == own.height
    assert own["sentence"].str.contains(r"^\d+ of \d+ reviews were written from \d+:00").all()
    assert (own["contribution"].abs() > 0).any()
    assert hypotheses["by_hour"].null_count() == 0
    assert "one_hour" in effects["measure"].to_list()


def test_new_family__contributions_still_sum_to_the_score(run: Path) -> None:
    manifest = json.loads((run / "manifest.json").read_text())
    ring = pl.read_parquet(run / "rings.parquet").row(0, named=True)
    of_ring = pl.read_parquet(run / "evidence.parquet").filter(pl.col("ring_id") == ring["ring_id"])

    assert manifest["evidence_available"]["hour"] is True
    effects = pl.read_parquet(run / "effects.parquet").filter(pl.col("ring_id") == ring["ring_id"])
    known = dict(effects.drop_nulls("value").select("measure", "value").iter_rows())
    beyond = BEYOND_HONEST * times_beyond(ring["abnormal"], known, ring["n_reviewers"])
    told = manifest["prior_bits"] + of_ring["contribution"].sum() + beyond
    assert ring["score"] == pytest.approx(told, abs=0.01)


def test_new_family__is_told_to_people(run: Path) -> None:
    told = _collusion(run.parent, "explain", run, "1")
    checked = _collusion(run.parent, "validate", ROOT / "sample_graphs" / "thirty-accounts")
    _collusion(run.parent, "report", run, "--out", run.parent / "report")
    pages = "".join(path.read_text(encoding="utf-8") for path in (run.parent / "report").rglob("*.md"))

    assert "reviews were written from" in told
    assert re.search(r"^ *hour\b", checked, re.MULTILINE)
    assert "reviews were written from" in pages

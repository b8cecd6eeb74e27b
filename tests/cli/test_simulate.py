"""``collusion simulate``: what it prints, what it leaves on disk, and what it refuses."""

from __future__ import annotations

import json
from pathlib import Path

from tests.conftest import Cli


def test_simulate__prints_what_was_planted(tmp_path: Path, cli: Cli) -> None:
    done = cli("simulate", "--preset", "sample-office", "--seed", 2, tmp_path / "m")

    assert (done.code, done.err) == (0, "")
    assert f"{tmp_path / 'm'}: " in done.out
    assert "book_club  innocent       1" in done.out
    tables = {f"{name}.parquet" for name in ("reviews", "products", "accounts", "identifiers", "orders")}
    assert {*tables, "truth"} == {path.name for path in (tmp_path / "m").iterdir()}


def test_simulate__json(tmp_path: Path, cli: Cli) -> None:
    done = cli("simulate", "--preset", "clean", "--reviews", 3000, "--json", tmp_path / "m")
    summary = json.loads(done.out)

    assert done.code == 0
    assert ("clean", 0, []) == (summary["preset"], summary["seed"], summary["planted"])
    assert summary["n_reviews"] > 2500


def test_simulate__nothing_planted(tmp_path: Path, cli: Cli) -> None:
    assert (
        "Nothing was planted." in cli("simulate", "--preset", "clean", "--reviews", 2000, tmp_path / "m").out
    )


def test_simulate__output_is_a_valid_source(tmp_path: Path, cli: Cli) -> None:
    cli("simulate", "--preset", "sample-gift-cards", tmp_path / "m")

    assert cli("validate", tmp_path / "m").code == 0


def test_simulate__refuses(tmp_path: Path, cli: Cli) -> None:
    (tmp_path / "x").write_text("")
    kept = cli("simulate", "--preset", "clean", "--reviews", 2000, tmp_path)
    unknown = cli("simulate", "--preset", "easy", tmp_path / "m")

    assert (2, "") == (kept.code, kept.out)
    assert "is not empty" in kept.err
    assert unknown.code == 2
    assert "known presets: ordinary, hard, very-hard" in unknown.err
    assert cli("simulate", "--preset", "clean", "--reviews", 2000, "--force", tmp_path).code == 2
    assert (tmp_path / "x").exists()

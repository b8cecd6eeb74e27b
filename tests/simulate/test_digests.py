"""The older presets stay as they were, to the last cell: figures of different versions can be compared."""

from __future__ import annotations

import hashlib
from pathlib import Path

import polars as pl
import pytest

from collusion.simulate.market import simulate_market
from collusion.simulate.presets import preset

DIGESTS = {
    "ordinary": "0813d785b79320b4",
    "hard": "1c4e0ec0da2a7efa",
    "very-hard": "c9acd6aa7459a1a3",
    "held-out": "365b759591668880",
    "relays": "430fd92990996a99",
    "innocent": "70e839a7b8d1ec08",
    "clean": "05d79d3d389943a4",
    "benchmark": "e629bc6e7e39513c",
    "sample-thirty-accounts": "2bcc8e224399a062",
    "sample-gift-cards": "b9042a8fb7db84cc",
    "sample-slow-camouflage": "7331bc77ee9f3b64",
    "sample-honest": "2b344247749a40b4",
    "sample-office": "74424b2e090378df",
}


@pytest.mark.parametrize("name", sorted(DIGESTS))
def test_older_presets__are_what_they_were(name: str, tmp_path: Path) -> None:
    """The cells are digested, not the files: another version of the Parquet writer changes nothing."""
    n_reviews = None if name.startswith("sample") else 12_000
    simulate_market(preset(name, n_reviews=n_reviews, seed=5), tmp_path / "m")
    found = hashlib.sha256()
    for file in sorted((tmp_path / "m").rglob("*.*")):
        frame = pl.read_csv(file) if file.suffix == ".csv" else pl.read_parquet(file)
        found.update(file.stem.encode() + b"\0" + frame.write_csv().encode())

    assert DIGESTS[name] == found.hexdigest()[:16]

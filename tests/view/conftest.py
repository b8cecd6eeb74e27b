"""A real run for the tests of the page, made once a session."""

from __future__ import annotations

from pathlib import Path

import pytest

from collusion.cases.run_folder import Run
from collusion.config import load_config
from collusion.pipeline import detect
from tests.conftest import ROOT

SOURCE = ROOT / "sample_graphs" / "gift-cards"


@pytest.fixture(scope="session")
def cards_run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Return the run of the sample whose accounts share gift cards."""
    out: Path = tmp_path_factory.mktemp("cards") / "run"
    return detect(SOURCE, out, config=load_config(SOURCE, None))

"""A real run for the tests of what users see, made once a session."""

from __future__ import annotations

from pathlib import Path

import pytest

from collusion.cases.run_folder import Run
from collusion.config import load_config
from collusion.pipeline import detect
from tests.conftest import ROOT


@pytest.fixture(scope="session")
def demo_run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Return the run of the sample of one operator with thirty accounts."""
    source = ROOT / "sample_graphs" / "thirty-accounts"
    out: Path = tmp_path_factory.mktemp("demo") / "run"
    return detect(source, out, config=load_config(source, None))

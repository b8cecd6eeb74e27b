from __future__ import annotations

import pytest

import collusion as co
from tests.api.runs import SAMPLE


@pytest.fixture(scope="session")
def found(tmp_path_factory) -> co.Run:
    """Return the run of a sample, found once."""
    return co.detect(str(SAMPLE), out=str(tmp_path_factory.mktemp("found") / "run"), quiet=True)

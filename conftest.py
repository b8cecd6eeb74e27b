"""What the examples in the docstrings of the Python interface are run with."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest


@pytest.fixture(autouse=True)
def _sample(request: pytest.FixtureRequest, doctest_namespace: dict[str, Any]) -> None:
    """Give the examples of `collusion.api` the run of a sample, found once, with its source."""
    if request.node.name.startswith("collusion.api"):
        doctest_namespace |= {"run": request.getfixturevalue("sample_run"), "pl": pl}


@pytest.fixture(scope="session")
def sample_run(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Detect in the sample."""
    import collusion as co
    from tests.api.runs import SAMPLE

    return co.detect(str(SAMPLE), out=str(tmp_path_factory.mktemp("sample") / "run"), quiet=True)

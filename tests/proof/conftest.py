from __future__ import annotations

from pathlib import Path

import pytest

from tests.endurance.bundles import make_bundle


@pytest.fixture(scope="session")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A signed bundle of the ring of the smallest sample, with its tables."""
    return make_bundle(tmp_path_factory.mktemp("proof"))

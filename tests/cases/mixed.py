"""A market with rings of several styles, and the run that found them, once a session."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

import collusion as co
from tests.endurance.what_ifs import mixed_market


@cache
def mixed_run() -> co.Run:
    """Return the run, opened with its source."""
    work = Path(tempfile.mkdtemp(prefix="collusion-mixed-"))
    return co.detect(mixed_market(work / "market", 1), work / "run", quiet=True)

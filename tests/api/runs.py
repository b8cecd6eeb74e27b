"""Hand-built runs as the public API opens them, and the sample that the room detects in."""

from __future__ import annotations

from pathlib import Path

import collusion as co
from tests.cases.small_runs import Wish, make_run, save_run
from tests.conftest import ROOT

SAMPLE = ROOT / "sample_graphs" / "gift-cards"
PLAIN = Wish()


def built(tmp_path: Path, wish: Wish = PLAIN) -> co.Run:
    """Open a hand-built run folder."""
    return co.open_run(save_run(make_run(wish), tmp_path / "run"))

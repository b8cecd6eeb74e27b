from __future__ import annotations

from tests.evaluation.fixtures import small_market, small_run

__all__ = ["small_market", "small_run"]

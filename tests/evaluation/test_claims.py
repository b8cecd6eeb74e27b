from __future__ import annotations

import numpy as np
import polars as pl

from collusion.cases.run_folder import open_run
from collusion.evaluation.claims import claims_of_run, unsure_claims
from collusion.evaluation.metrics import figures
from collusion.evaluation.outcome import assess
from tests.cases.small_runs import Wish, make_run, save_run
from tests.evaluation.by_hand import TRUTH


def test_claims_of_run__reads_rings_by_rank(tmp_path):
    run = open_run(save_run(make_run(Wish(n_rings=2)), tmp_path / "run"))
    claims = claims_of_run(run)

    assert tuple(run.rings["ring_id"]) == claims.names
    first = run.members.filter(pl.col("ring_id") == claims.names[0])["reviewer_id"]
    assert set(first) == claims.rings[0]
    assert claims.scores.equals(run.scores())


def test_claims_of_run__flags_as_the_run_does_at_its_own_level(small_run):
    """Flags recomputed from q-values and families are the flags in the run folder."""
    claims = claims_of_run(small_run)
    level = small_run.manifest["config"]["scoring"]["fdr"]

    assert small_run.rings["flagged"].to_list() == claims.flagged(level).tolist()
    assert claims.flagged(level).any()


def test_unsure_claims__flag_nothing():
    scores = pl.DataFrame({"reviewer_id": ["a"], "score": [1.0]})
    claims = unsure_claims("x", [frozenset("abcdef")], scores)

    assert not claims.flagged(0.99).any()
    assert np.isnan(claims.probability).all()
    judged = figures([assess(claims, TRUTH)])
    assert judged.ranks_only
    assert 1 == judged.found[1]

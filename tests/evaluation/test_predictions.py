from __future__ import annotations

import numpy as np
import polars as pl

from collusion.cases.run_folder import open_run
from collusion.evaluation.metrics import figures
from collusion.evaluation.outcome import assess
from collusion.evaluation.predictions import predictions_of_run, ranked_predictions
from tests.cases.small_runs import Wish, make_run, save_run
from tests.evaluation.by_hand import TRUTH


def test_predictions_of_run__reads_rings_by_rank(tmp_path):
    run = open_run(save_run(make_run(Wish(n_rings=2)), tmp_path / "run"))
    predictions = predictions_of_run(run)

    assert tuple(run.rings["ring_id"]) == predictions.names
    first = run.members.filter(pl.col("ring_id") == predictions.names[0])["reviewer_id"]
    assert set(first) == predictions.rings[0]
    assert predictions.scores.equals(run.scores())


def test_predictions_of_run__flags_as_the_run_does_at_its_own_level(small_run):
    """Flags recomputed from q-values and families are the flags in the run folder."""
    predictions = predictions_of_run(small_run)
    level = small_run.manifest["config"]["scoring"]["fdr"]

    assert small_run.rings["flagged"].to_list() == predictions.flagged(level).tolist()
    assert predictions.flagged(level).any()


def test_ranked_predictions__flag_nothing():
    scores = pl.DataFrame({"reviewer_id": ["a"], "score": [1.0]})
    predictions = ranked_predictions("x", [frozenset("abcdef")], scores)

    assert not predictions.flagged(0.99).any()
    assert np.isnan(predictions.probability).all()
    judged = figures([assess(predictions, TRUTH)])
    assert judged.ranks_only
    assert 1 == judged.found[1]

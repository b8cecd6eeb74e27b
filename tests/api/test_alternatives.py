"""What would have cleared accounts, judged one after the other and by several processes."""

from __future__ import annotations

import collusion as co
from collusion.api.page.alternatives import with_alternatives
from collusion.view.report import Extras
from tests.api.runs import SAMPLE


def test_with_alternatives__the_same_by_several_processes(tmp_path, monkeypatch):
    run = co.detect(SAMPLE, tmp_path / "run", quiet=True)
    ids, done = run.rings["ring_id"].to_list(), []
    alone = with_alternatives(run, Extras(), ids, lambda n, of: done.append((n, of)))
    monkeypatch.setattr("collusion.api.page.alternatives._WORTH_A_PROCESS", 1)
    shared = with_alternatives(run, Extras(), ids, lambda n, of: None, n_processes=2)

    flagged = run.rings.filter(flagged=True)
    assert flagged["ring_id"].to_list() == list(alone.removals) == list(shared.removals)
    assert done[-1] == (flagged["n_reviewers"].sum(),) * 2
    assert alone == shared
    assert len(alone.counterfactuals) > 5

from __future__ import annotations

import pytest

import collusion as co
from collusion.errors import InputError, UsageError
from tests.workspace.keeping import RING, grown, keep, kept


def test_decide__is_an_entry_of_the_ledger_of_the_workspace_around_the_run(tmp_path):
    with kept(tmp_path) as space:
        ring = co.open_run(tmp_path / "w" / "runs" / "0001")[RING]
        entry = ring.decide("confirmed", by="M. Berg", note="Same card.", expires="30d")

        assert [entry] == space.ledger()
        assert ("confirm", "M. Berg", 5) == (
            entry.decision.verdict,
            entry.decision.by,
            len(entry.decision.accounts),
        )
        won = ring.decide("appeal won", by="A. Roy", note="Receipts.", accounts="A101")
        assert ("A101",) == won.decision.accounts


def test_decide__refuses_what_nobody_decides(tmp_path):
    with kept(tmp_path):
        ring = co.open_run(tmp_path / "w" / "runs" / "0001")[RING]
        with pytest.raises(UsageError, match=r"found the verdict 'guilty'\. Allowed: confirmed, dismissed"):
            ring.decide("guilty", by="A", note="b")
        with pytest.raises(InputError):
            ring.decide("confirmed", by=" ", note="")


def test_decide__looks_for_the_workspace_and_at_the_latest_run(tmp_path):
    with kept(tmp_path) as space:
        folder = (tmp_path / "w" / "runs" / "0001").rename(tmp_path / "elsewhere")
        ring = co.open_run(folder)[RING]
        with pytest.raises(UsageError, match="found no workspace around"):
            ring.decide("confirmed", by="A", note="b")
        assert 1 == ring.decide("confirmed", by="A", note="b", workspace=tmp_path / "w").seq

        ring = co.open_run(folder.rename(tmp_path / "w" / "runs" / "0001"))[RING]
        keep(space, grown(9))
        with pytest.raises(UsageError, match="in run 2 of the workspace as well"):
            ring.decide("dismissed", by="A", note="b", workspace=tmp_path / "w")

    with kept(tmp_path / "other", grown(9)), pytest.raises(UsageError, match="has no run"):
        ring.decide("dismissed", by="A", note="b", workspace=tmp_path / "other" / "w")

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest

from collusion.errors import InputError, UsageError
from collusion.workspace.deciding import Said, decide, find_ring, whereabouts
from tests.cases.small_runs import Wish, make_run
from tests.workspace.keeping import RING, grown, keep, kept

SAID = Said("confirm", "M. Berg", "Same card.")


def test_decide__is_about_the_accounts_that_the_person_saw(tmp_path):
    with kept(tmp_path) as workspace:
        entry, is_new = decide(workspace, RING.lower(), SAID)
        keep(workspace, grown(9))

        assert is_new
        assert ("A100", "A101", "A102", "A103", "A104") == entry.decision.accounts
        assert "run-0123456789ab" == entry.decision.run_id
        assert [entry] == workspace.ledger()


def test_decide__of_some_accounts_only(tmp_path):
    with kept(tmp_path) as workspace:
        entry, _ = decide(workspace, "1", Said("honest", "A. Roy", "Receipts.", ("A101",)))

        assert ("A101",) == entry.decision.accounts
        with pytest.raises(UsageError, match="no run saw in R-00000001: Nobody"):
            decide(workspace, RING, Said("confirm", "A. Roy", "x", ("Nobody",)))
        with pytest.raises(UsageError, match="name them with --accounts"):
            decide(workspace, RING, Said("honest", "A. Roy", "x"))
        with pytest.raises(InputError):
            decide(workspace, RING, Said("confirm", "", ""))


def test_find_ring__by_id_unique_beginning_or_rank(tmp_path):
    with kept(tmp_path) as workspace:
        assert RING == find_ring(workspace, "1") == find_ring(workspace, "r-00000001")
        with pytest.raises(UsageError, match="2 rings of that name"):
            find_ring(workspace, "R-0000")
        with pytest.raises(UsageError, match="no ring of that name"):
            find_ring(workspace, "R-FFFF")


def test_whereabouts__of_a_ring_that_the_latest_run_has_not(tmp_path):
    """Another ring has its accounts, which keeps its own id; later no ring has them."""
    both = make_run()
    other = next(name for name in both.rings["ring_id"] if name != RING)
    joined = replace(
        both,
        rings=both.rings.filter(ring_id=RING),
        members=both.members.with_columns(pl.lit(RING).alias("ring_id")),
    )
    with kept(tmp_path) as space:
        assert whereabouts(space, other) is None

        keep(space, joined)
        assert f"{other} was last found in run 1. Most of its accounts are in {RING} now." == whereabouts(
            space, other
        )
        assert whereabouts(space, RING) is None

        keep(space, make_run(Wish(n_rings=0)))
        assert "last found in run 2. No ring has most of its accounts now." in whereabouts(space, RING)

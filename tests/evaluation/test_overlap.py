from __future__ import annotations

import polars as pl
import pytest

from collusion.errors import InputError
from collusion.evaluation.overlap import demand_overlap
from tests.evaluation.by_hand import predictions


def test_demand_overlap__raises_when_no_account_has_a_score():
    with pytest.raises(InputError, match="found 2 accounts, of which the run scored none") as caught:
        demand_overlap(pl.Series(["A", "zz"]), predictions(["ab"]), where="members", column="reviewer_id")

    assert "'A' is nearly 'a'" in str(caught.value)


@pytest.mark.parametrize("named", [["a", "zz"], []])
def test_demand_overlap__is_content_with_one_and_with_nothing_to_judge_by(named):
    demand_overlap(pl.Series(named, dtype=pl.String), predictions(["ab"]), where="labels", column="entity_id")

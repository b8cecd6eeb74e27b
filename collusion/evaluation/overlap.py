"""Check that predictions and truth name the same accounts before figures are computed."""

from __future__ import annotations

import polars as pl

from collusion.errors import Fault, InputError
from collusion.evaluation.predictions import Predictions
from collusion.tables.joins import advice, near_misses

_LOOKED_AT = 1000


def demand_overlap(judged_by: pl.Series, predictions: Predictions, *, where: str, column: str) -> None:
    """Demand that some account of a truth or of labels has a score.

    Parameters
    ----------
    judged_by
        Ids of the accounts of which something is known.
    predictions
        What a method says of a market.
    where, column
        File or table, and column, that names the accounts.

    Raises
    ------
    InputError
        When accounts are named and none of them has a score: figures of such a comparison would mean nothing.
        Ids that differ in spelling only are quoted.
    """
    scored = predictions.scores["reviewer_id"].sort()
    named = judged_by.drop_nulls().unique().sort()
    if len(named) == 0 or bool(named.is_in(scored.implode()).any()):
        return
    strays = named.head(_LOOKED_AT)
    remedy = (
        f"{advice(near_misses(strays, scored), len(strays), 'entity_id')} Or give the one of this market."
    )
    found = f"{len(named):,} account{'s' * (len(named) != 1)}, of which the run scored none"
    raise InputError([Fault(where, column, found, "accounts of the market that was run", remedy)])

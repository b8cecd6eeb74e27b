"""B-cubed precision and recall of members, for clusters that overlap (Amigó et al. 2009)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl

from collusion.arrays import BoolArray, Float64Array

_CHUNK = 512


def bcubed(found: Sequence[frozenset[str]], true: Sequence[frozenset[str]]) -> pl.DataFrame:
    """Return the B-cubed precision and recall of each account.

    For two accounts e and e′ that share c found rings and t true rings, the multiplicity precision is min(c,
    t)/c and the recall min(c, t)/t. An account's precision is the mean over all e′ (itself included) with
    which it shares a found ring, its recall the mean over all with which it shares a true ring.

    Parameters
    ----------
    found, true
        Members of each ring.

    Returns
    -------
    pl.DataFrame
        Columns reviewer_id, precision (null for an account in no found ring) and recall (null for one in no
        true ring), by reviewer_id. O(K²) for the K distinct sets of rings that accounts are in. Source:
        Amigó, Gonzalo, Artiles & Verdejo, Information Retrieval 12 (2009), §5.
    """
    accounts = sorted(set().union(*found, *true))
    place = {account: i for i, account in enumerate(accounts)}
    clusters, categories = _incidence(found, place), _incidence(true, place)
    kinds, kind, size = np.unique(
        np.concatenate([clusters, categories], axis=1), axis=0, return_inverse=True, return_counts=True
    )
    kind = kind.reshape(-1)
    precision, recall = _mean_shares(kinds[:, : len(found)], kinds[:, len(found) :], size.astype(np.float64))
    return pl.DataFrame(
        {
            "reviewer_id": pl.Series(accounts, dtype=pl.String),
            "precision": pl.Series(precision[kind]).fill_nan(None),
            "recall": pl.Series(recall[kind]).fill_nan(None),
        }
    )


def _incidence(groups: Sequence[frozenset[str]], place: dict[str, int]) -> BoolArray:
    """Return which account is in which group, shape (n_accounts, n_groups)."""
    belongs = np.zeros((len(place), len(groups)), dtype=np.bool_)
    for j, members in enumerate(groups):
        belongs[[place[account] for account in members], j] = True
    return belongs


def _mean_shares(
    clusters: BoolArray, categories: BoolArray, size: Float64Array
) -> tuple[Float64Array, Float64Array]:
    """Return precision and recall of each kind of account, NaN where it is in no cluster or no category.

    A kind is a set of clusters and categories, `size` the number of its accounts: huge clusters cost no more
    than the kinds that they are made of.
    """
    precision, recall = np.empty(len(size)), np.empty(len(size))
    found, true = clusters.astype(np.float32), categories.astype(np.float32)
    for start in range(0, len(size), _CHUNK):
        part = slice(start, start + _CHUNK)
        shared, wanted = found[part] @ found.T, true[part] @ true.T
        common = np.minimum(shared, wanted)
        for out, whole in ((precision, shared), (recall, wanted)):
            weight = (whole > 0) @ size
            total = (common / np.maximum(whole, 1)) @ size
            out[part] = np.where(weight > 0, total / np.maximum(weight, 1), np.nan)
    return precision, recall

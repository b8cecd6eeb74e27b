"""The truth tables: which groups were planted, who is in them, and what they aimed at."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl

from collusion.arrays import Int64Array
from collusion.simulate import ids
from collusion.simulate.assemble import Planted


def write_truth(
    planted: Planted,
    n_reviews: Int64Array,
    product_ids: pl.Series,
    folder: Path,
    *,
    seed: int,
    hardness: str,
) -> None:
    """Write ``groups.parquet``, ``members.parquet`` and ``targets.parquet``.

    Parameters
    ----------
    planted
        The groups.
    n_reviews
        (n_products,) reviews of each product in the whole market.
    product_ids
        Ids of all products.
    folder
        Created.
    seed, hardness
        Of the market.
    """
    folder.mkdir(parents=True)
    names, groups = planted.names, planted.groups
    overview = pl.DataFrame(
        {
            "group_id": pl.Series(names, dtype=pl.String),
            "kind": pl.Series([group.kind for group in groups], dtype=pl.String),
            "style": pl.Series([group.style for group in groups], dtype=pl.String),
            "n_members": pl.Series([len(group.members) for group in groups], dtype=pl.UInt32),
            "n_targets": pl.Series([len(group.targets) for group in groups], dtype=pl.UInt32),
            "hardness": pl.Series([hardness] * len(groups), dtype=pl.String),
        }
    )
    overview.sort("group_id").write_parquet(folder / "groups.parquet")
    empty = [np.empty(0, dtype=np.int64)]
    member = np.concatenate(empty + [group.members for group in groups])
    target = np.concatenate(empty + [group.targets for group in groups])
    members = pl.DataFrame(
        {
            "group_id": _repeated(names, [len(group.members) for group in groups]),
            "reviewer_id": ids.id_strings(member, "account", seed),
        }
    )
    members.sort("group_id", "reviewer_id").write_parquet(folder / "members.parquet")
    targets = pl.DataFrame(
        {
            "group_id": _repeated(names, [len(group.targets) for group in groups]),
            "product_id": product_ids.gather(pl.Series(target)),
            "n_reviews": n_reviews[target].astype(np.uint32),
        }
    )
    targets.sort("group_id", "product_id").write_parquet(folder / "targets.parquet")


def _repeated(names: tuple[str, ...], times: list[int]) -> pl.Series:
    every = [name for name, n in zip(names, times, strict=True) for _ in range(n)]
    return pl.Series("group_id", every, dtype=pl.String)

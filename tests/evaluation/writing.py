"""Writes a truth as the simulator does."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from collusion.evaluation.truth import Truth


def write_truth(truth: Truth, folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    groups = [(g.name, g.kind, g.style, g.hardness) for g in truth.groups]
    members = [(g.name, account) for g in truth.groups for account in sorted(g.members)]
    targets = [(g.name, product) for g in truth.groups for product in sorted(g.targets)]
    columns = {"groups": ["group_id", "kind", "style", "hardness"], "members": ["group_id", "reviewer_id"]}
    columns["targets"] = ["group_id", "product_id"]
    for name, rows in (("groups", groups), ("members", members), ("targets", targets)):
        frame = pl.DataFrame(rows, schema=columns[name], orient="row")
        frame.write_parquet(folder / f"{name}.parquet")
    return folder

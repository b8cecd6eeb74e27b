"""Trials with labels: how many rings a few known fakes reveal, and what honest and wrong labels do."""

from __future__ import annotations

import shutil
from pathlib import Path

import polars as pl

from collusion.evaluation.truth import Truth
from collusion.simulate.draws import key_of

#: What can be labelled, and how many accounts of each unflagged ring, or, wrongly, of each innocent group
#: that was listed; None: everybody in innocent groups.
LABELLED: dict[str, int | None] = {"labels_1": 1, "labels_3": 3, "labels_wrong": 1, "labels_honest": None}
_WRONG = "labels_wrong"


def labels_of(truth: Truth, base: pl.DataFrame, what: str, seed: int) -> pl.DataFrame:
    """Return a table of labels for a second run of a market.

    Parameters
    ----------
    truth
        What was planted.
    base
        Judged rows of the first run, without labels.
    what
        A key of `LABELLED`. ``labels_honest`` says that all members of the innocent groups that were flagged
        are honest, or, where none was, of all that were listed; ``labels_wrong`` that one member of each that
        was listed and not flagged is fake.
    seed
        Says which members of a ring are known.

    Returns
    -------
    pl.DataFrame
        Columns entity_type, entity_id, label and source.
    """
    count = LABELLED[what]
    chosen = labelled_groups(base, what)
    label = "honest" if count is None else "fake"
    ids: list[str] = []
    for group in truth.groups:
        if group.name in chosen:
            order = sorted(group.members, key=lambda account: key_of(seed, "label", account))
            ids += order if count is None else order[:count]
    found = sorted(set(ids))
    return pl.DataFrame(
        {
            "entity_type": ["reviewer"] * len(found),
            "entity_id": found,
            "label": [label] * len(found),
            "source": ["trial"] * len(found),
        },
        schema=dict.fromkeys(("entity_type", "entity_id", "label", "source"), pl.String),
    )


def labelled_groups(base: pl.DataFrame, what: str) -> frozenset[str]:
    """Return the names of the groups that get labels; arguments as in `labels_of`.

    Parameters
    ----------
    base
        Judged rows of the first run.
    what
        A key of `LABELLED`.
    """
    innocent = base.filter(pl.col("row") == "innocent")
    if what == _WRONG:
        return frozenset(innocent.filter(~pl.col("flagged")).drop_nulls("rank")["name"])
    if LABELLED[what] is not None:
        return frozenset(base.filter(pl.col("row") == "ring", ~pl.col("flagged"))["name"])
    flagged = innocent.filter("flagged")
    return frozenset((flagged if flagged.height else innocent.drop_nulls("rank"))["name"])


def only_labelled(rows: pl.DataFrame, chosen: frozenset[str]) -> pl.DataFrame:
    """Return judged rows without the rings and innocent groups that got no label.

    Parameters
    ----------
    rows
        Judged rows of the second run.
    chosen
        Names of the groups with labels.
    """
    is_group = pl.col("row").is_in(["ring", "innocent"])
    return rows.filter(~is_group | pl.col("name").is_in(sorted(chosen)))


def with_labels(source: Path, labels: pl.DataFrame, out: Path) -> Path:
    """Copy a simulated source and add a table of labels.

    Parameters
    ----------
    source
        A simulated source.
    labels
        The table.
    out
        Folder to write.
    """
    shutil.copytree(source, out, ignore=shutil.ignore_patterns("truth"))
    labels.write_parquet(out / "labels.parquet")
    return out

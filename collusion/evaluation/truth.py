"""What is true of a market: the groups that were planted, rings and innocent look-alikes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from collusion.errors import Fault, InputError, UsageError

_COLUMNS = {
    "groups": ("group_id", "kind", "style", "hardness"),
    "members": ("group_id", "reviewer_id"),
    "targets": ("group_id", "product_id"),
}
# columns of ``groups`` that only lifelike markets have, and what holds without them
_OPTIONAL: dict[str, str | bool] = {"visible_in": "reviews", "held_out": False}
KINDS = ("ring", "innocent")


@dataclass(frozen=True, slots=True)
class TrueGroup:
    """One planted group.

    Attributes
    ----------
    name
        Its id.
    kind
        ``ring`` or ``innocent``.
    style
        How it works, e.g. ``slow`` or ``fan_club``.
    hardness
        How well it hides.
    members
        Its accounts. A nested or overlapping ring is two groups that share members.
    targets
        The products that it serves.
    visible_in
        Alternatives of what is enough to see it, see `simulate.lifelike.plan.is_visible`.
    held_out
        Whether nothing may be tuned on its style.
    """

    name: str
    kind: str
    style: str
    hardness: str
    members: frozenset[str]
    targets: frozenset[str]
    visible_in: str = "reviews"
    held_out: bool = False


@dataclass(frozen=True, slots=True)
class Truth:
    """All planted groups of a market, by name."""

    groups: tuple[TrueGroup, ...]

    @property
    def rings(self) -> tuple[TrueGroup, ...]:
        """The rings."""
        return tuple(group for group in self.groups if group.kind == "ring")

    @property
    def innocent(self) -> tuple[TrueGroup, ...]:
        """The innocent look-alikes."""
        return tuple(group for group in self.groups if group.kind == "innocent")

    def accounts(self) -> pl.Series:
        """Return the ids of all accounts of all groups, ascending."""
        names = frozenset[str]().union(*(group.members for group in self.groups))
        return pl.Series("reviewer_id", sorted(names), dtype=pl.String)


def read_truth(folder: Path) -> Truth:
    """Read a truth folder.

    Parameters
    ----------
    folder
        A folder with ``groups``, ``members`` and ``targets`` as Parquet, or a market that has one named
        ``truth``.

    Returns
    -------
    Truth
        Groups by name; one without members is left out, as nobody can find it.

    Raises
    ------
    UsageError
        When there is no such folder or file.
    InputError
        When a column is missing, or a group is neither ring nor innocent.
    """
    if (folder / "truth").is_dir():
        folder = folder / "truth"
    frames = {name: _read(folder, name) for name in _COLUMNS}
    members, targets = _sets(frames["members"], "reviewer_id"), _sets(frames["targets"], "product_id")
    _check_kinds(folder, frames["groups"])
    groups = (
        TrueGroup(
            name=row["group_id"],
            kind=row["kind"],
            style=row["style"],
            hardness=row["hardness"],
            members=members[row["group_id"]],
            targets=targets.get(row["group_id"], frozenset()),
            visible_in=row["visible_in"],
            held_out=row["held_out"],
        )
        for row in frames["groups"].sort("group_id").to_dicts()
        if row["group_id"] in members
    )
    return Truth(tuple(groups))


def _read(folder: Path, name: str) -> pl.DataFrame:
    file = folder / f"{name}.parquet"
    if not file.is_file():
        message = (
            f"{folder}: found no {name}.parquet there, so it is no truth folder. "
            "Give the folder `truth` that `collusion simulate` wrote beside the tables."
        )
        raise UsageError(message)
    frame = pl.read_parquet(file, glob=False)
    faults = [
        Fault(str(file), column, "no such column", f"columns {', '.join(_COLUMNS[name])}", "Add the column.")
        for column in _COLUMNS[name]
        if column not in frame.columns
    ]
    if faults:
        raise InputError(faults)
    optional = [
        pl.col(column) if column in frame.columns else pl.lit(default).alias(column)
        for column, default in (_OPTIONAL if name == "groups" else {}).items()
    ]
    return frame.select(*(pl.col(column).cast(pl.String) for column in _COLUMNS[name]), *optional)


def _sets(frame: pl.DataFrame, column: str) -> dict[str, frozenset[str]]:
    lists = frame.group_by("group_id").agg(column).sort("group_id")
    return {name: frozenset(values) for name, values in lists.iter_rows()}


def _check_kinds(folder: Path, groups: pl.DataFrame) -> None:
    wrong = groups.filter(~pl.col("kind").is_in(KINDS))["kind"].unique().sort().to_list()
    if wrong:
        raise InputError(
            [
                Fault(
                    str(folder / "groups.parquet"),
                    "kind",
                    ", ".join(repr(kind) for kind in wrong),
                    " or ".join(KINDS),
                    "Correct the kinds.",
                )
            ]
        )

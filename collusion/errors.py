"""The errors of Collusion: one base class, one child for each situation a caller can act on.

Every message says what was found, where, what is allowed and what to do next.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault of an input.

    Attributes
    ----------
    where
        The table, file or configuration key, e.g. ``"reviews"`` or ``"collusion.toml"``.
    column
        The column or key within `where`; empty when the fault is of the whole.
    found
        What was found, e.g. ``"rating 9"``.
    allowed
        What is allowed instead.
    remedy
        What to do next.
    rows
        Row numbers (from 1, the header not counted) of the first few offenders.
    count
        How many rows are at fault; 0 when the fault is not of rows.
    """

    where: str
    column: str
    found: str
    allowed: str
    remedy: str
    rows: tuple[int, ...] = ()
    count: int = 0

    def __str__(self) -> str:
        place = f"{self.where}.{self.column}" if self.column else self.where
        text = f"{place}: found {self.found}"
        if self.count:
            shown = ", ".join(str(row) for row in self.rows)
            more = ", …" if self.count > len(self.rows) else ""
            text += f" in {self.count:,} row{'s' if self.count > 1 else ''} ({shown}{more})"
        return f"{text}. Allowed: {self.allowed}. {self.remedy}"


class CollusionError(Exception):
    """Base of every error that Collusion raises on purpose; `exit_code` is what the CLI returns."""

    exit_code = 1


class UsageError(CollusionError):
    """A call or command line that cannot be carried out as given."""

    exit_code = 2


class ConflictError(UsageError):
    """Somebody else was there first, or what was looked at is no longer what is there."""


def missing_extra(what: str, extra: str) -> UsageError:
    """Return the error of something for which an `extra` must be installed; `what` it is in words."""
    return UsageError(
        f"{what}: a library for it is not installed. Install it: pip install 'collusion[{extra}]'"
    )


class InputError(CollusionError):
    """Input tables or configuration at fault; carries every fault found, not just the first."""

    exit_code = 3

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        n = len(self.faults)
        lines = "\n".join(f"  {i}. {fault}" for i, fault in enumerate(self.faults, 1))
        super().__init__(f"{n} fault{'s' if n != 1 else ''} in the input:\n{lines}")


class OutputError(CollusionError):
    """An output that cannot be written: a full disk, a quota, a file system that fails."""


class IntegrityError(CollusionError):
    """A manifest, run folder or audit chain that does not verify."""

    exit_code = 4

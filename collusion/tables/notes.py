"""What is counted while a source is read and is no fault."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Note:
    """Something counted and reported that is not a fault.

    Attributes
    ----------
    table
        The table, or the name of the source where it is of no table.
    column
        The column; empty when it is of the whole table.
    count
        How many rows, columns or files.
    message
        One sentence.
    is_warning
        It may make results wrong or evidence missing.
    """

    table: str
    column: str
    count: int
    message: str
    is_warning: bool = False

    def __str__(self) -> str:
        """Write the note on one line, e.g. ``warning: labels.entity_id: … (3)``."""
        where = ".".join(filter(None, (self.table, self.column)))
        return f"{'warning: ' if self.is_warning else ''}{where}: {self.message} ({self.count:,})"

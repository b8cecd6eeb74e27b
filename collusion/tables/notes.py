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
    """

    table: str
    column: str
    count: int
    message: str

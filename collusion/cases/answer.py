"""An answer in words, with the rows that they count."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

import polars as pl

from collusion.foreign import printable

_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer to a question about a ring.

    Attributes
    ----------
    words
        The answer in a sentence or two.
    rows
        The rows that the words count.
    """

    words: str
    rows: pl.DataFrame

    def __str__(self) -> str:
        return self.words

    def _repr_html_(self) -> str:
        names = "".join(f"<th>{escape(name)}</th>" for name in self.rows.columns)
        lines = ["".join(f"<td>{_cell(cell)}</td>" for cell in row) for row in self.rows.head(_SHOWN).rows()]
        body = "".join(f"<tr>{line}</tr>" for line in lines)
        left = self.rows.height - _SHOWN
        more = f"<p>and {left:,} more rows in <code>.rows</code></p>" if left > 0 else ""
        table = f"<table><thead><tr>{names}</tr></thead><tbody>{body}</tbody></table>" if lines else ""
        return f"<p>{escape(printable(self.words))}</p>{table}{more}"


def _cell(value: object) -> str:
    if value is None:
        return ""
    text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return escape(printable(text))

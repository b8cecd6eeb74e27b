"""Read ids, words and texts: strip blanks and quotes, and flag what is odd."""

from __future__ import annotations

from enum import IntFlag

import numpy as np
import polars as pl

from collusion.tables.cells import are_empty_words
from collusion.tables.formats.staging import FLOAT, LETTERS, MARK_PATTERN, OBJECT

TEXT, FLAGS = "text", "flags"
WORD_FIELDS = {TEXT: pl.String(), FLAGS: pl.UInt8()}
_CONTROL = r"[\x00-\x1f\x7f]"
# Bytes between these two are neither blanks nor control characters, nor parts of any.
_LAST_BLANK, _FIRST_ODD = 0x20, 0x7F
_FORMULA = r'^="(.*)"$'
_CURLY = r"^[“”„«»](.+)[“”»]$"


class Flag(IntFlag):
    """What is odd about a cell."""

    BLANK = 1
    LEADING = 2
    CONTROL = 4
    EMPTY_WORD = 8
    QUOTED = 16
    OBJECT = 32
    FLOAT = 64
    LETTERS = 128


def read_words(cells: pl.Series, *, emptied: bool) -> pl.Series:
    """Read ids or words.

    Parameters
    ----------
    cells
        Text.
    emptied
        Words that say that a cell is empty make it so; otherwise they are words.

    Returns
    -------
    polars.Series
        Struct of the text, null where it is empty, and the sum of its flags of `Flag`.

    Notes
    -----
    One look at all bytes together tells for most batches that there is nothing to strip.
    """
    content = cells.str.join("").cast(pl.Binary).item() or b""
    together = np.frombuffer(content, dtype=np.uint8)
    flags = pl.repeat(0, len(cells), dtype=pl.UInt8, eager=True)
    if together.size and not (together.min() > _LAST_BLANK and together.max() < _FIRST_ODD):
        cells, flags = _unmarked(cells, flags)
        stripped = cells.str.strip_chars()
        flags = _add(
            flags, (stripped.str.len_bytes() != cells.str.len_bytes()) & (stripped != ""), Flag.BLANK
        )
        flags = _add(flags, cells.str.contains("^[ \t]") & (stripped != ""), Flag.LEADING)
        flags = _add(flags, stripped.str.contains(_CONTROL), Flag.CONTROL)
        cells, flags = _unwrapped(stripped, flags, _CURLY, "[“„«]")
    if b"=" in content and cells.str.starts_with('="').any():
        cells, flags = _unwrapped(cells, flags, _FORMULA, '="')
    if emptied:
        cells, flags = _emptied(cells, flags)
    return _struct(cells, flags)


def read_text(cells: pl.Series, *, emptied: bool) -> pl.Series:
    """Read free text: as `read_words`, but blanks stay, and only NUL is a control character."""
    flags = pl.repeat(0, len(cells), dtype=pl.UInt8, eager=True)
    if cells.str.contains("\x00", literal=True).any():
        cells, flags = _unmarked(cells, flags)
        # Letters that were lost in a text cost nobody an id.
        flags = pl.select(flags & ~pl.lit(int(Flag.LETTERS), dtype=pl.UInt8)).to_series()
        flags = _add(flags, cells.str.contains("\x00", literal=True), Flag.CONTROL)
    if emptied:
        cells, flags = _emptied(cells, flags)
    return _struct(cells, flags)


def _struct(cells: pl.Series, flags: pl.Series) -> pl.Series:
    has_empty = cells.str.len_bytes().min() == 0
    text = cells.set((cells == "").fill_null(value=False), None) if has_empty else cells
    return pl.DataFrame({TEXT: text, FLAGS: flags}).to_struct(cells.name)


def _add(flags: pl.Series, where: pl.Series, flag: Flag) -> pl.Series:
    places = where.fill_null(value=False).arg_true()
    return flags.scatter(places, flags.gather(places) + int(flag)) if len(places) else flags


def _unmarked(cells: pl.Series, flags: pl.Series) -> tuple[pl.Series, pl.Series]:
    """Take the marks off that a reader put on cells."""
    for mark, flag in ((OBJECT, Flag.OBJECT), (FLOAT, Flag.FLOAT), (LETTERS, Flag.LETTERS)):
        flags = _add(flags, cells.str.starts_with(mark), flag)
    return cells.str.replace(MARK_PATTERN, ""), flags


def _unwrapped(cells: pl.Series, flags: pl.Series, pattern: str, sign: str) -> tuple[pl.Series, pl.Series]:
    """Take curly quotes or a spreadsheet's formula off cells that stand within them."""
    hit = cells.str.contains(sign, literal=sign[0] == "=") & cells.str.contains(pattern)
    if not hit.any():
        return cells, flags
    places = hit.fill_null(value=False).arg_true()
    inner = cells.gather(places).str.replace(pattern, "$1").str.replace_all('""', '"', literal=True)
    return cells.scatter(places, inner.str.strip_chars()), _add(flags, hit, Flag.QUOTED)


def _emptied(cells: pl.Series, flags: pl.Series) -> tuple[pl.Series, pl.Series]:
    says_nothing = are_empty_words(cells, also_short=False)
    places = says_nothing.arg_true()
    if not len(places):
        return cells, flags
    return cells.scatter(places, None), _add(flags, says_nothing, Flag.EMPTY_WORD)

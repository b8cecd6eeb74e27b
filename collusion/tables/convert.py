"""Cells of a file become cells of the contract: an expression for each column, and checks of its rows."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from collusion.errors import Fault
from collusion.settings import printable
from collusion.tables.dates import DATE_RANGE, date_problem, date_value
from collusion.tables.mapping import RatingScale, SourceMapping
from collusion.tables.schema import KIND_HINT, TIME, Column

TRUE_WORDS = ("true", "t", "yes", "y", "1")
FALSE_WORDS = ("false", "f", "no", "n", "0")
_CONTROL = r"[\x00-\x1f\x7f]"
# Bytes between these two are neither blanks nor control characters, nor parts of any.
_LAST_BLANK, _FIRST_ODD = 0x20, 0x7F
_STRIPPED_FIELDS = ("text", "blank", "control")
_STRIPPED = pl.Struct({"text": pl.String, "blank": pl.Boolean, "control": pl.Boolean})
# Where columns are mixed up, what stands among the words may be a card number or an address.
_WORD = r"^[A-Za-z_]{1,20}$"
_ALWAYS = pl.lit(True)
_ID_REMEDY = "Remove the characters; a file in UTF-16 must be converted to UTF-8."


@dataclass(frozen=True, slots=True)
class Check:
    """A question to every row; True is a fault, or a note where `remedy` is empty.

    Attributes
    ----------
    column
        Column of the contract.
    cell
        Name of the source's column, whose cells illustrate a fault that `found` does not describe.
    is_bad
        The question, over the source's columns and the converted ones.
    found, allowed, remedy
        As in `Fault`; `found` alone is the sentence of a note.
    quotable
        Pattern of the cells that may be quoted; any when empty.
    """

    column: str
    cell: str
    is_bad: pl.Expr
    found: str
    allowed: str = ""
    remedy: str = ""
    quotable: str = ""

    @property
    def is_note(self) -> bool:
        """The rows are counted and kept."""
        return not self.remedy


@dataclass(frozen=True, slots=True)
class Conversion:
    """How one column is converted and checked.

    Attributes
    ----------
    value
        The column of the contract; it may use `pl.col(halfway(column))`.
    checks
        The questions to its rows.
    halfway
        What `value` uses more than once, so that it is computed once; None where there is no such thing.
    """

    value: pl.Expr
    checks: tuple[Check, ...]
    halfway: pl.Expr | None = None


def convert(
    table: str, column: Column, dtype: pl.DataType, *, source: str, mapping: SourceMapping
) -> Conversion | Fault:
    """Say how a column of a file becomes a column of the contract.

    Parameters
    ----------
    table
        Name of the table.
    column
        The contract's column.
    dtype
        Its type in the file.
    source
        Its name in the file.
    mapping
        Dates, scales and kinds that the source declares.

    Returns
    -------
    Conversion or Fault
        A fault when no cell of that type can be converted.
    """
    raw = pl.col(source)
    if dtype == pl.Null or isinstance(dtype, pl.Categorical | pl.Enum):
        raw, dtype = raw.cast(pl.String), pl.String()
    if column.dtype == pl.String:
        return _text(table, column, raw, dtype, source=source, kinds=tuple(mapping.kinds))
    if column.dtype == TIME:
        formats = mapping.table(table).dates.get(column.name, ())
        value = date_value(raw, dtype, formats)
        if value is None:
            allowed = "a datetime, a date or text" + (
                f" ({', '.join(formats)})" if formats else " in ISO 8601"
            )
            return _wrong_type(table, column, dtype, allowed)
        remedy = f"Correct them, or declare the format with [tables.{table}.dates] {column.name} = …"
        allowed = (" or ".join(repr(form) for form in formats) or "ISO 8601") + ", " + DATE_RANGE
        bad = date_problem(raw, dtype, pl.col(_done(column)))
        # Ticks far out of range cannot be written as a date at all.
        cell, found = ("", "a time out of range") if dtype.is_temporal() else (source, "")
        return Conversion(value, (Check(column.name, cell, bad, found, allowed, remedy),))
    if column.dtype == pl.Boolean:
        return _bool(table, column, raw, dtype, source=source)
    scale = mapping.table(table).rating if column.dtype == pl.Int8 else None
    return _number(table, column, raw, dtype, source=source, scale=scale)


def _done(column: Column) -> str:
    """Name of a converted column while the source's own stand next to it; no file column can be called so."""
    return f"\x00{column.name}"


def converted(column: Column) -> str:
    """Return the name under which the converted `column` stands next to the source's columns."""
    return _done(column)


def halfway(column: Column) -> str:
    """Return the name of the intermediate result of `column`."""
    return f"\x00\x00{column.name}"


def _wrong_type(table: str, column: Column, dtype: pl.DataType, allowed: str) -> Fault:
    remedy = "Convert the column, or map another one onto it."
    return Fault(table, column.name, f"a column of type {printable(dtype)}", allowed, remedy)


def _text(
    table: str, column: Column, raw: pl.Expr, dtype: pl.DataType, *, source: str, kinds: Sequence[str]
) -> Conversion | Fault:
    if not (dtype == pl.String or dtype.is_integer()):
        return _wrong_type(table, column, dtype, "text or integers")
    text = raw.cast(pl.String)
    if column.free:
        half, stripped, blanks = text, pl.col(halfway(column)), None
        has_control = stripped.str.contains("\x00", literal=True)
    else:
        half = text.map_batches(_stripped, return_dtype=_STRIPPED, is_elementwise=True)
        stripped, blanks, has_control = (
            pl.col(halfway(column)).struct.field(name) for name in _STRIPPED_FIELDS
        )
    value = pl.when(stripped != "").then(stripped)
    done = pl.col(_done(column))
    checks: list[Check] = []
    if not column.nullable:
        remedy = "Fill the cells, or read with --quarantine DIR to set these rows apart."
        checks.append(Check(column.name, "", done.is_null(), "an empty cell", "a value in every row", remedy))
    if dtype == pl.String:
        what = "a NUL byte" if column.free else "a control character"
        checks.append(Check(column.name, "", has_control, what, "printable text", _ID_REMEDY))
        if blanks is not None:
            checks.append(Check(column.name, "", blanks, "cells stripped of surrounding blanks"))
    words = column.choices or (tuple(kinds) if (table, column.name) == ("identifiers", "kind") else ())
    if words:
        allowed = ", ".join(words) + ("" if column.choices else f" ({KIND_HINT})")
        remedy = (
            "Correct the words."
            if column.choices
            else "Correct them, or declare [kinds.WORD] in collusion.toml."
        )
        checks.append(Check(column.name, source, ~done.is_in(list(words)), "", allowed, remedy, _WORD))
    return Conversion(value, tuple(checks), half)


def _stripped(cells: pl.Series) -> pl.Series:
    """Strip cells of blanks and say which had any, and which hold a control character.

    One look at all bytes together tells for most batches that there is nothing to do.
    """
    together = np.frombuffer(cells.str.join("").cast(pl.Binary).item() or b"", dtype=np.uint8)
    if together.size == 0 or (together.min() > _LAST_BLANK and together.max() < _FIRST_ODD):
        blank = control = pl.repeat(False, len(cells), dtype=pl.Boolean, eager=True)
    else:
        stripped = cells.str.strip_chars()
        blank = (stripped.str.len_bytes() != cells.str.len_bytes()) & (stripped != "")
        cells, control = stripped, stripped.str.contains(_CONTROL)
    parts = (cells, blank, control)
    named = [part.alias(name) for name, part in zip(_STRIPPED_FIELDS, parts, strict=True)]
    return pl.DataFrame(named).to_struct(cells.name)


def _bool(table: str, column: Column, raw: pl.Expr, dtype: pl.DataType, *, source: str) -> Conversion | Fault:
    if dtype == pl.Boolean:
        return Conversion(raw, ())
    if not (dtype == pl.String or dtype.is_integer()):
        return _wrong_type(table, column, dtype, "bool, 0 and 1, or text")
    word = pl.col(halfway(column))
    value = (
        pl.when(word.is_in(list(TRUE_WORDS)))
        .then(pl.lit(True))
        .when(word.is_in(list(FALSE_WORDS)))
        .then(pl.lit(False))
    )
    bad = (word != "") & pl.col(_done(column)).is_null()
    allowed = f"{', '.join(TRUE_WORDS)} or {', '.join(FALSE_WORDS)}"
    remedy = "Correct them, or empty the cells that say nothing."
    lowered = raw.cast(pl.String).str.strip_chars().str.to_lowercase()
    return Conversion(value, (Check(column.name, source, bad, "", allowed, remedy),), lowered)


def _number(
    table: str, column: Column, raw: pl.Expr, dtype: pl.DataType, *, source: str, scale: RatingScale | None
) -> Conversion | Fault:
    if not (dtype == pl.String or dtype.is_numeric()):
        return _wrong_type(table, column, dtype, "numbers")
    text = raw.str.strip_chars() if dtype == pl.String else raw
    number = text.cast(pl.Float64, strict=False)
    given = text != "" if dtype == pl.String else raw.is_not_null() & number.is_not_nan()
    done, half = pl.col(_done(column)), pl.col(halfway(column))
    if scale is None:
        valid = _valid(half, column.minimum, None)
        # -0.0 equals 0.0 and would make the order of rows depend on the input's.
        value = pl.when(valid == 0.0).then(pl.lit(0.0)).otherwise(valid)
        allowed = "a finite number" + ("" if column.minimum is None else f" of at least {column.minimum:g}")
        remedy = "Correct them, or empty the cells that say nothing."
    else:
        value, allowed = _stars(half, scale)
        remedy = f"Correct them, or declare the scale with [tables.{table}.rating] minimum = …, maximum = …"
        if scale.values:
            number = _plain(text) if dtype.is_float() else text.cast(pl.String)
    check = Check(column.name, source, given & done.is_null(), "", allowed, remedy)
    return Conversion(value, (check,), number)


def _valid(number: pl.Expr, low: float | None, high: float | None, *, also: pl.Expr = _ALWAYS) -> pl.Expr:
    """Return finite numbers from `low` to `high` of which `also` holds, null for others."""
    valid = number.is_finite() & (number >= (-math.inf if low is None else low))
    return pl.when(valid & (number <= (math.inf if high is None else high)) & also).then(number)


def _stars(cell: pl.Expr, scale: RatingScale) -> tuple[pl.Expr, str]:
    """Return stars as Int8, null where the cell is off the scale, and the words for what is allowed."""
    if scale.values:
        words: list[Any] = list(scale.values)
        stars = list(scale.values.values())
        value = cell.replace_strict(words, stars, default=None, return_dtype=pl.Int8)
        return value, ", ".join(repr(word) for word in words)
    if scale.is_default:
        return _valid(cell, 1.0, 5.0, also=cell == cell.floor()).cast(pl.Int8), "a whole number from 1 to 5"
    share = (_valid(cell, scale.minimum, scale.maximum) - scale.minimum) / (scale.maximum - scale.minimum)
    # Half up, where round() would take halves to the even star.
    value = (1.0 + 4.0 * share + 0.5).floor().cast(pl.Int8)
    return value, f"a number from {scale.minimum:g} to {scale.maximum:g}"


def _plain(number: pl.Expr) -> pl.Expr:
    """Write floats as text, whole ones without fraction, so that 5.0 matches "5"."""
    return number.cast(pl.Float64).cast(pl.String).str.strip_suffix(".0")

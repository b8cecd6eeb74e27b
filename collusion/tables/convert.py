"""Cells of a file become cells of the contract: an expression for each column, and checks of its rows."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

import polars as pl

from collusion.foreign import excerpt
from collusion.tables import findings
from collusion.tables.cells import CODE, VALUE, read_cells, read_flags, read_numbers, read_ratings, stars_of
from collusion.tables.dates import DATE_RANGE, date_value, plain_times, read_times
from collusion.tables.findings import Check
from collusion.tables.formats.staging import LETTERS
from collusion.tables.mapping import RatingScale, SourceMapping, TableMapping
from collusion.tables.schema import KIND_HINT, TIME, Column
from collusion.tables.words import WORD_FIELDS, Flag, read_text, read_words

# Where columns are mixed up, what stands among the words may be a card number or an address.
_WORD = r"^[A-Za-z_]{1,20}$"
_EXACT = 2**53
_OF_KINDS = ("identifiers", "seller_identifiers")


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
    code
        The codes that `checks` ask for; None where they ask for none.
    """

    value: pl.Expr
    checks: tuple[Check, ...]
    halfway: pl.Expr | None = None
    code: pl.Expr | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """The cells of one column of a file.

    Attributes
    ----------
    source
        Its name in the file.
    raw
        Its cells, those that say nothing being null.
    dtype
        Their type.
    is_text_file
        They come from CSV, where blanks and types are the writer's habit.
    """

    source: str
    raw: pl.Expr
    dtype: pl.DataType
    is_text_file: bool = False


def convert(table: str, column: Column, cell: Cell, mapping: SourceMapping) -> Conversion:
    """Say how a column of a file becomes a column of the contract.

    Parameters
    ----------
    table
        Name of the table.
    column
        The contract's column.
    cell
        The file's column.
    mapping
        Dates, scales and kinds that the source declares.

    Returns
    -------
    Conversion
        A column of a type that holds no such cells is all empty, and each of its cells that says something is
        at fault: so that one which says nothing passes.
    """
    if cell.dtype == pl.Null or isinstance(cell.dtype, pl.Categorical | pl.Enum):
        cell = replace(cell, raw=cell.raw.cast(pl.String), dtype=pl.String())
    if cell.dtype == pl.Binary:
        text = cell.raw.map_batches(_decoded, return_dtype=pl.String, is_elementwise=True)
        cell = replace(cell, raw=text, dtype=pl.String())
    declared = mapping.table(table)
    if column.dtype == pl.String:
        return _text(table, column, cell, kinds=tuple(mapping.kinds))
    if column.dtype == TIME:
        return _time(table, column, cell, declared)
    if column.dtype == pl.Boolean:
        return _flag(table, column, cell)
    if column.dtype == pl.Int8:
        return _rating(table, column, cell, declared.rating)
    return _amount(table, column, cell, declared.layout.decimal)


def _decoded(cells: pl.Series) -> pl.Series:
    """Read bytes as UTF-8; others are marked as cells that lost letters."""
    texts = []
    for one in cells.to_list():
        try:
            texts.append(None if one is None else one.decode())
        except UnicodeDecodeError:
            texts.append(LETTERS + one.decode(errors="replace"))
    return pl.Series(cells.name, texts, dtype=pl.String)


def _done(column: Column) -> str:
    """Name of a converted column while the source's own stand next to it; no file column can be called so."""
    return f"\x00{column.name}"


def converted(column: Column) -> str:
    """Return the name under which the converted `column` stands next to the source's columns."""
    return _done(column)


def halfway(column: Column) -> str:
    """Return the name of the intermediate result of `column`."""
    return f"\x00\x00{column.name}"


def _wrong_type(table: str, column: Column, cell: Cell, allowed: str) -> Conversion:
    """Leave a column empty; its cells are at fault but for empty lists."""
    given = cell.raw.is_not_null()
    if isinstance(cell.dtype, pl.List | pl.Array):
        given &= cell.raw.list.len() > 0 if isinstance(cell.dtype, pl.List) else pl.lit(value=True)
    elif cell.dtype.is_float():
        given &= cell.raw.is_not_nan()
    found = f"a column of type {excerpt(cell.dtype)}"
    section = f"[tables.{table}.columns] {column.name}"
    remedy = f"Convert the column, or map another one with {section} = …."
    if isinstance(cell.dtype, pl.Struct):
        inner = excerpt(f"{cell.source}.{cell.dtype.fields[0].name}")
        remedy = f'Map an inner value with {section} = "{inner}", say, or convert the column.'
    elif cell.dtype == pl.Boolean:
        remedy = f"Declare [tables.{table}.rating] values = {{ true = 5, false = 1 }} if yes is the best."
    value = pl.lit(None, dtype=column.dtype)
    return Conversion(
        value, (Check(column.name, "", given, found, allowed, remedy), *_required(column, given))
    )


def _required(column: Column, said: pl.Expr) -> tuple[Check, ...]:
    """Ask a column that may not be empty for empty cells, but for those of which more is `said` elsewhere."""
    if column.nullable:
        return ()
    remedy = "Fill the cells, or read with --quarantine DIR to set these rows apart."
    is_bad = pl.col(_done(column)).is_null() & ~said
    return (Check(column.name, "", is_bad, findings.EMPTY_CELL, "a value in every row", remedy),)


def _coded(
    column: Column,
    cell: Cell,
    read: Callable[..., tuple[pl.Series, pl.Series]],
    plain: Callable[[pl.Series], pl.Series | None] | None = None,
) -> Conversion:
    """Read a text column; checks are to be made of the codes."""
    half = read_cells(cell.raw, read, column.dtype, plain=plain)
    field = pl.col(halfway(column)).struct.field
    return Conversion(field(VALUE), (), half, field(CODE))


def _code_checks(column: Column, cell: Cell, found: Sequence[findings.Finding]) -> tuple[Check, ...]:
    return tuple(one.check(column.name, cell.source) for one in found)


def _time(table: str, column: Column, cell: Cell, declared: TableMapping) -> Conversion:
    formats = declared.dates.get(column.name, ())
    value = date_value(cell.raw, cell.dtype)
    if value is not None:
        given = cell.raw.is_not_null() & pl.col(_done(column)).is_null()
        return Conversion(value, (Check(column.name, "", given, findings.OUT_OF_RANGE),))
    if cell.dtype.is_float() or cell.dtype.is_decimal():
        whole = cell.raw.cast(pl.Float64)
        text = pl.when(whole.is_finite()).then(
            pl.when(whole == whole.floor())
            .then(whole.cast(pl.Int64, strict=False).cast(pl.String))
            .otherwise(whole.cast(pl.String))
        )
        cell = replace(cell, raw=text, dtype=pl.String())
    elif cell.dtype.is_integer():
        cell = replace(cell, raw=cell.raw.cast(pl.String), dtype=pl.String())
    if cell.dtype != pl.String:
        return _wrong_type(table, column, cell, "a datetime, a date, text or numbers")
    plain = partial(plain_times, formats=formats)
    conversion = _coded(column, cell, partial(read_times, formats=formats), plain)
    allowed = (" or ".join(repr(form) for form in formats) or "ISO 8601") + ", " + DATE_RANGE
    checks = _code_checks(column, cell, findings.times(table, column.name, allowed))
    return replace(conversion, checks=tuple(replace(check, sees_column=True) for check in checks))


def _of_numbers(column: Column, cell: Cell) -> tuple[Cell, tuple[Check, ...], pl.Expr]:
    """Write floats and decimals as text; return them, the checks, and which of them are no ids."""
    is_float = cell.dtype.is_float()
    number = cell.raw.cast(pl.Float64)
    given = cell.raw.is_not_null() & (number.is_not_nan() if is_float else pl.lit(value=True))
    if column.free:
        return replace(cell, raw=pl.when(given).then(cell.raw.cast(pl.String))), (), pl.lit(value=False)
    if not is_float:
        text = cell.raw.cast(pl.String).str.replace(r"\.0+$", "")
        lost = given & text.str.contains(".", literal=True)
        return replace(cell, raw=text), (Check(column.name, "", lost, *findings.NO_ID),), lost
    is_whole = (number == number.floor()) & (number.abs() < _EXACT)
    text = pl.when(is_whole).then(number.cast(pl.Int64, strict=False).cast(pl.String))
    lost = given & ~is_whole
    checks = (
        Check(column.name, "", lost, *findings.NO_ID),
        Check(column.name, "", given & is_whole, findings.WHOLE),
    )
    return replace(cell, raw=text), checks, lost


def _text(table: str, column: Column, cell: Cell, *, kinds: Sequence[str]) -> Conversion:
    checks: list[Check] = []
    lost = pl.lit(value=False)
    if cell.dtype.is_float() or cell.dtype.is_decimal():
        cell, found_numbers, lost = _of_numbers(column, cell)
        checks.extend(found_numbers)
    elif cell.dtype.is_integer() or cell.dtype == pl.Boolean:
        cell = replace(cell, raw=cell.raw.cast(pl.String))
    elif cell.dtype != pl.String:
        return _wrong_type(table, column, cell, "text or integers")
    read = partial(read_text if column.free else read_words, emptied=column.nullable)
    half = cell.raw.map_batches(read, return_dtype=pl.Struct(WORD_FIELDS), is_elementwise=True)
    text, flags = (pl.col(halfway(column)).struct.field(name) for name in WORD_FIELDS)
    checks += _required(column, lost | ((flags & int(Flag.OBJECT)) != 0))
    if cell.dtype == pl.String:
        found = findings.words(free=column.free, is_text_file=cell.is_text_file)
        checks += [one.check(column.name, "") for one in found]
    words = column.choices or (tuple(kinds) if column.name == "kind" and table in _OF_KINDS else ())
    if words:
        text = pl.when(text.is_in(list(words))).then(text).otherwise(text.str.to_lowercase())
        allowed = ", ".join(words) + ("" if column.choices else f" ({KIND_HINT})")
        remedy = (
            "Correct the words."
            if column.choices
            else "Correct them, or declare [kinds.WORD] in collusion.toml."
        )
        is_bad = ~pl.col(_done(column)).is_in(list(words))
        checks.append(Check(column.name, cell.source, is_bad, "", allowed, remedy, _WORD))
    return Conversion(text, tuple(checks), half, flags)


def _flag(table: str, column: Column, cell: Cell) -> Conversion:
    if cell.dtype == pl.Boolean:
        return Conversion(cell.raw, ())
    if cell.dtype.is_float():
        cell = replace(cell, raw=pl.when(cell.raw.is_not_nan()).then(cell.raw).cast(pl.String))
    elif cell.dtype.is_integer() or cell.dtype.is_decimal():
        cell = replace(cell, raw=cell.raw.cast(pl.String))
    elif cell.dtype != pl.String:
        return _wrong_type(table, column, cell, "bool, 0 and 1, or text")
    conversion = _coded(column, cell, read_flags)
    return replace(conversion, checks=_code_checks(column, cell, findings.flags()))


def _amount(table: str, column: Column, cell: Cell, decimal: str) -> Conversion:
    if not (cell.dtype == pl.String or cell.dtype.is_numeric()):
        return _wrong_type(table, column, cell, "numbers")
    half, done = pl.col(halfway(column)), pl.col(_done(column))
    allowed = "a finite number" + ("" if column.minimum is None else f" of at least {column.minimum:g}")
    low = -math.inf if column.minimum is None else column.minimum
    remedy = "Correct them, or empty the cells that say nothing."
    if cell.dtype != pl.String:
        number = cell.raw.cast(pl.Float64, strict=False)
        valid = pl.when(half.is_finite() & (half >= low)).then(half)
        # -0.0 equals 0.0 and would make the order of rows depend on the input's.
        value = pl.when(valid == 0.0).then(pl.lit(0.0)).otherwise(valid)
        is_bad = cell.raw.is_not_null() & half.is_not_nan() & done.is_null()
        return Conversion(value, (Check(column.name, cell.source, is_bad, "", allowed, remedy),), number)
    conversion = _coded(column, cell, partial(read_numbers, decimal=decimal))
    number = conversion.value
    value = pl.when(number == 0.0).then(pl.lit(0.0)).when(number >= low).then(number)
    too_low = Check(column.name, cell.source, number < low, "", allowed, remedy)
    checks = (*_code_checks(column, cell, findings.amounts(table, allowed)), too_low)
    return replace(conversion, value=value, checks=checks)


def _rating(table: str, column: Column, cell: Cell, scale: RatingScale) -> Conversion:
    if cell.dtype == pl.Boolean and scale.values:
        cell = replace(cell, raw=cell.raw.cast(pl.String), dtype=pl.String())
    if not (cell.dtype == pl.String or cell.dtype.is_numeric()):
        return _wrong_type(table, column, cell, "numbers")
    found = findings.ratings(table, scale)
    if cell.dtype == pl.String or scale.values:
        text = (
            cell.raw if cell.dtype == pl.String else pl.when(_is_given(cell)).then(cell.raw.cast(pl.String))
        )
        conversion = _coded(column, replace(cell, raw=text), partial(read_ratings, scale=scale))
        return replace(conversion, checks=_code_checks(column, cell, found))
    return _numeric_rating(column, cell, scale, found)


def _is_given(cell: Cell) -> pl.Expr:
    return cell.raw.is_not_nan() if cell.dtype.is_float() else pl.lit(value=True)


def _numeric_rating(
    column: Column, cell: Cell, scale: RatingScale, found: Sequence[findings.Finding]
) -> Conversion:
    if cell.dtype.is_integer() and scale.is_default:
        value = pl.when(cell.raw.is_between(1, 5)).then(cell.raw).cast(pl.Int8)
        is_bad = cell.raw.is_not_null() & pl.col(_done(column)).is_null()
        return Conversion(value, (found[-1].on(column.name, cell.source, is_bad),))

    def stars(numbers: pl.Series) -> pl.Series:
        """Return the stars that numbers stand for, and which were rounded."""
        given = numbers.cast(pl.Float64)
        given = given.set(~given.is_finite().fill_null(value=False), None)
        values, is_rounded = stars_of(given, scale)
        return pl.DataFrame({VALUE: values, CODE: is_rounded.cast(pl.UInt8)}).to_struct(numbers.name)

    shape = pl.Struct({VALUE: pl.Int8, CODE: pl.UInt8})
    half = pl.col(halfway(column)).struct
    is_bad = cell.raw.is_not_null() & _is_given(cell) & half.field(VALUE).is_null()
    checks = (
        Check(column.name, "", half.field(CODE) == 1, findings.ROUNDED),
        found[-1].on(column.name, cell.source, is_bad),
    )
    return Conversion(
        half.field(VALUE), checks, cell.raw.map_batches(stars, return_dtype=shape, is_elementwise=True)
    )

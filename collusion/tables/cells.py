"""Read the text cells of a column: each becomes a value, and a code that says how it was read or why not."""

from __future__ import annotations

from collections.abc import Callable
from enum import IntEnum
from functools import partial
from typing import Any, TypeAlias

import polars as pl

from collusion.tables.formats.staging import MARK_PATTERN, OBJECT
from collusion.tables.mapping import RatingScale
from collusion.tables.spelled_numbers import (
    EMPTY_WORDS,
    SHORT_EMPTY_WORDS,
    read_amount,
    read_stars,
    spellings,
)

TRUE_WORDS = ("true", "t", "yes", "y", "1")
FALSE_WORDS = ("false", "f", "no", "n", "0")
#: The same as spreadsheets and marketplaces of other languages write them.
_TRUE_ELSEWHERE = (
    *("verified", "verified purchase", "wahr", "ja", "j", "vrai", "oui", "verdadero", "sí", "si", "vero"),
    *("verdadeiro", "sim", "waar", "prawda", "tak", "sant", "evet", "はい", "是", "on"),
)
_FALSE_ELSEWHERE = (
    *("not verified", "unverified", "falsch", "nein", "faux", "non", "falso", "não", "onwaar", "nee"),
    *("fałsz", "nie", "falskt", "nej", "hayır", "いいえ", "否", "off"),
)
_EMPTY = spellings(EMPTY_WORDS)
_ALL_EMPTY = spellings((*EMPTY_WORDS, *SHORT_EMPTY_WORDS))
_LONGEST, _LONGEST_OF_ALL = (max(len(word.encode()) for word in words) for words in (_EMPTY, _ALL_EMPTY))
VALUE, CODE = "value", "code"
#: Cells by which it is seen that a column repeats itself, and how often it must.
_SAMPLE, _FEW = 4096, 8


class Read(IntEnum):
    """How a cell was read; from `BAD` on it has no value and is at fault."""

    PLAIN = 0
    EMPTY_WORD = 1
    SPELLED = 2
    ROUNDED = 3
    BAD = 50
    AMBIGUOUS = 51
    OBJECT = 60


_Reader: TypeAlias = Callable[[pl.Series], tuple[pl.Series, pl.Series]]
_Plain: TypeAlias = Callable[[pl.Series], pl.Series | None]


def read_cells(
    cell: pl.Expr, read: _Reader, dtype: pl.DataType | type[pl.DataType], *, plain: _Plain | None = None
) -> pl.Expr:
    """Return the expression that reads the cells of a column.

    Parameters
    ----------
    cell
        The column, text.
    read
        Takes a series of text, stripped and null where empty; returns values and codes, shape (n,) each.
    dtype
        Type of the values.
    plain
        Takes a series as it is and returns its values where there is nothing to tell of any; None otherwise.

    Returns
    -------
    polars.Expr
        Struct of `VALUE` and `CODE`; the code is null where the cell is empty.
    """
    shape = pl.Struct({VALUE: dtype, CODE: pl.UInt8})
    return cell.map_batches(partial(_read, read=read, plain=plain), return_dtype=shape, is_elementwise=True)


def _read(cells: pl.Series, read: _Reader, plain: _Plain | None) -> pl.Series:
    values = None if plain is None else plain(cells)
    if values is not None:
        codes = pl.repeat(int(Read.PLAIN), len(cells), dtype=pl.UInt8, eager=True)
        return pl.DataFrame({VALUE: values, CODE: codes}).to_struct(cells.name)
    if cells.head(_SAMPLE).n_unique() * _FEW <= len(cells):
        distinct = cells.unique()
        if len(distinct) * _FEW <= len(cells):
            places = pl.int_range(len(distinct), dtype=pl.UInt32, eager=True)
            rows = cells.replace_strict(distinct, places, return_dtype=pl.UInt32)
            return _each(distinct, read).gather(rows).alias(cells.name)
    return _each(cells, read)


def _each(cells: pl.Series, read: _Reader) -> pl.Series:
    """Read cells, take the marks of a reader off, and tell those that say that they are empty."""
    text = cells.str.strip_chars()
    if (text == "").any():
        text = text.set((text == "").fill_null(value=False), None)
    is_object = None
    if text.str.starts_with("\x00").any():
        is_object = text.str.starts_with(OBJECT).fill_null(value=False)
        text = text.set(is_object, None).str.replace(MARK_PATTERN, "")
    values, codes = read(text)
    if text.null_count():
        codes = codes.set(text.is_null(), None)
    if is_object is not None:
        codes = codes.set(is_object, int(Read.OBJECT))
    left = (codes >= Read.BAD).fill_null(value=False).arg_true()
    if len(left):
        says_nothing = left.filter(are_empty_words(text.gather(left), also_short=True))
        codes = codes.scatter(says_nothing, int(Read.EMPTY_WORD))
    return pl.DataFrame({VALUE: values, CODE: codes}).to_struct(cells.name)


def are_empty_words(cells: pl.Series, *, also_short: bool) -> pl.Series:
    """Say which `cells`, stripped, say that they are empty; `also_short` as for `is_empty_word`."""
    words, longest = (_ALL_EMPTY, _LONGEST_OF_ALL) if also_short else (_EMPTY, _LONGEST)
    found = pl.repeat(False, len(cells), dtype=pl.Boolean, eager=True)
    lengths = cells.str.len_bytes()
    shortest = lengths.min()
    # Most ids are longer than all of these.
    if not isinstance(shortest, int) or shortest > longest:
        return found
    places = (lengths <= longest).fill_null(value=False).arg_true()
    short = cells.is_in(words) if len(places) == len(cells) else cells.gather(places).is_in(words)
    return found.scatter(places, short) if short.any() else found


def _spelled(cells: pl.Series, read: Callable[[str], Any], dtype: pl.DataType) -> pl.Series:
    """Read cells one by one, each distinct text once."""
    distinct = cells.drop_nulls().unique()
    values = pl.Series([read(text) for text in distinct.to_list()], dtype=dtype)
    return cells.replace_strict(distinct, values, default=None, return_dtype=dtype)


def read_numbers(cells: pl.Series, *, decimal: str) -> tuple[pl.Series, pl.Series]:
    """Read numbers with a decimal point or comma and groups of thousands.

    Parameters
    ----------
    cells
        Text, stripped, null where empty.
    decimal
        ``"."`` or ``","`` where it is declared which begins the fraction.

    Returns
    -------
    tuple
        Numbers, and codes of `Read`.
    """
    numbers = cells.cast(pl.Float64, strict=False) if decimal != "," else _nulls(cells, pl.Float64())
    numbers = numbers.set(~numbers.is_finite().fill_null(value=False), None)
    codes = pl.repeat(int(Read.PLAIN), len(cells), dtype=pl.UInt8, eager=True)
    left = (numbers.is_null() & cells.is_not_null()).arg_true()
    if len(left):
        spelled = _spelled(cells.gather(left), partial(read_amount, decimal=decimal), pl.Float64())
        is_ambiguous = cells.gather(left).str.contains(r"^[+-]?\d{1,3},\d{3}$")
        missing = pl.select(
            pl.when(is_ambiguous).then(int(Read.AMBIGUOUS)).otherwise(int(Read.BAD))
        ).to_series()
        found = pl.select(
            pl.when(spelled.is_not_null()).then(int(Read.SPELLED)).otherwise(missing)
        ).to_series()
        numbers, codes = numbers.scatter(left, spelled), codes.scatter(left, found.cast(pl.UInt8))
    return numbers, codes


def _nulls(cells: pl.Series, dtype: pl.DataType) -> pl.Series:
    return pl.repeat(None, len(cells), dtype=dtype, eager=True)


def read_ratings(cells: pl.Series, *, scale: RatingScale) -> tuple[pl.Series, pl.Series]:
    """Read stars, spelled in any way, and map them onto 1 to 5.

    Parameters
    ----------
    cells
        Text, stripped, null where empty.
    scale
        The scale of the source.

    Returns
    -------
    tuple
        Stars as Int8, and codes of `Read`; `ROUNDED` where half a star was rounded up.
    """
    if scale.values:
        words = {plain_number(word): stars for word, stars in scale.values.items()}
        stars = _spelled(cells, lambda text: words.get(plain_number(text)), pl.Int8())
        return stars, _codes(stars, Read.PLAIN)
    numbers = cells.cast(pl.Float64, strict=False)
    numbers = numbers.set(~numbers.is_finite().fill_null(value=False), None)
    codes = _codes(numbers, Read.PLAIN)
    left = (numbers.is_null() & cells.is_not_null()).arg_true()
    if len(left):
        spelled = _spelled(cells.gather(left), partial(read_stars, maximum=scale.maximum), pl.Float64())
        numbers, codes = numbers.scatter(left, spelled), codes.scatter(left, _codes(spelled, Read.SPELLED))
    stars, is_rounded = stars_of(numbers, scale)
    codes = codes.set(is_rounded, int(Read.ROUNDED))
    return stars, codes.set(stars.is_null(), int(Read.BAD))


def _codes(values: pl.Series, code: Read) -> pl.Series:
    return pl.select(
        pl.when(values.is_not_null()).then(int(code)).otherwise(int(Read.BAD)).cast(pl.UInt8)
    ).to_series()


def stars_of(numbers: pl.Series, scale: RatingScale) -> tuple[pl.Series, pl.Series]:
    """Map finite numbers onto 1 to 5.

    Parameters
    ----------
    numbers
        On the scale of the source.
    scale
        Its ends; numbers off the scale have no stars.

    Returns
    -------
    tuple
        Stars as Int8, halves rounded up, and whether each was rounded.
    """
    inside = (numbers >= scale.minimum) & (numbers <= scale.maximum)
    on_scale = numbers.set(~inside.fill_null(value=False), None)
    exact = 1.0 + 4.0 * (on_scale - scale.minimum) / (scale.maximum - scale.minimum)
    # Half up, where round() would take halves to the even star.
    stars = (exact + 0.5).floor()
    return stars.cast(pl.Int8), (scale.is_unit & ((exact - stars).abs() > 1e-9)).fill_null(value=False)


def plain_number(text: str) -> str:
    """Write a number as the shortest text that means it, so that "5.0" meets "5"; other text as it is."""
    text = text.strip()
    number = read_amount(text)
    if number is None or not abs(number) < 1e15:
        return text
    return str(int(number)) if number.is_integer() else repr(number)


def read_flags(cells: pl.Series) -> tuple[pl.Series, pl.Series]:
    """Read yes and no.

    Parameters
    ----------
    cells
        Text, stripped, null where empty.

    Returns
    -------
    tuple
        Booleans, and codes of `Read`.
    """
    words = cells.str.to_lowercase().str.replace(r"^([01])[.,]0+$", "$1")
    flags = pl.select(
        pl.when(words.is_in([*TRUE_WORDS, *_TRUE_ELSEWHERE]))
        .then(pl.lit(value=True))
        .when(words.is_in([*FALSE_WORDS, *_FALSE_ELSEWHERE]))
        .then(pl.lit(value=False))
    ).to_series()
    return flags, _codes(flags, Read.PLAIN)

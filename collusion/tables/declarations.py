"""Read the `[tables.*]` and `[kinds.*]` sections of collusion.toml into a `SourceMapping`, and write them."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import fields
from datetime import UTC, datetime
from typing import Any

import polars as pl

from collusion.errors import Fault
from collusion.foreign import excerpt
from collusion.settings import load_settings, settings_as_toml, toml_value, unknown_keys
from collusion.tables.dates import parse_dates
from collusion.tables.formats.encodings import is_text_codec
from collusion.tables.mapping import (
    BUILT_IN_KINDS,
    DEFAULT_SAME_IDS,
    FORMATS,
    UNIX_MILLISECONDS,
    UNIX_SECONDS,
    UNIX_UNITS,
    KindParams,
    Layout,
    RatingScale,
    SameIds,
    SourceMapping,
    TableMapping,
)
from collusion.tables.schema import TABLES, TIME, Table
from collusion.tables.spelling import RULES

_WORD = re.compile(r"[a-z][a-z0-9_]{0,39}")
_LAYOUT_KEYS = tuple(one.name for one in fields(Layout))
_SAME_KEYS = ("same_account", "same_listing")
_STARS = range(1, 6)
_MAX_SEPARATOR = 5


def mapping_from_toml(document: Mapping[str, Any], *, faults: list[Fault]) -> SourceMapping:
    """Read how a source maps onto the contract.

    Parameters
    ----------
    document
        The whole of collusion.toml; only `tables` and `kinds` are looked at.
    faults
        Every fault found is appended here. The caller raises once.

    Returns
    -------
    SourceMapping
        What is valid; built-in kinds are always there.
    """
    tables: dict[str, TableMapping] = {}
    for name, section in _sections(document, "tables", faults).items():
        if name in TABLES:
            tables[name] = _table_mapping(TABLES[name], section, faults)
        else:
            faults.extend(unknown_keys({name: section}, TABLES, where="tables"))
    kinds = dict(BUILT_IN_KINDS)
    for word, section in _sections(document, "kinds", faults).items():
        if _WORD.fullmatch(word) is None:
            allowed = "lower-case letters, digits and underscores, a letter first, at most 40"
            faults.append(Fault("kinds", excerpt(word), "a name of a kind", allowed, "Rename it."))
            continue
        base = kinds.get(word, KindParams())
        kinds[word] = load_settings(KindParams, section, where=f"kinds.{word}", faults=faults, base=base)
    return SourceMapping(tables, kinds)


def _sections(document: Mapping[str, Any], key: str, faults: list[Fault]) -> Mapping[str, Any]:
    value = document.get(key, {})
    if isinstance(value, Mapping):
        return value
    faults.append(Fault(key, "", "a plain value", "sections", f"Write them as [{key}.NAME]."))
    return {}


def _table_mapping(table: Table, section: Any, faults: list[Fault]) -> TableMapping:
    where = f"tables.{table.name}"
    if not isinstance(section, Mapping):
        faults.append(Fault(where, "", "a plain value", "a section", f"Write it as [{where}]."))
        return TableMapping()
    of_reviews = ("rating", *_SAME_KEYS) if table.name == "reviews" else ()
    parts = ("columns", "dates", "constants", *of_reviews)
    faults.extend(unknown_keys(section, (*_LAYOUT_KEYS, *parts), where=where))
    plain = {key: section[key] for key in _LAYOUT_KEYS if key in section}
    layout = load_settings(Layout, plain, where=where, faults=faults)
    faults.extend(_layout_faults(layout, where))
    columns = _columns(table, section.get("columns", {}), faults)
    return TableMapping(
        layout,
        columns,
        _dates(table, section.get("dates", {}), faults),
        _rating(section.get("rating", {}), faults) if "rating" in parts else RatingScale(),
        _same_ids(section, where, faults) if of_reviews else DEFAULT_SAME_IDS,
        _constants(table, section.get("constants", {}), columns, faults),
    )


def _same_ids(section: Mapping[str, Any], where: str, faults: list[Fault]) -> SameIds:
    plain = {key: section[key] for key in _SAME_KEYS if key in section}
    same_ids = load_settings(SameIds, plain, where=where, faults=faults)
    for key, words in (("same_account", same_ids.same_account), ("same_listing", same_ids.same_listing)):
        allowed = (*RULES, "reviews", *(("parent_id",) if key == "same_listing" else ()))
        wrong = [word for word in words if word not in allowed]
        remedy = "Choose among these, or [] for none."
        faults.extend(Fault(where, key, excerpt(repr(word)), ", ".join(allowed), remedy) for word in wrong)
    return same_ids


def _layout_faults(layout: Layout, where: str) -> list[Fault]:
    faults = []
    words = (
        ("format", ("", *FORMATS, *(f"{form}.gz" for form in ("csv", "tsv", "json", "jsonl", "ndjson")))),
        ("short_rows", ("refuse", "fill")),
        ("decimal", ("", ".", ",")),
    )
    for key, choices in words:
        if getattr(layout, key) not in choices:
            found, allowed = excerpt(repr(getattr(layout, key))), ", ".join(filter(None, choices))
            faults.append(Fault(where, key, found, allowed, "Choose one of these."))
    if layout.encoding and not is_text_codec(layout.encoding):
        found = excerpt(repr(layout.encoding))
        remedy = "Correct it, or leave it out to have it found."
        faults.append(Fault(where, "encoding", found, "an encoding, e.g. utf-8, utf-16 or cp1252", remedy))
    faults.extend(_mark_faults(layout, where))
    if len(set(layout.column_names)) < len(layout.column_names):
        faults.append(Fault(where, "column_names", "a name twice", "distinct names", "Rename one."))
    return faults


def _mark_faults(layout: Layout, where: str) -> list[Fault]:
    """Return the faults of separator, quote and escape."""
    faults = []
    separator, quote, escape = layout.separator, layout.quote, layout.escape
    odd = set("\n\r\0")
    if separator and (odd & set(separator) or len(separator) > _MAX_SEPARATOR):
        allowed = f"1 to {_MAX_SEPARATOR} characters, no line end"
        faults.append(Fault(where, "separator", excerpt(repr(separator)), allowed, "Change it."))
    if len(quote) > 1 or not quote.isascii() or odd & set(quote):
        faults.append(
            Fault(where, "quote", excerpt(repr(quote)), "one ASCII character or none", "Change it.")
        )
    if escape not in ("", "none", "\\"):
        remedy = "Change it, or leave it out to have it found."
        faults.append(Fault(where, "escape", excerpt(repr(escape)), "a backslash, or none", remedy))
    if separator and separator == quote:
        faults.append(Fault(where, "separator", "the quote itself", "two characters", "Change one."))
    return faults


def _strings(
    value: Any, where: str, faults: list[Fault], *, allows_empty: bool = False
) -> dict[str, str | list[str]]:
    """Return the entries of a TOML table that are a string or an array of strings."""
    if not isinstance(value, Mapping):
        faults.append(Fault(where, "", "a plain value", "a section", f"Write it as [{where}]."))
        return {}
    valid: dict[str, str | list[str]] = {}
    for key, item in value.items():
        words = item if isinstance(item, list) else [item]
        is_text = words and all(isinstance(word, str) for word in words)
        if is_text and (all(words) or (allows_empty and item == "")):
            valid[key] = item
        else:
            faults.append(Fault(where, excerpt(key), "no text", "a string that is not empty", "Change it."))
    return valid


def _columns(table: Table, value: Any, faults: list[Fault]) -> dict[str, str]:
    where = f"tables.{table.name}.columns"
    entries = _strings(value, where, faults, allows_empty=True)
    faults.extend(unknown_keys(entries, table.names, where=where))
    many = [key for key, item in entries.items() if isinstance(item, list)]
    faults.extend(Fault(where, key, "an array", "one column name", "Name one.") for key in many)
    required = [column.name for column in table.columns if column.required and entries.get(column.name) == ""]
    faults.extend(
        Fault(where, key, "no column", "a column, since the table needs it", "Name one.") for key in required
    )
    given = [item for item in entries.values() if isinstance(item, str) and item]
    for source in sorted({item for item in given if given.count(item) > 1}):
        keys = ", ".join(key for key, item in entries.items() if item == source)
        found = f"one column, {excerpt(source)!r}, for {keys}"
        faults.append(Fault(where, "", found, "a column of the source for each", "Correct one of them."))
    return {key: item for key, item in entries.items() if isinstance(item, str) and key in table.names}


def _constants(table: Table, value: Any, columns: Mapping[str, str], faults: list[Fault]) -> dict[str, str]:
    where = f"tables.{table.name}.constants"
    entries = _strings(value, where, faults)
    faults.extend(unknown_keys(entries, table.names, where=where))
    for key in sorted(entries.keys() & columns.keys()):
        faults.append(
            Fault(where, key, "a column, too", "a column or a constant", "Keep the one or the other.")
        )
    many = [key for key, item in entries.items() if isinstance(item, list)]
    faults.extend(Fault(where, key, "an array", "one value", "Name one.") for key in many)
    return {key: item for key, item in entries.items() if isinstance(item, str) and key in table.names}


def _dates(table: Table, value: Any, faults: list[Fault]) -> dict[str, tuple[str, ...]]:
    where = f"tables.{table.name}.dates"
    times = tuple(column.name for column in table.columns if column.dtype == TIME)
    entries = _strings(value, where, faults)
    faults.extend(unknown_keys(entries, times, where=where))
    dates = {}
    for key, item in entries.items():
        formats = tuple(item) if isinstance(item, list) else (item,)
        wrong = [form for form in formats if not _is_date_format(form)]
        allowed = f"a strptime format such as '%Y-%m-%d', '{UNIX_SECONDS}' or '{UNIX_MILLISECONDS}'"
        faults.extend(Fault(where, key, repr(excerpt(form)), allowed, "Correct it.") for form in wrong)
        if key in times and not wrong:
            dates[key] = formats
    return dates


def _is_date_format(form: str) -> bool:
    if form in UNIX_UNITS:
        return True
    sample = pl.Series([datetime(2015, 10, 16, 7, 8, 9, tzinfo=UTC)], dtype=TIME)
    try:
        # %#z, a lenient zone, can only be read.
        written = sample.dt.to_string(form.replace("%#z", "%z").replace("%Z", "UTC"))
        return parse_dates(written, (form,)).null_count() == 0
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException):
        return False


def _rating(value: Any, faults: list[Fault]) -> RatingScale:
    where = "tables.reviews.rating"
    if not isinstance(value, Mapping):
        faults.append(Fault(where, "", "a plain value", "a section", f"Write it as [{where}]."))
        return RatingScale()
    faults.extend(unknown_keys(value, ("minimum", "maximum", "values"), where=where))
    if "values" in value:
        if "minimum" in value or "maximum" in value:
            remedy = "Keep the one or the other."
            faults.append(Fault(where, "values", "values and a range", "values or a range", remedy))
        return RatingScale(values=_star_words(value["values"], faults))
    low, high = value.get("minimum", 1), value.get("maximum", 5)
    for key, number in (("minimum", low), ("maximum", high)):
        if not _is_number(number):
            faults.append(Fault(where, key, excerpt(repr(number)), "a finite number", "Change it."))
            return RatingScale()
    if not low < high:
        found = f"minimum {low} and maximum {high}"
        faults.append(Fault(where, "", found, "a minimum below the maximum", "Change one."))
        return RatingScale()
    return RatingScale(float(low), float(high))


def _is_number(value: Any) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    # Beyond this the scale could not be told from an error, and its square would overflow.
    return math.isfinite(value) and abs(value) <= 1e9


def _star_words(value: Any, faults: list[Fault]) -> dict[str, int]:
    where = "tables.reviews.rating.values"
    if not isinstance(value, Mapping) or not value:
        faults.append(Fault(where, "", "no words", "words and their stars", f"Write them as [{where}]."))
        return {}
    valid = {}
    for word, stars in value.items():
        if isinstance(stars, int) and not isinstance(stars, bool) and stars in _STARS:
            valid[word] = stars
        else:
            allowed = "a whole number from 1 to 5"
            faults.append(Fault(where, excerpt(word), excerpt(repr(stars)), allowed, "Change it."))
    return valid


def mapping_as_toml(mapping: SourceMapping) -> str:
    """Write the mapping as the TOML that `mapping_from_toml` reads back into an equal one."""
    blocks = []
    for name in sorted(mapping.tables):
        table, section = mapping.tables[name], f"tables.{name}"
        plain = settings_as_toml(table.layout, section)
        if name == "reviews":
            plain += settings_as_toml(table.same_ids, section).partition("\n")[2]
        blocks.append(plain)
        blocks.append(
            _section(f"{section}.columns", "Names in the source, by names of the contract.", table.columns)
        )
        blocks.append(_section(f"{section}.dates", "Formats of times; ISO 8601 where none.", table.dates))
        blocks.append(_section(f"{section}.constants", "Values that every row has.", table.constants))
        if not table.rating.is_default:
            rating = table.rating
            scale = {"minimum": rating.minimum, "maximum": rating.maximum}
            meaning = "The source's scale of stars."
            blocks.append(
                _section(f"{section}.rating", meaning, {"values": rating.values} if rating.values else scale)
            )
    blocks.extend(settings_as_toml(mapping.kinds[word], f"kinds.{word}") for word in sorted(mapping.kinds))
    return "\n".join(block for block in blocks if block)


def _section(name: str, meaning: str, entries: Mapping[str, Any]) -> str:
    if not entries:
        return ""
    lines = [f"{key} = {toml_value(value)}" for key, value in entries.items()]
    return "\n".join([f"[{name}]", f"# {meaning}", *lines]) + "\n"

"""Write what was recognised as a commented collusion.toml; whatever strangers wrote into it is escaped."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from collusion.foreign import excerpt
from collusion.settings import toml_value
from collusion.tables.layouts.head import Head
from collusion.tables.layouts.preview import Preview
from collusion.tables.layouts.recognise import Recognised
from collusion.tables.schema import TABLES

_WIDEST = 400
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_NAMES_SHOWN = 20


def as_toml(
    source: str, tables: Sequence[tuple[Recognised, Preview]], others: Sequence[Head], *, is_database: bool
) -> str:
    """Write a collusion.toml.

    Parameters
    ----------
    source
        How the source is called.
    tables
        What was recognised, and how its first rows read.
    others
        What was not.
    is_database
        Tables are relations, not files.

    Returns
    -------
    str
        TOML that loads as it is.
    """
    lines = [f"# How {excerpt(source)} maps onto Collusion's tables. Written by `collusion init`: read it."]
    lines += [f"# Not used: {excerpt(other.name)}" for other in others]
    for found, preview in tables:
        lines += ["", *_section(found, preview, "relation" if is_database else "file")]
    return "\n".join(lines) + "\n"


def _section(found: Recognised, preview: Preview, key: str) -> list[str]:
    where = f"tables.{found.table}"
    lines = [f"[{where}]", *(f"# {excerpt(remark, 300)}" for remark in found.remarks)]
    lines.append(f"{key} = {toml_value(found.head.name)}")
    dialect = found.head.dialect
    if dialect is not None and dialect.separator != ",":
        lines.append(f"separator = {toml_value(dialect.separator)}")
    lines += [f"{name} = {toml_value(value)}" for name, value in found.layout.items()]
    renamed = {name: source for name, source in found.columns.items() if name != source}
    lines += _entries(f"{where}.columns", renamed | dict.fromkeys(found.left_out, ""))
    lines += _entries(f"{where}.dates", found.dates)
    lines += _entries(f"{where}.constants", found.constants)
    lines += _entries(f"{where}.rating", found.rating)
    given = {*found.columns, *found.constants}
    absent = [name for name in TABLES[found.table].names if name not in given]
    clocks = preview.clocks
    lines += [f"# {name}: {excerpt(one.day)} joined with {excerpt(one.time)}" for name, one in clocks.items()]
    used = {*found.columns.values(), *(one.time for one in clocks.values())}
    left = [name for name in found.head.columns if name not in used]
    if absent:
        lines.append(f"# Without: {', '.join(absent)}")
    if left:
        shown = ", ".join(excerpt(name) for name in left[:_NAMES_SHOWN])
        lines.append(f"# Left out: {shown}" + (", …" if len(left) > _NAMES_SHOWN else ""))
    return [*lines, *(f"# {excerpt(line, _WIDEST)}" for line in preview.lines())]


def _entries(where: str, entries: Mapping[str, Any]) -> list[str]:
    if not entries:
        return []
    return ["", f"[{where}]", *(f"{_key(name)} = {toml_value(value)}" for name, value in entries.items())]


def _key(name: str) -> str:
    return name if _BARE.fullmatch(name) else toml_value(name)

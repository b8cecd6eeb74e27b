"""Name a table of a database, or the query that stands for one, and write both safely into SQL."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from collusion.tables.mapping import Layout

_PART = re.compile(r'"(?:[^"]|"")+"|[^".]+')
_MAX_PARTS = 3


@dataclass(frozen=True, slots=True)
class Relation:
    """What is read for one `table` of the contract: a relation by the `parts` of its name, or a `query`."""

    table: str
    parts: tuple[str, ...] = ()
    query: str = ""

    @property
    def name(self) -> str:
        """How it is called in messages."""
        return f"tables.{self.table}.query" if self.query else ".".join(self.parts)

    def sql(self) -> str:
        """Write it as what comes after FROM."""
        if self.query:
            # The line break ends a comment that the query may end with.
            return f"(\n{self.query}\n) AS {quoted('query')}"
        return ".".join(quoted(part) for part in self.parts)


@dataclass(frozen=True, slots=True)
class Selection:
    """Some rows of a relation.

    Attributes
    ----------
    relation
        The relation.
    columns
        The columns wanted: the type of each, as the database tells it, by name.
    limit
        Most rows; all when None.
    """

    relation: Relation
    columns: Mapping[str, str]
    limit: int | None = None


def relation_of(table: str, layout: Layout) -> Relation:
    """Say what a mapping declares for a `table` of the contract: a query, a relation, or one of its name."""
    if layout.query:
        return Relation(table, query=layout.query.strip().rstrip(";").rstrip())
    return Relation(table, parse_relation(layout.relation) or (table,))


def parse_relation(name: str) -> tuple[str, ...] | None:
    """Take a name such as ``schema.table`` or ``"My Schema"."Reviews"`` apart.

    Parameters
    ----------
    name
        The name; a part that holds a dot stands in double quotes, quotes within it doubled.

    Returns
    -------
    tuple of str or None
        Its one to three parts, unquoted; None when it is no such name.

    Examples
    --------
    >>> parse_relation('shop."Reviews.2024"')
    ('shop', 'Reviews.2024')
    """
    parts = _PART.findall(name)
    if not parts or ".".join(parts) != name or len(parts) > _MAX_PARTS or "\0" in name:
        return None
    return tuple(part[1:-1].replace('""', '"') if part.startswith('"') else part for part in parts)


def written(*parts: str) -> str:
    """Write the `parts` of a relation's name as `parse_relation` reads them."""
    return ".".join(quoted(part) if "." in part or '"' in part else part for part in parts)


def quoted(name: str) -> str:
    """Quote an identifier of SQL, so that no name can be more than a name."""
    return '"' + name.replace('"', '""') + '"'


def select(relation: Relation, columns: Mapping[str, str] | None = None, limit: int | None = None) -> str:
    """Write a SELECT.

    Parameters
    ----------
    relation
        What is read.
    columns
        The expression of each name; all columns when None.
    limit
        Most rows; all when None.

    Returns
    -------
    str
        The statement.
    """
    listed = [f"{expression} AS {quoted(name)}" for name, expression in (columns or {}).items()]
    tail = "" if limit is None else f" LIMIT {limit:d}"
    what = "*" if columns is None else ", ".join(listed)
    return f"SELECT {what} FROM {relation.sql()}{tail}"  # noqa: S608  (every name in it is quoted)


def select_count(relation: Relation) -> str:
    """Write a SELECT of the number of rows of a `relation`."""
    return f"SELECT count(*) FROM {relation.sql()}"  # noqa: S608  (every name in it is quoted)

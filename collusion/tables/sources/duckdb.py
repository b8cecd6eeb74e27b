"""DuckDB as a source: the file opened read-only, one transaction, rows written by DuckDB itself."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from collusion.errors import UsageError
from collusion.foreign import excerpt
from collusion.tables.sources.database import EXTRA, refuse
from collusion.tables.sources.relation import Relation, Selection, quoted, select, select_count, written

if TYPE_CHECKING:
    import duckdb

#: Types that Parquet and polars hold as they are; all others are read as text.
_PLAIN = re.compile(
    r"VARCHAR|BOOLEAN|U?(TINY|SMALL|BIG)INT|U?INTEGER|FLOAT|DOUBLE|DATE"
    r"|TIMESTAMP(_S|_MS|_NS| WITH TIME ZONE)?"
)
_SETTINGS = (
    "SET TimeZone = 'UTC'",
    "SET allowed_directories = [{folder}]",
    "SET temp_directory = {folder}",
    "SET memory_limit = '1GB'",
    "SET enable_external_access = false",
    "SET lock_configuration = true",
)
_TABLES = """
SELECT schema_name, name FROM (
  SELECT schema_name, table_name AS name FROM duckdb_tables() WHERE NOT internal
  UNION ALL SELECT schema_name, view_name FROM duckdb_views() WHERE NOT internal
) AS relations ORDER BY schema_name <> 'main', schema_name, name
"""
_CAUSES = (
    ("no space left", "no room for the private copy", "Free space, or let TMPDIR name a roomier folder."),
    ("lock", "a file that another program has open for writing", "Close that program, or read a copy."),
    (
        "serializ",
        "a file of another version of DuckDB",
        "Upgrade with pip install -U duckdb, or export the tables with COPY … TO 'reviews.parquet'.",
    ),
    (
        "version",
        "a file of another version of DuckDB",
        "Upgrade with pip install -U duckdb, or export the tables with COPY … TO 'reviews.parquet'.",
    ),
    (
        "does not exist",
        "no such table or column",
        "Correct the relation or query; `collusion init` lists the tables.",
    ),
    ("permission", "a query that does more than read this file", "Use SELECT on its own tables alone."),
    ("could not read", "a file that is damaged or no DuckDB database", "Copy or export it again."),
    ("not a valid duckdb", "a file that is damaged or no DuckDB database", "Copy or export it again."),
)


class DuckDB:
    """A DuckDB file, opened read-only.

    Parameters
    ----------
    path
        The file.
    folder
        Where rows will be written; the only folder that a query can reach.

    Raises
    ------
    InputError
        When it cannot be opened, or is no database.
    UsageError
        When the driver is not installed.
    """

    def __init__(self, path: Path, folder: Path) -> None:
        self._connection = _connect(path)
        with _asking("source"):
            for statement in _SETTINGS:
                self._connection.execute(statement.format(folder=_literal(str(folder.resolve()) + os.sep)))
            self._connection.execute("BEGIN TRANSACTION")

    def tables(self) -> tuple[str, ...]:
        """Return the tables and views, those of the schema main without it."""
        with _asking("source"):
            rows = self._connection.execute(_TABLES).fetchall()
        return tuple(written(name) if schema == "main" else written(schema, name) for schema, name in rows)

    def columns(self, relation: Relation) -> Mapping[str, str]:
        """Return the columns of a `relation`."""
        with _asking(relation.name):
            rows = self._connection.execute(f"DESCRIBE {select(relation)}").fetchall()
        return {str(row[0]): str(row[1]) for row in rows}

    def count(self, relation: Relation) -> int:
        """Return the number of rows of a `relation`."""
        with _asking(relation.name):
            rows = self._connection.execute(select_count(relation)).fetchall()
        return int(rows[0][0])

    def copy(self, wanted: Selection, folder: Path) -> None:
        """Let DuckDB write rows to one Parquet file."""
        listed = {name: _expression(name, kind) for name, kind in wanted.columns.items()}
        target = folder / "00000.parquet"
        with _asking(wanted.relation.name):
            rows, file = select(wanted.relation, listed, wanted.limit), _literal(str(target.resolve()))
            self._connection.execute(f"COPY ({rows}) TO {file} (FORMAT parquet)").fetchall()
        target.chmod(0o600)

    def hides_rows(self, relation: Relation) -> bool:  # noqa: ARG002
        """Return False: whoever can read the file can read every row."""
        return False

    def close(self) -> None:
        """Close the file."""
        self._connection.close()


def _connect(path: Path) -> duckdb.DuckDBPyConnection:
    try:
        import duckdb
    except ImportError:
        raise UsageError(
            f"source: found {excerpt(path.name)}, a DuckDB file, but no DuckDB to read it. Install it with "
            f"{EXTRA.format(extra='duckdb')}."
        ) from None
    if not path.is_file():
        refuse("source", f"no file {excerpt(path.name)}", "a DuckDB file", "Check the path.")
    with _asking("source"):
        return duckdb.connect(str(path), read_only=True)


def _expression(name: str, kind: str) -> str:
    return quoted(name) if _PLAIN.fullmatch(kind) else f"CAST({quoted(name)} AS VARCHAR)"


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


@contextmanager
def _asking(where: str) -> Iterator[None]:
    import duckdb

    try:
        yield
    except duckdb.Error as error:
        said = str(error).splitlines()[0] if str(error) else type(error).__name__
        for sign, cause, cure in _CAUSES:
            if sign in said.lower():
                refuse(excerpt(where), cause, "a DuckDB database that can be read", cure)
        shown = type(error).__name__ if isinstance(error, duckdb.DataError) else excerpt(said, 300)
        refuse(excerpt(where), shown, "a relation or one SELECT", "Correct the relation or query.")

"""SQLite as a source: the file opened read-only, one read transaction, cells as text."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import polars as pl

from collusion.foreign import excerpt
from collusion.tables.sources.database import refuse, write_part
from collusion.tables.sources.relation import Relation, Selection, quoted, select, select_count, written

_PART_ROWS = 200_000
_ALLOWED = {
    sqlite3.SQLITE_SELECT,
    sqlite3.SQLITE_READ,
    sqlite3.SQLITE_FUNCTION,
    sqlite3.SQLITE_RECURSIVE,
    sqlite3.SQLITE_TRANSACTION,
}
_FORBIDDEN_FUNCTIONS = {"load_extension", "readfile", "writefile", "edit", "fts3_tokenizer"}
_CAUSES = (
    ("not a database", "a file that is damaged or no SQLite database", "Copy or export it again."),
    ("malformed", "a damaged SQLite database", "Repair it with `sqlite3 FILE .recover`, or copy it again."),
    ("could not decode", "a cell that is not UTF-8", "Convert the text to UTF-8, or leave the column out."),
    ("locked", "a database that another program is writing", "Wait for it, or read a copy."),
    ("unable to open", "a file that cannot be opened", "Check the path and its permissions."),
    ("no such table", "no such table", "Correct [tables.…] relation; `collusion init` lists what is there."),
    ("not authorized", "a query that does more than read", "Use SELECT alone."),
    ("prohibited", "a query that does more than read", "Use SELECT alone."),
)


class SQLite:
    """A SQLite file, opened read-only.

    Parameters
    ----------
    path
        The file.

    Raises
    ------
    InputError
        When it cannot be opened, or is no database.
    """

    def __init__(self, path: Path) -> None:
        with _asking("source"):
            uri = f"file:{quote(str(path.resolve()))}?mode=ro"
            self._connection = sqlite3.connect(uri, uri=True, isolation_level=None)
            self._connection.execute("PRAGMA trusted_schema = OFF")
            self._connection.execute("PRAGMA query_only = ON")
            self._connection.set_authorizer(_authorize)
            self._connection.execute("BEGIN")
            # The first look takes the snapshot.
            self._connection.execute("SELECT count(*) FROM sqlite_master").fetchone()

    def tables(self) -> tuple[str, ...]:
        """Return the tables and views."""
        statement = (
            "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite!_%' "
            "ESCAPE '!' ORDER BY name"
        )
        with _asking("source"):
            names = [str(row[0]) for row in self._connection.execute(statement)]
        return tuple(written(name) for name in names)

    def columns(self, relation: Relation) -> Mapping[str, str]:
        """Return the columns of a `relation`; any cell may be of any type, so that none is told."""
        with _asking(relation.name):
            cursor = self._connection.execute(select(relation, limit=0))
            return {str(column[0]): "" for column in cursor.description}

    def count(self, relation: Relation) -> int:
        """Return the number of rows of a `relation`."""
        with _asking(relation.name):
            row = self._connection.execute(select_count(relation)).fetchone()
        return int(row[0])

    def copy(self, wanted: Selection, folder: Path) -> None:
        """Write rows to Parquet files, every cell as text, since SQLite has types of cells only."""
        listed = {name: f"CAST({quoted(name)} AS TEXT)" for name in wanted.columns}
        schema = dict.fromkeys(wanted.columns, pl.String)
        with _asking(wanted.relation.name):
            cursor = self._connection.execute(select(wanted.relation, listed, wanted.limit))
            for index, rows in enumerate(_batches(cursor)):
                write_part(pl.DataFrame(rows, schema=schema, orient="row"), folder, index)

    def hides_rows(self, relation: Relation) -> bool:  # noqa: ARG002
        """Return False: whoever can read the file can read every row."""
        return False

    def close(self) -> None:
        """Close the file."""
        self._connection.close()


def _batches(cursor: sqlite3.Cursor) -> Iterator[list[tuple[str | None, ...]]]:
    """Yield rows, at least one batch of none."""
    yield cursor.fetchmany(_PART_ROWS)
    while rows := cursor.fetchmany(_PART_ROWS):
        yield rows


def _authorize(action: int, _first: str | None, second: str | None, *_place: str | None) -> int:
    """Let a query read, and nothing else."""
    if action == sqlite3.SQLITE_FUNCTION and second in _FORBIDDEN_FUNCTIONS:
        return sqlite3.SQLITE_DENY
    return sqlite3.SQLITE_OK if action in _ALLOWED else sqlite3.SQLITE_DENY


@contextmanager
def _asking(where: str) -> Iterator[None]:
    try:
        yield
    except (sqlite3.Error, sqlite3.Warning, UnicodeEncodeError) as error:
        said = str(error)
        for sign, cause, cure in _CAUSES:
            if sign in said.lower():
                refuse(excerpt(where), cause, "a SQLite database that can be read", cure)
        refuse(
            excerpt(where),
            excerpt(said, 300),
            "a relation or one SELECT",
            "Correct the relation or query.",
        )

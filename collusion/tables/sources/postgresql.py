"""PostgreSQL as a source: one read-only transaction, rows streamed with COPY, cells as text."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import polars as pl

from collusion.errors import UsageError
from collusion.foreign import excerpt
from collusion.tables.sources.database import EXTRA, PART_BYTES, refuse, write_part
from collusion.tables.sources.relation import Relation, Selection, quoted, select, select_count, written

if TYPE_CHECKING:
    import psycopg

_CONNECT_SECONDS = 15
_SETTINGS = (
    "SET TIME ZONE 'UTC'",
    "SET datestyle = 'ISO, YMD'",
    "SET intervalstyle = 'iso_8601'",
    "SET extra_float_digits = 1",
    "SET bytea_output = 'hex'",
)
_TABLES = """
SELECT n.nspname, c.relname, pg_catalog.pg_table_is_visible(c.oid)
FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'
ORDER BY 3 DESC, 1, 2
"""
#: What the server says of these classes of SQLSTATE concerns the statement or the connection, not a cell.
_QUOTABLE = ("08", "25", "28", "3D", "42", "53", "57")
_NO_UTF8 = "The text is not UTF-8: convert it in a query, or leave the column out of it."
_REMEDIES = {
    "": "Run again when the server answers; of what was read so far nothing is used.",
    "22021": _NO_UTF8,
    "42501": "Grant it: GRANT SELECT ON … TO the role of the address; reading asks for nothing more.",
    "42P01": "Correct [tables.…] relation; `collusion init` lists what this role can see.",
    "57014": "Raise statement_timeout for this role, or read fewer rows with [tables.…] query = …",
}


class PostgreSQL:
    """A PostgreSQL database, read in one REPEATABLE READ, READ ONLY transaction.

    Parameters
    ----------
    url
        ``postgresql://…`` as libpq takes it; what it leaves out comes from PGHOST, PGPASSWORD, ~/.pgpass and
        the service file.
    name
        How the database is called in messages, without credentials.

    Raises
    ------
    InputError
        When the server cannot be reached or does not let the role in.
    UsageError
        When the driver is not installed, or `url` is no such URL.
    """

    def __init__(self, url: str, name: str) -> None:
        self._name = name
        self._connection = _connect(url, name)
        for statement in _SETTINGS:
            self._connection.execute(statement.encode())

    def tables(self) -> tuple[str, ...]:
        """Return the relations: those that need no schema first."""
        with self._asking("source"):
            rows = self._connection.execute(_TABLES.encode()).fetchall()
        return tuple(written(name) if visible else written(schema, name) for schema, name, visible in rows)

    def columns(self, relation: Relation) -> Mapping[str, str]:
        """Return the columns of a `relation`."""
        with self._asking(relation.name):
            cursor = self._connection.execute(select(relation, limit=0).encode())
            return {column.name: column.type_display for column in cursor.description or ()}

    def count(self, relation: Relation) -> int:
        """Return the number of rows of a `relation`."""
        with self._asking(relation.name):
            row = self._connection.execute(select_count(relation).encode()).fetchone()
        return int(row[0]) if row else 0

    def copy(self, wanted: Selection, folder: Path) -> None:
        """Stream rows into Parquet files; every cell as the text that the server writes."""
        listed = {name: _expression(name, kind) for name, kind in wanted.columns.items()}
        # A constant before the cells: a line with one empty cell would be taken for no line at all.
        numbered = f"SELECT 1, rows.* FROM ({select(wanted.relation, listed, wanted.limit)}) AS rows"  # noqa: S608
        statement = f"COPY ({numbered}) TO STDOUT (FORMAT csv, ENCODING 'UTF8')"
        names = ["", *wanted.columns]
        with self._asking(wanted.relation.name), self._connection.cursor().copy(statement.encode()) as rows:
            lines: list[bytes] = []
            size = index = 0
            for row in rows:
                lines.append(bytes(row))
                size += len(row)
                if size >= PART_BYTES:
                    write_part(_frame(lines, names), folder, index)
                    lines, size, index = [], 0, index + 1
            if lines or not index:
                write_part(_frame(lines, names), folder, index)

    def hides_rows(self, relation: Relation) -> bool:
        """Return whether row-level security may hide rows of a `relation` from this role."""
        if relation.query:
            return False
        with self._asking(relation.name):
            row = self._connection.execute("SELECT row_security_active(%s)", (relation.sql(),)).fetchone()
        return bool(row and row[0])

    def close(self) -> None:
        """End the transaction and the connection."""
        self._connection.close()

    @contextmanager
    def _asking(self, where: str) -> Iterator[None]:
        """Turn what the server or the driver raises into an `InputError` that speaks of `where`."""
        import psycopg

        try:
            # Within the transaction this is a savepoint: what one table refuses does not spoil the others.
            with self._connection.transaction():
                yield
        except psycopg.Error as error:
            _refuse(error, where)
        except (UnicodeDecodeError, pl.exceptions.PolarsError):
            refuse(excerpt(where), "cells that cannot be read", "text in UTF-8", _NO_UTF8)


def _connect(url: str, name: str) -> psycopg.Connection[tuple[Any, ...]]:
    try:
        import psycopg
    except ImportError:
        raise UsageError(
            f"source: found {name}, but no driver for PostgreSQL. Allowed: psycopg 3. Install it with "
            f"{EXTRA.format(extra='postgres')}."
        ) from None
    options = _options(url)
    said = ""
    # What is raised below is raised outside of the handlers: a context would quote the password.
    try:
        connection = psycopg.connect(**options)
    except psycopg.Error as error:
        said = str(error).strip() or type(error).__name__
    if said:
        password = str(options.get("password") or "")
        is_told = password and password in said
        _refuse_connection(name, "it holds the password" if is_told else said.split("\n", maxsplit=1)[0])
    connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
    connection.read_only = True
    return connection


def _options(url: str) -> dict[str, Any]:
    """Take a URL apart as libpq does; add what every connection of ours has."""
    import psycopg
    from psycopg.conninfo import conninfo_to_dict

    options: dict[str, Any] = {}
    with suppress(psycopg.Error):
        options = conninfo_to_dict(url)
    if not options:
        raise UsageError(
            "source: found a PostgreSQL URL that libpq cannot read. Allowed: "
            "postgresql://USER@HOST:PORT/DATABASE?OPTION=VALUE, special characters percent-encoded (@ is "
            "%40, % is %25). Correct it; better, leave the password to PGPASSWORD or ~/.pgpass."
        )
    if "connect_timeout" not in options and "PGCONNECT_TIMEOUT" not in os.environ:
        options["connect_timeout"] = _CONNECT_SECONDS
    return options | {"client_encoding": "UTF8", "application_name": "collusion"}


def _refuse_connection(name: str, said: str) -> NoReturn:
    is_password = any(word in said.lower() for word in ("password", "authentication", "pg_hba", "role"))
    remedy = (
        "Check the role and its password: PGPASSWORD, ~/.pgpass (mode 0600), or a service file."
        if is_password
        else "Check host, port and database, that the server runs, and that it lets this machine in."
    )
    refuse("source", f"no connection to {name}: {excerpt(said, 300)}", "a PostgreSQL server", remedy)


def _refuse(error: psycopg.Error, where: str) -> NoReturn:
    state = error.sqlstate or ""
    said = str(error.diag.message_primary or error) if not state or state[:2] in _QUOTABLE else ""
    found = f"{excerpt(said, 300) or type(error).__name__} (SQLSTATE {state or 'unknown'})"
    remedy = _REMEDIES.get(state, "Correct the relation or the query, or ask who runs the database.")
    refuse(excerpt(where), found, "a relation that can be read whole", remedy)


def _expression(name: str, kind: str) -> str:
    """Write a column for COPY; blanks that only pad a char(n) are not text."""
    return f"{quoted(name)}::text" if kind.startswith("bpchar") else quoted(name)


def _frame(lines: list[bytes], names: list[str]) -> pl.DataFrame:
    if not lines:
        return pl.DataFrame(schema=dict.fromkeys(names[1:], pl.String))
    frame = pl.read_csv(b"".join(lines), has_header=False, new_columns=names, infer_schema=False, glob=False)
    return frame.drop("")

"""Open the database of a workspace: SQLite in a file, or PostgreSQL at an address, behind one small face.

Statements are written once, with ``?`` for values; only what the two systems cannot say alike (locks,
triggers) is told apart here and in `collusion.store.schema`.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Literal, Protocol, TypeAlias

from collusion.errors import CollusionError, IntegrityError, OutputError, UsageError, missing_extra
from collusion.foreign import excerpt

Kind: TypeAlias = Literal["sqlite", "postgres"]

POSTGRES = ("postgresql://", "postgres://")
#: Seconds that a writer waits for another one before it gives up.
PATIENCE = 60
#: Any number; writers of one PostgreSQL database wait for each other by it.
_LOCK = 4_021_968_701
#: PostgreSQL's codes: no room; no right, or a server that takes no writing.
_FULL, _READ_ONLY = ("53100", "53000"), ("42501", "25006")


class _Cursor(Protocol):
    """What both drivers return of a statement."""

    def fetchall(self) -> Sequence[Any]:
        """Return the rows that are left."""


class _Connection(Protocol):
    """What both drivers offer of a connection."""

    def execute(self, statement: Any, values: Any = ..., /) -> _Cursor:
        """Run a statement."""

    def close(self) -> None:
        """Close it."""


class Database:
    """One connection to a store; every statement outside of `writing` is a transaction of its own.

    Parameters
    ----------
    connection
        An open connection that commits by itself.
    kind
        Which system it is.
    """

    def __init__(self, connection: _Connection, kind: Kind) -> None:
        self._connection = connection
        self.kind = kind
        self.is_writing = False
        #: Folder of the workspace; paths within it are kept relative to it, so that it can be moved.
        self.home: Path | None = None

    def rows(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        """Return the rows of a query, `values` in the place of its question marks."""
        return [tuple(row) for row in self._execute(statement, values).fetchall()]

    def run(self, statement: str, *values: Any) -> None:
        """Run a statement that returns nothing, `values` in the place of its question marks."""
        self._execute(statement, values)

    @contextlib.contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the only right to write until the block ends; all of it is kept, or nothing.

        Within such a block it may be opened again: the outer one decides.

        Raises
        ------
        UsageError
            When another writer holds it for longer than a minute.
        """
        if self.is_writing:
            yield
            return
        self._begin()
        self.is_writing = True
        try:
            yield
            self._execute("COMMIT", ())
        except BaseException:
            with contextlib.suppress(Exception):  # what was raised first says why
                self._connection.execute("ROLLBACK")
            raise
        finally:
            self.is_writing = False

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def _begin(self) -> None:
        try:
            if self.kind == "sqlite":
                self._connection.execute("BEGIN IMMEDIATE")
            else:
                self._connection.execute("BEGIN")
                self._connection.execute("SELECT pg_advisory_xact_lock(%s)", (_LOCK,))
        except Exception as error:
            with contextlib.suppress(Exception):
                self._connection.execute("ROLLBACK")
            raise _refusal(error) or UsageError(
                f"The workspace's store: found another writer that did not end within {PATIENCE} seconds "
                f"({excerpt(str(error).strip())}). Wait for it, or end it, then try again."
            ) from error

    def _execute(self, statement: str, values: tuple[Any, ...]) -> _Cursor:
        said = statement.replace("?", "%s") if self.kind == "postgres" else statement
        try:
            return self._connection.execute(said, values)
        except Exception as error:
            refusal = _refusal(error)
            if refusal is None:
                raise
            raise refusal from error


def _refusal(error: Exception) -> CollusionError | None:
    """Return what a store that takes no writing is told as; None for any other error of a driver."""
    state, text = getattr(error, "sqlstate", None), str(error)
    is_sqlite = isinstance(error, sqlite3.OperationalError)
    if state in _FULL or (is_sqlite and ("is full" in text or "disk I/O" in text)):
        return OutputError(
            f"The workspace's store: found that it cannot be written ({excerpt(text.strip())}). Nothing "
            "was recorded. Allowed: room on the disk. Make room, then run the command again."
        )
    if state in _READ_ONLY or (is_sqlite and "readonly" in text):
        return UsageError(
            "The workspace's store: found that you may read it, and not write to it. Nothing was recorded. "
            "Ask its owner for the right, then run the command again."
        )
    return None


def is_address(store: str) -> bool:
    """Return whether a store is named by an address of PostgreSQL and not by a path."""
    return store.startswith(POSTGRES)


def open_database(store: str) -> Database:
    """Open a store.

    Parameters
    ----------
    store
        Path of a SQLite file, made when absent, or ``postgresql://…``. An address may hold a password: it is
        in no message.

    Returns
    -------
    Database

    Raises
    ------
    UsageError
        When PostgreSQL cannot be reached, or its driver is not installed.
    IntegrityError
        When the file is no database.
    """
    return _open_postgres(store) if is_address(store) else _open_sqlite(Path(store))


def _open_sqlite(path: Path) -> Database:
    try:
        connection = sqlite3.connect(path, timeout=PATIENCE, isolation_level=None)
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("SELECT count(*) FROM sqlite_master")
    except sqlite3.DatabaseError as error:
        raise IntegrityError(
            f"{excerpt(path)}: found a file that is no database ({error}). "
            "Put back the file of the workspace from a backup, or give another workspace."
        ) from error
    return Database(connection, "sqlite")


def _open_postgres(address: str) -> Database:
    try:
        import psycopg
    except ImportError as error:
        raise missing_extra("A store on PostgreSQL", "postgres") from error
    try:
        connection = psycopg.connect(address, autocommit=True, connect_timeout=PATIENCE)
        connection.execute(f"SET lock_timeout = '{PATIENCE}s'")
    except psycopg.Error as error:
        # The driver's own text may quote the address, and with it a password.
        raise UsageError(
            f"The workspace's store on PostgreSQL: cannot be reached ({type(error).__name__}). "
            "Check host, database, user and password of the address given with --store."
        ) from error
    return Database(connection, "postgres")

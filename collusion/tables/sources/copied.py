"""A database as a source: its tables are copied once, from one snapshot, to private Parquet files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from collusion.errors import Fault, InputError
from collusion.foreign import excerpt
from collusion.settings import nearest
from collusion.tables.locate import Located, TableFiles
from collusion.tables.mapping import SourceMapping, TableMapping
from collusion.tables.names import Matched, match_columns
from collusion.tables.notes import Note
from collusion.tables.schema import TABLES, Table
from collusion.tables.sources.database import Database
from collusion.tables.sources.digest import rows_digest
from collusion.tables.sources.private_copy import copy_once
from collusion.tables.sources.relation import Relation, Selection, parse_relation, relation_of
from collusion.tables.sources.source import scan_located

_SHOWN = 12


@dataclass(frozen=True, slots=True)
class _Asked:
    """What there is for one table: all `columns` of its relation by type, and what of it is `wanted`."""

    columns: Mapping[str, str]
    wanted: Selection


class DatabaseSource:
    """The tables of a database.

    Parameters
    ----------
    database
        The database, opened; whoever opened it closes it.
    mapping
        How it maps onto the contract.
    folder
        Where the copy goes; one that is there already is kept when its rows are the same.
    """

    def __init__(self, database: Database, mapping: SourceMapping, folder: Path) -> None:
        self._database = database
        self._mapping = mapping
        self._folder = folder
        self._asked: tuple[dict[str, _Asked], tuple[Note, ...]] | None = None
        self._located: Located | None = None

    @property
    def is_copied(self) -> bool:
        """Whether the files are copies: always."""
        return True

    def tables(self) -> tuple[str, ...]:
        """Return the tables that the database has."""
        return tuple(self._relations())

    def columns(self, table: str) -> Mapping[str, str]:
        """Return the columns of the relation behind a `table`."""
        return self._relations()[table].columns

    def count(self, table: str) -> int:
        """Return the number of rows of a `table`; the database counts them."""
        return self._database.count(self._relations()[table].wanted.relation)

    def scan(self, table: str) -> pl.LazyFrame:
        """Return the copied columns of a `table`."""
        return scan_located(self.locate(), table, self._mapping)

    def locate(self) -> Located:
        """Copy what the mapping asks for, the first time, and return the files.

        Raises
        ------
        InputError
            With every fault: tables and columns that are missing, or what the database refuses.
        """
        if self._located is None:
            digests = copy_once(self._folder, self._fill)
            self._located = self._in_place(digests)
        return self._located

    def passed_over(self) -> tuple[Note, ...]:
        """Return notes of relations and columns that are not read, and of rows that may be out of sight."""
        relations = self._relations()
        notes = [] if self._asked is None else list(self._asked[1])
        for table, asked in relations.items():
            left = sorted(set(asked.columns) - set(asked.wanted.columns))
            if left:
                text = f"columns that the contract does not know, left out: {_listed(left)}"
                notes.append(Note(table, "", len(left), text))
            if self._database.hides_rows(asked.wanted.relation):
                text = "row-level security is on: this role may see a part of the rows only"
                notes.append(Note(table, "", 1, text))
        return tuple(notes)

    def _relations(self) -> dict[str, _Asked]:
        if self._asked is None:
            self._asked = _ask(self._database, self._mapping)
        return self._asked[0]

    def _fill(self, folder: Path) -> dict[str, str]:
        digests = {}
        for table, asked in self._relations().items():
            parts = folder / table
            parts.mkdir(mode=0o700)
            self._database.copy(asked.wanted, parts)
            digests[table] = rows_digest(sorted(parts.iterdir()))
        return digests

    def _in_place(self, digests: Mapping[str, str]) -> Located:
        files = {}
        for table, asked in self._relations().items():
            parts = tuple(sorted((self._folder / table).iterdir()))
            name = asked.wanted.relation.name
            names = (
                (name,) if len(parts) == 1 else tuple(f"{name}, part {i}" for i in range(1, len(parts) + 1))
            )
            files[table] = TableFiles(table, "parquet", parts, names)
        return Located(self._folder, files, self.passed_over(), (), digests)


def _ask(database: Database, mapping: SourceMapping) -> tuple[dict[str, _Asked], tuple[Note, ...]]:
    """Find the relation of each table and its columns; raise all that is missing at once.

    A relation that has a table's name by chance is passed over, with a note.
    """
    names = database.tables()
    asked: dict[str, _Asked] = {}
    faults: list[Fault] = []
    notes: list[Note] = []
    for name, table in TABLES.items():
        relation = _relation(name, mapping.table(name), names)
        if relation is None:
            faults.extend([_missing_table(name, names)] if table.required else [])
            continue
        found = _look(database, relation, table, mapping.table(name))
        if isinstance(found, _Asked):
            asked[name] = found
        elif table.required or name in mapping.tables:
            faults.extend(found)
        else:
            text = f"a relation of this name, passed over: found {found[0].found}"
            notes.append(Note(name, "", 1, text))
    if faults:
        raise InputError(faults)
    return asked, tuple(notes)


def _look(
    database: Database, relation: Relation, table: Table, declared: TableMapping
) -> _Asked | tuple[Fault, ...]:
    """Return what is to be read of a relation; faults where it cannot be read, or lacks a column."""
    try:
        columns = database.columns(relation)
    except InputError as error:
        return error.faults
    matched = match_columns(table.name, tuple(columns), declared.columns)
    missing = _missing_columns(table, declared, columns, matched)
    if missing:
        return tuple(missing)
    meant = {*matched.sources.values(), *(rival for names in matched.rivals.values() for rival in names)}
    wanted = {column: kind for column, kind in columns.items() if column in meant}
    return _Asked(columns, Selection(relation, wanted))


def _relation(table: str, declared: TableMapping, names: tuple[str, ...]) -> Relation | None:
    """Return what is declared for a table, else the relation of its name, else of the name in other case."""
    layout = declared.layout
    if layout.query or layout.relation:
        return relation_of(table, layout)
    alike = [name for name in names if name == table] or [n for n in names if n.casefold() == table]
    return Relation(table, parse_relation(alike[0]) or ()) if len(alike) == 1 else None


def _missing_columns(
    table: Table, declared: TableMapping, columns: Mapping[str, str], matched: Matched
) -> list[Fault]:
    return [
        Fault(
            table.name,
            column.name,
            f"no column {excerpt(source)}, only {_listed(list(columns)) or 'none at all'}",
            "a source with that column",
            f"Map another with [tables.{table.name}.columns] {column.name} = …" + nearest(source, columns),
        )
        for column in table.columns
        if column.required or column.name in declared.columns
        for source in [declared.source_name(column.name)]
        if column.name not in {*matched.sources, *matched.rivals}
    ]


def _missing_table(table: str, names: tuple[str, ...]) -> Fault:
    return Fault(
        table,
        "",
        f"no such table; the database shows {_listed(names) or 'none to this role'}",
        f"a table or view {table}, or one that is mapped onto it",
        f'Name it with [tables.{table}] relation = "schema.table", or query = "select …".',
    )


def _listed(names: tuple[str, ...] | list[str]) -> str:
    shown = ", ".join(excerpt(name) for name in names[:_SHOWN])
    return shown + (", …" if len(names) > _SHOWN else "")

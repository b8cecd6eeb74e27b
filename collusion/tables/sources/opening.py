"""Open a source by its address."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

from collusion.errors import Fault, InputError
from collusion.tables.locate import CONFIG_NAME, check_outputs
from collusion.tables.mapping import SourceMapping
from collusion.tables.sources.address import DUCKDB, FILES, OBJECTS, POSTGRESQL, Address, parse_address
from collusion.tables.sources.copied import DatabaseSource
from collusion.tables.sources.database import Database
from collusion.tables.sources.objects import ObjectSource
from collusion.tables.sources.relation import parse_relation
from collusion.tables.sources.source import FileSource, Source


@contextmanager
def open_source(
    source: str | Path,
    mapping: SourceMapping,
    *,
    copy_to: Path | None = None,
    outputs: Sequence[Path] = (),
) -> Iterator[Source]:
    """Open a source.

    Parameters
    ----------
    source
        Its address, as `parse_address` takes it.
    mapping
        How it maps onto the contract.
    copy_to
        Where the rows of a database or an object store are copied to when they are asked for, and stay;
        when None a private temporary folder, which goes when the source is closed.
    outputs
        What will be written meanwhile, which must not be taken for a table of a folder.

    Yields
    ------
    Source
        Open until the block is left. Files are read where they are.

    Raises
    ------
    InputError
        When the source cannot be reached, or the mapping does not fit its kind.
    UsageError
        When the address is none, what reads it is not installed, or an output would be a table.
    """
    address = _within(parse_address(source))
    faults = mapping_faults(address, mapping)
    if faults:
        raise InputError(faults)
    with ExitStack() as stack:
        if address.kind == FILES and address.path is not None:
            check_outputs(address.path, outputs)
            yield FileSource(address.path, mapping, outputs)
            return
        folder = copy_to
        if folder is None:
            temporary = tempfile.TemporaryDirectory(prefix="collusion-", ignore_cleanup_errors=True)
            folder = Path(stack.enter_context(temporary)) / "source"
        if address.kind == OBJECTS:
            yield ObjectSource(address, mapping, folder)
            return
        database = stack.enter_context(closing(open_database(address, folder.parent)))
        yield DatabaseSource(database, mapping, folder)


def _within(address: Address) -> Address:
    """Return the only database file in a folder that holds no file besides it; else the address itself."""
    if address.kind != FILES or address.path is None or not address.path.is_dir():
        return address
    entries = [entry for entry in address.path.iterdir() if entry.name != CONFIG_NAME]
    inside = [parse_address(entry) for entry in entries[:2]]
    return inside[0] if len(inside) == 1 and inside[0].kind != FILES else address


def open_database(address: Address, folder: Path) -> Database:
    """Open the database at an address.

    Parameters
    ----------
    address
        Of the kind `DUCKDB`, `SQLITE` or `POSTGRESQL`.
    folder
        The folder beneath which copies will be written; what reads a database file can reach no other.

    Returns
    -------
    Database
        To be closed by the caller.

    Raises
    ------
    InputError
        When it cannot be reached.
    UsageError
        When its driver is not installed.
    """
    if address.kind == POSTGRESQL:
        from collusion.tables.sources.postgresql import PostgreSQL

        return PostgreSQL(address.url, address.name)
    assert address.path is not None, "a file has a path"
    if address.kind == DUCKDB:
        from collusion.tables.sources.duckdb import DuckDB

        return DuckDB(address.path, folder)
    from collusion.tables.sources.sqlite import SQLite

    return SQLite(address.path)


def mapping_faults(address: Address, mapping: SourceMapping) -> list[Fault]:
    """Return a fault for each key of `[tables.*]` that means nothing for a source of this kind."""
    is_database = address.kind not in (FILES, OBJECTS)
    faults = []
    for name, table in mapping.tables.items():
        layout, where = table.layout, f"tables.{name}"
        if is_database and layout.file:
            remedy = f'Write relation = "schema.table", or query = "select …", into [{where}].'
            faults.append(Fault(where, "file", "a file, but the source is a database", "a relation", remedy))
        for key in ("relation", "query"):
            if not is_database and getattr(layout, key):
                remedy = f"Write file = … into [{where}], or give the address of a database."
                faults.append(Fault(where, key, f"a {key}, but the source is files", "a file", remedy))
        if layout.relation and parse_relation(layout.relation) is None:
            allowed = "table, schema.table, or catalog.schema.table; parts with a dot in double quotes"
            faults.append(Fault(where, "relation", "no name of a relation", allowed, "Correct it."))
        if layout.relation and layout.query:
            faults.append(Fault(where, "query", "a query beside a relation", "one of them", "Remove one."))
    return faults

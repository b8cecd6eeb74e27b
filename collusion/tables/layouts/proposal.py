"""Propose a collusion.toml for a source that nobody has described."""

from __future__ import annotations

import gzip
import tempfile
import tomllib
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from collusion.errors import Fault, InputError, UsageError
from collusion.foreign import excerpt
from collusion.tables.declarations import mapping_from_toml
from collusion.tables.formats.columnar_file import READERS, as_parquet
from collusion.tables.formats.content import content_of, read_head
from collusion.tables.layouts.head import HEAD_ROWS, Head, first_bytes, head_of_file, head_of_frame
from collusion.tables.layouts.preview import Preview, preview_of
from collusion.tables.layouts.recognise import Recognised, recognise
from collusion.tables.layouts.toml import as_toml
from collusion.tables.layouts.unrecognised import why_none
from collusion.tables.locate import CONFIG_NAME, WHOLE, TableFiles, is_partitioned, locate
from collusion.tables.mapping import SourceMapping
from collusion.tables.part_files import named_by
from collusion.tables.sources.address import FILES, OBJECTS, Address, parse_address
from collusion.tables.sources.database import Database
from collusion.tables.sources.opening import open_database
from collusion.tables.sources.relation import Relation, Selection, parse_relation

#: Files of more bytes are previewed from a copy of their first rows.
_SMALL = 4 << 20
_NO_TABLES = (CONFIG_NAME, "truth", "README")
_MAX_ENTRIES, _MAX_PARTS = 200, 20


@dataclass(frozen=True, slots=True)
class Proposal:
    """A collusion.toml for a source.

    Attributes
    ----------
    address
        The source.
    text
        The TOML.
    tables
        What was recognised, in the contract's order, and how its first rows read.
    others
        Names of files or relations that are no table.
    """

    address: Address
    text: str
    tables: tuple[tuple[Recognised, Preview], ...]
    others: tuple[str, ...]

    @property
    def says_something(self) -> bool:
        """Whether a run would read other things under it than without it."""
        return any(
            found.dates
            or found.rating
            or found.layout
            or found.constants
            or (found.head.dialect is not None and found.head.dialect.separator != ",")
            or any(name != source for name, source in found.columns.items())
            or found.head.name.split(".", maxsplit=1)[0] != found.table
            for found, _ in self.tables
        )


def propose(source: str | Path) -> Proposal:
    """Look at the first rows of every table of a source, and propose how it maps onto the contract.

    Parameters
    ----------
    source
        Its address.

    Returns
    -------
    Proposal
        With a table of reviews. Only the beginnings of files are read.

    Raises
    ------
    InputError
        When the source cannot be read, or holds nothing that looks like reviews.
    UsageError
        When the address is none, or is of a kind of source that is not looked into.
    """
    address = parse_address(source)
    if address.kind == OBJECTS:
        raise UsageError(
            f"source: found {address.name}, an object store. Allowed: files or a database. Fetch one file of "
            "each table, run `collusion init` on them, and give what it writes with --config."
        )
    with tempfile.TemporaryDirectory(prefix="collusion-") as folder:
        if address.kind != FILES or address.path is None:
            with closing(open_database(address, Path(folder))) as database:
                return _of_database(address, database, Path(folder))
        return _of_files(address, address.path, Path(folder))


def _of_files(address: Address, path: Path, work: Path) -> Proposal:
    entries = _entries(path)
    heads = [head for files, name in entries if (head := _first_head(files, name, path)) is not None]
    tables, others = recognise(heads)
    if all(found.table != "reviews" for found in tables):
        parts, names = [part for part, _ in entries], [name for _, name in entries]
        raise InputError(why_none(path, names, parts, heads))
    if path.is_file():
        tables = tuple(replace(found, table="reviews") for found in tables[:1])
    mapping = _mapping(address, tables)
    located = locate(path, mapping)
    if "reviews" not in located.files and located.faults:
        raise InputError(located.faults)
    previews = []
    for found in tables:
        files = located.files.get(found.table)
        faults = [fault for fault in located.faults if fault.where == found.table]
        previews.append(_preview(files, faults, mapping, work))
    return _proposal(address, tables, previews, others)


def _of_database(address: Address, database: Database, work: Path) -> Proposal:
    heads, copies = [], {}
    for i, name in enumerate(database.tables()[:_MAX_ENTRIES]):
        copies[name] = work / str(i)
        copies[name].mkdir()
        relation = Relation(name, parse_relation(name) or ())
        try:
            database.copy(Selection(relation, database.columns(relation), HEAD_ROWS), copies[name])
        except InputError:
            continue  # what this reader may not see is no table for it
        parts = sorted(copies[name].iterdir())
        heads.append(head_of_frame(pl.concat(pl.read_parquet(part, glob=False) for part in parts), name))
    tables, others = recognise(heads)
    if all(found.table != "reviews" for found in tables):
        raise InputError(why_none(Path(address.name), [head.name for head in heads], [], heads))
    mapping = _mapping(address, tables)
    previews = []
    for found in tables:
        parts = sorted(copies[found.head.name].iterdir())
        files = TableFiles(found.table, "parquet", tuple(parts), tuple(part.name for part in parts))
        previews.append(_preview(files, [], mapping, work))
    return _proposal(address, tables, previews, others)


def _proposal(
    address: Address, tables: Sequence[Recognised], previews: Sequence[Preview], others: Sequence[Head]
) -> Proposal:
    pairs = tuple(zip(tables, previews, strict=True))
    text = as_toml(address.name, pairs, others, is_database=address.kind != FILES)
    return Proposal(address, text, pairs, tuple(other.name for other in others))


def _mapping(address: Address, tables: Sequence[Recognised]) -> SourceMapping:
    """Return the mapping that the TOML says, by reading it."""
    text = as_toml("", [(found, Preview()) for found in tables], [], is_database=address.kind != FILES)
    faults: list[Fault] = []
    mapping = mapping_from_toml(tomllib.loads(text), faults=faults)
    assert not faults, "what is proposed is valid"
    return mapping


def _first_head(files: Sequence[Path], name: str, source: Path) -> Head | None:
    """Return the head of the first of some parts that holds a table, with what its folders name."""
    for file in files:
        head = head_of_file(file, name)
        if head is not None:
            folders = file.relative_to(source).parts[:-1]
            named = {key: value for folder in folders for key, value in named_by(folder).items()}
            constants = {key: (value,) * head.n_rows for key, value in named.items()}
            return replace(head, columns={**constants, **head.columns})
    return None


def _entries(path: Path) -> list[tuple[list[Path], str]]:
    """Return what may be a table, with its name: a file, or the first parts of a folder."""
    if path.is_file():
        return [([path], path.name)]
    if not path.is_dir():
        fault = Fault(excerpt(path), "", "no such file or folder", "a source", "Check the path.")
        raise InputError([fault])
    if is_partitioned(path, [entry.name for entry in sorted(path.iterdir())]):
        return [(_parts(path), WHOLE)]
    found: list[tuple[list[Path], str]] = []
    for entry in sorted(path.iterdir())[:_MAX_ENTRIES]:
        if entry.name.startswith((".", "_", *_NO_TABLES)):
            continue
        if entry.is_dir():
            found.append((_parts(entry), entry.name))
        elif entry.is_file():
            found.append(([entry], entry.name))
    return found


def _parts(folder: Path) -> list[Path]:
    hidden = ("_", ".", CONFIG_NAME)
    every = (path for path in folder.rglob("*") if path.is_file() and not path.name.startswith(hidden))
    return sorted(every)[:_MAX_PARTS]


def _preview(
    files: TableFiles | None, faults: Sequence[Fault], mapping: SourceMapping, work: Path
) -> Preview:
    if files is None:
        return Preview(fault="; ".join(map(str, faults)) or "it was not found again")
    path = _beginning(files.paths[0], work / f"head-{files.table}")
    first = TableFiles(files.table, files.format, (path,), files.names[:1], files.constants[:1])
    try:
        return preview_of(first, mapping)
    except InputError as error:
        return Preview(fault="; ".join(map(str, error.faults)))


def _beginning(path: Path, copy: Path) -> Path:
    """Return a copy of the first rows of a large file; a small file as it is."""
    if path.stat().st_size <= _SMALL:
        return path
    kind = content_of(read_head(path)).kind
    if kind in READERS:
        path, kind = as_parquet(path, kind), "parquet"
    if kind == "parquet":
        pl.scan_parquet(path, glob=False).head(HEAD_ROWS).sink_parquet(copy)
        return copy
    data = first_bytes(path, kind)
    if data is None or content_of(data).kind != "text":
        return path
    data = data[: data.rfind(b"\n") + 1]
    copy.write_bytes(gzip.compress(data) if kind == "gzip" else data)
    return copy

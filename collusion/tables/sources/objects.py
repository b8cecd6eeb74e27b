"""Object stores as a source: the objects of the tables are fetched to private files, byte by byte."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

import polars as pl

from collusion.errors import InputError, UsageError
from collusion.foreign import excerpt
from collusion.provenance import folder_digests
from collusion.tables.locate import CONFIG_NAME, Located
from collusion.tables.mapping import SourceMapping
from collusion.tables.notes import Note
from collusion.tables.schema import TABLES
from collusion.tables.sources.address import Address, without_credentials
from collusion.tables.sources.database import EXTRA, refuse
from collusion.tables.sources.private_copy import copy_once
from collusion.tables.sources.source import FileSource

if TYPE_CHECKING:
    from obstore.store import ObjectStore

_RETRIES: Any = {"max_retries": 3, "retry_timeout": timedelta(seconds=60)}
_OBJECTS = "objects"
_LEADING_ELSEWHERE = {"", ".", ".."}


class ObjectSource:
    """The tables that stand in an object store.

    Parameters
    ----------
    address
        A URL of `OBJECT_SCHEMES`: a prefix, or one object, which is the reviews table. Credentials come from
        the environment, as each store's own tools take them.
    mapping
        Which objects are which tables.
    folder
        Where the objects go, under their own names and with their own bytes.

    Notes
    -----
    Every method raises `InputError` when the store cannot be reached, refuses, or has nothing there, and
    `UsageError` when the client is not installed.
    """

    def __init__(self, address: Address, mapping: SourceMapping, folder: Path) -> None:
        self._address = address
        self._mapping = mapping
        self._folder = folder
        self._fetched: FileSource | None = None
        self._start = folder / _OBJECTS

    @property
    def is_copied(self) -> bool:
        """Whether the files are copies: always."""
        return True

    def tables(self) -> tuple[str, ...]:
        """Return the tables that were fetched."""
        return self._files().tables()

    def columns(self, table: str) -> Mapping[str, str]:
        """Return the columns of the first object of a `table`."""
        return self._files().columns(table)

    def count(self, table: str) -> int:
        """Return the number of rows of a `table`."""
        return self._files().count(table)

    def scan(self, table: str) -> pl.LazyFrame:
        """Return the mapped columns of a `table`."""
        return self._files().scan(table)

    def passed_over(self) -> tuple[Note, ...]:
        """Return no note: `locate` tells of objects that are no table."""
        return ()

    def locate(self) -> Located:
        """Fetch the objects, the first time, and return the files."""
        return self._files().locate()

    def _files(self) -> FileSource:
        if self._fetched is None:
            copy_once(self._folder, self._fill)
            self._fetched = FileSource(self._start, self._mapping)
        return self._fetched

    def _fill(self, folder: Path) -> dict[str, str]:
        target = folder / _OBJECTS
        target.mkdir(mode=0o700)
        with _asking(self._address):
            store, path = _open(self._address)
            if path and _is_object(store, path):
                name = path.rpartition("/")[2]
                self._start /= name
                _fetch(store, path, target / name)
            else:
                _fetch_tables(store, f"{path}/" if path else "", self._mapping, target)
        digests = folder_digests(target)
        if not digests:
            found = f"nothing at {self._address.name}"
            refuse("source", found, "a prefix with tables, or one object", "Check the URL.")
        return digests


def _open(address: Address) -> tuple[ObjectStore, str]:
    """Return the store of a URL, from its root, and the path within it."""
    try:
        from obstore.store import from_url
    except ImportError:
        raise UsageError(
            f"source: found {address.name}, but no client for object stores. Install it with "
            f"{EXTRA.format(extra='objects')}."
        ) from None
    parts = urlsplit(address.url)
    root = f"{parts.scheme}://{parts.netloc}" + ("/" if parts.scheme == "file" else "")
    return from_url(root, retry_config=_RETRIES), unquote(parts.path).strip("/")


def _is_object(store: ObjectStore, path: str) -> bool:
    try:
        return store.head(path)["size"] >= 0
    except FileNotFoundError:
        return False


def _fetch_tables(store: ObjectStore, prefix: str, mapping: SourceMapping, target: Path) -> None:
    """Fetch what may belong to a table; leave an empty file for the others, so that a note names them."""
    for batch in store.list(prefix or None):
        for entry in batch:
            name = entry["path"].removeprefix(prefix)
            if set(name.split("/")) & _LEADING_ELSEWHERE or "\0" in name:
                continue
            if _is_wanted(name, mapping):
                _fetch(store, entry["path"], target / name)
            elif "/" not in name:
                (target / name).touch(mode=0o600)


def _is_wanted(name: str, mapping: SourceMapping) -> bool:
    """Return whether an object may belong to a table: by the name of its file or folder, or as declared."""
    first = name.split("/", maxsplit=1)[0]
    files = [table.layout.file.removeprefix("./") for table in mapping.tables.values()]
    declared = {file.split("/", maxsplit=1)[0] for file in files}
    stem = first.split(".", maxsplit=1)[0].casefold()
    return first != CONFIG_NAME and (stem in TABLES or first in declared)


def _fetch(store: ObjectStore, path: str, target: Path) -> None:
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as stream:
        for piece in store.get(path).stream():
            stream.write(piece)


@contextmanager
def _asking(address: Address) -> Iterator[None]:
    """Turn what the client raises into an `InputError`; only its first line is told, without credentials."""
    try:
        yield
    except (UsageError, InputError):
        raise
    except Exception as error:  # noqa: BLE001  (the client's errors share no base)
        said = without_credentials(str(error).splitlines()[0] if str(error) else type(error).__name__)
        refuse(
            "source",
            f"{address.name} cannot be read: {excerpt(said, 300)}",
            "an object store that lets this user list and read",
            "Check the URL and the credentials in the environment (AWS_…, GOOGLE_…, AZURE_…).",
        )

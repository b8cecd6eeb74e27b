"""A workspace: a folder that keeps runs, the rings they found, and what people decided about them."""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from collusion.decisions import chain
from collusion.decisions.decision import Entry
from collusion.decisions.ledger import CHAIN, read_ledger
from collusion.errors import IntegrityError, UsageError
from collusion.foreign import excerpt
from collusion.provenance import write_text_whole
from collusion.store.database import Database, is_address, open_database
from collusion.store.schema import create_tables

DATABASE = "collusion.db"
#: Secret of the tokens, so that one card has one token in every run.
TOKEN_KEY = "token.key"  # noqa: S105  (a file's name)
#: Address of the store where it is elsewhere; it may hold a password.
ADDRESS = "store.address"
#: How far the ledger reached when it was last written: what is cut off its end is missed.
HEAD = "ledger.head"
RUNS = "runs"
_KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class Workspace:
    """An opened workspace: its `folder` and its `database`."""

    folder: Path
    database: Database

    def token_key(self) -> bytes:
        """Return the secret of the tokens."""
        return read_key(self.folder / TOKEN_KEY)

    def ledger(self) -> list[Entry]:
        """Read and check the ledger.

        Raises
        ------
        IntegrityError
            When the chain does not verify, or is shorter than it was.
        """
        # The head first: it is written after the entry, so the ledger read then reaches at least as far.
        n, known = self._remembered_head()
        entries = read_ledger(self.database)
        reached = [entry.hash for entry in entries][:n]
        if len(reached) < n or (n > 0 and reached[-1] != known):
            raise IntegrityError(
                f"{CHAIN}: found {len(entries)} rows that do not reach the {n} that "
                f"{excerpt(self.folder / HEAD)} remembers: decisions were cut off or replaced. "
                "Put back the store from a backup."
            )
        return entries

    def _remembered_head(self) -> tuple[int, str]:
        path = self.folder / HEAD
        if not path.is_file():
            return 0, chain.START
        n, _, known = path.read_text(encoding="ascii", errors="replace").strip().partition(" ")
        if not n.isdecimal():
            raise IntegrityError(f"{excerpt(path)}: found no head of a ledger. Put it back from a backup.")
        return int(n), known

    def remember_head(self) -> None:
        """Write down how far the ledger reaches, outside of the store."""
        with self.database.writing():
            entries = read_ledger(self.database)
            last = entries[-1].hash if entries else chain.START
            write_text_whole(self.folder / HEAD, f"{len(entries)} {last}\n")


def read_key(path: Path) -> bytes:
    """Read the secret of tokens in a file at `path`.

    Raises
    ------
    IntegrityError
        When the file holds none.
    """
    text = path.read_text(encoding="ascii", errors="replace").strip()
    try:
        key = bytes.fromhex(text)
    except ValueError:
        key = b""
    if len(key) != _KEY_BYTES:
        raise IntegrityError(f"{excerpt(path)}: found no secret of tokens. Put it back from a backup.")
    return key


@contextlib.contextmanager
def opened(folder: Path, *, store: str | None = None, create: bool = False) -> Iterator[Workspace]:
    """Open a workspace while a block runs.

    Parameters
    ----------
    folder
        The workspace.
    store
        Address of PostgreSQL for a new workspace; a SQLite file in the folder when None.
    create
        Make the workspace when there is none.

    Yields
    ------
    Workspace

    Raises
    ------
    UsageError
        When there is none and none is to be made, or another store is asked for than it has.
    """
    if not (folder / TOKEN_KEY).is_file():
        if not create:
            raise UsageError(
                f"{excerpt(folder)}: found no workspace there. `collusion detect SOURCE --workspace "
                f"{excerpt(folder)}` makes one."
            )
        _create(folder, store)
    address = folder / ADDRESS
    known = address.read_text(encoding="utf-8").strip() if address.is_file() else str(folder / DATABASE)
    if store is not None and store != known:
        raise UsageError(
            f"{excerpt(folder)}: its store is another one than --store names. Leave --store out, "
            "or make a workspace of its own for that store."
        )
    if not is_address(known) and not create:
        is_there = Path(known).is_file()
        if not is_there or not Path(known).stat().st_size:
            found = f"an empty {DATABASE}" if is_there else f"no {DATABASE}"
            raise IntegrityError(f"{excerpt(folder)}: found {found} there. Put it back from a backup.")
    database = open_database(known)
    database.home = folder.resolve()
    try:
        create_tables(database)
        yield Workspace(folder, database)
    finally:
        database.close()


def _create(folder: Path, store: str | None) -> None:
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{excerpt(folder)}: found a file. Give --workspace a folder.")
    if folder.is_dir() and any(path.name not in (DATABASE, RUNS) for path in folder.iterdir()):
        raise UsageError(
            f"{excerpt(folder)}: found a folder with other files. Give --workspace a new or empty folder."
        )
    if store is not None and not is_address(store):
        raise UsageError("--store: found no address. Allowed: postgresql://USER@HOST/DATABASE.")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if store is not None:
        _write_secret(folder / ADDRESS, store + "\n")
    _write_secret(folder / TOKEN_KEY, secrets.token_hex(_KEY_BYTES) + "\n")


def _write_secret(path: Path, text: str) -> None:
    """Write a file that only its owner may read, whole; a file that another one made first stays."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    with contextlib.suppress(FileExistsError):
        os.link(draft, path)
    draft.unlink()

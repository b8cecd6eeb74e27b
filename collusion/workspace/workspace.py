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
from collusion.provenance import write_text_whole
from collusion.settings import printable
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


@dataclass(frozen=True, slots=True)
class Workspace:
    """An opened workspace: its `folder` and its `database`."""

    folder: Path
    database: Database

    def token_key(self) -> bytes:
        """Return the secret of the tokens."""
        return bytes.fromhex((self.folder / TOKEN_KEY).read_text(encoding="ascii"))

    def ledger(self) -> list[Entry]:
        """Read and check the ledger.

        Raises
        ------
        IntegrityError
            When the chain does not verify, or is shorter than it was.
        """
        entries = read_ledger(self.database)
        path = self.folder / HEAD
        if path.is_file():
            n, _, known = path.read_text(encoding="ascii").strip().partition(" ")
            reached = [entry.hash for entry in entries][: int(n)]
            if known not in (chain.START, *reached[-1:]) or len(reached) < int(n):
                raise IntegrityError(
                    f"{CHAIN}: found {len(entries)} rows that do not reach the {n} that {printable(path)} "
                    "remembers: decisions were cut off or replaced. Put back the store from a backup."
                )
        return entries

    def remember_head(self) -> None:
        """Write down how far the ledger reaches, outside of the store."""
        with self.database.writing():
            entries = read_ledger(self.database)
            last = entries[-1].hash if entries else chain.START
            write_text_whole(self.folder / HEAD, f"{len(entries)} {last}\n")


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
                f"{printable(folder)}: found no workspace there. `collusion detect SOURCE --workspace "
                f"{printable(folder)}` makes one."
            )
        _create(folder, store)
    address = folder / ADDRESS
    known = address.read_text(encoding="utf-8").strip() if address.is_file() else str(folder / DATABASE)
    if store is not None and store != known:
        raise UsageError(
            f"{printable(folder)}: its store is another one than --store names. Leave --store out, "
            "or make a workspace of its own for that store."
        )
    if not is_address(known) and not Path(known).is_file() and not create:
        raise IntegrityError(f"{printable(folder)}: found no {DATABASE} there. Put it back from a backup.")
    database = open_database(known)
    try:
        create_tables(database)
        yield Workspace(folder, database)
    finally:
        database.close()


def _create(folder: Path, store: str | None) -> None:
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{printable(folder)}: found a file. Give --workspace a folder.")
    if folder.is_dir() and any(path.name not in (DATABASE, RUNS) for path in folder.iterdir()):
        raise UsageError(
            f"{printable(folder)}: found a folder with other files. Give --workspace a new or empty folder."
        )
    if store is not None and not is_address(store):
        raise UsageError("--store: found no address. Allowed: postgresql://USER@HOST/DATABASE.")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if store is not None:
        _write_secret(folder / ADDRESS, store + "\n")
    _write_secret(folder / TOKEN_KEY, secrets.token_hex(32) + "\n")


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

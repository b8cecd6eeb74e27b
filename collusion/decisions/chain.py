"""Chains: rows that are only ever added, each tied to all before it by a hash, and signed where a key is set.

The hash of a row is the SHA-256 of the hash before it and of the digest of its own text. So a chain can be
checked by somebody who may read the text of some rows only: of the others the digest is enough.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from collusion.errors import IntegrityError
from collusion.provenance import canonical_json
from collusion.signing import Signer, is_signed
from collusion.store.database import Database
from collusion.store.schema import CHAINS

#: What comes before the first row.
START = "0" * 64


@dataclass(frozen=True, slots=True)
class Link:
    """One row of a chain.

    Attributes
    ----------
    seq
        Its number, from 1 without gaps.
    hash
        Ties it to the rows before it.
    body
        Its text, canonical JSON; empty where only the digest was handed over.
    body_digest
        SHA-256 of the text.
    signature
        Of the hash, when a key was set.
    """

    seq: int
    hash: str
    body: str
    body_digest: str
    signature: str | None

    def content(self) -> dict[str, Any]:
        """Return the text as a record."""
        content: dict[str, Any] = json.loads(self.body)
        return content


def next_hash(previous: str, body_digest: str) -> str:
    """Return the hash of a row from the hash of the row before it and the digest of its text."""
    return hashlib.sha256(f"{previous}:{body_digest}".encode("ascii")).hexdigest()


def append(
    database: Database, chain: str, contents: Sequence[Mapping[str, Any]], signer: Signer | None = None
) -> list[Link]:
    """Add rows to a chain, all of them or none.

    Parameters
    ----------
    database
        The store.
    chain
        A name of `collusion.store.schema.CHAINS`.
    contents
        What the rows say; anything `canonical_json` takes.
    signer
        Signs them.

    Returns
    -------
    list of Link
        The rows as they are stored. They are on the disk when this returns; a process that is killed before
        has added nothing.
    """
    insert = _of(chain, "INSERT INTO @ (seq, hash, body, signature) VALUES (?, ?, ?, ?)")
    links: list[Link] = []
    with database.writing():
        last = database.rows(_of(chain, "SELECT seq, hash FROM @ ORDER BY seq DESC LIMIT 1"))
        seq, previous = last[0] if last else (0, START)
        for content in contents:
            body = canonical_json(content)
            digest = hashlib.sha256(body.encode("utf-8")).hexdigest()
            seq, previous = seq + 1, next_hash(previous, digest)
            signature = signer.sign(previous.encode("ascii")) if signer else None
            database.run(insert, seq, previous, body, signature)
            links.append(Link(seq, previous, body, digest, signature))
    return links


def read(database: Database, chain: str) -> list[Link]:
    """Read a whole chain and check it.

    Parameters
    ----------
    database
        The store.
    chain
        A name of `collusion.store.schema.CHAINS`.

    Returns
    -------
    list of Link
        In order.

    Raises
    ------
    IntegrityError
        When it does not verify; names the first row at fault.
    """
    rows = database.rows(_of(chain, "SELECT seq, hash, body, signature FROM @ ORDER BY seq"))
    links = [
        Link(int(seq), found, body, hashlib.sha256(body.encode("utf-8")).hexdigest(), signature)
        for seq, found, body, signature in rows
    ]
    check(links, chain)
    return links


def check(links: Iterable[Link], name: str) -> None:
    """Check that rows are one whole chain from its start, in order, with signatures that hold.

    Parameters
    ----------
    links
        The rows.
    name
        How to call the chain in the message.

    Raises
    ------
    IntegrityError
        Naming the first row at fault.
    """
    previous = START
    for expected, link in enumerate(links, 1):
        fault = ""
        if link.seq != expected:
            fault = f"found number {link.seq} where {expected} should be: a row is gone, added or moved"
        elif link.hash != next_hash(previous, link.body_digest):
            fault = "its text or its hash is not what was written"
        elif link.body and hashlib.sha256(link.body.encode("utf-8")).hexdigest() != link.body_digest:
            fault = "its text is not what was written"
        elif link.signature is not None and not is_signed(link.hash.encode("ascii"), link.signature):
            fault = "its signature is not one of its hash"
        if fault:
            raise IntegrityError(
                f"{name}, row {expected}: {fault}. Nothing from there on can be relied on. "
                "Compare with a backup, or with a bundle that was handed over before."
            )
        previous = link.hash


def head(links: Sequence[Link]) -> str:
    """Return the hash that stands for a whole chain."""
    return links[-1].hash if links else START


def _of(chain: str, statement: str) -> str:
    """Return a statement about the table of a chain."""
    if chain not in CHAINS:
        raise ValueError(f"no chain is called {chain!r}")
    return statement.replace("@", f"collusion_{chain}")

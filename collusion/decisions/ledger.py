"""The ledger: all decisions ever made in a workspace, in order, none changed and none lost."""

from __future__ import annotations

from collusion.decisions import chain
from collusion.decisions.decision import Decision, Entry, decision_from
from collusion.signing import Signer
from collusion.store.database import Database

CHAIN = "decisions"


def record(database: Database, decision: Decision, signer: Signer | None = None) -> tuple[Entry, bool]:
    """Write a decision into the ledger.

    Parameters
    ----------
    database
        The store.
    decision
        What was decided.
    signer
        Signs the entry.

    Returns
    -------
    tuple of Entry and bool
        The entry, and whether it is new. The same words by the same person about the same ring, when nothing
        about that ring was decided since, are the same decision, sent twice: the first entry is returned.
    """
    with database.writing():
        entries = read_ledger(database)
        same_ring = [entry for entry in entries if entry.decision.ring_id == decision.ring_id]
        if same_ring and same_ring[-1].decision.says_the_same(decision):
            return same_ring[-1], False
        [link] = chain.append(database, CHAIN, [decision.content()], signer)
    return Entry(link.seq, link.hash, decision), True


def read_ledger(database: Database) -> list[Entry]:
    """Read and check the whole ledger of a `database`, in order.

    Raises
    ------
    IntegrityError
        When the chain does not verify.
    """
    return [Entry(link.seq, link.hash, decision_from(link.content())) for link in chain.read(database, CHAIN)]

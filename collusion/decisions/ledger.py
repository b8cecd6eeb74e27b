"""The ledger: all decisions ever made in a workspace, in order, none changed and none lost."""

from __future__ import annotations

from collections.abc import Sequence

from collusion.decisions import chain
from collusion.decisions.decision import Decision, Entry, decision_from
from collusion.errors import ConflictError
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
    [written] = record_all(database, [decision], signer)
    return written


def record_all(
    database: Database,
    decisions: Sequence[Decision],
    signer: Signer | None = None,
    *,
    seen: int | None = None,
) -> list[tuple[Entry, bool]]:
    """Write several decisions into the ledger, all or none.

    Parameters
    ----------
    database
        The store.
    decisions
        What was decided, each on another ring.
    signer
        Signs the entries.
    seen
        How many entries the person had seen; None: all.

    Returns
    -------
    list of tuple of Entry and bool
        As of `record`, in the order given.

    Raises
    ------
    ConflictError
        When somebody else decided on one of the rings since.
    """
    with database.writing():
        last: dict[str, Entry] = {}
        for known in read_ledger(database):
            last[known.decision.ring_id] = known
        before = [last.get(decision.ring_id) for decision in decisions]
        _check_unseen(before, decisions, seen)
        is_new = [
            entry is None or not entry.decision.says_the_same(decision)
            for entry, decision in zip(before, decisions, strict=True)
        ]
        added = [decision for decision, new in zip(decisions, is_new, strict=True) if new]
        links = iter(chain.append(database, CHAIN, [decision.content() for decision in added], signer))
    written: list[tuple[Entry, bool]] = []
    for decision, entry, new in zip(decisions, before, is_new, strict=True):
        if new:
            link = next(links)
            written.append((Entry(link.seq, link.hash, decision), True))
        elif entry is not None:
            written.append((entry, False))
    return written


def _check_unseen(before: Sequence[Entry | None], decisions: Sequence[Decision], seen: int | None) -> None:
    """Raise when somebody else wrote an entry on a ring after the first `seen` ones."""
    if seen is None:
        return
    for entry, decision in zip(before, decisions, strict=True):
        if entry is not None and entry.seq > seen and entry.decision.by != decision.by:
            raise ConflictError(
                f"{decision.ring_id}: found that it was {entry.words} since you looked. "
                "Look again, then decide."
            )


def read_ledger(database: Database) -> list[Entry]:
    """Read and check the whole ledger of a `database`, in order.

    Raises
    ------
    IntegrityError
        When the chain does not verify.
    """
    return [Entry(link.seq, link.hash, decision_from(link.content())) for link in chain.read(database, CHAIN)]

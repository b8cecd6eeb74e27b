"""One run as the page shows it: its documents without what people did, and the rows of its source."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

import polars as pl

from collusion.api.page.source_rows import read_source_rows
from collusion.api.run import Run
from collusion.cases.operators import Siblings, siblings_of
from collusion.errors import CollusionError
from collusion.view import documents as doc
from collusion.view import payload
from collusion.workspace.snapshot import Snapshot, snapshots

#: Rings that are kept as they were shown, some megabytes each where they are very large.
_MOST_DOCUMENTS = 8


@dataclass(slots=True)
class Shown:
    """A run that is shown.

    Attributes
    ----------
    run
        The run.
    run_no
        Its number in the workspace; 0 without one.
    inbox
        Its inbox, in which nobody did anything yet.
    snapshots
        Its rings as the workspace keeps them.
    siblings
        The other rings of each ring's operator.
    source
        Texts and baselines, once they were read.
    silence, is_read
        Why there are none, when they could not be read; whether that was tried.
    documents
        The rings that were shown last, as they are where nobody did anything yet.
    lock
        Held by who reads the source or asks a what-if: each is done once at a time.
    """

    run: Run
    run_no: int
    inbox: doc.Inbox
    snapshots: dict[str, Snapshot]
    siblings: Siblings
    source: payload.FromSource = field(default_factory=payload.FromSource)
    silence: str = ""
    is_read: bool = False
    documents: dict[str, doc.RingDocument] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def ring(self, ring_id: str, worked: payload.Worked) -> doc.RingDocument:
        """Return a ring, `ring_id`, with what people `worked`; a page asks for it again after each deed."""
        source, known = self.source, self.documents.get(ring_id)
        if known is None:
            known = payload.ring(self.run.records, ring_id, source=source, siblings=self.siblings)
            if len(self.documents) >= _MOST_DOCUMENTS:
                self.documents = {}
            if source is self.source:
                self.documents[ring_id] = known
        return payload.with_work(known, worked)

    def read_source(self) -> None:
        """Read texts and baselines from the source, unless that was tried; what refuses it is kept."""
        with self.lock:
            if self.is_read:
                return
            self.is_read = True
            try:
                self.source = read_source_rows(self.run)
                self.documents = {}
            except CollusionError as error:
                self.silence = str(error)

    def texts_of(self, reviewer_id: str) -> pl.DataFrame | None:
        """Return the words of one account's reviews, where they were read."""
        if self.source.texts is None:
            return None
        mine = self.run.records.ring_reviews.filter(pl.col("reviewer_id") == reviewer_id)["review_id"]
        return self.source.texts.filter(pl.col("review_id").is_in(mine.implode()))


def shown(run: Run, run_no: int = 0, kept: dict[str, Snapshot] | None = None) -> Shown:
    """Prepare a `run` to be shown, which is number `run_no` of a workspace that has its rings `kept`."""
    records = run.records
    siblings = siblings_of(records.rings, records.members, records.ring_identifiers)
    inbox = payload.inbox(records, siblings=siblings)
    return Shown(run, run_no, inbox, kept or snapshots(records), siblings)

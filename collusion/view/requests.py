"""The requests that the page sends to its host, and the answers: decide, undo, note, lease, what-if."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from collusion.view.documents import InboxRow, Lease, Note, Standing


class WhatIfRequest(Struct, frozen=True, kw_only=True):
    """What is left out of, or added to, a group; the body of POST ``whatif``."""

    ring_id: str
    families: list[str] = []
    accounts: list[str] = []
    products: list[str] = []
    reviews: list[str] = []
    merged: list[str] = []
    fdr: float | None = None
    min_families: int | None = None


class WhatIfAnswer(Struct, frozen=True, kw_only=True):
    """How the group would stand; the answer to POST ``whatif``."""

    ring_id: str
    before: Standing
    after: Standing
    abnormal: list[str]
    summary: str
    contributions: dict[str, float | None] = {}


class DecisionRequest(Struct, frozen=True, kw_only=True):
    """The body of POST ``decisions``: one verdict on one ring or several. `by` is sent by a notebook only."""

    ring_ids: list[str]
    verdict: Literal["confirm", "dismiss", "watch", "unsure"]
    note: str
    accounts: list[str] | None = None
    expires: str | None = None
    by: str | None = None


class UndoRequest(Struct, frozen=True, kw_only=True):
    """The body of POST ``undo``: take back the decisions that hold on these rings."""

    ring_ids: list[str]
    note: str = ""
    by: str | None = None


class Changed(Struct, frozen=True, kw_only=True):
    """The answer to POST ``decisions`` and ``undo``: the inbox rows that changed."""

    rows: list[InboxRow]


class NoteRequest(Struct, frozen=True, kw_only=True):
    """The body of POST ``notes``."""

    ring_id: str
    text: str
    by: str | None = None


class Notes(Struct, frozen=True, kw_only=True):
    """The answer to POST ``notes``: all notes on the ring."""

    notes: list[Note]


class LeaseRequest(Struct, frozen=True, kw_only=True):
    """The body of POST ``lease``: nobody else gets the ring meanwhile."""

    ring_id: str


class Leased(Struct, frozen=True, kw_only=True):
    """The answer to POST ``lease``: who has the ring now."""

    lease: Lease | None
    is_mine: bool


class Problem(Struct, frozen=True, kw_only=True):
    """What a host answers when it cannot do what was asked: said to the reader as it is."""

    error: str

"""The documents that the page shows: inbox, ring, account, comparison, hits, path.

The page (``view/``, TypeScript) asks its host for them and is typed by them: `view/documents.py` writes
``view/src/documents.ts`` from these records. Numbers are plain (bits, shares, counts) and moments ISO 8601 in
UTC: the page puts them into the reader's words. Tables with a row for each review hold columns, and name
accounts and products by their place in the document's lists.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from collusion.words.catalogue import DEFAULT

State = Literal["new", "grown", "changed", "open", "decided", "quiet"]
Grade = Literal["decisive", "supporting", "null", "against", "silent"]


class Provenance(Struct, frozen=True, kw_only=True):
    """Which run a document is of: `limits` and `notes` are sentences, `fdr` the level of its flags."""

    run_id: str
    version: str
    source: str
    created_at: str
    fdr: float | None
    prior_bits: float | None
    limits: list[str]
    notes: list[str]


class Decision(Struct, frozen=True, kw_only=True):
    """What a named person decided; `accounts` is how many accounts it is about."""

    seq: int | None
    verdict: str
    by: str
    at: str
    note: str
    accounts: int
    expires_at: str | None = None


class Lease(Struct, frozen=True, kw_only=True):
    """Who looks at a ring now, until when."""

    by: str
    until: str


class Note(Struct, frozen=True, kw_only=True):
    """What a person wrote down about a ring, deciding nothing."""

    by: str
    at: str
    text: str


class RingEvent(Struct, frozen=True, kw_only=True):
    """What became of a ring between two runs: born, grew, shrank, merged, split, gone or returned."""

    kind: str
    words: str
    at: str | None = None
    joined: list[str] = []
    left: list[str] = []


class InboxRow(Struct, frozen=True, kw_only=True):
    """One ring, or group below the flag, in the inbox; `harm` is stars gained times recent reviews.

    `likeliest` is what a flagged ring most likely is, empty where no known kind is likelier than not.
    """

    ring_id: str
    rank: int
    flagged: bool
    kind: str
    likeliest: str
    n_reviewers: int
    n_products: int
    n_reviews: int
    score: float
    q_value: float
    harm: float
    is_active: bool
    abnormal: list[str]
    sellers: list[str]
    products: list[str]
    first_at: str | None
    last_at: str | None
    summary: str
    state: State
    news: list[str]
    decision: Decision | None
    lease: Lease | None


class Inbox(Struct, frozen=True, kw_only=True):
    """All rings of a run, best first; `silent` names the families that had no data, with the reason.

    `language` is that of its sentences, but for those of the `provenance`.
    """

    language: str = DEFAULT
    provenance: Provenance
    families: list[str]
    silent: dict[str, str]
    operators: list[str]
    n_flagged: int
    rows: list[InboxRow]


class Fact(Struct, frozen=True, kw_only=True):
    """One reason, graded; `rows` are places in the ring's reviews, `tokens` in its identifiers.

    `contribution` is what its family adds to the log-odds in bits, `observed` and `expected` are raw counts
    or means. A silent fact has no data; its sentence says why.
    """

    family: str
    grade: Grade
    sentence: str
    bits: float | None
    contribution: float | None
    observed: float | None
    expected: float | None
    rows: list[int]
    tokens: list[int]


class Hypothesis(Struct, frozen=True, kw_only=True):
    """What the group may be; `by_family` is how far each family speaks for it, in bits."""

    name: str
    is_ring: bool
    prior: float
    log_odds: float
    by_family: dict[str, float]


class Step(Struct, frozen=True, kw_only=True):
    """One step of the waterfall; `amount` is None where the family had no data."""

    family: str
    amount: float | None


class Waterfall(Struct, frozen=True, kw_only=True):
    """From the odds before looking to the score, log-odds in bits; `held` is what was held back."""

    prior: float
    steps: list[Step]
    held: float
    total: float


class Member(Struct, frozen=True, kw_only=True):
    """An account of the group."""

    reviewer_id: str
    membership: float | None
    role: str
    created_at: str | None
    first_at: str | None
    last_at: str | None
    n_ring_reviews: int
    n_reviews: int
    bits: float | None


class Product(Struct, frozen=True, kw_only=True):
    """A target of the group; `baseline` counts all its reviews by week from `baseline_from` on."""

    product_id: str
    seller_id: str | None
    n_ring_reviews: int
    n_reviews: int
    rating_with: float | None
    rating_without: float | None
    first_at: str | None
    last_at: str | None
    service: float
    is_bystander: bool
    baseline_from: str | None = None
    baseline: list[int] | None = None


class Seller(Struct, frozen=True, kw_only=True):
    """Who sells the targets; without an id: nobody known."""

    seller_id: str | None
    n_products: int
    n_ring_reviews: int
    n_reviews: int
    rating_with: float | None
    rating_without: float | None
    is_bystander: bool


class Identifier(Struct, frozen=True, kw_only=True):
    """A shared identifier value by its token; `holders` are places in members, `is_public`: many others."""

    kind: str
    token: str
    holders: list[int]
    n_accounts: int
    is_public: bool


class Reviews(Struct, frozen=True, kw_only=True):
    """The members' reviews by time, a column each; `product` points on into `other_products`.

    `title` and `text` are None where the run is shown without its source.
    """

    review_id: list[str]
    member: list[int]
    product: list[int]
    posted_at: list[str | None]
    rating: list[float | None]
    verified: list[bool | None]
    in_ring: list[bool]
    in_window: list[bool]
    title: list[str | None] | None
    text: list[str | None] | None


class Sibling(Struct, frozen=True, kw_only=True):
    """Another group that shares accounts or instruments."""

    ring_id: str
    n_members: int
    n_instruments: int
    is_told: bool


class Standing(Struct, frozen=True, kw_only=True):
    """How a group stands, log-odds in bits."""

    score: float
    q_value: float
    rank: int
    flagged: bool


class Removal(Struct, frozen=True, kw_only=True):
    """How the group would stand without one family."""

    family: str
    after: Standing
    abnormal: list[str]


class Story(Struct, frozen=True, kw_only=True):
    """The case in sentences."""

    who: list[str]
    what: list[str]
    when: list[str]
    identifiers: list[str]
    how_sure: list[str]
    against: list[str]
    next_steps: list[str]


class RingDocument(Struct, frozen=True, kw_only=True):
    """One group with all that is shown of it.

    `language` is that of its sentences, but for those of `events` and the `provenance`.
    """

    language: str = DEFAULT
    ring_id: str
    rank: int
    n_rings: int
    flagged: bool
    kind: str
    summary: str
    n_reviewers: int
    n_products: int
    n_reviews: int
    n_sellers: int
    n_clients: int
    first_at: str | None
    last_at: str | None
    most_from: str | None
    most_until: str | None
    n_most: int | None
    score: float
    q_value: float
    abnormal: list[str]
    innocent_explanation: str
    innocent_verdict: str
    story: Story
    facts: list[Fact]
    hypotheses: list[Hypothesis]
    waterfall: Waterfall
    members: list[Member]
    products: list[Product]
    other_products: list[str]
    sellers: list[Seller]
    identifiers: list[Identifier]
    reviews: Reviews
    siblings: list[Sibling]
    provenance: Provenance
    state: State = "open"
    decision: Decision | None = None
    lease: Lease | None = None
    notes: list[Note] = []
    events: list[RingEvent] = []
    removals: list[Removal] | None = None

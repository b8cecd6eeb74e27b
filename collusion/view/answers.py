"""The documents of one account, of a comparison, of a search and of a path."""

from __future__ import annotations

from msgspec import Struct

from collusion.view.documents import RingEvent
from collusion.words.catalogue import DEFAULT


class Membership(Struct, frozen=True, kw_only=True):
    """A group that an account is in."""

    ring_id: str
    rank: int
    flagged: bool
    membership: float | None
    role: str
    n_ring_reviews: int


class OwnReview(Struct, frozen=True, kw_only=True):
    """A review by the account that is shown; `ring_ids` are the groups that have the product as a target."""

    review_id: str
    product_id: str
    posted_at: str | None
    rating: float | None
    verified: bool | None
    ring_ids: list[str]
    title: str | None
    text: str | None


class Holding(Struct, frozen=True, kw_only=True):
    """An identifier value that the account shares with another member, by its token."""

    kind: str
    token: str
    n_accounts: int
    ring_ids: list[str]
    is_public: bool


class Neighbour(Struct, frozen=True, kw_only=True):
    """An account that reviewed the same targets or holds the same values."""

    reviewer_id: str
    n_products: int
    n_tokens: int
    rarest_token_held_by: int | None


class Counterfactual(Struct, frozen=True, kw_only=True):
    """The smallest change that would have cleared an account of a group: `rows` are reviews or tokens."""

    ring_id: str
    words: str
    rows: list[str]
    is_cleared: bool


class AccountDocument(Struct, frozen=True, kw_only=True):
    """One account with its own facts only.

    `reviews` is None in a report, which holds them with the rings; `is_honest`: a label clears it.
    """

    reviewer_id: str
    score: float | None
    is_honest: bool
    created_at: str | None
    n_reviews: int
    rings: list[Membership]
    holdings: list[Holding]
    neighbours: list[Neighbour]
    reviews: list[OwnReview] | None
    has_texts: bool


class Clearing(Struct, frozen=True, kw_only=True):
    """What would have cleared an account, of each group that it is in and for which that was worked out.

    `language` is that of the words.
    """

    reviewer_id: str
    counterfactuals: list[Counterfactual]
    language: str = DEFAULT


class Shared(Struct, frozen=True, kw_only=True):
    """How many accounts, products, sellers or tokens each side has, and which both have."""

    what: str
    n_a: int
    n_b: int
    shared: list[str]


class Side(Struct, frozen=True, kw_only=True):
    """One side of a comparison."""

    ring_id: str
    run_id: str
    rank: int
    flagged: bool
    n_reviewers: int
    n_products: int
    n_reviews: int
    score: float
    q_value: float
    first_at: str | None
    last_at: str | None
    contributions: dict[str, float | None]


class Comparison(Struct, frozen=True, kw_only=True):
    """Two groups, or one group in two runs (`events` say what became of it)."""

    a: Side
    b: Side
    shared: list[Shared]
    events: list[RingEvent] = []


class Hit(Struct, frozen=True, kw_only=True):
    """Something that was searched for: `kind` is ring, account, product, seller, token or review."""

    kind: str
    id: str
    ring_ids: list[str]


class Hits(Struct, frozen=True, kw_only=True):
    """What a search found, and whether that is not all."""

    query: str
    hits: list[Hit]
    is_cut: bool = False


class Hop(Struct, frozen=True, kw_only=True):
    """One step of a path: two accounts and the product or identifier value that they have in common."""

    account: str
    via: str
    product_or_token: str
    next_account: str
    n_accounts: int
    review_ids: list[str]


class EvidencePath(Struct, frozen=True, kw_only=True):
    """The shortest chain between two accounts; without hops `words` says why there is none."""

    hops: list[Hop]
    words: str = ""

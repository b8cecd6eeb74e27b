"""The parts of a case: families, reasons, members, clients, sellers and shared identifiers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from collusion.cases.client_probability import BYSTANDER_BELOW
from collusion.words.catalogue import Words

#: Bits that are not 0.0 when they are rounded.
LEAST_BITS = 0.05
#: The family of the reason that labels are.
LABELS = "labels"
#: Stars that are no difference of means.
LEAST_STARS = 1e-6
#: What a target is called that is likelier not a client's.
BYSTANDER = "perhaps bystander"


@dataclass(frozen=True, slots=True)
class FamilyBits:
    """What one family of evidence says.

    Attributes
    ----------
    family
        Its name.
    bits
        Its evidence against chance; None when it has no data.
    contribution
        What it adds to the score, in bits of log-odds; None when it has no data.
    silence
        Why it has no data.
    """

    family: str
    bits: float | None
    contribution: float | None
    silence: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """One hypothesis of what a ring is.

    Attributes
    ----------
    name, is_ring
        What it would be, and whether that is a kind of ring.
    prior, log_odds
        Log-odds in bits before looking, and against all other hypotheses.
    by_family
        Bits by which each family speaks for it, against the best of the other side.
    """

    name: str
    is_ring: bool
    prior: float
    log_odds: float
    by_family: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason for or against.

    Attributes
    ----------
    family
        Its family of evidence.
    bits
        Its evidence against chance; None for a reason in words only.
    contribution
        What it adds to the score, in bits of log-odds; None where that is not known.
    observed, expected
        What was found, and what honest reviewers would show.
    direction
        ``for`` or ``against``; ``neither`` of what does not stand out.
    sentence
        The reason in words and numbers.
    review_ids, identifiers
        The reviews and identifier tokens behind it.
    """

    family: str
    bits: float | None
    contribution: float | None
    observed: float | None
    expected: float | None
    direction: str
    sentence: str
    review_ids: tuple[str, ...]
    identifiers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Member:
    """An account of the ring.

    Attributes
    ----------
    reviewer_id
        The account.
    membership
        Probability, 0 to 1, that it belongs to the ring.
    role
        ``core`` or ``fringe``; ``member`` of a group that is not flagged.
    created_at
        When it was created, when known.
    first_at, last_at
        Its first and last review of a target.
    n_ring_reviews, n_reviews
        Its reviews of targets, and all its reviews.
    bits
        What its own reviews add to its membership.
    """

    reviewer_id: str
    membership: float
    role: str
    created_at: datetime | None
    first_at: datetime | None
    last_at: datetime | None
    n_ring_reviews: int
    n_reviews: int
    bits: float | None


@dataclass(frozen=True, slots=True)
class Client:
    """A product that the ring reviewed together: a client's, or a bystander's that hides the ring.

    Attributes
    ----------
    product_id, seller_id
        The product and, when known, its seller.
    n_ring_reviews, n_reviews
        The ring's reviews of it, and all its reviews.
    rating_with, rating_without
        Its mean stars with and without the ring's reviews.
    first_at, last_at
        The ring's first and last review of it.
    service
        Probability that it is a client's.
    is_honest
        Whether a label calls it honest, or its seller.
    """

    product_id: str
    seller_id: str | None
    n_ring_reviews: int
    n_reviews: int
    rating_with: float | None
    rating_without: float | None
    first_at: datetime | None
    last_at: datetime | None
    service: float
    is_honest: bool = False

    @property
    def is_bystander(self) -> bool:
        """Whether it is likelier a bystander's that hides the ring than a client's."""
        return self.service < BYSTANDER_BELOW


@dataclass(frozen=True, slots=True)
class Seller:
    """A seller who profits, or perhaps a bystander.

    Attributes
    ----------
    seller_id
        The seller; None gathers the products whose seller is not known.
    n_products
        Its products that are likely served; of a bystander, those that the ring reviewed.
    n_ring_reviews, n_reviews
        The ring's reviews of them, and all their reviews.
    rating_with, rating_without
        Their mean stars over reviews, with and without the ring's.
    service
        Probability of the likeliest of them to be served.
    """

    seller_id: str | None
    n_products: int
    n_ring_reviews: int
    n_reviews: int
    rating_with: float | None
    rating_without: float | None
    service: float

    @property
    def is_bystander(self) -> bool:
        """Whether no product of it is likely served."""
        return self.service < BYSTANDER_BELOW

    @property
    def falls(self) -> bool:
        """Whether its mean stars over all these products are lower with the ring's reviews."""
        if self.rating_with is None or self.rating_without is None:
            return False
        return self.rating_with < self.rating_without - LEAST_STARS


def chance_of_service(target: Client | Seller, words: Words) -> str:
    """Return how likely a product or seller is served, or that it is perhaps a bystander, in `words`."""
    return words.label(BYSTANDER) if target.is_bystander else words.style.percent(target.service)


@dataclass(frozen=True, slots=True)
class SharedIdentifier:
    """An identifier value, and who holds it.

    Attributes
    ----------
    kind, token
        What it is, and its keyed hash.
    holders
        The members that hold it.
    n_accounts
        How many accounts hold it in all.
    """

    kind: str
    token: str
    holders: tuple[str, ...]
    n_accounts: int

    @property
    def n_members(self) -> int:
        """How many members hold it."""
        return len(self.holders)

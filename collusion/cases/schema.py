"""The tables of a run folder: every column declared once, with its meaning.

The declarations serve writing, reading, checking and the documentation. Outside tools rely on the
columns; a column may be added, none may be renamed.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from collusion.evidence.families import FAMILIES

UTC_TIME = pl.Datetime("us", "UTC")


@dataclass(frozen=True, slots=True)
class OutputColumn:
    """One column of an output table: its name, polars dtype and meaning."""

    name: str
    dtype: pl.DataType | type[pl.DataType]
    meaning: str


@dataclass(frozen=True, slots=True)
class OutputTable:
    """One Parquet file of a run folder: its name, what a row is, and its columns in order.

    Columns that `may_lack` names came later: in a run of an earlier version they are null.
    """

    name: str
    row: str
    columns: tuple[OutputColumn, ...]
    may_lack: frozenset[str] = frozenset()

    @property
    def schema(self) -> pl.Schema:
        """The polars schema of the table."""
        return pl.Schema({column.name: column.dtype for column in self.columns})


def _table(
    name: str,
    row: str,
    *columns: tuple[str, pl.DataType | type[pl.DataType], str],
    may_lack: frozenset[str] = frozenset(),
) -> OutputTable:
    return OutputTable(name, row, tuple(OutputColumn(*column) for column in columns), may_lack)


RINGS = _table(
    "rings",
    "a ring, best first",
    ("ring_id", pl.String, "stable name of the ring, from its earliest review"),
    ("rank", pl.UInt32, "1 = the ring to open first"),
    ("n_reviewers", pl.UInt32, "accounts in the ring"),
    ("n_products", pl.UInt32, "products the ring reviewed together (its targets)"),
    ("n_reviews", pl.UInt32, "all its accounts' reviews of its targets"),
    ("n_sellers", pl.UInt32, "known sellers of the targets"),
    ("n_clients", pl.UInt32, "targets that are likelier a client's than a bystander's that hides the ring"),
    ("first_at", UTC_TIME, "first review of a target by the ring; null without times"),
    ("last_at", UTC_TIME, "last review of a target by the ring; null without times"),
    (
        "most_from",
        UTC_TIME,
        "start of the shortest period with nine tenths of them; null without times",
    ),
    ("most_until", UTC_TIME, "end of that period"),
    ("n_most", pl.UInt32, "reviews in that period"),
    ("score", pl.Float64, "log-odds in bits of a ring, no more than its e-values carry; higher is surer"),
    ("q_value", pl.Float64, "expected share of false rings at this rank or above"),
    ("flagged", pl.Boolean, "q_value at or below the run's level, and corroborated"),
    ("corroborated", pl.Boolean, "two families abnormal, one and labels, or one beyond any honest group's"),
    ("abnormal", pl.List(pl.String), "families of evidence that are beyond chance and beyond honest groups"),
    (
        "kind",
        pl.String,
        "attack by its stars; one hand or hired crowd where likelier than all else; unclear below the flag",
    ),
    *(
        (
            f"bits_{family}",
            pl.Float64,
            f"evidence of the {family} family in bits; null where the tables cannot say",
        )
        for family in FAMILIES
    ),
    ("best_innocent_explanation", pl.String, "the innocent explanation that comes closest"),
    ("innocent_verdict", pl.String, "why that explanation fails or holds, or what it leaves unexplained"),
    (
        "unexplained",
        pl.List(pl.String),
        "families of `abnormal` that the closest innocent explanation does not cover by its own laws",
    ),
    ("summary", pl.String, "what it is, in one or two sentences with numbers"),
    (
        "origin",
        pl.String,
        "how the group was proposed: by which seeds, a burst, shared identifiers or wording",
    ),
    ("operator", pl.String, "rings of one value share members or instruments: probably one operator"),
    may_lack=frozenset({"unexplained"}),
)

MEMBERS = _table(
    "members",
    "an account in a ring",
    ("ring_id", pl.String, "the ring"),
    ("reviewer_id", pl.String, "the account"),
    ("membership", pl.Float64, "posterior probability, 0 to 1, that the account belongs to the ring"),
    ("flagged", pl.Boolean, "whether the ring is flagged; where not, the row accuses nobody"),
    ("role", pl.String, "core or fringe; member of a group that is not flagged"),
    ("created_at", UTC_TIME, "when the account was created, when known"),
    ("first_at", UTC_TIME, "the account's first review of a target"),
    ("last_at", UTC_TIME, "the account's last review of a target"),
    ("n_ring_reviews", pl.UInt32, "the account's reviews of targets"),
    ("n_reviews", pl.UInt32, "all reviews of the account"),
    ("bits", pl.Float64, "log-odds in bits by which the account's own reviews support its membership"),
)

CLIENTS = _table(
    "clients",
    "a product (with seller) that a ring served",
    ("ring_id", pl.String, "the ring"),
    ("product_id", pl.String, "the target, or the listing that stands for its family (`aliases`)"),
    ("seller_id", pl.String, "its seller, when known"),
    ("flagged", pl.Boolean, "whether the ring is flagged; where not, the row accuses nobody"),
    ("n_ring_reviews", pl.UInt32, "the ring's reviews of it"),
    ("n_reviews", pl.UInt32, "all its reviews"),
    ("n_rated", pl.UInt32, "how many of all its reviews have stars"),
    ("rating_with", pl.Float64, "mean stars with the ring's reviews"),
    ("rating_without", pl.Float64, "mean stars without them; null when nobody else reviewed it"),
    ("first_at", UTC_TIME, "the ring's first review of it"),
    ("last_at", UTC_TIME, "the ring's last review of it"),
    ("n_met", pl.UInt32, "its accounts' reviews of it within the window of time in which they met there"),
    ("n_expected", pl.Float64, "what honest reviewers would have written of it in that window"),
    (
        "service",
        pl.Float64,
        "probability that it is a client's (in an attack: a victim's); under 0.5 perhaps a bystander's",
    ),
)

EVIDENCE = _table(
    "evidence",
    "a reason",
    ("ring_id", pl.String, "the ring"),
    ("family", pl.String, "the evidence family; `labels` where labels move the odds; `innocent explanation`"),
    ("bits", pl.Float64, "bits this reason adds; null for a reason in words only"),
    (
        "contribution",
        pl.Float64,
        "log-odds in bits that the family adds to the score; reasons stand in the order of it",
    ),
    ("observed", pl.Float64, "what was observed; accounts that share identifiers count once a kind"),
    ("expected", pl.Float64, "what honest reviewers would show; null of stars that nobody else gave"),
    ("direction", pl.String, "for or against; neither, of what does not stand out"),
    ("sentence", pl.String, "the reason in words and numbers"),
    ("review_ids", pl.List(pl.String), "the reviews behind it"),
    ("identifiers", pl.List(pl.String), "tokens of the identifier values behind it"),
    (
        "told",
        pl.String,
        "the sentence as data, in JSON: keys of the catalogue of words, and values",
    ),
    may_lack=frozenset({"told"}),
)

RING_REVIEWS = _table(
    "ring_reviews",
    "a review by a member of a ring",
    ("ring_id", pl.String, "the ring"),
    ("review_id", pl.String, "the review"),
    ("reviewer_id", pl.String, "the account, or the id that stands for it (`aliases`)"),
    ("product_id", pl.String, "the product, or the listing that stands for its family"),
    ("posted_at", UTC_TIME, "when"),
    ("rating", pl.Int8, "stars"),
    ("verified", pl.Boolean, "the platform's purchase badge"),
    ("in_ring", pl.Boolean, "whether the product is one of the ring's targets"),
    ("in_window", pl.Boolean, "whether it is so within the window of time in which the accounts met there"),
)

RING_IDENTIFIERS = _table(
    "ring_identifiers",
    "an identifier value that at least two members share, and one of its holders in the ring",
    ("ring_id", pl.String, "the ring"),
    ("kind", pl.String, "ip, card, gift_card, …"),
    ("token", pl.String, "keyed hash of the value; the raw value is in no output"),
    ("reviewer_id", pl.String, "a member that holds the value"),
    ("n_members", pl.UInt32, "members of the ring that hold it"),
    ("n_accounts", pl.UInt32, "all accounts that hold it"),
)

FOOTPRINTS = _table(
    "footprints",
    "an identifier value by which a ring's operator may be known again: members hold it, and few others",
    ("ring_id", pl.String, "the ring"),
    ("token", pl.String, "keyed hash of the value; the raw value is in no output"),
    ("n_members", pl.UInt32, "members of the ring that hold it"),
    ("n_accounts", pl.UInt32, "all accounts that hold it"),
    ("reviewer_ids", pl.List(pl.String), "the members that hold it, sorted"),
    may_lack=frozenset({"reviewer_ids"}),
)

SCORES = _table(
    "scores",
    "an account",
    ("reviewer_id", pl.String, "the account; names that many people share have none"),
    ("score", pl.Float64, "suspicion; higher is more suspicious"),
)

LABELS = _table(
    "labels",
    "what was known before the run, by the source or by decisions",
    ("entity_type", pl.String, "reviewer, review, product or seller"),
    ("entity_id", pl.String, "its id"),
    ("label", pl.String, "fake or honest; an account that is honest is never a suspect"),
    ("source", pl.String, "who says so"),
    ("labelled_at", UTC_TIME, "since when"),
)

ALIASES = _table(
    "aliases",
    "an id that another stands for: a spelling, a copy, a variant, or a name that many people share",
    ("entity_type", pl.String, "reviewer or product"),
    ("id", pl.String, "the id in the source"),
    (
        "stands_for",
        pl.String,
        "the id under which the other tables count it; null: it is no account, no listing",
    ),
)

HYPOTHESES = _table(
    "hypotheses",
    "a hypothesis of what a ring is, the likeliest first",
    ("ring_id", pl.String, "the ring"),
    ("hypothesis", pl.String, "what the group would be"),
    ("is_ring", pl.Boolean, "whether that is a kind of ring, or an innocent explanation"),
    ("prior", pl.Float64, "log-odds in bits before looking, against the best hypothesis of the other side"),
    ("log_odds", pl.Float64, "log-odds in bits against all other hypotheses"),
    *(
        (
            f"by_{family}",
            pl.Float64,
            f"bits by which {family} speaks for it, against the best of the other side; null where unknown",
        )
        for family in FAMILIES
    ),
)

EFFECTS = _table(
    "effects",
    "a scale-free effect by which a ring is judged",
    ("ring_id", pl.String, "the ring"),
    ("family", pl.String, "its family of evidence"),
    ("measure", pl.String, "which effect"),
    ("value", pl.Float64, "how large it is"),
    ("bin", pl.UInt8, "its bin in the laws of the hypotheses, 0 for little or nothing; null where none"),
    ("meaning", pl.String, "what is measured"),
)

TABLES = {
    table.name: table
    for table in (
        RINGS,
        MEMBERS,
        CLIENTS,
        EVIDENCE,
        RING_REVIEWS,
        RING_IDENTIFIERS,
        FOOTPRINTS,
        HYPOTHESES,
        EFFECTS,
        SCORES,
        LABELS,
        ALIASES,
    )
}

"""Exhibits: what a court or an opponent gets of one ring, numbered so that each count can be recounted.

A lists accounts, B their reviews with what makes each one count, C who profits and by how much, D the method,
its error rate and what speaks against. They are made only of a ring that a named person confirmed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from collusion.cases.case import build_case
from collusion.cases.client_probability import BYSTANDER_BELOW
from collusion.cases.run_folder import Run
from collusion.decisions.decision import Entry
from collusion.decisions.standing import Standing
from collusion.errors import UsageError
from collusion.evidence.families import FAMILIES
from collusion.exports.exhibit_method import Decided, method_rows
from collusion.exports.recounted import recounted
from collusion.exports.redaction import SHOWN, Profile, named, pseudonym
from collusion.words.catalogue import Words, words_of

#: The exhibits, in order: accounts, reviews, clients, method.
LETTERS = "ABCD"


@dataclass(frozen=True, slots=True)
class Exhibits:
    """The four exhibits of one ring.

    Attributes
    ----------
    ring_id, run_id
        The ring and the run.
    profile
        For whom they are.
    tables
        Each exhibit by its letter; the first column numbers the rows. Columns are named alike in every
        language.
    words
        The language in which they are told.
    """

    ring_id: str
    run_id: str
    profile: Profile
    tables: Mapping[str, pl.DataFrame]
    words: Words

    def name(self, letter: str) -> str:
        """Return what a sheet or page calls an exhibit, `letter`."""
        return self.words.say("exhibit.name", letter=letter, title=self.words.say(f"exhibit.title_{letter}"))

    def heading(self, column: str) -> str:
        """Return what a page calls a `column`."""
        return self.words.phrase("column", column).replace("_", " ")


@dataclass(frozen=True, slots=True)
class Held:
    """What besides the run an exhibit rests on.

    Attributes
    ----------
    standing
        The decisions that hold.
    key
        Secret of pseudonyms.
    rows
        Rows of the source by table, for the ring's reviews and accounts: texts, weights of parcels; empty
        where the source is not at hand.
    error_rate
        What was measured of this market's error rate, in words.
    """

    standing: Standing
    key: bytes
    rows: Mapping[str, pl.DataFrame]
    error_rate: str = ""


def compose_exhibits(run: Run, ring_id: str, held: Held, *, profile: Profile) -> Exhibits:
    """Compose the exhibits of one ring.

    Parameters
    ----------
    run
        The run.
    ring_id
        A ring of it.
    held
        Decisions, secret and rows of the source.
    profile
        For whom.

    Returns
    -------
    Exhibits
        Accounts that the decision does not name, or whose appeal was won, are in none of them.

    Raises
    ------
    UsageError
        When nobody confirmed the ring.
    """
    entry = confirmation(held.standing, ring_id)
    cleared, words = run.honest_accounts(), words_of(run.language)
    accused = [account for account in held.standing.accused(entry) if account not in cleared]
    tables = {
        "A": _accounts(run, ring_id, accused, held, profile),
        "B": _reviews(run, ring_id, accused, held, profile),
        "C": _clients(run, ring_id, accused),
        "D": _method(run, entry, held, profile),
    }
    numbered = {letter: table.with_row_index("no", offset=1) for letter, table in tables.items()}
    return Exhibits(ring_id, str(run.manifest.get("run_id", "")), profile, numbered, words)


def confirmation(held: Standing, ring_id: str) -> Entry:
    """Return the decision that confirms a ring, `ring_id`, among those `held`.

    Raises
    ------
    UsageError
        When nobody confirmed it.
    """
    entry = held.rings.get(ring_id)
    if entry is None or entry.decision.verdict != "confirm":
        raise UsageError(
            f"{ring_id}: found no decision that confirms it. A hand-over is made of what a named person "
            f"decided: `collusion decide W {ring_id} confirm --by NAME --note TEXT`."
        )
    return entry


def _accounts(run: Run, ring_id: str, accused: list[str], held: Held, profile: Profile) -> pl.DataFrame:
    theirs = (pl.col("ring_id") == ring_id) & pl.col("reviewer_id").is_in(accused)
    wrote = run.accused_reviews().filter(theirs).group_by("reviewer_id")
    counts = wrote.agg(
        pl.len().cast(pl.UInt32).alias("n_ring_reviews"),
        pl.col("posted_at").min().alias("first_at"),
        pl.col("posted_at").max().alias("last_at"),
    )
    members = run.members.filter(theirs).drop("n_ring_reviews", "first_at", "last_at")
    members = members.join(counts, on="reviewer_id", how="left").with_columns(
        pl.col("n_ring_reviews").fill_null(0)
    )
    shared = run.ring_identifiers.filter(pl.col("ring_id") == ring_id).group_by("reviewer_id")
    kinds = shared.agg(pl.col("kind").sort(), pl.col("token").sort().alias("shared_values"))
    words = words_of(run.language)
    said = [_kinds(row, words) for row in kinds["kind"].to_list()]
    kinds = kinds.with_columns(pl.Series("shares", said, dtype=pl.String)).drop("kind")
    joined = members.join(kinds, on="reviewer_id", how="left").sort(
        "first_at", "reviewer_id", nulls_last=True
    )
    columns = [
        "reviewer_id",
        "role",
        "membership",
        "first_at",
        "last_at",
        "n_ring_reviews",
        "n_reviews",
        "shares",
    ]
    if SHOWN[profile].tokens:
        columns.append("shared_values")
    table = joined.select(columns)
    role = pl.Series("role", [words.label(role) for role in table["role"].to_list()], dtype=pl.String)
    return table.with_columns(named(table["reviewer_id"], profile, held.key), role).rename(
        {"reviewer_id": "account"}
    )


def _kinds(kinds: list[str], words: Words) -> str:
    counts = sorted(Counter(kinds).items())
    return ", ".join(f"{words.style.number(n)} {words.kind(kind, n)}" for kind, n in counts)


def _reviews(run: Run, ring_id: str, accused: list[str], held: Held, profile: Profile) -> pl.DataFrame:
    ours = pl.col("ring_id") == ring_id
    reviews = run.accused_reviews().filter(ours & pl.col("reviewer_id").is_in(accused))
    behind = (
        run.evidence.filter(ours & (pl.col("direction") == "for") & (pl.col("review_ids").list.len() > 0))
        .with_columns((pl.col("bits") / pl.col("review_ids").list.len()).alias("share"))
        .explode("review_ids")
        .group_by(pl.col("review_ids").alias("review_id"))
        .agg(pl.col("family").unique().sort().alias("counts_because"), pl.col("share").sum().round(3))
    )
    words = words_of(run.language)
    named_families = pl.element().replace({family: words.phrase("family", family) for family in FAMILIES})
    because = pl.col("counts_because").list.eval(named_families).list.join(", ")
    joined = reviews.join(behind, on="review_id", how="left").with_columns(
        because.fill_null(words.say("exhibit.no_evidence")), pl.col("share").fill_null(0.0)
    )
    texts = held.rows.get("reviews")
    if SHOWN[profile].texts and texts is not None and "text" in texts.columns:
        joined = joined.join(
            texts.select("review_id", "text").unique("review_id"), on="review_id", how="left"
        )
    orders = held.rows.get("orders")
    weight = "shipped_weight_g"
    if orders is not None and weight in orders.columns:
        lightest = orders.group_by("reviewer_id", "product_id").agg(pl.col(weight).min())
        joined = joined.join(lightest, on=["reviewer_id", "product_id"], how="left")
    table = joined.sort("posted_at", "review_id", nulls_last=True)
    table = table.with_columns(named(table["reviewer_id"], profile, held.key)).rename(
        {"reviewer_id": "account", "share": "bits_of_the_evidence"}
    )
    return table.drop("ring_id", "in_ring", "in_window")


def _clients(run: Run, ring_id: str, accused: list[str]) -> pl.DataFrame:
    """Return the ring's products, clients' or not, counted over the reviews of exhibit B."""
    ours = pl.col("ring_id") == ring_id
    mine = run.clients.filter(ours)
    wrote = run.accused_reviews().filter(ours & pl.col("reviewer_id").is_in(accused))
    if wrote.height < run.ring_reviews.filter(ours & pl.col("in_ring")).height:
        # In which windows they met, and by what chance, was measured with those who are left out.
        mine = recounted(mine, wrote).drop("n_met", "n_expected")
    gained = (pl.col("rating_with") - pl.col("rating_without")).round(2).alias("stars_gained")
    is_attack = run.rings.filter(ours)["kind"][0] == "attack"
    words = words_of(run.language)
    meant = pl.lit(words.say("exhibit.victim" if is_attack else "exhibit.client"))
    beside = pl.lit(words.say("exhibit.bystander"))
    return (
        mine.drop("ring_id")
        .with_columns(
            gained,
            pl.when(pl.col("service") >= BYSTANDER_BELOW).then(meant).otherwise(beside).alias("standing"),
        )
        .sort("service", "n_ring_reviews", "product_id", descending=[True, True, False])
    )


def _method(run: Run, entry: Entry, held: Held, profile: Profile) -> pl.DataFrame:
    decided, shown = Decided(entry, held.standing, held.error_rate), SHOWN[profile]
    case = build_case(run, entry.decision.ring_id)
    table = method_rows(run, case, decided, with_note=shown.notes)
    if shown.names:
        return table
    said = [_scrubbed(text, entry.decision.accounts, held.key) for text in table["finding"].to_list()]
    return table.with_columns(pl.Series("finding", said, dtype=pl.String))


def _scrubbed(text: str, accounts: Sequence[str], key: bytes) -> str:
    """Return a text with pseudonyms in the place of names of accounts, the longest first."""
    for account in sorted(accounts, key=len, reverse=True):
        text = text.replace(account, pseudonym(account, key)) if len(account) > 1 else text
    return text

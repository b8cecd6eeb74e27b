"""Exhibits: what a court or an opponent gets of one ring, numbered so that each count can be recounted.

A lists accounts, B their reviews with what makes each one count, C who profits and by how much, D the method,
its error rate and what speaks against. They are made only of a ring that a named person confirmed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from collusion import __version__
from collusion.cases.case import Case, build_case
from collusion.cases.run_folder import Run
from collusion.cases.wording import counted, kind_words, percent
from collusion.decisions.decision import Entry
from collusion.decisions.standing import Standing
from collusion.errors import UsageError
from collusion.exports.recounted import recounted
from collusion.exports.redaction import SHOWN, Profile, named, pseudonym

#: Sheets and files, in order, with what a row of each is.
TITLES: Mapping[str, str] = {
    "A": "Accounts",
    "B": "Reviews",
    "C": "Clients",
    "D": "Method",
}


#: What is said of a review that no evidence rests on, such as one outside the windows of time of the ring.
_NO_EVIDENCE = "none"
_WEIGHT = (
    "bits_of_the_evidence in exhibit B: the evidence of each family, shared evenly among the reviews that "
    "it rests on; none: a review of the ring's products by one of its accounts on which no evidence rests. "
    "Each bit halves how likely chance alone is to show as much."
)


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
        Each exhibit by its letter; the first column numbers the rows.
    """

    ring_id: str
    run_id: str
    profile: Profile
    tables: Mapping[str, pl.DataFrame]

    def name(self, letter: str) -> str:
        """Return what a sheet or page calls an exhibit, `letter`."""
        return f"Exhibit {letter} {TITLES[letter]}"


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
    cleared = run.honest_accounts()
    accused = [account for account in held.standing.accused(entry) if account not in cleared]
    case = build_case(run, ring_id)
    tables = {
        "A": _accounts(run, ring_id, accused, held, profile),
        "B": _reviews(run, ring_id, accused, held, profile),
        "C": _clients(run, ring_id, accused),
        "D": _method(run, case, entry, held, profile),
    }
    numbered = {letter: table.with_row_index("no", offset=1) for letter, table in tables.items()}
    return Exhibits(ring_id, str(run.manifest.get("run_id", "")), profile, numbered)


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
    members = run.members.filter((pl.col("ring_id") == ring_id) & pl.col("reviewer_id").is_in(accused))
    shared = run.ring_identifiers.filter(pl.col("ring_id") == ring_id).group_by("reviewer_id")
    kinds = shared.agg(pl.col("kind").sort(), pl.col("token").sort().alias("shared_values"))
    said = [_kinds(row) for row in kinds["kind"].to_list()]
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
    return table.with_columns(named(table["reviewer_id"], profile, held.key)).rename(
        {"reviewer_id": "account"}
    )


def _kinds(kinds: list[str]) -> str:
    counts = sorted(Counter(kinds).items())
    return ", ".join(f"{n:,} {kind_words(kind, n)}" for kind, n in counts)


def _reviews(run: Run, ring_id: str, accused: list[str], held: Held, profile: Profile) -> pl.DataFrame:
    ours = pl.col("ring_id") == ring_id
    reviews = run.ring_reviews.filter(ours & pl.col("in_ring") & pl.col("reviewer_id").is_in(accused))
    behind = (
        run.evidence.filter(ours & (pl.col("direction") == "for") & (pl.col("review_ids").list.len() > 0))
        .with_columns((pl.col("bits") / pl.col("review_ids").list.len()).alias("share"))
        .explode("review_ids")
        .group_by(pl.col("review_ids").alias("review_id"))
        .agg(pl.col("family").unique().sort().alias("counts_because"), pl.col("share").sum().round(3))
    )
    joined = reviews.join(behind, on="review_id", how="left").with_columns(
        pl.col("counts_because").list.join(", ").fill_null(_NO_EVIDENCE), pl.col("share").fill_null(0.0)
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
    """Return what the ring served, counted over the reviews of exhibit B."""
    ours = pl.col("ring_id") == ring_id
    mine = run.clients.filter(ours)
    if not set(run.members.filter(ours)["reviewer_id"]) <= set(accused):
        wrote = run.ring_reviews.filter(ours & pl.col("in_ring") & pl.col("reviewer_id").is_in(accused))
        # In which windows they met, and by what chance, was measured with those who are left out.
        mine = recounted(mine, wrote).drop("n_met", "n_expected")
    gained = (pl.col("rating_with") - pl.col("rating_without")).round(2).alias("stars_gained")
    return (
        mine.drop("ring_id")
        .with_columns(gained)
        .sort("service", "n_ring_reviews", "product_id", descending=[True, True, False])
    )


def _method(run: Run, case: Case, entry: Entry, held: Held, profile: Profile) -> pl.DataFrame:
    made = entry.decision
    manifest = run.manifest
    config = manifest.get("config", {})
    level = config.get("scoring", {}).get("fdr") if isinstance(config, dict) else None
    lines = [
        ("system", f"Collusion {manifest.get('version', __version__)}"),
        ("run", f"{case.provenance.run_id}, made {case.provenance.created_at}, seed {manifest.get('seed')}"),
        *(("input", f"{name}: SHA-256 {digest}") for name, digest in case.provenance.inputs),
        *(("output", f"{name}: SHA-256 {digest}") for name, digest in manifest.get("outputs", {}).items()),
        ("finding", case.summary),
        (
            "expected share of false rings",
            f"{percent(case.q_value)} of the rings ranked {case.rank} or better",
        ),
        (
            "level at which rings are flagged",
            "not told" if level is None else f"{percent(level)} expected false",
        ),
        ("error rate of this market", held.error_rate or "not measured; `collusion evaluate --inject` does"),
        ("weight of a review", _WEIGHT),
        *_copies(run),
        *((f"for: {reason.family}", reason.sentence) for reason in case.reasons_for()),
        *((f"against: {reason.family}", reason.sentence) for reason in case.reasons_against()),
        *((f"does not stand out: {reason.family}", reason.sentence) for reason in case.reasons_neither()),
        ("closest innocent explanation", f"{case.innocent_explanation}: {case.innocent_verdict}"),
        *(
            ("not looked at", f"{family.family}: {family.silence}")
            for family in case.families
            if family.bits is None
        ),
        ("decided by", f"{made.by}, {made.decided_at}, entry {entry.seq}, SHA-256 {entry.hash}"),
        ("automated means", "used to find the ring; not used to decide"),
    ]
    if SHOWN[profile].notes:
        lines.append(("note of the decision", made.note))
    lines += [("left out", f"{counted(n, 'account')} {who}") for who, n in _left_out(run, entry, held) if n]
    if not SHOWN[profile].names:
        lines = [(what, _scrubbed(said, made.accounts, held.key)) for what, said in lines]
    return pl.DataFrame(lines, schema={"what": pl.String, "finding": pl.String}, orient="row")


def _left_out(run: Run, entry: Entry, held: Held) -> list[tuple[str, int]]:
    """Return who is in the ring or in the decision and in no exhibit, and how many they are."""
    members = set(run.members.filter(pl.col("ring_id") == entry.decision.ring_id)["reviewer_id"])
    named = set(entry.decision.accounts)
    cleared = run.honest_accounts() | held.standing.honest.keys()
    return [
        ("whose appeal was won; what is said of the ring counts them", len(named & cleared)),
        ("of the ring not named by the decision; what is said of the ring counts them", len(members - named)),
        ("of the decision in the ring no more", len(named - members - cleared)),
    ]


def _copies(run: Run) -> list[tuple[str, str]]:
    """Say what the run counted once although the source has it more often."""
    n = Counter(run.aliases["entity_type"].to_list())
    if not n:
        return []
    what = f"{counted(n['product'], 'listing')} and {counted(n['reviewer'], 'account')} of the source"
    said = f"{what} repeat the reviews of others, named in aliases.parquet; what repeats is not counted again"
    return [("counted once", said)]


def _scrubbed(text: str, accounts: Sequence[str], key: bytes) -> str:
    """Return a text with pseudonyms in the place of names of accounts, the longest first."""
    for account in sorted(accounts, key=len, reverse=True):
        text = text.replace(account, pseudonym(account, key)) if len(account) > 1 else text
    return text

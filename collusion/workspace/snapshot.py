"""What a ring was in one run: who, what, by which means, how sure; kept so that days can be compared."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import polars as pl

from collusion.cases.client_probability import BYSTANDER_BELOW
from collusion.cases.run_folder import Run
from collusion.provenance import canonical_json

#: Days before the newest review of a run that count as recent.
RECENT_DAYS = 30
#: Fields that snapshots of earlier versions lack.
_ADDED_LATER = frozenset({"holders", "spans"})
#: Stars that a product is taken to have gained when nobody but the ring rated it.
UNKNOWN_GAIN = 1.0


@dataclass(frozen=True)
class Snapshot:
    """A ring as one run found it.

    Attributes
    ----------
    members, targets, sellers
        Accounts, products, and the sellers of the products that are likely clients', each sorted.
    tokens
        (token, members that hold it, all accounts that hold it) of every identifier value that members share,
        or that one of them and few others hold.
    hours
        Reviews of targets by hour of the day (UTC), 24 counts; empty without times.
    families
        Families of evidence that are out of the ordinary.
    rank, score, q_value, flagged, kind, summary, n_reviews
        As in ``rings.parquet``.
    first_at, last_at
        First and last review of a target, ISO 8601; None without times.
    stars_gained
        Mean stars that likely clients gained (or victims of an attack lost), weighted by recent reviews; by
        all of the ring's, where none is recent.
    recent_reviews
        Reviews of likely clients' products in the last 30 days before the run's newest review.
    holders
        For each of `tokens` the members that hold it, as places in `members`; empty where not kept.
    spans
        For each of `members` its first and last review of a target, in seconds since 1970; empty: no times.
    """

    members: tuple[str, ...]
    targets: tuple[str, ...]
    sellers: tuple[str, ...]
    tokens: tuple[tuple[str, int, int], ...]
    hours: tuple[int, ...]
    families: tuple[str, ...]
    rank: int
    score: float
    q_value: float
    flagged: bool
    kind: str
    summary: str
    n_reviews: int
    first_at: str | None
    last_at: str | None
    stars_gained: float
    recent_reviews: int
    holders: tuple[tuple[int, ...], ...] = ()
    spans: tuple[tuple[int, int] | None, ...] = ()

    @property
    def harm(self) -> float:
        """Stars gained times recent reviews: what the ring does to buyers now."""
        return round(self.stars_gained * self.recent_reviews, 3)

    @property
    def is_active(self) -> bool:
        """Whether the ring reviewed a likely client's product in the run's last 30 days."""
        return self.recent_reviews > 0

    @cached_property
    def member_set(self) -> frozenset[str]:
        """The accounts as a set."""
        return frozenset(self.members)

    @cached_property
    def token_counts(self) -> dict[str, tuple[int, int]]:
        """Members and accounts that hold each token."""
        return {token: (mine, everybody) for token, mine, everybody in self.tokens}

    @cached_property
    def holders_of(self) -> dict[str, frozenset[str]]:
        """Members that hold each token, where that was kept."""
        return {
            token: frozenset(self.members[place] for place in places)
            for (token, *_), places in zip(self.tokens, self.holders, strict=False)
            if places
        }

    @cached_property
    def span_of(self) -> dict[str, tuple[int, int]]:
        """First and last review of a target by each member that has times."""
        spans = zip(self.members, self.spans, strict=False)
        return {account: span for account, span in spans if span is not None}

    def body(self) -> str:
        """Return it as canonical JSON, without what was added later where it is empty: old digests hold."""
        fields = {field.name: getattr(self, field.name) for field in dataclasses.fields(self)}
        return canonical_json(
            {name: value for name, value in fields.items() if value or name not in _ADDED_LATER}
        )

    def digest(self) -> str:
        """Return the SHA-256 of its canonical JSON."""
        return hashlib.sha256(self.body().encode("utf-8")).hexdigest()


def snapshot_from(body: str) -> Snapshot:
    """Return the snapshot of a canonical JSON text."""
    content: dict[str, Any] = json.loads(body)
    lists = ("members", "targets", "sellers", "hours", "families")
    content |= {name: tuple(content[name]) for name in lists}
    content["tokens"] = tuple((token, mine, everybody) for token, mine, everybody in content["tokens"])
    content["holders"] = tuple(tuple(places) for places in content.get("holders", ()))
    content["spans"] = tuple(None if span is None else tuple(span) for span in content.get("spans", ()))
    return Snapshot(**content)


def newest_review(run: Run) -> dt.datetime | None:
    """Return the time of the newest review by any member of any ring of a `run`; None without times."""
    newest = run.ring_reviews["posted_at"].max()
    return newest if isinstance(newest, dt.datetime) else None


def snapshots(run: Run) -> dict[str, Snapshot]:
    """Return a snapshot of every ring of a run.

    Parameters
    ----------
    run
        An opened run.

    Returns
    -------
    dict of str to Snapshot
        By the ring's id in that run. One pass over each table.
    """
    members = _lists(run.members, "reviewer_id")
    targets = _lists(run.clients, "product_id")
    served = run.clients.filter(pl.col("service") >= BYSTANDER_BELOW)
    sellers = _lists(served.filter(pl.col("seller_id").is_not_null()), "seller_id")
    tokens, hours, harm = _tokens(run), _hours(run), _harm(run, served)
    held, spans = _holders(run), _spans(run)
    found = {}
    for ring in run.rings.iter_rows(named=True):
        name = ring["ring_id"]
        gained, recent = harm.get(name, (0.0, 0))
        accounts = members.get(name, ())
        holders = _places(accounts, [held.get((name, token), ()) for token, *_ in tokens.get(name, ())])
        times = tuple(spans.get((name, account)) for account in accounts)
        found[name] = Snapshot(
            members=accounts,
            targets=targets.get(name, ()),
            sellers=sellers.get(name, ()),
            tokens=tokens.get(name, ()),
            hours=hours.get(name, ()),
            families=tuple(ring["abnormal"] or ()),
            **{key: ring[key] for key in ("rank", "score", "q_value", "flagged", "kind", "n_reviews")},
            summary=ring["summary"] or "",
            first_at=_iso(ring["first_at"]),
            last_at=_iso(ring["last_at"]),
            stars_gained=gained,
            recent_reviews=recent,
            holders=holders if any(holders) else (),
            spans=times if any(times) else (),
        )
    return found


def _iso(moment: dt.datetime | None) -> str | None:
    return None if moment is None else moment.isoformat(timespec="seconds")


def _lists(frame: pl.DataFrame, column: str) -> dict[str, tuple[str, ...]]:
    grouped = frame.group_by("ring_id").agg(pl.col(column).unique().sort())
    return {ring: tuple(values) for ring, values in grouped.iter_rows()}


def _tokens(run: Run) -> dict[str, tuple[tuple[str, int, int], ...]]:
    columns = ("ring_id", "token", "n_members", "n_accounts")
    counted = pl.concat([run.ring_identifiers.select(columns), run.footprints.select(columns)]).unique()
    found: dict[str, list[tuple[str, int, int]]] = {}
    for ring, token, mine, everybody in counted.sort("ring_id", "token").iter_rows():
        found.setdefault(ring, []).append((token, mine, everybody))
    return {ring: tuple(values) for ring, values in found.items()}


def _holders(run: Run) -> dict[tuple[str, str], list[str]]:
    """Return the members that hold each value, where the run names them."""
    shared = run.ring_identifiers.group_by("ring_id", "token").agg(
        pl.col("reviewer_id").alias("reviewer_ids")
    )
    few = run.footprints.select("ring_id", "token", "reviewer_ids").drop_nulls()
    rows = pl.concat([shared.select(few.columns), few]).iter_rows()
    return {(ring, token): holders for ring, token, holders in rows}


def _spans(run: Run) -> dict[tuple[str, str], tuple[int, int]]:
    """Return the first and last review of a target by each member, in seconds since 1970."""
    timed = run.members.filter(pl.col("first_at").is_not_null() & pl.col("last_at").is_not_null())
    seconds = [pl.col(name).dt.epoch("s") for name in ("first_at", "last_at")]
    rows = timed.select("ring_id", "reviewer_id", *seconds).iter_rows()
    return {(ring, account): (first, last) for ring, account, first, last in rows}


def _places(members: tuple[str, ...], held: Sequence[Sequence[str]]) -> tuple[tuple[int, ...], ...]:
    place = {account: i for i, account in enumerate(members)}
    return tuple(tuple(sorted(place[one] for one in holders if one in place)) for holders in held)


def _hours(run: Run) -> dict[str, tuple[int, ...]]:
    timed = run.ring_reviews.filter(pl.col("in_ring") & pl.col("posted_at").is_not_null())
    counted = timed.group_by("ring_id", pl.col("posted_at").dt.hour().alias("hour")).len()
    found: dict[str, list[int]] = {}
    for ring, hour, n in counted.iter_rows():
        found.setdefault(ring, [0] * 24)[hour] = n
    return {ring: tuple(values) for ring, values in found.items()}


def _harm(run: Run, served: pl.DataFrame) -> Mapping[str, tuple[float, int]]:
    """Return the stars gained and the recent reviews of each ring."""
    newest = newest_review(run)
    n_recent = pl.len()
    if newest is not None:
        n_recent = (pl.col("posted_at") >= newest - dt.timedelta(days=RECENT_DAYS)).sum()
    counts = run.ring_reviews.filter("in_ring").group_by("ring_id", "product_id")
    recent = counts.agg(pl.len().alias("all"), n_recent.alias("recent"))
    gain = (pl.col("rating_with") - pl.col("rating_without")).fill_null(UNKNOWN_GAIN)
    # An attack takes stars away.
    signed = pl.when(pl.col("kind") == "attack").then(-gain).otherwise(gain).clip(lower_bound=0.0)
    weight = pl.when(pl.col("recent").sum() > 0).then(pl.col("recent")).otherwise(pl.col("all"))
    rows = (
        served.join(recent, on=["ring_id", "product_id"])
        .join(run.rings.select("ring_id", "kind"), on="ring_id")
        .group_by("ring_id")
        .agg(
            ((signed * weight).sum() / weight.sum()).round(4).alias("gained"),
            pl.col("recent").sum(),
        )
    )
    return {ring: (gained, n) for ring, gained, n in rows.iter_rows()}

"""Build the documents of a run that the page shows.

Everything comes from the run folder. What a folder does not keep is given: the words of reviews and the
baselines of products (both are in the source), and what people did (states, decisions, notes).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import msgspec
import polars as pl

from collusion.cases.case import Case, build_case
from collusion.cases.contributions import waterfall_of
from collusion.cases.headline import headlines, likeliest_rings
from collusion.cases.narrative import narrate
from collusion.cases.operators import Siblings, operator_lines, siblings_of
from collusion.cases.provenance import provenance_of, unavailable_evidence
from collusion.cases.records import SharedIdentifier
from collusion.cases.run_folder import Run
from collusion.evidence.families import FAMILIES
from collusion.view import documents as doc
from collusion.view.facts import facts_of
from collusion.words.catalogue import DEFAULT, words_of
from collusion.workspace.snapshot import Snapshot, snapshots

#: A value that so many accounts hold, and so many for each one in the group, is public: a carrier's address.
PUBLIC_ACCOUNTS, PUBLIC_SHARE = 20, 5


@dataclass(frozen=True, slots=True)
class Worked:
    """What people did about one ring.

    Attributes
    ----------
    state
        Its state in the inbox.
    news
        What happened since it was last looked at, in words.
    decision
        What holds.
    lease
        Who looks at it now.
    notes
        What was written down.
    events
        What became of it from run to run.
    """

    state: doc.State = "open"
    news: tuple[str, ...] = ()
    decision: doc.Decision | None = None
    lease: doc.Lease | None = None
    notes: tuple[doc.Note, ...] = ()
    events: tuple[doc.RingEvent, ...] = ()


@dataclass(frozen=True, slots=True)
class FromSource:
    """What only the source has.

    Attributes
    ----------
    texts
        ``review_id``, ``title`` and ``text`` of the members' reviews.
    baselines
        ``product_id``, ``week`` (a date, Monday) and ``n``: all reviews of the targets; None where not read.
    """

    texts: pl.DataFrame | None = None
    baselines: pl.DataFrame | None = None


_MOMENT, _MIDNIGHT = "%Y-%m-%dT%H:%M:%SZ", "T00:00:00Z"
_REVIEW_COLUMNS = ("rating", "verified", "in_ring", "in_window")
_UNTOUCHED = Worked()
_NOTHING = FromSource()


def inbox(
    run: Run, worked: Mapping[str, Worked] | None = None, siblings: Siblings | None = None
) -> doc.Inbox:
    """Return all rings of a run, best first.

    Parameters
    ----------
    run
        An opened run.
    worked
        What people did, by ring; rings without it are open.
    siblings
        Those of all rings, where they are known already.

    Returns
    -------
    documents.Inbox
        One pass over each table.
    """
    worked = worked or {}
    snaps = snapshots(run)
    told = {} if run.language == DEFAULT else headlines(run)
    kinds = pl.col("ring_id").replace_strict(likeliest_rings(run), default="", return_dtype=pl.String)
    rows = [
        _inbox_row(ring, snaps[ring["ring_id"]], worked.get(ring["ring_id"], _UNTOUCHED), told)
        for ring in run.rings.with_columns(likeliest=kinds).iter_rows(named=True)
    ]
    if siblings is None:
        siblings = siblings_of(run.rings, run.members, run.ring_identifiers)
    silence = partial(words_of(run.language).phrase, "silence")
    silent = unavailable_evidence(run.manifest)
    return doc.Inbox(
        language=run.language,
        provenance=_provenance(run),
        families=list(FAMILIES),
        silent={family: silence(reason) for family, reason in silent.items()},
        operators=operator_lines(run.rings, siblings, run.language),
        n_flagged=int(run.rings["flagged"].sum()),
        rows=rows,
    )


def _inbox_row(ring: dict[str, Any], snap: Snapshot, worked: Worked, told: Mapping[str, str]) -> doc.InboxRow:
    own = (
        "ring_id",
        "rank",
        "flagged",
        "kind",
        "likeliest",
        "n_reviewers",
        "n_products",
        "n_reviews",
        "score",
        "q_value",
    )
    return doc.InboxRow(
        **{name: ring[name] for name in own},
        harm=snap.harm,
        is_active=snap.is_active,
        abnormal=list(snap.families),
        sellers=list(snap.sellers),
        products=list(snap.targets),
        first_at=moment(ring["first_at"]),
        last_at=moment(ring["last_at"]),
        summary=told.get(ring["ring_id"], snap.summary),
        state=worked.state,
        news=list(worked.news),
        decision=worked.decision,
        lease=worked.lease,
    )


def ring(
    run: Run,
    ring_id: str,
    *,
    source: FromSource = _NOTHING,
    worked: Worked = _UNTOUCHED,
    siblings: Siblings | None = None,
) -> doc.RingDocument:
    """Return one ring with all that is shown of it.

    Parameters
    ----------
    run
        An opened run.
    ring_id
        The whole id of a ring of that run.
    source
        Words and baselines, where the source was read.
    worked
        What people did about it.
    siblings
        Those of all rings, where they are known already.

    Returns
    -------
    documents.RingDocument
    """
    return ring_of_case(build_case(run, ring_id, siblings), source=source, worked=worked)


def with_work(ring: doc.RingDocument, worked: Worked) -> doc.RingDocument:
    """Return the document of a `ring` with what people `worked` about it."""
    return msgspec.structs.replace(
        ring,
        state=worked.state,
        decision=worked.decision,
        lease=worked.lease,
        notes=list(worked.notes),
        events=list(worked.events),
    )


def ring_of_case(
    case: Case,
    *,
    source: FromSource = _NOTHING,
    worked: Worked = _UNTOUCHED,
    removals: list[doc.Removal] | None = None,
) -> doc.RingDocument:
    """Return a case with all that is shown of it.

    Parameters
    ----------
    case
        One ring.
    source
        Words and baselines, where the source was read.
    worked
        What people did about it.
    removals
        How it would stand without each family, where that was computed.

    Returns
    -------
    documents.RingDocument
        O(reviews of its members).
    """
    tables = _Places(case)
    own = (
        "ring_id", "rank", "n_rings", "flagged", "kind", "summary", "n_reviewers", "n_products", "n_reviews",
        "n_sellers", "n_clients", "n_most", "score", "q_value", "innocent_explanation", "innocent_verdict",
    )  # fmt: skip
    times = ("first_at", "last_at", "most_from", "most_until")
    plain: dict[str, Any] = {name: _plain(getattr(case, name)) for name in (*own, *times)}
    plain["innocent_explanation"] = _hypothesis(case, case.innocent_explanation)
    story = narrate(case)
    return doc.RingDocument(
        **plain,
        language=case.language,
        abnormal=list(case.abnormal),
        story=doc.Story(**{name: list(getattr(story, name)) for name in doc.Story.__struct_fields__}),
        facts=facts_of(case, tables.reviews, tables.tokens),
        hypotheses=_hypotheses(case),
        waterfall=_waterfall(case),
        members=_copies(case.members, doc.Member),
        products=_products(case, source.baselines),
        other_products=tables.others,
        sellers=_copies(case.sellers, doc.Seller),
        identifiers=[_identifier(one, tables.members) for one in case.identifiers],
        reviews=_reviews(case, tables, source.texts),
        siblings=_siblings(case),
        provenance=_told(case.provenance),
        state=worked.state,
        decision=worked.decision,
        lease=worked.lease,
        notes=list(worked.notes),
        events=list(worked.events),
        removals=removals,
    )


def _hypotheses(case: Case) -> list[doc.Hypothesis]:
    return [
        doc.Hypothesis(
            name=_hypothesis(case, one.name),
            is_ring=one.is_ring,
            prior=one.prior,
            log_odds=one.log_odds,
            by_family=dict(one.by_family),
        )
        for one in case.hypotheses
    ]


def _hypothesis(case: Case, name: str) -> str:
    """Return what a hypothesis is called in the language of a case."""
    return words_of(case.language).phrase("hypothesis", name)


def _siblings(case: Case) -> list[doc.Sibling]:
    return [
        doc.Sibling(
            ring_id=one.ring_id,
            n_members=one.bond.n_members,
            n_instruments=one.bond.n_instruments,
            is_told=one.is_told,
        )
        for one in case.siblings
    ]


class _Places:
    """Where accounts, products, reviews and tokens stand in the lists of a document."""

    def __init__(self, case: Case) -> None:
        self.members = {one.reviewer_id: place for place, one in enumerate(case.members)}
        self.products = {one.product_id: place for place, one in enumerate(case.clients)}
        self.others = [
            name
            for name in case.reviews["product_id"].unique(maintain_order=True)
            if name not in self.products
        ]
        self.products |= {name: len(case.clients) + place for place, name in enumerate(self.others)}
        self.reviews = {name: place for place, name in enumerate(case.reviews["review_id"])}
        self.tokens = {one.token: place for place, one in enumerate(case.identifiers)}


def _waterfall(case: Case) -> doc.Waterfall:
    fall = waterfall_of(case)
    return doc.Waterfall(
        prior=fall.prior,
        steps=[doc.Step(family=step.family, amount=step.amount) for step in fall.steps],
        held=fall.held,
        total=fall.total,
    )


def _products(case: Case, baselines: pl.DataFrame | None) -> list[doc.Product]:
    own = [name for name in doc.Product.__struct_fields__ if name not in ("baseline", "baseline_from")]
    counts = {} if baselines is None else _weekly(baselines, case)
    rows = []
    for client in case.clients:
        values = {name: getattr(client, name) for name in own}
        values |= {name: moment(values[name]) for name in ("first_at", "last_at")}
        start, weeks = counts.get(client.product_id, (None, None))
        rows.append(doc.Product(**values, baseline_from=start, baseline=weeks))
    return rows


def _weekly(baselines: pl.DataFrame, case: Case) -> dict[str, tuple[str, list[int]]]:
    """Return of each target its first week, and its reviews in every week from there on."""
    mine = baselines.filter(pl.col("product_id").is_in([one.product_id for one in case.clients]))
    found = {}
    for (product,), rows in mine.sort("week").partition_by("product_id", as_dict=True).items():
        weeks = rows.upsample("week", every="1w").with_columns(pl.col("n").fill_null(0))
        found[str(product)] = (str(weeks["week"][0]), weeks["n"].to_list())
    return found


def _identifier(shared: SharedIdentifier, members: Mapping[str, int]) -> doc.Identifier:
    return doc.Identifier(
        kind=shared.kind,
        token=shared.token,
        holders=[members[name] for name in shared.holders if name in members],
        n_accounts=shared.n_accounts,
        is_public=is_public(shared.n_accounts, shared.n_members),
    )


def is_public(n_accounts: int, n_members: int) -> bool:
    """Return whether so many accounts hold a value that it says little about the `n_members` who do."""
    return n_accounts >= PUBLIC_ACCOUNTS and n_accounts >= PUBLIC_SHARE * n_members


def _reviews(case: Case, tables: _Places, texts: pl.DataFrame | None) -> doc.Reviews:
    rows = case.reviews
    columns: dict[str, Any] = {name: rows[name].to_list() for name in _REVIEW_COLUMNS}
    columns |= {"title": None, "text": None}
    if texts is not None:
        joined = rows.select("review_id").join(texts, on="review_id", how="left", maintain_order="left")
        columns |= {name: joined[name].to_list() for name in ("title", "text")}
    return doc.Reviews(
        review_id=rows["review_id"].to_list(),
        member=[tables.members[name] for name in rows["reviewer_id"]],
        product=[tables.products[name] for name in rows["product_id"]],
        # As `moment` writes them, all at once.
        posted_at=rows["posted_at"].dt.strftime(_MOMENT).str.strip_suffix(_MIDNIGHT).to_list(),
        **columns,
    )


def _copies(records: tuple[Any, ...], kind: type[Any]) -> list[Any]:
    """Return records as records of the same fields, moments as texts."""
    names = kind.__struct_fields__
    return [kind(**{name: _plain(getattr(one, name)) for name in names}) for one in records]


def _plain(value: Any) -> Any:
    return moment(value) if isinstance(value, dt.datetime) else value


def _provenance(run: Run) -> doc.Provenance:
    return _told(provenance_of(run.manifest, run.language))


def _told(one: Any) -> doc.Provenance:
    return doc.Provenance(
        **{
            name: getattr(one, name)
            for name in ("run_id", "version", "source", "created_at", "fdr", "prior_bits")
        },
        limits=list(one.limits),
        notes=list(one.notes),
    )


def moment(when: dt.datetime | None) -> str | None:
    """Return a moment in UTC as ISO 8601 to the second; a midnight as its day."""
    if when is None:
        return None
    return when.strftime(_MOMENT).removesuffix(_MIDNIGHT)

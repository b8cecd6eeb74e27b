"""Look things up in a run for the page: one account, two groups side by side, any id, a path."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from collusion.cases.case import Case
from collusion.cases.contributions import waterfall_of
from collusion.cases.run_folder import Run
from collusion.errors import UsageError
from collusion.view import answers
from collusion.view.documents import RingEvent
from collusion.view.payload import PUBLIC_ACCOUNTS, PUBLIC_SHARE, is_public, moment

#: Neighbours and hits that are shown at most.
MOST_NEIGHBOURS, MOST_HITS = 200, 50

#: Columns of the words of reviews.
TEXTS = {"review_id": pl.String, "title": pl.String, "text": pl.String}


def account(
    run: Run,
    reviewer_id: str,
    *,
    score: float | None = None,
    texts: pl.DataFrame | None = None,
) -> answers.AccountDocument:
    """Return one account of a ring with its own facts only.

    Parameters
    ----------
    run
        An opened run.
    reviewer_id
        The account's id in the run.
    score
        Its row in ``scores``.
    texts
        ``review_id``, ``title`` and ``text``, where the source was read.

    Returns
    -------
    answers.AccountDocument

    Raises
    ------
    UsageError
        When no ring of the run has the account.
    """
    of_account = pl.col("reviewer_id") == reviewer_id
    rows = run.members.filter(of_account).join(run.rings.select("ring_id", "rank"), on="ring_id").sort("rank")
    if rows.is_empty():
        raise UsageError(
            f"Account {reviewer_id!r}: found it in no ring of {run.path}, which holds the rows of "
            "accounts in rings only."
        )
    return answers.AccountDocument(
        reviewer_id=reviewer_id,
        score=score,
        is_honest=reviewer_id in run.honest_accounts(),
        created_at=moment(rows["created_at"][0]),
        n_reviews=rows["n_reviews"][0],
        rings=[
            answers.Membership(**{name: row[name] for name in answers.Membership.__struct_fields__})
            for row in rows.iter_rows(named=True)
        ],
        holdings=_holdings(run.ring_identifiers.filter(of_account)),
        neighbours=_neighbours(run, reviewer_id),
        reviews=_reviews(run.ring_reviews.filter(of_account), texts),
        has_texts=texts is not None,
    )


def _holdings(rows: pl.DataFrame) -> list[answers.Holding]:
    values = rows.group_by("kind", "token").agg(
        pl.col("ring_id").unique().sort().alias("ring_ids"), pl.col("n_accounts", "n_members").max()
    )
    return [
        answers.Holding(**row, is_public=is_public(row["n_accounts"], n_members))
        for row in values.sort("n_accounts", "kind", "token").iter_rows(named=True)
        for n_members in [row.pop("n_members")]
    ]


def _reviews(rows: pl.DataFrame, texts: pl.DataFrame | None) -> list[answers.OwnReview]:
    own = ["review_id", "product_id", "posted_at", "rating", "verified"]
    targets = pl.col("ring_id").filter(pl.col("in_ring")).unique().sort().alias("ring_ids")
    mine = rows.group_by(own).agg(targets)
    words = mine.select(
        "review_id", pl.lit(None, pl.String).alias("title"), pl.lit(None, pl.String).alias("text")
    )
    mine = mine.join(words if texts is None else texts, on="review_id", how="left")
    mine = mine.sort("posted_at", "review_id", nulls_last=True)
    return [
        answers.OwnReview(**(row | {"posted_at": moment(row["posted_at"])}))
        for row in mine.iter_rows(named=True)
    ]


def _neighbours(run: Run, reviewer_id: str) -> list[answers.Neighbour]:
    """Return the accounts that have most in common with one, instruments before products.

    A value that is public joins nobody: hundreds may hold it.
    """
    targets = run.ring_reviews.filter("in_ring").select("reviewer_id", thing="product_id", n=None)
    is_private = (pl.col("n_accounts") < PUBLIC_ACCOUNTS) | (
        pl.col("n_accounts") < PUBLIC_SHARE * pl.col("n_members")
    )
    values = run.ring_identifiers.filter(is_private)
    values = values.select("reviewer_id", thing="token", n="n_accounts")
    counts = []
    for name, holdings in (("n_products", targets), ("n_tokens", values)):
        mine = holdings.filter(pl.col("reviewer_id") == reviewer_id)["thing"].unique()
        others = holdings.filter(
            pl.col("thing").is_in(mine.implode()) & (pl.col("reviewer_id") != reviewer_id)
        )
        counts.append(
            others.group_by("reviewer_id").agg(
                pl.col("thing").n_unique().alias(name), pl.col("n").min().alias(f"rarest_{name}")
            )
        )
    joined = counts[0].join(counts[1], on="reviewer_id", how="full", coalesce=True)
    ordered = joined.with_columns(pl.col("n_products", "n_tokens").fill_null(0)).sort(
        "n_tokens", "n_products", "reviewer_id", descending=[True, True, False]
    )
    return [
        answers.Neighbour(
            reviewer_id=row["reviewer_id"],
            n_products=row["n_products"],
            n_tokens=row["n_tokens"],
            rarest_token_held_by=row["rarest_n_tokens"],
        )
        for row in ordered.head(MOST_NEIGHBOURS).iter_rows(named=True)
    ]


def compare(a: Case, b: Case, events: Iterable[RingEvent] = ()) -> answers.Comparison:
    """Return two groups side by side, of one run or of two.

    Parameters
    ----------
    a, b
        The groups; of two runs, the older first.
    events
        What became of `a` since, where the two are of two runs.

    Returns
    -------
    answers.Comparison
        Tokens agree between runs only where both were made with the same key.
    """
    mine, theirs = _entities(a), _entities(b)
    return answers.Comparison(
        a=_side(a),
        b=_side(b),
        shared=[
            answers.Shared(
                what=what,
                n_a=len(mine[what]),
                n_b=len(theirs[what]),
                shared=sorted(mine[what] & theirs[what]),
            )
            for what in mine
        ],
        events=list(events),
    )


def _shared(what: str, a: set[str], b: set[str]) -> answers.Shared:
    return answers.Shared(what=what, n_a=len(a), n_b=len(b), shared=sorted(a & b))


def _entities(case: Case) -> dict[str, set[str]]:
    return {
        "accounts": {one.reviewer_id for one in case.members},
        "products": {one.product_id for one in case.clients},
        "sellers": {one.seller_id for one in case.clients if one.seller_id is not None},
        "tokens": {one.token for one in case.identifiers},
    }


def _side(case: Case) -> answers.Side:
    own = ("ring_id", "rank", "flagged", "n_reviewers", "n_products", "n_reviews", "score", "q_value")
    return answers.Side(
        **{name: getattr(case, name) for name in own},
        run_id=case.provenance.run_id,
        first_at=moment(case.first_at),
        last_at=moment(case.last_at),
        contributions={step.family: step.amount for step in waterfall_of(case).steps},
    )


def search(run: Run, query: str) -> answers.Hits:
    """Find ids that contain `query`, in any case: rings, accounts, products, sellers, tokens, reviews.

    Parameters
    ----------
    run
        An opened run.
    query
        What was typed; matched as it is, never as a pattern.

    Returns
    -------
    answers.Hits
        Whole matches first, then the shortest; at most `MOST_HITS`.
    """
    wanted = query.strip().lower()
    if not wanted:
        return answers.Hits(query=query, hits=[])
    columns = (
        ("ring", run.rings, "ring_id"),
        ("account", run.members, "reviewer_id"),
        ("product", run.clients, "product_id"),
        ("seller", run.clients, "seller_id"),
        ("token", run.ring_identifiers, "token"),
        ("review", run.ring_reviews, "review_id"),
    )
    hits = []
    for kind, frame, column in columns:
        found = frame.filter(pl.col(column).str.to_lowercase().str.contains(wanted, literal=True))
        named = found.group_by(pl.col(column).alias("id")).agg(
            pl.col("ring_id").unique().sort().alias("rings")
        )
        ordered = named.sort(pl.col("id").str.len_chars(), "id").head(MOST_HITS + 1)
        hits += [answers.Hit(kind=kind, id=name, ring_ids=where) for name, where in ordered.iter_rows()]
    hits.sort(key=lambda hit: (hit.id.lower() != wanted, len(hit.id)))
    return answers.Hits(query=query, hits=hits[:MOST_HITS], is_cut=len(hits) > MOST_HITS)


def path(hops: pl.DataFrame) -> answers.EvidencePath:
    """Return a path as `collusion.api.run.Run.path` found it: one row a hop."""
    return answers.EvidencePath(hops=[answers.Hop(**row) for row in hops.iter_rows(named=True)])

"""What ties accounts to a ring: the rows of one member, and the order in which all came in."""

from __future__ import annotations

import polars as pl

from collusion.cases.answer import Answer
from collusion.cases.case import Case
from collusion.cases.records import Member
from collusion.errors import UsageError
from collusion.words.catalogue import said, words_of

UTC_TIME = pl.Datetime("us", "UTC")
_TIES = pl.Schema(
    {
        "what": pl.String(),
        "review_id": pl.String(),
        "product_id": pl.String(),
        "posted_at": UTC_TIME,
        "rating": pl.Int8(),
        "token": pl.String(),
        "n_members": pl.UInt32(),
        "n_others": pl.UInt32(),
        "families": pl.List(pl.String),
    }
)
_GROWTH = pl.Schema(
    {
        "step": pl.UInt32(),
        "joined_at": UTC_TIME,
        "reviewer_id": pl.String(),
        "review_id": pl.String(),
        "product_id": pl.String(),
        "n_products_met": pl.UInt32(),
        "n_tokens_met": pl.UInt32(),
    }
)


def member_of(case: Case, account: str) -> Member:
    """Return a member of a `case` by its id, `account`.

    Raises
    ------
    UsageError
        When it is none.
    """
    for member in case.members:
        if member.reviewer_id == account:
            return member
    raise UsageError(
        f"Account {account!r}: found no member of that id in {case.ring_id}. "
        f"`run[{case.ring_id!r}].members` lists them; `why_not` says what another account lacks."
    )


def why(case: Case, account: str) -> Answer:
    """Say what ties a member to its ring.

    Parameters
    ----------
    case
        The ring.
    account
        A member.

    Returns
    -------
    Answer
        One row a tie, those that fewest others have first: a ``review`` of a target, or an ``identifier``
        value that other members hold; how many other members have it (``n_members``), how many accounts that
        are none (``n_others``), and the ``families`` of evidence that rest on it.
    """
    member = member_of(case, account)
    reviews = case.reviews.filter(pl.col("in_ring") & (pl.col("reviewer_id") == account))
    rows = [*_reviews(case, reviews), *_identifiers(case, account)]
    frame = pl.DataFrame(rows, schema=_TIES, orient="row").sort(
        "what", "n_others", "n_members", "product_id", "token", descending=[False, False, True, False, False]
    )
    return Answer(_why_words(case, member, frame), frame)


def _reviews(case: Case, reviews: pl.DataFrame) -> list[dict[str, object]]:
    targets = {client.product_id: client for client in case.clients}
    rows = []
    for row in reviews.iter_rows(named=True):
        target = targets[row["product_id"]]
        rows.append(
            {
                "what": "review",
                **{name: row[name] for name in ("review_id", "product_id", "posted_at", "rating")},
                "n_members": target.n_ring_reviews - 1,
                "n_others": target.n_reviews - target.n_ring_reviews,
                "families": [one.family for one in case.reasons if row["review_id"] in one.review_ids],
            }
        )
    return rows


def _identifiers(case: Case, account: str) -> list[dict[str, object]]:
    return [
        {
            "what": "identifier",
            "token": value.token,
            "n_members": value.n_members - 1,
            "n_others": value.n_accounts - value.n_members,
            "families": [one.family for one in case.reasons if value.token in one.identifiers],
        }
        for value in case.identifiers
        if account in value.holders
    ]


def _why_words(case: Case, member: Member, ties: pl.DataFrame) -> str:
    reviews, values = (ties.filter(what=what) for what in ("review", "identifier"))
    key = f"why.{case.noun}" if member.first_at is None else f"why.{case.noun}_dated"
    counts = {"n": reviews.height, "reviews": member.n_reviews, "targets": case.n_products}
    times = {"first": member.first_at, "last": member.last_at}
    parts = [said(key, account=member.reviewer_id, membership=member.membership, **counts, **times)]
    if values.height:
        most = values.sort("n_members", descending=True).row(0, named=True)
        held = {"members": most["n_members"], "others": most["n_others"]}
        parts.append(said("why.shares", n=values.height, **held))
    if member.created_at is not None:
        parts.append(said("why.created", first=member.created_at))
    return words_of(case.language).say("why.sentence", parts=parts)


def how(case: Case) -> Answer:
    """Say in which order the accounts of a ring came in.

    Parameters
    ----------
    case
        The ring.

    Returns
    -------
    Answer
        One row an account by its first review of a target (``joined_at``), those without a time last: that
        review, and on how many products (``n_products_met``) and identifier values (``n_tokens_met``) the
        account met those before it.
    """
    reviews = case.reviews.filter("in_ring").sort("posted_at", "review_id", nulls_last=True)
    first = reviews.unique("reviewer_id", keep="first", maintain_order=True)
    products = dict(reviews.group_by("reviewer_id").agg("product_id").iter_rows())
    values: dict[str, set[str]] = {}
    for value in case.identifiers:
        for holder in value.holders:
            values.setdefault(holder, set()).add(value.token)
    met, held, rows = set[str](), set[str](), []
    for step, row in enumerate(first.iter_rows(named=True), start=1):
        account = row["reviewer_id"]
        own, tokens = set(products[account]), values.get(account, set())
        rows.append(
            {
                "step": step,
                "joined_at": row["posted_at"],
                **{name: row[name] for name in ("reviewer_id", "review_id", "product_id")},
                "n_products_met": len(own & met),
                "n_tokens_met": len(tokens & held),
            }
        )
        met |= own
        held |= tokens
    frame = pl.DataFrame(rows, schema=_GROWTH, orient="row")
    return Answer(_how_words(case, frame), frame)


def _how_words(case: Case, growth: pl.DataFrame) -> str:
    words, dated = words_of(case.language), growth.drop_nulls("joined_at")
    if dated.is_empty():
        return words.say(f"how.undated_{case.noun}", n=growth.height)
    began = dated.row(0, named=True)
    first = began["joined_at"]
    parts = [said("how.began", first=first, account=began["reviewer_id"], product=began["product_id"])]
    for share, key in ((0.5, "how.half"), (0.9, "how.most"), (1.0, "how.all")):
        n = max(round(share * dated.height + 0.4999), 1)
        parts.append(said(key, n=n, within=(first, dated["joined_at"][n - 1])))
    return words.say("why.sentence", parts=parts)

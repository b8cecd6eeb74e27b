"""Why an account is not in a ring: what it has of the ring's habits, and what is missing, in rows."""

from __future__ import annotations

import datetime as dt

import numpy as np
import polars as pl

from collusion.arrays import frozen
from collusion.cases.added_reviews import confirmed_lack
from collusion.cases.answer import Answer
from collusion.cases.held_ring import stored_group
from collusion.cases.market import Market, places_of
from collusion.cases.run_folder import Run
from collusion.detection import bursts, holders, tied, wordings
from collusion.detection.near_members import Lack
from collusion.errors import UsageError
from collusion.evidence.group import Group
from collusion.evidence.identifiers import shared_values
from collusion.graph.bipartite import spans
from collusion.minutes import NO_TIME
from collusion.words.catalogue import Said, said, words_of

UTC_TIME = pl.Datetime("us", "UTC")
HAS, TOO_EARLY_OR_LATE, MISSING, SHARED = "in time", "out of time", "missing", "shared value"
_ROWS = pl.Schema(
    {
        "what": pl.String(),
        "product_id": pl.String(),
        "posted_at": UTC_TIME,
        "rating": pl.Int8(),
        "window_from": UTC_TIME,
        "window_until": UTC_TIME,
        "n_members": pl.UInt32(),
        "kind": pl.String(),
    }
)


def why_not(run: Run, market: Market, ring_id: str, account: str) -> Answer:
    """Say what an account has in common with a ring, and what is missing for it to be a member.

    Parameters
    ----------
    run
        The run.
    market
        Its market.
    ring_id
        A ring of the run.
    account
        An account of the market that is no member.

    Returns
    -------
    Answer
        One row for each of its reviews of targets, ``in time`` or ``out of time``, for each further review
        that would have made it a member (``missing``: the fewest, the most telling first), and for each
        ``shared value`` that a member holds, too; with the window of time in which the members met on the
        product, and how many of them did.

    Raises
    ------
    UsageError
        When the account is a member, or not in the market.
    """
    graph = market.graph
    place = int(places_of(graph.reviewers, pl.Series([account], dtype=pl.String))[0])
    group, _ = stored_group(run, market, ring_id)
    if place < 0:
        raise UsageError(
            f"Account {account!r}: found none of that id among the {len(graph.reviewers):,} "
            "accounts with reviews in the source. `run.scores` has the id of every account."
        )
    if place in group.members:
        raise UsageError(
            f"Account {account!r}: found it among the members of {ring_id}. Ask `why` what ties it to them."
        )
    ring = run.rings.row(by_predicate=pl.col("ring_id") == ring_id, named=True)
    values = _shared(market, group, place)
    words = words_of(run.language)
    if ring["origin"] in _TIES:
        rows = _reviews(market, group, _windows(market, group), place)
        frame = pl.DataFrame([*rows, *values], schema=_ROWS, orient="row")
        has = _has(account, frame, len(group.products))
        return Answer(words.say("why_not.sentence", has=has, missing=_TIES[ring["origin"]]), frame)
    lack = confirmed_lack(group, place, market)
    told = Group(group.members, lack.targets, group.edges)
    rows = _reviews(market, told, lack, place) + _missing(market, told, lack)
    frame = pl.DataFrame([*rows, *values], schema=_ROWS, orient="row")
    busy = int(graph.reviews.row_degrees()[place]) > market.space.rules.reviewer_cap
    has, missing = _has(account, frame, len(lack.targets)), _missing_words(frame, lack, is_busy=busy)
    return Answer(words.say("why_not.sentence", has=has, missing=missing), frame)


def _windows(market: Market, group: Group) -> Lack:
    """Return when the members of a group without common habits met on each target."""
    graph = market.graph
    at = np.searchsorted(group.products, graph.reviews.indices[group.edges])
    minute = graph.minute[group.edges].astype(np.int64)
    first = np.full(len(group.products), np.iinfo(np.int64).max)
    last = np.full(len(group.products), np.iinfo(np.int64).min)
    np.minimum.at(first, at, minute)
    np.maximum.at(last, at, minute)
    coverage = np.bincount(at, minlength=len(group.products)) / len(group.members)
    nothing = frozen(np.zeros((2, 0), np.int64))
    return Lack(group.products, first, last, coverage, None, group.products[:0], nothing)


def _reviews(market: Market, group: Group, lack: Lack, place: int) -> list[dict[str, object]]:
    graph = market.graph
    edges = np.arange(graph.reviews.indptr[place], graph.reviews.indptr[place + 1])
    edges = edges[np.isin(graph.reviews.indices[edges], lack.targets)]
    rows = []
    for edge in edges.tolist():
        c = int(np.searchsorted(lack.targets, graph.reviews.indices[edge]))
        minute, stars = int(graph.minute[edge]), int(graph.stars[edge])
        is_in = lack.first[c] == NO_TIME or lack.first[c] <= minute <= lack.last[c]
        told = HAS if is_in else TOO_EARLY_OR_LATE
        rows.append(
            _on_target(market, group, lack, c, told) | {"posted_at": _moment(minute), "rating": stars or None}
        )
    return rows


def _missing(market: Market, group: Group, lack: Lack) -> list[dict[str, object]]:
    missing = () if lack.missing is None else lack.missing
    places = np.searchsorted(lack.targets, missing).tolist()
    return [_on_target(market, group, lack, c, MISSING) for c in places]


def _on_target(market: Market, group: Group, lack: Lack, c: int, what: str) -> dict[str, object]:
    """Return a row about target number `c`."""
    return {
        "what": what,
        "product_id": market.graph.products.ids[int(lack.targets[c])],
        "window_from": _moment(int(lack.first[c])),
        "window_until": _moment(int(lack.last[c])),
        "n_members": round(float(lack.coverage[c]) * len(group.members)),
    }


def _moment(minute: int) -> dt.datetime | None:
    if minute == NO_TIME:
        return None
    return dt.datetime(1970, 1, 1, tzinfo=dt.UTC) + dt.timedelta(minutes=minute)


def _shared(market: Market, group: Group, place: int) -> list[dict[str, object]]:
    """Return a row for each identifier value that an account and a member hold; the value itself stays."""
    rows: list[dict[str, object]] = []
    for kind, relation in market.graph.identifiers.items():
        own = relation.adjacency.indices[spans(relation.adjacency.indptr, np.array([place]))[0]]
        together = np.union1d(group.members, np.array([place], np.int32)).astype(np.int32)
        found = shared_values(relation, together)
        for value, n in zip(found.values.tolist(), found.n_members.tolist(), strict=True):
            if value in own:
                rows.append({"what": SHARED, "n_members": n - 1, "kind": kind})
    return rows


def _has(account: str, rows: pl.DataFrame, n_targets: int) -> Said:
    n_in, n_out = (rows.filter(what=what).height for what in (HAS, TOO_EARLY_OR_LATE))
    n_values = rows.filter(what=SHARED).height
    key = "why_not.has" + ("_in_time" if n_out else "") + ("" if n_values else "_no_value")
    counts = {"n": n_in + n_out, "in_time": n_in, "targets": n_targets, "values": n_values}
    return said(key, account=account, **counts)


def _missing_words(rows: pl.DataFrame, lack: Lack, *, is_busy: bool) -> Said:
    if is_busy:
        return said("why_not.busy")
    if lack.missing is None:
        return said("why_not.never")
    if not len(lack.missing):
        return said("why_not.elsewhere")
    names = rows.filter(what=MISSING)["product_id"].to_list()
    key = "why_not.one" if len(lack.missing) == 1 else "why_not.several"
    return said(key, n=len(lack.missing), products=names)


#: What ties the members of groups without a common habit, by their origin.
_TIES = {
    holders.ORIGIN: said("why_not.instruments"),
    tied.ORIGIN: said("why_not.tied"),
    wordings.ORIGIN: said("why_not.wording"),
    bursts.ORIGIN: said("why_not.burst"),
}

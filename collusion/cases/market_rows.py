"""Count the rows of a market that are behind a group: every count of a sentence is made here.

Each count has one definition, which a reader can repeat on the source with a spreadsheet. The methods of the
evidence may look at fewer rows (only those within a window, only a sample); what is said counts all of them.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from collusion.arrays import Int8Array, Int32Array, Int64Array, IntArray, is_among
from collusion.evidence.channels import Channels
from collusion.evidence.group import Group, edges_of, member_of_edges
from collusion.evidence.parcels import ODD, UNKNOWN
from collusion.evidence.review_texts import ReviewTexts
from collusion.evidence.text import texts_of
from collusion.graph.bipartite import spans
from collusion.graph.build import EntityGraph
from collusion.minutes import DAY, NO_TIME

"""Minutes of a day."""
#: Bits of a minute, counted from the first that there is.
_MINUTE_BITS = 32
#: Other reviews that equal a text word for word, from which it is a common phrase and no member's own.
COMMON_FROM = 4
#: Shares of the accounts that a window of creations may hold, the largest first.
_CREATED_SHARES = (1.0, 0.8, 0.5)
#: Longest window of creations that is told, fewest accounts in it, and how many times denser than others'.
_CREATED_DAYS, _CREATED_FEWEST, _CREATED_LIFT = 60, 3, 5.0


@dataclass(frozen=True, slots=True)
class MarketRows:
    """The rows of a market, as arrays that sentences are counted from.

    Attributes
    ----------
    graph
        Reviews, products, sellers and identifiers.
    created
        Minute of each account's creation, `NO_TIME` when unknown, shape (n_reviewers,).
    known
        Those that are known, ascending.
    texts
        Text of each row of the reviews; None without texts.
    copies
        Reviews with the text of each edge, 0 for none, shape (n_edges,); None without texts.
    light, refunded
        Whether the order of each edge was light, and refunded; −1 when unknown, shape (n_edges,).
    all_light, all_refunded
        How many of all are odd, and of how many it is known.
    """

    graph: EntityGraph
    created: Int32Array
    known: Int32Array
    texts: ReviewTexts | None
    copies: Int32Array | None
    light: Int8Array
    refunded: Int8Array
    all_light: tuple[int, int]
    all_refunded: tuple[int, int]


def market_rows(graph: EntityGraph, channels: Channels) -> MarketRows:
    """Gather the rows that sentences are counted from; nothing is copied."""
    return MarketRows(
        graph,
        channels.lifecycle.created,
        channels.lifecycle.known,
        channels.text.texts,
        channels.text.copies,
        channels.fulfilment.light,
        channels.fulfilment.refunded,
        channels.fulfilment.all_light,
        channels.fulfilment.all_refunded,
    )


def reviews_of_targets(graph: EntityGraph, group: Group) -> Int64Array:
    """Return every review that a member wrote of a target, whenever, as ascending edges."""
    edges = edges_of(graph, group.members)
    return edges[is_among(graph.reviews.indices[edges], group.products)]


@dataclass(frozen=True, slots=True)
class Mean:
    """How many rated reviews there are, and their mean stars; None without any."""

    n: int
    stars: float | None


@dataclass(frozen=True, slots=True)
class StarMeans:
    """Stars in and around a group.

    Attributes
    ----------
    own
        The members' reviews of targets.
    others
        Others' reviews of the same.
    elsewhere
        The members' reviews of everything else.
    """

    own: Mean
    others: Mean
    elsewhere: Mean


def star_means(rows: MarketRows, group: Group, edges: Int64Array) -> StarMeans:
    """Average the stars in and around a group: O(reviews of its members and targets).

    Parameters
    ----------
    rows
        The market.
    group
        The group.
    edges
        Its reviews of its targets, from `reviews_of_targets`.

    Returns
    -------
    StarMeans
    """
    graph = rows.graph
    places, _ = spans(graph.reviews.t_indptr, group.products)
    own, everyone, written = (
        graph.stars[some] for some in (edges, graph.reviews.t_edges[places], edges_of(graph, group.members))
    )
    return StarMeans(_mean(own), _mean(everyone, own), _mean(written, own))


def _mean(stars: Int8Array, without: Int8Array | None = None) -> Mean:
    """Average stars, 0 being none, leaving some of them out."""
    n, total = int(np.count_nonzero(stars)), int(stars.sum(dtype=np.int64))
    if without is not None:
        n, total = n - int(np.count_nonzero(without)), total - int(without.sum(dtype=np.int64))
    return Mean(n, total / n if n else None)


@dataclass(frozen=True, slots=True)
class Orders:
    """Odd orders, and those of which it is known whether they are.

    Attributes
    ----------
    n_odd, n_known
        Behind the group's reviews of its targets.
    n_odd_others, n_known_others
        Behind all other reviews of the market.
    """

    n_odd: int
    n_known: int
    n_odd_others: int
    n_known_others: int


def orders(odd: Int8Array, edges: Int64Array, of_all: tuple[int, int]) -> Orders:
    """Count the odd orders behind some reviews and behind all others.

    Parameters
    ----------
    odd
        Whether the order of each edge is odd; −1 when unknown, shape (n_edges,).
    edges
        The group's reviews of its targets.
    of_all
        How many of all orders are odd, and of how many it is known.

    Returns
    -------
    Orders
    """
    own = odd[edges]
    n_odd, n_known = int(np.count_nonzero(own == ODD)), int(np.count_nonzero(own != UNKNOWN))
    return Orders(n_odd, n_known, of_all[0] - n_odd, of_all[1] - n_known)


@dataclass(frozen=True, slots=True)
class Creations:
    """A window in which many of a group's accounts were created.

    Attributes
    ----------
    n_known, n_within
        Accounts whose creation is known, and those created within the window.
    first, last
        Minutes of the first and the last of these creations.
    share_of_others
        Share of all other accounts of known creation that were created from the first day to the last.
    """

    n_known: int
    n_within: int
    first: int
    last: int
    share_of_others: float


def creations(rows: MarketRows, members: Int32Array) -> Creations | None:
    """Find the shortest window that holds all, most or half of the members' creations.

    Parameters
    ----------
    rows
        The market.
    members
        The accounts.

    Returns
    -------
    Creations or None
        The window with the largest share of them that is short and far denser than others' creations; None
        where there is none, or where too few creations are known. O(n_reviewers).
    """
    known = np.sort(rows.created[members][rows.created[members] != NO_TIME]).astype(np.int64)
    if len(known) < max(_CREATED_FEWEST, len(members) / 2):
        return None
    n_others = len(rows.known) - len(known)
    for share in _CREATED_SHARES:
        n = max(math.ceil(share * len(known)), _CREATED_FEWEST)
        start = int(np.argmin(known[n - 1 :] - known[: len(known) - n + 1]))
        first, last = int(known[start]), int(known[start + n - 1])
        low, high = first // DAY * DAY, last // DAY * DAY + DAY
        n_within = int(np.count_nonzero((known >= low) & (known < high)))
        others_within = int(np.diff(np.searchsorted(rows.known, (low, high)))[0]) - n_within
        of_others = others_within / n_others if n_others else 0.0
        if last - first <= _CREATED_DAYS * DAY and n_within / len(known) >= _CREATED_LIFT * of_others:
            inside = known[(known >= low) & (known < high)]
            return Creations(len(known), n_within, int(inside[0]), int(inside[-1]), of_others)
    return None


@dataclass(frozen=True, slots=True)
class Ages:
    """Ages at the first review of a target.

    Attributes
    ----------
    n, median
        Members of known age, and their median age in days.
    n_others, median_others
        Other reviewers of the targets of known age, and theirs.
    """

    n: int
    median: float
    n_others: int
    median_others: float


def ages(rows: MarketRows, group: Group, edges: Int64Array) -> Ages | None:
    """Compare the ages of the members at their first review of a target with those of its other reviewers.

    Parameters
    ----------
    rows
        The market.
    group
        The group.
    edges
        Its reviews of its targets.

    Returns
    -------
    Ages or None
        None when no age of a member, or none of another, is known.
    """
    reviews = rows.graph.reviews
    own, ages_of_own = _first_ages(rows, member_of_edges(rows.graph, edges), edges)
    places, _ = spans(reviews.t_indptr, group.products)
    everyone, ages_of_all = _first_ages(rows, reviews.t_indices[places], reviews.t_edges[places])
    of_others = ages_of_all[~is_among(everyone, own)]
    if not len(own) or not len(of_others):
        return None
    return Ages(len(own), float(np.median(ages_of_own)), len(of_others), float(np.median(of_others)))


def _first_ages(rows: MarketRows, who: Int32Array, edges: IntArray) -> tuple[IntArray, IntArray]:
    """Return the accounts, ascending, and the age of each in whole days at its first dated review.

    `who` wrote each of the reviews `edges`; reviews that are not dated, or of accounts of unknown age, are
    left out.
    """
    minute = rows.graph.minute[edges]
    dated = (minute != NO_TIME) & (rows.created[who] != NO_TIME)
    # Sorted by account, then by minute, in one number.
    order = np.sort(who[dated].astype(np.int64) << _MINUTE_BITS | (minute[dated].astype(np.int64) - NO_TIME))
    who = order >> _MINUTE_BITS
    is_first = np.diff(who, prepend=-1) > 0
    first = (order[is_first] & ((1 << _MINUTE_BITS) - 1)) + NO_TIME
    return who[is_first], (first - rows.created[who[is_first]]) // DAY


def sharing(rows: MarketRows, members: Int32Array) -> tuple[dict[str, int], int]:
    """Count the members that hold a value which another member holds.

    Parameters
    ----------
    rows
        The market.
    members
        The accounts.

    Returns
    -------
    tuple
        By kind, where there is any, such accounts; and of how many members any identifier is known.
    """
    found, known = {}, np.zeros(len(members), dtype=bool)
    for kind, relation in rows.graph.identifiers.items():
        places, counts = spans(relation.adjacency.indptr, members)
        held, who = relation.adjacency.indices[places], np.repeat(np.arange(len(members)), counts)
        known[who] = True
        by_value = np.argsort(held, kind="stable")
        is_next = held[by_value[1:]] == held[by_value[:-1]]
        sharing = np.zeros(len(members), dtype=bool)
        sharing[who[by_value[1:][is_next]]] = sharing[who[by_value[:-1][is_next]]] = True
        if sharing.any():
            found[kind] = int(sharing.sum())
    return found, int(known.sum())


@dataclass(frozen=True, slots=True)
class Texts:
    """How many of a group's reviews of its targets have a text, and how many of these are common phrases."""

    n: int
    n_common: int


def texts(rows: MarketRows, edges: Int64Array) -> Texts:
    """Count the texts of some reviews, and those that more than three other reviews equal word for word.

    Parameters
    ----------
    rows
        The market.
    edges
        The group's reviews of its targets.

    Returns
    -------
    Texts
    """
    if rows.texts is None or rows.copies is None:
        return Texts(0, 0)
    edges = edges[rows.copies[edges] > 0]
    words = np.array(texts_of(rows.graph, rows.texts, edges), dtype=object)
    _, index, own = np.unique(words, return_inverse=True, return_counts=True)
    outside = rows.copies[edges] - own[index] if len(edges) else np.zeros(0)
    return Texts(len(edges), int(np.count_nonzero(outside >= COMMON_FROM)))

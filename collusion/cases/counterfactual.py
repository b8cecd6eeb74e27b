"""What would have cleared an account: the fewest of its rows without which it is no member, or the group is
not flagged.

A row is a review of a target that the account wrote within the group's time, or an identifier value that it
shares with other members. Each answer is tried: the group is assessed anew, as if a stranger had written the
reviews, and as if the account did not hold the values.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import polars as pl

from collusion.cases.held_ring import HeldRing, hold_ring
from collusion.cases.market import Market, places_of
from collusion.cases.run_folder import Run
from collusion.cases.what_if import Edit, assess_held
from collusion.detection import holders, tied
from collusion.detection.given import membership_of
from collusion.evidence.group import edges_of
from collusion.words.catalogue import Said, said, words_of

#: Rows of a change that is still a small one.
MOST_ROWS = 5
NOT_A_MEMBER, NOT_FLAGGED = "not a member", "group not flagged"
#: Sets of rows that are tried at most, and the share of what has to go that they must make up one by one.
_MOST_TRIES, _NEARLY = 300, 0.85


@dataclass(frozen=True, slots=True)
class Counterfactual:
    """What would have cleared an account.

    Attributes
    ----------
    account
        The account.
    outcome
        `NOT_A_MEMBER` or `NOT_FLAGGED`; None where no change of at most `MOST_ROWS` rows was found that
        clears it.
    review_ids, tokens
        The rows that would have to be different.
    words
        The same in a sentence, or what the nearest change does.
    nearest
        Where nothing so small clears it, the reviews and tokens of the smallest change found that does.
    """

    account: str
    outcome: str | None
    review_ids: tuple[str, ...]
    tokens: tuple[str, ...]
    words: str
    nearest: tuple[str, ...] = ()

    @property
    def n_rows(self) -> int:
        """How many rows would have to be different."""
        return len(self.review_ids) + len(self.tokens)


@dataclass(frozen=True, slots=True)
class _Row:
    """A review (its id, its place in the graph, its product), or a value that is shared (its token)."""

    id: str
    edge: int = -1
    product: str = ""

    @property
    def is_review(self) -> bool:
        """Whether it is a review, not a value."""
        return self.edge >= 0


_Measure = Callable[[Sequence[_Row]], float]


@dataclass(frozen=True, slots=True)
class _Trial:
    """One account of a ring, measured without some of its rows; `place` is its own among the members.

    What was measured is kept in `memberships` and `scores`, by the rows that were gone.
    """

    ring: HeldRing
    account: str
    place: int
    memberships: dict[frozenset[_Row], float] = field(default_factory=dict)
    scores: dict[frozenset[_Row], float] = field(default_factory=dict)

    def membership(self, gone: Sequence[_Row]) -> float:
        """Return the log-odds of being a member, −∞ for none."""
        key = frozenset(gone)
        if key not in self.memberships:
            self.memberships[key] = self._membership(gone)
        return self.memberships[key]

    def flagged_score(self, gone: Sequence[_Row]) -> float:
        """Return the score of the group, −∞ when it is not flagged."""
        key = frozenset(gone)
        if key not in self.scores:
            reviews = frozenset(row.id for row in gone if row.is_review)
            told = assess_held(self.ring, Edit(reviews=reviews, values=self._values(gone)))
            self.scores[key] = told.score if told.is_flagged else -math.inf
        return self.scores[key]

    def _membership(self, gone: Sequence[_Row]) -> float:
        lost = np.array(sorted(row.edge for row in gone if row.is_review), dtype=np.int64)
        space, group = self.ring.market_without(self._values(gone)).space, self.ring.candidate
        found = membership_of(group.group, space, origin=group.origin, expected=group.expected, lost=lost)
        left = float(found[self.place])
        return -math.inf if math.isnan(left) else left

    def _values(self, gone: Sequence[_Row]) -> frozenset[tuple[str, str]]:
        """Return the values among some rows, as an edit names them."""
        return frozenset((self.account, row.id) for row in gone if not row.is_review)


def counterfactual(run: Run, market: Market, ring_id: str, account: str) -> Counterfactual:
    """Find the smallest change that would have cleared a member.

    Parameters
    ----------
    run
        The run.
    market
        Its market.
    ring_id
        A ring of the run.
    account
        A member of it.

    Returns
    -------
    Counterfactual
        As of `counterfactuals`, which looks the ring up once for many members.
    """
    return next(counterfactuals(hold_ring(run, market, ring_id), [account]))


def counterfactuals(ring: HeldRing, accounts: Iterable[str]) -> Iterator[Counterfactual]:
    """Find the smallest change that would have cleared each of some members.

    Parameters
    ----------
    ring
        A ring of a run.
    accounts
        Members of it.

    Yields
    ------
    Counterfactual
        The fewest rows of those sets that were tried: rows that nothing clears without always belong to
        it, the others are weighed by what is lost without each, and sets that may suffice are tried, smallest
        and weightiest first. O(reviews of the members and targets) for each set.
    """
    known: dict[frozenset[_Row], float] = {}
    for account in accounts:
        member = int(places_of(ring.market.graph.reviewers, pl.Series([account]))[0])
        place = int(np.searchsorted(ring.candidate.group.members, member))
        trial = _Trial(ring, account, place, scores=dict(known))
        yield _counterfactual(trial)
        # how the ring stands with all rows is the same for every member
        known = {gone: score for gone, score in trial.scores.items() if not gone}


def _counterfactual(trial: _Trial) -> Counterfactual:
    reviews, values = _reviews(trial), _values(trial)
    start = trial.membership(())
    if start == -math.inf:
        words = words_of(trial.ring.run.language).say("cleared.alone", account=trial.account)
        return Counterfactual(trial.account, NOT_A_MEMBER, (), (), words)
    rows = {holders.ORIGIN: values, tied.ORIGIN: [*reviews, *values]}.get(
        trial.ring.candidate.origin, reviews
    )
    search = _Search(trial.membership, rows, start)
    out, outcome = search.fewest(), NOT_A_MEMBER
    if out is None or len(out) > 1:
        some = _unflagging(trial, [*reviews, *values], len(out) - 1 if out else MOST_ROWS)
        out, outcome = (out, outcome) if some is None else (some, NOT_FLAGGED)
    if out is None:
        return _not_cleared(trial, search)
    return _cleared(trial, out, outcome)


def _reviews(trial: _Trial) -> list[_Row]:
    """Return the account's reviews by which it meets the others, in the order of the graph."""
    graph, group = trial.ring.market.graph, trial.ring.candidate.group
    edges = np.intersect1d(group.edges, edges_of(graph, group.members[trial.place : trial.place + 1]))
    products = graph.products.names(graph.reviews.indices[edges]).to_list()
    mine = (pl.col("ring_id") == trial.ring.ring_id) & (pl.col("reviewer_id") == trial.account)
    ids = dict(trial.ring.run.ring_reviews.filter(mine).select("product_id", "review_id").iter_rows())
    return [_Row(ids[product], edge, product) for product, edge in zip(products, edges.tolist(), strict=True)]


def _values(trial: _Trial) -> list[_Row]:
    """Return the values that the account shares with others of the group, those that fewest hold first."""
    mine = (pl.col("ring_id") == trial.ring.ring_id) & (pl.col("reviewer_id") == trial.account)
    held = trial.ring.run.ring_identifiers.filter(mine).sort("n_accounts", "token")
    return [_Row(token) for token in held["token"].to_list()]


@dataclass(slots=True)
class _Search:
    """The fewest of some rows without which a measure falls to −∞, and those that come nearest.

    The `measure` keeps what it measured. `start` is the measure with all rows, which is lost when rows that
    add up to it go; None where rows do not add up.
    """

    measure: _Measure
    rows: Sequence[_Row]
    start: float | None
    forced: list[_Row] = field(default_factory=list)
    free: list[_Row] = field(default_factory=list)
    falls: dict[_Row, float] = field(default_factory=dict)

    def fewest(self, most: int = MOST_ROWS) -> list[_Row] | None:
        """Return them, at most `most`; None where no set that was tried suffices."""
        if not self.rows or self.measure(self.rows) != -math.inf or self._are_forced_beyond(most):
            return None
        self._weigh()
        for some in itertools.islice(self._sets(most), _MOST_TRIES):
            if self.measure(some) == -math.inf:
                return some
        return None

    def nearest(self) -> list[_Row]:
        """Return the fewest of the weightiest rows that suffice: O(rows) measures."""
        self._weigh()
        ordered = [*self.forced, *self.free]
        low, high = MOST_ROWS, len(ordered)
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (low, middle) if self.measure(ordered[:middle]) == -math.inf else (middle, high)
        return ordered[:high]

    def _are_forced_beyond(self, most: int) -> bool:
        """Return whether more than `most` rows are such that nothing clears without them."""
        forced = filter(self._is_forced, self.rows)
        return len(list(itertools.islice(forced, most + 1))) > most

    def _is_forced(self, row: _Row) -> bool:
        return self.measure([one for one in self.rows if one is not row]) != -math.inf

    def _weigh(self) -> None:
        """Tell rows that nothing clears without from the others, and sort each by what is lost without it."""
        whole = self.measure(()) if self.start is None else self.start
        self.falls = {row: whole - self.measure([row]) for row in self.rows}
        ordered = sorted(self.rows, key=lambda row: -self.falls[row])
        self.forced = [row for row in ordered if self._is_forced(row)]
        self.free = [row for row in ordered if not self._is_forced(row)]

    def _sets(self, most: int) -> Iterator[list[_Row]]:
        for n in range(len(self.forced), most + 1):
            sets = itertools.combinations(self.free, n - len(self.forced))
            found = ([*self.forced, *some] for some in sets)
            yield from filter(self._may_suffice, itertools.islice(found, 20 * _MOST_TRIES))

    def _may_suffice(self, some: Sequence[_Row]) -> bool:
        if self.start is None or len(some) == len(self.rows) or not any(self.falls.values()):
            return True
        return sum(self.falls[row] for row in some) >= _NEARLY * self.start


def _unflagging(trial: _Trial, rows: Sequence[_Row], most: int) -> list[_Row] | None:
    """Return the fewest of some rows without which a flagged group is not; None where none are."""
    if trial.flagged_score(()) == -math.inf or trial.flagged_score(rows) != -math.inf:
        return None
    return _Search(trial.flagged_score, rows, None).fewest(most)


def _cleared(trial: _Trial, rows: Sequence[_Row], outcome: str) -> Counterfactual:
    key = "cleared.no_member" if outcome == NOT_A_MEMBER else "cleared.not_flagged"
    words = words_of(trial.ring.run.language).say(key, account=trial.account, deeds=_deeds(rows))
    reviews = tuple(row.id for row in rows if row.is_review)
    return Counterfactual(trial.account, outcome, reviews, _tokens(rows), words)


def _deeds(rows: Sequence[_Row]) -> Said:
    """Say what an account had to do for some rows: ``written its review of P and not held card:1f``."""
    products, tokens = [row.product for row in rows if row.is_review], list(_tokens(rows))
    key = "cleared.review" if len(products) == 1 else "cleared.reviews"
    wrote, held = said(key, n=len(products), products=products), said("cleared.values", tokens=tokens)
    if products and tokens:
        return said("cleared.both", first=wrote, second=held)
    return wrote if products else held


def _tokens(rows: Sequence[_Row]) -> tuple[str, ...]:
    return tuple(row.id for row in rows if not row.is_review)


def _not_cleared(trial: _Trial, search: _Search) -> Counterfactual:
    """Say what the nearest change takes; whoever lost all that it shares with a group is no member."""
    nearest = search.nearest()
    left = trial.membership(nearest[:MOST_ROWS])
    are_reviews = all(row.is_review for row in search.rows)
    counts = {"most": MOST_ROWS, "n": len(nearest), "rows": len(search.rows), "left": left / math.log(2)}
    key = "cleared.too_many_reviews" if are_reviews else "cleared.too_many_rows"
    words = words_of(trial.ring.run.language).say(key, account=trial.account, **counts)
    return Counterfactual(trial.account, None, (), (), words, tuple(row.id for row in nearest))

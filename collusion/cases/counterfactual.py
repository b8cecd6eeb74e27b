"""What would have cleared an account: the fewest of its rows without which it is no member, or the group is
not flagged.

A row is a review of a target that the account wrote within the group's time, or a value that it shares with
other members. Each answer is tried: the group is assessed anew, as if a stranger had written the reviews, and
as if the account did not hold the values.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from collusion.arrays import Int64Array
from collusion.cases.market import Market, places_of
from collusion.cases.run_folder import Run
from collusion.cases.what_if import Edit, assess_edit, stored_group
from collusion.cases.wording import counted, listed, printable
from collusion.detection import holders
from collusion.detection.candidates import Candidate
from collusion.detection.given import given_candidate
from collusion.evidence.group import edges_of

#: Rows of a change that is still a small one.
MOST_ROWS = 5
NOT_A_MEMBER, NOT_FLAGGED = "not a member", "group not flagged"


@dataclass(frozen=True, slots=True)
class Counterfactual:
    """What would have cleared an account.

    Attributes
    ----------
    account
        The account.
    outcome
        `NOT_A_MEMBER` or `NOT_FLAGGED`; None where no change of at most `MOST_ROWS` rows does.
    review_ids, tokens
        The rows that would have to be different.
    words
        The same in a sentence, or why nothing does.
    """

    account: str
    outcome: str | None
    review_ids: tuple[str, ...]
    tokens: tuple[str, ...]
    words: str

    @property
    def n_rows(self) -> int:
        """How many rows would have to be different."""
        return len(self.review_ids) + len(self.tokens)


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
        Each of the account's reviews of targets is weighed by how far its membership falls without it; those
        that count most go first. O(reviews of the members and targets) for each change that is tried.
    """
    ring = run.rings.row(by_predicate=pl.col("ring_id") == ring_id, named=True)
    if ring["origin"] == holders.ORIGIN:
        return _without_values(run, ring_id, account)
    group, expected = stored_group(run, market, ring_id)
    space, member = market.space, int(places_of(market.graph.reviewers, pl.Series([account]))[0])
    place = int(np.searchsorted(group.members, member))
    mine = np.intersect1d(group.edges, edges_of(market.graph, group.members[place : place + 1]))

    def measured(lost: Int64Array) -> Candidate:
        """Return the group as it would be if strangers had written the `lost` reviews."""
        return given_candidate(group, space, origin=ring["origin"], expected=expected, lost=lost)

    if np.isnan(measured(mine[:0]).membership[place]):
        words = (
            f"Measured by itself, {printable(account)} is a member no longer: it came in with others of the "
            "group. Nothing has to change to clear it."
        )
        return Counterfactual(account, NOT_A_MEMBER, (), (), words)
    ordered = mine[np.argsort([_left(measured(edge), place) for edge in mine[:, None]], kind="stable")]
    for n in range(1, min(len(ordered), MOST_ROWS) + 1):
        if np.isnan(measured(ordered[:n]).membership[place]):
            rows = _reviews(run, market, ring_id, account, ordered[:n])
            return _cleared(account, rows, NOT_A_MEMBER)
    some = _unflagging(run, market, ring_id, _reviews(run, market, ring_id, account, ordered[:MOST_ROWS]))
    return _not_cleared(account, len(mine)) if some is None else _cleared(account, some, NOT_FLAGGED)


def _unflagging(run: Run, market: Market, ring_id: str, rows: pl.DataFrame) -> pl.DataFrame | None:
    """Return the fewest of some reviews without which a flagged group is not; None where none are."""
    if not assess_edit(run, market, ring_id, Edit()).is_flagged:
        return None
    for n in (rows.height, *range(1, rows.height + 1)):
        edit = Edit(reviews=frozenset(rows["review_id"].head(n).to_list()))
        is_flagged = assess_edit(run, market, ring_id, edit).is_flagged
        if n == rows.height and is_flagged:
            return None  # the most that is tried comes first
        if n < rows.height and not is_flagged:
            return rows.head(n)
    return rows


def _left(candidate: Candidate, place: int) -> float:
    """Return what is left of a membership; an account that is out goes before all others."""
    value = float(candidate.membership[place])
    return -np.inf if np.isnan(value) else value


def _reviews(run: Run, market: Market, ring_id: str, account: str, edges: Int64Array) -> pl.DataFrame:
    """Return the rows of some reviews by an account, in the order of `edges`."""
    names = market.graph.products.names(market.graph.reviews.indices[edges]).rename("product_id")
    mine = run.ring_reviews.filter((pl.col("ring_id") == ring_id) & (pl.col("reviewer_id") == account))
    return names.to_frame().join(mine, on="product_id", how="left", maintain_order="left")


def _cleared(account: str, rows: pl.DataFrame, outcome: str) -> Counterfactual:
    name = printable(account)
    of = listed(rows["product_id"].to_list(), MOST_ROWS)
    what = f"review of {of}" if rows.height == 1 else f"{rows.height} reviews of {of}"
    then = "it would be no member" if outcome == NOT_A_MEMBER else "the group would not be flagged"
    words = f"Had {name} not written its {what}, {then}."
    return Counterfactual(account, outcome, tuple(rows["review_id"].to_list()), (), words)


def _not_cleared(account: str, n_reviews: int) -> Counterfactual:
    tried = (
        f"its {counted(n_reviews, 'review')} of the targets" if n_reviews <= MOST_ROWS else
        f"the {MOST_ROWS} of its {n_reviews:,} reviews of the targets that count most"
    )  # fmt: skip
    words = (
        f"No change of {MOST_ROWS} rows clears {printable(account)}: without {tried} it is a member still."
    )
    return Counterfactual(account, None, (), (), words)


def _without_values(run: Run, ring_id: str, account: str) -> Counterfactual:
    """Return the values without which an account shares nothing with a group that is held by sharing."""
    mine = run.ring_identifiers.filter((pl.col("ring_id") == ring_id) & (pl.col("reviewer_id") == account))
    tokens = mine.sort("n_accounts", "token")["token"].to_list()
    name = printable(account)
    if len(tokens) > MOST_ROWS:
        words = (
            f"No change of {MOST_ROWS} rows clears {name}: it shares {len(tokens):,} identifier values with "
            "other members."
        )
        return Counterfactual(account, None, (), (), words)
    words = (
        f"Had {name} not held {_values(tokens)}, it would share no identifier value with the others, and "
        "be no member."
    )
    return Counterfactual(account, NOT_A_MEMBER, (), tuple(tokens), words)


def _values(tokens: Sequence[str]) -> str:
    return listed(tokens, MOST_ROWS) if tokens else "what it holds"

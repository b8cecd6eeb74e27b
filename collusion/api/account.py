"""One account of a run: its rings, its reviews, and the accounts that it has something in common with."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import polars as pl

from collusion.cases.wording import counted, listed
from collusion.errors import UsageError
from collusion.foreign import printable

if TYPE_CHECKING:
    from collusion.api.run import Run
    from collusion.cases.counterfactual import Counterfactual


class Account:
    """One account, as one run sees it; `Run.account` makes it.

    Parameters
    ----------
    run
        The run.
    account_id
        The account's id in the run.
    """

    def __init__(self, run: Run, account_id: str) -> None:
        self._run = run
        self._id = account_id

    @property
    def id(self) -> str:
        """The account's id."""
        return self._id

    @property
    def score(self) -> float | None:
        """How suspicious the account is; None where the run gives it no score."""
        found = self._run.scores.filter(pl.col("reviewer_id") == self._id)["score"]
        return float(found[0]) if len(found) else None

    @property
    def memberships(self) -> pl.DataFrame:
        """The account's rows in ``members.parquet``: one for each ring or group; often none."""
        return self._run.members.filter(pl.col("reviewer_id") == self._id)

    @property
    def reviews(self) -> pl.DataFrame:
        """The account's reviews by time; ``in_ring`` when a ring of it has the product as a target.

        Raises
        ------
        UsageError
            When the account is in no ring: a run folder holds the reviews of members only.
        """
        if self.memberships.is_empty():
            raise UsageError(
                f"Account {self._id!r}: found it in no ring, and {self._run.folder} holds the "
                "reviews of accounts in rings only. Read its rows in the source's reviews table."
            )
        mine = self._run.records.ring_reviews.filter(pl.col("reviewer_id") == self._id)
        own = [c for c in mine.columns if c not in ("ring_id", "in_ring", "in_window")]
        by_review = mine.group_by(own).agg(
            pl.col("in_ring").any(), pl.col("ring_id").filter(pl.col("in_ring")).sort().alias("ring_ids")
        )
        return by_review.sort("posted_at", "review_id", nulls_last=True)

    def counterfactuals(self) -> dict[str, Counterfactual]:
        """Find what would have cleared the account of each ring that it is in, by the ring's id.

        As of `Ring.counterfactual`; nothing where it is in none.
        """
        rings = self.memberships["ring_id"].to_list()
        return {ring_id: self._run[ring_id].counterfactual(self._id) for ring_id in rings}

    def neighbours(self) -> pl.DataFrame:
        """List the accounts that reviewed the same targets or hold the same identifier values.

        Returns
        -------
        polars.DataFrame
            One row an account in rings, those that share most values first: ``reviewer_id``,
            ``n_products``, ``products``, ``n_tokens``, ``tokens``, and ``rarest_token_held_by``: how many
            accounts hold the rarest of the tokens. What hundreds hold, such as a carrier's address, says
            little.
        """
        records = self._run.records
        targets = records.ring_reviews.filter("in_ring").select(
            "reviewer_id", pl.col("product_id").alias("thing")
        )
        values = records.ring_identifiers.select("reviewer_id", pl.col("token").alias("thing"), "n_accounts")
        products = self._sharing(targets).select("reviewer_id", pl.col("things").alias("products"))
        tokens = self._sharing(values).rename({"things": "tokens", "fewest": "rarest_token_held_by"})
        joined = products.join(tokens, on="reviewer_id", how="full", coalesce=True).with_columns(
            pl.col("products", "tokens").fill_null([])
        )
        n_products, n_tokens = (pl.col(name).list.len().alias(f"n_{name}") for name in ("products", "tokens"))
        ordered = joined.with_columns(n_products, n_tokens).sort(
            "n_tokens", "n_products", "reviewer_id", descending=[True, True, False]
        )
        return ordered.select(
            "reviewer_id", "n_products", "products", "n_tokens", "tokens", "rarest_token_held_by"
        )

    def _sharing(self, holdings: pl.DataFrame) -> pl.DataFrame:
        """Return, of each other account, the things that both hold and the fewest holders of one."""
        mine = holdings.filter(pl.col("reviewer_id") == self._id)["thing"].unique()
        others = holdings.filter(pl.col("thing").is_in(mine.implode()) & (pl.col("reviewer_id") != self._id))
        n_accounts = (
            pl.col("n_accounts").min() if "n_accounts" in holdings.columns else pl.lit(None, pl.UInt32)
        )
        return others.group_by("reviewer_id").agg(
            pl.col("thing").unique().sort().alias("things"), n_accounts.alias("fewest")
        )

    def __repr__(self) -> str:
        return f"<account {self._id!r}: {self._where()}>"

    def _repr_html_(self) -> str:
        return f"<p>Account <b>{escape(printable(self._id))}</b>: {escape(self._where())}</p>"

    def _where(self) -> str:
        rows = self.memberships
        if rows.is_empty():
            return "in no ring"
        ids = [f"{row['ring_id']}{'' if row['flagged'] else ' (not flagged)'}" for row in rows.to_dicts()]
        return f"in {counted(rows.height, 'group')}: {listed(ids)}"

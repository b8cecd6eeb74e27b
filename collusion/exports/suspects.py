"""The suspect list: accounts, products and sellers of flagged rings, for a person to decide on.

Nothing here acts on anybody. A row says which ring an entity belongs to, how sure that is, and what the
entity did itself.
"""

from __future__ import annotations

import polars as pl

from collusion.cases.client_probability import BYSTANDER_BELOW
from collusion.cases.run_folder import Run
from collusion.exports.entity_reasons import account_reasons, product_reasons, seller_reasons
from collusion.exports.recounted import recounted

STATUS = "suspect: for human decision"

SCHEMA = pl.Schema(
    {
        "entity_type": pl.String,
        "entity_id": pl.String,
        "ring_id": pl.String,
        "operator": pl.String,
        "rank": pl.UInt32,
        "score": pl.Float64,
        "q_value": pl.Float64,
        "membership": pl.Float64,
        "service": pl.Float64,
        "reasons": pl.String,
        "status": pl.String,
        "run_id": pl.String,
    }
)


def suspects(run: Run) -> pl.DataFrame:
    """List the accounts, products and sellers of the flagged rings.

    Parameters
    ----------
    run
        An opened run.

    Returns
    -------
    pl.DataFrame
        Columns of `SCHEMA`; one row an entity and ring, by rank, type and id; an entity of two rings has two
        rows. `membership` is null for products and sellers, `service` (the probability that the ring works
        for it) for accounts. Products that are likelier bystanders, and sellers of such products only, are
        no suspects and not listed. Of an attack only the accounts are listed: its products and sellers are
        the victims. What a label calls honest is not listed, whatever the run found, and no review that one
        calls honest, or whose account, counts against a product or seller. No identifier, raw or as a token,
        is a column.
    """
    rings = run.rings.filter("flagged").select("ring_id", "operator", "rank", "score", "q_value", "kind")
    served = run.clients.filter(pl.col("service") >= BYSTANDER_BELOW).with_columns(
        pl.col("n_ring_reviews").alias("n_found")
    )
    is_accused = ~pl.col("reviewer_id").is_in(sorted(run.honest_accounts()))
    accused = run.members.filter(is_accused)
    wrote = run.accused_reviews()
    if wrote.height < run.ring_reviews["in_ring"].sum():
        served = recounted(served, wrote)
    sellers = _sellers(served)
    rows = pl.concat(
        [
            _rows(accused, "account", "reviewer_id", account_reasons(run, accused)),
            _rows(served, "product", "product_id", product_reasons(served)),
            _rows(sellers, "seller", "seller_id", seller_reasons(sellers)),
        ]
    )
    victims = (pl.col("kind") == "attack") & (pl.col("entity_type") != "account")
    return (
        rows.join(rings, on="ring_id", how="inner")
        .filter(~victims)
        .with_columns(
            pl.lit(STATUS).alias("status"),
            pl.lit(str(run.manifest.get("run_id", "")), dtype=pl.String).alias("run_id"),
        )
        .sort("rank", "entity_type", "entity_id")
        .select(SCHEMA.names())
        .cast(SCHEMA)
    )


def _sellers(clients: pl.DataFrame) -> pl.DataFrame:
    return (
        clients.filter(pl.col("seller_id").is_not_null())
        .group_by("ring_id", "seller_id", maintain_order=True)
        .agg(
            pl.len().alias("n_products"),
            pl.col("n_ring_reviews", "n_found", "n_reviews").sum(),
            pl.col("service").max(),
        )
    )


def _rows(frame: pl.DataFrame, kind: str, column: str, reasons: list[str]) -> pl.DataFrame:
    membership, service = (
        pl.col(name) if name in frame.columns else pl.lit(None, dtype=pl.Float64)
        for name in ("membership", "service")
    )
    return frame.select(
        pl.lit(kind).alias("entity_type"),
        pl.col(column).alias("entity_id"),
        "ring_id",
        membership.alias("membership"),
        service.alias("service"),
        pl.Series("reasons", reasons, dtype=pl.String),
    )

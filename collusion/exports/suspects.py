"""The suspect list: accounts, products and sellers of flagged rings, for a person to decide on.

Nothing here acts on anybody. A row says which ring an entity belongs to, how sure that is, and why.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl

from collusion.cases.client_probability import BYSTANDER_BELOW
from collusion.cases.run_folder import Run
from collusion.errors import UsageError

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

#: A spreadsheet reads a cell that starts with one of these as a formula.
_FORMULA_START = r"^([=+\-@\t\r])"


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
        the victims. An account that a label calls honest is not listed, whatever the run found. No
        identifier, raw or as a token, is a column.
    """
    rings = run.rings.filter("flagged").select(
        "ring_id", "operator", "rank", "score", "q_value", "summary", "kind"
    )
    said = _reasons(run.evidence)
    served = run.clients.filter(pl.col("service") >= BYSTANDER_BELOW)
    accused = run.members.filter(~pl.col("reviewer_id").is_in(sorted(run.honest_accounts())))
    rows = pl.concat([_accounts(accused), _products(served), _sellers(served)], how="vertical")
    joined = rows.join(rings, on="ring_id", how="inner").join(said, on="ring_id", how="left")
    victims = (pl.col("kind") == "attack") & (pl.col("entity_type") != "account")
    why = pl.coalesce("why", "summary")
    return (
        joined.filter(~victims)
        .with_columns(
            pl.concat_str(["own", why], separator=" ", ignore_nulls=True).alias("reasons"),
            pl.lit(STATUS).alias("status"),
            pl.lit(str(run.manifest.get("run_id", "")), dtype=pl.String).alias("run_id"),
        )
        .sort("rank", "entity_type", "entity_id")
        .select(SCHEMA.names())
        .cast(SCHEMA)
    )


def write_suspects(table: pl.DataFrame, out: Path, *, force: bool = False) -> Path:
    """Write a suspect list; the ending of `out` chooses CSV, Parquet or JSON lines.

    In CSV, which spreadsheets open, a text that starts with ``=``, ``+``, ``-``, ``@``, a tab or a carriage
    return gets an apostrophe before it; Parquet and JSON lines keep every id as it is.

    Parameters
    ----------
    table
        What `suspects` returned.
    out
        A file ending in ``.csv``, ``.parquet`` or ``.jsonl``.
    force
        Overwrite `out`.

    Returns
    -------
    Path
        `out`. It appears there complete or not at all.

    Raises
    ------
    UsageError
        When the ending is another one, or `out` exists and `force` is not given.
    """
    write = _writer(out)
    if out.is_dir() or (out.exists() and not force):
        found = "a folder" if out.is_dir() else "a file"
        message = f"{out}: found {found} there already. Give another file, or --force to overwrite a file."
        raise UsageError(message)
    out.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{out.name}-", dir=out.parent)
    os.close(handle)
    draft = Path(name)
    try:
        write(table, draft)
        draft.replace(out)
    finally:
        draft.unlink(missing_ok=True)
    return out


def _writer(out: Path) -> Callable[[pl.DataFrame, Path], Any]:
    writers: dict[str, Callable[[pl.DataFrame, Path], Any]] = {
        ".csv": _write_csv,
        ".parquet": lambda table, path: table.write_parquet(path),
        ".jsonl": lambda table, path: table.write_ndjson(path),
    }
    if out.suffix.lower() not in writers:
        ending = repr(out.suffix) if out.suffix else "no ending"
        message = f"{out}: found {ending}. Allowed: {', '.join(writers)}. Name the file with one of them."
        raise UsageError(message)
    return writers[out.suffix.lower()]


def _write_csv(table: pl.DataFrame, path: Path) -> None:
    texts = [name for name, dtype in table.schema.items() if dtype == pl.String]
    table.with_columns(pl.col(texts).str.replace(_FORMULA_START, "'${1}")).write_csv(path)


def _accounts(members: pl.DataFrame) -> pl.DataFrame:
    own = pl.format(
        "{} account, {} of its {} for the ring.",
        pl.col("role").str.to_titlecase(),
        "n_ring_reviews",
        _reviews("n_reviews"),
    )
    return _rows(members, "account", "reviewer_id", own)


def _reviews(column: str) -> pl.Expr:
    noun = pl.when(pl.col(column) == 1).then(pl.lit("review")).otherwise(pl.lit("reviews"))
    return pl.format("{} {}", column, noun)


def _products(clients: pl.DataFrame) -> pl.DataFrame:
    own = pl.format("{} of its {} by the ring{}.", "n_ring_reviews", _reviews("n_reviews"), _stars())
    return _rows(clients, "product", "product_id", own)


def _stars() -> pl.Expr:
    with_ring, without = pl.col("rating_with").round(1), pl.col("rating_without").round(1)
    known = pl.format(": {} stars with them, {} without", with_ring, without)
    return pl.when(with_ring.is_not_null() & without.is_not_null()).then(known).otherwise(pl.lit(""))


def _sellers(clients: pl.DataFrame) -> pl.DataFrame:
    served = (
        clients.filter(pl.col("seller_id").is_not_null())
        .group_by("ring_id", "seller_id")
        .agg(
            pl.len().alias("n_products"),
            pl.col("n_ring_reviews", "n_reviews").sum(),
            pl.col("service").max(),
        )
    )
    own = pl.format(
        "{} of its products likely served: {} of their {} by the ring.",
        "n_products",
        "n_ring_reviews",
        _reviews("n_reviews"),
    )
    return _rows(served, "seller", "seller_id", own)


def _rows(frame: pl.DataFrame, kind: str, column: str, own: pl.Expr) -> pl.DataFrame:
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
        own.alias("own"),
    )


def _reasons(evidence: pl.DataFrame) -> pl.DataFrame:
    return (
        evidence.filter(pl.col("direction") != "against")
        .sort("ring_id", "bits", "sentence", descending=[False, True, False], nulls_last=True)
        .group_by("ring_id", maintain_order=True)
        .agg(pl.col("sentence").str.join(" ").alias("why"))
    )

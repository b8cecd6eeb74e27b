"""What labels say of the accounts, listings, sellers and reviews that there are."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from collusion.arrays import Int8Array, frozen
from collusion.errors import Fault
from collusion.tables.joins import advice, near_misses, quoted
from collusion.tables.notes import Note
from collusion.tables.records import ReviewTables

#: What a label says, as a number.
FAKE, HONEST, UNLABELLED = 1, -1, 0
_FEW = 0.5
_N_STRAYS = 1000
_N_EXAMPLES = 3
_COLUMNS = {"reviewer": "reviewer_id", "product": "product_id", "seller": "seller_id", "review": "review_id"}
_NOUNS = {"reviewer": "account", "product": "product", "seller": "seller", "review": "review"}


@dataclass(frozen=True, slots=True)
class KnownLabels:
    """What labels say: `FAKE`, `HONEST`, or `UNLABELLED`.

    Attributes
    ----------
    reviewer, product, seller
        Of each reviewer, product and seller, shapes (n_reviewers,), (n_products,) and (n_sellers,); honest
        where any id that it stands for is.
    review
        Of each pair's review, shape (n_pairs,): fake where any review of a repeated pair is.
    """

    reviewer: Int8Array
    product: Int8Array
    seller: Int8Array
    review: Int8Array


@dataclass(frozen=True, slots=True)
class LabelReport:
    """What was found about labels: notes, and faults where none of them matches anything."""

    notes: tuple[Note, ...]
    faults: tuple[Fault, ...]


def known_labels(tables: ReviewTables) -> KnownLabels | None:
    """Attach labels to the reviewers, products, sellers and pairs of the tables.

    Parameters
    ----------
    tables
        The tables.

    Returns
    -------
    KnownLabels or None
        None without labels. Of labels that contradict each other the latest counts; where the times do not
        tell, the honest one, since an appeal comes after a removal. O(labels), one hash join for each kind of
        entity; one pass over the ids of the reviews when reviews are labelled.
    """
    if not tables.height("labels"):
        return None
    settled = _settled(tables)
    codes = tables.codes
    sizes = {
        "reviewer": len(codes.reviewers),
        "product": len(codes.products),
        "seller": len(codes.sellers),
        "review": len(codes.pairs.product),
    }
    return KnownLabels(**{entity: _marks(settled, entity, n) for entity, n in sizes.items()})


def _marks(settled: pl.DataFrame, entity: str, n: int) -> Int8Array:
    """Return what is known of each of n entities: one label of those of all ids that it stands for."""
    first, none = (np.maximum, -2) if entity == "review" else (np.minimum, 2)
    marks = np.full(n, none, dtype=np.int8)
    own = settled.filter((pl.col("entity_type") == entity) & pl.col("place").is_not_null())
    first.at(marks, own["place"].to_numpy(), own["says"].to_numpy())
    marks[marks == none] = UNLABELLED
    return frozen(marks)


def report_labels(tables: ReviewTables) -> LabelReport:
    """Say which share of the labels matches, and which contradict each other.

    Parameters
    ----------
    tables
        The tables.

    Returns
    -------
    LabelReport
        A fault when there are labels and none names anything that there is.
    """
    if not tables.height("labels"):
        return LabelReport((), ())
    settled = _settled(tables)
    n_matched = settled["place"].count()
    if n_matched == 0:
        strays = settled["entity_id"].unique().sort().head(_N_STRAYS)
        near = [miss for entity in _COLUMNS for miss in near_misses(strays, _ids(tables, entity))]
        found = f"{len(settled):,} id{'s' * (len(settled) != 1)}, of which the reviews have none"
        remedy = f"{advice(near, len(strays), 'entity_id')} Or leave the table of labels out."
        allowed = "ids of the accounts, products, sellers or reviews of this source"
        return LabelReport((), (Fault("labels", "entity_id", found, allowed, remedy),))
    notes = []
    for entity, noun in _NOUNS.items():
        own = settled.filter(pl.col("entity_type") == entity)
        if len(own):
            notes.append(_match_note(tables, own, entity, noun))
    contradicted = settled.filter("contradicts").sort("entity_type", "entity_id")
    if len(contradicted):
        ids = [quoted(one) for one in contradicted["entity_id"].head(_N_EXAMPLES)]
        text = (
            f"ids labelled both fake and honest, e.g. {', '.join(ids)}: the latest label counts, and honest "
            "where the times do not tell. Remove the labels that are wrong"
        )
        notes.append(Note("labels", "label", len(contradicted), text, is_warning=True))
    return LabelReport(tuple(notes), ())


def _match_note(tables: ReviewTables, own: pl.DataFrame, entity: str, noun: str) -> Note:
    n_matched, share = int(own["place"].count()), own["place"].count() / len(own)
    text = f"labelled {noun}s of {len(own):,} ({share:.1%}) are among the reviews"
    if share >= _FEW:
        return Note("labels", "entity_id", n_matched, text)
    strays = own.filter(pl.col("place").is_null())["entity_id"].sort().head(_N_STRAYS)
    told = advice(near_misses(strays, _ids(tables, entity)), len(strays), "entity_id")
    return Note("labels", "entity_id", n_matched, f"{text}. {told}", is_warning=True)


def _settled(tables: ReviewTables) -> pl.DataFrame:
    """Return a row for each labelled id: its place, what is said of it, and whether that is disputed."""
    labels = tables.stored["labels"].frame()
    if "labelled_at" not in labels.columns:
        labels = labels.with_columns(labelled_at=pl.lit(None, dtype=pl.Datetime("us", "UTC")))
    says = pl.when(pl.col("label") == "fake").then(FAKE).otherwise(HONEST).cast(pl.Int8)
    key = ["entity_type", "entity_id"]
    latest = (pl.col("labelled_at") == pl.col("labelled_at").max().over(key)).fill_null(False)
    # A label without a time cannot be put before or after another one.
    are_timed = pl.col("labelled_at").is_not_null().all().over(key)
    counts = labels.with_columns(says=says, counts=latest | ~are_timed)
    settled = counts.group_by(key).agg(
        contradicts=pl.col("says").n_unique() > 1,
        says=pl.col("says").filter("counts").min(),
    )
    parts = [
        settled.filter(pl.col("entity_type") == entity).join(
            _places(tables, entity, settled), on="entity_id", how="left"
        )
        for entity in _COLUMNS
    ]
    return pl.concat(parts).select(*key, "place", "says", "contradicts")


def _places(tables: ReviewTables, entity: str, settled: pl.DataFrame) -> pl.DataFrame:
    """Return the place of ids of one kind of entity: columns ``entity_id`` and ``place``."""
    wanted = settled.filter(pl.col("entity_type") == entity)["entity_id"]
    if entity == "review" and len(wanted):
        return _places_of_reviews(tables, wanted)
    ids = _ids(tables, entity)
    own = pl.DataFrame({"entity_id": ids, "place": pl.int_range(len(ids), eager=True)})
    aliases = tables.codes.aliases.filter(pl.col("entity_type") == entity)
    others = aliases.join(own, left_on="stands_for", right_on="entity_id").select(
        pl.col("id").alias("entity_id"), "place"
    )
    return pl.concat([own, others])


def _places_of_reviews(tables: ReviewTables, wanted: pl.Series) -> pl.DataFrame:
    """Return the pair of each wanted review: that of its account and product."""
    stored = tables.stored["reviews"]
    ids = stored.column("review_id")
    rows = ids.is_in(wanted.implode()).arg_true()
    of_rows = stored.take(rows.to_numpy().astype(np.int64), ["reviewer_id", "product_id"])
    reviewer, product = (
        of_rows.select(pl.col(f"{entity}_id").alias("entity_id"))
        .join(_places(tables, entity, _NOTHING), on="entity_id", how="left", maintain_order="left")["place"]
        .fill_null(-1)
        .to_numpy()
        .astype(np.int32)
        for entity in ("reviewer", "product")
    )
    pairs = pl.Series(tables.codes.pairs.find(reviewer, product))
    return pl.DataFrame({"entity_id": ids.gather(rows), "place": pairs.set(pairs < 0, None)})


def _ids(tables: ReviewTables, entity: str) -> pl.Series:
    codes = tables.codes
    known = {"reviewer": codes.reviewers, "product": codes.products, "seller": codes.sellers}
    return known.get(entity, pl.Series([], dtype=pl.String)).alias("id")


_NOTHING = pl.DataFrame(schema={"entity_type": pl.String, "entity_id": pl.String})

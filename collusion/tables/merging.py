"""Let one number stand for several ids: spellings of an account, listings of a family, names of nobody."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import polars as pl

from collusion.arrays import BoolArray, Float32Array, Int32Array, Int64Array, frozen
from collusion.minutes import NO_TIME
from collusion.tables.codes import Codes, IdentifierLinks, Pairs, SellerLinks, shortened

_FAMILY, _LISTING, _OTHER = "\x00family", "\x00listing", "\x00other"


@dataclass(frozen=True, slots=True)
class Merge:
    """What stands for what.

    Attributes
    ----------
    reviewer
        The reviewer that stands for each, shape (n_reviewers,), itself for most; −1 for no account.
    product
        The product that stands for each, shape (n_products,); −1 for no listing.
    is_copy
        Pairs that repeat another review, shape (n_pairs,); None for none.
    """

    reviewer: Int32Array
    product: Int32Array
    is_copy: BoolArray | None = None

    @property
    def changes(self) -> bool:
        """Whether anything does not stand for itself."""
        return bool(
            (self.reviewer != np.arange(len(self.reviewer))).any()
            or (self.product != np.arange(len(self.product))).any()
            or (self.is_copy is not None and self.is_copy.any())
        )


@dataclass(frozen=True, slots=True)
class Merged:
    """The `codes` after a merge, and the new number of each old `reviewer` and `product`, −1 for none."""

    codes: Codes
    reviewer: Int32Array
    product: Int32Array


def merge_codes(codes: Codes, merge: Merge) -> Merged:
    """Merge reviewers and products, and leave out those that are none.

    Parameters
    ----------
    codes
        The tables in numbers.
    merge
        What stands for what.

    Returns
    -------
    Merged
        Of repeated reviews the earliest counts, of orders the lightest parcel and any refund, copies too, of
        accounts the earliest creation and the last closure; a family's seller is known where its listings
        agree. Reviewers and products without a review left are left out. O(n log n) for n pairs.
    """
    pairs = codes.pairs
    reviewers = np.repeat(merge.reviewer, np.diff(pairs.indptr))
    products = merge.product[pairs.product]
    is_named = (reviewers >= 0) & (products >= 0)
    kept = is_named if merge.is_copy is None else is_named & ~merge.is_copy
    reviewer_place, reviewer_ids = _numbered(merge.reviewer, reviewers[kept])
    product_place, product_ids = _numbered(merge.product, products[kept])
    every = np.flatnonzero(is_named)
    every = every[np.lexsort((pairs.row[every], pairs.minute[every], products[every], reviewers[every]))]
    order = every[kept[every]]
    taken = order[_starts(reviewers[order], products[order])]
    degree = np.bincount(reviewer_place[reviewers[taken]], minlength=len(reviewer_ids))
    starts = _starts(reviewers[every], products[every])
    bought = _Groups(every, starts, np.logical_or.reduceat(kept[every], starts) if len(starts) else kept[:0])
    links, of_sellers = _merged_links(codes, reviewer_place)
    facts = _family_facts(codes.product_facts, merge.product, product_ids)
    parcels = _parcels_as_of_families(codes, merge.product, product_place, facts)
    new_codes = replace(
        codes,
        reviewers=codes.reviewers.gather(pl.Series(reviewer_ids)),
        products=codes.products.gather(pl.Series(product_ids)),
        pairs=_taken(pairs, taken, degree, product_place[products[taken]]),
        created=_chosen(codes.created, reviewer_place, len(reviewer_ids), np.minimum),
        closed=_chosen(codes.closed, reviewer_place, len(reviewer_ids), np.maximum),
        product_facts=facts,
        parcel_g=bought.chosen(np.fmin, parcels),
        refunded=bought.chosen(np.maximum, codes.refunded),
        removed=None if codes.removed is None else frozen(codes.removed[taken]),
        identifier_links=links,
        seller_links=of_sellers,
    )
    return Merged(new_codes, reviewer_place, product_place)


def _taken(pairs: Pairs, taken: Int64Array, degree: Int64Array, product: Int32Array) -> Pairs:
    """Return some pairs, with how many each reviewer has and their products."""
    return Pairs(
        indptr=frozen(np.concatenate(([0], np.cumsum(degree))).astype(np.int64)),
        product=frozen(product),
        minute=frozen(pairs.minute[taken]),
        stars=frozen(pairs.stars[taken]),
        verified=frozen(pairs.verified[taken]),
        row=frozen(pairs.row[taken]),
        marketplace=frozen(pairs.marketplace[taken]),
    )


def _numbered(stands_for: Int32Array, used: Int32Array) -> tuple[Int32Array, Int64Array]:
    """Number again those that are used; return the new number of each old one, and the old ones in order."""
    is_used = np.zeros(len(stands_for), dtype=np.bool_)
    is_used[used] = True
    ids = np.flatnonzero(is_used)
    place = np.full(len(stands_for) + 1, -1, dtype=np.int32)
    place[ids] = np.arange(len(ids), dtype=np.int32)
    return place[stands_for], ids


def _starts(reviewers: Int32Array, products: Int32Array) -> Int64Array:
    """Return the places at which another pair begins than the one before, of pairs in order."""
    is_first = np.ones(len(reviewers), dtype=np.bool_)
    is_first[1:] = (reviewers[1:] != reviewers[:-1]) | (products[1:] != products[:-1])
    return np.flatnonzero(is_first)


@dataclass(frozen=True, slots=True)
class _Groups:
    """Reviews in an `order` in which those of a pair follow each other, from `starts` on; if it stays."""

    order: Int64Array
    starts: Int64Array
    stay: BoolArray

    def chosen(self, choose: np.ufunc, values: Any) -> Any:
        """Return what is chosen of the values of each pair that stays; None of None."""
        if values is None:
            return None
        found = choose.reduceat(values[self.order], self.starts) if len(self.starts) else values[:0]
        return frozen(found[self.stay])


def _chosen(minute: Int32Array | None, place: Int32Array, n: int, choose: np.ufunc) -> Int32Array | None:
    """Return the time that is chosen among those of each new reviewer, unknown ones passed over."""
    if minute is None:
        return None
    unknown = np.iinfo(np.int32).max if choose is np.minimum else NO_TIME
    found = np.full(n, unknown, dtype=np.int32)
    known = (place >= 0) & (minute != NO_TIME)
    choose.at(found, place[known], minute[known])
    return frozen(np.where(found == unknown, np.int32(NO_TIME), found))


def _family_facts(facts: pl.DataFrame | None, stands_for: Int32Array, ids: Int64Array) -> pl.DataFrame | None:
    """Return facts of each family: of the listing that stands for it, else the first; a seller if agreed."""
    if facts is None:
        return None
    family = facts.with_columns(pl.Series(_FAMILY, stands_for)).with_row_index(_LISTING)
    own_first = (pl.col(_LISTING) != pl.col(_FAMILY)).alias(_OTHER)
    ordered = family.filter(pl.col(_FAMILY) >= 0).with_columns(own_first).sort(_FAMILY, _OTHER, _LISTING)
    first = [pl.col(name).drop_nulls().first() for name in facts.columns if name != "seller_id"]
    if "seller_id" in facts.columns:
        sellers = pl.col("seller_id").drop_nulls()
        first.append(pl.when(sellers.n_unique() == 1).then(sellers.first()).alias("seller_id"))
    by_family = ordered.group_by(_FAMILY, maintain_order=True).agg(first)
    wanted = pl.DataFrame({_FAMILY: pl.Series(ids, dtype=pl.Int32)})
    return wanted.join(by_family, on=_FAMILY, how="left", maintain_order="left").select(facts.columns)


def _parcels_as_of_families(
    codes: Codes, stands_for: Int32Array, place: Int32Array, facts: pl.DataFrame | None
) -> Float32Array | None:
    """Return each pair's parcel as if the listing weighed what its family is said to weigh.

    A small size in a small parcel is no empty box. Where a listing of a family has no weight of its own
    nothing is known. `facts` are those of the families.
    """
    own = codes.product_facts
    if codes.parcel_g is None or own is None or facts is None or "item_weight_g" not in own.columns:
        return codes.parcel_g
    weights = own["item_weight_g"].cast(pl.Float64).fill_null(np.nan).to_numpy()
    of_families = facts["item_weight_g"].cast(pl.Float64).fill_null(np.nan).to_numpy()
    n_listings = np.bincount(stands_for[stands_for >= 0], minlength=len(weights))
    several = (place >= 0) & (n_listings[stands_for] > 1)
    scale = np.where(several, np.nan, 1.0)
    known = several & (weights > 0)
    scale[known] = of_families[place[known]] / weights[known]
    return frozen((codes.parcel_g * scale[codes.pairs.product]).astype(np.float32))


def _merged_links(
    codes: Codes, place: Int32Array
) -> tuple[dict[str, IdentifierLinks], dict[str, SellerLinks]]:
    """Return who holds what after reviewers were merged; values that nobody holds are left out."""
    links: dict[str, IdentifierLinks] = {}
    of_sellers: dict[str, SellerLinks] = {}
    for kind, held in codes.identifier_links.items():
        holder = place[held.holder].astype(np.int64)
        value = np.repeat(np.arange(len(held.row), dtype=np.int64), np.diff(held.t_indptr))
        pairs = np.unique((value << 32 | holder)[holder >= 0])
        n_holders = np.bincount(pairs >> 32, minlength=len(held.row))
        kept = n_holders > 0
        if not kept.any():
            continue
        t_indptr = shortened(np.concatenate(([0], np.cumsum(n_holders[kept]))).astype(np.int64))
        holders = frozen((pairs & 0xFFFFFFFF).astype(np.int32))
        links[kind] = IdentifierLinks(frozen(t_indptr), holders, frozen(held.row[kept]), held.digest)
        sold = codes.seller_links.get(kind)
        if sold is not None and kept[sold.value].any():
            number = np.cumsum(kept, dtype=np.int32) - 1
            among = kept[sold.value]
            of_sellers[kind] = SellerLinks(
                frozen(sold.seller[among]), frozen(number[sold.value[among]].astype(np.int32))
            )
    return links, of_sellers

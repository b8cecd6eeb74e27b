from __future__ import annotations

import random

import numpy as np
import polars as pl
import pytest

from collusion.tables.loader import tables_from_frames
from collusion.tables.merging import Merge, merge_codes
from collusion.tables.schema import TIME
from tests.tables_of import START, day


def frames(seed: int) -> dict[str, pl.DataFrame]:
    """Draw every table of a small source."""
    rng = random.Random(seed)
    people, things = [f"u{i}" for i in range(9)], [f"p{i}" for i in range(7)]
    times = [None, *(day(rng.random() * 300) for _ in range(8))]
    pairs = rng.sample([(u, p) for u in people for p in things], 40)
    return {
        "reviews": pl.DataFrame(
            [
                {
                    "reviewer_id": u,
                    "product_id": p,
                    "rating": rng.randint(1, 5),
                    "posted_at": day(i + rng.random()),
                    "removed_at": rng.choice(times),
                    "verified": rng.random() < 0.5,
                }
                for i, (u, p) in enumerate(pairs)
            ],
            schema_overrides={"rating": pl.Int8},
        ),
        "products": pl.DataFrame(
            [
                {"product_id": p, "seller_id": f"s{p[1:]}", "category": "c", "item_weight_g": 10.0}
                for p in things
            ]
        ),
        "accounts": pl.DataFrame(
            [
                {"reviewer_id": u, "created_at": rng.choice(times), "closed_at": rng.choice(times)}
                for u in people
            ],
            schema={"reviewer_id": pl.String, "created_at": TIME, "closed_at": TIME},
        ),
        "seller_identifiers": pl.DataFrame(
            [{"seller_id": f"s{i % 7}", "kind": "card", "value": f"v{rng.randrange(6)}"} for i in range(9)]
        ),
        "identifiers": pl.DataFrame(
            [
                {
                    "reviewer_id": rng.choice(people),
                    "kind": rng.choice(["card", "device"]),
                    "value": f"v{rng.randrange(6)}",
                }
                for _ in range(30)
            ]
        ),
        "orders": pl.DataFrame(
            [
                {
                    "reviewer_id": u,
                    "product_id": p,
                    "ordered_at": START,
                    "shipped_weight_g": rng.choice([None, 5.0, 9.0]),
                    "refunded": rng.choice([None, True, False]),
                }
                for u, p in rng.sample(pairs, 30)
            ]
        ),
    }


def renamed(given: dict[str, pl.DataFrame], column: str, names: dict[str, str]) -> dict[str, pl.DataFrame]:
    return {
        name: frame.with_columns(pl.col(column).replace(names)) if column in frame.columns else frame
        for name, frame in given.items()
    }


@pytest.mark.parametrize("seed", range(5))
def test_merge_codes__as_if_the_source_had_one_id(seed):
    """Accounts u1, u5 written as u1, products p2, p6 as p2: the codes are those of the source so written."""
    given = frames(seed)
    codes = tables_from_frames(given).codes
    reviewer, product = (np.arange(len(ids), dtype=np.int32) for ids in (codes.reviewers, codes.products))
    reviewer[codes.reviewers.index_of("u5")] = codes.reviewers.index_of("u1")
    product[codes.products.index_of("p6")] = codes.products.index_of("p2")
    merged = merge_codes(codes, Merge(reviewer, product)).codes

    once = renamed(renamed(given, "reviewer_id", {"u5": "u1"}), "product_id", {"p6": "p2"})
    once["accounts"] = (
        once["accounts"].group_by("reviewer_id").agg(pl.col("created_at").min(), pl.col("closed_at").max())
    )
    once["products"] = (
        given["products"]
        .filter(pl.col("product_id") != "p6")
        .with_columns(seller_id=pl.when(pl.col("product_id") != "p2").then("seller_id"))
    )
    once["seller_identifiers"] = given["seller_identifiers"]
    expected = tables_from_frames(once).codes
    assert expected.reviewers.to_list() == merged.reviewers.to_list()
    assert expected.products.to_list() == merged.products.to_list()
    for name in ("indptr", "product", "minute", "stars", "verified"):
        assert getattr(expected.pairs, name).tolist() == getattr(merged.pairs, name).tolist(), name
    for name in ("created", "closed", "removed", "parcel_g", "refunded"):
        assert np.array_equal(getattr(expected, name), getattr(merged, name), equal_nan=name == "parcel_g"), (
            name
        )
    owner = np.repeat(reviewer, np.diff(codes.pairs.indptr))
    there = codes.pairs.product == codes.products.index_of("p2")
    copies = (codes.pairs.product == codes.products.index_of("p6")) & np.isin(owner, owner[there])
    of_copies = merge_codes(codes, Merge(reviewer, product, copies)).codes
    assert copies.any()
    for name in ("parcel_g", "refunded"):
        assert np.array_equal(getattr(expected, name), getattr(of_copies, name), equal_nan=name == "parcel_g")
    assert expected.product_facts.equals(merged.product_facts)
    assert list(expected.identifier_links) == list(merged.identifier_links)
    for kind, links in expected.identifier_links.items():
        found = merged.identifier_links[kind]
        assert (links.t_indptr.tolist(), links.holder.tolist()) == (
            found.t_indptr.tolist(),
            found.holder.tolist(),
        )


def test_merge_codes__what_belongs_to_nobody_is_left_out():
    codes = tables_from_frames(frames(1)).codes
    reviewer = np.arange(len(codes.reviewers), dtype=np.int32)
    product = np.arange(len(codes.products), dtype=np.int32)
    reviewer[codes.reviewers.index_of("u3")] = -1
    given = {
        name: frame.filter(pl.col("reviewer_id") != "u3") if "reviewer_id" in frame.columns else frame
        for name, frame in frames(1).items()
    }
    merged, expected = merge_codes(codes, Merge(reviewer, product)), tables_from_frames(given).codes

    assert expected.reviewers.to_list() == merged.codes.reviewers.to_list()
    assert -1 == merged.reviewer[codes.reviewers.index_of("u3")]
    for name in ("indptr", "product", "minute", "stars", "verified"):
        assert getattr(expected.pairs, name).tolist() == getattr(merged.codes.pairs, name).tolist(), name
    for kind, links in expected.identifier_links.items():
        assert links.holder.tolist() == merged.codes.identifier_links[kind].holder.tolist()
        sold, found = (codes.seller_links.get(kind) for codes in (expected, merged.codes))
        assert (sold is None) is (found is None)
        if sold is not None:
            assert (sold.seller.tolist(), sold.value.tolist()) == (
                found.seller.tolist(),
                found.value.tolist(),
            )

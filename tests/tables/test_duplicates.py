from __future__ import annotations

import datetime as dt
import random

import numpy as np
import polars as pl
import pytest

from collusion.tables.duplicates import are_dates, find_listing_copies, find_twins
from collusion.tables.mapping import SameIds
from collusion.tables.read import read_tables
from tests.oracles.duplicates import listing_families, same_reviews

_START = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)


def raw_tables(tmp_path, rows):
    """Read rows with every id for itself."""
    frame = pl.DataFrame(rows).select(
        reviewer_id="reviewer",
        product_id="product",
        rating="stars",
        posted_at=pl.lit(_START) + pl.duration(minutes=pl.col("minute")),
        **({"text": "text"} if "text" in rows[0] else {}),
    )
    frame.write_parquet(tmp_path / "reviews.parquet")
    (tmp_path / "collusion.toml").write_text("[tables.reviews]\nsame_account = []\nsame_listing = []\n")
    from collusion.config import load_config

    mapping = load_config(tmp_path).mapping
    assert SameIds((), ()) == mapping.table("reviews").same_ids
    return read_tables(tmp_path, mapping=mapping)


def fetch_from(tables):
    columns = [name for name in ("posted_at", "text") if name in tables.stored["reviews"].columns]
    return lambda rows: tables.stored["reviews"].take(rows, columns)


def market(seed: int, *, n: int = 120, n_products: int = 12):
    """Draw reviews with times of day, one a reviewer and product."""
    rng = random.Random(seed)
    rows = {}
    for _ in range(n):
        reviewer, product = f"u{rng.randrange(25):02}", f"p{rng.randrange(n_products):02}"
        rows[reviewer, product] = {
            "reviewer": reviewer,
            "product": product,
            "minute": rng.randrange(10**6),
            "stars": rng.randint(1, 5),
        }
    return list(rows.values())


def with_variants(rows, seed: int, share: float):
    """Show a share of the reviews of some listings on variants of them, too."""
    rng = random.Random(seed)
    copies = [
        row | {"product": f"{row['product']}-{v}"}
        for row in rows
        for v in "ab"
        if row["product"] < "p05" and rng.random() < share
    ]
    return rows + copies


@pytest.mark.parametrize("share", [1.0, 0.8, 0.4])
@pytest.mark.parametrize("seed", range(4))
def test_find_listing_copies__agrees_with_the_slow_twin(tmp_path, seed, share):
    """Links go from one listing to the next and to the first, which joins all that show most reviews."""
    rows = with_variants(market(seed), seed, share)
    tables = raw_tables(tmp_path, rows)
    products = tables.codes.products
    found = find_listing_copies(tables.codes.pairs, len(products), fetch_from(tables), has_text=False)
    slow = listing_families(rows)

    assert [slow[product] for product in products.to_list()] == products.gather(found.family).to_list()
    assert not found.is_copy.any()


def test_find_listing_copies__a_sitting_is_no_family(tmp_path):
    """People who rate many films in one minute have other films in common without the same moment."""
    rng = random.Random(3)
    rows = [
        {
            "reviewer": f"u{u}",
            "product": f"p{p:02}",
            "minute": 5000 * u + rng.randrange(3),
            "stars": rng.randint(3, 5),
        }
        for u in range(30)
        for p in rng.sample(range(20), 12)
    ]
    tables = raw_tables(tmp_path, rows)
    found = find_listing_copies(tables.codes.pairs, 20, fetch_from(tables), has_text=False)

    assert np.arange(20).tolist() == found.family.tolist()


def test_find_listing_copies__dates_need_a_text(tmp_path):
    """A ring that reviews two listings on the same days is no pair of variants."""
    rows = [
        {"reviewer": f"u{u}", "product": p, "minute": 1440 * u, "stars": 5, "text": text}
        for u in range(8)
        for p, text in (("p", "good"), ("q", "good"), ("v", f"{u} words that hardly anybody wrote before"))
    ]
    rows += [row | {"product": "w"} for row in rows if row["product"] == "v"]
    tables = raw_tables(tmp_path, rows)
    found = find_listing_copies(tables.codes.pairs, 4, fetch_from(tables), has_text=True)

    assert ["p", "q", "v", "w"] == tables.codes.products.to_list()
    assert [0, 1, 2, 2] == found.family.tolist()


def test_find_listing_copies__another_text_is_another_review(tmp_path):
    rows = [
        {
            "reviewer": f"u{u}",
            "product": p,
            "minute": 1500 * u + 7,
            "stars": 5,
            "text": f"{p} {u} is all that it says and a bit more",
        }
        for u in range(8)
        for p in "pq"
    ]
    tables = raw_tables(tmp_path, rows)

    assert [0, 1] == find_listing_copies(
        tables.codes.pairs, 2, fetch_from(tables), has_text=True
    ).family.tolist()


def test_find_listing_copies__a_single_review_on_two_listings_counts_on_the_larger(tmp_path):
    rows = market(1)
    text = "the same long words on two listings at the same minute of the day"
    rows = [row | {"text": None} for row in rows if row["reviewer"] != "u00"]
    rows += [
        {"reviewer": "u00", "product": p, "minute": 777, "stars": 4, "text": text} for p in ("p01", "zz")
    ]
    tables = raw_tables(tmp_path, rows)
    codes = tables.codes
    found = find_listing_copies(codes.pairs, len(codes.products), fetch_from(tables), has_text=True)

    assert ["zz"] == codes.products.gather(codes.pairs.product[found.is_copy]).to_list()


@pytest.mark.parametrize("seed", range(4))
def test_find_twins__agrees_with_the_slow_twin(tmp_path, seed):
    """Accounts with several equal reviews are one, in groups of up to four."""
    rng = random.Random(seed)
    rows = [row for row in market(seed) if row["reviewer"] != "u07"]
    doubled = rng.sample(sorted({row["reviewer"] for row in rows}), 6)
    copies = [
        row | {"reviewer": f"x{i}{row['reviewer'][::-1]}"}
        for row in rows
        for i in range(3)
        if row["reviewer"] in doubled[i:]
    ]
    tables = raw_tables(tmp_path, rows + copies)
    ids = tables.codes.reviewers
    twins = find_twins(tables.codes.pairs, ids, fetch_from(tables))
    degree = np.diff(tables.codes.pairs.indptr)

    assert {frozenset(ids.gather(list(group)).to_list()) for group in twins.groups} == {
        group for group in same_reviews(rows + copies) if degree[ids.index_of(min(group))] > 1
    }
    assert all(twins.person[list(group)].max() == group[0] for group in twins.groups)


def twins_of(tmp_path, ids, *, minutes, text=None):
    """Find twins among accounts with the same two reviews, beside a few others."""
    rows = [row | {"text": None} for row in market(2)]
    rows += [
        {"reviewer": one, "product": p, "minute": minute, "stars": 5, "text": text}
        for one in ids
        for p, minute in zip("ab", minutes, strict=True)
    ]
    tables = raw_tables(tmp_path, rows)
    found = find_twins(tables.codes.pairs, tables.codes.reviewers, fetch_from(tables))
    names = tables.codes.reviewers
    return (
        [names.gather(list(group)).to_list() for group in found.groups],
        [names.gather(list(group)).to_list() for group in found.apart],
    )


def test_find_twins__a_program_with_many_accounts_is_no_person(tmp_path):
    """Nine accounts that post the same at the same minutes may be a ring, and stay apart."""
    many = [f"{word}" for word in ["ants", "bees", "cows", "dogs", "eels", "fish", "goat", "hens", "ibex"]]

    assert ([], [many]) == twins_of(tmp_path, many, minutes=(7, 77))


def test_find_twins__spellings_of_one_id_are_a_person_however_many(tmp_path):
    many = sorted(["k77", "K77", "k77.0", "k77-2", "uk77", "k77x", "ak77"])

    assert ([many], []) == twins_of(tmp_path, many, minutes=(7, 77))


def test_find_twins__dates_alone_tell_nothing(tmp_path):
    """A ring that reviews its targets on the same days is not one person, unless the ids are one."""
    rows = [
        {"reviewer": one, "product": p, "minute": 1440 * day, "stars": 5}
        for one in ("ann", "bob", "7", "7.0")
        for p, day in (("a", 3), ("b", 4)) if one in ("ann", "bob") or p == "a"
    ]  # fmt: skip
    tables = raw_tables(tmp_path, rows)
    found = find_twins(tables.codes.pairs, tables.codes.reviewers, fetch_from(tables))

    assert ["7", "7.0", "ann", "bob"] == tables.codes.reviewers.to_list()
    assert ((0, 1),) == found.groups


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [([0, 1440, 2880, 4320], True), ([60, 1500, 2940, 60], True), ([5, 1450, 3000, 17], False), ([], True)],
)
def test_are_dates__few_minutes_of_the_day(minutes, expected):
    assert expected is are_dates(np.array(minutes, dtype=np.int32))

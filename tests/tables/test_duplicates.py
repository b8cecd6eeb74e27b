from __future__ import annotations

import itertools
import random

import numpy as np
import pytest

from collusion.tables.duplicates import Words, are_dates, find_listing_copies
from tests.oracles.duplicates import listing_families
from tests.tables.raw_ids import fetch_from, market, raw_tables


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
    found = find_listing_copies(tables.codes.pairs, len(products), Words(fetch_from(tables)), has_text=False)
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
    found = find_listing_copies(tables.codes.pairs, 20, Words(fetch_from(tables)), has_text=False)

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
    found = find_listing_copies(tables.codes.pairs, 4, Words(fetch_from(tables)), has_text=True)

    assert ["p", "q", "v", "w"] == tables.codes.products.to_list()
    assert [0, 1, 2, 2] == found.family.tolist()


@pytest.mark.parametrize(("copies", "own", "expected"), [(8, 1, True), (8, 4, False)])
@pytest.mark.parametrize("has_times", [True, False])
def test_find_listing_copies__by_texts_where_days_are_all_that_is_known(
    tmp_path, copies, own, expected, has_times
):
    """Both listings must show mostly the same: a ring that pastes its words leaves others' reviews apart."""

    def review(reviewer, product, i, word):
        text = f"{word} words that hardly anybody wrote before"
        minute = 1440 * i if has_times else None
        return {"reviewer": reviewer, "product": product, "minute": minute, "stars": 5, "text": text}

    rows = [review(f"u{i}", p, i, i) for p in "vw" for i in range(copies)]
    rows += [review(f"{p}{i}", p, i, p) for p in "vw" for i in range(own)]
    rows += [
        {"reviewer": f"s{i}", "product": p, "minute": None, "stars": 4, "text": "good"}
        for p in "vw"
        for i in range(30)
    ]
    tables = raw_tables(tmp_path, rows)
    found = find_listing_copies(tables.codes.pairs, 2, Words(fetch_from(tables)), has_text=True)

    assert expected is bool(found.family[0] == found.family[1])


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
        tables.codes.pairs, 2, Words(fetch_from(tables)), has_text=True
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
    found = find_listing_copies(codes.pairs, len(codes.products), Words(fetch_from(tables)), has_text=True)

    assert ["zz"] == codes.products.gather(codes.pairs.product[found.is_copy]).to_list()


@pytest.mark.parametrize("sizes", list(itertools.permutations([3, 4, 5, 6])))
def test_find_listing_copies__a_single_review_on_many_listings_counts_on_the_largest_alone(tmp_path, sizes):
    """Whatever the order of the listings, no two of its copies are left."""
    once = [
        {"reviewer": "u", "product": f"p{p}", "minute": 77, "stars": 4, "text": "x" * 40} for p in range(4)
    ]
    others = [
        {"reviewer": f"v{p}-{i}", "product": f"p{p}", "minute": 9000 * p + 101 * i, "stars": 5, "text": ""}
        for p, n in enumerate(sizes)
        for i in range(n)
    ]
    tables = raw_tables(tmp_path, once + others)
    pairs, products = tables.codes.pairs, tables.codes.products
    found = find_listing_copies(pairs, len(products), Words(fetch_from(tables)), has_text=True)
    left = [products[int(p)] for p in pairs.product[: pairs.indptr[1]][~found.is_copy[: pairs.indptr[1]]]]

    assert "u" == tables.codes.reviewers[0]
    assert [f"p{sizes.index(6)}"] == left
    assert not found.is_copy[pairs.indptr[1] :].any()


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [([0, 1440, 2880, 4320], True), ([60, 1500, 2940, 60], True), ([5, 1450, 3000, 17], False), ([], True)],
)
def test_are_dates__few_minutes_of_the_day(minutes, expected):
    assert expected is are_dates(np.array(minutes, dtype=np.int32))


@pytest.mark.parametrize(
    ("copies", "others", "alone", "expected"),
    [
        (8, 2, 0, True),
        (6, 4, 0, False),
        (5, 0, 5, True),
        (4, 0, 6, False),
        (3, 0, 0, True),
        (2, 0, 0, True),
        (2, 0, 1, False),
    ],
)
def test_find_listing_copies__how_many_of_whom(tmp_path, copies, others, alone, expected):
    """Copies, other reviews by those who reviewed both, and reviews by those who reviewed one each."""
    rows = market(4)
    for i in range(copies + others):
        for p in "xy":
            moved = 3 if p == "y" and i >= copies else 0
            rows.append({"reviewer": f"b{i}", "product": p, "minute": 991 * i + 7 + moved, "stars": 5})
    rows += [
        {"reviewer": f"{p}{i}", "product": p, "minute": 1009 * i + 3, "stars": 4}
        for p in "xy"
        for i in range(alone)
    ]
    tables = raw_tables(tmp_path, rows)
    codes = tables.codes
    found = find_listing_copies(codes.pairs, len(codes.products), Words(fetch_from(tables)), has_text=False)
    x, y = (codes.products.index_of(p) for p in "xy")

    assert expected is bool(found.family[x] == found.family[y])


def test_find_listing_copies__texts_that_are_known_to_differ_are_never_fetched(tmp_path):
    """A reviewer gives five stars to pairs of products at one time: only the same texts are read."""
    texts = ["so good that I bought it again for my mother"] * 2 + ["first of two", "second of two"]
    rows = [
        {"reviewer": "u1", "product": f"p{i}", "minute": 7 * (i // 2) + 1, "stars": 5, "text": text}
        for i, text in enumerate(texts)
    ]
    tables, fetched = raw_tables(tmp_path, rows), []

    def fetch(some):
        fetched.extend(some.tolist())
        return fetch_from(tables)(some)

    hints = np.array([9, 9, 1, 2], dtype=np.uint16)
    found = find_listing_copies(tables.codes.pairs, 4, Words(fetch, hints), has_text=True)

    assert [0, 1] == fetched
    every = find_listing_copies(tables.codes.pairs, 4, Words(fetch_from(tables)), has_text=True)
    assert every.is_copy.tolist() == found.is_copy.tolist()

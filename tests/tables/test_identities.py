from __future__ import annotations

import random
from collections import Counter
from typing import Any

import polars as pl
import pytest

from collusion.tables.loader import tables_from_frames
from collusion.tables.read import read_tables
from tests.tables.sources import csv
from tests.tables_of import day, tables_of


def review(account: str, product: str, stars: int, at: float) -> dict[str, Any]:
    return {"reviewer_id": account, "product_id": product, "rating": stars, "posted_at": day(at)}


def people(n: int, n_products: int, seed: int = 0):
    """Draw reviews by accounts with unrelated ids at times of day."""
    rng = random.Random(seed)
    ids = [f"{rng.choice('ABCDEFG')}{rng.randrange(10**8):08}" for _ in range(n)]
    return [
        review(one, f"P{p:02}", rng.randint(1, 5), rng.random() * 900)
        for one in ids
        for p in rng.sample(range(n_products), rng.randint(1, 5))
    ]  # fmt: skip


def shuffled(rows, seed: int):
    rows = list(rows)
    random.Random(seed).shuffle(rows)
    return rows


def note_of(tables, words: str):
    (found,) = [note for note in tables.notes if words in note.message]
    return found


def graph_of(codes):
    """Return what of the codes does not depend on how rows are numbered."""
    pairs = codes.pairs
    reviewer = [len(x) for x in ([0] * int(n) for n in pairs.indptr[1:] - pairs.indptr[:-1])]
    return (
        codes.reviewers.to_list(), codes.products.to_list(), reviewer, pairs.product.tolist(),
        pairs.minute.tolist(), pairs.stars.tolist(), codes.aliases.rows(),
    )  # fmt: skip


def test_resolve_identities__an_honest_source_is_left_as_it_is():
    codes = tables_of(people(60, 20)).codes

    assert codes.aliases.is_empty()
    assert codes.unattributed is None


@pytest.mark.parametrize("n_variants", [1, 3])
def test_resolve_identities__variants_that_show_the_same_reviews_count_once(n_variants):
    rows = people(80, 10)
    variants = [
        row | {"product_id": f"{row['product_id']}-{v}"}
        for row in rows for v in range(n_variants) if row["product_id"] < "P04"
    ]  # fmt: skip
    tables, plain = tables_of(shuffled(rows + variants, 1)), tables_of(rows)

    assert graph_of(plain.codes)[:-1] == graph_of(tables.codes)[:-1]
    assert len(variants) == note_of(tables, "counted once").count
    told = note_of(tables, "listings that show the same reviews")
    assert (4 * (n_variants + 1), True) == (told.count, told.is_warning)
    assert "counted as 4 listings, e.g. 'P00'" in told.message
    aliases = tables.codes.aliases
    assert {row["product_id"] for row in variants} == set(aliases["id"])
    assert (aliases["id"].str.head(3) == aliases["stands_for"]).all()


def test_resolve_identities__families_by_parent_id_even_with_other_reviews():
    """The most reviewed listing stands for its family; the parent need not be a listing."""
    rows = [
        {"reviewer_id": "a", "product_id": "x", "rating": 5, "posted_at": day(2)},
        {"reviewer_id": "a", "product_id": "y", "rating": 4, "posted_at": day(1)},
        {"reviewer_id": "b", "product_id": "y", "rating": 3, "posted_at": day(3)},
        {"reviewer_id": "b", "product_id": "z", "rating": 3, "posted_at": day(4)},
        {"reviewer_id": "c", "product_id": "w", "rating": 2, "posted_at": day(4)},
    ]
    products = [
        {"product_id": "x", "seller_id": "s", "parent_id": "family"},
        {"product_id": "y", "seller_id": None, "parent_id": "family"},
        {"product_id": "z", "seller_id": "t", "parent_id": None},
        {"product_id": "w", "seller_id": "u", "parent_id": "z"},
    ]
    codes = tables_of(rows, products=products).codes

    assert ["w", "y"] == codes.products.to_list()
    assert [1, 0, 1, 0] == codes.pairs.product.tolist()
    assert [1, 2, 1] == (codes.pairs.indptr[1:] - codes.pairs.indptr[:-1]).tolist()
    assert [4, 3, 3, 2] == codes.pairs.stars.tolist()
    assert [None, "s"] == codes.product_facts["seller_id"].to_list()


def test_resolve_identities__same_listing_may_be_turned_off(tmp_path):
    rows = people(40, 5)
    rows += [row | {"product_id": row["product_id"] + "-v"} for row in rows]
    frame = pl.DataFrame(rows)
    source = csv(
        tmp_path, reviews=frame.with_columns(pl.col("posted_at").dt.to_string("iso:strict")).write_csv()
    )
    (tmp_path / "collusion.toml").write_text("[tables.reviews]\nsame_listing = []\n")
    from collusion.config import load_config

    mapping = load_config(source).mapping

    assert 10 == len(read_tables(source, mapping=mapping).codes.products)
    assert 5 == len(read_tables(source).codes.products)


def test_resolve_identities__twins_are_one_account():
    rows = people(60, 20)
    twins = [row | {"reviewer_id": row["reviewer_id"] + suffix} for row in rows for suffix in (".0", "-2")]
    tables, plain = tables_of(shuffled(rows + twins, 2)), tables_of(rows)

    assert graph_of(plain.codes)[:-1] == graph_of(tables.codes)[:-1]
    told = note_of(tables, "equal another's")
    assert (180, True) == (told.count, told.is_warning)
    assert "counted as 60" in told.message
    assert set(tables.codes.aliases["stands_for"]) == set(plain.codes.reviewers)


@pytest.mark.parametrize("name", ["Amazon Customer", "nan", "A Google User", "Utilisateur"])
def test_resolve_identities__a_name_that_many_share_is_no_account(name):
    """By a list, or by how much it wrote and how often of the same product."""
    rng = random.Random(5)
    rows = people(300, 40)
    crowd = [
        review(name, f"P{rng.randrange(40):02}", 4, rng.random() * 900)
        for _ in range(150)
    ]  # fmt: skip
    tables, plain = tables_of(shuffled(rows + crowd, 3)), tables_of(rows)

    assert graph_of(plain.codes)[:-1] == graph_of(tables.codes)[:-1]
    told = note_of(tables, "names that many people share")
    assert (150, True) == (told.count, told.is_warning)
    assert repr(name) in told.message
    assert [("reviewer", name, None)] == tables.codes.aliases.rows()
    counts = tables.codes.unattributed
    assert 150 == counts.sum() == counts[:, 4].sum()
    of_first = sum(row["product_id"] == "P00" for row in crowd)
    assert of_first == counts[tables.codes.products.index_of("P00")].sum()


@pytest.mark.parametrize("name", ["0", "-1"])
def test_resolve_identities__the_id_of_guests_is_no_account(name):
    """By how much more it wrote than anybody, each on a product of its own; an account may be called 0."""
    rows = people(100, 30)
    most = max(Counter(row["reviewer_id"] for row in rows).values())
    guests = [review(name, f"Q{i:03}", 4, i) for i in range(3 * most + 1)]
    person = [review(name, f"Q{i:03}", 4, i) for i in range(3 * most)]

    told = note_of(tables_of(rows + guests), "names that many people share")
    assert (len(guests), True) == (told.count, told.is_warning)
    assert name in tables_of(rows + person).codes.reviewers


def test_resolve_identities__a_busy_account_is_no_crowd():
    """One who reviews much reviews each product once."""
    rows = people(100, 30)
    rows += [
        {"reviewer_id": "busy", "product_id": f"P{p:02}", "rating": 4, "posted_at": day(p)} for p in range(30)
    ]
    rows += [
        {"reviewer_id": "busy", "product_id": f"Q{p:03}", "rating": 4, "posted_at": day(p)}
        for p in range(300)
    ]

    assert "busy" in tables_of(rows).codes.reviewers


@pytest.mark.parametrize(("n_own", "n_products", "n_people"), [(60, 12, 100), (150, 20, 3000)])
def test_resolve_identities__few_reviews_or_a_small_share_are_no_crowd(n_own, n_products, n_people):
    """Who reviews some products again and again is odd, and no crowd, unless it is a crowd's share of all."""
    rows = people(n_people, 30)
    rows += [review("eager", f"Q{i % n_products:02}", 5, 3 * i) for i in range(n_own)]

    assert "eager" in tables_of(rows).codes.reviewers


def test_resolve_identities__nothing_but_names_that_many_share(tmp_path):
    tables = read_tables(csv(tmp_path, reviews="reviewer_id,product_id\nnan,B1\nNone,B1\n\\N,B2\n"))

    assert (0, 0, 0) == (len(tables.codes.reviewers), len(tables.codes.products), len(tables.codes.pairs.row))
    assert 3 == note_of(tables, "names that many people share").count


def test_resolve_identities__a_product_that_is_none_joins_nobody():
    rows = [{"reviewer_id": one, "product_id": p} for one in ("ann", "bob") for p in ("NULL", one)]
    tables = tables_of(rows)

    assert ["ann", "bob"] == tables.codes.products.to_list()
    assert 2 == note_of(tables, "reviews of no product").count


def test_resolve_identities__spellings_are_told_and_joined_when_declared(tmp_path):
    reviews = "reviewer_id,product_id,rating\nAlice,p,5\nalice,q,4\n007,p,3\n7.0,q,2\nbob,p,1\n"
    source = csv(
        tmp_path, reviews=reviews, accounts="reviewer_id,created_at\nALICE,2015-01-01\n7,2014-01-01\n"
    )
    plain = read_tables(source)
    told = note_of(plain, "differ from another")

    assert 5 == len(plain.codes.reviewers)
    assert (4, True) == (told.count, told.is_warning)
    _, _, remedy = told.message.partition("declare ")
    section, _, value = remedy.partition("] ")
    (tmp_path / "collusion.toml").write_text(f"{section}]\n{value}\n")
    from collusion.config import load_config

    joined = read_tables(source, mapping=load_config(source).mapping)
    assert ["007", "Alice", "bob"] == joined.codes.reviewers.to_list()
    assert [True, True, False] == [minute > 0 for minute in joined.codes.created.tolist()]
    assert "2 of 2 rows" in note_of(joined, "name an account").message


@pytest.mark.parametrize("seed", range(3))
def test_resolve_identities__whatever_the_order_of_rows(seed):
    rng = random.Random(9)
    rows = people(50, 12) + [
        review("Anonymous", f"P{rng.randrange(12):02}", 3, rng.random())
        for _ in range(20)
    ]  # fmt: skip
    rows += [row | {"product_id": row["product_id"] + "v"} for row in rows if row["product_id"] < "P03"]
    rows += [row | {"reviewer_id": row["reviewer_id"] + ".0"} for row in rows if row["reviewer_id"] < "C"]
    one, other = (
        tables_from_frames({"reviews": pl.DataFrame(shuffled(rows, s), schema_overrides={"rating": pl.Int8})})
        for s in (seed, seed + 10)
    )

    assert graph_of(one.codes) == graph_of(other.codes)
    assert one.notes == other.notes

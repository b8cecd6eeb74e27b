from __future__ import annotations

import polars as pl

from collusion.cases import schema
from collusion.cases.evidence_rows import (
    compose_labels,
    compose_ring_identifiers,
    compose_ring_reviews,
    fetch_evidence_rows,
)
from collusion.tables.loader import replaced
from tests.cases.found_rings import KEY, found_frames, found_rings
from tests.markets import prepare, ring_market


def test_compose_ring_reviews__is_all_that_the_members_wrote_as_the_table_has_it():
    found, reviews = found_frames()["ring_reviews"], ring_market().tables.reviews
    for (ring_id,), members in found_frames()["members"].group_by("ring_id"):
        mine = found.filter(ring_id=ring_id).sort("review_id")
        wrote = reviews.filter(pl.col("reviewer_id").is_in(members["reviewer_id"].implode()))

        assert set(wrote["review_id"]) == set(mine["review_id"])
        for name in ("review_id", "reviewer_id", "product_id", "posted_at", "rating", "verified"):
            known = wrote.filter(pl.col("review_id").is_in(mine["review_id"].implode())).sort("review_id")
            assert known[name].to_list() == mine[name].to_list(), name


def test_compose_ring_reviews__what_the_table_lacks_is_empty():
    market = ring_market()
    bare = market.tables.reviews.select("reviewer_id", "product_id", "review_id")
    poor = prepare(replaced(market.tables, reviews=bare), market.config)
    fetched = fetch_evidence_rows(found_rings(), poor.graph, poor.tables, key=KEY)
    found = compose_ring_reviews(found_rings(), poor.graph, fetched)

    assert found_frames()["ring_reviews"]["review_id"].to_list() == found["review_id"].to_list()
    for name in ("posted_at", "rating", "verified"):
        assert found[name].is_null().all()


def test_compose_ring_reviews__an_order_that_nobody_bought_is_no_unknown_one():
    market = ring_market()
    badge = pl.when(pl.int_range(pl.len()) % 2 == 0).then(False).alias("verified")
    reviews = market.tables.reviews.with_columns(badge)
    unbought = prepare(replaced(market.tables, reviews=reviews), market.config)
    fetched = fetch_evidence_rows(found_rings(), unbought.graph, unbought.tables, key=KEY)
    found = compose_ring_reviews(found_rings(), unbought.graph, fetched)
    told = reviews.join(found.select("review_id").unique(), on="review_id", how="semi")

    assert {False, None} == set(found["verified"])
    assert told["verified"].null_count() == found.unique("review_id")["verified"].null_count()


def test_compose_labels__keeps_what_is_told_of_a_label_and_leaves_the_rest_empty():
    tables = ring_market().tables
    who = tables.reviews["reviewer_id"][0]
    rows = {"entity_type": ["reviewer"], "entity_id": [who], "label": ["honest"], "source": ["appeal 7"]}
    tables = replaced(tables, labels=pl.DataFrame(rows))
    (row,) = compose_labels(tables).to_dicts()

    assert {name: row[name] for name in rows} == {name: value for name, (value,) in rows.items()}
    assert row["labelled_at"] is None


def test_compose_ring_identifiers__tokens_of_values_that_members_share():
    found, table = found_frames()["ring_identifiers"], ring_market().tables.identifiers
    written = found.write_csv()

    assert found["token"].str.contains(r"^[a-z_]+:[0-9a-f]{10}$").all()
    assert not any(value in written for value in table["value"].unique())
    assert (found["n_members"] >= 2).all()
    assert (found["n_accounts"] >= found["n_members"]).all()
    holders = found.group_by("ring_id", "token").agg(
        pl.col("reviewer_id").n_unique().alias("n"), pl.col("n_members").first()
    )
    assert holders["n"].to_list() == holders["n_members"].to_list()


def test_compose_ring_identifiers__the_most_shared_values_of_a_kind_come_first():
    found = found_frames()["ring_identifiers"].group_by("ring_id", "kind", maintain_order=True)

    assert all(part["n_members"].is_sorted(descending=True) for _, part in found)


def test_compose_ring_identifiers__a_key_of_its_own_gives_other_tokens():
    graph, tables = ring_market().graph, ring_market().tables
    fetched = fetch_evidence_rows(found_rings(), graph, tables, key=KEY + b"!")
    other = compose_ring_identifiers(found_rings(), graph, fetched)

    assert not set(found_frames()["ring_identifiers"]["token"]) & set(other["token"])


def test_compose__no_ring_gives_empty_tables():
    graph, tables = ring_market().graph, ring_market().tables
    fetched = fetch_evidence_rows([], graph, tables, key=KEY)

    assert pl.DataFrame(schema=schema.RING_REVIEWS.schema).equals(compose_ring_reviews([], graph, fetched))
    assert pl.DataFrame(schema=schema.RING_IDENTIFIERS.schema).equals(
        compose_ring_identifiers([], graph, fetched)
    )

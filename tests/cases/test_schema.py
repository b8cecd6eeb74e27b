from __future__ import annotations

import polars as pl
import pytest

from collusion.cases import schema
from collusion.scoring import families

# What outside tools rely on: a column may be added at any place, none may go or be renamed.
PROMISED = {
    "rings": (
        "ring_id rank n_reviewers n_products n_reviews n_sellers first_at last_at score q_value flagged kind "
        "bits_behaviour bits_stars bits_identity bits_text bits_fulfilment bits_benefit bits_lifecycle "
        "best_innocent_explanation innocent_verdict summary"
    ),
    "members": "ring_id reviewer_id membership role first_at last_at n_ring_reviews n_reviews bits",
    "clients": (
        "ring_id product_id seller_id n_ring_reviews n_reviews rating_with rating_without first_at last_at"
    ),
    "evidence": "ring_id family bits observed expected direction sentence review_ids identifiers",
    "ring_reviews": "ring_id review_id reviewer_id product_id posted_at rating verified in_ring",
    "ring_identifiers": "ring_id kind token reviewer_id n_members n_accounts",
    "footprints": "ring_id token n_members n_accounts",
    "hypotheses": "ring_id hypothesis is_ring prior log_odds",
    "effects": "ring_id family measure value bin",
    "scores": "reviewer_id score",
    "labels": "entity_type entity_id label source labelled_at",
    "aliases": "entity_type id stands_for",
}


@pytest.mark.parametrize("name", PROMISED)
def test_tables__promised_columns_are_there(name):
    assert [] == [column for column in PROMISED[name].split() if column not in schema.TABLES[name].schema]


def test_tables__every_column_says_what_it_means():
    assert set(PROMISED) == set(schema.TABLES)
    for table in schema.TABLES.values():
        names = [column.name for column in table.columns]

        assert len(names) == len(set(names))
        assert all(column.meaning and column.meaning[-1] != "." for column in table.columns)
        assert all(kind == schema.UTC_TIME for name, kind in table.schema.items() if name.endswith("_at"))
        assert pl.DataFrame(schema=table.schema).schema == table.schema


def test_families__are_those_that_are_scored():
    assert schema.FAMILIES == families.FAMILIES

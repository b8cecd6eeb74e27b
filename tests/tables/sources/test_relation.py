"""Names of relations, and the SQL that is made of them."""

from __future__ import annotations

import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collusion.tables.mapping import Layout
from collusion.tables.sources.relation import (
    Relation,
    parse_relation,
    quoted,
    relation_of,
    select,
    select_count,
    written,
)

NAMES = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1, max_size=8)


@given(st.lists(NAMES, min_size=1, max_size=3))
def test_parse_relation__reads_what_written_writes(parts):
    assert tuple(parts) == parse_relation(written(*parts))


@pytest.mark.parametrize("name", ["", ".", "a.", "a..b", "a.b.c.d", '"a', 'a"b"', "a\0b", '""'])
def test_parse_relation__no_name(name):
    assert parse_relation(name) is None


@given(NAMES)
def test_quoted__a_name_is_never_more_than_a_name(name):
    connection = sqlite3.connect(":memory:")
    (column,) = connection.execute(f"SELECT 1 AS {quoted(name)}").description
    connection.close()

    assert name == column[0]


def test_relation_of__a_query_a_relation_or_the_tables_own_name():
    assert Relation("reviews", ("reviews",)) == relation_of("reviews", Layout())
    assert Relation("reviews", ("shop", "r")) == relation_of("reviews", Layout(relation="shop.r"))
    assert Relation("reviews", query="select 1") == relation_of("reviews", Layout(query=" select 1 ;\n"))


def test_select__a_comment_at_the_end_of_a_query_ends_there():
    relation = Relation("reviews", query="select 1 as a union all select 2 -- both")
    connection = sqlite3.connect(":memory:")
    rows = connection.execute(select(relation, {"b": "a + 1"}, limit=1)).fetchall()
    count = connection.execute(select_count(relation)).fetchone()
    connection.close()

    assert [(2,)] == rows
    assert (2,) == count
    assert "tables.reviews.query" == relation.name

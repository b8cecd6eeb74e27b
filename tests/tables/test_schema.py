"""The declarations of the data contract and the page made from them."""

from __future__ import annotations

from pathlib import Path

import pytest

from collusion.tables.records import ReviewTables
from collusion.tables.schema import TABLES, schema_as_markdown

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "data-contract.md"


def test_schema_as_markdown__page_is_fresh():
    """Regenerate it with the text of `schema_as_markdown()` when this fails."""
    assert PAGE.read_text(encoding="utf-8") == schema_as_markdown()


def test_schema_as_markdown__names_every_column():
    text = schema_as_markdown()

    for table in TABLES.values():
        section = text.split(f"## {table.name} (")[1].split("\n## ")[0]
        assert [line.split("`")[1] for line in section.splitlines() if line.startswith("| `")] == list(
            table.names
        )


def test_tables__can_each_be_loaded():
    assert set(TABLES) == {name for name, part in vars(ReviewTables).items() if isinstance(part, property)}


@pytest.mark.parametrize("table", TABLES.values(), ids=list(TABLES))
def test_tables__orders_and_keys_name_columns(table):
    assert set(table.order) | set(table.key) <= set(table.names)
    assert len(set(table.names)) == len(table.names)


def test_tables__required_columns_have_no_empty_cells():
    assert all(not (c.required and c.nullable) for table in TABLES.values() for c in table.columns)


def test_column__by_name():
    assert TABLES["reviews"].column("rating").nullable
    with pytest.raises(KeyError, match="stars"):
        TABLES["reviews"].column("stars")

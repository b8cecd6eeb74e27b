from __future__ import annotations

import polars as pl
import pytest

from collusion.config import load_config
from collusion.tables.joins import is_personal, near_misses, quoted
from collusion.tables.read import read_tables
from tests.tables.sources import csv

REVIEWS = "reviewer_id,product_id\n" + "".join(f"{i:06},{i % 20:04}X\n" for i in range(100))


def accounts(ids) -> str:
    return "reviewer_id,created_at\n" + "".join(f"{one},2015-01-01\n" for one in ids)


def join_note(tables, table: str = "accounts"):
    (found,) = [note for note in tables.notes if note.table == table and " name a" in note.message]
    return found


def test_join_tally__states_both_shares(tmp_path):
    ids = [f"{i:06}" for i in range(50)] + ["no one", "nobody"]
    note = join_note(read_tables(csv(tmp_path, reviews=REVIEWS, accounts=accounts(ids))))

    assert (50, False) == (note.count, note.is_warning)
    assert note.message.startswith(
        "50 of 52 rows (96.2%) name an account of the reviews; of the 100 there 50 (50.0%) are named"
    )


def test_join_tally__a_table_of_the_whole_platform_is_no_warning(tmp_path):
    """Accounts that wrote nothing here are no error; those that did are all named."""
    ids = [f"{i:06}" for i in range(100)] + [f"other {i}" for i in range(900)]
    note = join_note(read_tables(csv(tmp_path, reviews=REVIEWS, accounts=accounts(ids))))

    assert (100, False) == (note.count, note.is_warning)


@pytest.mark.parametrize(
    ("spell", "rules"),
    [
        (lambda i: f"{i}", ["zeros"]),
        (lambda i: f"{i:06}.0", ["number"]),
        (lambda i: f"{i}.0", ["number", "zeros"]),
        (lambda i: f"{i:06}\u200b", ["unicode"]),
    ],
)
def test_join_tally__none_is_loud_and_the_remedy_joins(tmp_path, spell, rules):
    """The near misses are quoted, and what the message says to declare makes every row match."""
    source = csv(tmp_path, reviews=REVIEWS, accounts=accounts(spell(i) for i in range(100)))
    note = join_note(read_tables(source))

    assert (0, True) == (note.count, note.is_warning)
    assert "0 of 100 rows (0.0%)" in note.message
    assert "this table says nothing" in note.message
    assert 3 == note.message.count("is nearly '0000")
    _, _, remedy = note.message.partition("declare [tables.reviews] ")
    assert all(f'"{rule}"' in remedy for rule in rules)
    (tmp_path / "collusion.toml").write_text(f"[tables.reviews]\n{remedy.rstrip('.')}\n")
    joined = read_tables(source, mapping=load_config(source).mapping)
    assert (100, False) == (join_note(joined).count, join_note(joined).is_warning)


def test_join_tally__few_matches_are_a_warning_with_near_misses(tmp_path):
    products = "product_id,seller_id\n" + "".join(f"{i:04}{'X' if i < 8 else 'x'},s\n" for i in range(20))
    tables = read_tables(csv(tmp_path, reviews=REVIEWS, products=products))
    note = join_note(tables, "products")

    assert (8, True) == (note.count, note.is_warning)
    assert "12 of the first 12 ids without a match differ in capital letters only" in note.message
    assert 'same_listing = ["case"]' in note.message


def test_join_tally__half_misspelt_is_a_warning_too(tmp_path):
    ids = [f"{i:06}" if i % 4 else f"{i}" for i in range(100)]
    note = join_note(read_tables(csv(tmp_path, reviews=REVIEWS, accounts=accounts(ids))))

    assert (75, True) == (note.count, note.is_warning)


def test_join_tally__ids_that_resemble_nothing(tmp_path):
    source = csv(tmp_path, reviews=REVIEWS, accounts=accounts(f"other {i}" for i in range(9)))

    assert join_note(read_tables(source)).message.endswith("Export both tables with the same ids.")


def test_join_tally__whatever_the_order_of_rows(tmp_path):
    notes = []
    for name, ids in (("up", range(90)), ("down", range(89, -1, -1))):
        source = csv(tmp_path / name, reviews=REVIEWS, accounts=accounts(ids))
        notes.append(join_note(read_tables(source)))

    assert notes[0] == notes[1]


def test_near_misses__say_which_rules_join():
    found = near_misses(pl.Series(["1.0", "A", "b", "x"]), pl.Series(["0001", "B", "a", "z"]))

    assert [("1.0", "0001", ("number", "zeros")), ("A", "a", ("case",)), ("b", "B", ("case",))] == [
        (miss.found, miss.known, miss.rules) for miss in found
    ]


@pytest.mark.parametrize(
    "text",
    [
        *("bob@example.com", "192.0.2.1", "2001:db8::1"),
        *("+1 555 010 0000", "4111111111111111", "4111 1111 1111 1111"),
    ],
)
def test_quoted__never_shows_what_may_be_personal(text):
    assert is_personal(text)
    assert text not in quoted(text)
    assert text[-4:] not in quoted(text)


@pytest.mark.parametrize("text", ["A223RGNUEZ2F", "000012", "7.0", "105963871234567890123"])
def test_quoted__shows_ids(text):
    assert repr(text) == quoted(text)


def test_quoted__tells_ids_apart_that_look_alike():
    assert quoted("Jos\u00e9") != quoted("Jose\u0301")
    assert quoted("a\x1b[31m").isprintable()

"""Mapping sections of collusion.toml: what they mean, every fault by its text, round trips."""

from __future__ import annotations

import tomllib

import pytest

from collusion.tables.declarations import mapping_as_toml, mapping_from_toml
from collusion.tables.mapping import BUILT_IN_KINDS, NO_MAPPING, KindParams, Layout, RatingScale, TableMapping

FULL = """
[tables.reviews]
file = "metadata.tsv"
format = "csv"
separator = "\\t"
quote = ""
has_header = false
column_names = ["user", "prod", "stars", "date"]
null_values = ["None"]
[tables.reviews.columns]
reviewer_id = "user"
[tables.reviews.dates]
posted_at = ["%Y-%m-%d", "unix seconds"]
[tables.reviews.rating]
minimum = 0
maximum = 10
[tables.orders.dates]
ordered_at = "%d.%m.%Y"
[kinds.wallet]
public_share = 0.3
household = true
meaning = "crypto \\"wallet\\""
[kinds.ip]
public_share = 0.5
"""


def parse(text):
    faults = []
    return mapping_from_toml(tomllib.loads(text), faults=faults), faults


def test_mapping_from_toml__everything():
    mapping, faults = parse(FULL)

    assert faults == []
    names = ("user", "prod", "stars", "date")
    assert mapping.table("reviews") == TableMapping(
        Layout(
            "metadata.tsv",
            "csv",
            separator="\t",
            quote="",
            has_header=False,
            column_names=names,
            null_values=("None",),
        ),
        {"reviewer_id": "user"},
        {"posted_at": ("%Y-%m-%d", "unix seconds")},
        RatingScale(0.0, 10.0),
    )
    assert mapping.table("orders").dates == {"ordered_at": ("%d.%m.%Y",)}
    assert mapping.table("labels") == TableMapping()
    assert mapping.kinds["wallet"] == KindParams(0.3, True, 'crypto "wallet"')
    assert mapping.kinds["ip"] == KindParams(0.5, True, "IP address")
    assert mapping.kinds["card"] == BUILT_IN_KINDS["card"]


def test_mapping_from_toml__nothing():
    assert parse("") == (NO_MAPPING, [])


@pytest.mark.parametrize(
    "text", [FULL, "", '[tables.reviews.rating.values]\ngood = 5\n"so so" = 3\n', "[tables.orders]\n"]
)
def test_mapping_as_toml__round_trip(text):
    mapping, _ = parse(text)

    assert parse(mapping_as_toml(mapping)) == (mapping, [])


def test_mapping_from_toml__constants_are_written_back():
    mapping, faults = parse('[tables.reviews.constants]\nproduct_id = "7"\n')

    assert ({"product_id": "7"}, []) == (mapping.table("reviews").constants, faults)
    assert (mapping, []) == parse(mapping_as_toml(mapping))


def test_kinds__defaults():
    shares = {word: kind.public_share for word, kind in NO_MAPPING.kinds.items()}

    assert shares == {
        "ip": 0.2,
        "ip_24": 0.5,
        "ip_64": 0.2,
        "card": 0.001,
        "gift_card": 0.002,
        "promo_code": 0.9,
        "address": 0.05,
        "device": 0.002,
        "email": 0.0005,
        "phone": 0.002,
    }


@pytest.mark.parametrize(
    "text, fault",
    [
        ("tables = 1", "tables: found a plain value. Allowed: sections. Write them as [tables.NAME]."),
        ("[tables]\nreviews = 1", "tables.reviews: found a plain value. Allowed: a section."),
        (
            "[tables.review]",
            "tables.review: found a key that means nothing here. Allowed: accounts, identifiers",
        ),
        ("[tables.review]", "Correct its name or remove it. Did you mean 'reviews'?"),
        ("[tables.reviews]\nseperator = ';'", "Did you mean 'separator'?"),
        ("[tables.orders.rating]\nminimum = 1", "tables.orders.rating: found a key that means nothing here"),
        (
            '[tables.reviews]\nseparator = "a\\n"',
            "tables.reviews.separator: found 'a\\n'. Allowed: 1 to 5 characters, no line end. ",
        ),
        (
            "[tables.reviews]\nescape = '/'",
            "tables.reviews.escape: found '/'. Allowed: a backslash, or none.",
        ),
        (
            "[tables.reviews]\nencoding = 'rot13'",
            "tables.reviews.encoding: found 'rot13'. Allowed: an encoding",
        ),
        ("[tables.reviews]\ndecimal = ';'", "tables.reviews.decimal: found ';'. Allowed: ., ,."),
        ("[tables.reviews]\nshort_rows = 'x'", "short_rows: found 'x'. Allowed: refuse, fill."),
        ("[tables.reviews]\nskip_lines = -1", "skip_lines: found -1."),
        ('[tables.reviews]\nquote = "\\n"', "Allowed: one ASCII character or none. "),
        ("[tables.reviews]\nseparator = '\"'", "tables.reviews.separator: found the quote itself"),
        (
            "[tables.reviews]\nformat = 'orc'",
            "tables.reviews.format: found 'orc'. Allowed: parquet, csv, tsv",
        ),
        ("[tables.reviews]\nhas_header = 1", "has_header: found integer 1. Allowed: true or false."),
        ("[tables.reviews]\nhas_header = false\ncolumn_names = ['a', 'a']", "found a name twice."),
        ("[tables.reviews]\ncolumns = 3", "tables.reviews.columns: found a plain value."),
        (
            "[tables.reviews.columns]\nreviewer = 'u'",
            "tables.reviews.columns.reviewer: found a key that means nothing",
        ),
        (
            "[tables.reviews.columns]\nproduct_id = ''",
            "columns.product_id: found no column. Allowed: a column, since the table needs it. Name one.",
        ),
        (
            "[tables.reviews.columns]\nproduct_id = 'user'\nreviewer_id = 'user'",
            "columns: found one column, 'user', for product_id, reviewer_id. Allowed: a column of the source",
        ),
        (
            "[tables.reviews.columns]\nrating = ['a']",
            "columns.rating: found an array. Allowed: one column name.",
        ),
        ("[tables.reviews.dates]\nposted_at = []", "dates.posted_at: found no text."),
        (
            "[tables.reviews.dates]\nrating = '%Y'",
            "dates.rating: found a key that means nothing here. Allowed: posted_at, removed_at.",
        ),
        (
            "[tables.reviews.dates]\nposted_at = 'Y'",
            "dates.posted_at: found 'Y'. Allowed: a strptime format such as",
        ),
        (
            "[tables.reviews.dates]\nposted_at = '%!'",
            "dates.posted_at: found '%!'. Allowed: a strptime format such as",
        ),
        (
            "[tables.reviews.dates]\nposted_at = '%H:%M'",
            "dates.posted_at: found '%H:%M'. Allowed: a strptime format",
        ),
        (
            "[tables.reviews.constants]\nproduct = 'x'",
            "constants.product: found a key that means nothing here",
        ),
        ("[tables.reviews.constants]\nproduct_id = ['x']", "constants.product_id: found an array."),
        ("[tables.reviews.constants]\nproduct_id = ''", "constants.product_id: found no text."),
        (
            "[tables.reviews]\ncolumns = {product_id = 'a'}\nconstants = {product_id = 'x'}",
            "constants.product_id: found a column, too. Allowed: a column or a constant.",
        ),
        ("[tables.reviews]\nrating = 5", "tables.reviews.rating: found a plain value."),
        (
            "[tables.reviews.rating]\nstep = 1",
            "tables.reviews.rating.step: found a key that means nothing here.",
        ),
        ("[tables.reviews.rating]\nminimum = true", "rating.minimum: found True. Allowed: a finite number."),
        ("[tables.reviews.rating]\nmaximum = inf", "rating.maximum: found inf. Allowed: a finite number."),
        (
            "[tables.reviews.rating]\nminimum = 5",
            "found minimum 5 and maximum 5. Allowed: a minimum below the maximum.",
        ),
        ("[tables.reviews.rating]\nvalues = {}", "rating.values: found no words."),
        (
            "[tables.reviews.rating]\nvalues = {good = 6}",
            "values.good: found 6. Allowed: a whole number from 1 to 5.",
        ),
        ("[tables.reviews.rating]\nminimum = 0\nvalues = {good = 5}", "found values and a range."),
        (
            "[kinds.IP]",
            "kinds.IP: found a name of a kind. Allowed: lower-case letters, digits and underscores",
        ),
        ("[kinds.x]\npublic_share = 2", "kinds.x.public_share: found 2. Allowed: a number from 0 to 1."),
        ("[kinds]\nx = 1", "kinds.x: found integer 1. Allowed: a table of keys. Write it as [kinds.x]."),
    ],
)
def test_mapping_from_toml__faults(text, fault):
    _, faults = parse(text)

    assert fault in "\n".join(map(str, faults))

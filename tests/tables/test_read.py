"""Reading whole sources: round trips, canonical order, every fault by its text."""

from __future__ import annotations

import base64
import hashlib
import re
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from collusion.errors import InputError, UsageError
from collusion.tables.mapping import KindParams, Layout, RatingScale, SourceMapping, TableMapping
from collusion.tables.read import read_tables
from collusion.tables.schema import TIME
from collusion.tables.spelled_numbers import EMPTY_WORDS, spellings
from tests.tables.sources import FORMATS, REVIEWS, csv, write

IDS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zs", "Zl", "Zp")), min_size=1, max_size=8
)
TIMES = st.datetimes(datetime(1970, 1, 1), datetime(2199, 12, 31)).map(lambda t: t.replace(tzinfo=UTC))  # noqa: DTZ001
TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=20)
ROWS = st.lists(
    st.tuples(
        IDS,
        IDS,
        st.none() | st.integers(1, 5),
        st.none() | TIMES,
        st.none() | st.booleans(),
        st.none() | TEXTS,
    ),
    min_size=1,
    max_size=12,
)
SCHEMA = {
    "reviewer_id": pl.String,
    "product_id": pl.String,
    "rating": pl.Int8,
    "posted_at": TIME,
    "verified": pl.Boolean,
    "text": pl.String,
}


def only_fault(source, **options) -> str:
    with pytest.raises(InputError) as raised:
        read_tables(source, **options)
    assert len(raised.value.faults) == 1, str(raised.value)
    return str(raised.value.faults[0])


def reviews_of(tmp_path, text, **options) -> pl.DataFrame:
    return read_tables(csv(tmp_path, reviews=text), **options).reviews


@pytest.mark.parametrize("form", FORMATS)
@given(rows=ROWS)
@settings(max_examples=40, deadline=None)
def test_read_tables__round_trip(form, rows):
    """What is written in any format comes back, sorted, with review numbers."""
    frame = pl.DataFrame(rows, schema=SCHEMA, orient="row")
    with tempfile.TemporaryDirectory() as folder:
        path = write(
            frame.with_columns(pl.col("posted_at").dt.to_string("iso:strict")),
            Path(folder) / f"reviews.{form}",
        )
        read = read_tables(path).reviews

    assert read["review_id"].to_list() == [str(i + 1) for i in range(len(rows))]
    got = read.drop("review_id").select(list(SCHEMA))
    says_nothing = pl.col("text").is_in(spellings(EMPTY_WORDS))
    frame = frame.with_columns(text=pl.when(~says_nothing).then("text"))
    assert sorted(got.rows(), key=repr) == sorted(frame.rows(), key=repr)
    assert read["reviewer_id"].is_sorted()


@given(rows=ROWS, data=st.data())
@settings(max_examples=60, deadline=None)
def test_read_tables__shuffled_rows_give_identical_frames(rows, data):
    frame = pl.DataFrame(rows + rows[:2], schema=SCHEMA, orient="row")
    shuffled = frame[data.draw(st.permutations(range(len(frame))))]
    with tempfile.TemporaryDirectory() as folder:
        first = read_tables(write(frame, Path(folder) / "a.parquet")).reviews
        second = read_tables(write(shuffled, Path(folder) / "b.parquet")).reviews

    assert_frame_equal(first, second)


def test_read_tables__every_table(tmp_path):
    source = csv(
        tmp_path,
        reviews=REVIEWS,
        products="product_id,seller_id,item_weight_g\np2,,10\np1,s1,-0.0\n",
        accounts="reviewer_id,created_at\nu2,2014-01-01\nu1,\n",
        identifiers="reviewer_id,kind,value\nu2,ip,192.0.2.1\nu1,card,9\nu1,card,9\n",
        orders="reviewer_id,product_id,ordered_at,shipped_weight_g,refunded\nu1,p1,2015-10-01,12.5,yes\n",
        labels="entity_type,entity_id,label,source,labelled_at\nreviewer,u1,fake,sting,2015-11-01\n",
    )

    tables = read_tables(source)

    assert list(tables.frames()) == ["reviews", "products", "accounts", "identifiers", "orders", "labels"]
    assert sorted(tables.products.rows()) == [("p1", "s1", 0.0), ("p2", None, 10.0)]
    assert str(tables.products.filter(product_id="p1")["item_weight_g"][0]) == "0.0"
    assert dict(tables.accounts.rows()) == {"u1": None, "u2": datetime(2014, 1, 1, tzinfo=UTC)}
    assert sorted(tables.identifiers.rows()) == [
        ("u1", "card", "9"),
        ("u1", "card", "9"),
        ("u2", "ip", "192.0.2.1"),
    ]
    assert tables.orders["refunded"].to_list() == [True]
    assert tables.labels["label"].to_list() == ["fake"]
    assert [(note.table, note.column, note.count, note.is_warning) for note in tables.notes] == [
        ("accounts", "reviewer_id", 2, False),
        ("identifiers", "reviewer_id", 3, False),
        ("labels", "entity_id", 1, False),
        ("orders", "product_id", 1, False),
        ("orders", "reviewer_id", 1, False),
        ("products", "product_id", 1, False),
    ]


def test_read_tables__columns_always_there(tmp_path):
    """Without times and stars the columns are there, all null, and so is the number of the review."""
    reviews = reviews_of(tmp_path, "product_id,reviewer_id\np,b\np,a\n")

    assert reviews.columns == ["reviewer_id", "product_id", "rating", "posted_at", "review_id"]
    assert reviews.dtypes == [pl.String, pl.String, pl.Int8, TIME, pl.String]
    assert reviews.rows() == [("a", "p", None, None, "1"), ("b", "p", None, None, "2")]


def test_read_tables__digests(tmp_path):
    source = csv(tmp_path, reviews=REVIEWS, accounts="reviewer_id\nu1\n")

    expected = {
        f"{name}.csv": hashlib.sha256((source / f"{name}.csv").read_bytes()).hexdigest()
        for name in ("accounts", "reviews")
    }
    assert read_tables(source).digests == expected


def test_read_tables__parts_in_one_folder(tmp_path):
    csv(tmp_path / "reviews", b=REVIEWS, a="product_id,reviewer_id,verified\np9,u9,true\n", _skip="x")
    (tmp_path / "reviews" / ".hidden").write_text("x")

    tables = read_tables(tmp_path)

    assert tables.reviews["reviewer_id"].to_list() == ["u1", "u2", "u9"]
    assert tables.reviews["verified"].to_list() == [None, None, True]
    assert list(tables.digests) == ["reviews/a.csv", "reviews/b.csv"]


@pytest.mark.parametrize("unit", ["ms", "us", "ns"])
@pytest.mark.parametrize("zone", [None, "UTC", "America/Los_Angeles"])
def test_read_tables__datetimes_of_any_unit_and_zone(tmp_path, unit, zone):
    times = pl.Series([datetime(2015, 10, 16, 7), None]).cast(pl.Datetime(unit)).dt.replace_time_zone(zone)  # noqa: DTZ001
    frame = pl.DataFrame({"reviewer_id": ["a", "b"], "product_id": ["p", "p"], "posted_at": times})

    read = read_tables(write(frame, tmp_path / "reviews.parquet")).reviews

    hour = 14 if zone and "Los" in zone else 7
    assert read["posted_at"].to_list() == [datetime(2015, 10, 16, hour, tzinfo=UTC), None]
    assert read["posted_at"].dtype == TIME


def test_read_tables__types_of_parquet(tmp_path):
    frame = pl.DataFrame(
        {
            "reviewer_id": pl.Series([2**64 - 1, 7], dtype=pl.UInt64),
            "product_id": pl.Series(["p", "q"], dtype=pl.Categorical),
            "rating": [5.0, float("nan")],
            "posted_at": pl.Series([1, 2], dtype=pl.Date),
            "verified": pl.Series([0, 1], dtype=pl.Int64),
            "text": pl.Series([None, None], dtype=pl.Null),
        }
    )

    read = read_tables(write(frame, tmp_path / "reviews.parquet")).reviews

    assert read.drop("review_id").rows() == [
        (str(2**64 - 1), "p", 5, datetime(1970, 1, 2, tzinfo=UTC), False, None),
        ("7", "q", None, datetime(1970, 1, 3, tzinfo=UTC), True, None),
    ]


def test_read_tables__blanks_are_stripped_and_counted(tmp_path):
    source = csv(tmp_path, reviews="reviewer_id,product_id,text\n a ,p, keep \nb, p,\nc,p,\n")

    tables = read_tables(source)

    assert tables.reviews["reviewer_id"].to_list() == ["a", "b", "c"]
    assert tables.reviews["text"].to_list() == [" keep ", None, None]
    notes = [(n.column, n.count, n.message) for n in tables.notes]
    shift = "cells that begin with a blank: where others do not, an unquoted separator may have shifted cells"
    assert notes == [
        ("product_id", 1, "cells stripped of surrounding blanks"),
        ("product_id", 1, shift),
        ("reviewer_id", 1, "cells stripped of surrounding blanks"),
        ("reviewer_id", 1, shift),
    ]


def test_read_tables__repeated_pairs_are_kept_and_counted(tmp_path):
    tables = read_tables(csv(tmp_path, reviews="reviewer_id,product_id,rating\na,p,1\na,p,5\na,p,\nb,p,1\n"))

    assert tables.reviews["rating"].to_list() == [None, 1, 5, 1]
    (note,) = tables.notes
    assert (note.count, note.message) == (
        2,
        "further reviews of a product by the same reviewer; the earliest counts",
    )


def test_read_tables__unknown_columns_and_files_are_named(tmp_path):
    source = csv(tmp_path, reviews="reviewer_id,product_id,helpful,192.0.2.1\na,p,1,2\n", more="x")
    (source / "README.md").write_text("x")
    (source / "truth").mkdir()

    notes = read_tables(source).notes

    assert [(n.table, n.count, n.message) for n in notes] == [
        ("reviews", 2, "columns that the contract does not know, left out: (no name), helpful"),
        ("source", 1, "files that are no table of the contract, passed over: more.csv"),
    ]


def test_read_tables__given_review_ids_are_kept_and_gaps_numbered(tmp_path):
    text = "reviewer_id,product_id,review_id\nb,p,R1\na,p,\nc,p,R0\n"

    assert reviews_of(tmp_path, text)["review_id"].to_list() == ["#1", "R1", "R0"]


def test_read_tables__equal_rows_of_a_key_are_merged(tmp_path):
    text = "reviewer_id,product_id,review_id\na,p,R1\na,p,R1\nb,p,R2\nc,p,\nd,p,\n"

    tables = read_tables(csv(tmp_path, reviews=text))

    assert tables.reviews["reviewer_id"].to_list() == ["a", "b", "c", "d"]
    assert [(n.count, n.message) for n in tables.notes] == [
        (1, "rows that repeat another in every column, merged")
    ]


def test_read_tables__raise_on_a_key_with_differing_rows(tmp_path):
    source = csv(tmp_path, reviews="review_id,reviewer_id,product_id\n1,u,p\n2,u,p\n1,v,p\n2,u,p\n")

    assert only_fault(source) == (
        "reviews.review_id: found a review_id that stands in rows of different accounts or products in 2 "
        "rows (1, 3). Allowed: each review_id for one review. "
        "Leave the column review_id out, or read with --quarantine DIR to set them apart."
    )


def test_read_tables__a_key_across_parts_names_the_file(tmp_path):
    header = "review_id,reviewer_id,product_id\n"
    csv(tmp_path / "reviews", a=header + "1,u,q\n2,u,p\n", b=header + "2,v,p\n")

    assert "products (file reviews/a.csv and 1 more) in 2 rows (2, …)" in only_fault(tmp_path)


CASES = [
    ("a,p,9,\n", "reviews.rating: found '9' in 1 row (1). Allowed: stars from 1 to 5. Correct them"),
    ("a,p,0.5,\n", "found '0.5' in 1 row"),
    ("a,p,99999999999999999999999,\n", "found '99999999999999999999999' in 1 row"),
    ("a,p,good,\na,p,bad,\n", "found 'good', 'bad' in 2 rows (1, 2)"),
    ("a,p,0,\n" * 7, "found '0' in 7 rows (1, 2, 3, 4, 5, …)"),
    (
        "a,p,1,06.10.2015\n",
        "found dates that mean two days, the day or the month standing first ('06.10.2015') in 1 row",
    ),
    ("a,p,1,2015-02-30\n", "found dates that no calendar has ('2015-02-30') in 1 row"),
    ("a,p,1,soon\n", "found 'soon' in 1 row (1). Allowed: ISO 8601, from 1970 to 2199. Correct them"),
    (
        " ,p,1,\n",
        "reviews.reviewer_id: found an empty cell in 1 row (1). Allowed: a value in every row. Fill",
    ),
    ("a,,1,\n", "reviews.product_id: found an empty cell in 1 row (1)"),
    ("a\0b,p,1,\n", "reviews.reviewer_id: found a control character in 1 row (1). Allowed: printable text."),
]


@pytest.mark.parametrize("rows, text", CASES)
def test_read_tables__raise_on_a_bad_cell(tmp_path, rows, text):
    source = csv(tmp_path, reviews="reviewer_id,product_id,rating,posted_at\n" + rows)

    assert text in only_fault(source)


def test_read_tables__raise_on_bad_bools_and_nul_in_text(tmp_path):
    source = csv(tmp_path, reviews="reviewer_id,product_id,verified,text\na,p,maybe,x\nb,p,TRUE,x\0y\n")

    with pytest.raises(InputError) as raised:
        read_tables(source)

    first, second = map(str, raised.value.faults)
    assert (
        "reviews.verified: found 'maybe' in 1 row (1). Allowed: true, t, yes, y, 1 or false, f, no, n, 0."
        in first
    )
    assert "reviews.text: found a NUL byte in 1 row (2)" in second


def test_read_tables__raise_on_unknown_kinds(tmp_path):
    rows = "reviewer_id,kind,value\na,PIN,1\na,192.0.2.1,x\na,wallet,y\n"
    source = csv(tmp_path, reviews=REVIEWS, identifiers=rows)

    text = only_fault(source)

    assert "identifiers.kind: found 'PIN', 'wallet' in 3 rows (1, 2, 3). Allowed: ip, card, gift_card" in text
    assert "or declare [kinds.WORD] in collusion.toml." in text
    assert "192.0.2.1" not in text


def test_read_tables__kinds_that_are_no_words_are_not_quoted(tmp_path):
    source = csv(tmp_path, reviews=REVIEWS, identifiers="reviewer_id,kind,value\na,192.0.2.1,ip\n")

    assert "found a kind that is not allowed in 1 row" in only_fault(source)


def test_read_tables__declared_kinds_are_allowed(tmp_path):
    source = csv(tmp_path, reviews=REVIEWS, identifiers="reviewer_id,kind,value\na,wallet,y\n")
    mapping = SourceMapping(kinds={"wallet": KindParams(0.2)})

    assert read_tables(source, mapping=mapping).identifiers["kind"].to_list() == ["wallet"]


def test_read_tables__raise_on_labels_out_of_choice(tmp_path):
    source = csv(
        tmp_path, reviews=REVIEWS, labels="entity_type,entity_id,label\nshop,1,fake\nreviewer,1,dubious\n"
    )

    with pytest.raises(
        InputError, match=r"found 'shop' in 1 row .* Allowed: reviewer, review, product, seller"
    ) as raised:
        read_tables(source)
    assert "labels.label: found 'dubious' in 1 row (2). Allowed: fake, honest. Correct the words." in str(
        raised.value
    )


def test_read_tables__raise_on_negative_weight(tmp_path):
    source = csv(tmp_path, reviews=REVIEWS, products="product_id,item_weight_g\np,-1\n")

    assert (
        "products.item_weight_g: found '-1' in 1 row (1). Allowed: a finite number of at least 0."
        in only_fault(source)
    )


def test_read_tables__raise_with_the_faults_of_all_tables(tmp_path):
    source = csv(
        tmp_path,
        reviews="reviewer_di,product_id,rating\na,p,7\n",
        products="seller_id\ns\n",
        accounts="reviewer_id,created_at\na,soon\n",
    )
    with pytest.raises(InputError) as raised:
        read_tables(source)

    assert [(fault.where, fault.column) for fault in raised.value.faults] == [
        ("reviews", "reviewer_id"),
        ("products", "product_id"),
        ("accounts", "created_at"),
    ]
    assert "Did you mean 'reviewer_di'?" in str(raised.value)
    assert "found no column reviewer_id, only reviewer_di, product_id, rating." in str(raised.value)


def test_read_tables__a_fault_in_parts_names_the_file(tmp_path):
    good, bad = "reviewer_id,product_id,rating\na,p,1\n", "reviewer_id,product_id,rating\na,p,1\na,p,8\n"
    csv(tmp_path / "reviews", a=good, b=bad, c=bad)

    assert "found '8' (file reviews/b.csv and 1 more) in 2 rows (2, …)" in only_fault(tmp_path)


def test_read_tables__a_missing_column_in_a_part_names_the_file(tmp_path):
    csv(tmp_path / "reviews", a="reviewer_id,product_id\na,p\n", b="reviewer_id\na\n")

    assert "found no column product_id in file reviews/b.csv, only reviewer_id" in only_fault(tmp_path)


@pytest.mark.parametrize(
    "column, values, text",
    [
        (
            "reviewer_id",
            [1.5, 2.0],
            "reviews.reviewer_id: found a number that is not whole, or too large to be exact in 1 row (1).",
        ),
        (
            "rating",
            [True, False],
            "reviews.rating: found a column of type Boolean in 2 rows (1, 2). Allowed: numbers.",
        ),
        (
            "posted_at",
            [1, 2],
            "reviews.posted_at: found '1', '2' in 2 rows (1, 2). Allowed: ISO 8601, from 1970 to 2199.",
        ),
        ("verified", [0.5, 1.0], "found '0.5' in 1 row (1). Allowed: true, t, yes"),
        ("verified", [b"x", None], "found 'x' in 1 row (1). Allowed: true, t, yes"),
        ("verified", [0, 7], "reviews.verified: found '7' in 1 row (2)"),
        (
            "text",
            [["a"], ["b"]],
            "reviews.text: found a column of type List(String) in 2 rows (1, 2). Allowed: text or integers.",
        ),
        ("rating", [0, 300], "reviews.rating: found '0', '300' in 2 rows (1, 2)"),
        ("rating", [float("inf"), 2.0], "reviews.rating: found 'inf' in 1 row (1)"),
    ],
)
def test_read_tables__raise_on_wrong_types_of_parquet(tmp_path, column, values, text):
    frame = pl.DataFrame({"reviewer_id": ["a", "b"], "product_id": ["p", "p"]}).with_columns(
        pl.Series(column, values)
    )

    assert text in only_fault(write(frame, tmp_path / "reviews.parquet"))


def test_read_tables__datetimes_out_of_range_are_empty_and_counted(tmp_path):
    """A datetime in milliseconds may lie beyond what microseconds can count; nothing may wrap around."""
    times = pl.Series([2**62, 0, -1], dtype=pl.Int64).cast(pl.Datetime("ms"))
    frame = pl.DataFrame({"reviewer_id": ["a"] * 3, "product_id": ["p"] * 3, "posted_at": times})
    source = write(frame, tmp_path / "reviews.parquet")

    tables = read_tables(source)

    assert tables.reviews["posted_at"].to_list() == [None, None, datetime(1970, 1, 1, tzinfo=UTC)]
    (note,) = [note for note in tables.notes if "before 1970" in note.message]
    assert (note.column, note.count) == ("posted_at", 2)


def test_read_tables__raise_on_nested_json(tmp_path):
    (tmp_path / "reviews.jsonl").write_text('{"reviewer_id": {"x": 1}, "product_id": "p"}\n')

    found = "reviews.reviewer_id: found an object or a list in place of a value in 1 row (1)"
    text = only_fault(tmp_path)
    assert found in text
    assert '[tables.reviews.columns] reviewer_id = "reviewer_id.x"' in text


def test_read_tables__json_values_of_mixed_types(tmp_path):
    first = '{"reviewer_id": 1, "product_id": "p", "rating": 5, "verified": true}'
    lines = first + '\n{"reviewer_id": "b", "product_id": 2}\n'
    (tmp_path / "reviews.jsonl").write_text(lines)

    rows = read_tables(tmp_path).reviews.select("reviewer_id", "product_id", "rating", "verified").rows()

    assert rows == [("1", "p", 5, True), ("b", "2", None, None)]


def test_read_tables__raise_on_a_column_twice(tmp_path):
    source = csv(tmp_path, reviews="reviewer_id,product_id,product_id\na,p,q\n")

    assert (
        "reviews.product_id: found two columns product_id in reviews.csv. Allowed: each column once"
        in only_fault(source)
    )


@pytest.mark.parametrize("text", ["reviewer_id,product_id\n", '{"reviewer_id": null}'[:0]])
def test_read_tables__raise_on_no_rows(tmp_path, text):
    (tmp_path / "reviews.csv").write_text(text)

    assert ("no valid row" if text else "an empty file: reviews.csv") in only_fault(tmp_path)


def test_read_tables__raise_on_a_mapped_column_that_is_missing(tmp_path):
    mapping = SourceMapping({"reviews": TableMapping(columns={"text": "body"})})

    text = only_fault(csv(tmp_path, reviews=REVIEWS), mapping=mapping)

    assert "reviews.text: found no column body, only reviewer_id, product_id, rating, posted_at." in text


def test_read_tables__a_foreign_source(tmp_path):
    """Space separated, without header, other names, nulls, dates and scale."""
    (tmp_path / "metadata.tsv").write_text("u p 10 16.10.2015\nv p 0 2015/10/17\nw p None None\n")
    mapping = SourceMapping(
        {
            "reviews": TableMapping(
                Layout(
                    file="metadata.tsv",
                    format="csv",
                    separator=" ",
                    has_header=False,
                    column_names=("user", "prod", "stars", "date"),
                    null_values=("None",),
                ),
                columns={"reviewer_id": "user", "product_id": "prod", "rating": "stars", "posted_at": "date"},
                dates={"posted_at": ("%d.%m.%Y", "%Y/%m/%d")},
                rating=RatingScale(0, 10),
            )
        }
    )

    read = read_tables(tmp_path, mapping=mapping)

    assert read.reviews.rows() == [
        ("u", "p", 5, datetime(2015, 10, 16, tzinfo=UTC), "1"),
        ("v", "p", 1, datetime(2015, 10, 17, tzinfo=UTC), "2"),
        ("w", "p", None, None, "3"),
    ]
    assert read.notes == ()


def test_read_tables__a_scale_is_linear_and_rounds_half_up(tmp_path):
    mapping = SourceMapping({"reviews": TableMapping(rating=RatingScale(0, 8))})
    text = "reviewer_id,product_id,rating\n" + "".join(f"{i},p,{i}\n" for i in range(9))

    assert reviews_of(tmp_path, text, mapping=mapping)["rating"].to_list() == [1, 2, 2, 3, 3, 4, 4, 5, 5]


@pytest.mark.parametrize("values", [["good", "bad", None], [5, 1, None], [5.0, 1.0, None]])
def test_read_tables__words_for_stars(tmp_path, values):
    words = {"good": 5, "bad": 1, "5": 5, "1": 1}
    mapping = SourceMapping({"reviews": TableMapping(rating=RatingScale(values=words))})
    frame = pl.DataFrame({"reviewer_id": ["a", "b", "c"], "product_id": ["p"] * 3, "rating": values})

    read = read_tables(write(frame, tmp_path / "reviews.parquet"), mapping=mapping).reviews

    assert read["rating"].to_list() == [5, 1, None]


def test_read_tables__raise_on_an_unknown_word_for_stars(tmp_path):
    mapping = SourceMapping({"reviews": TableMapping(rating=RatingScale(values={"good": 5}))})
    source = csv(tmp_path, reviews="reviewer_id,product_id,rating\na,p,superb\n")

    assert "found 'superb' in 1 row (1). Allowed: 'good'." in only_fault(source, mapping=mapping)


def test_read_tables__unix_seconds_as_numbers(tmp_path):
    mapping = SourceMapping({"reviews": TableMapping(dates={"posted_at": ("unix seconds",)})})
    frame = pl.DataFrame(
        {"reviewer_id": ["a", "b"], "product_id": ["p", "p"], "posted_at": [1_445_000_000, None]}
    )

    read = read_tables(write(frame, tmp_path / "reviews.parquet"), mapping=mapping).reviews

    assert read["posted_at"].to_list() == [datetime(2015, 10, 16, 12, 53, 20, tzinfo=UTC), None]


def test_read_tables__raise_on_a_quarantine_in_the_source_itself(tmp_path):
    source = csv(tmp_path, reviews=REVIEWS)

    with pytest.raises(UsageError, match="as both source and quarantine"):
        read_tables(source, quarantine=source)


@pytest.mark.parametrize("zone", ["+05:30:00:00", "Nowhere/Else"])
def test_read_tables__parquet_zones_that_no_database_has_are_utc(tmp_path, zone):
    """Other writers name zones as they like; the name is changed in the file's own bytes here."""
    posted = pl.Series([datetime(2020, 1, 1, 12, tzinfo=UTC)] * 2).dt.convert_time_zone("Asia/Kolkata")
    rows = pl.DataFrame({"reviewer_id": ["a", "b"], "product_id": ["p", "p"], "posted_at": posted})
    rows.write_parquet(tmp_path / "reviews.parquet")
    content = (tmp_path / "reviews.parquet").read_bytes()
    (arrow,) = re.findall(rb"ARROW:schema.*?([A-Za-z0-9+/=]{80,})", content, re.DOTALL)
    schema = base64.b64decode(arrow)
    assert b"Asia/Kolkata" in schema
    other = base64.b64encode(schema.replace(b"Asia/Kolkata", zone.encode()))
    (tmp_path / "reviews.parquet").write_bytes(content.replace(arrow, other))
    tables = read_tables(tmp_path)

    assert [datetime(2020, 1, 1, 12, tzinfo=UTC)] * 2 == tables.reviews["posted_at"].to_list()


@pytest.mark.parametrize("column", ["value", "kind", "seen_at"])
def test_read_tables__no_fault_quotes_what_may_be_an_identifier(tmp_path, column):
    """Columns that were swapped hold one another's cells; each may be a card or an address."""
    raw = ["4111111111111111", "203.0.113.77", "ann@example.org", "1 High Street"]
    rows = {"reviewer_id": ["a"] * 4, "kind": ["ip"] * 4, "value": ["x"] * 4, "seen_at": ["2020-01-01"] * 4}
    rows[column] = [f"{cell}\x00" for cell in raw] if column == "value" else raw
    write(pl.DataFrame(rows), tmp_path / "identifiers.parquet")
    write(pl.DataFrame({"reviewer_id": ["a"], "product_id": ["p"]}), tmp_path / "reviews.parquet")
    with pytest.raises(InputError) as raised:
        read_tables(tmp_path)

    assert f"identifiers.{column}: found " in str(raised.value)
    assert "4 rows" in str(raised.value)
    assert [] == [cell for cell in raw if cell in str(raised.value)]


def test_read_tables__an_unknown_kind_is_quoted_since_it_is_none(tmp_path):
    rows = pl.DataFrame(
        {"reviewer_id": ["a", "b"], "kind": ["wallet", "4111111111111111"], "value": ["x", "y"]}
    )
    write(rows, tmp_path / "identifiers.parquet")
    write(pl.DataFrame({"reviewer_id": ["a"], "product_id": ["p"]}), tmp_path / "reviews.parquet")
    with pytest.raises(InputError, match="'wallet'") as raised:
        read_tables(tmp_path)

    assert "4111" not in str(raised.value)


@pytest.mark.parametrize(
    "name", ["posted_at (PST)", "posted_at [local]", "posted_at (+02:00)", "Posted At (IST)"]
)
def test_read_tables__a_zone_in_the_name_of_a_column_is_told_loudly(tmp_path, name):
    assert [("posted_at", True)] == _zone_notes(tmp_path, name)


@pytest.mark.parametrize("name", ["posted_at (UTC)", "posted_at", "posted_at [GMT]"])
def test_read_tables__utc_in_the_name_of_a_column_is_as_it_is_read(tmp_path, name):
    assert [] == _zone_notes(tmp_path, name)


def _zone_notes(folder, name):
    rows = "a,p,2020-01-01 12:00\nb,p,2020-01-02 13:00\n"
    notes = read_tables(csv(folder, reviews=f"reviewer_id,product_id,{name}\n{rows}")).notes
    return [(note.column, note.is_warning) for note in notes if "another zone" in note.message]


def test_read_tables__constants_are_values_of_every_row(tmp_path):
    source = csv(tmp_path, reviews="reviewer_id,rating\na,5\nb,4\n")
    mapping = SourceMapping({"reviews": TableMapping(constants={"product_id": "7", "marketplace": "us"})})
    with pytest.raises(InputError, match=r"\[tables\.reviews\.constants\] product_id = …"):
        read_tables(source)
    codes = read_tables(source, mapping=mapping).codes

    assert (["a", "b"], ["7"]) == (codes.reviewers.to_list(), codes.products.to_list())

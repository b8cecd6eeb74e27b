"""JSON in all the shapes that exports have."""

from __future__ import annotations

import json

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collusion.tables.formats.content import FormatError
from collusion.tables.formats.json_file import open_json
from collusion.tables.formats.staging import FLOAT, LINE, OBJECT, PROBLEM
from collusion.tables.mapping import Layout

NAMES = ("reviewer_id", "product_id", "rating")
ROWS = [
    {"reviewer_id": "a", "product_id": "p", "rating": 5},
    {"reviewer_id": "b", "product_id": "q", "rating": 4},
]
CELLS = [("a", "p", "5"), ("b", "q", "4")]
FIRST, SECOND = map(json.dumps, ROWS)


def opened(tmp_path, text, wanted=NAMES, encoding="utf-8"):
    path = tmp_path / "r.json"
    path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
    return open_json(path, Layout(), wanted, table="reviews")


def cells(found, names=NAMES):
    return found.scan().select(names).collect().rows()


def in_columns():
    return {name: {str(i): row[name] for i, row in enumerate(ROWS)} for name in NAMES}


SHAPES = {
    "lines": f"{FIRST}\n{SECOND}\n",
    "no last line end": f"{FIRST}\n{SECOND}",
    "blank lines": f"\n{FIRST}\n\n{SECOND}\n\n",
    "byte order mark": f"\ufeff{FIRST}\n{SECOND}\n",
    "array": json.dumps(ROWS),
    "array of lines": f"[\n{FIRST},\n{SECOND}\n]\n",
    "pretty array": json.dumps(ROWS, indent=2),
    "pretty objects": "\n".join(json.dumps(row, indent=1) for row in ROWS),
    "fused": FIRST + SECOND,
    "fused line among lines": f"{FIRST}{SECOND}\n",
    "commas between": f"{FIRST},\n{SECOND},\n",
    "record separators": f"\x1e{FIRST}\n\x1e{SECOND}\n",
    "comments": f"// from a tool\n{FIRST}\n# more\n{SECOND}\n",
    "null lines": f"\\N\n{FIRST}\nnull\n{SECOND}\n",
    "python": "\n".join(map(repr, ROWS)),
    "wrapped": json.dumps({"status": "ok", "reviews": ROWS}),
    "wrapped deep": json.dumps({"data": {"n": 2, "reviews": ROWS}, "also": [{"x": 1}]}),
    "by column": json.dumps(in_columns()),
    "by column lists": json.dumps({name: [row[name] for row in ROWS] for name in NAMES}),
    "split": json.dumps({"columns": NAMES, "index": [0, 1], "data": [list(row.values()) for row in ROWS]}),
    "by index": json.dumps({"0": ROWS[0], "1": ROWS[1]}),
    "lists with a header": json.dumps([NAMES, *[list(row.values()) for row in ROWS]]),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_open_json__shapes(tmp_path, shape):
    found = opened(tmp_path, SHAPES[shape])

    assert found.problems == ()
    assert cells(found) == CELLS


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "utf-32-le"])
def test_open_json__encodings(tmp_path, encoding):
    assert cells(opened(tmp_path, SHAPES["lines"], encoding=encoding)) == CELLS


@pytest.mark.parametrize("row", [ROWS[0], ROWS[0] | {"images": [{"url": "x"}]}])
def test_open_json__one_object_is_one_row(tmp_path, row):
    assert cells(opened(tmp_path, json.dumps(row, indent=1))) == CELLS[:1]


def test_open_json__large_arrays_are_read_in_pieces(tmp_path):
    many = [ROWS[0] | {"text": "x" * 100} for _ in range(20_000)]

    assert opened(tmp_path, json.dumps(many)).scan().collect().height == 20_000


@pytest.mark.parametrize(
    "value, cell",
    [
        ("9007199254740993", "9007199254740993"),
        ("123456789012345678901234567890", "123456789012345678901234567890"),
        ("7.0", "7"),
        ("4.5", "4.5"),
        ("100000000000000032.0", FLOAT + "100000000000000032.0"),
        ("true", "true"),
        ("null", None),
        ("NaN", None),
        ("[]", None),
        ("{}", None),
        ("[1]", OBJECT),
        ('{"x": 1}', OBJECT),
        ('"\\u00e9"', "é"),
    ],
)
def test_open_json__values_are_exact(tmp_path, value, cell):
    found = opened(tmp_path, f'{{"reviewer_id": {value}, "product_id": "p"}}\n' + FIRST)

    assert cells(found)[0][0] == cell


def test_open_json__inner_values_by_their_path(tmp_path):
    text = '{"user": {"id": "a", "name": "n"}, "product_id": "p", "rating": {"value": 5}}\n' * 2
    found = opened(tmp_path, text, ("user.id", "product_id", "rating.value"))

    assert cells(found, ["user.id", "product_id", "rating.value"]) == [("a", "p", "5")] * 2
    assert "user.name" in found.unknown


def test_open_json__columns_that_show_late_and_names_that_nobody_asks_for(tmp_path):
    found = opened(tmp_path, '{"reviewer_id": "a", "x": 1}\n' * 70_000 + '{"product_id": "p", "Rating": 4}\n')

    assert found.names == ("reviewer_id", "product_id", "Rating")
    assert found.unknown == ("x",)
    assert found.scan().select("Rating").collect().to_series().drop_nulls().to_list() == ["4"]


@pytest.mark.parametrize(
    "text, line",
    [
        (f'{FIRST}\n{{"reviewer_id": "x", "prod\n{SECOND}\n', 2),
        (f"{FIRST}\nhello\n{SECOND}\n", 2),
        (f"{FIRST}\n3\n{SECOND}\n", 2),
        (f'[{FIRST},\n{{"reviewer_id": "x",, }},\n{SECOND}]', 2),
        (f'{FIRST}\n{{"reviewer_id": {"[" * 5000}{"]" * 5000}}}\n{SECOND}\n', 2),
    ],
)
def test_open_json__one_bad_spot_is_one_bad_row(tmp_path, text, line):
    found = opened(tmp_path, text)
    frame = found.scan().collect()

    assert frame.filter(pl.col(PROBLEM).is_null()).select(NAMES).rows() == CELLS
    assert frame.filter(pl.col(PROBLEM).is_not_null())[LINE].to_list() == [line]


def test_open_json__an_array_that_breaks_off(tmp_path):
    found = opened(tmp_path, json.dumps(ROWS)[:-20])

    assert cells(found)[0] == CELLS[0]
    assert found.problems == ("json",)


@pytest.mark.parametrize(
    "text, note",
    [
        ('{"reviewer_id": "a", "reviewer_id": "b"}\n' + FIRST, "a key twice"),
        ('{"reviewer_id": "a", "product_id": "x\ny"}\n' + FIRST, "a line break within a text"),
        ('{"reviewer_id": "a", "product_id": "x\\ud83d"}\n' + FIRST, "half of a character"),
    ],
)
def test_open_json__what_is_odd_is_told(tmp_path, text, note):
    found = opened(tmp_path, text)

    assert found.problems == ()
    assert [count for sentence, count in found.notes if note in sentence] == [1]


def test_open_json__raise_on_a_document_of_several_arrays(tmp_path):
    with pytest.raises(FormatError, match="a document with 2 arrays of objects"):
        opened(tmp_path, json.dumps({"first": ROWS, "second": ROWS}))


@given(st.binary(max_size=120) | st.text(alphabet='[]{}":,\n\\ abc0', max_size=60).map(str.encode))
@settings(max_examples=150, deadline=None)
def test_open_json__any_bytes_are_rows_or_a_format_error(tmp_path_factory, content):
    try:
        found = opened(tmp_path_factory.mktemp("any"), content or b"x")
    except FormatError:
        return
    assert found.scan().collect().height >= 0

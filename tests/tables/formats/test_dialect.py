"""How a text table is written."""

from __future__ import annotations

import pytest

from collusion.tables.formats.dialect import SEPARATORS, Dialect, cells_of, sniff_dialect

NAMES = ("reviewer_id", "product_id", "rating")


@pytest.mark.parametrize("separator", SEPARATORS)
def test_sniff_dialect__the_separator_under_which_the_names_appear(separator):
    lines = [separator.join(NAMES), separator.join(("a", "b, c; d", "5"))]

    assert sniff_dialect(lines, names=NAMES).separator == separator


@pytest.mark.parametrize(
    "lines, expected",
    [
        (["sep=;", "reviewer_id;product_id", "a;b"], Dialect(";", preamble=1)),
        (["# exported", "", "reviewer_id,product_id", "a,b"], Dialect(preamble=2)),
        (["Report of 2024", "made by X, Y", "reviewer_id\tproduct_id", "a\tb"], Dialect("\t", preamble=2)),
        (["user::item::stars", "1::2::5"], Dialect("::")),
        (["reviewer_id, product_id", '"a", "b"'], Dialect(skips_blanks=True)),
        (["'reviewer_id','product_id'", "'a','b'"], Dialect(quote="'")),
        (["\ufeffreviewer_id;product_id", "a;b"], Dialect(";")),
        (["a,b;c", "1,2;3"], Dialect(",")),
        (["one"], Dialect()),
        ([], Dialect()),
    ],
)
def test_sniff_dialect__cases(lines, expected):
    assert sniff_dialect(lines, names=NAMES) == expected


def test_sniff_dialect__what_is_known_stays():
    lines = ["reviewer_id;product_id", "a;b"]

    assert sniff_dialect(lines, names=NAMES, separator="|", quote="").separator == "|"
    assert sniff_dialect(lines, names=NAMES, quote="").quote == ""


def test_cells_of():
    assert cells_of('a::"b"::c', "::", '"') == ["a", "b", "c"]
    assert cells_of('"a,b"', ",", "") == ['"a', 'b"']
    assert cells_of("", ",", '"') == []

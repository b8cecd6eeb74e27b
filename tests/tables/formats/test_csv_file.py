"""Dirty CSV files, read as Python's csv reads them, row by row."""

from __future__ import annotations

import csv
import random

import polars as pl
import pytest

from collusion.tables.formats.content import FormatError
from collusion.tables.formats.csv_file import RegularCsv, open_csv
from collusion.tables.formats.csv_rows import FEW, MANY
from collusion.tables.formats.staging import LINE, PROBLEM, RAW
from collusion.tables.mapping import Layout

NAMES = ("reviewer_id", "product_id", "rating", "text")
HEADER = ",".join(NAMES) + "\n"
#: What cells of dirty files are made of.
PIECES = (
    *("a", "B1", "5", "great", " ", '"', "'", ",", ";", "\\", "\\,", '\\"', "\n", "\r\n", "é", "☕", "#", ""),
    *("NULL", '""', "x\ny", 'said ""hi""', "a, b"),
)
#: Dirty files of the suite; ten times as many were read once.
N_FILES = 600


def opened(tmp_path, text, layout=None, encoding="utf-8"):
    path = tmp_path / "r.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
    return open_csv(path, layout or Layout(), NAMES)


def rows(found, names=NAMES):
    return [list(row) for row in found.scan().select(names).fill_null("").collect().rows()]


def problems(found):
    return found.scan().select(LINE, PROBLEM, RAW).filter(pl.col(PROBLEM).is_not_null()).collect().rows()


def dirty_cell(rng, cell, share):
    """Write a cell as it ought to be, or with its marks unprotected, or after a quote that never closes."""
    if rng.random() < share / 4:
        return cell.replace("\n", " ").replace("\r", " ")
    if rng.random() < share / 20:
        return '"' + cell
    if any(mark in cell for mark in ',"\n\r') or rng.random() < 0.2:
        return '"' + cell.replace('"', '""') + '"'
    return cell


def dirty_file(rng):
    share, end, lines = rng.choice([0, 0.1, 0.4]), rng.choice(["\n", "\r\n"]), []
    for i in range(rng.randint(1, 12)):
        text = "".join(rng.choice(PIECES) for _ in range(rng.randint(0, 4)))
        cells = [dirty_cell(rng, cell, share) for cell in (f"u{i}", f"p{i % 3}", "5", text)]
        lines.append(",".join(cells[: 3 if rng.random() < share / 4 else 4]))
        if rng.random() < share / 4:
            lines[-1] += ",more"
        if rng.random() < share / 4:
            lines.append("")
    return HEADER + end.join(lines) + (end if rng.random() < 0.8 else "")


def test_open_csv__no_row_is_lost_and_none_refused_that_pythons_csv_reads_whole(tmp_path):
    """Each row of the right length comes out as csv has it; rows that a lone quote joins come out apart."""
    kinds = set()
    for seed in range(N_FILES):
        text = dirty_file(random.Random(seed))
        (tmp_path / "r.csv").write_text(text, encoding="utf-8", newline="")
        with (tmp_path / "r.csv").open(newline="", encoding="utf-8") as stream:
            expected = [row for row in csv.reader(stream) if any(cell.strip() for cell in row)][1:]
        found = opened(tmp_path, text)
        frame = found.scan().collect()
        good = frame.filter(pl.col(PROBLEM).is_null()) if PROBLEM in frame.columns else frame
        whole = [row for row in expected if len(row) == len(NAMES)]
        read = [list(row) for row in good.select(NAMES).fill_null("").rows()]
        notes = " ".join(note for note, _ in found.notes)
        kinds.add(type(found).__name__)

        assert frame.height >= len(expected), text
        if "lone quote" not in notes and "backslash, which" not in notes:
            assert [row for row in whole if row not in read] == [], text
        if not notes:
            assert read == whole, text
    assert kinds == {"RegularCsv", "Staged"}


@pytest.mark.parametrize(
    "text",
    [
        HEADER + 'a,p,5,"x, y"\nb,p,4,"he said ""hi"""\n',
        HEADER + 'a,p,5,"two\nlines"\r\n'.replace("\r\n", "\n"),
        HEADER + "a,p,5,x",
        HEADER.replace("\n", "\r\n") + "a,p,5,x\r\n",
        "\ufeff" + HEADER + "a,p,5,é\n",
    ],
)
def test_open_csv__regular_files_are_read_where_they_are(tmp_path, text):
    found = opened(tmp_path, text)

    assert isinstance(found, RegularCsv)
    assert rows(found) == list(csv.reader(text.lstrip("\ufeff").splitlines(keepends=True)))[1:]


@pytest.mark.parametrize(
    "text, expected",
    [
        (
            HEADER + 'a,p,5,Great 5" screen\nb,p,4,ok\n',
            [["a", "p", "5", 'Great 5" screen'], ["b", "p", "4", "ok"]],
        ),
        (HEADER + 'a,p,5,"Great" product\n', [["a", "p", "5", "Great product"]]),
        (HEADER + "\na,p,5,x\n , \n,,,\n", [["a", "p", "5", "x"]]),
        (HEADER + "# note\na,p,5,x\n", [["a", "p", "5", "x"]]),
        (HEADER + "a,p,5,x,\nb,p,5,y,\n", [["a", "p", "5", "x"], ["b", "p", "5", "y"]]),
        (HEADER + "a,p,5,x,,\nb,p,5,y\n", [["a", "p", "5", "x"], ["b", "p", "5", "y"]]),
        (HEADER + "1,a,p,5,x\n2,b,p,5,y\n", [["a", "p", "5", "x"], ["b", "p", "5", "y"]]),
        (HEADER + "a,p,5,x\n\x1a", [["a", "p", "5", "x"]]),
        (HEADER.replace("\n", "\r") + "a,p,5,x\rb,p,5,y\r", [["a", "p", "5", "x"], ["b", "p", "5", "y"]]),
        ("sep=;\n" + HEADER.replace(",", ";") + "a;p;5;x\n", [["a", "p", "5", "x"]]),
        ("Report\n\n" + HEADER + "a,p,5,x\n", [["a", "p", "5", "x"]]),
        (HEADER.replace(",", "::") + 'a::p::5::"x::y"\n', [["a", "p", "5", "x::y"]]),
        (HEADER.replace(",", ", ") + '"a", "p", 5, "x"\n', [["a", "p", "5", "x"]]),
        (
            HEADER + 'a,p,5,"he said \\"wow, ok\\" then"\nb,p,5,"t"\n',
            [["a", "p", "5", 'he said "wow, ok" then'], ["b", "p", "5", "t"]],
        ),
        (HEADER + "a,p,5,one\\\ntwo\nb,p,\\N,x\n", [["a", "p", "5", "one\ntwo"], ["b", "p", "\\N", "x"]]),
        (
            HEADER + 'a,p,5,"open\nb,p,5,x\nc,p,5,y\n',
            [["a", "p", "5", '"open'], ["b", "p", "5", "x"], ["c", "p", "5", "y"]],
        ),
        # What the clients of MySQL, PostgreSQL and SQL Server draw around a table.
        (
            (
                "+--+--+--+--+\n| reviewer_id | product_id | rating | text |\n+--+--+--+--+\n"
                "| a | p | 5 | x y |\n+--+--+--+--+\n1 row in set (0.00 sec)\n"
            ),
            [["a", "p", "5", "x y"]],
        ),
        (
            " reviewer_id | product_id | rating | text \n----+----+----\n a  | p |  5 | x  \n(1 row)\n\n",
            [["a", "p", "5", "x"]],
        ),
        (HEADER + "--,--,--,----\na,p,5,x\n\n(1 rows affected)\n", [["a", "p", "5", "x"]]),
        (HEADER.replace(",", "\t") + "a\tp\t5\tx\n\\.\n", [["a", "p", "5", "x"]]),
        (
            HEADER.replace(",", " ") + '1 a p 5 "x y"\n2 b p 5 z\n',
            [["a", "p", "5", "x y"], ["b", "p", "5", "z"]],
        ),
        (HEADER.replace(",", "   ") + "a             p            5        x\n", [["a", "p", "5", "x"]]),
        (HEADER + "a,p,5,x\n" + "\0" * 99, [["a", "p", "5", "x"]]),
        ('"reviewer_id","product_id","rating","te\nxt"\na,p,5,x\n', None),
    ],
)
def test_open_csv__spots_that_are_not_regular(tmp_path, text, expected):
    found = opened(tmp_path, text)

    assert found.problems == ()
    if expected is not None:
        assert rows(found) == expected
    else:
        assert found.names[3] == "te\nxt"


def test_open_csv__one_quote_never_swallows_the_rows_after_it(tmp_path):
    """Neither to the end of the file nor to the next lone quote, thousands of rows later."""
    many = "".join(f"u{i},p,5,x\n" for i in range(20_000))
    found = opened(tmp_path, HEADER + 'a,p,5,"open\n' + many + 'z,p,5,close"\n')

    assert len(rows(found)) == 20_002
    assert dict(found.notes) == {"rows with a lone quote, read as a part of its cell": 1}


def test_open_csv__a_quote_that_never_closes_in_the_last_line_is_told(tmp_path):
    found = opened(tmp_path, HEADER + 'a,p,3, ";1,5\n')

    assert [words for words, _ in found.notes if "never closes" in words]


def test_open_csv__rows_of_a_wrong_length_are_told_by_line(tmp_path):
    found = opened(tmp_path, HEADER + "a,p,5\nb,p,5,x\nc,p,5,x,y\n")

    assert found.problems == (FEW, MANY)
    assert problems(found) == [(2, FEW, "a,p,5"), (4, MANY, "c,p,5,x,y")]


def test_open_csv__rows_whose_last_cells_are_missing_may_be_filled(tmp_path):
    found = opened(tmp_path, HEADER + "a,p,5\nb,p,5,x\n", Layout(short_rows="fill"))

    assert found.problems == ()
    assert rows(found) == [["a", "p", "5", ""], ["b", "p", "5", "x"]]


def test_open_csv__a_backslash_before_a_separator_is_told(tmp_path):
    text = HEADER + "a,p,5\\,x\nb,p,5,y\n"

    assert any("declare escape" in note for note, _ in opened(tmp_path, text).notes)
    assert opened(tmp_path, text, Layout(escape="none")).notes == ()
    assert opened(tmp_path, text, Layout(escape="\\")).problems == (FEW,)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "utf-32", "cp1252"])
def test_open_csv__other_encodings(tmp_path, encoding):
    found = opened(tmp_path, HEADER + "josé,p,5,café\n" * 3, encoding=encoding)

    assert rows(found)[0] == ["josé", "p", "5", "café"]
    assert bool(found.notes) == (encoding == "cp1252")


def test_open_csv__bytes_that_are_no_text_stay_in_their_cell(tmp_path):
    found = opened(tmp_path, (HEADER + "é☕☕,p,5,x\n").encode() + b"b,p,5,bad \xff\n")

    assert [row[3].split("\x00")[-1] for row in rows(found)] == ["x", "bad \ufffd"]


def test_open_csv__raise_on_an_encoding_that_cannot_be_told(tmp_path):
    text = HEADER + "a,p,5,Отличный товар, очень доволен\n"

    with pytest.raises(FormatError, match="not UTF-8") as raised:
        opened(tmp_path, text, encoding="cp1251")
    assert '"cp1251"' in raised.value.remedy
    declared = opened(tmp_path, HEADER + "a,p,5,товар\n", Layout(encoding="cp1251"), encoding="cp1251")
    assert rows(declared) == [["a", "p", "5", "товар"]]


def test_open_csv__files_without_header(tmp_path):
    layout = Layout(has_header=False, column_names=NAMES)

    assert rows(opened(tmp_path, "a,p,5,x\n", layout)) == [["a", "p", "5", "x"]]
    assert opened(tmp_path, "a,p,5,x\n", Layout(has_header=False)).names == tuple(
        f"column_{i}" for i in (1, 2, 3, 4)
    )
    assert rows(opened(tmp_path, "user,item,stars,body\na,p,5,x\n", layout)) == [["a", "p", "5", "x"]]
    with pytest.raises(FormatError, match="another number of columns than column_names declares"):
        opened(tmp_path, "a,p,5\n", layout)


def test_open_csv__names_may_be_given_in_place_of_the_header(tmp_path):
    text = "rating,reviewer_id,rating,text\na,p,5,x\n"

    assert opened(tmp_path, text).names == ("rating", "reviewer_id", "rating (2)", "text")
    assert rows(opened(tmp_path, text, Layout(column_names=NAMES))) == [["a", "p", "5", "x"]]


def test_open_csv__raise_on_a_line_without_end(tmp_path):
    with pytest.raises(FormatError, match="a line of more than"):
        opened(tmp_path, b"a" * (1 << 24) + b"bc\xe9d")

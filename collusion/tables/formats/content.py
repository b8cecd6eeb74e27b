"""Recognise what a file holds by its first bytes, whatever its name says."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

#: Bytes of a file that are looked at.
HEAD_BYTES = 1 << 16
COMPRESSIONS = ("gzip", "zstd", "bz2", "xz")


@dataclass(frozen=True, slots=True)
class Content:
    """What a file holds.

    Attributes
    ----------
    kind
        A word for it: ``"gzip"``, ``"parquet"`` …; ``"text"`` where nothing else is recognised.
    words
        The same for a message, with its article.
    remedy
        What makes a foreign format readable; empty where it is read.
    """

    kind: str
    words: str
    remedy: str = ""


class FormatError(ValueError):
    """A file that is not read as it is; `words` say what was found, `remedy` what makes it readable."""

    def __init__(self, words: str, remedy: str) -> None:
        super().__init__(words)
        self.words, self.remedy = words, remedy


_BY_PANDAS = (
    '`pip install "pandas[parquet]"{more}`, then `python -c "import sys, pandas; '
    'pandas.{read}(sys.argv[1]).to_parquet(sys.argv[2])" FILE reviews.parquet`.'
)
_AS_CSV_BY_PYREADSTAT = (
    'Write it as CSV: `pip install pyreadstat`, then `python -c "import sys, pyreadstat; '
    'pyreadstat.read_sav(sys.argv[1])[0].to_csv(sys.argv[2], index=False)" FILE reviews.csv`.'
)
_STATA = Content(
    "stata", "a Stata file", "Write it as Parquet: " + _BY_PANDAS.format(more="", read="read_stata")
)
_R = Content(
    "r",
    "a file of R",
    'Write it as CSV in R: `write.csv(readRDS("FILE"), "reviews.csv", row.names = FALSE)`; of an .RData file '
    "`load` it and write the table within.",
)
_AS_PARQUET_BY_PYARROW = (
    '`pip install pyarrow`, then write it as Parquet: `python -c "import sys, pyarrow.orc as o, '
    'pyarrow.parquet as p; p.write_table(o.read_table(sys.argv[1]), sys.argv[2])" FILE reviews.parquet`.'
)
_TEXT = Content("text", "text")
_ACCESS = Content(
    "access",
    "an Access database",
    "Export each table as CSV, in Access or by `mdb-export FILE TABLE > TABLE.csv` of mdbtools.",
)
_EMPTY = Content("empty", "an empty file", "Export it again, or remove it.")
_SIGNS: tuple[tuple[bytes, Content], ...] = (
    (b"PAR1", Content("parquet", "a Parquet file")),
    (b"\x1f\x8b", Content("gzip", "a gzip-compressed file")),
    (b"\x28\xb5\x2f\xfd", Content("zstd", "a Zstandard-compressed file")),
    (b"BZh", Content("bz2", "a bzip2-compressed file")),
    (b"\xfd7zXZ\0", Content("xz", "an xz-compressed file")),
    (b"PK\x03\x04", Content("zip", "a zip archive")),
    (b"PK\x05\x06", Content("zip", "a zip archive")),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Content("xls", "an old Excel workbook (.xls)")),
    (b"SQLite format 3\0", Content("sqlite", "an SQLite database", "Read it as sqlite:FILE.")),
    (b"%PDF", Content("pdf", "a PDF document", "Export the table itself, as CSV.")),
    (b"ARROW1", Content("arrow", "an Arrow file")),
    (b"\xff\xff\xff\xff", Content("arrow stream", "an Arrow stream")),
    (
        b"FEA1",
        Content(
            "feather",
            "a Feather file of version 1",
            "Write it as Parquet: " + _BY_PANDAS.format(more="", read="read_feather"),
        ),
    ),
    (b"ORC", Content("orc", "an ORC file", _AS_PARQUET_BY_PYARROW)),
    (b"Obj\x01", Content("avro", "an Avro file")),
    (b"7z\xbc\xaf\x27\x1c", Content("7z", "a 7-Zip archive", "Unpack it.")),
    (b"Rar!", Content("rar", "a RAR archive", "Unpack it.")),
    (
        b"\x89HDF",
        Content(
            "hdf",
            "an HDF5 file",
            "Write it as Parquet. One that pandas wrote: "
            + _BY_PANDAS.format(more=" tables", read="read_hdf"),
        ),
    ),
    (b"<stata_dta>", _STATA),
    *((bytes([release, order, 1, 0]), _STATA) for release in (113, 114, 115) for order in (1, 2)),
    (b"$FL2", Content("spss", "an SPSS file", _AS_CSV_BY_PYREADSTAT)),
    (
        bytes(12) + b"\xc2\xea\x81\x60",
        Content("sas", "a SAS file", "Write it as Parquet: " + _BY_PANDAS.format(more="", read="read_sas")),
    ),
    (b"\x93NUMPY", Content("numpy", "an array of NumPy", "Write the table as CSV or Parquet.")),
    (b"RDX", _R),
    (b"X\n\0\0\0", _R),
    (b"\0\1\0\0Standard Jet DB", _ACCESS),
    (b"\0\1\0\0Standard ACE DB", _ACCESS),
    (b"\x80\x04\x95", Content("pickle", "a Python pickle", "Write it as Parquet; a pickle is never opened.")),
    (
        b"version https://git-lfs.github.com/spec/",
        Content("lfs", "a Git LFS pointer, not the file itself", "Fetch the file with `git lfs pull`."),
    ),
)
_TAR = Content("tar", "a tar archive", "Unpack it into a folder, one file or folder a table.")
#: Where a tar archive says that it is one.
_TAR_MARK = slice(257, 262)
_XML = Content(
    "xml",
    "an XML document",
    "Export the table itself, as CSV or JSON, or convert it as docs/how-to/start-from-any-file.md shows.",
)
_SQL = Content(
    "sql",
    "a dump of a database in SQL",
    "Load it into its database and read that (postgresql://…, sqlite:FILE). A dump of SQLite: `python -c "
    '"import sys, sqlite3; sqlite3.connect(sys.argv[2]).executescript(open(sys.argv[1]).read())" '
    "FILE reviews.db`, "
    "then sqlite:reviews.db.",
)
_ELEMENT = re.compile(rb"<[a-z][\w:.-]*[\s/>]|<!--")
_YAML = Content("yaml", "a YAML document", "Export the table as CSV or JSON.")
_YAML_START = re.compile(rb"(?:---\s+)?- [\w\"']+\s*: |---\s+\w+\s*:")
_SQL_START = re.compile(
    rb"(?:\s|--[^\n]*\n|/\*.*?\*/;?)*(?:SET|CREATE|INSERT INTO|DROP|COPY|BEGIN|PRAGMA)\s[^\n;]*;?",
    re.DOTALL | re.IGNORECASE,
)
_SQL_WORDS = re.compile(rb"\b(?:INSERT INTO|CREATE TABLE|COPY \S+ \(.*\) FROM stdin)\b", re.IGNORECASE)
_DUCKDB = Content("duckdb", "a DuckDB database", "Read it as duckdb:FILE.")
_HTML = Content(
    "html", "a web page, as a server sends it in place of a file", "Log in and download it again."
)


def read_head(path: Path, n_bytes: int = HEAD_BYTES) -> bytes:
    """Return the first bytes of a file.

    Raises
    ------
    OSError
        When it cannot be read.
    """
    with path.open("rb") as stream:
        return stream.read(n_bytes)


def content_of(head: bytes) -> Content:
    """Recognise a file by its first bytes.

    Parameters
    ----------
    head
        A kilobyte or more; fewer where the file is shorter.

    Returns
    -------
    Content
        Of kind ``"text"`` where no binary format is recognised.
    """
    if not head:
        return _EMPTY
    for sign, content in _SIGNS:
        if head.startswith(sign):
            return content
    if head[8:12] == b"DUCK":
        return _DUCKDB
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:15].lower()
    if start.startswith((b"<!doctype html", b"<html")):
        return _HTML
    if start.startswith(b"<?xml") or _ELEMENT.match(start):
        return _XML
    if head[_TAR_MARK] == b"ustar":
        return _TAR
    if _YAML_START.match(head.lstrip(b"\xef\xbb\xbf \t\r\n")):
        return _YAML
    is_dump = _SQL_START.match(head) and _SQL_WORDS.search(head)
    return _SQL if is_dump else _TEXT

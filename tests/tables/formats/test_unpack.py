"""Compressed files and archives."""

from __future__ import annotations

import bz2
import gzip
import lzma
import sys
import zipfile

import pytest
import zstandard

from collusion.tables.formats.content import FormatError, content_of, read_head
from collusion.tables.formats.unpack import is_workbook, unpack

TEXT = b"reviewer_id,product_id\na,p\n" * 100
PACKED = {
    "gzip": gzip.compress(TEXT),
    "zstd": zstandard.compress(TEXT),
    "bz2": bz2.compress(TEXT),
    "xz": lzma.compress(TEXT),
}


def archive(path, **members):
    with zipfile.ZipFile(path, "w") as packed:
        for name, data in members.items():
            packed.writestr(name, data)
    return path


@pytest.mark.parametrize("kind", PACKED)
def test_unpack__every_compression(tmp_path, kind):
    path = tmp_path / "r"
    path.write_bytes(PACKED[kind])

    assert content_of(read_head(path)).kind == kind
    assert unpack(path, kind).read_bytes() == TEXT
    assert unpack(path, kind) == unpack(path, kind)


@pytest.mark.parametrize("kind", PACKED)
@pytest.mark.parametrize("cut", [-4, 12])
def test_unpack__raise_on_a_file_that_breaks_off(tmp_path, kind, cut):
    path = tmp_path / "r"
    path.write_bytes(PACKED[kind][:cut])

    with pytest.raises(FormatError, match=r"breaks off|damaged"):
        unpack(path, kind)


@pytest.mark.parametrize("kind", PACKED)
def test_unpack__raise_before_a_bomb_goes_off(tmp_path, kind):
    path = tmp_path / "r"
    path.write_bytes(PACKED[kind])

    with pytest.raises(FormatError, match="unpacks to more than 100 bytes"):
        unpack(path, kind, max_bytes=100)


def test_unpack__the_one_table_of_an_archive(tmp_path):
    path = archive(
        tmp_path / "r.zip", **{"../../evil.csv": TEXT, "__MACOSX/._evil.csv": b"x", "README.txt": b"x"}
    )
    found = unpack(path, "zip")

    assert found.read_bytes() == TEXT
    assert found.name == "unpacked"


@pytest.mark.parametrize(
    "members, words",
    [({"a.csv": b"x", "b.csv": b"y"}, "an archive of 2 files"), ({}, "an archive without a file")],
)
def test_unpack__raise_on_archives_of_none_or_many(tmp_path, members, words):
    with pytest.raises(FormatError, match=words):
        unpack(archive(tmp_path / "r.zip", **members), "zip")


def test_unpack__raise_on_an_archive_with_a_password(tmp_path):
    path = archive(tmp_path / "r.zip", **{"a.csv": TEXT})
    data = bytearray(path.read_bytes())
    for sign, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(sign) + at] |= 1
    path.write_bytes(data)

    with pytest.raises(FormatError, match="an archive that needs a password"):
        unpack(path, "zip")


def test_unpack__raise_where_zstandard_is_missing(tmp_path, monkeypatch):
    (tmp_path / "r").write_bytes(PACKED["zstd"])
    monkeypatch.setitem(sys.modules, "zstandard", None)

    with pytest.raises(FormatError) as raised:
        unpack(tmp_path / "r", "zstd")
    assert "pip install collusion[sources]" in raised.value.remedy


def test_is_workbook(tmp_path):
    assert is_workbook(archive(tmp_path / "a", **{"xl/workbook.xml": b"x"}))
    assert not is_workbook(archive(tmp_path / "b", **{"a.csv": b"x"}))
    (tmp_path / "c").write_bytes(b"PK\x03\x04")
    assert not is_workbook(tmp_path / "c")

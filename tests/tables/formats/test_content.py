"""What a file holds, by its first bytes."""

from __future__ import annotations

import gzip
import sqlite3

import polars as pl
import pytest

from collusion.tables.formats.content import content_of, read_head


@pytest.mark.parametrize(
    "head, kind",
    [
        (b"", "empty"),
        (b"reviewer_id,product_id\n", "text"),
        (gzip.compress(b"x", mtime=0), "gzip"),
        (b"PK\x03\x04rest", "zip"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", "xls"),
        (b"version https://git-lfs.github.com/spec/v1\noid", "lfs"),
        (b"\xef\xbb\xbf \n<!DOCTYPE html><html>", "html"),
        (b"12345678DUCK", "duckdb"),
        (b'<?xml version="1.0"?><reviews/>', "xml"),
        (b"reviews.csv".ljust(257, b"\0") + b"ustar\0", "tar"),
        (b"-- dump\nSET timeout = 0;\nCOPY public.reviews (a, b) FROM stdin;\n", "sql"),
        (b"/*!40101 SET NAMES utf8 */;\nDROP TABLE IF EXISTS `r`;\nCREATE TABLE `r` (a int);\n", "sql"),
        (b"<reviews>\n<review user='u1'/>\n</reviews>", "xml"),
        (b"<!-- export --><reviews/>", "xml"),
        (b"- reviewer_id: u1\n  product_id: p1\n", "yaml"),
        (b"---\nreviews:\n  - user: u1\n", "yaml"),
        (b"insert into reviews values ('u1');\n", "sql"),
        (b"<3,this,product\n", "text"),
        (b"- it broke,p1,5\n", "text"),
        (b"set of pans,p1\n", "text"),
        (b"\0\1\0\0Standard Jet DB\0", "access"),
        (b"\0\1\0\0Standard ACE DB\0", "access"),
        (b"FEA1", "feather"),
        (b"<stata_dta><header>", "stata"),
        (b"r\2\1\0", "stata"),
        (b"$FL2@(#) SPSS DATA FILE", "spss"),
        (bytes(12) + b"\xc2\xea\x81\x60\xb3", "sas"),
        (b"X\n\0\0\0\3", "r"),
        (b"RDX3\nX\n", "r"),
        (b"\x93NUMPY\1\0", "numpy"),
        (b"ORC\x11", "orc"),
        (b"Obj\x01\x04\x16avro.schema", "avro"),
        (b"\xff\xff\xff\xff\xe8\0\0\0", "arrow stream"),
        (b"set,value\na,CREATE TABLE x\n", "text"),
    ],
)
def test_content_of__kinds(head, kind):
    assert content_of(head).kind == kind


def test_content_of__real_files(tmp_path):
    pl.DataFrame({"a": [1]}).write_parquet(tmp_path / "a.csv")
    base = sqlite3.connect(tmp_path / "b.csv")
    base.execute("create table t (a)")
    base.commit()
    base.close()

    assert content_of(read_head(tmp_path / "a.csv")).kind == "parquet"
    assert content_of(read_head(tmp_path / "b.csv")).kind == "sqlite"

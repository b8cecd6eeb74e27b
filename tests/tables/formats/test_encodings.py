"""Encodings, told by marks, zero bytes, or what the letters would be."""

from __future__ import annotations

import pytest

from collusion.tables.formats.encodings import find_encoding, is_text_codec, sniff_encoding

TABLE = "reviewer_id,product_id,text\n" + "A1,B1,{}\n" * 3


def found(tmp_path, content: bytes):
    path = tmp_path / "r.csv"
    path.write_bytes(content)
    return find_encoding(path, content[:4096])


@pytest.mark.parametrize(
    "name", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"]
)
def test_find_encoding__unicode_with_and_without_a_mark(tmp_path, name):
    encoding = found(tmp_path, TABLE.format("café", "☕", "x").encode(name))

    assert not encoding.is_guess
    assert encoding.name == name


@pytest.mark.parametrize(
    "codec, text, name",
    [
        ("cp1252", "café", "cp1252"),
        ("cp1252", "Größe passt, l’été", "cp1252"),
    ],
)
def test_find_encoding__western_letters_are_a_guess(tmp_path, codec, text, name):
    encoding = found(tmp_path, TABLE.format(text, "x", text).encode(codec))

    assert encoding.name == name
    assert encoding.is_guess


@pytest.mark.parametrize(
    "codec, text",
    [
        ("cp1251", "Отличный товар, очень доволен покупкой"),
        ("koi8_r", "Отличный товар, очень доволен покупкой"),
        ("cp932", "とても良い商品です。満足しています"),
        ("gb18030", "质量很好，物流很快，非常满意"),
        ("cp1250", "Bardzo dobra jakość, polecam każdemu. Świetny"),
        ("cp1254", "Ürün çok güzel, kargo hızlıydı teşekkürler ışık"),
    ],
)
def test_find_encoding__other_scripts_are_proposed_not_read(tmp_path, codec, text):
    encoding = found(tmp_path, TABLE.format(text, text, text).encode(codec))

    assert encoding.name == ""
    assert codec in encoding.proposals


def test_find_encoding__a_few_western_letters_are_read_or_proposed(tmp_path):
    rows = "".join(f"u{i},p{i % 2},1,Café é ü {i}\n" for i in range(6))
    encoding = found(tmp_path, f"reviewer_id,product_id,rating,text\n{rows}".encode("iso-8859-15"))

    assert "cp1252" in (encoding.name, *encoding.proposals)


def test_find_encoding__wherever_the_letter_stands(tmp_path):
    encoding = found(tmp_path, b"a,b\n" * 400_000 + "é,z\n".encode("cp1252"))

    assert encoding.name == "cp1252"


@pytest.mark.parametrize("name", ["utf-16-le", "utf-16-be"])
def test_find_encoding__utf_16_of_scripts_without_zero_bytes(tmp_path, name):
    assert found(tmp_path, ("a,b\n" + "очень хорошая книга\n" * 200).encode(name)).name == name


def test_find_encoding__halves_of_characters_written_one_by_one(tmp_path):
    """As Java writes what is beyond the first plane: the rest of the file is UTF-8."""
    assert found(tmp_path, b"a,b\nx,\xed\xa0\xbd\xed\xb8\x80\n").name == "utf-8"


def test_find_encoding__utf_8_with_broken_bytes(tmp_path):
    encoding = found(tmp_path, "é☕\n".encode() * 10 + b"\xff\n")

    assert encoding.name == "utf-8"
    assert encoding.n_broken == 1


def test_find_encoding__utf_8_that_breaks_off_within_a_letter(tmp_path):
    assert found(tmp_path, b"a,b\nx,\xe2\x98").name == "utf-8"


def test_sniff_encoding__says_nothing_of_plain_bytes():
    assert sniff_encoding(b"reviewer_id") == ""
    assert sniff_encoding(b"\0") == ""


@pytest.mark.parametrize(
    "name, expected",
    [("cp1252", True), ("UTF-16", True), ("rot13", False), ("idna", False), ("utf_7", False), ("x", False)],
)
def test_is_text_codec(name, expected):
    assert is_text_codec(name) == expected

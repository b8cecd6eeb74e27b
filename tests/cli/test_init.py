"""``collusion init``: every public layout ends in a mapping with which `validate` passes unedited."""

from __future__ import annotations

import json
import sqlite3
import tomllib

import pytest

from tests.tables.layouts.files import SOURCES, write_source
from tests.tables.sources import REVIEWS, csv


def answer(cli, *words):
    done = cli(*words, "--json")
    assert 0 == done.code, done.err
    return json.loads(done.out)


@pytest.mark.parametrize("name", SOURCES)
def test_init__a_public_layout_validates_unedited(cli, tmp_path, name):
    source = write_source(name, tmp_path / "source")
    proposed = answer(cli, "init", source)
    validated = answer(cli, "validate", source)
    n_rows = {entry["table"]: entry["n_rows"] for entry in proposed["tables"]}

    assert len(SOURCES[name]) == len(proposed["tables"])
    assert [] == proposed["others"]
    assert all(entry["n_valid"] == entry["n_rows"] for entry in proposed["tables"])
    assert n_rows == validated["rows"]
    assert n_rows["reviews"] == validated["reviewers"]


def test_init__writes_what_it_shows_with_ten_rows_and_the_share_that_parses(cli, tmp_path):
    source = write_source("yelp", tmp_path / "source")
    done = cli("init", source)
    text = (source / "collusion.toml").read_text(encoding="utf-8")

    assert 0 == done.code
    assert text == done.out
    assert "# Recognised as Yelp Open Dataset." in text
    assert "# 4 of the first 4 rows are valid (100.0%). The first ones:" in text
    assert "mh_-eMZ6K5RLWhZyISBhw0" in text
    assert "# Left out: useful, funny, cool" in text
    assert f"collusion validate {source}\n" in done.err
    assert "yelp_academic_dataset_user.json" == tomllib.loads(text)["tables"]["accounts"]["file"]


def test_init__overwrites_nothing_without_force(cli, tmp_path):
    source = csv(tmp_path, reviews=REVIEWS)
    (source / "collusion.toml").write_text("# mine\n")
    refused = cli("init", source)

    assert 2 == refused.code
    assert "--force" in refused.err
    assert "# mine\n" == (source / "collusion.toml").read_text()
    assert 0 == cli("init", source, "--force").code
    assert "[tables.reviews]" in (source / "collusion.toml").read_text()


def test_init__one_file_and_another_place(cli, tmp_path):
    path = csv(tmp_path, some=REVIEWS.replace("reviewer_id", "Customer")) / "some.csv"
    done = cli("init", path, "--out", tmp_path / "maps" / "some.toml", "--quiet")

    assert 0 == done.code
    assert "" == done.err
    assert 'reviewer_id = "Customer"' in done.out
    assert 0 == cli("validate", path, "--config", tmp_path / "maps" / "some.toml").code


def test_init__hostile_names_are_data(cli, tmp_path):
    """Names of files and columns, and cells, that try to be TOML, a terminal's commands or a secret."""
    head = 'user_id,asin,rating,"bad""]\nseed = 7\n#\u202e","\x1b[2J"'
    rows = '"u\x1b[1m1",p1,5,"x\ny",z\nu2,p1,4,x,z\n'
    (tmp_path / "a\"b\n[run]'.csv").write_text(f"{head}\n{rows}", encoding="utf-8")
    done = cli("init", tmp_path)
    document = tomllib.loads((tmp_path / "collusion.toml").read_text(encoding="utf-8"))

    assert 0 == done.code
    assert ["tables"] == list(document)
    assert {"reviewer_id": "user_id", "product_id": "asin"} == document["tables"]["reviews"]["columns"]
    assert "a\"b\n[run]'.csv" == document["tables"]["reviews"]["file"]
    assert "\x1b" not in done.out + done.err
    assert "\u202e" not in done.out


def test_init__shows_no_identifier(cli, tmp_path):
    csv(tmp_path, reviews=REVIEWS, identifiers="reviewer_id,kind,value\nu1,card,4111111111111111\n")
    done = cli("init", tmp_path)

    assert 0 == done.code
    assert "(not shown)" in done.out
    assert "4111111111111111" not in done.out + (tmp_path / "collusion.toml").read_text()


def test_init__nothing_that_looks_like_reviews(cli, tmp_path):
    (tmp_path / "notes.csv").write_text("subject,body\nhello,there\n")
    done = cli("init", tmp_path)

    assert 3 == done.code
    assert "it holds notes.csv" in done.err
    assert "[tables.reviews.columns] reviewer_id = …" in done.err
    assert not (tmp_path / "collusion.toml").exists()


@pytest.mark.parametrize("source, code", [("nowhere", 3), ("s3://bucket/x", 2), ("mysql://u:secret@h/x", 2)])
def test_init__what_cannot_be_looked_into(cli, source, code):
    done = cli("init", source)

    assert code == done.code
    assert "secret" not in done.err


def test_init__a_database(cli, tmp_path):
    connection = sqlite3.connect(tmp_path / "shop.db")
    connection.execute("CREATE TABLE feedback (customer_id, sku, stars, created)")
    connection.executemany(
        "INSERT INTO feedback VALUES (?, ?, ?, ?)",
        [(f"c{i}", "s1", i % 10 + 1, f"{i + 1:02}.03.2024") for i in range(20)],
    )
    connection.execute("CREATE TABLE settings (key, value)")
    connection.commit()
    connection.close()
    proposed = answer(cli, "init", tmp_path / "shop.db")
    (reviews,) = proposed["tables"]

    assert ["settings"] == proposed["others"]
    assert "feedback" == reviews["source"]
    assert {"minimum": 1.0, "maximum": 10.0} == reviews["rating"]
    assert 'relation = "feedback"' in (tmp_path / "collusion.toml").read_text()
    assert {"reviews": 20} == answer(cli, "validate", tmp_path / "shop.db")["rows"]


@pytest.mark.parametrize("command", ["detect", "validate"])
def test_detect__an_unknown_file_is_met_with_a_proposal(cli, tmp_path, command):
    text = "kunde;artikel;sterne;tag\n" + "".join(
        f"k{i};a{i % 3};{i % 5 + 1};{i + 10}.01.2024\n" for i in range(9)
    )
    path = csv(tmp_path, some=text.replace("kunde", "Customer Number").replace("artikel", "SKU")) / "some.csv"
    done = cli(command, path, *(["--out", tmp_path / "run"] if command == "detect" else []))

    assert 3 == done.code
    assert f"`collusion init {path}` writes it" in done.err

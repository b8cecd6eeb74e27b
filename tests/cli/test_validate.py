"""``collusion validate``: exit code, output, state on disk."""

from __future__ import annotations

import gzip
import json

import polars as pl
import pytest

from collusion.cli.app import main
from tests.tables.sources import REVIEWS, csv


def run(capsys, *words):
    with pytest.raises(SystemExit) as left:
        main([str(word) for word in words])
    out, err = capsys.readouterr()
    return left.value.code, out, err


@pytest.fixture
def source(tmp_path):
    return csv(
        tmp_path / "source",
        reviews=REVIEWS + " u2,p2,,\n",
        identifiers="reviewer_id,kind,value\nu1,ip,192.0.2.1\nu2,ip,192.0.2.1\n",
    )


def test_validate__prints_what_a_source_holds(capsys, source):
    code, out, err = run(capsys, "validate", source)

    assert (code, err) == (0, "")
    assert "2 accounts, 2 products, 0 sellers; 2015-10-16 to 2015-10-17." in out
    lines = [line.split() for line in out.splitlines()]
    assert ["reviews", "3"] in lines
    assert ["ip", "1", "2", "1"] in lines
    assert ["reviews.rating", "33.3%"] in lines
    assert ["identity", "yes", "identifiers"] in lines
    assert ["text", "no", "there", "is", "no", "column", "reviews.text"] in lines
    assert "note: reviews.reviewer_id: cells stripped of surrounding blanks (1)" in out
    assert "192.0.2.1" not in out


def test_validate__fits_a_narrow_terminal(capsys, source, monkeypatch):
    monkeypatch.setenv("COLUMNS", "40")

    code, out, _ = run(capsys, "validate", source)

    assert code == 0
    assert max(map(len, out.splitlines())) <= 40


def test_validate__a_single_file_without_times(capsys, tmp_path):
    path = csv(tmp_path, r="reviewer_id,product_id\na,p\n") / "r.csv"

    code, out, _ = run(capsys, "validate", path)

    assert code == 0
    assert "1 account, 1 product, 0 sellers; no times." in out
    assert "reviews.rating     100.0%" in out


def test_validate__no_list_of_empty_columns_where_none_is(capsys, tmp_path):
    code, out, _ = run(capsys, "validate", csv(tmp_path, reviews=REVIEWS))

    assert code == 0
    assert "empty" not in out


def test_validate__json(capsys, source):
    code, out, err = run(capsys, "validate", source, "--json")

    document = json.loads(out)
    assert (code, err) == (0, "")
    assert document["valid"] is True
    assert document["rows"] == {"reviews": 3, "identifiers": 2}
    assert document["first_at"] == "2015-10-16T00:00:00Z"
    assert document["identifiers"] == [{"kind": "ip", "values": 1, "holders": 2, "shared_values": 1}]
    assert document["evidence"]["stars"] == {"possible": True, "reason": "reviews.rating"}
    assert next(n for n in document["notes"] if n["table"] == "reviews")["count"] == 1
    assert document["null_shares"]["identifiers"]["value"] == 0.0


def test_validate__all_faults_and_exit_code(capsys, tmp_path):
    source = csv(tmp_path, reviews="reviewer_id,product_id,rating\na,p,9\n,p,1\n", accounts="id\nx\n")

    code, out, err = run(capsys, "validate", source)

    assert (code, out) == (3, "")
    assert "error: 3 faults in the input:" in err
    assert "1. reviews.reviewer_id: found an empty cell in 1 row (2)" in err
    assert "2. reviews.rating: found '9' in 1 row (1)" in err
    assert "3. accounts.reviewer_id: found no column reviewer_id" in err


def test_validate__faults_as_json(capsys, tmp_path):
    source = csv(tmp_path, reviews="reviewer_id,product_id,rating\na,p,9\n")

    code, out, err = run(capsys, "validate", source, "--json")

    document = json.loads(out)
    assert code == 3
    assert document["valid"] is False
    assert document["faults"][0].startswith("reviews.rating: found '9' in 1 row (1).")
    assert "1 fault in the input" in err


def test_validate__quarantine(capsys, tmp_path):
    source = csv(tmp_path / "source", reviews="reviewer_id,product_id,rating\na,p,9\nb,p,1\n")

    code, out, _ = run(capsys, "validate", source, "--quarantine", tmp_path / "aside")

    assert code == 0
    assert "bad rows quarantined in" in out
    assert pl.read_parquet(tmp_path / "aside" / "reviews.parquet")["reviewer_id"].to_list() == ["a"]
    assert sorted(path.name for path in source.iterdir()) == ["reviews.csv"]


def test_validate__with_a_configuration(capsys, tmp_path):
    source = csv(tmp_path / "source", reviews="who,product_id\na,p\n")
    (tmp_path / "other.toml").write_text('[tables.reviews.columns]\nreviewer_id = "who"\n')

    assert run(capsys, "validate", source)[0] == 3
    assert run(capsys, "validate", source, "--config", tmp_path / "other.toml")[0] == 0


def test_validate__hostile_names_cannot_steer_the_terminal(capsys, tmp_path):
    (tmp_path / "\x1b[2Jreviews.csv").write_text("reviewer_id,product_id,\x1b[2Jx\na,p,\n")
    (tmp_path / "reviews.csv").write_text("reviewer_id,product_id,\x1b[2Jx\na,p,\n")

    _, out, err = run(capsys, "validate", tmp_path)

    assert "\x1b" not in out + err
    assert "(no name)" in out


@pytest.mark.parametrize("at", [0.2, 0.5, 0.9])
@pytest.mark.parametrize("command", ["validate", "detect"])
def test_damaged_gzip__is_named_as_the_fault_it_is(tmp_path, cli, command, at):
    """Whoever looks at it first: sniffing, the plan, reading, or the proposal of a mapping."""
    rows = "".join(f"a{k},p{k % 7},{k % 5 + 1},{k * 7919 % 10007}\n" for k in range(5000))
    packed = bytearray(gzip.compress(f"reviewer_id,product_id,rating,note\n{rows}".encode()))
    packed[int(len(packed) * at)] ^= 0xFF
    (tmp_path / "reviews.csv.gz").write_bytes(packed)
    out = ["--out", tmp_path / "run"] if command == "detect" else []
    done = cli(command, tmp_path, *out)

    assert 3 == done.code
    assert "reviews.csv.gz" in done.err
    assert "defect" not in done.err

from __future__ import annotations

import csv
from dataclasses import replace

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from collusion.errors import UsageError
from collusion.exports.suspects import SCHEMA, STATUS, suspects
from collusion.exports.tabular import write_table
from tests.cases.small_runs import Wish, make_run


def test_suspects__are_accounts_products_and_sellers_of_flagged_rings_only():
    table = suspects(make_run())

    assert table.schema == SCHEMA
    assert {"R-00000001"} == set(table["ring_id"])
    assert {"account": 5, "product": 4, "seller": 1} == dict(table["entity_type"].value_counts().iter_rows())
    assert {STATUS} == set(table["status"])
    assert {"run-0123456789ab"} == set(table["run_id"])


def test_suspects__say_what_each_entity_did_itself():
    reasons = dict(suspects(make_run()).select("entity_id", "reasons").iter_rows())

    assert reasons["A101"] == (
        "Wrote 3 reviews of the ring's 4 products, of 4 in all, from 2 Mar 2015 to 11 Mar 2015, 4.7 stars on "
        "average. Created 1 Feb 2015. Shares 2 identifier values (gift cards and IPs) with other accounts of "
        "the ring."
    )
    assert reasons["P100"] == (
        "4 of its 10 reviews by the ring, from 2 Mar 2015 to 3 Mar 2015: 4.1 stars with them, 3.2 without."
    )
    assert reasons["S1"] == "4 products of it likely served: 15 of 39 reviews by the ring."


def test_suspects__an_exception_inherits_nothing():
    """Account A104 shares no identifier, A100 is a doubtful member: neither inherits what the others did."""
    reasons = dict(suspects(make_run()).select("entity_id", "reasons").iter_rows())

    assert "Shares" not in reasons["A104"]
    assert "Membership" not in reasons["A104"]
    assert reasons["A100"].endswith("Membership 40 %: to be judged by itself.")
    assert max(map(len, reasons.values())) < 300


def test_suspects__leave_out_what_is_not_known():
    run = make_run(Wish(times=False, ratings=False, identifiers=False))
    members = run.members.with_columns(created_at=pl.lit(None, dtype=pl.Datetime("us", "UTC")))
    reasons = dict(suspects(replace(run, members=members)).select("entity_id", "reasons").iter_rows())

    assert reasons["A101"] == "Wrote 3 reviews of the ring's 4 products, of 4 in all."
    assert reasons["P100"] == "4 of its 10 reviews by the ring."


def test_suspects__are_no_bystanders():
    """A ring hides behind reviews of bestsellers, whose sellers bought nothing: they are on no list."""
    table = suspects(make_run(Wish(n_bystanders=2)))

    assert {"P100", "P101"} == set(table.filter(entity_type="product")["entity_id"])
    assert ["S1"] == table.filter(entity_type="seller")["entity_id"].to_list()
    assert [0.97] == table.filter(entity_type="seller")["service"].to_list()
    reasons = dict(table.select("entity_id", "reasons").iter_rows())
    assert reasons["S1"] == "2 products of it likely served: 8 of 20 reviews by the ring."
    assert table.filter(entity_type="account")["service"].null_count() == 5


def test_suspects__of_one_review_are_in_the_singular():
    run = make_run()
    one = [pl.lit(1, dtype=pl.UInt32).alias(name) for name in ("n_ring_reviews", "n_reviews")]
    day = pl.col("first_at").alias("last_at")
    table = suspects(replace(run, members=run.members.with_columns(*one, day)))

    assert table["reasons"][0].startswith(
        "Wrote 1 review of the ring's 4 products, of 1 in all, on 2 Mar 2015,"
    )


def test_suspects__of_an_attack_are_no_victims():
    assert {"account"} == set(suspects(make_run(Wish(kind="attack")))["entity_type"])


def test_suspects__of_no_rings_are_none():
    assert suspects(make_run(Wish(n_rings=0))).height == 0
    assert suspects(make_run(Wish(n_rings=0))).schema == SCHEMA


def test_suspects__name_no_identifier():
    run = make_run(Wish(hostile=True))
    table = suspects(run).write_csv()

    assert not [token for token in run.ring_identifiers["token"] if token in table]


@pytest.mark.parametrize("ending", ["csv", "parquet", "jsonl"])
def test_write_table__in_every_format(tmp_path, ending):
    table = suspects(make_run())
    read = {"csv": pl.read_csv, "parquet": pl.read_parquet, "jsonl": pl.read_ndjson}[ending]

    out = write_table(table, tmp_path / "new" / f"s.{ending}")

    assert table["entity_id"].to_list() == read(out)["entity_id"].to_list()
    assert [out] == list(out.parent.iterdir())


@given(st.lists(st.text(max_size=20), min_size=1, max_size=5))
def test_write_table__no_cell_of_a_csv_is_a_formula(tmp_path_factory, names):
    table = suspects(make_run()).head(1)
    table = pl.concat([table.with_columns(pl.lit(name).alias("entity_id")) for name in names])
    out = write_table(table, tmp_path_factory.mktemp("csv") / "s.csv")

    with out.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len(names)
    for name, row in zip(names, rows, strict=True):
        assert row["entity_id"] in {name, f"'{name}"}
        assert not row["entity_id"].startswith(("=", "+", "-", "@", "\t", "\r"))


def test_write_table__keeps_ids_as_they_are_where_no_spreadsheet_reads(tmp_path):
    table = suspects(make_run(Wish(hostile=True)))

    out = write_table(table, tmp_path / "s.parquet")

    assert '=HYPERLINK("http://evil.example","x")' in pl.read_parquet(out)["entity_id"]


def test_write_table__raises_on_what_is_there(tmp_path):
    out = tmp_path / "s.csv"
    out.write_text("mine")

    with pytest.raises(UsageError, match=r"found a file there already\. Give another file, or --force"):
        write_table(suspects(make_run()), out)
    assert out.read_text() == "mine"
    write_table(suspects(make_run()), out, force=True)
    assert out.read_text().startswith("entity_type,")


def test_write_table__raises_on_a_folder(tmp_path):
    (tmp_path / "s.csv").mkdir()

    with pytest.raises(UsageError, match="found a folder there already"):
        write_table(suspects(make_run()), tmp_path / "s.csv", force=True)


@pytest.mark.parametrize("name, found", [("s.ods", "'.ods'"), ("s", "no ending")])
def test_write_table__raises_on_another_ending(tmp_path, name, found):
    with pytest.raises(UsageError, match=f"found {found}. Allowed: .csv, .parquet, .jsonl"):
        write_table(suspects(make_run()), tmp_path / name)


def test_write_table__leaves_nothing_behind_when_it_fails(tmp_path, monkeypatch):
    monkeypatch.setattr(pl.DataFrame, "write_parquet", lambda self, path: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        write_table(suspects(make_run()), tmp_path / "s.parquet")
    assert [] == list(tmp_path.iterdir())


def test_suspects__never_names_an_account_that_a_label_calls_honest() -> None:
    """An appeal was won: whatever a later run finds, the account stays off the list."""
    run = make_run()
    cleared = str(run.members["reviewer_id"][1])
    label = {"entity_type": "reviewer", "entity_id": cleared, "label": "honest"}
    told = replace(run, labels=pl.DataFrame([label], schema=run.labels.schema))

    assert cleared in suspects(run)["entity_id"].to_list()
    assert cleared not in suspects(told)["entity_id"].to_list()
    wrote = told.ring_reviews.filter(pl.col("in_ring") & (pl.col("reviewer_id") != cleared))
    for product, said in suspects(told).filter(entity_type="product").select("entity_id", "reasons").rows():
        n = wrote.filter(ring_id="R-00000001", product_id=product).height
        assert said.startswith(f"{n} of its ")


def test_suspects__count_no_review_that_a_label_calls_honest() -> None:
    """The account stays listed for its others; what one of its reviews did is counted no more."""
    run = make_run()
    label = {"entity_type": "review", "entity_id": "R-00000001-01-00", "label": "honest"}
    told = replace(run, labels=pl.DataFrame([label], schema=run.labels.schema))
    reasons = [dict(suspects(one).select("entity_id", "reasons").iter_rows()) for one in (run, told)]

    assert ["4 of its 10 reviews", "3 of its 10 reviews"] == [said["P100"][:19] for said in reasons]
    assert ["4 of its 10 reviews"] * 2 == [said["P101"][:19] for said in reasons]

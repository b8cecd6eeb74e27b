"""The pipeline from source to run folder: the samples, and sources that hardly say anything."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import polars as pl
import pytest

from collusion import pipeline
from collusion.cases import schema
from collusion.cases.run_folder import Run
from collusion.config import RunConfig, load_config
from collusion.evaluation.markets import Market, make_market, withhold
from tests.conftest import ROOT

SAMPLES = ROOT / "sample_graphs"
TABLES = [name for name in schema.TABLES if name != "scores"]


@cache
def _sample(name: str) -> Run:
    """Search a sample, once a session; all that is read of the run is in memory."""
    source = SAMPLES / name
    with TemporaryDirectory() as folder:
        return pipeline.detect(source, Path(folder) / "run", config=load_config(source, None))


def _truth(name: str) -> set[str]:
    table = next((SAMPLES / name / "truth").glob("members.*"))
    read = pl.read_csv if table.suffix == ".csv" else pl.read_parquet
    return set(read(table)["reviewer_id"])


@pytest.mark.parametrize("name", ["thirty-accounts", "gift-cards", "slow-camouflage"])
def test_detect__finds_and_flags_the_ring_of_a_sample(name):
    run, truth = _sample(name), _truth(name)
    found = set(run.members.filter(ring_id=run.rings["ring_id"][0])["reviewer_id"])

    assert len(found & truth) / len(found | truth) >= 0.8
    assert run.rings["flagged"][0]
    assert 1 == run.rings["flagged"].sum()


@pytest.mark.parametrize("name", ["honest", "office"])
def test_detect__flags_nobody_where_nobody_colludes(name):
    assert not _sample(name).rings["flagged"].any()


def test_detect__finds_the_ring_beside_a_crowd_on_one_ip_and_an_account_that_reviews_all_day(tmp_path):
    """Twenty thousand accounts behind one IP review one product; one account reviews twenty thousand."""
    source, n = SAMPLES / "gift-cards", 20_000
    tables = {path.stem: pl.read_parquet(path) for path in source.glob("*.parquet")}
    posted = tables["reviews"]["posted_at"].gather(np.arange(n) % tables["reviews"].height)
    crowd, listings = [f"CROWD{k}" for k in range(n)], [f"LISTING{k}" for k in range(n)]
    bestseller, ip = tables["products"]["product_id"][0], tables["identifiers"].filter(kind="ip")["value"][0]
    more = {
        "reviews": [
            {"reviewer_id": crowd, "product_id": [bestseller] * n, "posted_at": posted},
            {"reviewer_id": ["BUSY"] * n, "product_id": listings, "posted_at": posted},
        ],
        "identifiers": [{"reviewer_id": crowd, "kind": ["ip"] * n, "value": [ip] * n}],
    }
    for name, table in tables.items():
        frames = [pl.DataFrame(columns) for columns in more.get(name, [])]
        pl.concat([table, *frames], how="diagonal_relaxed").write_parquet(tmp_path / f"{name}.parquet")
    run = pipeline.detect(tmp_path, tmp_path / "run", config=load_config(source, None))
    truth, flagged = _truth("gift-cards"), run.rings.filter("flagged")["ring_id"]
    (found,) = (set(run.members.filter(ring_id=ring)["reviewer_id"]) for ring in flagged)

    assert len(found & truth) / len(found | truth) >= 0.8


def test_detect__says_of_the_gift_cards_that_they_are_shared():
    run = _sample("gift-cards")
    evidence = run.evidence.filter(family="identity", ring_id=run.rings["ring_id"][0])

    assert "gift cards" in evidence["sentence"][0]
    assert "gift_card" in set(run.ring_identifiers["kind"])
    assert "one hand" == run.rings["kind"][0]


def test_detect__says_of_thirty_accounts_that_they_share_nothing():
    run = _sample("thirty-accounts")
    evidence = run.evidence.filter(family="identity", ring_id=run.rings["ring_id"][0])

    assert ["neither"] == evidence["direction"].to_list()


@pytest.mark.parametrize("name", ["thirty-accounts", "gift-cards", "slow-camouflage", "honest", "office"])
def test_detect__a_run_has_its_tables_and_says_what_it_could_judge(name):
    run = _sample(name)

    for table in TABLES:
        assert schema.TABLES[table].schema == getattr(run, table).schema
    assert set(schema.FAMILIES) <= set(run.manifest["evidence_available"])
    assert all(reason is True for reason in run.manifest["evidence_available"].values())
    assert {"read", "graph", "evidence", "detection", "decoys", "scoring", "cases"} <= {
        stage["name"] for stage in run.manifest["stages"]
    }


def _ring_in_a_crowd(*, times: bool = True, stars: bool = True) -> pl.DataFrame:
    """Twelve accounts that praise eight products within days, among 400 who come and rate as they like."""
    rng = np.random.default_rng(6)
    start = dt.datetime(2022, 1, 1, tzinfo=dt.UTC)
    rows = [
        (f"ring{u:02d}", f"p{p:02d}", 30 * p + float(3 * rng.random()), 5)
        for u in range(12)
        for p in range(8)
    ]
    rows += [
        (f"a{u:03d}", f"p{p:02d}", float(365 * rng.random()), int(rng.integers(1, 6)))
        for u in range(400)
        for p in rng.choice(60, 4, replace=False).tolist()
    ]
    reviewer, product, days, rating = zip(*rows)
    frame = pl.DataFrame({"reviewer_id": reviewer, "product_id": product})
    if times:
        frame = frame.with_columns(posted_at=pl.Series([start + dt.timedelta(days=d) for d in days]))
    return frame.with_columns(rating=pl.Series(rating)) if stars else frame


def _detect(frame: pl.DataFrame, folder: Path, **others: pl.DataFrame) -> Run:
    source = folder / "source"
    source.mkdir()
    for name, table in {"reviews": frame, **others}.items():
        table.write_parquet(source / f"{name}.parquet")
    return pipeline.detect(source, folder / "run", config=RunConfig())


@pytest.mark.parametrize("stars", [True, False])
@pytest.mark.parametrize("times", [True, False])
def test_detect__who_reviewed_what_is_enough_to_find_the_ring(tmp_path, times, stars):
    """One category, lest the ring's own products pass for a taste; no other table, and no text."""
    products = pl.DataFrame({"product_id": [f"p{p:02d}" for p in range(60)], "category": "books"})
    run = _detect(_ring_in_a_crowd(times=times, stars=stars), tmp_path, products=products)
    ring = (
        set(run.members.filter(ring_id=run.rings["ring_id"][0])["reviewer_id"]) if run.rings.height else set()
    )
    available = run.manifest["evidence_available"]

    assert len([name for name in ring if name.startswith("ring")]) >= 10
    assert len(ring) <= 14
    assert times == (available["lifecycle"] is True)
    for family in ("identity", "text", "fulfilment", "benefit"):
        assert isinstance(available[family], str)
        assert run.rings[f"bits_{family}"].null_count() == run.rings.height
    assert stars == (available["stars"] is True)
    assert times == (available["timing"] is True)


@pytest.mark.parametrize("stars", [True, False])
@pytest.mark.parametrize("times", [True, False])
def test_detect__reviews_alone_run_to_the_end(tmp_path, times, stars):
    run = _detect(_ring_in_a_crowd(times=times, stars=stars), tmp_path)
    available = run.manifest["evidence_available"]

    assert 412 == run.scores().height
    assert available["behaviour"] is True
    assert stars == (available["stars"] is True)
    assert times == (available["lifecycle"] is True)
    for family in ("identity", "text", "fulfilment", "benefit"):
        assert isinstance(available[family], str)


def test_detect__without_stars_one_family_alone_flags_nobody(tmp_path):
    """Behaviour alone cannot accuse, however sure it is."""
    run = _detect(_ring_in_a_crowd(stars=False), tmp_path)

    assert run.rings["bits_behaviour"][0] > 50
    assert not run.rings["flagged"].any()


TINY = {
    "one review": [("a", "x")],
    "two reviews": [("a", "x"), ("b", "y")],
    "one account": [("a", f"p{i}") for i in range(50)],
    "one product": [(f"a{i}", "p") for i in range(50)],
    "everybody everything": [(f"a{i}", f"p{j}") for i in range(12) for j in range(12)],
}


@pytest.mark.parametrize("pairs", TINY.values(), ids=TINY)
def test_detect__sources_that_hardly_say_anything(tmp_path, pairs):
    run = _detect(pl.DataFrame(pairs, schema=["reviewer_id", "product_id"], orient="row"), tmp_path)

    assert len(pairs) == run.manifest["counts"]["reviews"]
    assert len({account for account, _ in pairs}) == run.scores().height
    assert not run.rings["flagged"].any()


def test_detect__everything_at_one_minute_with_one_star(tmp_path):
    frame = pl.DataFrame(
        [(f"a{i}", f"p{j}") for i in range(9) for j in range(9)],
        schema=["reviewer_id", "product_id"],
        orient="row",
    )
    run = _detect(
        frame.with_columns(posted_at=pl.lit(dt.datetime(2020, 1, 1, tzinfo=dt.UTC)), rating=pl.lit(5)),
        tmp_path,
    )

    assert not run.rings["flagged"].any()


def test_detect__tables_about_nobody_change_nothing(tmp_path):
    """Identifiers, orders, accounts and products that no review knows of."""
    frame = _ring_in_a_crowd()
    time = dt.datetime(2021, 1, 1, tzinfo=dt.UTC)
    others = {
        "identifiers": pl.DataFrame({"reviewer_id": ["x", "y"], "kind": "ip", "value": "192.0.2.7"}),
        "orders": pl.DataFrame(
            {"order_id": ["o"], "reviewer_id": ["x"], "product_id": ["y"], "ordered_at": [time]}
        ),
        "accounts": pl.DataFrame({"reviewer_id": ["x"], "created_at": [time]}),
        "products": pl.DataFrame({"product_id": ["x"], "seller_id": ["s"], "category": ["c"]}),
    }
    (tmp_path / "with").mkdir()
    (tmp_path / "without").mkdir()
    found, expected = _detect(frame, tmp_path / "with", **others), _detect(frame, tmp_path / "without")

    assert expected.members["reviewer_id"].to_list() == found.members["reviewer_id"].to_list()
    assert expected.rings["score"].to_list() == found.rings["score"].to_list()


def test_detect__a_ring_is_not_held_back_by_what_is_left_of_it_in_a_null_world(tmp_path):
    """A ring of a small market is alike in a null world, too, where stars are not known to tell it apart."""
    market = make_market(Market("ordinary", 6000, 1), tmp_path)
    source = withhold(market, "stars", tmp_path / "without stars")
    run = pipeline.detect(source, tmp_path / "run", config=load_config(source))
    stages = {stage["name"]: stage["counts"] for stage in run.manifest["stages"]}

    assert [True] == run.rings["flagged"].to_list()[:1]
    assert stages["scoring"]["flagged"] <= run.rings["flagged"].sum()


@pytest.mark.parametrize("n_decoys", [0, 2])
def test_detect__as_many_null_worlds_as_asked_for(tmp_path, n_decoys):
    config = RunConfig()

    config = replace(config, scoring=replace(config.scoring, n_decoys=n_decoys))
    source = tmp_path / "reviews.parquet"
    _ring_in_a_crowd().write_parquet(source)
    run = pipeline.detect(source, tmp_path / "run", config=config)
    stage = next(stage for stage in run.manifest["stages"] if stage["name"] == "decoys")

    assert n_decoys == stage["counts"]["worlds"]

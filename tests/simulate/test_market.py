"""Markets as a whole: the contract, the truth, determinism, and nothing that gives the truth away."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from collusion.errors import UsageError
from collusion.provenance import folder_digests
from collusion.simulate.market import simulate_market
from collusion.simulate.presets import preset
from collusion.simulate.spec import MarketSpec, Planned
from collusion.tables.schema import TABLES
from tests.simulate.conftest import Market

SMALL = MarketSpec("small", 6_000, 5, (Planned("farm", 1), Planned("book_club", 1)))


@pytest.mark.parametrize("table", ["reviews", "products", "accounts", "identifiers", "orders"])
def test_simulate_market__keeps_the_contract(ordinary: Market, table: str) -> None:
    frame: pl.DataFrame = getattr(ordinary, table)
    declared = {column.name: column for column in TABLES[table].columns}
    given = [name for name in declared if name in frame.columns]

    assert given == frame.columns
    for column in given:
        assert declared[column].dtype == frame.schema[column]
        assert declared[column].nullable or frame[column].null_count() == 0
    assert all(name in frame.columns for name, column in declared.items() if column.required)


def test_simulate_market__nobody_reviews_twice_and_times_are_in_order(ordinary: Market) -> None:
    reviews, orders, accounts = ordinary.reviews, ordinary.orders, ordinary.accounts
    joined = reviews.join(orders, on=["reviewer_id", "product_id"]).join(accounts, on="reviewer_id")

    assert not reviews.select("reviewer_id", "product_id").is_duplicated().any()
    assert reviews["review_id"].is_unique().all()
    assert len(joined) == len(orders) == reviews["verified"].sum()
    assert joined.filter(pl.col("ordered_at") >= pl.col("posted_at")).is_empty()
    assert joined.filter(pl.col("created_at") >= pl.col("ordered_at")).is_empty()


def test_simulate_market__summary_counts_what_is_written(ordinary: Market) -> None:
    summary = ordinary.summary

    assert summary.n_reviews == len(ordinary.reviews)
    assert summary.n_reviewers == len(ordinary.accounts) == ordinary.reviews["reviewer_id"].n_unique()
    assert summary.n_products == len(ordinary.products) == ordinary.reviews["product_id"].n_unique()
    assert summary.n_identifiers == len(ordinary.identifiers)
    assert summary.n_sellers == ordinary.products["seller_id"].n_unique()
    assert sum(row.n_groups for row in summary.planted) == len(ordinary.groups)
    assert abs(summary.n_reviews - 40_000) < 2_000


@pytest.mark.parametrize("name", ["rings", "innocents", "ordinary"])
def test_simulate_market__truth_agrees_with_the_tables(name: str, request: pytest.FixtureRequest) -> None:
    market: Market = request.getfixturevalue(name)
    members = market.members.group_by("group_id").len().join(market.groups, on="group_id")
    targets = market.targets.join(market.reviews.group_by("product_id").len(), on="product_id", how="left")

    assert set(market.members["group_id"]) == set(market.groups["group_id"])
    assert members.filter(pl.col("len") != pl.col("n_members")).is_empty()
    assert market.members.join(market.reviews, on="reviewer_id", how="anti").is_empty()
    assert targets.filter(pl.col("len").fill_null(0) != pl.col("n_reviews")).is_empty()


def test_simulate_market__every_style_is_planted(rings: Market, innocents: Market) -> None:
    from collusion.simulate.innocent_styles import INNOCENT_STYLES
    from collusion.simulate.ring_styles import RING_STYLES

    assert set(RING_STYLES) == set(rings.groups["style"])
    assert set(INNOCENT_STYLES) == set(innocents.groups["style"])
    assert {"ring"} == set(rings.groups["kind"])
    assert {"innocent"} == set(innocents.groups["kind"])


def test_simulate_market__an_account_is_in_one_planting(ordinary: Market) -> None:
    twice = ordinary.members.group_by("reviewer_id").agg(pl.col("group_id").str.head(-1).n_unique())
    shared = ordinary.members.join(twice.filter(pl.col("group_id") > 1), on="reviewer_id")

    assert set(shared["group_id"].str.slice(0, 6)) <= {"nested", "overla"}


def test_simulate_market__ids_and_order_leak_nothing(rings: Market) -> None:
    """Planted accounts are spread evenly over rows and over the alphabet, like a random sample."""
    planted = set(rings.members["reviewer_id"])
    for frame in (rings.accounts, rings.accounts.sort("reviewer_id")):
        place = np.flatnonzero(frame["reviewer_id"].is_in(list(planted)).to_numpy()) / len(frame)
        deviation = abs(place.mean() - 0.5) / (0.2887 / np.sqrt(len(place)))
        assert deviation < 4.0
    rows = np.flatnonzero(rings.reviews["reviewer_id"].is_in(list(planted)).to_numpy())
    deviation = abs(rows.mean() / len(rings.reviews) - 0.5) / (0.2887 / np.sqrt(len(rows)))
    assert deviation < 4.0
    assert rings.accounts["reviewer_id"].str.len_chars().unique().to_list() == [12]
    assert rings.products["product_id"].str.len_chars().unique().to_list() == [10]


def test_simulate_market__nulls_leak_nothing(rings: Market) -> None:
    """Rings with words of their own leave texts out as often as honest reviewers do."""
    own = pl.concat([rings.ring_reviews(style) for style in ("farm", "unique_ip", "hired_crowd", "slow")])
    share, usual = own["text"].is_null().mean(), rings.reviews["text"].is_null().mean()

    assert isinstance(share, float)
    assert isinstance(usual, float)
    assert abs(share - usual) < 0.02
    assert [name for name in rings.reviews.columns if rings.reviews[name].null_count()] == ["text"]


def test_simulate_market__same_seed_same_bytes(tmp_path: Path) -> None:
    """Whatever the hash seed of the interpreter and the number of polars' threads."""
    code = (
        "import sys; from pathlib import Path\n"
        "from tests.simulate.test_market import SMALL\n"
        "from collusion.simulate.market import simulate_market\n"
        "simulate_market(SMALL, Path(sys.argv[1]))\n"
    )
    digests = []
    for i, (hashes, threads) in enumerate([("0", "1"), ("123", "4")]):
        out = tmp_path / str(i)
        env = {**os.environ, "PYTHONHASHSEED": hashes, "POLARS_MAX_THREADS": threads}
        root = Path(__file__).resolve().parents[2]
        subprocess.run([sys.executable, "-c", code, str(out)], check=True, env=env, cwd=root)
        digests.append(folder_digests(out))

    assert digests[0] == digests[1]
    assert len(digests[0]) == 8


def test_simulate_market__another_seed_another_market(tmp_path: Path) -> None:
    simulate_market(preset("clean", n_reviews=2_000, seed=1), tmp_path / "a")
    simulate_market(preset("clean", n_reviews=2_000, seed=2), tmp_path / "b")
    first, second = (pl.read_parquet(tmp_path / name / "accounts.parquet") for name in "ab")

    assert not set(first["reviewer_id"]) & set(second["reviewer_id"])


def test_simulate_market__parts_hold_whole_accounts(tmp_path: Path) -> None:
    spec = MarketSpec("parts", 9_000, 5, (Planned("farm", 1), Planned("book_club", 1)), part_rows=2_000)
    summary = simulate_market(spec, tmp_path / "m")
    files = sorted((tmp_path / "m" / "reviews").iterdir())
    accounts = [set(pl.read_parquet(file)["reviewer_id"]) for file in files]
    farm = pl.read_parquet(tmp_path / "m" / "truth" / "members.parquet").filter(group_id="farm-01")

    assert summary.n_parts == len(files) > 2
    assert [f"part-{i:05d}.parquet" for i in range(len(files))] == [file.name for file in files]
    assert sum(map(len, accounts)) == len(set.union(*accounts)) == summary.n_reviewers
    assert sum(bool(part & set(farm["reviewer_id"])) for part in accounts) > 1


def test_simulate_market__tables_that_are_not_wanted_are_not_written(tmp_path: Path) -> None:
    spec = MarketSpec("bare", 2_000, 1, text=False, identifiers=False, orders=False, csv=True)
    simulate_market(spec, tmp_path / "m")

    names = {path.name for path in (tmp_path / "m").iterdir()}
    assert names == {"reviews.csv", "accounts.csv", "products.csv", "truth"}
    assert "text" not in pl.read_csv(tmp_path / "m" / "reviews.csv").columns


def test_simulate_market__raise_on_bad_requests(tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    kept.mkdir()
    (kept / "precious").write_text("x")

    with pytest.raises(UsageError, match=r"is not empty.*--force"):
        simulate_market(SMALL, kept)
    with pytest.raises(UsageError, match="is a file"):
        simulate_market(SMALL, kept / "precious")
    with pytest.raises(UsageError, match="a market needs 2,000 or more"):
        simulate_market(MarketSpec("tiny", 100, 0), tmp_path / "tiny")
    with pytest.raises(UsageError, match="found the style 'mafia'; known styles: unique_ip"):
        simulate_market(MarketSpec("odd", 3_000, 0, (Planned("mafia", 1),)), tmp_path / "odd")
    assert [path.name for path in tmp_path.iterdir()] == ["kept"]
    assert (kept / "precious").read_text() == "x"


def test_simulate_market__force_replaces_the_whole_folder(tmp_path: Path) -> None:
    """Of a market only: any other folder that someone names by mistake stays."""
    (tmp_path / "m").mkdir()
    (tmp_path / "m" / "old").write_text("x")
    stages: list[str] = []
    spec = preset("clean", n_reviews=2_000, seed=0)
    with pytest.raises(UsageError, match="holds something other than a simulated market"):
        simulate_market(spec, tmp_path / "m", force=True)
    assert (tmp_path / "m" / "old").exists()
    (tmp_path / "m" / "truth").mkdir()
    (tmp_path / "m" / "truth" / "groups.parquet").touch()
    simulate_market(spec, tmp_path / "m", force=True, progress=lambda stage, *_: stages.append(stage))

    assert not (tmp_path / "m" / "old").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["m"]
    assert ["world", "reviews", "truth"] == stages

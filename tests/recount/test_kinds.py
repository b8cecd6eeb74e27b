"""What no sample says: pictures that are cut, limits that cut, and copies of accounts; each counted anew."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import polars as pl
import pytest

from collusion.cases.case import build_case
from collusion.cases.contributions import BEYOND_HONEST
from collusion.cases.run_folder import Run as OpenRun
from collusion.cases.run_folder import open_run
from collusion.config import load_config
from collusion.exports.suspects import suspects
from collusion.pipeline import detect
from collusion.reports.charts.gallery import all_charts
from collusion.reports.pages import ring_html
from collusion.scoring.alone import times_beyond
from tests.cases.small_runs import START, Wish, make_run, save_run
from tests.conftest import ROOT
from tests.recount import tables
from tests.recount.check import faults_of, sentences, told_of
from tests.recount.crowds import crowds
from tests.recount.pages import Page
from tests.recount.rows import Market, Ring, Run, Source
from tests.recount.templates import faults

RING = "R-00000001"


def _market_of(run: OpenRun, folder: Path) -> Path:
    """Write the tables that a run by hand would be of: others rate all targets but five."""
    mine = run.ring_reviews.filter(pl.col("ring_id") == RING)
    targets = run.clients.filter(ring_id=RING)["product_id"].to_list()[5:]
    others = pl.DataFrame({"product_id": targets, "reviewer_id": [f"X{i}" for i in range(len(targets))]})
    others = others.with_columns(
        pl.lit(3, pl.Int8).alias("rating"),
        pl.lit(START).dt.cast_time_unit("us").alias("posted_at"),
        ("o-" + pl.col("product_id")).alias("review_id"),
    )
    columns = ["reviewer_id", "product_id", "rating", "posted_at", "review_id"]
    folder.mkdir()
    pl.concat([mine.select(columns), others.select(columns)]).write_parquet(folder / "reviews.parquet")
    held = run.ring_identifiers.filter(ring_id=RING).select("reviewer_id", "kind", value="token")
    held.write_parquet(folder / "identifiers.parquet")
    return folder


def _of_all_sizes(tmp_path: Path) -> tuple[list[str], Ring]:
    """Say all that the pictures of a ring of 130 accounts, 70 products and two values say."""
    made = make_run(Wish(n_accounts=130, n_products=70))
    is_first = (pl.col("ring_id") == RING) & pl.col("product_id").is_in(["P100", "P101"])
    undated = pl.when(is_first).then(None).otherwise(pl.col("posted_at")).alias("posted_at")
    alone = pl.col("product_id").is_in([f"P1{place:02d}" for place in range(5)])
    unrated = pl.when(alone).then(None).otherwise(pl.col("rating_without")).alias("rating_without")
    # One value is of accounts that are not among the busiest.
    least = made.members.filter(ring_id=RING).sort("n_ring_reviews", "reviewer_id", descending=[False, True])
    rare = made.ring_identifiers.filter(pl.col("kind") == "ip", ring_id=RING)
    other = pl.col("kind") != "ip"
    made = replace(
        made,
        ring_reviews=made.ring_reviews.with_columns(undated),
        clients=made.clients.with_columns(unrated),
        ring_identifiers=pl.concat(
            [
                made.ring_identifiers.filter(other | (pl.col("ring_id") != RING)),
                rare.with_columns(least["reviewer_id"].head(2).alias("reviewer_id")),
            ]
        ),
    )
    run = open_run(save_run(made, tmp_path / "run"))
    source = Source(_market_of(run, tmp_path / "market"), run.path)
    charts = all_charts(build_case(run, RING))
    told = [one for chart in charts.values() if chart for one in sentences(chart.alternative)]
    return told, Ring(source, Run(run.path), RING)


def test_pictures__that_are_cut_say_what_they_show(tmp_path: Path) -> None:
    told, ring = _of_all_sizes(tmp_path)
    of_pictures = [one for one in told if "Shown" in one or "squares" in one or "joined by" in one]

    assert [] == [fault for one in of_pictures for fault in faults(one, ring)]
    assert {
        "Shown: 40 of the 65 products that others rated too: those whose stars moved most.",
        "Shown below: 40 of the 68 products with dated reviews: those with most of these reviews.",
    } <= set(of_pictures)
    assert any("1 of 2 identifiers, the rarest that these share." in one for one in of_pictures)


def test_pictures__that_show_another_number_are_told(tmp_path: Path) -> None:
    told, ring = _of_all_sizes(tmp_path)
    missed = []
    for one in told:
        if "Shown" in one or "squares" in one or "joined by" in one:
            for number in re.finditer(r"\d", one):
                wrong = one[: number.start()] + str((int(number[0]) + 1) % 10) + one[number.end() :]
                missed += [] if list(faults(wrong, ring)) else [wrong]

    assert [] == missed


@pytest.mark.parametrize(("n_accounts", "n_products", "named"), [(506, 4, "account"), (4, 507, "product")])
def test_lists__that_are_cut_say_of_how_many(
    tmp_path: Path, n_accounts: int, n_products: int, named: str
) -> None:
    made = make_run(Wish(n_accounts=n_accounts, n_products=n_products, n_rings=1))
    run = open_run(save_run(made, tmp_path / "run"))
    ring = Ring(Source(_market_of(run, tmp_path / "market"), run.path), Run(run.path), RING)
    page = Page(ring_html(build_case(run, RING), {}))
    told = [one for one in page.sentences if one.startswith("The first 500 of ")]

    assert (
        f"The first 500 of {max(n_accounts, n_products)} {named}s; all of them are in the run folder." in told
    )
    assert [] == [fault for one in told for fault in faults(one, ring)]
    assert all(list(faults(re.sub(r"500 of \d", "500 of 9", one), ring)) for one in told)
    assert [] == list(tables.short_lists(page, ring))
    header, rows = next(table for table in page.tables if table[0][0] == named)
    rows.append(rows[-1])
    assert [f"{RING}: 501 rows of {header[0]}, counted 500"] == list(tables.short_lists(page, ring))


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Source, OpenRun]:
    """A sample in which an account is there twice, under limits that cut."""
    folder = tmp_path_factory.mktemp("crowded")
    source = folder / "source"
    shutil.copytree(ROOT / "sample_graphs" / "thirty-accounts", source)
    reviews = pl.read_csv(source / "reviews.csv")
    busiest = reviews["reviewer_id"].value_counts().sort("count", "reviewer_id")["reviewer_id"][-1]
    again = reviews.filter(reviewer_id=busiest).with_columns(
        reviewer_id=pl.lit(f"{busiest}0"), review_id="A" + pl.col("review_id")
    )
    pl.concat([again, reviews]).write_csv(source / "reviews.csv")
    config = load_config(source, None)
    evidence = replace(config.evidence, product_cap=30, window_cap=2, reviewer_cap=20)
    detection = replace(config.detection, max_cohort=30)
    run = detect(source, folder / "run", config=replace(config, evidence=evidence, detection=detection))
    return Source(source, run.path), run


def test_notes__of_limits_and_copies_are_counted(crowded: tuple[Source, OpenRun]) -> None:
    source, run = crowded
    limits, notes = run.manifest["limits"], " ".join(run.manifest["notes"])

    assert [] == faults_of(source, run)
    assert "equal another's in all but the account, counted as 1, e.g." in notes
    for option in ("product_cap", "window_cap", "reviewer_cap", "max_cohort"):
        assert [option for one in limits if option in one]


def test_notes__of_other_numbers_are_told(crowded: tuple[Source, OpenRun]) -> None:
    source, run = crowded
    market = Market(source, Run(run.path))
    missed = []
    for note in run.manifest["limits"]:
        for number in re.finditer(r"(?<!\w)\d", note):
            wrong = note[: number.start()] + str((int(number[0]) + 1) % 10) + note[number.end() :]
            missed += [] if list(faults(wrong, market)) else [wrong]

    assert [] == missed


def test_crowds__of_each_kind_are_counted(tmp_path: Path) -> None:
    """Half of the sellers are not known, and twelve accounts were created in one hour."""
    source = tmp_path / "source"
    shutil.copytree(ROOT / "sample_graphs" / "gift-cards", source)
    products, accounts = (pl.read_parquet(source / f"{name}.parquet") for name in ("products", "accounts"))
    is_known = pl.int_range(pl.len()) % 2 == 0
    products.with_columns(pl.when(is_known).then("seller_id")).write_parquet(source / "products.parquet")
    early = accounts["created_at"].min() - timedelta(days=400)
    in_one_go = pl.lit(early).dt.cast_time_unit("us") + pl.duration(minutes=pl.int_range(pl.len()))
    created = pl.when(pl.int_range(pl.len()) < 12).then(in_one_go).otherwise("created_at").alias("created_at")
    accounts.with_columns(created).write_parquet(source / "accounts.parquet")
    config = load_config(source, None)
    run = detect(
        source, tmp_path / "run", config=replace(config, detection=replace(config.detection, max_cohort=6))
    )
    market = Market(Source(source, run.path), Run(run.path))
    (told,) = [one for one in run.manifest["limits"] if "crowd" in one]

    assert all(crowds(market).values())
    assert [] == list(faults(told, market))
    for number in re.finditer(r"\d+", told):
        wrong = told[: number.start()] + str(int(number[0]) + 1) + told[number.end() :]
        assert list(faults(wrong, market))


def test_labels__of_each_kind_are_counted_and_told(tmp_path: Path) -> None:
    """What a label calls honest is nobody's client, and the page says so."""
    source = tmp_path / "source"
    shutil.copytree(ROOT / "sample_graphs" / "gift-cards", source)
    sellers = pl.read_parquet(source / "products.parquet").drop_nulls("seller_id")
    first = detect(source, tmp_path / "first", config=load_config(source, None)).clients.filter(
        pl.col("service") > 0.9, pl.col("flagged")
    )
    seller = first["seller_id"].drop_nulls()[0]
    product = first.filter(pl.col("seller_id") != seller)["product_id"][0]
    labels = [("seller", seller), ("product", product), ("product", "none"), ("reviewer", "nobody")]
    schema = {"entity_type": pl.String, "entity_id": pl.String}
    pl.DataFrame(labels, schema, orient="row").with_columns(label=pl.lit("honest")).write_parquet(
        source / "labels.parquet"
    )
    run = detect(source, tmp_path / "run", config=load_config(source, None))
    market = Market(Source(source, run.path), Run(run.path))
    notes = [one for one in run.manifest["notes"] if "are among the reviews" in one]
    told = [one for ring in run.rings["ring_id"] for one in told_of(run, ring) if "nobody's client" in one]

    assert 3 == len(notes)
    assert told
    assert [] == [fault for one in notes for fault in faults(one.split(". ")[0], market)]
    for one in notes:
        number = re.search(r"of (\d+) \(", one)
        assert number
        assert list(faults(one[: number.start(1)] + "7" + one[number.end(1) :], market))
    sold = sellers.filter(seller_id=seller)["product_id"]
    assert not set(suspects(run)["entity_id"]) & {seller, product, *sold}


def test_labels__that_call_members_fake_are_told_with_what_they_add_to_the_odds(tmp_path: Path) -> None:
    """Two of the accounts are others of the ring's products: known fakes that were not taken for members."""
    source = tmp_path / "source"
    shutil.copytree(ROOT / "sample_graphs" / "gift-cards", source)
    members = pl.read_parquet(source / "truth" / "members.parquet")["reviewer_id"].unique().sort()
    labels = [(name, "fake") for name in members[:3]] + [(members[3], "honest")]
    pl.DataFrame(labels, ["entity_id", "label"], orient="row").with_columns(
        entity_type=pl.lit("reviewer")
    ).write_parquet(source / "labels.parquet")
    run = detect(source, tmp_path / "run", config=load_config(source, None))
    [row] = run.evidence.filter(family="labels").iter_rows(named=True)
    effects = dict(run.effects.drop_nulls("value").select("measure", "value").iter_rows())

    assert f"Labels call 3 of the {run.members.height} accounts fake and 1 honest." == row["sentence"]
    assert run.rings["score"][0] == pytest.approx(
        run.manifest["prior_bits"]
        + run.evidence["contribution"].sum()
        + BEYOND_HONEST * times_beyond(run.rings["abnormal"][0], effects, run.members.height),
        abs=0.1,
    )
    assert [] == faults_of(Source(source, run.path), run)


def test_source__keeps_of_two_accounts_that_are_one_the_first_by_name(tmp_path: Path) -> None:
    """Whatever the order of the rows: their reviews are of one moment."""
    rows = [("A2", "r2"), ("A1", "r1")]
    market = tmp_path / "market"
    market.mkdir()
    pl.DataFrame(
        [
            {
                "reviewer_id": who,
                "product_id": "P",
                "posted_at": START + timedelta(seconds=k),
                "review_id": review,
            }
            for k, (who, review) in enumerate(rows)
        ]
    ).write_parquet(market / "reviews.parquet")
    aliases = pl.DataFrame({"entity_type": ["reviewer"], "id": ["A2"], "stands_for": ["A1"]})
    aliases.write_parquet(tmp_path / "aliases.parquet")

    assert ["r1"] == Source(market, tmp_path).reviews["review_id"].to_list()


def test_waterfall__that_is_held_is_counted_with_what_holds_it(tmp_path: Path) -> None:
    made = make_run()
    made = replace(made, rings=made.rings.with_columns(score=pl.lit(5.5)))
    run = open_run(save_run(made, tmp_path / "run"))
    ring = Ring(Source(_market_of(run, tmp_path / "market"), run.path), Run(run.path), RING)
    (told,) = [
        one
        for one in sentences(all_charts(build_case(run, RING))["waterfall"].alternative)
        if one.startswith("Odds of a ring")
    ]

    assert "; held back: ÷" in told
    assert [] == list(faults(told, ring))
    assert list(faults(re.sub(r": ÷\S+;", ": ÷3;", told), ring))
    assert list(faults(re.sub(r"; held back[^;]+", "", told), ring))

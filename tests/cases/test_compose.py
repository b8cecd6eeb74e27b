from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from collusion.cases import schema
from collusion.cases.compose import _n_sellers, _with_operators, compose_members, name_rings
from collusion.config import load_config
from collusion.graph.build import build_graph
from collusion.scoring.families import assess
from collusion.scoring.rank import RankedRings
from collusion.tables.loader import replaced
from tests.cases.found_rings import compose_all, found_frames, found_rings, name_found
from tests.detection.searches import search
from tests.markets import Market, group_of, prepare, ring_market
from tests.scoring.assessments import assessment
from tests.tables_of import day, tables_of

NAMES = [name for name in schema.TABLES if name not in ("scores", "labels", "aliases")]
HOSTILE = [
    "<script>alert(1)</script>",
    '=HYPERLINK("http://x")',
    'a,b "c"',
    "\u202egnp",
    "''; --",
    "../../x",
    "@SUM(A1)",
    "ᚠ 🂡",
]


@pytest.mark.parametrize("name", NAMES)
def test_compose__has_the_declared_columns_and_types(name):
    found = found_frames()[name]

    assert schema.TABLES[name].schema == found.schema
    assert found.height > 0
    assert [] == [column for column in ("ring_id",) if found[column].null_count()]


@pytest.mark.parametrize("name", NAMES)
def test_compose__of_no_rings_is_empty_with_all_columns(name):
    found = compose_all([], ring_market())[name]

    assert schema.TABLES[name].schema == found.schema
    assert 0 == found.height


def test_compose_rings__best_first_with_distinct_names():
    rings = found_frames()["rings"]

    assert list(range(1, rings.height + 1)) == rings["rank"].to_list()
    assert rings["score"].is_sorted(descending=True)
    assert rings["ring_id"].is_unique().all()
    assert rings["ring_id"].str.contains(r"^R-[0-9A-F]{8}$").all()
    assert set(rings["kind"]) <= {"one hand", "hired crowd", "attack", "unclear"}


def test_compose_rings__summaries_are_two_sentences_with_their_numbers():
    for row in found_frames()["rings"].iter_rows(named=True):
        sentences = re.split(r"(?<=[a-z)])\. ", row["summary"])

        assert 2 == len(sentences)
        for column in ("n_reviewers", "n_reviews", "n_products"):
            assert f"{row[column]:,}" in sentences[0]


def test_compose_members__every_member_once_with_its_own_numbers():
    members, graph = found_frames()["members"], ring_market().graph
    reviews = ring_market().tables.reviews
    mine = found_frames()["ring_reviews"].filter("in_ring")
    counts = mine.group_by("ring_id", "reviewer_id").agg(
        pl.len().alias("counted"),
        pl.col("posted_at").min().alias("first"),
        pl.col("posted_at").max().alias("last"),
    )
    joined = members.join(counts, on=["ring_id", "reviewer_id"], how="left", maintain_order="left")
    all_reviews = reviews.group_by("reviewer_id").agg(pl.col("product_id").n_unique().alias("all"))

    assert members["membership"].is_between(0, 1).all()
    assert not members.select("ring_id", "reviewer_id").is_duplicated().any()
    assert joined["n_ring_reviews"].to_list() == joined["counted"].to_list()
    assert (joined["n_reviews"] >= joined["n_ring_reviews"]).all()
    minute = pl.duration(minutes=1)
    assert joined.select(
        ((pl.col("first") - pl.col("first_at")).is_between(pl.duration(), minute)).all()
    ).item()
    assert joined.select(
        ((pl.col("last") - pl.col("last_at")).is_between(pl.duration(), minute)).all()
    ).item()
    whole = members.join(all_reviews, on="reviewer_id", how="left", maintain_order="left")
    assert whole["n_reviews"].to_list() == whole["all"].to_list()
    assert sum(len(ring.group.members) for ring in found_rings()) == members.height
    assert len(graph.reviewers) > members.height


def test_compose_members__core_members_are_the_surest():
    members = found_frames()["members"]
    roles = members.group_by("role").agg(
        pl.col("membership").min().alias("least"), pl.col("membership").max()
    )

    assert {"core", "fringe", "member"} >= set(members["role"])
    assert {"member"} >= set(members.filter(~pl.col("flagged"))["role"])
    assert roles.filter(role="core")["least"].item() >= 0.9
    for ring_id in members["ring_id"].unique():
        assert members.filter(ring_id=ring_id)["bits"].is_sorted(descending=True)


def test_compose_clients__ratings_with_and_without_by_polars():
    """The mean stars of each target over all reviews, and over those that the ring did not write."""
    clients = found_frames()["clients"]
    inside = found_frames()["ring_reviews"].filter("in_ring").select("ring_id", "review_id")
    reviews = ring_market().tables.reviews
    for (ring_id,), part in clients.group_by("ring_id"):
        of_ring = inside.filter(ring_id=ring_id)["review_id"]
        about = reviews.filter(pl.col("product_id").is_in(part["product_id"].implode()))
        own = pl.col("review_id").is_in(of_ring.implode())
        expected = about.group_by("product_id").agg(
            pl.col("rating").mean().alias("with"),
            pl.col("rating").filter(~own).mean().alias("without"),
            own.sum().alias("n_own"),
            pl.len().alias("n"),
        )
        joined = part.join(expected, on="product_id")

        assert part.height == joined.height
        for found, wanted in (("rating_with", "with"), ("rating_without", "without")):
            assert joined[found].to_list() == pytest.approx(joined[wanted].to_list(), abs=1e-4)
        assert joined["n_ring_reviews"].to_list() == joined["n_own"].to_list()
        assert joined["n_reviews"].to_list() == joined["n"].to_list()


def test_compose_evidence__every_family_that_speaks_and_its_reviews():
    evidence = found_frames()["evidence"]
    known = set(ring_market().tables.reviews["review_id"])
    written = evidence.select("sentence", pl.col("identifiers").list.join(" ")).write_csv()
    for ring in found_rings():
        mine = evidence.filter(ring_id=ring.ring_id)
        speaking = [family for family, finding in ring.assessment.findings.items() if finding is not None]

        assert {*speaking, "innocent explanation"} == set(mine["family"])
        assert mine["contribution"].drop_nulls().is_sorted(descending=True)
        assert set(mine["review_ids"].explode().drop_nulls()) <= known
        assert set(mine["direction"]) <= {"for", "against", "neither"}
    assert not any(value in written for value in ring_market().tables.identifiers["value"].unique())


def _later(market: Market) -> Market:
    """The same market three months on: members and strangers wrote more, and new accounts came."""
    reviews = market.tables.reviews
    last = reviews["posted_at"].max()
    later = reviews.sample(600, seed=3).with_columns(
        ("later " + pl.col("review_id")).alias("review_id"),
        ("new " + pl.col("product_id")).alias("product_id"),
        (pl.lit(last) + pl.duration(days=90)).alias("posted_at"),
    )
    newcomers = later.with_columns(
        ("new " + pl.col("reviewer_id")).alias("reviewer_id"), ("n" + pl.col("review_id")).alias("review_id")
    )
    frame = pl.concat([reviews, later, newcomers]).sort("reviewer_id", "product_id", "review_id")
    return prepare(replaced(market.tables, reviews=frame), market.config)


def test_name_rings__names_stay_when_reviews_are_appended():
    market = ring_market()
    later = _later(market)
    found = {ring.ring_id for ring in name_found(later, search(later))}
    sure = [ring.ring_id for ring in found_rings() if ring.score > 5]

    assert len(sure) >= 10
    assert len(set(sure) & found) >= 0.9 * len(sure)


def test_name_rings__groups_of_the_same_reviews_have_names_of_their_own():
    rows = [
        {"reviewer_id": f"a{i}", "product_id": f"p{j}", "posted_at": day(i + j)}
        for i in range(4)
        for j in range(2)
    ]
    market = prepare(tables_of(rows), load_config(Path(), None))
    group = group_of(market.graph, range(4), range(2))
    one = assessment(behaviour=50)
    same = replace(one, candidate=replace(one.candidate, group=group, membership=np.ones(4)))
    n = len(group.edges) + 1
    ranked = RankedRings(
        [same] * n, np.zeros(n), np.ones(n), np.zeros(n, dtype=bool), 10.0, np.zeros(n, dtype=bool)
    )
    names = [ring.ring_id for ring in name_rings(ranked, market.graph)]

    assert n == len(set(names))


def test_compose__hostile_ids_pass_through_unharmed():
    reviewers = [f"{text} {i}" for i, text in enumerate(HOSTILE)]
    products = [f"{i} {text}" for i, text in enumerate(HOSTILE[:4])]
    rows = [
        {"reviewer_id": r, "product_id": p, "posted_at": day(i), "rating": 5}
        for r in reviewers
        for i, p in enumerate(products)
    ]
    identifiers = [{"reviewer_id": r, "kind": "ip", "value": HOSTILE[0]} for r in reviewers]
    sellers = [{"product_id": p, "seller_id": HOSTILE[1]} for p in products]
    market = prepare(tables_of(rows, identifiers=identifiers, products=sellers), load_config(Path(), None))
    rings = _ring_of(market)
    frames = compose_all(rings, market)

    assert (
        set(reviewers)
        == set(frames["members"]["reviewer_id"])
        == set(frames["ring_identifiers"]["reviewer_id"])
    )
    assert set(products) == set(frames["clients"]["product_id"]) == set(frames["ring_reviews"]["product_id"])
    assert {HOSTILE[1]} == set(frames["clients"]["seller_id"])
    assert not any(HOSTILE[0] in token for token in frames["ring_identifiers"]["token"])
    assert [None] * 4 == frames["clients"]["rating_without"].to_list()


def _ring_of(market: Market):
    """Everybody as one ring."""
    n_members, n_products = len(market.graph.reviewers), len(market.graph.products)
    group = group_of(market.graph, range(n_members), range(n_products))
    plain = assessment(behaviour=50).candidate
    candidate = replace(
        plain,
        group=group,
        membership=np.linspace(-1, 9, n_members),
        n=market.graph.reviews.col_degrees().astype(np.int32),
        expected=np.full(n_products, 0.5),
    )
    ranked = RankedRings(
        assess([candidate], market.channels),
        np.array([3.0]),
        np.array([0.2]),
        np.array([False]),
        10.0,
        np.array([False]),
    )
    return name_rings(ranked, market.graph)


def test_compose__without_times_stars_and_sellers_columns_are_null():
    rows = [{"reviewer_id": f"a{i}", "product_id": f"p{j}"} for i in range(4) for j in range(3)]
    market = prepare(tables_of(rows), load_config(Path(), None))
    frames = compose_all(_ring_of(market), market)
    rings, clients = frames["rings"], frames["clients"]

    assert [None] * 2 == list(rings.select("first_at", "last_at").row(0))
    assert [None] * 5 == list(
        rings.select(f"bits_{f}" for f in ("stars", "identity", "text", "fulfilment", "benefit")).row(0)
    )
    for column in ("seller_id", "rating_with", "rating_without", "first_at", "last_at"):
        assert clients.height == clients[column].null_count()
    assert {None} == set(frames["ring_reviews"]["verified"])
    assert 0 == frames["ring_identifiers"].height
    assert {"member"} == set(frames["members"]["role"])


def test_compose_clients__first_and_last_review_of_a_product_are_the_rings():
    frames, ends = found_frames(), ("first_at", "last_at")
    own = frames["ring_reviews"].filter("in_ring").group_by("ring_id", "product_id")
    told = own.agg(pl.col("posted_at").min().alias("first_at"), pl.col("posted_at").max().alias("last_at"))
    joined = frames["clients"].join(told, on=["ring_id", "product_id"], suffix="_told")

    assert frames["clients"].height == joined.height > 0
    assert all((joined[name] == joined[f"{name}_told"]).all() for name in ends)


def test_compose_rings__span_is_of_the_rings_reviews():
    for row in found_frames()["rings"].iter_rows(named=True):
        mine = found_frames()["ring_reviews"].filter("in_ring", ring_id=row["ring_id"])

        assert row["n_reviews"] == mine.height
        assert dt.timedelta() <= mine["posted_at"].min() - row["first_at"] < dt.timedelta(minutes=1)
        assert dt.timedelta() <= mine["posted_at"].max() - row["last_at"] < dt.timedelta(minutes=1)


def test_compose_members__no_account_is_a_member_for_certain():
    ring, graph = found_rings()[0], ring_market().graph
    nats = np.full(len(ring.group.members), 100.0)
    nats[0] = -100.0
    candidate = replace(ring.assessment.candidate, membership=nats)
    made = replace(ring, assessment=replace(ring.assessment, candidate=candidate))
    members = compose_members([made], graph, np.zeros(len(graph.reviewers), np.int32))

    assert {0.999999, 0.000001} == set(members["membership"].round(9))


def test_ring__a_target_at_even_odds_is_served():
    ring = found_rings()[0]
    chance = np.array([0.49, 0.5, 0.51])

    assert [False, True, True] == replace(ring, client_probability=chance).is_served.tolist()


def test_with_operators__groups_at_even_odds_are_nobodys():
    graph, rings = ring_market().graph, found_rings()
    even = _with_operators([replace(ring, score=0.0) for ring in rings], graph)

    assert len(rings) > len({ring.operator for ring in rings if ring.score > 0}) > 0
    assert len(rings) == len({ring.operator for ring in even})


def test_n_sellers__counts_the_first_seller_and_no_unknown_one():
    rows = [{"reviewer_id": "a", "product_id": f"p{i}"} for i in range(4)]
    sold = [{"product_id": f"p{i}", "seller_id": f"s{i // 2}"} for i in range(3)]
    graph = build_graph(tables_of(rows, products=sold))

    assert [2, 1, 0] == [_n_sellers(graph, np.array(some)) for some in ([0, 1, 2, 3], [0, 1], [3])]

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from collusion.cases.client_probability import (
    _HELD,
    BYSTANDER_BELOW,
    _of_sellers,
    _of_time,
    client_probabilities,
    held_to_direction,
    market_baseline,
    target_stars,
)
from collusion.graph.build import build_graph
from tests.markets import group_of, ring_market
from tests.tables_of import day, tables_of

CREW = [f"crew{i:02d}" for i in range(20)]


def _market(*, lift: bool = True, sellers: str = "one", burst: bool = True, extra: bool = False, labels=()):
    """Ten served listings and five bestsellers that a crew of 20 hides behind, among 300 honest buyers."""
    rng = np.random.default_rng(7)
    rows, products = [], []
    for p in range(15):
        client = p < 10
        seller = "boss" if client and sellers == "one" else f"s{p}"
        products.append({"product_id": f"p{p:02d}", "seller_id": seller})
        for buyer in rng.choice(300, 20 if client else 120, replace=False):
            rows.append(
                (f"honest{buyer:03d}", f"p{p:02d}", int(rng.choice([2, 3, 4, 5])), rng.uniform(0, 300))
            )
        for i, who in enumerate(CREW):
            if (i + p) % 2:
                continue
            stars = 5 if client and lift else int(rng.choice([2, 3, 4, 5]))
            when = 100 + 8 * p + rng.uniform(0, 4) if client and burst else rng.uniform(80, 220)
            rows.append((who, f"p{p:02d}", stars, when))
    if extra:
        rows += [(who, "one-hit", int(rng.choice([3, 4, 5])), rng.uniform(80, 220)) for who in CREW[:8]]
        rows += [
            (f"honest{b:03d}", "one-hit", int(rng.choice([3, 4, 5])), rng.uniform(0, 300)) for b in range(40)
        ]
        products.append({"product_id": "one-hit", "seller_id": "innocent"})
    reviews = pl.DataFrame(rows, schema=["reviewer_id", "product_id", "rating", "day"], orient="row")
    reviews = reviews.unique(["reviewer_id", "product_id"], keep="first", maintain_order=True)
    posted = [day(0) + value * (day(1) - day(0)) for value in reviews["day"].to_list()]
    known = {"labels": labels} if labels else {}
    return tables_of(
        reviews.drop("day").with_columns(posted_at=pl.Series(posted)),
        products=pl.DataFrame(products),
        **known,
    )


def _served(tables) -> dict[str, float]:
    graph = build_graph(tables)
    members = np.flatnonzero(graph.reviewers.ids.str.starts_with("crew").to_numpy())
    group = group_of(graph, members, np.arange(len(graph.products)))
    found = client_probabilities(graph, group, target_stars(graph, group), market_baseline(graph)).tolist()
    return dict(zip(graph.products.ids.to_list(), found, strict=True))


@pytest.mark.parametrize(
    "wish",
    [{}, {"sellers": "each"}, {"burst": False}, {"lift": False}],
    ids=["all", "sellers", "times", "stars"],
)
def test_service__tells_clients_from_bestsellers_with_any_one_kind_of_evidence_missing(wish):
    found = _served(_market(**wish))

    assert all(found[f"p{p:02d}"] > 0.9 for p in range(10))
    assert all(found[f"p{p:02d}"] < BYSTANDER_BELOW for p in range(10, 15))


def test_bystander__is_less_likely_a_clients_than_not():
    """At even odds a target is a client's; one that is held is none."""
    assert _HELD < BYSTANDER_BELOW <= 0.5


def test_service__of_an_innocent_seller_with_one_product_hit_is_low():
    assert _served(_market(extra=True))["one-hit"] < BYSTANDER_BELOW


def test_service__is_a_probability_where_nothing_but_the_graph_is_known():
    tables = _market()
    bare = tables_of(tables.reviews.select("reviewer_id", "product_id"))
    found = np.array(list(_served(bare).values()))

    assert np.all((found > 0) & (found < 1))
    assert found[:10].min() > found[10:].max()


def test_service__of_planted_rings_names_their_targets():
    """All planted targets of a simulated ring, beside the five bestsellers that most members reviewed."""
    market = ring_market()
    right, bystanders = [], []
    for name in market.targets["group_id"].unique().sort().to_list():
        planted = market.planted(name)
        if len(planted.members) < 8:
            continue
        graph = market.graph
        reviewed = graph.reviews.indices[np.isin(graph.reviews.rows(), planted.members)]
        products, counts = np.unique(reviewed[~np.isin(reviewed, planted.products)], return_counts=True)
        hiding = products[np.argsort(-counts, kind="stable")[:5]]
        group = group_of(graph, planted.members, np.concatenate([planted.products, hiding]))
        found = client_probabilities(graph, group, target_stars(graph, group), market_baseline(graph))
        is_target = np.isin(group.products, planted.products)
        right.append((found[is_target] >= BYSTANDER_BELOW).mean())
        bystanders.append((found[~is_target] < BYSTANDER_BELOW).mean())

    assert np.mean(right) > 0.9
    assert np.mean(bystanders) > 0.6


@pytest.mark.parametrize(
    ("n_members", "wish", "log_odds"),
    [
        (4, {}, [4.3249, 3.931, 4.0539, 4.1848, 1.309]),
        (4, {"sellers": "each"}, [3.4325, 3.0386, 3.1615, 3.2924, 3.1438]),
        (4, {"burst": False}, [4.3249, 3.931, 4.0539, 4.1848, 1.309]),
        (4, {"lift": False}, [2.2933, 2.5609, 0.8234, 2.5067, -1.2166]),
        (4, {"extra": True}, [-4.2603, 3.9575, 3.9575, 4.6639, 0.874, -6.6527]),
        (9, {}, [9.5828, 7.6778, 8.8204, 8.2225, -10.7323]),
        (9, {"sellers": "each"}, [8.4498, 6.5477, 7.6874, 7.0925, -7.6879]),
        (9, {"burst": False}, [9.5817, 6.2101, 8.2793, 6.1986, -9.301]),
        (9, {"lift": False}, [4.9364, 4.6325, 3.208, 4.6248, -4.2022]),
        (9, {"extra": True}, [-9.6248, 8.5065, 7.7066, 10.5087, -10.2436, -6.7474]),
        (20, {}, [11.1189, 11.1189, 11.1189, 11.1189, -10.6919]),
        (20, {"sellers": "each"}, [10.0, 10.0, 10.0, 10.0, -7.6474]),
        (20, {"burst": False}, [10.0094, 8.5931, 9.4336, 9.1403, -8.5031]),
        (20, {"lift": False}, [5.1302, 5.6061, 5.2637, 5.6217, -4.8837]),
        (20, {"extra": True}, [-9.6249, 11.168, 11.168, 11.168, -10.7071, -10.7071]),
    ],
)
def test_service__log_odds_are_those_that_decision_18_was_measured_with(n_members, wish, log_odds):
    """Every third product's, so that no weight, limit or habit of the method changes unnoticed."""
    graph = build_graph(_market(**wish))
    members = np.flatnonzero(graph.reviewers.ids.str.starts_with("crew").to_numpy())[:n_members]
    group = group_of(graph, members, np.arange(len(graph.products)))
    found = client_probabilities(graph, group, target_stars(graph, group), market_baseline(graph))

    assert log_odds == pytest.approx(np.log(found / (1 - found))[::3].tolist(), abs=2e-4)


def test_service__nothing_says_more_for_a_client_or_against_one_than_its_limit():
    """Stars, seller, popularity and time are all beyond their limits, of 60 clients and of a bestseller."""
    rows = []
    for p in range(60):
        rows += [(f"crew{i}", f"paid{p:02d}", 1, 5.0 * p + 0.01 * i) for i in range(12)]
        rows += [(f"honest{9 * p + i}", f"paid{p:02d}", 3, 5.0 * p + 70.0 * i) for i in range(2)]
    rows += [(f"crew{i}", "bestseller", 5 - i % 2, 27.0 * i) for i in range(12)]
    rows += [(f"honest{i}", "bestseller", 5 - i % 2, 0.3 * i) for i in range(900)]
    rows += [
        (f"honest{i}", f"other{(i + j) % 450}", 5 - i % 2, 0.3 * i + j) for i in range(900) for j in range(20)
    ]
    sold = {product: "boss" if product.startswith("paid") else product for _, product, *_ in rows}
    reviews = pl.DataFrame(rows, ["reviewer_id", "product_id", "rating", "day"], orient="row")
    posted = [day(0) + value * (day(1) - day(0)) for value in reviews["day"].to_list()]
    tables = tables_of(
        reviews.drop("day").with_columns(posted_at=pl.Series(posted)),
        products=pl.DataFrame({"product_id": list(sold), "seller_id": list(sold.values())}),
    )
    graph = build_graph(tables)
    targets = np.flatnonzero(graph.products.ids.str.contains("paid|bestseller").to_numpy())
    members = np.flatnonzero(graph.reviewers.ids.str.starts_with("crew").to_numpy())
    group = group_of(graph, members, targets)
    found = client_probabilities(graph, group, target_stars(graph, group), market_baseline(graph))
    log_odds = np.log(found / (1 - found))

    prior = 1.0
    assert [prior - 6.0 - 4.5 - 2.0 - 2.0] == pytest.approx(log_odds[:1])
    assert [prior + 6.0 + 3.0 + 1.0 + 2.0] * 60 == pytest.approx(log_odds[1:])


@pytest.mark.parametrize("spread", [0.5, 2.0, 8.0, 32.0, 128.0, 1e6])
def test_of_sellers__a_ring_takes_clients_as_freely_as_says_most_for_it(spread):
    """Of the spreads that are tried, the one of the largest sum counts; here each wins in turn."""
    n_alike = {0.5: 64, 2.0: 61, 8.0: 55, 32.0: 45, 128.0: 20, 1e6: 1}[spread]
    seller = np.array([*[0] * n_alike, *range(1, 65 - n_alike)])
    share = np.full(65, 1 / 400)
    beside = np.where(seller == 0, n_alike - 1.0, 0.0)
    expected = {
        tried: np.log((tried * share[seller] + beside) / (tried + 63.0) / share[seller])
        for tried in (0.5, 2.0, 8.0, 32.0, 128.0, 1e6)
    }
    best = max(expected, key=lambda tried: expected[tried].sum())

    assert spread == best
    assert _of_sellers(seller, np.ones(64), share) == pytest.approx(expected[best])


def _held(reviews, *, is_attack):
    """Return what becomes of a probability of 0.9 for each product, the accounts ``crew…`` being the ring."""
    columns = {"reviewer_id": [], "product_id": [], "rating": []}
    for product, who, stars in reviews:
        for name, value in zip(columns, (who, product, stars), strict=True):
            columns[name].append(value)
    graph = build_graph(tables_of(pl.DataFrame(columns)))
    members = np.flatnonzero(graph.reviewers.ids.str.starts_with("crew").to_numpy())
    group = group_of(graph, members, np.arange(len(graph.products)))
    stars = target_stars(graph, group)
    found = held_to_direction(np.full(len(group.products), 0.9), graph, group, stars, is_attack=is_attack)
    return dict(zip(graph.products.ids.to_list(), found.tolist(), strict=True))


ONE_SIDED = [
    *(("lifted", who, stars) for who, stars in (("crew1", 5), ("crew2", 5), ("honest1", 3))),
    *(("lowered", who, stars) for who, stars in (("crew1", 4), ("crew2", 4), ("honest1", 5))),
    *(("level", who, stars) for who, stars in (("crew1", 5), ("crew2", 3), ("honest1", 4))),
    *(("once", who, stars) for who, stars in (("crew1", 5), ("honest1", 2))),
    *(("alone", who, stars) for who, stars in (("crew1", 2), ("crew2", 2))),
    *(("unrated", who, stars) for who, stars in (("crew1", None), ("crew2", None), ("honest1", 1))),
]


@pytest.mark.parametrize(
    ("is_attack", "held"), [(False, {"lowered", "once"}), (True, {"lifted", "once"})], ids=["praise", "blame"]
)
def test_held_to_direction__one_review_or_stars_that_move_the_other_way_make_no_client(is_attack, held):
    found = _held(ONE_SIDED, is_attack=is_attack)

    assert held == {product for product, chance in found.items() if chance < BYSTANDER_BELOW}
    assert {0.9} == {chance for product, chance in found.items() if product not in held}


def test_held_to_direction__two_reviews_of_one_account_are_one_members():
    twice = [("again", "crew1", 5), ("again", "crew1", 5), ("again", "honest1", 2), ("other", "crew2", 5)]

    assert _held(twice, is_attack=False)["again"] < BYSTANDER_BELOW


@pytest.mark.parametrize(
    ("paces", "is_told"), [([0.1, 0.1], True), ([0.1, np.nan], False), ([np.nan] * 2, False)]
)
def test_of_time__a_pace_is_held_against_another_one(paces, is_told):
    """One target's reviews cannot be unlike the others' in time where there are no others."""
    told = _of_time(np.array(paces), np.array([9, 9]), np.ones(2))

    assert is_told == bool((told > 0).all())
    assert is_told or not told.any()


def _bystanders(*labels: dict[str, str], is_attack: bool) -> set[str]:
    tables = _market(labels=labels)
    graph = build_graph(tables)
    members = np.flatnonzero(graph.reviewers.ids.str.starts_with("crew").to_numpy())
    group = group_of(graph, members, np.arange(len(graph.products)))
    stars = target_stars(graph, group)
    held = held_to_direction(np.full(len(graph.products), 0.9), graph, group, stars, is_attack=is_attack)
    return {name for name, p in zip(graph.products.ids.to_list(), held, strict=True) if p < BYSTANDER_BELOW}


@pytest.mark.parametrize(
    ("entity_type", "entity_id", "cleared"),
    [("product", "p03", {"p03"}), ("seller", "boss", {f"p{p:02d}" for p in range(10)})],
)
def test_held_to_direction__what_a_label_calls_honest_is_no_client(
    entity_type: str, entity_id: str, cleared: set[str]
) -> None:
    """That a product is honest does not say that nobody attacks it."""
    label = {"entity_type": entity_type, "entity_id": entity_id, "label": "honest"}

    assert cleared == _bystanders(label, is_attack=False) - _bystanders(is_attack=False)
    assert _bystanders(is_attack=True) == _bystanders(label, is_attack=True)
    assert _bystanders(is_attack=False) == _bystanders(label | {"label": "fake"}, is_attack=False)

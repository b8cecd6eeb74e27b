from __future__ import annotations

import polars as pl

from collusion.cases import schema
from collusion.cases.footprints import MOST_HOLDERS, compose_footprints
from collusion.graph.build import build_graph
from collusion.tables.loader import replaced
from tests.cases.found_rings import KEY, found_frames, found_rings
from tests.markets import ring_market


def test_compose_footprints__values_of_members_that_few_others_hold():
    """Counted again from the source, whose rows name the holders of every value."""
    frames, held = found_frames(), ring_market().tables.identifiers.unique(["reviewer_id", "kind", "value"])
    found = frames["footprints"]
    for (ring_id,), mine in frames["members"].group_by("ring_id"):
        members = mine["reviewer_id"].implode()
        counted = (
            held.filter(~pl.col("kind").is_in(["promo_code"]))
            .group_by("kind", "value")
            .agg(pl.col("reviewer_id").is_in(members).sum().alias("mine"), pl.len().alias("all"))
            .filter(pl.col("mine") > 0)
            .filter(pl.col("all") <= pl.max_horizontal(MOST_HOLDERS, 2 * pl.col("mine")))
        )
        rows = found.filter(pl.col("ring_id") == ring_id)
        assert rows["token"].is_unique().all()
        assert sorted(counted.select("mine", "all").rows()) == sorted(
            rows.select("n_members", "n_accounts").rows()
        )


def test_compose_footprints__agree_with_the_values_that_members_share():
    frames = found_frames()
    columns = ("ring_id", "token", "n_members", "n_accounts")
    shared = frames["ring_identifiers"].select(columns).unique()
    both = shared.join(frames["footprints"], on=["ring_id", "token"])

    assert both.height > 0
    assert both["n_members"].equals(both["n_members_right"])
    assert both["n_accounts"].equals(both["n_accounts_right"])


def test_compose_footprints__of_no_rings_and_with_another_key():
    graph = ring_market().graph
    assert pl.DataFrame(schema=schema.FOOTPRINTS.schema).equals(compose_footprints([], graph, key=KEY))

    other = compose_footprints(found_rings(), graph, key=b"k" * 32)
    assert not set(found_frames()["footprints"]["token"]) & set(other["token"])


def test_compose_footprints__name_the_members_that_hold_each_value():
    """Counted again from the members of `ring_identifiers`, for values that it has too."""
    frames = found_frames()
    found = frames["footprints"]
    members = dict(frames["members"].group_by("ring_id").agg("reviewer_id").iter_rows())
    named = frames["ring_identifiers"].group_by("ring_id", "token").agg(pl.col("reviewer_id").sort())
    both = found.join(named, on=["ring_id", "token"])

    assert found["reviewer_ids"].list.len().equals(found["n_members"])
    assert all(
        set(holders) <= set(members[ring]) for ring, holders in found.select("ring_id", "reviewer_ids").rows()
    )
    assert both["reviewer_ids"].equals(both["reviewer_id"], check_names=False)


def test_compose_footprints__leave_out_what_many_hold_and_what_is_anybodys():
    """Eight accounts may hold a value, or twice as many as members do; codes and IPv4 networks tie nobody."""
    market, ring = ring_market(), found_rings()[0]
    everybody = market.graph.reviewers.ids
    members = everybody.gather(ring.group.members).to_list()
    others = [name for name in everybody if name not in set(members)]
    held = {
        ("device", "eight"): (1, 7),
        ("device", "nine"): (1, 8),
        ("device", "ten"): (5, 5),
        ("device", "eleven"): (5, 6),
        ("promo_code", "two"): (1, 1),
        ("wallet", "three"): (1, 2),
    }
    rows = [
        (who, kind, value)
        for (kind, value), (n, n_others) in held.items()
        for who in (*members[:n], *others[:n_others])
    ]
    rows += [(members[0], "ip", "10.1.1.1"), (members[1], "ip", "10.1.1.2"), (others[0], "ip", "10.1.1.2")]
    identifiers = pl.DataFrame(rows, schema=["reviewer_id", "kind", "value"], orient="row")
    graph = build_graph(replaced(market.tables, identifiers=identifiers))
    found = compose_footprints([ring], graph, key=KEY)

    assert "ip_24" in graph.identifiers
    assert [(1, 1), (1, 2), (1, 3), (1, 8), (5, 10)] == sorted(found.select("n_members", "n_accounts").rows())

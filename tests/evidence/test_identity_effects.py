"""Which share of a group is tied by identifiers, and what of it households, cafés and offers explain."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from collusion.config import load_config
from collusion.evidence.identifiers import prepare_identifiers
from collusion.graph.build import build_graph
from collusion.tables.mapping import KindParams
from tests.markets import group_of, prepare
from tests.tables_of import tables_of

N_ACCOUNTS = 300


def _effects(values, n_members=20, *, sellers=(), sold_by=lambda j: None):
    """Judge the first accounts: (kind, value) → holders are `values`, `sellers` (seller, kind, value)."""
    rows = [
        {"reviewer_id": f"a{i:03d}", "product_id": f"p{(i + j) % 30:02d}"}
        for i in range(N_ACCOUNTS)
        for j in range(3)
    ]
    identifiers = [
        {"reviewer_id": f"a{i:03d}", "kind": kind, "value": value}
        for (kind, value), holders in values.items()
        for i in holders
    ]
    others = {}
    if sellers:
        others["products"] = [{"product_id": f"p{j:02d}", "seller_id": sold_by(j)} for j in range(30)]
        others["seller_identifiers"] = [
            {"seller_id": seller, "kind": kind, "value": value} for seller, kind, value in sellers
        ]
    market = prepare(tables_of(rows, identifiers=identifiers, **others), load_config(Path(), None))
    return market.channels.identity.assess(
        group_of(market.graph, np.arange(n_members), np.arange(30))
    ).effects


@pytest.mark.parametrize(("n_members", "is_ring"), [(6, False), (7, True)])
def test_identity_effects__so_few_accounts_may_be_one_household(n_members, is_ring):
    cards = {("card", f"{v}"): range(n_members) for v in range(2)} | {("ip", "home"): range(n_members)}
    found = _effects(cards, n_members)
    shares = ("identity_instruments", "identity_places", "identity_of_targets")

    assert [is_ring] * 3 == [found[measure] > 0 for measure in shares]


@pytest.mark.parametrize(("n_strangers", "is_own"), [(0, True), (9, True), (10, False)])
def test_identity_effects__what_mostly_strangers_hold_ties_nobody(n_strangers, is_own):
    """Of the other holders of a value half must be members."""
    found = _effects({("card", "x"): [*range(10), *range(100, 100 + n_strangers)]})

    assert (10 / 20 if is_own else 0.0) == pytest.approx(found["identity_instruments"], abs=0.01)
    assert (1.0 if is_own else 0.0) == found["identity_ties"]


def test_identity_effects__three_times_what_households_show_is_left_out():
    """A hundred of three hundred share a network at home, so half of the members may."""
    homes = {("ip", f"home {i}"): [i, i + 1] for i in range(100, 200, 2)}
    few, many = (
        _effects(homes | {("ip", f"shared {i}"): [i, i + 1] for i in range(0, n, 2)}) for n in (8, 20)
    )
    rate = (100 + 20 + 1) / (N_ACCOUNTS + 2)

    assert 0.0 == few["identity_places"]
    assert 1.0 - 3.0 * rate / 2 == pytest.approx(many["identity_places"])


def test_identity_effects__an_offer_is_neither_instrument_nor_place():
    found = _effects({("promo_code", "TEN"): range(20), ("card", "own"): [0], ("ip", "own"): [1]})

    assert (0.0, 0.0, 0.0) == tuple(
        found[measure] for measure in ("identity_instruments", "identity_places", "identity_ties")
    )


def test_identity_effects__of_kinds_that_no_member_has_nothing_is_known():
    found = _effects({("card", "x"): range(100, 110), ("promo_code", "TEN"): range(20)})

    assert {"identity_public"} == set(found)


@pytest.mark.parametrize(
    ("kind", "n_holders", "sold_by", "n_tied"),
    [
        ("card", 4, lambda j: "s", 4),
        ("card", 60, lambda j: "s", 20),
        ("card", 61, lambda j: "s", 0),
        ("promo_code", 4, lambda j: "s", 0),
        ("address", 4, lambda j: "s", 4),
        ("ip", 4, lambda j: "s", 0),
        ("card", 4, lambda j: "s" if j == 29 else "another", 1),
        ("card", 4, lambda j: None if j else "s", 2),
    ],
    ids=[
        "a card",
        "of as many as can be",
        "of too many",
        "an offer",
        "an address",
        "a network",
        "another's product",
        "one product",
    ],
)
def test_identity_effects__of_the_seller_of_what_was_reviewed(kind, n_holders, sold_by, n_tied):
    """Accounts a000 and a001 reviewed product p00 or not: account i reviews products i to i + 2."""
    holders = [0, 29, *range(1, 19), *range(100, 200)][:n_holders]
    sellers = [("s", kind, "x"), ("another", kind, "y")]
    found = _effects({(kind, "x"): holders}, n_members=30, sellers=sellers, sold_by=sold_by)

    assert n_tied / 30 == pytest.approx(found["identity_seller"])


@pytest.mark.parametrize(
    ("n_members", "n_strangers", "share"),
    [(2, 100, 0.0), (3, 100, 3 / 20), (10, 9, 0.0), (10, 10, 10 / 20), (20, 200, 1.0)],
)
def test_identity_effects__what_mostly_strangers_hold_too_is_public_from_three_members_on(
    n_members, n_strangers, share
):
    found = _effects({("promo_code", "TEN"): [*range(n_members), *range(50, 50 + n_strangers)]})

    assert share == pytest.approx(found["identity_public"])


@pytest.mark.parametrize(
    ("public_share", "measures"),
    [
        (0.0, {"identity_instruments"}),
        (0.019, {"identity_instruments"}),
        (0.02, {"identity_places"}),
        (0.59, {"identity_places"}),
        (0.6, set()),
    ],
)
def test_identity_effects__are_of_instruments_places_or_neither_by_how_public_a_kind_is(
    public_share, measures
):
    rows = [{"reviewer_id": f"a{i:02d}", "product_id": "p"} for i in range(40)]
    held = [{"reviewer_id": f"a{i:02d}", "kind": "card", "value": f"{i // 10}"} for i in range(40)]
    graph = build_graph(tables_of(rows, identifiers=held))
    kinds = {"card": KindParams(public_share, household=True)}
    evidence = prepare_identifiers(graph, kinds, params=load_config(Path(), None).evidence)
    found = evidence.assess(group_of(graph, np.arange(10), [0])).effects

    assert measures == {"identity_instruments", "identity_places"} & set(found)

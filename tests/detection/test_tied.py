from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collusion.config import RunConfig
from collusion.detection import tied
from collusion.detection.tied import ORIGIN, tied_candidates, tied_members, tied_surplus
from collusion.evidence.group import Group
from collusion.evidence.identifiers import prepare_identifiers
from collusion.graph.build import build_graph
from collusion.tables.mapping import BUILT_IN_KINDS
from tests.oracles.tied import tied_accounts
from tests.tables_of import tables_of

CONFIG = RunConfig()
ACCOUNTS = [f"a{i:02d}" for i in range(12)]
PRODUCTS = [f"p{i}" for i in range(4)]
VALUES = [("card", "c1"), ("card", "c2"), ("device", "d1"), ("address", "x1")]


def _market(reviews, holdings, sellers, sold):
    """Return a graph and its identifiers; `sellers` by product, `sold` rows of seller, kind and value."""
    tables = tables_of(
        [{"reviewer_id": a, "product_id": p, "rating": 5} for a, p in reviews],
        products=[{"product_id": p, "seller_id": sellers.get(p)} for p in PRODUCTS],
        identifiers=[{"reviewer_id": a, "kind": k, "value": v} for a, (k, v) in holdings],
        **(
            {"seller_identifiers": [dict(zip(("seller_id", "kind", "value"), row)) for row in sold]}
            if sold
            else {}
        ),
    )
    graph = build_graph(tables)
    return graph, prepare_identifiers(graph, BUILT_IN_KINDS, params=CONFIG.evidence)


def _boosted(*, with_seller=True):
    """Return a market in which ten accounts praise p0 and share three cards, two of them with the seller."""
    insiders = ACCOUNTS[:10]
    strangers = [f"s{i:03d}" for i in range(300)]
    reviews = [(a, "p0") for a in insiders] + [(s, PRODUCTS[1 + i % 3]) for i, s in enumerate(strangers)]
    cards = [("card", f"c{i}") for i in (0, 0, 0, 1, 1, 1, 2, 2, 2, 2)]
    holdings = list(zip(insiders, cards)) + [(s, ("card", f"own-{s}")) for s in strangers]
    sold = [("s0", "card", "c0"), ("s0", "card", "c1"), ("s0", "card", "c2")] if with_seller else []
    return _market(reviews, holdings, {"p0": "s0", "p1": "s1"}, sold)


rows = st.lists(
    st.tuples(st.sampled_from(ACCOUNTS), st.sampled_from(PRODUCTS)), min_size=1, max_size=40, unique=True
)
held = st.lists(
    st.tuples(st.sampled_from(ACCOUNTS), st.sampled_from(VALUES)), min_size=1, max_size=30, unique=True
)
of_sellers = st.lists(
    st.tuples(st.sampled_from(("s0", "s1")), st.sampled_from(VALUES)), max_size=3, unique=True
)


@settings(max_examples=40, deadline=None)
@given(rows, held, of_sellers)
def test_connected__as_the_definition_says(reviews, holdings, sold):
    sellers = {"p0": "s0", "p1": "s1"}
    graph, identity = _market(reviews, holdings, sellers, [(s, *value) for s, value in sold])
    own = np.arange(len(graph.products))  # each product by itself
    ties = tied._ties(graph, identity, own)
    accounts, products = graph.reviewers.ids.to_list(), graph.products.ids.to_list()
    found = {}
    for part in tied._connected(ties):
        name = products[int(ties.listing[part[0]])]
        found.setdefault(name, []).append({accounts[i] for i in ties.account[part].tolist()})
    reviewed = {a: {p for b, p in reviews if b == a} for a, _ in reviews}
    known = set(reviewed)
    expected = tied_accounts(
        reviewed,
        [(a, *value) for a, value in holdings if a in known],
        {p: {value for seller, value in sold if seller == s} for p, s in sellers.items()},
    )

    assert expected == {name: sorted(parts, key=min) for name, parts in found.items()}


def test_tied_candidates__the_owner_and_those_who_share_a_card_with_him():
    graph, identity = _boosted()
    (found,) = tied_candidates(graph, identity, params=CONFIG.detection)
    names = [graph.reviewers.ids[i] for i in found.group.members.tolist()]

    assert ACCOUNTS[:10] == names
    assert ["p0"] == [graph.products.ids[i] for i in found.group.products.tolist()]
    assert (ORIGIN, 10) == (found.origin, int(found.n.sum()))
    assert found.surplus == pytest.approx(tied_surplus(found.group, graph, identity))


def test_tied_candidates__three_families_that_bought_the_same_are_no_group():
    graph, identity = _boosted(with_seller=False)

    assert [] == tied_candidates(graph, identity, params=CONFIG.detection)


def test_tied_surplus__falls_with_each_account_that_is_taken_out():
    graph, identity = _boosted()
    (found,) = tied_candidates(graph, identity, params=CONFIG.detection)
    left = replace(found.group, members=found.group.members[3:])

    assert 0.0 < tied_surplus(left, graph, identity) < found.surplus


def test_tied_candidates__none_without_identifiers():
    tables = tables_of([{"reviewer_id": a, "product_id": "p0"} for a in ACCOUNTS])
    graph = build_graph(tables)
    identity = prepare_identifiers(graph, BUILT_IN_KINDS, params=CONFIG.evidence)

    assert [] == tied_candidates(graph, identity, params=CONFIG.detection)


@pytest.mark.parametrize(("shared", "n_groups"), [(6, 2), (7, 1)])
def test_joined__sets_of_a_jaccard_index_of_a_half(shared, n_groups):
    """Of two sets of ten accounts, seven in common are more than half of the thirteen in all."""
    one = tied._Tied(np.arange(10, dtype=np.int32), np.array([3]), 5.0)
    other = tied._Tied(np.arange(10 - shared, 20 - shared, dtype=np.int32), np.array([4]), 7.0)
    found = tied._joined([one, other])

    assert n_groups == len(found)
    assert 12.0 == sum(group.surplus for group in found)


@settings(max_examples=40, deadline=None)
@given(rows, held, of_sellers, st.sampled_from(PRODUCTS), st.sets(st.integers(0, 39), max_size=6))
def test_tied_members__as_the_definition_says_without_lost_reviews(reviews, holdings, sold, product, lost):
    sellers = {"p0": "s0", "p1": "s1", "p2": "s2", "p3": "s3"}
    graph, identity = _market(reviews, holdings, sellers, [(s, *value) for s, value in sold])
    if product not in graph.products.ids.to_list():
        return
    everybody = np.arange(len(graph.reviewers), dtype=np.int32)
    target = np.array([graph.products.ids.to_list().index(product)], dtype=np.int32)
    gone = np.array(sorted(place for place in lost if place < graph.reviews.n_edges), dtype=np.int64)
    group = Group(everybody, target, np.arange(graph.reviews.n_edges))
    found = tied_members(group, graph, identity, gone)

    names, products = graph.reviewers.ids.to_list(), graph.products.ids.to_list()
    left = np.setdiff1d(np.arange(graph.reviews.n_edges), gone)
    reviewed = {name: set() for name in names}
    for account, what in zip(graph.reviews.rows()[left], graph.reviews.indices[left], strict=True):
        reviewed[names[account]].add(products[what])
    expected = tied_accounts(
        reviewed,
        [(a, *value) for a, value in holdings if a in reviewed],
        {p: {value for seller, value in sold if seller == s} for p, s in sellers.items()},
    )

    assert {a for part in expected.get(product, []) for a in part} == {names[i] for i in found.tolist()}

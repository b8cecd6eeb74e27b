from __future__ import annotations

import math
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from collusion.config import load_config
from collusion.evidence.identifiers import (
    holders_among,
    link_identifiers,
    prepare_identifiers,
    share_weight,
    shared_values,
)
from tests.markets import group_of, prepare, ring_market
from tests.tables_of import tables_of

N_ACCOUNTS = 300


def _market(shared):
    """300 accounts with an IP each, fifty pairs that share one at home, and `shared`: value → holders."""
    rows = [
        {"reviewer_id": f"a{i:03d}", "product_id": f"p{(i + j) % 30}"}
        for i in range(N_ACCOUNTS)
        for j in range(3)
    ]
    held = {f"own {i}": [i] for i in range(N_ACCOUNTS)}
    held |= {f"home {i}": [i, i + 1] for i in range(100, 200, 2)}
    identifiers = [
        {"reviewer_id": f"a{i:03d}", "kind": kind, "value": value}
        for kind, values in {"ip": held, **shared}.items()
        for value, holders in ({**held, **values} if kind == "ip" else values).items()
        for i in holders
    ]
    return prepare(tables_of(rows, identifiers=identifiers), load_config(Path(), None))


def _assess(shared, n_members=20):
    market = _market(shared)
    return market.channels.identity.assess(group_of(market.graph, np.arange(n_members), np.arange(30)))


def test_assess__a_couple_with_many_values_is_still_two_accounts():
    found = _assess({"ip": {f"shared {v}": [0, 1] for v in range(10)}})

    assert found.bits <= 0


def test_assess__counts_members_not_values():
    """Six of twenty share, each two of them three values."""
    values = {f"shared {v}": [v // 3 * 2, v // 3 * 2 + 1] for v in range(9)}
    found = _assess({"card": values})

    assert "6 share cards" in found.sentence
    assert 6 == found.observed


def test_assess__counts_what_its_sentence_counts():
    """A kind that tells nothing, such as a code that everybody has, is in neither."""
    found = _assess(
        {"card": {"x": range(6), "y": range(6, 12)}, "promo_code": {"public": range(N_ACCOUNTS)},
         "gift_card": {"batch": range(8, 16), "other": range(16, 20)}}
    )  # fmt: skip

    assert found.sentence.startswith("Of 20 accounts, 12 share cards (")
    assert " and 12 share gift cards (" in found.sentence
    assert "promo" not in found.sentence
    assert 24 == found.observed
    assert found.expected < 3


def test_assess__what_households_share_as_often_is_no_evidence():
    assert _assess({"ip": {"shared": [0, 1], "too": [2, 3]}}).bits <= 0


@pytest.mark.parametrize("kind", ["card", "address", "device", "phone"])
def test_assess__what_one_household_may_share_is_no_evidence_of_so_few(kind):
    """A family of five with two cards: without this rule it has more than twenty bits."""
    shared = {kind: {"first": range(5), "second": range(5)}}

    assert 0.0 == _assess(shared, n_members=5).bits
    assert 0.0 == _assess({kind: {"first": range(6), "second": range(6)}}, n_members=6).bits
    assert _assess({kind: {"first": range(6), "second": range(6)}}, n_members=7).bits > 0
    assert _assess({kind: {f"{v}": range(4 * v, 4 * v + 4) for v in range(5)}}, n_members=20).bits > 10


@pytest.mark.parametrize("kind", ["gift_card", "email"])
def test_assess__what_no_household_shares_is_evidence_of_few_too(kind):
    """`household = false` says so: a gift card that pays for five accounts is no family's."""
    assert _assess({kind: {"first": range(5), "second": range(5)}}, n_members=5).bits > 5


def test_assess__of_members_without_identifiers_is_silence():
    rows = [{"reviewer_id": f"a{i}", "product_id": "p"} for i in range(9)]
    identifiers = [{"reviewer_id": "a0", "kind": "ip", "value": "x"}]
    market = prepare(tables_of(rows, identifiers=identifiers), load_config(Path(), None))

    assert market.channels.identity.assess(group_of(market.graph, range(9), [0])) is not None
    assert market.channels.identity.assess(group_of(market.graph, range(1, 9), [0])) is None


def test_assess__a_network_of_everybody_is_no_evidence():
    assert _assess({"ip": {"carrier": range(N_ACCOUNTS)}}).bits <= 0


def test_assess__rare_values_of_the_members_alone_are_evidence_and_more_the_more_share():
    bits = [
        _assess({"gift_card": {f"batch {b}": range(4 * b, 4 * b + 4) for b in range(n)}}).bits
        for n in (1, 2, 3, 5)
    ]

    assert bits == sorted(bits)
    assert bits[-1] > 20


def test_assess__values_are_those_that_members_share():
    market = _market({"gift_card": {"batch": range(8), "other": range(100, 108)}})
    found = market.channels.identity.assess(group_of(market.graph, np.arange(8), np.arange(30)))
    nodes = market.graph.identifiers["gift_card"].nodes

    assert [("gift_card", "batch")] == [(kind, nodes.ids[value]) for kind, value in found.values]


def test_shared_values__by_counting_them():
    market = ring_market()
    relation = market.graph.identifiers["gift_card"]
    members = market.accounts("gift_cards-01")
    counts: dict[int, int] = {}
    for member in members:
        adjacency = relation.adjacency
        for value in adjacency.indices[adjacency.indptr[member] : adjacency.indptr[member + 1]].tolist():
            counts[value] = counts.get(value, 0) + 1
    found = shared_values(relation, members)

    assert {value: n for value, n in counts.items() if n > 1} == dict(
        zip(found.values.tolist(), found.n_members.tolist())
    )
    assert len(found.values) > 3


def test_holders_among__by_looking_at_each_value():
    market = ring_market()
    relation = market.graph.identifiers["gift_card"]
    members = market.accounts("gift_cards-01")
    values = shared_values(relation, members).values[::-1]
    expected = []
    for value in values.tolist():
        ends = relation.adjacency.t_indptr[value : value + 2].tolist()
        expected.append(
            [who for who in relation.adjacency.t_indices[slice(*ends)].tolist() if who in members]
        )
    found, counts = holders_among(relation, values, members)

    assert [len(some) for some in expected] == counts.tolist()
    assert [who for some in expected for who in some] == found.tolist()


def test_share_weight__falls_with_the_number_of_holders_and_ends_at_what_is_public():
    weight = share_weight(np.array([2, 3, 10, 100, 100_000]), 100_000, 0.2)

    assert weight.tolist() == sorted(weight, reverse=True)
    assert weight[0] > 8
    assert math.log(0.8 * 0.3 + 0.2) == pytest.approx(weight[-1], abs=1e-3)


def test_link_identifiers__every_pair_of_holders_of_a_rare_value_once():
    market = _market({"card": {"x": [3, 1, 2], "y": [1, 2]}, "ip": {"carrier": range(200)}})
    found = link_identifiers(market.channels.identity, min_weight=2.0)
    card = market.channels.identity.kinds["card"]
    home = [(i, i + 1) for i in range(100, 200, 2)]
    weights = dict(zip(zip(found.source.tolist(), found.target.tolist()), found.weight.tolist()))

    assert sorted([*combinations([1, 2, 3], 2), *home]) == list(weights)
    expected = share_weight(np.array([3, 2]), N_ACCOUNTS, card.public_share)
    assert expected[0] == pytest.approx(weights[1, 3])
    assert expected.sum() == pytest.approx(weights[1, 2])


@pytest.mark.parametrize(("n_holders", "n_linked"), [(60, 60 * 59 // 2), (61, 0)])
def test_link_identifiers__a_value_of_more_than_sixty_links_nobody(n_holders, n_linked):
    market = _market({"card": {"x": range(n_holders)}})
    weight = float(share_weight(np.array([n_holders]), N_ACCOUNTS, 0.001)[0])
    found = link_identifiers(market.channels.identity.instruments(), min_weight=weight)

    assert n_linked == len(found)


def test_link_identifiers__nothing_reaches_a_high_cut():
    market = _market({"card": {"x": [3, 1, 2]}})

    assert 0 == len(link_identifiers(market.channels.identity, min_weight=50.0))


@pytest.mark.parametrize(("kind", "public"), [("ip", 0.2), ("address", 0.05), ("card", 0.001)])
@pytest.mark.parametrize("n_strangers", [0, 20])
def test_assess__a_value_of_many_says_no_more_than_its_being_public_allows(kind, public, n_strangers):
    """However many share it, it may be a café; and so much the likelier where strangers hold it too."""
    shared = {kind: {"one": [*range(20), *range(220, 220 + n_strangers)]}}
    ceiling = -math.log2(public) * 20 / (20 + n_strangers)

    assert ceiling == pytest.approx(_assess(shared).bits, abs=1e-6)


def test_assess__what_few_share_is_paid_for_by_their_number():
    """Of twenty members six share cards in pairs; what is left is net of ln 21, the choice of how many."""
    found = _assess({"card": {f"{v}": [2 * v, 2 * v + 1] for v in range(3)}})
    expected = 20 * (6 + 1) / (N_ACCOUNTS + 2) / 2
    nats = 6 * math.log(6 / expected) - (6 - expected) - math.log(21)

    assert nats / math.log(2) == pytest.approx(found.bits)


def test_assess__what_many_share_is_paid_for_by_the_number_of_values():
    """Seven members and fourteen others hold one of n cards: chance would show it somewhere."""

    def bits(n_values):
        cards = {f"own {i}": [i] for i in range(n_values - 1)}
        return _assess({"card": {"one": [*range(7), *range(200, 214)], **cards}}).bits

    surplus = 7 * math.log(7 / (20 * 21 / N_ACCOUNTS)) - (7 - 20 * 21 / N_ACCOUNTS)
    assert (surplus - math.log(60)) / math.log(2) == pytest.approx(bits(60))
    assert 0.0 == bits(1 + math.ceil(math.exp(surplus)))


def test_assess__one_in_a_thousand_shares_a_value_with_the_seller():
    """Two of twenty members hold a card of the seller, each another one; so 0.02 would be expected to."""
    rows = [{"reviewer_id": f"a{i:03d}", "product_id": "p"} for i in range(N_ACCOUNTS)]
    cards = [{"reviewer_id": f"a{i:03d}", "kind": "card", "value": f"{i}"} for i in range(N_ACCOUNTS)]
    sold = [{"seller_id": "s", "kind": "card", "value": value} for value in ("0", "1")]
    tables = tables_of(
        rows,
        identifiers=cards,
        products=[{"product_id": "p", "seller_id": "s"}],
        seller_identifiers=sold,
    )
    market = prepare(tables, load_config(Path(), None))
    found = market.channels.identity.assess(group_of(market.graph, range(20), [0]))

    assert (2 * math.log(2 / 0.02) - (2 - 0.02)) / math.log(2) == pytest.approx(found.bits)


def test_prepare_identifiers__a_kind_of_which_nothing_is_declared_may_be_public_or_a_households():
    market = _market({})
    found = prepare_identifiers(market.graph, {}, params=load_config(Path(), None).evidence).kinds["ip"]

    assert (0.5, True) == (found.public_share, found.is_domestic)

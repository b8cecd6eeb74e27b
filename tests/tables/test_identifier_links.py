from __future__ import annotations

import random
from collections import defaultdict
from itertools import pairwise

import pytest

from collusion.graph.build import build_graph
from collusion.tables import identifier_links, loader, spill
from collusion.tables.read import read_tables
from tests.tables.sources import csv

PEOPLE = [f"u{i}" for i in range(8)]
REVIEWS = "reviewer_id,product_id\n" + "".join(f"{one},p{i % 3}\n" for i, one in enumerate(PEOPLE))
PRODUCTS = "product_id,seller_id\np0,s0\np1,s1\np2,s2\n"


def rows(names: list[str], header: str, seed: int, n: int) -> str:
    rng = random.Random(seed)
    cells = [(rng.choice(names), rng.choice(["card", "device"]), f"v{rng.randrange(9)}") for _ in range(n)]
    return header + "".join(f"{a},{b},{c}\n" for a, b, c in cells)


def held(text: str, known: list[str]) -> dict[str, set[tuple[str, str]]]:
    found = defaultdict(set)
    for line in text.splitlines()[1:]:
        name, kind, value = line.split(",")
        if name in known:
            found[kind].add((name, value))
    return found


@pytest.fixture(params=["in memory", "on the disk"])
def place(request, monkeypatch):
    """Where sightings wait: in memory, or all of them on the disk, and nothing in the background."""
    if request.param == "on the disk":
        monkeypatch.setattr(spill, "_LEAST_BYTES", 0)
        monkeypatch.setattr(identifier_links, "ArrayFile", lambda: spill.ArrayFile(held_bytes=0))
        monkeypatch.setattr(loader, "_APART_ROWS", 0)


@pytest.mark.usefixtures("place")
@pytest.mark.parametrize("hold", [0, 1000])
@pytest.mark.parametrize("seed", range(4))
def test_linked_values__sellers_and_reviewers_share_values(tmp_path, seed, hold):
    """Both relations against sets of rows, without sellers of no product and values of sellers alone."""
    own = rows([*PEOPLE, "stranger"], "reviewer_id,kind,value\n", seed, 30)
    others = rows(["s0", "s1", "s2", "unknown"], "seller_id,kind,value\n", seed + 100, 12)
    tables = read_tables(
        csv(tmp_path, reviews=REVIEWS, products=PRODUCTS, identifiers=own, seller_identifiers=others),
        hold=hold,
    )
    graph = build_graph(tables)
    by_account, by_seller = held(own, PEOPLE), held(others, ["s0", "s1", "s2"])

    assert sorted(by_account) == list(graph.identifiers)
    for kind, relation in graph.identifiers.items():
        values = relation.nodes.ids.to_list()
        pairs = zip(relation.adjacency.rows().tolist(), relation.adjacency.indices.tolist(), strict=True)
        assert by_account[kind] == {(graph.reviewers.ids[r], values[v]) for r, v in pairs}
        sold = graph.seller_identifiers.get(kind)
        expected = {pair for pair in by_seller[kind] if pair[1] in values}
        assert (sold is None) is (not expected)
        if sold is not None:
            assert sold.nodes is relation.nodes
            pairs = zip(sold.adjacency.rows().tolist(), sold.adjacency.indices.tolist(), strict=True)
            assert expected == {(graph.sellers.ids[s], values[v]) for s, v in pairs}


def test_linked_values__normal_forms_meet_and_networks_are_kinds(tmp_path):
    identifiers = (
        "reviewer_id,kind,value\nu0,email,Bob@X.com\nu1,email,bob@x.com\nu2,email,none\n"
        "u0,ip,192.0.2.1\nu1,ip,192.0.2.2\nu2,ip,192.0.2.2\nu3,ip,198.51.100.1\nu4,ip,198.51.100.1\n"
        "u5,ip,2001:db8::1\nu6,ip,2001:DB8:0:0::2\nu7,ip,0.0.0.0\nu7,ip,203.0.113.1\nu7,ip,203.0.113.2\n"
    )
    tables = read_tables(csv(tmp_path, reviews=REVIEWS, identifiers=identifiers))
    graph = build_graph(tables)
    told = [(note.message.split()[1:3], note.message.split()[-1], note.count) for note in tables.notes[1:]]

    assert ["email", "ip", "ip_24", "ip_64"] == list(graph.identifiers)
    assert ["bob@x.com"] == graph.identifiers["email"].nodes.ids.to_list()
    assert [0, 1] == graph.identifiers["email"].adjacency.t_indices.tolist()
    # Accounts that share an address share its network, which says nothing more; nor does an account alone.
    assert ["192.0.2.0/24"] == graph.identifiers["ip_24"].nodes.ids.to_list()
    assert [0, 1, 2] == graph.identifiers["ip_24"].adjacency.t_indices.tolist()
    assert ["2001:db8::/64"] == graph.identifiers["ip_64"].nodes.ids.to_list()
    assert [(["that", "say"], "email", 1), (["that", "say"], "ip", 1)] == told[:2]
    assert [(["written", "otherwise"], "email", 1), (["written", "otherwise"], "ip", 1)] == told[2:]
    assert all("x.com" not in str(note) and "192." not in str(note) for note in tables.notes)


def test_linked_values__a_kind_that_nobody_here_holds_is_missing(tmp_path):
    tables = read_tables(
        csv(tmp_path, reviews=REVIEWS, identifiers="reviewer_id,kind,value\nx,ip,1\nU1,card,2\n")
    )

    assert {} == tables.codes.identifier_links


def linked(tmp_path, identifiers):
    """Return who holds values together, by kind, and the notes on values."""
    tables = read_tables(csv(tmp_path, reviews=REVIEWS, identifiers="reviewer_id,kind,value\n" + identifiers))
    graph = build_graph(tables)
    found = {}
    for kind, relation in graph.identifiers.items():
        indptr, holders = relation.adjacency.t_indptr, relation.adjacency.t_indices
        groups = [holders[low:high].tolist() for low, high in pairwise(indptr.tolist())]
        found[kind] = sorted([graph.reviewers.ids[one] for one in group] for group in groups)
    return found, [note for note in tables.notes if note.column == "value"]


def test_linked_values__masked_ones_link_nobody_and_are_told(tmp_path):
    """Many people's cards end in the same four digits; the hash of a whole number is its own."""
    rows = "".join(f"u{i},card,**** **** **** 1234\n" for i in range(6))
    rows += "u0,email,j***@gmail.com\nu1,email,j***@gmail.com\nu6,card,9f86d0\nu7,card,9f86d0\n"
    found, notes = linked(tmp_path, rows)
    told = {note.message.rpartition(" ")[2]: note for note in notes}

    assert {"card": [["u6", "u7"]]} == found
    assert {"card": 6, "email": 2} == {kind: note.count for kind, note in told.items()}
    assert all(note.is_warning for note in notes)
    assert not any("gmail" in note.message for note in notes)
    assert "export a keyed hash of the whole value" in told["card"].message


def test_linked_values__of_an_ip_whose_last_number_is_hidden_the_network_is_left(tmp_path):
    rows = "u0,ip,1.2.3.x\nu1,ip,1.2.3.***\nu2,ip,1.2.x.x\nu3,ip,1.2.x.x\nu4,ip,9.9.9.9\nu5,ip,9.9.9.9\n"
    found, notes = linked(tmp_path, rows)

    assert {"ip": [["u4", "u5"]], "ip_24": [["u0", "u1"]]} == found
    assert [4] == [note.count for note in notes]


@pytest.mark.usefixtures("place")
@pytest.mark.parametrize("n_whole", [2, 40])
def test_linked_values__addresses_that_end_in_0_are_networks_where_most_do(tmp_path, n_whole):
    rows = "".join(f"u{i},ip,11.1.{i // 2}.0\n" for i in range(6))
    rows += "".join(f"u{i % 8},ip,11.2.{i}.7\n" for i in range(n_whole - 1)) + "u7,ip,11.1.0.9\n"
    found, notes = linked(tmp_path, rows)
    together = [["u0", "u1"], ["u2", "u3"], ["u4", "u5"]]

    if n_whole == 2:
        assert [["u0", "u1", "u7"], *together[1:]] == found["ip_24"]
        assert not [group for group in found["ip"] if len(group) > 1]
        assert [(6, True)] == [(note.count, note.is_warning) for note in notes]
    else:
        assert together == [group for group in found["ip"] if len(group) > 1]
        assert [["u0", "u1", "u7"]] == found["ip_24"]
        assert [] == notes


@pytest.mark.parametrize(
    "kind, cells, words",
    [
        ("ip", [f"10.0.0.{i % 2}" for i in range(8)], "IP addresses of private networks"),
        ("ip", [f'"9.9.9.{i % 2}, 1.1.1.1"' for i in range(8)], "cells with several values"),
        ("card", [f"{1000 + i % 2}" for i in range(8)], "cards that are all of four digits"),
    ],
)
def test_linked_values__what_may_be_everybodys_is_a_warning_and_stays(tmp_path, kind, cells, words):
    found, notes = linked(tmp_path, "".join(f"u{i},{kind},{cell}\n" for i, cell in enumerate(cells)))

    assert [[f"u{i}" for i in (k, k + 2, k + 4, k + 6)] for k in (0, 1)] == found[kind]
    assert [True] == [note.is_warning for note in notes if words in note.message]
    assert 8 == next(note.count for note in notes if words in note.message)


def test_linked_values__cards_of_other_lengths_beside_four_digits_are_ids(tmp_path):
    _, notes = linked(tmp_path, "u0,card,1000\nu1,card,10001\n")

    assert [] == notes


def test_linked_values__one_address_written_as_a_network_is_that_address(tmp_path):
    found, _ = linked(
        tmp_path, "u0,ip,9.9.9.9/32\nu1,ip,9.9.9.9\nu2,device,00000000-0000-0000-0000-000000000000\n"
    )

    assert {"ip": [["u0", "u1"]]} == found

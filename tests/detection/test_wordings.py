from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collusion.config import RunConfig
from collusion.detection import wordings
from collusion.detection.wordings import ORIGIN, wording_candidates, wording_surplus
from collusion.evidence.copied_texts import copied_windows, find_copied_texts
from collusion.evidence.group import Group, member_of_edges
from collusion.evidence.near_duplicates import near_duplicate_reviews
from collusion.evidence.review_texts import gather_texts
from collusion.graph.build import build_graph
from tests.markets import prepare
from tests.oracles.wordings import best_window, copied_reviews
from tests.tables_of import day, tables_of

PARAMS = RunConfig().detection
WORDS = [f"word{k}" for k in range(900)]


def _own_words(number, n=12):
    """Return a text that no other number has a phrase of."""
    rng = np.random.default_rng(number)
    return " ".join(rng.permutation(WORDS)[:n])


def _row(account, product, when, text, rating=5):
    return {
        "reviewer_id": account,
        "product_id": product,
        "posted_at": day(when),
        "rating": rating,
        "review_id": f"{account}-{product}",
        "text": text,
    }


def _honest(n=800, n_products=20):
    return [_row(f"h{i:03d}", f"p{i % n_products:02d}", i * 0.5, _own_words(i), 1 + i % 5) for i in range(n)]


def _copycats(n=12, n_targets=3, first=63.0):
    """Return reviews of accounts that copy honest texts of other products within a week, two each."""
    copied = [i for i in range(800) if i % 20 >= n_targets][:: 680 // (2 * n)]
    return [
        _row(f"c{k:02d}", f"p{(k + j) % n_targets:02d}", first + 6.9 * k / n, _own_words(copied[2 * k + j]))
        for k in range(n)
        for j in range(2)
    ]


def _moulds(n=24, n_targets=3, first=63.0):
    """Return reviews after one text, each with another word in one place."""
    words = _own_words(10_000, 16).split()
    return [
        _row(f"m{k:02d}", f"p{k % n_targets:02d}", first + 6.9 * k / n, " ".join([*words[:-1], f"slot{k}"]))
        for k in range(n)
    ]


def _found(rows):
    tables = tables_of(rows)
    graph = build_graph(tables)
    texts = gather_texts(tables)
    copied = find_copied_texts(graph, near_duplicate_reviews(texts), texts)
    return graph, copied, wording_candidates(graph, copied, params=PARAMS)


def _names(graph, group):
    return set(graph.reviewers.names(group.members).to_list())


@pytest.mark.parametrize("written", [_copycats, _moulds])
def test_wording_candidates__accounts_whose_texts_are_copied_on_the_same_products(written):
    graph, copied, (found,) = _found(_honest() + written())

    assert _names(graph, found.group) == {row["reviewer_id"] for row in written()}
    assert graph.products.names(found.group.products).to_list() == ["p00", "p01", "p02"]
    assert (ORIGIN, 24) == (found.origin, int(found.n.sum()))
    assert found.surplus == pytest.approx(wording_surplus(found.group, graph, copied))


def test_wording_candidates__nothing_where_copied_texts_are_as_frequent_everywhere():
    spread = _moulds(40, 20)
    spread = [row | {"posted_at": day(5.0 * k)} for k, row in enumerate(spread)]

    assert [] == _found(_honest() + spread)[2]


def test_wording_candidates__a_text_of_fifty_is_everybodys():
    text = _own_words(10_000)
    rows = [row | {"text": text} for row in _moulds(60)]

    assert [] == _found(_honest() + rows)[2]


def test_wording_candidates__fewer_accounts_than_a_group_has_are_none():
    assert [] == _found(_honest() + _moulds(7, 1))[2]


def test_wording_candidates__who_wrote_of_two_targets_then_belongs_in_his_own_words_too():
    more = [_row("x", f"p{k:02d}", 66.0, _own_words(20_000 + k)) for k in range(2)]
    graph, _, (found,) = _found(_honest() + _moulds() + more)

    assert "x" in _names(graph, found.group)


def test_wording_candidates__without_times_all_texts_of_a_product_are_looked_at():
    rows = [{k: v for k, v in row.items() if k != "posted_at"} for row in _honest(100) + _moulds(24, 2)]
    graph, copied, (found,) = _found(rows)
    windows = copied_windows(found.group, graph, copied)

    assert _names(graph, found.group) == {row["reviewer_id"] for row in _moulds(24, 2)}
    assert windows.n_ways.tolist() == [1, 1]
    assert windows.n_written.tolist() == [17, 17]


def test_wording_candidates__reviews_without_a_time_are_in_no_window():
    undated = [
        row | {"reviewer_id": f"u{k}", "review_id": f"u{k}", "posted_at": None}
        for k, row in enumerate(_moulds())
    ]
    graph, _, (found,) = _found(_honest() + _moulds() + undated)

    assert _names(graph, found.group) == {row["reviewer_id"] for row in _moulds()}


def test_wording_surplus__falls_with_each_account_that_is_taken_out():
    graph, copied, (found,) = _found(_honest() + _moulds())
    author = member_of_edges(graph, found.group.edges)
    surplus = [found.surplus]
    for k in range(1, 4):
        left = replace(found.group, edges=found.group.edges[~np.isin(author, found.group.members[:k])])
        surplus.append(wording_surplus(left, graph, copied))

    assert surplus == sorted(surplus, reverse=True)
    assert 0.0 < surplus[-1] < surplus[0]


def test_wording_surplus__of_nobody_is_nothing():
    graph, copied, _ = _found(_honest())
    nobody = Group(np.zeros(0, np.int32), np.zeros(0, np.int32), np.zeros(0, np.int64))

    assert 0.0 == wording_surplus(nobody, graph, copied)


def test_given_candidate__of_copied_wording_is_what_was_found_and_without_a_text_nobody_is_in_it():
    market = prepare(tables_of(_honest() + _moulds()), RunConfig())
    copied = market.channels.text.copied
    (found,) = wording_candidates(market.graph, copied, params=PARAMS)
    again = wordings.measured(found.group, market.graph, copied)
    group, lost = found.group, found.group.edges[:1]
    left = replace(group, edges=np.setdiff1d(group.edges, lost))
    without = wordings.measured(left, market.graph, copied)
    out = member_of_edges(market.graph, lost)

    assert (again.surplus, again.n.tolist()) == (found.surplus, found.n.tolist())
    assert np.isfinite(again.membership).all()
    assert group.members[np.isnan(without.membership)].tolist() == out.tolist()


SENTENCES = st.sampled_from([_own_words(k) for k in range(4)] + [_own_words(0)[:-3] + "odd", "fine", ""])


@settings(max_examples=30, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 5), st.integers(0, 2), st.integers(0, 8), SENTENCES),
        min_size=1,
        max_size=14,
        unique_by=lambda row: row[:2],
    )
)
def test_gathered__as_the_definition_says(rows):
    tables = tables_of([_row(f"a{who}", f"p{what}", when, text) for who, what, when, text in rows])
    graph, texts = build_graph(tables), gather_texts(tables)
    copied = find_copied_texts(graph, near_duplicate_reviews(texts), texts)
    names = {f"a{who}-p{what}": (f"a{who}", text) for who, what, _, text in rows if text and text != "fine"}
    expected = copied_reviews(names)
    authors = graph.reviewers.names(member_of_edges(graph, np.arange(graph.reviews.n_edges))).to_list()
    products = graph.products.names(graph.reviews.indices).to_list()
    found = {f"{a}-{p}" for a, p, is_one in zip(authors, products, copied.copied, strict=True) if is_one}

    assert found == expected
    for place, product in enumerate(graph.products.names(np.arange(len(graph.products))).to_list()):
        own = [(f"a{who}-p{what}", when) for who, what, when, text in rows if f"p{what}" == product and text]
        told = [(when * 1440, review in expected) for review, when in own]
        k = copied.of_product.sum(axis=0) - copied.of_product[place]
        best = best_window(told, (int(k[0]), int(k[1]))) if told else 0.0
        one = wordings._gathered(place, graph, copied)
        if one.nats > 0.0 or best > 0.0:
            assert one.nats == pytest.approx(best)


def test_gathered__of_many_moments_are_some():
    """Of a product with very many copied texts the windows between some moments are tried, ends included."""
    rows = [_row(f"m{k:03d}", "p00", k * 0.01, _own_words(30_000 + k // 2)) for k in range(600)]
    graph, copied, found = _found(_honest(2000) + rows)

    assert len(np.unique(graph.minute[copied.copied])) > 500
    assert len(found[0].group.members) > 500

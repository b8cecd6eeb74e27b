"""The choice of cells against its definition, and what makes a cell cheap or none at all."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collusion.kernels import block_cells, blocks
from tests.kernels.block_worlds import (
    HOMES,
    ONE_HOME,
    RULES,
    STRICTNESSES,
    Both,
    Homes,
    graph_of,
    ids,
    no_seller,
    on_awkward_graphs,
    planted,
    random_edges,
    random_homes,
    random_market,
    random_sellers,
    ring_stars,
    same_cells,
    some_accounts,
)
from tests.oracles import blocks as oracle


def _check_cells(both, members, rules, strictness):
    """Choose cells, and cells by those again, each step against the oracle."""
    members = sorted(members)
    cells = both.cells(members, rules, strictness)
    expected = oracle.choose_cells(both.market, members, rules, {}, strictness)
    same_cells(expected, both.chosen(cells))
    assert both.is_clean()
    again = both.cells(members, rules, strictness, cells)
    same_cells(oracle.choose_cells(both.market, members, rules, expected, strictness), both.chosen(again))
    assert both.is_clean()


def _cells_at(products):
    """Return cells at some products, for what reads nothing else of them."""
    whole = np.zeros(len(products), np.int64)
    real = np.ones(len(products))
    n = np.ones(len(products), np.int32)
    return blocks.Cells(np.array(products, dtype=np.int32), whole, whole, n, real, real)


def _cost(both, product, others):
    """Return the cost of a product beside others, by the kernel."""
    cells = _cells_at(sorted(others))
    block_cells.count_clients(both.scratch, cells, both.world, 1)
    cost = block_cells.cell_cost(product, int(product in others), len(others), both.world, both.scratch)
    block_cells.count_clients(both.scratch, cells, both.world, -1)
    return cost


def _market_of(sellers):
    return Both(graph_of({}, 5, len(sellers)), seller=lambda p: sellers[p])


@on_awkward_graphs
def test_choose_cells__awkward_graphs(graph, members, strictness):
    _check_cells(Both(graph), members, RULES, strictness)


@settings(max_examples=60)
@given(
    random_edges,
    random_sellers,
    some_accounts,
    st.sampled_from(STRICTNESSES),
    st.integers(2, 8),
    st.sampled_from([0.0, 0.1, 10.0]),
)
def test_choose_cells__random_markets(edges, sellers, members, strictness, cap, slack):
    both = random_market(edges, sellers, [None] * 10)
    _check_cells(both, members, RULES._replace(product_cap=cap, star_slack=slack), strictness)


def test_choose_cells__of_hundreds_of_reviews_is_one_of_those_tried_and_beats_the_whole():
    """From 64 reviews on windows are sampled: what is returned is still a true window with its true gain."""
    rng = np.random.default_rng(5)
    minute = np.concatenate((rng.integers(0, 20_000, 120), rng.integers(7000, 7300, 80)))
    elsewhere = {(0, 1): 5, (6, 1): 9}
    graph = graph_of({(r, 0): at for r, at in enumerate(minute.tolist())} | elsewhere, 200, 2)
    both = Both(graph, n_strata=2, stars=lambda r, p: (0.0, 0.0))
    members = [*range(0, 120, 6), *range(120, 200)]
    cell, n, expected, gain = both.chosen(both.cells(members, strictness=0.0))[0]
    mu, cost = oracle.expected_and_cost(both.market, set(members), cell, 2 * len(members), RULES)
    best, *_ = oracle.best_window(both.market, set(members), 0, 2 * len(members), RULES, 0.0)

    assert len(both.market.own(set(members), cell)) == n
    assert mu == pytest.approx(expected)
    assert gain == pytest.approx(oracle.surplus(n, mu) - cost - math.log(2))
    assert 0.9 * best <= oracle.surplus(n, mu) <= best + 1e-9


def test_choose_cells__where_the_stars_are_those_of_any_buyer_it_is_camouflage():
    """The ring praises four of its five products; at the fifth, met as densely, it is stern like others."""
    both = Both(planted(0), stars=lambda r, p: (-0.3, -0.3) if p == 4 else ring_stars(r, p))
    tolerant = both.cells(range(6), RULES._replace(star_slack=0.5))

    assert {0, 1, 2, 3} == set(both.cells(range(6)).product.tolist())
    assert {0, 1, 2, 3, 4} == set(tolerant.product.tolist())


def test_choose_cells__an_attack_blames_its_targets_and_praises_for_camouflage():
    both = Both(planted(0), stars=lambda r, p: (1.0, -1.0) if p == 4 else (-2.0, 1.0))

    assert {0, 1, 2, 3} == set(both.cells(range(6)).product.tolist())


@pytest.mark.parametrize(("stars", "is_cell"), [((1.0, -1.0), True), ((0.0, 0.0), False)])
def test_choose_cells__stars_count_for_acceptance_but_not_in_the_gain(stars, is_cell):
    """A product at which the members hardly exceed expectation is a cell only with stars that say so."""
    edges = {(r, p): 900 * r for r in range(4) for p in range(2)}
    edges |= {(r, p): 900 * (r % 20) for r in range(4, 44) for p in range(2)}
    both = Both(graph_of(edges), n_strata=1, stars=lambda r, p: stars, seller=no_seller)
    found = both.cells(range(4), strictness=1.0)

    assert ([0, 1] if is_cell else []) == found.product.tolist()
    assert all(gain < 0 for gain in found.gain.tolist())


def test_choose_cells__a_product_of_a_known_client_is_taken_with_less():
    """Three of six accounts meet at a product: that is chance, unless it is sold by whom the others are."""
    edges = {(r, p): 3000 * p + r for r in range(6) for p in range(4)}
    edges |= {(r, 4): 15_000 + r for r in range(3)}
    edges |= {(r, 4): 400 * (r - 10) for r in range(10, 50)}
    edges |= {(r, 5 + r % 35): 13 * r for r in range(10, 60)}
    for seller, is_cell in ((0, True), (1, False)):
        both = Both(
            graph_of(edges, 60, 40),
            n_strata=1,
            stars=lambda r, p: (0.0, 0.0),
            seller=lambda p, s=seller: 0 if p < 4 else s if p == 4 else 1,
        )
        former = both.cells(range(6))

        assert {0, 1, 2, 3} == set(former.product.tolist())
        assert is_cell == (4 in both.cells(range(6), former=former).product)


def test_cell_cost__a_product_of_a_known_client_is_cheaper():
    both = _market_of([0, 0, 0, 1, 1, None, *[2] * 94])

    assert math.log(100) == pytest.approx(_cost(both, 1, set()))
    assert _cost(both, 1, {0}) < math.log(100) < _cost(both, 3, {0})
    assert _cost(both, 3, {0}) == pytest.approx(_cost(both, 5, {0}))
    assert _cost(both, 1, {0, 2}) == pytest.approx(_cost(both, 1, {0, 1, 2}))
    assert _cost(both, 1, {0, 2}) < _cost(both, 1, {0, 3})


def test_cell_cost__a_product_of_a_small_client_is_cheaper():
    """Of two products there is one left to pick, of ninety many."""
    both = _market_of([0, 0, *[1] * 90])

    assert _cost(both, 1, {0}) < _cost(both, 2, {3})


def test_cell_cost__is_ln_of_the_products_where_no_seller_is_known():
    both = _market_of([None] * 10)

    assert math.log(10) == pytest.approx(_cost(both, 1, {0, 2}))


@pytest.mark.parametrize("sellers", [[0, 0, 0, 1, 1, 2], [None, 0, 0, 1, None, 2]], ids=str)
@pytest.mark.parametrize("others", [{0}, {0, 1}, {1, 2, 3}, {0, 4, 5}], ids=str)
def test_cell_cost__is_that_of_a_choice_among_all(sellers, others):
    """The chances of all products but one's own cell sum to no more than 1."""
    both = _market_of(sellers)
    chances = [math.exp(-_cost(both, p, others - {p})) for p in range(6) if p not in others]

    assert sum(chances) <= 1 + 1e-9


@settings(max_examples=60)
@given(random_sellers, st.sets(st.integers(0, 7)), st.integers(0, 7))
def test_cell_cost__by_its_definition(sellers, others, product):
    both = _market_of(sellers)

    assert oracle.product_cost(both.market, product, others) == pytest.approx(_cost(both, product, others))
    assert both.is_clean()


@settings(max_examples=80)
@given(random_sellers, st.sets(st.integers(0, 7)))
def test_client_saving__is_never_negative(sellers, products):
    both = _market_of(sellers)
    found = block_cells.client_saving(both.world, both.scratch, _cells_at(sorted(products)))

    assert found >= 0
    assert oracle.client_saving(both.market, sorted(products)) == pytest.approx(found)
    assert both.is_clean()


@pytest.mark.parametrize(
    ("products", "is_saved"),
    [([], False), ([0], False), ([0, 3], False), ([0, 1], True), ([0, 1, 2, 5], True)],
)
def test_client_saving__needs_two_products_of_a_seller(products, is_saved):
    both = _market_of([0, 0, 0, 1, 1, None, *[2] * 94])

    assert is_saved == (block_cells.client_saving(both.world, both.scratch, _cells_at(products)) > 0)


def test_surplus_of__is_more_for_one_seller_than_for_as_many_as_products():
    values = []
    for seller in (lambda p: p // 5, lambda p: p):
        both = Both(planted(0), stars=ring_stars, seller=seller)
        cells = both.cells(range(6))
        values.append(blocks.surplus_of(ids(range(6)), both.world, both.scratch, cells))
        expected = oracle.surplus_of(both.market, range(6), both.chosen(cells))

        assert expected == pytest.approx(values[-1])
        assert both.is_clean()

    assert values[0] > values[1]


def test_surplus_of__no_cells_cost_the_members():
    both = Both(planted(0))

    assert -block_cells.members_cost(ids([0, 1, 70]), both.world) == pytest.approx(
        blocks.surplus_of(ids([0, 1, 70]), both.world, both.scratch, blocks.no_cells())
    )


def _busy(counts, homes=ONE_HOME):
    """Make a market of accounts with so many reviews each, and these homes."""
    edges = {(r, p): 100 * r for r, n in enumerate(counts) for p in range(n)}
    return Both(graph_of(edges, len(counts), max(counts)), homes=homes)


def test_activity_class__doubles():
    """Accounts without reviews are with those that have one."""
    both = _busy([0, 1, 2, 3, 4, 7, 8, 15, 16])
    found = [block_cells.activity_class(r, both.world) for r in range(9)]

    assert [0, 0, 1, 1, 2, 2, 3, 3, 4] == found
    assert [1, 1, 2, 0, 0] == block_cells.count_classes(ids([1, 2, 4, 5]), both.world).tolist()


@settings(max_examples=100)
@given(st.lists(st.integers(0, 20), min_size=1, max_size=20), random_homes, st.data())
def test_members_cost__by_its_definition(counts, homes, data):
    both = _busy([*counts, 1], homes)
    members = data.draw(st.sets(st.integers(0, len(counts))))
    found = block_cells.members_cost(ids(members), both.world)

    assert oracle.members_cost(both.market, members) == pytest.approx(found, abs=1e-9)
    assert found >= -1e-9


def test_members_cost__accounts_of_one_activity_cost_less_where_few_have_it():
    """Ten accounts of eight reviews each are soon named; so many of one review are among a hundred."""
    both = _busy([8] * 10 + [1] * 100)

    assert block_cells.members_cost(ids(range(9)), both.world) < block_cells.members_cost(
        ids(range(10, 19)), both.world
    )


def test_members_cost__is_no_gain_where_homes_and_activity_say_the_same():
    """All accounts of eight reviews are of one small home: they are the whole class, which says it all."""
    homes = Homes(lambda r: int(r < 9), (0.91, 0.09))
    both = _busy([8] * 9 + [1] * 91, homes)

    assert oracle.home_saving(both.market, range(9)) > math.log(math.comb(9 + 1, 1))
    assert 0.0 == block_cells.members_cost(ids(range(9)), both.world)
    assert 0.0 < block_cells.members_cost(ids(range(50, 59)), both.world)


@pytest.mark.parametrize("name", HOMES)
def test_members_cost__of_nobody_is_nothing(name):
    both = _busy([1] * 30, HOMES[name])

    assert 0.0 == block_cells.members_cost(ids([]), both.world)


def test_members_cost__accounts_of_one_home_cost_less_the_smaller_it_is():
    """Six of a hundred accounts: of two homes like all, of nearly all's, of a small and of a tiny one."""
    costs = [
        block_cells.members_cost(ids(range(6)), _busy([1] * 100, homes).world)
        for homes in [
            Homes(lambda r: r % 2, (0.5, 0.5)),
            Homes(lambda r: 0, (0.91, 0.09)),
            Homes(lambda r: 1, (0.91, 0.09)),
            Homes(lambda r: 1, (0.99, 0.01)),
        ]
    ]
    everywhere, at_large, small, tiny = costs

    assert math.log(math.comb(100, 6)) == pytest.approx(everywhere)
    assert everywhere > at_large > small > tiny


@settings(max_examples=100)
@given(st.lists(st.integers(0, 3), max_size=12), st.sampled_from([homes.shares for homes in HOMES.values()]))
def test_home_saving__is_that_of_telling_homes_one_by_one(of, shares):
    """In any order, and no more than the homes' own words: the chances of all ways sum to 1."""
    homes = Homes(lambda r: of[r] % len(shares), shares)
    both = Both(graph_of({}, len(of), 1), homes=homes)
    found = block_cells.home_saving(ids(range(len(of))), both.world)

    assert oracle.home_saving(both.market, range(len(of))) == pytest.approx(found, abs=1e-9)
    assert 0 <= found <= -sum(math.log(shares[home % len(shares)]) for home in of) + 1e-9


def test_home_saving__nothing_where_activity_tells_the_home():
    """Six of a home where a hundredth of all, but nearly all of their activity, are."""
    shares, of_class = (0.99, 0.01), (0.03, 0.97)
    strange, usual = (
        block_cells.home_saving(ids(range(6)), _busy([3] * 6 + [1] * 94, homes).world)
        for homes in (Homes(lambda r: 1, shares), Homes(lambda r: 1, shares, lambda k: of_class))
    )

    assert 0.0 == usual < 10 < strange


@pytest.mark.parametrize(("n", "k"), [(0, 0), (5, 0), (5, 5), (5, 2), (60, 30)])
def test_log_choose__counts_the_choices(n, k):
    assert math.log(math.comb(n, k)) == pytest.approx(blocks.log_choose(float(n), float(k)), abs=1e-9)


@settings(max_examples=50)
@given(st.floats(0, 500), st.floats(0.01, 100))
def test_poisson_surplus__is_zero_up_to_expectation_and_grows_beyond(n, expected):
    value = block_cells.poisson_surplus(n, expected)

    assert value == pytest.approx(oracle.surplus(n, expected))
    assert value >= 0
    assert (n <= expected) <= (value == 0)
    assert block_cells.poisson_surplus(n + 1, expected) >= value

"""Block growth against its definition, on awkward and on random graphs."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collusion.arrays import frozen
from collusion.kernels import blocks
from tests.awkward_graphs import GRAPHS, NO_MINUTE
from tests.oracles import blocks as oracle

RULES = blocks.Rules(
    prior_activity=1.0,
    prior_arrivals=0.5,
    span_minutes=20_000.0,
    margin_minutes=200.0,
    reviewer_cap=1000,
    product_cap=1000,
    max_rounds=8,
    star_weight=0.7,
    first_strictness=0.4,
    min_first_cells=2,
    min_members=3,
    min_products=2,
)
STRICT = RULES._replace(first_strictness=1.0)
GRAPH_NAMES = [name for name in GRAPHS if name != "times at the limits"]


def _praise(reviewer, product):
    """Stars that differ from review to review, some for a ring and some against."""
    return ((reviewer * 7 + product * 3) % 5 - 2) / 4, ((reviewer * 5 + product * 11) % 7 - 4) / 4


class Both:
    """One market as the kernel and as the oracle see it; each pair of reviewer and product once."""

    def __init__(self, graph, n_strata=2, stars=_praise):
        edges = sorted(zip(graph.reviewer.tolist(), graph.product.tolist(), graph.minute.tolist()))
        reviews = [(r, p, minute, *stars(r, p)) for r, p, minute in edges]
        strata = [p % n_strata for p in range(graph.n_products)]
        totals = [max(sum(strata[p] == s for _, p, _ in edges), 1) for s in range(n_strata)]
        self.market = oracle.Market(graph.n_reviewers, reviews, strata, totals)
        in_columns = sorted(range(len(edges)), key=lambda e: (edges[e][1], edges[e][2], edges[e][0]))
        position = np.empty(len(edges), np.int64)
        position[in_columns] = np.arange(len(edges))
        r, p, minute, praise, blame = (
            np.array([review[i] for review in reviews], dtype=kind)
            for i, kind in enumerate((np.int32, np.int32, np.int32, np.float32, np.float32))
        )
        self.world = blocks.World(
            *(
                frozen(array)
                for array in (
                    _offsets(r, graph.n_reviewers),
                    p,
                    position,
                    praise,
                    blame,
                    _offsets(p, graph.n_products),
                    r[in_columns],
                    minute[in_columns],
                    np.array(in_columns, dtype=np.int64),
                    np.array(strata, dtype=np.int32),
                    np.array(totals, dtype=np.float64),
                )
            )
        )
        self.scratch = blocks.make_scratch(graph.n_reviewers, graph.n_products, n_strata)

    def cells(self, found):
        """Translate the kernel's cells to what the oracle returns."""
        translated = {}
        for product, low, high, n, expected, gain in zip(*(column.tolist() for column in found)):
            start = int(self.world.t_indptr[product])
            translated[product] = ((product, low - start, high - start), n, expected, gain)
        return translated


def _offsets(of, n):
    return np.concatenate(([0], np.cumsum(np.bincount(of, minlength=n)))).astype(np.int64)


def _is_clean(scratch):
    return not (
        scratch.ratio.any() or scratch.hits.any() or scratch.counts.any() or (scratch.cell_of + 1).any()
    )


def _same_cells(expected, found):
    assert sorted(expected) == sorted(found)
    for product in expected:
        (cell, n, mu, gain), (cell_found, n_found, mu_found, gain_found) = expected[product], found[product]
        assert (cell, n) == (cell_found, n_found)
        assert (mu, gain) == pytest.approx((mu_found, gain_found), rel=1e-9, abs=1e-9)


def _check_choices(both, members, rules, strictness):
    """Choose cells, members by them, and cells by those again, each step against the oracle."""
    members = np.array(sorted(members), dtype=np.int32)
    cells = blocks.choose_cells(members, both.world, rules, both.scratch, blocks.no_cells(), strictness)
    expected = oracle.choose_cells(both.market, members.tolist(), rules, [], strictness)
    _same_cells(expected, both.cells(cells))
    assert _is_clean(both.scratch)
    chosen, ratio = blocks.choose_members(members, both.world, rules, both.scratch, cells, strictness)
    wanted = oracle.choose_members(both.market, members.tolist(), rules, expected, strictness)

    assert sorted(wanted) == chosen.tolist()
    assert [wanted[r] for r in sorted(wanted)] == pytest.approx(ratio.tolist(), rel=1e-5, abs=1e-5)
    assert _is_clean(both.scratch)

    again = blocks.choose_cells(chosen, both.world, rules, both.scratch, cells, strictness)
    former = [cell for cell, *_ in expected.values()]
    _same_cells(
        oracle.choose_cells(both.market, sorted(wanted), rules, former, strictness), both.cells(again)
    )
    assert _is_clean(both.scratch)


def _check_growth(both, seed, rules, barred=()):
    both.scratch.barred[:] = np.isin(np.arange(both.market.n_reviewers), list(barred))
    seed = frozen(np.array(sorted(seed), dtype=np.int32))
    found = blocks.grow(seed, both.world, rules, both.scratch)
    expected = oracle.grow(both.market, seed.tolist(), rules, barred)
    assert _is_clean(both.scratch)
    if expected is None:
        assert (0, 0, -np.inf) == (len(found.members), len(found.cells.product), found.surplus)
        return
    _check_found(both, expected, found)


def _check_found(both, expected, found):
    surplus, stars, members, chosen = expected

    assert sorted(members) == found.members.tolist()
    assert (surplus, stars) == pytest.approx((found.surplus, found.stars), rel=1e-6, abs=1e-5)
    _same_cells(chosen, both.cells(found.cells))
    assert (found.ratio > 0).all()


def _planted(seed, n_crowd=120):
    """Six accounts that meet at five products within a day each, in a crowd that comes whenever it likes."""
    rng = np.random.default_rng(seed)
    edges = {(r, p): 3000 * p + int(rng.integers(0, 600)) for r in range(6) for p in range(5)}
    for r in range(6, n_crowd):
        for p in rng.choice(12, 2, replace=False).tolist():
            edges[r, p] = int(rng.integers(0, 20_000))
    pairs = list(edges)
    columns = (np.array([pair[i] for pair in pairs], dtype=np.int32) for i in (0, 1))
    minute = np.array(list(edges.values()), dtype=np.int32)
    return GRAPHS["empty"]._replace(
        **dict(
            zip(
                ("n_reviewers", "n_products", "reviewer", "product", "minute"),
                (n_crowd, 12, *columns, minute),
            )
        )
    )


@pytest.mark.parametrize("strictness", [0.0, 0.4, 1.0])
@pytest.mark.parametrize("name", GRAPH_NAMES)
def test_choices__awkward_graphs(name, strictness):
    both = Both(GRAPHS[name])
    for members in (range(GRAPHS[name].n_reviewers), range(0, GRAPHS[name].n_reviewers, 2)):
        _check_choices(both, members, RULES, strictness)


@pytest.mark.parametrize("rules", [RULES, STRICT], ids=["lenient start", "strict"])
@pytest.mark.parametrize("name", GRAPH_NAMES)
def test_grow__awkward_graphs(name, rules):
    both = Both(GRAPHS[name])
    _check_growth(both, range(GRAPHS[name].n_reviewers), rules)
    _check_growth(both, range(min(3, GRAPHS[name].n_reviewers)), rules)
    _check_growth(both, [], rules)


random_edges = st.dictionaries(
    st.tuples(st.integers(0, 9), st.integers(0, 5)),
    st.one_of(st.just(NO_MINUTE), st.integers(0, 60), st.integers(0, 15_000)),
    max_size=45,
)


def _graph_of(edges, n_reviewers=60, n_products=8):
    reviewer, product = (np.array([pair[i] for pair in edges], dtype=np.int32) for i in (0, 1))
    minute = np.array(list(edges.values()), dtype=np.int32)
    return GRAPHS["empty"]._replace(
        n_reviewers=n_reviewers, n_products=n_products, reviewer=reviewer, product=product, minute=minute
    )


@settings(max_examples=60)
@given(random_edges, st.sets(st.integers(0, 9)), st.sampled_from([0.0, 0.4, 1.0]), st.integers(2, 8))
def test_choices__random_edges(edges, members, strictness, cap):
    _check_choices(
        Both(_graph_of(edges)), members, RULES._replace(reviewer_cap=cap, product_cap=cap), strictness
    )


@settings(max_examples=60)
@given(
    random_edges,
    st.sets(st.integers(0, 9)),
    st.sampled_from([0.0, 0.5, 1.0]),
    st.integers(1, 6),
    st.sets(st.integers(0, 9), max_size=3),
)
def test_grow__random_edges(edges, seed, first_strictness, max_rounds, barred):
    rules = RULES._replace(first_strictness=first_strictness, max_rounds=max_rounds)
    _check_growth(Both(_graph_of(edges)), seed, rules, barred)


@pytest.mark.parametrize("seed", range(4))
def test_grow__finds_who_meets_in_time_from_some_of_them(seed):
    """From four of the six, and with two strangers in the seed, the same six come out, as the oracle says."""
    both = Both(_planted(seed), stars=lambda r, p: (1.0, -2.0) if r < 6 else (-0.5, -0.5))
    for start in ([0, 1, 2, 3], [2, 3, 4, 5, 50, 70]):
        _check_growth(both, start, RULES)
        found = blocks.grow(frozen(np.array(start, np.int32)), both.world, RULES, both.scratch)

        assert list(range(6)) == found.members.tolist()
        assert set(range(5)) == set(found.cells.product.tolist())
        assert found.surplus > 0


def test_grow__accounts_over_the_cap_are_no_members():
    both = Both(_planted(0), stars=lambda r, p: (1.0, -2.0) if r < 6 else (-0.5, -0.5))
    _check_growth(both, range(6), RULES._replace(reviewer_cap=4))
    _check_growth(both, range(6), RULES._replace(reviewer_cap=5))
    found = blocks.grow(frozen(np.arange(6, dtype=np.int32)), both.world, RULES, both.scratch)
    capped = blocks.grow(
        frozen(np.arange(6, dtype=np.int32)), both.world, RULES._replace(reviewer_cap=4), both.scratch
    )

    assert list(range(6)) == found.members.tolist()
    assert [] == capped.members.tolist()


def test_grow__who_is_barred_is_no_member():
    both = Both(_planted(0), stars=lambda r, p: (1.0, -2.0) if r < 6 else (-0.5, -0.5))
    _check_growth(both, range(6), RULES, barred=[2])
    found = blocks.grow(frozen(np.arange(6, dtype=np.int32)), both.world, RULES, both.scratch)

    assert [0, 1, 3, 4, 5] == found.members.tolist()


@pytest.mark.parametrize(("praise", "blame"), [(1.0, -2.0), (-2.0, 1.0), (-1.0, -1.0), (0.0, 0.0)])
def test_star_gain__is_of_praise_or_of_blame_and_never_against(praise, blame):
    both = Both(_planted(0), stars=lambda r, p: (praise, blame))
    members = np.arange(6, dtype=np.int32)
    cells = blocks.choose_cells(members, both.world, RULES, both.scratch, blocks.no_cells(), 1.0)
    found = blocks.star_gain(members, both.world, both.scratch, cells)

    assert oracle.star_gain(both.market, range(6), both.cells(cells)) == pytest.approx(found)
    assert (found > 0) == (max(praise, blame) > 0)
    assert _is_clean(both.scratch)


def test_grow__rounds_that_end_before_it_is_strict_give_nothing():
    both = Both(_planted(0), stars=lambda r, p: (1.0, -2.0) if r < 6 else (-0.5, -0.5))
    for max_rounds in (1, 2, 3, 4, 5):
        _check_growth(both, range(6), RULES._replace(max_rounds=max_rounds))
    found = blocks.grow(
        frozen(np.arange(6, dtype=np.int32)), both.world, RULES._replace(max_rounds=3), both.scratch
    )

    assert [] == found.members.tolist()


@settings(max_examples=40)
@given(
    random_edges,
    st.lists(st.sets(st.integers(0, 9), max_size=8), max_size=5),
    st.integers(0, 5),
    st.sets(st.integers(0, 9), max_size=4),
    st.sampled_from([0.2, 1.0]),
)
def test_next_growth__the_first_seed_that_leads_somewhere(edges, seeds, start, covered, first_strictness):
    both = Both(_graph_of(edges))
    lenient = RULES._replace(first_strictness=first_strictness)
    indptr = frozen(np.concatenate(([0], np.cumsum([len(seed) for seed in seeds]))).astype(np.int64))
    members = frozen(np.array([member for seed in seeds for member in sorted(seed)], dtype=np.int32))
    is_covered = np.isin(np.arange(both.market.n_reviewers), list(covered))
    start = min(start, len(seeds))
    number, found = blocks.next_growth(
        start, indptr, members, is_covered, both.world, STRICT, lenient, both.scratch
    )
    expected = oracle.next_growth(
        both.market, [sorted(seed) for seed in seeds], start, covered, STRICT, lenient
    )
    assert _is_clean(both.scratch)
    if expected is None:
        assert (len(seeds), 0) == (number, len(found.members))
        return

    assert expected[0] == number
    _check_found(both, expected[1], found)


def test_next_growth__passes_by_seeds_that_are_covered_or_lead_nowhere():
    both = Both(_planted(0), stars=lambda r, p: (1.0, -2.0) if r < 6 else (-0.5, -0.5))
    indptr = frozen(np.array([0, 3, 7, 11], dtype=np.int64))
    members = frozen(np.array([60, 70, 80, 0, 1, 2, 3, 2, 3, 4, 5], dtype=np.int32))
    for covered, expected in (([], 1), ([0, 1], 2), ([0, 1, 2, 3], 3)):
        number, found = blocks.next_growth(
            0,
            indptr,
            members,
            np.isin(np.arange(120), covered),
            both.world,
            STRICT,
            RULES,
            both.scratch,
        )

        assert expected == number
        assert (list(range(6)) if expected < 3 else []) == found.members.tolist()


def test_grow__does_not_depend_on_what_the_last_call_left_behind():
    """Lists and sums in the scratch are overwritten before they are read."""
    both = Both(_planted(1))
    seed = frozen(np.array([0, 1, 2, 3], np.int32))
    first = blocks.grow(seed, both.world, RULES, both.scratch)
    for name in ("reviewers", "products", "activity", "own"):
        getattr(both.scratch, name)[:] = 3
    second = blocks.grow(seed, both.world, RULES, both.scratch)

    assert first.surplus == second.surplus
    for before, after in zip(
        (first.members, first.ratio, *first.cells), (second.members, second.ratio, *second.cells)
    ):
        assert before.tolist() == after.tolist()


def test_choose_members__an_attack_is_joined_by_who_blames():
    """Of two latecomers at the same places, the one whose stars are like the members' gains more."""
    graph = _planted(2)
    for sign in (1, -1):
        both = Both(graph, stars=lambda r, p, s=sign: (s, -s) if r != 5 else (0.0, 0.0))
        cells = blocks.choose_cells(
            np.arange(5, dtype=np.int32), both.world, RULES, both.scratch, blocks.no_cells(), 0.4
        )
        chosen, ratio = blocks.choose_members(
            np.arange(5, dtype=np.int32), both.world, RULES, both.scratch, cells, 0.4
        )
        of = dict(zip(chosen.tolist(), ratio.tolist()))

        assert set(range(5)) <= set(of)
        assert of[5] < min(of[r] for r in range(5))


def test_best_window__of_hundreds_of_reviews_is_one_of_those_tried_and_beats_the_whole():
    """From 64 reviews on windows are sampled: what is returned is still a true window with its true gain."""
    rng = np.random.default_rng(5)
    minute = np.concatenate((rng.integers(0, 20_000, 120), rng.integers(7000, 7300, 80))).astype(np.int32)
    graph = GRAPHS["empty"]._replace(
        n_reviewers=200,
        n_products=1,
        reviewer=np.arange(200, dtype=np.int32),
        product=np.zeros(200, np.int32),
        minute=minute,
    )
    both = Both(graph, n_strata=1)
    members = np.concatenate((np.arange(0, 120, 6), np.arange(120, 200))).astype(np.int32)
    found = both.cells(blocks.choose_cells(members, both.world, RULES, both.scratch, blocks.no_cells(), 0.0))
    cell, n, expected, gain = found[0]
    mu, _ = oracle.expected_and_cost(both.market, set(members.tolist()), cell, 2 * len(members), RULES)
    best, *_ = oracle.best_window(both.market, set(members.tolist()), 0, 2 * len(members), RULES, 0.0)

    assert len(both.market.own(set(members.tolist()), cell)) == n
    assert mu == pytest.approx(expected)
    assert gain == pytest.approx(oracle.surplus(n, mu) - math.log(2))
    assert 0.9 * best <= gain + math.log(2) <= best + 1e-9


@pytest.mark.parametrize(("n", "k"), [(0, 0), (5, 0), (5, 5), (5, 2), (60, 30)])
def test_log_choose__counts_the_choices(n, k):
    assert math.log(math.comb(n, k)) == pytest.approx(blocks.log_choose(float(n), float(k)), abs=1e-9)


@settings(max_examples=50)
@given(st.floats(0, 500), st.floats(0.01, 100))
def test_poisson_surplus__is_zero_up_to_expectation_and_grows_beyond(n, expected):
    value = blocks.poisson_surplus(n, expected)

    assert value == pytest.approx(oracle.surplus(n, expected))
    assert value >= 0
    assert (n <= expected) <= (value == 0)
    assert blocks.poisson_surplus(n + 1, expected) >= value

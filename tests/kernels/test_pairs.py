from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collusion.kernels import csr, pairs, poisson, timeline, wedges
from tests.awkward_graphs import GRAPHS, NO_MINUTE
from tests.oracles import pairs as oracle

KEEP_ALL = pairs.PairParams(window=100, product_cap=10**6, window_cap=10**6, threshold=-10.0)
PARAMS = {
    "everything meets": KEEP_ALL,
    "only in time": KEEP_ALL._replace(product_cap=0),
    "larger products in time": KEEP_ALL._replace(product_cap=6, window=1500),
    "crowded times closed": KEEP_ALL._replace(product_cap=4, window=1500, window_cap=5),
    "busy accounts left out": KEEP_ALL._replace(reviewer_cap=5),
    "surprising only": KEEP_ALL._replace(threshold=2.5),
}


def _review_graph(n_reviewers, n_products, reviewer, product, minute):
    rows = csr.build_csr(reviewer, product, n_reviewers, n_products)
    columns = csr.transpose(rows.indptr, rows.indices, n_products)
    return pairs.ReviewGraph(rows.indptr, rows.indices, *columns, minute[rows.order])


def _check(graph, params, n_strata=3):
    stratum = (np.arange(graph.n_products) % n_strata).astype(np.int32)
    found = pairs.project(_review_graph(*graph), stratum, params=params)
    edges = dict(zip(zip(graph.reviewer.tolist(), graph.product.tolist()), graph.minute.tolist()))
    expected = oracle.pairs(edges, stratum.tolist(), params, pairs.RATE_FLOOR)

    assert sorted(expected) == list(zip(found.source.tolist(), found.target.tolist()))
    assert [expected[pair][0] for pair in sorted(expected)] == found.n_shared.tolist()
    assert [expected[pair][1] for pair in sorted(expected)] == found.n_close.tolist()
    assert [expected[pair][2] for pair in sorted(expected)] == pytest.approx(
        found.score.tolist(), rel=1e-5, abs=1e-5
    )


@pytest.mark.parametrize("params", PARAMS.values(), ids=PARAMS)
@pytest.mark.parametrize("name", GRAPHS)
def test_project__awkward_graphs(name, params):
    _check(GRAPHS[name], params)


@settings(deadline=None, max_examples=60)
@given(
    st.dictionaries(
        st.tuples(st.integers(0, 6), st.integers(0, 4)),
        st.one_of(st.just(NO_MINUTE), st.integers(0, 40)),
        max_size=30,
    ),
    st.integers(0, 5),
    st.integers(0, 15),
    st.integers(0, 5),
)
def test_project__random_edges(edges, product_cap, window, window_cap):
    reviewer, product = (np.array([pair[i] for pair in edges], dtype=np.int32) for i in (0, 1))
    graph = GRAPHS["empty"]._replace(
        n_reviewers=7,
        n_products=5,
        reviewer=reviewer,
        product=product,
        minute=np.array(list(edges.values()), dtype=np.int32),
    )
    _check(graph, pairs.PairParams(window, product_cap, window_cap, threshold=-5.0), n_strata=2)


@pytest.mark.parametrize("n_threads", [2, 3])
@pytest.mark.parametrize("name", ["empty", "square", "power law"])
def test_project__threads_change_nothing(name, n_threads):
    graph = _review_graph(*GRAPHS[name])
    stratum = np.zeros(GRAPHS[name].n_products, dtype=np.int32)
    alone = pairs.project(graph, stratum, params=PARAMS["larger products in time"])
    together = pairs.project(graph, stratum, params=PARAMS["larger products in time"], n_threads=n_threads)

    for expected, found in zip(alone, together):
        assert expected.tolist() == found.tolist()


def test_project__output_outgrows_its_first_buffer():
    """46 accounts at the same two products are 1,035 pairs, more than the first 1,024 places."""
    reviewer, product = np.divmod(np.arange(92, dtype=np.int32), np.int32(2))
    graph = _review_graph(46, 2, reviewer, product, np.zeros(92, dtype=np.int32))
    found = pairs.project(graph, np.zeros(2, dtype=np.int32), params=KEEP_ALL)

    assert [(u, v) for u in range(46) for v in range(u + 1, 46)] == list(
        zip(found.source.tolist(), found.target.tolist())
    )


def test_project__meetings_outgrow_their_first_buffer():
    """One account that meets 60 others at 20 products lists 1,200 meetings."""
    reviewer, product = np.divmod(np.arange(1220, dtype=np.int32), np.int32(20))
    graph = _review_graph(61, 20, reviewer, product, np.zeros(1220, dtype=np.int32))
    found = pairs.project(graph, np.zeros(20, dtype=np.int32), params=KEEP_ALL)

    assert {20} == set(found.n_shared.tolist())
    assert 61 * 60 // 2 == found.source.size


def test_project__a_shared_burst_outranks_the_same_products_at_other_times():
    """Two pairs share four products; only the one that came together in time is surprising."""
    rng = np.random.default_rng(4)
    crowd = np.repeat(np.arange(4, 84, dtype=np.int32), 2)
    crowd_product = np.tile(np.arange(4, dtype=np.int32), 40)
    reviewer = np.concatenate((np.repeat(np.arange(4, dtype=np.int32), 4), crowd))
    product = np.concatenate((np.tile(np.arange(4, dtype=np.int32), 4), crowd_product))
    minute = rng.integers(0, 10**6, reviewer.size).astype(np.int32)
    minute[:8] = [1000, 90_000, 400_000, 700_000, 1005, 90_005, 400_005, 700_005]
    found = pairs.project(
        _review_graph(84, 4, reviewer, product, minute),
        np.zeros(4, dtype=np.int32),
        params=pairs.PairParams(window=60, threshold=3.0),
    )

    assert (0, 1) == (found.source[0], found.target[0])
    assert found.score[0] == found.score.max()
    assert (2, 3) not in set(zip(found.source.tolist(), found.target.tolist()))


@pytest.mark.parametrize("surprise", [0.5, 3.0, 12.0, 400.0])
def test_rate_limits__separate_what_passes(surprise):
    limits = pairs.rate_limits(40, surprise)
    for n in range(1, 41):
        if limits[n] < 0:
            assert poisson.poisson_surprise(n, pairs.RATE_FLOOR) < surprise
        else:
            assert poisson.poisson_surprise(n, limits[n] * (1 + 1e-6)) < surprise


@pytest.mark.parametrize("name", GRAPHS)
def test_find_wedges__core_of_networkx(name):
    """Pruning keeps networkx's 2-core, no more and no less."""
    graph = GRAPHS[name]
    bipartite = nx.Graph()
    bipartite.add_edges_from(zip(graph.reviewer.tolist(), [f"p{p}" for p in graph.product.tolist()]))
    core = nx.k_core(bipartite, 2)
    params = pairs.PairParams(product_cap=10**6)
    found = wedges.find_wedges(_review_graph(*graph), np.zeros(graph.n_products, np.int32), params=params)

    assert sorted(node for node in core if isinstance(node, int)) == found.reviewer.tolist()
    assert core.number_of_edges() == found.product.size


def test_expansion__counts_pairs_of_each_product():
    graph = _review_graph(*GRAPHS["two cliques"])
    found = pairs.expansion(graph, params=KEEP_ALL)

    assert (8, 7, 28, 4 * 6 + 3 * 6) == tuple(found)


def test_expansion__in_time_every_neighbour_is_looked_at_from_both_sides():
    """All twenty reviews at once: five accounts walk four products, five reviews each time."""
    found = pairs.expansion(_review_graph(*GRAPHS["all at once"]), params=PARAMS["only in time"])

    assert (5, 4, 20, 4 * 5 * 5) == tuple(found)


@pytest.mark.parametrize("name", GRAPHS)
def test_order_by_time__sorts_each_product(name):
    graph = _review_graph(*GRAPHS[name])
    found = pairs.order_by_time(graph.t_indptr, graph.t_indices, graph.t_edges, graph.minute, n_threads=2)
    expected = []
    for p in range(graph.t_indptr.size - 1):
        edges = graph.t_edges[graph.t_indptr[p] : graph.t_indptr[p + 1]].tolist()
        expected += sorted(edges, key=lambda edge: (graph.minute[edge], edge))

    reviewers = np.repeat(np.arange(graph.indptr.size - 1), np.diff(graph.indptr))
    assert expected == found.edges.tolist()
    assert reviewers[expected].tolist() == found.reviewer.tolist()
    assert graph.minute[expected].tolist() == found.minute.tolist()


@pytest.mark.parametrize("surprise", [0.0, -3.0])
def test_rate_limits__no_surprise_wanted_none_refused(surprise):
    assert np.isinf(pairs.rate_limits(5, surprise)).all()


@pytest.mark.parametrize("n_together", [1, 7, 100])
@pytest.mark.parametrize("name", GRAPHS)
def test_reviews_around__parts_change_nothing(name, n_together):
    graph = _review_graph(*GRAPHS[name])
    whole, parts = (
        timeline.reviews_around(graph.t_indptr, graph.t_edges, graph.minute, 1500, n_together=n)
        for n in (10**9, n_together)
    )

    assert whole.tolist() == parts.tolist()

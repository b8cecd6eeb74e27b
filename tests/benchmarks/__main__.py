"""``python -m tests.benchmarks``: kernels against other tools and the machine's floor, as ratios of one run.

Times are processor seconds, best of a few, compiled code warm. ``--large`` adds 1e7 reviews. rgmining-fraudar
takes part when it can be imported.
"""

from __future__ import annotations

import argparse
import importlib
import operator
import time
from functools import partial

import networkx as nx
import numpy as np
import scipy.sparse as sp

from collusion.kernels import csr, pairs, peel, rewire, surplus
from tests.benchmarks.markets import market, n_found

_SLOW_LIMIT = 200_000  # reviews: pure-Python peers are asked no more
_REPEATS = 3


def _seconds(run, repeats=_REPEATS):
    times = []
    for _ in range(repeats):
        start = time.process_time()
        result = run()
        times.append(time.process_time() - start)
    return min(times), result


def _row(what, seconds, base, note=""):
    print(f"  {what:<44}{seconds:>10.4f} s{seconds / base:>10.2f} x  {note}")


def _peels(world):
    graph, n_products = world.graph, world.n_products
    by_rows = (graph.indptr, graph.indices, graph.t_indptr)
    floor, _ = _seconds(partial(np.take, np.diff(graph.t_indptr), graph.indices))
    ours, block = _seconds(lambda: peel.densest_block(*by_rows))
    print(f"densest block (log weights); base: ours, density {block.density:.4f}")
    _row("peel.densest_block", ours, ours)
    _row("floor: one random gather an edge", floor, ours)
    blocks, dense = _seconds(
        lambda: peel.iterated_blocks(graph.indptr, graph.indices, n_products, n_blocks=20), repeats=1
    )
    _row("peel.iterated_blocks, 20 blocks", blocks, ours, f"{n_found(dense, world.rings)} of 20 rings")
    rings, found = _seconds(lambda: surplus.surplus_blocks(graph.indptr, graph.indices, n_products))
    _row(
        "surplus.surplus_blocks",
        rings,
        ours,
        f"{n_found(found, world.rings)} of 20 rings, {len(found)} blocks",
    )
    if graph.indices.size <= _SLOW_LIMIT:
        _slow_peels(world, ours)


def _slow_peels(world, ours):
    graph = world.graph
    rows, n_reviewers = csr.rows_of(graph.indptr), graph.indptr.size - 1
    bipartite = nx.Graph()
    bipartite.add_edges_from(zip(rows.tolist(), (graph.indices + n_reviewers).tolist()))
    seconds, _ = _seconds(lambda: nx.k_core(bipartite, 5), repeats=1)
    _row("networkx.k_core", seconds, ours)
    try:
        greedy = importlib.import_module("fraudar.export.greedy")
    except ImportError:
        print("  rgmining-fraudar is not installed; `pip install rgmining-fraudar` adds it")
        return
    matrix = sp.csr_matrix((np.ones(rows.size), (rows, graph.indices)))
    seconds, result = _seconds(lambda: greedy.logWeightedAveDegree(matrix), repeats=1)
    _row("rgmining-fraudar logWeightedAveDegree", seconds, ours, f"density {result[1]:.4f}")


def _projections(world, product_cap):
    graph = world.graph
    stratum = (np.arange(world.n_products) % 8).astype(np.int32)
    params = pairs.PairParams(product_cap=product_cap)
    untimed = params._replace(window_cap=0)
    wedges = pairs.expansion(graph, params=untimed).n_wedges
    ours, found = _seconds(lambda: pairs.project(graph, stratum, params=untimed))
    print(f"pair projection, product cap {product_cap}, {wedges:,} wedges; base: ours, untimed")
    _row("pairs.project, untimed", ours, ours, f"{found.source.size:,} pairs, 4 numbers each")
    timed, found = _seconds(lambda: pairs.project(graph, stratum, params=params))
    _row("pairs.project, large products in time too", timed, ours, f"{found.source.size:,} pairs")
    capped = np.diff(graph.t_indptr)[graph.indices] <= product_cap
    rows = csr.rows_of(graph.indptr)[capped]
    matrix = sp.csr_matrix((np.ones(rows.size, np.int32), (rows, graph.indices[capped])))
    seconds, product = _seconds(partial(operator.matmul, matrix, matrix.T), repeats=1)
    _row("scipy A @ A.T", seconds, ours, f"{product.nnz:,} counts kept, no null")


def _builds(world):
    graph, rng = world.graph, np.random.default_rng(0)
    shuffled = rng.permutation(graph.indices.size)
    rows, cols = csr.rows_of(graph.indptr)[shuffled], graph.indices[shuffled]
    n_rows = graph.indptr.size - 1
    ours, _ = _seconds(lambda: csr.build_csr(rows, cols, n_rows, world.n_products))
    print("building and rewiring; base: build_csr")
    _row("csr.build_csr", ours, ours)
    _row("numpy.lexsort", _seconds(lambda: np.lexsort((cols, rows)), repeats=1)[0], ours)
    _row(
        "csr.transpose",
        _seconds(lambda: csr.transpose(graph.indptr, graph.indices, world.n_products))[0],
        ours,
    )
    month = (graph.minute // (30 * 24 * 60)).astype(np.int32)
    ordered, n_months = csr.rows_of(graph.indptr), int(month.max()) + 1
    seconds, result = _seconds(lambda: rewire.rewire(ordered, graph.indices, month, n_months, 1))
    _row("rewire.rewire by month", seconds, ours, f"{result.n_repeated:,} repeated pairs stay")


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--large", action="store_true", help="also 1e7 reviews (some 3 GB, minutes)")
    sizes = [100_000, 1_000_000, 10_000_000]
    for n_edges in sizes if parser.parse_args().large else sizes[:2]:
        world = market(n_edges)
        print(f"\n{world.graph.indices.size:,} reviews")
        _builds(world)
        _peels(world)
        _projections(world, product_cap=100 if n_edges == sizes[2] else 200)


if __name__ == "__main__":
    main()

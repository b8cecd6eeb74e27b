"""Where accounts are at home, against the slow definition and by hand."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collusion.evidence import homes
from collusion.evidence.homes import find_homes, no_homes
from collusion.graph.build import build_graph
from collusion.tables.codes import Pairs
from tests.oracles import homes as oracle
from tests.tables_of import tables_of

#: One (account, product, marketplace) a review, None where unknown; few of each, so that ties are common.
random_rows = st.dictionaries(
    st.tuples(st.sampled_from("abcdefg"), st.integers(0, 7)),
    st.sampled_from([None, "ca", "de", "uk", "us", "zz"]),
    min_size=1,
    max_size=30,
).map(lambda found: [(*pair, market) for pair, market in found.items()])


def _find(rows):
    """Return the home of each account by name, in numbers, and the shares."""
    tables = tables_of(
        [
            {"reviewer_id": account, "product_id": f"p{product:04d}", "marketplace": market}
            for account, product, market in rows
        ]
    )
    graph = build_graph(tables)
    found = find_homes(tables, graph)
    assert len(graph.reviewers) == len(found.of)
    assert np.int8 == found.of.dtype
    assert not found.of.flags.writeable
    assert not found.shares.flags.writeable
    return dict(zip(graph.reviewers.ids.to_list(), found.of.tolist(), strict=True)), found.shares.tolist()


def _check(rows):
    """Compare with the definition."""
    found, shares = _find(rows)
    of, names = oracle.homes(rows)
    number = {None: 0} | {name: 1 + k for k, name in enumerate(names)}

    assert {account: number[home] for account, home in of.items()} == found
    assert oracle.shares(rows) == pytest.approx(shares)
    assert 1.0 == pytest.approx(sum(shares))
    assert min(shares) > 0
    return found, shares


def _of(account, **counts):
    """Return so many reviews of an account in each marketplace, `unknown` where it is not known."""
    markets = [None if name == "unknown" else name for name, n in counts.items() for _ in range(n)]
    return [(account, k, market) for k, market in enumerate(markets)]


@pytest.mark.parametrize(
    ("counts", "home"),
    [
        ({"de": 1, "us": 2}, "us"),
        ({"us": 1, "uk": 1, "de": 1}, "de"),
        ({"us": 2, "uk": 2, "de": 1}, "uk"),
        ({"unknown": 5, "us": 1}, "us"),
        ({"unknown": 3}, None),
    ],
    ids=["most reviews", "first by name", "first of the most", "known before unknown", "unknown"],
)
def test_find_homes__is_where_an_account_writes_most(counts, home):
    """Beside others who write in each of the three marketplaces."""
    crowd = [row for k, name in enumerate(["de", "uk", "us"]) for row in _of(f"b{k}", **{name: 4})]
    found, _ = _check([*_of("a", **counts), *crowd])

    assert {None: 0, "de": 1, "uk": 2, "us": 3}[home] == found["a"]
    assert [1, 2, 3] == [found[f"b{k}"] for k in range(3)]


def test_find_homes__shares_are_those_of_all_accounts_and_one_more_each():
    """Five accounts and four homes, of which one is that of the unknown."""
    rows = [*_of("a", us=2), *_of("b", us=1), *_of("c", us=1, de=1), *_of("d", uk=1), *_of("e", us=3)]

    assert [1 / 9, 2 / 9, 2 / 9, 4 / 9] == pytest.approx(_find(rows)[1])


def test_find_homes__a_marketplace_where_nobody_is_at_home_has_a_share():
    _, shares = _check([*_of("a", us=3, de=1), *_of("b", us=2)])

    assert [1 / 5, 1 / 5, 3 / 5] == pytest.approx(shares)


@pytest.mark.parametrize("n_markets", [62, 63, 64, 80])
def test_find_homes__tells_the_63_largest_marketplaces_apart(n_markets):
    """The first by name are the smallest: their accounts are at home nowhere, unless elsewhere too."""
    rows = [
        (f"a{k:02d}", 100 * k + i, f"m{k:02d}")
        for k in range(n_markets)
        for i in range(1 if k < n_markets - 63 else 3)
    ]
    rows += [("both", 1, "m00"), ("both", 2, f"m{n_markets - 1:02d}"), ("both", 3, f"m{n_markets - 1:02d}")]
    found, shares = _check(rows)
    n_small = max(n_markets - 63, 0)

    assert [0] * n_small == [found[f"a{k:02d}"] for k in range(n_small)]
    assert list(range(1, 1 + min(n_markets, 63))) == [found[f"a{k:02d}"] for k in range(n_small, n_markets)]
    assert min(n_markets, 63) == found["both"]
    assert 1 + min(n_markets, 63) == len(shares)


def test_find_homes__of_marketplaces_of_one_size_the_first_by_name_are_told_apart():
    found, _ = _check([(f"a{k:02d}", k, f"m{k:02d}") for k in range(70)])

    assert [*range(1, 64), *[0] * 7] == [found[f"a{k:02d}"] for k in range(70)]


@settings(max_examples=40, deadline=None)
@given(random_rows)
def test_find_homes__by_its_definition(rows):
    _check(rows)


@pytest.mark.parametrize("stride", [1, 2, 3, 7, 8])
def test_find_homes__does_not_depend_on_how_many_accounts_are_counted_at_a_time(stride, monkeypatch):
    rng = np.random.default_rng(stride)
    markets = np.array(["de", "uk", "us", None])
    rows = [(f"a{k}", p, rng.choice(markets)) for k in range(7) for p in range(1 + k % 4)]
    expected = _find(rows)
    monkeypatch.setattr(homes, "_STRIDE", stride)

    assert expected == _check(rows)
    assert len(set(expected[0].values())) > 2


@pytest.mark.parametrize("column", [{}, {"marketplace": None}], ids=["no column", "empty"])
def test_find_homes__without_marketplaces_all_share_one(column):
    tables = tables_of([{"reviewer_id": f"a{k}", "product_id": "p", **column} for k in range(4)])
    found = find_homes(tables, build_graph(tables))

    assert ([0, 0, 0, 0], [1.0]) == (found.of.tolist(), found.shares.tolist())


@pytest.mark.parametrize("stride", [1, 2, 1 << 18])
def test_by_class__are_the_shares_within_a_class_and_one_account_like_all(stride, monkeypatch):
    """Four accounts of one review, two of two or three, one of four, and one of none, who is of no class."""
    monkeypatch.setattr(homes, "_STRIDE", stride)
    of = np.array([0, 1, 1, 1, 0, 1, 1, 0], dtype=np.int8)
    found = homes.Homes(of, np.array([0.4, 0.6])).by_class(np.array([1, 1, 1, 1, 3, 2, 4, 0]))

    assert not found.flags.writeable
    assert [1.4 / 5, 3.6 / 5, 1.4 / 3, 1.6 / 3, 0.4 / 2, 1.6 / 2] == pytest.approx(found.ravel().tolist())


def test_by_class__of_nobody_is_like_all():
    found = no_homes(0).by_class(np.zeros(0, dtype=np.int64))

    assert [[1.0]] == found.tolist()


@pytest.mark.parametrize("n", [0, 3])
def test_no_homes__is_one_for_all(n):
    found = no_homes(n)

    assert ([0] * n, [1.0]) == (found.of.tolist(), found.shares.tolist())
    assert np.int8 == found.of.dtype


@pytest.mark.parametrize("column", [{}, {"marketplace": "us"}], ids=["no column", "marketplaces"])
def test_find_homes__of_no_accounts(column):
    """A source without reviews is not read; these are tables of one from which all were taken."""
    tables = tables_of([{"reviewer_id": "a", "product_id": "p", **column}])
    codes = tables.codes
    none = {field.name: getattr(codes.pairs, field.name)[:0] for field in fields(codes.pairs)}
    pairs = Pairs(**none | {"indptr": np.zeros(1, dtype=np.int64)})
    empty = replace(tables, codes=replace(codes, pairs=pairs, reviewers=codes.reviewers[:0]))
    found = find_homes(empty, build_graph(empty))

    assert ([], [1.0]) == (found.of.tolist(), found.shares.tolist())

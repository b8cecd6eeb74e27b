"""One market as block growth and as its oracle see it, and what must agree between the two."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import strategies as st

from collusion.arrays import frozen
from collusion.kernels import blocks
from collusion.kernels.tenure import count_tenures
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
    star_slack=0.1,
    first_strictness=0.4,
    min_first_cells=2,
    min_members=3,
    min_products=2,
)
STRICT = RULES._replace(first_strictness=1.0)
#: For markets of four years.
LONG = RULES._replace(span_minutes=1500.0 * 1440)
GRAPH_NAMES = [name for name in GRAPHS if name != "times at the limits"]
STRICTNESSES = (0.0, 0.4, 1.0)
#: Members are all accounts of a graph, then every other one.
on_awkward_graphs = pytest.mark.parametrize(
    ("graph", "members", "strictness"),
    [
        pytest.param(graph, range(0, graph.n_reviewers, step), strictness, id=f"{name}-{step}-{strictness}")
        for name, graph in GRAPHS.items()
        if name in GRAPH_NAMES
        for step in (1, 2)
        for strictness in STRICTNESSES
    ],
)
DAY = 1440


class Homes(NamedTuple):
    """The home of each account and the share of all accounts at home in each, which need not be as many.

    `of_class` gives the shares of a class of activity; they are those of all where there is none.
    """

    of: Callable[[int], int]
    shares: tuple[float, ...]
    of_class: Callable[[int], tuple[float, ...]] | None = None


ONE_HOME = Homes(lambda reviewer: 0, (1.0,))
HOMES = {
    "one home": ONE_HOME,
    "homes of about the same size": Homes(lambda reviewer: reviewer // 4 % 3, (0.37, 0.34, 0.29)),
    "homes of very different size": Homes(lambda reviewer: 2 - (reviewer % 5 > 0), (0.967, 0.03, 0.003)),
    "few abroad, and homes of nobody": Homes(
        lambda reviewer: 3 * (reviewer % 2 and reviewer < 8), (0.61, 0.27, 0.08, 0.04)
    ),
    "homes that activity tells": Homes(
        lambda reviewer: reviewer % 3 % 2, (0.6, 0.4), lambda k: (0.95, 0.05) if k % 2 else (0.2, 0.8)
    ),
}
with_homes = pytest.mark.parametrize("homes", [pytest.param(homes, id=name) for name, homes in HOMES.items()])


def varied_stars(reviewer, product):
    """Stars that differ from review to review, some for a ring and some against."""
    return ((reviewer * 7 + product * 3) % 5 - 2) / 4, ((reviewer * 5 + product * 11) % 7 - 4) / 4


def ring_stars(reviewer, product):
    """Stars of a ring of the first six accounts, which praises."""
    return (1.0, -2.0) if reviewer < 6 else (-0.5, -0.5)


def every_fourth_unknown(product):
    """Sellers of three products each; every fourth product's is unknown."""
    return product // 4 if product % 4 else None


def no_seller(product):
    return None


def varied_creation(reviewer):
    """Creations a month apart but for those of a few, who were made within days; some are unknown."""
    if reviewer % 7 == 6:
        return None
    return 500_000 + reviewer * 700 if reviewer % 3 == 0 and reviewer < 20 else reviewer * 31 * DAY


def not_created(reviewer):
    return None


def come_and_gone(n, n_days):
    """Return the minutes of accounts with one review to nine, spread over some days from the first on."""
    rng = np.random.default_rng(n)
    return tuple(tuple(rng.integers(0, n_days * DAY, 1 + k % 9).tolist()) for k in range(n))


class Both:
    """One market as the kernel and as the oracle see it; each pair of reviewer and product once.

    `bystanders` are the minutes of the reviews of accounts that count among all tenures, and nowhere else.
    """

    def __init__(
        self,
        graph,
        n_strata=2,
        stars=varied_stars,
        seller=every_fourth_unknown,
        created=varied_creation,
        bystanders=(),
        homes=ONE_HOME,
    ):
        edges = sorted(zip(graph.reviewer.tolist(), graph.product.tolist(), graph.minute.tolist()))
        reviews = [(r, p, minute, *stars(r, p)) for r, p, minute in edges]
        strata = [p % n_strata for p in range(graph.n_products)]
        totals = [max(sum(strata[p] == s for _, p, _ in edges), 1) for s in range(n_strata)]
        sellers = [seller(p) for p in range(graph.n_products)]
        creations = [created(r) for r in range(graph.n_reviewers)]
        home = [homes.of(r) for r in range(graph.n_reviewers)]
        self.market = oracle.Market(
            graph.n_reviewers,
            reviews,
            strata,
            totals,
            sellers,
            creations,
            bystanders,
            (home, homes.shares),
            homes.of_class,
        )
        in_columns = sorted(range(len(edges)), key=lambda e: (edges[e][1], edges[e][2], edges[e][0]))
        position = np.empty(len(edges), np.int32)
        position[in_columns] = np.arange(len(edges))
        r, p, minute = (np.array([edge[i] for edge in edges], dtype=np.int32) for i in range(3))
        code, praise, blame = _star_tables(reviews, graph.n_products)
        known = [s for s in sellers if s is not None]
        arrays = {
            "indptr": _offsets(r, graph.n_reviewers),
            "product": p,
            "position": position,
            "stars": code,
            "t_indptr": _offsets(p, graph.n_products),
            "t_reviewer": r[in_columns],
            "t_minute": minute[in_columns],
            "t_stars": code[in_columns],
            "praise": praise,
            "blame": blame,
            "stratum": np.array(strata, dtype=np.int32),
            "stratum_reviews": np.array(totals, dtype=np.float64),
            "class_sizes": _class_sizes(r, graph.n_reviewers),
            "home": np.array(home, dtype=np.int8),
            "home_shares": np.array(homes.shares),
            "class_homes": np.array(self.market.class_homes),
            "seller": np.array([-1 if s is None else s for s in sellers], dtype=np.int32),
            "seller_products": np.bincount(np.array(known, dtype=np.int64)).astype(np.int64),
            "created": np.array([NO_MINUTE if at is None else at for at in creations], dtype=np.int32),
            "known": np.array(sorted(at for at in creations if at is not None), dtype=np.int32),
            "minute": minute,
        }
        frozen_arrays = {name: frozen(array) for name, array in arrays.items()}
        tenures = _tenures(arrays["indptr"], minute, bystanders, len(arrays["class_sizes"]))
        self.world = blocks.World(n_products=graph.n_products, tenures=tenures, **frozen_arrays)
        self.scratch = blocks.make_scratch(self.world)

    def chosen(self, found):
        """Translate the kernel's cells to what the oracle returns."""
        translated = {}
        for product, low, high, n, expected, gain in zip(*(column.tolist() for column in found)):
            start = int(self.world.t_indptr[product])
            translated[product] = ((product, low - start, high - start), n, expected, gain)
        return translated

    def cells(self, members, rules=RULES, strictness=1.0, former=None):
        """Choose cells of some accounts."""
        former = blocks.no_cells() if former is None else former
        return blocks.choose_cells(ids(members), self.world, rules, self.scratch, former, strictness)

    def members(self, members, cells, rules=RULES, strictness=1.0):
        """Choose members by cells, with their ratios."""
        lives = blocks.lives_of(ids(members), self.world, self.scratch, cells)
        found = blocks.choose_members(lives, self.world, rules, self.scratch, cells, strictness)
        return dict(zip(*(column.tolist() for column in found)))

    def grow(self, seed, rules=RULES, loyalty=0.0):
        """Grow a block from a seed, at first as strictly as the rules start."""
        return self.glance_and_grow(seed, blocks.no_cells(), rules, rules.first_strictness, loyalty)[0]

    def glance_and_grow(self, seed, glance, rules=RULES, first_strictness=1.0, loyalty=0.0):
        """Grow a block from a seed whose glance may be known; return the glance and the rival, too."""
        return blocks.grow(ids(seed), glance, self.world, rules, self.scratch, first_strictness, loyalty)

    def is_clean(self):
        """Return whether the scratch is as a call found it."""
        scratch = self.scratch
        used = (scratch.ratio, scratch.hits, scratch.counts, scratch.clients, scratch.cell_of + 1)
        return not any(array.any() for array in used)


def ids(values):
    """Return accounts as kernels want them: ascending and read-only."""
    return frozen(np.array(sorted(values), dtype=np.int32))


def _offsets(of, n):
    return np.concatenate(([0], np.cumsum(np.bincount(of, minlength=n)))).astype(np.int64)


def _tenures(indptr, minute, bystanders, n_classes):
    """Count the tenures of a graph's accounts and of some more."""
    ends = indptr[-1] + np.cumsum([len(times) for times in bystanders], dtype=np.int64)
    others = [time for times in bystanders for time in times]
    everyone, times = np.concatenate([indptr, ends]), np.concatenate([minute, others]).astype(np.int32)
    return count_tenures(frozen(everyone), frozen(times), n_classes, oracle.N_BINS)


def _star_tables(reviews, n_products):
    """Number the different stars of each product; their evidence stands in tables by product and number."""
    numbers = [{} for _ in range(n_products)]
    code = np.zeros(len(reviews), dtype=np.int8)
    for i, (_, p, _, *stars) in enumerate(reviews):
        code[i] = numbers[p].setdefault(tuple(stars), len(numbers[p]) + 1)
    tables = np.zeros((2, n_products, 1 + max(map(len, numbers), default=0)), dtype=np.float32)
    for p, known in enumerate(numbers):
        for stars, number in known.items():
            tables[:, p, number] = stars
    return code, *tables


def _class_sizes(reviewer, n_reviewers):
    n_reviews = np.bincount(reviewer, minlength=n_reviewers).tolist()
    classes = [max(n, 1).bit_length() - 1 for n in n_reviews]
    return np.bincount(np.array(classes, dtype=np.int64)).astype(np.float64)


def graph_of(edges, n_reviewers=60, n_products=8):
    """Make a graph of minutes by pair of reviewer and product."""
    reviewer, product = (np.array([pair[i] for pair in edges], dtype=np.int32) for i in (0, 1))
    minute = np.array(list(edges.values()), dtype=np.int32)
    return GRAPHS["empty"]._replace(
        n_reviewers=n_reviewers, n_products=n_products, reviewer=reviewer, product=product, minute=minute
    )


def planted(seed, n_crowd=120, rings=((range(6), range(5)),)):
    """Accounts that meet at products within a day each, in a crowd that comes whenever it likes."""
    rng = np.random.default_rng(seed)
    n_products = 2 + max(12, *(max(products) + 1 for _, products in rings))
    hired = {r for accounts, _ in rings for r in accounts}
    edges = {}
    for accounts, products in rings:
        edges |= {(r, p): 3000 * p % 19_000 + int(rng.integers(0, 600)) for r in accounts for p in products}
    for r in sorted(set(range(n_crowd)) - hired):
        for p in rng.choice(n_products, 2, replace=False).tolist():
            edges[r, p] = int(rng.integers(0, 20_000))
    return graph_of(edges, n_crowd, n_products)


def late_comers(n_late=1):
    """Six accounts meet at five products, another one or more come to two of them, and a crowd to all."""
    edges = {(r, p): 3000 * p + 60 * r for r in range(6) for p in range(5)}
    edges |= {(6 + late, p): 3000 * p + 400 for late in range(n_late) for p in range(2)}
    edges |= {(r, p): 160 * (r - 10) for r in range(10, 120) for p in range(r % 4, 12, 4)}
    return graph_of(edges, 120, 12)


def same_cells(expected, found):
    """Check chosen cells of the oracle against those of the kernel."""
    assert sorted(expected) == sorted(found)
    for product in expected:
        (cell, n, mu, gain), (cell_found, n_found, mu_found, gain_found) = expected[product], found[product]
        assert (cell, n) == (cell_found, n_found)
        assert (mu, gain) == pytest.approx((mu_found, gain_found), rel=1e-9, abs=1e-9)


def same_block(both, expected, found):
    """Check a grown block against the oracle; the cells of an empty one mean something else."""
    assert sorted(expected.members) == found.members.tolist()
    assert (expected.surplus, expected.stars, expected.life) == pytest.approx(
        (found.surplus, found.stars, found.life), rel=1e-6, abs=1e-5
    )
    assert blocks.evidence_of(found) == pytest.approx(expected.evidence, rel=1e-6, abs=1e-5)
    if expected.members:
        same_cells(expected.chosen, both.chosen(found.cells))
    assert len(found.ratio) == len(found.members)
    assert (found.ratio > 0).all()


#: Minutes by pair of reviewer and product, few of each.
random_edges = st.dictionaries(
    st.tuples(st.integers(0, 9), st.integers(0, 5)),
    st.one_of(st.just(NO_MINUTE), st.integers(0, 60), st.integers(0, 15_000)),
    max_size=45,
)
some_accounts = st.sets(st.integers(0, 9))
#: Sellers by product, at most three of them.
random_sellers = st.lists(st.one_of(st.none(), st.integers(0, 2)), min_size=8, max_size=8)
#: Minutes of creation, among few days for those with reviews and over years for the others.
random_creations = st.lists(
    st.one_of(st.none(), st.integers(0, 30), st.integers(0, 50 * DAY), st.integers(0, 1500 * DAY)),
    min_size=10,
    max_size=10,
)


#: Whom the tenures of ten accounts are compared with: nobody, who came over years, who came in those days.
random_bystanders = st.sampled_from([(), come_and_gone(300, 1500), come_and_gone(100, 30)])


def lively_market(seed):
    """Draw accounts that meet at some products, and beside them begin, turn busy or end together, or apart.

    All of that among strangers who come and go over years; some accounts' creations are known. Homes differ
    from one market to the next.
    """
    rng = np.random.default_rng(seed)
    n, n_products = int(rng.integers(6, 16)), 14
    together, length = rng.random(4) < 0.6, float(rng.choice([20, 60, 200]))
    edges, created = {}, {}
    for r in range(n):
        begin, end = 400 + 15 * rng.random(), 400 + length + 15 * rng.random()
        if not together[0]:
            begin -= 350 * rng.random()
        if not together[1]:
            end += 900 * rng.random()
        products = rng.permutation(n_products).tolist()
        for p in products[: rng.integers(1, 10)]:
            edges[r, p] = int(DAY * rng.uniform(begin, end))
        if together[2]:
            edges[r, products[-1]] = int(DAY * rng.uniform(0, 100))
        for p in range(4):
            if rng.random() < 0.6:
                edges[r, p] = int(DAY * (420 + 5 * p + 2 * rng.random()))
        created[r] = int(DAY * (begin - 5)) if together[3] and rng.random() < 0.8 else None
    for r in range(20, 60):
        for p in rng.choice(n_products, 3, replace=False).tolist():
            edges[r, p] = NO_MINUTE if rng.random() < 0.1 else int(DAY * rng.uniform(0, 1500))
    return Both(
        graph_of(edges, 60, n_products),
        stars=lambda r, p: (0.3, -0.5) if r < n else (-0.2, 0.1),
        created=lambda r: created.get(r, r * 25 * DAY),
        bystanders=come_and_gone(300, 1500),
        homes=list(HOMES.values())[seed % len(HOMES)],
    ), range(n)


#: Homes of ten accounts, and how many of all accounts are at home in each.
random_homes = st.builds(
    lambda of, some: some._replace(of=lambda r: of[r] % len(some.shares) if r < 10 else 0),
    st.lists(st.integers(0, 3), min_size=10, max_size=10),
    st.sampled_from(list(HOMES.values())),
)


def random_market(edges, sellers, creations, bystanders=(), homes=ONE_HOME):
    """Make a small market of what hypothesis drew."""
    return Both(
        graph_of(edges),
        seller=lambda p: sellers[p],
        created=lambda r: creations[r] if r < 10 else r * 25 * DAY,
        bystanders=bystanders,
        homes=homes,
    )

"""What seeds grow into, on small markets made by hand: which rings, how many, and where they part."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from collusion.detection import blocks
from collusion.detection.candidates import seeds_of
from collusion.detection.cohorts import seller_seeds
from collusion.detection.grown import make_candidate
from collusion.evidence.stars import surprising
from collusion.kernels.block_cells import no_cells
from collusion.kernels.block_records import Growth
from collusion.minutes import NO_TIME
from tests.detection.by_hand import APART, NESTED, SHARING, Job, block_of, market_of, numbers, ready_to_grow
from tests.detection.searches import jaccard

_NO_CAP = 2**40
SLOW = [Job(range(20), range(8), days=850, coverage=0.5)]


def _candidates(grown, *seeds, advance=lambda _: None):
    return blocks.grow_candidates(
        [blocks.Rung(_NO_CAP, list(seeds))],
        grown.world,
        grown.rules,
        params=grown.market.config.detection,
        advance=advance,
    )


def _check_found(jobs, grown, found, *, at_least=0.8):
    assert len(jobs) == len(found)
    for job in jobs:
        best = max(
            found, key=lambda c, job=job: jaccard(list(job.accounts), numbers(grown.market, c.group.members))
        )

        assert jaccard(list(job.accounts), numbers(grown.market, best.group.members)) >= at_least
        assert list(job.products) == best.group.products.tolist()


def test_grow_candidates__a_seed_with_two_rings_yields_both():
    """The first takes its members out of the seed, and the rest is grown again."""
    grown = ready_to_grow(market_of(APART))
    steps: list[int] = []
    found = _candidates(grown, seeds_of([np.arange(24)], "hand"), advance=steps.append)

    _check_found(APART, grown, found, at_least=1.0)
    assert 1 == sum(steps)
    assert all(step >= 0 for step in steps)


def test_grow_candidates__two_seeds_of_an_unsure_ring_yield_it_once():
    """Only a sure block covers its members, so that the second seed leads to the same once more."""
    grown = ready_to_grow(market_of([SLOW[0]._replace(coverage=0.35)], seller=lambda p: p // 10))
    (found,) = _candidates(grown, seeds_of([np.arange(20)] * 2, "hand"))

    assert 0 < found.surplus + found.stars + found.life < 100


@pytest.mark.parametrize(("n_per_seller", "jobs"), [(5, SHARING), (4, NESTED)], ids=["sharing", "nested"])
def test_grow_candidates__rings_of_one_block_come_apart_by_seller(n_per_seller, jobs):
    grown = ready_to_grow(market_of(jobs, seller=lambda p: p // n_per_seller))
    everyone = np.arange(1 + max(max(job.accounts) for job in jobs))

    _check_found(jobs, grown, _candidates(grown, seeds_of([everyone], "hand")))


def test_grow_candidates__members_of_a_sure_block_are_barred_from_larger_products():
    grown = ready_to_grow(market_of(APART))
    seeds = seeds_of([np.arange(12), np.arange(24)], "hand")
    ladder = [blocks.Rung(_NO_CAP, [seeds_of([np.arange(12)], "niche")]), blocks.Rung(_NO_CAP, [seeds])]
    found = blocks.grow_candidates(ladder, grown.world, grown.rules, params=grown.market.config.detection)

    assert {"niche", "hand"} == {c.origin for c in found}
    _check_found(APART, grown, found, at_least=1.0)


def test_grow_candidates__a_sellers_cohort_seeds_a_slow_ring():
    """Half of the ring at each of eight targets of one seller within two years: no burst, no pair."""
    grown = ready_to_grow(market_of(SLOW, seller=lambda p: p // 10))
    params = grown.market.config.detection
    praised = surprising(grown.world.praise, grown.market.graph, params.surprise)
    seeds = seller_seeds(grown.market.graph, praised, params=params)

    _check_found(SLOW, grown, _candidates(grown, seeds), at_least=0.9)


def test_grow_candidates__accounts_created_together_have_more_evidence():
    evidence = []
    for created in (lambda a: 100 + a % 3 if a < 12 else 397 * a % 900, lambda a: 397 * a % 900):
        grown = ready_to_grow(market_of(APART[:1], created=created))
        (found,) = _candidates(grown, seeds_of([np.arange(12)], "hand"))
        evidence.append((found.life, found.surplus))

    assert evidence[0][0] > 20
    assert 0 == evidence[1][0]
    assert evidence[0][1] == pytest.approx(evidence[1][1])


def test_grow_candidates__a_ring_is_whole_at_last_though_its_other_half_serves_larger_products():
    """On the rung of its seed half of the accounts are found, on the last one there is no seed.

    The half keeps the targets that it alone serves, as a ring inside the ring.
    """
    jobs = [Job(range(12), range(6)), Job(range(24), range(6, 12), coverage=0.7)]
    popular = [Job(range(100, 125), range(p, p + 1), days=800) for p in range(6, 12)]
    grown = ready_to_grow(market_of([*jobs, *popular]))
    first = blocks.Rung(50, [seeds_of([np.arange(12)], "hand")])

    def found(*ladder):
        return blocks.grow_candidates(
            list(ladder), grown.world, grown.rules, params=grown.market.config.detection
        )

    (half,), (whole, inner) = found(first), found(first, blocks.Rung(_NO_CAP, []))

    assert list(range(12)) == half.group.members.tolist() == inner.group.members.tolist()
    assert list(range(6)) == half.group.products.tolist() == inner.group.products.tolist()
    assert jaccard(np.arange(24), whole.group.members) >= 0.9
    assert list(range(6, 12)) == whole.group.products.tolist()


def test_make_candidate__without_cells_has_no_reviews():
    grown = ready_to_grow(market_of(APART[:1]))
    found = make_candidate(block_of(range(3), 1), grown.world, "hand")

    assert ([0, 1, 2], [], []) == tuple(
        part.tolist() for part in (found.group.members, found.group.products, found.group.edges)
    )


@given(st.lists(st.integers(0, 300), min_size=1, max_size=40))
def test_class_sizes__double_from_class_to_class(n_reviews):
    """Who reviewed nothing can be no member."""
    found = blocks.class_sizes(np.array(n_reviews, dtype=np.int64))
    bounds = [2**k for k in range(10)]
    expected = [sum(low <= n < high for n in n_reviews) for low, high in itertools.pairwise(bounds)]

    assert expected[: len(found)] == found.tolist()
    assert sum(found) == sum(n > 0 for n in n_reviews)


def test_make_world__counts_products_by_seller_and_known_creations():
    market = market_of(APART[:1], seller=lambda p: p // 7)
    lifecycle = market.channels.lifecycle
    created = np.full(len(market.graph.reviewers), NO_TIME, dtype=np.int32)
    created[[5, 2, 9]] = [300, 700, 100]
    known = replace(market.channels, lifecycle=replace(lifecycle, created=created))
    world = ready_to_grow(replace(market, channels=known)).world
    unknown = ready_to_grow(market_of(APART[:1])).world

    assert [7] * 17 + [1] == world.seller_products.tolist()
    assert [100, 300, 700] == world.known.tolist()
    assert [] == unknown.known.tolist() == unknown.seller_products.tolist()
    assert {-1} == set(unknown.seller.tolist())


def test_make_world__knows_where_accounts_are_at_home():
    """Twelve accounts are at home in one marketplace, 1,200 in another, and nobody where nobody knows."""
    world = ready_to_grow(market_of(APART[:1], home=lambda a: "us" if a < 12 else "de")).world
    unknown = ready_to_grow(market_of(APART[:1])).world

    assert [2] * 12 + [1] * 1200 == world.home.tolist()
    assert [1 / 1215, 1201 / 1215, 13 / 1215] == pytest.approx(world.home_shares.tolist())
    assert ({0}, [1.0]) == (set(unknown.home.tolist()), unknown.home_shares.tolist())
    assert world.class_homes.shape == (len(world.class_sizes), 3)
    assert [[1.0]] * len(unknown.class_sizes) == unknown.class_homes.tolist()


def _block(members, products, evidence):
    cells = no_cells()._replace(product=np.array(products, dtype=np.int32))
    return "hand", Growth(
        np.array(members, dtype=np.int32), np.zeros(len(members)), cells, evidence, 0.0, 0.0
    )


@pytest.mark.parametrize(
    ("members", "products", "n_kept"),
    [
        (range(10), range(10), 1),
        (range(7), range(10), 1),
        (range(6), range(10), 2),
        (range(10), range(6), 2),
        (range(13), range(13), 1),
        (range(20, 30), range(10), 2),
    ],
)
def test_without_variants__keeps_the_strongest_of_blocks_with_most_members_and_targets_in_common(
    members, products, n_kept
):
    kept = blocks.without_variants([_block(members, products, 5.0), _block(range(10), range(10), 9.0)])

    assert n_kept == len(kept)
    assert kept[-1][1].surplus == 9.0


def test_without_variants__of_equal_ones_keeps_the_first_and_the_order_given():
    found = [
        _block(range(9), [3, 1, 2], 4.0),
        _block(range(20, 29), [4, 5], 8.0),
        _block(range(9), [1, 2, 3], 4.0),
    ]

    assert [4.0, 8.0] == [one.surplus for _, one in blocks.without_variants(found)]
    assert [3, 1, 2] == blocks.without_variants(found)[0][1].cells.product.tolist()

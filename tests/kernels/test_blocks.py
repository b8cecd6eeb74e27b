"""Block growth against its definition, on awkward and on random graphs, and where it leads."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collusion.arrays import frozen
from collusion.kernels import blocks
from collusion.kernels.blocks import free_members, is_sizeable, living_alike, n_common
from tests.awkward_graphs import GRAPHS
from tests.kernels.block_worlds import (
    DAY,
    GRAPH_NAMES,
    LONG,
    RULES,
    STRICT,
    Both,
    come_and_gone,
    graph_of,
    ids,
    late_comers,
    lively_market,
    no_seller,
    not_created,
    planted,
    random_bystanders,
    random_creations,
    random_edges,
    random_homes,
    random_market,
    random_sellers,
    ring_stars,
    same_block,
    some_accounts,
    with_homes,
)
from tests.oracles import blocks as oracle


def _check_growth(both, seed, rules, barred=(), loyalty=0.0):
    both.scratch.barred[:] = np.isin(np.arange(both.market.n_reviewers), list(barred))
    found = both.grow(seed, rules, loyalty)
    assert both.is_clean()
    expected = oracle.grow(both.market, sorted(seed), rules, rules.first_strictness, loyalty, barred)[0]
    same_block(both, expected, found)
    return found


def _packed(seeds):
    indptr = np.concatenate(([0], np.cumsum([len(seed) for seed in seeds]))).astype(np.int64)
    members = np.array([member for seed in seeds for member in sorted(seed)], dtype=np.int32)
    return frozen(indptr), frozen(members)


def _grown(members, evidence):
    return blocks.Growth(ids(members), np.zeros(0), blocks.no_cells(), evidence, 0.0, 0.0)


def _known(members, evidence):
    return oracle.Block(evidence, 0.0, 0.0, frozenset(members), ())


def _next(both, seeds, *, start=0, covered=(), rules=RULES, sparse=True, known=(), share=1.0):
    is_covered = np.isin(np.arange(both.market.n_reviewers), list(covered))
    indptr, members = _packed(seeds)
    arrived = [_grown(block.members, block.evidence) for block in known]
    scratch = both.scratch._replace(known=blocks.known_blocks(arrived, share))
    return blocks.next_growth(start, indptr, members, is_covered, both.world, rules, sparse, False, scratch)


def _two_hands():
    """Two rings of eight that meet at six targets each, the second created within a day."""
    graph = planted(3, 200, ((range(8), range(6)), (range(8, 16), range(6, 12))))
    return Both(
        graph,
        stars=lambda r, p: (1.0, -2.0) if r < 16 else (-0.5, -0.5),
        seller=no_seller,
        created=lambda r: 900 * DAY + 60 * r if 8 <= r < 16 else r * 31 * DAY,
    )


@with_homes
@pytest.mark.parametrize("rules", [RULES, STRICT], ids=["lenient start", "strict"])
@pytest.mark.parametrize("name", GRAPH_NAMES)
def test_grow__awkward_graphs(name, rules, homes):
    both = Both(GRAPHS[name], homes=homes)
    _check_growth(both, range(GRAPHS[name].n_reviewers), rules)
    _check_growth(both, range(min(3, GRAPHS[name].n_reviewers)), rules, loyalty=0.7)
    _check_growth(both, [], rules)


@settings(max_examples=60)
@given(
    random_edges,
    st.tuples(random_sellers, random_creations, random_bystanders, random_homes),
    some_accounts,
    st.tuples(st.sampled_from([0.0, 0.5, 1.0]), st.integers(1, 6), st.sampled_from([0.1, 10.0])),
    st.sets(st.integers(0, 9), max_size=3),
    st.sampled_from([0.0, 0.5, 0.7, 1.0]),
)
def test_grow__random_markets(edges, known, seed, numbers, barred, loyalty):
    first_strictness, max_rounds, slack = numbers
    rules = RULES._replace(first_strictness=first_strictness, max_rounds=max_rounds, star_slack=slack)
    _check_growth(random_market(edges, *known), seed, rules, barred, loyalty)


@pytest.mark.parametrize("seed", range(12))
def test_grow__of_accounts_that_live_alike(seed):
    """Creations and tenures are evidence and draw members in, as the oracle says."""
    both, accounts = lively_market(seed)
    _check_growth(both, accounts, LONG, loyalty=seed % 2 * 0.5)
    _check_growth(both, range(4, 20), LONG)


@pytest.mark.parametrize("seed", range(12))
def test_grow__a_strict_glance_saves_the_lenient_start_its_own(seed):
    """What the strict growth of a seed glanced at is what the lenient one of the same seed begins with."""
    both, accounts = lively_market(seed)
    _, glance, _ = both.glance_and_grow(accounts, blocks.no_cells(), LONG)
    found, same, _ = both.glance_and_grow(accounts, glance, LONG, LONG.first_strictness)
    expected = oracle.grow(both.market, sorted(accounts), LONG, LONG.first_strictness)[0]

    assert len(glance.product) >= 2
    assert all(np.array_equal(*columns) for columns in zip(glance, same, strict=True))
    same_block(both, expected, found)


def test_grow__lively_markets_grow_blocks_with_and_without_evidence_of_life():
    """So that the oracle is asked about both."""
    grown = [both.grow(accounts, LONG) for both, accounts in map(lively_market, range(12))]
    alive = [block.life > 0 for block in grown if len(block.members)]

    assert len(alive) > sum(alive) > 3


def test_grow__lively_markets_grow_blocks_whose_homes_save_and_do_not():
    """So that the oracle is asked about both."""
    saved = []
    for both, accounts in map(lively_market, range(12)):
        members = both.grow(accounts, LONG).members.tolist()
        saved.append(oracle.home_saving(both.market, members) > 0)

    assert len(saved) > sum(saved) > 3


@pytest.mark.parametrize("seed", range(4))
def test_grow__finds_who_meets_in_time_from_some_of_them(seed):
    """From four of the six, and with two strangers in the seed, the same six come out, as the oracle says."""
    both = Both(planted(seed), stars=ring_stars)
    for start in ([0, 1, 2, 3], [2, 3, 4, 5, 50, 70]):
        found = _check_growth(both, start, RULES)

        assert list(range(6)) == found.members.tolist()
        assert set(range(5)) == set(found.cells.product.tolist())
        assert found.surplus > 0


def test_grow__accounts_over_the_cap_are_no_members():
    both = Both(planted(0), stars=ring_stars)
    capped = _check_growth(both, range(6), RULES._replace(reviewer_cap=4))
    found = _check_growth(both, range(6), RULES._replace(reviewer_cap=5))

    assert list(range(6)) == found.members.tolist()
    assert [] == capped.members.tolist()


def test_grow__who_is_barred_is_no_member():
    both = Both(planted(0), stars=ring_stars)

    assert [0, 1, 3, 4, 5] == _check_growth(both, range(6), RULES, barred=[2]).members.tolist()


@pytest.mark.parametrize("max_rounds", [0, 1, 2, 3, 8])
def test_grow__the_best_round_of_any_strictness_counts(max_rounds):
    """One lenient round is enough to have a block, and none gives none; more rounds never have less."""
    both = Both(planted(0), stars=ring_stars)
    found = _check_growth(both, range(4), RULES._replace(max_rounds=max_rounds))
    fewer = both.grow(range(4), RULES._replace(max_rounds=max(max_rounds - 1, 0)))

    assert (list(range(6)) if max_rounds else []) == found.members.tolist()
    assert blocks.evidence_of(found) >= blocks.evidence_of(fewer)


def test_grow__a_seed_must_stay_as_far_as_loyalty_asks():
    """Four of the ring and two strangers: two in three stay, which is enough for 0.6 and not for 0.7."""
    both = Both(planted(0), stars=ring_stars)
    start = [0, 1, 2, 3, 50, 70]

    assert list(range(6)) == _check_growth(both, start, RULES, loyalty=0.6).members.tolist()
    assert [] == _check_growth(both, start, RULES, loyalty=0.7).members.tolist()


def test_grow__does_not_depend_on_what_the_last_call_left_behind():
    """Lists and sums in the scratch are overwritten before they are read."""
    both = Both(planted(1))
    first = both.grow(range(4))
    for name in ("reviewers", "products", "activity", "own"):
        getattr(both.scratch, name)[:] = 3
    second = both.grow(range(4))

    assert first.surplus == second.surplus
    for before, after in zip(
        (first.members, first.ratio, *first.cells), (second.members, second.ratio, *second.cells)
    ):
        assert before.tolist() == after.tolist()


@pytest.mark.parametrize(
    ("date", "n_found"), [(lambda r: 900 * DAY + 3 * r % 7, 7), (lambda r: r * 31 * DAY, 6)]
)
def test_grow__a_common_creation_adds_evidence_and_members(date, n_found):
    """An account at two of the five targets only comes along with those it was created with."""
    graph = planted(0)
    late = {(6, p): 3000 * p + 400 for p in range(2)}
    kept = graph.reviewer != 6
    graph = graph._replace(
        reviewer=np.append(graph.reviewer[kept], [r for r, _ in late]).astype(np.int32),
        product=np.append(graph.product[kept], [p for _, p in late]).astype(np.int32),
        minute=np.append(graph.minute[kept], list(late.values())).astype(np.int32),
    )
    both = Both(
        graph,
        stars=lambda r, p: (0.3, -1.0) if r < 7 else (-0.5, -0.5),
        created=lambda r: date(r) if r < 7 else r * 31 * DAY,
    )
    found = _check_growth(both, range(6), RULES)

    assert n_found == len(found.members)
    assert (n_found == 7) == (found.life > 0)


@given(some_accounts, some_accounts)
def test_n_common__of_two_lists(first, second):
    assert len(first & second) == n_common(ids(first), ids(second))


@settings(max_examples=60)
@given(random_edges, random_creations, random_bystanders, some_accounts)
def test_living_alike__are_those_of_the_burst_or_of_the_spell(edges, creations, bystanders, seed):
    both = random_market(edges, [None] * 8, creations, bystanders)
    found = living_alike(ids(seed), both.world)

    assert oracle.living_alike(both.market, sorted(seed)) == found.tolist()
    assert len(found) == 0 or len(found) >= 3
    assert both.is_clean()


@pytest.mark.parametrize("seed", range(20))
def test_living_alike__of_accounts_that_begin_or_end_together(seed):
    both, accounts = lively_market(seed)
    for some in (accounts, range(4, 24), accounts[::3]):
        found = living_alike(ids(some), both.world)

        assert oracle.living_alike(both.market, list(some)) == found.tolist()
        assert both.is_clean()


@pytest.mark.parametrize(
    ("created", "together", "alike"),
    [
        (range(8), range(4, 14), range(4, 14)),
        (range(12), range(8, 12), range(12)),
        (range(8), (), range(8)),
        ((), range(4, 14), range(4, 14)),
        ((), (), ()),
    ],
    ids=["tenures say more", "creations say more", "creations alone", "tenures alone", "neither"],
)
def test_living_alike__by_what_says_more(created, together, alike):
    """Accounts begin and end within two days, or whenever they like; they are created on a day, or apart."""
    edges = {(r, 0): DAY * (500 if r in together else 60 * r) + 60 * r for r in range(20)}
    edges |= {(r, 1): at + DAY * (100 if r in together else 15 * r) for (r, _), at in edges.items()}
    both = Both(
        graph_of(edges),
        created=lambda r: 900 * DAY + 60 * r if r in created else r * 31 * DAY,
        bystanders=come_and_gone(300, 1500),
    )

    assert list(alike) == living_alike(ids(range(20)), both.world).tolist()
    assert list(alike) == oracle.living_alike(both.market, list(range(20)))


def test_is_sizeable__takes_members_targets_and_evidence():
    both = Both(planted(0), stars=ring_stars)
    found = both.grow(range(6))

    assert is_sizeable(found, RULES._replace(min_members=6, min_products=5))
    assert not is_sizeable(found, RULES._replace(min_members=7))
    assert not is_sizeable(found, RULES._replace(min_products=6))
    assert not is_sizeable(found._replace(surplus=-found.stars - found.life), RULES)
    assert is_sizeable(found._replace(surplus=1 - found.stars - found.life), RULES)


@given(some_accounts, some_accounts)
def test_free_members__are_those_not_covered(seed, covered):
    is_covered = np.isin(np.arange(10), list(covered))

    assert sorted(seed - covered) == free_members(ids(seed), is_covered).tolist()


@settings(max_examples=40)
@given(
    st.tuples(random_edges, random_sellers, random_creations, random_bystanders, random_homes),
    st.lists(st.sets(st.integers(0, 9), max_size=8), max_size=5),
    st.integers(0, 5),
    st.sets(st.integers(0, 9), max_size=4),
    st.tuples(st.sampled_from([0.2, 1.0]), st.booleans(), st.integers(3, 5), st.sampled_from([1, 8])),
)
def test_next_growth__the_first_seed_that_leads_somewhere(market, seeds, start, covered, numbers):
    both = random_market(*market)
    first_strictness, sparse, min_members, max_rounds = numbers
    rules = RULES._replace(first_strictness=first_strictness, min_members=min_members, max_rounds=max_rounds)
    start = min(start, len(seeds))
    number, found = _next(both, seeds, start=start, covered=covered, rules=rules, sparse=sparse)
    expected = oracle.next_growth(
        both.market, [sorted(seed) for seed in seeds], start, covered, rules, sparse
    )
    assert both.is_clean()
    if expected is None:
        assert (len(seeds), 0) == (number, len(found.members))
        return

    assert expected[0] == number
    same_block(both, expected[1], found)


@settings(max_examples=40)
@given(
    st.tuples(random_edges, random_sellers, random_creations, random_bystanders, random_homes),
    st.lists(st.sets(st.integers(0, 9), max_size=8), min_size=1, max_size=5),
    st.lists(
        st.builds(
            _known, st.sets(st.integers(0, 9), min_size=3, max_size=6), st.sampled_from([0.1, 2.0, 20.0, 1e9])
        ),
        max_size=3,
    ),
    st.booleans(),
    st.sampled_from([0.7, 1.0]),
    st.sampled_from([-1e-3, 1e-3]),
)
def test_next_growth__passes_by_seeds_that_lead_to_known_blocks(market, seeds, known, sparse, share, more):
    """Also by one that leads to about the members of one, unless it has more evidence."""
    both = random_market(*market)
    seeds = [sorted(seed) for seed in seeds]
    first = oracle.next_growth(both.market, seeds, 0, (), RULES, sparse)
    if first:
        members, evidence = sorted(first[1].members), first[1].evidence
        known = [*known, _known(members, evidence), _known([*members[1:], 9], evidence + more)]
    number, found = _next(both, seeds, sparse=sparse, known=known, share=share)
    expected = oracle.next_growth(both.market, seeds, 0, (), RULES, sparse, known, share)
    assert both.is_clean()
    if expected is None:
        assert (len(seeds), 0) == (number, len(found.members))
        return

    assert expected[0] == number
    same_block(both, expected[1], found)


@pytest.mark.parametrize(
    ("members", "evidence", "share", "ends"),
    [
        (range(6), 0.1, 1.0, True),
        (range(1, 7), 1e9, 1.0, False),
        (range(1, 7), 1e9, 0.7, True),
        (range(1, 7), 0.1, 0.7, False),
        (range(2, 8), 1e9, 0.7, False),
    ],
    ids=["the same", "most, not asked for", "most", "most, of less evidence", "too few"],
)
def test_next_growth__a_block_on_the_way_to_which_seeds_led_ends_the_seed(members, evidence, share, ends):
    both = Both(planted(0), stars=ring_stars)
    seeds = [[0, 1, 2, 3], [2, 3, 4, 5]]
    number, found = _next(both, seeds, known=[_known(members, evidence)], share=share)

    assert (2 if ends else 0, [] if ends else list(range(6))) == (number, found.members.tolist())


random_accounts = st.sets(st.integers(0, 12), min_size=1, max_size=9)


@given(random_accounts, st.lists(st.tuples(random_accounts, st.floats(0.1, 9))), st.floats(0.3, 1))
def test_rival_of__is_the_strongest_block_of_about_the_same_accounts(members, known, share):
    arrived = blocks.known_blocks([_grown(*block) for block in known], share)

    assert oracle.rival_of(members, [_known(*block) for block in known], share) == blocks.rival_of(
        ids(members), arrived
    )


@pytest.mark.parametrize("seed", range(8))
def test_next_growth__of_seeds_that_live_alike(seed):
    both, accounts = lively_market(seed)
    seeds, covered = [list(range(40, 50)), list(range(seed, 20)), list(accounts)], {1, 5}
    number, found = _next(both, seeds, covered=covered, rules=LONG)
    expected = oracle.next_growth(both.market, seeds, 0, covered, LONG, True)

    assert expected[0] == number
    same_block(both, expected[1], found)
    assert both.is_clean()


@pytest.mark.parametrize(("covered", "expected"), [([], 1), ([0, 1], 2), ([0, 1, 2, 3], 3)])
def test_next_growth__passes_by_seeds_that_are_covered_or_lead_nowhere(covered, expected):
    both = Both(planted(0), stars=ring_stars)
    number, found = _next(both, [[60, 70, 80], [0, 1, 2, 3], [2, 3, 4, 5]], covered=covered)

    assert expected == number
    assert (list(range(6)) if expected < 3 else []) == found.members.tolist()


@pytest.mark.parametrize(("created", "ring"), [(True, range(8, 16)), (False, None)])
def test_next_growth__who_was_created_together_is_tried_first(created, ring):
    """Of a seed with two rings, the one whose accounts were made together is grown, not both as one."""
    both = _two_hands()
    if not created:
        both = Both(
            planted(3, 200, ((range(8), range(6)), (range(8, 16), range(6, 12)))), created=not_created
        )
    _, found = _next(both, [range(16)])

    assert (ring is not None) == (found.members.tolist() == list(range(8, 16)))


def test_next_growth__what_is_covered_leaves_the_other_ring_of_a_seed():
    both = _two_hands()
    _, found = _next(both, [range(16)], covered=range(8, 16))

    assert list(range(8)) == found.members.tolist()


@pytest.mark.parametrize("sparse", [True, False])
def test_next_growth__only_sparse_seeds_are_grown_leniently(sparse):
    """Four of a ring of six among many strangers lead to it only where the first round asks for less."""
    both = Both(planted(0), stars=ring_stars, created=not_created)
    seed = [0, 1, 2, *range(20, 44)]
    number, found = _next(both, [seed], sparse=sparse)

    assert [] == both.grow(seed, STRICT).members.tolist()
    assert (list(range(6)) if sparse else []) == found.members.tolist()
    assert (0 if sparse else 1) == number


def _come_after_each_other():
    """Accounts come to every target one after the other, and a round reaches a margin of time further."""
    edges = {(r, p): 8000 * p + 150 * r for r in range(40) for p in range(5)}
    return Both(graph_of(edges, 120, 8), stars=lambda r, p: (1.0, -2.0), created=not_created)


def test_next_growth__grows_again_up_to_three_times():
    both = _come_after_each_other()
    one_round = RULES._replace(max_rounds=1, span_minutes=40_000.0, first_strictness=1.0)
    steps = [both.grow(range(6), one_round)]
    for _ in range(4):
        steps.append(both.grow(steps[-1].members, one_round, 0.7))
    evidence = [blocks.evidence_of(block) for block in steps]
    _, found = _next(both, [range(6)], rules=one_round)

    assert evidence == sorted(set(evidence))
    assert steps[3].members.tolist() == found.members.tolist()


def _grow_with_late_comers(n_late, min_members):
    """Return who is grown from six accounts and four strangers, a round at a time."""
    both = Both(
        late_comers(n_late),
        stars=lambda r, p: (0.5, -1.0) if r < 6 else (-1.6, -1.0) if r < 6 + n_late else (-0.5, -0.5),
        created=not_created,
    )
    rules = RULES._replace(max_rounds=1, first_strictness=1.0, min_members=min_members)
    return _next(both, [[*range(6), *range(100, 104)]], rules=rules)[1].members.tolist()


@pytest.mark.parametrize(("min_members", "n_found"), [(6, 6), (7, 7)])
def test_next_growth__what_gains_but_is_no_longer_sizeable_is_not_kept(min_members, n_found):
    """Four strangers in the seed draw in a seventh account, which the six alone shed and gain by it."""
    assert list(range(n_found)) == _grow_with_late_comers(1, min_members)


@pytest.mark.parametrize(("n_late", "n_found"), [(2, 6), (3, 9)])
def test_next_growth__what_gains_but_loses_too_many_members_is_not_kept(n_late, n_found):
    """Six of eight is more than 0.7, six of nine is less."""
    assert list(range(n_found)) == _grow_with_late_comers(n_late, 3)


def test_next_growth__grows_again_leniently():
    """From five diligent accounts of twelve the others are only found by asking for less."""
    diligent = {(r, p) for r in range(5) for p in range(4)}
    pairs = diligent | {(r, p) for r in range(12) for p in range(7) if (3 * r + p) % 5 < 2}
    edges = {(r, p): 2000 * p + 60 * r for r, p in pairs}
    edges |= {(r, (7 * r + 5 * i) % 12): 160 * r + 90 * i for r in range(12, 120) for i in range(2)}
    both = Both(
        graph_of(edges, 120, 12),
        stars=lambda r, p: (0.3, -2.0) if r < 12 else (-0.5, -0.5),
        seller=no_seller,
        created=not_created,
    )
    strict = both.grow(range(5), STRICT)
    _, found = _next(both, [range(5)])

    assert strict.members.tolist() == both.grow(strict.members, STRICT).members.tolist()
    assert set(strict.members.tolist()) < set(found.members.tolist())


@settings(max_examples=30)
@given(
    random_edges,
    st.tuples(random_sellers, random_creations, random_bystanders, random_homes),
    some_accounts,
    st.booleans(),
)
def test_regrow__once_from_all_accounts_strictly_or_as_leniently_as_the_rules_start(
    edges, known, seed, lenient
):
    both = random_market(edges, *known)
    members = np.array(sorted(seed), dtype=np.int32)
    found = blocks.regrow(members, both.world, RULES, both.scratch, lenient=lenient)
    first = RULES.first_strictness if lenient else 1.0

    assert both.is_clean()
    same_block(both, oracle.grow(both.market, sorted(seed), RULES, first)[0], found)


@pytest.mark.parametrize(("first_strictness", "n_members"), [(0.9, 0), (1.0, 6)])
def test_grow__a_lenient_round_must_show_more_cells_than_a_strict_one(first_strictness, n_members):
    both = Both(planted(0), stars=ring_stars)
    rules = RULES._replace(first_strictness=first_strictness, min_first_cells=6)

    assert n_members == len(_check_growth(both, range(6), rules).members)


def test_grow__cells_of_the_first_client_count_with_the_next():
    """The fifth product is only taken beside the other four, and five are what a lenient round must show."""
    edges = {(r, p): 3000 * p + r for r in range(6) for p in range(4)}
    edges |= {(r, 4): 15_000 + r for r in range(3)}
    edges |= {(r, 4): 400 * (r - 10) for r in range(10, 50)}
    edges |= {(r, 5 + r % 35): 13 * r for r in range(10, 60)}
    both = Both(
        graph_of(edges, 60, 40), n_strata=1, stars=lambda r, p: (0.0, 0.0), seller=lambda p: int(p > 4)
    )
    rules = RULES._replace(first_strictness=0.99, min_first_cells=5)

    assert 4 == len(both.cells(range(6), rules, 0.99).product)
    assert list(range(6)) == _check_growth(both, range(6), rules).members.tolist()

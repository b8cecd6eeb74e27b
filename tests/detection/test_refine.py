"""What candidates become once all are known: what grows, what parts, what rests, and in which round."""

from __future__ import annotations

import numpy as np
import pytest

from collusion.detection import refine as room
from collusion.detection.grown import make_candidate
from collusion.detection.refine import refine
from collusion.detection.space import SearchSpace
from collusion.detection.workers import Workers
from collusion.kernels import blocks as kernels
from tests.detection.by_hand import APART, SHARING, Job, grow, market_of, numbers, ready_to_grow
from tests.detection.searches import jaccard

_NO_CAP = 2**40
#: Twelve accounts at twelve targets, of which four have a hundred reviews by other people, too.
POPULAR = [Job(range(12), range(12)), *(Job(range(100, 200), range(p, p + 1), days=800) for p in range(4))]


def _candidate(grown, accounts, origin="hand"):
    """Return the candidate that these accounts are without being grown."""
    members, cells = np.array(accounts, dtype=np.int32), kernels.no_cells()
    for _ in range(2):
        cells = kernels.choose_cells(members, grown.world, grown.rules, grown.scratch, cells, 1.0)
    surplus = kernels.surplus_of(members, grown.world, grown.scratch, cells)
    growth = kernels.Growth(members, np.ones(len(members)), cells, surplus, 0.0, 0.0)
    return make_candidate(growth, grown.world, origin)


def _grown(grown, accounts):
    return make_candidate(grow(grown, accounts), grown.world, "hand")


def _refined(grown, *candidates, product_caps=(_NO_CAP,), n_threads=2, same=0.8):
    space = SearchSpace(grown.world, grown.rules, list(product_caps))
    with Workers(grown.world, n_threads) as workers:
        return refine(list(candidates), space, workers, same=same)


def _seen(found):
    """Return all that a candidate says, to compare."""
    return [
        (
            c.group.members.tolist(),
            c.group.products.tolist(),
            c.group.edges.tolist(),
            c.membership.tolist(),
            c.expected.tolist(),
            c.evidence,
            c.origin,
        )
        for c in found
    ]


def _members(found):
    return [candidate.group.members.tolist() for candidate in found]


@pytest.fixture
def looked_at(monkeypatch):
    """Note the members of every candidate that is looked at, and what becomes of them, in order."""
    noted, again = [], room._again

    def noting(candidate, space, scratch):
        after = again(candidate, space, scratch)
        noted.append((candidate.group.members.tolist(), _members(after)))
        return after

    monkeypatch.setattr(room, "_again", noting)
    return noted


def _overlapping():
    """Two rings that share seven accounts, and the candidate that all of them are."""
    grown = ready_to_grow(market_of(SHARING, seller=lambda p: p // 5))
    return grown, _candidate(grown, range(33), "two rings")


def test_refine__nothing_comes_of_nothing():
    assert [] == _refined(ready_to_grow(market_of(APART[:1])))


def test_refine__half_a_ring_becomes_the_whole():
    grown = ready_to_grow(market_of(APART))
    half = _candidate(grown, range(6), "half")
    (whole,) = _refined(grown, half)

    assert list(range(12)) == whole.group.members.tolist()
    assert APART[0].products == range(len(whole.group.products))
    assert whole.evidence > half.evidence + 10
    assert "half" == whole.origin


def test_refine__a_sparse_ring_is_found_from_a_third_of_it():
    """Asked in full, those eight accounts lead to themselves; asked for less, to most of the twenty-four."""
    grown = ready_to_grow(market_of([Job(range(24), range(12), days=60, coverage=0.25)], seed=6))
    third = np.arange(8, dtype=np.int32)
    strict = kernels.regrow(third, grown.world, grown.rules, grown.scratch)
    (found,) = _refined(grown, _candidate(grown, third))

    assert len(strict.members) <= 8
    assert jaccard(np.arange(24), found.group.members) >= 0.8


def test_refine__nobody_is_drawn_from_another_candidate():
    """Of two halves each would take in the other."""
    grown = ready_to_grow(market_of(APART[:1]))
    halves = [_candidate(grown, range(6)), _candidate(grown, range(6, 12))]

    assert [list(range(12))] * 2 == [_members(_refined(grown, half))[0] for half in halves]
    assert halves == _refined(grown, *halves)


def test_refine__what_is_whole_stays_as_it_is():
    """The very same candidate, as does one of people who have nothing in common."""
    grown = ready_to_grow(market_of(APART))
    known = [_grown(grown, range(12)), _candidate(grown, range(100, 112))]
    found = _refined(grown, *known)

    assert list(range(12)) == known[0].group.members.tolist()
    assert all(before is after for before, after in zip(known, found, strict=True))


@pytest.mark.parametrize(("cap", "n_targets"), [(_NO_CAP, 12), (60, 8), (3, 12)])
def test_refine__without_larger_products_than_need_be(cap, n_targets):
    """Four of the ring's twelve targets have a hundred reviews by other people, too."""
    grown = ready_to_grow(market_of(POPULAR))
    (whole,) = _refined(grown, _candidate(grown, range(6)), product_caps=(cap, _NO_CAP))

    assert list(range(12)) == whole.group.members.tolist()
    assert n_targets == len(whole.group.products)


def test_refine__what_a_strict_look_would_thin_out_stays_as_large_as_it_grew():
    """On no rung do nine of ten stay when members and cells are chosen in full."""
    ring = Job(range(23), range(9), days=200, coverage=0.25)
    grown = ready_to_grow(market_of([ring], seed=19, n_people=500))
    some, rules = np.arange(12, dtype=np.int32), grown.rules
    lenient = rules._replace(first_strictness=rules.first_strictness / 2)
    largest = kernels.regrow(some, grown.world, lenient, grown.scratch, lenient=True)
    strict = kernels.regrow(largest.members, grown.world, rules, grown.scratch)
    (found,) = _refined(grown, _candidate(grown, some))

    assert len(strict.members) < 0.9 * len(largest.members)
    assert [largest.members.tolist()] == _members([found])
    assert kernels.evidence_of(largest) == pytest.approx(found.evidence)


def test_refine__two_overlapping_rings_that_were_found_as_one_come_apart():
    grown, both = _overlapping()
    found = _refined(grown, both)

    assert 2 == len(found)
    for job in SHARING:
        best = max(found, key=lambda c, job=job: jaccard(list(job.accounts), c.group.members))

        assert jaccard(list(job.accounts), best.group.members) >= 0.9
        assert list(job.products) == best.group.products.tolist()
        assert "two rings" == best.origin


def test_refine__what_the_search_has_parted_before_is_not_parted_again(looked_at):
    """A block that grows to itself, cells and all, was looked at when it was found."""
    grown = ready_to_grow(market_of(SHARING, seller=lambda p: p // 5))
    block = _grown(grown, range(33))
    (found,) = _refined(grown, block)

    assert found is block
    assert [(block.group.members.tolist(),) * 2] == [(before, *after) for before, after in looked_at]
    assert 2 == len(_refined(grown, _candidate(grown, range(33))))


def test_refine__the_second_round_looks_at_parts_of_the_first(looked_at):
    """The parts are no candidates of before, so each is looked at, as is what a half has grown to."""
    grown, both = _overlapping()
    found = _refined(grown, both)
    first, *second = looked_at

    assert list(range(33)) == first[0]
    assert 2 == len(first[1]) == len(second)
    assert sorted(first[1]) == sorted(before for before, _ in second)
    assert sorted(_members(found)) == sorted(after[0] for _, after in second)


@pytest.mark.parametrize(("n_rounds", "is_whole"), [(1, False), (2, True)])
def test_refine__a_part_that_is_half_a_ring_grows_in_the_second_round(n_rounds, is_whole, monkeypatch):
    """As one block, a sparse ring and a denser one grow to less of the sparse one than it does by itself."""
    monkeypatch.setattr(room, "_ROUNDS", n_rounds)
    sparse, dense = Job(range(22), range(10), 60, 0.35), Job(range(22, 42), range(10, 20), 60, 0.5)
    grown = ready_to_grow(market_of([sparse, dense], seller=lambda p: p // 5, seed=43, n_people=500))
    found = _refined(grown, _candidate(grown, [*range(6), *range(22, 40)]))
    first, second = (numbers(grown.market, candidate.group.members) for candidate in found)

    assert list(dense.accounts) == first
    assert is_whole == (jaccard(list(sparse.accounts), second) > 0.8)
    assert set(second) < set(sparse.accounts)


def test_refine__what_is_at_rest_is_not_looked_at_again(looked_at):
    """A half grows in the first round, a whole ring does not; the second round has the grown one only."""
    grown = ready_to_grow(market_of(APART))
    whole = _grown(grown, range(12, 24))
    found = _refined(grown, _candidate(grown, range(6)), whole)
    ring, other = list(range(12)), list(range(12, 24))

    assert sorted([(list(range(6)), [ring]), (other, [other])]) == sorted(looked_at[:2])
    assert [(ring, [ring])] == looked_at[2:]
    assert sorted([ring, other]) == sorted(_members(found))
    assert any(candidate is whole for candidate in found)


def test_refine__there_are_two_rounds(looked_at):
    """What moved in both is not looked at a third time."""
    grown, both = _overlapping()
    _refined(grown, both)
    moved = [before for before, after in looked_at[1:] if after != [before]]

    assert 3 == len(looked_at)
    assert moved


def test_refine__what_was_joined_is_not_parted_again(looked_at):
    """Twenty accounts take turns at the targets of three clients."""
    waves = [Job(range(4 * k, 4 * k + 12), range(8 * k, 8 * k + 8)) for k in range(3)]
    grown = ready_to_grow(market_of(waves, seller=lambda p: p % 3 if p < 24 else 3 + p // 8))
    (whole,) = _refined(grown, *(_candidate(grown, wave.accounts) for wave in waves))

    assert list(range(20)) == whole.group.members.tolist()
    assert looked_at
    assert list(range(20)) not in [before for before, _ in looked_at]


@pytest.mark.parametrize(("same", "is_told"), [(0.8, True), (1.1, False)], ids=["told", "never told"])
def test_refine__what_becomes_the_same_is_kept_once(same, is_told):
    """One of the two rings that come apart was known by itself; without sellers nothing is joined."""
    grown = ready_to_grow(market_of(SHARING))
    both = _candidate(grown, range(33))
    known = _candidate(grown, SHARING[0].accounts)

    assert is_told == (2 == len(_refined(grown, both, known, same=same)))


@pytest.mark.parametrize("n_threads", [1, 3])
def test_refine__with_any_number_of_threads_the_same(n_threads):
    """Rings that part, halves that grow, and people who do neither."""
    grown = ready_to_grow(
        market_of([*SHARING, Job(range(33, 45), range(30, 38))], seller=lambda p: p // 5, seed=3)
    )
    known = [_candidate(grown, some) for some in (range(33), range(33, 39), range(100, 108))]
    found = _refined(grown, *known, n_threads=n_threads)

    assert 4 == len(found)
    assert _seen(_refined(grown, *known, n_threads=2)) == _seen(found)
    assert [c.evidence for c in found] == sorted((c.evidence for c in found), reverse=True)
    assert [False, False, True] == [any(one is before for one in found) for before in known]

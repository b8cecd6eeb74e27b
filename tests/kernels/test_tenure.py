"""Tenures and spells against their definitions, on random and on awkward accounts."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collusion.arrays import frozen
from collusion.kernels import tenure
from tests.oracles import tenure as oracle

DAY = 1440
NO_MINUTE = oracle.NO_MINUTE
KINDS = ("first", "onset")
N_CLASSES = 6


class Everybody:
    """All accounts, as the kernels and as the oracle see them."""

    def __init__(self, accounts, n_classes=N_CLASSES, n_bins=50):
        self.accounts, self.n_classes, self.n_bins = accounts, n_classes, n_bins
        lengths = [len(times) for times in accounts]
        self.indptr = frozen(np.concatenate(([0], np.cumsum(lengths))).astype(np.int64))
        self.minute = frozen(np.array([at for times in accounts for at in times], dtype=np.int32))
        self.tenures = tenure.count_tenures(self.indptr, self.minute, n_classes, n_bins)
        self.population = oracle.Population(accounts, n_classes, n_bins)

    def tenures_of(self, members, skipped=()):
        """Return who has other reviews of known time, and when these begin and end."""
        who, rows = tenure.tenures_of(
            frozen(np.array(sorted(members), dtype=np.int32)),
            self.indptr,
            self.minute,
            frozen(np.array(sorted(skipped), dtype=np.int64)),
            self.tenures,
            self.n_classes,
        )
        return who.tolist(), rows

    def group(self, members, skipped=()):
        """Return the same of the oracle, as a dictionary by account."""
        found = {}
        for r in sorted(members):
            edges = range(self.indptr[r], self.indptr[r + 1])
            known = [(at, e not in skipped) for e, at in zip(edges, self.accounts[r]) if at != NO_MINUTE]
            found[r] = self.population.tenures_of(known)
        return {r: both for r, both in found.items() if both is not None}

    def spell(self, members, skipped=()):
        """Return the spell of the kernel and that of the oracle."""
        _, own = self.tenures_of(members, skipped)
        return (
            tenure.best_spell(own, self.tenures),
            oracle.best_spell(list(self.group(members, skipped).values()), self.population),
        )


def _busy(start, n_days, n, seed=0):
    """Return the minutes of an account with so many reviews within some days of the first."""
    rng = np.random.default_rng(seed)
    return [DAY * start + int(at) for at in np.sort(rng.integers(0, n_days * DAY, n))]


AWKWARD = {
    "nobody": [],
    "one account": [[5]],
    "one account that goes on": [[5, 9, 40 * DAY]],
    "without reviews": [[], [], []],
    "times unknown": [[NO_MINUTE] * 3, [NO_MINUTE]],
    "all at one minute": [[7], [7, 7, 7], [7] * 5],
    "all but one at one minute": [[7], [7, 7, 7], [7] * 5, [8]],
    "some times unknown": [[NO_MINUTE, 7], [NO_MINUTE], [9, 3 * DAY, NO_MINUTE]],
    "before 1970": [[-400 * DAY, -3], [-399 * DAY], [5]],
    "thousands of reviews": [_busy(0, 900, 5000), _busy(300, 20, 300, 1), [0], [899 * DAY]],
    "ties": [[DAY * day] * 3 for day in (0, 10, 10, 10, 10, 900)],
}
minutes = st.lists(
    st.one_of(st.integers(0, 30), st.integers(0, 80 * DAY), st.integers(-900 * DAY, 900 * DAY)),
    max_size=40,
)
accounts_of = st.lists(
    st.lists(st.one_of(st.just(NO_MINUTE), st.integers(0, 3 * DAY), st.integers(0, 600 * DAY)), max_size=9),
    max_size=12,
)


def crowd(seed):
    """Draw accounts of all kinds, of whom the first ones are a group with something in common, or nothing.

    Returns everybody, the number of the group and the reviews of its own that do not count.
    """
    rng = np.random.default_rng(seed)
    n = int(rng.integers(3, 25))
    at_start, at_end, bought = rng.random(3) < 0.6
    accounts = []
    for r in range(n + 250):
        begin, end = np.sort(rng.uniform(0, 900, 2))
        if r < n and rng.random() < 0.8:
            begin = 400 + 12 * rng.random() if at_start else begin * 400 / 900
            end = 500 + 12 * rng.random() if at_end else 400 + end * 500 / 900
        times = rng.uniform(begin, end, int(1 + rng.exponential(8)))
        if r < n and bought:
            times = np.concatenate([rng.uniform(begin, end, 12), rng.uniform(0, 100, 2)])
        accounts.append([NO_MINUTE if rng.random() < 0.05 else int(DAY * at) for at in times])
    everybody = Everybody(accounts)
    skipped = {e for e in range(int(everybody.indptr[n])) if rng.random() < 0.3}
    return everybody, range(n), skipped


@pytest.mark.parametrize("n_classes", [1, 2, 5, 20])
def test_class_of__doubles_from_class_to_class(n_classes):
    for n in [*range(1, 70), 10**6]:
        assert min(math.floor(math.log2(n)), n_classes - 1) == tenure.class_of(n, n_classes)


@settings(max_examples=200)
@given(minutes.filter(len))
def test_onset__is_the_likeliest_change_of_rate(times):
    array = np.array(sorted(times), dtype=np.int64)

    assert oracle.onset(times) == tenure.onset(array)


@pytest.mark.parametrize(
    ("times", "expected"),
    [
        ([5], 5),
        ([5, 5], 5),
        ([7] * 50, 7),
        ([DAY * 30 * k for k in range(30)], 0),
        ([*(DAY * 100 * k for k in range(6)), *_busy(1000, 30, 20)], _busy(1000, 30, 20)[0]),
        ([0, *_busy(1000, 30, 6)], _busy(1000, 30, 6)[0]),
        ([0, *_busy(1000, 30, 2)], 0),
        ([*_busy(0, 30, 20), *(DAY * (100 + 100 * k) for k in range(6))], _busy(0, 30, 20)[0]),
        ([*_busy(0, 1000, 1000, 1), *_busy(1000, 30, 2000, 2)], _busy(1000, 30, 2000, 2)[0]),
    ],
    ids=[
        "one review",
        "two at a minute",
        "all at a minute",
        "a steady one",
        "a bought account",
        "after a single review",
        "too few to tell",
        "busy at first",
        "thousands of reviews",
    ],
)
def test_onset__of(times, expected):
    array = np.array(times, dtype=np.int64)

    assert expected == tenure.onset(array) == oracle.onset(times)


def test_onset__takes_more_than_twice_the_rate():
    """Thousands of reviews make any change significant; only a large one is an onset."""
    for factor, changes in ((1.5, False), (4.0, True)):
        slow = np.linspace(0, 1000 * DAY, 3000)
        fast = 1000 * DAY + np.linspace(1, 1000 * DAY, int(3000 * factor))
        times = np.concatenate([slow, fast]).astype(np.int64)

        assert changes == (tenure.onset(times) > 900 * DAY)


def _check_counts(everybody):
    """Compare the number of accounts in boxes of bins with what counting them one by one gives."""
    before, population = everybody.tenures.before, everybody.population
    edges = sorted({0, everybody.n_bins // 2, everybody.n_bins - 1})
    boxes = [
        (a, b, low, high)
        for a, b in itertools.combinations_with_replacement(edges, 2)
        for low, high in itertools.combinations_with_replacement(edges, 2)
    ]
    rng = np.random.default_rng(0)
    for first in rng.integers(0, everybody.n_bins, (40, 4)).tolist():
        boxes.append((*sorted(first[:2]), *sorted(first[2:])))
    for kind, c, box in itertools.product(range(2), range(everybody.n_classes), boxes):
        begins, ends = range(box[0], box[1] + 1), range(box[2], box[3] + 1)
        alike = [one for one in population.tenures if one.activity == c]

        assert sum(oracle.is_within(one, KINDS[kind], begins, ends) for one in alike) == tenure.within(
            before[kind], c, box
        )


@pytest.mark.parametrize("name", AWKWARD)
@pytest.mark.parametrize("n_bins", [1, 7, 400])
def test_count_tenures__of_awkward_accounts(name, n_bins):
    everybody = Everybody(AWKWARD[name], n_bins=n_bins)
    found = everybody.tenures

    assert (2, N_CLASSES, n_bins + 1, n_bins + 1) == found.before.shape
    assert (everybody.population.begin, everybody.population.width) == (found.begin, found.width)
    assert len(everybody.population.tenures) == found.before[0, :, -1, -1].sum()
    assert len(everybody.population.tenures) == found.before[1, :, -1, -1].sum()
    _check_counts(everybody)


@settings(max_examples=40)
@given(accounts_of, st.integers(1, 4), st.sampled_from([1, 5, 60]))
def test_count_tenures__of_random_accounts(accounts, n_classes, n_bins):
    _check_counts(Everybody(accounts, n_classes, n_bins))


@pytest.mark.parametrize("seed", range(3))
def test_count_tenures__of_a_crowd(seed):
    _check_counts(crowd(seed)[0])


def test_count_tenures__in_any_order_of_reviews_the_same():
    everybody, *_ = crowd(5)
    turned = Everybody([times[::-1] for times in everybody.accounts][::-1])

    assert everybody.tenures.before.tolist() == turned.tenures.before.tolist()


@pytest.mark.parametrize("name", AWKWARD)
def test_tenures_of__awkward_accounts(name):
    everybody = Everybody(AWKWARD[name])
    n, n_edges = len(everybody.accounts), len(everybody.minute)
    for members, skipped in (
        (range(n), ()),
        (range(0, n, 2), range(n_edges)),
        (range(n), range(0, n_edges, 2)),
        ((), ()),
    ):
        who, rows = everybody.tenures_of(members, skipped)
        expected = everybody.group(members, skipped)

        assert list(expected) == who
        assert [[*outside, *whole] for outside, whole in expected.values()] == rows.tolist()
        assert (len(who), 8) == rows.shape


@settings(max_examples=60)
@given(accounts_of, st.sets(st.integers(0, 11)), st.sets(st.integers(0, 80)))
def test_tenures_of__random_accounts(accounts, members, skipped):
    everybody = Everybody(accounts)
    members = {r for r in members if r < len(accounts)}
    who, rows = everybody.tenures_of(members, skipped)
    expected = everybody.group(members, skipped)

    assert list(expected) == who
    assert [[*outside, *whole] for outside, whole in expected.values()] == rows.tolist()


def test_fill_tenure__without_reviews_or_where_all_are_at_one_time_says_nothing():
    everybody, no_times = Everybody([[0, 900 * DAY], [DAY]]).tenures, Everybody([[7], [7]]).tenures
    rows = np.zeros((2, 4), np.int32)
    tenure.fill_tenure(rows[0], np.zeros(0, np.int64), everybody, N_CLASSES)
    tenure.fill_tenure(rows[1], np.array([7]), no_times, N_CLASSES)

    assert [-1, -1] == rows[:, 3].tolist()


def _draw_box(rng, n_bins):
    return tuple(edge for _ in range(2) for edge in np.sort(rng.integers(0, n_bins, 2)).tolist())


@pytest.mark.parametrize("seed", range(10))
def test_count_within__counts_one_by_one(seed):
    everybody, members, skipped = crowd(seed)
    _, own = everybody.tenures_of(members, skipped)
    group = everybody.group(members, skipped).values()
    rng = np.random.default_rng(seed)
    for kind, box in ((kind, _draw_box(rng, 50)) for kind in (0, 1) for _ in range(20)):
        begins, ends = range(box[0], box[1] + 1), range(box[2], box[3] + 1)
        expected = sum(oracle.is_within(outside, KINDS[kind], begins, ends) for outside, _ in group)

        assert expected == tenure.count_within(own, kind, box)


@pytest.mark.parametrize("seed", range(10))
def test_honest_share__by_its_definition(seed):
    everybody, members, skipped = crowd(seed)
    _, own = everybody.tenures_of(members, skipped)
    group = list(everybody.group(members, skipped).values())
    rng = np.random.default_rng(seed)
    for kind, box in ((kind, _draw_box(rng, 50)) for kind in (0, 1) for _ in range(20)):
        begins, ends = range(box[0], box[1] + 1), range(box[2], box[3] + 1)
        crew = tenure.crew_of(own, everybody.tenures)
        share = tenure.honest_share(crew, everybody.tenures.before[kind], kind, box)

        assert oracle.honest_share(group, everybody.population, KINDS[kind], begins, ends) == pytest.approx(
            share
        )
        assert 0 < share <= 1


def _share_beside(n_others):
    """Return the honest share of ten accounts that began within ten days, as so many of 400 others did."""
    begins = [*(400 + k % 10 for k in range(10 + n_others)), *np.linspace(0, 380, 400 - n_others)]
    everybody = Everybody([[int(DAY * begin), int(DAY * (begin + 100))] for begin in begins], n_bins=100)
    _, own = everybody.tenures_of(range(10))
    box = (int(own[:, 0].min()), int(own[:, 0].max()), 0, 99)
    crew = tenure.crew_of(own, everybody.tenures)
    return tenure.honest_share(crew, everybody.tenures.before[0], 0, box)


def test_honest_share__as_many_others_as_the_group_has_may_be_accomplices():
    assert _share_beside(0) == _share_beside(10) < _share_beside(11) < _share_beside(30)


def test_honest_share__is_three_times_that_of_others():
    """Of 400 others 110 are there, of whom ten may be accomplices; and never more than all are expected."""
    assert 3 * 100 / 400 == pytest.approx(_share_beside(110), rel=0.01)
    assert 1.0 == _share_beside(400)


@pytest.mark.parametrize("seed", range(10))
def test_best_side__by_its_definition(seed):
    everybody, members, skipped = crowd(seed)
    _, own = everybody.tenures_of(members, skipped)
    group, population = list(everybody.group(members, skipped).values()), everybody.population
    crew, per_day = tenure.crew_of(own, everybody.tenures), DAY / everybody.tenures.width
    rng = np.random.default_rng(seed)
    boxes = [(0, 49, 0, 49), (10, 40, 0, 49), (0, 49, 20, 49), _draw_box(rng, 50)]
    for kind, side, box in itertools.product((0, 1), (0, 1), boxes):
        begins, ends = range(box[0], box[1] + 1), range(box[2], box[3] + 1)
        expected = oracle.best_side(group, population, KINDS[kind], side, begins, ends)
        found, nats, share = tenure.best_side(crew, everybody.tenures.before[kind], kind, box, side, per_day)
        if expected is None:
            assert (box, 0.0, 1.0) == (found, nats, share)
        else:
            assert (expected[0], expected[2]) == pytest.approx((nats, share))
            assert expected[1] == (range(found[0], found[1] + 1), range(found[2], found[3] + 1))


def _check_spell(found, expected):
    if expected is None:
        assert 0.0 == found.nats
        assert (0.0, 0.0, 0, 0.0) == (found.inside, found.outside, found.n, found.expected)
        return
    assert (expected.kind, expected.n) == (KINDS[found.kind], found.n)
    assert (expected.begins, expected.ends) == (
        range(found.first_low, found.first_high + 1),
        range(found.last_low, found.last_high + 1),
    )
    assert (expected.nats, expected.inside, expected.outside, expected.expected) == pytest.approx(
        (found.nats, found.inside, found.outside, found.expected)
    )
    assert found.inside > 0 > found.outside


@pytest.mark.parametrize("seed", range(60))
def test_best_spell__of_a_group_in_a_crowd(seed):
    everybody, members, skipped = crowd(seed)
    _check_spell(*everybody.spell(members, skipped))
    _check_spell(*everybody.spell(range(100, 130)))


def test_best_spell__crowds_have_spells_of_all_kinds_and_none():
    """So that the oracle is asked about each: of beginnings, of ends, of both, of onsets, and nothing."""
    kinds = set()
    for seed in range(40):
        everybody, members, skipped = crowd(seed)
        spell, _ = everybody.spell(members, skipped)
        narrow = spell.first_high - spell.first_low < 49, spell.last_high - spell.last_low < 49
        kinds.add((spell.kind, *narrow) if spell.nats > 0 else None)

    assert {None, (0, True, False), (0, False, True), (0, True, True), (1, True, True)} <= kinds


@pytest.mark.parametrize("name", AWKWARD)
def test_best_spell__of_awkward_accounts(name):
    everybody = Everybody(AWKWARD[name])
    for members in (range(len(everybody.accounts)), range(0)):
        _check_spell(*everybody.spell(members))


@settings(max_examples=40)
@given(accounts_of, st.sets(st.integers(0, 11)), st.sets(st.integers(0, 80)))
def test_best_spell__of_random_accounts(accounts, members, skipped):
    strangers = [[DAY * at, DAY * (at + 90)] for at in range(0, 600, 3)]
    everybody = Everybody([*accounts, *strangers])
    _check_spell(*everybody.spell({r for r in members if r < len(accounts)}, skipped))


def _among_strangers(group, n_days=800):
    """Let accounts of a group live among many that come and go all the time and are as active."""
    rng = np.random.default_rng(1)
    strangers = [_busy(at, 100, 8 + k % 8, k) for k, at in enumerate(rng.integers(0, n_days, 2500).tolist())]
    return Everybody([*group, *strangers], n_bins=400), range(len(group))


def _days(begin, end):
    """Return nine reviews from one day to another."""
    return np.linspace(DAY * begin, DAY * end, 9).astype(int).tolist()


@pytest.mark.parametrize(
    ("group", "kind", "begins", "ends"),
    [
        ([_days(400 + k % 4, 500 + k % 3) for k in range(12)], 0, True, True),
        ([_days(400 + k % 4, 450 + 25 * k) for k in range(12)], 0, True, False),
        ([_days(25 * k, 500 + k % 3) for k in range(12)], 0, False, True),
        ([[DAY * 30 * k, *_days(600 + k % 4, 690 + k % 3)] for k in range(12)], 1, True, True),
    ],
    ids=["begin and end", "begin", "end", "turn busy and end"],
)
def test_best_spell__of_accounts_that(group, kind, begins, ends):
    everybody, members = _among_strangers(group)
    spell, expected = everybody.spell(members)
    _check_spell(spell, expected)
    day = everybody.tenures.width / DAY

    assert spell.nats > 10
    assert (kind, 12) == (spell.kind, spell.n)
    assert spell.expected < 1
    assert begins == ((spell.first_high - spell.first_low) * day < 41)
    assert ends == ((spell.last_high - spell.last_low) * day < 41)


@pytest.mark.parametrize(
    ("group", "n"),
    [
        ([_days(400 + k % 4, 500) for k in range(2)], 0),
        ([_days(400 + k % 4, 500) for k in range(3)], 3),
        ([_days(400, 500 + k % 3) if k < 4 else _days(60 * k, 60 * k + 37) for k in range(12)], 4),
        ([_days(400, 500 + k % 3) if k < 4 else _days(55 * k, 55 * k + 37) for k in range(13)], 0),
        ([_days(60 * k, 60 * k + 37) for k in range(12)], 0),
    ],
    ids=["two are too few", "three", "a third", "less than a third", "apart"],
)
def test_best_spell__takes_three_accounts_and_a_third(group, n):
    everybody, members = _among_strangers(group)
    spell, expected = everybody.spell(members)
    _check_spell(spell, expected)

    assert n == spell.n


def test_best_spell__where_many_began_then_says_less():
    """The same dozen, where a thousand others began and ended in those weeks, is what one expects."""
    group = [_days(400 + k % 4, 500 + k % 3) for k in range(12)]
    quiet, members = _among_strangers(group)
    launch = Everybody(
        [*quiet.accounts, *(_days(395 + k % 12, 495 + k % 14) for k in range(1000))], n_bins=400
    )

    assert quiet.spell(members)[0].nats > 30
    assert 0.0 == launch.spell(members)[0].nats


def test_best_spell__does_not_depend_on_the_order_of_accounts():
    everybody, members, skipped = crowd(3)
    _, own = everybody.tenures_of(members, skipped)

    assert tenure.best_spell(own, everybody.tenures) == tenure.best_spell(own[::-1].copy(), everybody.tenures)


@pytest.mark.parametrize("seed", range(10))
def test_shares_spell__who_is_in_both_windows(seed):
    everybody, members, skipped = crowd(seed)
    who, own = everybody.tenures_of(members, skipped)
    spell, expected = everybody.spell(members, skipped)
    group = everybody.group(members, skipped)
    within = [r for r, row in zip(who, own) if tenure.shares_spell(row[:4], spell)]

    assert [
        r for r, (outside, _) in group.items() if expected is not None and expected.holds(outside)
    ] == within
    assert spell.n == len(within)

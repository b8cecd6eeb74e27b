"""Cohorts that begin and end together, among people who come and go."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from collusion.detection import tenures
from collusion.detection.params import DetectionParams
from collusion.evidence.tenure import prepare_tenure
from collusion.graph.build import build_graph
from tests.detection.searches import jaccard
from tests.tables_of import day, tables_of

PARAMS = DetectionParams()
N_HIRED = 30


def _rows(lives, name=lambda a: f"a{a:05d}"):
    """Let accounts write on the days of their lives, each time of another product."""
    return [
        {"reviewer_id": name(a), "product_id": f"p{(13 * a + k) % 400:03d}", "posted_at": day(at)}
        for a, days in enumerate(lives)
        for k, at in enumerate(days)
    ]


def _seeds(rows, *, params=PARAMS):
    """Return the names of the accounts of each seed."""
    graph = build_graph(tables_of(rows))
    found = tenures.tenure_seeds(prepare_tenure(graph), params=params)
    parts = np.split(found.members, found.indptr[1:-1])
    return [graph.reviewers.ids.gather(part).to_list() for part in parts if len(found)]


def _wave(shares):
    """Return what shares of a wave that swells and ebbs away over a time of length 1 have come by when."""
    at = np.linspace(0, 1, 2001)
    return np.interp(shares, at - np.sin(2 * np.pi * at) / (2 * np.pi), at)


def _people(n=2000):
    """Return the days of people who come in a wave of years, ever more and ever fewer, and write 8 times.

    They stay for a year, more or less. Irrational steps spread them as evenly as can be.
    """
    begins = 800 * _wave(np.arange(n) * 0.6180339887 % 1)
    stays = 700 * _wave(np.arange(n) * 0.7548776662 % 1)
    return [np.linspace(begin, begin + stay, 8) for begin, stay in zip(begins, stays)]


def _hired(n=N_HIRED, *, begin=300.0, end=540.0, n_reviews=8):
    """Return the days of accounts that begin within eight days and, eight months later, end within eight."""
    at = np.arange(n) / n
    return [
        np.linspace(begin + 8 * one, end + 8 * other, n_reviews)
        for one, other in zip(at, at[np.arange(n) * 7 % n])
    ]


def _bought():
    """Return the days of accounts of long ago that turn busy within eight days and do not end together."""
    return [
        np.concatenate([(6.0 * k, 6.0 * k + 40), np.linspace(560 + 8 * k / N_HIRED, 680 + 4 * k, 13)])
        for k in range(N_HIRED)
    ]


COHORTS = {
    "begin and end": _hired(),
    "begin": [np.linspace(300 + 8 * k / N_HIRED, 360 + 20 * k, 8) for k in range(N_HIRED)],
    "end": [np.linspace(20 * k, 800 + 8 * k / N_HIRED, 8) for k in range(N_HIRED)],
    "turn busy": _bought(),
}


def _best(seeds, n=N_HIRED):
    """Return how much of the first accounts and of nobody else the best seed has."""
    hired = np.array([f"a{a:05d}" for a in range(n)])
    return max((jaccard(np.array(seed), hired) for seed in seeds), default=0.0)


@pytest.mark.parametrize("cohort", COHORTS)
def test_tenure_seeds__a_hidden_cohort_is_proposed(cohort):
    """Of thirty accounts among five hundred most are in one seed, with no more than twice as many others."""
    seeds = _seeds(_rows([*COHORTS[cohort], *_people(500)]))
    held = [(sum(name < "a00030" for name in seed), len(seed)) for seed in seeds]

    assert any(n_hired >= 24 and 3 * n_hired >= n for n_hired, n in held)


def test_tenure_seeds__who_begins_and_ends_together_stands_out_among_many():
    """In thousands those who only begin together are lost."""
    both, begin = (_seeds(_rows([*COHORTS[cohort], *_people(4000)])) for cohort in ("begin and end", "begin"))

    assert _best(both[:1]) > 0.8
    assert _best(begin) < 0.2


@pytest.mark.parametrize("n", [500, 4000])
def test_tenure_seeds__honest_drift_is_not_proposed(n):
    """People come in a wave: more begin in some months than in others, and more end, but never suddenly."""
    assert not _seeds(_rows(_people(n)))


@pytest.mark.parametrize(
    ("changes", "is_proposed"),
    [
        ({"cohort_size": 30, "max_cohort": 45}, True),
        ({"cohort_size": 300}, False),
        ({"max_cohort": 29}, False),
    ],
)
def test_tenure_seeds__are_of_the_sizes_asked_for(changes, is_proposed):
    params = replace(PARAMS, **changes)
    seeds = _seeds(_rows([*_hired(), *_people(500)]), params=params)

    assert all(params.cohort_size <= len(seed) <= params.max_cohort for seed in seeds)
    assert is_proposed == (_best(seeds) > 0.9)


@pytest.mark.parametrize("length", [1, 4, 9, 14, 44, 399, 400, 500])
def test_sliding__windows_reach_from_the_first_bin_to_the_last(length):
    """The last days of the data are when rings that are still at work are last seen."""
    side = tenures._sliding(400, length)
    covered = {k for low, high in zip(side.low.tolist(), side.high.tolist()) for k in range(low, high)}

    assert set(range(400)) == covered


def test_tenure_seeds__no_more_than_asked_for_the_most_surprising_first():
    lives = [*_hired(), *_hired(60, begin=100, end=200), *_people(500)]
    every, one = _seeds(_rows(lives)), _seeds(_rows(lives), params=replace(PARAMS, max_seeds=1))

    assert len(every) > 1
    assert every[:1] == one
    assert sum(name < "a00090" for name in one[0]) > 50


def test_tenure_seeds__hardly_twice_the_same_accounts():
    """Seven accounts in ten of a seed may have been proposed before."""
    seen = set()
    for seed in _seeds(_rows([*_hired(), *_bought(), *_people(500)])):
        assert len(seen & set(seed)) <= 0.7 * len(seed)
        seen |= set(seed)

    assert seen


@pytest.mark.parametrize(("n_reviews", "is_proposed"), [(3, False), (4, True)])
def test_tenure_seeds__accounts_of_few_reviews_are_not_proposed(n_reviews, is_proposed):
    people = [days[: n_reviews + k % 3] for k, days in enumerate(_people(500))]
    seeds = _seeds(_rows([*_hired(n_reviews=n_reviews), *people]))

    assert is_proposed == (_best(seeds) > 0.8)


def test_tenure_seeds__accounts_about_as_active():
    """A seed is of one class of activity or of two that follow one another."""
    lives = [*_hired(), *_hired(begin=304, n_reviews=40), *_people(500)]
    seeds = _seeds(_rows(lives))
    classes = [{len(lives[int(name[1:])]).bit_length() for name in seed} for seed in seeds]

    assert classes
    assert all(max(of_seed) - min(of_seed) <= 1 for of_seed in classes)


@pytest.mark.parametrize("at", [None, 7.0])
def test_tenure_seeds__without_times_or_at_one_time_there_are_none(at):
    rows = [row | {"posted_at": None if at is None else day(at)} for row in _rows([*_hired(), *_people(100)])]

    assert not _seeds(rows)


def test_tenure_seeds__in_any_order_of_rows_and_names_the_same():
    lives = [*_hired(), *_bought(), *_people(500)]
    rows = _rows(lives)
    first, again = _seeds(rows), _seeds(rows)
    shuffled = _seeds([rows[i] for i in np.random.default_rng(0).permutation(len(rows))])
    turned = _seeds(_rows(lives, name=lambda a: f"a{len(lives) - a:05d}"))

    assert first == again == shuffled
    assert [sorted(f"a{len(lives) - int(name[1:]):05d}" for name in seed) for seed in turned] == first


def test_tenure_seeds__are_of_one_origin_and_may_be_sparse():
    graph = build_graph(tables_of(_rows([*_hired(), *_people(500)])))
    found = tenures.tenure_seeds(prepare_tenure(graph), params=PARAMS)

    assert ("tenures", True) == (found.origin, found.sparse)


def test_tenure_seeds__looked_through_in_parts_are_the_same(monkeypatch):
    rows = _rows([*_hired(), *_people(500)])
    whole = _seeds(rows)
    monkeypatch.setattr(tenures, "_TOGETHER", 100)

    assert whole == _seeds(rows)


def test_tenure_seeds__are_all_accounts_of_some_windows():
    """A seed has everybody who begins and ends between its first and last, and is as active."""
    lives = [*_hired(), *_people(500)]
    graph = build_graph(tables_of(_rows(lives)))
    evidence = prepare_tenure(graph)
    found = tenures.tenure_seeds(evidence, params=PARAMS)
    _, rows = evidence.tenures_of(np.arange(len(graph.reviewers), dtype=np.int32))

    assert len(found)
    for members in np.split(found.members, found.indptr[1:-1]):
        is_alike = [
            np.all(
                (rows[:, [kind, 2, 3]] >= rows[members][:, [kind, 2, 3]].min(axis=0))
                & (rows[:, [kind, 2, 3]] <= rows[members][:, [kind, 2, 3]].max(axis=0)),
                axis=1,
            )
            for kind in (0, 1)
        ]

        assert any(members.tolist() == np.flatnonzero(alike).tolist() for alike in is_alike)


@pytest.mark.parametrize(
    ("most", "max_seeds", "n_cut", "n_beyond"),
    [(3, 60, 0, 21), (3, 2, 22, 0), (24, 24, 0, 0), (24, 23, 1, 0)],
)
def test_tenure_seeds__says_how_many_windows_it_leaves_out(monkeypatch, most, max_seeds, n_cut, n_beyond):
    """By an option, or by the number that is fixed where that is less; 24 windows are dense here."""
    evidence = prepare_tenure(build_graph(tables_of(_rows([*_people(), *_hired()]))))
    assert 24 == len(tenures._dense_windows(evidence, PARAMS))
    monkeypatch.setattr(tenures, "MOST_WINDOWS", most)
    found = tenures.tenure_seeds(evidence, params=replace(PARAMS, max_seeds=max_seeds))

    assert (n_cut, n_beyond) == (found.n_cut, found.n_beyond)

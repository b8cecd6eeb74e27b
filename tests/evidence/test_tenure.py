"""Groups that begin and end together, or do not, among people who come and go."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter

import numpy as np
import pytest

from collusion.evidence.group import Group
from collusion.evidence.tenure import N_BINS, prepare_tenure
from collusion.graph.build import build_graph
from collusion.kernels.tenure import best_spell
from tests.markets import chance_group, clean_market, group_of, innocent_market, ring_market, stranger_group
from tests.tables_of import START, day, tables_of

N_DAYS, N_PEOPLE, N_PRODUCTS, N_HIRED = 1000, 900, 200, 12
TARGETS = range(6)
#: Windows are at most forty days long, and a bin longer at either end.
LONGEST = 40 + 2 * N_DAYS / N_BINS


def _graph(lives, *, beside=(), elsewhere=()):
    """Let hired accounts write on the days of their `lives` elsewhere, and meet at the targets.

    Other accounts that live `beside` them review half of the targets in the same hours, those `elsewhere`
    none. Besides there are people of eight reviews of any product within 150 days.
    """
    rng = np.random.default_rng(4)
    reviews = {}
    for a, days in enumerate([*lives, *beside, *elsewhere]):
        products = rng.choice(np.arange(len(TARGETS), N_PRODUCTS), len(days), replace=False)
        reviews |= {(a, int(p)): at for p, at in zip(products, days)}
        if a < len(lives):
            reviews |= {(a, p): 450.0 + p + a / 24 for p in TARGETS}
        elif a < len(lives) + len(beside):
            reviews |= {
                (a, p): 450.0 + p + rng.uniform(0, (len(lives) - 1) / 24) for p in TARGETS if (a + p) % 2
            }
    first = len(lives) + len(beside) + len(elsewhere)
    for a in range(first, first + N_PEOPLE):
        begin = rng.uniform(0, N_DAYS - 150)
        for p in rng.choice(N_PRODUCTS, 8, replace=False).tolist():
            reviews[a, p] = begin + 150 * rng.random()
    rows = [
        {"reviewer_id": f"a{a:04d}", "product_id": f"p{p:04d}", "posted_at": day(at)}
        for (a, p), at in reviews.items()
    ]
    return build_graph(tables_of(rows))


def _where_they_meet(graph, group):
    """Return the group's reviews of its targets and of what a third of it, and three at least, reviewed."""
    indptr, products = graph.reviews.indptr, graph.reviews.indices
    edges = [e for r in group.members for e in range(indptr[r], indptr[r + 1])]
    n_here = Counter(products[edges].tolist())
    many = {p for p, n in n_here.items() if n >= 3 and 3 * n >= len(group.members)} | {
        *group.products.tolist()
    }
    return np.array([e for e in edges if products[e] in many])


def _together(n=12):
    """Return the days of accounts that begin within four days, and end within four."""
    return [np.linspace(410 + 4 * k / n, 490 + 4 * (5 * k % n) / n, 8).tolist() for k in range(n)]


def _spread(n=12):
    """Return the days of accounts that come and go one by one."""
    return [np.linspace(75 * k, 75 * k + 150, 8).tolist() for k in range(n)]


def _hired(graph):
    return group_of(graph, np.arange(N_HIRED), TARGETS)


def _shared(graph):
    return prepare_tenure(graph).shared(_hired(graph))


def _spans(words):
    """Return the days between which accounts began, became far more active, or fell silent."""
    parts = re.findall(r"(began|became far more active|fell silent) between (\S+) and (\S+)", words)
    dates = {verb: [dt.date.fromisoformat(at) for at in days] for verb, *days in parts}
    return {verb: [(at - START.date()).days for at in days] for verb, days in dates.items()}


def _check_span(span, first, last):
    """Check that a span of days encloses others and is no longer than windows are."""
    assert span[0] <= first
    assert last <= span[1]
    assert span[1] - span[0] <= LONGEST


def test_shared__accounts_that_begin_and_end_together():
    """Where others begin in those days, and others yet end, both windows say more than one."""
    begun = [np.linspace(408 + k / 5, 560 + 7 * k, 8).tolist() for k in range(50)]
    ended = [np.linspace(7 * k, 486 + k / 5, 8).tolist() for k in range(50)]
    found = _shared(_graph(_together(), elsewhere=[*begun, *ended]))
    spans = _spans(found.words)

    assert found.nats > 30
    assert 12 == found.n
    assert 0 < found.expected < 1
    assert re.fullmatch(r"began between \S+ and \S+ and fell silent between \S+ and \S+", found.words)
    _check_span(spans["began"], 410, 413)
    _check_span(spans["fell silent"], 490, 493)


def test_shared__where_one_window_says_it_all_the_other_is_not_told():
    """Nobody else began in those days."""
    found = _shared(_graph(_together()))
    spans = _spans(found.words)

    assert 12 == found.n
    assert found.nats > 30
    assert ["began"] == list(spans)
    _check_span(spans["began"], 410, 413)


@pytest.mark.parametrize(("n_together", "n_found"), [(6, 6), (4, 4), (3, None)])
def test_shared__a_third_of_the_accounts_must(n_together, n_found):
    found = _shared(_graph([*_together()[:n_together], *_spread()[n_together:]]))

    assert n_found == (None if found is None else found.n)


def test_shared__accounts_that_only_end_together():
    found = _shared(_graph([np.linspace(440 - 35 * k, 490 + k % 4, 8).tolist() for k in range(12)]))
    spans = _spans(found.words)

    assert found.nats > 30
    assert ["fell silent"] == list(spans)
    _check_span(spans["fell silent"], 490, 493)


def test_shared__accounts_that_only_begin_together():
    spans = _spans(
        _shared(_graph([np.linspace(410 + k % 4, 480 + 40 * k, 8).tolist() for k in range(12)])).words
    )

    assert ["began"] == list(spans)
    _check_span(spans["began"], 410, 413)


def test_shared__bought_accounts_become_far_more_active_and_fall_silent():
    """Each has two reviews of long ago, at a time of its own, and thirteen from the beginning of the job."""
    lives = [[5 * k, 5 * k + 20, *np.linspace(410 + k % 4, 490 + k % 4, 13)] for k in range(12)]
    found = _shared(_graph(lives))
    spans = _spans(found.words)

    assert 12 == found.n
    assert ["became far more active", "fell silent"] == list(spans)
    _check_span(spans["became far more active"], 410, 413)


def test_shared__an_onset_alone_is_no_tenure():
    """A launch makes honest accounts more active at once, and they go on afterwards."""
    lives = [[12 * k, 12 * k + 20, *np.linspace(410 + k % 4, 470 + 30 * k, 13)] for k in range(12)]

    assert _shared(_graph(lives)) is None


def test_shared__who_comes_and_goes_one_by_one_shares_none():
    assert _shared(_graph(_spread())) is None


def test_shared__what_was_written_for_the_job_does_not_count():
    """All meet at the targets within days; elsewhere they come and go, or wrote nothing."""
    for lives in (_spread(), [[]] * 12, [*_together()[:2], *[[]] * 10]):
        assert _shared(_graph(lives)) is None

    graph = _graph([[]] * 12)
    hired = _hired(graph)

    assert prepare_tenure(graph).shared(Group(hired.members, hired.products[:0], hired.edges[:0])) is None


@pytest.mark.parametrize("n", [24, 40])
def test_shared__a_launch_that_drew_newcomers_to_the_targets(n):
    """Of all accounts few begin as they do, but many of those at the targets; it matters where they went."""
    launch, elsewhere = _graph(_together(), beside=_together(n)), _graph(_together(), elsewhere=_together(n))
    evidence, hired = prepare_tenure(launch), _hired(launch)
    spell = best_spell(evidence.tenures_of(hired.members, hired.edges)[1], evidence.tenures)
    at_launch, other = evidence.shared(hired), _shared(elsewhere)

    assert spell.nats > 5
    assert other.nats > 5
    assert at_launch is None or at_launch.nats < other.nats / 2


def test_shared__others_of_the_same_days_who_begin_and_end_alike_silence_it():
    """What draws newcomers to the same products for a while draws them all; they are in the null."""
    alone, half, most = (_shared(_graph(_together(), beside=_together(n))) for n in (0, 12, 36))

    assert alone.nats > 0
    assert half is None or half.nats < alone.nats / 2
    assert most is None or most.nats < alone.nats / 5


@pytest.mark.parametrize("draw", [chance_group, stranger_group])
def test_shared__honest_groups_by_chance_rarely_share_one(draw):
    graph = clean_market().graph
    evidence = prepare_tenure(graph)
    found = [evidence.shared(draw(graph, seed)) for seed in range(40)]

    assert sum(one is not None for one in found) <= 2
    assert all(one is None or one.nats < 7 for one in found)


@pytest.mark.parametrize(
    "group_id", ["fan_club-01", "book_club-01", "sampling_programme-01", "deal_crowd-01"]
)
def test_shared__honest_groups_that_look_alike_share_little(group_id):
    market = innocent_market()
    found = prepare_tenure(market.graph).shared(market.planted(group_id))

    assert found is None or found.nats < 7


def test_shared__counts_what_it_says():
    """So many members began and ended between those dates, in what they wrote beside the targets."""
    graph = _graph(_together())
    found, hired = _shared(graph), _hired(graph)
    evidence = prepare_tenure(graph)
    spell = best_spell(
        evidence.tenures_of(hired.members, _where_they_meet(graph, hired))[1], evidence.tenures
    )

    assert (spell.n, spell.nats, spell.expected) == pytest.approx((found.n, found.nats, found.expected))


@pytest.mark.parametrize(("n_readers", "n_met"), [(400, 6), (0, 7)], ids=["a bestseller", "a hidden target"])
def test_met__a_bestseller_that_all_buy_is_no_meeting(n_readers, n_met):
    """What popularity explains is part of an account's own life, as its other reviews are."""
    rng = np.random.default_rng(3)
    rows = [(f"a{a:04d}", f"p{p}") for a in range(N_HIRED) for p in (*TARGETS, 6, 100 + a)]
    for a in range(N_HIRED, 500):
        rows += [(f"a{a:04d}", f"p{p}") for p in rng.choice(np.arange(7, 90), 5, replace=False).tolist()]
        rows += [(f"a{a:04d}", "p6")] * (a < N_HIRED + n_readers)
    graph = build_graph(
        tables_of([{"reviewer_id": a, "product_id": p, "posted_at": day(9)} for a, p in rows])
    )
    targets = [graph.products.ids.to_list().index(f"p{p}") for p in TARGETS]
    group = group_of(graph, np.arange(N_HIRED), sorted(targets))
    met = prepare_tenure(graph)._met(group)

    assert n_met == len(set(graph.reviews.indices[met].tolist()))


@pytest.mark.parametrize("minute", [None, 5.0])
def test_shared__without_times_or_at_one_time_there_is_none(minute):
    rows = [
        {"reviewer_id": f"a{a}", "product_id": f"p{p}", "posted_at": None if minute is None else day(minute)}
        for a in range(12)
        for p in range(9)
    ]
    graph = build_graph(tables_of(rows))

    assert _shared(graph) is None


def test_shared__of_nobody_is_none():
    graph = _graph(_together())
    nobody = Group(np.zeros(0, np.int32), np.zeros(0, np.int32), np.zeros(0, np.int64))

    assert prepare_tenure(graph).shared(nobody) is None


def test_tenures_of__leaves_out_who_wrote_nothing_else():
    """An account without other reviews says nothing; with all its reviews it does."""
    graph = _graph([[], *_together(11)])
    evidence, hired = prepare_tenure(graph), _hired(graph)

    assert list(range(1, 12)) == evidence.tenures_of(hired.members, hired.edges)[0].tolist()
    assert list(range(12)) == evidence.tenures_of(hired.members)[0].tolist()


def test_prepare_tenure__counts_every_account_by_its_class_once():
    market = ring_market()
    graph, degrees = market.graph, market.graph.reviews.row_degrees()
    before = prepare_tenure(graph).tenures.before
    classes = np.bincount(np.log2(degrees[degrees > 0]).astype(int)).tolist()

    assert (2, len(classes), N_BINS + 1, N_BINS + 1) == before.shape
    assert classes == before[0, :, -1, -1].tolist() == before[1, :, -1, -1].tolist()


def test_shared__what_few_members_each_wrote_for_the_job_does_not_count_either():
    """Of twelve targets each member reviews two, so that no target is a meeting; elsewhere nobody does."""
    rng = np.random.default_rng(5)
    rows = [(f"a{a:04d}", f"p{(5 * a + k) % 12:04d}", 450 + a / 24 + k) for a in range(12) for k in (0, 1)]
    for a in range(12, 700):
        begin = rng.uniform(0, N_DAYS - 150)
        products = rng.choice(np.arange(12, N_PRODUCTS), 2, replace=False).tolist()
        rows += [(f"a{a:04d}", f"p{p:04d}", begin + 150 * rng.random()) for p in products]
    graph = build_graph(
        tables_of([{"reviewer_id": a, "product_id": p, "posted_at": day(at)} for a, p, at in rows])
    )
    evidence, hired = prepare_tenure(graph), group_of(graph, np.arange(12), np.arange(12))

    assert best_spell(evidence.tenures_of(hired.members)[1], evidence.tenures).nats > 10
    assert evidence.shared(hired) is None
    assert hired.edges.tolist() == evidence._met(hired).tolist()


def test_tenures_of__everybody_by_all_reviews_unless_some_are_skipped():
    rows = [{"reviewer_id": f"a{i}", "product_id": "p", "posted_at": day(10 * i)} for i in range(5)]
    evidence = prepare_tenure(build_graph(tables_of(rows)))
    everybody = np.arange(5, dtype=np.int32)

    assert [0, 1, 2, 3, 4] == evidence.tenures_of(everybody)[0].tolist()
    assert [0, 2, 3, 4] == evidence.tenures_of(everybody, np.array([1]))[0].tolist()


def test_day__is_the_date_of_the_edge_of_a_bin():
    """Four hundred bins of four hundred days: the first begins with the first review."""
    rows = [{"reviewer_id": "a", "product_id": f"p{at}", "posted_at": day(at)} for at in (0, 400)]
    evidence = prepare_tenure(build_graph(tables_of(rows)))

    assert START.date().isoformat() == evidence._day(0)
    assert (START + dt.timedelta(days=10)).date().isoformat() == evidence._day(10)

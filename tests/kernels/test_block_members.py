"""The choice of members against its definition, and what draws an account into a ring."""

from __future__ import annotations

import itertools
import math
from contextlib import contextmanager

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collusion.arrays import frozen
from collusion.kernels import block_members, blocks
from collusion.kernels.block_cells import mark, no_cells
from tests.awkward_graphs import NO_MINUTE
from tests.kernels.block_worlds import (
    DAY,
    LONG,
    RULES,
    STRICTNESSES,
    Both,
    Homes,
    come_and_gone,
    graph_of,
    ids,
    late_comers,
    lively_market,
    not_created,
    on_awkward_graphs,
    planted,
    random_bystanders,
    random_creations,
    random_edges,
    random_homes,
    random_market,
    random_sellers,
    some_accounts,
    with_homes,
)
from tests.oracles import blocks as oracle


def _check_members(both, members, rules, strictness, barred=()):
    """Choose cells, and members by them, against the oracle."""
    both.scratch.barred[:] = np.isin(np.arange(both.market.n_reviewers), list(barred))
    members = sorted(members)
    cells = both.cells(members, rules, strictness)
    found = both.members(members, cells, rules, strictness)
    wanted = oracle.choose_members(both.market, members, rules, both.chosen(cells), strictness, barred)

    assert sorted(wanted) == list(found)
    assert [wanted[r] for r in found] == pytest.approx(list(found.values()), rel=1e-5, abs=1e-5)
    assert both.is_clean()


def _burst(both, members):
    return block_members.creation_burst(ids(members), both.world)


def _spell(both, members, cells):
    """Find the spell of some accounts by what they wrote outside the cells."""
    with _marked(both, cells):
        return block_members.tenure_spell(ids(members), both.world, both.scratch, cells)


def _cells(both, cells):
    """Translate cells to what the oracle takes."""
    return [cell for cell, *_ in both.chosen(cells).values()]


@contextmanager
def _marked(both, cells):
    """Mark cells in the scratch for a while."""
    mark(both.scratch, cells, True)
    yield
    mark(both.scratch, cells, False)


def _created(dates, n_others=200):
    """Make a market of accounts of these creations, and of others created a week apart."""
    n = len(dates)
    both = Both(graph_of({}, n + n_others), created=lambda r: dates[r] if r < n else (r - n) * 7 * DAY)
    return both, range(n)


@with_homes
@on_awkward_graphs
def test_choose_members__awkward_graphs(graph, members, strictness, homes):
    _check_members(Both(graph, homes=homes), members, RULES, strictness)


@settings(max_examples=100)
@given(
    random_edges,
    st.tuples(random_creations, random_bystanders, random_homes),
    some_accounts,
    st.sampled_from(STRICTNESSES),
    st.tuples(st.integers(2, 8), st.sampled_from([0.05, 0.5, 1.0, 3.0])),
    st.sets(st.integers(0, 9), max_size=3),
)
def test_choose_members__random_markets(edges, lives, members, strictness, numbers, barred):
    reviewer_cap, prior_activity = numbers
    both = random_market(edges, [None] * 8, *lives)
    rules = RULES._replace(reviewer_cap=reviewer_cap, prior_activity=prior_activity)
    _check_members(both, members, rules, strictness, barred)


def test_choose_members__an_attack_is_joined_by_who_blames():
    """Of two latecomers at the same places, the one whose stars are like the members' gains more."""
    for sign in (1, -1):
        both = Both(
            planted(2),
            stars=lambda r, p, s=sign: (s, -s) if r != 5 else (0.0, 0.0),
            created=not_created,
        )
        cells = both.cells(range(5), strictness=0.4)
        ratios = both.members(range(5), cells, strictness=0.4)

        assert set(range(5)) <= set(ratios)
        assert ratios[5] < min(ratios[r] for r in range(5))


def test_choose_members__who_was_created_with_the_members_gains_most_and_who_was_not_least():
    """Three latecomers do the same; they were made with the others, nobody knows when, and years apart."""
    dates = {**{r: 900 * DAY + 60 * r for r in range(6)}, 6: 900 * DAY + 100, 7: None, 8: 200 * DAY}
    graph = planted(0, rings=((range(9), range(5)),))
    both = Both(graph, stars=lambda r, p: (1.0, -2.0), created=lambda r: dates.get(r, r * 31 * DAY))
    cells = both.cells(range(6))
    ratios = both.members(range(6), cells)
    burst = _burst(both, range(6))

    assert 0 < burst.inside
    assert burst.outside < 0
    assert {6, 7, 8} <= set(ratios)
    plain = Both(graph, stars=lambda r, p: (1.0, -2.0), created=not_created).members(range(6), cells)

    assert [burst.inside, 0.0, burst.outside] == pytest.approx([ratios[r] - plain[r] for r in (6, 7, 8)])


def test_choose_members__accounts_created_together_join_with_less():
    """Who came to two of five targets is drawn in by a creation with the others, and left out without."""
    for date, joins in ((900 * DAY, True), (None, False), (100 * DAY, False)):
        both = Both(
            late_comers(),
            stars=lambda r, p: (0.1, -1.0),
            created=lambda r, at=date: 900 * DAY + r if r < 6 else at if r == 6 else r * 31 * DAY,
        )
        found = both.members(range(6), both.cells(range(6)))

        assert set(range(6)) <= set(found)
        assert joins == (6 in found)


@pytest.mark.parametrize(
    ("home", "abroad", "joins"),
    [(1, 1, True), (1, 0, False), (0, 0, False)],
    ids=["both", "they", "nobody"],
)
def test_choose_members__who_is_at_home_where_the_members_are_joins_with_less(home, abroad, joins):
    """Who came to two of five targets is drawn in where all are of one small marketplace."""
    both = Both(
        late_comers(),
        stars=lambda r, p: (0.1, -1.0),
        created=not_created,
        homes=Homes(lambda r: home if r < 6 else abroad if r == 6 else 0, (0.99, 0.01)),
    )
    found = both.members(range(6), both.cells(range(6)))

    assert set(range(6)) <= set(found)
    assert joins == (6 in found)


@pytest.mark.parametrize("shares", [(0.97, 0.03), (0.6, 0.4)], ids=str)
def test_choose_members__homes_count_by_how_much_likelier_they_are_among_members(shares):
    """Of three latecomers who do the same two are at home with the members, one is not.

    Being at home saves no more than choosing one among those as active costs.
    """
    graph = planted(0, rings=((range(9), range(5)),))
    of_homes = Homes(lambda r: int(r < 8), shares)
    known = Both(graph, stars=lambda r, p: (1.0, -2.0), created=not_created, homes=of_homes)
    plain = Both(graph, stars=lambda r, p: (1.0, -2.0), created=not_created)
    cells = known.cells(range(6))
    choice = math.log(sum(4 <= len(own) < 8 for own in known.market.by_reviewer.values()) / 7)
    for strictness in (0.4, 1.0):
        ratios, before = (both.members(range(6), cells, strictness=strictness) for both in (known, plain))
        at_home = strictness * min(math.log((shares[1] + 6) / 7 / shares[1]), choice)
        abroad = strictness * math.log(1 / 7)

        assert [at_home, at_home, abroad] == pytest.approx([ratios[r] - before[r] for r in (0, 7, 8)])


def _crew(others, created=not_created):
    """Eleven accounts meet at five products; elsewhere the first seven write on day 400 and last on day 440.

    `others` tell on which two days the four after them do, None for nothing elsewhere.
    """
    edges = {(r, p): DAY * (420 + 2 * p) + 10 * r for r in range(11) for p in range(5)}
    for r in range(11):
        for i, at in enumerate(others.get(r, (400, 440))):
            if at is not None:
                edges[r, 12 + 11 * i + r] = DAY * at + r
    edges |= {(r, p): DAY * 12 * (r - 20) + p for r in range(20, 120) for p in range(r % 4, 12, 4)}
    return Both(
        graph_of(edges, 120, 34),
        stars=lambda r, p: (0.3, -1.0) if r < 11 else (-0.2, 0.1),
        created=created,
        bystanders=come_and_gone(300, 1500),
    )


@pytest.mark.parametrize("seed", range(20))
def test_choose_members__of_accounts_that_live_alike(seed):
    both, accounts = lively_market(seed)
    _check_members(both, accounts, LONG, 0.4)
    _check_members(both, range(4, 20), LONG, 1.0, barred=[3, 5])


def test_choose_members__who_began_and_ended_with_the_members_gains_most_and_who_did_not_least():
    """Accounts of the same targets and activity: 8 began long ago, 9 goes on, 10 does as the members do."""
    both = _crew({8: (100, 440), 9: (400, 900), 10: (410, 430)})
    cells = both.cells(range(6), LONG)
    ratios = both.members(range(6), cells, LONG, strictness=0.0)
    spell = _spell(both, range(6), cells)

    assert list(range(5)) == sorted(cells.product.tolist())
    assert spell.inside > 0 > spell.outside
    assert [spell.inside - spell.outside] * 2 == pytest.approx([ratios[6] - ratios[8], ratios[6] - ratios[9]])
    assert ratios[6] == pytest.approx(ratios[10])


def test_choose_members__what_was_written_just_after_a_cell_does_not_count_as_written_elsewhere():
    """Account 7 came to the targets an hour after the members, within the margin, and wrote nothing else."""
    both = _crew({7: (None, None)})
    cells = both.cells(range(6), LONG)
    found = both.members(range(6), cells, LONG)
    expected = oracle.choose_members(both.market, range(6), LONG, both.chosen(cells), 1.0)

    assert (both.world.t_reviewer[cells.high] < 7).all()
    assert 7 in found
    assert expected == pytest.approx(found)


def test_tell_tenure__is_of_what_an_account_wrote_outside_the_cells():
    both = _crew({7: (None, None), 8: (100, None)})
    cells = both.cells(range(11), LONG)
    rows = np.zeros((both.market.n_reviewers, 4), np.int32)
    with _marked(both, cells):
        for r, row in enumerate(rows):
            block_members.tell_tenure(row, r, both.world, both.scratch, cells)
    found = [tuple(row) for row in rows.tolist()]
    width = both.market.population.width / DAY
    one, two = 0, 1

    assert (400 // width, 400 // width, 440 // width, two) == found[6]
    assert -1 == found[7][3]
    assert (100 // width, 100 // width, 100 // width, one) == found[8]
    assert [None if at[3] < 0 else at for at in found] == [
        None if both_of is None else both_of[0]
        for both_of in (oracle.tenure_of(both.market, r, _cells(both, cells)) for r in range(len(found)))
    ]


def test_tenure_spell__of_what_was_written_outside_the_cells():
    """Who met at the targets alone shares no spell; whoever began and ended beside them does."""
    both, none = _crew({}), _crew(dict.fromkeys(range(11), (None, None)))
    cells, bare = both.cells(range(11), LONG), none.cells(range(11), LONG)
    found, of_none = _spell(both, range(11), cells), _spell(none, range(11), bare)
    expected = oracle.tenure_spell(both.market, range(11), _cells(both, cells))

    assert (11, 0) == (found.n, of_none.n)
    assert 0.0 == of_none.nats
    assert (expected.nats, expected.inside, expected.outside) == pytest.approx(
        (found.nats, found.inside, found.outside)
    )


def test_tenure_spell__of_a_world_without_times_is_none():
    edges = {(r, p): NO_MINUTE for r in range(12) for p in range(5)}
    both = Both(graph_of(edges))
    spell = _spell(both, range(12), no_cells())

    assert 0.0 == spell.nats == block_members.tenure_ratio(3, spell, both.world, both.scratch, no_cells())


@pytest.mark.parametrize(
    ("date", "ratio"),
    [(900, "inside the burst"), (100, "tenure"), (None, "tenure")],
    ids=["created with them", "created long before", "of unknown creation"],
)
@pytest.mark.parametrize("days", [(400, 440), (100, 440), (None, None)], ids=["alike", "apart", "unknown"])
def test_life_ratio__is_of_creation_or_tenure(date, ratio, days):
    """What says more counts, since accounts may be bought, or lie idle."""
    both = _crew(
        {7: days},
        lambda r: 900 * DAY + 60 * r if r < 7 else r * 31 * DAY if r > 7 or date is None else date * DAY,
    )
    created = both.world.created.copy()
    created[7] = NO_MINUTE if date is None else created[7]
    world = both.world._replace(created=frozen(created))
    cells, burst = both.cells(range(11), LONG), _burst(both, range(7))
    spell = _spell(both, range(7), cells)
    with _marked(both, cells):
        of_tenure = block_members.tenure_ratio(7, spell, world, both.scratch, cells)
        found = block_members.life_ratio(7, burst, spell, world, both.scratch, cells)
    none, told = burst._replace(nats=0.0), {400: spell.inside, 100: spell.outside, None: 0.0}[days[0]]

    assert told == of_tenure
    if ratio == "inside the burst":
        assert max(told, burst.inside) == found
    elif date is None:
        assert told == found
    else:
        assert max(told, burst.outside) == found
    with _marked(both, cells):
        assert told == block_members.life_ratio(7, none, spell, world, both.scratch, cells)


def test_life_ratio__who_shares_creation_and_tenure_is_no_less_likely_than_who_shares_one():
    """Account 7 was created with the members or not, and began and ended with them or not."""
    ratios = {}
    for created, together in itertools.product((True, False), repeat=2):
        both = _crew(
            {7: (400, 440) if together else (100, 900)},
            lambda r, at=created: 900 * DAY + 60 * r if r < 7 or (r == 7 and at) else r * 31 * DAY,
        )
        cells = both.cells(range(11), LONG)
        spell, burst = _spell(both, range(7), cells), _burst(both, range(7))
        with _marked(both, cells):
            ratios[created, together] = block_members.life_ratio(
                7, burst, spell, both.world, both.scratch, cells
            )

    assert ratios[True, True] >= max(ratios[True, False], ratios[False, True])
    assert ratios[False, False] < 0


@pytest.mark.parametrize("together", [True, False])
@pytest.mark.parametrize("created", [True, False])
def test_lives_of__say_the_larger_of_creations_and_tenures(together, created):
    both = _crew(
        {} if together else {r: (60 * r, 700 + 60 * r) for r in range(11)},
        lambda r: 900 * DAY + 60 * r if created and r < 11 else r * 31 * DAY,
    )
    cells = both.cells(range(11), LONG)
    spell = _spell(both, range(11), cells)
    burst = _burst(both, range(11))
    found = blocks.lives_of(ids(range(11)), both.world, both.scratch, cells).nats

    assert (created, together) == (burst.nats > 0, spell.nats > 0)
    assert max(burst.nats, spell.nats) == found
    assert oracle.life_gain(both.market, range(11), both.chosen(cells)) == pytest.approx(found)
    assert both.is_clean()


@pytest.mark.parametrize(("prior_activity", "joins"), [(1.0, False), (0.1, True)])
def test_choose_members__who_is_granted_less_activity_joins_with_less(prior_activity, joins):
    """An account without other reviews is all the likelier in the ring the less it would write anyhow."""
    both = Both(late_comers(), stars=lambda r, p: (0.1, -1.0), created=not_created)
    cells = both.cells(range(6))
    rules = RULES._replace(prior_activity=prior_activity)

    assert joins == (6 in both.members(range(6), cells, rules))


@pytest.mark.parametrize(("praise", "blame"), [(1.0, -2.0), (-2.0, 1.0), (-1.0, -1.0), (0.0, 0.0)])
def test_star_gain__is_of_praise_or_of_blame_and_never_against(praise, blame):
    """Camouflage is no cell, so the slack is large where the stars point nowhere."""
    both = Both(planted(0), stars=lambda r, p: (praise, blame))
    cells = both.cells(range(6), RULES._replace(star_slack=10.0))
    found = blocks.star_gain(ids(range(6)), both.world, both.scratch, cells)

    assert len(cells.product)
    assert oracle.star_gain(both.market, range(6), both.chosen(cells)) == pytest.approx(found)
    assert (found > 0) == (max(praise, blame) > 0)
    assert both.is_clean()


@settings(max_examples=150)
@given(
    random_creations,
    st.lists(st.one_of(st.none(), st.integers(0, 1500 * DAY)), max_size=30),
    some_accounts,
)
def test_creation_burst__by_its_definition(creations, others, members):
    dates = [*creations, *others]
    both = Both(graph_of({}, len(dates)), created=lambda r: dates[r])
    found, expected = _burst(both, members), oracle.creation_burst(both.market, members)
    if expected is None:
        assert (0.0, True) == (found.nats, found.last < found.first)
    else:
        assert expected == pytest.approx((found.nats, found.first, found.last, found.inside, found.outside))
        assert found.nats > 0
        assert found.outside < 0
        assert found.inside <= 5
    for r in range(len(dates)):
        assert oracle.creation_ratio(both.market, r, expected) == pytest.approx(
            block_members.creation_ratio(r, found, both.world)
        )


@pytest.mark.parametrize("dates", [[], [5], [5, 6], [None] * 6, [None, None, 7, 8]], ids=str)
def test_creation_burst__takes_three_known_creations(dates):
    both, members = _created(dates)

    assert 0 == _burst(both, members).nats


def test_creation_burst__is_where_creations_exceed_those_of_all():
    """Ten accounts of a day among twelve are one; a dozen spread over the years are none.

    It reaches an hour further on both sides, which is how far the ten are apart.
    """
    day = 701 * DAY
    both, members = _created([10 * DAY, *(day + 60 * i for i in range(10)), 1200 * DAY])
    burst = _burst(both, members)
    plain, honest = _created([110 * DAY * i for i in range(12)])

    assert (day - 60, day + 540 + 60) == (burst.first, burst.last)
    assert 0 == _burst(plain, honest).nats


def test_creation_burst__where_many_honest_accounts_were_made_says_less():
    """The same dozen on the day of a campaign, when a hundred others signed up, is what one expects."""
    dates = [700 * DAY + 60 * i for i in range(12)]
    quiet, members = _created(dates)
    campaign = Both(
        graph_of({}, 212),
        created=lambda r: dates[r] if r < 12 else 700 * DAY + 6 * (r - 12) if r < 112 else r * 7 * DAY,
    )

    assert _burst(quiet, members).nats > 30
    assert 0 == _burst(campaign, members).nats


def test_creation_burst__in_a_world_of_one_hand_tells_nobody_apart():
    both, members = _created([60 * i for i in range(12)], n_others=0)
    burst = _burst(both, members)

    assert burst.nats < _burst(*_created([60 * i for i in range(12)])).nats


@settings(max_examples=60)
@given(random_edges, random_sellers, st.sets(st.integers(0, 9), min_size=2))
def test_widened__is_around_the_cell_and_by_the_margin(edges, sellers, members):
    both = random_market(edges, sellers, [None] * 10)
    cells = both.cells(members, strictness=0.0)
    for c, product in enumerate(cells.product.tolist()):
        low, high = block_members.widened(c, cells, both.world, RULES)
        start = int(both.world.t_indptr[product])
        cell, *_ = both.chosen(cells)[product]

        assert oracle.widened(both.market, cell, RULES) == (product, low - start, high - start)
        assert low <= cells.low[c]
        assert high >= cells.high[c]

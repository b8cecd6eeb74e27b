from __future__ import annotations

import math
import re

import numpy as np
import pytest

from collusion.evidence.lifecycle import _age_bins, prepare_lifecycle
from collusion.graph.build import build_graph
from collusion.minutes import DAY, NO_TIME
from tests.markets import group_of
from tests.tables_of import day, tables_of

N_ACCOUNTS = 200


def _assess(created, n_members=12, *, elsewhere=lambda i: (), has_times=True, n_accounts=N_ACCOUNTS):
    """Judge the first accounts, which review three products as all do, and write `elsewhere` on some days."""
    rng = np.random.default_rng(3)
    rows = [
        {"reviewer_id": f"a{i:04d}", "product_id": f"p{j}", "posted_at": day(2000 + float(rng.random()))}
        for i in range(n_accounts)
        for j in range(3)
    ]
    rows += [
        {"reviewer_id": f"a{i:04d}", "product_id": f"q{i}-{j}", "posted_at": day(at)}
        for i in range(n_accounts)
        for j, at in enumerate(elsewhere(i))
    ]
    if not has_times:
        rows = [row | {"posted_at": None} for row in rows]
    accounts = [{"reviewer_id": f"a{i:04d}", "created_at": created(i)} for i in range(n_accounts)]
    tables = tables_of(rows, accounts=accounts)
    graph = build_graph(tables)
    evidence = prepare_lifecycle(tables, graph, max_tilt=0.35)
    return evidence.assess(group_of(graph, np.arange(n_members), np.arange(3)))


def _spread(i):
    return day((i * 37) % N_ACCOUNTS * 9)


def test_assess__accounts_made_together_are_evidence():
    found = _assess(lambda i: day(1700 + i / 24) if i < 12 else _spread(i))

    assert found.bits > 5
    assert "12 of 12 accounts were created within 1 day, " in found.sentence


def test_assess__says_within_how_many_days_accounts_were_made():
    found = _assess(lambda i: day(1700 + i) if i < 12 else day(5 * i))

    assert "12 of 12 accounts were created within 11 days, " in found.sentence


def test_assess__of_two_equal_bursts_the_earlier_is_told():
    """They begin in different ones of the parts that are scanned."""
    found = _assess(
        lambda i: day(1600) if i < 500 else day(1900 + 2 * (i % 2)) if i < 1000 else day(i - 1000),
        n_members=1000,
        n_accounts=1020,
    )

    assert "500 of 1,000 accounts were created within 1 day, " in found.sentence


@pytest.mark.parametrize(("n_together", "is_evidence"), [(2, False), (3, True)])
def test_assess__two_who_join_in_one_minute_are_a_couple(n_together, is_evidence):
    """A third account as young was made two hundred days before them."""
    young = [day(1700)] * n_together + [day(1500)]
    found = _assess(
        lambda i: young[i] if i < len(young) else _spread(i) if i >= 6 else day(90 * i), n_members=6
    )

    assert is_evidence == (found.bits > 5)


def test_assess__old_accounts_made_together_are_none():
    """Whoever chooses old accounts, as a sampling programme does, gets accounts of the same early years."""
    assert _assess(lambda i: day(100 + i / 24) if i < 12 else _spread(i)).bits <= 0


@pytest.mark.parametrize(("n_drawn", "is_evidence"), [(0, True), (9, False), (20, False), (30, False)])
def test_assess__newcomers_whom_the_product_drew_are_none(n_drawn, is_evidence):
    """Twelve members joined in one day; so did `n_drawn` of the thirty others who bought in the same days."""
    rows = [
        {
            "reviewer_id": f"a{i:03d}",
            "product_id": f"{'p' if i < 42 else 'q'}{j}",
            "posted_at": day(2000 + i % 7),
        }
        for i in range(600)
        for j in range(3)
    ]
    accounts = [
        {
            "reviewer_id": f"a{i:03d}",
            "created_at": day(1700 + i % 12 / 50) if i < 12 + n_drawn else day((i * 37) % 1600),
        }
        for i in range(600)
    ]
    tables = tables_of(rows, accounts=accounts)
    graph = build_graph(tables)
    found = prepare_lifecycle(tables, graph, max_tilt=0.35).assess(
        group_of(graph, np.arange(12), np.arange(3))
    )

    assert is_evidence == (found.effects["created_together"] > 0.3)
    assert is_evidence == ("were created within" in found.sentence)


@pytest.mark.parametrize(("n_others", "are_compared"), [(9, False), (10, True)])
def test_assess__ten_others_of_the_same_days_are_enough_to_compare_with(n_others, are_compared):
    """All who bought in these days had joined on one day, the members among them."""
    rows = [
        {"reviewer_id": f"a{i:03d}", "product_id": "p" if i < 12 + n_others else "q", "posted_at": day(2000)}
        for i in range(600)
    ]
    accounts = [
        {"reviewer_id": f"a{i:03d}", "created_at": day(1700 if i < 12 + n_others else (i * 37) % 1600)}
        for i in range(600)
    ]
    tables = tables_of(rows, accounts=accounts)
    graph = build_graph(tables)
    found = prepare_lifecycle(tables, graph, max_tilt=0.35).assess(group_of(graph, np.arange(12), [0]))

    assert are_compared == (found.effects["created_together"] == 0.0)


@pytest.mark.parametrize(("age", "is_young"), [(540.0, True), (540.01, False)])
def test_assess__what_was_made_more_than_a_year_and_a_half_before_is_not_made_for_the_job(age, is_young):
    rows = [{"reviewer_id": f"a{i}", "product_id": "p", "posted_at": day(2000)} for i in range(3)]
    accounts = [{"reviewer_id": f"a{i}", "created_at": day(2000 - age)} for i in range(3)]
    tables = tables_of(rows, accounts=accounts)
    graph = build_graph(tables)
    evidence = prepare_lifecycle(tables, graph, max_tilt=0.35)

    assert [is_young] * 3 == evidence._is_young(group_of(graph, np.arange(3), [0])).tolist()


def test_assess__accounts_made_at_any_time_are_none():
    assert _assess(_spread).bits <= 0


def test_assess__a_day_when_everybody_came_is_none():
    assert _assess(lambda i: day(1000 + (i * 37) % N_ACCOUNTS / 500)).bits <= 0


def test_assess__young_accounts_where_others_are_old_are_evidence():
    """Made over four months, so no burst, but right before the job."""
    found = _assess(lambda i: day(1995 - 10 * i) if i < 12 else day((i * 37) % N_ACCOUNTS * 5))

    assert found.bits > 10
    assert "younger" in found.sentence


def test_assess__old_accounts_are_no_evidence_by_their_age():
    assert _assess(lambda i: day(100 * i) if i < 12 else _spread(i)).bits <= 0


def _one_by_one(i):
    """Return six days of an account that came and went before the job, as all do."""
    begin = (i * 37) % N_ACCOUNTS * 8
    return np.linspace(begin, begin + 200, 6).tolist()


def _with_the_job(i):
    """Return six days of an account that wrote in the months around the job, if it is a member."""
    return np.linspace(1990 + i % 3, 2040 + i % 5, 6).tolist() if i < 12 else _one_by_one(i)


@pytest.mark.parametrize("n_known", [0, 2])
@pytest.mark.parametrize("has_times", [True, False])
def test_assess__fewer_than_three_dates_tell_nothing(n_known, has_times):
    """Without times of reviews there is no finding at all; with them there is one of no bits."""
    found = _assess(lambda i: None if n_known <= i < 12 else _spread(i), has_times=has_times)

    assert has_times == (found is not None)
    if found is not None:
        assert (0.0, 0.0) == (found.bits, found.observed)
        assert "The accounts neither began nor fell silent together." == found.sentence


@pytest.mark.parametrize("has_times", [True, False])
def test_assess__three_dates_tell_who_was_made_together(has_times):
    found = _assess(lambda i: day(1700) if i < 3 else None if i < 12 else day(5 * i), has_times=has_times)

    assert found.effects["created_together"] > 0.2
    assert has_times == ("younger" in found.effects)


@pytest.mark.parametrize(("n_more", "is_known"), [(0, False), (1, True)])
def test_assess__ages_are_compared_with_those_at_ten_reviews_or_more(n_more, is_known):
    """Three members have a date and three reviews each; nobody else has a date."""
    found = _assess(
        lambda i: day(1700 + i) if i < 3 else None,
        elsewhere=lambda i: [2001.0] * n_more if i == 0 else (),
    )

    assert is_known == ("younger" in found.effects)


@pytest.mark.parametrize("n_known", [0, 12])
def test_assess__accounts_that_began_and_ended_together_are_evidence(n_known):
    """Old accounts that were not made together, or nobody knows when, wrote elsewhere in the same months."""
    found = _assess(lambda i: None if n_known <= i < 12 else day(100 * i), elsewhere=_with_the_job)

    assert found.bits > 20
    assert 12 == found.observed
    assert 0 < found.expected < 1
    assert re.fullmatch(
        r"In what they wrote beside the targets, 12 of 12 accounts began between \S+ and \S+, "
        r"where (under )?0\.\d would be expected of accounts as active\.",
        found.sentence,
    )


def test_assess__accounts_that_came_and_went_one_by_one_are_none():
    found = _assess(lambda i: day(100 * i), elsewhere=_one_by_one)

    assert found.bits <= 0
    assert "began" not in found.sentence


@pytest.mark.parametrize(
    ("n_created", "n_busy", "words"),
    [(12, 4, "12 of 12 accounts were created"), (5, 12, "In what they wrote beside the targets, 12 of 12")],
)
def test_assess__reports_the_stronger_of_creation_and_tenure(n_created, n_busy, words):
    found = _assess(
        lambda i: day(1700 + i / 24) if i < n_created else day(100 * i) if i < 12 else _spread(i),
        elsewhere=lambda i: _with_the_job(i) if i < n_busy or i >= 12 else (),
    )

    assert found.sentence.startswith(words)
    assert 12 == found.observed
    assert found.bits > 20


def test_assess__younger_accounts_are_told_beside_their_tenure():
    """Made over a year and more, so no burst, but right before the job."""
    created = [day(1995 - 40 * i) if i < 12 else day((i * 37) % N_ACCOUNTS * 5) for i in range(N_ACCOUNTS)]
    young = _assess(lambda i: created[i], elsewhere=_with_the_job)
    old = _assess(lambda i: day(100 * i) if i < 12 else created[i], elsewhere=_with_the_job)

    assert young.sentence.startswith("In what they wrote beside the targets")
    assert young.sentence.endswith("; at their reviews they were younger than others' accounts at that time.")
    assert young.bits > old.bits + 10


def test_missing__takes_a_creation_date_or_a_time():
    rows = [{"reviewer_id": f"a{i}", "product_id": "p", "posted_at": None} for i in range(3)]
    accounts = [{"reviewer_id": "a0", "created_at": day(3)}]
    reasons = []
    for reviews, others in (
        (rows, {}),
        (rows, {"accounts": accounts}),
        ([*rows[1:], rows[0] | {"posted_at": day(9)}], {}),
    ):
        tables = tables_of(reviews, **others)
        reasons.append(prepare_lifecycle(tables, build_graph(tables), max_tilt=0.35).missing())

    assert ["no account has a creation date and no review a time", None, None] == reasons


@pytest.mark.parametrize(("n_together", "is_burst"), [(3, False), (4, True)])
def test_assess__a_burst_holds_a_third_of_the_members(n_together, is_burst):
    """Some fans, too, make an account to review a release, while an operator makes them all."""
    found = _assess(lambda i: day(1700 + i / 24) if i < n_together else _spread(i))

    assert is_burst == (found.bits > 2)
    assert is_burst == (found.effects["created_together"] > 0.3)


@pytest.mark.parametrize(("n_together", "is_burst"), [(32, False), (33, True)])
def test_assess__of_a_hundred_members_a_burst_holds_thirty_three(n_together, is_burst):
    """The others among them have their accounts for years."""
    created = [day(1700 + i / 50) if i < n_together else day(5 * i) for i in range(100)]
    found = _assess(lambda i: created[i] if i < 100 else _spread(i), n_members=100)

    assert is_burst == (found.effects["created_together"] > 0.3)


def test_assess__the_youngest_of_all_count_as_young():
    """Made within a month before their first review, where others had their accounts for years."""
    found = _assess(lambda i: day(1975 + 2 * i) if i < 12 else day(i))

    assert found.effects["younger"] > 0.9


def test_age_bins__begin_at_a_month_a_quarter_half_a_year_and_one_two_and_four_years():
    ages = np.array([days * DAY for days in (0, 30, 90, 180, 365, 730, 1460)], dtype=np.int32)
    later = np.full(7, 5000 * DAY, dtype=np.int32)

    assert [0, 1, 2, 3, 4, 5, 6] == _age_bins(later, later - ages).tolist()
    assert [0, 1, 2, 3, 4, 5] == _age_bins(later[1:], later[1:] - ages[1:] + 1).tolist()
    assert [-1, -1] == _age_bins(
        np.array([NO_TIME, 9], dtype=np.int32), np.array([9, NO_TIME], dtype=np.int32)
    ).tolist()


def _burst_nats(n, expected):
    """Surplus of a burst of twelve beyond three times what is expected, net of the choice of its window."""
    return n * math.log(n / (3 * expected)) - (n - 3 * expected) - math.log(n * (n - 1) / 2) - math.log(2)


def test_assess__a_burst_is_paid_for_by_the_windows_tried():
    """Everybody else is younger, so nothing but the burst counts; half an account stands for nobody."""
    found = _assess(lambda i: day(1500 + i / 24) if i < 12 else day(1600 + i))
    expected = 12 * 0.5 / (N_ACCOUNTS - 12)

    assert expected == pytest.approx(found.expected)
    assert _burst_nats(12, expected) / math.log(2) == pytest.approx(found.bits)
    assert (12 - 3 * expected) / 12 == pytest.approx(found.effects["created_together"])


@pytest.mark.parametrize(("days", "is_burst"), [(180, True), (181, False)])
def test_assess__what_took_longer_than_half_a_year_is_no_burst(days, is_burst):
    """Three of six members joined within so many days, when nobody else did."""
    joined = (1600, 1690, 1600 + days)
    found = _assess(lambda i: day(joined[i] if i < 3 else 5 * i), n_members=6)

    assert is_burst == (found.effects["created_together"] > 0)


def test_assess__ages_are_those_of_others_at_that_time():
    """In the market's first years all accounts were old; those who came later are as young as the members."""
    rows, accounts = [], []
    for i in range(1200):
        is_late = i < 200
        at = (2000 if is_late else 1000) + i % 7
        rows += [
            {"reviewer_id": f"a{i:04d}", "product_id": f"p{3 * (not is_late) + j}", "posted_at": day(at)}
            for j in range(3)
        ]
        age = 10 + i * 37 % 200 if is_late else 900
        accounts.append({"reviewer_id": f"a{i:04d}", "created_at": day(at - age)})
    tables = tables_of(rows, accounts=accounts)
    graph = build_graph(tables)
    found = prepare_lifecycle(tables, graph, max_tilt=0.35).assess(
        group_of(graph, np.arange(12), np.arange(3))
    )

    assert 0.0 == found.effects["younger"]


def test_assess__a_day_when_the_busiest_came_is_none():
    """Three others joined in the burst, but they write half of all reviews: whoever is busy is seen more."""
    busy = {12, 13, 14}

    def assess(n):
        return _assess(
            lambda i: day(1700) if i < 12 or i in busy else day(100 + 5 * i),
            elsewhere=lambda i: np.linspace(2100, 2900, n).tolist() if i in busy else (),
        )

    idle, active = assess(1), assess(200)

    assert idle.effects["created_together"] > 0.3
    assert 0.0 == active.effects["created_together"]


def test_assess__great_age_is_no_evidence():
    """All members joined years before the job, all others in the last month: no fault of theirs."""
    found = _assess(lambda i: day(20 * i) if i < 12 else day(1971 + i % 28))

    assert (0.0, 0.0) == (found.bits, found.effects["younger"])


def _ages(far):
    """Judge ten new accounts among reviews of old ones, two hundred on either side, and `far` ones beyond."""
    rows = [
        {"reviewer_id": f"m{i}", "product_id": f"p{j}", "posted_at": day(2000)}
        for i in range(10)
        for j in range(3)
    ]
    created = {f"m{i}": day(1990 - i) for i in range(10)}
    for side in (-1, 1):
        for i in range(1, 300):
            name = f"o{i}{'-+'[side > 0]}"
            rows.append({"reviewer_id": name, "product_id": "q", "posted_at": day(2000 + side * i)})
            created[name] = day(2000 + side * i - (900 if i <= 200 - 15 else far))
    accounts = [{"reviewer_id": name, "created_at": at} for name, at in created.items()]
    tables = tables_of(rows, accounts=accounts)
    graph = build_graph(tables)
    members = np.flatnonzero(graph.reviewers.ids.str.starts_with("m"))
    products = np.flatnonzero(graph.products.ids.str.starts_with("p"))
    return prepare_lifecycle(tables, graph, max_tilt=0.35).assess(group_of(graph, members, products))


def test_assess__ages_are_compared_with_those_of_four_hundred_reviews_about_the_same_time():
    """The group's own thirty are among them; one more on either side would be of the far ones."""
    assert _ages(10).bits == _ages(2000).bits

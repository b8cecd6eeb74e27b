from __future__ import annotations

from dataclasses import replace

import pytest

from collusion.cases import limits
from collusion.cases.limits import flagged_beyond
from collusion.detection.params import DetectionParams
from collusion.detection.search import SearchParams
from collusion.evidence.params import EvidenceParams
from collusion.graph.build import build_graph
from collusion.scoring.params import ScoringParams
from collusion.words.catalogue import words_of
from tests.scoring.assessments import assessment
from tests.tables_of import day, tables_of


class Told:
    """What limits say, in English."""

    def __getattr__(self, name):
        def said(*given):
            return tuple(words_of("en").tell(one) for one in getattr(limits, name)(*given))

        return said


told = Told()
LISTS = "the run lists 5 at most (scoring.n_reported)."


def _graph(*degrees):
    pairs = [(i, j) for i, n in enumerate(degrees) for j in range(n)]
    return build_graph(tables_of([{"reviewer_id": f"a{i:02d}", "product_id": f"p{j}"} for i, j in pairs]))


def test_busy_accounts__are_named_the_busiest_first():
    graph = _graph(3, 5, 2, 4)

    assert () == told.busy_accounts(graph, 5)
    assert told.busy_accounts(graph, 4) == (
        "1 account with more than 4 reviews is in no group (evidence.reviewer_cap): a01.",
    )
    assert told.busy_accounts(graph, 2)[0].startswith("3 accounts with more than 2 reviews are in no group (")
    assert told.busy_accounts(graph, 2)[0].endswith("): a01, a03 and a00.")


@pytest.mark.parametrize(("n", "ending"), [(8, "06 and a07."), (9, "07 and 1 more."), (12, "07 and 4 more.")])
def test_busy_accounts__beyond_eight_are_counted(n, ending):
    assert told.busy_accounts(_graph(*[2] * n), 1)[0].endswith(ending)


@pytest.mark.parametrize(
    ("n_candidates", "n_flagged", "said"),
    [
        (5, 0, []),
        (6, 1, [f"1 more group is not listed, 1 of which would be flagged: {LISTS}"]),
        (7, 0, [f"2 more groups are not listed, none of which would be flagged: {LISTS}"]),
    ],
)
def test_unlisted__are_counted_with_those_that_would_be_flagged(n_candidates, n_flagged, said):
    assert said == list(told.unlisted(n_candidates, n_flagged, 5))


def test_flagged_beyond__counts_what_the_limit_cuts():
    """Four of five are flagged; a run that lists two would speak of two of two."""
    strong = [assessment(behaviour=500, stars=200, identity=90 + i, lifecycle=100) for i in range(4)]
    every = [*strong, assessment(behaviour=1)]
    params = ScoringParams()

    assert [0, 0, 2, 3] == [
        flagged_beyond(every, [], params=replace(params, n_reported=n)) for n in (6, 5, 2, 1)
    ]


def test_popular_products__are_named_the_most_reviewed_first():
    graph = _graph(3, 2, 3)  # p0 and p1 have three reviews each, p2 has two

    assert () == told.popular_products(graph, 3, 4.0)
    (said,) = told.popular_products(graph, 2, 4.0)
    assert said.startswith(
        "2 products with more than 2 reviews link their accounts only where these reviewed"
    )
    assert said.endswith("within 4 days of one another (evidence.product_cap): p0 and p1.")


@pytest.mark.parametrize(
    ("caps", "said"),
    [
        (
            (5, 3),
            ["4 reviews of 1 product link nobody: more than 3 of a product fall", "p0."],
        ),
        ((5, 4), []),
        ((6, 3), []),
        ((2, 2), ["7 reviews of 2 products link nobody: ", "p0 and p1."]),
    ],
)
def test_crowded_times__are_those_of_popular_products(caps, said):
    """Product p0 has six reviews, four of them in one week and one of unknown time; p1 has three in a day."""
    days = {"p0": [10.0, 11.0, 12.0, 13.0, 90.0, None], "p1": [50.0, 50.1, 50.2], "p2": [1.0, 1.0]}
    rows = [
        {"reviewer_id": f"a{p}{i}", "product_id": p, "posted_at": None if at is None else day(at)}
        for p, times in days.items()
        for i, at in enumerate(times)
    ]
    product_cap, window_cap = caps
    params = replace(EvidenceParams(), product_cap=product_cap, window_cap=window_cap)
    found = told.crowded_times(build_graph(tables_of(rows)), params)

    assert bool(said) == len(found)
    assert all(part in found[0] for part in said)


def test_cut_short__says_what_was_too_many_and_what_too_large():
    assert not told.cut_short({}, 60, 400)
    crowds = {"max_cohort.products": 1100, "max_cohort.identifiers": 1, "max_cohort.creations": 2}
    many, large = told.cut_short({"max_seeds": 1, **crowds}, 60_000, 400)
    assert many.startswith("1 more group was not searched from: of each kind the 60,000 most surprising are")
    assert large == (
        "1,103 crowds of more than 400 accounts or reviews were not searched from: 1,100 of a product, "
        "1 of an identifier value and 2 of a time of creation (detection.max_cohort)."
    )
    assert told.cut_short({"max_cohort.bursts": 1}, 60, 400)[0].startswith(
        "1 crowd of more than 400 accounts or reviews was not searched from: 1 of a burst ("
    )


def test_cut_short__says_that_many_labelled_accounts_are_searched_from_in_part():
    (said,) = told.cut_short({"max_cohort.labels": 1}, 60, 400)

    assert said.startswith("Of the accounts that labels call fake, only the first 400 were searched")


@pytest.mark.parametrize(
    ("cut", "said"),
    [
        (
            {"labels": 1},
            "1 more account that labels call fake was not searched from, beyond the first 1,000.",
        ),
        (
            {"tenures": 2},
            "2 more crowds that began or fell silent together were not searched from, beyond",
        ),
    ],
)
def test_cut_short__says_what_no_option_can_change(cut, said):
    (found,) = told.cut_short(cut, 60_000, 400)

    assert found.startswith(said)


def _search(household_size=6, **detection):
    return SearchParams(
        seed=0,
        detection=replace(DetectionParams(), **detection),
        evidence=replace(EvidenceParams(), household_size=household_size),
    )


def test_too_small__says_the_limits_of_each_kind_of_search():
    every, together, alone = told.too_small(_search(min_members=6, min_products=4, min_single_members=9))

    assert every == "Groups of fewer than 6 accounts are not looked for (detection.min_members)."
    assert together.startswith("By what accounts review together, groups of fewer than 4 products are not")
    assert "bursts of single reviews are looked for from 9 accounts on" in alone
    assert "share identifiers from 9, and reviewers of one seller who share identifiers from 6 (" in alone


def test_too_small__who_shares_identifiers_is_more_than_a_household():
    alone = told.too_small(_search(min_single_members=8, household_size=20))[-1]

    assert "from 8 accounts on, accounts that share identifiers from 21, and" in alone

from __future__ import annotations

import dataclasses
from itertools import pairwise

import numpy as np
import polars as pl
import pytest

from collusion.cases.outsiders import MISSING, _has, _missing_words, _reviews, why_not
from collusion.detection.near_members import Lack
from collusion.minutes import NO_TIME
from collusion.words.catalogue import words_of
from tests.cases.mixed import mixed_run
from tests.markets import group_of, ring_market

#: No review that it never wrote.
NONE = (np.zeros(0, np.int32), np.zeros((2, 0), np.int64))


@pytest.mark.parametrize(
    ("before", "after", "what"),
    [
        (0, 0, "in time"),
        (0, 5, "in time"),
        (-5, 0, "in time"),
        (1, 5, "out of time"),
        (-5, -1, "out of time"),
        (None, None, "in time"),
    ],
)
def test_reviews__are_in_time_from_the_first_to_the_last_minute_of_the_members(before, after, what):
    """Where the members' times are not known, any time is in theirs."""
    market = ring_market()
    graph = market.graph
    place = int(np.argmax(graph.reviews.row_degrees()))
    edge = int(graph.reviews.indptr[place])
    product, minute = int(graph.reviews.indices[edge]), int(graph.minute[edge])
    window = [np.array([NO_TIME if by is None else minute + by], dtype=np.int64) for by in (before, after)]
    lack = Lack(np.array([product]), *window, np.ones(1), None, *NONE)
    (row,) = _reviews(market, group_of(graph, [0, 1], [product]), lack, place)

    assert what == row["what"]
    assert graph.products.ids[product] == row["product_id"]
    assert [None if by is None else minute + by for by in (before, after)] == [
        None if row[name] is None else row[name].timestamp() // 60 for name in ("window_from", "window_until")
    ]
    assert minute == row["posted_at"].timestamp() // 60


@pytest.mark.parametrize(("room", "is_busy"), [(0, False), (-1, True)])
def test_why_not__an_account_is_too_busy_beyond_the_cap_alone(room, is_busy):
    run = mixed_run()
    members = run.members["reviewer_id"].implode()
    stranger = run.scores.filter(~pl.col("reviewer_id").is_in(members))["reviewer_id"].sort()[0]
    degrees = run.market.graph.reviews.row_degrees()
    cap = int(degrees[run.market.graph.reviewers.ids.to_list().index(stranger)]) + room
    space = dataclasses.replace(run.market.space, rules=run.market.space.rules._replace(reviewer_cap=cap))
    answer = why_not(run.records, dataclasses.replace(run.market, space=space), run[1].id, stranger)

    assert is_busy == ("more reviews than an account may have" in answer.words)


def test_why_not__counts_the_values_that_members_hold_too():
    """Counted again by the holders of every value."""
    run = mixed_run()
    graph = run.market.graph
    members = set(run[1].members["reviewer_id"])
    names = graph.reviewers.ids.to_list()
    held = []
    for kind, relation in graph.identifiers.items():
        indptr, holders = relation.adjacency.t_indptr, relation.adjacency.t_indices
        held += [(kind, {names[i] for i in holders[a:b]}) for a, b in pairwise(indptr)]
    near = sorted({who for _, some in held if some & members for who in some - members})
    assert near
    for stranger in near[:2]:
        rows = why_not(run.records, run.market, run[1].id, stranger).rows.filter(what="shared value")
        expected = [(kind, len(some & members)) for kind, some in held if stranger in some and some & members]

        assert sorted(expected) == sorted(rows.select("kind", "n_members").rows())


@pytest.mark.parametrize(
    ("missing", "said"),
    [
        (None, "No number of further reviews of the targets would make it a member."),
        ([], "By its reviews it would belong: it was left out because"),
        ([3], "One more review in that time, of p0, would make it a member."),
        ([3, 5], "2 more reviews in that time, of p0 and p1, would make it a member; one fewer would not."),
    ],
)
def test_words__say_how_many_reviews_are_missing(missing, said):
    lack = Lack(np.arange(6), *[np.zeros(6, np.int64)] * 2, np.ones(6), missing, *NONE)
    rows = pl.DataFrame(
        [{"what": MISSING, "product_id": f"p{place}"} for place, _ in enumerate(missing or [])],
        schema={"what": pl.String, "product_id": pl.String},
    )
    has, lacks = _has("A1", rows, len(lack.targets)), _missing_words(rows, lack, is_busy=False)
    words = words_of("en").say("why_not.sentence", has=has, missing=lacks)

    assert words.startswith("A1 reviewed 0 of the 6 targets, and shares no identifier value with members. ")
    assert said in words

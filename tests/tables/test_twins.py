from __future__ import annotations

import random

import numpy as np
import pytest

from collusion.tables.duplicates import Words
from collusion.tables.twins import find_twins
from tests.oracles.duplicates import same_reviews
from tests.tables.raw_ids import fetch_from, market, raw_tables


@pytest.mark.parametrize("seed", range(4))
def test_find_twins__agrees_with_the_slow_twin(tmp_path, seed):
    """Accounts with several equal reviews are one, in groups of up to four."""
    rng = random.Random(seed)
    rows = [row for row in market(seed) if row["reviewer"] != "u07"]
    doubled = rng.sample(sorted({row["reviewer"] for row in rows}), 6)
    copies = [
        row | {"reviewer": f"x{i}{row['reviewer'][::-1]}"}
        for row in rows
        for i in range(3)
        if row["reviewer"] in doubled[i:]
    ]
    tables = raw_tables(tmp_path, rows + copies)
    ids = tables.codes.reviewers
    twins = find_twins(tables.codes.pairs, ids, Words(fetch_from(tables)))
    degree = np.diff(tables.codes.pairs.indptr)

    assert {frozenset(ids.gather(list(group)).to_list()) for group in twins.groups} == {
        group for group in same_reviews(rows + copies) if degree[ids.index_of(min(group))] > 1
    }
    assert all(twins.person[list(group)].max() == group[0] for group in twins.groups)


def twins_of(tmp_path, ids, *, minutes, text=None):
    """Find twins among accounts with the same two reviews, beside a few others."""
    rows = [row | {"text": None} for row in market(2)]
    rows += [
        {"reviewer": one, "product": p, "minute": minute, "stars": 5, "text": text}
        for one in ids
        for p, minute in zip("ab", minutes, strict=True)
    ]
    tables = raw_tables(tmp_path, rows)
    found = find_twins(tables.codes.pairs, tables.codes.reviewers, Words(fetch_from(tables)))
    names = tables.codes.reviewers
    return (
        [names.gather(list(group)).to_list() for group in found.groups],
        [names.gather(list(group)).to_list() for group in found.apart],
    )


def test_find_twins__a_program_with_many_accounts_is_no_person(tmp_path):
    """Nine accounts that post the same at the same minutes may be a ring, and stay apart."""
    many = [f"{word}" for word in ["ants", "bees", "cows", "dogs", "eels", "fish", "goat", "hens", "ibex"]]

    assert ([], [many]) == twins_of(tmp_path, many, minutes=(7, 77))


def test_find_twins__spellings_of_one_id_are_a_person_however_many(tmp_path):
    many = sorted(["77", "077", "77.0", "77-2", "u77", "id:77", "77_abc"])

    assert ([many], []) == twins_of(tmp_path, many, minutes=(7, 77))


def test_find_twins__dates_alone_tell_nothing(tmp_path):
    """A ring that reviews its targets on the same days is not one person, unless the ids are one."""
    rows = [
        {"reviewer": one, "product": p, "minute": 1440 * day, "stars": 5}
        for one in ("ann", "bob", "7", "7.0")
        for p, day in (("a", 3), ("b", 4)) if one in ("ann", "bob") or p == "a"
    ]  # fmt: skip
    tables = raw_tables(tmp_path, rows)
    found = find_twins(tables.codes.pairs, tables.codes.reviewers, Words(fetch_from(tables)))

    assert ["7", "7.0", "ann", "bob"] == tables.codes.reviewers.to_list()
    assert ((0, 1),) == found.groups


@pytest.mark.parametrize(
    ("shared", "other", "expected"),
    [(9, "k77.0", True), (7, "k77.0", False), (9, "k778", False), (9, "bob", False)],
)
def test_find_twins__an_older_export_of_the_same_account(tmp_path, shared, other, expected):
    """Of ten reviews of the one, most are the other's, too, which has some more."""
    rows = market(2)
    of_both = [{"product": f"q{i}", "minute": 31 * i, "stars": 4} for i in range(10)]
    rows += [row | {"reviewer": "k77"} for row in of_both]
    rows += [row | {"reviewer": other, "stars": 4 if i < shared else 1} for i, row in enumerate(of_both)]
    rows += [{"reviewer": other, "product": f"r{i}", "minute": 77 * i, "stars": 3} for i in range(6)]
    tables = raw_tables(tmp_path, rows)
    found = find_twins(tables.codes.pairs, tables.codes.reviewers, Words(fetch_from(tables)))

    names = [tables.codes.reviewers.gather(list(group)).to_list() for group in found.groups]
    assert ([sorted(["k77", other])] if expected else []) == names


def test_find_twins__a_ring_of_numbered_accounts_with_one_review_each_stays(tmp_path):
    """Burners named user1, user10, user11 … that a program lets post in one minute are no spellings."""
    rows = market(3) + [
        {"reviewer": f"user{i}", "product": "target", "minute": 555, "stars": 5} for i in range(1, 41)
    ]
    tables = raw_tables(tmp_path, rows)

    assert () == find_twins(tables.codes.pairs, tables.codes.reviewers, Words(fetch_from(tables))).groups

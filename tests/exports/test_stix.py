from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest
import stix2

from collusion.errors import UsageError
from collusion.exports.redaction import Profile
from collusion.exports.stix import stix_bundle, write_stix
from tests.cases.small_runs import Wish, make_run
from tests.exports.deciding import KEY, RING, decided


def _bundle(run, *more, profile=Profile.EXHIBIT):
    return stix_bundle(run, [RING], decided(run, *more), profile=profile, key=KEY)


def test_stix_bundle__is_read_by_the_library(tmp_path):
    run = make_run(Wish(hostile=True))
    out = write_stix(_bundle(run), tmp_path / "x.json")
    again = stix2.parse(out.read_text(encoding="utf-8"), allow_custom=True)
    kinds = [one.type for one in again.objects]

    assert 5 == kinds.count("user-account")
    assert {"grouping", "intrusion-set", "relationship", "opinion", "note"} <= set(kinds)
    [group] = [one for one in again.objects if one.type == "grouping"]
    [extension] = group.extensions.values()
    assert 0.0004 == dict(extension)["q_value"]
    assert {one.id for one in again.objects if one.type == "user-account"} == set(group.object_refs)
    with pytest.raises(UsageError, match="--force"):
        write_stix(_bundle(run), out)


def test_stix_bundle__is_the_same_each_time():
    assert _bundle(make_run()).serialize() == _bundle(make_run()).serialize()


def test_stix_bundle__leaves_out_who_was_cleared_and_names_nobody_to_a_regulator():
    run = make_run()
    won = {"ring_id": RING, "verdict": "honest", "accounts": ("A101",)}

    assert "A101" not in _bundle(run, won).serialize()
    assert "A102" in _bundle(run, won).serialize()
    assert "A102" not in _bundle(run, profile=Profile.REGULATOR).serialize()


def test_stix_bundle__only_of_what_a_person_confirmed():
    with pytest.raises(UsageError, match="no decision that confirms it"):
        stix_bundle(make_run(), ["R-00000002"], decided(make_run()), profile=Profile.EXHIBIT, key=KEY)


def test_stix_bundle__says_how_many_of_the_ring_are_named_and_who_decided():
    """The run's sentence counts the whole ring, and the opinion is a person's."""
    run = make_run()
    won = {"ring_id": RING, "verdict": "honest", "accounts": ("A101",)}
    summary = run.rings.row(0, named=True)["summary"]
    said = []
    for bundle in (_bundle(run), _bundle(run, won)):
        [group] = [one for one in bundle.objects if one.type == "grouping"]
        [opinion] = [one for one in bundle.objects if one.type == "opinion"]
        said.append(group.description)
        assert ("agree", ["M. Berg"]) == (opinion.opinion, list(opinion.authors))

    assert [summary, f"{summary} 4 of its 5 accounts are named here: of the others none is accused."] == said


def test_stix_bundle__names_nobody_who_left_the_ring_since():
    run = make_run()
    held = decided(run)
    smaller = replace(run, members=run.members.filter(pl.col("reviewer_id") != "A102"))
    bundle = stix_bundle(smaller, [RING], held, profile=Profile.EXHIBIT, key=KEY)
    named = {one.user_id for one in bundle.objects if one.type == "user-account"}

    assert {"A100", "A101", "A103", "A104"} == named

from __future__ import annotations

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

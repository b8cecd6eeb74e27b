from __future__ import annotations

import datetime as dt

from collusion.decisions.standing import labels_of, standing
from tests.decisions.making import entries

NOW = dt.datetime(2026, 4, 1, tzinfo=dt.UTC)


def test_standing__the_last_decision_on_a_ring_holds_whatever_the_clock_says():
    held = standing(entries({}, {"verdict": "dismiss", "decided_at": "1999-01-01T00:00:00+00:00"}), NOW)

    assert "dismiss" == held.rings["R-1"].decision.verdict


def test_standing__undone_gives_way_to_what_was_before():
    held = standing(entries({"verdict": "watch"}, {}, {"verdict": "undo", "undoes": 2}), NOW)

    assert "watch" == held.rings["R-1"].decision.verdict
    assert {2: "undone by M. Berg (2026-03-02)"} == held.void


def test_standing__expired_brings_no_old_accusation_back():
    held = standing(entries({}, {"verdict": "watch", "expires_at": "2026-03-10T00:00:00+00:00"}), NOW)

    assert {} == held.rings
    assert {2: "expired (2026-03-10)"} == held.void


def test_standing__what_expired_stays_expired_when_the_clock_is_set_back():
    ended = {"expires_at": "2026-03-10T00:00:00+00:00"}
    later = {"ring_id": "R-2", "decided_at": "2026-03-11T00:00:00+00:00"}
    back = dt.datetime(2026, 3, 5, tzinfo=dt.UTC)

    assert {"R-1"} == set(standing(entries(ended), back).rings)
    assert {"R-2"} == set(standing(entries(ended, later), back).rings)


def test_standing__a_second_opinion_of_another_person_agrees():
    seconded = {"is_second": True, "by": "A. Roy"}

    assert standing(entries({}, seconded), NOW).agreed("R-1")
    assert not standing(entries({}, {**seconded, "by": "M. Berg"}), NOW).agreed("R-1")
    assert not standing(entries({}, {**seconded, "verdict": "unsure"}), NOW).agreed("R-1")
    assert not standing(entries({}, seconded, {"verdict": "dismiss"}), NOW).agreed("R-1")
    assert not standing([], NOW).agreed("R-1")


def test_labels_of__an_appeal_won_is_never_fake_whoever_confirms_it_later():
    won = {"verdict": "honest", "accounts": ("A2",), "by": "A. Roy"}
    labels = labels_of(standing(entries({}, won, {"by": "Somebody", "ring_id": "R-2"}), NOW))

    assert [("A1", "fake"), ("A2", "honest"), ("A3", "fake")] == labels.select("entity_id", "label").rows()
    assert "decision 2 by A. Roy" == labels["source"][1]


def test_labels_of__an_appeal_that_is_undone_clears_no_longer():
    won = {"verdict": "honest", "accounts": ("A2",)}
    labels = labels_of(standing(entries({}, won, {"verdict": "undo", "undoes": 2}), NOW))

    assert {"fake"} == set(labels["label"])


def test_labels_of__only_confirmed_rings_accuse():
    others = [{"verdict": verdict, "ring_id": verdict} for verdict in ("dismiss", "watch", "unsure")]

    assert labels_of(standing(entries(*others), NOW)).is_empty()

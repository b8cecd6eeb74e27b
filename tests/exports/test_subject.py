from __future__ import annotations

import json
from dataclasses import replace

import polars as pl

from collusion.cases.run_folder import open_run
from collusion.exports.redaction import Profile
from collusion.exports.subject import Records, subject
from collusion.workspace.history import Happening
from collusion.workspace.lineage import Event
from tests.cases.small_runs import make_run, save_run
from tests.decisions.making import entries
from tests.exports.deciding import RING, actions, decided


def _found(tmp_path, account="A101", profile=Profile.EXHIBIT, labels=()):
    made = make_run()
    made = replace(made, labels=pl.DataFrame(list(labels), schema=made.labels.schema))
    run = open_run(save_run(made, tmp_path / "run"))
    members = tuple(sorted(run.members.filter(pl.col("ring_id") == RING)["reviewer_id"]))
    ledger = entries({"ring_id": RING, "accounts": members, "note": "A102 said so."})
    told = [Happening(1, Event("born", RING, members))]
    rows = {"reviews": pl.DataFrame({"reviewer_id": [account], "text": ["mine"]})}
    records = Records(run, ledger, decided(run), actions(run), told, rows)
    return subject(account, records, profile=profile)


def test_subject__has_all_of_the_account_and_nothing_of_others(tmp_path):
    found = _found(tmp_path)
    said = json.dumps(found, default=str)

    assert [1, 1] == [len(found["membership"]), len(found["decisions"])]
    assert {"A101"} == {row["reviewer_id"] for row in found["reviews"]}
    assert {"account", "review"} == {action["entity_type"] for action in found["actions"]}
    assert [{"run_no": 1, "kind": "born", "ring_id": RING}] == found["events"]
    for other in ("A100", "A102", "A103", "A104", "M. Berg"):
        assert f'"{other}' not in said
    assert "said so" not in said


def test_subject__notes_are_internal(tmp_path):
    assert "A102 said so." == _found(tmp_path, profile=Profile.INTERNAL)["decisions"][0]["note"]


def test_subject__of_an_unknown_account_is_empty(tmp_path):
    found = _found(tmp_path, "nobody")

    assert ([], [], False) == (found["membership"], found["actions"], found["is_cleared"])


def test_subject__has_the_labels_of_the_account_alone(tmp_path):
    labels = [
        {"entity_type": "reviewer", "entity_id": who, "label": label}
        for who, label in (("A101", "honest"), ("A102", "fake"))
    ]
    found = _found(tmp_path, labels=labels)

    assert ["A101"] == [label["entity_id"] for label in found["labels"]]
    assert found["is_cleared"]


def test_subject__has_the_values_by_which_its_operator_may_be_known_again(tmp_path):
    run = open_run(save_run(make_run(), tmp_path / "run"))
    rows = [
        {"ring_id": RING, "token": f"device:{n}", "n_members": len(who), "n_accounts": 2, "reviewer_ids": who}
        for n, who in enumerate((["A101"], ["A102"], ["A101", "A102"]))
    ]
    named = replace(run, footprints=pl.DataFrame(rows, schema=run.footprints.schema))
    earlier = named.footprints.with_columns(pl.lit(None, pl.List(pl.String)).alias("reviewer_ids"))

    assert ["device:0", "device:2"] == _values(named)
    assert [] == _values(replace(run, footprints=earlier))


def _values(run):
    found = subject("A101", Records(run, [], decided(run), [], [], {}))
    return [row["token"] for row in found["footprint_values"]]

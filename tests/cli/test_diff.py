from __future__ import annotations

import json

from tests.cases.small_runs import make_run, save_run
from tests.workspace.keeping import RING, back_again, grown, keep, kept, with_devices


def test_diff__of_run_folders(cli, tmp_path):
    save_run(make_run(), tmp_path / "a")
    save_run(grown(7), tmp_path / "b")
    done = cli("diff", tmp_path / "a", tmp_path / "b")

    assert (0, f"{RING}  grew      2 accounts joined\n") == (done.code, done.out)
    assert [] == json.loads(cli("diff", tmp_path / "a", tmp_path / "a", "--json").out)


def test_diff__of_runs_in_a_workspace(cli, tmp_path):
    with kept(tmp_path) as workspace:
        keep(workspace, grown(7))
    told = json.loads(cli("diff", "1", "2", "--workspace", tmp_path / "w", "--json").out)

    assert [("grew", ["A105", "A106"])] == [(event["kind"], event["joined"]) for event in told]


def test_diff__of_runs_in_a_workspace_names_what_links_rest_on(cli, tmp_path):
    with kept(tmp_path, with_devices(make_run())) as workspace:
        keep(workspace, with_devices(back_again(make_run())))
        keep(workspace, grown(7))
    told = json.loads(cli("diff", "1", "2", "--workspace", tmp_path / "w", "--json").out)
    [link] = [event for event in told if event["kind"] == "returned"]

    assert [RING] == link["others"]
    assert f"{len(link['joined'])} of its 5 accounts, all new, hold" in link["reasons"][0]
    assert f"that {len(link['left'])} accounts of before held" in link["reasons"][0]
    assert 3 == len(link["tokens"])
    later = json.loads(cli("diff", "2", "3", "--workspace", tmp_path / "w", "--json").out)
    assert [] == [event for event in later if event["kind"] == "returned" and event["others"]]

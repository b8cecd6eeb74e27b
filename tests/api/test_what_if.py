from __future__ import annotations

import json
import shutil

import pytest

import collusion as co
from tests.api.runs import SAMPLE, built
from tests.cases.mixed import mixed_run


def test_without__says_how_the_ring_would_stand(found):
    ring = found[1]
    edited = ring.without(family="stars")

    assert "stars" not in edited.facts["family"]
    assert edited.before.id == ring.id
    assert edited.summary.startswith(f"{ring.id} without stars: the odds of a ring are {edited.odds} (")
    assert repr(edited).startswith(f"<what if {ring.id} without stars: {edited.odds}, ")
    assert edited.hypotheses["log_odds"].is_sorted(descending=True)
    assert edited.rank == 1


def test_without__nothing_is_the_ring_itself(found):
    ring = found[1]
    same = ring.without()

    assert same.facts["sentence"].to_list() == ring.facts["sentence"].to_list()
    assert same.facts["odds_change"].to_list() == ring.facts["odds_change"].to_list()
    assert same.members.select("reviewer_id", "role", "n_ring_reviews").equals(
        ring.members.select("reviewer_id", "role", "n_ring_reviews")
    )
    assert same.hypotheses["hypothesis"].to_list() == ring.hypotheses["hypothesis"].to_list()
    assert "as it is" in same.summary


def test_without__edits_add_up_and_take_one_id_or_several(found):
    ring = found[1]
    first, second, *_ = ring.members["reviewer_id"]
    product = ring.clients["product_id"][0]
    steps = ring.without(accounts=first).without(accounts=[second], products=product)
    once = ring.without(accounts=[first, second], products=[product])

    assert steps.as_record() == once.as_record()
    assert steps.members.height == ring.members.height - 2
    assert product not in steps.products
    assert f"without 2 accounts and product {product}" in repr(once)


def test_at__a_level_decides_about_the_flag_only(found):
    ring = found[1]

    assert ring.at(fdr=1e-9).is_flagged is False
    assert ring.at(fdr=1e-9).odds == ring.without().odds
    assert "not flagged any more" in ring.at(fdr=1e-9).summary
    with pytest.raises(co.UsageError, match=r"fdr: found 2\. Allowed: above 0 and up to 1"):
        ring.at(fdr=2)
    with pytest.raises(co.UsageError, match=r"min_families: found 0\. Allowed: 1 to 7"):
        ring.at(min_families=0)


def test_merge__is_the_same_either_way_and_takes_rings_of_the_run():
    run = mixed_run()
    one, other = run[1].merge(2), run[2].merge(run[1])
    both = {*run[1].members["reviewer_id"], *run[2].members["reviewer_id"]}

    assert {*one.members["reviewer_id"]} == both == {*other.members["reviewer_id"]}
    assert one.score == other.score
    assert f"together with {run[2].id}" in one.summary
    with pytest.raises(co.UsageError, match="found it in the group already"):
        run[1].merge(1)


def test_as_record__is_ready_for_json(found):
    record = found[1].without(family=["stars", "text"]).at(min_families=1).as_record()

    assert json.loads(json.dumps(record)) == record
    assert record["edit"]["families"] == ["stars", "text"]
    assert record["before"]["flagged"] == found[1].is_flagged
    assert {"score", "odds", "q_value", "rank", "flagged", "abnormal"} <= set(record["after"])


def test_repr_html__is_escaped(found):
    assert "&lt;" not in found[1].without()._repr_html_()
    assert found[1].without()._repr_html_().startswith("<p>")


def test_market__of_a_run_without_its_source_says_how_to_open_it(tmp_path, found):
    alone = co.open_run(found.folder)[1].without(family="stars")
    with pytest.raises(co.UsageError, match=r"found no reviews by others, which stay in the source"):
        alone.odds  # noqa: B018
    source = shutil.copytree(SAMPLE, tmp_path / "source")
    (source / "reviews.parquet").write_bytes((SAMPLE / "orders.parquet").read_bytes())
    changed = co.open_run(found.folder, source=source)[1].without(family="stars")
    with pytest.raises(co.IntegrityError, match=r"other rows in reviews\.parquet"):
        changed.odds  # noqa: B018


def test_market__of_an_older_run_says_to_detect_again(tmp_path):
    with pytest.raises(co.IntegrityError, match="no scores of chance in its manifest"):
        built(tmp_path)[1].without(family="stars").odds  # noqa: B018


def test_hypotheses__say_what_rules_each_out(found):
    first, *others = found[1].hypotheses.to_dicts()

    assert first["ruled_out_by"] is None
    assert all(row["ruled_out_by"] for row in others if row["log_odds"] < 0)
    assert any("÷" in row["ruled_out_by"] for row in others)

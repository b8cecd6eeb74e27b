from __future__ import annotations

import polars as pl
import pytest

import collusion as co
from tests.api.runs import built
from tests.cases.small_runs import Wish


def test_tables__are_the_ring_s_own_rows(found):
    run = found
    ring = run[1]

    assert ring.members.height == run.rings["n_reviewers"][0]
    assert ring.clients.height == run.rings["n_products"][0]
    assert ring.reviews().filter("in_ring").height == run.rings["n_reviews"][0]
    assert ring.is_flagged == run.rings["flagged"][0]
    assert ring.summary == run.rings["summary"][0]
    assert set(ring.members["ring_id"]) == set(ring.clients["ring_id"]) == {ring.id}


def test_facts__have_their_rows_and_odds(tmp_path):
    facts = built(tmp_path)[1].facts

    assert facts["family"].to_list() == ["stars", "identity", "behaviour", "lifecycle"]
    identity = facts.row(by_predicate=pl.col("family") == "identity", named=True)
    assert identity["odds_change"] == "×64"
    assert identity["tokens"] == ["gift_card:00aa11bb"]
    assert facts.row(by_predicate=pl.col("family") == "stars", named=True)["review_ids"]


def test_hypotheses__give_odds_and_what_speaks_for_and_against(tmp_path):
    one_hand, taste = built(tmp_path)[1].hypotheses.to_dicts()

    assert (one_hand["hypothesis"], one_hand["is_ring"], one_hand["odds"]) == (
        "accounts of one hand", True, "720 to 1",
    )  # fmt: skip
    assert (one_hand["speaks_for"], one_hand["speaks_against"]) == ("behaviour ×16", None)
    assert (taste["is_ring"], taste["odds"]) == (False, "1 to 720")
    assert (taste["speaks_for"], taste["speaks_against"]) == (None, "behaviour ÷16")


def test_hypotheses__of_a_run_are_innocent_and_not(found):
    hypotheses = found[1].hypotheses

    assert set(hypotheses["is_ring"]) == {True, False}
    assert hypotheses["log_odds"].is_sorted(descending=True)


def test_graph__has_tokens_and_the_same_nodes_in_igraph(tmp_path):
    graph = built(tmp_path)[1].graph()
    other = built(tmp_path / "again")[1].to_igraph()

    assert ("identifier", "gift_card:00aa11bb") in graph
    assert {"A100", "A101", "A102"} == {name for _, name in graph["identifier", "gift_card:00aa11bb"]}
    assert [(v["kind"], v["name"]) for v in other.vs] == list(graph)
    assert other.ecount() == graph.number_of_edges()


def test_compare__counts_what_two_rings_share(tmp_path):
    run = built(tmp_path, Wish(one_operator=True))
    by_what = {row["what"]: row for row in run[1].compare(run[2]).to_dicts()}

    assert (by_what["accounts"]["n_this"], by_what["accounts"]["n_other"]) == (5, 3)
    assert by_what["accounts"]["shared"] == ["A100", "A101", "A102"]
    assert by_what["accounts"]["shared_of_all"] == pytest.approx(3 / 5)
    assert by_what["products"]["n_shared"] == by_what["tokens"]["n_shared"] == 0
    assert run[1].compare(2).equals(run[1].compare(run[2]))


def test_plot__draws_the_four_charts(tmp_path):
    plot = built(tmp_path)[1].plot
    charts = [plot.timeline(), plot.waterfall(), plot.matrix(), plot.network()]

    assert [chart.spec.name for chart in charts] == ["timeline", "waterfall", "heatmap", "picture"]
    assert all(chart.file().startswith("<?xml") for chart in charts)


def test_plot__of_no_times_says_so(tmp_path):
    with pytest.raises(co.UsageError, match="no times of its reviews"):
        built(tmp_path, Wish(times=False))[1].plot.timeline()

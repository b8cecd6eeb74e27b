from __future__ import annotations

import networkx as nx
import polars as pl
import pytest

import collusion as co
from tests.api.runs import built
from tests.cases.small_runs import Wish, make_run, save_run


def test_path__is_as_short_as_any_and_of_real_rows(found):
    run = found
    members = run.members["reviewer_id"].unique().sort().to_list()
    records = run.records
    plain = nx.Graph()
    holdings = [
        records.ring_reviews.filter("in_ring").select("reviewer_id", "product_id"),
        records.ring_identifiers.select("reviewer_id", "token"),
    ]
    for frame in holdings:
        plain.add_edges_from((("a", account), ("t", thing)) for account, thing in frame.iter_rows())
    for other in members[1:8]:
        if not nx.has_path(plain, ("a", members[0]), ("a", other)):
            continue
        steps = run.path(members[0], other)

        assert 2 * steps.height == nx.shortest_path_length(plain, ("a", members[0]), ("a", other))
        assert (steps["account"][0], steps["next_account"][-1]) == (members[0], other)
        for step in steps.to_dicts():
            assert plain.has_edge(("a", step["account"]), ("t", step["product_or_token"]))
            assert plain.has_edge(("a", step["next_account"]), ("t", step["product_or_token"]))


def test_path__goes_over_the_rarest_of_what_is_shared(tmp_path):
    (step,) = built(tmp_path).path("A100", "A101").to_dicts()

    assert (step["via"], step["product_or_token"], step["n_accounts"]) == (
        "identifier",
        "gift_card:00aa11bb",
        3,
    )
    assert step["review_ids"] == []


def test_path__over_a_product_names_the_reviews_of_both(tmp_path):
    run = built(tmp_path, Wish(identifiers=False))
    (step,) = run.path("A100", "A101").to_dicts()
    both = run[1].reviews().filter(pl.col("review_id").is_in(step["review_ids"]))

    assert set(both["product_id"]) == {step["product_or_token"]}
    assert set(both["reviewer_id"]) == {"A100", "A101"}


def test_path__to_oneself_has_no_steps(tmp_path):
    assert built(tmp_path).path("A100", "A100").is_empty()


def test_path__that_is_not_there_says_so(tmp_path):
    with pytest.raises(co.UsageError, match="found no chain of shared products"):
        built(tmp_path).path("A100", "A200")


def test_path__never_leads_over_an_honest_account(tmp_path):
    made = make_run()
    rows = [("reviewer", "A100", "honest", "appeal", None)]
    object.__setattr__(made, "labels", pl.DataFrame(rows, schema=made.labels.schema, orient="row"))
    run = co.open_run(save_run(made, tmp_path / "run"))

    with pytest.raises(co.UsageError, match=r"in no ring of .*, or known to be honest"):
        run.path("A100", "A101")

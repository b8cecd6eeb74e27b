from __future__ import annotations

import numpy as np
import pytest

from collusion.evidence.benefit import prepare_benefit
from collusion.graph.build import build_graph
from tests.markets import group_of
from tests.tables_of import tables_of

REVIEWS = [{"reviewer_id": f"a{i}", "product_id": f"p{j:02d}"} for i in range(5) for j in range(60)]


def _assess(seller_of, n_targets=6):
    products = [{"product_id": f"p{j:02d}", "seller_id": seller_of(j)} for j in range(60)]
    graph = build_graph(tables_of(REVIEWS, products=products))
    return prepare_benefit(graph).assess(group_of(graph, np.arange(5), np.arange(n_targets)))


def test_assess__one_seller_of_all_targets_profits():
    found = _assess(lambda j: "s" if j < 6 else f"s{j}")

    assert found.bits > 3
    assert 1 == found.observed
    assert "6 targets with a known seller belong to 1 seller;" in found.sentence


@pytest.mark.parametrize(
    "seller_of", [lambda j: f"s{j}", lambda j: "s"], ids=["many sellers", "one seller of all"]
)
def test_assess__what_any_products_show_is_none(seller_of):
    assert _assess(seller_of).bits <= 0


@pytest.mark.parametrize(
    "seller_of", [lambda j: None if j < 6 else "s", lambda j: "s" if j in {0, 20} else None]
)
def test_assess__fewer_than_two_known_sellers_tell_nothing(seller_of):
    assert _assess(seller_of) is None


def test_assess__sellers_of_one_target_each_share_nothing():
    """Two small sellers, one target of each: that either has so few listings is no matter."""
    found = _assess(lambda j: f"s{j}" if j < 2 else "big", n_targets=2)

    assert (0.0, 2.0) == (found.bits, found.observed)


def test_assess__two_targets_of_a_seller_who_has_no_others_are_some_evidence():
    assert _assess(lambda j: "s" if j < 2 else "big", n_targets=2).bits > 3


def test_assess__the_choice_among_sellers_is_paid_for():
    """Of six targets two are one seller's, who has a tenth of all: chance shows as much with some seller."""
    found = _assess(lambda j: "s" if j < 2 or j > 55 else f"s{j}")

    assert 0.0 == found.bits


@pytest.mark.parametrize(
    ("seller_of", "n_drawn"),
    [
        (lambda j: "s", 1.0),
        (lambda j: "s" if j < 6 else f"s{j}", 1 - 0.9**6 + 54 * (1 - (1 - 1 / 60) ** 6)),
    ],
    ids=["one seller of all", "one seller of the targets"],
)
def test_assess__the_effect_is_beyond_a_random_draw(seller_of, n_drawn):
    """Six products drawn at random have so many sellers; that any of them share one is no wonder, then."""
    found = _assess(seller_of)

    assert n_drawn == pytest.approx(found.expected)
    assert n_drawn / 6 == pytest.approx(found.effects["sellers_shared"])

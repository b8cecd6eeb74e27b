from __future__ import annotations

import numpy as np
import pytest

from collusion.evidence.copied_texts import copied_windows, find_copied_texts
from collusion.evidence.group import Group
from collusion.evidence.near_duplicates import near_duplicate_reviews
from collusion.evidence.review_texts import gather_texts
from collusion.graph.build import build_graph
from tests.tables_of import day, tables_of

LONG = "this bottle keeps my coffee hot for the whole working day and fits into every bag"
OTHER = "the zip broke in the second week and nobody answered when i asked for another one"
#: Author, product, day and text; the first two texts are alike, and the last is by the author of the first.
ROWS = [
    ("a", "p", 1, LONG),
    ("b", "q", 2, LONG.replace("every", "any")),
    ("c", "p", 3, OTHER),
    ("d", "p", 4, "fine"),
    ("e", "q", 5, ""),
    ("f", "q", 6, "fine"),
]


def _market(rows):
    tables = tables_of(
        [
            {"reviewer_id": a, "product_id": p, "posted_at": day(when), "rating": 5, "text": text}
            for a, p, when, text in rows
        ]
    )
    graph, texts = build_graph(tables), gather_texts(tables)
    return graph, find_copied_texts(graph, near_duplicate_reviews(texts), texts)


def test_find_copied_texts__of_different_accounts_and_no_short_ones():
    _, found = _market(ROWS)

    assert [True, True, False, False, False, False] == found.copied.tolist()
    assert [True, True, True, True, False, True] == found.written.tolist()
    assert [[0, 1]] == found.pairs.tolist()
    assert [[1, 3], [1, 2]] == found.of_product.tolist()
    assert (1, 2) == found.elsewhere(np.array([0], np.int32))


def test_find_copied_texts__an_account_does_not_copy_itself():
    graph, found = _market([("a", "p", 1, LONG), ("a", "q", 30, LONG + " indeed"), ("b", "p", 2, OTHER)])

    assert graph.reviews.n_edges == 3
    assert not found.copied.any()


def test_find_copied_texts__without_texts_nothing_is_written():
    graph, _ = _market(ROWS)
    found = find_copied_texts(graph, near_duplicate_reviews(None), None)

    assert not found.copied.any()
    assert not found.written.any()


@pytest.mark.parametrize(("edges", "n_written"), [([0], 1), ([0, 2], 1), ([1], 1), ([2, 3], None)])
def test_copied_windows__from_the_first_copied_text_of_the_group_to_its_last(edges, n_written):
    graph, found = _market(ROWS)
    nobody = np.zeros(0, np.int32)
    windows = copied_windows(Group(nobody, nobody, np.array(edges, dtype=np.int64)), graph, found)

    assert windows.n_written.tolist() == ([] if n_written is None else [n_written])
    assert windows.n_copied.tolist() == windows.n_written.tolist()

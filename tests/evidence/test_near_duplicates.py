from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collusion.evidence import near_duplicates as room
from collusion.evidence import review_texts
from collusion.evidence.near_duplicates import link_near_duplicates, near_duplicate_reviews
from collusion.evidence.review_texts import gather_texts
from collusion.graph.build import build_graph
from tests.oracles.near_duplicates import likeness
from tests.tables_of import tables_of

LONG = "this bottle keeps my coffee hot for the whole working day and fits into every bag"
EDITED = "This bottle keeps my coffee hot for the whole working day and fits into any rucksack"
OTHER = "the zip broke in the second week and nobody answered when i asked for another one"
WORDS = [f"word{k}" for k in range(400)]


def _tables(texts, *, reviewer=lambda k: f"r{k:03d}", product=lambda k: f"p{k:03d}"):
    rows = [
        {
            "reviewer_id": reviewer(k),
            "product_id": product(k),
            "rating": 5,
            "review_id": f"v{k}",
            "text": text,
        }
        for k, text in enumerate(texts)
    ]
    return tables_of(rows)


def _column(tables):
    return gather_texts(tables)


def _found(texts):
    """Return which of the texts are paired, by their places as given."""
    tables = _tables(texts)
    numbers = [int(name[1:]) for name in tables.stored["reviews"].column("review_id").to_list()]
    return {
        tuple(sorted((numbers[a], numbers[b]))) for a, b in near_duplicate_reviews(_column(tables)).tolist()
    }


def test_near_duplicate_reviews__an_edited_text_is_paired_and_no_other():
    assert {(0, 2)} == _found([LONG, OTHER, EDITED])


def test_near_duplicate_reviews__punctuation_and_blanks_make_no_difference():
    marked = LONG.replace(" ", ", ").upper() + " !!!"

    assert {(0, 2)} == _found([LONG, OTHER, marked])


@pytest.mark.parametrize(
    "text", [". . . . . . . . . .", "Great product", "one two three four five six seven", "", None]
)
def test_near_duplicate_reviews__short_texts_are_in_no_pair(text):
    assert set() == _found([text] * 3 + [LONG])


@pytest.mark.parametrize(("n_copies", "n_paired"), [(room._BOILERPLATE - 1, room._BOILERPLATE - 1), (50, 0)])
def test_near_duplicate_reviews__what_many_write_is_boilerplate(n_copies, n_paired):
    found = _found([LONG] * n_copies + [OTHER])

    assert n_paired == len(set(itertools.chain.from_iterable(found)))


def test_near_duplicate_reviews__nothing_without_texts():
    assert (0, 2) == near_duplicate_reviews(None).shape
    assert set() == _found([None, None])


@pytest.mark.parametrize("together", [1, 2, 5, 1 << 18])
def test_near_duplicate_reviews__the_same_however_many_are_looked_at_together(together, monkeypatch):
    monkeypatch.setattr(review_texts, "_TOGETHER", together)

    assert {(0, 3), (1, 4)} == _found([LONG, OTHER, None, EDITED, OTHER])


@settings(max_examples=40)
@given(st.integers(0, 2**32), st.integers(8, 60), st.integers(0, 8))
def test_near_duplicate_reviews__as_their_shingles_say(seed, n_words, n_changed):
    """Equal texts always, strangers never; between, what shares most of its shingles."""
    rng = np.random.default_rng(seed)
    text = rng.choice(WORDS[:200], n_words).tolist()
    edited = list(text)
    for place in rng.choice(n_words, n_changed, replace=False).tolist():
        edited[place] = f"other{place}"
    stranger = rng.choice(WORDS[200:], n_words).tolist()
    texts = [" ".join(words) for words in (text, edited, text, stranger)]
    found = _found(texts)

    assert (0, 2) in found
    assert all(3 not in pair for pair in found)
    if likeness(texts[0], texts[1]) >= 0.9:
        assert {(0, 1), (1, 2)} <= found
    if likeness(texts[0], texts[1]) == 0.0:
        assert {(0, 2)} == found


def test_near_duplicate_reviews__four_fifths_of_texts_three_quarters_alike():
    """By chance 49 of 60 pairs share two bands: two of eight, each with the chance 0.76⁴."""
    rng, n_found = np.random.default_rng(3), 0
    for _ in range(60):
        text = rng.permutation(WORDS)[:90].tolist()
        edited = ["other" if place % 22 == 11 else word for place, word in enumerate(text)]
        texts = [" ".join(text), " ".join(edited)]
        n_found += len(_found(texts))

        assert likeness(*texts) == pytest.approx(0.76)
    assert 42 <= n_found <= 54


def _authors(reviewers, texts, products=None):
    products = range(len(texts)) if products is None else products
    tables = _tables(texts, reviewer=lambda k: reviewers[k], product=lambda k: f"p{products[k]}")
    graph = build_graph(tables)
    links = link_near_duplicates(graph, near_duplicate_reviews(_column(tables)))
    ids = graph.reviewers.ids.to_list()

    assert (links.source < links.target).all()
    assert (links.weight == 1.0).all()
    return [(ids[a], ids[b]) for a, b in zip(links.source.tolist(), links.target.tolist())]


def test_link_near_duplicates__accounts_once_and_nobody_to_himself():
    assert [("a", "b"), ("b", "c")] == sorted(_authors("abacb", [LONG, EDITED, LONG, OTHER, OTHER]))


def test_link_near_duplicates__the_first_review_of_all_links_its_author():
    assert [("a", "b")] == _authors("ab", [LONG, LONG])


def test_link_near_duplicates__a_review_that_is_no_edge_links_nobody():
    """Of two reviews of one product by one account the graph keeps one."""
    graph = build_graph(_tables([LONG, OTHER]))
    kept = graph.review_row[0]

    assert 0 == len(link_near_duplicates(graph, np.array([[kept, 7]], dtype=np.int32)))


def test_link_near_duplicates__without_pairs_links_nobody():
    graph = build_graph(_tables([LONG, OTHER]))

    assert 0 == len(link_near_duplicates(graph, np.zeros((0, 2), np.int32)))


def test_multipliers__are_odd_and_the_same_in_every_version():
    """Odd ones lose no bit of a hash; others would pair other texts from one version to the next."""
    assert room._MULTIPLIERS.tolist()[:2] == [15793235383387715775, 12390638538380655177]
    assert (room._MULTIPLIERS % 2).all()

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from collusion.evidence.review_texts import gather_texts, normalised
from collusion.evidence.text import near_duplicates, prepare_text
from collusion.graph.build import build_graph
from tests.markets import group_of
from tests.tables_of import tables_of

LONG = "this bottle keeps my coffee hot for the whole working day and fits into every bag"
EDITED = "this bottle keeps my coffee hot for the whole working day and fits into any rucksack"
OTHER = "the zip broke in the second week and nobody answered when i asked for another one"


def _alike(texts, authors=None, excluded=()):
    authors = range(len(texts)) if authors is None else authors
    mask = np.isin(np.arange(len(texts)), list(excluded))
    return near_duplicates(texts, np.array(authors, dtype=np.int32), mask).tolist()


def test_near_duplicates__edited_texts_of_two_authors_match():
    assert [True, True, False] == _alike([LONG, EDITED, OTHER])


def test_near_duplicates__ones_own_texts_do_not():
    assert [False, False] == _alike([LONG, LONG], authors=[7, 7])


def test_near_duplicates__boilerplate_matches_nothing():
    assert [False, False] == _alike([LONG, LONG], excluded=[0])


@pytest.mark.parametrize(("second", "expected"), [("great product", True), ("great products", False)])
def test_near_duplicates__short_texts_only_when_equal(second, expected):
    assert [expected, expected] == _alike(["great product", second])


def test_near_duplicates__of_many_equal_ones_all_are_found():
    """More of them than the neighbours with which one is compared."""
    assert all(_alike([LONG] * 130))


def test_near_duplicates__many_by_one_author_do_not_hide_another():
    assert _alike([LONG] * 30 + [EDITED], authors=[0] * 30 + [1])[-1]


def _normalised(text):
    return pl.select(normalised(pl.lit(text))).item()


@given(st.text(max_size=30))
def test_normalised__is_words_joined_by_blanks(text):
    found = _normalised(text)

    assert _normalised(found) == found
    assert found == " ".join(found.split())
    assert _normalised(f" !{text}. ") == found


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Don't  BUY — it's 1a!", "don t buy it s 1a"), ("Très BON", "très bon"), ("हिन्दी में!", "हिन्दी में")],
)
def test_normalised__in_lower_case_and_with_the_marks_of_letters(text, expected):
    assert expected == _normalised(text)


def _evidence(member_text, stranger_text):
    rows = [
        {
            "reviewer_id": f"a{i:02d}",
            "product_id": f"p{j}",
            "text": (member_text if i < 10 else stranger_text)(i, j),
        }
        for i in range(60)
        for j in range(4)
    ]
    tables = tables_of(rows)
    graph = build_graph(tables)
    return graph, prepare_text(gather_texts(tables), graph)


def _unlike(i, j):
    return " ".join(f"word{i}{j}{k}" for k in range(12))


def _alike_text(i, j):
    return f"{LONG} {_unlike(i, j).split()[0]}"


@pytest.mark.parametrize(
    ("member", "stranger", "guilty"),
    [
        (_alike_text, _unlike, True),
        (_unlike, _unlike, False),
        (_alike_text, _alike_text, False),
        (lambda i, j: "Great product!", lambda i, j: "Great product!", False),
        (lambda i, j: None, _unlike, False),
        (lambda i, j: "👍" if i % 2 else "…", _unlike, False),
    ],
    ids=["only members", "nobody", "everybody", "boilerplate", "no texts", "no words"],
)
def test_assess__counts_what_members_alone_write_alike(member, stranger, guilty):
    graph, evidence = _evidence(member, stranger)
    found = evidence.assess(group_of(graph, np.arange(10), np.arange(4)))

    assert guilty == (found is not None and found.bits >= 10)


def test_assess__what_others_of_the_same_products_copy_too_is_no_evidence():
    """A form that one seller prefills: in the market at large hardly anybody writes like that."""

    def rows(buyer_text):
        own = [
            (f"a{i:02d}", f"p{j}", (_alike_text if i < 10 else buyer_text)(i, j))
            for i in range(60)
            for j in range(4)
        ]
        return own + [(f"b{i:03d}", f"q{j}", _unlike(100 + i, j)) for i in range(200) for j in range(4)]

    bits = []
    for buyer_text in (_unlike, _alike_text, lambda i, j: None):
        told = [
            {"reviewer_id": who, "product_id": what, "text": text} for who, what, text in rows(buyer_text)
        ]
        tables = tables_of(told)
        graph = build_graph(tables)
        evidence = prepare_text(gather_texts(tables), graph)
        bits.append(evidence.assess(group_of(graph, np.arange(10), np.arange(4))).bits)

    assert min(bits[0], bits[2]) > 20
    assert bits[1] < 5


def test_assess__edges_are_the_reviews_that_match():
    graph, evidence = _evidence(lambda i, j: _alike_text(i, j) if j == 2 else _unlike(i, j), _unlike)
    found = evidence.assess(group_of(graph, np.arange(10), np.arange(4)))

    assert {2} == set(graph.reviews.indices[found.edges].tolist())
    assert 10 == found.observed == len(found.edges)
    assert "10 of 40 texts" in found.sentence


def test_prepare_text__without_texts_nothing_is_held():
    tables = tables_of([{"reviewer_id": f"a{i}", "product_id": "p"} for i in range(9)])
    graph = build_graph(tables)
    evidence = prepare_text(gather_texts(tables), graph)

    assert (evidence.texts, evidence.copies) == (None, None)
    assert evidence.missing() == "no review has a text"
    assert evidence.assess(group_of(graph, np.arange(5), np.arange(1))) is None


def test_missing__texts_without_words_are_none():
    tables = tables_of([{"reviewer_id": f"a{i}", "product_id": "p", "text": "👍"} for i in range(9)])

    assert "no review has a text" == prepare_text(gather_texts(tables), build_graph(tables)).missing()


def test_prepare_text__a_review_shown_on_several_listings_was_written_once():
    """Sixty colours of one article make no boilerplate of what two accounts wrote."""
    reviews = [
        {"reviewer_id": who, "product_id": f"colour {i}", "text": LONG}
        for who in ("a", "b")
        for i in range(60)
    ]
    products = [{"product_id": f"colour {i}", "parent_id": "article"} for i in range(60)]
    tables = tables_of(reviews, products=products)
    evidence = prepare_text(gather_texts(tables), build_graph(tables))

    assert [2, 2] == evidence.copies.tolist()
    assert (2, 2) == evidence.strangers


def test_prepare_text__strangers_are_those_who_wrote_a_text():
    """A rating without words is no copy of another, nor a text of one's own."""
    rows = [
        {"reviewer_id": f"a{i:02d}", "product_id": "p", "text": _unlike(i, 0) if i % 2 else None}
        for i in range(20)
    ]
    tables = tables_of(rows)

    assert (0, 10) == prepare_text(gather_texts(tables), build_graph(tables)).strangers


@pytest.mark.parametrize(("n_words", "expected"), [(7, False), (8, True)])
def test_near_duplicates__fewer_than_eight_words_match_only_their_equal(n_words, expected):
    """Seven words of which six are alike would share two thirds of their shingles."""
    words = [f"word{k}" for k in range(n_words)]

    assert [expected] * 2 == _alike([" ".join(words), " ".join([*words[:-1], "last"])])
    assert [True] * 2 == _alike([" ".join(words)] * 2)


@pytest.mark.parametrize(("n_outside", "guilty"), [(3, True), (4, False)])
def test_assess__what_more_than_three_others_write_too_is_boilerplate(n_outside, guilty):
    """Where strangers write of other things it is no custom of theirs; but it is no secret of the group's."""
    rows = [(f"a{i:02d}", f"p{j}", LONG if j == 0 else _unlike(i, j)) for i in range(10) for j in range(4)]
    rows += [(f"b{i:03d}", "q", LONG if i < n_outside else _unlike(i, 9)) for i in range(400)]
    tables = tables_of([{"reviewer_id": who, "product_id": what, "text": text} for who, what, text in rows])
    graph = build_graph(tables)
    found = prepare_text(gather_texts(tables), graph).assess(group_of(graph, np.arange(10), np.arange(4)))

    assert (10 if guilty else 0) == found.observed
    assert guilty == (found.bits > 5)
    assert guilty == (found.effects["text_copies"] > 0)


def test_assess__three_times_strangers_copies_are_no_effect():
    """A fifth of strangers' texts are copies of another stranger's, and half of the members'."""
    graph, evidence = _evidence(
        lambda i, j: _alike_text(i, j) if j % 2 else _unlike(i, j),
        lambda i, j: f"{OTHER} {_unlike(i, j).split()[0]}" if (4 * i + j) % 5 == 0 else _unlike(i, j),
    )
    found = evidence.assess(group_of(graph, np.arange(10), np.arange(4)))

    assert 20 == found.observed
    assert 0.0 == found.effects["text_copies"]


def test_assess__beyond_three_times_strangers_copies_is_the_effect():
    """All of the members' forty texts are copies, and a tenth of two hundred others'."""
    graph, evidence = _evidence(
        _alike_text,
        lambda i, j: f"{OTHER} {_unlike(i, j).split()[0]}" if (4 * i + j) % 10 == 0 else _unlike(i, j),
    )
    found = evidence.assess(group_of(graph, np.arange(10), np.arange(4)))

    assert 1.0 - 3.0 * (60 + 0.5) / (240 + 50) == pytest.approx(found.effects["text_copies"])


def test_assess__where_nobody_else_copies_all_strangers_say_so():
    """Others of the same products are fewer, so that their silence would say less."""
    graph, evidence = _evidence(_alike_text, _unlike)
    found = replace(evidence, strangers=(0, 800)).assess(group_of(graph, np.arange(10), np.arange(4)))

    assert 40 * 0.5 / 850 == pytest.approx(found.expected)


@pytest.mark.parametrize(("n_texts", "is_known"), [(1, False), (2, True)])
def test_assess__two_texts_can_be_compared(n_texts, is_known):
    graph, evidence = _evidence(lambda i, j: _alike_text(i, j) if j == 0 and i < n_texts else None, _unlike)

    assert is_known == (evidence.assess(group_of(graph, np.arange(10), np.arange(4))) is not None)


@pytest.mark.parametrize(("n_common", "are_alike"), [(8, True), (7, False)])
def test_near_duplicates__share_half_of_their_shingles(n_common, are_alike):
    """Of eleven words the first eight make six shingles, and each text has three of its own.

    Bands of hashes find about half of such pairs.
    """

    def pair(k):
        common = [f"common{k}-{i}" for i in range(n_common)]
        return [" ".join([*common, *(f"{side}{k}-{i}" for i in range(11 - n_common))]) for side in "ab"]

    assert are_alike == any(any(_alike(pair(k))) for k in range(20))


@pytest.mark.parametrize(("n_equal", "n_alike"), [(3, 3), (4, 0)])
def test_prepare_text__what_more_than_three_strangers_write_is_boilerplate(n_equal, n_alike):
    rows = [
        {"reviewer_id": f"a{i:02d}", "product_id": "p", "text": LONG if i < n_equal else _unlike(i, 0)}
        for i in range(20)
    ]
    tables = tables_of(rows)

    assert (n_alike, 20) == prepare_text(gather_texts(tables), build_graph(tables)).strangers


@pytest.mark.parametrize(("n_reviews", "n_compared"), [(800, 800), (801, 401)])
def test_assess__compares_eight_hundred_texts_at_most(n_reviews, n_compared):
    rows = [
        {"reviewer_id": f"a{i}", "product_id": "p", "text": f"{OTHER} {i} {i * i}"} for i in range(n_reviews)
    ]
    tables = tables_of(rows)
    graph = build_graph(tables)
    evidence = prepare_text(gather_texts(tables), graph)
    found = evidence.assess(group_of(graph, np.arange(n_reviews), np.arange(1)))

    assert f" of {n_compared} texts are near-duplicates" in found.sentence

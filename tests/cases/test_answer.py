from __future__ import annotations

import polars as pl
import pytest

from collusion.cases.answer import Answer


@pytest.mark.parametrize(("n", "n_shown", "more"), [(1, 1, False), (50, 50, False), (51, 50, True)])
def test_answer__shows_fifty_rows_and_says_how_many_are_left(n, n_shown, more):
    html = Answer("So many.", pl.DataFrame({"row": [f"r{i}" for i in range(n)]}))._repr_html_()

    assert n_shown == html.count("<td>")
    assert more == ("more rows in" in html)


def test_answer__leaves_an_unknown_cell_empty_and_lists_several():
    html = Answer("<b>", pl.DataFrame({"x": [None, ["a", "b"]], "y": [1, None]}))._repr_html_()

    assert "<tr><td></td><td>1</td></tr><tr><td>a, b</td><td></td></tr>" in html
    assert html.startswith("<p>&lt;b&gt;</p>")


def test_answer__of_no_rows_is_its_words():
    assert "<p>Nothing.</p>" == Answer("Nothing.", pl.DataFrame({"x": []}))._repr_html_()
    assert "Nothing." == str(Answer("Nothing.", pl.DataFrame()))

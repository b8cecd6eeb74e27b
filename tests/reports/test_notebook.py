from __future__ import annotations

import re
from dataclasses import replace

import pytest

from collusion.errors import UsageError
from collusion.reports.notebook import ring_page, ring_table
from tests.cases.small_runs import HOSTILE, Wish, make_run


def test_ring_table__displays_every_ring_best_first():
    html = ring_table(make_run(Wish(n_rings=3)))._repr_html_()

    assert html.index("R-00000001") < html.index("R-00000002") < html.index("R-00000003")
    assert html.count("<svg") == 3
    assert "R-00000002" not in ring_table(make_run(), top=1).html


def test_ring_table__is_told_in_the_language_of_the_run():
    html = ring_table(replace(make_run(), language="de")).html

    for word in ("Rang", "Meldung", "Konten", "Chancen für einen Ring", "gemeldet", "eine Hand"):
        assert word in html, word
    assert [] == re.findall(r">(?:rank|accounts|flagged|one hand|odds of a ring)<", html)


def test_ring_page__is_a_frame_in_which_nothing_runs():
    html = ring_page(make_run(Wish(hostile=True)), 1, height=400)._repr_html_()

    assert html.startswith('<iframe sandbox title="Ring R-00000001" style="width:100%;height:400px')
    assert html.count("<") == 2
    assert HOSTILE[0] not in html


def test_ring_page__raises_on_a_ring_that_is_not_there():
    with pytest.raises(UsageError, match="found none of that id or rank"):
        ring_page(make_run(), "R-NONE")

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collusion.foreign import excerpt, printable


@given(st.text())
def test_printable__shows_each_character_once_and_nothing_else(text):
    shown = printable(text)

    assert shown.isprintable()
    assert shown == "".join(c if c.isprintable() else repr(c)[1:-1] for c in text)


@given(st.text(), st.integers(1, 80))
def test_excerpt__is_one_short_line(text, limit):
    shown = excerpt(text, limit)

    assert shown.isprintable()
    assert len(shown) <= limit + 1
    assert shown == printable(text) or (shown.endswith("…") and printable(text).startswith(shown[:-1]))


@pytest.mark.parametrize(("text", "shown"), [("abcde", "abcde"), ("abcdef", "abcde…"), ("\n\n\n", r"\n\n\…")])
def test_excerpt__says_that_it_cut(text, shown):
    assert shown == excerpt(text, 5)

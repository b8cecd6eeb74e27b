"""Shapes and words of a chart, as SVG."""

from __future__ import annotations

import itertools
import re
from xml.etree import ElementTree as ET

import pytest

from collusion.reports.charts.canvas import Canvas, ChartSpec, Scale, even_ticks
from collusion.reports.palette import LIGHT

SPEC = ChartSpec(name="one", title="A & B", reading="As it is.", width=100)


def drawn(draw):
    canvas = Canvas(SPEC, 50)
    draw(canvas)
    return canvas.chart('<b> & "c"').svg


def test_chart__says_in_words_what_it_shows():
    root = ET.fromstring(drawn(lambda canvas: None))

    assert root.attrib["aria-label"] == '<b> & "c"'
    assert root.attrib["viewBox"] == "0 0 100 50"
    assert [element.text for element in root] == ["A & B", '<b> & "c"']


@pytest.mark.parametrize("hostile", ["</text><script>", "\x1b[31m", "\u202egpj", "a\nb", "\ud800"])
def test_text__of_a_stranger_stays_text(hostile):
    svg = drawn(lambda canvas: canvas.text((1, 2), hostile))
    [text] = [element for element in ET.fromstring(svg) if element.tag.endswith("}text")]

    assert text.text == "".join(
        char if char.isprintable() else char.encode("unicode_escape").decode() for char in hostile
    )


def test_boxes__told_from_the_other_side_cover_the_same():
    one, other = (
        drawn(lambda canvas, box=box: canvas.boxes([box], "ring"))
        for box in ((10, 20, -4, -8), (6, 12, 4, 8))
    )

    assert one == other
    assert "M6 12h4v8h-4z" in one


def test_marks__of_nothing_are_no_marks():
    def nothing(canvas):
        canvas.boxes([], "ring")
        canvas.lines([], "ring")
        canvas.dots([], "ring", size=4)
        canvas.diamonds([], "ring", size=4)
        canvas.legend((0, 0), [])

    assert "<path" not in drawn(nothing)


def test_dots__hollow_ones_are_filled_with_paper():
    svg = drawn(lambda canvas: canvas.dots([(1.5, 2), (3, 0.25)], "ink", size=6, hollow=True))

    assert svg.count("M1.5 2h0M3 .25h0") == 2
    assert re.findall(r'stroke="(#\w+)" stroke-width="(\d)"', svg) == [
        (LIGHT["ink"], "6"),
        (LIGHT["paper"], "4"),
    ]


def test_scale__is_a_straight_line_also_where_there_is_one_value():
    assert [Scale(0, 4, 10, 30)(value) for value in (0, 1, 4, -1)] == [10, 15, 30, 5]
    assert Scale(3, 3, 10, 30)(3) == 10


@pytest.mark.parametrize("top", [0, 0.4, 1, 3, 7, 12, 86, 99.9, 250, 12_345])
def test_even_ticks__are_few_even_and_within(top):
    ticks = even_ticks(top)
    steps = {b - a for a, b in itertools.pairwise(ticks)}

    assert ticks[0] == 0
    assert ticks[-1] <= top
    assert len(ticks) <= 6
    assert len(steps) <= 1

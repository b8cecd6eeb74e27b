from __future__ import annotations

import pytest

from collusion.reports.palette import COLOURS, LIGHT, css_variables


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("name", ["ink", "muted", "ring", "against", "tie", "low"])
def test_colours__that_carry_text_can_be_read(name, scheme):
    """WCAG 2.2 asks for 4.5 : 1."""
    assert contrast(COLOURS[name][scheme], COLOURS["paper"][scheme]) >= 4.5


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_colours__of_ring_and_others_differ_in_lightness(scheme):
    assert contrast(COLOURS["ring"][scheme], COLOURS["other"][scheme]) >= 1.4


def test_colours__are_told_apart_by_their_light_value():
    assert len(set(LIGHT.values())) == len(LIGHT)


def test_css_variables__name_every_colour():
    assert [f"--{name}" for name in COLOURS] == [one.split(":")[0] for one in css_variables(0).split(";")]

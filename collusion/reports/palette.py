"""The colours of every chart and page: one name, a light and a dark value.

Charts are drawn in the light values. Set into a page, each value becomes a CSS variable of the same name, so
that one picture follows the reader's light or dark scheme. Every pair of a text colour on its ground reaches
a contrast of 4.5 : 1, and ring and others differ in lightness, so that neither colour blindness nor a black
and white printer hides the difference.
"""

from __future__ import annotations

from types import MappingProxyType

#: name -> (light, dark). The light values are all different: they are how a colour is recognised in a chart.
COLOURS = MappingProxyType(
    {
        "paper": ("#fefefe", "#14171c"),
        "ink": ("#1c2128", "#e8eaed"),
        "muted": ("#58626f", "#a2acb9"),
        "rule": ("#d9dee5", "#323944"),
        "ring": ("#b4371f", "#f0795e"),
        "ring-soft": ("#eab5a8", "#7d4034"),
        "other": ("#8494a8", "#5f6e82"),
        "against": ("#1f6f8b", "#62bad8"),
        "tie": ("#7a5bb0", "#b79cec"),
        "low": ("#2f5fa8", "#7fabf0"),
    }
)

LIGHT = MappingProxyType({name: light for name, (light, _) in COLOURS.items()})


def css_variables(scheme: int) -> str:
    """Return the colours as CSS custom properties.

    Parameters
    ----------
    scheme
        0 for the light values, 1 for the dark ones.

    Returns
    -------
    str
        Such as ``--ink:#1c2128;--ring:#b4371f``.
    """
    return ";".join(f"--{name}:{pair[scheme]}" for name, pair in COLOURS.items())

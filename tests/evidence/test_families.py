"""The numbers by which families are judged are those that the pages say."""

from __future__ import annotations

import math

import pytest

from collusion.evidence.families import EXTREME, MEASURES, Extreme
from tests.mutation.copies import ROOT

DOCS = ROOT / "docs/explanation"

ALONE = {
    "of 8 accounts or more, behaviour with 3 nats of surplus a review, 35 % of all the members' reviews in "
    "the targets, 8 targets or more, and a shift of 0.62;": Extreme(
        "behaviour",
        8,
        {"surplus_per_review": 3.0, "dedication": 0.35, "breadth": 8.0, "stars_shift": 0.62},
    ),
    "or with half of the members' reviews in the targets and single reviews 0.1 beyond others', and, where "
    "stars are known, a shift of 0.62;": Extreme(
        "behaviour",
        8,
        {"surplus_per_review": 3.0, "dedication": 0.5, "breadth": 8.0, "single_beyond": 0.1},
        {"stars_shift": 0.62},
    ),
    "or with 1.6 nats, 40 %, 8 targets and a shift of 0.58;": Extreme(
        "behaviour", 8, {"surplus_per_review": 1.6, "dedication": 0.4, "breadth": 8.0, "stars_shift": 0.58}
    ),
    "of 5 or more, behaviour with 2.2 nats, 45 %, 6 targets and a shift of 0.65;": Extreme(
        "behaviour", 5, {"surplus_per_review": 2.2, "dedication": 0.45, "breadth": 6.0, "stars_shift": 0.65}
    ),
    "of 12, behaviour with 1.5 nats, single reviews 0.9 beyond others' and a shift of 0.68;": Extreme(
        "behaviour", 12, {"surplus_per_review": 1.5, "single_beyond": 0.9, "stars_shift": 0.68}
    ),
    "of 8, identity with half of the members holding an instrument, and half a place, which mostly members "
    "hold;": Extreme("identity", 8, {"identity_instruments": 0.5, "identity_places": 0.5}),
    "of 12, identity with half holding such an instrument and 10 of those;": Extreme(
        "identity", 12, {"identity_instruments": 0.5, "identity_ties": 10.0}
    ),
    "of 5, identity with a fifth of the members holding a card, an address or the like that the seller of "
    "their target holds;": Extreme("identity", 5, {"identity_seller": 0.2}),
    "of 8, text with half of the texts near-copies beyond others', and, where stars are known, a shift of "
    "0.45;": Extreme("text", 8, {"text_copies": 0.5}, {"stars_shift": 0.45}),
}


def test_extreme__is_what_the_page_says_of_one_family_alone():
    page = " ".join((DOCS / "methods.md").read_text(encoding="utf-8").split())

    assert tuple(ALONE.values()) == EXTREME
    for words in ALONE:
        assert words in page


def _row(measure: str) -> tuple[tuple[float, ...], float]:
    """Return the edges of a measure's bins and its telling value, as the page says."""
    page = (DOCS / "evidence.md").read_text(encoding="utf-8")
    (line,) = (line for line in page.splitlines() if line.startswith("|") and f"| `{measure}` |" in line)
    *_, edges, telling, _ = line.split("|")
    return tuple(map(float, edges.split(","))), math.inf if telling.strip() == "none" else float(telling)


@pytest.mark.parametrize("measure", MEASURES)
def test_measures__have_the_edges_of_the_page_ascending(measure):
    """A model has a law of so many bins: moved edges would give its probabilities to other groups."""
    one = MEASURES[measure]

    assert (one.edges, one.telling) == _row(measure)
    assert list(one.edges) == sorted(set(one.edges))

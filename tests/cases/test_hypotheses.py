from __future__ import annotations

import polars as pl

from collusion.evidence.families import MEASURES
from tests.cases.found_rings import found_frames, found_rings


def test_compose_effects__name_the_family_whose_effect_it_is():
    """Every effect of every finding, with the words of the registry; a family that is silent has none."""
    found = found_frames()["effects"]
    for ring in found_rings():
        mine = found.filter(ring_id=ring.ring_id)
        known = [one for one in ring.assessment.findings.values() if one is not None]

        assert {one.family for one in known if one.effects} == set(mine["family"])
        assert sum(len(one.effects) for one in known) == mine.height
    meanings = {name: measure.meaning for name, measure in MEASURES.items()}
    told = found.filter(pl.col("measure").is_in(list(meanings)))

    assert told["meaning"].to_list() == [meanings[name] for name in told["measure"]]


def test_compose_hypotheses__say_nothing_of_families_without_data():
    found = found_frames()["hypotheses"]
    for ring in found_rings():
        silent = {name for name, one in ring.assessment.findings.items() if one is None}
        mine = found.filter(ring_id=ring.ring_id)

        assert all(mine[f"by_{family}"].is_null().all() for family in silent)
        assert mine.height == len(ring.standings)
        assert mine["by_behaviour"].to_list() == [
            None if (bits := one.by_family.get("behaviour")) is None else round(bits, 6)
            for one in ring.standings
        ]

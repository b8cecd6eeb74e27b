"""Trials small enough to be summed by hand."""

from __future__ import annotations

import polars as pl

from collusion.evaluation.trials import TRIAL_SCHEMA


def hand_trials() -> pl.DataFrame:
    """Two markets: three rings, one of them found only, one invisible; three flags, one of them false."""
    rows = []
    for seed in (1, 2):
        place = {"preset": "p", "styles": "all", "reviews": 1000, "seed": seed, "withheld": "nothing"}
        rows.append(place | {"row": "trial", "n_likely": 10 * seed, "seconds": float(seed)})
        kind = {"row": "innocent", "style": "office", "held_out": True, "rank": 4}
        rows += [place | kind | {"name": f"office-{i}", "flagged": seed == 1} for i in range(2)]
    place = {"preset": "p", "styles": "all", "reviews": 1000, "seed": 1, "withheld": "nothing"}
    ring = {"row": "ring", "style": "farm", "held_out": False, "n_members": 10}
    rows += [
        place | ring | {"name": "a", "visible": True, "found": True, "flagged": True, "jaccard": 1.0},
        place
        | ring
        | {"name": "b", "visible": True, "found": True, "flagged": False, "jaccard": 0.6, "rank": 7},
        place | ring | {"name": "c", "visible": False, "found": False, "flagged": False, "jaccard": 0.1},
        *(
            place
            | {"row": "flag", "name": f"R{i}", "n_members": 10, "is_false": i == 2, "n_strangers": 5 * i}
            for i in range(3)
        ),
    ]
    return pl.DataFrame(rows, schema=TRIAL_SCHEMA)

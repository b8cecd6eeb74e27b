"""A small grid of experiments, run once for the tests of its tables and of the page about them."""

from __future__ import annotations

import pytest

from collusion.evaluation.experiments import Grid, run_grid

GRID = Grid(
    name="small",
    presets=("sample-gift-cards",),
    reviews=(6000,),
    seeds=(7,),
    methods=("collusion", "fraudar"),
    withheld=("nothing", "identifiers"),
)


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    out = tmp_path_factory.mktemp("grids") / "small"
    told: list[str] = []
    run_grid(GRID, out, advance=told.append)
    assert 3 == len(told), "a reference detector runs where nothing is withheld"
    return out

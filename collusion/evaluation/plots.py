"""Calibration plots: is a claimed false-discovery rate true, and is a claimed probability?"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from collusion.arrays import Float64Array
from collusion.private_folders import give_matplotlib_a_folder
from collusion.reports.palette import LIGHT

if TYPE_CHECKING:
    from matplotlib.axes import Axes

#: Nominal levels of the curve.
NOMINAL = np.array([0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5])
_BINS = np.linspace(0.0, 1.0, 11)


def realised_rates(markets: Sequence[pl.DataFrame]) -> Float64Array:
    """Return the realised false-discovery rate at each level of `NOMINAL`.

    Parameters
    ----------
    markets
        The rings claimed in each, with columns probability, q_value, corroborated and is_false.

    Returns
    -------
    Float64Array
        Mean over the markets of false over flagged rings, shape (n_levels,).
    """
    shares = np.zeros((len(markets), len(NOMINAL)))
    for i, rings in enumerate(markets):
        sure = rings.filter("corroborated")
        q_value, is_false = sure["q_value"].to_numpy(), sure["is_false"].to_numpy()
        for j, level in enumerate(NOMINAL):
            flagged = q_value <= level
            shares[i, j] = is_false[flagged].sum() / max(int(flagged.sum()), 1)
    return np.asarray(shares.mean(axis=0))


def reliability(markets: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """Return how often rings of a claimed probability are true.

    Parameters
    ----------
    markets
        The rings claimed in each, with columns probability, q_value, corroborated and is_false.

    Returns
    -------
    pl.DataFrame
        A row for each tenth of probability in which there is a ring: mean probability, share true, n.
    """
    rings = pl.concat(markets).filter(pl.col("probability").is_not_nan())
    probability, is_false = rings["probability"].to_numpy(), rings["is_false"].to_numpy()
    place = np.clip(np.searchsorted(_BINS, probability, side="right") - 1, 0, 9)
    n = np.bincount(place)
    bins = np.flatnonzero(n)
    # Threads would sum up in any order, and the last digit decides about names within the picture.
    sums = (np.bincount(place, probability)[bins], np.bincount(place, ~is_false)[bins])
    return pl.DataFrame(
        {"bin": bins, "probability": sums[0] / n[bins], "share_true": sums[1] / n[bins], "n": n[bins]}
    )


def write_plots(markets: Sequence[pl.DataFrame], folder: Path, *, ending: str = ".png") -> tuple[Path, ...]:
    """Write ``realised-fdr`` and ``reliability`` as pictures.

    Parameters
    ----------
    markets
        The rings claimed in each, with columns probability, q_value, corroborated and is_false.
    folder
        Created where it is missing.
    ending
        ``.png`` or ``.svg``.

    Returns
    -------
    tuple of Path
        The files; the same rings give the same bytes.
    """
    folder.mkdir(parents=True, exist_ok=True)
    files = (folder / f"realised-fdr{ending}", folder / f"reliability{ending}")
    with _figure(files[0], "nominal false-discovery level", "realised false-discovery rate") as axes:
        axes.set_xscale("log")
        axes.plot(NOMINAL, NOMINAL, color=LIGHT["muted"], linestyle="--", label="as promised")
        axes.plot(NOMINAL, realised_rates(markets), color=LIGHT["ring"], marker="o", label="realised")
        axes.legend(frameon=False)
    table = reliability(markets)
    with _figure(files[1], "posterior probability of being a ring", "share that are rings") as axes:
        axes.plot([0, 1], [0, 1], color=LIGHT["muted"], linestyle="--")
        axes.plot(table["probability"], table["share_true"], color=LIGHT["ring"], marker="o")
        for x, y, n in table.select("probability", "share_true", "n").iter_rows():
            axes.annotate(f"{n}", (x, y), textcoords="offset points", xytext=(5, 5), color=LIGHT["ink"])
    return files


@contextlib.contextmanager
def _figure(file: Path, x: str, y: str) -> Iterator[Axes]:
    """Draw into fresh axes, and write the file on leaving."""
    give_matplotlib_a_folder()
    import matplotlib as mpl
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(5.2, 4.2), layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.add_subplot(xlabel=x, ylabel=y)
    axes.spines[["top", "right"]].set_visible(False)
    yield axes
    unstamped = {"Date": None} if file.suffix == ".svg" else {"Software": None}
    with mpl.rc_context({"svg.hashsalt": "collusion", "svg.fonttype": "none"}):
        figure.savefig(file, dpi=110, metadata=unstamped)

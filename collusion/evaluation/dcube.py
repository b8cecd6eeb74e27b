"""D-Cube: dense blocks of a tensor, by its own density measures (Shin et al. WSDM'17), to compare with.

The tensor has a cell for each (reviewer, product, week, stars) with the number of reviews there.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from collusion.arrays import BoolArray, Float64Array, Int64Array

Measure = Literal["arithmetic", "geometric", "suspiciousness"]


@dataclass(frozen=True, slots=True)
class TensorBlock:
    """A dense block.

    Attributes
    ----------
    rows
        Positions of the tuples inside the block, ascending, among those left over by earlier blocks.
    density
        Its measure.
    """

    rows: Int64Array
    density: float


def density_measure(
    measure: Measure, mass: float, sizes: Int64Array
) -> Callable[[float, Float64Array], float]:
    """Return the density of a block as a function of its mass and its size along each mode.

    Parameters
    ----------
    measure
        Mass over the arithmetic or the geometric mean of the sizes, or the suspiciousness: how unlikely so
        much mass is in a block of that size when cells are Poisson (Jiang et al. ICDM'15, as in M-Zoom, Shin
        et al. ECML'16).
    mass, sizes
        Of the whole tensor, shape (n_modes,).

    Returns
    -------
    Callable
        From (mass, sizes) to a number; higher is denser.
    """

    def arithmetic(inside: float, n: Float64Array) -> float:
        """Return the mass over the arithmetic mean of the sizes."""
        return inside / float(n.mean())

    def geometric(inside: float, n: Float64Array) -> float:
        """Return the mass over the geometric mean of the sizes."""
        return inside / math.exp(float(np.log(n).mean()))

    def suspiciousness(inside: float, n: Float64Array) -> float:
        """Return −ln of the Poisson probability of the mass, by Stirling's formula."""
        share = float(np.log(n / sizes).sum())
        return inside * (math.log(inside / mass) - 1.0) + mass * math.exp(share) - inside * share

    return {"arithmetic": arithmetic, "geometric": geometric, "suspiciousness": suspiciousness}[measure]


def dense_blocks(tuples: Int64Array, *, measure: Measure, n_blocks: int) -> list[TensorBlock]:
    """Find one dense block after another, each in the tensor without the tuples of those before it.

    Parameters
    ----------
    tuples
        Dense coordinates of each unit of mass, shape (n, n_modes).
    measure
        The density measure.
    n_blocks
        At most this many blocks.

    Returns
    -------
    list of TensorBlock
        In the order found; O(n · modes · log(size)) each, as half of a mode's values go at a time (θ = 1).
        Rows are positions in `tuples`.
    """
    left = np.arange(len(tuples))
    blocks: list[TensorBlock] = []
    while len(blocks) < n_blocks and len(left):
        inside, density = _one_block(tuples[left], measure)
        blocks.append(TensorBlock(left[inside], density))
        left = left[~inside]
    return blocks


def _one_block(tuples: Int64Array, measure: Measure) -> tuple[BoolArray, float]:
    """Return which tuples the densest state of the greedy holds, and its density."""
    n, n_modes = tuples.shape
    codes = np.stack([np.unique(tuples[:, i], return_inverse=True)[1] for i in range(n_modes)], axis=1)
    whole = codes.max(axis=0) + 1
    density_of = density_measure(measure, float(n), whole)
    removed_at = [np.full(size, np.iinfo(np.int64).max) for size in whole]
    sizes, alive = whole.astype(np.float64), np.arange(n)
    mass, clock, best_at = float(n), 0, 0
    best = density_of(mass, sizes)
    while len(alive):
        mode = int(np.argmax(sizes))
        mode_mass = np.bincount(codes[alive, mode], minlength=whole[mode])
        present = np.flatnonzero(removed_at[mode] == np.iinfo(np.int64).max)
        light = present[mode_mass[present] <= mass / sizes[mode]]
        for value in light[np.argsort(mode_mass[light], kind="stable")].tolist():
            mass -= float(mode_mass[value])
            sizes[mode] -= 1
            clock += 1
            removed_at[mode][value] = clock
            density = density_of(mass, sizes) if mass > 0 else -math.inf
            if density > best:
                best, best_at = density, clock
        alive = alive[removed_at[mode][codes[alive, mode]] > clock]
    inside = np.ones(n, dtype=np.bool_)
    for mode in range(n_modes):
        inside &= removed_at[mode][codes[:, mode]] > best_at
    return inside, best

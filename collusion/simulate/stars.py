"""Stars as customers give them: a skewed J shape whose mean follows the product's quality."""

from __future__ import annotations

from functools import cache

import numpy as np

from collusion.arrays import Float64Array, Int8Array, frozen

_SPREAD = 1.15
_ANGRY = 0.055


@cache
def _locations() -> tuple[Float64Array, Float64Array]:
    """Mean star of each latent location, to be read backwards."""
    location = np.linspace(-1.0, 8.0, 181)
    noise = np.random.Generator(np.random.PCG64(5)).standard_normal(20_000) * _SPREAD
    calm = np.clip(np.rint(location[:, None] + noise[None, :]), 1, 5).mean(axis=1)
    return frozen(_ANGRY + (1 - _ANGRY) * calm), frozen(location)


def honest_stars(mean: Float64Array, bias: Float64Array, rng: np.random.Generator) -> Int8Array:
    """Draw stars.

    Parameters
    ----------
    mean
        Expected stars of each row (the product's quality), in [1, 5].
    bias
        The reviewer's own leniency, in latent stars.
    rng
        Source of the draws.

    Returns
    -------
    Int8Array
        1 to 5. About one review in twenty is a one-star outburst whatever the product.
    """
    means, locations = _locations()
    latent = np.interp(mean, means, locations) + bias + rng.standard_normal(len(mean)) * _SPREAD
    stars = np.clip(np.rint(latent), 1, 5).astype(np.int8)
    stars[rng.random(len(mean)) < _ANGRY] = 1
    return stars

"""Stars as in life: J-shaped, and the same person gives much the same stars to everything.

A review's stars are a latent standard normal cut at four thresholds. Its variance is shared between the
product's quality, the reviewer's leniency, and everything else. How much is leniency's differs from market to
market: published and measured sets have 5 to 23 % of the variance of stars.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from collusion.arrays import Float64Array, Int8Array, Int64Array, frozen
from collusion.simulate.draws import generator, key_of, uniforms
from collusion.simulate.spec import Delight

_SHARES = np.array([0.08, 0.04, 0.08, 0.14, 0.66])
_QUALITY_SHARE = 0.14
# latent shares that give 5 to 23 % of the variance of the stars themselves
_LENIENCY_SHARES = (0.07, 0.29)
# share of fives where it is drawn
_FIVES = (0.5, 0.9)
_GRID = np.linspace(-5.0, 3.0, 321)


@dataclass(frozen=True, slots=True)
class StarLaw:
    """How one market's customers give stars.

    Attributes
    ----------
    seed
        The market's seed, which names each account's leniency.
    thresholds
        (4,) latent thresholds between the five stars.
    quality_sd, leniency_sd, noise_sd
        Standard deviations of the three parts; their squares sum to 1.
    usual
        (4,) thresholds of a usual market, where this one's are drawn.
    """

    seed: int
    thresholds: Float64Array
    quality_sd: float
    leniency_sd: float
    noise_sd: float
    usual: Float64Array | None = None

    def leniency(self, account: Int64Array) -> Float64Array:
        """Return each account's latent leniency, the same whenever it is asked for."""
        from scipy.special import ndtri

        draw = uniforms(key_of(self.seed, "lifelike leniency"), account)
        return np.asarray(ndtri(np.clip(draw, 1e-9, 1 - 1e-9)) * self.leniency_sd)

    def expected(self, latent_quality: Float64Array) -> Float64Array:
        """Return the stars that a product of each latent quality gets on average from everybody."""
        return self._expected(latent_quality, self.thresholds)

    def here(self, expected: Float64Array) -> Float64Array:
        """Return the stars that products get on average here which get those `expected` in a usual market."""
        if self.usual is None:
            return expected
        return self.expected(np.interp(expected, self._expected(_GRID, self.usual), _GRID))

    def _expected(self, latent_quality: Float64Array, thresholds: Float64Array) -> Float64Array:
        from scipy.special import ndtr

        spread = float(np.hypot(self.leniency_sd, self.noise_sd))
        above = ndtr((latent_quality[..., None] - thresholds) / spread)
        return np.asarray(1.0 + above.sum(axis=-1))

    def latent(self, expected: Float64Array) -> Float64Array:
        """Return the latent quality behind expected stars, the inverse of `expected`."""
        return np.asarray(np.interp(expected, self.expected(_GRID), _GRID))

    def draw(
        self,
        account: Int64Array,
        expected: Float64Array,
        shift: Float64Array | float,
        rng: np.random.Generator,
    ) -> Int8Array:
        """Draw honest stars.

        Parameters
        ----------
        account
            (n,) who.
        expected
            (n,) expected stars of the product.
        shift
            (n,) or a scalar: latent shift of an event, e.g. a recall.
        rng
            Source of the draws.

        Returns
        -------
        Int8Array
            (n,) 1 to 5.
        """
        noise = rng.standard_normal(len(account)) * self.noise_sd
        latent = self.latent(expected) + self.leniency(account) + noise + shift
        return np.asarray(1 + np.searchsorted(self.thresholds, latent), dtype=np.int8)


def star_law(seed: int, delight: Delight = "usual") -> StarLaw:
    """Return the law of one market, with its own share of leniency.

    Parameters
    ----------
    seed
        The market's seed.
    delight
        Shares near 8/4/8/14/66 %, or a share of fives that is drawn, the others in that proportion.

    Returns
    -------
    StarLaw
        The law.
    """
    rng = generator(seed, "lifelike stars")
    shares = rng.dirichlet(_SHARES * 400.0)
    leniency = float(rng.uniform(*_LENIENCY_SHARES))
    if delight == "drawn":
        fives = float(rng.uniform(*_FIVES))
        shares = np.append(shares[:4] * ((1.0 - fives) / shares[:4].sum()), fives)
    return StarLaw(
        seed=seed,
        thresholds=_thresholds(shares),
        quality_sd=_QUALITY_SHARE**0.5,
        leniency_sd=leniency**0.5,
        noise_sd=(1.0 - _QUALITY_SHARE - leniency) ** 0.5,
        usual=_thresholds(_SHARES) if delight == "drawn" else None,
    )


def _thresholds(shares: Float64Array) -> Float64Array:
    """Return the four thresholds that cut a standard normal into shares of one to five stars."""
    from scipy.special import ndtri

    return frozen(np.asarray(ndtri(np.cumsum(shares)[:-1]), dtype=np.float64))

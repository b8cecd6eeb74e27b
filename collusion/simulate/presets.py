"""Named markets: what the command line offers by `--preset`."""

from __future__ import annotations

import math

from collusion.errors import UsageError
from collusion.simulate.spec import Hardness, MarketSpec, Planned

# at 200,000 to 1,000,000 reviews: 29 rings of every style that may be tuned on
_RINGS = {
    "unique_ip": 2,
    "farm": 2,
    "gift_cards": 2,
    "hired_crowd": 2,
    "slow": 2,
    "camouflaged": 2,
    "aged_accounts": 2,
    "empty_box": 2,
    "client_text": 2,
    "rewritten_text": 1,
    "attack": 2,
    "small": 3,
    "nested": 1,
    "overlapping": 1,
    "adaptive": 1,
}
_HELD_OUT = {"relay": 8, "swap_club": 8}
_INNOCENT = {
    "household": 3,
    "campus_nat": 3,
    "carrier_nat": 3,
    "vpn_exit": 3,
    "office": 4,
    "parcel_locker": 3,
    "book_club": 3,
    "fan_club": 3,
    "brand_enthusiasts": 3,
    "deal_crowd": 3,
    "sampling_programme": 3,
    "short_reviews": 3,
    "language_community": 3,
    "taste_community": 3,
}
_FULL = 200_000
_GROWTH_FROM = 1_000_000

PRESETS = {
    "ordinary": "rings of every style beside innocent look-alikes",
    "hard": "the same, hiding better: less coverage, twice the camouflage and genuine buyers",
    "very-hard": "the same, hiding much better: four times the camouflage, thrice the genuine buyers",
    "held-out": "ring styles that nothing is tuned on (relay, swap club) beside innocent look-alikes",
    "innocent": "no ring at all, many innocent look-alikes of every kind",
    "clean": "no group at all: households, carriers and coupons only",
    "benchmark": "as ordinary, without text, for a million reviews and more",
}
_HARDNESS: dict[str, Hardness] = {"hard": "hard", "very-hard": "very_hard"}


def preset(name: str, *, n_reviews: int, seed: int) -> MarketSpec:
    """Return the spec of a named market.

    Parameters
    ----------
    name
        A key of `PRESETS`.
    n_reviews
        Reviews in all. Below 200,000 fewer groups are planted; beyond a million
        the number of groups doubles with every tenfold.
    seed
        Everything follows from it.

    Returns
    -------
    MarketSpec
        What `market.simulate_market` takes.

    Raises
    ------
    UsageError
        If there is no such preset.
    """
    if name not in PRESETS:
        raise UsageError(f"found the preset {name!r}; known presets: {', '.join(PRESETS)}. Name one of them")
    counts: dict[str, int] = {}
    if name in {"ordinary", "hard", "very-hard", "benchmark"}:
        counts = {**_RINGS, **_INNOCENT}
    if name == "held-out":
        counts = {**_HELD_OUT, **_INNOCENT}
    if name == "innocent":
        counts = {style: 2 * count for style, count in _INNOCENT.items()}
    return MarketSpec(
        name=name,
        n_reviews=n_reviews,
        seed=seed,
        groups=_scaled(counts, n_reviews),
        hardness=_HARDNESS.get(name, "plain"),
        text=name != "benchmark",
    )


def _scaled(counts: dict[str, int], n_reviews: int) -> tuple[Planned, ...]:
    """Scale the number of groups; in small markets every style in turn, as long as there is room."""
    if n_reviews >= _FULL:
        times = 2.0 ** max(0.0, math.log10(n_reviews / _GROWTH_FROM))
        return tuple(Planned(style, round(count * times)) for style, count in counts.items())
    share = n_reviews / _FULL
    scaled = []
    owed = 0.0
    for style, count in counts.items():
        owed += count * share
        granted = math.floor(owed + 0.5)
        owed -= granted
        scaled.append(Planned(style, granted))
    return tuple(planned for planned in scaled if planned.count > 0)

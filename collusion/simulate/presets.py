"""Named markets: what the command line offers by `--preset`."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from collusion.errors import UsageError
from collusion.simulate.lifelike.drawn_styles import DRAWN
from collusion.simulate.lifelike.ring_styles import FARMS
from collusion.simulate.lifelike.styles import StyleSet, chosen_styles
from collusion.simulate.lifelike.world import PER_ACCOUNT
from collusion.simulate.spec import Background, Hardness, MarketSpec, Planned

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
_HELD_OUT = {"smear": 6, "swap_club": 6, "tiered": 6}
_RELAYS = {"relay": 8}
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
#: Presets that take a set of styles.
OF_STYLES = ("lifelike", "lifelike-innocent")
# presets whose groups are not scaled: they follow from the size of the market already
_AS_THEY_ARE = ("lifelike-farms", "lifelike-many")
_GROWTH_FROM = 1_000_000

_RINGS_AND_LOOK_ALIKES = (_RINGS, _INNOCENT)
_SAMPLE_REVIEWS = 6_000


@dataclass(frozen=True, slots=True)
class _Preset:
    meaning: str
    groups: tuple[dict[str, int], ...]
    hardness: Hardness = "plain"
    text: bool = True
    n_reviews: int = _FULL
    is_sample: bool = False
    csv: bool = False
    background: Background = "plain"


def _sample(meaning: str, groups: dict[str, int], *, csv: bool = False) -> _Preset:
    return _Preset(meaning, (groups,), n_reviews=_SAMPLE_REVIEWS, is_sample=True, csv=csv)


PRESETS: dict[str, _Preset] = {
    "ordinary": _Preset("rings of every style among innocent look-alikes", _RINGS_AND_LOOK_ALIKES),
    "hard": _Preset(
        "the same, hiding better: coverage times 0.65, twice the camouflage and genuine buyers",
        _RINGS_AND_LOOK_ALIKES,
        hardness="hard",
    ),
    "very-hard": _Preset(
        "the same, hiding much better: coverage times 0.45, four times the camouflage, thrice the buyers",
        _RINGS_AND_LOOK_ALIKES,
        hardness="very_hard",
    ),
    "held-out": _Preset(
        "ring styles that nothing is tuned on (smear, swap club, tiered) among innocent look-alikes",
        (_HELD_OUT, _INNOCENT),
    ),
    "relays": _Preset("rings whose members take turns, among innocent look-alikes", (_RELAYS, _INNOCENT)),
    "innocent": _Preset("no ring at all, many innocent look-alikes of every kind", (_INNOCENT, _INNOCENT)),
    "clean": _Preset("no group at all: households, carriers and coupons only", ()),
    "benchmark": _Preset(
        "as ordinary, without text, for a million reviews and more", _RINGS_AND_LOOK_ALIKES, text=False
    ),
    "lifelike": _Preset(
        "a market as hard as life, with rings and innocent groups of the styles that --styles names",
        (),
        background="lifelike",
    ),
    "lifelike-innocent": _Preset(
        "the same without any ring, with twice as many innocent groups",
        (),
        background="lifelike",
    ),
    "lifelike-drawn": _Preset(
        "a lifelike market where much is drawn: its stars, and its groups' sizes, ties and times",
        (),
        background="lifelike",
    ),
    "lifelike-farms": _Preset(
        "a lifelike market with farms of 300 to 20,000 accounts, as far as it is ten times as large",
        (),
        text=False,
        n_reviews=1_000_000,
        background="lifelike",
    ),
    "lifelike-many": _Preset(
        "a lifelike market with a ring for every thousand reviews, disjoint",
        (),
        text=False,
        n_reviews=1_000_000,
        background="lifelike",
    ),
    "lifelike-dense": _Preset(
        "943 people who rate 106 products each, many in one sitting, and nobody colludes",
        (),
        text=False,
        n_reviews=100_000,
        background="lifelike",
    ),
    "sample-thirty-accounts": _sample(
        "one operator, more than 30 accounts, each with IPs of its own", {"unique_ip": 1}, csv=True
    ),
    "sample-gift-cards": _sample(
        "one operator who pays with several batches of gift cards", {"gift_cards": 1}
    ),
    "sample-slow-camouflage": _sample("one slow ring that hides among bestsellers", {"slow": 1}),
    "sample-honest": _sample("an honest market: nobody colludes", {}),
    "sample-office": _sample(
        "honest offices, a household, a book club", {"office": 3, "household": 1, "book_club": 1}
    ),
}


def preset(
    name: str, *, n_reviews: int | None = None, seed: int = 0, styles: StyleSet = "tuned"
) -> MarketSpec:
    """Return the spec of a named market.

    Parameters
    ----------
    name
        A key of `PRESETS`.
    n_reviews
        Reviews in all; the preset's own number when None. Below 200,000 fewer groups are planted
        (samples always have theirs); beyond a million the number doubles with every tenfold.
    seed
        Everything follows from it.
    styles
        Of a lifelike market: the styles that methods may be tuned on, those held out, or all.

    Returns
    -------
    MarketSpec
        What `market.simulate_market` takes.

    Raises
    ------
    UsageError
        If there is no such preset, or it has no sets of styles.
    """
    if name not in PRESETS:
        raise UsageError(f"found the preset {name!r}; known presets: {', '.join(PRESETS)}. Name one of them")
    chosen = PRESETS[name]
    if styles != "tuned" and name not in OF_STYLES:
        raise UsageError(
            f"found --styles {styles} with the preset {name}; only {' and '.join(OF_STYLES)} have sets of "
            "styles. Leave it out, or name one of those presets"
        )
    size = chosen.n_reviews if n_reviews is None else n_reviews
    counts: Counter[str] = Counter()
    for some in chosen.groups:
        counts.update(some)
    if chosen.background == "lifelike":
        counts.update(_lifelike_counts(name, size, styles))
    as_is = tuple(Planned(style, count) for style, count in counts.items())
    return MarketSpec(
        name=name,
        n_reviews=size,
        seed=seed,
        groups=as_is if chosen.is_sample or name in _AS_THEY_ARE else _scaled(counts, size),
        hardness=chosen.hardness,
        text=chosen.text,
        csv=chosen.csv,
        background=chosen.background,
        density="dense" if name == "lifelike-dense" else "usual",
        delight="drawn" if name == "lifelike-drawn" else "usual",
    )


def _lifelike_counts(name: str, n_reviews: int, styles: StyleSet) -> dict[str, int]:
    """Return how many groups of each style a lifelike preset plants into a market of so many reviews."""
    if name == "lifelike-many":
        return {"one_of_many": n_reviews // 1_000}
    if name == "lifelike-farms":
        return {f"farm_{n}": 1 for n in FARMS if n <= 0.1 * n_reviews / PER_ACCOUNT}
    if name == "lifelike-dense":
        return {}
    if name == "lifelike-drawn":
        return {style.name: count for style, count in DRAWN.items()}
    has_rings = name == "lifelike"
    times = 1 if has_rings else 2
    return {style.name: times * style.count for style in chosen_styles(styles, rings=has_rings)}


def _scaled(counts: Mapping[str, int], n_reviews: int) -> tuple[Planned, ...]:
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

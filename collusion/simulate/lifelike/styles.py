"""All styles of the lifelike market: its own, and those of the older presets planted into it."""

from __future__ import annotations

from typing import Literal, TypeAlias

from collusion.errors import UsageError
from collusion.simulate.lifelike.drawn_styles import DRAWN
from collusion.simulate.lifelike.innocent_crowds import CROWDS
from collusion.simulate.lifelike.innocent_ties import TIES
from collusion.simulate.lifelike.plan import Style
from collusion.simulate.lifelike.ring_styles import RINGS

StyleSet: TypeAlias = Literal["tuned", "held-out", "all"]
STYLE_SETS: tuple[StyleSet, ...] = ("tuned", "held-out", "all")
#: Seeds of markets that are only reported on: nothing is tuned or trained on them.
HELD_OUT_SEEDS = range(1000, 1040)

_REVIEWS = ("reviews",)
_OLDER_RINGS: dict[str, tuple[tuple[str, ...], ...]] = {
    "unique_ip": (_REVIEWS,),
    "farm": (_REVIEWS, ("identifiers",)),
    "gift_cards": (_REVIEWS,),
    "hired_crowd": (_REVIEWS,),
    "slow": (_REVIEWS,),
    "camouflaged": (_REVIEWS,),
    "aged_accounts": (_REVIEWS,),
    "empty_box": (_REVIEWS, ("orders",)),
    "client_text": (_REVIEWS, ("text",)),
    "rewritten_text": (_REVIEWS,),
    "attack": (_REVIEWS,),
    "small": (_REVIEWS,),
    "nested": (_REVIEWS,),
    "overlapping": (_REVIEWS,),
    "adaptive": (_REVIEWS,),
    "relay": (_REVIEWS,),
    "smear": (_REVIEWS,),
    "swap_club": (_REVIEWS,),
    "tiered": (_REVIEWS,),
}
_OLDER_HELD_OUT = ("smear", "swap_club", "tiered")
_OLDER_INNOCENTS = (
    "household",
    "campus_nat",
    "carrier_nat",
    "vpn_exit",
    "office",
    "parcel_locker",
    "book_club",
    "fan_club",
    "brand_enthusiasts",
    "deal_crowd",
    "sampling_programme",
    "short_reviews",
    "language_community",
    "taste_community",
)

STYLES: dict[str, Style] = {
    style.name: style
    for style in (
        *RINGS,
        *(
            Style(name, "ring", 1, visible_in, held_out=name in _OLDER_HELD_OUT)
            for name, visible_in in _OLDER_RINGS.items()
        ),
        *CROWDS,
        *TIES,
        *(Style(name, "innocent", 1) for name in _OLDER_INNOCENTS),
        *DRAWN,
    )
}


def style_set(name: str) -> StyleSet:
    """Return the set of styles of that name; raises `UsageError` when there is none."""
    for known in STYLE_SETS:
        if name == known:
            return known
    raise UsageError(f"--styles: found {name!r}; allowed are {', '.join(STYLE_SETS)}. Name one of them")


def chosen_styles(which: StyleSet, *, rings: bool = True) -> tuple[Style, ...]:
    """Return the styles that a market has.

    Parameters
    ----------
    which
        Those that methods may be tuned on, those held out, or all. Innocent kinds of the older presets are
        in every market.
    rings
        Whether there are rings at all.
    """
    return tuple(
        style
        for style in STYLES.values()
        if style.count > 0
        and (rings or style.kind == "innocent")
        and (which == "all" or style.held_out == (which == "held-out") or style.name in _OLDER_INNOCENTS)
    )

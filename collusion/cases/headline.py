"""The first sentences about a ring: who did what, and how sure that is, or why it is not enough."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from collusion.cases.wording import counted, listed, odds, percent, span
from collusion.evidence.families import FAMILIES

_MANNERS = {
    "one hand": ", as if by one hand",
    "hired crowd": ", as a hired crowd would",
    "attack": ", to pull their stars down",
}


def headline(ring: Mapping[str, Any], *, n_client_sellers: int, abnormal: Collection[str]) -> str:
    """Say in one or two sentences what a ring or group is.

    Parameters
    ----------
    ring
        A row of ``rings``, its ``summary`` aside.
    n_client_sellers
        Known sellers of the products that are likely clients'.
    abnormal
        Families that are out of the ordinary.

    Returns
    -------
    str
        Below the flag its words are neutral: a group, its accounts and their reviews.
    """
    wrote = f"{counted(ring['n_reviewers'], 'account')} wrote {counted(ring['n_reviews'], 'review')}"
    if not ring["flagged"]:
        deed = f"{wrote} of the same {counted(ring['n_products'], 'product')}{_when(ring)}"
        return f"{deed}. That is not enough to suspect them: {shortfall(abnormal)}."
    manner = _MANNERS.get(ring["kind"], "")
    deed = f"{wrote} of the same {_targets(ring, n_client_sellers)}{_when(ring)}{manner}"
    share = percent(ring["q_value"])
    verb = "is" if share == "1 %" else "are"
    return (
        f"{deed}. The odds of a ring are {odds(ring['score'])}; of the rings ranked this high or higher, "
        f"{share} {verb} expected to be false."
    )


def _when(ring: Mapping[str, Any]) -> str:
    if ring["first_at"] is None:
        return ""
    whole = span(ring["first_at"], ring["last_at"])
    most = span(ring["most_from"], ring["most_until"])
    if whole == most or ring["n_most"] == ring["n_reviews"]:
        return f" within {whole}"
    return f", {ring['n_most']:,} of the reviews within {most}"


def _targets(ring: Mapping[str, Any], n_client_sellers: int) -> str:
    sellers = counted(n_client_sellers, "seller") if n_client_sellers else ""
    every = counted(ring["n_products"], "product")
    if ring["n_clients"] >= ring["n_products"]:
        return f"{every} of {sellers}" if sellers else every
    how = "hit" if ring["kind"] == "attack" else "served"
    return f"{every}, {ring['n_clients']:,} of them likely {how}{f' ({sellers})' if sellers else ''}"


def shortfall(abnormal: Collection[str]) -> str:
    """Say what is missing for a flag.

    Parameters
    ----------
    abnormal
        Families that are out of the ordinary.

    Returns
    -------
    str
    """
    if not abnormal:
        return "no family of evidence is out of the ordinary"
    if len(abnormal) < 2:
        alone = next(family for family in FAMILIES if family in abnormal)
        return f"only one family of evidence, {alone}, is out of the ordinary"
    families = listed([family for family in FAMILIES if family in abnormal], most=7)
    return f"{families} are out of the ordinary, but not surely enough together"

"""The first sentences about a ring: who did what, and how sure that is, or why it is not enough."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any

import polars as pl

from collusion.cases.client_probability import BYSTANDER_BELOW
from collusion.evidence.families import FAMILIES
from collusion.words.catalogue import DEFAULT, Said, said, words_of

if TYPE_CHECKING:
    from collusion.cases.run_folder import Run

_MANNERS = {"one hand": "one_hand", "hired crowd": "hired_crowd", "attack": "attack"}


def headline(
    ring: Mapping[str, Any], *, n_client_sellers: int, abnormal: Collection[str], language: str = DEFAULT
) -> str:
    """Say in one or two sentences what a ring or group is.

    Parameters
    ----------
    ring
        A row of ``rings``, its ``summary`` aside.
    n_client_sellers
        Known sellers of the products that are likely clients'.
    abnormal
        Families that are out of the ordinary.
    language
        In which language.

    Returns
    -------
    str
        Below the flag its words are neutral: a group, its accounts and their reviews.
    """
    words = words_of(language)
    counts = {"accounts": ring["n_reviewers"], "reviews": ring["n_reviews"], "when": _when(ring)}
    if not ring["flagged"]:
        missing = shortfall(abnormal)
        return words.say("headline.group", **counts, products=ring["n_products"], shortfall=missing)
    manner = _MANNERS.get(ring["kind"])
    return words.say(
        "headline.ring",
        **counts,
        targets=_targets(ring, n_client_sellers),
        manner=said(f"headline.{manner}") if manner else "",
        score=ring["score"],
        share=ring["q_value"],
        percents=1 if words.style.percent(ring["q_value"]) == "1 %" else 2,
    )


def headlines(run: Run) -> dict[str, str]:
    """Say the same of every ring of a `run`, in its language, by ring: one pass over its clients."""
    served = pl.col("seller_id").is_not_null() & (pl.col("service") >= BYSTANDER_BELOW)
    counted = run.clients.filter(served).group_by("ring_id").agg(pl.col("seller_id").n_unique())
    n_sellers = dict(counted.iter_rows())
    return {
        ring["ring_id"]: headline(
            ring,
            n_client_sellers=n_sellers.get(ring["ring_id"], 0),
            abnormal=ring["abnormal"],
            language=run.language,
        )
        for ring in run.rings.iter_rows(named=True)
    }


def _when(ring: Mapping[str, Any]) -> Said | str:
    if ring["first_at"] is None:
        return ""
    style = words_of(DEFAULT).style
    whole, most = (ring["first_at"], ring["last_at"]), (ring["most_from"], ring["most_until"])
    if style.span(*whole) == style.span(*most) or ring["n_most"] == ring["n_reviews"]:
        return said("headline.within", span=whole)
    return said("headline.most", n=ring["n_most"], span=most)


def _targets(ring: Mapping[str, Any], n_sellers: int) -> Said:
    if ring["n_clients"] >= ring["n_products"]:
        key = "products_of" if n_sellers else "products"
    else:
        key = ("hit" if ring["kind"] == "attack" else "served") + ("_of" if n_sellers else "")
    return said(f"headline.{key}", products=ring["n_products"], n=ring["n_clients"], sellers=n_sellers)


def shortfall(abnormal: Collection[str]) -> Said:
    """Say what is missing for a flag.

    Parameters
    ----------
    abnormal
        Families that are out of the ordinary.

    Returns
    -------
    Said
    """
    if not abnormal:
        return said("headline.no_family")
    families = [family for family in FAMILIES if family in abnormal]
    if len(abnormal) < 2:
        return said("headline.one_family", family=families[0])
    return said("headline.families", families=families)

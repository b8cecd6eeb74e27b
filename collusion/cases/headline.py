"""The first sentences about a ring: who did what, and how sure that is, or why it is not enough."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any

import polars as pl

from collusion.cases.client_probability import BYSTANDER_BELOW
from collusion.cases.records import Explanation
from collusion.evidence.families import FAMILIES
from collusion.scoring.hypotheses import Standing
from collusion.words.catalogue import DEFAULT, Said, said, words_of

if TYPE_CHECKING:
    from collusion.cases.run_folder import Run

#: The hypothesis of a ring that is of no known kind.
OTHER_RING = "a ring of another kind"


def headline(
    ring: Mapping[str, Any],
    *,
    n_client_sellers: int,
    likeliest: Standing | Explanation | None,
    language: str = DEFAULT,
) -> str:
    """Say in one or two sentences what a ring or group is.

    Parameters
    ----------
    ring
        A row of ``rings``, its ``summary`` aside.
    n_client_sellers
        Known sellers of the products that are likely clients'.
    likeliest
        The likeliest of all hypotheses.
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
        missing = shortfall(ring["abnormal"], is_corroborated=ring["corroborated"])
        return words.say("headline.group", **counts, products=ring["n_products"], shortfall=missing)
    return words.say(
        "headline.ring",
        **counts,
        targets=_targets(ring, n_client_sellers),
        likeliest=_likeliest(likeliest),
        score=ring["score"],
        share=ring["q_value"],
        percents=1 if words.style.percent(ring["q_value"]) == "1 %" else 2,
    )


def headlines(run: Run) -> dict[str, str]:
    """Say the same of every ring of a `run`, in its language, by ring: one pass over its clients."""
    served = pl.col("seller_id").is_not_null() & (pl.col("service") >= BYSTANDER_BELOW)
    counted = run.clients.filter(served).group_by("ring_id").agg(pl.col("seller_id").n_unique())
    n_sellers = dict(counted.iter_rows())
    first = run.hypotheses.unique("ring_id", keep="first", maintain_order=True)
    likeliest = {
        row["ring_id"]: Explanation(row["hypothesis"], row["is_ring"], row["prior"], row["log_odds"], {})
        for row in first.iter_rows(named=True)
    }
    return {
        ring["ring_id"]: headline(
            ring,
            n_client_sellers=n_sellers.get(ring["ring_id"], 0),
            likeliest=likeliest.get(ring["ring_id"]),
            language=run.language,
        )
        for ring in run.rings.iter_rows(named=True)
    }


def likeliest_rings(run: Run) -> dict[str, str]:
    """Return what each flagged ring most likely is, by ring; those left out are of no known kind."""
    first = run.hypotheses.unique("ring_id", keep="first", maintain_order=True)
    likely = first.filter(
        pl.col("is_ring") & (pl.col("log_odds") > 0) & (pl.col("hypothesis") != OTHER_RING)
    ).join(run.rings.filter("flagged"), on="ring_id", how="semi")
    return dict(likely.select("ring_id", "hypothesis").iter_rows())


def _when(ring: Mapping[str, Any]) -> Said | str:
    if ring["first_at"] is None:
        return ""
    style = words_of(DEFAULT).style
    whole, most = (ring["first_at"], ring["last_at"]), (ring["most_from"], ring["most_until"])
    if style.span(*whole) == style.span(*most) or ring["n_most"] == ring["n_reviews"]:
        return said("headline.within", span=whole)
    return said("headline.most", n=ring["n_most"], span=most)


def _likeliest(first: Standing | Explanation | None) -> Said | str:
    """Return the likeliest hypothesis and its odds where that is a known kind of ring, above even odds."""
    if first is None or not first.is_ring or first.log_odds <= 0.0 or first.name == OTHER_RING:
        return ""
    return said("headline.likeliest", name=first.name, odds=first.log_odds)


def _targets(ring: Mapping[str, Any], n_sellers: int) -> Said:
    if not 0 < ring["n_clients"] < ring["n_products"]:
        key = "products_of" if n_sellers else "products"
    else:
        key = ("hit" if ring["kind"] == "attack" else "served") + ("_of" if n_sellers else "")
    return said(f"headline.{key}", products=ring["n_products"], n=ring["n_clients"], sellers=n_sellers)


def shortfall(abnormal: Collection[str], *, is_corroborated: bool) -> Said:
    """Say what is missing for a flag.

    Parameters
    ----------
    abnormal
        Families that are out of the ordinary.
    is_corroborated
        Whether they are enough for a flag, were the odds.

    Returns
    -------
    Said
    """
    if not abnormal:
        return said("headline.no_family")
    families = [family for family in FAMILIES if family in abnormal]
    if len(abnormal) < 2:
        key = "one_family_unsure" if is_corroborated else "one_family"
        return said(f"headline.{key}", family=families[0])
    return said("headline.families" if is_corroborated else "headline.families_short", families=families)

"""Say what each family of evidence found: the only place where a family has words of its own.

What is said is made of plain counts (`collusion.cases.market_rows`) and of the finding's own ``observed`` and
``expected``, which stand beside it in ``evidence.parquet``; `collusion.words` tells it in a language.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeAlias

import numpy as np

from collusion.arrays import Int64Array
from collusion.cases import market_rows
from collusion.cases.market_rows import MarketRows
from collusion.evidence.group import Finding, Group
from collusion.words.catalogue import DEFAULT, Said, said, words_of
from collusion.words.style import n_days

_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_TOGETHER = re.compile(
    r"In what they wrote beside the targets, (?P<n>[\d,]+) of (?P<accounts>[\d,]+) accounts (?P<how>.+), "
    r"where (?P<expected>(?:under )?[\d,.]+\d) would be expected of accounts as active"
)
_TURNS = {"began": "began", "became far more active": "became_active", "fell silent": "fell_silent"}


@dataclass(frozen=True, slots=True)
class Told:
    """What a sentence may speak of: the `group`, its reviews of its targets (`edges`), and the `market`."""

    group: Group
    edges: Int64Array
    market: MarketRows

    @property
    def n_accounts(self) -> int:
        """How many accounts there are."""
        return len(self.group.members)


Sentences: TypeAlias = tuple[Said, ...]
Words: TypeAlias = Callable[[Finding, Told], Sentences]


def sentences_of(finding: Finding, told: Told) -> Sentences:
    """Say what a family found about a group.

    Parameters
    ----------
    finding
        What it found.
    told
        The group and its rows.

    Returns
    -------
    tuple of Said
        One sentence or more; those of the finding itself for a family that has no words here.
    """
    words = WORDS.get(finding.family)
    return words(finding, told) if words else (said("reason.plain", text=finding.sentence),)


def sentence_of(finding: Finding, told: Told) -> str:
    """Return the same in English."""
    return words_of(DEFAULT).tell(*sentences_of(finding, told))


def _behaviour(finding: Finding, told: Told) -> Sentences:
    counts = {
        "accounts": told.n_accounts,
        "reviews": len(told.edges),
        "products": len(told.group.products),
        "expected": finding.expected,
    }
    if not told.market.graph.has_times:
        return (said("behaviour.untimed", **counts),)
    return (said("behaviour.timed", **counts, met=len(finding.edges)),)


def _stars(_: Finding, told: Told) -> Sentences:
    means = market_rows.star_means(told.market, told.group, told.edges)
    parts = [said("stars.own", n=means.own.n, stars=means.own.stars)]
    if means.others.stars is None:
        parts.append(said("stars.nobody_else"))
    else:
        parts.append(said("stars.others", n=means.others.n, stars=means.others.stars))
    if means.elsewhere.stars is not None:
        parts.append(said("stars.elsewhere", n=means.elsewhere.n, stars=means.elsewhere.stars))
    return (said("stars.sentence", parts=parts),)


def _identity(finding: Finding, told: Told) -> Sentences:
    found, n_known = market_rows.sharing(told.market, told.group.members)
    telling = {kind for kind, _ in finding.values}
    counts = {kind: n for kind, n in found.items() if kind in telling} or found
    if counts:
        shared = [said("identity.share", n=n, kind=kind) for kind, n in sorted(counts.items())]
        # An account counts once a kind in what is expected, and so it must in what that is held against.
        key = "usual" if not telling else "beyond" if len(counts) == 1 else "beyond_kinds"
        values = {"accounts": told.n_accounts, "shared": shared, "expected": finding.expected}
        sentences = [said(f"identity.{key}", **values, sum=sum(counts.values()))]
    else:
        sentences = [said("identity.none", accounts=told.n_accounts)]
    n_seller = round(finding.effects.get("identity_seller", 0.0) * told.n_accounts)
    if n_seller:
        sentences.append(said("identity.seller", n=n_seller))
    if n_known < told.n_accounts:
        sentences.append(said("identity.partly_known", n=n_known))
    return tuple(sentences)


def _text(finding: Finding, told: Told) -> Sentences:
    n_alike, n_there = len(finding.edges), finding.effects.get("texts_there")
    if n_there is not None:
        return (said("text.copied", n=n_alike, texts=round(n_there), expected=finding.expected),)
    found = market_rows.texts(told.market, told.edges)
    if n_alike:
        sentences = [said("text.alike", n=n_alike, texts=found.n, expected=finding.expected)]
    else:
        sentences = [said("text.none", texts=found.n)]
    if found.n_common:
        sentences.append(said("text.common", n=found.n_common, others=market_rows.COMMON_FROM - 1))
    return tuple(sentences)


def _fulfilment(_: Finding, told: Told) -> Sentences:
    parts = []
    rows = told.market
    for key, odd, of_all in (
        ("light", rows.light, rows.all_light),
        ("refunded", rows.refunded, rows.all_refunded),
    ):
        found = market_rows.orders(odd, told.edges, of_all)
        if found.n_known:
            others = _of_others(found)
            parts.append(said(f"fulfilment.{key}", n=found.n_odd, known=found.n_known, others=others))
    return (said("fulfilment.sentence", parts=parts),)


def _of_others(found: market_rows.Orders) -> Said:
    if not found.n_known_others:
        return said("fulfilment.no_other")
    return said("fulfilment.of_others", share=found.n_odd_others / found.n_known_others)


def _benefit(finding: Finding, told: Told) -> Sentences:
    sellers = told.market.graph.product_seller[told.group.products]
    known = sellers[sellers >= 0]
    counts = {"products": len(known), "sellers": len(np.unique(known))}
    return (said("benefit.sentence", **counts, expected=finding.expected),)


def _lifecycle(finding: Finding, told: Told) -> Sentences:
    found = [one for one in (_created(told), _together(finding), _ages(told)) if one is not None]
    return tuple(found) or (said("lifecycle.none"),)


def _created(told: Told) -> Said | None:
    found = market_rows.creations(told.market, told.group.members)
    if found is None:
        return None
    first, last = (_EPOCH + dt.timedelta(minutes=minute) for minute in (found.first, found.last))
    on = said("lifecycle.on", first=first)
    return said(
        "lifecycle.all_created" if found.n_within == told.n_accounts else "lifecycle.some_created",
        n=found.n_within,
        accounts=told.n_accounts,
        days=n_days(first, last),
        when=on if first.date() == last.date() else said("lifecycle.between", first=first, last=last),
        share=found.share_of_others,
    )


def _together(finding: Finding) -> Said | None:
    # What a tenure is, only the evidence knows: the counts are those of the finding's own sentence.
    told = _TOGETHER.match(finding.sentence)
    if told is None:
        return None
    how = [said(f"lifecycle.{_TURNS[turn.partition(' between ')[0]]}") for turn in _turns(told["how"])]
    n, accounts = (int(told[name].replace(",", "")) for name in ("n", "accounts"))
    expected = 0.0 if told["expected"].startswith("under") else float(told["expected"].replace(",", ""))
    return said("lifecycle.together", n=n, accounts=accounts, how=how, expected=expected)


def _turns(how: str) -> list[str]:
    """Return what accounts did, each with its window: ``began between … and …``, ``fell silent …``."""
    return re.split(r" and (?=fell silent)", how)


def _ages(told: Told) -> Said | None:
    found = market_rows.ages(told.market, told.group, told.edges)
    if found is None:
        return None
    counts = {"accounts": found.n, "others": found.n_others}
    return said("lifecycle.ages", **counts, days=round(found.median), median=round(found.median_others))


#: The words of each family.
WORDS: Mapping[str, Words] = MappingProxyType(
    {
        "behaviour": _behaviour,
        "stars": _stars,
        "identity": _identity,
        "text": _text,
        "fulfilment": _fulfilment,
        "benefit": _benefit,
        "lifecycle": _lifecycle,
    }
)

"""Say in one sentence what each family of evidence found: the only place where a family has words of its own.

A sentence is made of plain counts (`collusion.cases.market_rows`) and of the finding's own ``observed`` and
``expected``, which stand beside it in ``evidence.parquet``.
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
from collusion.cases.wording import counted, day, kind_words, n_days, percent
from collusion.evidence.group import Finding, Group
from collusion.evidence.wording import expectation, joined

_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_WINDOW = re.compile(r" between [0-9-]+ and [0-9-]+")


@dataclass(frozen=True, slots=True)
class Told:
    """What a sentence may speak of: the `group`, its reviews of its targets (`edges`), and the `market`."""

    group: Group
    edges: Int64Array
    market: MarketRows

    @property
    def accounts(self) -> str:
        """The accounts, counted."""
        return counted(len(self.group.members), "account")


Words: TypeAlias = Callable[[Finding, Told], str]


def sentence_of(finding: Finding, told: Told) -> str:
    """Say what a family found about a group.

    Parameters
    ----------
    finding
        What it found.
    told
        The group and its rows.

    Returns
    -------
    str
        One sentence or more; those of the finding itself for a family that has no words here.
    """
    words = WORDS.get(finding.family)
    return words(finding, told) if words else finding.sentence


def _behaviour(finding: Finding, told: Told) -> str:
    wrote = f"{told.accounts} wrote {counted(len(told.edges), 'review')} of the same "
    wrote += counted(len(told.group.products), "product")
    expected = expectation(finding.expected)
    if not told.market.graph.has_times:
        about = "their activity elsewhere and the products' popularity"
        return f"{wrote}; {about} lead one to expect {expected}."
    about = "their activity elsewhere and the products' own arrivals"
    within = f"{len(finding.edges):,} of these reviews fall within windows of time in which the accounts meet"
    return f"{wrote}; {within}, where {about} lead one to expect {expected}."


def _stars(_: Finding, told: Told) -> str:
    means = market_rows.star_means(told.market, told.group, told.edges)
    said = [f"Their {_rated(means.own)} of these products average {means.own.stars:.2f} stars"]
    if means.others.stars is None:
        said.append("nobody else rated these products")
    else:
        said.append(f"{_rated(means.others)} of the same products by others average {means.others.stars:.2f}")
    if means.elsewhere.stars is not None:
        elsewhere = f"their own {_rated(means.elsewhere)} of other products"
        said.append(f"{elsewhere} average {means.elsewhere.stars:.2f}")
    return f"{'; '.join(said)}."


def _rated(mean: market_rows.Mean) -> str:
    return counted(mean.n, "rated review")


def _identity(finding: Finding, told: Told) -> str:
    found, n_known = market_rows.sharing(told.market, told.group.members)
    telling = {kind for kind, _ in finding.values}
    said = {kind: n for kind, n in found.items() if kind in telling} or found
    if said:
        shared = joined([f"{n:,} share {kind_words(kind)}" for kind, n in sorted(said.items())])
        sentence = f"Of the {told.accounts}, {shared} with another of them"
        sentence += f"; among honest accounts {expectation(finding.expected)} would." if telling else "."
    else:
        sentence = f"None of the {told.accounts} shares an identifier value with another of them."
    n_seller = round(finding.effects.get("identity_seller", 0.0) * len(told.group.members))
    if n_seller:
        sentence += f" At least {n_seller:,} of them share a value with the seller of one of these products."
    if n_known < len(told.group.members):
        sentence += f" The tables hold identifiers of {n_known:,} of these accounts only."
    return sentence


def _text(finding: Finding, told: Told) -> str:
    found = market_rows.texts(told.market, told.edges)
    n_alike = len(finding.edges)
    every = f"their {counted(found.n, 'text')} on these products"
    if n_alike:
        sentence = f"At least {n_alike:,} of {every} nearly repeat another member's; among strangers' texts "
        sentence += f"{expectation(finding.expected)} would."
    else:
        sentence = f"Of {every} none was found that nearly repeats another member's."
    if found.n_common:
        sentence += (
            f" Left out as common phrases are {found.n_common:,} that more than "
            f"{market_rows.COMMON_FROM - 1} other reviews equal word for word."
        )
    return sentence


def _fulfilment(_: Finding, told: Told) -> str:
    parts = []
    light = market_rows.orders(told.market.light, told.edges)
    if light.n_known:
        parts.append(
            f"{light.n_odd:,} of {counted(light.n_known, 'parcel')} weighed less than half of their item"
            f"{_of_others(light)}"
        )
    refunded = market_rows.orders(told.market.refunded, told.edges)
    if refunded.n_known:
        parts.append(
            f"{refunded.n_odd:,} of {counted(refunded.n_known, 'order')} were refunded{_of_others(refunded)}"
        )
    return f"{'; '.join(parts)}."


def _of_others(found: market_rows.Orders) -> str:
    if not found.n_known_others:
        return " (no other is known)"
    return f" (of all others {percent(found.n_odd_others / found.n_known_others)})"


def _benefit(finding: Finding, told: Told) -> str:
    sellers = told.market.graph.product_seller[told.group.products]
    known = sellers[sellers >= 0]
    return (
        f"The {counted(len(known), 'product')} with a known seller belong to "
        f"{counted(len(np.unique(known)), 'seller')}; as many products drawn at random would have "
        f"{finding.expected:.0f}."
    )


def _lifecycle(finding: Finding, told: Told) -> str:
    said = [words for words in (_created(told), _tenure(finding), _ages(told)) if words]
    return " ".join(said) or "The accounts were neither created nor fell silent together, as far as is known."


def _created(told: Told) -> str:
    found = market_rows.creations(told.market, told.group.members)
    if found is None:
        return ""
    n = len(told.group.members)
    whose = f"All {n:,}" if found.n_within == n else f"{found.n_within:,} of the {n:,}"
    first, last = (_EPOCH + dt.timedelta(minutes=minute) for minute in (found.first, found.last))
    when = f"on {day(first)}" if first.date() == last.date() else f"from {day(first)} to {day(last)}"
    within = counted(n_days(first, last), "day")
    others = f"as were {percent(found.share_of_others)} of all other accounts"
    return f"{whose} accounts were created within {within} ({when}), {others}."


def _tenure(finding: Finding) -> str:
    # What a tenure is, only the evidence knows: the count and the expectation are the finding's own.
    told = finding.sentence.split(";")[0].rstrip(".")
    if not told.startswith("In what they wrote"):
        return ""
    return f"{_WINDOW.sub('', told).replace(', where', ' together, where')}."


def _ages(told: Told) -> str:
    found = market_rows.ages(told.market, told.group, told.edges)
    if found is None:
        return ""
    own, others = counted(found.n, "account"), f"{counted(found.n_others, 'other reviewer')} of them"
    medians = f"{counted(round(found.median), 'day')}; of {others}, {round(found.median_others):,}"
    return f"At the first review of these products, the median age of {own} was {medians}."


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

"""A case in sentences with numbers: what is claimed, how sure, what speaks against, what to check next.

Every number is a count over the rows of the run folder, or stands in it. Below the flag the words are
neutral: a group, its accounts and their reviews.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from collusion.cases.case import Case
from collusion.cases.operators import is_one_operator
from collusion.cases.records import Seller, SharedIdentifier
from collusion.cases.sureness import how_sure
from collusion.cases.timeline import busiest, median_days_at_target
from collusion.cases.wording import FAMILY_QUESTIONS, percent, span
from collusion.words.catalogue import Said, said, words_of

#: The innocent hypothesis that names nothing.
OTHER_INNOCENT = "an innocent group of another kind"
#: Members below this membership are to be judged one by one.
DOUBTFUL_MEMBERSHIP = 0.5


@dataclass(frozen=True, slots=True)
class Narrative:
    """A case in words; every field but `verdict` is a tuple of sentences, empty when there is nothing to say.

    Attributes
    ----------
    verdict
        Who did what, and how sure that is or what is missing for a flag.
    who, what, when, identifiers
        The accounts, the products, the times and the shared identifiers.
    how_sure
        The odds, the families that are out of the ordinary, and the parts of the odds.
    against
        The closest innocent explanation, the reasons against, and what could not be looked at.
    ordinary
        What was looked at and does not stand out.
    next_steps
        What an investigator should check next, most telling first.
    """

    verdict: str
    who: tuple[str, ...]
    what: tuple[str, ...]
    when: tuple[str, ...]
    identifiers: tuple[str, ...]
    how_sure: tuple[str, ...]
    against: tuple[str, ...]
    ordinary: tuple[str, ...]
    next_steps: tuple[str, ...]


def narrate(case: Case) -> Narrative:
    """Put a case into words.

    Parameters
    ----------
    case
        One ring.

    Returns
    -------
    Narrative
    """
    return Narrative(
        verdict=case.summary,
        who=_who(case),
        what=_what(case),
        when=_when(case),
        identifiers=_identifiers(case),
        how_sure=how_sure(case),
        against=_against(case),
        ordinary=tuple(reason.sentence for reason in case.reasons_neither()),
        next_steps=_next_steps(case),
    )


def _told(case: Case, key: str, /, **values: Any) -> str:
    """Return a template of the catalogue in the language of a case."""
    return words_of(case.language).say(key, **values)


def _named_sellers(case: Case) -> list[Seller]:
    """Return who may be told to profit or to be hit: no seller whose stars a promoting ring lowers."""
    known = (seller for seller in case.sellers if seller.seller_id is not None and not seller.is_bystander)
    return [seller for seller in known if case.kind == "attack" or not seller.falls]


def _who(case: Case) -> tuple[str, ...]:
    sentences, products = [], case.n_products
    for role in ("core", "member"):
        members = [member for member in case.members if member.role == role]
        if members:
            mean = sum(member.n_ring_reviews for member in members) / len(members)
            sentences.append(_told(case, f"who.{role}", n=len(members), mean=mean, products=products))
    fringe = [member.membership for member in case.members if member.role == "fringe"]
    if fringe:
        low, high = min(fringe), max(fringe)
        key = "who.fringe" if percent(low) == percent(high) else "who.fringe_range"
        sentences.append(_told(case, key, n=len(fringe), low=low, high=high))
    written = sum(member.n_reviews for member in case.members)
    if written:
        share = sum(member.n_ring_reviews for member in case.members) / written
        sentences.append(_told(case, "who.share", share=share, products=products))
    return (*sentences, *_created(case), *_siblings(case))


def _created(case: Case) -> list[str]:
    moments = [member.created_at for member in case.members if member.created_at is not None]
    if not moments:
        return []
    first, last = min(moments), max(moments)
    key = "who.created" if len(moments) == len(case.members) else "who.some_created"
    return [_told(case, key, n=len(moments), first=first, last=last, within=(first, last))]


def _siblings(case: Case) -> list[str]:
    sharing = [sibling for sibling in case.siblings if sibling.bond.told]
    sentences = [
        _told(
            case,
            "who.sibling_told" if is_one_operator([one]) else "who.sibling",
            ring=case.ring_id,
            other=one.ring_id,
            bond=one.bond.told,
        )
        for one in sharing[:3]
    ]
    named = {one.ring_id for one in sharing[:3]}
    others = [one.ring_id for one in case.siblings if one.ring_id not in named and one.is_told]
    if others:
        sentences.append(_told(case, "who.more_siblings", n=len(others), rings=others))
    return sentences


def _what(case: Case) -> tuple[str, ...]:
    # Below the flag nobody is a client, and nobody a bystander.
    told = [client for client in case.clients if case.flagged and not client.is_bystander] or case.clients
    sentences = []
    everyone = sum(client.n_reviews for client in told)
    if everyone:
        share = sum(client.n_ring_reviews for client in told) / everyone
        key = "what.ring" if case.flagged else "what.group"
        if len(told) < len(case.clients):
            key = "what.ring_hits" if case.kind == "attack" else "what.ring_serves"
        sentences.append(_told(case, key, share=share, products=len(told)))
    if case.flagged:
        sentences.extend(_profits(case))
    if case.clients and all(seller.seller_id is None for seller in case.sellers):
        sentences.append(_told(case, "what.unnamed"))
    return tuple(sentences)


def _profits(case: Case) -> list[str]:
    named = _named_sellers(case)
    sentences = [_profit(case, seller) for seller in named[:3]]
    if len(named) > 3:
        key = "what.more_hit" if case.kind == "attack" else "what.more_served"
        sentences.append(_told(case, key, n=len(named) - 3))
    return sentences + _bystanders(case)


def _bystanders(case: Case) -> list[str]:
    hiding = [client for client in case.clients if client.is_bystander]
    honest = [client.product_id for client in hiding if client.is_honest]
    products = [client.product_id for client in hiding if not client.is_honest]
    told = [_told(case, "what.honest", n=len(honest), names=honest)] if honest else []
    if products:
        theirs = {client.seller_id for client in hiding if not client.is_honest}
        sellers = [s for s in case.sellers if s.seller_id in theirs - {None} and s.is_bystander]
        key = "bystanders_of" if sellers else "bystander" if len(products) == 1 else "bystanders"
        told.append(_told(case, f"what.{key}", n=len(products), names=products, sellers=len(sellers)))
    return told


def _profit(case: Case, seller: Seller) -> str:
    is_rated = seller.rating_with is not None and seller.rating_without is not None
    return _told(
        case,
        "what.seller_stars" if is_rated else "what.seller",
        seller=seller.seller_id or "",
        reviews=seller.n_ring_reviews,
        products=seller.n_products,
        rating_with=seller.rating_with,
        rating_without=seller.rating_without,
    )


def _when(case: Case) -> tuple[str, ...]:
    if case.first_at is None or case.last_at is None:
        return (_told(case, "when.unknown"),)
    first, last = case.first_at, case.last_at
    sentences = [_told(case, "when.whole", first=first, last=last, within=(first, last))]
    most = (case.most_from, case.most_until)
    if case.n_most and span(*most) != span(first, last):
        ends = {"first": case.most_from, "last": case.most_until, "within": most}
        sentences.append(_told(case, "when.most", n=case.n_most, **ends))
    burst = busiest(case.reviews, days=14)
    if burst is not None:
        counts = {"days": burst.days, "first": burst.start, "n": burst.n, "share": burst.share}
        sentences.append(_told(case, "when.busiest", **counts))
    middle = median_days_at_target(case.reviews)
    if middle is not None:
        sentences.append(_told(case, "when.middle", days=round(middle, 1)))
    return tuple(sentences)


def _identifiers(case: Case) -> tuple[str, ...]:
    if not case.identifiers:
        return (_no_identifiers(case),)
    holders = {holder for shared in case.identifiers for holder in shared.holders}
    counts = {"holders": len(holders), "accounts": case.n_reviewers, "values": len(case.identifiers)}
    kinds = sorted({shared.kind for shared in case.identifiers})
    sentences = [_told(case, "identifiers.shared", **counts, kinds=kinds)]
    for shared in case.identifiers[:3]:
        others = shared.n_accounts - shared.n_members
        key = f"outside_{case.noun}" if others > 0 else "nobody_else"
        values = {"token": shared.token, "members": shared.n_members, "others": others}
        sentences.append(_told(case, f"identifiers.{key}", **values))
    return tuple(sentences)


def _no_identifiers(case: Case) -> str:
    silent = {family.family: family.silence for family in case.families if family.bits is None}
    if "identity" in silent:
        return _told(case, "identifiers.silent", reason=silent["identity"])
    return _told(case, "identifiers.none")


def _against(case: Case) -> tuple[str, ...]:
    sentences = []
    if case.innocent_explanation:
        key = "against.closest_verdict" if case.innocent_verdict else "against.closest"
        sentences.append(_told(case, key, name=case.innocent_explanation, verdict=case.innocent_verdict))
    sentences.extend(reason.sentence for reason in case.reasons_against())
    silent = [family for family in case.families if family.bits is None]
    if silent:
        parts = silent_families({family.family: family.silence for family in silent})
        sentences.append(_told(case, "against.silent", parts=parts))
    return tuple(sentences)


def silent_families(silences: Mapping[str, str]) -> list[Said]:
    """Say of each family without data what it asks, and why it is silent (by family, in English)."""
    return [
        said("against.silent_family", what=FAMILY_QUESTIONS[family], reason=reason)
        for family, reason in silences.items()
    ]


def deed_of(case: Case) -> str:
    """Return the heading over the products of a `case`, in English."""
    if not case.flagged:
        return "Products reviewed together"
    return "Who is hit" if case.kind == "attack" else "Who profits"


def _next_steps(case: Case) -> tuple[str, ...]:
    if not case.flagged:
        steps = [_told(case, "next.unflagged"), *_instrument_steps(case)]
        silent = [FAMILY_QUESTIONS[family.family] for family in case.families if family.bits is None]
        if silent:
            steps.append(_told(case, "next.silent", families=silent))
        return tuple(steps)
    steps = [*_instrument_steps(case), *_client_steps(case), *_member_steps(case), *_operator_steps(case)]
    if case.innocent_explanation:
        key = "rule_out_other" if case.innocent_explanation == OTHER_INNOCENT else "rule_out"
        steps.append(_told(case, f"next.{key}", name=case.innocent_explanation))
    return tuple(steps)


def _instrument_steps(case: Case) -> list[str]:
    tight = [shared for shared in case.identifiers if shared.n_accounts <= 2 * shared.n_members]
    if not tight:
        return []
    least, most = (bound(shared.n_members for shared in tight) for bound in (min, max))
    key = "instrument" if len(tight) == 1 else "instruments" if least == most else "instruments_range"
    values = {"tokens": [shared.token for shared in tight], "members": most, "least": least, "most": most}
    return [_told(case, f"next.{key}", **values, others=_others(tight))]


def _others(shared: Sequence[SharedIdentifier]) -> Said:
    """Say how many accounts beside members hold each of some values, and whether that is hardly anybody."""
    counts = [one.n_accounts - one.n_members for one in shared]
    least, most = min(counts), max(counts)
    if most <= 0:
        return said("next.nobody_else")
    hardly = all(10 * n <= one.n_accounts for n, one in zip(counts, shared, strict=True))
    key = "others" if least == most else "others_range"
    return said(f"next.{'hardly_' if hardly else ''}{key}", least=least, most=most)


def _client_steps(case: Case) -> list[str]:
    named = _named_sellers(case)
    if not named:
        return []
    first = named[0]
    counts = {"reviews": first.n_ring_reviews, "products": first.n_products}
    key = "next.victim" if case.kind == "attack" else "next.client"
    return [_told(case, key, seller=first.seller_id or "", **counts)]


def _operator_steps(case: Case) -> list[str]:
    told = [one.ring_id for one in case.siblings if one.is_told]
    return [_told(case, "next.operator", rings=told)] if told else []


def _member_steps(case: Case) -> list[str]:
    ordered = sorted(case.members, key=lambda member: -(member.bits or 0.0))
    steps = []
    if ordered:
        # Of a group found by identifiers or a burst, no account is more a member than another.
        key = "read" if ordered[0].bits != ordered[-1].bits else "read_any"
        steps.append(_told(case, f"next.{key}", accounts=[member.reviewer_id for member in ordered[:3]]))
    doubtful = [member.reviewer_id for member in case.members if member.membership < DOUBTFUL_MEMBERSHIP]
    if doubtful:
        counts = {"n": len(doubtful), "level": DOUBTFUL_MEMBERSHIP}
        steps.append(_told(case, "next.doubtful", **counts, accounts=doubtful))
    return steps

"""A case in sentences with numbers: what is claimed, how sure, what speaks against, what to check next.

Every number is a count over the rows of the run folder, or stands in it. Below the flag the words are
neutral: a group, its accounts and their reviews.
"""

from __future__ import annotations

from dataclasses import dataclass

from collusion.cases.case import Case
from collusion.cases.contributions import waterfall_of
from collusion.cases.operators import conclusion
from collusion.cases.records import FamilyBits, Seller
from collusion.cases.timeline import busiest, median_days_at_target
from collusion.cases.wording import (
    FAMILY_QUESTIONS,
    counted,
    day,
    figure,
    kind_words,
    listed,
    odds,
    percent,
    span,
    stars,
)

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
        The odds, the expected share of false rings, and the families that are out of the ordinary.
    against
        The closest innocent explanation, the reasons against, and what could not be looked at.
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
        how_sure=_how_sure(case),
        against=_against(case),
        next_steps=_next_steps(case),
    )


def _named_sellers(case: Case) -> list[Seller]:
    return [seller for seller in case.sellers if seller.seller_id is not None and not seller.is_bystander]


def _abnormal(case: Case) -> list[str]:
    """Return the families that are out of the ordinary, in the order of what they add to the score."""
    strong = [family for family in case.families if family.family in case.abnormal]
    return [family.family for family in sorted(strong, key=_weight)]


def _weight(family: FamilyBits) -> tuple[float, float]:
    return -(family.contribution or 0.0), -(family.bits or 0.0)


def _who(case: Case) -> tuple[str, ...]:
    sentences = []
    products = counted(case.n_products, "product")
    for role, noun in (("core", "core account"), ("member", "account")):
        members = [member for member in case.members if member.role == role]
        if members:
            mean = sum(member.n_ring_reviews for member in members) / len(members)
            accounts = counted(len(members), noun)
            sentences.append(f"{accounts} with {mean:.1f} reviews of the {products} on average.")
    fringe = [member for member in case.members if member.role == "fringe"]
    if fringe:
        low, high = (percent(bound(member.membership for member in fringe)) for bound in (min, max))
        between = low if low == high else f"{low} to {high}"
        sentences.append(f"{counted(len(fringe), 'account')} on the fringe, whose membership is {between}.")
    written = sum(member.n_reviews for member in case.members)
    if written:
        share = percent(sum(member.n_ring_reviews for member in case.members) / written)
        sentences.append(f"{share} of all that these accounts ever wrote is of the {products}.")
    sentences.extend(_created(case))
    return (*sentences, *_siblings(case))


def _created(case: Case) -> list[str]:
    moments = [member.created_at for member in case.members if member.created_at is not None]
    if not moments:
        return []
    first, last = min(moments), max(moments)
    whose = "The accounts" if len(moments) == len(case.members) else f"{counted(len(moments), 'account')}"
    verb = "was" if len(moments) == 1 else "were"
    return [f"{whose} {verb} created from {day(first)} to {day(last)}, within {span(first, last)}."]


def _siblings(case: Case) -> list[str]:
    sharing = [sibling for sibling in case.siblings if sibling.bond.words()]
    sentences = [
        f"{case.ring_id} and {one.ring_id} share {one.bond.words()}{conclusion([one])}."
        for one in sharing[:3]
    ]
    others = [one.ring_id for one in case.siblings if one not in sharing[:3] and one.is_told]
    if others:
        verb = "is" if len(others) == 1 else "are"
        sentences.append(f"Probably of the same operator, through these, {verb} {listed(others)}.")
    return sentences


def _what(case: Case) -> tuple[str, ...]:
    # Below the flag nobody is a client, and nobody a bystander.
    told = [client for client in case.clients if case.flagged and not client.is_bystander] or case.clients
    sentences = []
    everyone = sum(client.n_reviews for client in told)
    if everyone:
        share = percent(sum(client.n_ring_reviews for client in told) / everyone)
        deed = "hits" if case.kind == "attack" else "serves"
        whose = f"the {counted(len(told), 'product')} that it likely {deed}"
        if len(told) == len(case.clients):
            whose = f"the {counted(len(told), 'product')}"
        sentences.append(f"The {case.noun} wrote {share} of all reviews of {whose}.")
    if case.flagged:
        sentences.extend(_profits(case))
    if case.clients and all(seller.seller_id is None for seller in case.sellers):
        sentences.append("The tables do not name the sellers of these products.")
    return tuple(sentences)


def _profits(case: Case) -> list[str]:
    named = _named_sellers(case)
    sentences = [_profit(seller) for seller in named[:3]]
    if len(named) > 3:
        verb = "is" if len(named) == 4 else "are"
        how = "hit" if case.kind == "attack" else "served"
        sentences.append(f"{counted(len(named) - 3, 'more seller')} {verb} {how} less.")
    return sentences + _bystanders(case)


def _bystanders(case: Case) -> list[str]:
    products = [client.product_id for client in case.clients if client.is_bystander]
    if not products:
        return []
    sellers = [s for s in case.sellers if s.seller_id is not None and s.is_bystander]
    of_sellers = f" and {counted(len(sellers), 'seller')}" if sellers else ""
    targets = f"{counted(len(products), 'product')} ({listed(products)}){of_sellers}"
    is_one = len(products) == 1 and not sellers
    who = f"{targets} {'is perhaps a bystander' if is_one else 'are perhaps bystanders'} that"
    how = (
        f"{'hides' if is_one else 'hide'} the ring: {'its' if is_one else 'their'} stars, sellers, popularity"
    )
    return [f"{who} {how} or times are unlike the clients'."]


def _profit(seller: Seller) -> str:
    stars_part = ""
    if seller.rating_with is not None and seller.rating_without is not None:
        with_ring, without = stars(seller.rating_with), stars(seller.rating_without)
        stars_part = f"; {with_ring} stars with the ring, {without} without it"
    return (
        f"Seller {listed([seller.seller_id or ''])}: {counted(seller.n_ring_reviews, 'ring review')} of "
        f"{counted(seller.n_products, 'product')}{stars_part}."
    )


def _when(case: Case) -> tuple[str, ...]:
    if case.first_at is None or case.last_at is None:
        return ("The reviews carry no times, so timing could not be looked at.",)
    whole = span(case.first_at, case.last_at)
    sentences = [f"From {day(case.first_at)} to {day(case.last_at)}: within {whole}."]
    if case.n_most and span(case.most_from, case.most_until) != whole:
        sentences.append(
            f"{counted(case.n_most, 'review')} of these products lie between {day(case.most_from)} and "
            f"{day(case.most_until)}: within {span(case.most_from, case.most_until)}."
        )
    burst = busiest(case.reviews, days=14)
    if burst is not None:
        reviews, share = counted(burst.n, "review"), percent(burst.share)
        sentences.append(
            f"The busiest {burst.days} days, from {day(burst.start)}, hold {reviews} of these products: "
            f"{share} of all."
        )
    middle = median_days_at_target(case.reviews)
    if middle is not None:
        days = figure(round(middle, 1))
        sentences.append(f"The middle half of a product's such reviews spans {days} days (median over them).")
    return tuple(sentences)


def _identifiers(case: Case) -> tuple[str, ...]:
    if not case.identifiers:
        return (_no_identifiers(case),)
    holders = {holder for shared in case.identifiers for holder in shared.holders}
    kinds = [kind_words(kind) for kind in sorted({shared.kind for shared in case.identifiers})]
    values = counted(len(case.identifiers), "identifier value")
    accounts = counted(case.n_reviewers, "account")
    sentences = [f"{len(holders):,} of {accounts} share {values} with another member ({listed(kinds)})."]
    for shared in case.identifiers[:3]:
        outside = shared.n_accounts - shared.n_members
        others = f"{counted(outside, 'account')} outside the {case.noun}" if outside > 0 else "nobody else"
        sentences.append(f"{shared.token}: held by {counted(shared.n_members, 'member')} and {others}.")
    return tuple(sentences)


def _no_identifiers(case: Case) -> str:
    silent = {family.family: family.silence for family in case.families if family.bits is None}
    if "identity" in silent:
        return f"Shared identifiers say nothing: {silent['identity']}."
    return "No identifier value is shared by two members."


def _how_sure(case: Case) -> tuple[str, ...]:
    fall = waterfall_of(case)
    before = f"before looking they were {odds(fall.prior)}"
    sentences = [f"All evidence together, the odds of a ring are {odds(case.score)}; {before}."]
    if case.flagged:
        sentences.append(
            f"Expected share of false ones among the rings ranked {case.rank} or better: "
            f"{percent(case.q_value)}."
        )
    strong = _abnormal(case)
    if strong:
        families = counted(len(strong), "family is", "families are")
        sentences.append(f"{families} out of the ordinary: {listed(strong, most=7)}.")
    if fall.held:
        sentences.append("The odds are held to what the evidence as a whole can carry against chance.")
    if len(strong) == 1:
        sentences.append(
            "One family alone does not flag a ring, unless it is beyond that of any honest group."
        )
    return tuple(sentences)


def _against(case: Case) -> tuple[str, ...]:
    sentences = []
    if case.innocent_explanation:
        about = f" {case.innocent_verdict}" if case.innocent_verdict else ""
        sentences.append(f"Closest innocent explanation: {case.innocent_explanation}.{about}")
    sentences.extend(reason.sentence for reason in case.reasons_against())
    silent = [family for family in case.families if family.bits is None]
    if silent:
        sentences.append(
            "Not looked at, which clears nobody: "
            + "; ".join(f"{FAMILY_QUESTIONS[family.family]} ({family.silence})" for family in silent)
            + "."
        )
    return tuple(sentences)


def _next_steps(case: Case) -> tuple[str, ...]:
    if not case.flagged:
        steps = ["Not flagged: act on none of these accounts for this group alone.", *_instrument_steps(case)]
        silent = [FAMILY_QUESTIONS[family.family] for family in case.families if family.bits is None]
        if silent:
            steps.append(f"What could still decide it: {listed(silent, most=7)}.")
        return tuple(steps)
    steps = [*_instrument_steps(case), *_client_steps(case), *_member_steps(case), *_operator_steps(case)]
    if case.innocent_explanation:
        steps.append(f"Rule out by hand: {case.innocent_explanation}.")
    return tuple(steps)


def _instrument_steps(case: Case) -> list[str]:
    tight = [shared for shared in case.identifiers if shared.n_accounts <= 2 * shared.n_members]
    if not tight:
        return []
    tokens = listed([shared.token for shared in tight], most=3)
    least, most = (bound(shared.n_members for shared in tight) for bound in (min, max))
    members = f"{least:,} to {most:,} members" if least < most else counted(most, "member")
    each = " each" if len(tight) > 1 else ""
    return [f"Ask who is behind {tokens}: held by {members}{each} and almost nobody else."]


def _client_steps(case: Case) -> list[str]:
    named = _named_sellers(case)
    if not named:
        return []
    seller = listed([named[0].seller_id or ""])
    served = counted(named[0].n_ring_reviews, "ring review")
    products = counted(named[0].n_products, "product")
    if case.kind == "attack":
        return [f"Ask who gains when seller {seller} falls: it is hit most ({served} of {products})."]
    return [f"Look at what seller {seller} bought or sent: it gains most ({served} of {products})."]


def _operator_steps(case: Case) -> list[str]:
    told = [one.ring_id for one in case.siblings if one.is_told]
    return [f"Open {listed(told)} as well: probably the same operator."] if told else []


def _member_steps(case: Case) -> list[str]:
    ordered = sorted(case.members, key=lambda member: -(member.bits or 0.0))
    steps = []
    if ordered:
        first = listed([member.reviewer_id for member in ordered[:3]])
        steps.append(f"Read the reviews of {first} first: they tie the ring together most.")
    doubtful = [member.reviewer_id for member in case.members if member.membership < DOUBTFUL_MEMBERSHIP]
    if doubtful:
        steps.append(
            f"Judge {counted(len(doubtful), 'account')} one by one, membership under "
            f"{percent(DOUBTFUL_MEMBERSHIP)}: {listed(doubtful)}."
        )
    return steps

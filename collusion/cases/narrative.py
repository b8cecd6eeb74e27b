"""A case in sentences with numbers: what is claimed, how sure, what speaks against, what to check next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from collusion.cases.case import Case, Reason, Seller
from collusion.cases.timeline import busiest, median_days_at_target
from collusion.cases.wording import FAMILY_QUESTIONS, bits, counted, day, figure, listed, percent, span, stars

#: Members below this membership are to be judged one by one.
DOUBTFUL_MEMBERSHIP = 0.5


@dataclass(frozen=True, slots=True)
class Narrative:
    """A case in words; every field but `verdict` is a tuple of sentences, empty when there is nothing to say.

    Attributes
    ----------
    verdict
        One sentence: who did what, and how sure that is.
    who, what, when, identifiers
        The accounts, the clients, the times and the shared instruments.
    how_sure
        Score, false-discovery rate and the weight of each family.
    against
        The best innocent explanation, the reasons against, and what could not be looked at.
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
        verdict=verdict(case),
        who=_who(case),
        what=_what(case),
        when=_when(case),
        identifiers=_identifiers(case),
        how_sure=_how_sure(case),
        against=_against(case),
        next_steps=_next_steps(case),
    )


def verdict(case: Case) -> str:
    """Return one sentence that says who did what, and how sure that is.

    Parameters
    ----------
    case
        One ring.

    Returns
    -------
    str
    """
    sellers = f" of {counted(case.n_sellers, 'seller')}" if case.n_sellers else ""
    when = f" in {span(case.first_at, case.last_at)}" if case.first_at and case.last_at else ""
    deed = (
        f"{counted(case.n_reviewers, 'account')} wrote {counted(case.n_reviews, 'review')} of the same "
        f"{counted(case.n_products, 'product')}{sellers}{when}"
    )
    if case.flagged:
        manner = {"one hand": ", as if by one hand", "hired crowd": ", as a hired crowd would"}.get(
            case.kind, ""
        )
        manner = ", to pull their stars down" if case.kind == "attack" else manner
        return f"{deed}{manner}; {_false_share(case)}."
    return f"{deed}; that is not enough to suspect them: {_false_share(case)}."


def short_innocent(case: Case) -> str:
    """Return the best innocent explanation in a word or two, or a dash when none was found.

    Parameters
    ----------
    case
        One ring.

    Returns
    -------
    str
    """
    return case.innocent_explanation or "–"


def expectation(reason: Reason) -> str:
    """Return observed against expected of one reason in words, or nothing when it was not counted.

    Parameters
    ----------
    reason
        One reason.

    Returns
    -------
    str
        Such as ``412 observed, 10.8 expected``.
    """
    if reason.observed is None or reason.expected is None:
        return ""
    return f"{figure(reason.observed)} observed, {figure(reason.expected)} expected"


def _false_share(case: Case) -> str:
    share = percent(case.q_value)
    return f"of the rings ranked this high or higher, {share} {'is' if share == '1 %' else 'are'} expected to be false"


def _who(case: Case) -> tuple[str, ...]:
    core = [member for member in case.members if member.role == "core"]
    fringe = [member for member in case.members if member.role != "core"]
    sentences = []
    if core:
        mean = sum(member.n_ring_reviews for member in core) / len(core)
        sentences.append(
            f"{counted(len(core), 'core account')}, each with {mean:.1f} of the {case.n_products:,} targets on average."
        )
    if fringe:
        sentences.append(
            f"{counted(len(fringe), 'account')} on the fringe, whose membership is "
            f"{percent(min(m.membership for m in fringe))} to {percent(max(m.membership for m in fringe))}."
        )
    written = sum(member.n_reviews for member in case.members)
    if written:
        share = sum(member.n_ring_reviews for member in case.members) / written
        sentences.append(f"{percent(share)} of all that these accounts ever wrote is for the ring's targets.")
    return tuple(sentences)


def _what(case: Case) -> tuple[str, ...]:
    sentences = []
    everyone = sum(client.n_reviews for client in case.clients)
    if everyone:
        share = sum(client.n_ring_reviews for client in case.clients) / everyone
        sentences.append(
            f"The ring wrote {percent(share)} of all reviews of its {counted(case.n_products, 'target')}."
        )
    sentences.extend(_profit(seller) for seller in case.sellers[:3] if seller.seller_id is not None)
    named = [seller for seller in case.sellers if seller.seller_id is not None]
    if len(named) > 3:
        sentences.append(
            f"{counted(len(named) - 3, 'more seller')} {'is' if len(named) == 4 else 'are'} served less."
        )
    if case.clients and not named:
        sentences.append("The tables do not name the sellers of these products.")
    return tuple(sentences)


def _profit(seller: Seller) -> str:
    stars_part = ""
    if seller.rating_with is not None and seller.rating_without is not None:
        stars_part = (
            f"; {stars(seller.rating_with)} stars with the ring, {stars(seller.rating_without)} without it"
        )
    return (
        f"Seller {listed([seller.seller_id or ''])}: {counted(seller.n_ring_reviews, 'ring review')} of "
        f"{counted(seller.n_products, 'product')}{stars_part}."
    )


def _when(case: Case) -> tuple[str, ...]:
    if case.first_at is None or case.last_at is None:
        return ("The reviews carry no times, so timing could not be looked at.",)
    sentences = [f"From {day(case.first_at)} to {day(case.last_at)}: {span(case.first_at, case.last_at)}."]
    burst = busiest(case.reviews, days=14)
    if burst is not None:
        sentences.append(
            f"The busiest {burst.days} days, from {day(burst.start)}, hold {counted(burst.n, 'ring review')}: "
            f"{percent(burst.share)} of all."
        )
    middle = median_days_at_target(case.reviews)
    if middle is not None:
        sentences.append(
            f"Half of a target's ring reviews come within {figure(round(middle, 1))} days (median)."
        )
    return tuple(sentences)


def _identifiers(case: Case) -> tuple[str, ...]:
    if not case.identifiers:
        return (_no_identifiers(case),)
    holders = {holder for shared in case.identifiers for holder in shared.holders}
    kinds = sorted({shared.kind for shared in case.identifiers})
    sentences = [
        f"{len(holders):,} of {counted(case.n_reviewers, 'account')} share "
        f"{counted(len(case.identifiers), 'identifier value')} with another member ({listed(kinds)})."
    ]
    for shared in case.identifiers[:3]:
        outside = shared.n_accounts - shared.n_members
        others = f"{counted(outside, 'account')} outside the ring" if outside > 0 else "nobody else"
        sentences.append(f"{shared.token}: {counted(shared.n_members, 'member')} and {others}.")
    return tuple(sentences)


def _no_identifiers(case: Case) -> str:
    silent = {family.family: family.silence for family in case.families if family.bits is None}
    if "identity" in silent:
        return f"Shared identifiers say nothing: {silent['identity']}."
    return "No identifier value is shared by two members."


def _how_sure(case: Case) -> tuple[str, ...]:
    sentences = [
        f"Score {bits(case.score)} bits: at 0 a ring is as likely as not, and each bit doubles the odds.",
        f"Expected share of false rings at rank {case.rank} or better: {percent(case.q_value)}.",
    ]
    strong = [family for family in case.families if family.bits is not None and family.bits > 0]
    strong.sort(key=lambda family: -(family.bits or 0.0))
    if strong:
        parts = [f"{family.family} {bits(family.bits or 0.0)}" for family in strong]
        sentences.append(
            f"{counted(len(strong), 'family speaks', 'families speak')} for it: {', '.join(parts)} bits."
        )
    if len(strong) == 1:
        sentences.append(
            "One family alone never flags a ring: what proposes a ring must not be all that confirms it."
        )
    return tuple(sentences)


def _against(case: Case) -> tuple[str, ...]:
    sentences = []
    if case.innocent_explanation:
        about = f" {case.innocent_verdict}" if case.innocent_verdict else ""
        sentences.append(f"Best innocent explanation: {case.innocent_explanation}.{about}")
    for reason in case.reasons_against():
        weight = "" if reason.bits is None else f" ({bits(reason.bits)} bits)"
        sentences.append(f"{reason.sentence}{weight}")
    silent = [family for family in case.families if family.bits is None]
    if silent:
        sentences.append(
            "Not looked at: "
            + "; ".join(f"{FAMILY_QUESTIONS[family.family]} ({family.silence})" for family in silent)
            + "."
        )
    return tuple(sentences)


def _next_steps(case: Case) -> tuple[str, ...]:
    steps = [*_instrument_steps(case), *_client_steps(case), *_member_steps(case)]
    if case.innocent_explanation:
        steps.append(f"Rule out by hand: {case.innocent_explanation}.")
    if not case.flagged:
        steps.append("This ring is not flagged: act on none of its accounts for this alone.")
    return tuple(steps)


def _instrument_steps(case: Case) -> list[str]:
    tight = [shared for shared in case.identifiers if shared.n_accounts <= 2 * shared.n_members]
    if not tight:
        return []
    return [
        f"Ask who is behind {listed([shared.token for shared in tight], most=3)}: held by "
        f"{', '.join(f'{shared.n_members:,}' for shared in tight[:3])} members and almost nobody else."
    ]


def _client_steps(case: Case) -> list[str]:
    named = [seller for seller in case.sellers if seller.seller_id is not None]
    if not named:
        return []
    return [
        f"Look at what seller {listed([named[0].seller_id or ''])} bought or sent: it gains most "
        f"({counted(named[0].n_ring_reviews, 'ring review')} of {counted(named[0].n_products, 'product')})."
    ]


def _member_steps(case: Case) -> list[str]:
    steps = []
    first = _names(case, [m.reviewer_id for m in sorted(case.members, key=lambda m: -(m.bits or 0.0))[:3]])
    if first:
        steps.append(f"Read the reviews of {first} first: they tie the ring together most.")
    doubtful = [m.reviewer_id for m in case.members if m.membership < DOUBTFUL_MEMBERSHIP]
    if doubtful:
        steps.append(
            f"Judge {counted(len(doubtful), 'account')} one by one, membership under "
            f"{percent(DOUBTFUL_MEMBERSHIP)}: {_names(case, doubtful)}."
        )
    return steps


def _names(case: Case, names: Sequence[str]) -> str:
    return listed(names, most=4) if case.members else ""

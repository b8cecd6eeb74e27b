"""Assess candidates by every family of evidence."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from collusion.detection.bursts import ORIGIN as BURST
from collusion.detection.candidates import Candidate
from collusion.detection.holders import ORIGIN as SHARED_IDENTIFIERS
from collusion.detection.tied import ORIGIN as TIED
from collusion.detection.wordings import ORIGIN as WORDING
from collusion.evidence.channels import Channels
from collusion.evidence.families import FAMILIES, FAMILY_OF, FLAGGING, REGISTRY, Family
from collusion.evidence.group import Finding
from collusion.evidence.meeting_effects import meeting_effects
from collusion.evidence.wording import expectation
from collusion.graph.build import EntityGraph
from collusion.scoring.alone import ONLY_THIS, is_extreme, is_list, is_set
from collusion.scoring.known import NOBODY, KnownMembers, known_members

#: Shift of stars from which new accounts of a burst are more than newcomers, and share that hold a public
#: value up to which.
_NEWCOMERS_SHIFT, _NEWCOMERS_PUBLIC = 0.58, 0.5
#: Bits that families carry beyond what choosing the members costs, and bits and shift of the stars, where
#: they pay what the meetings alone cannot.
_CARRIED, _PAYING_STARS, _PAYING_SHIFT = 10.0, 10.0, 0.58
#: Targets from which accounts that blame them are more than a crowd with one cause, and fewest of them and
#: least shift of their stars where others of the same days are not angry at all.
_MORE_THAN_A_CAUSE, _SEVERAL, _ANGRY_ALONE = 6.0, 4.0, 0.8
#: Products up to which one occasion may have brought people to any sellers, and share of the targets that is
#: one of several of a seller from which the seller is one.
_FEW_ANYWHERE, _ONE_SELLER, _MOSTLY_ONE_SELLER = 4.0, 0.9, 0.6
#: Accounts from which those who blame fewer than so many products are a protest.
_PROTEST, _BLAMED_IN_PROTEST = 100, 9.0
#: Shift of stars below which newcomers rate as others do, and share of the members, beyond others', whose
#: life begins and ends together from which they did not stay.
_LIKE_OTHERS, _ENDED = 0.62, 0.3
#: Values that mostly members hold from which they hold more in common than one card or device.
_SEVERAL_TIES = 2.0


@dataclass(frozen=True, slots=True)
class Assessment:
    """A candidate, what each family found about it, and what labels say of its members.

    Attributes
    ----------
    candidate
        The candidate.
    findings
        What each family found; None where the tables cannot say.
    known
        What labels say.
    """

    candidate: Candidate
    findings: dict[str, Finding | None]
    known: KnownMembers = NOBODY

    def bits(self, family: str) -> float | None:
        """Return the bits of a family, None where the tables cannot say."""
        finding = self.findings[family]
        return None if finding is None else finding.bits

    def abnormal(self, threshold: float) -> tuple[str, ...]:
        """Return the families that are abnormal, in the order of the tables.

        Parameters
        ----------
        threshold
            Bits that chance hardly reaches.

        Returns
        -------
        tuple of str
            Families that may flag, of at least `threshold` bits, one of whose effects is beyond what honest
            groups show. Significance alone is not enough: large honest groups differ from chance, too.
        """
        return tuple(
            family.name
            for family in REGISTRY
            if family.may_flag
            and self._is_beyond_chance(family, threshold)
            and self._is_telling(family)
            and not (family.name == "lifecycle" and self._is_crowd_of_newcomers())
            and not (family.name == "stars" and self.is_crowd_with_a_cause())
        )

    def _is_crowd_of_newcomers(self) -> bool:
        """Return whether what brought the members together may have made them open their accounts.

        So it is where most hold an offer or a network in common with others, in a burst where the stars are
        other buyers', where one value is all that they hold in common, where one occasion brought them to
        few products and they stayed, and where they rate as others do and stayed: that they are new is no
        second fact, then.
        """
        if self._is_occasion() or self._are_others_and_stay() or is_list(self.effects()):
            return True
        if self.candidate.origin not in (BURST, SHARED_IDENTIFIERS, TIED):
            return False
        shift, public = self.effect("stars_shift"), self.effect("identity_public")
        plain = self.candidate.origin == BURST and (shift or 0.0) < _NEWCOMERS_SHIFT
        of_one = self.candidate.origin != BURST and (self.effect("identity_ties") or 0.0) < _SEVERAL_TIES
        return plain or of_one or (public or 0.0) >= _NEWCOMERS_PUBLIC

    def _are_others_and_stay(self) -> bool:
        """Return whether the members rate as others do, and neither wrote of nothing else nor ended together.

        A tool that fetches people's lists brings many new accounts with much in common.
        """
        shift, ended = self.effect("stars_shift"), self.effect("active_together")
        is_short = (self.effect("single_beyond") or 0.0) >= ONLY_THIS or (ended or 0.0) >= _ENDED
        has_met = self.candidate.origin not in (SHARED_IDENTIFIERS, TIED)
        return has_met and shift is not None and shift < _LIKE_OTHERS and not is_short

    def _is_occasion(self) -> bool:
        """Return whether they met on few products of one seller, and many of them wrote elsewhere, too.

        A release, a campaign or a scandal brings people who register for it; accounts that were made for a
        job write of nothing else.
        """
        breadth, seller = self._breadth(), self.effect("sellers_shared")
        if breadth is None or breadth >= _MORE_THAN_A_CAUSE:
            return False
        is_one = breadth < _FEW_ANYWHERE or (seller or 0.0) >= _ONE_SELLER
        return is_one and (self.effect("single_beyond") or 0.0) < ONLY_THIS

    def is_crowd_with_a_cause(self) -> bool:
        """Return whether one cause may have brought the members together, and made them angry, or glad.

        A recall or a scandal brings many to a few products, and all give one star: the stars are no second
        fact, then. But it makes others angry, too, who come on the same days, unless the members are that
        crowd. Those who like a maker praise all of his few launches.
        """
        stars, breadth = self.findings["stars"], self._breadth()
        if stars is None or breadth is None:
            return False
        if stars.observed >= stars.expected:
            return (self.effect("sellers_shared") or 0.0) >= _ONE_SELLER and self._is_occasion()
        if len(self.candidate.group.members) >= _PROTEST:
            return breadth < _BLAMED_IN_PROTEST
        is_alone = breadth >= _SEVERAL and (self.effect("stars_shift") or 0.0) >= _ANGRY_ALONE
        is_about_one = (self.effect("sellers_shared") or 0.0) >= _MOSTLY_ONE_SELLER
        return breadth < _MORE_THAN_A_CAUSE and (is_about_one or not is_alone)

    def _is_beyond_chance(self, family: Family, threshold: float) -> bool:
        bits = self.bits(family.name)
        return bits is not None and bits >= threshold

    def _is_telling(self, family: Family) -> bool:
        finding = self.findings[family.name]
        assert finding is not None
        return any(finding.effects.get(one.name, -math.inf) >= one.telling for one in family.measures)

    def _breadth(self) -> float | None:
        """Return the number of targets; None of accounts that share identifiers, which need not meet."""
        is_asked = self.candidate.origin != WORDING
        return self.effect("breadth") if is_asked else float(len(self.candidate.group.products))

    def effect(self, measure: str) -> float | None:
        """Return an effect, None where it is not known."""
        finding = self.findings[FAMILY_OF[measure]]
        return None if finding is None else finding.effects.get(measure)

    def effects(self) -> dict[str, float]:
        """Return all effects that are known, by measure."""
        known = [one.effects for one in self.findings.values() if one is not None]
        return {name: value for effects in known for name, value in effects.items()}

    def is_set(self) -> bool:
        """Return whether the targets may be parts of a set or a season; see `alone.is_set`."""
        return is_set(self.effects(), len(self.candidate.group.members))

    def is_extreme(self, family: str) -> bool:
        """Return whether one family alone is beyond that of any honest group; see `alone.is_extreme`.

        Behaviour is not where one cause may have brought the members together, whose stars it would count.
        """
        if family == "behaviour" and self.is_crowd_with_a_cause():
            return False
        return is_extreme(family, self.effects(), len(self.candidate.group.members))


def carried_bits(bits: Mapping[str, float | None]) -> float:
    """Sum what the families' e-values carry.

    Parameters
    ----------
    bits
        Bits of each family, None where the tables cannot say.

    Returns
    -------
    float
        log2 of the product of the e-values. Behaviour pays for choosing the members; another family below 0
        counts as 0, and one bit is taken from each that speaks, which keeps (1 + E)/2 an e-value. The product
        rests on the families being independent for innocent accounts. It is 0 bits at least: below 1 it
        rejects nothing, but a bet that is lost is no proof of innocence.
    """
    others = (bits[family] for family in FLAGGING if family != "behaviour")
    total = (bits["behaviour"] or 0.0) + sum(max(one, 0.0) - 1.0 for one in others if one is not None)
    return max(total, 0.0)


def assess(
    candidates: list[Candidate], channels: Channels, *, advance: Callable[[int], None] = lambda _: None
) -> list[Assessment]:
    """Let every family judge every candidate.

    Parameters
    ----------
    candidates
        The candidates.
    channels
        The prepared channels.
    advance
        Called with the number of candidates done, for progress.

    Returns
    -------
    list of Assessment
        In the order of the candidates.
    """
    assessments = []
    speaking = {name: channel for name, channel in channels.by_family().items() if channel.missing() is None}
    for candidate in candidates:
        findings: dict[str, Finding | None] = dict.fromkeys(FAMILIES)
        # Who shares identifiers or wording need not meet anywhere: behaviour is not asked, then.
        if candidate.origin not in (SHARED_IDENTIFIERS, TIED, WORDING):
            findings["behaviour"] = behaviour(candidate, channels.stars.graph)
        findings |= {name: channel.assess(candidate.group) for name, channel in speaking.items()}
        if candidate.origin == TIED:
            findings["identity"] = _chosen_by_ties(findings["identity"], candidate)
        if candidate.origin == WORDING:
            findings["text"] = channels.text.assess_copied(candidate.group, candidate.surplus)
        findings = settled(findings)
        known = known_members(candidate, channels.stars.graph)
        assessments.append(Assessment(candidate, findings, known))
        advance(1)
    return assessments


def settled(findings: dict[str, Finding | None]) -> dict[str, Finding | None]:
    """Let other families pay for choosing the members where their meetings alone cannot.

    Members are chosen among all accounts by all that they do, and behaviour pays for it first. Where it falls
    short, though stars are far beyond chance, the richest of the other families pay, and behaviour is left
    with nothing.

    Parameters
    ----------
    findings
        What each family found.

    Returns
    -------
    dict
        The same where behaviour pays for itself, the stars are not telling, or the others do not carry
        `_CARRIED` bits beyond the debt.
    """
    meetings, stars = findings.get("behaviour"), findings.get("stars")
    if meetings is None or stars is None or meetings.bits >= 0.0:
        return findings
    paying = {name: one for name in FLAGGING if (one := findings[name]) is not None and one.bits > 0.0}
    debt = -meetings.bits
    is_telling = stars.bits >= _PAYING_STARS and stars.effects.get("stars_shift", 0.0) >= _PAYING_SHIFT
    if not is_telling or sum(one.bits for one in paying.values()) < debt + _CARRIED:
        return findings
    level = _level([one.bits for one in paying.values()], debt)
    paid = {name: replace(one, bits=min(one.bits, level)) for name, one in paying.items()}
    return findings | paid | {"behaviour": replace(meetings, bits=0.0)}


def _level(bits: list[float], debt: float) -> float:
    """Return down to which level the richest pay so that a `debt`, no larger than the sum, is paid."""
    falling = sorted(bits, reverse=True)
    for k, poorer in enumerate([*falling[1:], 0.0], start=1):
        level = (sum(falling[:k]) - debt) / k
        if level >= poorer:
            break
    return level


def _chosen_by_ties(finding: Finding | None, candidate: Candidate) -> Finding | None:
    """Return a finding of identity with the bits by which its candidate was chosen among all listings."""
    return finding and replace(finding, bits=candidate.surplus / math.log(2))


def behaviour(candidate: Candidate, graph: EntityGraph) -> Finding:
    """Say what the search itself found: the surplus of the members' reviews of the targets over expectation.

    Parameters
    ----------
    candidate
        The candidate.
    graph
        The graph in which it was found.

    Returns
    -------
    Finding
        Beside its bits, the nats of surplus a review, the share of all the members' reviews that are of the
        targets, and the lift: how many times as many reviews there are as expected.
    """
    group = candidate.group
    observed, expected = float(candidate.n.sum()), float(candidate.expected.sum())
    sentence = (
        f"{len(group.members):,} accounts wrote {observed:,.0f} reviews of {len(group.products):,} products, "
        "most within the same windows of time; their activity elsewhere and the products' own arrivals lead "
        f"one to expect {expectation(expected)}."
    )
    effects = {
        "surplus_per_review": candidate.surplus / max(observed, 1.0),
        "lift": observed / max(expected, 1e-9),
        **meeting_effects(group, graph),
    }
    bits = candidate.surplus / math.log(2)
    return Finding("behaviour", bits, observed, expected, sentence, group.edges, effects=effects)

"""What every family says about every candidate."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from collusion.detection.candidates import Candidate
from collusion.evidence.channels import Channels
from collusion.evidence.group import Finding
from collusion.evidence.wording import expectation

#: Families whose bits are those of a test; what benefit says of sellers, behaviour has paid for already.
FLAGGING = ("behaviour", "stars", "identity", "text", "fulfilment", "lifecycle")
FAMILIES = ("behaviour", "stars", "identity", "text", "fulfilment", "benefit", "lifecycle")


@dataclass(frozen=True, slots=True)
class Assessment:
    """A candidate and what each family found about it; None where the tables cannot say."""

    candidate: Candidate
    findings: dict[str, Finding | None]

    def bits(self, family: str) -> float | None:
        """Return the bits of a family, None where the tables cannot say."""
        finding = self.findings[family]
        return None if finding is None else finding.bits

    def n_abnormal(self, threshold: float) -> int:
        """Count the families of at least `threshold` bits; see `count_abnormal`."""
        return count_abnormal({family: self.bits(family) for family in FAMILIES}, threshold)


def count_abnormal(bits: Mapping[str, float | None], threshold: float) -> int:
    """Count the families that are abnormal.

    Parameters
    ----------
    bits
        Bits of each family, None where the tables cannot say.
    threshold
        Bits from which a family is abnormal.

    Returns
    -------
    int
        Benefit does not count where nothing but behaviour is abnormal: one author's fans share a seller too.
    """
    abnormal = {family for family in FAMILIES if (bits[family] or 0.0) >= threshold}
    return len(abnormal - {"benefit"} if abnormal <= {"behaviour", "benefit"} else abnormal)


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
        findings["behaviour"] = behaviour(candidate)
        findings |= {name: channel.assess(candidate.group) for name, channel in speaking.items()}
        assessments.append(Assessment(candidate, findings))
        advance(1)
    return assessments


def behaviour(candidate: Candidate) -> Finding:
    """Say what the search itself found: the surplus of the members' reviews over expectation."""
    group = candidate.group
    observed, expected = float(candidate.n.sum()), float(candidate.expected.sum())
    sentence = (
        f"{len(group.members):,} accounts wrote {observed:,.0f} reviews of {len(group.products):,} products, "
        "most within the same windows of time; their activity elsewhere and the products' own arrivals lead "
        f"one to expect {expectation(expected)}."
    )
    return Finding("behaviour", candidate.surplus / math.log(2), observed, expected, sentence, group.edges)

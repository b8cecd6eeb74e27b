"""What labels change: they add to the odds, clear, stand in for a family, and choose the size of a group.

A label is one fact, and it may be wrong. Honest people live where fakes do: a fake buys what is popular, in
the days in which it is. So a group that only one family tells of must be by itself nearly what a flag asks,
and a burst must be of people who write little else.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable

from collusion.detection.bursts import ORIGIN as BURST
from collusion.detection.campaigns import LITTLE_ELSE
from collusion.detection.holders import ORIGIN as SHARED_IDENTIFIERS
from collusion.scoring.alone import MOST_TOLD, TOLD, labels_suffice
from collusion.scoring.families import Assessment
from collusion.scoring.hypotheses import RingModel

#: Known fakes among holders of what may be a set, and share of these, beyond others, that wrote of nothing
#: else from which one is enough.
_SEVERAL_FAKES, _ONLY_THIS = 2, 0.5
#: Bits of odds that count as much as twice the evidence, where several sizes of a group are likely.
_DOUBLED = 7.0
#: Share of the smaller one's members that makes two candidates one.
_PART = 0.5


def is_cleared(assessment: Assessment) -> bool:
    """Return whether labels call more of a group's members honest than fake, and a third of them at least."""
    known = assessment.known
    return known.n_honest > known.n_fake and 3 * known.n_honest >= len(assessment.candidate.group.members)


def told_by_labels(assessment: Assessment) -> float:
    """Return what labels add to the score of a candidate that they do not clear, in bits: 15 either way."""
    return max(min(assessment.known.bits, MOST_TOLD), -MOST_TOLD)


def tells(assessment: Assessment) -> bool:
    """Return whether labels call members fake, by 4 bits or more: one beside them tells less."""
    return assessment.known.n_fake > 0 and assessment.known.bits >= TOLD


def stands_in(assessment: Assessment, model: RingModel) -> bool:
    """Return whether labels stand in for a second family.

    Parameters
    ----------
    assessment
        A candidate and what each family found.
    model
        The ring model.

    Returns
    -------
    bool
        Whether labels tell by 4 bits or more that members are fake, and with half of these the families make
        the group likely. Not of a burst of people who write much elsewhere, nor, by one label, of the holders
        of what may be a set.
    """
    known = assessment.known
    if assessment.candidate.origin == BURST and (assessment.effect("dedication") or 0.0) < LITTLE_ELSE:
        return False
    only = assessment.effect("single_beyond") or 0.0
    if assessment.is_set() and only < _ONLY_THIS and known.n_fake < _SEVERAL_FAKES:
        return False
    return labels_suffice(model.score(assessment), known.bits, known.n_fake)


def is_about_fakes(assessment: Assessment) -> bool:
    """Return whether a burst or a community of identifiers holds an account that a label calls fake."""
    return assessment.candidate.origin in (BURST, SHARED_IDENTIFIERS) and assessment.known.n_fake > 0


def worth(score: float, carried: float, *, is_likely: bool) -> tuple[bool, float]:
    """Return by what one of several sizes of a group is preferred.

    Parameters
    ----------
    score
        Its log-odds in bits.
    carried
        Bits of all its evidence against chance, which grow with its true members and fall with strangers.
    is_likely
        Whether it is corroborated and likely.

    Returns
    -------
    tuple
        Likely ones first; among these twice the evidence counts as much as 7 bits of odds.
    """
    return is_likely, score + (_DOUBLED * math.log2(1.0 + carried) if is_likely else 0.0)


def with_groups_about_fakes(
    kept: list[Assessment], about: list[Assessment], standing: Callable[[Assessment], tuple[bool, float]]
) -> list[Assessment]:
    """Put groups about known fakes in the place of what they share half of the smaller one's members with.

    Parameters
    ----------
    kept
        Distinct candidates.
    about
        Groups about known fakes, several sizes of one among them.
    standing
        By what one is preferred to another.

    Returns
    -------
    list of Assessment
        In the order given. A group takes the place of others where it is preferred to each of them: O(members
        of all).
    """
    pool = [*kept, *about]
    sizes = [len(one.candidate.group.members) for one in pool]
    order = {place: (standing(one), one.candidate.group.members.tobytes()) for place, one in enumerate(pool)}
    alive = set(range(len(kept)))
    holders: dict[int, set[int]] = {}
    for place in alive:
        for member in pool[place].candidate.group.members.tolist():
            holders.setdefault(member, set()).add(place)
    for place in sorted(range(len(kept), len(pool)), key=order.__getitem__, reverse=True):
        members = pool[place].candidate.group.members.tolist()
        shared = Counter(other for member in members for other in holders.get(member, ()) if other in alive)
        rivals = [other for other, n in shared.items() if n >= _PART * min(sizes[place], sizes[other])]
        if all(order[other] < order[place] for other in rivals):
            alive = alive.difference(rivals) | {place}
            for member in members:
                holders.setdefault(member, set()).add(place)
    return [pool[place] for place in sorted(alive)]

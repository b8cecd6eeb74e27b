"""When one family of evidence flags a group by itself: what the ranking asks, and what cases say of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from collusion.evidence.families import EXTREME, Extreme

#: Least log-odds in bits of a group whose meetings stand without a second family; the same where it is not
#: known in what rhythm the members wrote; and where nobody gave stars.
ALONE, ALONE_WITHOUT_RHYTHM, ALONE_WITHOUT_STARS = 2.6, 4.0, 8.0
#: Least shift of its stars, and where the rhythm is not known; and fewest targets: what is sold as a set has
#: few parts.
SHIFTED, SHIFTED_WITHOUT_RHYTHM, MANY_TARGETS = 0.45, 0.58, 5.0
#: Bits of labels from which they tell something, most that they add or take, and share of these with which
#: the families must make a group likely, at so many bits of log-odds, where labels stand in for one.
TOLD, MOST_TOLD, _HALF, _LIKELY = 4.0, 15.0, 0.5, 2.0
#: Share of the members, beyond others', that wrote of nothing else from which they came for a job.
ONLY_THIS = 0.75
#: Share of the members with several targets who wrote of all within a day, from which it was a list.
_SITTING = 0.5
_SET, _HOLDERS, _ONE_SELLER = 14.0, 40, 0.9
#: Families that one place may explain together: who shares it, who came with it, and where they met.
_OF_ONE_PLACE = frozenset({"behaviour", "identity", "lifecycle"})
#: Targets from which no one occasion explains the stars.
_MANY_RATED = 6.0
#: Members from which a group may be customers of a business, and share of them that holds the one device or
#: network which stands at its desk.
_CUSTOMERS, _MOST, _SEVERAL_VALUES = 15, 0.5, 2.0


def is_set(effects: Mapping[str, float], n_members: int) -> bool:
    """Return whether the targets may be parts of a set or a season that one seller sold to many.

    Parameters
    ----------
    effects
        By measure, those that are known.
    n_members
        Members.
    """
    breadth = effects.get("breadth")
    if breadth is None or breadth >= _SET or n_members < _HOLDERS:
        return False
    return effects.get("sellers_shared", 0.0) >= _ONE_SELLER


def labels_suffice(score: float, bits: float, n_fake: int) -> bool:
    """Return whether labels may stand in for a second family: one is one fact, and it may be wrong.

    Parameters
    ----------
    score
        Log-odds in bits by the families.
    bits, n_fake
        What labels say, and how many members they call fake: one beside a group stands in for none.
    """
    return n_fake > 0 and bits >= TOLD and score + _HALF * min(bits, MOST_TOLD) >= _LIKELY


def is_extreme(family: str, effects: Mapping[str, float], n_members: int) -> bool:
    """Return whether one family alone is beyond that of every honest group that the limits were set on.

    Parameters
    ----------
    family
        Its name.
    effects, n_members
        As for `is_set`.

    Returns
    -------
    bool
        Behaviour is not at the parts of a set: whoever bought it has reviewed them all; nor where most
        members wrote of all their targets within a day, as who enters a list does. Identity is not where all
        that many have in common is one device: customers may have rated at the desk.
    """
    is_held = is_set(effects, n_members) and effects.get("single_beyond", 0.0) < ONLY_THIS
    if family == "behaviour" and (is_held or is_list(effects)):
        return False
    if family == "identity" and is_at_one_desk(effects, n_members):
        return False
    return any(_reaches(one, effects, n_members) for one in EXTREME if one.family == family)


def stands_alone(score: float, effects: Mapping[str, float], n_members: int, *, has_one_cause: bool) -> bool:
    """Return whether behaviour needs no second family: its effects are likelier a ring's than honest groups'.

    Parameters
    ----------
    score
        Log-odds in bits by the parts.
    effects, n_members
        As for `is_set`.
    has_one_cause
        Whether one cause may have brought the members together.

    Returns
    -------
    bool
        Never for what may be a set, a list, or a crowd with one cause; more is asked where times or stars are
        not known.
    """
    if effects.get("breadth", 0.0) < MANY_TARGETS or is_set(effects, n_members):
        return False
    if is_list(effects) or has_one_cause:
        return False
    if "stars_shift" not in effects:
        return score >= ALONE_WITHOUT_STARS
    if "one_sitting" not in effects:
        return effects["stars_shift"] >= SHIFTED_WITHOUT_RHYTHM and score >= ALONE_WITHOUT_RHYTHM
    return effects["stars_shift"] >= SHIFTED and score >= ALONE


def times_beyond(abnormal: Collection[str], effects: Mapping[str, float], n_members: int) -> int:
    """Return how often the odds of a group rise for families, two or more, that are beyond honest groups.

    Parameters
    ----------
    abnormal
        The families.
    effects, n_members
        As for `is_set`.

    Returns
    -------
    int
        Once for each after the first, but once less where all may be of one place: what is shared there, who
        came with it, and where they met; once more for what the members wrote, which no place explains: stars
        on many targets, or texts where the stars gain something; and again for texts that are beyond every
        honest group's alone.
    """
    has_stars = "stars" in abnormal and effects.get("breadth", 0.0) >= _MANY_RATED
    has_texts = "text" in abnormal and effects.get("stars_shift", 0.0) >= SHIFTED
    is_copied = "text" in abnormal and is_extreme("text", effects, n_members)
    is_one_place = "identity" in abnormal and _OF_ONE_PLACE.issuperset(abnormal)
    return len(abnormal) - 1 - int(is_one_place) + int(has_stars or has_texts) + int(is_copied)


def is_list(effects: Mapping[str, float]) -> bool:
    """Return whether most members wrote of all their targets within a day."""
    return effects.get("one_sitting", 0.0) >= _SITTING


def is_at_one_desk(effects: Mapping[str, float], n_members: int) -> bool:
    """Return whether one device or network, and nothing else, is what most of many members have in common."""
    share = max(effects.get("identity_instruments", 0.0), effects.get("identity_places", 0.0))
    has_one = share >= _MOST and effects.get("identity_ties", 0.0) < _SEVERAL_VALUES
    return has_one and n_members >= _CUSTOMERS


def _reaches(extreme: Extreme, effects: Mapping[str, float], n_members: int) -> bool:
    if n_members < extreme.least_members:
        return False
    reached = all(effects.get(name, 0.0) >= least for name, least in extreme.effects.items())
    known = ((effects.get(name), least) for name, least in extreme.unless_known.items())
    return reached and all(value is None or value >= least for value, least in known)

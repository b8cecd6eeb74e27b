"""When one family of evidence flags a group by itself: what the ranking asks, and what cases say of it."""

from __future__ import annotations

#: Least log-odds in bits of a group whose effects stand without a second family; the same where nobody gave
#: stars.
ALONE, ALONE_WITHOUT_STARS = 4.0, 8.0
#: Fewest targets of such a group, and least shift of its stars: what is sold as a set has few parts.
MANY_TARGETS, SHIFTED = 5.0, 0.58
#: Bits of labels from which they tell something, most that they add or take, and share of these with which
#: the families must make a group likely, at so many bits of log-odds, where labels stand in for one.
TOLD, MOST_TOLD, _HALF, _LIKELY = 4.0, 15.0, 0.5, 2.0
_SET, _HOLDERS, _ONE_SELLER = 14.0, 40, 0.9


def is_set(breadth: float | None, one_seller: float | None, n_members: int) -> bool:
    """Return whether the targets may be parts of a set or a season that one seller sold to many.

    Parameters
    ----------
    breadth, one_seller
        Targets, and the share of them that is one of several of a seller; None where it is not known.
    n_members
        Members.
    """
    if breadth is None or breadth >= _SET or n_members < _HOLDERS:
        return False
    return (one_seller or 0.0) >= _ONE_SELLER


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


def stands_alone(score: float, *, breadth: float | None, shift: float | None, is_set: bool) -> bool:
    """Return whether behaviour needs no second family: its effects are likelier a ring's than honest groups'.

    Parameters
    ----------
    score
        Log-odds in bits by the parts.
    breadth, shift
        Targets, and how far their stars are from others' to five or to one; None where it is not known.
    is_set
        Whether the targets may be parts of a set.
    """
    if (breadth or 0.0) < MANY_TARGETS or is_set or (shift is not None and shift < SHIFTED):
        return False
    return score >= (ALONE_WITHOUT_STARS if shift is None else ALONE)

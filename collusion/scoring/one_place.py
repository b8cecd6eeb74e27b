"""What one place explains: who people are, whose words they use and where they met, not what for."""

from __future__ import annotations

from collusion.scoring.alone import is_at_one_desk
from collusion.scoring.families import Assessment

#: Families that say who the accounts are and whose words they use, and least shift of the stars beside them
#: alone; the same where that share of the members holds what their seller holds.
WHO, SHIFTED_FOR_SOMEBODY = frozenset({"identity", "lifecycle", "text"}), 0.45
SHIFTED_FOR_OWN_SELLER, WITH_SELLER = 0.3, 0.1
#: Targets below which people of one place may have met there, and least shift of their stars.
FEW_PRODUCTS, SHIFTED_IN_A_ROOM = 4, 0.58


def is_explained_by_one_place(assessment: Assessment, abnormal: tuple[str, ...]) -> bool:
    """Return whether one place may explain all that is abnormal about a candidate.

    Parameters
    ----------
    assessment
        A candidate and what each family found.
    abnormal
        Its families that are beyond chance and beyond honest groups.

    Returns
    -------
    bool
        Never where nobody gave stars, nor where these are far from other buyers'.
    """
    is_who = WHO.issuperset(abnormal) and _gains_nothing(assessment)
    return is_who or _is_one_room(assessment, abnormal)


def _gains_nothing(assessment: Assessment) -> bool:
    """Return whether the members' stars are known, and are those of the products' other reviewers.

    Less of a shift is asked of those who have a side.
    """
    shift = assessment.effect("stars_shift")
    least = SHIFTED_FOR_OWN_SELLER if _has_a_side(assessment) else SHIFTED_FOR_SOMEBODY
    return shift is not None and shift < least


def _has_a_side(assessment: Assessment) -> bool:
    """Return whether members hold cards or addresses of the seller, not just a device at his desk."""
    with_seller = assessment.effect("identity_seller") or 0.0
    n_members = len(assessment.candidate.group.members)
    return with_seller >= WITH_SELLER and not is_at_one_desk(assessment.effects(), n_members)


def _is_one_room(assessment: Assessment, abnormal: tuple[str, ...]) -> bool:
    """Return whether people of one place may have met on few products there, whose stars are like others'."""
    if "identity" not in abnormal or not WHO.union({"behaviour"}).issuperset(abnormal):
        return False
    shift, n_products = assessment.effect("stars_shift"), len(assessment.candidate.group.products)
    is_like_others = shift is not None and shift < SHIFTED_IN_A_ROOM
    return is_like_others and n_products < FEW_PRODUCTS and not _has_a_side(assessment)

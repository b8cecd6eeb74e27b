"""Match what was found to what is true, one to one, by how much their members overlap."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from collusion.arrays import Float64Array, Int64Array, frozen

#: Jaccard indices from which a ring counts as found: roughly, mostly, nearly exactly.
THRESHOLDS = (0.3, 0.5, 0.8)


def intersections(found: Sequence[frozenset[str]], true: Sequence[frozenset[str]]) -> Int64Array:
    """Count the members that each found ring shares with each true group.

    Parameters
    ----------
    found, true
        Members of each.

    Returns
    -------
    Int64Array
        Shape (n_found, n_true). O(total size of the groups, and their overlaps).
    """
    counts = np.zeros((len(found), len(true)), dtype=np.int64)
    groups_of: dict[str, list[int]] = {}
    for j, members in enumerate(true):
        for member in members:
            groups_of.setdefault(member, []).append(j)
    for i, members in enumerate(found):
        for member in members:
            for j in groups_of.get(member, ()):
                counts[i, j] += 1
    return frozen(counts)


def jaccard(found: Sequence[frozenset[str]], true: Sequence[frozenset[str]]) -> Float64Array:
    """Return the Jaccard index of the members of each found ring and each true group.

    Parameters
    ----------
    found, true
        Members of each.

    Returns
    -------
    Float64Array
        Shape (n_found, n_true), common members over all members; 0 for two empty groups.
    """
    common = intersections(found, true)
    sizes = np.array([len(members) for members in found], dtype=np.int64)
    others = np.array([len(members) for members in true], dtype=np.int64)
    union = sizes[:, None] + others[None, :] - common
    return frozen(common / np.maximum(union, 1))


def matching(similarity: Float64Array, threshold: float) -> tuple[Int64Array, Int64Array]:
    """Match found rings and true groups one to one.

    Of all matchings over pairs of at least `threshold`, one with the most pairs, and among those one with the
    largest sum of similarities.

    Parameters
    ----------
    similarity
        Shape (n_found, n_true), from 0 to 1.
    threshold
        Least similarity of a pair, above 0.

    Returns
    -------
    tuple of Int64Array
        Positions of the matched found rings, ascending, and of their true groups. O(n³) for the smaller side
        n (Crouse 2016, as scipy's `linear_sum_assignment`).
    """
    from scipy.optimize import linear_sum_assignment

    possible = similarity >= threshold
    # a pair more is worth more than any gain of similarity
    value = np.where(possible, similarity + (min(similarity.shape) + 1.0), 0.0)
    found, true = linear_sum_assignment(value, maximize=True)
    kept = possible[found, true]
    return found[kept].astype(np.int64), true[kept].astype(np.int64)

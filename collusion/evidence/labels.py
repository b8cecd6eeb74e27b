"""Labels: accounts known to be fake, from sting purchases and past takedowns; they start searches."""

from __future__ import annotations

import numpy as np

from collusion.arrays import Int32Array, frozen
from collusion.graph.build import EntityGraph
from collusion.tables.known_labels import FAKE, HONEST


def labelled_fakes(graph: EntityGraph) -> Int32Array:
    """Find the accounts that a label calls fake, or of which a review is called so.

    Parameters
    ----------
    graph
        The graph of the tables, with their labels.

    Returns
    -------
    Int32Array
        Reviewers, ascending. An account that a label calls honest is left out: its appeal was heard.

    Notes
    -----
    Labels accuse nobody by themselves: they only say where to begin. O(edges).
    """
    known = graph.labels
    if known is None:
        return frozen(np.zeros(0, np.int32))
    is_fake = known.reviewer == FAKE
    is_fake[graph.reviews.rows()[known.review == FAKE]] = True
    return frozen(np.flatnonzero(is_fake & (known.reviewer != HONEST)).astype(np.int32))

"""What two overlapping blocks save over one, pair by pair."""

from __future__ import annotations

import math
from collections import Counter

STRAY, LEAST, USUAL = 0.02, 0.06, 3.0


def _nats(is_there, rate):
    return math.log(rate / STRAY) if is_there else math.log((1 - rate) / (1 - STRAY))


def likelihood(incidence, members, targets):
    """Nats by which the pairs inside parts are likelier at their part's coverage than as strays.

    `incidence` is a list of rows; `members` and `targets` say for each to which of two parts it belongs.
    """
    total = 0.0
    for t, of_target in enumerate(targets):
        rate = []
        for part in (0, 1):
            inside = [row[t] for row, belongs in zip(incidence, members) if belongs[part]]
            rate.append(max((sum(inside) + 0.5) / (len(inside) + 1), LEAST))
        for row, belongs in zip(incidence, members):
            shared = [part for part in (0, 1) if belongs[part] and of_target[part]]
            if shared:
                total += _nats(row[t], max(rate) if len(shared) == 2 else rate[shared[0]])
    return total


def whole_likelihood(incidence):
    """The same for one block, in which a pair's chance is the target's coverage times the member's diligence.

    Of a member's diligence little is known: it is taken to have done `USUAL` reviews as diligently as all.
    """
    n_members, n_targets = len(incidence), len(incidence[0])
    usual = sum(map(sum, incidence)) / n_members
    total = 0.0
    for row in incidence:
        diligence = (sum(row) + USUAL) / (usual + USUAL)
        for t in range(n_targets):
            coverage = sum(other[t] for other in incidence) / n_members
            total += _nats(row[t], min(max(diligence * coverage, LEAST), 0.98))
    return total


def cost(members, targets, lots):
    """Nats to say whether targets go by seller, and of each member and lot of targets where it belongs.

    Where n of them belong is said by their numbers, each of two below n + 1, and then by which of the
    arrangements with these numbers it is.
    """
    of_lots = dict(zip(lots, targets))
    total = math.log(2)
    for items in (members, list(of_lots.values())):
        arrangements = math.factorial(len(items))
        for count in Counter(map(tuple, items)).values():
            arrangements //= math.factorial(count)
        total += math.log(arrangements) + 2 * math.log(len(items) + 1)
    return total

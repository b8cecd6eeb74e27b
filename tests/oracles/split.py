"""What two overlapping blocks save over one, pair by pair."""

from __future__ import annotations

import math

STRAY, LEAST = 0.02, 0.06


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
            if not shared:
                continue
            best = max(rate) if len(shared) == 2 else rate[shared[0]]
            total += math.log(best / STRAY) if row[t] else math.log((1 - best) / (1 - STRAY))
    return total

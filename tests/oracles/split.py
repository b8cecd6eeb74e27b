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


#: The ways of belonging: to the first part, to the second, to both.
WAYS = ((True, False), (False, True), (True, True))


def gain(incidence, members, at, members_of, targets_of):
    """Nats by which some pairs are likelier inside parts than as strays, the parts' coverage being as it is.

    `at` are the pairs (row, column); `members` belong to the parts of which coverage is taken, `members_of`
    and `targets_of` say to which parts each row and column would belong.
    """
    total = 0.0
    for i, t in at:
        shared = [part for part in (0, 1) if members_of[i][part] and targets_of[t][part]]
        rates = []
        for part in shared:
            inside = [row[t] for row, belongs in zip(incidence, members) if belongs[part]]
            rates.append(max((sum(inside) + 0.5) / (len(inside) + 1), LEAST))
        if rates:
            total += _nats(incidence[i][t], max(rates))
    return total


def member_gains(incidence, members, targets):
    """For each member the nats of its pairs by each way in which it might belong."""
    return [
        [gain(incidence, members, [(i, t) for t in range(len(targets))], {i: way}, targets) for way in WAYS]
        for i in range(len(incidence))
    ]


def target_gains(incidence, members, lot):
    """The nats of a lot of targets by each way in which all of them might belong."""
    pairs = [(i, t) for i in range(len(incidence)) for t in lot]
    return [gain(incidence, members, pairs, members, dict.fromkeys(lot, way)) for way in WAYS]


def refined(incidence, targets, lots, rounds):
    """Assign members and lots in turn; None when two ways explain the same equally well.

    At first a member belongs to the part of whose targets it reviewed more, to both where that is the same.
    """
    members = []
    for row in incidence:
        of = [[is_there for is_there, belongs in zip(row, targets) if belongs[part]] for part in (0, 1)]
        first, second = (sum(part) / len(part) for part in of)
        members.append((first >= second, second >= first))
    for _ in range(rounds):
        gains = member_gains(incidence, members, targets)
        of_lots = {}
        members = [_best(ways) for ways in gains]
        for lot in set(lots) if None not in members else ():
            own = [t for t, other in enumerate(lots) if other == lot]
            of_lots[lot] = _best(target_gains(incidence, members, own))
        if None in [*members, *of_lots.values()]:
            return None
        moved = [of_lots[lot] for lot in lots]
        if moved == list(map(tuple, targets)):
            break
        targets = moved
    return members, targets


def _best(gains):
    best, second = sorted(gains, reverse=True)[:2]
    return WAYS[gains.index(best)] if best > second + 1e-9 else None


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

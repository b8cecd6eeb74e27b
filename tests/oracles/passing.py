"""What passes between rings by its definition, account by account; nothing here is shared with the source."""

from __future__ import annotations

import math

DAY = 86_400


def starts(ring, account):
    return (
        None if account not in ring.members or not ring.spans else ring.spans[ring.members.index(account)][0]
    )


def ends(ring, account):
    first, last = ring.spans[ring.members.index(account)]
    return max(last - DAY, first)


def holds(ring, account, token):
    for (name, *_), places in zip(ring.tokens, ring.holders, strict=True):
        if name == token and ring.members.index(account) in places:
            return True
    return False


def passed(new, old, fresh):
    """Return values, carriers, holders and pairs of accounts, every account compared with every other."""
    before = [b for b in old.members if b not in new.members]
    after = [a for a in new.members if a not in old.members and a in fresh]
    values, carriers, holders = set(), set(), set()
    for token, mine, everybody in new.tokens:
        for other, theirs, everybody_then in old.tokens:
            if other != token or token.startswith("promo_code:"):
                continue
            if 2 * (mine + theirs) < max(everybody, everybody_then):
                continue
            held = [b for b in before if holds(old, b, token)]
            for a in after:
                if held and holds(new, a, token) and all(starts(new, a) > ends(old, b) for b in held):
                    values.add(token)
                    carriers.add(a)
                    holders |= set(held)
    pairs = sum(starts(new, a) > ends(old, b) for a in after for b in before)
    return sorted(values), sorted(carriers), sorted(holders), pairs


def overlapping(rings):
    """Count the pairs of accounts of different rings of which neither can be what the other became."""
    every = [(name, account) for name, ring in rings.items() for account in ring.members]
    return sum(
        starts(rings[r], a) <= ends(rings[s], b) and starts(rings[s], b) <= ends(rings[r], a)
        for place, (r, a) in enumerate(every)
        for s, b in every[place + 1 :]
        if r != s
    )


def stranger_probability(count, shape, rate, n_pairs, steps=200_000):
    """Return the probability of a Poisson number whose mean has a gamma law: summed over means."""
    most = (shape + 40.0) / rate
    width, total = most / steps, 0.0
    for step in range(steps):
        theta = (step + 0.5) * width
        density = shape * math.log(rate) - math.lgamma(shape) + (shape - 1.0) * math.log(theta) - rate * theta
        mean = theta * n_pairs
        total += math.exp(density - mean + count * math.log(mean) - math.lgamma(count + 1.0)) * width
    return total

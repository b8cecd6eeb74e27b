"""Windows of creations by their definition, over lists of minutes; nothing here knows of arrays."""

from __future__ import annotations

import math

DAY = 1440


def windows(created, least_members, length):
    """Return the accounts of each window, the most surprising first, none that overlaps one before.

    `created` is a list of (minute, account) in order; a window begins with a creation and is `length` minutes
    long, and is compared with five days on each side.
    """
    found = []
    for place, (begin, _) in enumerate(created):
        inside = [k for k, (minute, _) in enumerate(created) if k >= place and minute < begin + length]
        near = [k for k, (m, _) in enumerate(created) if begin - 5 * DAY <= m < begin + length + 5 * DAY]
        n, expected = len(inside), (len(near) - len(inside) + 1) * length / (10 * DAY)
        nats = n * math.log(n / expected) - (n - expected) if n > expected else 0.0
        if n >= least_members and nats >= 12.0:
            found.append((-nats, place, inside))
    kept, taken = [], set()
    for _, _, inside in sorted(found):
        if not taken & {*inside}:
            taken |= {*inside}
            kept.append(sorted(created[k][1] for k in inside))
    return kept

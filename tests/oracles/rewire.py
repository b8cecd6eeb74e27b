"""SplitMix64 and the shuffle built on it, in Python's unbounded integers."""

from __future__ import annotations

_MODULUS = 2**64


def splitmix64(seed, counter):
    """Return output number `counter` of SplitMix64 started at `seed`."""
    z = (seed + (counter + 1) * 0x9E3779B97F4A7C15) % _MODULUS
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9 % _MODULUS
    z = (z ^ (z >> 27)) * 0x94D049BB133111EB % _MODULUS
    return z ^ (z >> 31)


def permute_within_groups(labels, groups, seed):
    """Fisher-Yates inside each group; position i of the grouped order draws number i."""
    order = sorted(range(len(labels)), key=lambda i: (groups[i], i))
    labels, start = list(labels), 0
    for group in sorted(set(groups)):
        members = [i for i in order if groups[i] == group]
        start = order.index(members[0])
        for last in range(len(members) - 1, 0, -1):
            chosen = (splitmix64(seed, start + last) >> 32) * (last + 1) >> 32
            a, b = members[last], members[chosen]
            labels[a], labels[b] = labels[b], labels[a]
    return labels

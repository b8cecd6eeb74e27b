"""False-discovery estimates by counting, and null worlds by listing."""

from __future__ import annotations


def decoy_share(scores, decoys, n_worlds):
    """For each rank: decoys that score as high, per world, over the rings down to that rank.

    `decoys` are pairs of a score and the share of the reviews that was searched.
    """
    return [
        sum(1 / share for decoy, share in decoys if decoy >= score) / max(n_worlds, 1) / rank
        for rank, score in enumerate(scores, 1)
    ]


def e_bh_level(bits, n_tests):
    """For each e-value 2^bits: the least level at which e-BH (Wang & Ramdas 2022, §3) rejects it, at most 1.

    Level a rejects the k largest, for the largest k whose k-th largest e-value is at least n_tests / (a k).
    """
    ranked = sorted(bits, reverse=True)
    levels = []
    for own in bits:
        admitting = [
            n_tests / (2.0 ** min(value, 1000) * k) for k, value in enumerate(ranked, 1) if value <= own
        ]
        levels.append(min([*admitting, 1.0]))
    return levels


def pools(minute, stratum, size):
    """Cut each stratum's reviews, in order of time, into parts of nearly equal number: sets of positions."""
    found = []
    for label in sorted(set(stratum)):
        mine = sorted((i for i, s in enumerate(stratum) if s == label), key=lambda i: (minute[i], i))
        n_parts = max(len(mine) // size, 1)
        parts = [[] for _ in range(n_parts)]
        for place, i in enumerate(mine):
            parts[place * n_parts // len(mine)].append(i)
        found += [frozenset(part) for part in parts]
    return set(found)


def ring_odds(hypotheses, bins, counts_for):
    """Log-odds in bits of a ring: the two mixtures by multiplying powers of probabilities, exactly enough.

    `counts_for` says of each measure what its probability is raised to.
    """
    from decimal import Decimal, localcontext

    with localcontext() as context:
        context.prec = 60
        total = {True: Decimal(0), False: Decimal(0)}
        for one in hypotheses:
            value = Decimal(one.weight)
            for measure, place in bins.items():
                value *= Decimal(one.laws[measure][place]) ** Decimal(counts_for(measure))
            total[one.is_ring] += value
        return float((total[True] / total[False]).ln() / Decimal(2).ln())

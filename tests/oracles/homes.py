"""The home of each account by its definition, from plain rows of reviews."""

from __future__ import annotations

from collections import Counter

MOST = 63


def homes(rows):
    """Return (the name of each account's home by account, the names of all homes).

    `rows` are (account, product, marketplace or None), each pair of account and product once. Marketplaces
    are told apart up to the 63 of most reviews, ties by name; None stands for all others and for what is
    unknown.
    """
    sizes = Counter(market for _, _, market in rows if market is not None)
    told_apart = sorted(sizes, key=lambda market: (-sizes[market], market))[:MOST]
    of = {}
    for account in sorted({account for account, _, _ in rows}):
        own = Counter(market for other, _, market in rows if other == account and market in told_apart)
        of[account] = min(own, key=lambda market: (-own[market], market)) if own else None
    return of, sorted(told_apart)


def shares(rows):
    """Return the share of all accounts at home in each, one more account granted to each; None is first."""
    of, names = homes(rows)
    counts = Counter(of.values())
    return [(counts[name] + 1) / (len(of) + len(names) + 1) for name in (None, *names)]

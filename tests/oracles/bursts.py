"""Candidates of bursts by their definition, over lists of reviews; nothing here knows of arrays."""

from __future__ import annotations

import math
from collections import Counter
from itertools import pairwise
from typing import NamedTuple

DAY = 1440


class Window(NamedTuple):
    """Reviews of one product one after the other: the first and the last of its list, both inclusive."""

    product: int
    first: int
    last: int


class Found(NamedTuple):
    """A candidate: its accounts, its products with how many reviews they have and should have, its nats."""

    members: list[int]
    n: dict[int, int]
    expected: dict[int, float]
    surplus: float


def surplus(n, expected):
    return n * math.log(n / expected) - (n - expected) if n > expected else 0.0


class Market:
    """Reviews (account, product, minute), each product's in order of time, and its seller, -1 if unknown.

    `cards` are the accounts that hold each card.
    """

    def __init__(self, reviews, sellers, cards=()):
        self.sellers = sellers
        self.cards = [{*holders} for holders in cards if 1 < len({*holders}) <= 60]
        self.of = {p: [] for p in range(len(sellers))}
        for account, product, minute in sorted(reviews, key=lambda r: (r[2], r[0])):
            self.of[product].append((minute, account))
        self.written = Counter(account for account, _, _ in reviews)
        times = [minute for _, _, minute in reviews]
        self.span = max(max(times) - min(times), DAY)

    def begin(self, window):
        return self.of[window.product][window.first][0]

    def end(self, window):
        return self.of[window.product][window.last][0]

    def usual(self, window):
        """Return how many reviews the product sees in as long a time, by those outside of the window."""
        times = [minute for minute, _ in self.of[window.product]]
        length = self.end(window) - self.begin(window)
        sold = times[-1] - times[0] + 60 * DAY
        others = len(times) - (window.last - window.first + 1)
        return (others + 1) * max(length, DAY) / max(sold - length, DAY)

    def campaigns(self, windows):
        """Return lists of windows that belong together: each alone, of one seller, day, or set of cards."""
        found = [[window] for window in windows]
        for seller in sorted({*self.sellers} - {-1}):
            own = sorted((w for w in windows if self.sellers[w.product] == seller), key=self.begin)
            run = []
            for window in own:
                if run and self.begin(window) - self.begin(run[-1]) > 14 * DAY:
                    found.append(run)
                    run = []
                run.append(window)
            found.append(run)
        found = [run for run in found if len(run) == 1 or len({w.product for w in run}) > 1]
        short = [w for w in windows if self.end(w) - self.begin(w) <= 2 * DAY]
        days = Counter(self.begin(w) // DAY for w in short)
        usual = max(len(short) / max(self.span / DAY, 1), 0.05)
        for day, count in days.items():
            if count >= 4 and surplus(count, usual) > 10:
                found.append([w for w in short if abs(self.begin(w) // DAY - day) <= 1])
        return found + self.sharing(windows)

    def alone(self, window):
        """Return the accounts of a window that wrote two reviews at most."""
        inside = self.of[window.product][window.first : window.last + 1]
        return {account for _, account in inside if self.written[account] <= 2}

    def sharing(self, windows):
        """Return the windows of several products linked by two cards that accounts of both hold.

        For each card, its windows are looked at in order, each beside the next.
        """
        pairs = Counter()
        for card in self.cards:
            held = [k for k, window in enumerate(windows) if card & self.alone(window)]
            pairs.update(pairwise(held))
        linked = [p for p, n in pairs.items() if n >= 2]
        label = list(range(len(windows)))
        for a, b in linked:
            if windows[a].product != windows[b].product:
                label = [label[a] if one == label[b] else one for one in label]
        groups = [[w for w, own in zip(windows, label) if own == one] for one in dict.fromkeys(label)]
        return [group for group in groups if len(group) > 1]

    def candidate(self, campaign, min_members):
        """Return the campaign's dedicated accounts, all where hardly anybody would have come; or None."""
        longest = {}
        for window in campaign:
            best = longest.get(window.product)
            if best is None or window.last - window.first > best.last - best.first:
                longest[window.product] = window
        inside = {p: self.of[p][w.first : w.last + 1] for p, w in longest.items()}
        counts = Counter(account for part in inside.values() for _, account in part)
        usual = {p: self.usual(w) for p, w in longest.items()}
        is_all = len(longest) >= 4 and len(counts) >= 10 * 3 * sum(usual.values())
        members = sorted(a for a, n in counts.items() if is_all or 2 * n >= self.written[a])
        if len(members) < min_members:
            return None
        n = {p: sum(account in members for _, account in inside[p]) for p in sorted(longest)}
        choose = math.log(max(len(self.sellers), 2))
        total = sum(surplus(n[p], 3 * usual[p]) - choose for p in n)
        if total <= 0:
            return None
        return Found(members, {p: n[p] for p in n if n[p]}, {p: usual[p] for p in n if n[p]}, total)

    def candidates(self, windows, min_members):
        """Return candidates by falling evidence, none that shares half of the smaller one with one before."""
        found = [self.candidate(campaign, min_members) for campaign in self.campaigns(windows) if campaign]
        kept = []
        for one in sorted((f for f in found if f is not None), key=lambda f: -f.surplus):
            if all(
                len({*one.members} & {*other.members}) < 0.5 * min(len(one.members), len(other.members))
                for other in kept
            ):
                kept.append(one)
        return kept

"""Slow, obvious twins of the search for copies of reviews, over rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import combinations
from typing import Any

Row = dict[str, Any]


def listing_families(rows: Sequence[Row]) -> dict[str, str]:
    """Return for each listing the least of its family, by the rule in the docstring of the source.

    Rows have reviewer, product, minute (not None, with a time of day) and stars, each reviewer and product
    once; there are no texts.
    """
    reviewed: dict[str, dict[str, tuple[int, int]]] = defaultdict(dict)
    for row in rows:
        reviewed[row["product"]][row["reviewer"]] = (row["minute"], row["stars"])
    family = {product: product for product in reviewed}

    def root(product: str) -> str:
        while family[product] != product:
            product = family[product]
        return product

    for one, other in combinations(sorted(reviewed), 2):
        common = reviewed[one].keys() & reviewed[other].keys()
        copies = sum(reviewed[one][person] == reviewed[other][person] for person in common)
        smaller = min(len(reviewed[one]), len(reviewed[other]))
        larger = max(len(reviewed[one]), len(reviewed[other]))
        are_many = copies >= 3 or copies == 2 == larger
        if are_many and copies >= 0.8 * len(common) and copies >= 0.5 * smaller:
            first, second = sorted((root(one), root(other)))
            family[second] = first
    return {product: root(product) for product in reviewed}


def same_reviews(rows: Sequence[Row]) -> set[frozenset[str]]:
    """Return the groups of accounts whose reviews are equal in all but the account."""
    written: dict[str, list[Any]] = defaultdict(list)
    for row in rows:
        written[row["reviewer"]].append((row["product"], row["minute"], row["stars"]))
    groups: dict[Any, set[str]] = defaultdict(set)
    for reviewer, reviews in written.items():
        groups[tuple(sorted(reviews))].add(reviewer)
    return {frozenset(group) for group in groups.values() if len(group) > 1}

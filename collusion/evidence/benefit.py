"""Benefit: do the targets belong to few sellers, who profit together?"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np

from collusion.arrays import Int32Array, Int64Array, frozen
from collusion.evidence.group import Finding, Group
from collusion.graph.build import EntityGraph

FAMILY = "benefit"


@dataclass(frozen=True, slots=True)
class BenefitEvidence:
    """Who sells every product, ready to judge groups.

    Attributes
    ----------
    seller
        Seller of each product, −1 when unknown, shape (n_products,).
    listings
        Products of each seller, shape (n_sellers,).
    """

    seller: Int32Array
    listings: Int64Array
    # How many sellers so many products have, of the numbers that were asked for.
    _by_number: dict[int, float] = field(default_factory=dict, init=False, repr=False, compare=False)

    def missing(self) -> str | None:
        """Return why the tables cannot say, or None when they can."""
        return None if len(self.listings) else "no product has a seller"

    def assess(self, group: Group) -> Finding | None:
        """Compare how the targets are spread over sellers with a draw from all products.

        Parameters
        ----------
        group
            The group.

        Returns
        -------
        Finding or None
            None when fewer than two targets have a known seller.
        """
        sellers = self.seller[group.products]
        sellers = sellers[sellers >= 0]
        if len(sellers) < 2:
            return None
        named, counts = np.unique(sellers, return_counts=True)
        expected = len(sellers) * self.listings[named] / self.listings.sum()
        surplus = (
            counts * np.log(counts / expected) - (counts - expected) - math.log(len(self.listings) + 1.0)
        )
        nats = float(surplus[(surplus > 0) & (counts >= 2)].sum())
        typical = self._typical(len(sellers))
        sentence = (
            f"The {len(sellers):,} targets with a known seller belong to {len(named):,} "
            f"seller{'s' if len(named) != 1 else ''}; as many products drawn at random would have "
            f"{typical:.0f}."
        )
        gathered = float((counts - 1).sum()) / max(len(sellers) - 1, 1)
        chance = 1.0 - min(typical / len(sellers), 1.0)
        effects = {"sellers_shared": max(gathered - chance, 0.0)}
        return Finding(FAMILY, nats / math.log(2), float(len(named)), typical, sentence, effects=effects)

    def _typical(self, n: int) -> float:
        """Return how many sellers `n` products drawn at random have: O(n_sellers), once for each number."""
        if n not in self._by_number:
            share = self.listings / self.listings.sum()
            self._by_number[n] = float((1.0 - (1.0 - share) ** n).sum())
        return self._by_number[n]


def prepare_benefit(graph: EntityGraph) -> BenefitEvidence:
    """Count the listings of every seller: O(n_products)."""
    known = graph.product_seller[graph.product_seller >= 0]
    return BenefitEvidence(graph.product_seller, frozen(np.bincount(known, minlength=len(graph.sellers))))

"""The search space: the review graph, the parameters of block growth, and the size tiers of products."""

from __future__ import annotations

from typing import NamedTuple

from collusion.kernels import blocks


class SearchSpace(NamedTuple):
    """The space in which candidates grow.

    Attributes
    ----------
    world
        The review graph.
    rules
        The numbers of block growth.
    product_caps
        Reviews beyond which a product is no target on each rung of the ladder, rising.
    """

    world: blocks.World
    rules: blocks.Rules
    product_caps: list[int]

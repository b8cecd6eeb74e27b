"""Links: weighted pairs of reviewers, from one channel or fused from several."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from collusion.arrays import Float32Array, Int32Array, frozen


@dataclass(frozen=True, slots=True)
class Links:
    """Pairs of reviewers with a weight, sorted by (source, target), each pair once.

    Attributes
    ----------
    source, target
        Reviewers, source < target, shape (n_links,).
    weight
        Evidence that the two are one hand, nats or capped units, shape (n_links,).
    """

    source: Int32Array
    target: Int32Array
    weight: Float32Array

    def __len__(self) -> int:
        """Return the number of links."""
        return len(self.source)


def no_links() -> Links:
    """Return no links at all."""
    nodes = frozen(np.zeros(0, np.int32))
    return Links(nodes, nodes, frozen(np.zeros(0, np.float32)))


def fuse(channels: list[tuple[Links, float]]) -> Links:
    """Fuse the links of several channels into one link graph.

    Parameters
    ----------
    channels
        Each channel's links and the weight at which it saturates: a family says "surely" only once.

    Returns
    -------
    Links
        Every linked pair once; its weight is the sum over channels of min(weight, cap) / cap.

    Notes
    -----
    O(m log m) for m links in all.
    """
    parts = [(links, cap) for links, cap in channels if len(links)]
    if not parts:
        return no_links()
    keys = np.concatenate([links.source.astype(np.int64) << 32 | links.target for links, _ in parts])
    weights = np.concatenate([np.minimum(links.weight, cap).astype(np.float64) / cap for links, cap in parts])
    pairs, index = np.unique(keys, return_inverse=True)
    total = np.bincount(index, weights=weights, minlength=len(pairs))
    source, target = (pairs >> 32).astype(np.int32), (pairs & 0xFFFFFFFF).astype(np.int32)
    return Links(frozen(source), frozen(target), frozen(total.astype(np.float32)))

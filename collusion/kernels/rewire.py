"""Null markets: permute which product each review is of; every account's and product's degree is kept.

Reviews trade products only inside their group (say month x stratum), so each account keeps its number of
reviews in each group, and so does each product.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from collusion.arrays import Int32Array
from collusion.kernels.csr import row_pointers
from collusion.kernels.jit import inner_kernel, kernel
from collusion.kernels.radix import bits_for, sort_packed
from collusion.kernels.random import mix, random_below
from collusion.kernels.views import readonly

MAX_TRIES = 64
_REPAIR_STREAM = np.uint64(0xD1B54A32D192ED03)  # keeps the repair's random numbers apart from the shuffle's


class Rewired(NamedTuple):
    """The new `product` of each review, shape (m,), and how many reviews still repeat an earlier pair."""

    product: Int32Array
    n_repeated: int


def permute_within_groups(labels: Int32Array, groups: Int32Array, n_groups: int, seed: int) -> Int32Array:
    """Shuffle labels among the positions of each group.

    Parameters
    ----------
    labels
        Label of each position, shape (m,).
    groups
        Group of each position, shape (m,), in 0 … n_groups - 1.
    n_groups
        Number of groups.
    seed
        Seed in 0 … 2^64 - 1; the same seed gives the same shuffle.

    Returns
    -------
    Int32Array
        Shuffled labels, shape (m,): in each group the same labels as before. O(m) (Fisher & Yates).
    """
    members, starts = _members_by_group(groups, n_groups)
    return _permute(readonly(labels, np.int32), members, starts, np.uint64(seed))


def rewire(reviewer: Int32Array, product: Int32Array, group: Int32Array, n_groups: int, seed: int) -> Rewired:
    """Shuffle products among the reviews of each group, then undo repeated (reviewer, product) pairs.

    Parameters
    ----------
    reviewer, product, group
        Account, product and group of each review, shape (m,).
    n_groups
        Number of groups.
    seed
        Seed in 0 … 2^64 - 1.

    Returns
    -------
    Rewired
        The new products. A repeated pair trades places with up to 64 random partners of its group; what
        cannot be mended (an account that reviewed most of a tiny group) stays and is counted. O(m).
    """
    members, starts = _members_by_group(group, n_groups)
    shuffled = _permute(readonly(product, np.int32), members, starts, np.uint64(seed))
    repair_seed = np.uint64(mix(np.uint64(seed) ^ _REPAIR_STREAM))
    n_repeated = _repair(
        readonly(reviewer, np.int32), shuffled, readonly(group, np.int32), members, starts, repair_seed
    )
    return Rewired(shuffled, int(n_repeated))


def _members_by_group(groups: Int32Array, n_groups: int) -> tuple[Any, Any]:
    keys = groups.astype(np.uint64)
    _, members = sort_packed(keys, np.arange(keys.size, dtype=np.uint32), ((0, bits_for(n_groups)),))
    return members, row_pointers(readonly(groups, np.int32), n_groups)


@kernel
def _permute(labels: Int32Array, members: Any, starts: Any, seed: np.uint64) -> Int32Array:
    shuffled = labels.copy()
    for group in range(starts.size - 1):
        start = np.uint64(starts[group])
        for i in range(starts[group + 1] - starts[group] - 1, 0, -1):
            last = np.uint64(i)
            chosen = random_below(seed, start + last, last + np.uint64(1))
            a, b = members[start + last], members[start + chosen]
            shuffled[a], shuffled[b] = shuffled[b], shuffled[a]
    return shuffled


@inner_kernel
def _slot(keys: Any, key: np.uint64) -> np.uint64:
    """Find the slot that holds `key`, or the free one where it belongs (open addressing; 0 means free)."""
    mask = np.uint64(keys.size - 1)
    slot = mix(key) & mask
    while keys[slot] != key and keys[slot] != np.uint64(0):
        slot = (slot + np.uint64(1)) & mask
    return slot


@inner_kernel
def _pair_key(reviewer: Any, product: Any) -> np.uint64:
    # reviewers count from one, so that no pair packs to the zero of a free slot
    return ((np.uint64(reviewer) + np.uint64(1)) << np.uint64(32)) | np.uint64(product)


@kernel
def _repair(
    reviewer: Int32Array, product: Int32Array, group: Int32Array, members: Any, starts: Any, seed: np.uint64
) -> int:
    """Swap repeated pairs away in place; return how many stay."""
    size = 2
    while size < 2 * reviewer.size + 2:
        size *= 2
    keys, held = np.zeros(size, np.uint64), np.zeros(size, np.int32)
    repeats = np.empty(reviewer.size, np.uint32)
    n_repeats = 0
    for i in range(reviewer.size):
        slot = _slot(keys, _pair_key(reviewer[i], product[i]))
        keys[slot] = _pair_key(reviewer[i], product[i])
        held[slot] += 1
        if held[slot] > 1:
            repeats[n_repeats] = i
            n_repeats += 1
    counter = np.uint64(0)
    for r in range(n_repeats):
        i = repeats[r]
        own = _slot(keys, _pair_key(reviewer[i], product[i]))
        start, end = starts[group[i]], starts[np.int64(group[i]) + 1]
        tries = 0
        while held[own] > 1 and tries < MAX_TRIES:
            tries += 1
            counter += np.uint64(1)
            j = members[np.uint64(start) + random_below(seed, counter, np.uint64(end - start))]
            mine = _slot(keys, _pair_key(reviewer[i], product[j]))
            theirs = _slot(keys, _pair_key(reviewer[j], product[i]))
            if reviewer[i] == reviewer[j] or held[mine] > 0 or held[theirs] > 0:
                continue
            held[own] -= 1
            held[_slot(keys, _pair_key(reviewer[j], product[j]))] -= 1
            keys[mine] = _pair_key(reviewer[i], product[j])
            held[mine] = 1
            # the first insertion may have taken the free slot that the second one was shown
            theirs = _slot(keys, _pair_key(reviewer[j], product[i]))
            keys[theirs] = _pair_key(reviewer[j], product[i])
            held[theirs] = 1
            product[i], product[j] = product[j], product[i]
            break
    n_repeated = 0
    for i in range(size):
        n_repeated += max(held[i] - 1, 0)
    return n_repeated

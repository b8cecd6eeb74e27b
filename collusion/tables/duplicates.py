"""Find reviews that are there several times: on several listings of a family, or on two listings."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import polars as pl
from numpy.typing import NDArray

from collusion.arrays import BoolArray, Int32Array, Int64Array, IntArray
from collusion.minutes import DAY, NO_TIME
from collusion.tables.codes import Pairs

Fetch: TypeAlias = Callable[[Int64Array], pl.DataFrame]
"""Returns ``posted_at``, and ``text`` where there is one, of reviews by place in the canonical order."""

#: When so few minutes of the day hold nearly all times, the times are dates.
_DATE_MINUTES, _NEARLY_ALL = 3, 0.9
#: Times by which it is told.
_SAMPLE = 100_000
#: So many characters are hardly written twice by chance.
_LONG_TEXT = 40
#: Reviews that two listings of a family have in common at least.
_MIN_COPIES = 3
#: Share of their common reviewers whose reviews are copies, and share of the smaller listing's reviews.
_OF_COMMON, _OF_SMALLER = 0.8, 0.5
_AT_ONCE = 1 << 20


@dataclass(frozen=True, slots=True)
class Listings:
    """Listings that show the same reviews.

    Attributes
    ----------
    family
        The least product of each product's family, shape (n_products,).
    is_copy
        Pairs outside of families that repeat a review on another listing, shape (n_pairs,).
    """

    family: Int32Array
    is_copy: BoolArray


def are_dates(minute: Int32Array) -> bool:
    """Say whether times are mere dates: nearly all at few minutes of the day, whatever the zone.

    Of many times, every so many are looked at.
    """
    some = minute[:: max(len(minute) // _SAMPLE, 1)]
    known = some[some != NO_TIME]
    if len(known) == 0:
        return True
    common = np.sort(np.bincount(known % DAY, minlength=DAY))[-_DATE_MINUTES:]
    return bool(common.sum() >= _NEARLY_ALL * len(known)) and len(known) > _DATE_MINUTES


def find_listing_copies(
    pairs: Pairs, n_products: int, words: Words, *, has_text: bool, moments: Int64Array | None = None
) -> Listings:
    """Find listings that show the same reviews, and single reviews shown on several listings.

    Parameters
    ----------
    pairs
        Who reviewed what.
    n_products
        Number of products.
    words
        Times and texts of reviews.
    has_text
        Whether reviews have texts.
    moments
        What `same_moment` says of these pairs, where that is known.

    Returns
    -------
    Listings
        Two listings are of one family when at least three reviewers, and most of those who reviewed both,
        have the same review (time, stars and text) on both, and these are at least half of the reviews of
        the smaller one; two reviews are enough when the listings have no others. Where times are mere dates
        or unknown, only reviews with a long text count, and most of those of both listings must be copies.

    Notes
    -----
    Expected O(n) in slices that fit the cache; texts are fetched only of reviews that agree in account, time
    and stars.
    """
    family, is_copy = np.arange(n_products, dtype=np.int32), np.zeros(len(pairs.product), dtype=np.bool_)
    is_exact = not are_dates(pairs.minute)
    if not (is_exact or has_text):
        return Listings(family, is_copy)
    places = same_moment(pairs, words) if moments is None else moments
    words.see(pairs.row[places])
    first, second = _copies(pairs, places, words, is_exact=is_exact)
    degree = np.bincount(pairs.product, minlength=n_products)
    is_asked = np.zeros(n_products, dtype=np.bool_)
    is_asked[pairs.product[np.concatenate([first, second])]] = True
    among = np.flatnonzero(is_asked[pairs.product])
    if not is_exact:
        words.see(pairs.row[among])
        among = among[words.is_long(pairs.row[among])]
    source, target = _family_links(pairs, among, first, second, of_both=not is_exact)
    if len(source):
        from collusion.kernels import components  # keeps numba out of light commands

        family = components.connected_components(n_products, source, target).astype(np.int32)
    if is_exact:
        long = words.is_long(pairs.row[first])
        is_copy[_elsewhere(pairs.product, family, degree, first[long], second[long])] = True
    return Listings(family, is_copy)


def same_moment(pairs: Pairs, words: Words) -> Int64Array:
    """Return pairs whose reviewer may have another of the same time, stars and text, ascending: O(n)."""
    from collusion.kernels.repeats import mixed, repeated_places  # keeps numba out of light commands

    degree = np.diff(pairs.indptr)
    marks = np.arange(_AT_ONCE, len(pairs.product), _AT_ONCE)
    ends = np.unique(np.searchsorted(pairs.indptr[1:], marks) + 1)
    found = [np.zeros(0, dtype=np.int64)]
    for first, last in itertools.pairwise(np.unique([0, *ends, len(degree)]).tolist()):
        some = slice(int(pairs.indptr[first]), int(pairs.indptr[last]))
        reviewer = np.repeat(np.arange(first, last), degree[first:last])
        mark = mixed(reviewer, pairs.minute[some], pairs.stars[some], words.hints(pairs.row[some]))
        found.append(repeated_places([mark]) + some.start)
    return np.concatenate(found)


def reviewers_of(pairs: Pairs, places: Int64Array) -> Int64Array:
    """Return the reviewer of each of some pairs, shape (n,)."""
    return np.searchsorted(pairs.indptr, places, side="right") - 1


def _copies(
    pairs: Pairs, places: Int64Array, words: Words, *, is_exact: bool
) -> tuple[Int64Array, Int64Array]:
    """Return which of some pairs are one review on two listings, as links of two pairs."""
    from collusion.kernels.repeats import mixed  # keeps numba out of light commands

    telling = words.is_long(pairs.row[places]) | (is_exact & (pairs.minute[places] != NO_TIME))
    places = places[telling]
    key = mixed(
        reviewers_of(pairs, places),
        pairs.minute[places],
        pairs.stars[places],
        words.of(pairs.row[places]),
    )
    return linked(places, key)


def linked(places: Int64Array, key: NDArray[np.uint64]) -> tuple[Int64Array, Int64Array]:
    """Link places with equal keys: each with the next, and with the first.

    Parameters
    ----------
    places
        Distinct places, shape (n,).
    key
        The key of each, shape (n,).

    Returns
    -------
    tuple
        Both ends of each link; of k places with one key fewer than 2k links, enough to join them all.
    """
    order = np.lexsort((places, key))
    places, key = places[order], key[order]
    same = np.zeros(len(key), dtype=np.bool_)
    same[1:] = key[1:] == key[:-1]
    start = np.maximum.accumulate(np.where(same, 0, np.arange(len(key))))
    at = np.flatnonzero(same)
    far = at[start[at] < at - 1]
    first = np.concatenate([places[at - 1], places[start[far]]])
    return first, np.concatenate([places[at], places[far]])


class Words:
    """Times and texts of reviews, as hashes; each review is fetched once.

    Parameters
    ----------
    fetch
        Returns times and texts of some reviews.
    hints
        A few bits of a hash of each review's text, equal where texts are, shape (n_reviews,): most reviews
        that agree in all else are told apart by them, and never fetched. None where nothing is known.
    """

    def __init__(self, fetch: Fetch, hints: NDArray[np.uint16] | None = None) -> None:
        self._fetch = fetch
        self._hints = hints
        self._rows = np.zeros(0, dtype=np.int64)
        self._hashes, self._lengths = np.zeros(0, dtype=np.uint64), np.zeros(0, dtype=np.int64)

    def hints(self, rows: IntArray) -> NDArray[np.uint16]:
        """Return what is known of the text of each of some reviews, seen or not."""
        return np.zeros(len(rows), dtype=np.uint16) if self._hints is None else self._hints[rows]

    def see(self, *rows: IntArray) -> None:
        """Fetch reviews that were not seen yet: one pass over the table, however many sets are given."""
        new = np.setdiff1d(np.concatenate(rows).astype(np.int64), self._rows)
        hashes, lengths = [self._hashes], [self._lengths]
        for low in range(0, len(new), _AT_ONCE):
            frame = self._fetch(new[low : low + _AT_ONCE])
            hashes.append(frame.hash_rows(seed=0).to_numpy())
            has_text = "text" in frame.columns
            lengths.append(
                frame["text"].str.len_chars().fill_null(0).cast(pl.Int64).to_numpy()
                if has_text
                else np.zeros(len(frame), np.int64)
            )
        known = np.concatenate([self._rows, new])
        order = np.argsort(known)
        self._rows = known[order]
        self._hashes, self._lengths = np.concatenate(hashes)[order], np.concatenate(lengths)[order]

    def of(self, rows: IntArray) -> NDArray[np.uint64]:
        """Return a hash of time and text of each of some reviews that were seen."""
        return self._hashes[np.searchsorted(self._rows, rows)]

    def is_long(self, rows: IntArray) -> BoolArray:
        """Say which reviews that were seen have a text that is hardly written twice."""
        return np.asarray(self._lengths[np.searchsorted(self._rows, rows)] >= _LONG_TEXT)


def _family_links(
    pairs: Pairs, among: Int64Array, first: Int64Array, second: Int64Array, *, of_both: bool
) -> tuple[Int32Array, Int32Array]:
    """Return the listings that are of one family: links of two listings each.

    Of the pairs `among` all, which could be copies, those that are must be most `of_both` listings, or at
    least half of the smaller one.
    """
    degree = np.bincount(pairs.product[among], minlength=int(pairs.product.max(initial=0)) + 1)
    low = np.minimum(pairs.product[first], pairs.product[second]).astype(np.int64)
    high = np.maximum(pairs.product[first], pairs.product[second]).astype(np.int64)
    both, copies = np.unique(low << 32 | high, return_counts=True)
    low, high = both >> 32, both & 0xFFFFFFFF
    less, more = np.minimum(degree[low], degree[high]), np.maximum(degree[low], degree[high])
    many = (copies >= _OF_COMMON * more) if of_both else (copies >= _OF_SMALLER * less)
    # Two reviews of two listings are a family when they are all that these have.
    many &= (copies >= _MIN_COPIES) | ((copies == _MIN_COPIES - 1) & (copies == more))
    low, high, copies = low[many], high[many], copies[many]
    common = _n_common(pairs, among, low, high)
    are_one = copies >= _OF_COMMON * common
    return low[are_one].astype(np.int32), high[are_one].astype(np.int32)


def _n_common(pairs: Pairs, among: Int64Array, low: Int64Array, high: Int64Array) -> Int64Array:
    """Count the reviewers that some listings have in common with others, among some pairs, shape (n,)."""
    asked = np.unique(np.concatenate([low, high]))
    among = among[np.isin(pairs.product[among], asked)]
    among = among[np.argsort(pairs.product[among], kind="stable")]
    reviewer = reviewers_of(pairs, among)
    starts = np.searchsorted(pairs.product[among], asked)
    ends = np.searchsorted(pairs.product[among], asked, side="right")
    of = {p: reviewer[a:b] for p, a, b in zip(asked.tolist(), starts, ends, strict=True)}
    counts = [
        len(np.intersect1d(of[a], of[b], assume_unique=True))
        for a, b in zip(low.tolist(), high.tolist(), strict=True)
    ]
    return np.array(counts, dtype=np.int64)


def _elsewhere(
    product: Int32Array, family: Int32Array, degree: Int64Array, first: Int64Array, second: Int64Array
) -> Int64Array:
    """Return of each review that links join the pairs outside of the family of its most reviewed listing.

    Of listings with as many reviews the earlier counts as the most reviewed one.
    """
    others, at = np.unique(second, return_inverse=True)
    # Every place of a review but its first one is linked with the first.
    review = others.copy()
    np.minimum.at(review, at, first)
    firsts = np.unique(review)
    places, review = np.concatenate([firsts, others]), np.concatenate([firsts, review])
    order = np.lexsort((product[places], -degree[product[places]], review))
    places, review = places[order], review[order]
    is_largest = np.ones(len(review), dtype=np.bool_)
    is_largest[1:] = review[1:] != review[:-1]
    of_each = family[product[places]]
    elsewhere = of_each != of_each[is_largest][np.cumsum(is_largest) - 1]
    return np.asarray(places[elsewhere], dtype=np.int64)

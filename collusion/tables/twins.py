"""Find persons who are there several times: accounts whose reviews are equal in all but the account."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import polars as pl
from numpy.typing import NDArray

from collusion.arrays import Int32Array, Int64Array, IntArray
from collusion.minutes import NO_TIME
from collusion.tables.codes import Pairs
from collusion.tables.duplicates import Words, are_dates, linked, reviewers_of
from collusion.tables.spelling import RULES, normal_form

#: So few accounts with the same reviews are one person; more may be a program's, which are kept apart.
_FEW_ACCOUNTS = 4
#: A source doubles its accounts when so large a share of them are twins, in so many groups, most of one size.
_DOUBLED_SHARE, _DOUBLED_GROUPS, _OF_ONE_SIZE = 0.1, 20, 0.8
#: Of two spellings of an id, so large a share of the reviews of the one with fewer is the other's, too.
_SHARED = 0.8
#: What may stand behind an id, and before one that is a number.
_BEHIND, _BEFORE = r"^[^\p{L}\p{N}][\p{L}\p{N}]{0,3}$", r"^\p{L}{1,4}[^\p{L}\p{N}]?$"


_NONE = np.zeros(0, dtype=np.int64)
_Groups: TypeAlias = tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class Twins:
    """Accounts whose reviews are equal in all but the account.

    Attributes
    ----------
    person
        The least account of each account's person, shape (n_reviewers,).
    groups
        Persons of several accounts: their accounts, ascending.
    apart
        Groups too large to be one person, kept apart.
    """

    person: Int32Array
    groups: _Groups
    apart: _Groups


def find_twins(pairs: Pairs, ids: pl.Series, words: Words, *, also: IntArray = _NONE) -> Twins:
    """Find accounts whose reviews are equal in all but the account.

    Parameters
    ----------
    pairs
        Who reviewed what.
    ids
        Ids of the reviewers.
    words
        Times and texts of reviews.
    also
        Rows of reviews that `words` is to see in the same pass.

    Returns
    -------
    Twins
        Equal reviews make one person of accounts whose ids have the same normal form; where a time of day or
        a long text tells them from chance, also of those whose ids are spellings of one, of two to four with
        several reviews, and of any where the source doubles its accounts. Larger groups with unrelated ids
        may be a program's, and stay apart. Of ids that are spellings of one, most reviews of the one with
        fewer, at times of day, are enough.

    Notes
    -----
    One sum of hashes an account and one look for equal hashes of the pairs: expected O(n) for n pairs; texts
    are fetched only of reviews that agree in product, time and stars, and in what is known of their texts.
    """
    from collusion.kernels.repeats import mixed  # keeps numba out of light commands

    is_exact = not are_dates(pairs.minute)
    mark = mixed(pairs.product, pairs.minute, pairs.stars, words.hints(pairs.row))
    accounts = _alike_accounts(pairs, mark)
    places = _alike_reviews(pairs, mark) if is_exact else _NONE
    words.see(pairs.row[_edges_of(pairs, accounts)], pairs.row[places], also)
    alike = _equal_accounts(pairs, ids, accounts, mark, words, is_exact=is_exact)
    groups, apart = _persons(alike, int(np.count_nonzero(np.diff(pairs.indptr) > 1)))
    links = [(group[0], other) for group in groups for other in group[1:]]
    if is_exact:
        links += _spellings(pairs, ids, places, mark, words)
    if not links:
        return Twins(np.arange(len(ids), dtype=np.int32), (), apart)
    from collusion.kernels import components  # keeps numba out of light commands

    one, other = np.array(links, dtype=np.int32).T
    person = components.connected_components(len(ids), one, other)
    order = np.argsort(person, kind="stable")
    starts = np.flatnonzero(np.diff(person[order], prepend=-1))
    persons = (tuple(accounts.tolist()) for accounts in np.split(order, starts[1:]) if len(accounts) > 1)
    return Twins(person, tuple(persons), apart)


def _alike_accounts(pairs: Pairs, mark: NDArray[np.uint64]) -> Int64Array:
    """Return accounts whose reviews have the same marks as another's, ascending."""
    from collusion.kernels.repeats import mixed, repeated_places  # keeps numba out of light commands

    sums = np.add.reduceat(mark, pairs.indptr[:-1]) if len(pairs.indptr) > 1 else mark
    return repeated_places([mixed(sums, np.diff(pairs.indptr))])


def _alike_reviews(pairs: Pairs, mark: NDArray[np.uint64]) -> Int64Array:
    """Return pairs with a time whose mark another has, too, ascending."""
    from collusion.kernels.repeats import repeated_places  # keeps numba out of light commands

    places = repeated_places([mark])
    return np.asarray(places[pairs.minute[places] != NO_TIME])


def _edges_of(pairs: Pairs, accounts: Int64Array) -> Int64Array:
    """Return the pairs of some accounts, account by account."""
    n_pairs = np.diff(pairs.indptr)[accounts]
    first = np.cumsum(n_pairs) - n_pairs
    return np.asarray(np.arange(n_pairs.sum()) + np.repeat(pairs.indptr[accounts] - first, n_pairs))


def _equal_accounts(
    pairs: Pairs, ids: pl.Series, alike: Int64Array, mark: NDArray[np.uint64], words: Words, *, is_exact: bool
) -> pl.DataFrame:
    """Return which accounts' reviews equal another's: a row each, equal ones by columns degree and mark."""
    from collusion.kernels.repeats import mixed  # keeps numba out of light commands

    edges, n_pairs = _edges_of(pairs, alike), np.diff(pairs.indptr)[alike]
    first = np.cumsum(n_pairs) - n_pairs
    rows = pairs.row[edges]
    said = mixed(mark[edges], words.of(rows))
    tells = words.is_long(rows) | (is_exact & (pairs.minute[edges] != NO_TIME))
    frame = pl.DataFrame(
        {
            "account": alike,
            "id": ids.gather(pl.Series(alike)),
            "degree": n_pairs,
            "mark": np.add.reduceat(said, first) if len(first) else said,
            "telling": np.add.reduceat(tells.astype(np.int64), first) > 0 if len(first) else tells,
        }
    ).with_columns(size=pl.len().over("degree", "mark"))
    return frame.filter(pl.col("size") > 1)


def _spellings(
    pairs: Pairs, ids: pl.Series, places: Int64Array, mark: NDArray[np.uint64], words: Words
) -> list[tuple[int, int]]:
    """Return pairs of accounts whose ids are spellings of one and that share most reviews of the smaller."""
    from collusion.kernels.repeats import mixed  # keeps numba out of light commands

    if not len(places):
        return []
    first, second = linked(places, mixed(mark[places], words.of(pairs.row[places])))
    one, other = reviewers_of(pairs, first), reviewers_of(pairs, second)
    both, n_shared = np.unique(np.minimum(one, other) << 32 | np.maximum(one, other), return_counts=True)
    one, other = both >> 32, both & 0xFFFFFFFF
    degree = np.diff(pairs.indptr)
    most = n_shared >= _SHARED * np.minimum(degree[one], degree[other])
    one, other = one[most], other[most]
    alike = _are_spellings(ids.gather(pl.Series(one)), ids.gather(pl.Series(other))).to_numpy()
    return list(zip(one[alike].tolist(), other[alike].tolist(), strict=True))


def _are_spellings(one: pl.Series, other: pl.Series) -> pl.Series:
    """Say which ids are spellings of others: equal in normal form, or with something put before or behind.

    That is a sign and up to three characters behind (``A1.0``, ``A1-2``), or up to four letters before a
    number (``u7``). ``user1`` and ``user10`` are two accounts.
    """
    frame = pl.DataFrame({"one": one.str.to_lowercase(), "other": other.str.to_lowercase()})
    is_less = pl.col("one").str.len_chars() <= pl.col("other").str.len_chars()
    short = pl.when(is_less).then("one").otherwise("other").alias("short")
    long = pl.when(is_less).then("other").otherwise("one").alias("long")
    extended = frame.select(short, long).select(
        pl.col("long").str.strip_prefix(pl.col("short")).str.contains(_BEHIND)
        | (
            pl.col("short").str.contains(r"^\d+$")
            & pl.col("long").str.strip_suffix(pl.col("short")).str.contains(_BEFORE)
        )
    )
    rules = tuple(RULES)
    return extended.to_series() | (normal_form(one, rules) == normal_form(other, rules))


def _persons(frame: pl.DataFrame, n_busy: int) -> tuple[_Groups, _Groups]:
    """Return which accounts with the same reviews are one person, and which are kept apart.

    So many accounts of the source as `n_busy` have several reviews.
    """
    if frame.is_empty():
        return (), ()
    group = ["degree", "mark"]
    by_length = pl.col("id").sort_by(pl.col("id").str.len_chars(), "id").first().over(group)
    frame = frame.sort("account").with_columns(shortest=by_length)
    frame = frame.with_columns(
        form=normal_form(frame["id"], tuple(RULES)),
        is_spelling=_are_spellings(frame["id"], frame["shortest"]),
    )
    by_group = frame.group_by(group).agg(
        pl.col("account").sort(),
        pl.col("size").first(),
        pl.col("telling").all(),
        alike=pl.col("form").n_unique() == 1,
        within=pl.col("is_spelling").all(),
    )
    is_several = pl.col("telling") & (pl.col("degree") > 1)
    most = _doubled_size(by_group.filter(is_several)["size"], n_busy)
    are_few = (pl.col("degree") > 1) & (pl.col("size") <= _FEW_ACCOUNTS)
    is_one = pl.col("alike") | (pl.col("telling") & (pl.col("within") | are_few | (pl.col("size") <= most)))
    by_group = by_group.with_columns(is_one=is_one).sort(pl.col("account").list.first())
    groups = by_group.filter("is_one")["account"].to_list()
    apart = by_group.filter(~pl.col("is_one") & is_several)["account"].to_list()
    return tuple(map(tuple, groups)), tuple(map(tuple, apart))


def _doubled_size(sizes: pl.Series, n_busy: int) -> int:
    """Return how often a source has its accounts, 0 where it has not doubled them."""
    counts = sizes.value_counts().sort("count", "size", descending=True)
    is_doubled = (
        int(sizes.sum()) >= _DOUBLED_SHARE * n_busy
        and len(sizes) >= _DOUBLED_GROUPS
        and int(counts["count"][0]) >= _OF_ONE_SIZE * len(sizes)
    )
    return int(counts["size"][0]) if is_doubled else 0

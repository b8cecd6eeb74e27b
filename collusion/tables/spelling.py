"""Spellings of ids: rules that make two spellings one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import TypeAlias

import polars as pl

from collusion.tables.characters import (
    DASH,
    DIGIT,
    LARGE_X,
    LETTERS,
    LOWER,
    SMALL_X,
    UPPER,
    characters_of,
)

Rule: TypeAlias = Callable[[pl.Series], pl.Series]

#: Characters that are not seen: zero-width spaces and joiners, word joiner, soft hyphen, byte order mark.
INVISIBLE = "[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]"
_WHOLE_FLOAT = r"^([+-]?\d+)\.0+$"
_SCIENTIFIC = r"^\d(?:\.\d+)?[eE]\+?\d{1,2}$"
#: Characters of the longest number in scientific notation without a dot.
_MOST_SCIENTIFIC = len("1e+99")
_EXCEL_TEXT = r'^="?(.*?)"?$'


def _case(ids: pl.Series) -> pl.Series:
    return ids.str.to_lowercase()


def _unicode(ids: pl.Series) -> pl.Series:
    return changed_among(ids, ids.str.len_bytes() != ids.str.len_chars(), _one_form)


def _one_form(ids: pl.Series) -> pl.Series:
    return ids.str.normalize("NFKC").str.replace_all(INVISIBLE, "").str.strip_chars()


def _zeros(ids: pl.Series) -> pl.Series:
    return changed_among(ids, ids.str.starts_with("0"), lambda some: some.str.replace(r"^0+(.)", "$1"))


def _number(ids: pl.Series) -> pl.Series:
    may_be = ids.str.starts_with("=") | ids.str.contains(".", literal=True) | ids.str.contains(_SCIENTIFIC)
    return changed_among(ids, may_be, _plain_number)


def _plain_number(ids: pl.Series) -> pl.Series:
    plain = ids.str.replace(_EXCEL_TEXT, "$1").str.replace(_WHOLE_FLOAT, "$1")
    # Only what a float holds exactly is written out; the lost digits of longer numbers are lost.
    value = plain.cast(pl.Float64, strict=False)
    is_exact = plain.str.contains(_SCIENTIFIC) & (value < 2.0**53) & (value == value.floor())
    whole = value.set(~is_exact, None).cast(pl.Int64, strict=False).cast(pl.String)
    return whole.fill_null(plain)


def changed_among(
    values: pl.Series, chosen: pl.Series, change: Callable[[pl.Series], pl.Series]
) -> pl.Series:
    """Change some values of many, so that the others cost nothing.

    Parameters
    ----------
    values
        Values, shape (n,).
    chosen
        Which of them are to be changed, shape (n,); null for not.
    change
        Returns the new values of those chosen.

    Returns
    -------
    polars.Series
        All values, shape (n,).
    """
    places = chosen.fill_null(False).arg_true()
    # A copy, since `scatter` writes into the series itself.
    return values.clone().scatter(places, change(values.gather(places))) if len(places) else values


#: How ids are made alike, by the word that declares it, in the order in which several are applied.
RULES: Mapping[str, Rule] = MappingProxyType(
    {"unicode": _unicode, "number": _number, "case": _case, "zeros": _zeros}
)
#: What each rule overlooks, for messages.
RULE_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "unicode": "invisible characters or another Unicode form",
        "number": 'a number written as 7.0, 1.2e3 or ="7"',
        "case": "capital letters",
        "zeros": "leading zeros",
    }
)


def normal_form(ids: pl.Series, rules: Sequence[str]) -> pl.Series:
    """Write ids so that those which some rules make alike are equal.

    Parameters
    ----------
    ids
        Ids, shape (n,).
    rules
        Names of rules in `RULES`; their order does not matter.

    Returns
    -------
    polars.Series
        The normal form of each id, shape (n,): O(n).
    """
    for name, rule in RULES.items():
        if name in rules:
            ids = rule(ids)
    return ids


def needed_rules(ids: pl.Series, rules: Sequence[str]) -> tuple[str, ...]:
    """Return as few of some rules as make the same ids equal as all of them do.

    Parameters
    ----------
    ids
        Ids, shape (n,).
    rules
        Names of rules.

    Returns
    -------
    tuple of str
        None of them can be spared.
    """
    needed = tuple(rules)
    least = normal_form(ids, needed).n_unique()
    for rule in rules:
        fewer = tuple(name for name in needed if name != rule)
        if normal_form(ids, fewer).n_unique() == least:
            needed = fewer
    return needed


def are_spelled_apart(ids: pl.Series) -> bool:
    """Say whether `ids` are so plain that no rule of spelling makes two of them one, and none is spoilt.

    That is ASCII letters, small or capital ones, and digits and dashes, no 0 in front, more than any number
    in scientific notation without a dot has (1e+99).
    """
    seen = characters_of(ids)
    letters = seen.all_classes & LETTERS
    is_plain = not seen.all_classes & ~(LETTERS | DIGIT | DASH)
    is_one_case = not letters & (LOWER | SMALL_X) or not letters & (UPPER | LARGE_X)
    return (
        is_plain
        and is_one_case
        and bool((seen.lengths > _MOST_SCIENTIFIC).all())
        and not bool((seen.first == ord("0")).any())
    )

"""How the ids of other tables meet those of the reviews: shares that match, and near misses where few do."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import polars as pl

from collusion.arrays import Int32Array
from collusion.tables.notes import Note
from collusion.tables.reviews import Index
from collusion.tables.spelling import RULE_WORDS, RULES, needed_rules, normal_form

#: A smaller share of matching rows and of ids that rows match is a warning.
_FEW = 0.5
#: Near misses are looked for when a larger share of the rows matches nothing.
_MANY_STRAYS = 0.05
#: So large a share of near misses among the ids that match nothing is a warning.
_MANY_NEAR = 0.2
#: Ids without a match that are held, the least ones, so that the order of rows does not matter.
_HELD_STRAYS = 1000
_N_EXAMPLES = 3
_MOST_SHOWN = 40
#: What might be an instrument or an address of a person, not an id, is never quoted.
_PERSONAL = re.compile(r"@|^\+[\d\s().-]+$|^\d{1,3}(\.\d{1,3}){3}$|^[0-9a-fA-F]*:[0-9a-fA-F:]*:")
_CARD = re.compile(r"^\d[\d \-]{11,22}$")
_NOUNS = {"reviewer_id": "account", "product_id": "product", "seller_id": "seller", "entity_id": "id"}
_REMEDIES = {"reviewer_id": "same_account", "product_id": "same_listing"}


@dataclass(frozen=True, slots=True)
class NearMiss:
    """An id that is not `found`, the `known` id that it resembles, and the `rules` that make them equal."""

    found: str
    known: str
    rules: tuple[str, ...]


class JoinTally:
    """Finds ids of a table among those of the reviews, and counts which match.

    Parameters
    ----------
    index
        The ids of the reviews.
    table, column
        Where the ids to find stand.
    """

    def __init__(self, index: Index, table: str, column: str) -> None:
        self._index = index
        self._table, self._column = table, column
        self._n_rows = self._n_matched = 0
        self._met = np.zeros(len(index.ids), dtype=np.bool_)
        self._strays = pl.Series("id", [], dtype=pl.String)

    def find(self, ids: pl.Series) -> Int32Array:
        """Return the place of each id among those of the reviews, shape (n,), −1 for none; count them."""
        places = self._index.find(ids)
        is_known = places >= 0
        n_known = int(np.count_nonzero(is_known))
        self._n_rows += len(ids)
        self._n_matched += n_known
        self._met[places if n_known == len(places) else places[is_known]] = True
        if n_known < len(places):
            strays = ids.filter(pl.Series(~is_known)).alias("id").unique()
            self._strays = pl.concat([self._strays, strays]).unique().sort().head(_HELD_STRAYS)
        return places

    @property
    def has_none(self) -> bool:
        """There are rows, and none matches."""
        return self._n_rows > 0 and self._n_matched == 0

    def notes(self) -> tuple[Note, ...]:
        """Say which share of the rows, and of the ids of the reviews, matches; a warning if it is small."""
        if self._n_rows == 0:
            return ()
        noun, n_ids, n_met = _NOUNS[self._column], len(self._met), int(np.count_nonzero(self._met))
        share, covered = self._n_matched / self._n_rows, n_met / max(n_ids, 1)
        is_told = 1.0 - share > _MANY_STRAYS
        near = near_misses(self._strays, self._index.ids) if is_told else []
        is_spelling = len(near) > _MANY_NEAR * max(len(self._strays), 1)
        is_warning = max(share, covered) < _FEW or is_spelling
        article = "an" if noun[0] in "aeiou" else "a"
        of = "of the products" if noun == "seller" else "of the reviews"
        text = (
            f"{self._n_matched:,} of {self._n_rows:,} rows ({share:.1%}) name {article} {noun} {of}; of "
            f"the {n_ids:,} there {n_met:,} ({covered:.1%}) are named"
        )
        if self._n_matched == 0:
            text = f"{text}: this table says nothing, and what it would show is missing, not innocent"
        if is_warning:
            text = f"{text}. {advice(near, len(self._strays), self._column)}"
        return (Note(self._table, self._column, self._n_matched, text, is_warning),)


def near_misses(strays: pl.Series, ids: pl.Series) -> list[NearMiss]:
    """Find ids that differ from known ones in spelling only.

    Parameters
    ----------
    strays
        Distinct ids that are not known, ascending.
    ids
        The known ids, ascending.

    Returns
    -------
    list of NearMiss
        One for each stray that resembles a known id, in their order, with the first rule that makes the two
        equal, or those that are needed together: O(n + m).
    """
    known = pl.DataFrame({"known": ids, "form": normal_form(ids, tuple(RULES))}).unique("form", keep="first")
    found = pl.DataFrame({"found": strays, "form": normal_form(strays, tuple(RULES))})
    pairs = found.join(known, on="form", maintain_order="left").drop("form")
    alike = {
        rule: (normal_form(pairs["found"], (rule,)) == normal_form(pairs["known"], (rule,))).to_list()
        for rule in RULES
    }
    alone = [next((rule for rule in RULES if alike[rule][i]), "") for i in range(len(pairs))]
    return [
        NearMiss(one, other, (rule,) if rule else needed_rules(pl.Series("id", [one, other]), tuple(RULES)))
        for rule, (one, other) in zip(alone, pairs.iter_rows(), strict=True)
    ]


def advice(near: list[NearMiss], n_strays: int, column: str) -> str:
    """Say which ids without a match are nearly known, and what to do.

    Parameters
    ----------
    near
        What they resemble.
    n_strays
        How many ids without a match were looked at.
    column
        The column in which they stand.

    Returns
    -------
    str
        One or two sentences; at most three pairs of ids are quoted.
    """
    if not near:
        return "Export both tables with the same ids."
    rules = sorted({rule for miss in near for rule in miss.rules}, key=list(RULES).index)
    examples = ", ".join(
        f"{quoted(miss.found)} is nearly {quoted(miss.known)}"
        for miss in near[:_N_EXAMPLES]
        if not is_personal(miss.found)
    )
    differ = " and ".join(RULE_WORDS[rule] for rule in rules)
    told = f"{len(near):,} of the first {n_strays:,} ids without a match differ in {differ} only"
    told += f": {examples}. " if examples else ". "
    of = "the products" if column == "seller_id" else "the reviews"
    if column not in _REMEDIES:
        return f"{told}Write them as {of} do."
    words = ", ".join(f'"{rule}"' for rule in rules)
    return f"{told}Write them as the reviews do, or declare [tables.reviews] {_REMEDIES[column]} = [{words}]."


def quoted(text: str) -> str:
    """Quote an id in ASCII, so that ids which look alike are told apart; what may be personal is masked."""
    if is_personal(text):
        return f"an id of {len(text):,} characters"
    return ascii(text if len(text) <= _MOST_SHOWN else f"{text[:_MOST_SHOWN]}…")


def is_personal(text: str) -> bool:
    """Say whether a text may be an e-mail or IP address, a telephone or card number: never to be quoted."""
    return bool(_PERSONAL.search(text)) or (bool(_CARD.match(text)) and _has_check_digit(text))


def _has_check_digit(text: str) -> bool:
    """Say whether the digits of a text end with the check digit of card numbers (ISO/IEC 7812-1)."""
    digits = [int(digit) for digit in reversed(text) if digit.isdigit()]
    doubled = [sum(divmod(2 * digit, 10)) for digit in digits[1::2]]
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0

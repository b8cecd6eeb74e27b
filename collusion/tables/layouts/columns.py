"""Grade what a column of an unknown file may be: an account, a product, stars, a time or a text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from collusion.tables.layouts.vocabulary import (
    ACCOUNT_WORDS,
    DESCRIBES,
    FOREIGN_TIME_WORDS,
    ID_WORDS,
    LOGIN_WORDS,
    MAY_BE_PRODUCT,
    NO_STARS,
    OTHER_TIMES,
    PRODUCT_WORDS,
    RECORD_NAMES,
    SHORT_PRODUCT_WORDS,
    STAR_WORDS,
    TIME_WORDS,
    WITHIN,
)
from collusion.tables.mapping import UNIX_MILLISECONDS, UNIX_SECONDS
from collusion.tables.names import ALIASES, plain_name
from collusion.tables.shared_names import NULL_WORDS
from collusion.tables.sniff import guess_dates, guess_scale, looks_like_ids
from collusion.tables.spelled_numbers import read_amount

_EPOCHS = ((re.compile(r"-?\d{9,10}"), UNIX_SECONDS), (re.compile(r"-?\d{12,13}"), UNIX_MILLISECONDS))
_ASIN = re.compile(r"(?:B0[0-9A-Z]{8}|\d{9}[\dX])")
_AMAZON_USER = re.compile(r"A[0-9A-Z]{9,27}")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_ADDRESS = re.compile(r"(?:https?|itms)://\S+")
#: Share of the cells that must fit a role.
_MOST = 0.95
#: Stars are written in so few characters, and there are so few of them.
_LONGEST_STARS, _MOST_STARS = 4, 21
#: So few rows may well be of one account, product or time.
_FEW_ROWS = 3
#: A name is written in so many characters at most.
_LONGEST_NAME = 120
#: Where more rows than this share name nobody, another column is surer.
_MOST_GUESTS = 0.1
#: Among so many rows some accounts and some products come twice.
_MANY_ROWS = 20
#: Two values in so many rows are a flag, no ids.
_ROWS_OF_FLAGS = 10

#: What programs write in place of the id of somebody who is not signed in.
_NOBODY = frozenset({"0", "-1", "", *NULL_WORDS})


@dataclass(frozen=True)
class Column:
    """A column of an unknown file: its `name` and its first `cells`, blanks stripped."""

    name: str
    cells: tuple[str, ...]

    @cached_property
    def words(self) -> frozenset[str]:
        """The words of its name."""
        return frozenset(plain_name(self.name).split("_"))

    @cached_property
    def own(self) -> frozenset[str]:
        """The words of its name without those of the objects that hold it."""
        return frozenset(plain_name(self.name.rpartition(".")[2]).split("_"))

    @cached_property
    def given(self) -> tuple[str, ...]:
        """The cells that are not empty."""
        return tuple(cell for cell in self.cells if cell)

    @cached_property
    def is_constant(self) -> bool:
        """Whether several rows have one cell: that is a type or a shop."""
        return len(self.cells) > _FEW_ROWS and len(set(self.cells)) == 1

    @cached_property
    def is_row_number(self) -> bool:
        """Whether cells count up one by one, as an index or row names do."""
        if len(self.cells) <= _FEW_ROWS or not all(cell.isdecimal() for cell in self.cells):
            return False
        first = int(self.cells[0])
        return [int(cell) for cell in self.cells] == list(range(first, first + len(self.cells)))

    @cached_property
    def is_flag(self) -> bool:
        """Whether it has two values in many rows, such as yes and no."""
        return len(self.cells) > _ROWS_OF_FLAGS and len(set(self.given)) <= 2

    @cached_property
    def is_nested(self) -> bool:
        """Whether cells hold lists or objects."""
        return bool(self.given) and self.given[0].startswith(("[", "{"))

    def has(self, words: Sequence[str]) -> bool:
        """Say whether its name holds one of some words, also within a longer one."""
        folded = self.name.casefold()
        return any(word in folded for word in words)

    @property
    def is_record(self) -> bool:
        """Whether its name is that of the record itself: a ticket's number is no account's."""
        return plain_name(self.name) in RECORD_NAMES

    @property
    def describes(self) -> bool:
        """Whether its name is of something that names neither an account nor a product."""
        return bool(self.own & DESCRIBES)

    @property
    def is_distinct(self) -> bool:
        """Whether each of many rows has a value of its own: that names the row, no account or product."""
        return len(self.cells) >= _MANY_ROWS and len(set(self.cells)) == len(self.cells)

    @property
    def is_address(self) -> bool:
        """Whether its cells are addresses of pages."""
        return _share(self.given, _ADDRESS) >= _MOST


def column_of(name: str, cells: Sequence[str]) -> Column:
    """Return a column of a `name` and `cells`."""
    return Column(name, tuple(cell.strip() for cell in cells))


def account_grade(column: Column) -> int | None:
    """Return how surely a column names accounts, 0 the surest; None where its name or cells say otherwise.

    An id goes before an e-mail address, that before the address of a page, a login, and a display name;
    after all of these comes a column in which many rows name nobody.
    """
    is_email = _share(column.given, _EMAIL) >= _MOST
    if not column.given or column.is_nested or column.is_row_number or column.is_constant or column.is_flag:
        return None
    if not (is_email or names_account(column)) or (column.describes and not is_email):
        return None
    if any(len(cell) > _LONGEST_NAME for cell in column.given) and not column.is_address:
        return None
    grade = _form_of_id(column, is_email=is_email)
    n_empty = len(column.cells) - len(column.given)
    # A guest who is called 0 can be told from others; an empty cell is refused.
    return grade + 3 * (_share_of_nobody(column) > _MOST_GUESTS) + 3 * (n_empty > 0)


def names_account(column: Column) -> bool:
    """Say whether a name is that of an account, or of an id or a name within an object that is one."""
    folded = column.name.casefold()
    outer, _, inner = folded.rpartition(".")
    if any(word in inner for word in ACCOUNT_WORDS):
        return True
    return any(word in outer for word in ACCOUNT_WORDS) and bool(column.own & (ID_WORDS | WITHIN))


def product_grade(column: Column) -> int | None:
    """Return how surely a column names products, 0 the surest; None where its name or cells say otherwise."""
    if not column.given or column.is_nested or column.is_row_number or column.is_flag:
        return None
    is_listing = _is_listing(column)
    is_location = {"location", "id"} <= column.own
    if not (is_listing or is_location or names_product(column)) or (column.own - MAY_BE_PRODUCT) & DESCRIBES:
        return None
    if any(len(cell) > _LONGEST_NAME for cell in column.given) and not column.is_address:
        return None
    grade = 0 if is_listing else _form_of_id(column, is_email=False)
    return grade + 5 * column.is_constant


def star_grade(column: Column) -> int | None:
    """Return how surely a column holds stars by its name, 0 the surest; None where they are no stars."""
    if not column.given or column.is_nested or not column.has(STAR_WORDS) or column.words & NO_STARS:
        return None
    if not holds_stars(column):
        return None
    plain = plain_name(column.name.rpartition(".")[2])
    known = ("rating", *ALIASES["rating"])
    grade = known.index(plain) if plain in known else len(known) + len(column.words)
    return grade + 50 * column.is_constant


def time_grade(column: Column, *, is_named: bool) -> int | None:
    """Return how surely a column is when reviews were written, 0 the surest; None where it holds no times.

    Numbers are times where the name says so, or without names where they are seconds since 1970.
    """
    if not column.given or column.is_nested or not holds_times(column):
        return None
    speaks = bool(column.words & TIME_WORDS) or column.has(FOREIGN_TIME_WORDS)
    is_number = read_amount(column.given[0]) is not None
    if is_number and not speaks and (is_named or not time_format(column.cells)[0]):
        return None
    is_utc = bool(column.words & {"gmt", "utc"})
    return 20 * column.is_constant + 8 * bool(column.words & OTHER_TIMES) + 4 * (not speaks) + (not is_utc)


def holds_stars(column: Column) -> bool:
    """Say whether the cells may be stars: few short numbers, or words for them, on one scale."""
    given = column.given
    is_short = all(len(cell) <= _LONGEST_STARS for cell in given)
    is_spelled = not any(read_amount(cell) is not None for cell in given)
    few = len(set(given)) <= _MOST_STARS
    return bool(given) and (is_short or is_spelled) and few and guess_scale(given).share >= _MOST


def holds_times(column: Column) -> bool:
    """Say whether the cells may be times."""
    return bool(time_format(column.given)[0]) or guess_dates(column.given).share >= _MOST


def holds_ids(column: Column) -> bool:
    """Say whether the cells may be ids of accounts or products, whatever the name says."""
    is_other = column.is_nested or column.is_row_number or column.is_flag
    return not is_other and looks_like_ids(column.given)


def is_listing_number(column: Column) -> bool:
    """Say whether most cells are numbers of Amazon's listings rather than of its accounts."""
    return _is_listing(column)


def time_format(cells: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    """Return the format of times to declare, empty for none, and those that would fit, too."""
    given = [cell.strip().removesuffix(".0") for cell in cells if cell.strip()]
    for pattern, form in _EPOCHS:
        if given and all(map(pattern.fullmatch, given)):
            return form, ()
    guess = guess_dates(given)
    return (guess.formats[0], guess.rivals) if guess.formats else ("", ())


def _form_of_id(column: Column, *, is_email: bool) -> int:
    """Return a grade by how the cells are written: ids, e-mail addresses, pages, logins, names."""
    if is_email:
        return 1
    if column.is_address:
        return 2
    is_one_word = looks_like_ids(column.given)
    is_id = bool(column.words & ID_WORDS) or plain_name(column.name).endswith(("id", "nummer"))
    if is_one_word and (is_id or "번호" in column.name or "编号" in column.name):
        return 0
    if is_one_word and column.words & LOGIN_WORDS:
        return 3
    return 4


def names_product(column: Column) -> bool:
    """Say whether a name holds a word for a product, alone or before what an id is called."""
    folded = column.name.casefold()
    if any(not word.isascii() and word in folded for word in PRODUCT_WORDS):
        return True
    ascii_words = tuple(word for word in PRODUCT_WORDS if word.isascii())
    words = column.words if column.own & (ID_WORDS | WITHIN) else column.own
    if any(word.startswith(ascii_words) for word in words):
        return True
    endings = ("", "s", "id", "ids", "name", "nr", "code")
    short = {word + end for word in SHORT_PRODUCT_WORDS for end in endings}
    return bool(words & short) or {"post", "id"} <= words


def _is_listing(column: Column) -> bool:
    n_listings = sum(
        bool(_ASIN.fullmatch(cell)) and not _AMAZON_USER.fullmatch(cell) for cell in column.given
    )
    return bool(column.given) and n_listings >= len(column.given) / 2


def _share(cells: Sequence[str], pattern: re.Pattern[str]) -> float:
    return sum(bool(pattern.fullmatch(cell)) for cell in cells) / len(cells) if cells else 0.0


def _share_of_nobody(column: Column) -> float:
    counts = Counter(cell.casefold() for cell in column.cells)
    return sum(n for cell, n in counts.items() if cell in _NOBODY) / len(column.cells)

r"""Strings that others wrote, made safe to show: ids, texts, paths and messages of other programs.

They may carry terminal escapes, line breaks or right-to-left overrides; none may reach a screen, a page or a
message. Markup is escaped by whoever prints.
"""

from __future__ import annotations


def printable(text: str) -> str:
    r"""Return `text` with every character that cannot be printed, but the space, as its escape.

    >>> printable("reviewer\x1b[2J")
    'reviewer\\x1b[2J'
    """
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else _escape(char) for char in text)


def excerpt(text: object, limit: int = 60) -> str:
    r"""Return `text` printable and cut to `limit` characters, for messages.

    >>> excerpt("a\nb"), excerpt("abcdef", 3)
    ('a\\nb', 'abc…')
    """
    plain = str(text)
    shown = printable(plain[: limit + 1])
    return shown[:limit] + "…" if len(shown) > limit else shown


def _escape(char: str) -> str:
    return char.encode("unicode_escape").decode("ascii")

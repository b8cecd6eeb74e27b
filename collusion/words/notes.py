"""Tell notes of reading in another language: each is an English text that one of the templates fits."""

from __future__ import annotations

import re
import string
from functools import cache

from collusion.words.catalogue import ENGLISH, Words, words_of

_SECTION = "note."
_NOTE = re.compile(r"(warning: )?([^:]*): (.*) \(([\d,]+)\)", re.DOTALL)
_NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+|\d+")
_SHARE = re.compile(r"(\d+\.\d)%")
#: What may follow a note: a second sentence, or what it means.
_JOINTS = (": ", ". ")


def told_note(note: str, language: str) -> str:
    """Return a note of reading in a language.

    Parameters
    ----------
    note
        As `collusion.tables.notes.Note` writes it, such as ``reviews: blank rows, passed over (3)``.
    language
        Of a catalogue.

    Returns
    -------
    str
        The same note where the catalogue has no template that fits it; columns, ids, names of files and what
        is to be declared stay as they are.
    """
    found = _NOTE.fullmatch(note)
    words = words_of(language)
    if words is ENGLISH or found is None:
        return note
    warning, where, message, n = found.groups()
    told = _told(message, words)
    if told is None:
        return note
    return f"{words.label('warning') + ': ' if warning else ''}{where}: {told} ({_figure(n, words)})"


def _told(message: str, words: Words) -> str | None:
    """Return a message as the template that fits tells it, with what follows; None where none fits."""
    for key, pattern in _patterns():
        found = pattern.fullmatch(message)
        if found is not None:
            values = {name: _figure(value, words) for name, value in found.groupdict().items()}
            return words.templates[key].format_map(values)
    for joint in _JOINTS:
        first, found_joint, rest = message.partition(joint)
        while found_joint:
            told = _told(first, words) if any(p.fullmatch(first) for _, p in _patterns()) else None
            if told is not None:
                return f"{told}{joint}{_told(rest, words) or rest}"
            more, found_joint, rest = rest.partition(joint)
            first = f"{first}{joint}{more}"
    return None


def _figure(text: str, words: Words) -> str:
    """Write a number or a share with the signs of the language; other text as it is."""
    if _NUMBER.fullmatch(text):
        return words.style.number(int(text.replace(",", "")))
    share = _SHARE.fullmatch(text)
    return text if share is None else f"{words.style.number(float(share[1]), '.1f')} %"


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return the English templates as patterns, those with most text of their own first."""
    own = {key: text for key, text in ENGLISH.templates.items() if key.startswith(_SECTION)}
    ordered = sorted(own.items(), key=lambda item: -sum(len(text) for text in _literals(item[1])))
    return tuple((key, re.compile(_pattern(text), re.DOTALL)) for key, text in ordered)


def _literals(template: str) -> list[str]:
    return [text for text, *_ in string.Formatter().parse(template)]


def _pattern(template: str) -> str:
    parts = string.Formatter().parse(template)
    return "".join(re.escape(text) + (f"(?P<{name}>.+?)" if name else "") for text, name, *_ in parts)

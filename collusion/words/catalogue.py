"""Sentences from templates with named numbers: one catalogue a language, ``en.toml``, ``de.toml``, …

A template names what it tells, and how it is written: ``{n:account}`` is a count with its noun,
``{share:percent}`` a percentage, ``{first:date}`` a date, ``{names:list}`` a list. A language chooses forms
and order by itself. What is said is kept as data (`Said`), so that it can be told in any language later.
"""

from __future__ import annotations

import re
import string
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from importlib import resources
from typing import Any

from collusion.errors import UsageError
from collusion.foreign import printable
from collusion.words.style import MOST_NAMES, Style

#: The language of what is written where none is asked for.
DEFAULT = "en"
_SUFFIX = ".toml"
#: Between sentences that are told as one.
_JOINTS = {"sentences": " ", "clauses": "; ", "items": ", "}


@dataclass(frozen=True, slots=True)
class Said:
    """What is said, as data: the `key` of a template, and by name the `values` that it tells.

    A value is a number, a text, a moment, a list of names, or again what is said, one or several.
    """

    key: str
    values: Mapping[str, Any]


def said(key: str, /, **values: Any) -> Said:
    """Say something by the `key` of its template."""
    return Said(key, values)


class Words(string.Formatter):
    """The catalogue of one language.

    Parameters
    ----------
    language
        Its name, such as ``de``.
    catalogue
        What its file holds: ``style``, ``months``, ``nouns``, the page's messages (``view``), and sections of
        templates by key.
    """

    def __init__(self, language: str, catalogue: Mapping[str, Any]) -> None:
        self.language = language
        self.style = Style(catalogue["style"], catalogue["months"]["names"], catalogue["nouns"])
        self.view: Mapping[str, str | Mapping[str, str]] = catalogue["view"]
        sections = {name: part for name, part in catalogue.items() if name not in _FURNITURE}
        self.templates: dict[str, str] = {
            f"{name}.{key}": text for name, part in sections.items() for key, text in part.items()
        }

    def say(self, key: str, /, **values: Any) -> str:
        """Return the template `key` with its values."""
        return self.vformat(self.templates[key], (), values)

    def tell(self, *sentences: Said) -> str:
        """Return what is said, sentence after sentence."""
        return " ".join(self.say(one.key, **one.values) for one in sentences)

    def phrase(self, section: str, text: str) -> str:
        """Return a fixed phrase, by its English text; the text itself where the catalogue has none."""
        return self.templates.get(f"{section}.{text}", text)

    def label(self, text: str) -> str:
        """Return a heading, the name of a column or the like, by its English text."""
        return self.phrase("label", text)

    def format_field(self, value: Any, format_spec: str) -> str:
        """Return a value as its place in a template says."""
        if isinstance(value, Said):
            return self.tell(value)
        if _is_said(value) and format_spec in {"", *_JOINTS}:
            told = [self.tell(one) for one in value]
            return _JOINTS[format_spec].join(told) if format_spec else self.style.joined(told)
        written = _WRITTEN.get(format_spec)
        if written is not None:
            return written(self, value)
        if format_spec.removeprefix("list").isdecimal():
            return self.style.listed(value, int(format_spec.removeprefix("list")))
        if format_spec.startswith("?"):
            one, several = format_spec[1:].split("|")
            return one if value == 1 else several
        if format_spec.startswith("~"):
            return self.style.noun(value, format_spec[1:])
        if isinstance(value, str):
            return printable(value)
        if _NUMBER.fullmatch(format_spec):
            return self.style.number(value, format_spec)
        return self.style.counted(value, format_spec) if format_spec else self.style.number(value)

    def kind(self, kind: str, n: int = 2) -> str:
        """Return what `n` values of a kind of identifier are called."""
        return self.style.noun(n, kind.replace("_", " "))


_NUMBER = re.compile(r"[,.\d]*[dfg]")
#: What telling raises when data are not what a catalogue tells.
UNTELLABLE = (ValueError, LookupError, TypeError, AttributeError, RecursionError)
_FURNITURE = frozenset({"style", "months", "nouns", "view"})
_WRITTEN: Mapping[str, Callable[[Words, Any], str]] = {
    "row": lambda _, value: ", ".join(map(printable, value)),
    "percent": lambda words, value: words.style.percent(value),
    "odds": lambda words, value: words.style.odds(value),
    "factor": lambda words, value: words.style.factor(value),
    "figure": lambda words, value: words.style.figure(value),
    "expectation": lambda words, value: words.style.expectation(value),
    "stars": lambda words, value: words.style.stars(value),
    "date": lambda words, value: words.style.day(_moment(value)),
    "span": lambda words, value: words.style.span(*map(_moment, value)),
    "span.dat": lambda words, value: words.style.span(_moment(value[0]), _moment(value[1]), ".dat"),
    "list": lambda words, value: words.style.listed(value, MOST_NAMES),
    "kind": lambda words, value: words.kind(value),
    "kinds": lambda words, value: words.style.listed([words.kind(one) for one in value]),
    "family": lambda words, value: words.phrase("family", value),
    "families": lambda words, value: words.style.joined([words.phrase("family", one) for one in value]),
    "silence": lambda words, value: words.phrase("silence", value),
    "question": lambda words, value: words.phrase("question", value),
    "questions": lambda words, value: words.style.joined([words.phrase("question", one) for one in value]),
    "any_beyond": lambda words, value: words.style.any_of([words.phrase("beyond", one) for one in value]),
    "beyond": lambda words, value: words.phrase("beyond", value),
    "hypothesis": lambda words, value: words.phrase("hypothesis", value),
}


def _is_said(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, Said) for one in value)


def _moment(value: Any) -> Any:
    """Return a moment, which JSON holds as a text."""
    return datetime.fromisoformat(value) if isinstance(value, str) else value


def languages() -> list[str]:
    """Return the languages that there is a catalogue of, such as ``en``."""
    names = (entry.name for entry in resources.files("collusion.words").iterdir())
    return sorted(name.removesuffix(_SUFFIX) for name in names if name.endswith(_SUFFIX))


@cache
def words_of(language: str) -> Words:
    """Return the catalogue of a language.

    Raises
    ------
    UsageError
        When there is none.
    """
    known = languages()
    if language not in known:
        raise UsageError(
            f"{printable(language)!r}: found no catalogue of that language. Allowed: {', '.join(known)}."
        )
    text = (resources.files("collusion.words") / f"{language}{_SUFFIX}").read_text(encoding="utf-8")
    return Words(language, tomllib.loads(text))


ENGLISH = words_of(DEFAULT)


def packed(sentences: Iterable[Said]) -> list[dict[str, Any]]:
    """Return what is said as plain values, ready for JSON; `unpacked` makes it what it was."""
    return [
        {"say": one.key, **{name: _plain(value) for name, value in one.values.items()}} for one in sentences
    ]


def unpacked(records: Iterable[Mapping[str, Any]]) -> tuple[Said, ...]:
    """Return what `packed` made plain values of."""
    return tuple(
        Said(one["say"], {name: _lively(value) for name, value in one.items() if name != "say"})
        for one in records
    )


def _plain(value: Any) -> Any:
    if isinstance(value, Said):
        return packed([value])[0]
    if _is_said(value):
        return packed(value)
    if isinstance(value, date):
        return value.isoformat()
    # numpy's numbers, which no JSON holds, know what they are in Python
    return value.item() if hasattr(value, "item") else value


def _lively(value: Any) -> Any:
    if isinstance(value, dict):
        return unpacked([value])[0]
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return list(unpacked(value))
    return value

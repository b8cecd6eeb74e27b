"""The words that a reader of a ring may not know, from the catalogue of messages that the page has."""

from __future__ import annotations

import json
from importlib import resources
from typing import TYPE_CHECKING

from collusion.cases.wording import listed
from collusion.errors import UsageError

if TYPE_CHECKING:
    from rich.console import Console

_TERM, _MEANS = "term.", ".means"


def languages() -> list[str]:
    """Return the languages that there is a catalogue for, such as ``en``."""
    names = (entry.name for entry in (resources.files("collusion") / "messages").iterdir())
    return sorted(name.removesuffix(".json") for name in names if name.endswith(".json"))


def terms(language: str = "en") -> dict[str, str]:
    """Return what each word means, in the order in which words are met.

    Parameters
    ----------
    language
        One of `languages`.

    Returns
    -------
    dict of str to str

    Raises
    ------
    UsageError
        When there is no catalogue of that language.
    """
    known = languages()
    if language not in known:
        raise UsageError(f"{language!r}: found no catalogue of that language. Allowed: {listed(known)}.")
    text = (resources.files("collusion") / "messages" / f"{language}.json").read_text(encoding="utf-8")
    messages = json.loads(text)
    names = [name for name in messages if name.startswith(_TERM) and not name.endswith(_MEANS)]
    return {messages[name]: messages[f"{name}{_MEANS}"] for name in names}


def print_terms(language: str, console: Console) -> None:
    """Print what each word means in a `language`, on a `console`."""
    from rich.text import Text

    for term, meaning in terms(language).items():
        console.print(Text.assemble((term, "bold"), ": ", meaning))

"""The words that a reader of a ring may not know, from the catalogue of messages that the page has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collusion.words.catalogue import DEFAULT, words_of

if TYPE_CHECKING:
    from rich.console import Console

_TERM, _MEANS = "term.", ".means"


def terms(language: str = DEFAULT) -> dict[str, str]:
    """Return what each word means, in the order in which words are met.

    Parameters
    ----------
    language
        One that there is a catalogue of.

    Returns
    -------
    dict of str to str

    Raises
    ------
    UsageError
        When there is no catalogue of that language.
    """
    messages = words_of(language).view
    names = [name for name in messages if name.startswith(_TERM) and not name.endswith(_MEANS)]
    return {str(messages[name]): str(messages[f"{name}{_MEANS}"]) for name in names}


def print_terms(language: str, console: Console) -> None:
    """Print what each word means in a `language`, on a `console`."""
    from rich.text import Text

    for term, meaning in terms(language).items():
        console.print(Text.assemble((term, "bold"), ": ", meaning))

"""A ring in at most 120 words: what is claimed, what carries it, what speaks against it, what to do first."""

from __future__ import annotations

import re

from collusion.cases.case import Case
from collusion.cases.narrative import narrate
from collusion.words.catalogue import words_of

#: Words that somebody reads before anything is opened.
MOST_WORDS = 120
_SENTENCE = re.compile(r"(?<=[.:;]) (?=[A-Z])")


def brief(case: Case) -> tuple[str, ...]:
    """Say the least that one must know of a ring before it is opened.

    Parameters
    ----------
    case
        One ring.

    Returns
    -------
    tuple of str
        What is claimed and how sure that is; the first sentence of the weightiest reason; the closest
        innocent explanation and whether it holds; the first thing to check. Together `MOST_WORDS` words at
        most: what there is no room for is left out, the claim never.
    """
    words, said = words_of(case.language), [case.summary]
    reasons = case.reasons_for()
    if reasons:
        first = _first(reasons[0].sentence)
        said.append(words.say("brief.weightiest", family=reasons[0].family, sentence=first))
    story = narrate(case)
    if case.innocent_explanation:
        said.append(story.against[0])
    said += [words.say("brief.first", step=step) for step in story.next_steps[:1]]
    kept = said[:1]
    for sentence in said[1:]:
        if n_words([*kept, sentence]) <= MOST_WORDS:
            kept.append(sentence)
    return tuple(kept)


def n_words(sentences: list[str] | tuple[str, ...]) -> int:
    """Count the words of `sentences`: what stands between blanks."""
    return sum(len(sentence.split()) for sentence in sentences)


def _first(text: str) -> str:
    """Return the first sentence of a text."""
    return _SENTENCE.split(text, maxsplit=1)[0]

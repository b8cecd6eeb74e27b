"""Review texts: stock phrases, own words from a seeded grammar, and texts that a client wrote.

A sentence is five segments, each picked from a list by a counter-based draw. For own words the
draw is the review's; for a client's text it is the text's number, except for the few segments
that an account changes, so near duplicates and paraphrases come from the same grammar.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from collusion.arrays import BoolArray, Float64Array, Int8Array, Int64Array
from collusion.simulate.draws import key_of, uniforms
from collusion.simulate.phrases import MOODS, OPENERS, STOCK, STOCK_ENDS, SUBJECTS, TAILS, VERBS
from collusion.simulate.rows import Rows
from collusion.simulate.words import NOUNS

_MOST_SENTENCES = 5
_SILENT, _STOCK = 0.06, 0.36
# share of the segments that an account changes: word for word, rewritten
_CHANGED = np.array([0.04, 0.5, 1.0])
_STOCK_ONLY = 2


def review_texts(rows: Rows, number: Int64Array, category: Int64Array, seed: int) -> pl.Series:
    """Return the text of each review.

    Parameters
    ----------
    rows
        Reviews; `script` and `rewrite` say which follow a client's text.
    number
        (n,) a number of each review's own.
    category
        (n,) category of its product, whose nouns it uses.
    seed
        The market's seed.

    Returns
    -------
    pl.Series
        Utf8; a few reviews have stars only (null).
    """
    scripted = rows.script >= 0
    draw = uniforms(key_of(seed, "text", "sort"), number)
    silent = ~scripted & (draw < _SILENT)
    stock = ~scripted & (((draw >= _SILENT) & (draw < _SILENT + _STOCK)) | (rows.rewrite == _STOCK_ONLY))
    frame = pl.DataFrame(
        {
            "short": _stock_phrases(rows.stars, number, seed),
            "long": _passages(rows, number, category, seed),
            "silent": silent & ~stock,
            "stock": stock,
        }
    )
    text = pl.when("stock").then("short").otherwise("long")
    return frame.select(text=pl.when("silent").then(None).otherwise(text)).to_series()


def mood_of(stars: Int8Array) -> Int64Array:
    """Return 0 for one and two stars, 1 for three, 2 for four and five."""
    return np.asarray(np.digitize(stars, [3, 4]), dtype=np.int64)


def _stock_phrases(stars: Int8Array, number: Int64Array, seed: int) -> pl.Series:
    width = len(STOCK[0])
    # squaring makes some phrases far more common than others
    core = (uniforms(key_of(seed, "stock", "core"), number) ** 2 * width).astype(np.int64)
    end = (uniforms(key_of(seed, "stock", "end"), number) ** 2 * len(STOCK_ENDS)).astype(np.int64)
    cores = pl.Series([phrase for phrases in STOCK for phrase in phrases])
    return cores.gather(pl.Series(mood_of(stars) * width + core)) + pl.Series(STOCK_ENDS).gather(
        pl.Series(end)
    )


def _passages(rows: Rows, number: Int64Array, category: Int64Array, seed: int) -> pl.Series:
    scripted = rows.script >= 0
    source = np.where(scripted, -1 - rows.script.astype(np.int64), number)
    changed = np.where(scripted, _CHANGED[np.minimum(rows.rewrite, 1)], 1.0)
    length = 1 + (uniforms(key_of(seed, "text", "length"), source) ** 1.4 * _MOST_SENTENCES).astype(np.int64)
    length = np.where(scripted, np.maximum(length, 3), length)
    sentences = {}
    for place in range(_MOST_SENTENCES):
        kept = length > place
        sentences[str(place)] = _sentence(place, (number, source), changed, rows.stars, category, seed, kept)
    parts = [pl.col(name) for name in sentences]
    return pl.DataFrame(sentences).select(pl.concat_str(parts, separator=" ", ignore_nulls=True)).to_series()


def _sentence(
    place: int,
    numbers: tuple[Int64Array, Int64Array],
    changed: Float64Array,
    stars: Int8Array,
    category: Int64Array,
    seed: int,
    kept: BoolArray,
) -> pl.Series:
    """Return one sentence a review, null where the review is shorter; `numbers` are own and source."""
    row = np.flatnonzero(kept)
    own, source = numbers[0][row], numbers[1][row]

    def choice(name: str, width: int) -> Int64Array:
        mine = uniforms(key_of(seed, name, place, "changed"), own) < changed[row]
        draw = uniforms(key_of(seed, name, place), np.where(mine, own, source))
        return (draw * width).astype(np.int64)

    mood = mood_of(stars[row])
    noun = category[row] * len(NOUNS[0]) + choice("noun", len(NOUNS[0]))
    words = {
        "a": _from(OPENERS, choice("opener", len(OPENERS))),
        "b": _from(SUBJECTS, choice("subject", len(SUBJECTS))),
        "n": _from(tuple(noun for nouns in NOUNS for noun in nouns), noun),
        "c": _from(VERBS, choice("verb", len(VERBS))),
        "d": _from(
            tuple(m for moods in MOODS for m in moods), mood * len(MOODS[0]) + choice("mood", len(MOODS[0]))
        ),
        "e": _from(TAILS, choice("tail", len(TAILS))),
    }
    found = pl.DataFrame(words).select(pl.concat_str([*words], separator=" ") + ".").to_series()
    position = np.cumsum(kept) - 1
    index = pl.Series(np.where(kept, position, -1)).replace(-1, None)
    return found.gather(index)


def _from(phrases: tuple[str, ...], index: Int64Array) -> pl.Series:
    return pl.Series(phrases).gather(pl.Series(index))

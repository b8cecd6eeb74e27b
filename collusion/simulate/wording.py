"""Review texts: stock phrases, own words from a seeded grammar, and texts that a client wrote.

A sentence is five segments, each picked from a list by a counter-based draw. For own words the
draw is the review's; for a client's text it is the text's number, except for the few segments
that an account changes, so near duplicates and paraphrases come from the same grammar.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from collusion.arrays import BoolArray, Float64Array, Int8Array, Int64Array
from collusion.simulate.draws import key_of, uniforms
from collusion.simulate.phrases import MOODS, OPENERS, STOCK, STOCK_ENDS, SUBJECTS, TAILS, VERBS
from collusion.simulate.rows import REPEATED, Rows
from collusion.simulate.words import NOUNS

_MOST_SENTENCES = 5
_N_MOODS, _MINUTE_BITS = 3, 32
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
    own = ~scripted & (rows.rewrite != REPEATED)
    silent = own & (draw < _SILENT)
    stock = own & (((draw >= _SILENT) & (draw < _SILENT + _STOCK)) | (rows.rewrite == _STOCK_ONLY))
    frame = pl.DataFrame(
        {
            "short": _stock_phrases(rows.stars, number, seed),
            "long": _passages(rows, number, category, own & ~silent & ~stock, seed),
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


@dataclass(frozen=True, slots=True)
class _Voice:
    """Who speaks: own numbers (n,), those of the texts followed (n,), share of segments changed (n,)."""

    own: Int64Array
    source: Int64Array
    changed: Float64Array
    mood: Int64Array
    category: Int64Array
    seed: int

    def choice(self, place: int, name: str, width: int) -> Int64Array:
        """Draw one of `width` segments a row for a place in a text."""
        mine = uniforms(key_of(self.seed, name, place, "changed"), self.own) < self.changed
        draw = uniforms(key_of(self.seed, name, place), np.where(mine, self.own, self.source))
        return np.asarray((draw * width).astype(np.int64))

    def at(self, row: Int64Array) -> _Voice:
        """Return the voice of some rows."""
        return _Voice(
            self.own[row], self.source[row], self.changed[row], self.mood[row], self.category[row], self.seed
        )


def _passages(rows: Rows, number: Int64Array, category: Int64Array, own: BoolArray, seed: int) -> pl.Series:
    """Return a long text for each review; `own` are those whose own words may be repeated by others."""
    scripted = rows.script >= 0
    source = np.where(scripted, -1 - rows.script.astype(np.int64), number)
    changed = np.where(scripted, _CHANGED[np.minimum(rows.rewrite, 1)], 1.0)
    repeats = np.flatnonzero(rows.rewrite == REPEATED)
    older = _older(repeats, np.flatnonzero(own), rows, category, seed)
    source[repeats[older >= 0]] = number[older[older >= 0]]
    changed[repeats[older >= 0]] = _CHANGED[0]
    voice = _Voice(number, source, changed, mood_of(rows.stars), category, seed)
    length = 1 + (uniforms(key_of(seed, "text", "length"), source) ** 1.4 * _MOST_SENTENCES).astype(np.int64)
    length = np.where(scripted, np.maximum(length, 3), length)
    sentences = {}
    for place in range(_MOST_SENTENCES):
        kept = length > place
        position = pl.Series(np.where(kept, np.cumsum(kept) - 1, -1)).replace(-1, None)
        sentences[str(place)] = _sentence(place, voice.at(np.flatnonzero(kept))).gather(position)
    parts = [pl.col(name) for name in sentences]
    return pl.DataFrame(sentences).select(pl.concat_str(parts, separator=" ", ignore_nulls=True)).to_series()


def _older(repeats: Int64Array, own: Int64Array, rows: Rows, category: Int64Array, seed: int) -> Int64Array:
    """Return which older review in own words each review repeats, of as good stars and the same category.

    Shape (n_repeats,); −1 where there is none, and the review is in words of its own.
    """
    kind = category * _N_MOODS + mood_of(rows.stars)
    order = own[np.lexsort((rows.minute[own], kind[own]))]
    packed = kind[order] << _MINUTE_BITS | rows.minute[order]
    first = np.searchsorted(packed, kind[repeats] << _MINUTE_BITS)
    n_older = np.searchsorted(packed, kind[repeats] << _MINUTE_BITS | rows.minute[repeats]) - first
    draw = uniforms(key_of(seed, "text", "repeated"), repeats)
    place = np.minimum(first + (draw * n_older).astype(np.int64), max(len(order) - 1, 0))
    found = order[place] if len(order) else np.full(len(repeats), -1)
    return np.asarray(np.where(n_older > 0, found, -1), dtype=np.int64)


def _sentence(place: int, voice: _Voice) -> pl.Series:
    n_nouns, n_moods = len(NOUNS[0]), len(MOODS[0])
    noun = voice.category * n_nouns + voice.choice(place, "noun", n_nouns)
    mood = voice.mood * n_moods + voice.choice(place, "mood", n_moods)
    words = {
        "a": _from(OPENERS, voice.choice(place, "opener", len(OPENERS))),
        "b": _from(SUBJECTS, voice.choice(place, "subject", len(SUBJECTS))),
        "n": _from(tuple(noun for nouns in NOUNS for noun in nouns), noun),
        "c": _from(VERBS, voice.choice(place, "verb", len(VERBS))),
        "d": _from(tuple(mood for moods in MOODS for mood in moods), mood),
        "e": _from(TAILS, voice.choice(place, "tail", len(TAILS))),
    }
    return pl.DataFrame(words).select(pl.concat_str([*words], separator=" ") + ".").to_series()


def _from(phrases: tuple[str, ...], index: Int64Array) -> pl.Series:
    return pl.Series(phrases).gather(pl.Series(index))

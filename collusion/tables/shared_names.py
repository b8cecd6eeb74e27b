"""Recognise words that are no id: placeholders for a missing one, and names that many people share."""

from __future__ import annotations

import re

import numpy as np
import polars as pl

from collusion.tables.characters import DIGIT, LETTERS, Characters, characters_of
from collusion.tables.spelling import normal_form

#: Cells by which programs say that there is no value; no id and no instrument, whatever their case.
NULL_WORDS = frozenset(
    {
        "null", "none", "nan", "nil", "na", "n/a", "#n/a", "#na", "#null!", "#ref!", "#value!", "\\n", "nul",
        "<na>", "<null>", "(null)", "[null]", "undefined", "missing", "-", "--", "?", ".",
        "redacted", "[redacted]", "<redacted>", "(redacted)", "masked", "[masked]", "confidential",
    }
)  # fmt: skip
_NULL_WORDS_CASED = sorted(NULL_WORDS | {word.upper() for word in NULL_WORDS})
#: Bytes of the longest of them between quotation marks.
_LONGEST = max(map(len, NULL_WORDS)) + 2
#: Ids by which shops mean a guest, where they have many more reviews than any account.
NO_IDS = frozenset({"0", "-1", "00000000-0000-0000-0000-000000000000"})
#: What is left of a name that somebody blotted out.
_MASK = r"^[*#•●■█?.\-]{2,}$"
#: Words for somebody whom they do not name.
_ANYBODY = frozenset(
    {
        "customer", "customers", "kunde", "kundin", "client", "cliente", "buyer", "käufer", "acheteur",
        "comprador", "purchaser", "shopper", "user", "users", "nutzer", "benutzer", "utilisateur",
        "usuario", "usuário", "utente", "reviewer", "rezensent", "member", "mitglied", "membre",
        "miembro", "guest", "gast", "invité", "invitado", "visitor", "account", "konto", "person",
        "someone", "somebody", "anonymous", "anonym", "anonymer", "anonyme", "anonyma", "anónimo",
        "anonimo", "anônimo", "anon", "unknown", "unbekannt", "unbekannter", "inconnu", "desconocido",
        "deleted", "gelöscht", "gelöschter", "supprimé", "eliminado", "noname", "カスタマー", "买家", "匿名",
        "匿名用户", "匿名さん",
    }
)  # fmt: skip
#: What may stand beside such a word and name nobody either.
_BESIDE = frozenset(
    {
        "a", "an", "the", "of", "from", "ein", "eine", "un", "une", "d", "de", "du", "da", "di", "del",
        "von", "no", "not", "name", "available", "verified", "verifizierter", "verificado", "vérifié",
        "registered", "former", "ehemaliger", "private", "amazon", "google", "kindle", "ebay", "steam",
        "yelp", "tripadvisor", "trustpilot", "walmart", "etsy", "facebook", "apple", "app", "store",
        "play", "亚马逊",
    }
)  # fmt: skip
#: Words of the last row of a report, which sums up the others.
_SUMS = frozenset(
    {
        "total",
        "totals",
        "grand total",
        "sum",
        "summe",
        "gesamt",
        "gesamtsumme",
        "total général",
        "suma",
        "totale",
    }
)
_WORD = re.compile(r"[^\W\d_]+")


def is_null_word(words: pl.Series, characters: Characters | None = None) -> pl.Series:
    """Say which words mean that there is no value, e.g. ``None``.

    Parameters
    ----------
    words
        Words, shape (n,).
    characters
        Their characters, where these are known.

    Returns
    -------
    polars.Series
        Shape (n,); null is none of them: O(n).
    """
    seen = characters_of(words) if characters is None else characters
    # Most ids and values are longer than the longest of these between quotation marks, or have a digit; those
    # of letters alone begin like one and are as long.
    is_short = (seen.lengths <= _LONGEST) & (seen.lengths > 0) & ~seen.have(DIGIT)
    places = pl.Series(np.flatnonzero(is_short & (seen.resemble(_NULL_WORDS_CASED) | seen.have(~LETTERS))))
    found = pl.repeat(False, len(words), dtype=pl.Boolean, eager=True)
    if places.is_empty():
        return found
    folded = _folded(words.gather(places)).str.strip_chars("\"' ")
    is_known = folded.is_in(list(NULL_WORDS)) | folded.str.contains(_MASK)
    return found.scatter(places, is_known) if is_known.any() else found


def is_shared_name(words: pl.Series) -> pl.Series:
    """Say which words stand for many people or for nobody.

    Parameters
    ----------
    words
        Ids of accounts, shape (n,).

    Returns
    -------
    polars.Series
        True for words that mean that there is none, and for names that are nothing but a word for anybody and
        what may stand beside it, e.g. ``Amazon Customer`` or ``Utilisateur anonyme``, whatever their case and
        signs; never with a digit. Shape (n,): O(n).
    """
    seen = characters_of(words)
    found = is_null_word(words, seen)
    # Most ids have a digit.
    places = pl.Series(np.flatnonzero((seen.lengths > 0) & ~seen.have(DIGIT)))
    names = words.gather(places)
    is_name = names.str.contains_any(sorted(_ANYBODY | _SUMS), ascii_case_insensitive=True)
    places = places.filter(is_name & ~names.str.contains(r"\d"))
    is_nobody = [_names_nobody(word) for word in _folded(words.gather(places)).to_list()]
    return found | pl.repeat(False, len(words), dtype=pl.Boolean, eager=True).scatter(places, is_nobody)


def _folded(words: pl.Series) -> pl.Series:
    """Write words in lower case, without characters that are not seen."""
    return normal_form(words, ("unicode", "case")).str.replace_all("_", " ", literal=True)


def _names_nobody(folded: str) -> bool:
    """Say whether a name has a word for anybody, and none that names somebody."""
    if folded.strip(" :") in _SUMS:
        return True
    parts = set(_WORD.findall(folded))
    return bool(parts & _ANYBODY) and parts <= _ANYBODY | _BESIDE

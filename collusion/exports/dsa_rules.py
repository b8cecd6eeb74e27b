"""The rules of the DSA Transparency Database (schema V2): statements of reasons are checked offline.

Written from the public rules of digital-services-act/transparency-database as of June 2026: the request class
``StatementStoreRequest`` and the constants of ``Statement``. The field names and words are the database's.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from typing import Any

from collusion.errors import Fault

#: Statements that one call may carry.
MOST_A_CALL = 100


def _words_of(prefix: str, words: str) -> tuple[str, ...]:
    """Return words, parted by blanks, each with a prefix."""
    return tuple(prefix + word for word in words.split())


_VISIBILITIES = _words_of(
    "DECISION_VISIBILITY_",
    "CONTENT_REMOVED CONTENT_DISABLED CONTENT_DEMOTED CONTENT_AGE_RESTRICTED "
    "CONTENT_INTERACTION_RESTRICTED CONTENT_LABELLED OTHER",
)
_MONETARIES = _words_of("DECISION_MONETARY_", "SUSPENSION TERMINATION OTHER")
_PROVISIONS = _words_of(
    "DECISION_PROVISION_", "PARTIAL_SUSPENSION TOTAL_SUSPENSION PARTIAL_TERMINATION TOTAL_TERMINATION"
)
_ACCOUNTS = ("DECISION_ACCOUNT_SUSPENDED", "DECISION_ACCOUNT_TERMINATED")
_GROUNDS = ("DECISION_GROUND_ILLEGAL_CONTENT", "DECISION_GROUND_INCOMPATIBLE_CONTENT")
_CONTENT = _words_of("CONTENT_TYPE_", "APP AUDIO IMAGE PRODUCT SYNTHETIC_MEDIA TEXT VIDEO OTHER")
_CATEGORIES = _words_of(
    "STATEMENT_CATEGORY_",
    "ANIMAL_WELFARE CONSUMER_INFORMATION CYBER_VIOLENCE CYBER_VIOLENCE_AGAINST_WOMEN "
    "DATA_PROTECTION_AND_PRIVACY_VIOLATIONS ILLEGAL_OR_HARMFUL_SPEECH INTELLECTUAL_PROPERTY_INFRINGEMENTS "
    "NEGATIVE_EFFECTS_ON_CIVIC_DISCOURSE_OR_ELECTIONS NOT_SPECIFIED_NOTICE OTHER_VIOLATION_TC "
    "PROTECTION_OF_MINORS RISK_FOR_PUBLIC_SECURITY SCAMS_AND_FRAUD SELF_HARM "
    "UNSAFE_AND_PROHIBITED_PRODUCTS VIOLENCE",
)
#: The keywords that fit the category of scams and fraud; the database knows more, of other categories.
_KEYWORDS = _words_of(
    "KEYWORD_",
    "IMPERSONATION_ACCOUNT_HIJACKING INAUTHENTIC_ACCOUNTS INAUTHENTIC_LISTINGS INAUTHENTIC_USER_REVIEWS "
    "PHISHING PYRAMID_SCHEMES OTHER",
)
_COUNTRIES = _words_of(
    "", "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK"
)
_SOURCES = _words_of("SOURCE_", "ARTICLE_16 TRUSTED_FLAGGER TYPE_OTHER_NOTIFICATION VOLUNTARY")
_DECISIONS = _words_of("AUTOMATED_DECISION_", "FULLY PARTIALLY NOT_AUTOMATED")
_RESTRICTIONS = ("decision_visibility", "decision_monetary", "decision_provision", "decision_account")

#: Field to the words that it may be, for fields of one word and of several.
_WORDS: Mapping[str, tuple[str, ...]] = {
    "decision_monetary": _MONETARIES,
    "decision_provision": _PROVISIONS,
    "decision_account": _ACCOUNTS,
    "account_type": ("ACCOUNT_TYPE_BUSINESS", "ACCOUNT_TYPE_PRIVATE"),
    "decision_ground": _GROUNDS,
    "incompatible_content_illegal": ("Yes", "No"),
    "category": _CATEGORIES,
    "source_type": _SOURCES,
    "automated_detection": ("Yes", "No"),
    "automated_decision": _DECISIONS,
}
_LISTS: Mapping[str, tuple[str, ...]] = {
    "decision_visibility": _VISIBILITIES,
    "content_type": _CONTENT,
    "category_addition": _CATEGORIES,
    "category_specification": _KEYWORDS,
    "territorial_scope": _COUNTRIES,
}
_LENGTHS: Mapping[str, int] = {
    "decision_visibility_other": 500,
    "decision_monetary_other": 500,
    "category_specification_other": 500,
    "decision_ground_reference_url": 500,
    "illegal_content_legal_ground": 500,
    "illegal_content_explanation": 2000,
    "incompatible_content_ground": 500,
    "incompatible_content_explanation": 2000,
    "content_type_other": 500,
    "decision_facts": 5000,
    "source_identity": 500,
    "puid": 500,
}
_DATES: Mapping[str, str] = {
    "content_date": "2000-01-01",
    "application_date": "2020-01-01",
    "end_date_account_restriction": "0001-01-01",
    "end_date_monetary_restriction": "0001-01-01",
    "end_date_service_restriction": "0001-01-01",
    "end_date_visibility_restriction": "0001-01-01",
}
_LAST_DAY = "2038-01-01"
_REQUIRED = (
    *("decision_ground", "content_type", "category", "content_date", "application_date", "decision_facts"),
    *("source_type", "automated_detection", "automated_decision", "puid"),
)
#: Field that is required when another one holds a word.
_REQUIRED_WITH = (
    ("decision_visibility_other", "decision_visibility", "DECISION_VISIBILITY_OTHER"),
    ("decision_monetary_other", "decision_monetary", "DECISION_MONETARY_OTHER"),
    ("content_type_other", "content_type", "CONTENT_TYPE_OTHER"),
    ("illegal_content_legal_ground", "decision_ground", "DECISION_GROUND_ILLEGAL_CONTENT"),
    ("illegal_content_explanation", "decision_ground", "DECISION_GROUND_ILLEGAL_CONTENT"),
    ("incompatible_content_ground", "decision_ground", "DECISION_GROUND_INCOMPATIBLE_CONTENT"),
    ("incompatible_content_explanation", "decision_ground", "DECISION_GROUND_INCOMPATIBLE_CONTENT"),
)
_PUID = re.compile(r"[a-zA-Z0-9_-]+")
_LANGUAGE = re.compile(r"[A-Z]{2}")
_URL = re.compile(r"https?://[^\s/]+\.[^\s]+")
_EAN = re.compile(r"[0-9]{13}")
_KNOWN = frozenset((*_WORDS, *_LISTS, *_LENGTHS, *_DATES, "content_language", "content_id"))


def statement_faults(statement: Mapping[str, Any], *, where: str = "statement") -> list[Fault]:
    """Return why the database would refuse a statement; empty when it would not.

    Parameters
    ----------
    statement
        Field to value, as it would be sent.
    where
        How to call the statement in messages.

    Returns
    -------
    list of Fault
        Every fault, by field. Stricter than the database in one thing: an unknown field, which it would
        ignore, is a fault, since it would not say what was meant.
    """
    faults: list[Fault] = []

    def add(field: str, found: object, allowed: str) -> None:
        """Note a fault of a field."""
        faults.append(Fault(where, field, str(found)[:80], allowed, "Correct the field."))

    for field in statement:
        if field not in _KNOWN:
            add(field, "a field that the database does not know", "a field of schema V2")
    for field in _REQUIRED:
        if _is_empty(statement.get(field)):
            add(field, "nothing", "a value: it is required")
    if all(_is_empty(statement.get(field)) for field in _RESTRICTIONS):
        add("decision_visibility", "no restriction at all", f"one of {', '.join(_RESTRICTIONS)}")
    for field, other, word in _REQUIRED_WITH:
        value = statement.get(other)
        holds = word in value if isinstance(value, list | tuple) else value == word
        if holds and _is_empty(statement.get(field)):
            add(field, "nothing", f"a text, since {other} is {word}")
    _check_words(statement, add)
    _check_texts(statement, add)
    for field, first in _DATES.items():
        value = statement.get(field)
        if not _is_empty(value) and not _is_date(value, first):
            add(field, repr(value), f"a date YYYY-MM-DD from {first} to {_LAST_DAY}")
    return faults


def _check_words(statement: Mapping[str, Any], add: Callable[[str, object, str], None]) -> None:
    for field, words in _WORDS.items():
        value = statement.get(field)
        if not _is_empty(value) and (not isinstance(value, str) or value not in words):
            add(field, repr(value), ", ".join(words))
    for field, words in _LISTS.items():
        value = statement.get(field)
        if _is_empty(value):
            continue
        if not isinstance(value, list | tuple) or not all(
            isinstance(item, str) and item in words for item in value
        ):
            add(field, repr(value), f"a list of {', '.join(words)}")


def _check_texts(statement: Mapping[str, Any], add: Callable[[str, object, str], None]) -> None:
    for field, longest in _LENGTHS.items():
        value = statement.get(field)
        if _is_empty(value):
            continue
        if not isinstance(value, str):
            add(field, repr(value), "a text")
        elif len(value) > longest:
            add(field, f"{len(value):,} characters", f"at most {longest:,}")
    patterns = (
        ("puid", _PUID, "letters, digits, - and _ only"),
        ("decision_ground_reference_url", _URL, "a URL"),
        ("content_language", _LANGUAGE, "two capital letters (ISO 639-1)"),
    )
    for field, pattern, allowed in patterns:
        value = statement.get(field)
        if not _is_empty(value) and not (isinstance(value, str) and pattern.fullmatch(value)):
            add(field, repr(value), allowed)
    content = statement.get("content_id")
    if not _is_empty(content):
        ean = content.get("EAN-13") if isinstance(content, Mapping) else None
        if not isinstance(ean, str) or not _EAN.fullmatch(ean):
            add("content_id", repr(content), "EAN-13 with 13 digits")


def _is_empty(value: object) -> bool:
    return value is None or value in ("", [], ())


def _is_date(value: object, first: str) -> bool:
    if not isinstance(value, str) or not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        return False
    try:
        dt.date.fromisoformat(value)
    except ValueError:
        return False
    return first <= value <= _LAST_DAY

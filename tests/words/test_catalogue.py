from __future__ import annotations

import datetime as dt
import json
import re
import string
import tomllib
from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collusion.errors import UsageError
from collusion.evidence.families import REGISTRY
from collusion.scoring.hypotheses import shipped_model
from collusion.words.catalogue import DEFAULT, languages, packed, said, unpacked, words_of

OTHERS = [language for language in languages() if language != DEFAULT]
#: Sections of phrases, which English has by themselves.
PHRASES = ("family", "question", "beyond", "silence", "hypothesis", "label")


def holes(text):
    """Return the values that a template tells, those aside that only a verb agrees with."""
    found = string.Formatter().parse(text)
    return {name for _, name, spec, _ in found if name and not spec.startswith("?")}


def specs(language):
    return {
        spec
        for text in words_of(language).templates.values()
        for _, name, spec, _ in string.Formatter().parse(text)
        if name
    }


@pytest.mark.parametrize("language", OTHERS)
def test_words_of__has_each_message_with_the_same_values(language):
    english, other = words_of(DEFAULT).templates, words_of(language).templates
    own = {key for key in other if key.partition(".")[0] not in PHRASES}

    assert english.keys() == own
    for key, text in english.items():
        assert holes(text) == holes(other[key]), key


@pytest.mark.parametrize("language", OTHERS)
def test_words_of__has_each_message_of_the_page_with_the_same_values(language):
    english, other = words_of(DEFAULT).view, words_of(language).view

    assert list(english) == list(other)
    for key, message in english.items():
        forms = [one if isinstance(one, dict) else {"other": one} for one in (message, other[key])]
        assert isinstance(message, dict) == isinstance(other[key], dict), key
        assert {"other"} <= forms[1].keys() <= {"zero", "one", "two", "few", "many", "other"}, key
        told = [set(re.findall(r"\{\w+\}", "".join(one.values()))) for one in forms]
        assert told[0] == told[1], key


@pytest.mark.parametrize("language", OTHERS)
def test_words_of__has_each_phrase_of_families_and_hypotheses(language):
    templates = words_of(language).templates
    wanted = [
        *(f"hypothesis.{one.name}" for one in shipped_model().hypotheses),
        *(f"family.{family.name}" for family in REGISTRY),
        *(f"question.{family.brief}" for family in REGISTRY),
        *(f"beyond.{family.beyond}" for family in REGISTRY),
    ]

    assert [] == [key for key in wanted if key not in templates]


@pytest.mark.parametrize("language", OTHERS)
def test_words_of__names_nouns_in_each_form_that_a_template_asks_for(language):
    known = words_of(language).style.nouns
    written = re.compile(r"(?:[,.\d]*[dfg]|list\d*|\?.*|)")
    plain = {"percent", "odds", "factor", "figure", "expectation", "stars", "date", "span", "span.dat"}
    plain |= {
        "kind",
        "kinds",
        "row",
        "questions",
        "any_beyond",
        "families",
        "clauses",
        "items",
        "sentences",
        *PHRASES,
    }
    nouns = {spec.removeprefix("~") for spec in specs(language) if not written.fullmatch(spec)} - plain

    assert set() == nouns - known.keys()


@pytest.mark.parametrize("language", languages())
def test_words_of__every_catalogue_has_the_same_signs(language):
    text = (resources.files("collusion.words") / f"{language}.toml").read_text(encoding="utf-8")
    found = tomllib.loads(text)

    assert words_of(DEFAULT).style.signs.keys() == found["style"].keys()
    assert 12 == len(found["months"]["names"])


def test_words_of__raise_on_an_unknown_language():
    with pytest.raises(UsageError, match=r"'xx': found no catalogue of that language. Allowed: de, en"):
        words_of("xx")


def test_say__chooses_verbs_and_nouns_by_the_count():
    words = words_of("de")

    assert "1 weiterer Verkäufer wird bedient, keiner mehr als diese." == words.say("what.more_served", n=1)
    assert "1.200 weitere Verkäufer werden bedient, keiner mehr als diese." == words.say(
        "what.more_served", n=1200
    )


def test_say__joins_what_is_said_again():
    parts = [said("stars.own", n=3, stars=4.25), said("stars.nobody_else")]

    assert words_of("en").say("stars.sentence", parts=parts) == (
        "Their 3 rated reviews of these products average 4.25 stars; nobody else rated these products."
    )
    assert words_of("de").say("stars.sentence", parts=parts) == (
        "Im Mittel geben sie diesen Produkten 4,25 Sterne (3 Bewertungen mit Sternen); niemand sonst gab "
        "diesen Produkten Sterne."
    )


def test_say__what_others_wrote_is_told_as_it_is_and_made_printable():
    told = words_of("de").say("what.seller", seller="{n}\x1b[2J{0.__class__}", reviews=2, products=1)

    assert told == "Verkäufer {n}\\x1b[2J{0.__class__}: 2 Bewertungen des Rings zu 1 Produkt."


VALUES = st.one_of(
    st.integers(0, 10**9),
    st.floats(0, 1e9),
    st.text(),
    st.datetimes(timezones=st.just(dt.UTC)),
    st.lists(st.text(), max_size=3),
)


@given(st.dictionaries(st.sampled_from("abcdef"), VALUES, max_size=4), VALUES)
def test_packed__is_unpacked_as_it_was_but_for_moments_which_are_texts(values, inner):
    sentences = [said("x.y", **values, again=[said("x.z", inner=inner)], one=said("x.w"))]
    packed_once = packed(sentences)

    assert json.loads(json.dumps(packed_once)) == packed_once
    assert packed(unpacked(packed_once)) == packed_once
    assert ["x.y"] == [one.key for one in unpacked(packed_once)]


def labels_of_the_source():
    """Return the English texts that modules and templates ask a label for."""
    rooms = [resources.files("collusion") / "reports", resources.files("collusion.reports") / "templates"]
    found = set()
    for entry in [entry for room in rooms for entry in room.iterdir()]:
        if entry.name.endswith((".py", ".md", ".html")):
            text = entry.read_text(encoding="utf-8")
            found |= set(re.findall(r"""\blabel\(\s*"([^"]+)"\s*\)""", text))
            for quote in "\"'":
                found |= set(re.findall(rf"{quote}([^{quote}{{}}]+){quote}\s*\|\s*label", text))
    return found


@pytest.mark.parametrize("language", OTHERS)
def test_label__is_known_of_every_text_that_asks_for_one(language):
    found = labels_of_the_source()

    assert len(found) > 40
    assert [] == sorted(text for text in found if f"label.{text}" not in words_of(language).templates)

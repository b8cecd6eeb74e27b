"""Notes of reading, told in another language by the templates that fit them."""

from __future__ import annotations

import re
from importlib import import_module

import pytest

from collusion.tables.notes import Note
from collusion.words.catalogue import DEFAULT, languages
from collusion.words.notes import told_note

OTHERS = [language for language in languages() if language != DEFAULT]
#: Modules that name what they count, and what they call it besides ``NOTE_…``.
MODULES = {
    "clock_columns": (),
    "date_orders": (),
    "findings": ("EMPTY_WORD", "OUT_OF_RANGE", "WHOLE", "ROUNDED", "SHIFTED"),
    "formats.csv_file": (),
    "formats.csv_rows": (),
    "formats.json_file": (),
    "formats.json_rows": (),
    "formats.workbook": (),
    "parts": (),
}


def messages():
    found = []
    for name, others in MODULES.items():
        module = import_module(f"collusion.tables.{name}")
        names = (*(one for one in vars(module) if one.startswith("NOTE_")), *others)
        found += [re.sub(r"\{(?:!r)?\}", "'x'", getattr(module, one)) for one in names]
    return sorted(set(found))


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("message", messages())
def test_told_note__every_message_with_a_name_is_known(message, language):
    note = str(Note("reviews", "text", 1234, message))

    assert told_note(note, DEFAULT) == note
    assert told_note(note, language) != note


@pytest.mark.parametrize(
    "note, told",
    [
        (
            (
                "warning: accounts.reviewer_id: 3 of 1,200 rows (0.2%) name an account of the reviews; of"
                " the 7 there 3 (42.9%) are named. Export both tables with the same ids. (3)"
            ),
            (
                "Warnung: accounts.reviewer_id: 3 von 1.200 Zeilen (0,2 %) nennen ein Konto der Bewertungen;"
                " von den 7 dort sind 3 (42,9 %) genannt."
                " Beide Tabellen mit denselben Kennungen exportieren. (3)"
            ),
        ),
        (
            "reviews.product_id: ids written as lists or objects, e.g. '[1, 2]': export one id a cell (1)",
            (
                "reviews.product_id: Kennungen als Listen oder Objekte, z. B. '[1, 2]': eine Kennung je Zelle"
                " exportieren (1)"
            ),
        ),
        ("reviews: something new (2)", "reviews: something new (2)"),
        ("no note at all", "no note at all"),
    ],
)
def test_told_note__in_german(note, told):
    assert told_note(note, "de") == told


def test_told_note__what_strangers_wrote_is_no_template():
    note = "reviews: columns that the contract does not know, left out: {0.__class__}, {x} (2)"

    assert "{0.__class__}, {x}" in told_note(note, "de")

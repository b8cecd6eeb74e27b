from __future__ import annotations

import pytest

from collusion.exports.dsa_rules import statement_faults

GOOD = {
    "decision_account": "DECISION_ACCOUNT_SUSPENDED",
    "account_type": "ACCOUNT_TYPE_PRIVATE",
    "decision_ground": "DECISION_GROUND_INCOMPATIBLE_CONTENT",
    "incompatible_content_ground": "Terms, clause 4",
    "incompatible_content_explanation": "Coordinated reviews.",
    "content_type": ["CONTENT_TYPE_TEXT"],
    "category": "STATEMENT_CATEGORY_SCAMS_AND_FRAUD",
    "category_specification": ["KEYWORD_INAUTHENTIC_USER_REVIEWS"],
    "territorial_scope": ["DE", "FR"],
    "content_date": "2026-03-01",
    "application_date": "2026-03-02",
    "decision_facts": "5 accounts wrote 15 reviews together.",
    "source_type": "SOURCE_VOLUNTARY",
    "automated_detection": "Yes",
    "automated_decision": "AUTOMATED_DECISION_NOT_AUTOMATED",
    "puid": "a-1_B",
}
ILLEGAL = {"decision_ground": "DECISION_GROUND_ILLEGAL_CONTENT"}
#: (fields that are changed, the field that the fault names)
BROKEN = [
    *(
        ({field: None}, field)
        for field in GOOD
        if field not in ("decision_account", "account_type", "territorial_scope", "category_specification")
    ),
    ({"decision_account": None}, "decision_visibility"),
    ({"decision_account": "CLOSED"}, "decision_account"),
    ({"decision_account": ["DECISION_ACCOUNT_SUSPENDED"]}, "decision_account"),
    ({"account_type": "PRIVATE"}, "account_type"),
    ({"decision_visibility": "DECISION_VISIBILITY_CONTENT_REMOVED"}, "decision_visibility"),
    ({"decision_visibility": ["REMOVED"]}, "decision_visibility"),
    ({"decision_visibility": ["DECISION_VISIBILITY_OTHER"]}, "decision_visibility_other"),
    ({"decision_monetary": "DECISION_MONETARY_OTHER"}, "decision_monetary_other"),
    ({"decision_monetary": "FINE"}, "decision_monetary"),
    ({"decision_provision": "ALL"}, "decision_provision"),
    ({"decision_ground": "BAD"}, "decision_ground"),
    (ILLEGAL, "illegal_content_legal_ground"),
    (ILLEGAL | {"illegal_content_legal_ground": "x"}, "illegal_content_explanation"),
    ({"incompatible_content_illegal": "Maybe"}, "incompatible_content_illegal"),
    ({"incompatible_content_ground": "x" * 501}, "incompatible_content_ground"),
    ({"incompatible_content_explanation": "x" * 2001}, "incompatible_content_explanation"),
    ({"decision_ground_reference_url": "our terms"}, "decision_ground_reference_url"),
    ({"decision_ground_reference_url": "https://x.example/" + "y" * 500}, "decision_ground_reference_url"),
    ({"content_type": "CONTENT_TYPE_TEXT"}, "content_type"),
    ({"content_type": ["TEXT"]}, "content_type"),
    ({"content_type": []}, "content_type"),
    ({"content_type": ["CONTENT_TYPE_OTHER"]}, "content_type_other"),
    ({"category": "FRAUD"}, "category"),
    ({"category_addition": ["FRAUD"]}, "category_addition"),
    ({"category_specification": ["KEYWORD_FAKE"]}, "category_specification"),
    ({"category_specification_other": "x" * 501}, "category_specification_other"),
    ({"territorial_scope": ["UK"]}, "territorial_scope"),
    ({"territorial_scope": "DE"}, "territorial_scope"),
    ({"content_language": "english"}, "content_language"),
    ({"content_date": "01.03.2026"}, "content_date"),
    ({"content_date": "1999-12-31"}, "content_date"),
    ({"content_date": "2026-02-30"}, "content_date"),
    ({"application_date": "2019-12-31"}, "application_date"),
    ({"application_date": "2038-01-02"}, "application_date"),
    ({"end_date_account_restriction": "soon"}, "end_date_account_restriction"),
    ({"decision_facts": "x" * 5001}, "decision_facts"),
    ({"decision_facts": 5}, "decision_facts"),
    ({"source_type": "SELF"}, "source_type"),
    ({"source_identity": "x" * 501}, "source_identity"),
    ({"automated_detection": "yes"}, "automated_detection"),
    ({"automated_decision": "No"}, "automated_decision"),
    ({"puid": "a b"}, "puid"),
    ({"puid": "a" * 501}, "puid"),
    ({"puid": "a\n"}, "puid"),
    ({"content_id": {"EAN-13": "123"}}, "content_id"),
    ({"reviewer": "A1"}, "reviewer"),
]


def test_statement_faults__none_of_a_good_statement():
    assert [] == statement_faults(GOOD)
    more = {
        "decision_visibility": ["DECISION_VISIBILITY_OTHER"],
        "decision_visibility_other": "hidden",
        "decision_ground_reference_url": "https://shop.example/terms",
        "end_date_account_restriction": "2026-04-01",
        "content_id": {"EAN-13": "4006381333931"},
        "content_language": "EN",
    }
    assert [] == statement_faults(GOOD | more)


#: The longest texts that the database's rules allow.
LONGEST = {
    **dict.fromkeys(
        (
            *("decision_visibility_other", "decision_monetary_other", "category_specification_other"),
            *("illegal_content_legal_ground", "incompatible_content_ground", "content_type_other"),
            *("source_identity", "puid"),
        ),
        500,
    ),
    **dict.fromkeys(("illegal_content_explanation", "incompatible_content_explanation"), 2000),
    "decision_facts": 5000,
}


@pytest.mark.parametrize(("field", "longest"), LONGEST.items())
def test_statement_faults__a_text_may_be_as_long_as_the_database_takes(field, longest):
    assert [] == statement_faults(GOOD | {field: "x" * longest})
    assert [field] == [fault.column for fault in statement_faults(GOOD | {field: "x" * (longest + 1)})]


def test_statement_faults__a_url_may_be_as_long_as_the_database_takes():
    url = f"https://x.example/{'y' * 482}"

    assert [] == statement_faults(GOOD | {"decision_ground_reference_url": url})
    assert 1 == len(statement_faults(GOOD | {"decision_ground_reference_url": f"{url}y"}))


@pytest.mark.parametrize("value", ["2000-01-01", "2038-01-01"])
def test_statement_faults__the_first_and_the_last_day_are_dates(value):
    assert [] == statement_faults(GOOD | {"content_date": value})


def test_statement_faults__fifty_broken_ones_at_least():
    assert len(BROKEN) >= 50


@pytest.mark.parametrize(("changes", "field"), BROKEN)
def test_statement_faults__name_the_field(changes, field):
    faults = statement_faults(GOOD | changes)

    assert field in {fault.column for fault in faults}
    assert all(fault.allowed for fault in faults)

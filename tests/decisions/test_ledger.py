from __future__ import annotations

from dataclasses import replace

import pytest

from collusion.decisions.ledger import read_ledger, record
from collusion.store.database import open_database
from collusion.store.schema import create_tables
from tests.decisions.making import PLAIN


@pytest.fixture
def database(tmp_path):
    found = open_database(str(tmp_path / "x.db"))
    create_tables(found)
    yield found
    found.close()


def test_record__the_same_sent_twice_is_one(database):
    first, is_new = record(database, PLAIN)
    later = replace(PLAIN, decided_at="2026-03-02T09:00:07+00:00")

    assert is_new
    assert (first, False) == record(database, later)
    assert [first] == read_ledger(database)


def test_record__the_same_after_something_else_is_another(database):
    record(database, PLAIN)
    record(database, replace(PLAIN, verdict="watch"))
    again, is_new = record(database, PLAIN)

    assert (3, True) == (again.seq, is_new)


def test_record__a_clock_that_jumps_back_loses_nothing(database):
    record(database, PLAIN)
    record(database, replace(PLAIN, verdict="dismiss", decided_at="1999-01-01T00:00:00+00:00"))

    assert ["confirm", "dismiss"] == [entry.decision.verdict for entry in read_ledger(database)]

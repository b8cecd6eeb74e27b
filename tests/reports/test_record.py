from __future__ import annotations

import msgspec

from collusion.cases.case import build_case
from collusion.reports.record import case_record
from tests.cases.small_runs import Wish, make_run


def test_case_record__is_plain_json_with_rows_and_sentences():
    record = msgspec.json.decode(msgspec.json.encode(case_record(build_case(make_run(), "R-00000001"))))

    assert record["ring_id"] == "R-00000001"
    assert record["members"][0]["role"] == "core"
    assert record["identifiers"][0]["holders"] == ["A100", "A101", "A102"]
    assert record["provenance"]["run_id"] == "run-0123456789ab"
    assert record["narrative"]["verdict"].startswith("5 accounts wrote")
    assert len(record["reviews"]) == 20


def test_case_record__without_times():
    record = case_record(build_case(make_run(Wish(times=False)), "R-00000001"))

    assert record["first_at"] is None

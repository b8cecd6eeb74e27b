"""What the users see of a real run."""

from __future__ import annotations

import re

import msgspec

from collusion.cases.case import build_cases
from collusion.cases.narrative import narrate
from collusion.cases.run_folder import Run
from collusion.exports.suspects import suspects
from collusion.reports.folder import write_report
from collusion.view import payload
from collusion.view.report import ReportPage

RAW_ADDRESS = re.compile(r"\b\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}\b")


def test_demo__its_first_ring_is_flagged_and_says_so(demo_run: Run):
    case = next(build_cases(demo_run, demo_run.rings["ring_id"].to_list()))

    assert case.flagged
    assert case.n_reviewers >= 30
    assert len(case.members) == case.n_reviewers
    assert len(case.clients) == case.n_products
    assert case.reviews.filter("in_ring").height >= case.n_reviews


def test_demo__every_sentence_is_finished_and_has_no_hole(demo_run: Run):
    for case in build_cases(demo_run, demo_run.rings["ring_id"].to_list()):
        story = narrate(case)
        parts = (story.who, story.what, story.when, story.identifiers, story.how_sure, story.against)
        for sentence in [story.verdict, *(one for part in parts for one in part)]:
            assert re.search(r"[.)]$", sentence), sentence
            assert not re.search(r"None|nan|\binf\b|  ", sentence), sentence


def test_demo__report_holds_no_raw_identifier(demo_run: Run, tmp_path):
    """Raw addresses of the sample look like 10.1.2.3; none may be on a page."""
    report = write_report(demo_run, tmp_path / "report", page=ReportPage(demo_run))

    for path in report.path.rglob("*"):
        if path.is_file() and path.suffix in {".html", ".md"}:
            text = re.sub(r"<svg .*?</svg>", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
            assert not RAW_ADDRESS.search(text)
    for ring_id in demo_run.rings["ring_id"]:
        assert not RAW_ADDRESS.search(msgspec.json.encode(payload.ring(demo_run, ring_id)).decode())


def test_demo__suspects_are_the_flagged_rings_members(demo_run: Run):
    table = suspects(demo_run)
    flagged = demo_run.rings.filter("flagged")["ring_id"].implode()
    expected = demo_run.members.filter(demo_run.members["ring_id"].is_in(flagged)).height

    assert table.filter(table["entity_type"] == "account").height == expected

"""Everything that is said of a run, and what of it the rows do not show."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from markdown_it import MarkdownIt

from collusion.cases.case import build_case
from collusion.cases.run_folder import Run as OpenRun
from collusion.exports.suspects import suspects
from collusion.reports.charts.gallery import all_charts
from collusion.reports.folder import write_report
from collusion.reports.pages import ring_html
from collusion.reports.record import case_record
from collusion.view.report import ReportPage
from tests.recount import notes, pictures, tables, templates
from tests.recount.pages import Page
from tests.recount.rows import REASONS, Market, Ring, Run, Source

#: The sentences that are known: each module registers its own when it is imported.
GRAMMARS = (templates, pictures, notes)
PREFIX = re.compile(rf"^(?:{'|'.join(REASONS)}) (?=[A-Z\d])")


def sentences(text: str) -> list[str]:
    return re.split(r"(?<=[.])\s+(?=[A-Z\d])", text)


def told_of(opened: OpenRun, ring_id: str) -> list[str]:
    """Every sentence that explain and its JSON say of a ring."""
    record = case_record(build_case(opened, ring_id))
    told = [*_strings(record["narrative"]), *(reason["sentence"] for reason in record["reasons"])]
    return [one for text in told for one in sentences(text)]


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from _strings(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _strings(one)


def faults_of(source: Source, opened: OpenRun) -> list[str]:
    """Return the faults of all that report, explain and export say of a run."""
    run = Run(opened.path)
    market = Market(source, run)
    rings = {ring_id: Ring(source, run, ring_id) for ring_id in opened.rings["ring_id"].to_list()}
    found = [
        fault
        for ring_id, ring in rings.items()
        for one in told_of(opened, ring_id)
        for fault in templates.faults(one, ring)
    ]
    for row in suspects(opened).iter_rows(named=True):
        ring = rings[row["ring_id"]]
        ring.entity = row
        found += [fault for one in sentences(row["reasons"]) for fault in templates.faults(one, ring)]
    with TemporaryDirectory() as folder:
        report = write_report(opened, Path(folder) / "report", page=ReportPage(opened))
        index = Page(
            MarkdownIt("commonmark").enable("table").render((report.path / "index.md").read_text("utf-8"))
        )
    for ring_id, ring in rings.items():
        case = build_case(opened, ring_id)
        page = Page(ring_html(case, all_charts(case)))
        found += list(_page_faults(page, ring, market))
    summaries = {ring.row["summary"] for ring in rings.values()}
    for text in index.sentences:
        if text not in summaries and not re.match(r"\d+ · R-|odds |[\w ]+, within ", text):
            found += [fault for one in sentences(text) for fault in _of_run(one, market)]
    return found


def _page_faults(page: Page, ring: Ring, market: Market) -> Iterator[str]:
    of_run = set(market.run.manifest["notes"])
    for text in (*page.sentences, *page.labels):
        for one in sentences(PREFIX.sub("", text)):
            is_of_run = one.startswith("Collusion ") or text in of_run
            yield from _of_run(one, market) if is_of_run else templates.faults(one, ring)
    yield from tables.faults(page, ring)


@cache
def _of_run(sentence: str, market: Market) -> list[str]:
    """What is wrong with a sentence about the run: every page says the same."""
    return list(templates.faults(sentence, market))

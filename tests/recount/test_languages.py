"""Every language tells the same numbers, dates and names as English, sentence by sentence."""

from __future__ import annotations

import dataclasses
import io
import re
from dataclasses import replace

import pytest
from rich.console import Console

from collusion.cases.brief import brief
from collusion.cases.case import Case, build_case
from collusion.cases.narrative import narrate
from collusion.cases.ties import how, why
from collusion.reports.charts.gallery import all_charts
from collusion.reports.expert import print_expert
from collusion.reports.pages import ring_html, ring_markdown
from collusion.reports.screen import print_case, print_rings
from collusion.words.catalogue import DEFAULT, languages
from tests.recount.test_recount import RINGS, ran

OTHERS = [language for language in languages() if language != DEFAULT]
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
#: Words that only English has.
ENGLISH = re.compile(
    r"\b(?:the|of|these|accounts?|reviews?|with|which|other|are|were|evidence(?!\.)|nobody|flagged|rank|odds)\b"
)


def in_english(sentence: str) -> list[str]:
    days = rf"(\d{{1,2}}) ({'|'.join(MONTHS)}) (\d{{4}})"
    dated = re.sub(days, lambda m: f"<{int(m[1])}/{MONTHS.index(m[2]) + 1}/{m[3]}>", sentence)
    return sorted(token.replace(",", "") for token in re.findall(r"<[\d/]+>|\d[\d,.]*\d|\d", dated))


def in_german(sentence: str) -> list[str]:
    dated = re.sub(r"(\d\d)\.(\d\d)\.(\d{4})", lambda m: f"<{int(m[1])}/{int(m[2])}/{m[3]}>", sentence)
    found = re.findall(r"<[\d/]+>|\d[\d,.]*\d|\d", dated)
    return sorted(token.replace(".", "").replace(",", ".") for token in found)


READ = {"de": in_german}


def sentences(case: Case) -> list[str]:
    story = dataclasses.asdict(narrate(case))
    return [
        *(sentence for part in story.values() for sentence in ([part] if isinstance(part, str) else part)),
        *(reason.sentence for reason in case.reasons),
        *brief(case)[:1],
        *case.provenance.limits,
        how(case).words,
        *(why(case, member.reviewer_id).words for member in case.members[:3]),
    ]


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("name", RINGS)
def test_sentences__tell_the_same_numbers(name: str, language: str) -> None:
    run = ran(name)
    for ring_id in run.rings["ring_id"].to_list()[:6]:
        english, other = (build_case(replace(run, language=one), ring_id) for one in (DEFAULT, language))
        pairs = list(zip(sentences(english), sentences(other), strict=True))

        assert [] == [pair for pair in pairs if in_english(pair[0]) != READ[language](pair[1])]


@pytest.mark.parametrize("language", OTHERS)
def test_screens__say_nothing_in_english(language: str) -> None:
    run = replace(ran("thirty-accounts"), language=language)
    console = Console(file=io.StringIO(), width=900)  # no limit of the run is wrapped
    print_rings(run, run.rings, console)
    for ring_id in run.rings["ring_id"].to_list()[:3]:
        case = build_case(run, ring_id)
        print_case(case, console)
        print_expert(case, console)
        console.print(*brief(case))
        charts = all_charts(case)
        page = re.sub(r"<style>.*?</style>|<[^>]+>", "\n", ring_html(case, charts), flags=re.DOTALL)
        # what follows the caution has names of files, and what was counted in reading
        for text in (page, ring_markdown(case, charts, "charts")):
            console.print(text[: text.index("Was gemeldet ist")], markup=False)
        for chart in charts.values():
            written = re.findall(r"<(?:text|title|desc)[^>]*>([^<]+)<", chart.svg)
            console.print(chart.alternative, chart.spec.reading, *written, sep="\n")
    told = console.file.getvalue().splitlines()  # type: ignore[attr-defined]
    assert [] == [line for line in told if ENGLISH.search(line)]


def test_case__told_anew_in_english_is_what_the_run_folder_says() -> None:
    from collusion.cases.case import _told_in

    run = ran("thirty-accounts")
    for row in run.rings.to_dicts():
        case = build_case(run, row["ring_id"])
        evidence = run.evidence.filter(ring_id=row["ring_id"])

        assert case == replace(_told_in(DEFAULT, case, row, evidence), reviews=case.reviews)

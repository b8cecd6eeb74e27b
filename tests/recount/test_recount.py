"""Every number of every sentence and table, counted from the tables, on every sample."""

from __future__ import annotations

import io
import re
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import pytest
from rich.console import Console

from collusion.cases.case import build_case
from collusion.cases.run_folder import Run as OpenRun
from collusion.config import load_config
from collusion.pipeline import detect
from collusion.reports.screen import print_case
from tests.conftest import ROOT
from tests.recount.check import faults_of, told_of
from tests.recount.rows import Ring, Run, Source
from tests.recount.templates import faults, unnamed

SAMPLES = sorted(path.name for path in (ROOT / "sample_graphs").iterdir() if path.is_dir())
RINGS = [name for name in SAMPLES if name not in ("honest", "office")]


@cache
def ran(name: str) -> OpenRun:
    source = ROOT / "sample_graphs" / name
    return detect(source, Path(mkdtemp()) / "run", config=load_config(source, None))


@pytest.mark.parametrize("name", SAMPLES)
def test_outputs__say_what_the_rows_show(name: str) -> None:
    opened = ran(name)

    assert [] == faults_of(Source(ROOT / "sample_graphs" / name, opened.path), opened)


def test_templates__notice_every_number_that_is_changed() -> None:
    """A digit more in any number of any sentence is a fault, or the recount would prove nothing."""
    opened = ran("thirty-accounts")
    ring = Ring(
        Source(ROOT / "sample_graphs" / "thirty-accounts", opened.path),
        Run(opened.path),
        opened.rings["ring_id"][0],
    )
    changed, missed = 0, []
    for sentence in told_of(opened, ring.ring_id):
        for number in re.finditer(r"(?<![\w:-])\d", sentence):
            wrong = sentence[: number.start()] + str((int(number[0]) + 1) % 10) + sentence[number.end() :]
            changed += 1
            missed += [] if list(faults(wrong, ring)) else [wrong]

    assert [] == missed
    assert changed > 100


def test_templates__notice_a_sentence_that_nobody_explains() -> None:
    opened = ran("thirty-accounts")
    ring = Ring(
        Source(ROOT / "sample_graphs" / "thirty-accounts", opened.path),
        Run(opened.path),
        opened.rings["ring_id"][0],
    )

    assert "no template explains" in "".join(faults("They wrote 17 reviews by night.", ring))
    assert "counted 46" in "".join(
        faults("Of the 47 accounts, 2 share addresses with another of them.", ring)
    )
    assert "" == unnamed(opened.members["reviewer_id"][0], ring)


@pytest.mark.parametrize("name", RINGS)
def test_explain__says_what_report_says(name: str) -> None:
    """Its sentences are those that were counted, and its bars are all reviews of the products."""
    opened = ran(name)
    ring_id = opened.rings["ring_id"][0]
    console = Console(file=io.StringIO(), width=200, markup=False, highlight=False)
    print_case(build_case(opened, ring_id), console)
    text = console.file.getvalue()  # type: ignore[attr-defined]
    lines = re.sub(r" *\n    (?=\S)", " ", text).splitlines()
    told = {one.removeprefix("  • ") for one in lines if one.startswith("  • ")}
    told = {re.sub(r"^(\w+): (?=[A-Z\d])", "", one) for one in told}
    known = " ".join(told_of(opened, ring_id))
    bars = [int(one.split()[-1].replace(",", "")) for one in lines if re.search(r"  [█▏]+ [\d,]+$", one)]

    assert [] == [one for one in told if one not in known]
    assert opened.rings["n_reviews"][0] == sum(bars)

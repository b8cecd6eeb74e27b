from __future__ import annotations

import io
import re
from dataclasses import replace

import polars as pl
import pytest
from rich.cells import cell_len
from rich.console import Console

from collusion.cases.case import build_case
from collusion.cases.timeline import count_by_step
from collusion.evidence.families import FAMILIES
from collusion.reports.screen import evidence_bars, print_case, print_rings, timeline_heading, timeline_lines
from tests.cases.small_runs import Wish, make_run

RING = "R-00000001"


def screen(width, action):
    console = Console(file=io.StringIO(), width=width, markup=False, highlight=False, emoji=False)
    action(console)
    return console.file.getvalue()


def rings_on(width, wish=Wish()):  # noqa: B008
    run = make_run(wish)
    return screen(width, lambda console: print_rings(run, run.rings, console))


@pytest.mark.parametrize("width", [80, 112, 150, 200])
def test_print_rings__fits_its_screen(width):
    lines = rings_on(width).splitlines()

    assert max(cell_len(line) for line in lines) <= width
    assert "●  R-00000001" in lines[1]
    assert "…" not in lines[1] + lines[2]


@pytest.mark.parametrize("width, names", [(80, "evidence"), (112, "innocent explanation"), (150, "sellers")])
def test_print_rings__uses_the_width_it_has(width, names):
    assert names in rings_on(width).splitlines()[0]


def test_print_rings__marks_and_counts_what_is_flagged():
    text = rings_on(200)

    assert "● 1 of 2 groups flagged at a false-discovery level of 5 %." in text
    assert "shared wording (the reviews table has no text column)" in text
    assert "<0.1 %" in text
    assert "720:1" in text
    assert "2 accounts with more than 1,000 reviews are in no group (evidence.reviewer_cap)." in text


def test_print_rings__says_how_many_it_left_out():
    run = make_run(Wish(n_rings=3))

    assert "2 more: --all." in screen(200, lambda console: print_rings(run, run.rings.head(1), console))


def test_print_rings__tells_bystanders_and_operators():
    wish = Wish(n_bystanders=1, one_operator=True)
    text = rings_on(80, wish)
    case = screen(80, lambda console: print_case(build_case(make_run(wish), RING), console))

    assert " 3+1 " in text
    assert "Products of a flagged ring: likely served + perhaps bystanders that hide it." in text
    assert "R-00000001 and R-00000002 share 3 accounts." in text
    assert "bystander" not in rings_on(80)
    assert ["perhaps bystander"] == [
        line.split("★")[-1].strip() for line in case.splitlines() if line.startswith("  P103")
    ]


def test_print_rings__cuts_the_list_of_operators():
    run = make_run(Wish(n_rings=20))
    pairs = run.rings.with_columns((pl.col("rank") // 2).cast(pl.String).alias("operator"))
    tables = {"members": run.members.with_columns(pl.col("reviewer_id").str.slice(2))}
    text = screen(80, lambda console: print_rings(replace(run, rings=pairs, **tables), pairs, console))

    assert "R-00000002 and R-00000003 share 3 accounts." in text
    assert "1 more operator of several rings." in text


def test_print_rings__of_none():
    assert rings_on(80, Wish(n_rings=0)).startswith("No group stands out: nothing in this source")


def test_evidence_bars__grow_with_the_bits():
    heights = [evidence_bars({f"bits_{f}": value for f in FAMILIES})[0] for value in (0, 1, 9, 90, 900)]

    assert [" ", "▁", "▃", "▅", "█"] == heights


@pytest.mark.parametrize("width", [40, 80, 200])
@pytest.mark.parametrize(
    "wish", [Wish(), Wish(hostile=True), Wish(times=False, ratings=False, sellers=False)]
)
def test_print_case__fits_its_screen_and_steers_no_terminal(width, wish):
    text = screen(width, lambda console: print_case(build_case(make_run(wish), RING), console))

    assert max(cell_len(line) for line in text.splitlines()) <= width
    assert "\x1b[2J" not in text
    assert "\u202e" not in text


def test_print_case__says_all_an_investigator_asks():
    text = screen(100, lambda console: print_case(build_case(make_run(), RING), console))
    asked = ["Why", "How sure", "What speaks against", "Who", "Who profits", "When", "Shared identifiers",
             "What to check next"]  # fmt: skip

    places = [text.index(f"\n{title}\n") for title in asked]
    assert places == sorted(places)
    assert "behaviour: They review the same products.\n" in text
    assert "identity: A gift card." in text


def test_print_case__cuts_lists_unless_asked_for_everything():
    case = build_case(make_run(Wish(n_accounts=30)), RING)

    assert "and 18 more accounts: --all" in screen(100, lambda console: print_case(case, console))
    assert ": --all" not in screen(100, lambda console: print_case(case, console, everything=True))


def test_timeline_lines__join_steps_until_they_fit():
    counts = count_by_step(build_case(make_run(Wish(n_products=60)), RING).reviews)

    assert counts is not None
    lines = timeline_lines(counts, most=5, width=10)
    assert len(lines) <= 5
    assert max(line.count("█") for line in lines) == 10
    assert sum(counts.n_ring) == sum(int(line.split()[-1]) for line in lines)


@pytest.mark.parametrize(
    "n_products, most, words",
    [
        (4, 16, "on that day"),
        (4, 5, "in the 3 days from"),
        (60, 40, "in the week from"),
        (60, 5, "weeks from"),
    ],
)
def test_timeline_heading__says_how_long_a_bar_is(n_products, most, words):
    counts = count_by_step(build_case(make_run(Wish(n_products=n_products)), RING).reviews)

    assert counts is not None
    assert words in timeline_heading(counts, most=most)


def test_timeline_lines__show_a_step_without_reviews_as_a_dot():
    case = build_case(make_run(Wish(n_accounts=2, n_products=4)), RING)
    counts = count_by_step(case.reviews)

    assert counts is not None
    assert any(line.endswith("  ·") for line in timeline_lines(counts))


@pytest.mark.parametrize("width", [40, 60, 80])
def test_print_case__keeps_the_bars_of_a_large_ring_on_its_screen(width):
    case = build_case(make_run(Wish(n_accounts=300, n_products=60)), RING)
    lines = screen(width, lambda console: print_case(case, console)).splitlines()
    head = next(place for place, line in enumerate(lines) if "Each bar" in line)
    below = lines[head : next(place for place in range(head, len(lines)) if not lines[place])]

    assert any("█ " in line and int(line.split()[-1].replace(",", "")) >= 1_000 for line in below)
    assert all(line.startswith("  ") for line in below)
    assert max(map(cell_len, lines)) <= width


def test_print_case__of_a_group_that_is_not_flagged_is_neutral():
    """Not even the names of columns say that anybody served anybody."""
    text = screen(200, lambda console: print_case(build_case(make_run(), "R-00000002"), console))

    assert "Products reviewed together" in text
    assert not re.search(r"\b(profits|served|hired|core|fringe|bystander|client|hit|false)\b", text)
    assert [] == [
        line
        for line in text.splitlines()
        if re.search(r"\brings?\b", line) and "odds" not in line and "flag a ring" not in line
    ]

"""The figures of an evaluation as tables for a terminal, and as plain records for JSON."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from collusion.cases.wording import counted
from collusion.evaluation.match import THRESHOLDS
from collusion.evaluation.outcome import LEVELS, level_digits

if TYPE_CHECKING:
    from rich.console import Console

    from collusion.evaluation.labelled import LabelFigures
    from collusion.evaluation.metrics import Figures, LevelFigures
    from collusion.evaluation.power import PowerRow

NOTHING = "–"


def figures_record(figures: Figures) -> dict[str, Any]:
    """Return the figures as a dict for JSON, with the names of thresholds and levels spelled out."""
    record = dataclasses.asdict(figures)
    record["precision_at_k"] = {str(t): value for t, value in zip(THRESHOLDS, figures.precision_at_k)}
    for each in (record, *record["styles"]):
        for name in ("found", "joined"):
            each[name] = {str(t): n for t, n in zip(THRESHOLDS, each[name])}
    for style in (*record["styles"], *record["innocent"]):
        style["flagged"] = {str(level): n for level, n in zip(LEVELS, style["flagged"])}
    return record


def print_figures(methods: Mapping[str, Figures], console: Console) -> None:
    """Print the headline of every method side by side, then what the first did by style.

    Parameters
    ----------
    methods
        Figures by method; the first is the one under test.
    console
        Where to print.
    """
    first = next(iter(methods.values()))
    console.print(
        f"{counted(first.n_rings, 'true ring')} and {counted(first.n_innocent, 'innocent group')} "
        f"in {counted(first.n_markets, 'market')}.\n"
    )
    columns = [headline(figures) for figures in methods.values()]
    rows = [(name, *(column[name] for column in columns)) for name in columns[0]]
    _grid(console, ("figure", *methods), rows)
    _grid(console, *style_rows(first))
    _grid(console, *innocent_rows(first))
    for label, names in (("Not flagged at 5 %", first.missed), ("False at 5 %", first.false_rings)):
        if names:
            console.print(f"{label}: {', '.join(names)}", soft_wrap=True)


def headline(figures: Figures) -> dict[str, str]:
    """Return the figures of a method that belong into one table with others, in words."""
    middle = figures.levels[LEVELS.index(0.05)]
    k = THRESHOLDS.index(0.5)
    return {
        "rings listed": f"{figures.n_claimed:,}",
        "found (J ≥ 0.5)": f"{figures.found[k]:,}",
        "found (J ≥ 0.8)": f"{figures.found[-1]:,}",
        **{f"precision at k (J ≥ {t})": _decimal(p) for t, p in zip(THRESHOLDS, figures.precision_at_k)},
        "precision at k by operator": _decimal(
            figures.top_joined / figures.n_rings if figures.n_rings else None
        ),
        **{f"recall at FDR {_level(level)}": _flagged(figures, level) for level in figures.levels},
        **{
            f"flagged or joined (J ≥ {t})": NOTHING if figures.ranks_only else f"{n:,}"
            for t, n in zip(THRESHOLDS[1:], figures.joined[1:])
        },
        **{f"realised FDR at {_level(level)}": _realised(figures, level) for level in figures.levels},
        "B-cubed precision, flagged": _decimal(figures.bcubed_precision),
        "B-cubed recall, flagged": NOTHING if figures.ranks_only else _decimal(figures.bcubed_recall),
        "B-cubed F1, flagged": _decimal(figures.bcubed_f1),
        "B-cubed F1, top k": _decimal(figures.bcubed_f1_top),
        "innocent groups in top k": f"{figures.innocent_in_top:,}",
        "innocent groups flagged": NOTHING if figures.ranks_only else f"{middle.n_innocent:,}",
        "accounts: AP": _decimal(figures.ap),
        "accounts: AUC": _decimal(figures.auc),
        "accounts: base rate": _decimal(figures.base_rate, 4),
    }


def style_rows(figures: Figures) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Return the heading and the rows of the table by style of ring."""
    flagged = [f"{level_digits(level).lstrip('0')} %" for level in LEVELS]
    heading = (
        "style",
        "rings",
        *(f"J≥{t}" for t in THRESHOLDS[1:]),
        "top k",
        *flagged,
        "joined",
        "mean J",
        "B³ rec",
        "AP",
    )
    rows = [
        (
            style.style,
            f"{style.n_rings:,}",
            *(f"{n:,}" for n in style.found[1:]),
            f"{style.in_top:,}",
            *(f"{n:,}" for n in style.flagged),
            f"{style.joined[THRESHOLDS.index(0.5)]:,}",
            _decimal(style.jaccard, 2),
            _decimal(style.bcubed_recall, 2),
            _decimal(style.ap),
        )
        for style in figures.styles
    ]
    return heading, rows


def innocent_rows(figures: Figures) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Return the heading and the rows of the table by style of innocent group."""
    flagged = [f"at {level_digits(level).lstrip('0')} %" for level in LEVELS]
    heading = ("innocent", "groups", "top k", *flagged, "best rank")
    rows = [
        (
            style.style,
            f"{style.n_groups:,}",
            f"{style.in_top:,}",
            *(f"{n:,}" for n in style.flagged),
            NOTHING if style.best_rank is None else f"{style.best_rank:,}",
        )
        for style in figures.innocent
    ]
    return heading, rows


def _level(level: LevelFigures) -> str:
    return f"{level.nominal:.0%}".replace("%", " %")


def _flagged(figures: Figures, level: LevelFigures) -> str:
    return NOTHING if figures.ranks_only or level.recall is None else f"{level.recall:.1%}"


def _realised(figures: Figures, level: LevelFigures) -> str:
    if figures.ranks_only:
        return NOTHING
    return f"{level.realised:.1%} ({level.n_false}/{level.n_flagged})"


def _decimal(value: float | None, digits: int = 3) -> str:
    return NOTHING if value is None else f"{value:.{digits}f}"


def _grid(console: Console, header: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> None:
    from rich.table import Table
    from rich.text import Text

    if not rows:
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    for place, name in enumerate(header):
        table.add_column(name, justify="right" if place else "left", no_wrap=not place)
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    console.print(table)
    console.print()


def print_labels(methods: Mapping[str, LabelFigures], console: Console) -> None:
    """Print how well methods rank labelled accounts, one row a method."""
    rows = [
        (
            name,
            f"{each.n_accounts:,}",
            f"{each.n_fake:,}",
            _decimal(each.base_rate, 4),
            _decimal(each.ap),
            _decimal(each.auc),
            f"{each.n_rings}",
            _decimal(each.purity, 2),
        )
        for name, each in methods.items()
    ]
    _grid(console, ("method", "accounts", "fake", "base rate", "AP", "AUC", "rings", "fake in rings"), rows)


def print_power(rows: Sequence[PowerRow], console: Console) -> None:
    """Print which planted rings were found: one row a combination.

    Parameters
    ----------
    rows
        From `power.measure_power`.
    console
        Where to print.
    """
    plan = ("accounts", "targets", "cover", "camou", "spread")
    heading = (*plan, "n", "found", "flagged", "J", "rank", "q")
    cells = [
        (
            f"{row.size:,}",
            f"{row.targets:,}",
            f"{row.coverage:.0%}",
            f"{row.camouflage:g}",
            f"{row.spread:g} d",
            f"{row.n_planted}",
            f"{row.n_found / max(row.n_planted, 1):.0%}",
            f"{row.n_flagged / max(row.n_planted, 1):.0%}",
            _decimal(row.jaccard, 2),
            NOTHING if row.rank is None else f"{row.rank:g}",
            NOTHING if row.q_value is None else f"{row.q_value:.1g}",
        )
        for row in rows
    ]
    _grid(console, heading, cells)

"""The waterfall: how each family of evidence pushes a ring's score up or down."""

from __future__ import annotations

from dataclasses import dataclass

from collusion.cases.case import Case
from collusion.cases.contributions import Contribution, Waterfall, waterfall_of
from collusion.cases.wording import REASON_QUESTIONS, elide
from collusion.reports.charts.canvas import TICK, Canvas, Chart, ChartSpec, Letters, Scale
from collusion.words.catalogue import ENGLISH, Words, said

#: Height of a row; where the names end and the bars begin; room for the words of the last bar.
_ROW, _NAMES, _LEFT, _WORDS = 23.0, 82.0, 88.0, 170.0

SPEC = ChartSpec(
    name="waterfall",
    title="Weight of the evidence",
    reading=(
        "Each bar starts where the one above ends and multiplies the odds of a ring: red raises them, blue "
        "lowers them; right of the line a ring is likelier than not. Each family is capped, so that none "
        "decides alone."
    ),
)


def waterfall_rows(case: Case) -> Waterfall:
    """Return the steps of a case's waterfall; see `waterfall_of`."""
    return waterfall_of(case)


def waterfall(rows: Waterfall, words: Words = ENGLISH) -> Chart:
    """Draw the waterfall.

    Parameters
    ----------
    rows
        What `waterfall_rows` returned.
    words
        The language.

    Returns
    -------
    Chart
    """
    spoken = [
        said("chart.step", family=step.family, amount=step.amount)
        for step in rows.steps
        if step.amount is not None
    ]
    silent = [said("chart.family", family=step.family) for step in rows.steps if step.amount is None]
    parts = [said("chart.prior", prior=rows.prior)]
    parts.append(said("chart.steps", steps=spoken) if spoken else said("chart.no_family"))
    parts += [said("chart.held", held=rows.held)] if rows.held else []
    parts.append(said("chart.total", total=rows.total))
    sentences = [said("chart.sentence", parts=parts)]
    sentences += [said("chart.silent", families=silent)] if silent else []
    return _draw(rows, words).chart(words.tell(*sentences))


def _draw(rows: Waterfall, words: Words) -> Canvas:
    style, label = words.style, words.label
    families = [words.phrase("family", step.family) for step in rows.steps]
    names = [label("before looking"), *families, *[label("held")] * bool(rows.held), label("odds")]
    bottom = _ROW * len(names) + 8
    canvas = Canvas(SPEC, bottom + 18, words)
    levels = [0.0, rows.prior, rows.total, rows.total - rows.held]
    levels += [step.start + (step.amount or 0.0) for step in rows.steps]
    across = Scale(min(levels), max(levels), _LEFT, SPEC.width - _WORDS)
    canvas.lines([((across(0), 4), (across(0), bottom))], "muted", width=0.8)
    canvas.text((across(0), bottom + 9), label("even odds"), TICK)
    for place, name in enumerate(names):
        canvas.text((_NAMES, _height(place)), name, Letters(anchor="end"))
    bar = _Bars(canvas, across)
    bar.draw(0, (0.0, rows.prior), "other", f"{style.odds(rows.prior)} · {label('before looking')}")
    for place, step in enumerate(rows.steps, 1):
        _draw_step(bar, place, step)
    if rows.held:
        held = f"{style.factor(rows.held)} · {label('held back')}"
        bar.draw(len(names) - 2, (rows.total - rows.held, rows.total), "other", held)
    bar.draw(len(names) - 1, (0.0, rows.total), "ink", style.odds(rows.total), bold=True)
    return canvas


@dataclass(frozen=True, slots=True)
class _Bars:
    """Bars on a `canvas`, `across` it."""

    canvas: Canvas
    across: Scale

    def draw(
        self, place: int, ends: tuple[float, float], colour: str, words: str, *, bold: bool = False
    ) -> None:
        """Draw one bar between two levels, and its words to the right of it."""
        start, end = map(self.across, ends)
        self.canvas.boxes([(start, _height(place) - 7, end - start, 14)], colour)
        self.canvas.text((max(start, end) + 4, _height(place)), words, Letters(style="bold" if bold else ""))


def _draw_step(bar: _Bars, place: int, step: Contribution) -> None:
    at, words = _height(place), bar.canvas.words
    if step.amount is None:
        silent = elide(f"{words.label('no data')}: {words.phrase('silence', step.silence)}", 70)
        bar.canvas.text((_LEFT + 4, at), silent, Letters(colour="muted", style="italic"))
        return
    if place > 1:
        joint = bar.across(step.start)
        bar.canvas.lines([((joint, at - _ROW + 7), (joint, at - 7))], "muted")
    question = words.phrase("question", REASON_QUESTIONS[step.family])
    label = f"{words.style.factor(step.amount)} · {question}"
    colour = "ring" if step.amount >= 0 else "against"
    bar.draw(place, (step.start, step.start + step.amount), colour, label)


def _height(place: int) -> float:
    """Return the middle of a bar."""
    return _ROW * (place + 0.5) + 4

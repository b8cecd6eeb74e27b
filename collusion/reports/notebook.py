"""What an investigator calls from a notebook: the ring table of a run, and a ring's whole page."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from collusion.cases.case import build_case, build_cases
from collusion.cases.run_folder import Run, select_ring
from collusion.reports.charts.gallery import all_charts
from collusion.reports.folder import index_line
from collusion.reports.pages import ring_html, ring_table_html


@dataclass(frozen=True, slots=True)
class Shown:
    """HTML that a notebook displays."""

    html: str

    def _repr_html_(self) -> str:
        return self.html


def ring_table(run: Run, top: int = 20) -> Shown:
    """Return the ranked rings of `run`, the `top` best of them, for display in a notebook."""
    ring_ids = run.rings["ring_id"].head(top).to_list()
    lines = [index_line(case) for case in build_cases(run, ring_ids)]
    return Shown(ring_table_html(lines, run.language))


def ring_page(run: Run, ring: str | int, height: int = 900) -> Shown:
    """Return the page of one ring for display in a notebook.

    The page is set into a frame of its own, in which no script runs.

    Parameters
    ----------
    run
        An opened run.
    ring
        A ring id, or its rank.
    height
        Height of the frame in pixels.

    Returns
    -------
    Shown

    Raises
    ------
    UsageError
        When the run has no such ring.
    """
    case = build_case(run, select_ring(run, str(ring)))
    page = escape(ring_html(case, all_charts(case)))
    style = f"width:100%;height:{height:d}px;border:0"
    return Shown(
        f'<iframe sandbox title="Ring {escape(case.ring_id)}" style="{style}" srcdoc="{page}"></iframe>'
    )

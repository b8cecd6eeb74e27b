"""The charts of one ring."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collusion.cases.case import Case
from collusion.errors import UsageError
from collusion.foreign import printable
from collusion.words.catalogue import words_of

if TYPE_CHECKING:
    from collusion.reports.charts.canvas import Chart


class Plots:
    """The charts of one ring; a notebook shows each as a picture, ``chart.file()`` is its SVG.

    Parameters
    ----------
    case
        Everything that is shown about the ring.
    """

    def __init__(self, case: Case) -> None:
        self._case = case

    def timeline(self) -> Chart:
        """Draw when its accounts reviewed what.

        Raises
        ------
        UsageError
            When its reviews have no times.
        """
        from collusion.reports.charts.timeline import timeline, timeline_rows

        rows = timeline_rows(self._case)
        if rows is None:
            raise UsageError(
                f"Ring {printable(self._case.ring_id)}: found no times of its reviews, so that there is no "
                "timeline. Map `posted_at` in `collusion.toml` and detect again, or draw `plot.matrix()`."
            )
        return timeline(rows, words_of(self._case.language))

    def waterfall(self) -> Chart:
        """Draw how each family of evidence raises or lowers the odds of a ring."""
        from collusion.reports.charts.waterfall import waterfall, waterfall_rows

        return waterfall(waterfall_rows(self._case), words_of(self._case.language))

    def matrix(self) -> Chart:
        """Draw which account reviewed which product."""
        from collusion.reports.charts.heatmap import heatmap, heatmap_rows

        return heatmap(heatmap_rows(self._case), words_of(self._case.language))

    def network(self) -> Chart:
        """Draw its accounts around the products that they reviewed, and the identifiers that they share."""
        from collusion.reports.charts.picture import picture, picture_rows

        return picture(picture_rows(self._case), words_of(self._case.language))

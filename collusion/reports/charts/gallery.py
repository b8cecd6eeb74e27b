"""All charts of a case, in the order in which a reader needs them."""

from __future__ import annotations

from collusion.cases.case import Case
from collusion.reports.charts.canvas import Chart
from collusion.reports.charts.heatmap import heatmap, heatmap_rows
from collusion.reports.charts.picture import picture, picture_rows
from collusion.reports.charts.stars import stars_chart, stars_rows
from collusion.reports.charts.timeline import timeline, timeline_rows
from collusion.reports.charts.waterfall import waterfall, waterfall_rows
from collusion.words.catalogue import words_of


def all_charts(case: Case) -> dict[str, Chart]:
    """Draw every chart that the case has data for.

    Parameters
    ----------
    case
        One ring.

    Returns
    -------
    dict of str to Chart
        By name: ``waterfall``, ``heatmap``, ``picture``; ``timeline`` with times and ``stars`` with ratings.
    """
    words = words_of(case.language)
    charts = [
        waterfall(waterfall_rows(case), words),
        heatmap(heatmap_rows(case), words),
        picture(picture_rows(case), words),
    ]
    times, ratings = timeline_rows(case), stars_rows(case)
    if times is not None:
        charts.append(timeline(times, words))
    if ratings is not None:
        charts.append(stars_chart(ratings, words))
    return {chart.spec.name: chart for chart in charts}

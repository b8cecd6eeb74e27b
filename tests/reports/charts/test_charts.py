"""What holds of every chart, on every awkward run."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest

from collusion.cases.case import build_case
from collusion.reports.charts import heatmap, picture, stars, timeline, waterfall
from collusion.reports.charts.gallery import all_charts
from collusion.reports.palette import LIGHT
from tests.cases.small_runs import Wish, make_run

RING = "R-00000001"
WISHES = {
    "ordinary": Wish(),
    "no times": Wish(times=False),
    "no ratings": Wish(ratings=False),
    "no identifiers": Wish(identifiers=False),
    "no sellers": Wish(sellers=False),
    "hostile": Wish(hostile=True),
    "attack": Wish(kind="attack"),
    "one product": Wish(n_accounts=2, n_products=1),
}


def case_of(wish):
    return build_case(make_run(wish), RING)


@pytest.mark.parametrize("wish", WISHES.values(), ids=WISHES)
def test_all_charts__are_well_formed_svg(wish):
    case = case_of(wish)
    charts = all_charts(case)

    for name, chart in charts.items():
        root = ET.fromstring(chart.file())
        ids = [element.attrib["id"] for element in root.iter() if "id" in element.attrib]
        assert root.attrib["role"] == "img"
        assert root.attrib["aria-label"] == chart.alternative
        assert "width" not in root.attrib
        assert "viewBox" in root.attrib
        assert all(one.startswith(f"{name}-") for one in ids)
        assert "<script" not in chart.svg
        assert "\x1b" not in chart.svg
        assert not re.search(r"href=\"(?!#)|url\((?!#)|<image|<metadata", chart.svg)


def test_all_charts__are_the_same_bytes_every_time():
    case = case_of(Wish(hostile=True))
    first, second = ({name: chart.svg for name, chart in all_charts(case).items()} for _ in range(2))

    assert first == second


@pytest.mark.parametrize(
    "wish, absent",
    [(Wish(times=False), "timeline"), (Wish(ratings=False), "stars")],
    ids=["times", "ratings"],
)
def test_all_charts__leaves_out_what_has_no_data(wish, absent):
    assert {"waterfall", "heatmap", "picture", "timeline", "stars"} - {absent} == set(
        all_charts(case_of(wish))
    )


def test_chart__inside_a_page_takes_its_colours_from_the_page():
    chart = all_charts(case_of(Wish()))["waterfall"]

    assert f"var(--ring,{LIGHT['ring']})" in chart.inline()
    assert "var(" not in chart.file()
    assert chart.file() == chart._repr_svg_()


def test_heatmap_rows__put_the_fullest_rows_and_columns_first():
    rows = heatmap.heatmap_rows(case_of(Wish()))
    n_per_row = [sum(row == place for row, column, _ in rows.cells if column < 4) for place in range(5)]

    assert n_per_row == sorted(n_per_row, reverse=True)
    assert rows.others == ("ELSEWHERE",)
    assert rows.note() == ""


def test_heatmap_rows__give_a_product_one_column():
    """A review of a target that is not part of the job stands in the target's column."""
    import polars as pl

    case = case_of(Wish())
    late = (pl.col("product_id") == "P100") & pl.col("reviewer_id").is_in(["A101", "A102"])
    reviews = case.reviews.with_columns(in_ring=pl.col("in_ring") & ~late)
    rows = heatmap.heatmap_rows(replace(case, reviews=reviews))

    assert rows.others == ("ELSEWHERE",)
    assert rows.cells == heatmap.heatmap_rows(case).cells


def test_heatmap_rows__say_what_they_cut():
    rows = heatmap.heatmap_rows(case_of(Wish(n_accounts=130, n_products=70)))

    assert (len(rows.accounts), len(rows.targets)) == (heatmap.MOST_ACCOUNTS, heatmap.MOST_TARGETS)
    assert rows.note() == (
        "Shown: 90 of 130 accounts, those with most of these reviews; "
        "60 of 70 products, those likeliest part of it."
    )
    assert rows.note() in heatmap.heatmap(rows).alternative


@pytest.mark.parametrize(
    "rating, tone", [(5, "high"), (4, "high"), (3, "middle"), (2, "low"), (None, "unrated")]
)
def test_tone__sorts_stars(rating, tone):
    assert heatmap.tone(rating) == tone


def test_mini_heatmap__has_a_square_a_review():
    rows = heatmap.heatmap_rows(case_of(Wish()))
    inside = sum(column < len(rows.targets) for _, column, _ in rows.cells)

    assert heatmap.mini_heatmap(rows).count("M") == inside


def test_mini_heatmap__of_nothing_is_empty():
    empty = heatmap.HeatMap((), (), (), (), 0, 0)

    assert "<path" not in heatmap.mini_heatmap(empty)
    assert "0 of 0 squares" in heatmap.heatmap(empty).alternative


def test_timeline_rows__order_targets_by_when_they_were_taken_on():
    rows = timeline.timeline_rows(case_of(Wish()))

    assert rows is not None
    assert rows.targets == ("P100", "P101", "P102", "P103")
    assert len(rows.dots) == 15
    assert rows.note() == ""


def test_timeline_rows__say_what_they_cut():
    rows = timeline.timeline_rows(case_of(Wish(n_accounts=8, n_products=70)))

    assert rows is not None
    assert (
        rows.note()
        == "Shown below: 40 of the 70 products with dated reviews: those with most of these reviews."
    )


@pytest.mark.parametrize("days", [3, 40, 90, 800, 4000])
def test_timeline__has_ticks_for_every_length(days):
    from datetime import timedelta

    from tests.cases.small_runs import START

    ticks = timeline._ticks(START, START + timedelta(days=days))

    assert 2 <= len(ticks) <= 9
    assert str(START.year) in timeline._tick_label(ticks[0], ticks[0])


def test_picture_rows__seat_accounts_that_share_a_value_side_by_side():
    rows = picture.picture_rows(case_of(Wish(n_accounts=20)))
    seats = list(rows.accounts)

    assert {"A100", "A101", "A102"} == set(seats[:3])
    assert rows.fringe == {"A100"}
    assert set(rows.identifiers) == {"gift_card:00aa11bb", "ip:22cc33dd"}
    assert rows.note() == ""
    assert all(x * x + y * y < 2.2 for x, y in rows.identifiers.values())


def test_picture_rows__say_what_they_cut():
    rows = picture.picture_rows(case_of(Wish(n_accounts=130, n_products=70)))

    assert rows.note() == (
        "Shown: 90 of 130 accounts, those with most of these reviews; "
        "40 of 70 products, those likeliest part of it."
    )


def test_picture_rows__name_no_sellers_when_there_are_many():
    case = case_of(Wish(n_products=12))
    clients = tuple(replace(client, seller_id=f"S{place}") for place, client in enumerate(case.clients))

    assert picture.picture_rows(replace(case, clients=clients)).sellers == {}


def test_picture_rows__name_who_is_served_and_no_two_on_one_line():
    case = case_of(Wish(n_products=5, n_bystanders=1))
    served = [replace(client, seller_id=f"S{place % 3}") for place, client in enumerate(case.clients[:-1])]
    rows = picture.picture_rows(replace(case, clients=(*served, case.clients[-1])))
    heights = sorted(y for _, y in rows.sellers.values())

    assert {"S0", "S1", "S2"} == set(rows.sellers)
    assert {case.clients[-1].product_id} == set(rows.bystanders)
    assert min(above - below for below, above in pairwise(heights)) >= 0.09 - 1e-9
    assert all(x * x + y * y < 0.42**2 for x, y in rows.sellers.values())


def test_stars_rows__count_and_sort_by_lift():
    rows = stars.stars_rows(case_of(Wish()))

    assert rows is not None
    assert sum(rows.ring) == 15
    assert rows.other == (0, 0, 5, 0, 0)
    assert (
        stars.stars_chart(rows).alternative
        == "The accounts give these products 4.7 stars on average, and everything else 3.0."
    )


def test_stars_rows__say_what_they_cut_and_when_nobody_else_rated():
    case = case_of(Wish(n_accounts=8, n_products=70))
    rows = stars.stars_rows(case)
    alone = tuple(replace(client, rating_without=None) for client in case.clients)
    bare = stars.stars_rows(replace(case, clients=alone, reviews=case.reviews.filter("in_ring")))

    assert rows is not None
    assert bare is not None
    assert rows.note() == "Shown: 40 of the 70 products that others rated too: those whose stars moved most."
    assert "nobody else rated these products" in stars.stars_chart(bare).svg


def test_waterfall__says_what_it_shows_in_odds():
    chart = waterfall.waterfall(waterfall.waterfall_rows(case_of(Wish())))

    assert chart.alternative == (
        "Odds of a ring: 1 to 8,200 before looking; stars ×16,000, identity ×64, behaviour ×4, "
        "lifecycle ×1.4; together 720 to 1. Without data: benefit, fulfilment, text."
    )
    assert "bits" not in chart.svg
    assert "held" not in chart.svg


def test_waterfall__shows_what_holds_a_score_back():
    held = waterfall.waterfall(waterfall.waterfall_rows(replace(case_of(Wish()), score=0.0)))

    assert "held back" in held.svg
    assert "held back: ÷720; together even." in held.alternative


def test_waterfall__without_any_evidence():
    case = case_of(Wish())
    families = tuple(replace(family, contribution=None) for family in case.families)
    chart = waterfall.waterfall(waterfall.waterfall_rows(replace(case, families=families, score=-13.0)))

    assert "no family speaks; together 1 to 8,200." in chart.alternative


def test_charts__of_a_group_that_is_not_flagged_call_nobody_a_bystander():
    run = make_run(Wish(n_bystanders=1))
    case = build_case(run, "R-00000002")
    words = " ".join(
        chart.svg + chart.alternative + chart.spec.reading for chart in all_charts(case).values()
    )

    assert not re.search(r"bystander|served|client|fringe|core", words)

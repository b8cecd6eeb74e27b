"""Real backgrounds: rings planted into the reviews of real people, and those people alone.

The rows of a background are read where they are, never copied: what is written goes to a working folder.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import polars as pl

from collusion.config import RunConfig, load_config
from collusion.errors import UsageError
from collusion.evaluation.inject import Injected, plant_into, write_source
from collusion.evaluation.market_from_tables import TablesMarket, market_from_tables
from collusion.evaluation.markets import run_market
from collusion.evaluation.trials import judged_rows, located_rows
from collusion.evaluation.truth import TrueGroup, Truth, read_truth
from collusion.graph.build import EntityGraph, build_graph
from collusion.minutes import DAY
from collusion.simulate import ids
from collusion.simulate.draws import generator
from collusion.simulate.frames import VALUE_FORMATS
from collusion.simulate.identity import usual_identifiers, value_space
from collusion.simulate.lifelike.context import LifelikeContext, popular_goods
from collusion.simulate.lifelike.plan import SOURCES, GroupPlan, Pool, Style, visible_text
from collusion.simulate.lifelike.plant import plant_style
from collusion.simulate.lifelike.world import Sets
from collusion.simulate.rows import KINDS, USUAL_ALL, Planting
from collusion.tables.mapping import SourceMapping
from collusion.tables.read import read_tables
from collusion.tables.records import ReviewTables

_REVIEWS, _BURST, _IDENTIFIERS = ("reviews",), ("times",), ("identifiers",)
_CREW = GroupPlan(
    members=(30, 30),
    targets=(15, 15),
    coverage=(0.45, 0.45),
    span_days=(60, 180),
    target_days=(4, 10),
    genuine=25.0,
)
_BURNERS = GroupPlan(
    members=(40, 40),
    targets=(1, 1),
    each=1,
    own_reviews=0.0,
    span_days=(0, 0),
    target_days=(5, 14),
    genuine=30.0,
)
#: What is planted into real backgrounds.
BACKGROUND_STYLES: dict[str, Style] = {
    style.name: style
    for style in (
        Style("crew_45", "ring", 1, (_REVIEWS,), plan=_CREW),
        Style("crew_20", "ring", 1, (_REVIEWS,), plan=replace(_CREW, coverage=(0.2, 0.2))),
        Style("crew_45_existing", "ring", 1, (_REVIEWS,), plan=replace(_CREW, listing="existing")),
        Style(
            "attack_45",
            "ring",
            1,
            (_REVIEWS,),
            plan=replace(_CREW, listing="existing", stars="attack", targets=(10, 10)),
        ),
        Style("one_product", "ring", 1, (_BURST,), plan=replace(_BURNERS, members=(60, 60), own_reviews=1.5)),
        Style(
            "batches",
            "ring",
            1,
            (_IDENTIFIERS, _BURST),
            plan=replace(_BURNERS, pools=(Pool("card", 8, even=True), Pool("ip", 4))),
        ),
    )
}
#: Rings make up at most this share of a background's accounts in one run.
MOST_PLANTED = 0.07
UNPLANTED = "nobody"


@dataclass(frozen=True, slots=True)
class Background:
    """A source of real reviews, laid out for planting.

    Attributes
    ----------
    name
        Name of its folder.
    config
        Its own configuration.
    tables
        Its tables.
    own
        Its numbers and names.
    context
        What a planting may know of it.
    known
        Rings that are known already: ``truth/groups`` of the source, columns group and reviewer_id.
    """

    name: str
    config: RunConfig
    tables: ReviewTables
    own: TablesMarket
    context: LifelikeContext
    known: tuple[TrueGroup, ...] = ()

    @property
    def has_times(self) -> bool:
        """Whether any review says when it was written."""
        posted = self.tables.reviews["posted_at"]
        return posted.null_count() < len(posted)


def read_background(source: Path) -> Background:
    """Read a source; nothing is written.

    Parameters
    ----------
    source
        A source of real reviews.

    Returns
    -------
    Background
        Laid out for planting.
    """
    config = load_config(source)
    tables = read_tables(source, mapping=config.mapping)
    graph = build_graph(tables)
    own = market_from_tables(tables, graph, seed=0)
    return Background(source.resolve().name, config, tables, own, _context(own, graph), _known_rings(source))


def run_background(
    background: Background, styles: Sequence[str], seed: int, work: Path, *, config: RunConfig | None = None
) -> pl.DataFrame:
    """Plant one ring of each style into a background, run the pipeline, and judge the run.

    Parameters
    ----------
    background
        Where to plant; with no style, its own people alone are judged.
    styles
        Keys of `BACKGROUND_STYLES`.
    seed
        Everything follows from it.
    work
        Folder for the planted source and its run.
    config
        Configuration of the run; the background's own when None.

    Returns
    -------
    pl.DataFrame
        Rows in the shape of `trials.TRIAL_SCHEMA`. Real people are taken for honest: every flag that is no
        planted or known ring is false.
    """
    injected = plant_background(background, styles, seed)
    write_source(injected, work / "source")
    chosen = config or background.config
    # the tables are written in the contract's own shape
    plain = replace(chosen, mapping=SourceMapping(kinds=chosen.mapping.kinds))
    start = time.perf_counter()
    run = run_market(work / "source", work / "run", config=plain)
    seconds = time.perf_counter() - start
    seen = set(SOURCES) if background.has_times else set(SOURCES) - {"times"}
    if "identifiers" not in injected.frames:
        seen -= {"identifiers"}
    rows = judged_rows(run, injected.truth, frozenset(seen))
    place: dict[str, str | int] = {
        "preset": background.name,
        "styles": "planted" if styles else UNPLANTED,
        "reviews": background.tables.reviews.height,
        "seed": seed,
        "withheld": "nothing",
    }
    return located_rows(rows, place, seconds)


def without_times(background: Background) -> Background:
    """Return a background as if nobody had said when reviews were written.

    Parameters
    ----------
    background
        With times.
    """
    from collusion.tables.loader import replaced

    empty = pl.lit(None, dtype=background.tables.reviews.schema["posted_at"]).alias("posted_at")
    tables = replaced(background.tables, reviews=background.tables.reviews.with_columns(empty))
    return replace(background, name=f"{background.name} without times", tables=tables)


def batches(background: Background, styles: Sequence[str]) -> Iterator[list[str]]:
    """Cut styles into runs in which few of the accounts are planted.

    Parameters
    ----------
    background
        Its size counts.
    styles
        Keys of `BACKGROUND_STYLES`.

    Yields
    ------
    list of str
        Styles that are planted together.

    Raises
    ------
    UsageError
        When there is no such style.
    """
    wrong = sorted(set(styles) - set(BACKGROUND_STYLES))
    if wrong:
        raise UsageError(
            f"--plant: found {', '.join(wrong)}; known: {', '.join(BACKGROUND_STYLES)}. Correct the names"
        )
    room = MOST_PLANTED * len(background.own.reviewer_ids)
    batch: list[str] = []
    planted = 0.0
    for style in styles:
        plan = BACKGROUND_STYLES[style].plan
        assert plan is not None
        if batch and planted + plan.members[1] > room:
            yield batch
            batch, planted = [], 0.0
        batch.append(style)
        planted += plan.members[1]
    if batch:
        yield batch


def plant_background(background: Background, styles: Sequence[str], seed: int) -> Injected:
    """Plant one ring of each style.

    Parameters
    ----------
    background
        Where.
    styles
        Keys of `BACKGROUND_STYLES`.
    seed
        Everything follows from it.

    Returns
    -------
    Injected
        The background's tables with rows more, and who was planted. Where a ring shares identifiers and the
        background has none, everybody gets usual ones.
    """
    frames = background.tables.frames()
    plantings, visible = [], []
    for i, name in enumerate(styles):
        style = _fitted(BACKGROUND_STYLES[name], background.context.calendar.n_days)
        rng = generator(seed, "background", name, i)
        planting = plant_style(style, background.context, rng)
        plantings.append(_with_real_stars(planting, background, rng))
        visible.append(visible_text(style.visible_in))
        if style.plan is not None and style.plan.pools and "identifiers" not in frames:
            frames["identifiers"] = _usual_identifiers(background, seed)
    injected = plant_into(frames, background.own, plantings, seed=seed)
    groups = tuple(
        replace(group, visible_in=text) for group, text in zip(injected.truth.groups, visible, strict=True)
    )
    return replace(injected, truth=Truth((*background.known, *groups)))


def _known_rings(source: Path) -> tuple[TrueGroup, ...]:
    file = source / "truth" / "groups.parquet"
    if not file.is_file():
        return ()
    members = pl.read_parquet(file, glob=False)
    if "reviewer_id" not in members.columns:
        return read_truth(source).groups  # a simulated market
    members = members.select(pl.col("group", "reviewer_id").cast(pl.String))
    return tuple(
        TrueGroup(name, "ring", "known", "own", frozenset(accounts), frozenset())
        for name, accounts in members.group_by("group").agg("reviewer_id").sort("group").iter_rows()
    )


def _context(own: TablesMarket, graph: EntityGraph) -> LifelikeContext:
    base, n = own.context, len(own.reviewer_ids)
    n_days = float(base.calendar.n_days)
    joined, left = np.zeros(n), np.full(n, n_days)
    written = np.empty(0, dtype=np.int64)
    if graph.has_times:
        written = graph.minute.astype(np.int64)
        rows = graph.reviews.rows()
        day = np.clip((written - base.calendar.first_minute) / DAY, 0.0, n_days)
        joined = np.full(n, n_days)
        np.minimum.at(joined, rows, day)
        left = np.zeros(n)
        np.maximum.at(left, rows, day)
    none = np.empty(0, dtype=np.int64)
    no_sets = Sets(np.full(len(own.product_ids), -1, dtype=np.int32), np.zeros(0, dtype=np.int32), none, none)
    return LifelikeContext(
        calendar=base.calendar,
        products=base.products,
        accounts=base.accounts,
        seller_category=base.seller_category,
        buyers=base.buyers,
        in_use=base.in_use,
        series=no_sets,
        launched=base.products.launch.astype(np.float64),
        joined=joined,
        left=left,
        written=written,
        first_written=graph.reviews.indptr.astype(np.int64),
        bestsellers=popular_goods(base),
    )


def _fitted(style: Style, n_days: int) -> Style:
    """Return a style whose spans fit into the days of a background."""
    plan = style.plan
    assert plan is not None
    room = 0.45 * n_days
    span = (min(plan.span_days[0], room), min(plan.span_days[1], room))
    days = (min(plan.target_days[0], 0.2 * n_days), min(plan.target_days[1], 0.2 * n_days))
    return replace(style, plan=replace(plan, span_days=span, target_days=days))


def _with_real_stars(planting: Planting, background: Background, rng: np.random.Generator) -> Planting:
    """Give open stars as real people gave them: those of a review of the same product, or of any."""
    reviews = background.tables.reviews
    stars = reviews["rating"].drop_nulls()
    if stars.is_empty():
        return planting
    rows = planting.rows
    anybody = stars.to_numpy()[rng.integers(0, len(stars), len(rows))]
    quality = background.context.products.quality
    known = rows.product >= 0
    expected = np.where(known, quality[np.where(known, rows.product, 0)], anybody)
    drawn = np.rint(expected + rng.normal(0.0, 0.9, len(rows)))
    drawn = np.clip(drawn, anybody.min(initial=5), anybody.max(initial=1))
    honest = np.where(rows.stars == 0, np.where(known, drawn, anybody), rows.stars)
    return replace(planting, rows=replace(rows, stars=honest.astype(np.int8)))


def _usual_identifiers(background: Background, seed: int) -> pl.DataFrame:
    """Return identifiers for everybody, as in a simulated market; one account in eight shares a home."""
    n = len(background.own.reviewer_ids)
    rng = generator(seed, "background", "homes")
    account = np.arange(n, dtype=np.int64)
    household = np.cumsum(rng.random(n) < 0.93) - 1
    held = usual_identifiers(
        value_space(seed, n + 1), account, np.maximum(household, 0), np.full(n, USUAL_ALL, dtype=np.int8)
    )
    pieces = []
    for code, kind in enumerate(KINDS):
        mine = held.kind == code
        value = held.value[mine]
        is_plain = kind in VALUE_FORMATS
        text = VALUE_FORMATS[kind](value, seed) if is_plain else ids.id_strings(value, kind, seed)
        pieces.append(
            pl.DataFrame(
                {
                    "reviewer_id": background.own.reviewer_ids.gather(pl.Series(held.account[mine])),
                    "kind": pl.Series([kind]).new_from_index(0, int(mine.sum())),
                    "value": text.alias("value"),
                }
            )
        )
    return pl.concat(pieces).unique(maintain_order=True)

"""Sixty days of rings as a good detector would find them: ids and returns without the detection.

``python -m tests.endurance.lineages`` takes the market of `tests.endurance.days`, finds each operator's ring
from the truth (each account missed on one day in ten), and puts the days through matching and linking. What
it shows is how ids and links do when detection does its part; `tests.endurance.days` shows both together.
"""

from __future__ import annotations

import argparse
import dataclasses
import datetime as dt
import random
import tempfile
from pathlib import Path

import polars as pl

from collusion.cases.footprints import MOST_HOLDERS
from collusion.workspace.returns import find_returns
from collusion.workspace.snapshot import Snapshot
from tests.endurance.days import DAY, START, TABLES, WINDOW, Generation, Market
from tests.endurance.matching import Sightings
from tests.workspace.rings import ring

_MISSED = 0.1
_LINKED_WITHIN = 14 * DAY


def found_on(
    market: Market, generation: Generation, now: dt.datetime, draw: random.Random
) -> Snapshot | None:
    """The ring of one generation as it would be found on one day; None while it is too small."""
    late = pl.min_horizontal(pl.lit(now), pl.lit(generation.closed_at or now))
    mine = market.tables["reviews"].filter(
        pl.col("reviewer_id").is_in(sorted(generation.accounts))
        & (pl.col("arrives") <= now)
        & (pl.col("posted_at") > now - WINDOW)
        & (pl.col("posted_at") <= late)
    )
    busy = mine.group_by("reviewer_id").len().filter(pl.col("len") >= 2)["reviewer_id"].sort().to_list()
    members = sorted(account for account in busy if draw.random() >= _MISSED)
    if len(members) < 4:
        return None
    targets = mine.group_by("product_id").len().filter(pl.col("len") >= 3)["product_id"].to_list()
    sellers = (
        market.products.filter(pl.col("product_id").is_in(targets))["seller_id"]
        .drop_nulls()
        .unique()
        .to_list()
    )
    seen = market.tables["identifiers"].filter(pl.col(TABLES["identifiers"]) <= now)
    everybody = seen.group_by("kind", "value").agg(pl.col("reviewer_id").n_unique().alias("n_accounts"))
    held = seen.filter(pl.col("reviewer_id").is_in(members)).group_by("kind", "value")
    counted = held.agg(pl.col("reviewer_id").n_unique().alias("n")).join(everybody, on=["kind", "value"])
    few = pl.col("n_accounts") <= pl.max_horizontal(MOST_HOLDERS, 2 * pl.col("n"))
    tokens = counted.filter((pl.col("n") >= 2) | few).sort("kind", "value")
    holders = dict(held.agg(pl.col("reviewer_id").unique()).select(_token(), "reviewer_id").iter_rows())
    times = mine.group_by("reviewer_id").agg(
        pl.col("posted_at").min().dt.epoch("s").alias("first"),
        pl.col("posted_at").max().dt.epoch("s").alias("last"),
    )
    spans = {account: (first, last) for account, first, last in times.iter_rows()}
    place = {account: i for i, account in enumerate(members)}
    hours = mine["posted_at"].dt.hour().value_counts()
    counts = dict(hours.iter_rows())
    plain = ring("")
    return dataclasses.replace(
        plain,
        members=tuple(members),
        targets=tuple(sorted(targets)),
        sellers=tuple(sorted(sellers)),
        tokens=tuple((f"{kind}:{value}", n, all_n) for kind, value, n, all_n in tokens.iter_rows()),
        hours=tuple(counts.get(hour, 0) for hour in range(24)),
        first_at=mine["posted_at"].min().isoformat(),
        last_at=mine["posted_at"].max().isoformat(),
        holders=tuple(
            tuple(sorted(place[account] for account in holders[f"{kind}:{value}"]))
            for kind, value, *_ in tokens.iter_rows()
        ),
        spans=tuple(spans[account] for account in members),
    )


def _token() -> pl.Expr:
    return pl.format("{}:{}", "kind", "value").alias("token")


def live(market: Market, *, days: int, seed: int = 0) -> dict[str, int]:
    """Put the days through matching and linking; return what was counted."""
    draw = random.Random(seed)
    known: dict[str, Snapshot] = {}
    owner: dict[str, Generation] = {}
    told: set[tuple[str, str]] = set()
    linked: set[tuple[str, int]] = set()
    sightings = Sightings()
    count = dict.fromkeys(
        ("ring_days", "kept", "returned", "linked", "links", "false", "rule_wrong", "rule_tried"), 0
    )
    last_day = START + days * DAY
    for number in range(1, days + 1):
        now = START + number * DAY
        today = {}
        for place, generation in enumerate(market.generations):
            snapshot = found_on(market, generation, now, draw)
            if snapshot is not None:
                today[f"day-{number}-{place}"] = (generation, snapshot)
        found = {name: snapshot for name, (_, snapshot) in today.items()}
        snapshots = sightings.take(found, number)
        whose = {id(snapshot): generation for generation, snapshot in today.values()}
        lives = {name: whose[id(snapshot)] for name, snapshot in snapshots.items()}
        for name, generation in lives.items():
            before = [one for one, theirs in owner.items() if theirs is generation]
            count["ring_days"] += bool(before)
            count["kept"] += name in before
            owner[name] = generation
        links, rate = find_returns(snapshots, known)
        count["rule_wrong"] += rate.n_linked
        count["rule_tried"] += rate.n_rings
        for link in links:
            if (link.ring_id, link.earlier) in told:
                continue
            told.add((link.ring_id, link.earlier))
            life = owner[link.ring_id]
            is_good = life.operator == owner[link.earlier].operator
            count["links"] += 1
            count["false"] += not is_good
            in_time = now - life.start <= _LINKED_WITHIN and life.start + _LINKED_WITHIN <= last_day
            if is_good and life.number > 0 and in_time:
                linked.add((life.operator, life.number))
        known |= snapshots
        _take_down(market, lives, now, draw)
    count["linked"] = len(linked)
    count["returned"] = sum(g.number > 0 and g.start + _LINKED_WITHIN <= last_day for g in market.generations)
    return count


def _take_down(market: Market, lives: dict[str, Generation], now: dt.datetime, draw: random.Random) -> None:
    """Close half of the rings, a few days after they are found."""
    for generation in lives.values():
        if generation.closed_at is None and generation.number == 0 and draw.random() < 0.03:
            generation.closed_at = now
            market.respawn(generation, now)
            market.hire_rival(generation, now)


def main() -> None:
    """Live through the days of several markets, and say what was counted."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--days", type=int, default=60)
    parser.add_argument("--markets", type=int, default=6)
    parser.add_argument("--first-seed", type=int, default=0)
    parser.add_argument("--reviews", type=int, default=24_000)
    asked = parser.parse_args()
    total: dict[str, int] = {}
    for seed in range(asked.first_seed, asked.first_seed + asked.markets):
        with tempfile.TemporaryDirectory() as work:
            market = Market(Path(work) / "market", asked.reviews, seed)
        for name, n in live(market, days=asked.days, seed=seed).items():
            total[name] = total.get(name, 0) + n
    print(total)
    share = total["kept"] / total["ring_days"]
    print(f"ids kept on {total['kept']} of {total['ring_days']} ring-days: {share:.2%}")
    print(f"returned operators linked within 14 days: {total['linked']} of {total['returned']}")
    print(
        f"links {total['links']}, false {total['false']}; "
        f"the rule links {total['rule_wrong']} of {total['rule_tried']} rings that continue none"
    )


if __name__ == "__main__":
    main()

"""Near-members: accounts that wrote some of a ring's targets, and what `why_not` says they lack.

``python -m tests.endurance.near_members --accounts 100`` gives strangers some reviews of a ring's targets,
asks what they lack, adds just that to the tables, and looks in the whole market made of them whether the
ring would draw the account in, and whether it would with one row fewer.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import tempfile
from pathlib import Path

import numpy as np
import polars as pl

import collusion as co
from collusion.cases.held_ring import stored_group
from collusion.cases.market import Market, hold_market, places_of
from collusion.cases.outsiders import MISSING, why_not
from collusion.config import load_config
from collusion.detection import bursts, holders, wordings
from collusion.detection.search import SearchParams
from collusion.scoring.null_markets import NullMarketParams
from collusion.tables.loader import tables_from_frames
from tests.endurance.what_ifs import mixed_market
from tests.oracles.given import drawn_in_whole


class Tables:
    """The tables of a market in memory, to which reviews can be added."""

    def __init__(self, source: Path) -> None:
        config = load_config(source, None)
        search = SearchParams(config.seed, config.evidence, config.detection)
        self.params = NullMarketParams(search, config.scoring, config.mapping.kinds, 1)
        self.frames = {
            path.stem: pl.read_parquet(path, glob=False) for path in sorted(source.glob("*.parquet"))
        }

    def market(self, account: str, rows: list[dict[str, object]]) -> Market:
        """Return the market in which an account also wrote reviews of the products of some rows."""
        reviews = self.frames["reviews"]
        added = [
            {
                "reviewer_id": account,
                "product_id": row["product_id"],
                "rating": row["stars"],
                "posted_at": row["at"],
                "review_id": f"added-{place}",
            }
            for place, row in enumerate(rows)
        ]
        schema = {name: kind for name, kind in reviews.schema.items() if name in added[0]} if added else {}
        more = [pl.DataFrame(added, schema=schema)] if added else []
        frames = self.frames | {"reviews": pl.concat([reviews, *more], how="diagonal")}
        return hold_market(tables_from_frames(frames), self.params)


def as_members_wrote(run: co.Run, ring_id: str, product: str) -> dict[str, object]:
    """Return a review a minute after the middle one of a product in a ring's window, with the same stars."""
    rows = run.records.ring_reviews.filter(
        (pl.col("ring_id") == ring_id) & pl.col("in_window") & (pl.col("product_id") == product)
    ).sort("posted_at", "review_id")
    middle = rows.row((rows.height - 1) // 2, named=True)
    then = middle["posted_at"] + dt.timedelta(minutes=1)
    return {"product_id": product, "at": then, "stars": middle["rating"]}


def wrong_answers(run: co.Run, source: Path, n_accounts: int, seed: int) -> list[str]:
    """Ask why near-members are none, and return what turned out wrong, in words."""
    draw, tables, wrong = random.Random(seed), Tables(source), []
    rings = [
        ring_id
        for ring_id, origin in run.rings.select("ring_id", "origin").iter_rows()
        if origin not in (bursts.ORIGIN, holders.ORIGIN, wordings.ORIGIN)
    ]
    strangers = run.scores.filter(~pl.col("reviewer_id").is_in(run.members["reviewer_id"].implode()))
    accounts = draw.sample(strangers["reviewer_id"].sort().to_list(), n_accounts)
    for account in accounts:
        ring_id = draw.choice(rings)
        lacking = _lacking(run, tables.market(account, []), ring_id, account)
        has = [as_members_wrote(run, ring_id, p) for p in draw.sample(lacking, max(len(lacking) - 1, 0))]
        has = has[: draw.randint(0, len(has))]
        lacking = _lacking(run, tables.market(account, has), ring_id, account)
        rest = [as_members_wrote(run, ring_id, product) for product in lacking]
        tried = [rest, rest[:-1]] if rest else [rest]
        drawn = [_is_drawn(run, tables.market(account, has + some), ring_id, account) for some in tried]
        if drawn != [True, False][: len(tried)]:
            wrong.append(f"{account} in {ring_id}: has {len(has)}, lacks {len(rest)}, drawn in {drawn}")
    return wrong


def _lacking(run: co.Run, market: Market, ring_id: str, account: str) -> list[str]:
    answer = why_not(run.records, market, ring_id, account)
    return answer.rows.filter(what=MISSING)["product_id"].to_list()


def _is_drawn(run: co.Run, market: Market, ring_id: str, account: str) -> bool:
    group, _ = stored_group(run.records, market, ring_id)
    place = int(places_of(market.graph.reviewers, pl.Series([account]))[0])
    return drawn_in_whole(group, market.space, np.array([place], np.int32))


def main() -> None:
    """Ask about near-members, and say how many answers were right."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--accounts", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1, help="of the market and of the draws")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as work:
        source = mixed_market(Path(work) / "market", asked.seed)
        run = co.detect(source, Path(work) / "run", quiet=True)
        wrong = wrong_answers(run, source, asked.accounts, asked.seed)
    print(f"{asked.accounts - len(wrong)} of {asked.accounts} near-members told right")
    print(*wrong, sep="\n")


if __name__ == "__main__":
    main()

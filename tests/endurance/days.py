"""Sixty days in a market: rings grow, half of the flagged are taken down, their operators come back.

``python -m tests.endurance.days --days 60 --reviews 24000`` runs every day in one workspace and says for how
many ring-days an id was kept, how many returned operators were linked, and what became of decisions. What is
assumed of operators who return: after 3 to 14 days, new accounts of the same ages, half of the instruments,
the same products.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from collusion.cli.plan import latest_of, plan_of
from collusion.config import RunConfig
from collusion.daily import detect_in
from collusion.exports.suspects import suspects
from collusion.simulate.market import simulate_market
from collusion.simulate.spec import MarketSpec, Planned
from collusion.tables.records import Inputs
from collusion.workspace import history
from collusion.workspace.deciding import Said, decide
from collusion.workspace.inbox import material_changes
from collusion.workspace.register import Registered
from collusion.workspace.workspace import Workspace, opened

RINGS = {"unique_ip": 2, "farm": 2, "gift_cards": 2, "hired_crowd": 1, "aged_accounts": 1}
INNOCENT = {"household": 1, "office": 1, "book_club": 1, "brand_enthusiasts": 1}
START = dt.datetime(2023, 10, 31, tzinfo=dt.UTC)
WINDOW = dt.timedelta(days=365)
DAY = dt.timedelta(days=1)
#: Share of rows that arrive late, and of instruments that an operator who returns still has.
LATE, KEPT = 0.05, 0.5
#: Share of a closed ring's products that another operator takes over, where one does.
TAKEN_OVER = 1 / 3
TABLES = {"reviews": "posted_at", "orders": "ordered_at", "identifiers": "seen_at", "accounts": "created_at"}


@dataclass(eq=False)
class Generation:
    """One life of an operator: its accounts, and when they were closed."""

    operator: str
    accounts: frozenset[str]
    start: dt.datetime
    number: int = 0
    closed_at: dt.datetime | None = None
    ids: list[tuple[int, str]] = field(default_factory=list)
    largest: str | None = None


@dataclass
class Tally:
    """What was counted."""

    ring_days: int = 0
    kept: int = 0
    strictly: int = 0
    beside: int = 0
    kept_by_run: int = 0
    returned: int = 0
    linked: int = 0
    links: int = 0
    false_links: int = 0
    quiet_days: int = 0
    loud_days: int = 0
    accused_again: int = 0
    missed: list[str] = field(default_factory=list)


class Market:
    """All rows of all days, and who is behind them."""

    def __init__(self, folder: Path, n_reviews: int, seed: int) -> None:
        groups = tuple(Planned(style, n) for style, n in (RINGS | INNOCENT).items())
        simulate_market(MarketSpec("days", n_reviews, seed, groups, text=False), folder)
        self.draw = random.Random(seed)
        self.tables = {name: pl.read_parquet(folder / f"{name}.parquet") for name in TABLES}
        self.products = pl.read_parquet(folder / "products.parquet")
        self.generations: list[Generation] = []
        members = pl.read_parquet(folder / "truth" / "members.parquet")
        kinds = dict(
            pl.read_parquet(folder / "truth" / "groups.parquet").select("group_id", "kind").iter_rows()
        )
        for (group,), mine in sorted(members.group_by("group_id")):
            if kinds[group] == "ring":
                self._shift(str(group), frozenset(mine["reviewer_id"].to_list()))
        self._arrive()

    def _shift(self, operator: str, accounts: frozenset[str]) -> None:
        """Move a ring in time, so that it is at work in the days that are simulated."""
        mine = pl.col("reviewer_id").is_in(sorted(accounts))
        last = self.tables["reviews"].filter(mine)["posted_at"].max()
        by = START + dt.timedelta(days=self.draw.uniform(20, 55)) - last
        for name, time in TABLES.items():
            moved = pl.when(mine).then(pl.col(time) + by).otherwise(pl.col(time))
            self.tables[name] = self.tables[name].with_columns(moved.alias(time))
        first = self.tables["reviews"].filter(mine)["posted_at"].min()
        self.generations.append(Generation(operator, accounts, first))

    def _arrive(self) -> None:
        """Say when each review is seen: most at once, some days later."""
        reviews = self.tables["reviews"]
        late = [
            self.draw.uniform(0.5, 3.0) if self.draw.random() < LATE else 0.0 for _ in range(reviews.height)
        ]
        delay = pl.Series("delay", [dt.timedelta(days=days) for days in late], dtype=pl.Duration("us"))
        self.tables["reviews"] = reviews.with_columns((pl.col("posted_at") + delay).alias("arrives"))

    def write(self, now: dt.datetime, out: Path) -> Path:
        """Write what is known at a moment of the last year."""
        out.mkdir(parents=True)
        closed = {a: g.closed_at for g in self.generations if g.closed_at for a in g.accounts}
        gone = pl.col("reviewer_id").replace_strict(
            closed, default=None, return_dtype=pl.Datetime("us", "UTC")
        )
        known = self.tables["reviews"].filter(
            (pl.col("arrives") <= now)
            & (pl.col("posted_at") > now - WINDOW)
            & (gone.is_null() | (pl.col("posted_at") <= gone))
        )
        known.drop("arrives").write_parquet(out / "reviews.parquet")
        for name in ("orders", "identifiers", "accounts"):
            self.tables[name].filter(pl.col(TABLES[name]) <= now).write_parquet(out / f"{name}.parquet")
        self.products.write_parquet(out / "products.parquet")
        return out

    def respawn(self, old: Generation, now: dt.datetime) -> None:
        """Let an operator come back: new accounts, the same work, half of the instruments."""
        start = now + dt.timedelta(days=self.draw.uniform(3, 14))
        number = sum(g.operator == old.operator for g in self.generations)
        names = {account: f"{account}X{number}" for account in old.accounts}
        mine = pl.col("reviewer_id").is_in(sorted(old.accounts))
        first = self.tables["reviews"].filter(mine)["posted_at"].min()
        span = (self.tables["reviews"].filter(mine)["posted_at"].max() - first) or DAY
        pace = min(1.0, dt.timedelta(days=25) / span)
        fates: dict[tuple[str, str], str] = {}
        for name, time in TABLES.items():
            rows = self.tables[name].filter(mine)
            # What lay before the work, such as an account that was bought old, lies as long before it again.
            moved = [start + (at - first) * (pace if at > first else 1.0) for at in rows[time].to_list()]
            fresh = rows.with_columns(
                pl.col("reviewer_id").replace(names), pl.Series(time, moved, dtype=rows.schema[time])
            )
            if name == "reviews":
                fresh = fresh.with_columns(pl.col("review_id") + f"X{number}", pl.col(time).alias("arrives"))
            if name == "identifiers":
                for key in rows.select("kind", "value").unique().sort("kind", "value").iter_rows():
                    fates[key] = key[1] if self.draw.random() < KEPT else f"{key[1]}#{old.operator}-{number}"
                values = [fates[key] for key in fresh.select("kind", "value").iter_rows()]
                seen = pl.max_horizontal(pl.col(time), pl.lit(start))
                fresh = fresh.with_columns(pl.Series("value", values), seen.alias(time))
            self.tables[name] = pl.concat([self.tables[name], fresh.select(self.tables[name].columns)])
        self.generations.append(Generation(old.operator, frozenset(names.values()), start, number))

    def hire_rival(self, old: Generation, now: dt.datetime) -> None:
        """Let another operator take over a third of a ring's clients, with other accounts and instruments."""
        known = len(self.generations)
        self.respawn(old, now)
        mine = pl.col("reviewer_id").is_in(sorted(self.generations[known].accounts))
        rival = self.generations[known]
        rival.operator, rival.number = f"rival of {old.operator}-{known}", 0
        served = self.tables["reviews"].filter(mine)["product_id"].unique().sort().to_list()
        others = self.products["product_id"].sort().to_list()
        left = {p: self.draw.choice(others) for p in served if self.draw.random() >= TAKEN_OVER}
        for name in ("reviews", "orders"):
            product = pl.when(mine).then(pl.col("product_id").replace(left)).otherwise(pl.col("product_id"))
            self.tables[name] = self.tables[name].with_columns(product.alias("product_id"))
        own = pl.when(mine).then(pl.col("value") + f"#rival-{known}").otherwise(pl.col("value"))
        self.tables["identifiers"] = self.tables["identifiers"].with_columns(own.alias("value"))


class Life:
    """The days of one workspace."""

    def __init__(self, folder: Path, market: Market) -> None:
        self.folder, self.market, self.tally = folder, market, Tally()
        self.confirmed: set[str] = set()
        self.dismissed: str | None = None
        self.cleared: str | None = None
        self.judged: set[str] = set()
        self.linked_on: dict[str, float] = {}
        self.known: dict[str, history.Snapshot] = {}
        self.config = RunConfig()

    def day(self, space: Workspace, number: int) -> None:
        """Run on one day, look, decide."""
        now = START + number * DAY
        source = self.market.write(now, self.folder / f"day-{number:02}")
        done = detect_in(space, Inputs(source), None, config=self.config)
        rings = history.rings_of(space.database, done.record.run_no)
        self._count_ids(done, rings, number)
        self._count_links(done, now)
        self.known = self.known | rings
        self._take_down(space, rings, now)
        self._check_decisions(space, rings)

    def _count_ids(self, done: Registered, rings: dict[str, history.Snapshot], number: int) -> None:
        local = {life: name for name, life in done.run.manifest["ids_for_life"].items()}
        for generation in self.market.generations:
            found = _ring_of(generation, rings)
            if found is None:
                continue
            self.tally.strictly += bool(generation.ids) and found == generation.largest
            generation.largest = found
            if generation.ids:
                before, before_locally = generation.ids[-1][1].split()
                self.tally.ring_days += 1
                self.tally.kept_by_run += before_locally == local[found]
                if before != found and before in rings and _is_of(rings[before], generation):
                    # Found in two pieces: the other one is larger today, and this one still has the id.
                    self.tally.beside += 1
                    found = before
                self.tally.kept += before == found
                if before != found:
                    told = f"{before} on day {generation.ids[-1][0]}, {found} on day {number}"
                    self.tally.missed.append(f"id of {_called(generation)}: {told}")
            generation.ids.append((number, f"{found} {local[found]}"))

    def _count_links(self, done: Registered, now: dt.datetime) -> None:
        """Judge links by the accounts that they name: those that came, and those of before."""
        whose = {account: one for one in self.market.generations for account in one.accounts}
        for event in done.events:
            if event.kind not in ("returned", "born") or not event.others:
                continue
            joined, left = event.joined, event.left
            if event.kind == "born":
                joined = left = tuple(sorted(set(event.joined) & self.known[event.others[0]].member_set))
            before = {whose[account].operator for account in left if account in whose}
            came = Counter(whose[account] for account in joined if account in whose)
            n_right = sum(n for one, n in came.items() if one.operator in before)
            is_good = 2 * n_right > len(joined)
            self.tally.links += 1
            self.tally.false_links += not is_good
            if not is_good:
                who = ", ".join(f"{n} of {_called(one)}" for one, n in came.items())
                self.tally.missed.append(f"false link of {event.ring_id}, {who}: {event.reasons}")
            for one, n in came.items():
                if is_good and event.kind == "returned" and one.number and 2 * n > len(joined):
                    self.linked_on.setdefault(_called(one), (now - one.start) / DAY)

    def _take_down(self, space: Workspace, rings: dict[str, history.Snapshot], now: dt.datetime) -> None:
        flagged = {ring for ring, snapshot in rings.items() if snapshot.flagged}
        for generation in list(self.market.generations):
            found = _ring_of(generation, rings)
            if found not in flagged or generation.operator + str(generation.number) in self.judged:
                continue
            self.judged.add(generation.operator + str(generation.number))
            if self.market.draw.random() < 0.5:
                decide(space, found, Said("confirm", "M. Berg", "Same instruments."))
                self.confirmed.add(found)
                generation.closed_at = now
                self.market.respawn(generation, now)
                if self.cleared is None:
                    self.cleared = min(rings[found].members)
                    decide(space, found, Said("honest", "Appeals", "Receipts shown.", (self.cleared,)))
        innocent = [r for r in rings if _operator_of(r, rings[r].member_set, self.market) is None]
        # A ring that was confirmed is not dismissed as well: nothing is linked to a ring that is dismissed.
        undecided = innocent or sorted(flagged - self.confirmed)
        if self.dismissed is None and undecided:
            self.dismissed = min(undecided)
            decide(space, self.dismissed, Said("dismiss", "M. Berg", "Fans."))
            self.then = rings[self.dismissed]

    def _check_decisions(self, space: Workspace, rings: dict[str, history.Snapshot]) -> None:
        if self.dismissed in rings:
            changed = material_changes(self.then, rings[self.dismissed])
            self.tally.loud_days += bool(changed)
            self.tally.quiet_days += not changed
        if self.cleared is not None:
            run, _ = latest_of(space)
            named = self.cleared in suspects(run)["entity_id"].to_list()
            proposed = any(p.account == self.cleared for p in plan_of(space).proposals)
            self.tally.accused_again += named or proposed

    def finish(self, days: int) -> Tally:
        """Count the operators that came back in time to be linked."""
        end = START + days * DAY
        for one in self.market.generations:
            if one.number and one.start + 14 * DAY <= end:
                self.tally.returned += 1
                after = self.linked_on.get(_called(one))
                self.tally.linked += after is not None and after <= 14
                if after is None or after > 14:
                    found = [f"day {(START + n * DAY - one.start) / DAY:.1f} as {i}" for n, i in one.ids[:1]]
                    when = "never" if after is None else f"after {after:.1f} days"
                    told = f"linked {when}; first found on {found or 'no day'}"
                    self.tally.missed.append(f"{_called(one)}, {len(one.accounts)} accounts: {told}")
        return self.tally


def _called(generation: Generation) -> str:
    return f"{generation.operator}, life {generation.number}"


def _ring_of(generation: Generation, rings: dict[str, history.Snapshot]) -> str | None:
    """The ring that holds most of a generation's accounts, where they are most of its own."""
    shared = {name: len(generation.accounts & ring.member_set) for name, ring in rings.items()}
    best = max(sorted(shared), key=shared.__getitem__, default=None)
    return best if best is not None and _is_of(rings[best], generation) else None


def _is_of(ring: history.Snapshot, generation: Generation) -> bool:
    """Whether most accounts of a ring are a generation's."""
    return len(generation.accounts & ring.member_set) * 2 > len(ring.members)


def _operator_of(_ring: str, members: frozenset[str], market: Market) -> str | None:
    counts = Counter(g.operator for g in market.generations for account in g.accounts & members)
    counts = Counter({g: n for g, n in counts.items() if n * 2 > len(members)})
    return counts.most_common(1)[0][0] if counts else None


def live(folder: Path, *, days: int, n_reviews: int, seed: int = 0) -> Tally:
    """Simulate days in one workspace and count."""
    market = Market(folder / "market", n_reviews, seed)
    life = Life(folder, market)
    with opened(folder / "w", create=True) as space:
        for number in range(1, days + 1):
            life.day(space, number)
    return life.finish(days)


def main() -> None:
    """Simulate the days and say what was counted."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--days", type=int, default=60)
    parser.add_argument("--reviews", type=int, default=24_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--keep", type=Path, help="a new folder in which market, days and workspace stay")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as work:
        folder = asked.keep or Path(work)
        tally = live(folder, days=asked.days, n_reviews=asked.reviews, seed=asked.seed)
    print(*tally.missed, sep="\n")
    n = max(tally.ring_days, 1)
    print(f"ids kept on {tally.kept} of {tally.ring_days} ring-days: {tally.kept / n:.2%}")
    print(f"on {tally.beside} of these days another ring had more of the life's accounts")
    print(f"by the largest ring of each life alone: {tally.strictly / n:.2%}")
    print(f"ids that runs give by themselves: {tally.kept_by_run / n:.2%}")
    print(f"returned operators linked within 14 days: {tally.linked} of {tally.returned}")
    print(f"links: {tally.links}, false: {tally.false_links}")
    print(f"dismissed: quiet on {tally.quiet_days} days, materially changed on {tally.loud_days}")
    print(f"days on which the account whose appeal was won was accused again: {tally.accused_again}")


if __name__ == "__main__":
    main()

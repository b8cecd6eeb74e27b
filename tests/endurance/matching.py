"""Match and link the rings of days that were kept anew: what other rules would have done, in seconds.

``python -m tests.endurance.days --days 60 --reviews 8000 --keep K`` keeps the days in a folder K, and
``python -m tests.endurance.matching K`` puts the rings that its runs found through
`collusion.workspace.lineage.match` and `collusion.workspace.returns.find_returns` as they are now. Neither
changes what is found, so that both count the same where the rule is the same.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from pathlib import Path

import polars as pl

from collusion.store.database import Database, open_database
from collusion.workspace import history
from collusion.workspace.lineage import match
from collusion.workspace.returns import find_returns
from collusion.workspace.snapshot import Snapshot
from collusion.workspace.workspace import DATABASE

_LIFE = re.compile(r"X(?=\d+(?:X|$))")

Life = tuple[str, int]


def operators(market: Path) -> dict[str, str]:
    """Return the ring of each account of a simulated market that is in one."""
    groups = pl.read_parquet(market / "truth" / "groups.parquet").filter(kind="ring")["group_id"]
    members = pl.read_parquet(market / "truth" / "members.parquet")
    ringed = members.filter(pl.col("group_id").is_in(groups.implode()))
    return dict(ringed.select("reviewer_id", "group_id").iter_rows())


def life_of(account: str, operator: dict[str, str]) -> Life | None:
    """Return whose account it is, and of which life: lives are named by what `Market.respawn` appends."""
    first, *lives = _LIFE.split(account)
    while first not in operator and lives:
        first = f"{first}X{lives.pop(0)}"
    return (operator[first], int(lives[-1]) if lives else 0) if first in operator else None


def matched_again(database: Database, operator: dict[str, str]) -> tuple[int, list[str]]:
    """Return the ring-days of lives, and on which of them a life's ring had another id than before."""
    known: dict[str, Snapshot] = {}
    present: set[str] = set()
    held: dict[Life, str] = {}
    n_days, lost = 0, []
    for run in history.runs(database):
        found = history.rings_of(database, run.run_no)
        ids = match(known, found, present)
        ids |= {name: f"{name} {run.run_no}" for name in found if name not in ids}
        now = {ids[name]: snapshot for name, snapshot in found.items()}
        known, present = known | now, set(now)
        shared: dict[Life, dict[str, int]] = {}
        for name, snapshot in now.items():
            lives = (life_of(account, operator) for account in snapshot.members)
            for life, n in Counter(one for one in lives if one is not None).items():
                shared.setdefault(life, {})[name] = n
        for life, counts in shared.items():
            best = max(sorted(counts), key=counts.__getitem__)
            if counts[best] * 2 <= len(now[best].members):
                continue
            before = held.get(life)
            n_days += before is not None
            if before not in (None, best):
                lost.append(f"{life[0]}, life {life[1]}, run {run.run_no}: {before} before, {best} now")
            held[life] = best
    return n_days, lost


def linked_again(database: Database, operator: dict[str, str]) -> tuple[dict[Life, int], int, list[str]]:
    """Return the run that first linked each life, the number of links, and those that are false.

    A link is judged by the accounts that it names. Rings count as accused where they were flagged.
    """
    known: dict[str, Snapshot] = {}
    told: set[tuple[str, str]] = set()
    linked: dict[Life, int] = {}
    false = []
    for run in history.runs(database):
        found = history.rings_of(database, run.run_no)
        accused = {name for name, ring in known.items() if ring.flagged}
        for link in find_returns(found, known, accused)[0]:
            if (link.ring_id, link.earlier) in told:
                continue
            told.add((link.ring_id, link.earlier))
            came = Counter(life_of(account, operator) for account in link.carriers)
            before = {life[0] for life in (life_of(one, operator) for one in link.holders) if life}
            right = Counter({life: n for life, n in came.items() if life and life[0] in before})
            if 2 * right.total() <= len(link.carriers):
                false.append(
                    f"run {run.run_no}: {link.ring_id}, {dict(came)}, to {link.earlier}: {link.reasons}"
                )
            for life, n in right.items():
                if life and life[1] and 2 * n > len(link.carriers):
                    linked.setdefault(life, run.run_no)
        known |= found
    return linked, len(told), false


def main() -> None:
    """Match and link the days of each folder anew, and say what was kept and linked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kept", nargs="+", type=Path)
    for folder in parser.parse_args().kept:
        whose = operators(folder / "market")
        database = open_database(str(folder / "w" / DATABASE))
        n_days, lost = matched_again(database, whose)
        linked, n_links, false = linked_again(database, whose)
        database.close()
        print(*lost, *false, sep="\n")
        kept = n_days - len(lost)
        print(f"{folder}: ids kept on {kept} of {n_days} ring-days: {kept / max(n_days, 1):.2%}")
        print(f"{folder}: {n_links} links, {len(false)} false; lives linked, by run: {linked}")


if __name__ == "__main__":
    main()

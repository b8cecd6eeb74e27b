"""Match the rings of days that were kept anew: how many ids a rule of matching keeps, in seconds.

``python -m tests.endurance.days --days 60 --reviews 8000 --keep K`` keeps the days in a folder K, and
``python -m tests.endurance.matching K`` puts the rings that its runs found through
`collusion.workspace.lineage.match` as it is now. Ids do not change what is found, so that both count the same
where the rule is the same.
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


def main() -> None:
    """Match the days of each folder anew, and say what was kept."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kept", nargs="+", type=Path)
    for folder in parser.parse_args().kept:
        database = open_database(str(folder / "w" / DATABASE))
        n_days, lost = matched_again(database, operators(folder / "market"))
        database.close()
        print(*lost, sep="\n")
        kept = n_days - len(lost)
        print(f"{folder}: ids kept on {kept} of {n_days} ring-days: {kept / max(n_days, 1):.2%}")


if __name__ == "__main__":
    main()

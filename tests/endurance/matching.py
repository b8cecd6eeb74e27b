"""Match and link the rings of days that were kept anew: what other rules would have done, in seconds.

``python -m tests.endurance.days --days 60 --reviews 8000 --keep K`` keeps the days in a folder K, and
``python -m tests.endurance.matching K`` puts the rings that its runs found through
`collusion.workspace.lineage.match` and `collusion.workspace.returns.find_returns` as they are now. Neither
changes what is found, so that both count the same where the rule is the same.

A life is taken to be the ring that has most of its accounts, where they are most of that ring's. It keeps its
id while a ring that is mostly its own has it, also where another ring has more of it: a life that is found in
two pieces, which grow by turns, loses none. The strict count, which is said beside it, holds the id of the
largest ring of a life against that of the largest one before. Where two lives of one operator are found as
one ring, one of them has another id, although no id means anybody else. So it is said whose the id was, and
whether the one before leads to a ring of the operator: the workspace says which ring has most accounts of one
that is gone.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from collusion.store.database import Database, open_database
from collusion.workspace import history
from collusion.workspace.claims import claims
from collusion.workspace.lineage import match, most_of
from collusion.workspace.returns import find_returns
from collusion.workspace.snapshot import Snapshot
from collusion.workspace.workspace import DATABASE

_LIFE = re.compile(r"X(?=\d+(?:X|$))")

#: Of whom the id was under which a life is found on a day on which it has not the one it had.
NEW, OWN, OTHERS = "new", "the same operator's", "another operator's"
#: Where the id leads that it had before.
LED, ASTRAY = "the ring that has its accounts", "nowhere"

Life = tuple[str, int]


class Sightings:
    """Rings as runs found them, by the ids that they were given."""

    def __init__(self) -> None:
        self._all: dict[str, list[tuple[int, Snapshot]]] = {}
        self._runs: list[set[str]] = [set()]

    @property
    def known(self) -> dict[str, tuple[int, Snapshot]]:
        """Each ring as it was last seen, with the number of the run."""
        return {name: seen[-1] for name, seen in self._all.items()}

    def by(self, name: str, run_no: int) -> Snapshot | None:
        """A ring as it was last seen in or before a run."""
        return next((ring for number, ring in reversed(self._all.get(name, [])) if number <= run_no), None)

    def take(self, found: Mapping[str, Snapshot], run_no: int) -> dict[str, Snapshot]:
        """Give the rings of a run the ids of those that they were, and return them by these."""
        known = self.known
        past = {name: ring for name, (_, ring) in known.items()}
        ids = match(past, found, self._runs[-1], claims(known, self.by, found))
        ids |= {name: f"{name} {run_no}" for name in found if name not in ids}
        now = {ids[name]: ring for name, ring in found.items()}
        for name, ring in now.items():
            self._all.setdefault(name, []).append((run_no, ring))
        self._runs.append(set(now))
        return now


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


@dataclass
class Kept:
    """How long ids were kept.

    Attributes
    ----------
    n_days
        Ring-days of lives that had been found before.
    n_beside
        On how many of them a smaller piece of the life kept the id.
    n_strictly_lost
        On how many the largest ring of the life had another id than the largest one before.
    lost
        Days on which no ring of the life had its id, in words.
    """

    n_days: int = 0
    n_beside: int = 0
    n_strictly_lost: int = 0
    lost: list[str] = field(default_factory=list)


def matched_again(database: Database, operator: dict[str, str]) -> Kept:
    """Match the rings of all runs anew, and say how long the lives kept their ids."""
    sightings, told = Sightings(), Kept()
    held: dict[Life, str] = {}
    largest: dict[Life, str] = {}
    for run in history.runs(database):
        known = sightings.known
        now = sightings.take(history.rings_of(database, run.run_no), run.run_no)
        lives = {name: lives_in(ring, operator) for name, ring in now.items()}
        for life in sorted({life for counts in lives.values() for life in counts}):
            best = max(sorted(lives), key=lambda name: lives[name][life])
            if lives[best][life] * 2 <= len(now[best].members):
                continue
            before = held.get(life)
            told.n_days += before is not None
            told.n_strictly_lost += largest.get(life, best) != best
            largest[life] = best
            if before in now and before != best and lives[before][life] * 2 > len(now[before].members):
                told.n_beside += 1
                continue
            if before not in (None, best):
                whose = _whose(known[best][1], life, operator) if best in known else NEW
                leads = _leads(before, life, now, known, operator)
                where = f"{life[0]}, life {life[1]}, run {run.run_no}: {before} before, {best} now"
                told.lost.append(f"{where}: {whose}: {leads}")
            held[life] = best
    return told


def lives_in(ring: Snapshot, operator: dict[str, str]) -> Counter[Life]:
    """Return how many accounts of each life a ring has."""
    found = (life_of(account, operator) for account in ring.members)
    return Counter(life for life in found if life is not None)


def _whose(ring: Snapshot, life: Life, operator: dict[str, str]) -> str:
    """Say whether most of a ring's accounts were of the operator whose life it is now."""
    own = sum(n for other, n in lives_in(ring, operator).items() if other[0] == life[0])
    return OWN if 2 * own > len(ring.members) else OTHERS


def _leads(
    before: str,
    life: Life,
    now: Mapping[str, Snapshot],
    known: Mapping[str, tuple[int, Snapshot]],
    operator: dict[str, str],
) -> str:
    """Say where the id leads that a life had before."""
    heir = before if before in now else most_of(known[before][1], now)
    return LED if heir is not None and _whose(now[heir], life, operator) == OWN else ASTRAY


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
        ids = matched_again(database, whose)
        linked, n_links, false = linked_again(database, whose)
        database.close()
        print(*ids.lost, *false, sep="\n")
        kept, n_days = ids.n_days - len(ids.lost), max(ids.n_days, 1)
        kinds = Counter(word for told in ids.lost for word in told.split(": ")[-2:])
        print(f"{folder}: ids kept on {kept} of {ids.n_days} ring-days: {kept / n_days:.2%}")
        strictly = ids.n_days - ids.n_strictly_lost
        print(f"{folder}: by the largest ring of each life alone on {strictly}: {strictly / n_days:.2%}")
        whose_id, leads = (
            [f"{kinds[one]} {one}" for one in words] for words in ((NEW, OWN, OTHERS), (LED, ASTRAY))
        )
        print(f"{folder}: on {ids.n_beside} of these another ring had more of the life's accounts")
        print(f"{folder}: on the others the id was {', '.join(whose_id)}")
        print(f"{folder}: and the one before led to {', '.join(leads)}")
        print(f"{folder}: {n_links} links, {len(false)} false; lives linked, by run: {linked}")


if __name__ == "__main__":
    main()

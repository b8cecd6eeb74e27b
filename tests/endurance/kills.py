"""Writers to a ledger, killed at random: nothing that was acknowledged is lost, nothing is there twice.

``python -m tests.endurance.kills --kills 500`` kills that many writers, two at a time, on SQLite;
``--postgres`` does it on a PostgreSQL server of its own.
"""

from __future__ import annotations

import argparse
import random
import signal
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from collusion.decisions.ledger import read_ledger, record
from collusion.store.database import Database, open_database
from collusion.store.schema import create_tables
from tests.conftest import ROOT
from tests.decisions.making import PLAIN


def write(store: str, name: str, acknowledged: Path) -> None:
    """Record decisions without end, each twice, and write down the note of each that was acknowledged."""
    from dataclasses import replace

    database = open_database(store)
    with acknowledged.open("a", encoding="utf-8", buffering=1) as stream:
        number = 0
        while True:
            # A ring of its own for each writer, so that a decision that is sent again is known again.
            decision = replace(PLAIN, ring_id=name, note=f"{name}-{number}")
            record(database, decision)
            record(database, decision)
            stream.write(f"{decision.note}\n")
            number += 1


def kill_writers(store: str, folder: Path, *, kills: int, seed: int = 0) -> tuple[int, int]:
    """Start two writers at a time and kill each after a random while.

    Returns how many decisions were acknowledged and how many there are. Raises when one is lost or doubled.
    """
    database = open_database(store)
    create_tables(database)
    try:
        _start_and_kill(store, folder, kills, random.Random(seed))
        return _check(database, folder)
    finally:
        database.close()


def _start_and_kill(store: str, folder: Path, kills: int, draw: random.Random) -> None:
    running: list[tuple[subprocess.Popen[bytes], Path]] = []
    for number in range(kills):
        words = [sys.executable, "-m", "tests.endurance.kills", "--write", store, f"w{number}", str(folder)]
        running.append((subprocess.Popen(words, cwd=ROOT), folder / f"w{number}"))
        if len(running) == 2:
            _let_work(*running.pop(0), draw)
    for process, started in running:
        _let_work(process, started, draw)


def _let_work(process: subprocess.Popen[bytes], started: Path, draw: random.Random) -> None:
    """Kill a writer after a random while: now and then before it has begun, mostly while it writes."""
    if draw.random() < 0.1:
        _wait(process, draw.uniform(0.0, 0.5))
    else:
        while not started.exists():
            _wait(process, 0.01)
        _wait(process, draw.uniform(0.0, 0.4))
    process.send_signal(signal.SIGKILL)
    process.wait()


def _wait(process: subprocess.Popen[bytes], seconds: float) -> None:
    """Wait, and see that the writer does not end by itself."""
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        return
    raise AssertionError("a writer ended by itself")


def _check(database: Database, folder: Path) -> tuple[int, int]:
    entries = read_ledger(database)
    notes = [entry.decision.note for entry in entries]
    sent = [
        line for path in sorted(folder.glob("w*")) for line in path.read_text(encoding="utf-8").splitlines()
    ]
    assert len(set(notes)) == len(notes), "a decision is there twice"
    assert set(sent) <= set(notes), "a decision that was acknowledged is lost"
    writers = len(list(folder.glob("w*")))
    assert len(notes) - len(sent) <= writers, "more were written than writers could have had under way"
    return len(sent), len(notes)


def main() -> None:
    """Kill writers, or be one."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=500)
    parser.add_argument("--postgres", action="store_true")
    parser.add_argument("--write", nargs=3, metavar=("STORE", "NAME", "FOLDER"))
    asked = parser.parse_args()
    if asked.write:
        store, name, folder = asked.write
        write(store, name, Path(folder) / name)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        store = str(folder / "collusion.db")
        if asked.postgres:
            from tests.tables.sources.servers import OWNER, PASSWORD, postgresql_server

            server = stack.enter_context(postgresql_server())
            store = server.url(OWNER, PASSWORD)
        sent, found = kill_writers(store, folder, kills=asked.kills)
    where = "PostgreSQL" if asked.postgres else "SQLite"
    print(f"{where}, {asked.kills} kills: {sent} decisions acknowledged, {found} in the ledger, chain whole")


if __name__ == "__main__":
    main()

"""How long a desk takes to open an inbox of many rings and a ring of many accounts, in a real browser.

``python -m tests.endurance.large_desk --rings 10000 --accounts 2000`` makes a workspace whose first ring has
the accounts and whose rings are all one operator's, starts ``collusion desk`` on it, and opens both screens
in headless Chromium. It tells seconds until the screen can be used: from the address to the first row of the
inbox, and from the row to the drawn graph.
"""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page

from tests.cases.small_runs import Wish, make_run
from tests.desk.browsing import browser, tab
from tests.workspace.keeping import RING, kept


@dataclass(frozen=True, slots=True)
class Opened:
    """Seconds that the inbox took first, the ring, and the inbox again."""

    inbox: float
    ring: float
    inbox_again: float


def fill(folder: Path, n_rings: int, n_accounts: int) -> Path:
    """Make a workspace with one run of `n_rings`, the first of `n_accounts`, all of one operator."""
    wish = Wish(n_accounts=n_accounts, n_products=40, n_rings=n_rings, one_operator=True)
    with kept(folder, make_run(wish)):
        return folder / "w"


def open_screens(workspace: Path) -> Opened:
    """Start a desk on a workspace, and open its inbox and its first ring in a browser."""
    line = [sys.executable, "-m", "collusion", "desk", str(workspace), "--no-browser", "--by", "Ada"]
    quiet = {**os.environ, "NO_COLOR": "1"}
    with subprocess.Popen(line, stdout=subprocess.PIPE, text=True, env=quiet) as desk, browser() as one:
        assert desk.stdout is not None
        try:
            page = tab(one, viewport={"width": 1300, "height": 900}).page
            page.set_default_timeout(120_000)
            address = desk.stdout.readline().strip()
            return _timed(page, address)
        finally:
            desk.send_signal(signal.SIGINT)
            desk.wait(20)


def _timed(page: Page, address: str) -> Opened:
    started = time.perf_counter()
    page.goto(address)
    page.wait_for_selector("main .inbox tbody tr")
    inbox = time.perf_counter()
    page.evaluate(f"location.hash = '#/ring/{RING}'")
    page.wait_for_selector(".stage canvas")
    ring = time.perf_counter()
    page.evaluate("location.hash = '#/inbox'")
    page.wait_for_selector("main .inbox tbody tr")
    return Opened(inbox - started, ring - inbox, time.perf_counter() - ring)


def main() -> None:
    """Read the sizes, measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--rings", type=int, default=10_000)
    parser.add_argument("--accounts", type=int, default=2_000)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = open_screens(fill(Path(folder), asked.rings, asked.accounts))
    print(f"inbox of {asked.rings:,} rings: {found.inbox:.2f} s, again {found.inbox_again:.2f} s")
    print(f"ring of {asked.accounts:,} accounts: {found.ring:.2f} s")


if __name__ == "__main__":
    main()

"""Take the screenshots of the docs: ``python -m tests.view.screenshots docs/images`` (``make images``).

The market is one as in life, of 60,000 reviews, so that the screens show what people will see: the inbox, the
first ring that one hand runs, one of its accounts in the dark scheme, and the inbox on a telephone.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser

from collusion.cases.run_folder import Run, open_run
from tests.view.browsers import started, watched

MARKET = ("--preset", "lifelike", "--reviews", "60000", "--seed", "1204")
#: Milliseconds in which a graph comes to rest.
REST = 1500


def write_report(folder: Path) -> tuple[Run, Path]:
    """Simulate, detect and write a report as a user does, and return the run and the page."""
    market, run, report = folder / "market", folder / "run", folder / "report"
    for line in (
        ("simulate", *MARKET, market),
        ("detect", market, "--out", run),
        ("report", run, "--out", report, "--source", market, "--alternatives"),
    ):
        command = [sys.executable, "-m", "collusion", *map(str, line), "--quiet"]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return open_run(run), report / "index.html"


def take(browser: Browser, page: Path, place: str, out: Path, **options: object) -> None:
    """Write one screen as PNG; nothing may be said in the console, and nothing asked of a network."""
    one = watched(browser, **options)
    shown = one.open(page, place)
    shown.wait_for_timeout(REST)
    shown.screenshot(path=out)
    if one.problems or one.requests:
        raise SystemExit(f"{place}: {one.problems + one.requests}")


def main() -> None:
    """Write all screens into a folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    out = parser.parse_args().out
    with tempfile.TemporaryDirectory() as work, started() as browser:
        run, page = write_report(Path(work))
        ring_id = run.rings.filter(flagged=True, kind="one hand")["ring_id"][0]
        account = run.members.filter(ring_id=ring_id)["reviewer_id"].sort()[0]
        take(browser, page, "#/inbox", out / "inbox.png")
        take(browser, page, f"#/ring/{ring_id}", out / "ring.png")
        take(browser, page, f"#/account/{account}", out / "account.png", color_scheme="dark")
        narrow = {"width": 400, "height": 900}
        take(browser, page, "#/inbox", out / "narrow.png", viewport=narrow)


if __name__ == "__main__":
    main()

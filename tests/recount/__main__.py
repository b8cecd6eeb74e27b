"""``python -m tests.recount SOURCE RUN``: recount all that is said of a run from the tables of its source."""

from __future__ import annotations

import sys
from pathlib import Path

from collusion.cases.run_folder import open_run
from tests.recount.check import faults_of
from tests.recount.rows import Source


def main() -> int:
    """Print every fault and their number; return 1 when there is one."""
    source, run = map(Path, sys.argv[1:])
    found = faults_of(Source(source, run), open_run(run))
    for fault in found:
        print(fault)
    print(f"{len(found)} faults")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())

"""A bundle replayed by somebody else: another user of the system, another folder, home, time zone and locale.

``python -m tests.endurance.other_user`` (as root) makes a bundle and hands a copy to the user ``nobody``,
who may read the installation, and write nothing but a folder of its own, to verify and replay it there.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from collusion.provenance import folder_digests
from tests.conftest import ROOT
from tests.endurance.bundles import make_bundle

NOBODY = 65534
_CAPS = "-all,+dac_read_search"


def replayed(bundle: Path) -> tuple[subprocess.CompletedProcess[str], dict[str, str]]:
    """Let ``nobody`` verify and replay a copy of a bundle (this user, when not root).

    Returns the finished process, and the digests of the files of the copy after it.
    """
    with tempfile.TemporaryDirectory() as home:
        copy = Path(home, "as received (2)", "bundle")
        shutil.copytree(bundle, copy)
        return _replay(copy, Path(home)), folder_digests(copy)


def _replay(copy: Path, home: Path) -> subprocess.CompletedProcess[str]:
    words: list[str] = []
    if os.geteuid() == 0:
        words = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"]
        words += [f"--inh-caps={_CAPS}", f"--ambient-caps={_CAPS}", f"--bounding-set={_CAPS}"]
        for path in (home, *home.rglob("*")):
            os.chown(path, NOBODY, NOBODY)
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "HOME": "/nonexistent",
        "TMPDIR": str(home),
        "TZ": "Pacific/Chatham",
        "LC_ALL": "C",
        "PYTHONHASHSEED": "77",
        "POLARS_MAX_THREADS": "1",
        "NUMBA_NUM_THREADS": "1",
        "NO_COLOR": "1",
    }
    return subprocess.run(
        [*words, sys.executable, "-m", "collusion", "verify", str(copy), "--replay"],
        cwd=home,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def main() -> None:
    """Make, hand over, replay; then once more with one byte changed."""
    with tempfile.TemporaryDirectory() as ours:
        bundle = make_bundle(Path(ours))
        done, _ = replayed(bundle)
        print(f"as uid {NOBODY if os.geteuid() == 0 else os.geteuid()}: exit {done.returncode}")
        print(done.stdout + done.stderr)
        changed = bytearray((bundle / "run" / "members.parquet").read_bytes())
        changed[100] ^= 1
        (bundle / "run" / "members.parquet").write_bytes(changed)
        done, _ = replayed(bundle)
        print(f"with one bit changed: exit {done.returncode}\n{done.stderr}")


if __name__ == "__main__":
    main()

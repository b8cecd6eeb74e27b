"""Copies of the repository in which something is changed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
#: A run that takes longer, in seconds of a processor, was sent into an endless loop: that is noticed, too.
SECONDS = 300


def copy_to(folder: Path) -> Path:
    """Copy all files that git knows or would know to a `folder`, and return it."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, check=True
    )
    for name in listed.stdout.decode().splitlines():
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)
    return folder


def environment(copy: Path) -> dict[str, str]:
    """Return the environment in which Python imports the package and its tests from a `copy`."""
    return os.environ | {"PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1"}


class Server:
    """A copy of the repository, and a process that runs tests in it."""

    def __init__(self, copy: Path, room: str) -> None:
        self.copy, self.room = copy, room
        self._process: subprocess.Popen[str] | None = None

    def passes(self, tests: Sequence[str], *, is_loud: bool = False) -> bool:
        """Return whether some tests pass in the copy as it is now; if `is_loud`, with what pytest says."""
        if self._process is None:
            command = [sys.executable, "-m", "tests.mutation.server", self.room, str(SECONDS)]
            pipe = subprocess.PIPE
            self._process = subprocess.Popen(
                command, cwd=self.copy, env=environment(self.copy), stdin=pipe, stdout=pipe, text=True
            )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        print(json.dumps([is_loud, *tests]), file=self._process.stdin, flush=True)
        return self._process.stdout.readline().strip() == "0"

"""Running a measurement in a process of its own, within a time limit."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def measure_apart(words, *, limit, python=sys.executable):
    """Run ``tests.benchmarks.measure WORDS``; a process over the limit is killed with all that it started."""
    command = [str(python), "-m", "tests.benchmarks.measure", *map(str, words)]
    code, out, err = run(command, limit)
    if code is None:
        return {"status": "over the limit", "limit": limit}
    try:
        return json.loads(out.splitlines()[-1])
    except (IndexError, ValueError):
        reason = (err.strip().splitlines() or [f"exit code {code}"])[-1]
        return {"status": "failed", "reason": reason[:200]}


def run(command, limit, **environment):
    """Run a command from the root of the checkout; return its exit code (None: killed), stdout and stderr."""
    child = subprocess.Popen(
        command,
        cwd=ROOT,
        env=os.environ | {"NO_COLOR": "1"} | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        out, err = child.communicate(timeout=limit)
    except subprocess.TimeoutExpired:
        os.killpg(child.pid, signal.SIGKILL)
        child.communicate()
        return None, "", ""
    return child.returncode, out, err

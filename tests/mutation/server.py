"""Run tests of a copy of the repository again and again, without importing again what does not change.

Started as ``python -m tests.mutation.server ROOM SECONDS`` in a copy. It imports every library, and every
module that does not rest on the room; then it answers each line of standard input, a JSON list of whether to
say what happens and of tests, with the exit code of a child that ran them. Children are forks of a process
that has no threads, having computed nothing.
"""

from __future__ import annotations

import ast
import importlib
import importlib.metadata
import json
import os
import signal
import sys
from pathlib import Path

#: What the package and its tests import when they are used: every child would import it again.
LIBRARIES = (
    *(
        "numpy",
        "polars",
        "numba",
        "igraph",
        "networkx",
        "rensa",
        "msgspec",
        "jinja2",
        "rich.console",
        "typer",
    ),
    *("matplotlib.figure", "matplotlib.backends.backend_agg", "pytest", "hypothesis"),
)


def untouched(root: Path, room: str) -> list[str]:
    """Return the modules of the package that do not rest, however indirectly, on a room."""
    imports = {}
    for path in sorted((root / "collusion").rglob("*.py")):
        name = ".".join(path.relative_to(root).with_suffix("").parts).removesuffix(".__init__")
        imports[name] = _imports(path)
    touched = {
        name for name in imports if name == f"collusion.{room}" or name.startswith(f"collusion.{room}.")
    }
    while more := {name for name, found in imports.items() if name not in touched and found & touched}:
        touched |= more
    return [name for name in imports if name not in touched and not name.endswith("__main__")]


def _imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def answer(tests: list[str], seconds: int, *, is_loud: bool) -> int:
    """Run some tests in a fork of this process and return its exit code; an endless loop is cut off.

    What pytest prints goes to standard error, or nowhere unless `is_loud`.
    """
    child = os.fork()
    if child == 0:
        # Of processor time: where much else runs, tests of a room take many times as long by the clock.
        signal.setitimer(signal.ITIMER_PROF, seconds)
        signal.alarm(12 * seconds)
        silent = os.open(os.devnull, os.O_WRONLY)
        os.dup2(2 if is_loud else silent, 1)
        os.dup2(1, 2)
        import pytest

        # A plug-in that the package has imported already cannot be rewritten: that is told as a warning.
        quiet = ["-W", "ignore::pytest.PytestAssertRewriteWarning"]
        os._exit(int(pytest.main(["-q", "-x", "-n0", "-p", "no:cacheprovider", *quiet, *tests])))
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def main() -> None:
    """Import what stays, then answer until standard input ends."""
    room, seconds = sys.argv[1], int(sys.argv[2])
    for name in (*LIBRARIES, *untouched(Path.cwd(), room)):
        importlib.import_module(name)
    for plugin in importlib.metadata.entry_points(group="pytest11"):
        plugin.load()
    for line in sys.stdin:
        is_loud, *tests = json.loads(line)
        print(answer(tests, seconds, is_loud=is_loud), flush=True)


if __name__ == "__main__":
    main()

"""``python -m tests.mutation ROOM``: which small mistakes in a room would no test of it notice?

Each module constant is perturbed and each comparison turned, one at a time, in a copy of the repository; the
tests that run the changed lines are run. What they do not notice is listed. A survivor that has a reason in
``tests/mutation/survivors.toml`` is allowed; the others count against the room (at most 5 % in all).

    python -m tests.mutation cases --only compose.py timeline.py --jobs 2
    python -m tests.mutation evidence --every 3
    python -m tests.mutation evidence --only stars.py --named _SHIFT_PRIOR
    python -m tests.mutation evidence --list
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue

from tests.mutation.copies import ROOT, Server, copy_to, environment
from tests.mutation.mutants import Mutant, mutants

REASONS = Path(__file__).parent / "survivors.toml"
SHARE = 0.05


@dataclass(frozen=True, slots=True)
class Job:
    """A mutant of a module, and the tests that run what it changes."""

    module: str
    mutant: Mutant
    tests: tuple[str, ...]

    @property
    def key(self) -> str:
        """Its name in the list of reasons."""
        return f"{self.module}: {self.mutant.key}"


def main() -> int:
    """Print the survivors and their share; return 1 when too many have no reason."""
    options = _options()
    modules = sorted((ROOT / "collusion" / options.room).rglob("*.py"))
    chosen = [path for path in modules if not options.only or path.name in options.only]
    named = {path: mutants(path.read_text(encoding="utf-8")) for path in chosen}
    if options.list:
        for path, found in named.items():
            print(*(f"{path.relative_to(ROOT)}:{one.line}: {one.key}" for one in found), sep="\n")
        return 0
    with tempfile.TemporaryDirectory(prefix="mutation-") as temporary:
        folder = options.folder or Path(temporary)
        copies = [copy_to(folder / f"{i}") for i in range(options.jobs)]
        lines = _tests_by_line(copies[0], options.room, options.also)
        jobs = [
            Job(path.relative_to(ROOT).as_posix(), one, _tests_of(path, one, lines))
            for path, found in named.items()
            for one in found
            if not options.named or any(name in one.key for name in options.named)
        ][:: options.every]
        survived = _run(jobs, [Server(copy, options.room) for copy in copies])
    return _report(jobs, survived)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.mutation", description=__doc__.split("\n")[0])
    parser.add_argument("room", help="a folder of collusion/")
    parser.add_argument("--only", nargs="*", metavar="FILE", help="modules of the room")
    parser.add_argument(
        "--named", nargs="*", metavar="TEXT", help="mutants that have one of these in their name"
    )
    parser.add_argument("--also", nargs="*", default=[], metavar="TESTS", help="tests besides tests/ROOM")
    parser.add_argument("--jobs", type=int, default=1, help="copies that are tested at a time")
    parser.add_argument(
        "--every", type=int, default=1, metavar="N", help="try one in N mutants, from the first in order"
    )
    parser.add_argument(
        "--folder", type=Path, help="where the copies go; they are used again if they are there"
    )
    parser.add_argument("--list", action="store_true", help="list the mutants, run nothing")
    return parser.parse_args()


def _tests_by_line(copy: Path, room: str, also: Sequence[str]) -> dict[str, dict[int, set[str]]]:
    """Run the tests of a room once and return, by module and line, which of them run it."""
    config, data_file = copy / "mutation.coveragerc", copy / f"lines-{room}"
    config.write_text(
        f"[run]\nsource = collusion/{room}\ndynamic_context = test_function\ndata_file = {data_file}\n"
    )
    if not data_file.is_file():
        tests = [f"tests/{room}", *also]
        command = [
            sys.executable,
            "-m",
            "coverage",
            "run",
            f"--rcfile={config}",
            "-m",
            "pytest",
            "-q",
            "-x",
            "-n0",
        ]
        done = subprocess.run(
            [*command, "-p", "no:cacheprovider", *tests], cwd=copy, env=environment(copy), check=False
        )
        if done.returncode:
            data_file.unlink(missing_ok=True)
            sys.exit("The tests fail before anything is changed. Mend them first.")
    from coverage import CoverageData

    data = CoverageData(str(data_file))
    data.read()
    found: dict[str, dict[int, set[str]]] = {}
    for file in data.measured_files():
        module = Path(file).relative_to(copy.resolve()).as_posix()
        for line, contexts in data.contexts_by_lineno(file).items():
            found.setdefault(module, {}).setdefault(line, set()).update(map(_node, filter(None, contexts)))
    return found


def _node(context: str) -> str:
    """Return the test that a context of coverage names: a module and a function."""
    module, _, function = context.rpartition(".")
    return f"{module.replace('.', '/')}.py::{function}"


def _tests_of(path: Path, mutant: Mutant, lines: dict[str, dict[int, set[str]]]) -> tuple[str, ...]:
    module = path.relative_to(ROOT).as_posix()
    mine = lines.get(module, {})
    chosen: set[str] = set()
    for line in mutant.used or (mutant.line,):
        chosen |= mine.get(line, set())
    for name in filter(None, mutant.name.split(",")):
        chosen |= _tests_of_importers(module, name, lines)
    # What is computed once for many tests is laid to the first of them: the module's own tests always run.
    mirror = f"tests/{Path(module).relative_to('collusion').with_name(f'test_{path.stem}.py')}"
    if (ROOT / mirror).is_file():
        chosen = {mirror, *(test for test in chosen if not test.startswith(mirror))}
    return tuple(sorted(chosen, key=lambda test: (test != mirror, "recount" in test, test)))


def _tests_of_importers(module: str, name: str, lines: dict[str, dict[int, set[str]]]) -> set[str]:
    """Return the tests that run a line of another module of the room where a constant is named."""
    found: set[str] = set()
    for other, covered in lines.items():
        text = (ROOT / other).read_text(encoding="utf-8")
        if other != module and name in text:
            for number, line in enumerate(text.splitlines(), 1):
                found |= covered.get(number, set()) if name in line else set()
    return found


def _run(jobs: list[Job], servers: list[Server]) -> list[Job]:
    free: SimpleQueue[Server] = SimpleQueue()
    for server in servers:
        free.put(server)

    if not servers[0].passes(next((job.tests for job in jobs if job.tests), ()), is_loud=True):
        sys.exit("The tests fail in the server before anything is changed: nothing would be shown.")

    def survives(job: Job) -> bool:
        server = free.get()
        file = server.copy / job.module
        source = file.read_text(encoding="utf-8")
        try:
            file.write_text(job.mutant.apply(source), encoding="utf-8")
            alive = not job.tests or server.passes(job.tests)
        finally:
            file.write_text(source, encoding="utf-8")
            free.put(server)
        word = "SURVIVED" if alive else "noticed "
        print(f"{word}  {job.module}:{job.mutant.line}: {job.mutant.key}", flush=True)
        return alive

    with ThreadPoolExecutor(max_workers=len(servers)) as pool:
        return [job for job, alive in zip(jobs, pool.map(survives, jobs), strict=True) if alive]


def _report(jobs: list[Job], survived: list[Job]) -> int:
    reasons = tomllib.loads(REASONS.read_text(encoding="utf-8")) if REASONS.is_file() else {}
    share = len(survived) / max(len(jobs), 1)
    print(f"\n{len(jobs)} mutants, {len(survived)} survived ({100 * share:.1f} %).")
    for job in survived:
        print(f"  {job.module}:{job.mutant.line}: {job.mutant.key}")
        print(f"    {reasons.get(job.key, 'NO REASON GIVEN')}")
    return int(share > SHARE or any(job.key not in reasons for job in survived))


if __name__ == "__main__":
    sys.exit(main())

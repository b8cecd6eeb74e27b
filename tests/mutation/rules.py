"""``python -m tests.mutation.rules``: does a test fail when a rule that protects people is removed?

``rules.toml`` lists the sentences of docs/explanation/evidence.md that say what earns nothing, with the code
that holds each of them and that code without it. Each is removed in a copy of the repository, one at a time;
a test must notice.

    python -m tests.mutation.rules
    python -m tests.mutation.rules --only household boilerplate
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import tomllib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue

from tests.mutation.copies import copy_to, environment

RULES = Path(__file__).parent / "rules.toml"
SECONDS = 300


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule, and how to remove it.

    Attributes
    ----------
    says
        The sentence, or the part of one, that states it.
    module
        The module that holds it, from the root of the repository.
    holds, removed
        The code that holds it, which the module has once, and what is left of that without the rule.
    tests
        Files or single tests that must notice.
    """

    says: str
    module: str
    holds: str
    removed: str
    tests: tuple[str, ...]


def rules() -> list[Rule]:
    """Read all rules, in the order of the page."""
    document = tomllib.loads(RULES.read_text(encoding="utf-8"))
    return [Rule(**{**row, "tests": tuple(row["tests"])}) for row in document["rule"]]


def noticed_by(rule: Rule, copy: Path) -> str:
    """Remove a rule from a copy of the repository, run its tests and return the first that fails, or nothing.

    The copy is as before afterwards.
    """
    file = copy / rule.module
    source = file.read_text(encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-n0", "-p", "no:cacheprovider", *rule.tests]
    file.write_text(source.replace(rule.holds, rule.removed), encoding="utf-8")
    try:
        done = subprocess.run(
            command,
            cwd=copy,
            env=environment(copy),
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )
    finally:
        file.write_text(source, encoding="utf-8")
    failed = [line.split(" - ")[0][7:] for line in done.stdout.splitlines() if line.startswith("FAILED")]
    if done.returncode not in (0, 1):
        sys.exit(f"The tests cannot run without “{rule.says}”:\n{done.stdout}{done.stderr}")
    return failed[0] if failed else ""


def main() -> int:
    """Print for each rule the test that notices its removal; return 1 when one has none."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.mutation.rules", description=__doc__.split("\n")[0]
    )
    parser.add_argument("--only", nargs="*", default=[""], metavar="WORD", help="rules that say a word")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="copies that are tested at a time")
    options = parser.parse_args()
    chosen = [rule for rule in rules() if any(word in rule.says for word in options.only)]
    free: SimpleQueue[Path] = SimpleQueue()

    def judge(rule: Rule) -> bool:
        copy = free.get()
        try:
            test = noticed_by(rule, copy)
        finally:
            free.put(copy)
        print(f"{'noticed ' if test else 'SURVIVED'}  {rule.says}\n          {test}", flush=True)
        return bool(test)

    with tempfile.TemporaryDirectory(prefix="rules-") as folder, ThreadPoolExecutor(options.jobs) as pool:
        for number in range(options.jobs):
            free.put(copy_to(Path(folder) / str(number)))
        held = list(pool.map(judge, chosen))
    print(f"\n{len(held)} rules, {held.count(False)} without a test.")
    return int(False in held)


if __name__ == "__main__":
    sys.exit(main())

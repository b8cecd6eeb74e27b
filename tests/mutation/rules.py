"""``python -m tests.mutation.rules``: does a test fail when a rule that protects people is removed?

``rules.toml`` lists the sentences of docs/explanation/evidence.md that say what earns nothing, with the code
that holds each of them and that code without it. Each is removed in a copy of the repository, one at a time;
a test must notice.

    python -m tests.mutation.rules
    python -m tests.mutation.rules --only household boilerplate
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import tomllib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue

from tests.mutation.copies import Server, copy_to

RULES = Path(__file__).parent / "rules.toml"


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

    @property
    def room(self) -> str:
        """The room of the module."""
        return self.module.split("/")[1]


def rules() -> list[Rule]:
    """Read all rules, in the order of the page."""
    document = tomllib.loads(RULES.read_text(encoding="utf-8"))
    return [Rule(**{**row, "tests": tuple(row["tests"])}) for row in document["rule"]]


class Judge:
    """A copy of the repository in which some rules are removed, one at a time."""

    def __init__(self, folder: Path, chosen: Sequence[Rule]) -> None:
        self._copy, self._chosen = copy_to(folder), chosen
        self._servers: dict[str, Server] = {}

    def notices(self, rule: Rule) -> bool:
        """Return whether a test fails without a rule; the copy is as before afterwards."""
        server = self._server(rule.room)
        file = self._copy / rule.module
        source = file.read_text(encoding="utf-8")
        file.write_text(source.replace(rule.holds, rule.removed), encoding="utf-8")
        try:
            return not server.passes(rule.tests)
        finally:
            file.write_text(source, encoding="utf-8")

    def _server(self, room: str) -> Server:
        """Return what runs the tests of a room; exit where they fail before anything is removed."""
        if room not in self._servers:
            self._servers[room] = Server(self._copy, room)
            tests = sorted({test for rule in self._chosen if rule.room == room for test in rule.tests})
            if not self._servers[room].passes(tests, is_loud=True):
                sys.exit("The tests fail with all rules there. Mend them first.")
        return self._servers[room]


def main() -> int:
    """Say of each rule whether its removal is noticed; return 1 when one is not."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.mutation.rules", description=__doc__.split("\n")[0]
    )
    parser.add_argument("--only", nargs="*", default=[""], metavar="WORD", help="rules that say a word")
    parser.add_argument("--jobs", type=int, default=1, help="copies that are tested at a time")
    options = parser.parse_args()
    chosen = [rule for rule in rules() if any(word in rule.says for word in options.only)]
    free: SimpleQueue[Judge] = SimpleQueue()

    def judge(rule: Rule) -> bool:
        one = free.get()
        try:
            is_noticed = one.notices(rule)
        finally:
            free.put(one)
        print(f"{'noticed ' if is_noticed else 'SURVIVED'}  {rule.says}", flush=True)
        return is_noticed

    with tempfile.TemporaryDirectory(prefix="rules-") as folder, ThreadPoolExecutor(options.jobs) as pool:
        for number in range(options.jobs):
            free.put(Judge(Path(folder) / str(number), chosen))
        held = list(pool.map(judge, chosen))
    print(f"\n{len(held)} rules, {held.count(False)} without a test.")
    return int(False in held)


if __name__ == "__main__":
    sys.exit(main())

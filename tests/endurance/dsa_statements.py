"""Ten thousand statements of reasons through the database's rules: none is refused.

``python -m tests.endurance.dsa_statements --statements 10000`` makes them of random rings and terms.
"""

from __future__ import annotations

import argparse
import random

from collusion.exports.dsa import Terms, statements
from collusion.exports.dsa_rules import MOST_A_CALL, statement_faults
from tests.cases.small_runs import Wish, make_run
from tests.exports.deciding import actions


def made(n: int, seed: int = 0) -> list[dict[str, object]]:
    """Make so many statements, of rings of every kind and size, with and without times and sellers."""
    draw = random.Random(seed)
    found: list[dict[str, object]] = []
    while len(found) < n:
        wish = Wish(
            n_accounts=draw.randint(3, 60),
            n_products=draw.randint(2, 12),
            times=draw.random() < 0.9,
            ratings=draw.random() < 0.9,
            sellers=draw.random() < 0.9,
            hostile=draw.random() < 0.3,
            kind=draw.choice(("one hand", "hired crowd", "attack", "unclear")),
        )
        run = make_run(wish)
        terms = Terms(
            clause="x" * draw.randint(1, 500),
            explanation="y" * draw.randint(1, 2000),
            url=draw.choice(("", "https://shop.example/terms?clause=4")),
            countries=tuple(draw.sample(("AT", "DE", "FR", "IT", "PL"), draw.randint(0, 5))),
        )
        found += statements(run, actions(run, high_volume=draw.choice((None, False))), terms)
    return found[:n]


def main() -> None:
    """Make statements and say how many are refused."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--statements", type=int, default=10_000)
    asked = parser.parse_args()
    found = made(asked.statements)
    refused = sum(bool(statement_faults(one)) for one in found)
    calls = -(-len(found) // MOST_A_CALL)
    print(f"{len(found):,} statements in {calls:,} calls: {refused} refused")


if __name__ == "__main__":
    main()

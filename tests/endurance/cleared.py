"""Whether the number of reviews that would clear an account is right, where it takes more than five.

``python -m tests.endurance.cleared RUN SOURCE --ring 1 --accounts 14 --draws 150`` holds what `nearest` lists
against what-ifs: without these reviews the account is no member, without all but any one of them it is, and
so it is without any of some sets of one fewer of its reviews, drawn at random.
"""

from __future__ import annotations

import argparse
import random

import polars as pl

import collusion as co


def faults(
    ring: co.Ring, account: str, nearest: tuple[str, ...], draw: random.Random, draws: int
) -> list[str]:
    """Return what is wrong with the reviews that are said to clear an account, in words."""

    def is_member(gone: list[str]) -> bool:
        left = ring.without(reviews=gone).members.filter(reviewer_id=account)["membership"]
        return left.to_list() != [None]

    rows = ring.reviews().filter(pl.col("reviewer_id") == account, "in_window")["review_id"].sort().to_list()
    wrong = [] if not is_member(list(nearest)) else [f"{account}: a member without {len(nearest)} reviews"]
    fewer = [[one for one in nearest if one != kept] for kept in nearest]
    fewer += [draw.sample(rows, len(nearest) - 1) for _ in range(draws)]
    wrong += [f"{account}: none without {', '.join(some)}" for some in fewer if not is_member(some)]
    return wrong


def main() -> None:
    """Try the accounts of one ring, and say how many numbers are right."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("run")
    parser.add_argument("source")
    parser.add_argument("--ring", type=int, default=1)
    parser.add_argument("--accounts", type=int, default=14)
    parser.add_argument("--draws", type=int, default=150)
    asked = parser.parse_args()
    ring, draw = co.open_run(asked.run, source=asked.source)[asked.ring], random.Random(0)
    accounts = ring.members["reviewer_id"].to_list()[: asked.accounts]
    told = [ring.counterfactual(account) for account in accounts]
    many = [one for one in told if one.outcome is None]
    wrong = [faults(ring, one.account, one.nearest, draw, asked.draws) for one in many]
    print(f"{sum(not one for one in wrong)} of {len(many)} numbers of more than five reviews are right")
    print(*[words for some in wrong for words in some], sep="\n")


if __name__ == "__main__":
    main()

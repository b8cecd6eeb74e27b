"""Twenty rings to judge from the page alone, some of them innocent: a trial of the page, not of the model.

``python -m tests.endurance.trial OUT --seed 32`` simulates a mixed lifelike market and detects in it with a
model that was spoilt for this: innocent hypotheses have a millionth of their weight, one family of evidence
is enough for a flag, and half of the flags may be false, so that innocent groups are flagged too. Of what is
flagged it draws 15 rings of planted crews and 5 innocent groups, and writes ``OUT/report`` with these twenty
alone, and who is who to ``OUT/truth.json``.

Judge ``OUT/report/index.html`` first, write ``OUT/judged.json`` (``{"R-1": "close" or "leave", …}``), and
then: ``python -m tests.endurance.trial OUT --mark`` counts how many wrong flags were caught.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

import polars as pl

from tests.conftest import ROOT

#: What is left of the weight of an innocent hypothesis.
SPOILT = 1e-6
#: One family is enough for a flag, and half of the flags may be false.
GUARDS = "[scoring]\nmin_families = 1\nfdr = 0.5\n"
N_RINGS, N_INNOCENT = 15, 5


def spoilt_package(folder: Path) -> Path:
    """Copy the package to a folder and spoil the model there; return what to put first on the path."""
    shutil.copytree(ROOT / "collusion", folder / "collusion", ignore=shutil.ignore_patterns("__pycache__"))
    path = folder / "collusion" / "scoring" / "hypotheses.json"
    model = json.loads(path.read_text(encoding="utf-8"))
    for one in model["hypotheses"].values():
        one["weight"] *= 1.0 if one["ring"] else SPOILT
    path.write_text(json.dumps(model), encoding="utf-8")
    return folder


def prepare(out: Path, seed: int, n_reviews: int) -> None:
    """Write the market, the run of the spoilt model, the report of twenty rings, and the truth."""
    spoilt = spoilt_package(out / "spoilt")
    market, run = out / "market", out / "run"
    _collusion(ROOT, "simulate", "--preset", "lifelike", "--reviews", n_reviews, "--seed", seed, market)
    guards = out / "spoilt.toml"
    guards.write_text(GUARDS, encoding="utf-8")
    _collusion(spoilt, "detect", market, "--out", run, "--config", guards)
    truth = who_is_who(run, market)
    drawn = random.Random(seed)
    crews, innocent = (
        [name for name, crew in truth.items() if (crew is not None) == side] for side in (True, False)
    )
    chosen = drawn.sample(crews, min(N_RINGS, len(crews))) + drawn.sample(
        innocent, min(N_INNOCENT, len(innocent))
    )
    options = [word for name in chosen for word in ("--ring", name)]
    _collusion(spoilt, "report", run, "--source", market, "--out", out / "report", *options)
    told = {name: truth[name] for name in sorted(chosen)}
    (out / "truth.json").write_text(json.dumps(told, indent=1), encoding="utf-8")
    print(f"{out}/report/index.html: {len(chosen)} rings of {len(truth)} flagged")


def who_is_who(run: Path, market: Path) -> dict[str, str | None]:
    """Return of each flagged ring the planted crew that most of its members are of; None where none is."""
    members = pl.read_parquet(run / "members.parquet").filter("flagged")
    groups = pl.read_parquet(market / "truth" / "groups.parquet").filter(kind="ring")
    planted = pl.read_parquet(market / "truth" / "members.parquet").join(groups, on="group_id", how="semi")
    crews = dict(planted.select("reviewer_id", "group_id").iter_rows())
    found: dict[str, str | None] = {}
    for (ring_id,), rows in members.group_by("ring_id", maintain_order=True):
        of = [crews.get(name) for name in rows["reviewer_id"]]
        best = max({name for name in of if name is not None}, key=of.count, default=None)
        found[str(ring_id)] = best if best is not None and 2 * of.count(best) > len(of) else None
    return found


def mark(out: Path) -> None:
    """Compare what was judged with the truth."""
    truth = json.loads((out / "truth.json").read_text(encoding="utf-8"))
    judged = json.loads((out / "judged.json").read_text(encoding="utf-8"))
    wrong = [name for name, crew in truth.items() if crew is None]
    right = [name for name in truth if name not in wrong]
    caught = sum(judged[name] == "leave" for name in wrong)
    closed = sum(judged[name] == "close" for name in right)
    print(f"wrong flags caught: {caught} of {len(wrong)}; crews closed: {closed} of {len(right)}")


def _collusion(package: Path, *words: object) -> None:
    line = [sys.executable, "-m", "collusion", *map(str, words), "--quiet"]
    subprocess.run(line, check=True, cwd=package, env={**os.environ, "PYTHONPATH": str(package)})


def main() -> None:
    """Read what is asked, and do it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--seed", type=int, default=32)
    parser.add_argument("--reviews", type=int, default=100_000)
    parser.add_argument("--mark", action="store_true")
    asked = parser.parse_args()
    out = asked.out.absolute()
    if asked.mark:
        mark(out)
    else:
        prepare(out, asked.seed, asked.reviews)


if __name__ == "__main__":
    main()

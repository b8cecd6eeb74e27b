"""``python -m collusion.evaluation.train``: train the ring model that ships with the package.

Simulates markets on seeds that no evaluation uses, runs the pipeline without null worlds, labels every
candidate by the truth, fits, and writes the model's manifest. Markets with held-out ring styles are refused.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import replace
from importlib import resources
from pathlib import Path

import polars as pl

from collusion.config import RunConfig
from collusion.errors import UsageError
from collusion.evaluation.markets import Market
from collusion.evaluation.training import examples, fit, gather, model_manifest
from collusion.provenance import readable_json, write_text_whole
from collusion.simulate.presets import preset
from collusion.simulate.ring_styles import HELD_OUT

#: Seeds to train on; all others are for development and evaluation.
TRAINING_SEEDS = range(101, 121)
#: Slack at which stars keep no product from being a target.
_NO_STARS = 10.0


def markets_of(presets: Sequence[str], seeds: Sequence[int], n_reviews: int) -> list[Market]:
    """Return the markets to train on.

    Parameters
    ----------
    presets
        Their presets.
    seeds
        Their seeds.
    n_reviews
        Reviews of each.

    Returns
    -------
    list of Market
        By preset, then seed.

    Raises
    ------
    UsageError
        When a seed is not for training, or a preset holds a style that nothing may be tuned on.
    """
    for seed in seeds:
        if seed not in TRAINING_SEEDS:
            raise UsageError(
                f"found the seed {seed}; all but 101 to 120 are kept for evaluation. Train on those"
            )
    for name in presets:
        held = sorted({planned.style for planned in preset(name).groups} & set(HELD_OUT))
        if held:
            raise UsageError(
                f"found the preset {name!r} with {', '.join(held)}, on which nothing may be tuned. "
                "Train on other presets"
            )
    return [Market(name, n_reviews, seed) for name in presets for seed in seeds]


def searches() -> dict[str, RunConfig]:
    """Return the configurations whose candidates are learnt from, by name.

    The search as it is proposes few innocent groups, since their stars are those of other buyers; so that the
    model knows them, it also learns from a search that takes camouflage for targets.
    """
    usual = RunConfig()
    detection = replace(usual.detection, star_slack=_NO_STARS)
    return {"usual": usual, "camouflage-too": replace(usual, detection=detection)}


def main(arguments: Sequence[str] | None = None) -> None:
    """Train and write the manifest; `arguments` are those of the command line when None."""
    options = _parser().parse_args(arguments)
    seeds = range(options.first_seed, options.first_seed + options.seeds)
    markets = markets_of(options.presets, seeds, options.reviews)
    done = 0

    def advance(market: Market) -> None:
        """Say that one more market is done."""
        nonlocal done
        done += 1
        sys.stderr.write(f"{done}/{len(searches()) * len(markets)} {market.name}\n")

    candidates = pl.concat(
        gather(markets, options.work / name, config=config, advance=advance)
        for name, config in searches().items()
    )
    fitted = fit(examples(candidates))
    trained = {
        "command": (
            f"python -m collusion.evaluation.train --presets {' '.join(options.presets)} "
            f"--first-seed {options.first_seed} --seeds {options.seeds} --reviews {options.reviews}"
        ),
        "presets": list(options.presets),
        "seeds": [seeds[0], seeds[-1]],
        "reviews": options.reviews,
    }
    manifest = model_manifest(fitted, candidates, trained=trained)
    write_text_whole(options.out, readable_json(manifest))
    sys.stderr.write(f"wrote {options.out}\n")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m collusion.evaluation.train", description=(__doc__ or "").split("\n", 1)[1]
    )
    shipped = Path(str(resources.files("collusion.scoring").joinpath("model.json")))
    parser.add_argument("--presets", nargs="+", default=["ordinary", "hard", "very-hard", "innocent"])
    parser.add_argument("--first-seed", type=int, default=101, help="first training seed, from 101 on")
    parser.add_argument("--seeds", type=int, default=10, help="number of training seeds")
    parser.add_argument("--reviews", type=int, default=200_000, help="reviews of each market")
    parser.add_argument(
        "--work",
        type=Path,
        required=True,
        help="folder of labelled candidates; kept, and read again when there: use a new one after a change",
    )
    parser.add_argument(
        "--out", type=Path, default=shipped, help="manifest to write; default: the shipped one"
    )
    return parser


if __name__ == "__main__":
    main()

"""``python -m research.train``: train the hypotheses that ship with the package.

Runs the pipeline on simulated markets of seeds that no evaluation uses, and on sources whose truth is known
(real backgrounds with planted rings, or nothing planted at all), labels every candidate, counts the laws of
the hypotheses, and writes the model's manifest. Markets with held-out styles are refused.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Sequence
from importlib import resources
from pathlib import Path

import polars as pl

from collusion.config import RunConfig
from collusion.errors import UsageError
from collusion.evaluation.backgrounds import BACKGROUND_STYLES, batches, plant_background, read_background
from collusion.evaluation.inject import write_source
from collusion.evaluation.markets import Market, make_market, run_market, without_decoys
from collusion.evaluation.truth import read_truth
from collusion.provenance import readable_json, write_text_whole
from collusion.simulate.presets import preset
from collusion.simulate.ring_styles import HELD_OUT
from research.training import fit, label, manifest_of

#: Seeds to train on; all others are for development and evaluation.
TRAINING_SEEDS = range(101, 121)


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


def learn_market(market: Market, work: Path) -> pl.DataFrame:
    """Return the labelled candidates of a market, from `work` when they are there."""
    file = work / f"{market.name}.parquet"
    if not file.is_file():
        source = make_market(market, work / "markets")
        run = run_market(source, work / "runs" / market.name, config=without_decoys(RunConfig()))
        label(run, read_truth(source)).bins.write_parquet(file)
    return pl.read_parquet(file, glob=False)


def learn_background(
    source: Path, seed: int, work: Path, styles: Sequence[str] = tuple(BACKGROUND_STYLES)
) -> pl.DataFrame:
    """Return the labelled candidates of a real background, as it is and with rings of `styles` planted into
    it.

    Parameters
    ----------
    source
        Real honest reviews.
    seed
        Everything follows from it.
    work
        Folder in which the candidates are kept.
    styles
        Keys of `BACKGROUND_STYLES`.

    Returns
    -------
    pl.DataFrame
        From `work` when they are there.
    """
    file = work / f"{source.name}-{seed}.parquet"
    if not file.is_file():
        background = read_background(source)
        frames = []
        for number, some in enumerate(([], *batches(background, list(styles)))):
            injected = plant_background(background, some, seed)
            place = work / "planted" / f"{file.stem}-{number}"
            write_source(injected, place / "source")
            run = run_market(place / "source", place / "run", config=without_decoys(RunConfig()))
            frames.append(label(run, injected.truth).bins)
            shutil.rmtree(place)
        pl.concat(frames).write_parquet(file)
    return pl.read_parquet(file, glob=False)


def main(arguments: Sequence[str] | None = None) -> None:
    """Train and write the manifest; `arguments` are those of the command line when None."""
    options = _parser().parse_args(arguments)
    seeds = range(options.first_seed, options.first_seed + options.seeds)
    options.work.mkdir(parents=True, exist_ok=True)
    frames = []
    for market in markets_of(options.presets, seeds, options.reviews):
        frames.append(learn_market(market, options.work))
        sys.stderr.write(f"{market.name}: {frames[-1].height} candidates\n")
    for source in options.backgrounds:
        for seed in seeds:
            frames.append(learn_background(source, seed, options.work))
            sys.stderr.write(f"{source.name}, {seed}: {frames[-1].height} candidates\n")
    trained = {
        "presets": list(options.presets),
        "seeds": [seeds[0], seeds[-1]],
        "reviews": options.reviews,
        "backgrounds": [source.name for source in options.backgrounds],
    }
    write_text_whole(options.out, readable_json(manifest_of(fit(pl.concat(frames)), trained)))
    sys.stderr.write(f"wrote {options.out}\n")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m research.train", description=(__doc__ or "").split("\n", 1)[1]
    )
    shipped = Path(str(resources.files("collusion.scoring").joinpath("hypotheses.json")))
    parser.add_argument(
        "--presets", nargs="*", default=["lifelike", "ordinary", "hard", "very-hard", "innocent"]
    )
    parser.add_argument("--first-seed", type=int, default=101, help="first training seed, from 101 on")
    parser.add_argument("--seeds", type=int, default=3, help="number of training seeds")
    parser.add_argument("--reviews", type=int, default=200_000, help="reviews of each market")
    parser.add_argument(
        "--backgrounds", nargs="*", type=Path, default=[], help="real honest sources to plant rings into"
    )
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

"""``python -m research.real_data``: write the page about real reviews from trials on them."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import polars as pl

from collusion.evaluation.trial_summary import as_markdown, by_setting, by_style
from collusion.evaluation.trials import read_trials
from collusion.provenance import write_text_whole

TRIALS = Path("docs/experiments/real")
PAGE = Path("docs/explanation/real-data.md")
#: What `backgrounds.run_background` calls a run on real people alone.
UNPLANTED = "nobody"

_TEXT = Path(__file__).with_name("real_page.md")
_ALONE = {
    "preset": "source",
    "reviews": "reviews",
    "n_flags": "flagged rings",
    "n_accused": "accounts in them",
    "n_likely": "accounts at even odds",
    "seconds": "s",
}
_PLANTED = {
    "preset": "source",
    "n_rings": "rings planted",
    "share_found": "found %",
    "share_flagged": "flagged %",
    "n_flags": "flags",
    "n_false": "false",
    "n_strangers": "real people accused",
}
_STYLES = {
    "style": "style",
    "n_rings": "planted",
    "n_found": "found",
    "n_flagged": "flagged",
    "jaccard": "mean J",
}


def write_page(trials: pl.DataFrame, *, folder: str) -> str:
    """Return the page.

    Parameters
    ----------
    trials
        Of ``collusion evaluate background``.
    folder
        Where they are, for the command.

    Returns
    -------
    str
        Markdown: standing words, real people alone, then planted rings by source and by style.
    """
    alone, planted = (trials.filter(pl.col("styles") == name) for name in (UNPLANTED, "planted"))
    before, after = _TEXT.read_text(encoding="utf-8").split("<!-- tables -->\n")
    parts = [before.rstrip("\n")]
    if alone.height:
        parts += [
            "## Real people alone",
            "Nobody was planted: what is flagged is false, as far as they are honest.",
            as_markdown(by_setting(alone), _ALONE),
        ]
    if planted.height:
        parts += ["## Planted rings", as_markdown(_with_shares(by_setting(planted)), _PLANTED)]
        parts += ["By style, over all sources:", as_markdown(_pooled(by_style(planted)), _STYLES)]
    command = f"python -m research.real_data {folder} --out docs/explanation/real-data.md"
    parts += [after.strip("\n"), f"This page:\n\n```text\n{command}\n```"]
    return "\n\n".join(part.strip("\n") for part in parts) + "\n"


def _with_shares(settings: pl.DataFrame) -> pl.DataFrame:
    found, flagged = (pl.col(name) / pl.col("n_rings") for name in ("n_found", "n_flagged"))
    return settings.with_columns(share_found=found, share_flagged=flagged)


def _pooled(styles: pl.DataFrame) -> pl.DataFrame:
    weighted = (pl.col("jaccard") * pl.col("n_rings")).sum() / pl.col("n_rings").sum()
    counts = [pl.col(name).sum() for name in ("n_rings", "n_found", "n_flagged")]
    return styles.group_by("style").agg(*counts, weighted.alias("jaccard")).sort("style")


def main(arguments: Sequence[str] | None = None) -> None:
    """Write the page; `arguments` are those of the command line when None."""
    parser = argparse.ArgumentParser(prog="python -m research.real_data")
    parser.add_argument("trials", nargs="?", type=Path, default=TRIALS, help="folder of trials")
    parser.add_argument("--out", type=Path, default=PAGE, help="the page to write")
    options = parser.parse_args(arguments)
    write_text_whole(options.out, write_page(read_trials(options.trials), folder=options.trials.as_posix()))


if __name__ == "__main__":
    main()

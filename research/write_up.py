"""``python -m research.write_up``: write the page of the evaluation from its tables."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

import polars as pl

from collusion.evaluation import grid_summary
from collusion.evaluation.experiments import CLAIMS, OWN_METHOD, RESULTS
from collusion.evaluation.plots import write_plots
from collusion.evaluation.trial_summary import summary_text
from collusion.evaluation.trials import TRIAL_SCHEMA, read_trials
from collusion.provenance import write_text_whole
from research import summaries
from research.adaptive import ADAPTIVE

#: Results of ``collusion evaluate RUN --labels …  --json``.
LABELS = "labels.json"
EXPERIMENTS = Path("docs/experiments")
#: Trials on real backgrounds have a page of their own, see `research.real_data`.
REAL = "real"
PAGE = Path("docs/explanation/evaluation.md")
#: Folders of results, in the order of their sections; others follow by name.
ORDER = (
    "lifelike",
    "large",
    "labels",
    "plain",
    "hard",
    "held-out",
    "relays",
    "references",
    "withheld",
    "million",
    "adaptive",
    "yelpchi",
)

_TEXTS = Path(__file__).with_name("page.md")
_PUBLISHED = (
    ("SpEagle, with text, stars and dates (Rayana & Akoglu 2015)", 0.339, 0.691),
    ("SpEagle without text (our measurement, stars and dates)", 0.318, 0.663),
    ("deviation of stars ÷ number of reviews, one line (our measurement)", 0.301, 0.626),
    ("FRAUDAR (our measurement, all reviews)", 0.187, 0.394),
)


def write_page(folders: Sequence[Path]) -> str:
    """Return the page.

    Parameters
    ----------
    folders
        Of results: of grids (``results.parquet``), of the adaptive operator, or of labels; each is named as
        its file of settings is.

    Returns
    -------
    str
        Markdown: the definitions, then a section for each folder under the command that measured it.
    """
    texts = _texts()
    parts = [texts[""]]
    for folder in folders:
        parts.append(f"## {_title(folder)}")
        if folder.name in texts:
            parts.append(texts[folder.name])
        if (folder / RESULTS).is_file():
            parts += _grid_section(folder)
        if is_trials(folder):
            parts += _trials_section(folder)
        if (folder / ADAPTIVE).is_file():
            parts += _adaptive_section(folder)
        if (folder / LABELS).is_file():
            parts += _labels_section(folder)
    sources = " ".join(f"docs/experiments/{folder.name}" for folder in folders)
    parts.append(
        "This page:\n\n```text\n"
        f"python -m research.write_up {sources} --out docs/explanation/evaluation.md\n```"
    )
    return "\n\n".join(part.strip("\n") for part in parts) + "\n"


def _title(folder: Path) -> str:
    titles = {
        "references": "Reference detectors on the same markets",
        "withheld": "What each family is worth",
        "million": "A million reviews",
        "adaptive": "An operator who knows the tool",
        "yelpchi": "YelpChi",
    }
    return titles.get(folder.name, folder.name.replace("-", " ").capitalize())


def _texts() -> dict[str, str]:
    """Return the standing words of the page: the preface, and those of a section by the folder's name."""
    preface, *sections = _TEXTS.read_text(encoding="utf-8").split("\n<!-- section ")
    named = (section.split(" -->\n", 1) for section in sections)
    return {"": preface, **dict(named)}


def _grid_section(folder: Path) -> list[str]:
    table = pl.read_parquet(folder / RESULTS, glob=False)
    if "joined_50" not in table.columns:
        unknown = ("joined_50", "joined_80", "top_joined")
        table = table.with_columns(pl.lit(None, pl.Int64).alias(name) for name in unknown)
    name = folder.name
    command = f"collusion evaluate grid docs/experiments/{name}.toml --out docs/experiments/{name}"
    parts = [f"```text\n{command}\n```"]
    if (table["withheld"] != "nothing").any():
        return [*parts, summaries.ablation(table)]
    parts.append(grid_summary.summary(table))
    is_own = pl.col("method") == OWN_METHOD
    if (table["method"] == OWN_METHOD).all() and table.filter(pl.col("kind") == "ring", is_own).height:
        parts += ["By style of ring:", summaries.by_style(table)]
        not_flagged = summaries.missed(table)
        if not_flagged:
            parts += ["Not flagged at 5 %:", not_flagged]
        parts += _calibration(folder)
    return parts


def is_trials(folder: Path) -> bool:
    """Return whether a folder holds trials, as ``collusion evaluate market`` writes them."""
    files = sorted(folder.glob("*.parquet"))
    return bool(files) and set(pl.read_parquet_schema(files[0])) == set(TRIAL_SCHEMA)


def _trials_section(folder: Path) -> list[str]:
    trials = read_trials(folder)
    commands = [
        _trial_command(rows, folder.name) for rows in trials.partition_by("preset", maintain_order=True)
    ]
    return ["```text\n" + "\n".join(commands) + "\n```", summary_text(trials, level=3)]


def _trial_command(rows: pl.DataFrame, folder: str) -> str:
    """Return the command that runs the trials of one preset."""
    values = {
        name: rows[name].unique().sort().to_list() for name in ("preset", "styles", "reviews", "withheld")
    }
    seeds = rows["seed"].unique().sort().to_list()
    is_range = len(seeds) > 2 and seeds[-1] - seeds[0] == len(seeds) - 1
    spelled = f"{seeds[0]}-{seeds[-1]}" if is_range else ",".join(map(str, seeds))
    options = {
        "--preset": values["preset"],
        "--styles": values["styles"],
        "--reviews": values["reviews"],
        "--withhold": values["withheld"],
    }
    words = [f"{option} {','.join(map(str, some))}" for option, some in options.items()]
    return f"collusion evaluate market {' '.join(words)} --seeds {spelled} --out docs/experiments/{folder}"


def _calibration(folder: Path) -> list[str]:
    if not (folder / CLAIMS).is_file():
        return []
    where = f"../experiments/{folder.name}"
    words = (
        "Left: posterior probability against the share of rings that are true, with the number of rings. "
        "Right: realised against nominal false-discovery rate."
    )
    pictures = (
        f"![Posterior against realised share]({where}/reliability.svg)",
        f"![Realised against nominal false-discovery rate]({where}/realised-fdr.svg)",
    )
    return [words, "\n".join(pictures)]


def _adaptive_section(folder: Path) -> list[str]:
    table = pl.read_parquet(folder / ADAPTIVE, glob=False)
    seeds = ",".join(str(seed) for seed in table["seed"].unique().sort().to_list())
    sizes = table["reviews"].unique().sort().to_list()
    size = "" if sizes == [200_000] else f" --reviews {sizes[0]}"
    command = f"python -m research.adaptive --seeds {seeds}{size} --out docs/experiments/{folder.name}"
    return [f"```text\n{command}\n```", summaries.adaptive_operator(table)]


def _labels_section(folder: Path) -> list[str]:
    found = json.loads((folder / LABELS).read_text(encoding="utf-8"))
    rows = [(name, f"{each['ap']:.3f}", f"{each['auc']:.3f}") for name, each in found.items()]
    own = found[OWN_METHOD]
    rows.append(("base rate", f"{own['base_rate']:.3f}", "0.500"))
    rows += [(name, f"{ap:.3f}", f"{auc:.3f}") for name, ap, auc in _PUBLISHED]
    others = ",".join(name for name in found if name != OWN_METHOD)
    name = folder.name
    command = (
        f"collusion evaluate labels runs/{name} {name} --against {others} --json > "
        f"docs/experiments/{name}/{LABELS}"
    )
    return [
        f"```text\ncollusion detect {name} --out runs/{name}\n{command}\n```",
        f"{own['n_accounts']:,} accounts, {own['n_fake']:,} of them filtered:",
        grid_summary.markdown(("method", "AP", "AUC"), rows),
    ]


def draw_plots(folders: Sequence[Path]) -> tuple[Path, ...]:
    """Write the calibration plots of every grid that kept its predictions, into its folder.

    Parameters
    ----------
    folders
        Of results.

    Returns
    -------
    tuple of Path
        The pictures.
    """
    written: list[Path] = []
    for folder in folders:
        if (folder / CLAIMS).is_file():
            predictions = pl.read_parquet(folder / CLAIMS, glob=False)
            predictions = predictions.filter(pl.col("withheld") == "nothing")
            markets = predictions.partition_by("preset", "reviews", "hardness", "seed", maintain_order=True)
            if markets:
                written += write_plots(markets, folder, ending=".svg")
    return tuple(written)


def results_in(experiments: Path) -> list[Path]:
    """Return the folders of results in `experiments`, in the order of their sections."""
    present = [
        folder
        for folder in experiments.iterdir()
        if folder.name != REAL
        and (is_trials(folder) or any((folder / name).is_file() for name in (RESULTS, ADAPTIVE, LABELS)))
    ]
    place = {name: i for i, name in enumerate(ORDER)}
    return sorted(present, key=lambda folder: (place.get(folder.name, len(place)), folder.name))


def main(arguments: Sequence[str] | None = None) -> None:
    """Write the page and its plots; `arguments` are those of the command line when None."""
    parser = argparse.ArgumentParser(prog="python -m research.write_up")
    parser.add_argument(
        "folders", nargs="*", type=Path, help=f"folders of results; default: all that are in {EXPERIMENTS}"
    )
    parser.add_argument("--out", type=Path, default=PAGE, help="the page to write")
    options = parser.parse_args(arguments)
    folders = options.folders or results_in(EXPERIMENTS)
    draw_plots(folders)
    write_text_whole(options.out, write_page(folders))


if __name__ == "__main__":
    main()

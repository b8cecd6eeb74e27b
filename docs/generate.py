"""Write the reference pages from the sources that they describe.

``python docs/generate.py`` rewrites them; a test fails when one is stale.
"""

from __future__ import annotations

import contextlib
import io
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

DOCS = Path(__file__).resolve().parent
sys.path.insert(0, str(DOCS.parent))

from collusion.cases import schema  # noqa: E402  (the path above comes first)
from collusion.cli import app  # noqa: E402
from collusion.config import RunConfig, config_as_toml  # noqa: E402
from collusion.scoring.model import shipped_model  # noqa: E402

_MADE = "<!-- Written by docs/generate.py: change the source, then `make docs`. -->\n"
_STREAMS = """\
Data go to stdout, progress and messages to stderr. `NO_COLOR` turns colour off. Exit codes: 0 done,
1 failure, 2 usage, 3 bad input, 4 integrity, 130 interrupted. After a defect, `COLLUSION_DEBUG=1` shows the
traceback.
"""
_KEYS = """\
A `collusion.toml` in the source, or the file that `--config` names, sets any of these keys; the values shown
are the defaults. `collusion config show SOURCE` prints the same with your values. An unknown key, a wrong
type or a value out of range is an error that names every fault at once. [Map your
columns](../how-to/map-your-columns.md) shows the sections of tables.
"""
_FILES = """\
`collusion detect SOURCE --out RUN` writes these Parquet files and `manifest.json`: what the run was made of,
what each stage cost, and the SHA-256 of every file. The same input, configuration and version give the same
bytes.
"""


def pages() -> dict[str, str]:
    """Return every generated page: its path beneath ``docs/`` and its text."""
    return {
        "reference/cli.md": command_line_page(),
        "reference/configuration.md": configuration_page(),
        "reference/run-folder.md": run_folder_page(),
        "explanation/methods.md": methods_page(),
    }


def command_line_page() -> str:
    """Describe every command by its own help."""
    parts = [_MADE, "# Command line\n", _STREAMS]
    parts += [f"## {words}\n\n```text\n{text}```\n" for words, text in _helps()]
    return "\n".join(parts)


def configuration_page() -> str:
    """Describe every key of the configuration by its default file."""
    toml = config_as_toml(RunConfig()).strip()
    return "\n".join([_MADE, "# Configuration\n", _KEYS, f"```toml\n{toml}\n```\n"])


def methods_page() -> str:
    """Return the page on methods with the numbers of the shipped model between its two marks."""
    page = (Path(__file__).parent / "explanation" / "methods.md").read_text(encoding="utf-8")
    before, start, rest = page.partition("<!-- model: from collusion/scoring/model.json -->\n")
    _, end, after = rest.partition("<!-- end of model -->")
    return f"{before}{start}{_model()}{end}{after}"


def _model() -> str:
    model = shipped_model()
    intercept = f"{model.intercept:.1f}".replace("-", "\N{MINUS SIGN}")
    formula = f"    score = {intercept} + Σ over families of weight · x/(1 + x),    x = bits / half"
    half = "**Half** is where a family has said half of what it can say:"
    rows = [f"| {term.family} | {term.half:g} | {term.weight:.1f} |" for term in model.terms]
    return "\n".join(
        [
            formula,
            "",
            "where bits that are unknown, or below zero, add nothing. " + half,
            "",
            "| family | half, bits | weight, bits |",
            "| --- | ---: | ---: |",
            *rows,
            "",
        ]
    )


def run_folder_page() -> str:
    """Describe every table of a run folder by its declaration."""
    parts = [_MADE, "# Run folder\n", _FILES]
    for table in schema.TABLES.values():
        title = f"## {table.name}.parquet\n\nOne row is {table.row}.\n"
        head = [title, "| column | type | meaning |", "|---|---|---|"]
        rows = [f"| `{c.name}` | {_type(c.dtype)} | {c.meaning} |" for c in table.columns]
        parts.append("\n".join([*head, *rows]) + "\n")
    return "\n".join(parts)


def _helps() -> Iterator[tuple[str, str]]:
    yield "collusion", _help_of([])
    for name in app.COMMANDS:
        yield f"collusion {name}", _help_of([name])
        for inner in getattr(app.load_command(name), "commands", {}):
            yield f"collusion {name} {inner}", _help_of([name, inner])


def _help_of(words: list[str]) -> str:
    printed = io.StringIO()
    os.environ |= {"COLUMNS": "100", "NO_COLOR": "1"}
    with contextlib.redirect_stdout(printed), contextlib.suppress(SystemExit):
        app.main([*words, "--help"])
    return printed.getvalue()


def _type(dtype: Any) -> str:
    return str(dtype).replace("String", "string").replace("time_unit=", "").replace("time_zone=", "")


def main() -> None:
    """Rewrite every generated page."""
    for name, text in pages().items():
        path = DOCS / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        print(path.relative_to(DOCS.parent))


if __name__ == "__main__":
    main()

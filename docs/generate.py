"""Write the reference pages from the sources that they describe.

``python docs/generate.py`` rewrites them; a test fails when one is stale.
"""

from __future__ import annotations

import contextlib
import inspect
import io
import math
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

DOCS = Path(__file__).resolve().parent
sys.path.insert(0, str(DOCS.parent))

import collusion  # noqa: E402  (the path above comes first)
from collusion.cases import schema  # noqa: E402
from collusion.cli import app  # noqa: E402
from collusion.config import RunConfig, config_as_toml  # noqa: E402
from collusion.evidence.families import REGISTRY  # noqa: E402
from collusion.exports import clients, suspects  # noqa: E402
from collusion.exports.feed import feed_schema  # noqa: E402
from collusion.exports.redaction import SHOWN  # noqa: E402
from collusion.policy.policy import ACTIONS  # noqa: E402
from collusion.provenance import readable_json  # noqa: E402
from collusion.scoring.hypotheses import shipped_model  # noqa: E402

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


_PYTHON = """\
`import collusion as co` gives these names and no others; every other module is internal and may change.
Tables are polars frames, whose columns [the run folder](run-folder.md) describes. Identifier values are
tokens. `Run`, `Ring` and `Account` are made by `co.detect`, `co.open_run`, `run[…]` and `run.account(…)`.
[Work in a notebook](../how-to/run-in-a-notebook.md) uses them all.

Faults raise `co.CollusionError` or one of its kinds; the message says what was found, what is allowed and
what to do next.
"""
_EXPORTS = """\
`collusion export RUN --to suspects` needs a run; what is made of decisions needs a workspace: `collusion
export W --to feed`. The ending of `--out` chooses the format. In CSV and XLSX no cell is a formula: an
apostrophe stands before a text that a spreadsheet would take for one, also in full width (`＝`) and also
after blanks, tabs, line breaks and invisible characters. Parquet, JSON and JSON lines keep every text as it
is. An account whose appeal was won is in no export but `subject` and the reversals of the feed; a product
or seller that a label calls honest is nobody's client; a review that one calls honest counts for nothing
and is taken down by no plan. The same
decisions and the same run give the same bytes, but for `subject` and `feed`, which say when reversals were
made.
"""
_OTHERS = """\
## exhibits

A folder of one confirmed ring: `exhibits.xlsx`, `exhibits.pdf`, `exhibit-A.csv` to `exhibit-D.csv`, and
`SHA256SUMS` (`sha256sum -c SHA256SUMS` checks them). A lists accounts; B their reviews with text, time,
weight of the lightest parcel, the families of evidence that rest on it (`counts_because`; `none`: a
review of the ring's products by one of its accounts on which none rests) and its equal share of their
bits; C the ring's products and their sellers, what each is to the ring (`standing`: likely a client's,
a victim's, or perhaps a bystander's), with stars with and without these reviews; D system, inputs and
outputs by their SHA-256, what speaks for and against, the error rate, who decided, and who is left out.
A, B and C are of the accounts that the decision names and whose appeal was not won: each ring review
that A and C count is a row of B. Sentences in D are the run's, about the ring as a whole. Rows are
numbered, times are UTC, every page of the PDF names run, hash and exhibit.

## graph

`.graphml` and `.gexf` (Gephi, igraph, networkx), `.cyjs` (Cytoscape), or a folder with `nodes.csv` and
`relationships.csv` for `neo4j-admin database import full --nodes=nodes.csv
--relationships=relationships.csv`. Nodes are `account`, `product`, `seller` and `identifier` (tokens);
edges `reviewed`, `sold by` and `holds`.

## stix

A STIX 2.1 bundle of confirmed rings: `user-account` of each account, `grouping` of the ring with its
q-value and odds in a property extension, `intrusion-set` of the operator, `relationship`, `opinion` of the
person who decided, `note` with the closest innocent explanation, marked TLP:AMBER. Ids are made of what
they name, so that a second hand-over adds nothing.

## dsa

Statements of reasons for the DSA Transparency Database, schema V2 (since July 2025), one an action that
restricts something, at most 100 a file, each file the body of one call. Category scams and fraud, keyword
inauthentic user reviews; no personal data: `puid` is the action. They are checked offline by the database's
public rules before anything is written. None is made where a person said `--high-volume` (Art. 17(2)); no
rule says so in a person's place.

## subject

JSON with everything that is held about one account, and nothing about any other: its rows in the run and
the source, the rings as counts, the reasons that cite its reviews, the values by which its operator may be
known again, labels, decisions, actions. `--profile internal` adds notes and names of those who decided, which
may speak of others.
"""


def pages() -> dict[str, str]:
    """Return every generated page: its path beneath ``docs/`` and its text."""
    return {
        "reference/cli.md": command_line_page(),
        "reference/configuration.md": configuration_page(),
        "reference/python.md": python_page(),
        "reference/run-folder.md": run_folder_page(),
        "explanation/evidence.md": evidence_page(),
        "explanation/methods.md": methods_page(),
        "reference/exports.md": exports_page(),
        "reference/feed.schema.json": readable_json(feed_schema()),
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


def python_page() -> str:
    """Describe every public name by its signature and docstring."""
    parts = [_MADE, "# Python\n", _PYTHON]
    for name in collusion.__all__:
        thing = getattr(collusion, name)
        if not inspect.isclass(thing) and not inspect.isfunction(thing):
            continue
        is_error = inspect.isclass(thing) and issubclass(thing, Exception)
        parts.append(_described(f"## co.{name}", "" if is_error else _signature(thing), thing))
        if inspect.isclass(thing) and not is_error:
            own = [base for base in thing.__mro__ if base.__module__.startswith("collusion.")]
            members = [item for base in own for item in vars(base).items() if not item[0].startswith("_")]
            parts += [
                _described(f"### {name}.{word}", _signature(part) if callable(part) else "", part)
                for word, part in members
            ]
    return "\n".join(parts)


def _described(title: str, signature: str, thing: Any) -> str:
    head = f"`{signature}`\n\n" if signature else ""
    return f"{title}\n\n{head}```text\n{inspect.getdoc(thing)}\n```\n"


def _signature(thing: Any) -> str:
    words = str(inspect.signature(thing)).replace("'", "").replace("(self, ", "(").replace("(self)", "()")
    return f"{thing.__name__}{words}"


def methods_page() -> str:
    """Return the page on methods with the numbers of the shipped model between its two marks."""
    return _filled("methods.md", "model: from collusion/scoring/hypotheses.json", "end of model", _model())


def evidence_page() -> str:
    """Return the page on evidence with the bins of every effect between its two marks."""
    return _filled(
        "evidence.md", "effects: from collusion/evidence/families.py", "end of effects", _effects()
    )


def _filled(name: str, first: str, last: str, made: str) -> str:
    """Return a page of explanation with `made` between its two marks."""
    page = (Path(__file__).parent / "explanation" / name).read_text(encoding="utf-8")
    before, start, rest = page.partition(f"<!-- {first} -->\n")
    _, end, after = rest.partition(f"<!-- {last} -->")
    return f"{before}{start}{made}{end}{after}"


def _effects() -> str:
    rows = [
        f"| {family.name} | `{one.name}` | {one.meaning} | {', '.join(f'{edge:g}' for edge in one.edges)} "
        f"| {f'{one.telling:g}' if math.isfinite(one.telling) else 'none'} |"
        for family in REGISTRY
        for one in family.measures
    ]
    head = "| family | effect | meaning | edges | telling from |\n| --- | --- | --- | --- | ---: |"
    return "\n" + "\n".join([head, *rows]) + "\n\n"


def _model() -> str:
    model = shipped_model()
    rows = [
        f"| {one.name} | {'ring' if one.is_ring else 'innocent'} | {100 * one.weight:.1f} % |"
        for one in model.hypotheses
    ]
    head = "| hypothesis | | before looking |\n| --- | --- | ---: |"
    return "\n" + "\n".join([head, *rows]) + "\n\n"


def run_folder_page() -> str:
    """Describe every table of a run folder by its declaration."""
    parts = [_MADE, "# Run folder\n", _FILES]
    for table in schema.TABLES.values():
        title = f"## {table.name}.parquet\n\nOne row is {table.row}.\n"
        head = [title, "| column | type | meaning |", "|---|---|---|"]
        rows = [f"| `{c.name}` | {_type(c.dtype)} | {c.meaning} |" for c in table.columns]
        parts.append("\n".join([*head, *rows]) + "\n")
    return "\n".join(parts)


def exports_page() -> str:
    """Describe every export by its declarations."""
    yes = {True: "yes", False: "no"}
    shown = [
        f"| `{profile.value}` | {yes[r.names]} | {yes[r.texts]} | {yes[r.tokens]} | {yes[r.notes]} |"
        for profile, r in SHOWN.items()
    ]
    profiles = ["| profile | account names | texts | tokens | notes |", "|---|---|---|---|---|", *shown]
    acts = [f"| `{name}` | {kind.entity_type} | {kind.meaning} |" for name, kind in ACTIONS.items()]
    fields = next(iter(feed_schema()["$defs"].values()))["properties"]
    feed = (
        "JSON lines, one an action or a reversal, in the order issued; its [JSON Schema](feed.schema.json). "
        "Take lines whose `action_id` you know for done, and never do again what a reversal has taken back: "
        "then any feed may be read twice. Fields: " + ", ".join(f"`{name}`" for name in fields) + "."
    )
    parts = [
        *(_MADE, "# Exports\n", _EXPORTS, "## Profiles\n", "\n".join(profiles) + "\n"),
        *(_columns("suspects", "an account, product or seller of a flagged ring", suspects.SCHEMA),),
        *(_columns("clients", "a product that flagged rings probably work for", clients.CLIENTS),),
        *(_columns("operators", "an operator of flagged rings", clients.OPERATORS),),
        *(
            "## feed\n",
            feed + "\n",
            "\n".join(["| action | against | meaning |", "|---|---|---|", *acts]) + "\n",
        ),
        _OTHERS,
    ]
    return "\n".join(parts)


def _columns(name: str, row: str, columns: Any) -> str:
    cells = [f"| `{column}` | {_type(dtype)} |" for column, dtype in columns.items()]
    return "\n".join([f"## {name}\n\nOne row is {row}.\n", "| column | type |", "|---|---|", *cells]) + "\n"


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

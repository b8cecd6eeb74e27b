"""A report as one page that needs nothing but itself: the built page, and all documents packed into it.

Each document is a gzip of JSON in base64, in an element of type text/plain: no character of a stranger's text
is markup, or runs. The policy of the page allows its own script and styles by their hashes, and no request.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any

import msgspec
import polars as pl

from collusion.cases.case import Case
from collusion.cases.run_folder import Run
from collusion.view import bundle, payload
from collusion.view.answers import Counterfactual
from collusion.view.documents import Removal
from collusion.view.payload import FromSource
from collusion.words.catalogue import DEFAULT

_PAGE = """<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>Collusion</title>
<style>{styles}</style>
</head>
<body>
<div id="collusion" data-host="report"{chosen}><noscript><main><h1>Collusion</h1>
<p>This page needs scripts, its own only; index.md beside it needs none.</p></main></noscript></div>
{blocks}
<script type="module">{script}</script>
</body>
</html>
"""


@dataclass(frozen=True, slots=True)
class Extras:
    """What a report shows besides the run folder.

    Attributes
    ----------
    source
        Words and baselines, where the source was read.
    removals
        By ring, how it would stand without each family.
    counterfactuals
        By account, the smallest changes that would have cleared it, one a group that it is in.
    """

    source: FromSource = field(default_factory=FromSource)
    removals: dict[str, list[Removal]] = field(default_factory=dict)
    counterfactuals: dict[str, list[Counterfactual]] = field(default_factory=dict)


class ReportPage:
    """The page of a report; rings are added one at a time, so that one is in memory at a time.

    Parameters
    ----------
    run
        An opened run.
    extras
        What the run folder has not.
    """

    def __init__(self, run: Run, extras: Extras | None = None) -> None:
        self._run = run
        self._extras = extras or Extras()
        self._blocks: list[str] = []
        self._ring_ids: list[str] = []

    def add(self, case: Case) -> None:
        """Add a ring."""
        removals = self._extras.removals.get(case.ring_id)
        document = payload.ring_of_case(case, source=self._extras.source, removals=removals)
        self._blocks.append(_block(f"ring-{len(self._ring_ids)}", document))
        self._ring_ids.append(case.ring_id)

    def html(self) -> str:
        """Return the page with the rings added; the same run and rings give the same bytes."""
        inbox = payload.inbox(self._run)
        rows = [row for row in inbox.rows if row.ring_id in set(self._ring_ids)]
        blocks = [
            _block("inbox", msgspec.structs.replace(inbox, rows=rows)),
            _block("index", _index(self._run, self._ring_ids, self._extras)),
            *self._blocks,
        ]
        # The end of a script element inside a text of the script would end the element.
        script = bundle.script().replace("</script", "<\\/script")
        return _PAGE.format(
            language=self._run.language,
            # An English report opens in the reader's own language, as far as there is one.
            chosen="" if self._run.language == DEFAULT else f' data-language="{self._run.language}"',
            policy=escape(_policy(script, bundle.styles())),
            styles=bundle.styles(),
            blocks="\n".join(blocks),
            script=script,
        )


def _policy(script: str, styles: str) -> str:
    return (
        f"default-src 'none'; script-src '{_digest(script)}'; style-src '{_digest(styles)}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _block(name: str, document: Any) -> str:
    packed = gzip.compress(msgspec.json.encode(document), compresslevel=6, mtime=0)
    return f'<script type="text/plain" id="block-{name}">{base64.b64encode(packed).decode()}</script>'


def _index(run: Run, ring_ids: Sequence[str], extras: Extras) -> dict[str, Any]:
    """Return where each id is: places of rings in `ring_ids`."""
    columns = (("account", run.members, "reviewer_id"), ("token", run.ring_identifiers, "token"))
    reviews = ("review", run.ring_reviews, "review_id")
    accounts = run.members.filter(pl.col("ring_id").is_in(list(ring_ids)))["reviewer_id"]
    honest = run.honest_accounts()
    return {
        "ring_ids": list(ring_ids),
        **{kind: dict(_places(frame, column, ring_ids)) for kind, frame, column in (*columns, reviews)},
        "honest": [name for name in accounts.unique().sort() if name in honest],
        "scores": {},
        "counterfactuals": extras.counterfactuals,
        "language": run.language,
    }


def _places(frame: pl.DataFrame, column: str, ring_ids: Sequence[str]) -> Iterator[tuple[str, list[int]]]:
    order = pl.DataFrame({"ring_id": ring_ids}, schema={"ring_id": pl.String}).with_row_index("place")
    joined = frame.select("ring_id", column).unique().join(order, on="ring_id")
    yield from joined.group_by(column).agg(pl.col("place").sort()).sort(column).iter_rows()

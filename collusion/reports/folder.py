"""Write a report folder: one page to judge rings on, and each ring as Markdown with its charts as files."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

import polars as pl

from collusion import drafts
from collusion.cases.case import Case, build_cases
from collusion.cases.operators import operator_lines, siblings_of
from collusion.cases.provenance import provenance_of, unavailable_evidence
from collusion.cases.run_folder import Run
from collusion.errors import IntegrityError, UsageError
from collusion.reports.charts.gallery import all_charts
from collusion.reports.charts.heatmap import heatmap_rows, mini_heatmap
from collusion.reports.pages import IndexRows, RingLine, index_markdown, ring_markdown

#: Lists what a report wrote, so that --force deletes that and nothing else.
LIST_FILE = "report.json"

_SAFE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
_THUMBNAIL = (36, 36, 0)


@dataclass(frozen=True, slots=True)
class Report:
    """A written report: its folder `path`, its `index` page, and `n_rings`, how many it shows."""

    path: Path
    index: Path
    n_rings: int


class Page(Protocol):
    """The page of a report, to which rings are added one by one."""

    def add(self, case: Case) -> None:
        """Add a ring."""

    def html(self) -> str:
        """Return the page with the rings added."""


def write_report(
    run: Run,
    out: Path,
    *,
    page: Page,
    rings: Sequence[str] | None = None,
    force: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> Report:
    """Write the report of a run.

    Everything is written beside `out` first and moved there when complete, so that a failure leaves what was
    there before. The same run gives the same bytes.

    Parameters
    ----------
    run
        An opened run.
    out
        The folder to write.
    page
        What becomes ``index.html``.
    rings
        Ids of the rings to write; all, best first, when None.
    force
        Replace the report in `out`. Only files that an earlier report listed are deleted.
    progress
        Called with the number of rings done and the number of all.

    Returns
    -------
    Report

    Raises
    ------
    UsageError
        When `out` is a file, or a folder that is not empty and `force` is not given.
    IntegrityError
        When a ring id of the run cannot be a file name.
    """
    _check_target(out, force=force)
    ring_ids = run.rings["ring_id"].to_list() if rings is None else list(rings)
    for ring_id in ring_ids:
        _check_name(run, ring_id)
    with drafts.draft_folder(out) as draft:
        lines = []
        for done, line in enumerate(_write_rings(run, ring_ids, page, draft), 1):
            lines.append(line)
            if progress is not None:
                progress(done, len(ring_ids))
        _write(draft / "index.html", page.html())
        _write_index(run, lines, draft)
        _list_files(draft, str(run.manifest.get("run_id", "")))
        _keep_others(out, draft)
        drafts.put_in_place(draft, out)
    return Report(out, out / "index.html", len(lines))


def _check_target(out: Path, *, force: bool) -> None:
    if out.exists() and not out.is_dir():
        message = f"{out}: found a file where the report folder should be. Give another folder."
        raise UsageError(message)
    if out.is_dir() and any(out.iterdir()) and not force:
        message = (
            f"{out}: found a folder that is not empty. Give a new folder, or --force to replace the report "
            "in it; only files that an earlier report wrote are deleted."
        )
        raise UsageError(message)


def _check_name(run: Run, ring_id: str) -> None:
    if not _SAFE_NAME.fullmatch(ring_id):
        message = (
            f"{run.path}: found the ring id {ring_id!r}, which cannot be a file name. Ids are letters, "
            f"digits and dashes; `collusion verify {run.path}` says whether the folder was changed."
        )
        raise IntegrityError(message)


def _write_rings(run: Run, ring_ids: list[str], page: Page, draft: Path) -> Iterator[RingLine]:
    for case in build_cases(run, ring_ids):
        charts = all_charts(case)
        folder = f"charts/{case.ring_id}"
        page.add(case)
        _write(draft / f"{case.ring_id}.md", ring_markdown(case, charts, folder))
        for name, chart in charts.items():
            _write(draft / folder / f"{name}.svg", chart.file())
        yield index_line(case)


def index_line(case: Case) -> RingLine:
    """Return what the index says of a case, without its reviews, which it does not need.

    Parameters
    ----------
    case
        One ring.

    Returns
    -------
    RingLine
    """
    thumbnail = mini_heatmap(heatmap_rows(case, most=_THUMBNAIL))
    return RingLine(replace(case, reviews=case.reviews.clear()), case.summary, thumbnail)


def _write_index(run: Run, lines: list[RingLine], draft: Path) -> None:
    rows = IndexRows(
        lines=tuple(lines),
        n_rings=run.rings.height,
        n_flagged=int(run.rings["flagged"].sum()),
        provenance=provenance_of(run.manifest, run.language),
        unavailable=unavailable_evidence(run.manifest),
        operators=tuple(_operators(run, lines)),
        language=run.language,
    )
    _write(draft / "index.md", index_markdown(rows))


def _operators(run: Run, lines: list[RingLine]) -> list[str]:
    shown = run.rings.filter(pl.col("ring_id").is_in([line.case.ring_id for line in lines]))
    return operator_lines(shown, siblings_of(run.rings, run.members, run.ring_identifiers), run.language)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def _list_files(draft: Path, run_id: str) -> None:
    files = sorted(str(path.relative_to(draft)) for path in draft.rglob("*") if path.is_file())
    _write(draft / LIST_FILE, json.dumps({"run_id": run_id, "files": files}, indent=1) + "\n")


def _keep_others(out: Path, draft: Path) -> None:
    """Link what an earlier report did not write into the draft that takes the place of its folder."""
    listed = _listed(out)
    for folder, folders, files in os.walk(out):
        place = Path(folder).relative_to(out)
        links = [name for name in folders if (Path(folder) / name).is_symlink()]
        for name in [*files, *links]:
            target = draft / place / name
            if str(place / name) in listed or os.path.lexists(target):
                continue
            target.parent.mkdir(parents=True, exist_ok=True)
            try:
                os.link(Path(folder) / name, target, follow_symlinks=False)
            except OSError:
                shutil.copy2(Path(folder) / name, target, follow_symlinks=False)


def _listed(out: Path) -> set[str]:
    """Return the files that an earlier report wrote, itself included."""
    try:
        names = json.loads((out / LIST_FILE).read_text(encoding="utf-8"))["files"]
    except (OSError, ValueError, KeyError, TypeError):
        return set()
    return {LIST_FILE, *map(str, names if isinstance(names, list) else [])}

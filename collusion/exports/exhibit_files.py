"""Write exhibits as XLSX, CSV and PDF side by side, with the SHA-256 of each file."""

from __future__ import annotations

import shutil
from pathlib import Path

import polars as pl

from collusion.errors import UsageError
from collusion.exports.exhibit_pdf import write_pdf
from collusion.exports.exhibits import LETTERS, Exhibits
from collusion.exports.tabular import write_csv, write_workbook
from collusion.foreign import excerpt
from collusion.provenance import folder_digests, write_text_whole
from collusion.words.catalogue import ENGLISH

SUMS = "SHA256SUMS"


def write_exhibits(exhibits: Exhibits, out: Path, *, force: bool = False) -> Path:
    """Write the exhibits of one ring into a folder.

    Parameters
    ----------
    exhibits
        What `compose_exhibits` made.
    out
        The folder: ``exhibits.xlsx``, ``exhibits.pdf``, ``exhibit-A.csv`` to ``-D.csv``, ``SHA256SUMS``.
    force
        Replace exhibits that are there.

    Returns
    -------
    Path
        `out`, whole or not at all. The same exhibits are the same bytes.

    Raises
    ------
    UsageError
        When something else is there, or a library is not installed.
    """
    if out.exists() and not (force and _is_exhibits(out)):
        raise UsageError(
            f"{excerpt(out)}: found something there. Give a new folder, or --force to replace exhibits."
        )
    draft = out.parent / f".{out.name}.draft"
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True)
    try:
        for letter, table in exhibits.tables.items():
            write_csv(table, draft / f"exhibit-{letter}.csv")
        told = {"ring": exhibits.ring_id, "run": exhibits.run_id, "profile": exhibits.profile.value}
        title = exhibits.words.say("exhibit.workbook", **told)
        sheets = {exhibits.name(letter): _headed(exhibits, letter) for letter in exhibits.tables}
        write_workbook(sheets, draft / "exhibits.xlsx", title=title)
        sums = folder_digests(draft)
        write_pdf(exhibits, draft / "exhibits.pdf", digests=sums)
        sums = folder_digests(draft)
        write_text_whole(draft / SUMS, "".join(f"{digest}  {name}\n" for name, digest in sums.items()))
        if out.exists():
            shutil.rmtree(out)
        draft.rename(out)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return out


def _headed(exhibits: Exhibits, letter: str) -> pl.DataFrame:
    """Return a table with the heads of a sheet: in English the names of the CSV's columns."""
    table = exhibits.tables[letter]
    return table if exhibits.words is ENGLISH else table.rename(exhibits.heading)


def _is_exhibits(folder: Path) -> bool:
    """Return whether a folder holds exhibits and nothing else, so that it may be replaced."""
    names = {SUMS, "exhibits.xlsx", "exhibits.pdf", *(f"exhibit-{letter}.csv" for letter in LETTERS)}
    return folder.is_dir() and {path.name for path in folder.iterdir()} == names

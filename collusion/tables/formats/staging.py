"""Hold files that polars cannot read as they are: rewritten once as Parquet in a private temporary folder.

The folder is made when it is first needed, readable by the user alone, and removed when the process ends.
`TMPDIR` says where.
"""

from __future__ import annotations

import re
import tempfile
import threading
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import polars as pl

from collusion.drafts import scratch_folder

#: Says in a staged row why it is not well formed; null where it is.
PROBLEM = "\x00problem"
#: The line of the file on which a staged row begins, from 1.
LINE = "\x00line"
#: The text of a staged row that is not well formed.
RAW = "\x00raw"
OWN = (PROBLEM, LINE, RAW)
_MARK = "\x00{}\x00"
#: Begins a marked cell; the rest is the cell as far as it has one.
MARK_PATTERN = "^\x00[a-z]+\x00"
#: A cell that is an object or a list.
OBJECT = _MARK.format("object")
#: A floating number too large to be exact.
FLOAT = _MARK.format("float")
#: A cell in which letters were lost.
LETTERS = _MARK.format("letters")

#: A letter that has no UTF-8.
LOST_LETTER = re.compile("[\ud800-\udfff]")

_PART_ROWS = 1 << 16
_PART_CHARS = 1 << 25

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Staged:
    """A file rewritten as Parquet.

    Attributes
    ----------
    parts
        The Parquet files in the order of the rows; none where there are no rows.
    names
        Columns of the file, in its order; `PROBLEM`, `LINE` and `RAW` stand next to them.
    problems
        What is wrong with rows, each word once, in the order of appearance.
    notes
        Sentences and how many rows or lines each is about.
    unknown
        Further names that rows have, which are not among the columns.
    """

    parts: tuple[Path, ...]
    names: tuple[str, ...]
    problems: tuple[str, ...]
    notes: tuple[tuple[str, int], ...]
    unknown: tuple[str, ...] = ()

    def scan(self) -> pl.LazyFrame:
        """Open the rows lazily, cells as text."""
        schema = dict.fromkeys(self.names, pl.String()) | {
            PROBLEM: pl.String(),
            LINE: pl.Int64(),
            RAW: pl.String(),
        }
        if not self.parts:
            return pl.DataFrame(schema=schema).lazy()
        return pl.scan_parquet(
            list(self.parts), glob=False, hive_partitioning=False, schema=schema, missing_columns="insert"
        )


def lettered(cell: str) -> str:
    """Mark a `cell` in which letters were lost, and put � in their place."""
    return LETTERS + LOST_LETTER.sub("\ufffd", cell)


@dataclass(slots=True)
class Row:
    """One row to be staged: `line` in the file, `cells`, and `problem` and `raw` text where it is bad."""

    line: int
    cells: Sequence[str | None]
    problem: str | None = None
    raw: str | None = None


@dataclass(slots=True)
class Tally:
    """What is counted while rows are read: `notes` by sentence."""

    notes: dict[str, int] = field(default_factory=dict)

    def count(self, sentence: str, n: int = 1) -> None:
        """Count `n` more rows or lines that a `sentence` is about."""
        self.notes[sentence] = self.notes.get(sentence, 0) + n


class _Store:
    """What was staged in this process, by key."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._folder: Path | None = None
        self._made: dict[Hashable, object] = {}

    def folder(self) -> Path:
        """Return a new folder within the scratch folder of this process."""
        with self._lock:
            if self._folder is None:
                self._folder = scratch_folder()
            return Path(tempfile.mkdtemp(dir=self._folder))

    def made(self, key: Hashable, make: Callable[[], _T]) -> _T:
        """Return what `make` gives, called once for each `key`."""
        with self._lock:
            if key not in self._made:
                self._made[key] = make()
            return self._made[key]  # type: ignore[return-value]


_STORE = _Store()


def new_folder() -> Path:
    """Return a new private folder that is removed when the process ends."""
    return _STORE.folder()


def once(path: Path, key: Hashable, make: Callable[[], _T]) -> _T:
    """Return what `make` makes of a file, made once in this process for each state of the file.

    Parameters
    ----------
    path
        The file.
    key
        What else it depends on.
    make
        Makes it.

    Raises
    ------
    OSError
        When the file is not there.
    """
    state = path.stat()
    return _STORE.made((path.resolve(), state.st_size, state.st_mtime_ns, key), make)


def stage_rows(rows: Iterable[Row], names: Sequence[str], tally: Tally) -> Staged:
    """Write rows as Parquet, part by part, so that memory stays bounded.

    Parameters
    ----------
    rows
        The rows; cells beyond the columns are left out, missing ones are null.
    names
        The columns.
    tally
        What was counted on the way, complete once the rows are read.

    Returns
    -------
    Staged
        The files.
    """
    folder = new_folder()
    parts: list[Path] = []
    problems: dict[str, None] = {}
    batch: list[Row] = []
    n_chars = 0

    def flush() -> None:
        """Write the rows that are waiting, if any, as one more part."""
        if batch:
            parts.append(folder / f"{len(parts):05}.parquet")
            _frame(batch, names).write_parquet(parts[-1], compression="lz4")
            batch.clear()

    for row in rows:
        batch.append(row)
        n_chars += sum(len(cell) for cell in row.cells if cell) + len(row.raw or "")
        if row.problem is not None:
            problems.setdefault(row.problem)
        if len(batch) >= _PART_ROWS or n_chars >= _PART_CHARS:
            flush()
            n_chars = 0
    flush()
    return Staged(tuple(parts), tuple(names), tuple(problems), tuple(tally.notes.items()))


def _frame(batch: Sequence[Row], names: Sequence[str]) -> pl.DataFrame:
    n = len(names)
    full = [
        row.cells if len(row.cells) == n else [*row.cells[:n], *[None] * (n - len(row.cells))]
        for row in batch
    ]
    columns = [
        pl.Series(name, list(cells), dtype=pl.String)
        for name, cells in zip(names, zip(*full, strict=True), strict=True)
    ]
    return pl.DataFrame(
        [
            *columns,
            pl.Series(PROBLEM, [row.problem for row in batch], dtype=pl.String),
            pl.Series(LINE, [row.line for row in batch], dtype=pl.Int64),
            pl.Series(RAW, [row.raw for row in batch], dtype=pl.String),
        ]
    )

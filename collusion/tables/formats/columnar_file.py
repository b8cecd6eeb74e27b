"""Open Arrow and Avro files: rewritten once as Parquet, which is read by parts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

import polars as pl

from collusion.tables.formats.content import FormatError, content_of, read_head
from collusion.tables.formats.staging import new_folder, once

#: Bytes by which a columnar file is told.
_SIGN_BYTES = 64


def as_parquet(path: Path, kind: str) -> Path:
    """Rewrite a file as Parquet.

    Parameters
    ----------
    path
        The file.
    kind
        Its content: one of `READERS`.

    Returns
    -------
    Path
        A temporary file, the same for a second call.

    Raises
    ------
    FormatError
        When the file is damaged, or has a type that Parquet has not.
    OSError
        When it cannot be read, or there is no space left.

    Notes
    -----
    An Arrow file in batches; the rows of an Arrow stream and of an Avro file are held in memory.
    """
    return once(path, ("columnar",), lambda: _rewritten(path, kind))


def whole_parquet(path: Path) -> Path:
    """Return a columnar file, at `path`, as Parquet: itself where it is that, rewritten where it is not."""
    kind = content_of(read_head(path, _SIGN_BYTES)).kind
    return as_parquet(path, kind) if kind in READERS else path


def _rewritten(path: Path, kind: str) -> Path:
    target = new_folder() / "rows.parquet"
    try:
        READERS[kind](path).sink_parquet(target)
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException) as error:
        words = f"{_WORDS[kind]} that is damaged, or has a column of a type that is not read"
        raise FormatError(words, "Copy it again, or write it as Parquet.") from error
    return target


def _of_stream(path: Path) -> pl.LazyFrame:
    return pl.read_ipc_stream(path).lazy()


def _of_avro(path: Path) -> pl.LazyFrame:
    return pl.read_avro(path).lazy()


#: What reads each kind of file.
READERS: Mapping[str, Callable[[Path], pl.LazyFrame]] = MappingProxyType(
    {"arrow": pl.scan_ipc, "arrow stream": _of_stream, "avro": _of_avro}
)
_WORDS = {"arrow": "an Arrow file", "arrow stream": "an Arrow stream", "avro": "an Avro file"}

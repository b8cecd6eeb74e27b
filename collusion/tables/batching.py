"""Read rows lazily, a batch at a time: as many as are few enough to hold, and enough to be worth a pass."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

#: Rows of a batch at most, fewer where they are long: texts would fill the memory.
BATCH_ROWS = 2_000_000
BATCH_BYTES = 1 << 24
#: So many pieces slow every look at a batch down more than it costs to put them together.
_MANY_PIECES = 4


def in_batches(rows: pl.LazyFrame) -> Iterator[pl.DataFrame]:
    """Read `rows` in their order, batch by batch, none where there are none.

    Parameters
    ----------
    rows
        Rows of a file.

    Yields
    ------
    polars.DataFrame
        At most `BATCH_ROWS` rows and about `BATCH_BYTES`: what the reader has in memory anyway is cut, or put
        together, and nothing is read to learn how long rows are.
    """
    pieces: list[pl.DataFrame] = []
    n_rows = n_bytes = 0
    for piece in _cut(rows):
        size = int(piece.estimated_size())
        if pieces and (n_rows + piece.height > BATCH_ROWS or n_bytes + size > BATCH_BYTES):
            yield _together(pieces)
            pieces, n_rows, n_bytes = [], 0, 0
        pieces.append(piece)
        n_rows, n_bytes = n_rows + piece.height, n_bytes + size
    if pieces:
        yield _together(pieces)


def _cut(rows: pl.LazyFrame) -> Iterator[pl.DataFrame]:
    """Yield what the reader reads at once, in as many equal parts as are small enough."""
    for whole in rows.collect_batches():
        n_parts = max(-(-int(whole.estimated_size()) // BATCH_BYTES), -(-whole.height // BATCH_ROWS), 1)
        height = max(-(-whole.height // n_parts), 1)
        for first in range(0, whole.height, height):
            yield whole[first : first + height]


def _together(pieces: list[pl.DataFrame]) -> pl.DataFrame:
    return pieces[0] if len(pieces) == 1 else pl.concat(pieces, rechunk=len(pieces) > _MANY_PIECES)

"""The texts of all reviews, normalised once and kept on the disk, unless they are few.

Texts are most of what a source weighs, and each is needed rarely: in one pass over all, and where a group is
looked at.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
from numpy.typing import NDArray

from collusion.arrays import Int32Array, Int64Array, counted, frozen
from collusion.tables.records import ReviewTables
from collusion.tables.stored import StoredTable

if TYPE_CHECKING:
    from collusion.kernels.plain_texts import PlainTexts

#: Bytes of texts that are held in memory.
_HELD_BYTES = 1 << 26
#: Bytes and texts that are looked at together: they stay in the cache, and no page is new to the process.
_TOGETHER_BYTES, _TOGETHER = 2_097_152, 262_144


class KeptBytes:
    """Bytes that are written once: held in memory while they are few, then in a file without a name.

    Reading neither maps nor holds them, so that they need no memory but what the system can spare.

    Parameters
    ----------
    folder
        Where the file is; the system's temporary folder when None.
    """

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._held = bytearray()
        self._file: int | None = None

    def __del__(self) -> None:
        if self._file is not None:
            os.close(self._file)

    def write(self, content: memoryview) -> None:
        """Write more bytes at the end."""
        if self._file is None and len(self._held) + len(content) <= _HELD_BYTES:
            self._held += content
            return
        if self._file is None:
            with tempfile.TemporaryFile(dir=self._folder, buffering=0) as file:
                self._file = os.dup(file.fileno())
        for left in (memoryview(self._held), content):
            while left:
                left = left[os.write(self._file, left) :]  # noqa: PLW2901
        self._held = bytearray()

    def read(self, start: int, end: int) -> bytes:
        """Return the bytes from `start` up to `end`."""
        if self._file is None:
            return bytes(self._held[start:end])
        content = os.pread(self._file, end - start, start)
        while len(content) < end - start:
            content += os.pread(self._file, end - start - len(content), start + len(content))
        return content


@dataclass(frozen=True, slots=True)
class ReviewTexts:
    """The normalised text of every review; empty where it has none.

    Attributes
    ----------
    kept
        All texts in UTF-8, each followed by a line break, which none contains.
    ends
        Where the text of each row of the files ends, the first begins at 0, shape (n_rows + 1,).
    place
        The row in the files of each review in canonical order, shape (n_reviews,); None when it is the same.
    copies
        Reviews with the same text, itself included, shape (n_reviews,); 0 where there is none, and where a
        review is shown once more on another listing.
    """

    kept: KeptBytes
    ends: Int64Array
    place: NDArray[np.uint32] | None
    copies: Int32Array

    def take(self, rows: Int32Array | Int64Array) -> list[str]:
        """Return the texts of some reviews by their places in canonical order, shape (n,)."""
        at = rows if self.place is None else self.place[rows]
        starts, ends = self.ends[at].tolist(), (self.ends[np.asarray(at, dtype=np.int64) + 1] - 1).tolist()
        return [text.decode() for text in map(self.kept.read, starts, ends)]

    def batches(self) -> Iterator[tuple[Int64Array, NDArray[np.uint8], Int64Array]]:
        """Yield some texts after the other as they lie, each with a line break behind it.

        Yields
        ------
        tuple
            Place in canonical order of the review of each text, −1 where a text is left out, shape (n,); the
            texts in UTF-8; and where each ends, the line break included, shape (n,).
        """
        n_rows = len(self.ends) - 1
        review = np.full(n_rows, -1, dtype=np.int64)
        written = np.flatnonzero(self.copies)
        review[written if self.place is None else self.place[written]] = written
        first = 0
        while first < n_rows:
            start = int(self.ends[first])
            last = int(np.searchsorted(self.ends, start + _TOGETHER_BYTES, side="right")) - 1
            last = min(max(last, first + 1), first + _TOGETHER, n_rows)
            content = np.frombuffer(self.kept.read(start, int(self.ends[last])), dtype=np.uint8)
            yield review[first:last], content, self.ends[first + 1 : last + 1] - start
            first = last


def normalised(texts: pl.Expr) -> pl.Expr:
    """Return `texts` in lower case, their words joined by single blanks, everything else dropped."""
    return texts.str.to_lowercase().str.replace_all(r"\W+", " ").str.strip_chars()


def gather_texts(tables: ReviewTables, folder: Path | None = None) -> ReviewTexts | None:
    """Normalise the text of every review.

    Parameters
    ----------
    tables
        The source as read.
    folder
        Where many texts are kept, in a file without a name that ends with the process; the system's
        temporary folder when None.

    Returns
    -------
    ReviewTexts or None
        None where the reviews have no texts. O(total length) in one pass over the files.
    """
    reviews = tables.stored["reviews"]
    if "text" not in reviews.columns:
        return None
    kept = KeptBytes(folder)
    hashes, lengths = [np.zeros(0, np.uint64)], [np.zeros(0, np.int64)]
    for texts in _texts(reviews):
        plain = _plain(texts["text"])
        hashes.append(plain.hashes)
        lengths.append(plain.lengths)
        kept.write(plain.content.data)
    ends = np.concatenate(([0], np.cumsum(np.concatenate(lengths))))
    place, every = reviews.rows, np.concatenate(hashes)
    every = every if place is None else every[place]
    if len(tables.codes.aliases):  # a review that is shown on several listings was written once
        is_other = np.ones(len(every), dtype=np.bool_)
        is_other[tables.codes.pairs.row] = False
        every[is_other] = 0
    return ReviewTexts(kept, frozen(ends), place, _copies(every))


def _plain(texts: pl.Series) -> PlainTexts:
    """Normalise texts: those in ASCII byte by byte, others first as Unicode says what is a letter."""
    from collusion.kernels.plain_texts import plain_texts  # keeps numba out of light commands

    texts = texts.fill_null("")
    odd = (texts.str.len_bytes() != texts.str.len_chars()).arg_true()
    if len(odd):
        some = texts.gather(odd).alias("text").to_frame().select(normalised(pl.col("text")))
        texts = texts.clone().scatter(odd, some.to_series())
    content = np.frombuffer(texts.str.join("").cast(pl.Binary).item() or b"", dtype=np.uint8)
    return plain_texts(content, texts.str.len_bytes().to_numpy().astype(np.int64))


def _texts(reviews: StoredTable) -> Iterator[pl.DataFrame]:
    """Yield the texts of all rows of the files, or of the table where it is held, some at a time."""
    if reviews.on_file is None:
        batches: Iterable[pl.DataFrame] = [reviews.column("text").to_frame()]
    else:
        batches = (batch for _, batch in reviews.on_file.batches(["text"]))
    for batch in batches:
        if "text" not in batch.columns:
            batch = pl.DataFrame({"text": pl.Series([None] * batch.height, dtype=pl.String)})  # noqa: PLW2901
        n_pieces = 1 + int(batch.estimated_size()) // _TOGETHER_BYTES
        yield from batch.iter_slices(-(-batch.height // n_pieces) or 1)


def _copies(hashes: NDArray[np.uint64]) -> Int32Array:
    """Count how often each hash occurs, but for 0."""
    from collusion.kernels import radix  # keeps numba out of light commands

    ascending, order = radix.ordered(hashes, 64)
    _, sizes = counted(ascending)
    copies = np.empty(len(hashes), dtype=np.int32)
    copies[order] = np.repeat(sizes, sizes)
    copies[hashes == 0] = 0
    return frozen(copies)

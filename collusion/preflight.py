"""Before anything large: how many rows there are, what memory and time they take, and how the run must go.

The prediction is linear in rows. Its coefficients stand in `COSTS` and nowhere else: lines through the
``peak_mb`` of each stage in the manifests of simulated markets (``simulate --preset benchmark``) of 10^6 to
10^8 reviews, rather above than beneath. They go stale when a stage allocates otherwise. Stages that take long
are taken to be kept on the disk, so that arrays that are rarely read are not in memory.
"""

from __future__ import annotations

import lzma
import zipfile
import zlib
from dataclasses import dataclass

import polars as pl

from collusion.config import RunConfig
from collusion.errors import UsageError
from collusion.tables.formats.columnar_file import whole_parquet
from collusion.tables.formats.estimate import estimate
from collusion.tables.locate import Located, TableFiles
from collusion.tables.mapping import SourceMapping, base_format

#: What a file raises that is damaged: its reader will say more.
_UNREADABLE = (OSError, EOFError, ValueError, RuntimeError, zlib.error, lzma.LZMAError, zipfile.BadZipFile)
_MIB = 2**20
#: Forms in which a text that is looked at is in memory.
_TEXT_COPIES = 5
#: Bytes of a line without a text.
_BARE_LINE = 100
#: Rows of Parquet by which the length of texts is told.
_SAMPLE_ROWS = 1000
#: Reviews from which the search of one world keeps all processors busy.
_LARGE = 5_000_000


@dataclass(frozen=True, slots=True)
class Size:
    """About how many rows a source has.

    Attributes
    ----------
    reviews, identifiers
        Rows of these tables.
    others
        Rows of all other tables.
    n_bytes
        Bytes of all files.
    text_bytes
        Bytes of the reviews' texts, unpacked.
    """

    reviews: int
    identifiers: int
    others: int
    n_bytes: int
    text_bytes: int = 0


@dataclass(frozen=True, slots=True)
class Cost:
    """What a stage takes.

    Attributes
    ----------
    base
        MiB, whatever the source.
    per_review, per_identifier, per_other
        Bytes for each row of these tables.
    microseconds
        Time for each review.
    per_text
        Bytes for each review where reviews have texts.
    texts
        Most MiB for the texts that are in memory at a time: all of them where they are few.
    """

    base: float
    per_review: float
    per_identifier: float
    per_other: float
    microseconds: float
    per_text: float = 0.0
    texts: float = 0.0

    def peak(self, size: Size) -> int:
        """Return the bytes that the stage needs at its peak, for a source of some `size`."""
        rows = (
            self.per_review * size.reviews
            + self.per_identifier * size.identifiers
            + self.per_other * size.others
        )
        if size.text_bytes:
            rows += self.per_text * size.reviews + min(_TEXT_COPIES * size.text_bytes, self.texts * _MIB)
        return int(self.base * _MIB + rows)


#: Peak of each stage, all that earlier stages left included; "beside" is what a null market adds to it.
COSTS = {
    "read": Cost(520, 54, 28, 18, 1.5, texts=800),
    "graph": Cost(450, 10, 20, 16, 0.2, texts=500),
    "evidence": Cost(420, 48, 18, 17, 0.3, per_text=110, texts=750),
    "detection": Cost(420, 53, 18, 16, 3.2, per_text=16),
    "beside": Cost(120, 25, 0, 0, 0.0),
    "decoys": Cost(420, 47, 18, 16, 1.4, per_text=16),
    "scoring": Cost(420, 22, 18, 13, 0.3, per_text=16),
    "cases": Cost(520, 44, 18, 13, 0.3, per_text=16, texts=300),
}


@dataclass(frozen=True, slots=True)
class Plan:
    """How a run goes about its work within the memory it has.

    Attributes
    ----------
    size
        What is to be read; None when that could not be told.
    budget
        Bytes that the run may use.
    peak
        Bytes that it is expected to use.
    decoys_beside
        Whether null markets are searched in parallel with the real one, not after it: faster where one is too
        small to keep all processors busy. Results are the same.
    """

    size: Size | None
    budget: int
    peak: int
    decoys_beside: bool

    def sentence(self) -> str:
        """Say what is expected, in one sentence."""
        if self.size is None:
            return "The size of the source cannot be told before it is read."
        return (
            f"About {_rounded(self.size.reviews)} reviews: expecting {_gigabytes(self.peak)} of memory of "
            f"{_gigabytes(self.budget)} allowed, {_duration(_seconds(self.size))}."
        )


def plan(located: Located, config: RunConfig) -> Plan:
    """Predict what a run takes and decide how it goes.

    Parameters
    ----------
    located
        The files of a source; only the metadata of Parquet files and the first megabyte of others are read.
    config
        The resolved configuration.

    Returns
    -------
    Plan
        Decoys go beside the detection of a market that is not large, where both fit.

    Raises
    ------
    UsageError
        When no way of running fits into the memory allowed.
    """
    budget = config.resources.budget()
    size = measure(located, config.mapping)
    if size is None:
        return Plan(None, budget, 0, decoys_beside=True)
    peaks = {name: cost.peak(size) for name, cost in COSTS.items()}
    both = peaks["detection"] + peaks.pop("beside")
    if config.scoring.n_decoys == 0:
        del peaks["decoys"]
    worst = max(peaks, key=lambda name: peaks[name])
    if peaks[worst] > budget:
        raise UsageError(_too_large(size, worst, peaks[worst], budget))
    beside = config.scoring.n_decoys > 0 and size.reviews < _LARGE and both <= budget
    return Plan(size, budget, max(both, peaks[worst]) if beside else peaks[worst], decoys_beside=beside)


def measure(located: Located, mapping: SourceMapping) -> Size | None:
    """Estimate the rows of a source without reading it.

    Parameters
    ----------
    located
        The files of a source.
    mapping
        How it maps onto the contract.

    Returns
    -------
    Size or None
        None when a file is missing or damaged; reading will say more. O(files).
    """
    if located.faults:
        return None
    try:
        rows = {name: _rows(files) for name, files in located.files.items()}
        text_bytes = _text_bytes(located.files["reviews"], mapping) if rows.get("reviews") else 0
        n_bytes = sum(path.stat().st_size for files in located.files.values() for path in files.paths)
    except (*_UNREADABLE, pl.exceptions.PolarsError):
        return None
    others = sum(count for name, count in rows.items() if name not in ("reviews", "identifiers"))
    return Size(rows.get("reviews", 0), rows.get("identifiers", 0), others, n_bytes, text_bytes)


def _rows(files: TableFiles) -> int:
    if base_format(files.format) == "parquet":
        scans = [pl.scan_parquet(whole_parquet(path), glob=False) for path in files.paths]
        return sum(int(rows.select(pl.len()).collect().item()) for rows in scans)
    return sum(estimate(path, files.format).rows for path in files.paths)


def _text_bytes(files: TableFiles, mapping: SourceMapping) -> int:
    """Estimate the bytes of the reviews' texts, unpacked, by the first rows of each file."""
    wanted, total = mapping.table(files.table).source_name("text").casefold(), 0.0
    for path in files.paths:
        if base_format(files.format) != "parquet":
            # whatever the columns are called, what is longer than ids, stars and times is text
            held = estimate(path, files.format)
            total += max(held.n_bytes - _BARE_LINE * held.rows, 0)
            continue
        rows = pl.scan_parquet(whole_parquet(path), glob=False)
        for name, dtype in rows.collect_schema().items():
            if name.casefold() == wanted and dtype == pl.String:
                length = rows.select(pl.col(name).head(_SAMPLE_ROWS).str.len_bytes().mean()).collect().item()
                total += (length or 0.0) * int(rows.select(pl.len()).collect().item())
    return int(total)


def _seconds(size: Size) -> float:
    return 2.0 + sum(cost.microseconds for cost in COSTS.values()) * size.reviews / 1e6


def _too_large(size: Size, stage: str, peak: int, budget: int) -> str:
    return (
        f"memory: found about {size.reviews:,} reviews and {size.identifiers + size.others:,} rows of other "
        f"tables, for which the stage {stage} is expected to need {_gigabytes(peak)}. "
        f"Allowed: {_gigabytes(budget)}. Give more with --memory or use a larger machine; leave out tables "
        "that matter less, such as orders or identifiers, or the texts; or split the source by marketplace "
        "or period and run each part."
    )


def _gigabytes(amount: int) -> str:
    return f"{amount / 1e9:.1f} GB"


def _rounded(count: int) -> str:
    """Return a count to two digits, e.g. 5,900 for 5,915."""
    unit = 10 ** max(len(str(count)) - 2, 0)
    return f"{round(count / unit) * unit:,}"


def _duration(seconds: float) -> str:
    if seconds < 60:
        return "less than a minute"
    if seconds < 90:
        return "about a minute"
    if seconds < 3600:
        return f"about {seconds / 60:.0f} minutes"
    return f"about {seconds / 3600:.1f} hours"

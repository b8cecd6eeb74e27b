"""Read the source of a run again, which alone has texts and everybody who is in no ring."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from collusion.cases.run_folder import Run
from collusion.cases.wording import listed
from collusion.daily import config_of_run
from collusion.errors import IntegrityError, UsageError
from collusion.foreign import printable
from collusion.tables.read import read_located
from collusion.tables.records import ReviewTables
from collusion.tables.sources.address import parse_address
from collusion.tables.sources.opening import open_source


@contextmanager
def source_tables(run: Run, source: str | Path | None, *, needed: str) -> Iterator[ReviewTables]:
    """Read the source of a run as the run read it.

    Parameters
    ----------
    run
        All tables of the run.
    source
        Where its tables are, when known.
    needed
        What is wanted of it, for messages: ``texts``.

    Yields
    ------
    ReviewTables
        Rows that stay in files can be fetched until the block is left.

    Raises
    ------
    UsageError
        When the source is not known or not there; the message says what to do.
    IntegrityError
        When it holds other rows than the run read.
    """
    where = _present(run, source, needed)
    quarantine = Path(tempfile.mkdtemp(prefix="collusion-source-"))
    try:
        mapping = config_of_run(run).mapping
        with open_source(where, mapping) as opened:
            located = opened.locate()
            _check_same(run, located.digests(), needed)
            yield read_located(located, mapping=mapping, quarantine=quarantine)
    finally:
        shutil.rmtree(quarantine, ignore_errors=True)


def _present(run: Run, source: str | Path | None, needed: str) -> str | Path:
    """Return the source, or raise when it is not known or not there."""
    name = printable(str(run.manifest.get("source", "")))
    how = f'Open the run with its source: `co.open_run("{printable(str(run.path))}", source="…")`.'
    if source is None:
        raise UsageError(f"{run.path}: found no {needed}, which stay in the source ({name}). {how}")
    address = parse_address(source)
    if address.path is not None and not address.path.exists():
        raise UsageError(f"{printable(str(address.path))}: found no source there any more. {how}")
    return source


def _check_same(run: Run, digests: dict[str, str], needed: str) -> None:
    given: dict[str, str] = run.manifest.get("inputs", {})
    other = sorted(name for name in {*given, *digests} if given.get(name) != digests.get(name))
    if other:
        raise IntegrityError(
            f"{run.path}: found other rows in {listed(other)} of the source than the run read, so that "
            f"{needed} may be of other reviews. Give the tables as they were, or run `co.detect` on them as "
            "they are."
        )

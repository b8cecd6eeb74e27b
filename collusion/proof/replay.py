"""Run a bundle's tables again, and compare the result byte by byte with what the bundle holds."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from collusion import pipeline
from collusion.cases import run_folder, schema
from collusion.daily import config_of_run, without_files
from collusion.errors import IntegrityError, UsageError
from collusion.proof.bundle import RUN, SOURCE
from collusion.proof.check import Checked
from collusion.provenance import Recorder, file_digest
from collusion.tables.records import Inputs
from collusion.tables.sources.address import parse_address
from collusion.workspace.register import IDS, renamed
from collusion.workspace.workspace import TOKEN_KEY, read_key


def replay(checked: Checked, *, source: str | Path | None = None, recorder: Recorder | None = None) -> int:
    """Run again and compare.

    Parameters
    ----------
    checked
        A bundle that was checked.
    source
        The tables, for a bundle that was made without them.
    recorder
        Records the stages.

    Returns
    -------
    int
        Tables that were compared; all of them are the same bytes.

    Raises
    ------
    UsageError
        When the bundle has no tables and none are given.
    IntegrityError
        Naming the first table that differs.
    """
    folder = checked.folder
    where = parse_address(source if source is not None else folder / SOURCE)
    if where.path is not None and not where.path.exists():
        raise UsageError(
            "The bundle was made without the tables of the run. Give them: --source DIR, as the other side "
            "holds them."
        )
    work = Path(tempfile.mkdtemp(prefix="collusion-replay-"))
    try:
        return _compare(checked, _run_again(checked, source or folder / SOURCE, work, recorder), work)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _run_again(checked: Checked, source: str | Path, work: Path, recorder: Recorder | None) -> run_folder.Run:
    key = checked.folder / TOKEN_KEY
    known = checked.run.labels
    inputs = Inputs(
        source,
        work / "quarantine",
        labels=None if known.is_empty() else known,
        key=read_key(key) if key.is_file() else None,
    )
    config = without_files(config_of_run(checked.run))
    return pipeline.detect_from(inputs, work / "run", config=config, recorder=recorder)


def _compare(checked: Checked, again: run_folder.Run, work: Path) -> int:
    frames = {name: getattr(again, name) for name in schema.TABLES if name != schema.SCORES.name}
    frames |= {schema.SCORES.name: again.scores()}
    ids = checked.run.manifest.get(IDS, {})
    run_folder.write_run(work / "renamed", renamed(frames, ids), dict(again.manifest))
    for name in schema.TABLES:
        file = f"{name}.parquet"
        if file_digest(work / "renamed" / file) != file_digest(checked.folder / RUN / file):
            raise IntegrityError(
                f"{RUN}/{file}: found other bytes than running again gives. Either the bundle was changed "
                f"and its digests with it, or another version is installed: it was made with Collusion "
                f"{checked.content.get('version')} and {checked.content.get('environment')}."
            )
    return len(schema.TABLES)

"""The pipeline, top to bottom: tables → graph → evidence → candidates → ranked rings → run folder."""

from __future__ import annotations

from pathlib import Path

from collusion import stages
from collusion.cases.run_folder import Run, open_run
from collusion.config import RunConfig
from collusion.provenance import Recorder
from collusion.session import open_session
from collusion.tables.records import Inputs


def detect(
    source: str | Path,
    out: Path,
    *,
    config: RunConfig,
    quarantine: Path | None = None,
    force: bool = False,
    recorder: Recorder | None = None,
) -> Run:
    """Find the rings in a source and write a run folder.

    Parameters
    ----------
    source
        Folder or file of tables, or the address of a database or object store.
    out
        Run folder to write.
    config
        The resolved configuration. Its resources bound the memory; what an interrupted run with the same
        configuration has finished is taken from ``RUN.part``.
    quarantine
        Folder for bad rows; when None, bad rows are an error.
    force
        Replace a run folder that is there.
    recorder
        Records the stages; its callbacks are told of each, and of the steps within the long ones.

    Returns
    -------
    Run
        The run folder, opened.

    Raises
    ------
    InputError
        With every fault of the input.
    UsageError
        When `out` may not be written, or the input cannot fit in memory.
    """
    return detect_from(Inputs(source, quarantine), out, config=config, force=force, recorder=recorder)


def detect_from(
    inputs: Inputs,
    out: Path,
    *,
    config: RunConfig,
    force: bool = False,
    recorder: Recorder | None = None,
) -> Run:
    """Find the rings, as `detect` does, with what is known besides the source.

    Parameters
    ----------
    inputs
        The source and what is known besides it.
    out, config, force, recorder
        As for `detect`.

    Returns
    -------
    Run
        The run folder, opened. Its manifest has the digest of the labels that came from elsewhere.
    """
    with open_session(inputs, out, config=config, force=force, record=recorder or Recorder()) as session:
        tables = stages.read(session)
        graph = stages.build(session, tables)
        market = stages.prepare(session, tables, graph)
        with stages.null_markets(session, market) as find_decoys:
            found = stages.search(session, market)
            decoys = find_decoys()
        ranking = stages.score(session, market, found, decoys)
        ranking = stages.score_without_proven(session, market, ranking)
        frames = stages.compose(session, market, found, ranking)
        session.write(frames, stages.manifest(session, market, found, ranking))
    return open_run(out)

"""One run from its start to its end: the source opened, checkpoints kept, the run folder written."""

from __future__ import annotations

import contextlib
import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import polars as pl

from collusion import drafts, preflight
from collusion.cases import run_folder
from collusion.cases.tokens import find_token_key
from collusion.checkpoints import Checkpoints
from collusion.config import RunConfig, result_settings
from collusion.provenance import Recorder
from collusion.signing import Signer, signer_of_environment
from collusion.tables.loader import labels_digest
from collusion.tables.locate import Located, stamps_of
from collusion.tables.quarantine import check_quarantine, move_quarantine
from collusion.tables.records import Inputs
from collusion.tables.schema import TABLES
from collusion.tables.sources.opening import open_source
from collusion.tables.sources.source import Source

#: Where in the work folder the rows of a database, and quarantined rows until the run is written, are.
_COPY, _QUARANTINE = "source", "quarantine"


@dataclass(frozen=True, slots=True)
class Session:
    """A run that is going on.

    Attributes
    ----------
    inputs
        The source, and what is known besides it.
    out
        Run folder to write.
    config
        The resolved configuration.
    force
        Whether a run folder that is there is replaced.
    located
        The files of the source.
    plan
        What the run will need, and whether null markets are searched in parallel.
    steps
        Checkpoints of what is finished.
    record
        Records the stages.
    signer
        Signs the run, if anything does.
    """

    inputs: Inputs
    out: Path
    config: RunConfig
    force: bool
    located: Located
    plan: preflight.Plan
    steps: Checkpoints
    record: Recorder
    signer: Signer | None

    def draft_quarantine(self) -> Path | None:
        """Return the empty place of bad rows until the run is written; None where they are an error."""
        if self.inputs.quarantine is None:
            return None
        drafts.remove(self.steps.folder / _QUARANTINE)
        return self.steps.folder / _QUARANTINE

    def write(self, frames: dict[str, pl.DataFrame], manifest: Mapping[str, Any]) -> None:
        """Write the run folder and put quarantined rows in their place, or leave nothing of either.

        Parameters
        ----------
        frames
            The tables of the run folder, by name.
        manifest
            The manifest, all but the digests of the files.

        Raises
        ------
        InputError
            When a file of the source is no longer what the run has read.
        """
        self.steps.check_inputs()
        mode = drafts.folder_mode(path for files in self.located.files.values() for path in files.paths)
        with _quarantined(self.steps.folder / _QUARANTINE, self.inputs.quarantine):
            run_folder.write_run(
                self.out, frames, dict(manifest), force=self.force, mode=mode, signer=self.signer
            )


@contextlib.contextmanager
def open_session(
    inputs: Inputs, out: Path, *, config: RunConfig, force: bool, record: Recorder
) -> Iterator[Session]:
    """Check that a run can be written, open its source and its checkpoints, and watch the source meanwhile.

    Parameters
    ----------
    inputs
        The source, and what is known besides it.
    out
        Run folder to write.
    config
        The resolved configuration.
    force
        Replace a run folder that is there.
    record
        Records the stages; is told what the run will need.

    Yields
    ------
    Session
        The run, of which nothing is read yet.

    Raises
    ------
    InputError
        When a file of the source changed meanwhile, whatever else went wrong.
    UsageError
        When `out` may not be written, or the input cannot fit in memory.
    """
    run_folder.put_back(out)
    run_folder.check_free(out, force=force)
    signer = inputs.signer or signer_of_environment()
    if inputs.key is None:
        find_token_key(out.parent)  # what is wrong with it is said before the work
    work = run_folder.work_folder(out)
    outputs = [out, work, *([inputs.quarantine] if inputs.quarantine else [])]
    if inputs.quarantine is not None:
        check_quarantine(inputs.quarantine, TABLES)
    with (
        open_source(inputs.source, config.mapping, copy_to=work / _COPY, outputs=outputs) as source,
        _checkpoints(inputs, source, work, config, record) as steps,
    ):
        located = _locate(source, record)
        plan = preflight.plan(located, config)
        record.say(plan.sentence())
        steps.watch(partial(stamps_of, located.files))
        try:
            yield Session(inputs, out, config, force, located, plan, steps, record, signer)
        except Exception:
            steps.check_inputs()  # what went wrong may be that the source changed meanwhile
            raise


def _locate(source: Source, record: Recorder) -> Located:
    """Find the files of a source; where they are copies, making them is a stage of its own."""
    if not source.is_copied:
        return source.locate()
    with record.stage("copy") as counts:
        located = source.locate()
        counts["tables"] = len(located.files)
    return located


def _checkpoints(
    inputs: Inputs, source: Source, folder: Path, config: RunConfig, record: Recorder
) -> Checkpoints:
    """Return the checkpoints of a run, which hold for its input, its configuration and how it is read."""
    fingerprint = {
        "config": result_settings(config),
        "quarantine": inputs.quarantine is not None,
        "labels": labels_digest(inputs.labels),
        "passed over": [dataclasses.astuple(note) for note in source.passed_over()],
    }
    seconds = config.resources.checkpoint_seconds
    return Checkpoints(folder, fingerprint, lambda: source.locate().digests(), record, seconds)


@contextlib.contextmanager
def _quarantined(draft: Path, folder: Path | None) -> Iterator[None]:
    """Put quarantined rows in their place, and take them back when the run cannot be written."""
    written = [] if folder is None else move_quarantine(draft, folder)
    try:
        yield
    except BaseException:
        for path in written:
            path.unlink(missing_ok=True)
        raise

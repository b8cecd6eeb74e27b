"""Days that follow one another: run on a source with what was decided before, and on a source that grew."""

from __future__ import annotations

import dataclasses
import datetime as dt
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec

from collusion import pipeline, provenance
from collusion.cases import run_folder
from collusion.cases.run_folder import Run
from collusion.config import RunConfig
from collusion.decisions.standing import labels_of, standing
from collusion.errors import Fault, InputError, IntegrityError, UsageError
from collusion.foreign import excerpt
from collusion.signing import signer_of_environment
from collusion.tables.locate import CONFIG_NAME, Located, TableFiles, locate
from collusion.tables.mapping import FORMATS, SourceMapping
from collusion.tables.records import Inputs
from collusion.tables.schema import TABLES
from collusion.workspace import history
from collusion.workspace.register import Registered, register
from collusion.workspace.workspace import RUNS, Workspace

#: Why a day's rows cost as much as all rows.
WHOLE = (
    "A day's rows change what chance makes of the whole market, so no part of the last run can be kept: "
    "running on all rows, old and new."
)


def detect_in(
    workspace: Workspace,
    inputs: Inputs,
    out: Path | None,
    *,
    config: RunConfig,
    force: bool = False,
    recorder: provenance.Recorder | None = None,
) -> Registered:
    """Find the rings of a source, with what was decided before, and take the run into the workspace.

    Parameters
    ----------
    workspace
        The workspace. Its decisions become labels, its secret is that of the tokens.
    inputs
        The source, and where its bad rows go.
    out
        Run folder to write; in the workspace's own folder when None.
    config, force, recorder
        As for `collusion.pipeline.detect`.

    Returns
    -------
    Registered
        The run, its rings by their ids for life. The same source, configuration, version, decisions and
        earlier runs give the same bytes.
    """
    target = next_run_folder(workspace) if out is None else out
    run_folder.check_free(target, force=force)
    held = standing(workspace.ledger(), dt.datetime.now(tz=dt.UTC))
    known = dataclasses.replace(inputs, labels=labels_of(held), key=workspace.token_key())
    draft = target.parent / f".{target.name}.draft"
    found = pipeline.detect_from(known, draft, config=config, force=True, recorder=recorder)
    signer = inputs.signer or signer_of_environment()
    return register(workspace, found, target, inputs.source, force=force, signer=signer)


def next_run_folder(workspace: Workspace) -> Path:
    """Return the folder of the next run in the `workspace`: the first number that is free."""
    number = len(history.runs(workspace.database)) + 1
    while (workspace.folder / RUNS / f"{number:04}").exists():
        number += 1
    return workspace.folder / RUNS / f"{number:04}"


def merge_sources(
    sources: Sequence[Path], out: Path, mapping: SourceMapping, *, config_of: Path | None = None
) -> Path:
    """Put the files of several sources into one, each table as a folder of parts.

    Parameters
    ----------
    sources
        The sources, oldest first.
    out
        Folder to write; it must not be there.
    mapping
        How all of them map onto the contract.
    config_of
        A source whose collusion.toml is copied, for the next time.

    Returns
    -------
    Path
        `out`, whole or not at all. Rows are copied as they are: a run on it is a run on all rows in one
        source, whatever day they came with. A file that an earlier day had, byte for byte, is not put in
        again.

    Raises
    ------
    UsageError
        When `out` is there, or the last source has nothing new.
    InputError
        When a source cannot be read, or parts of one table are in different formats.
    """
    if out.exists():
        raise UsageError(f"{excerpt(out)}: found something there. Give a new folder.")
    located = [locate(source, mapping) for source in sources]
    faults = [fault for found in located for fault in found.faults if fault.where != "reviews"]
    named = {name: [found.files[name] for found in located if name in found.files] for name in TABLES}
    faults += [_mixed(name, parts) for name, parts in named.items() if len({p.format for p in parts}) > 1]
    strange = {parts.format for found in named.values() for parts in found} - set(FORMATS)
    faults += [_no_files(form) for form in sorted(strange)]
    if faults or not named["reviews"]:
        raise InputError(faults or [fault for found in located for fault in found.faults])
    if sum(len(_fresh_files(parts)) for parts in named.values()) == sum(map(_n_files, located[:-1])):
        raise UsageError(
            f"{excerpt(sources[-1])}: found only files whose rows the source has already, byte for byte. "
            "Give the new rows; nothing was added."
        )
    draft = out.parent / f".{out.name}.draft"
    shutil.rmtree(draft, ignore_errors=True)
    for name, parts in named.items():
        for place, path in enumerate(_fresh_files(parts)):
            target = draft / name / f"{place:06}.{parts[0].format}"
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
            provenance.flush_to_disk(target)
    if config_of is not None and (config_of / CONFIG_NAME).is_file():
        shutil.copyfile(config_of / CONFIG_NAME, draft / CONFIG_NAME)
    draft.rename(out)
    return out


def _fresh_files(parts: Sequence[TableFiles]) -> list[Path]:
    """Return the files of a table on several days, without those that an earlier day had, byte for byte."""
    files: list[Path] = []
    known: set[str] = set()
    for part in parts:
        digests = {path: provenance.file_digest(path) for path in part.paths}
        files += [path for path in part.paths if digests[path] not in known]
        known.update(digests.values())
    return files


def _n_files(located: Located) -> int:
    return sum(len(part.paths) for part in located.files.values())


def config_of_run(run: Run) -> RunConfig:
    """Return the configuration that a `run` was made with, as `config_of_folder` does."""
    return _config_of(run.path, run.manifest)


def config_of_folder(path: Path) -> RunConfig:
    """Return the configuration that the run folder at `path` was made with, as its manifest tells it.

    No table is read, so that any version's run will do.

    Raises
    ------
    IntegrityError
        When the manifest was changed, or tells none that this version knows.
    """
    return _config_of(path, run_folder.open_manifest(path))


def _config_of(path: Path, manifest: dict[str, Any]) -> RunConfig:
    try:
        return msgspec.convert(manifest["config"], RunConfig)
    except (KeyError, msgspec.ValidationError) as error:
        raise IntegrityError(
            f"{excerpt(path)}: found no configuration of this version in its manifest ({error}). "
            f"Use Collusion {excerpt(manifest.get('version'))}, which made it."
        ) from error


def without_files(config: RunConfig) -> RunConfig:
    """Return a configuration whose tables are found by their names, as in a merged source.

    `config` may name files of the source that it was written for.
    """
    tables = {
        name: dataclasses.replace(table, layout=dataclasses.replace(table.layout, file=""))
        for name, table in config.mapping.tables.items()
    }
    return dataclasses.replace(config, mapping=dataclasses.replace(config.mapping, tables=tables))


def _mixed(name: str, parts: Sequence[TableFiles]) -> Fault:
    found = " and ".join(sorted({part.format for part in parts}))
    return Fault(
        name, "", found, "one format on all days", "Write the new rows in the format of the old ones."
    )


def _no_files(form: str) -> Fault:
    allowed = f"files: {', '.join(FORMATS)}"
    remedy = (
        "Run `collusion detect SOURCE --workspace W` on the whole source, which has the new rows already."
    )
    return Fault(CONFIG_NAME, "", f"a source that is {form}", allowed, remedy)

"""``collusion verify``: is a run folder what its manifest says?"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from collusion import provenance
from collusion.cli import terminal
from collusion.errors import IntegrityError, UsageError

_MANIFEST = "manifest.json"


def verify(
    run: terminal.RunArgument,
    source: Annotated[
        Path | None,
        typer.Option(
            "--source", metavar="DIR", help="Check the input tables too; the folder that holds them."
        ),
    ] = None,
    as_json: terminal.JsonOption = False,
    quiet: terminal.QuietOption = False,
) -> None:
    """Recompute the SHA-256 of a run's files and compare them with its manifest.

    Exit code 4 when a file is missing or changed.
    """
    manifest = _read_manifest(run)
    outputs = _digests(manifest, "outputs", run)
    found = list(provenance.differences(run, outputs))
    n_checked = len(outputs)
    if source is not None:
        inputs = _digests(manifest, "inputs", run)
        found += provenance.differences(source if source.is_dir() else source.parent, inputs)
        n_checked += len(inputs)
    unlisted = sorted(set(provenance.folder_digests(run)) - set(outputs) - {_MANIFEST})
    if as_json:
        terminal.print_json(
            {
                "run_id": manifest.get("run_id"),
                "checked": n_checked,
                "differences": [{"file": each.file, "found": each.found} for each in found],
                "unlisted": unlisted,
            }
        )
    if found:
        lines = "\n".join(f"  {each.file}: {each.found}" for each in found)
        raise IntegrityError(
            f"{run}: {len(found)} of {n_checked} files differ from the manifest:\n{lines}\n"
            "Do not rely on this run; run `collusion detect` again on the source."
        )
    if not as_json:
        run_id = terminal.plain(str(manifest.get("run_id")))
        print(f"{n_checked} files are what the manifest of run {run_id} says.")
    console = terminal.message_console(quiet=quiet)
    for name in unlisted:
        console.print(f"{terminal.plain(name)}: not of this run; the manifest does not name it.")


def _read_manifest(run: Path) -> Mapping[str, Any]:
    path = run / _MANIFEST
    if not path.is_file():
        raise UsageError(
            f"{run}: found no {_MANIFEST} there, so it is not a finished run folder. "
            "Give the folder that `collusion detect SOURCE --out RUN` wrote, or run that first."
        )
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, RecursionError) as error:
        raise IntegrityError(
            f"{path}: found text that is not JSON ({error}). Run `collusion detect` again."
        ) from error
    if not isinstance(manifest, dict):
        raise IntegrityError(f"{path}: found JSON that is not an object. Run `collusion detect` again.")
    return manifest


def _digests(manifest: Mapping[str, Any], key: str, run: Path) -> Mapping[str, str]:
    digests = manifest.get(key)
    if not isinstance(digests, dict) or not digests:
        raise IntegrityError(
            f"{run / _MANIFEST}: found no {key!r} with the SHA-256 of each file, so nothing can be verified. "
            "Run `collusion detect` again."
        )
    return {str(name): str(digest) for name, digest in digests.items()}

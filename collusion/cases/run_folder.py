"""Read and write a run folder: the rings, members, clients and evidence that a run found."""

from __future__ import annotations

import contextlib
import dataclasses
import difflib
import os
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from collusion import drafts
from collusion.cases import schema
from collusion.cases.seal import MANIFEST, SIGNATURE, read_manifest, seal_difference, sealed
from collusion.errors import CollusionError, IntegrityError, OutputError, UsageError
from collusion.provenance import (
    differences,
    flush_to_disk,
    folder_digests,
    readable_json,
    write_text_whole,
)
from collusion.signing import Signer
from collusion.words.catalogue import DEFAULT, words_of

#: What to do about a run that this version cannot read. A run of a workspace is never written over.
_AGAIN = (
    "Run `collusion detect SOURCE --out NEW` again with this version; where the run is a workspace's, "
    "`collusion detect SOURCE --workspace W`, which keeps ids and decisions."
)


@dataclass(frozen=True, slots=True)
class Run:
    """An opened run folder.

    Attributes
    ----------
    path
        The folder.
    manifest
        The parsed ``manifest.json``.
    rings, members, clients, evidence, ring_reviews, ring_identifiers
        Who, what and why.
    footprints, hypotheses, effects, labels, aliases
        The tables of `collusion.cases.schema`, in their stored order.
    language
        The language in which cases of it are told.
    """

    path: Path
    manifest: dict[str, Any]
    rings: pl.DataFrame
    members: pl.DataFrame
    clients: pl.DataFrame
    evidence: pl.DataFrame
    ring_reviews: pl.DataFrame
    ring_identifiers: pl.DataFrame
    footprints: pl.DataFrame
    hypotheses: pl.DataFrame
    effects: pl.DataFrame
    labels: pl.DataFrame
    aliases: pl.DataFrame
    language: str = DEFAULT

    def honest_accounts(self) -> frozenset[str]:
        """Return the accounts that a label calls honest, by any id: none may be listed as a suspect."""
        return self.honest("reviewer")

    def honest(self, entity_type: str) -> frozenset[str]:
        """Return what a label calls honest, by any id: reviewers, reviews, products or sellers."""
        is_meant = pl.col("entity_type") == entity_type
        ids = self.labels.filter(is_meant & (pl.col("label") == "honest"))["entity_id"]
        others = self.aliases.filter(is_meant & pl.col("id").is_in(ids.implode()))
        return frozenset((*ids.to_list(), *others["stands_for"].drop_nulls().to_list()))

    def cleared(self) -> frozenset[tuple[str, str]]:
        """Return what labels call honest: account, review, product or seller, and its id."""
        kinds = {"account": "reviewer", "review": "review", "product": "product", "seller": "seller"}
        return frozenset((kind, one) for kind, entity in kinds.items() for one in self.honest(entity))

    def accused_reviews(self) -> pl.DataFrame:
        """Return the rings' reviews of their targets that no label calls honest, nor their account."""
        cleared = pl.col("reviewer_id").is_in(sorted(self.honest_accounts())) | pl.col("review_id").is_in(
            sorted(self.honest("review"))
        )
        return self.ring_reviews.filter(pl.col("in_ring") & ~cleared)

    def decided_fakes(self) -> frozenset[str]:
        """Return the accounts that are called fake because people decided so in the workspace of the run."""
        if "labels_of_decisions" not in self.manifest:
            return frozenset()
        is_decided = pl.col("source").str.starts_with("decision ") & (pl.col("label") == "fake")
        return frozenset(self.labels.filter(is_decided, entity_type="reviewer")["entity_id"])

    def scores(self) -> pl.DataFrame:
        """Read the score of every account (one row an account; large, so read on demand)."""
        return read_table(self.path, self.manifest, schema.SCORES)


def open_run(path: Path, language: str = DEFAULT) -> Run:
    """Open the run folder at `path`.

    Parameters
    ----------
    path
        A folder written by ``collusion detect``.
    language
        The language in which cases of it are told: there is a catalogue of it in `collusion.words`.

    Returns
    -------
    Run
        Its tables and manifest.

    Raises
    ------
    UsageError
        When `path` is no run folder, or there is no catalogue of the `language`.
    IntegrityError
        When a file is missing, lacks a column, or is not what the manifest says: nothing of it is read then.
    """
    words_of(language)
    manifest = open_manifest(path)
    names = [name for name in schema.TABLES if name != schema.SCORES.name]
    frames = {name: read_table(path, manifest, schema.TABLES[name]) for name in names}
    return Run(path=path, manifest=manifest, language=language, **frames)


def without_rings(run: Run, rings: Collection[str]) -> Run:
    """Return a `run` without all that its tables say of some `rings`."""
    named = {name: getattr(run, name) for name in schema.TABLES if name != schema.SCORES.name}
    kept = {
        name: frame.filter(~pl.col("ring_id").is_in(sorted(rings)))
        for name, frame in named.items()
        if "ring_id" in frame.columns
    }
    return dataclasses.replace(run, **kept)


def open_manifest(path: Path) -> dict[str, Any]:
    """Read the manifest of the run folder at `path`, and check it against its own digest.

    Raises
    ------
    UsageError
        When `path` is no run folder.
    IntegrityError
        When the manifest was changed.
    """
    manifest = read_manifest(path)
    for difference in seal_difference(manifest):
        message = f"{path / difference.file}: found {difference.found}. Run `collusion detect` again."
        raise IntegrityError(message)
    return manifest


def select_ring(run: Run, ring: str) -> str:
    """Return the id of the ring of `run` that `ring` names, as `ring_named` finds it."""
    return ring_named(run.rings, ring, where=run.path)


def ring_named(rings: pl.DataFrame, ring: str, *, where: Path) -> str:
    """Return the id of the ring that `ring` names: an id or its beginning, in any case, or a rank.

    Parameters
    ----------
    rings
        The rings of a run, best first.
    ring
        A ring id such as ``R-1A2B3C4D``, the beginning of only one such as ``R-1A``, or a rank such as ``1``.
    where
        The run folder, for messages.

    Returns
    -------
    str
        The ring's id.

    Raises
    ------
    UsageError
        When the run has no such ring, or several; the message names them or near matches.
    """
    ids = [str(name) for name in rings["ring_id"].to_list()]
    if ring.isdecimal() and len(ring) < 10:
        rank = int(ring)
        if 1 <= rank <= len(ids):
            return ids[rank - 1]
    by_upper = {name.upper(): name for name in ids}
    if ring.upper() in by_upper:
        return by_upper[ring.upper()]
    if not ids:
        raise UsageError(f"Ring {ring!r}: found no rings at all in {where}: its source shows none.")
    begun = [name for upper, name in by_upper.items() if ring and upper.startswith(ring.upper())]
    if len(begun) == 1:
        return begun[0]
    near = begun[:3] or difflib.get_close_matches(ring.upper(), list(by_upper), n=3, cutoff=0.5)
    hint = f"Near it: {', '.join(near)}." if near else f"`collusion show {where}` lists the rings."
    how_many = f"{len(begun)} whose ids begin so" if begun else "none of that id or rank"
    raise UsageError(f"Ring {ring!r}: found {how_many} among the {len(ids)} rings of {where}. {hint}")


def read_table(path: Path, manifest: dict[str, Any], table: schema.OutputTable) -> pl.DataFrame:
    """Read one table of a run folder, whose bytes must be those that the manifest names.

    Parameters
    ----------
    path
        The run folder.
    manifest
        Its manifest.
    table
        The table's declaration.

    Returns
    -------
    polars.DataFrame
        The declared columns; those that runs of earlier versions may lack are null there.

    Raises
    ------
    IntegrityError
        When the file is missing, lacks a column, or is not what the manifest says.
    """
    file = path / f"{table.name}.parquet"
    _check_digest(path, manifest, file.name)
    try:
        frame = pl.read_parquet(file.absolute(), glob=False)
    except (OSError, pl.exceptions.PolarsError) as error:
        message = f"{file}: cannot be read ({error}). {_AGAIN}"
        raise IntegrityError(message) from error
    absent = [column for column in table.columns if column.name not in frame.columns]
    missing = [column.name for column in absent if column.name not in table.may_lack]
    if missing:
        message = f"{file}: lacks the columns {', '.join(missing)}: an earlier version wrote it. {_AGAIN}"
        raise IntegrityError(message)
    frame = frame.with_columns(pl.lit(None, column.dtype).alias(column.name) for column in absent)
    other = [
        f"{column.name} ({frame.schema[column.name]}, not {column.dtype})"
        for column in table.columns
        if frame.schema[column.name] != column.dtype
    ]
    if other:
        message = f"{file}: found columns of other types: {', '.join(other)}. "
        raise IntegrityError(message + _AGAIN)
    return frame.select(column.name for column in table.columns)


def _check_digest(path: Path, manifest: dict[str, Any], name: str) -> None:
    """Raise unless a file is what the manifest says: a damaged one can stop a Parquet reader for good."""
    outputs = manifest.get("outputs")
    digest = outputs.get(name) if isinstance(outputs, dict) else None
    if digest is None:
        found = "no SHA-256 of it in the manifest"
    else:
        different = differences(path, {name: str(digest)})
        found = different[0].found if different else ""
    if found:
        message = f"{path / name}: found {found}. `collusion verify {path}` names every such file; "
        raise IntegrityError(message + "run `collusion detect` again on the source.")


def write_run(
    path: Path,
    frames: dict[str, pl.DataFrame],
    manifest: dict[str, Any],
    *,
    force: bool = False,
    mode: int = 0o777,
    signer: Signer | None = None,
) -> None:
    """Write a run folder, whole or not at all.

    Parameters
    ----------
    path
        The folder to create.
    frames
        One frame for each table of `collusion.cases.schema`.
    manifest
        The manifest; the digests of the tables are added as ``outputs``, and one over all its fields.
    force
        Replace a run folder that is there.
    mode
        Permissions that the folder may have at most.
    signer
        Signs the manifest; None for nobody.

    Raises
    ------
    UsageError
        When `path` exists and is not to be replaced, or is something other than a run folder.
    OutputError
        When the disk is full, or cannot be written.
    """
    check_free(path, force=force)
    work = work_folder(path)
    folder = work / "run"
    try:
        drafts.remove(folder)
        folder.mkdir(parents=True)
        for name, table in schema.TABLES.items():
            file = folder / f"{name}.parquet"
            chosen = frames[name].select(column.name for column in table.columns)
            with drafts.os_errors(file):
                chosen.write_parquet(file, compression="zstd", statistics=False)
            flush_to_disk(file)
        text = readable_json(sealed(manifest | {"outputs": folder_digests(folder)}))
        write_text_whole(folder / MANIFEST, text)
        if signer is not None:
            write_text_whole(folder / SIGNATURE, signer.sign(text.encode("utf-8")) + "\n")
        folder.chmod(folder.stat().st_mode & mode)
        drafts.put_in_place(folder, path)
        flush_to_disk(path.parent)
    except OSError as error:
        message = (
            f"{path}: the run folder could not be written ({error.strerror}). What is finished is kept: make "
            "room, or the place writable, and run the same command again."
        )
        raise OutputError(message) from error
    finally:
        for left in (folder, work / "replaced"):
            if path.exists():
                drafts.remove(left)
        with contextlib.suppress(OSError):
            work.rmdir()


def work_folder(path: Path) -> Path:
    """Return where the run folder at `path` is prepared, beside it: its name with ``.part``."""
    return path.parent / f"{path.name}.part"


def put_back(path: Path) -> None:
    """Put back a run folder that a killed run had moved away just before its own would have taken its place.

    Parameters
    ----------
    path
        The run folder; nothing happens when it is there.
    """
    drafts.put_back(work_folder(path), path)


def _is_run(path: Path) -> bool:
    """Return whether the folder holds a run's manifest; many a tool calls a file of its own that."""
    try:
        return "run_id" in read_manifest(path)
    except (CollusionError, OSError):
        return False


def check_free(path: Path, *, force: bool) -> None:
    """Raise unless a run folder may be written at `path`.

    Parameters
    ----------
    path
        The folder to create.
    force
        Whether a run folder that is there may be replaced.

    Raises
    ------
    UsageError
        When something is there that may not be replaced, or the place cannot be looked at.
    """
    try:
        if not os.path.lexists(path) or (path.is_dir() and not any(path.iterdir())):
            return
    except OSError as error:
        message = f"{path}: found that nothing can be there ({error.strerror}). Give `--out` another folder."
        raise UsageError(message) from error
    if not _is_run(path):
        message = f"{path}: found something that is not a run folder. Give `--out` a new folder."
        raise UsageError(message)
    if not force:
        message = (
            f"{path}: found a run folder there. Give `--out` another folder, or `--force` to replace it."
        )
        raise UsageError(message)

"""Take a run into a workspace: its rings get the ids that they keep for life, in the run folder as well."""

from __future__ import annotations

import datetime as dt
import hashlib
import shutil
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import polars as pl

from collusion.cases import run_folder, schema
from collusion.cases.run_folder import Run
from collusion.cases.seal import MANIFEST
from collusion.decisions.standing import standing
from collusion.provenance import file_digest
from collusion.signing import Signer
from collusion.tables.sources.address import parse_address
from collusion.workspace import history
from collusion.workspace.claims import claims
from collusion.workspace.lineage import Event, events, match
from collusion.workspace.returns import FalseLinks, find_returns
from collusion.workspace.snapshot import Snapshot, newest_review, snapshots
from collusion.workspace.workspace import Workspace

#: Key of the manifest under which the ids that a run itself would give stand beside those for life.
IDS = "ids_for_life"


@dataclass(frozen=True, slots=True)
class Registered:
    """A run taken into a workspace.

    Attributes
    ----------
    run
        The run folder, opened; its rings have their ids for life.
    record
        What the workspace keeps of it.
    events
        What became of the rings since the run before.
    false_links
        How often links to earlier rings were wrong where that can be told.
    """

    run: Run
    record: history.RunRecord
    events: tuple[Event, ...]
    false_links: FalseLinks


def register(
    workspace: Workspace,
    draft: Run,
    out: Path,
    source: str | Path,
    *,
    force: bool = False,
    signer: Signer | None = None,
) -> Registered:
    """Take a run into a workspace and write its run folder.

    Parameters
    ----------
    workspace
        The workspace.
    draft
        A run as the pipeline wrote it. Its folder is removed.
    out
        Where the run folder shall be.
    source
        What it read.
    force
        Replace a run folder that is there.
    signer
        Signs the run; None for nobody.

    Returns
    -------
    Registered
        Nobody else can write to the workspace meanwhile, so that two runs at once get different numbers and
        consistent ids. Killed before the end, nothing is registered; the same command does it again.
    """
    with workspace.database.writing():
        known = history.last_seen(workspace.database)
        before = history.runs(workspace.database)
        found = snapshots(draft)
        past = {ring: snapshot for ring, (_, snapshot) in known.items()}
        last = before[-1].run_no if before else 0
        present = frozenset(ring for ring, (run_no, _) in known.items() if run_no == last)
        held = claims(known, partial(history.seen_by, workspace.database), found)
        ids = _ids(draft, found, past, match(past, found, present, held))
        told = events(ids, past, found, present)
        links, false_links = _returns(workspace, draft, ids, past, found)
        told += links
        run = _write(draft, ids, out, force=force, signer=signer)
        newest = newest_review(run)
        record = history.RunRecord(
            run_no=last + 1,
            run_id=str(run.manifest["run_id"]),
            folder=str(out.resolve()),
            source=parse_address(source).lasting,
            newest_at=None if newest is None else newest.isoformat(timespec="seconds"),
            manifest_sha256=file_digest(out / MANIFEST),
            registered_at=dt.datetime.now(tz=dt.UTC).isoformat(timespec="seconds"),
        )
        history.add_run(workspace.database, record, ids, found, told)
    shutil.rmtree(draft.path, ignore_errors=True)
    return Registered(run, record, tuple(told), false_links)


def _ids(
    draft: Run,
    found: Mapping[str, Snapshot],
    past: Mapping[str, Snapshot],
    matched: Mapping[str, str],
) -> dict[str, str]:
    """Return the id for life of every ring: that of the ring that it was, else one that is not taken."""
    ids = dict(matched)
    taken = {*past, *ids.values()}
    for name in found:
        if name in ids:
            continue
        chosen, attempt = name, 0
        while chosen in taken:
            attempt += 1
            seed = f"{draft.manifest['run_id']}:{name}:{attempt}"
            chosen = f"R-{hashlib.blake2b(seed.encode(), digest_size=4).hexdigest().upper()}"
        ids[name] = chosen
        taken.add(chosen)
    return ids


def _returns(
    workspace: Workspace,
    draft: Run,
    ids: Mapping[str, str],
    past: Mapping[str, Snapshot],
    found: Mapping[str, Snapshot],
) -> tuple[list[Event], FalseLinks]:
    """Link rings to earlier ones that some of their new accounts continue.

    A pair of rings is told once, and again when as many further accounts carry as were told.
    """
    now = {ids[name]: snapshot for name, snapshot in found.items()}
    links, false_links = find_returns(now, past, _accused(workspace, past), draft.honest_accounts())
    told: dict[tuple[str, str], set[str]] = {}
    for link in history.links(workspace.database):
        told.setdefault((link.ring_id, link.others[0]), set()).update(link.joined)
    said = [
        Event(
            *("returned", link.ring_id, link.carriers, link.holders, (link.earlier,)),
            reasons=(*link.reasons, false_links.words()),
            tokens=link.values,
        )
        for link in links
        if _is_news(link.carriers, told.get((link.ring_id, link.earlier), set()))
    ]
    return said, false_links


def _is_news(carriers: Collection[str], told: Collection[str]) -> bool:
    """Return whether as many accounts carry that were not told as were, and two at least."""
    return len(set(carriers).difference(told)) >= max(len(told), 2)


def _accused(workspace: Workspace, past: Mapping[str, Snapshot]) -> set[str]:
    """Return the earlier rings that were flagged when last seen, or confirmed, and not dismissed.

    That a group that nobody accuses has others of its kind says nothing about either.
    """
    held = standing(workspace.ledger(), dt.datetime.now(tz=dt.UTC)).rings
    verdicts = {ring: entry.decision.verdict for ring, entry in held.items()}
    flagged = {ring for ring, snapshot in past.items() if snapshot.flagged}
    confirmed = {ring for ring, verdict in verdicts.items() if verdict == "confirm"}
    return (flagged | confirmed) - {ring for ring, verdict in verdicts.items() if verdict == "dismiss"}


def renamed(frames: Mapping[str, pl.DataFrame], ids: Mapping[str, str]) -> dict[str, pl.DataFrame]:
    """Return the tables of a run with other ids of its rings.

    Parameters
    ----------
    frames
        The tables, by name.
    ids
        Name in the run to id for life; of every ring.

    Returns
    -------
    dict of str to DataFrame
        An operator is called by the id of its first ring.
    """
    changed = dict(frames)
    for name, frame in frames.items():
        if "ring_id" in frame.columns:
            changed[name] = frame.with_columns(_replaced("ring_id", ids))
    operators = {f"O-{old.removeprefix('R-')}": f"O-{new.removeprefix('R-')}" for old, new in ids.items()}
    changed["rings"] = changed["rings"].with_columns(_replaced("operator", operators))
    return changed


def _replaced(column: str, names: Mapping[str, str]) -> pl.Expr:
    return pl.col(column).replace(list(names), list(names.values())) if names else pl.col(column)


def _write(draft: Run, ids: Mapping[str, str], out: Path, *, force: bool, signer: Signer | None) -> Run:
    frames = {name: getattr(draft, name) for name in schema.TABLES if name != schema.SCORES.name}
    frames = renamed(frames, ids) | {schema.SCORES.name: draft.scores()}
    manifest, mode = {**draft.manifest, IDS: dict(ids)}, draft.path.stat().st_mode
    run_folder.write_run(out, frames, manifest, force=force, mode=mode, signer=signer)
    return run_folder.open_run(out)

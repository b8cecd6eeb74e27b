"""What a workspace remembers of its runs: which rings each had, and what became of them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from collusion.errors import UsageError
from collusion.foreign import excerpt
from collusion.provenance import canonical_json
from collusion.store.database import Database
from collusion.workspace.lineage import Event
from collusion.workspace.snapshot import Snapshot, snapshot_from

#: How a path within the workspace begins in the store.
_HERE = "./"


@dataclass(frozen=True, slots=True)
class RunRecord:
    """A registered run.

    Attributes
    ----------
    run_no
        Its number in the workspace, from 1.
    run_id
        The run.
    folder
        Its run folder when it was registered.
    source
        What it read.
    newest_at
        Its newest review, ISO 8601; None without times.
    manifest_sha256
        Digest of its manifest.
    registered_at
        When it was registered, ISO 8601.
    """

    run_no: int
    run_id: str
    folder: str
    source: str
    newest_at: str | None
    manifest_sha256: str
    registered_at: str


@dataclass(frozen=True, slots=True)
class Happening:
    """An `event` with the number of the run that showed it, `run_no`."""

    run_no: int
    event: Event


def runs(database: Database) -> list[RunRecord]:
    """Return the runs of a `database`, oldest first."""
    columns = "run_no, run_id, folder, source, newest_at, manifest_sha256, registered_at"
    found = []
    for run_no, run_id, folder, source, *rest in database.rows(_select(columns, "runs ORDER BY run_no")):
        found.append(RunRecord(run_no, run_id, _whole(database, folder), _whole(database, source), *rest))
    return found


def latest_run(database: Database) -> RunRecord:
    """Return the latest run of a `database`.

    Raises
    ------
    UsageError
        When it has none.
    """
    found = runs(database)
    if not found:
        raise UsageError("The workspace has no run yet. `collusion detect SOURCE --workspace W` adds one.")
    return found[-1]


def run_numbered(database: Database, name: str) -> RunRecord:
    """Return the run that a name means.

    Parameters
    ----------
    database
        The store.
    name
        A number such as ``3``, or a run id or the unique beginning of one.

    Returns
    -------
    RunRecord

    Raises
    ------
    UsageError
        When there is no such run, or several.
    """
    known = runs(database)
    chosen = [run for run in known if str(run.run_no) == name]
    chosen = chosen or [run for run in known if len(name) >= 4 and run.run_id.startswith(name)]
    if len(chosen) != 1:
        many = "several runs" if chosen else "no run"
        raise UsageError(
            f"Run {excerpt(name)!r}: found {many} of that name. Allowed: a number from 1 to {len(known)}, "
            "or the beginning of a run id. `collusion inbox W --runs` lists them."
        )
    return chosen[0]


def rings_of(database: Database, run_no: int) -> dict[str, Snapshot]:
    """Return the rings of one run, by the id that they keep for life.

    Parameters
    ----------
    database
        The store.
    run_no
        Number of the run.

    Returns
    -------
    dict of str to Snapshot
    """
    joined = (
        "collusion_sightings AS s JOIN collusion_snapshots AS b ON s.snapshot = b.digest "
        "WHERE s.run_no = ? ORDER BY s.rank"
    )
    rows = database.rows(f"SELECT s.ring_id, b.body FROM {joined}", run_no)  # noqa: S608  (constants)
    return {ring: snapshot_from(body) for ring, body in rows}


def last_seen(database: Database) -> dict[str, tuple[int, Snapshot]]:
    """Return every ring of a `database` as it was last seen, with the number of the run."""
    rows = database.rows(
        "SELECT s.ring_id, s.run_no, b.body FROM collusion_sightings AS s "
        "JOIN collusion_snapshots AS b ON s.snapshot = b.digest "
        "JOIN (SELECT ring_id, max(run_no) AS run_no FROM collusion_sightings GROUP BY ring_id) AS l "
        "ON l.ring_id = s.ring_id AND l.run_no = s.run_no ORDER BY s.ring_id"
    )
    return {ring: (run_no, snapshot_from(body)) for ring, run_no, body in rows}


def seen_by(database: Database, ring_id: str, run_no: int) -> Snapshot | None:
    """Return ring `ring_id` of a `database` as last seen in or before run `run_no`; None: not yet."""
    rows = database.rows(
        "SELECT b.body FROM collusion_sightings AS s JOIN collusion_snapshots AS b ON s.snapshot = b.digest "
        "WHERE s.ring_id = ? AND s.run_no <= ? ORDER BY s.run_no DESC LIMIT 1",
        *(ring_id, run_no),
    )
    return snapshot_from(rows[0][0]) if rows else None


def last_sighting(database: Database, ring_id: str) -> tuple[int, Snapshot]:
    """Return one ring of a `database`, by its whole `ring_id`, as it was last seen, and the run's number."""
    [(run_no, body)] = database.rows(
        "SELECT s.run_no, b.body FROM collusion_sightings AS s "
        "JOIN collusion_snapshots AS b ON s.snapshot = b.digest "
        "WHERE s.ring_id = ? ORDER BY s.run_no DESC LIMIT 1",
        ring_id,
    )
    return run_no, snapshot_from(body)


def snapshot_of(database: Database, digest: str) -> Snapshot | None:
    """Return the snapshot of a `digest` in a `database`; None when it is not there."""
    rows = database.rows("SELECT body FROM collusion_snapshots WHERE digest = ?", digest)
    return snapshot_from(rows[0][0]) if rows else None


def happenings(database: Database, *, after: int = 0, ring_id: str | None = None) -> list[Happening]:
    """Return what happened.

    Parameters
    ----------
    database
        The store.
    after
        Only what runs after this number showed.
    ring_id
        Only what happened to this ring.

    Returns
    -------
    list of Happening
        Oldest first.
    """
    statement = "SELECT run_no, kind, ring_id, body FROM collusion_events WHERE run_no > ?"
    if ring_id is None:
        rows = database.rows(statement + " ORDER BY event_no", after)
    else:
        rows = database.rows(statement + " AND ring_id = ? ORDER BY event_no", after, ring_id)
    return [Happening(run_no, _event(kind, ring, body)) for run_no, kind, ring, body in rows]


def links(database: Database, *, after: int = 0, until: int | None = None) -> list[Event]:
    """Return the links of rings to earlier ones that runs told, oldest first.

    Parameters
    ----------
    database
        The store.
    after, until
        Only what runs after the one number showed, and not after the other; None: all.

    Returns
    -------
    list of Event
        Each names the new accounts, those of before, and the values that both hold.
    """
    told = [one for one in happenings(database, after=after) if until is None or one.run_no <= until]
    return [one.event for one in told if one.event.kind == "returned" and one.event.others]


def _event(kind: str, ring_id: str, body: str) -> Event:
    content = {name: tuple(values) for name, values in json.loads(body).items()}
    return Event(kind=kind, ring_id=ring_id, **content)  # type: ignore[arg-type]


def add_run(
    database: Database,
    run: RunRecord,
    ids: Mapping[str, str],
    found: Mapping[str, Snapshot],
    told: Sequence[Event],
) -> None:
    """Write a run, its rings and what became of them; to be called within `Database.writing`.

    Parameters
    ----------
    database
        The store.
    run
        The run.
    ids
        Name in the run to id for life.
    found
        The rings, by their name in the run.
    told
        What became of them.
    """
    database.run(
        "INSERT INTO collusion_runs "
        "(run_no, run_id, folder, source, newest_at, manifest_sha256, registered_at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?)",
        *(run.run_no, run.run_id, _within(database, run.folder), _within(database, run.source)),
        run.newest_at,
        *(run.manifest_sha256, run.registered_at),
    )
    for name, snapshot in found.items():
        digest = snapshot.digest()
        database.run(
            "INSERT INTO collusion_snapshots (digest, body) VALUES (?, ?) ON CONFLICT DO NOTHING",
            *(digest, snapshot.body()),
        )
        database.run(
            "INSERT INTO collusion_sightings (run_no, ring_id, local_id, rank, harm, snapshot) "
            "VALUES (?, ?, ?, ?, ?, ?)",
            *(run.run_no, ids[name], name, snapshot.rank, snapshot.harm, digest),
        )
    [(first,)] = database.rows("SELECT coalesce(max(event_no), 0) + 1 FROM collusion_events")
    for place, event in enumerate(told):
        body = {key: value for key, value in asdict(event).items() if key not in ("kind", "ring_id")}
        database.run(
            "INSERT INTO collusion_events (event_no, run_no, ring_id, kind, body) VALUES (?, ?, ?, ?, ?)",
            *(first + place, run.run_no, event.ring_id, event.kind, canonical_json(body)),
        )


def _within(database: Database, path: str) -> str:
    """Return a path within the workspace relative to it, so that the folder can be moved; others whole."""
    if database.home is None or not Path(path).is_relative_to(database.home):
        return path
    return f"{_HERE}{Path(path).relative_to(database.home).as_posix()}"


def _whole(database: Database, path: str) -> str:
    """Return a path that the store keeps, where the workspace is now."""
    if database.home is None or not path.startswith(_HERE):
        return path
    return str(database.home / path.removeprefix(_HERE))


def _select(columns: str, rest: str) -> str:
    return f"SELECT {columns} FROM collusion_{rest}"  # noqa: S608  (constants of this module)

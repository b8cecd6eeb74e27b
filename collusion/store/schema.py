"""The tables of a workspace, and what keeps the chains among them append-only."""

from __future__ import annotations

from collusion.errors import IntegrityError
from collusion.store.database import Database

VERSION = "1"

#: Tables whose rows are chained by hashes and may neither change nor go.
CHAINS = ("decisions", "actions", "notes")

_TABLES = (
    "CREATE TABLE IF NOT EXISTS collusion_meta (name TEXT PRIMARY KEY, value TEXT NOT NULL)",
    """CREATE TABLE IF NOT EXISTS collusion_runs (
        run_no INTEGER PRIMARY KEY, run_id TEXT NOT NULL, folder TEXT NOT NULL, source TEXT NOT NULL,
        newest_at TEXT, manifest_sha256 TEXT NOT NULL UNIQUE, registered_at TEXT NOT NULL)""",
    """CREATE TABLE IF NOT EXISTS collusion_snapshots (digest TEXT PRIMARY KEY, body TEXT NOT NULL)""",
    """CREATE TABLE IF NOT EXISTS collusion_sightings (
        run_no INTEGER NOT NULL, ring_id TEXT NOT NULL, local_id TEXT NOT NULL, rank INTEGER NOT NULL,
        harm REAL NOT NULL, snapshot TEXT NOT NULL REFERENCES collusion_snapshots (digest),
        PRIMARY KEY (run_no, ring_id))""",
    """CREATE TABLE IF NOT EXISTS collusion_events (
        event_no INTEGER PRIMARY KEY, run_no INTEGER NOT NULL, ring_id TEXT NOT NULL, kind TEXT NOT NULL,
        body TEXT NOT NULL)""",
    *(
        f"""CREATE TABLE IF NOT EXISTS collusion_{name} (
        seq INTEGER PRIMARY KEY, hash TEXT NOT NULL UNIQUE, body TEXT NOT NULL, signature TEXT)"""
        for name in CHAINS
    ),
    """CREATE TABLE IF NOT EXISTS collusion_leases (
        ring_id TEXT PRIMARY KEY, by_name TEXT NOT NULL, until TEXT NOT NULL)""",
    "CREATE INDEX IF NOT EXISTS collusion_sightings_ring ON collusion_sightings (ring_id, run_no)",
)

_SQLITE_GUARD = """CREATE TRIGGER IF NOT EXISTS collusion_{name}_keep_{verb} BEFORE {verb} ON collusion_{name}
    BEGIN SELECT RAISE(ABORT, 'collusion_{name} is append-only'); END"""
_POSTGRES_GUARD = (
    """CREATE OR REPLACE FUNCTION collusion_keep() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'append-only'; END $$""",
    """CREATE OR REPLACE TRIGGER collusion_{name}_keep BEFORE UPDATE OR DELETE OR TRUNCATE
    ON collusion_{name} FOR EACH STATEMENT EXECUTE FUNCTION collusion_keep()""",
)


def create_tables(database: Database) -> None:
    """Make the tables that are not there yet, with what refuses to change a chain.

    Parameters
    ----------
    database
        An open store; it may be one that has them all.

    Raises
    ------
    IntegrityError
        When the store was made by another version of these tables.
    """
    with database.writing():
        for statement in _TABLES:
            database.run(statement)
        if database.kind == "postgres":
            database.run(_POSTGRES_GUARD[0])
        for name in CHAINS:
            if database.kind == "postgres":
                database.run(_POSTGRES_GUARD[1].format(name=name))
            else:
                for verb in ("UPDATE", "DELETE"):
                    database.run(_SQLITE_GUARD.format(name=name, verb=verb))
        found = database.rows("SELECT value FROM collusion_meta WHERE name = 'schema'")
        if not found:
            database.run("INSERT INTO collusion_meta (name, value) VALUES ('schema', ?)", VERSION)
        elif found[0][0] != VERSION:
            raise IntegrityError(
                f"The workspace's store: found tables of version {found[0][0]}. Allowed: {VERSION}. "
                "Use the version of Collusion that made the workspace."
            )

"""``collusion export``: what other systems take from a run, or from the decisions of a workspace."""

from __future__ import annotations

import dataclasses
import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from collusion.cli import terminal
from collusion.foreign import printable

if TYPE_CHECKING:
    import polars as pl

    from collusion.cases.run_folder import Run
    from collusion.decisions.decision import Entry
    from collusion.decisions.standing import Standing
    from collusion.exports.redaction import Profile
    from collusion.workspace.workspace import Workspace


class Target(StrEnum):
    """What can be exported."""

    SUSPECTS = "suspects"
    CLIENTS = "clients"
    OPERATORS = "operators"
    GRAPH = "graph"
    FEED = "feed"
    EXHIBITS = "exhibits"
    STIX = "stix"
    DSA = "dsa"
    SUBJECT = "subject"


class ProfileChoice(StrEnum):
    """For whom an export is."""

    INTERNAL = "internal"
    EXHIBIT = "exhibit"
    REGULATOR = "regulator"


#: What needs no decision: lists of suspects say so in every row.
_OF_RUNS = (Target.SUSPECTS, Target.CLIENTS, Target.OPERATORS, Target.GRAPH)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What was asked for."""

    out: Path
    rings: tuple[str, ...]
    account: str
    profile: Profile
    force: bool
    source: Path | None
    terms: tuple[str, str, tuple[str, ...]]
    language: str


def export(
    run: Annotated[
        Path, typer.Argument(metavar="RUN|W", help="A run folder, or a workspace: its latest run.")
    ],
    target: Annotated[Target, typer.Option("--to", help="What to export.")],
    out: Annotated[
        Path,
        typer.Option("--out", metavar="PATH", help="A file, its ending chooses the format; or a new folder."),
    ],
    ring: Annotated[
        list[str] | None, typer.Option("--ring", metavar="RING", help="Only this ring; may be given again.")
    ] = None,
    account: Annotated[
        str, typer.Option("--account", metavar="ID", help="The account, for --to subject.")
    ] = "",
    profile: Annotated[
        ProfileChoice, typer.Option("--profile", help="For whom: what is shown and what is not.")
    ] = ProfileChoice.EXHIBIT,
    source: Annotated[
        Path | None,
        typer.Option(
            "--source", metavar="DIR", help="The tables, for texts and parcels; default: the run's source."
        ),
    ] = None,
    clause: Annotated[
        str,
        typer.Option(
            "--clause", metavar="TEXT", help="For --to dsa: the clause of the terms that is broken."
        ),
    ] = "",
    clause_url: Annotated[
        str, typer.Option("--clause-url", metavar="URL", help="For --to dsa: where the terms are.")
    ] = "",
    country: Annotated[
        list[str] | None, typer.Option("--country", metavar="CC", help="For --to dsa: where it applies.")
    ] = None,
    language: Annotated[
        str, typer.Option("--language", metavar="LANGUAGE", help="For --to exhibits: en or de.")
    ] = "en",
    force: terminal.ForceOption = False,
    quiet: terminal.QuietOption = False,
) -> None:
    """Write lists, graphs, exhibits, feeds and statements for other systems and people.

    Of a run: suspects, clients, operators (.csv .parquet .jsonl .xlsx), graph (.graphml .gexf .cyjs, or a
    folder of CSV for Neo4j); of a workspace without the rings that a person dismissed. Of a workspace, what
    named persons decided: feed (.jsonl), exhibits (folder), stix (.json), dsa (folder), subject (.json).
    Try: collusion export runs/demo --to suspects --out x.csv
    """
    from collusion.errors import UsageError
    from collusion.exports.redaction import Profile
    from collusion.words.catalogue import DEFAULT

    terms = (clause, clause_url, tuple(country or ()))
    asked = _Asked(out, tuple(ring or ()), account, Profile(profile.value), force, source, terms, language)
    if target is not Target.EXHIBITS and language != DEFAULT:
        raise UsageError(
            f"--language {language}: found --to {target.value}, whose names other systems read as they are. "
            "Allowed for --to exhibits only: leave --language out."
        )
    is_workspace = (run / "token.key").is_file()
    if not is_workspace and target not in _OF_RUNS:
        raise UsageError(
            f"--to {target.value}: found a run. It is made of decisions, so give a workspace: "
            "`collusion detect SOURCE --workspace W`, `collusion decide W RING confirm …`, then export W."
        )
    said = _of_workspace(run, target, asked) if is_workspace else _of_run_folder(run, target, asked)
    terminal.message_console(quiet=quiet).print(printable(said), soft_wrap=True)
    print(printable(str(out)))


def _of_run_folder(path: Path, target: Target, asked: _Asked) -> str:
    from collusion.cases.run_folder import open_run, select_ring

    opened = open_run(path)
    rings = [select_ring(opened, name) for name in asked.rings]
    return _of_run(opened, target, asked, rings, frozenset())


def _of_run(run: Run, target: Target, asked: _Asked, rings: list[str], confirmed: frozenset[str]) -> str:
    """Write what needs no decision; return what was written in words."""
    import polars as pl

    from collusion.cases.wording import counted
    from collusion.exports import clients, graph_files
    from collusion.exports.suspects import suspects
    from collusion.exports.tabular import write_table

    if target is Target.GRAPH:
        chosen = rings or run.rings.filter("flagged")["ring_id"].to_list()
        graph = graph_files.ring_graph(run, chosen)
        made_at = str(run.manifest.get("created_at", ""))
        graph_files.write_graph(graph, asked.out, made_at=made_at, force=asked.force)
        size = f"{counted(len(graph), 'node')} and {counted(graph.number_of_edges(), 'edge')}"
        return f"{size} of {counted(len(chosen), 'ring')}."
    if target is Target.SUSPECTS:
        table = suspects(run)
        table = table.filter(pl.col("ring_id").is_in(rings)) if rings else table
        write_table(table, asked.out, force=asked.force)
        of = counted(table["ring_id"].n_unique(), "flagged ring")
        return f"{counted(table.height, 'suspect')} of {of}, each for a human decision."
    table = clients.clients(run, confirmed) if target is Target.CLIENTS else clients.operators(run)
    if rings:
        table = table.filter(pl.col("ring_ids").list.eval(pl.element().is_in(rings)).list.any())
    write_table(table, asked.out, force=asked.force)
    return f"{counted(table.height, 'product' if target is Target.CLIENTS else 'operator')}."


def _of_workspace(path: Path, target: Target, asked: _Asked) -> str:
    from collusion.cases import run_folder
    from collusion.cli.plan import latest_of
    from collusion.policy.actions import reverse
    from collusion.signing import signer_of_environment
    from collusion.workspace.deciding import find_ring
    from collusion.workspace.inbox import load_inbox
    from collusion.workspace.workspace import opened

    with opened(path) as space:
        run, held = latest_of(space)
        rings = [find_ring(space, name) for name in asked.rings]
        confirmed = frozenset(
            name for name, entry in held.rings.items() if entry.decision.verdict == "confirm"
        )
        if target in _OF_RUNS:
            quiet = {item.ring_id for item in load_inbox(space).items if item.state == "quiet"} - set(rings)
            return _of_run(run_folder.without_rings(run, quiet), target, asked, rings, confirmed)
        cleared = dict.fromkeys(run.cleared(), "labels of the source")
        reverse(space.database, space.ledger(), held, cleared, signer_of_environment())
        if target in (Target.FEED, Target.DSA):
            return _of_actions(space, run, target, asked)
        return _of_decisions(
            space, run, target, asked, rings or sorted(confirmed & set(run.rings["ring_id"]))
        )


def _of_actions(space: Workspace, run: Run, target: Target, asked: _Asked) -> str:
    from collusion.cases.wording import counted
    from collusion.exports.dsa import Terms, statements, write_statements
    from collusion.exports.feed import write_feed
    from collusion.policy.actions import REVERSAL, in_force, read_actions

    actions = read_actions(space.database)
    if target is Target.FEED:
        write_feed(actions, asked.out, force=asked.force)
        n = sum(action.status == REVERSAL for action in actions)
        return f"{counted(len(actions) - n, 'action')} and {counted(n, 'reversal')}."
    clause, url, countries = asked.terms
    terms = Terms(**({"clause": clause} if clause else {}), url=url, countries=countries)
    held = in_force(actions, dt.datetime.now(tz=dt.UTC))
    made = statements(run, held.values(), terms)
    files = write_statements(made, asked.out)
    return f"{counted(len(made), 'statement')} in {counted(len(files), 'call')}."


def _of_decisions(space: Workspace, run: Run, target: Target, asked: _Asked, rings: list[str]) -> str:
    from collusion.errors import UsageError
    from collusion.exports.exhibit_files import write_exhibits
    from collusion.exports.exhibits import Held, compose_exhibits
    from collusion.exports.stix import stix_bundle, write_stix
    from collusion.words.catalogue import words_of

    if target is Target.SUBJECT:
        return _of_account(space, run, asked)
    if not rings:
        raise UsageError("No ring of the latest run is confirmed, so there is nothing to hand over.")
    _, held = _standing(space)
    key = space.token_key()
    if target is Target.STIX:
        bundle = stix_bundle(run, rings, held, profile=asked.profile, key=key)
        write_stix(bundle, asked.out, force=asked.force)
        return f"{len(bundle.objects)} STIX objects."
    if len(rings) > 1:
        raise UsageError(f"Exhibits are of one ring: name it with --ring. Confirmed: {', '.join(rings)}.")
    accounts = held.rings[rings[0]].decision.accounts if rings[0] in held.rings else ()
    rows = source_rows(space, asked.source, accounts)
    told = dataclasses.replace(run, language=words_of(asked.language).language)
    exhibits = compose_exhibits(told, rings[0], Held(held, key, rows), profile=asked.profile)
    write_exhibits(exhibits, asked.out, force=asked.force)
    counts = ", ".join(f"{letter} {table.height:,}" for letter, table in exhibits.tables.items())
    return f"Exhibits of {rings[0]}, profile {asked.profile.value}; rows: {counts}."


def _of_account(space: Workspace, run: Run, asked: _Asked) -> str:
    from collusion.cases.wording import counted
    from collusion.decisions.decision import is_text
    from collusion.errors import UsageError
    from collusion.exports.subject import Records, subject
    from collusion.exports.tabular import check_free_file
    from collusion.policy.actions import read_actions
    from collusion.provenance import write_text_whole
    from collusion.workspace import history

    if not asked.account or not is_text(asked.account):
        raise UsageError("--to subject: found no account. Name it with --account, in UTF-8.")
    entries, held = _standing(space)
    records = Records(
        run=run,
        entries=entries,
        standing=held,
        actions=read_actions(space.database),
        happenings=history.happenings(space.database),
        rows=source_rows(space, asked.source, (asked.account,)),
    )
    found = subject(asked.account, records, profile=asked.profile)
    check_free_file(asked.out, force=asked.force)
    write_text_whole(asked.out, terminal.as_json(found) + "\n")
    n_rings, n_rows = len(found["membership"]), sum(map(len, found["source_rows"].values()))
    said = f"{counted(n_rings, 'ring')}, {counted(len(found['decisions']), 'decision')}"
    return f"All that is held about one account: {said}, {counted(n_rows, 'row')} of the source."


def _standing(space: Workspace) -> tuple[list[Entry], Standing]:
    from collusion.decisions.standing import standing

    entries = space.ledger()
    return entries, standing(entries, dt.datetime.now(tz=dt.UTC))


def source_rows(space: Workspace, source: Path | None, accounts: tuple[str, ...]) -> dict[str, pl.DataFrame]:
    """Return the rows of some accounts in the tables of a source, where it is still there.

    Parameters
    ----------
    space
        The workspace.
    source
        The tables; those of the latest run when None.
    accounts
        The accounts.

    Returns
    -------
    dict of str to DataFrame
        By table; identifiers are not among them.
    """
    import polars as pl

    from collusion.config import load_config
    from collusion.tables.read import read_tables
    from collusion.workspace import history

    where = source or Path(history.latest_run(space.database).source)
    if source is None and not where.exists():
        return {}
    tables = read_tables(where, mapping=load_config(where).mapping)
    rows = {}
    for name, frame in tables.frames().items():
        if "reviewer_id" in frame.columns and name != "identifiers":
            rows[name] = frame.filter(pl.col("reviewer_id").is_in(list(accounts)))
    return rows

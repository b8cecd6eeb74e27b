"""The pipeline, top to bottom: tables → graph → evidence → candidates → ranked rings → run folder."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import os
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any, TypeAlias

import msgspec
import polars as pl

from collusion import __version__, memory, preflight, provenance, record_store
from collusion.arrays import Int32Array
from collusion.cases import compose, evidence_rows, reasons, run_folder, schema
from collusion.checkpoints import Checkpoints
from collusion.config import RunConfig
from collusion.detection import communities
from collusion.detection.search import Evidence, Search, SearchParams, find_candidates
from collusion.evidence import channels, labels, strata
from collusion.evidence.homes import find_homes
from collusion.evidence.near_duplicates import near_duplicate_reviews
from collusion.evidence.stars import prepare_stars
from collusion.evidence.tenure import prepare_tenure
from collusion.graph.build import EntityGraph, build_graph
from collusion.scoring import accounts, decoys, families, model, rank
from collusion.tables.loader import labels_digest, with_labels
from collusion.tables.locate import digests_of, locate
from collusion.tables.profile import availability
from collusion.tables.read import read_tables
from collusion.tables.records import Inputs, ReviewTables
from collusion.tables.schema import TABLES

_Counts: TypeAlias = dict[str, int | float]


def detect(
    source: Path,
    out: Path,
    *,
    config: RunConfig,
    quarantine: Path | None = None,
    force: bool = False,
    recorder: provenance.Recorder | None = None,
) -> run_folder.Run:
    """Find the rings in a source and write a run folder.

    Parameters
    ----------
    source
        Folder or file of tables.
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

    Notes
    -----
    From here on the process gives large blocks of memory back to the system as soon as they are freed
    (`collusion.memory`).
    """
    return detect_from(Inputs(source, quarantine), out, config=config, force=force, recorder=recorder)


def detect_from(
    inputs: Inputs,
    out: Path,
    *,
    config: RunConfig,
    force: bool = False,
    recorder: provenance.Recorder | None = None,
) -> run_folder.Run:
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
    run_folder.put_back(out)
    run_folder.check_free(out, force=force)
    record = recorder or provenance.Recorder()
    plan = preflight.plan(inputs.source, config)
    record.say(plan.sentence())
    memory.map_large_blocks()
    with _checkpoints(inputs, out, config, record) as steps:
        frames, manifest = _run(inputs, config, plan, steps, record)
        steps.take()
        run_folder.write_run(out, frames, manifest, force=force)
    return run_folder.open_run(out)


def _run(
    inputs: Inputs,
    config: RunConfig,
    plan: preflight.Plan,
    steps: Checkpoints,
    record: provenance.Recorder,
) -> tuple[dict[str, pl.DataFrame], dict[str, Any]]:
    """Run every stage that no earlier attempt has finished; return the tables and the manifest."""
    tables = steps.stage("read", ReviewTables, partial(_read, inputs, config, steps))
    tables = with_labels(tables, inputs.labels)
    graph = steps.stage("graph", EntityGraph, partial(_graph, tables))
    with record.stage("evidence") as counts:
        prepared = _prepare(tables, graph, config)
        layers = steps.keep("strata", strata.Strata, partial(_layers, tables, graph, config))
        counts["strata"] = len(layers)
        known = _known(tables, graph, layers, prepared)
        _let_go(tables, graph)
    null = partial(_decoys, tables, graph, known, config)
    worlds = [
        partial(steps.keep, f"decoys-{index}", decoys.Decoys, partial(null, index))
        for index in range(config.scoring.n_decoys)
    ]
    with ThreadPoolExecutor(max_workers=1) as beside:
        started = [beside.submit(world) for world in worlds] if plan.decoys_beside else []
        search = partial(_detection, graph, known, config, record.advance)
        found = steps.stage("detection", Search, search)
        with record.stage("decoys") as counts:
            decoyed = [world.result() for world in started] or [world() for world in worlds]
            counts["worlds"] = len(decoyed)
            counts["candidates"] = sum(len(world.found) for world in decoyed)
    with record.stage("scoring") as counts:
        assessed = families.assess(found.candidates, prepared, advance=record.advance)
        ranked = _rank(assessed, decoyed, config, counts)
    proven = rank.proven_accounts(assessed, decoyed, model.shipped_model(), params=config.scoring)
    if len(proven):
        with record.stage("decoys again") as counts:
            counts["accounts_left_out"] = len(proven)
            again = [partial(null, index, without=proven) for index in range(len(decoyed))]
            decoyed = [steps.keep(f"again-{i}", decoys.Decoys, world) for i, world in enumerate(again)]
            ranked = _rank(assessed, decoyed, config, counts)
    with record.stage("cases") as counts:
        key = inputs.key or token_key(graph)
        frames = _compose(ranked, found, graph, tables, prepared, key)
        counts["members"] = frames["members"].height
    manifest = _manifest(inputs, tables, graph, config, record, layers)
    return frames, manifest | {"abnormal_bits": ranked.abnormal_bits}


def _checkpoints(inputs: Inputs, out: Path, config: RunConfig, record: provenance.Recorder) -> Checkpoints:
    """Return the checkpoints of a run, which hold for its input, its configuration and how it is read."""
    located = locate(inputs.source, config.mapping)
    made_of = {
        "config": _settings(config),
        "quarantine": str(inputs.quarantine),
        "labels": labels_digest(inputs.labels),
        "passed over": [dataclasses.astuple(note) for note in located.notes],
    }
    seconds = config.resources.checkpoint_seconds
    return Checkpoints(
        run_folder.work_folder(out), made_of, lambda: digests_of(located.files), record, seconds
    )


def _read(inputs: Inputs, config: RunConfig, steps: Checkpoints, counts: _Counts) -> ReviewTables:
    quarantine = inputs.quarantine
    if quarantine is not None:
        steps.claim(quarantine / f"{name}.parquet" for name in TABLES)
    tables = read_tables(inputs.source, mapping=config.mapping, quarantine=quarantine)
    steps.know_inputs(tables.digests)
    counts["reviews"] = tables.height("reviews")
    return tables


def _graph(tables: ReviewTables, counts: _Counts) -> EntityGraph:
    graph = build_graph(tables)
    counts.update(count_nodes(graph))
    return graph


def _detection(
    graph: EntityGraph, known: Evidence, config: RunConfig, advance: provenance.Advance, counts: _Counts
) -> Search:
    found = _search(graph, known, config, advance)
    counts["links"] = len(found.links)
    counts["seeds"] = sum(found.n_seeds.values())
    counts["candidates"] = len(found.candidates)
    return found


def _settings(config: RunConfig) -> dict[str, Any]:
    """Return what of the configuration decides about results, as plain values."""
    settings: dict[str, Any] = msgspec.to_builtins(config)
    del settings["resources"]
    return settings


def count_nodes(graph: EntityGraph) -> dict[str, int]:
    """Count the nodes and edges of a graph, for the manifest."""
    return {
        "reviewers": len(graph.reviewers),
        "products": len(graph.products),
        "sellers": len(graph.sellers),
        "edges": graph.reviews.n_edges,
        "identifiers": sum(len(relation.nodes) for relation in graph.identifiers.values()),
    }


def _prepare(tables: ReviewTables, graph: EntityGraph, config: RunConfig) -> channels.Channels:
    public = {kind: settings.public_share for kind, settings in config.mapping.kinds.items()}
    return channels.prepare_channels(tables, graph, public, params=config.evidence)


def _layers(tables: ReviewTables, graph: EntityGraph, config: RunConfig) -> strata.Strata:
    known = strata.metadata_strata(tables, graph, params=config.evidence)
    if known is not None:
        return known
    labels = communities.product_communities(graph, seed=config.seed)
    return strata.inferred_strata(labels, graph, params=config.evidence)


def _let_go(tables: ReviewTables, graph: EntityGraph) -> None:
    """Let what is rarely read leave memory, where it is on the disk."""
    record_store.release_pages(tables, ReviewTables)
    record_store.release_pages(graph, EntityGraph)


def _known(
    tables: ReviewTables, graph: EntityGraph, layers: strata.Strata, prepared: channels.Channels
) -> Evidence:
    fakes = labels.labelled_fakes(tables, graph)
    lifecycle = prepared.lifecycle
    alike = near_duplicate_reviews(prepared.text.texts)
    return Evidence(
        strata=layers,
        stars=prepared.stars,
        identity=prepared.identity,
        created=lifecycle.created,
        tenure=lifecycle.tenure,
        homes=find_homes(tables, graph),
        fakes=fakes,
        alike=alike,
    )


def _search(graph: EntityGraph, known: Evidence, config: RunConfig, advance: provenance.Advance) -> Search:
    params = SearchParams(config.seed, config.evidence, config.detection)
    threads = config.resources.n_threads()
    return find_candidates(graph, known, params=params, n_threads=threads, advance=advance)


def _decoys(
    tables: ReviewTables,
    graph: EntityGraph,
    known: Evidence,
    config: RunConfig,
    index: int,
    without: Int32Array | None = None,
) -> decoys.Decoys:
    """Search one null world, maybe `without` some accounts' reviews, and assess what is found there."""
    seed = config.seed * 1000 + index + 1
    null = decoys.null_world(graph, known.strata, seed=seed, params=config.scoring, without=without)
    _let_go(tables, graph)
    stars = prepare_stars(null.graph, max_tilt=config.evidence.honest_tilt)
    tenure = prepare_tenure(null.graph)
    known = dataclasses.replace(known, strata=null.strata, stars=stars, tenure=tenure)
    found = _search(null.graph, known, config, lambda _: None).candidates
    assessed = families.assess(found, _prepare(tables, null.graph, config)) if found else []
    return decoys.Decoys(assessed, null.share)


def _rank(
    assessed: list[families.Assessment], decoyed: list[decoys.Decoys], config: RunConfig, counts: _Counts
) -> rank.RankedRings:
    ranked = rank.rank(assessed, decoyed, model.shipped_model(), params=config.scoring)
    counts["rings"] = len(ranked.assessments)
    counts["flagged"] = int(ranked.flagged.sum())
    return ranked


def _compose(
    ranked: rank.RankedRings,
    found: Search,
    graph: EntityGraph,
    tables: ReviewTables,
    prepared: channels.Channels,
    key: bytes,
) -> dict[str, pl.DataFrame]:
    rings = compose.name_rings(ranked, graph)
    fetched = evidence_rows.fetch_evidence_rows(rings, graph, tables, key=key)
    suspicion = accounts.score_accounts(ranked, found.links, prepared.stars)
    return {
        "rings": compose.compose_rings(rings, graph),
        "members": compose.compose_members(rings, graph),
        "clients": compose.compose_clients(rings, graph),
        "evidence": reasons.compose_evidence(rings, graph, fetched, abnormal_bits=ranked.abnormal_bits),
        "ring_reviews": evidence_rows.compose_ring_reviews(rings, graph, fetched),
        "ring_identifiers": evidence_rows.compose_ring_identifiers(rings, graph, fetched),
        "scores": pl.DataFrame(
            {"reviewer_id": graph.reviewers.ids, "score": suspicion}, schema=schema.SCORES.schema
        ),
        "labels": evidence_rows.compose_labels(tables),
    }


def token_key(graph: EntityGraph) -> bytes:
    """Return the key of tokens: ``COLLUSION_TOKEN_KEY`` when set, else a digest of the identifiers.

    Parameters
    ----------
    graph
        The graph.

    Returns
    -------
    bytes
        32 bytes. The digest is known only to who has the identifiers anyway; it does not depend on the
        order of rows.
    """
    given = os.environ.get("COLLUSION_TOKEN_KEY")
    if given:
        return hashlib.blake2b(given.encode(), digest_size=32).digest()
    digest = hashlib.blake2b(digest_size=32)
    for kind, relation in graph.identifiers.items():
        digest.update(kind.encode() + b"\0" + relation.nodes.digest())
    return digest.digest()


def _manifest(
    inputs: Inputs,
    tables: ReviewTables,
    graph: EntityGraph,
    config: RunConfig,
    record: provenance.Recorder,
    layers: strata.Strata,
) -> dict[str, Any]:
    settings = _settings(config)
    speaks = {entry.family: entry.is_possible or entry.reason for entry in availability(tables)}
    given = labels_digest(inputs.labels)
    # Labels of decisions are of no file of the source, but the result depends on them all the same.
    made_of = tables.digests | ({"labels of decisions": given} if given else {})
    return {
        "run_id": provenance.run_id(made_of, settings, __version__),
        "version": __version__,
        "source": inputs.source.name,
        "inputs": tables.digests,
        **({"labels_of_decisions": given} if given else {}),
        "config": settings,
        "seed": config.seed,
        "created_at": dt.datetime.now(tz=dt.UTC).isoformat(timespec="seconds"),
        "stages": record.as_records(),
        "totals": record.totals(),
        "counts": {"reviews": tables.height("reviews")} | count_nodes(graph),
        "strata": {"n": len(layers), "source": layers.source},
        "notes": [
            f"{'.'.join(filter(None, (note.table, note.column)))}: {note.message} ({note.count:,})"
            for note in tables.notes
        ],
        "evidence_available": speaks,
    }

"""The pipeline, top to bottom: tables → graph → evidence → candidates → ranked rings → run folder."""

from __future__ import annotations

import contextlib
import dataclasses
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any, TypeAlias

import msgspec
import polars as pl

from collusion import drafts, preflight, provenance
from collusion.cases import run_folder
from collusion.cases.limits import ranking_record
from collusion.cases.manifest import compose_manifest, count_nodes
from collusion.cases.run_tables import compose_tables
from collusion.cases.tokens import find_token_key, token_key
from collusion.checkpoints import Checkpoints
from collusion.config import RunConfig
from collusion.detection.preparation import find_strata, prepare_search
from collusion.detection.search import Evidence, Search, SearchParams, find_candidates
from collusion.evidence.channels import prepare_channels
from collusion.evidence.review_texts import gather_texts
from collusion.evidence.strata import Strata
from collusion.graph.build import EntityGraph, build_graph
from collusion.scoring import families, rank
from collusion.scoring.decoys import Decoys
from collusion.scoring.hypotheses import shipped_model
from collusion.scoring.null_markets import NullMarketParams, release, search_null_market
from collusion.signing import signer_of_environment
from collusion.tables.loader import labels_digest, with_labels
from collusion.tables.locate import Located, stamps_of
from collusion.tables.quarantine import check_quarantine, move_quarantine
from collusion.tables.read import read_located
from collusion.tables.records import Inputs, ReviewTables
from collusion.tables.schema import TABLES
from collusion.tables.sources.opening import open_source
from collusion.tables.sources.source import Source

#: Where in the work folder the rows of a database, and quarantined rows until the run is written, are.
_COPY, _QUARANTINE = "source", "quarantine"
#: Key where there is nothing to make tokens of.
_NO_TOKENS = b"no identifiers"
_Counts: TypeAlias = dict[str, int | float]


def detect(
    source: str | Path,
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
    signer = inputs.signer or signer_of_environment()
    if inputs.key is None:
        find_token_key(out.parent)  # what is wrong with it is said before the work
    outputs = [out, run_folder.work_folder(out), *([inputs.quarantine] if inputs.quarantine else [])]
    if inputs.quarantine is not None:
        check_quarantine(inputs.quarantine, TABLES)
    copy_to = run_folder.work_folder(out) / _COPY
    with (
        open_source(inputs.source, config.mapping, copy_to=copy_to, outputs=outputs) as source,
        _checkpoints(inputs, source, out, config, record) as steps,
    ):
        located = _locate(source, record)
        plan = preflight.plan(located, config)
        record.say(plan.sentence())
        steps.watch(partial(stamps_of, located.files))
        try:
            frames, manifest = _run(inputs, located, config, plan, steps, record)
        except Exception:
            steps.check_inputs()  # what went wrong may be that the source changed meanwhile
            raise
        steps.check_inputs()
        mode = drafts.folder_mode(path for files in located.files.values() for path in files.paths)
        with _quarantined(steps.folder / _QUARANTINE, inputs.quarantine):
            run_folder.write_run(out, frames, manifest, force=force, mode=mode, signer=signer)
    return run_folder.open_run(out)


def _locate(source: Source, record: provenance.Recorder) -> Located:
    """Find the files of a source; where they are copies, making them is a stage of its own."""
    if not source.is_copied:
        return source.locate()
    with record.stage("copy") as counts:
        located = source.locate()
        counts["tables"] = len(located.files)
    return located


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


def _run(
    inputs: Inputs,
    located: Located,
    config: RunConfig,
    plan: preflight.Plan,
    steps: Checkpoints,
    record: provenance.Recorder,
) -> tuple[dict[str, pl.DataFrame], dict[str, Any]]:
    """Run every stage that no earlier attempt has finished; return the tables and the manifest."""
    tables = steps.stage("read", ReviewTables, partial(_read, inputs, located, config, steps))
    tables = with_labels(tables, inputs.labels)
    graph = steps.stage("graph", EntityGraph, partial(_graph, tables))
    params = _null_params(config)
    with record.stage("evidence") as counts:
        texts = gather_texts(tables, steps.folder)
        prepared = prepare_channels(tables, graph, params.kinds, params=config.evidence, texts=texts)
        find = partial(find_strata, tables, graph, seed=config.seed, params=config.evidence)
        strata = steps.keep("strata", Strata, find)
        counts["strata"] = len(strata)
        known = prepare_search(tables, graph, strata, prepared)
        release(tables, graph)
    null = partial(search_null_market, tables=tables, graph=graph, known=known, params=params)
    numbers = range(config.scoring.n_decoys)
    markets = [partial(steps.keep, f"decoys-{index}", Decoys, partial(null, index)) for index in numbers]
    with ThreadPoolExecutor(max_workers=1) as background:
        started = [background.submit(market) for market in markets] if plan.decoys_beside else []
        found = steps.stage("detection", Search, partial(_search, graph, known, params, record.advance))
        with record.stage("decoys") as counts:
            decoyed = [market.result() for market in started] or [market() for market in markets]
            counts["worlds"] = len(decoyed)
            counts["candidates"] = sum(len(market.found) for market in decoyed)
    with record.stage("scoring") as counts:
        assessed = families.assess(found.candidates, prepared, advance=record.advance)
        ranked = _rank(assessed, decoyed, config, counts)
    proven = rank.proven_accounts(assessed, decoyed, shipped_model(), params=config.scoring)
    if len(proven):
        with record.stage("decoys again") as counts:
            counts["accounts_left_out"] = len(proven)
            again = [partial(null, index, without=proven) for index in range(len(decoyed))]
            decoyed = [steps.keep(f"again-{i}", Decoys, market) for i, market in enumerate(again)]
            ranked = _rank(assessed, decoyed, config, counts)
    with record.stage("cases") as counts:
        key = inputs.key or (token_key(steps.folder.parent) if graph.identifiers else _NO_TOKENS)
        frames = compose_tables(ranked, found.links, prepared, graph, tables, key=key)
        counts["members"] = frames["members"].height
    settings = _settings(config)
    manifest = compose_manifest(inputs, tables, graph, strata, settings=settings, record=record)
    return frames, manifest | ranking_record(ranked, assessed, decoyed, graph, params)


def _checkpoints(
    inputs: Inputs, source: Source, out: Path, config: RunConfig, record: provenance.Recorder
) -> Checkpoints:
    """Return the checkpoints of a run, which hold for its input, its configuration and how it is read."""
    made_of = {
        "config": _settings(config),
        "quarantine": inputs.quarantine is not None,
        "labels": labels_digest(inputs.labels),
        "passed over": [dataclasses.astuple(note) for note in source.passed_over()],
    }
    seconds = config.resources.checkpoint_seconds
    return Checkpoints(
        run_folder.work_folder(out), made_of, lambda: source.locate().digests(), record, seconds
    )


def _settings(config: RunConfig) -> dict[str, Any]:
    """Return what of the configuration decides about results, as plain values."""
    settings: dict[str, Any] = msgspec.to_builtins(config)
    del settings["resources"]
    return settings


def _null_params(config: RunConfig) -> NullMarketParams:
    return NullMarketParams(
        search=SearchParams(config.seed, config.evidence, config.detection),
        scoring=config.scoring,
        kinds=config.mapping.kinds,
        n_threads=config.resources.n_threads(),
    )


def _read(
    inputs: Inputs, located: Located, config: RunConfig, steps: Checkpoints, counts: _Counts
) -> ReviewTables:
    quarantine = None if inputs.quarantine is None else steps.folder / _QUARANTINE
    drafts.remove(steps.folder / _QUARANTINE)
    tables = read_located(located, mapping=config.mapping, quarantine=quarantine)
    steps.know_inputs(tables.digests)
    counts["reviews"] = tables.height("reviews")
    return tables


def _graph(tables: ReviewTables, counts: _Counts) -> EntityGraph:
    graph = build_graph(tables)
    counts.update(count_nodes(graph))
    return graph


def _search(
    graph: EntityGraph,
    known: Evidence,
    params: NullMarketParams,
    advance: provenance.Advance,
    counts: _Counts,
) -> Search:
    found = find_candidates(graph, known, params=params.search, n_threads=params.n_threads, advance=advance)
    counts["links"] = len(found.links)
    counts["seeds"] = sum(found.n_seeds.values())
    counts["candidates"] = len(found.candidates)
    return found


def _rank(
    assessed: list[families.Assessment], decoyed: list[Decoys], config: RunConfig, counts: _Counts
) -> rank.RankedRings:
    ranked = rank.rank(assessed, decoyed, shipped_model(), params=config.scoring)
    counts["rings"] = len(ranked.assessments)
    counts["flagged"] = int(ranked.flagged.sum())
    return ranked

"""The stages of a run, one function each: resumed from a checkpoint or computed, recorded, counted."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeAlias

import polars as pl

from collusion.cases.limits import ranking_record
from collusion.cases.manifest import compose_manifest, count_nodes
from collusion.cases.run_tables import compose_tables
from collusion.cases.tokens import token_key
from collusion.config import RunConfig, result_settings
from collusion.detection.preparation import find_strata, prepare_search
from collusion.detection.search import Evidence, Search, SearchParams, find_candidates
from collusion.evidence.channels import Channels, prepare_channels
from collusion.evidence.review_texts import gather_texts
from collusion.evidence.strata import Strata
from collusion.graph.build import EntityGraph, build_graph
from collusion.scoring import families, rank
from collusion.scoring.decoys import Decoys
from collusion.scoring.hypotheses import shipped_model
from collusion.scoring.null_markets import NullMarketParams, release, search_null_market
from collusion.session import Session
from collusion.tables.loader import with_labels
from collusion.tables.read import read_located
from collusion.tables.records import ReviewTables

#: Key where there is nothing to make tokens of.
_NO_TOKENS = b"no identifiers"
_Counts: TypeAlias = dict[str, int | float]


@dataclass(frozen=True, slots=True)
class Market:
    """A market as read, and the evidence prepared on it.

    Attributes
    ----------
    tables
        The source as read.
    graph
        Its graph.
    channels
        The channels of evidence.
    known
        What the search reads besides the graph, the strata among it.
    """

    tables: ReviewTables
    graph: EntityGraph
    channels: Channels
    known: Evidence


@dataclass(frozen=True, slots=True)
class Ranking:
    """All candidates assessed, the yardstick that they were held against, and the rings, best first.

    Attributes
    ----------
    assessed
        All candidates.
    decoys
        What was found in each null market.
    ranked
        The rings that are listed.
    """

    assessed: list[families.Assessment]
    decoys: list[Decoys]
    ranked: rank.RankedRings


def read(session: Session) -> ReviewTables:
    """Read and check the tables, and add the labels that are known besides them."""

    def make(counts: _Counts) -> ReviewTables:
        """Read the tables; `counts` are told at the end of the stage."""
        mapping, quarantine = session.config.mapping, session.draft_quarantine()
        tables = read_located(session.located, mapping=mapping, quarantine=quarantine)
        session.steps.set_input_digests(tables.digests)
        counts["reviews"] = tables.height("reviews")
        return tables

    return with_labels(session.steps.stage("read", ReviewTables, make), session.inputs.labels)


def build(session: Session, tables: ReviewTables) -> EntityGraph:
    """Build the graph of accounts, products, sellers and identifiers."""

    def make(counts: _Counts) -> EntityGraph:
        """Build the graph, and count its nodes."""
        graph = build_graph(tables)
        counts.update(count_nodes(graph))
        return graph

    return session.steps.stage("graph", EntityGraph, make)


def prepare(session: Session, tables: ReviewTables, graph: EntityGraph) -> Market:
    """Prepare the channels of evidence, the strata of the products, and what else the search reads.

    Parameters
    ----------
    session
        The run.
    tables, graph
        The source as read, and its graph.

    Returns
    -------
    Market
        Both, and what is prepared on them.
    """
    config = session.config
    with session.record.stage("evidence") as counts:
        texts = gather_texts(tables, session.steps.folder)
        channels = prepare_channels(tables, graph, config.mapping.kinds, params=config.evidence, texts=texts)
        find = partial(find_strata, tables, graph, seed=config.seed, params=config.evidence)
        strata = session.steps.keep("strata", Strata, find)
        counts["strata"] = len(strata)
        known = prepare_search(tables, graph, strata, channels)
        release(tables, graph)
    return Market(tables, graph, channels, known)


@contextlib.contextmanager
def null_markets(session: Session, market: Market) -> Iterator[Callable[[], list[Decoys]]]:
    """Search the null markets in parallel with what runs within, where memory allows.

    Parameters
    ----------
    session
        The run.
    market
        The market that is shuffled.

    Yields
    ------
    callable
        Returns what was found in each null market: waits for it, or searches now.
    """
    null, numbers = _null_market(session, market), range(session.config.scoring.n_decoys)
    keep = session.steps.keep
    searches = [partial(keep, f"decoys-{index}", Decoys, partial(null, index)) for index in numbers]
    with ThreadPoolExecutor(max_workers=1) as background:
        started = [background.submit(one) for one in searches] if session.plan.decoys_beside else []

        def find_decoys() -> list[Decoys]:
            with session.record.stage("decoys") as counts:
                decoys = [one.result() for one in started] or [one() for one in searches]
                counts["worlds"] = len(decoys)
                counts["candidates"] = sum(len(one.found) for one in decoys)
            return decoys

        yield find_decoys


def search(session: Session, market: Market) -> Search:
    """Search the market for candidate rings."""
    params = _null_params(session.config)

    def make(counts: _Counts) -> Search:
        """Search, and count what was found."""
        found = find_candidates(
            market.graph,
            market.known,
            params=params.search,
            n_threads=params.n_threads,
            advance=session.record.advance,
        )
        counts["links"] = len(found.links)
        counts["seeds"] = sum(found.n_seeds.values())
        counts["candidates"] = len(found.candidates)
        return found

    return session.steps.stage("detection", Search, make)


def score(session: Session, market: Market, found: Search, decoys: list[Decoys]) -> Ranking:
    """Let every family judge every candidate, and rank them against what null markets show.

    Parameters
    ----------
    session
        The run.
    market
        The market.
    found
        What was found in it.
    decoys
        What was found in each null market.

    Returns
    -------
    Ranking
        The rings, best first.
    """
    with session.record.stage("scoring") as counts:
        assessed = families.assess(found.candidates, market.channels, advance=session.record.advance)
        return _rank(assessed, decoys, session.config, counts)


def score_without_proven(session: Session, market: Market, ranking: Ranking) -> Ranking:
    """Rank again, against null markets without the accounts of proven rings, where there are any.

    Parameters
    ----------
    session
        The run.
    market
        The market.
    ranking
        The rings that tell which accounts are proven.

    Returns
    -------
    Ranking
        Of the same candidates; `ranking` itself where no ring is proven.
    """
    proven = rank.proven_accounts(
        ranking.assessed, ranking.decoys, shipped_model(), params=session.config.scoring
    )
    if not len(proven):
        return ranking
    null, keep = _null_market(session, market), session.steps.keep
    with session.record.stage("decoys again") as counts:
        counts["accounts_left_out"] = len(proven)
        again = [partial(null, index, without=proven) for index in range(len(ranking.decoys))]
        decoys = [keep(f"again-{index}", Decoys, one) for index, one in enumerate(again)]
        return _rank(ranking.assessed, decoys, session.config, counts)


def compose(session: Session, market: Market, found: Search, ranking: Ranking) -> dict[str, pl.DataFrame]:
    """Compose the tables of the run folder.

    Parameters
    ----------
    session
        The run.
    market
        The market.
    found
        What was found in it.
    ranking
        The rings.

    Returns
    -------
    dict
        A frame for each table, by its name.
    """
    with session.record.stage("cases") as counts:
        folder = session.steps.folder.parent
        key = session.inputs.key or (token_key(folder) if market.graph.identifiers else _NO_TOKENS)
        frames = compose_tables(
            ranking.ranked,
            found.links,
            market.channels,
            market.graph,
            market.tables,
            key=key,
        )
        counts["members"] = frames["members"].height
    return frames


def manifest(session: Session, market: Market, found: Search, ranking: Ranking) -> dict[str, Any]:
    """Compose the manifest.

    Parameters
    ----------
    session
        The run, whose stages are all done.
    market
        The market.
    found
        What was found in it.
    ranking
        The rings.

    Returns
    -------
    dict
        Plain values: the cost of every stage, the yardsticks of the ranking, what limits cut; no digests yet.
    """
    record, graph = session.record, market.graph
    settings, params = result_settings(session.config), _null_params(session.config)
    made = compose_manifest(
        session.inputs, market.tables, graph, market.known.strata, settings=settings, record=record
    )
    return made | ranking_record(ranking.ranked, ranking.assessed, ranking.decoys, graph, params, found.cut)


def _null_market(session: Session, market: Market) -> Callable[..., Decoys]:
    """Return what searches one null market, given its number."""
    return partial(
        search_null_market,
        tables=market.tables,
        graph=market.graph,
        known=market.known,
        params=_null_params(session.config),
    )


def _null_params(config: RunConfig) -> NullMarketParams:
    return NullMarketParams(
        search=SearchParams(config.seed, config.evidence, config.detection),
        scoring=config.scoring,
        kinds=config.mapping.kinds,
        n_threads=config.resources.n_threads(),
    )


def _rank(
    assessed: list[families.Assessment], decoys: list[Decoys], config: RunConfig, counts: _Counts
) -> Ranking:
    ranked = rank.rank(assessed, decoys, shipped_model(), params=config.scoring)
    counts["rings"] = len(ranked.assessments)
    counts["flagged"] = int(ranked.flagged.sum())
    return Ranking(assessed, decoys, ranked)

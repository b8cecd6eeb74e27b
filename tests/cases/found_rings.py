"""Rings found in a simulated market, named and composed, once a session."""

from __future__ import annotations

from functools import cache

import polars as pl

from collusion.cases import compose, evidence_rows, hypotheses, reasons
from collusion.cases.compose import Ring
from collusion.cases.footprints import compose_footprints
from collusion.cases.market_rows import market_rows
from collusion.detection.search import Search
from collusion.scoring.families import assess
from collusion.scoring.hypotheses import shipped_model
from collusion.scoring.params import ScoringParams
from collusion.scoring.rank import rank
from tests.detection.searches import ring_search
from tests.markets import Market, ring_market

KEY = b"a secret of these tests"
BITS = 10.0


def name_found(market: Market, search: Search) -> list[Ring]:
    """Judge, rank and name what a search found."""
    ranked = rank(assess(search.candidates, market.channels), [], shipped_model(), params=ScoringParams())
    return compose.name_rings(ranked, market.graph)


def compose_all(rings: list[Ring], market: Market) -> dict[str, pl.DataFrame]:
    """Compose every table of a run folder but the scores."""
    graph, rows = market.graph, market_rows(market.graph, market.channels)
    fetched = evidence_rows.fetch_evidence_rows(rings, graph, market.tables, key=KEY)
    return {
        "rings": compose.compose_rings(rings, graph),
        "members": compose.compose_members(rings, graph, rows.created),
        "clients": compose.compose_clients(rings, graph),
        "evidence": reasons.compose_evidence(rings, rows, fetched),
        "ring_reviews": evidence_rows.compose_ring_reviews(rings, graph, fetched),
        "hypotheses": hypotheses.compose_hypotheses(rings),
        "effects": hypotheses.compose_effects(rings),
        "footprints": compose_footprints(rings, graph, key=KEY),
        "ring_identifiers": evidence_rows.compose_ring_identifiers(rings, graph, fetched),
    }


@cache
def found_rings() -> list[Ring]:
    return name_found(ring_market(), ring_search())


@cache
def found_frames() -> dict[str, pl.DataFrame]:
    return compose_all(found_rings(), ring_market())

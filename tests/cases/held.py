"""Markets held in memory for what-ifs, once a session."""

from __future__ import annotations

from functools import cache

from collusion.cases.market import Market, hold_market
from collusion.detection.search import SearchParams
from collusion.scoring.null_markets import NullMarketParams
from tests.markets import ring_market


@cache
def ring_market_held() -> Market:
    market = ring_market()
    config = market.config
    search = SearchParams(0, config.evidence, config.detection)
    return hold_market(market.tables, NullMarketParams(search, config.scoring, config.mapping.kinds, 1))

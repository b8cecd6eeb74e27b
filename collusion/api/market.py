"""The market of a run, read again from its source and held in memory."""

from __future__ import annotations

from pathlib import Path

from collusion.api.source_tables import source_tables
from collusion.cases.market import Market, hold_market
from collusion.cases.run_folder import Run
from collusion.daily import config_of_run
from collusion.detection.search import SearchParams
from collusion.errors import IntegrityError
from collusion.scoring.null_markets import NullMarketParams
from collusion.tables.loader import with_labels


def load_market(run: Run, source: str | Path | None) -> Market:
    """Read the source of a run and prepare what the assessment of its groups reads.

    Parameters
    ----------
    run
        All tables of the run.
    source
        Where its tables are, when known.

    Returns
    -------
    Market
        As the run had it: the same rows, labels and configuration. It takes as long as a run does without
        the search.

    Raises
    ------
    UsageError
        When the source is not known or not there; the message says what to do.
    IntegrityError
        When it has other rows than the run read, or the run is of a version that kept less.
    """
    if "ranking" not in run.manifest:
        raise IntegrityError(
            f"{run.path}: found no scores of chance in its manifest, which a what-if ranks against. Run "
            "`co.detect` again with this version."
        )
    config = config_of_run(run)
    params = NullMarketParams(
        search=SearchParams(config.seed, config.evidence, config.detection),
        scoring=config.scoring,
        kinds=config.mapping.kinds,
        n_threads=1,
    )
    with source_tables(run, source, needed="reviews by others") as tables:
        return hold_market(with_labels(tables, run.labels), params)

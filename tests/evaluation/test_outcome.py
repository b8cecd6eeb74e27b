from __future__ import annotations

import polars as pl
import pytest

from collusion.evaluation.metrics import figures
from collusion.evaluation.outcome import assess
from collusion.evaluation.truth import Truth
from tests.evaluation.by_hand import TRUTH, group, predictions

# exact, a ring with a stranger, the book club, a fragment of r3, the household and a stranger
RINGS = ["abcdef", "efghijo", "stuvw", "k", "xyzq"]
Q = [0.001, 0.005, 0.04, 0.08, 0.2]


@pytest.fixture
def outcome():
    return assess(predictions(RINGS, Q), TRUTH)


def _row(outcome, name):
    return outcome.groups.row(by_predicate=pl.col("group_id") == name, named=True)


def test_assess__matches_rings_at_each_overlap(outcome):
    r1, r2, r3 = (_row(outcome, name) for name in ("r1", "r2", "r3"))

    assert (1.0, 1, True, True) == (r1["jaccard"], r1["rank"], r1["found_80"], r1["top_80"])
    assert (6 / 7, 2, True) == (r2["jaccard"], r2["rank"], r2["found_80"])
    assert (0.25, None, False) == (r3["jaccard"], r3["rank"], r3["found_30"])


def test_assess__flags_by_level_and_corroboration(outcome):
    r1, r2 = _row(outcome, "r1"), _row(outcome, "r2")

    assert (True, True, True) == tuple(r1[f"flagged_{level}"] for level in ("01", "05", "10"))
    assert r2["flagged_01"]
    alone = assess(predictions(RINGS, Q, corroborated=[False] + [True] * 4), TRUTH)
    assert not _row(alone, "r1")["flagged_10"]
    assert _row(alone, "r1")["found_80"]


def test_assess__takes_an_operators_flagged_rings_together_as_well():
    """Two waves of one relay are half of it each; a third that is not flagged does not count."""
    waves, operators = ["abc", "def", "gh", "kl", "mn"], ("O-1", "O-1", "O-2", "O-3", "O-3")
    alone = assess(predictions(waves), TRUTH)
    joined = assess(predictions(waves, operators=operators), TRUTH)
    doubtful = assess(predictions(waves, [0.01, 0.2, 0.01, 0.01, 0.01], operators=operators), TRUTH)

    assert (True, True, False) == tuple(_row(alone, "r1")[f"joined_{t}"] for t in (30, 50, 80))
    assert (True, True, True) == tuple(_row(joined, "r1")[f"joined_{t}"] for t in (30, 50, 80))
    assert not _row(joined, "r1")["found_80"]
    assert not _row(doubtful, "r1")["joined_80"]
    assert (False, True) == tuple(_row(each, "r3")["joined_80"] for each in (alone, joined))
    assert _row(joined, "club")["joined_50"] is None
    assert (2, 2) == (figures([joined]).joined[2], figures([alone]).joined[1])
    assert (2, 1) == tuple(figures([each]).top_joined for each in (joined, alone))


def test_assess__names_innocent_groups_that_are_hit(outcome):
    club, home = _row(outcome, "club"), _row(outcome, "home")

    assert (3, True, False, True, True) == (
        club["rank"], club["top_50"], club["flagged_01"], club["flagged_05"], club["flagged_10"]
    )  # fmt: skip
    assert (5, True, False, False) == (home["rank"], home["found_50"], home["top_50"], home["flagged_10"])


def test_assess__calls_a_ring_false_when_it_is_no_ring(outcome):
    rings = outcome.rings

    assert [False, False, True, True, True] == rings["is_false"].to_list()
    assert ["r1", "r2", None, "r3", None] == rings["nearest"].to_list()
    assert [None, None, "club", None, "home"] == rings["innocent"].to_list()


def test_assess__a_true_ring_never_hits_an_innocent_group():
    """A ring that recruits a whole household is a ring with strangers in it, no false ring."""
    found = assess(predictions(["abcdefxyz"]), TRUTH)

    assert [False] == found.rings["is_false"].to_list()
    assert _row(found, "home")["rank"] is None


def test_assess__ranks_accounts_by_style(outcome):
    whole = outcome.ranking.filter(pl.col("style").is_null()).row(0, named=True)
    slow = outcome.ranking.filter(pl.col("style") == "slow").row(0, named=True)

    assert (14, 14 / 26) == (whole["n_positive"], whole["base_rate"])
    assert (4, 4 / 16) == (slow["n_positive"], slow["base_rate"])


def test_figures__add_up(outcome):
    all_of = figures([outcome])

    assert (1, 3, 2, 5) == (all_of.n_markets, all_of.n_rings, all_of.n_innocent, all_of.n_claimed)
    assert (2 / 3, 2 / 3, 2 / 3) == all_of.precision_at_k
    assert (2, 2, 2) == all_of.found
    assert [(2, 2, 0, 0.0, 0), (3, 2, 1, 1 / 3, 1), (4, 2, 2, 0.5, 1)] == [
        (a.n_flagged, a.n_found, a.n_false, a.realised, a.n_innocent) for a in all_of.levels
    ]
    assert all_of.innocent_in_top == 1
    assert ("r3",) == all_of.missed
    assert ("R-3",) == all_of.false_rings
    assert not all_of.ranks_only


def test_figures__pool_markets(outcome):
    """Realised rates are means over markets, B-cubed over all accounts, shares of sums."""
    clean = assess(predictions(["abcdef", "efghij", "klmn"]), TRUTH)
    both = figures([outcome, clean])

    assert (2 + 3) / 6 == pytest.approx(both.precision_at_k[1])
    assert (1 / 3 + 0) / 2 == pytest.approx(both.levels[1].realised)
    items = pl.concat([outcome.accounts, clean.accounts])
    assert items["precision"].mean() == pytest.approx(both.bcubed_precision)
    assert items["recall"].mean() == pytest.approx(both.bcubed_recall)
    styles = {style.style: style for style in both.styles}
    assert (4, 4, 2) == (styles["farm"].n_rings, styles["farm"].flagged[1], styles["slow"].n_rings)
    assert 3 == next(style.best_rank for style in both.innocent if style.style == "book_club")


def test_figures__of_a_market_without_rings():
    honest = Truth((group("club", "stuvw", kind="innocent"),))
    none = figures([assess(predictions([]), honest)])
    some = figures([assess(predictions(["stuvw"]), honest)])

    assert (None, None, None) == none.precision_at_k
    assert none.levels[1].recall is None
    assert (0.0, 1.0) == (none.levels[1].realised, some.levels[1].realised)
    assert (None, None) == (none.ap, none.bcubed_f1)
    assert 1 == some.levels[1].n_innocent


def test_figures__of_nothing_found():
    nothing = figures([assess(predictions([]), TRUTH)])

    assert (0.0, 0.0, 0.0) == nothing.precision_at_k
    assert (None, 0.0) == (nothing.bcubed_precision, nothing.bcubed_recall)
    assert nothing.bcubed_f1 is None

"""What-ifs against full new assessments: how often both say the same, and how long a what-if takes.

``python -m tests.endurance.what_ifs --edits 1000`` finds the rings of simulated markets, edits them at random
(accounts, products, families, levels, rings joined), and judges each edited group twice: by the what-if,
which knows the run folder, holds the market in memory and measures a group on its own rows; and from the
tables on, in the graph of the whole market, with channels prepared apart and the ranking counted by rank.
"""

from __future__ import annotations

import argparse
import math
import random
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

import collusion as co
from collusion.cases.what_if import Edit, Outcome, assess_edit
from collusion.config import load_config
from collusion.detection import blocks, bursts, holders, wordings
from collusion.detection.candidates import Candidate
from collusion.detection.given import Space
from collusion.evidence.families import FAMILIES, FLAGGING
from collusion.evidence.group import Group
from collusion.evidence.homes import find_homes
from collusion.evidence.stars import star_weights
from collusion.evidence.timing import order_by_time
from collusion.scoring import rank
from collusion.scoring.families import assess
from collusion.scoring.hypotheses import probability, shipped_model
from collusion.scoring.params import ScoringParams
from collusion.simulate.market import simulate_market
from collusion.simulate.spec import MarketSpec, Planned
from collusion.tables.read import read_tables
from tests.markets import group_of, prepare
from tests.oracles.given import measured_in_whole, spanned
from tests.oracles.scoring import decoy_share, e_bh_level

STYLES = ("gift_cards", "client_text", "empty_box", "overlapping", "small", "attack")


class Fresh:
    """A market prepared from its tables, apart from any run, in which edited rings are assessed in full."""

    def __init__(self, source: Path) -> None:
        config = load_config(source, None)
        tables = read_tables(source)
        market = prepare(tables, config)
        graph, order = market.graph, order_by_time(market.graph)
        life = market.channels.lifecycle
        accounts = blocks.Accounts(life.created, life.tenure.tenures, find_homes(tables, graph))
        weights = star_weights(market.channels.stars)
        world = blocks.make_world(graph, order, market.strata, weights, accounts)
        rules = blocks.make_rules(order.span_minutes, config.evidence.reviewer_cap, config.detection)
        self.space, self.channels, self.graph = Space(graph, world, rules), market.channels, graph
        self.accounts = {name: place for place, name in enumerate(graph.reviewers.ids.to_list())}
        self.products = {name: place for place, name in enumerate(graph.products.ids.to_list())}

    def outcome(self, run: co.Run, ring_id: str, edit: Edit) -> tuple[float, float, bool]:
        """Return the score, the q-value and the flag of an edited ring."""
        rings = [ring_id, *edit.merged]
        candidate = self._candidate(run, rings, edit)
        (found,) = assess([candidate], self.channels)
        for family in edit.families:
            found.findings[family] = None
        params = ScoringParams()
        params = ScoringParams(
            fdr=edit.fdr or params.fdr, min_families=edit.min_families or params.min_families
        )
        threshold = float(run.manifest["abnormal_bits"])
        told = rank.is_corroborated(found, threshold, shipped_model(), params=params)
        score = rank.told_score(found, shipped_model(), told, threshold=threshold)
        others = run.rings.filter(~pl.col("ring_id").is_in(rings)).to_dicts()
        carried = [_carried({family: one[f"bits_{family}"] for family in FLAGGING}) for one in others]
        own = _carried({family: found.bits(family) for family in FLAGGING})
        beside = [(one["score"], one["rank"], some) for one, some in zip(others, carried, strict=True)]
        mine = (score, run[ring_id].case.rank, own)
        q_value = _q_value(run, mine, beside, len(edit.merged))
        return score, q_value, told and q_value <= params.fdr

    def _candidate(self, run: co.Run, rings: list[str], edit: Edit) -> Candidate:
        rows = run.records.ring_reviews.filter(pl.col("ring_id").is_in(rings) & pl.col("in_window"))
        members = {*run.members.filter(pl.col("ring_id").is_in(rings))["reviewer_id"]} - edit.accounts
        products = {*run.clients.filter(pl.col("ring_id").is_in(rings))["product_id"]} - edit.products
        who = np.array(sorted(self.accounts[name] for name in members), dtype=np.int32)
        what = np.array(sorted(self.products[name] for name in products), dtype=np.int32)
        wrote = {
            (self.accounts[a], self.products[p])
            for a, p in rows.select("reviewer_id", "product_id").iter_rows()
        }
        if len(rings) > 1:  # all that lies between the first and the last of them
            everybody = np.array(sorted({a for a, _ in wrote}), dtype=np.int32)
            whole = self._narrowed(group_of(self.graph, everybody, what), wrote)
            low, high = spanned(whole, self.space)
            inside = group_of(self.graph, who, what)
            at = np.searchsorted(what, self.graph.reviews.indices[inside.edges])
            position = self.space.world.position[inside.edges]
            kept = (low[at] <= position) & (position <= high[at])
            group = Group(who, what, inside.edges[kept])
        else:
            group = self._narrowed(group_of(self.graph, who, what), wrote)
        return self._measured(run, rings, group)

    def _narrowed(self, group: Group, wrote: set[tuple[int, int]]) -> Group:
        author = np.repeat(group.members, [self._n_within(group, m) for m in group.members.tolist()])
        pairs = zip(author.tolist(), self.graph.reviews.indices[group.edges].tolist(), strict=True)
        return Group(group.members, group.products, group.edges[[pair in wrote for pair in pairs]])

    def _n_within(self, group: Group, member: int) -> int:
        indptr = self.graph.reviews.indptr
        return int(((group.edges >= indptr[member]) & (group.edges < indptr[member + 1])).sum())

    def _measured(self, run: co.Run, rings: list[str], group: Group) -> Candidate:
        """Measure a group as what it is; of several rings as a block, unless all are of one other kind."""
        origins = run.rings.filter(pl.col("ring_id").is_in(rings))["origin"].to_list()
        plain = {bursts.ORIGIN, holders.ORIGIN, wordings.ORIGIN}
        origin = origins[0] if len({*origins}) == 1 else next((o for o in origins if o not in plain), "both")
        products = self.graph.reviews.indices[group.edges]
        n = np.array([int((products == p).sum()) for p in group.products], dtype=np.int32)
        if origin == wordings.ORIGIN:
            return wordings.measured(group, self.graph, self.channels.text.copied)
        if origin == holders.ORIGIN:
            return _plain(Group(group.members, group.products[n > 0], group.edges), n[n > 0], 0.0, origin)
        if origin == bursts.ORIGIN:
            usual = run.clients.filter(pl.col("ring_id").is_in(rings)).group_by("product_id")
            mu = {self.products[p]: v for p, v in usual.agg(pl.col("n_expected").sum()).iter_rows()}
            total = 0.0
            for p, k in zip(group.products.tolist(), n.tolist(), strict=True):
                if k:
                    limit = 3 * mu[p]
                    total += k * math.log(k / limit) - k + limit if k > limit else 0.0
                    total -= math.log(max(len(self.products), 2))
            return _plain(Group(group.members, group.products[n > 0], group.edges), n[n > 0], total, origin)
        cells, surplus, _ = measured_in_whole(group, self.space)
        order = np.argsort(cells.product)
        low, high, targets = cells.low[order], cells.high[order], cells.product[order]
        every = group_of(self.graph, group.members, targets)
        at = np.searchsorted(targets, self.graph.reviews.indices[every.edges])
        position = self.space.world.position[every.edges]
        inside = every.edges[(low[at] <= position) & (position <= high[at])]
        same = Group(group.members, targets, inside)
        return _plain(same, cells.n[order], surplus, origin, cells.expected[order])


def _plain(group: Group, n: np.ndarray, surplus: float, origin: str, expected=None) -> Candidate:
    mu = np.ones(len(n)) if expected is None else expected
    return Candidate(group, np.zeros(len(group.members)), n, mu, surplus, 0.0, 0.0, origin)


def _carried(bits: dict[str, float | None]) -> float:
    total = bits["behaviour"] or 0.0
    for family, value in bits.items():
        if family != "behaviour" and value is not None:
            total += max(value, 0.0) - 1.0
    return max(total, 0.0)


Standing = tuple[float, int, float]


def _q_value(run: co.Run, mine: Standing, others: list[Standing], n_merged: int) -> float:
    """Return the q-value of a group beside others, estimate by estimate; each has score, rank and bits."""
    score, own_rank, own = mine
    ranked = sorted(
        [(-round(s, 6), r, c, False) for s, r, c in others] + [(-round(score, 6), own_rank, own, True)]
    )
    place = next(i for i, one in enumerate(ranked) if one[3])
    said = run.manifest["ranking"]
    falling = [-value for value, *_ in ranked]
    chance = decoy_share(falling, [(s, 1 / w) for s, w in said["decoys"]], said["n_worlds"])
    levels = e_bh_level([c for _, _, c, _ in ranked], said["n_candidates"] - n_merged)
    worst = 0.0
    for i in range(place + 1):
        false = [1.0 - probability(v) for v in falling[: i + 1]]
        alone = false[-1] if false[-1] > 0.2 else 0.0
        worst = max(worst, sum(false) / (i + 1), alone, chance[i], levels[i])
    return min(worst, 1.0)


def random_edit(run: co.Run, ring: co.Ring, draw: random.Random) -> Edit:
    """Draw an edit of a ring: some of accounts, products, families and levels, now and then another ring."""
    accounts, products = (
        ring.members["reviewer_id"].sort().to_list(),
        ring.clients["product_id"].sort().to_list(),
    )
    merged: tuple[str, ...] = ()
    if len(run) > 1 and draw.random() < 0.2:
        merged = (draw.choice([other.id for other in run if other.id != ring.id]),)
    return Edit(
        families=frozenset(draw.sample(FAMILIES, draw.choice([0, 0, 1, 1, 2]))),
        accounts=frozenset(draw.sample(accounts, draw.randint(0, len(accounts) // 2))),
        products=frozenset(draw.sample(products, draw.randint(0, len(products) // 2))),
        merged=merged,
        fdr=draw.choice([None, 0.01, 0.2]),
        min_families=draw.choice([None, 1, 3]),
    )


@dataclass(frozen=True)
class Tally:
    """Edits that both ways tell apart, in words, and the seconds and accounts of each what-if."""

    differing: list[str]
    seconds: list[float]
    sizes: list[int]


def compare(run: co.Run, source: Path, n_edits: int, seed: int) -> Tally:
    """Judge random edits of the rings of a run both ways."""
    draw, fresh, rings = random.Random(seed), Fresh(source), list(run)
    records, market = run.records, run.market
    tally = Tally([], [], [])
    for _ in range(n_edits):
        ring = draw.choice(rings)
        edit = random_edit(run, ring, draw)
        started = time.perf_counter()
        told: Outcome = assess_edit(records, market, ring.id, edit)
        tally.seconds.append(time.perf_counter() - started)
        tally.sizes.append(len(told.members))
        score, q_value, is_flagged = fresh.outcome(run, ring.id, edit)
        same = abs(told.score - score) < 1e-6 and abs(told.q_value - q_value) < 1e-9
        if not same or told.is_flagged != is_flagged:
            said = f"{told.score:.6f}, q {told.q_value:.3g}, not {score:.6f}, q {q_value:.3g}"
            tally.differing.append(f"{ring.id} {edit}: {said}")
    return tally


def mixed_market(folder: Path, seed: int, n_reviews: int = 12_000) -> Path:
    """Simulate a market with rings of several styles."""
    groups = tuple(Planned(style, 1) for style in STYLES)
    simulate_market(MarketSpec("mixed", n_reviews, seed, groups), folder)
    return folder


def main() -> None:
    """Compare on several markets, and say what was counted."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--edits", type=int, default=1000)
    parser.add_argument("--markets", type=int, default=4)
    parser.add_argument("--reviews", type=int, default=30_000)
    parser.add_argument("--first-seed", type=int, default=0)
    asked = parser.parse_args()
    differing, seconds = [], []
    for seed in range(asked.first_seed, asked.first_seed + asked.markets):
        with tempfile.TemporaryDirectory() as work:
            source = mixed_market(Path(work) / "market", seed, asked.reviews)
            run = co.detect(source, Path(work) / "run", quiet=True)
            tally = compare(run, source, asked.edits // asked.markets, seed)
            differing += tally.differing
            seconds += [1e3 * s for s in tally.seconds]
    print(f"{len(seconds)} edits, {len(differing)} told differently")
    print(*differing, sep="\n")
    middle, most = np.quantile(seconds, [0.5, 0.99])
    print(f"milliseconds a what-if: median {middle:.0f}, 99 % under {most:.0f}, longest {max(seconds):.0f}")


if __name__ == "__main__":
    main()

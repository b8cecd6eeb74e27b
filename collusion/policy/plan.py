"""The plan: what the policy would allow against whom, on which decision, and who else would be hit."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from collusion.cases.run_folder import Run
from collusion.cases.wording import counted, listed, percent
from collusion.decisions.decision import Entry
from collusion.decisions.standing import Standing
from collusion.policy.actions import Action, Proposal
from collusion.policy.collateral import Collateral, count_collateral
from collusion.policy.policy import ACTIONS, Policy, Rule


@dataclass(frozen=True, slots=True)
class RingPlan:
    """What is proposed about one ring.

    Attributes
    ----------
    ring_id
        The ring.
    entry
        The decision that confirmed it.
    proposals
        What the policy allows, worst last; actions that are in force already are not proposed again.
    spared
        Accounts of the decision that are left alone, and why.
    collateral
        Who else would be hit.
    refused
        Each action that the policy does not allow, and the first condition that the ring does not meet.
    """

    ring_id: str
    entry: Entry
    proposals: tuple[Proposal, ...]
    spared: Mapping[str, str]
    collateral: Collateral
    refused: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """What is proposed: a plan for each confirmed ring; flagged rings that wait for a decision: `waiting`."""

    rings: tuple[RingPlan, ...]
    waiting: tuple[str, ...]

    @property
    def proposals(self) -> tuple[Proposal, ...]:
        """Everything that is proposed."""
        return tuple(proposal for ring in self.rings for proposal in ring.proposals)


def propose(run: Run, held: Standing, policy: Policy, acted: Iterable[Action]) -> Plan:
    """Propose actions against the rings that a person confirmed.

    Parameters
    ----------
    run
        The latest run, its rings by their ids for life.
    held
        The decisions that hold.
    policy
        The policy.
    acted
        Actions in force.

    Returns
    -------
    Plan
        Nothing is proposed about a ring that no person confirmed, whatever its score.
    """
    confirmed = {ring: entry for ring, entry in held.rings.items() if entry.decision.verdict == "confirm"}
    in_force = list(acted)
    sellers = _sellers_of(run, confirmed)
    plans = []
    for ring in run.rings.iter_rows(named=True):
        entry = confirmed.get(ring["ring_id"])
        if entry is not None:
            plans.append(_ring_plan(run, ring, entry, held, policy, (in_force, sellers)))
    waiting = run.rings.filter(pl.col("flagged") & ~pl.col("ring_id").is_in(sorted(held.rings)))
    return Plan(tuple(plans), tuple(waiting["ring_id"].to_list()))


def _ring_plan(
    run: Run,
    ring: Mapping[str, object],
    entry: Entry,
    held: Standing,
    policy: Policy,
    market: tuple[Sequence[Action], Mapping[str, int]],
) -> RingPlan:
    acted, sellers = market
    ring_id = str(ring["ring_id"])
    members = run.members.filter(pl.col("ring_id") == ring_id)
    membership = dict(members.select("reviewer_id", "membership").iter_rows())
    spared = _spared(entry, held, run, membership)
    accused = {a: p for a, p in membership.items() if a in entry.decision.accounts and a not in spared}
    unmet = {rule: why for rule in policy.rules if (why := _unmet(rule, ring, held))}
    rules = [rule for rule in policy.rules if rule not in unmet]
    strongest: dict[tuple[str, str], Proposal] = {}
    for rule in sorted(rules, key=lambda one: (one.kind.entity_type, one.kind.severity)):
        for entity, account in _entities(rule, run, ring, accused, sellers):
            strongest[rule.kind.entity_type, entity] = Proposal(rule, entity, entry, account)
    done: dict[tuple[str, str], int] = {}
    for action in acted:
        kind = ACTIONS[action.action]
        key = (kind.entity_type, action.entity_id)
        done[key] = max(done.get(key, 0), kind.severity)
    proposals = [one for key, one in strongest.items() if one.rule.kind.severity > done.get(key, 0)]
    proposals.sort(key=lambda one: (one.rule.kind.entity_type, one.rule.kind.severity, one.entity_id))
    collateral = count_collateral(run, ring_id, tuple(sorted(accused)))
    refused = tuple((rule.action, why) for rule, why in unmet.items())
    return RingPlan(ring_id, entry, tuple(proposals), spared, collateral, refused)


def _spared(entry: Entry, held: Standing, run: Run, membership: Mapping[str, float]) -> dict[str, str]:
    spared = {}
    for account in entry.decision.accounts:
        if account in held.honest:
            spared[account] = f"appeal won (entry {held.honest[account].seq})"
        elif account in run.honest_accounts():
            spared[account] = "a label of the source calls it honest"
        elif account not in membership:
            spared[account] = "no member of the ring any more"
    return spared


def _unmet(rule: Rule, ring: Mapping[str, object], held: Standing) -> str:
    """Return the first condition of a rule that a ring does not meet, in words; empty where it meets all."""
    abnormal = ring["abnormal"]
    loud = set(abnormal) if isinstance(abnormal, list) else set()
    missing = sorted(set(rule.families) - loud)
    q_value = _number(ring["q_value"])
    if not q_value <= rule.max_q:
        return f"expected share of false rings {percent(q_value)}, at most {percent(rule.max_q)} is asked for"
    if len(loud) < rule.min_families:
        families = counted(len(loud), "family is", "families are")
        return f"{families} out of the ordinary, {rule.min_families} are asked for"
    if missing:
        return f"not out of the ordinary: {listed(missing, most=len(missing))}"
    if rule.kinds and ring["kind"] not in rule.kinds:
        return f"its kind is {ring['kind']}"
    if rule.second_opinion and not held.agreed(str(ring["ring_id"])):
        return "no second opinion of another person agrees"
    return ""


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) else math.nan


def _entities(
    rule: Rule,
    run: Run,
    ring: Mapping[str, object],
    accused: Mapping[str, float],
    sellers: Mapping[str, int],
) -> list[tuple[str, str]]:
    """Return what a rule allows to act against in one ring, each with the account that is hit."""
    ring_id = ring["ring_id"]
    kind = rule.kind.entity_type
    sure = sorted(account for account, p in accused.items() if p >= rule.min_membership)
    if kind == "account":
        return [(account, account) for account in sure]
    if kind == "review":
        mine = run.accused_reviews().filter(pl.col("ring_id") == ring_id)
        wrote = mine.filter(pl.col("reviewer_id").is_in(sure)).sort("review_id")
        return list(wrote.select("review_id", "reviewer_id").iter_rows())
    if ring["kind"] == "attack":
        return []  # its products and sellers are the victims
    served = run.clients.filter((pl.col("ring_id") == ring_id) & (pl.col("service") >= rule.min_service))
    if kind == "product":
        return [(product, "") for product in sorted(served["product_id"].to_list())]
    named = served["seller_id"].drop_nulls().unique().to_list()
    return [(seller, "") for seller in sorted(named) if sellers.get(seller, 0) >= rule.min_rings]


def _sellers_of(run: Run, confirmed: Mapping[str, Entry]) -> dict[str, int]:
    """Count the confirmed rings that serve each seller."""
    served = run.clients.filter(pl.col("ring_id").is_in(sorted(confirmed)) & (pl.col("service") >= 0.5))
    counted = served.group_by("seller_id").agg(pl.col("ring_id").n_unique())
    return {seller: n for seller, n in counted.iter_rows() if seller is not None}

"""Prepare all evidence channels on one graph."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from collusion.evidence.benefit import BenefitEvidence, prepare_benefit
from collusion.evidence.families import REGISTRY
from collusion.evidence.group import Finding, Group
from collusion.evidence.identifiers import IdentifierEvidence, prepare_identifiers
from collusion.evidence.lifecycle import LifecycleEvidence, prepare_lifecycle
from collusion.evidence.params import EvidenceParams
from collusion.evidence.parcels import ParcelEvidence, prepare_parcels
from collusion.evidence.review_texts import ReviewTexts, gather_texts
from collusion.evidence.stars import StarEvidence, prepare_stars
from collusion.evidence.text import TextEvidence, prepare_text
from collusion.graph.build import EntityGraph
from collusion.tables.mapping import KindParams
from collusion.tables.records import ReviewTables


class Channel(Protocol):
    """What every channel can do: say why it is silent, and judge a group."""

    def missing(self) -> str | None:
        """Return why the tables cannot say, or None when they can."""

    def assess(self, group: Group) -> Finding | None:
        """Judge a group; None when nothing is known of it."""


@dataclass(frozen=True, slots=True)
class Channels:
    """The channels by family; behaviour itself is judged by the search, which proposed the group.

    Attributes
    ----------
    stars
        Stars against everyone else's.
    identity
        Shared identifiers.
    text
        Shared wording.
    fulfilment
        Parcels and refunds.
    benefit
        Sellers served.
    lifecycle
        Ages of the accounts.
    others
        Those of the families that name a module of their own.
    """

    stars: StarEvidence
    identity: IdentifierEvidence
    text: TextEvidence
    fulfilment: ParcelEvidence
    benefit: BenefitEvidence
    lifecycle: LifecycleEvidence
    others: Mapping[str, Channel] = field(default_factory=dict)

    def by_family(self) -> dict[str, Channel]:
        """Return the channels by the family they speak for."""
        return {
            "stars": self.stars,
            "identity": self.identity,
            "text": self.text,
            "fulfilment": self.fulfilment,
            "benefit": self.benefit,
            "lifecycle": self.lifecycle,
            **self.others,
        }


def prepare_channels(
    tables: ReviewTables,
    graph: EntityGraph,
    declared: Mapping[str, KindParams],
    *,
    params: EvidenceParams,
    texts: ReviewTexts | None = None,
) -> Channels:
    """Prepare every channel.

    Parameters
    ----------
    tables
        The tables.
    graph
        Their graph.
    declared
        What is known beforehand of each kind of identifier.
    params
        Parameters of the channels.
    texts
        The texts of the reviews, where they were gathered before.

    Returns
    -------
    Channels
        Linear in the tables, but for sorting.
    """
    return Channels(
        stars=prepare_stars(graph, max_tilt=params.honest_tilt),
        identity=prepare_identifiers(graph, declared, params=params),
        text=prepare_text(gather_texts(tables) if texts is None else texts, graph),
        fulfilment=prepare_parcels(tables, graph),
        benefit=prepare_benefit(graph),
        lifecycle=prepare_lifecycle(tables, graph, max_tilt=params.honest_tilt),
        others={
            family.name: importlib.import_module(family.module).prepare(tables, graph)
            for family in REGISTRY
            if family.module
        },
    )

"""Scale-free effects of shared identifiers: which share of a group is tied, to whom, by how much."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from collusion.arrays import Int32Array, distinct_rows, is_among
from collusion.evidence.group import Group, member_of_edges
from collusion.graph.bipartite import spans

if TYPE_CHECKING:
    from collusion.evidence.identifiers import IdentifierEvidence, KindEvidence, SharedValues

#: Prior probability of being public below which a kind is an instrument (a card, a device), and from which
#: its values are public.
INSTRUMENT, PUBLIC = 0.02, 0.6
#: The same below which a value that a seller holds ties him to who else holds it: guests use his network,
#: too.
OWN = 0.1
#: Chance that two members of one household belong to the same honest community of taste.
HOUSEHOLD_TASTE = 0.5
#: Values held by more accounts tie nobody to a seller, and are never expanded into pairs.
MAX_HOLDERS = 60
#: Share of a value's other holders that must be members for it to be the group's own.
_MOSTLY = 0.5
#: How many times as often as others honest groups may share a household's values.
_HONEST_FACTOR = 3.0
#: Fewest members that hold a value which others hold, too, for it to be what they have in common.
_FEWEST_PUBLIC = 3


def identity_effects(
    identity: IdentifierEvidence, shared: Mapping[str, SharedValues], group: Group
) -> dict[str, float]:
    """Measure how a group shares identifiers.

    Parameters
    ----------
    identity
        All identifiers.
    shared
        Values that at least two members hold, by kind.
    group
        The group.

    Returns
    -------
    dict
        By measure (`collusion.evidence.families`); those of kinds of which no member is known are left out.
        O(identifiers of the members + reviews of the targets).
    """
    members = group.members
    effects: dict[str, float] = {}
    tied: list[Int32Array] = []
    for name, low, high in (
        ("identity_instruments", 0.0, INSTRUMENT),
        ("identity_places", INSTRUMENT, PUBLIC),
    ):
        kinds = {kind: one for kind, one in identity.of_sort(low, high).items() if one.is_known(members)}
        if not kinds:
            continue
        owned = {kind: _owned(one, shared[kind]) for kind, one in kinds.items()}
        holding = _holding(kinds, owned, members)
        tied.append(holding)
        effects[name] = _beyond_households(kinds, holding, members, identity.household_size)
        if name == "identity_instruments":
            effects["identity_ties"] = float(sum(map(len, owned.values())))
    if tied:
        effects["identity_of_targets"] = _share_of_targets(np.unique(np.concatenate(tied)), group, identity)
    if identity.graph.seller_identifiers:
        effects["identity_seller"] = n_with_sellers(identity, group) / len(members)
    effects["identity_public"] = max(
        (_public_share(one, shared[kind], len(members)) for kind, one in identity.kinds.items()), default=0.0
    )
    return effects


def _owned(one: KindEvidence, shared: SharedValues) -> Int32Array:
    """Return the shared values that mostly members hold."""
    return shared.values[(shared.n_members - 1) >= _MOSTLY * (one.holders_of(shared.values) - 1)]


def _holding(
    kinds: Mapping[str, KindEvidence], values: Mapping[str, Int32Array], members: Int32Array
) -> Int32Array:
    """Return the members that hold any of some values, ascending."""
    held = [one.members_with(values[kind], members) for kind, one in kinds.items()]
    return np.unique(np.concatenate(held))


def _beyond_households(
    kinds: Mapping[str, KindEvidence], holding: Int32Array, members: Int32Array, household_size: int
) -> float:
    """Return the share of the members that hold what mostly members hold, less three times households'."""
    if len(members) <= household_size:
        return 0.0
    household = max(one.small_rate for one in kinds.values()) * HOUSEHOLD_TASTE
    return max(len(holding) / len(members) - _HONEST_FACTOR * household, 0.0)


def _share_of_targets(tied: Int32Array, group: Group, identity: IdentifierEvidence) -> float:
    """Return the share of all reviews of the targets that tied members wrote among the group's."""
    if len(group.members) <= identity.household_size:
        return 0.0
    written = int(identity.graph.reviews.col_degrees(group.products).sum())
    own = is_among(member_of_edges(identity.graph, group.edges), tied)
    return float(np.count_nonzero(own)) / max(written, 1)


def n_with_sellers(identity: IdentifierEvidence, group: Group) -> int:
    """Count the members that share a value with the seller of a target which they reviewed.

    Values that may be public, as networks are, and of more than `MAX_HOLDERS` accounts, do not count.
    """
    graph = identity.graph
    known = {k: one for k, one in identity.of_sort(0.0, OWN).items() if k in graph.seller_identifiers}
    if not known:
        return 0
    seller = graph.product_seller[graph.reviews.indices[group.edges]]
    own = distinct_rows(np.stack([member_of_edges(graph, group.edges), seller], axis=1)[seller >= 0])
    found: list[int] = []
    for kind, one in known.items():
        sold, held = graph.seller_identifiers[kind].adjacency, one.relation.adjacency
        places, counts = spans(sold.indptr, own[:, 1])
        pairs = np.stack([np.repeat(own[:, 0], counts), sold.indices[places]], axis=1)
        for member, value in pairs.tolist():
            mine = held.indices[held.indptr[member] : held.indptr[member + 1]]
            if value in mine and held.t_indptr[value + 1] - held.t_indptr[value] <= MAX_HOLDERS:
                found.append(member)
    return len(set(found))


def _public_share(one: KindEvidence, shared: SharedValues, n_members: int) -> float:
    """Return the largest share of the members that holds one value which mostly others hold."""
    common = (shared.n_members >= _FEWEST_PUBLIC) & (
        (shared.n_members - 1) < _MOSTLY * (one.holders_of(shared.values) - 1)
    )
    return float(shared.n_members[common].max(initial=0)) / n_members

"""The families of evidence: the one list from which all that is said or done by family is derived.

A new family is a module with a channel (`collusion.evidence.channels.Channel`) and a row here that names it
(docs/how-to/add-a-family.md); once the model of the hypotheses is trained anew, its laws stand there.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Measure:
    """A scale-free effect that a family reports beside its bits.

    Attributes
    ----------
    name
        Key in `Finding.effects`.
    edges
        Lower edges of its bins, ascending; below the first lies the bin of little or nothing.
    telling
        Value from which it is beyond what honest groups show, by and large.
    meaning
        What is measured, in words.
    is_plain
        Whether it counts even where the family's bits are those of chance.
    laws
        Probabilities of its bins among honest groups and among rings, until the model is trained with it.
    """

    name: str
    edges: tuple[float, ...]
    telling: float
    meaning: str
    is_plain: bool = False
    laws: tuple[tuple[float, ...], tuple[float, ...]] | None = None


@dataclass(frozen=True, slots=True)
class Family:
    """One family of evidence.

    Attributes
    ----------
    name
        Its name in tables and configuration.
    question
        What it answers.
    may_flag
        Whether its bits are those of a test, so that it counts as one of the families that a flag takes.
    beyond
        What an innocent explanation fails on when the family is abnormal and not explained.
    measures
        Its effects.
    brief
        What it asks, in words an investigator uses.
    module
        Module whose ``prepare(tables, graph)`` makes its channel; empty for those families that the search
        reads too, which `collusion.evidence.channels` prepares.
    needs
        Columns without which it is silent, e.g. ``reviews.posted_at``; for families with a module.
    """

    name: str
    question: str
    may_flag: bool
    beyond: str
    measures: tuple[Measure, ...]
    brief: str
    module: str = ""
    needs: tuple[str, ...] = ()


REGISTRY = (
    Family(
        "behaviour",
        "Do the accounts review the same products at the same times more than their activity explains?",
        brief="same products, same days",
        may_flag=True,
        beyond="so many meetings on the same products",
        measures=(
            Measure(
                "surplus_per_review",
                (0.25, 0.7, 1.1, 1.6, 2.2, 3.0, 4.0),
                0.25,
                "nats of surplus a review of a target, all choices paid for",
            ),
            Measure(
                "dedication",
                (0.04, 0.08, 0.14, 0.22, 0.35, 0.55),
                math.inf,
                "share of all the members' reviews that are of the targets",
                is_plain=True,
            ),
            Measure(
                "single_beyond",
                (0.1, 0.3, 0.5, 0.75),
                0.75,
                "share of the members that wrote of nothing else, beyond other reviewers of the targets",
                is_plain=True,
            ),
            Measure(
                "breadth",
                (4.0, 6.0, 9.0, 14.0),
                math.inf,
                "number of targets: what is sold as a set has few parts",
                is_plain=True,
            ),
            Measure(
                "one_sitting",
                (0.2, 0.5, 0.8),
                math.inf,
                "share of the members with several reviews of targets that wrote them all within a day",
                is_plain=True,
            ),
        ),
    ),
    Family(
        "stars",
        "Do they rate the targets unlike the targets' other reviewers, and unlike themselves elsewhere?",
        brief="stars against everyone else's",
        may_flag=True,
        beyond="stars far from other buyers'",
        measures=(
            Measure(
                "stars_shift",
                (0.15, 0.3, 0.45, 0.58, 0.68, 0.77, 0.85),
                0.58,
                "share of the stars left to gain or to lose, beside others' in the same days and the "
                "members' leniency",
                is_plain=True,
            ),
        ),
    ),
    Family(
        "identity",
        "Do they share identifiers that households and public networks do not explain?",
        brief="shared instruments and addresses",
        may_flag=True,
        beyond="identifiers shared beyond households and public networks",
        measures=(
            Measure(
                "identity_instruments",
                (0.05, 0.15, 0.3, 0.5, 0.8),
                0.15,
                "share of the members that hold a card, device or the like which mostly members hold",
            ),
            Measure(
                "identity_places",
                (0.05, 0.15, 0.3, 0.5, 0.8),
                0.3,
                "share of the members that hold a network or address which mostly members hold",
            ),
            Measure(
                "identity_ties",
                (2.0, 4.0, 7.0, 10.0, 14.0),
                10.0,
                "number of cards, devices or the like that several members and hardly anybody else hold",
            ),
            Measure(
                "identity_of_targets",
                (0.03, 0.1, 0.2, 0.4),
                0.1,
                "share of the targets' reviewers that are members who hold what mostly members hold",
            ),
            Measure(
                "identity_seller",
                (0.02, 0.1, 0.25, 0.5),
                0.1,
                "share of the members that share a card, device or address with the seller of their target",
                is_plain=True,
            ),
            Measure(
                "identity_public",
                (0.2, 0.5, 0.8),
                math.inf,
                "largest share of the members that hold one value which mostly others hold, as an offer",
                is_plain=True,
            ),
        ),
    ),
    Family(
        "text",
        "Do they write nearly the same, where strangers do not?",
        brief="shared wording",
        may_flag=True,
        beyond="near-identical texts under different names",
        measures=(
            Measure(
                "text_copies",
                (0.05, 0.15, 0.3, 0.6),
                0.15,
                "share of texts that are near-copies, beyond others'",
            ),
        ),
    ),
    Family(
        "fulfilment",
        "Are parcels lighter than the item, or orders refunded, more than elsewhere?",
        brief="parcels and orders",
        may_flag=True,
        beyond="too many light parcels and refunds",
        measures=(
            Measure(
                "odd_orders",
                (0.05, 0.15, 0.3, 0.6),
                0.15,
                "share of light parcels or refunds, beyond others'",
            ),
        ),
    ),
    Family(
        "benefit",
        "Do the targets belong to few sellers?",
        brief="who profits",
        may_flag=False,
        beyond="targets that serve few sellers",
        measures=(
            Measure(
                "sellers_shared",
                (0.1, 0.3, 0.6, 0.9),
                math.inf,
                "share of the targets that is one of several of a seller, beyond a random draw",
            ),
        ),
    ),
    Family(
        "lifecycle",
        "Were the accounts created for the job, or active only together?",
        brief="age and life of the accounts",
        may_flag=True,
        beyond="accounts made for the job, or active only together",
        measures=(
            Measure(
                "created_together",
                (0.1, 0.3, 0.5, 0.75),
                0.3,
                "share of the members created in one burst, beyond others'",
            ),
            Measure(
                "active_together",
                (0.1, 0.3, 0.5, 0.75),
                0.3,
                "share of the members whose other activity begins and ends together, beyond others'",
            ),
            Measure(
                "awakened",
                (0.1, 0.25, 0.45, 0.7),
                math.inf,
                "share of the members who had been silent for half a year before, beyond others'",
                is_plain=True,
            ),
            Measure(
                "younger",
                (0.15, 0.3, 0.5, 0.7),
                0.3,
                "share of the members by which they exceed others in accounts below some age at their review",
            ),
        ),
    ),
)

#: Names of all families, in the order of the tables.
FAMILIES = tuple(family.name for family in REGISTRY)
#: Names of the families of which a flag takes two.
FLAGGING = tuple(family.name for family in REGISTRY if family.may_flag)
#: Columns that each family with a module needs.
NEEDS = {family.name: family.needs for family in REGISTRY if family.module}
#: All measures, by name.
MEASURES = {measure.name: measure for family in REGISTRY for measure in family.measures}
#: The family of each measure.
FAMILY_OF = {measure.name: family.name for family in REGISTRY for measure in family.measures}


@dataclass(frozen=True, slots=True)
class Extreme:
    """What of one family no honest group of any background reaches: it alone may flag.

    Attributes
    ----------
    family
        The family.
    least_members
        Fewest members of a group for which it holds.
    effects
        Least value of each effect, all of which must be reached.
    unless_known
        Least value of effects that count only where they are known.
    """

    family: str
    least_members: int
    effects: Mapping[str, float]
    unless_known: Mapping[str, float] = field(default_factory=dict)


#: What is sold as a set is bought together, so behaviour alone needs breadth, and stars that are not other
#: buyers' where there are stars, or accounts that wrote of nothing else, with stars far from those of the
#: same days; identity needs more than a card and an address of one household; text needs stars that do not
#: say what other buyers say.
EXTREME = (
    Extreme(
        "behaviour", 8, {"surplus_per_review": 3.0, "dedication": 0.35, "breadth": 8.0, "stars_shift": 0.62}
    ),
    Extreme(
        "behaviour",
        8,
        {"surplus_per_review": 3.0, "dedication": 0.5, "breadth": 8.0, "single_beyond": 0.1},
        {"stars_shift": 0.62},
    ),
    Extreme(
        "behaviour", 8, {"surplus_per_review": 1.6, "dedication": 0.4, "breadth": 8.0, "stars_shift": 0.58}
    ),
    Extreme(
        "behaviour", 5, {"surplus_per_review": 2.2, "dedication": 0.45, "breadth": 6.0, "stars_shift": 0.65}
    ),
    Extreme("behaviour", 12, {"surplus_per_review": 1.5, "single_beyond": 0.9, "stars_shift": 0.68}),
    Extreme("identity", 8, {"identity_instruments": 0.5, "identity_places": 0.5}),
    Extreme("identity", 12, {"identity_instruments": 0.5, "identity_ties": 10.0}),
    Extreme("identity", 5, {"identity_seller": 0.2}),
    Extreme("text", 8, {"text_copies": 0.5}, {"stars_shift": 0.45}),
)

"""The policy: which confidence, evidence and decision allow which action, as a person wrote it."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from collusion.errors import Fault, InputError
from collusion.evidence.families import FAMILIES
from collusion.foreign import excerpt
from collusion.provenance import canonical_json
from collusion.settings import load_settings, option, read_toml, unknown_keys


@dataclass(frozen=True, slots=True)
class ActionKind:
    """An action that a platform can take.

    Attributes
    ----------
    entity_type
        What it is taken against: ``account``, ``review``, ``product`` or ``seller``.
    severity
        Of several actions against one entity only the most severe that is allowed is proposed.
    meaning
        One sentence.
    """

    entity_type: str
    severity: int
    meaning: str


ACTIONS: Mapping[str, ActionKind] = MappingProxyType(
    {
        "suppress_reviews": ActionKind("review", 1, "Take the ring's reviews down and correct the stars."),
        "warn": ActionKind("account", 1, "Tell the account what is not allowed."),
        "suspend": ActionKind("account", 2, "Let the account write no reviews for a time."),
        "terminate": ActionKind("account", 3, "Close the account."),
        "delist": ActionKind("product", 1, "Take the product off the shop."),
        "warn_seller": ActionKind("seller", 1, "Tell the seller what is not allowed."),
        "ban_seller": ActionKind("seller", 2, "Let the seller sell no more."),
    }
)
#: Days that a policy may name: a century, so that every end is a date.
MOST_DAYS = 36_525
#: Actions that last for good, for which the decision of one person is not enough.
IRREVERSIBLE = ("terminate", "delist", "ban_seller")


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: every condition must hold. A rule never acts: it says what may be proposed to a person.

    Attributes
    ----------
    action
        See `ACTIONS`.
    reason
        Reason code that the action carries.
    max_q, min_families, families, kinds
        Conditions on the ring.
    min_membership
        Condition on an account.
    min_service, min_rings
        Conditions on a product or seller.
    second_opinion
        Whether another person must agree.
    expires_days
        How long the action lasts.
    """

    action: str = option("", "suppress_reviews, warn, suspend, terminate, delist, warn_seller or ban_seller")
    reason: str = option("fake_reviews", "code of the reason, for those who carry the action out")
    max_q: float = option(0.05, "the ring's q-value at most", minimum=0.0, maximum=1.0)
    min_families: int = option(2, "families of evidence out of the ordinary, at least", minimum=0)
    families: tuple[str, ...] = option((), "families that must be out of the ordinary")
    kinds: tuple[str, ...] = option((), "kinds of ring; empty: any")
    min_membership: float = option(0.5, "an account's membership at least", minimum=0.0, maximum=1.0)
    min_service: float = option(0.9, "a product's probability of being a client's, at least", minimum=0.5)
    min_rings: int = option(1, "confirmed rings that serve the seller, at least", minimum=1)
    second_opinion: bool = option(False, "another person must have agreed without sight of the first")
    expires_days: int = option(
        0, "days after which the action ends; 0: it does not", minimum=0, maximum=MOST_DAYS
    )

    @property
    def kind(self) -> ActionKind:
        """What the action is."""
        return ACTIONS[self.action]


@dataclass(frozen=True, slots=True)
class Policy:
    """The `rules`, and the days within which an affected person may complain: `appeal_days`."""

    rules: tuple[Rule, ...]
    appeal_days: int = option(183, "days within which a complaint is heard; DSA Art. 20 asks for six months")

    def digest(self) -> str:
        """Return the SHA-256 of what it says."""
        return hashlib.sha256(canonical_json(self).encode("utf-8")).hexdigest()


DEFAULT = Policy(
    (
        Rule("suppress_reviews"),
        Rule("warn"),
        Rule("suspend", max_q=0.01, min_membership=0.9, expires_days=30),
        Rule("terminate", max_q=0.01, min_membership=0.95, min_families=3, second_opinion=True),
        Rule("warn_seller"),
        Rule("ban_seller", max_q=0.01, min_families=3, min_rings=2, second_opinion=True),
    )
)
"""The policy where none is given: mild where one person decided, final only where two agree."""


def load_policy(path: Path | None) -> Policy:
    """Load a policy.

    Parameters
    ----------
    path
        A TOML file of ``[[rule]]`` tables; the default policy when None.

    Returns
    -------
    Policy

    Raises
    ------
    InputError
        With every fault of the file.
    """
    if path is None:
        return DEFAULT
    document = read_toml(path)
    faults = unknown_keys(document, ("rule", "appeal_days"), where=path.name)
    given = document.get("rule", [])
    if not isinstance(given, list) or not given:
        faults.append(Fault(path.name, "rule", "no rules", "one [[rule]] or more", "Write one."))
        given = []
    rules = [_rule(table, f"rule {place}", faults) for place, table in enumerate(given, 1)]
    days = document.get("appeal_days", DEFAULT.appeal_days)
    if not isinstance(days, int) or isinstance(days, bool) or not 0 <= days <= MOST_DAYS:
        allowed = f"a number of days from 0 to {MOST_DAYS:,}"
        faults.append(Fault(path.name, "appeal_days", excerpt(days), allowed, "Change it."))
    if faults:
        raise InputError(faults)
    return Policy(tuple(rules), days)


def _rule(table: Any, where: str, faults: list[Fault]) -> Rule:
    rule = load_settings(Rule, table, where=where, faults=faults)
    words = (("action", (rule.action,), ACTIONS), ("families", rule.families, FAMILIES))
    for key, given, known in words:
        for word in given:
            if word not in known:
                allowed = ", ".join(known)
                faults.append(Fault(where, key, repr(excerpt(word)), allowed, "Take one of these."))
    if rule.action in IRREVERSIBLE and not rule.second_opinion:
        allowed = "second_opinion = true, since it cannot be taken back"
        faults.append(Fault(where, "second_opinion", f"false for {rule.action}", allowed, "Set it."))
    return rule


def policy_as_toml(policy: Policy) -> str:
    """Write a `policy` as a TOML file with what each key means."""
    lines = [f"# {_help('appeal_days', Policy)}", f"appeal_days = {policy.appeal_days}"]
    for rule in policy.rules:
        lines += ["", "[[rule]]"]
        for field in dataclasses.fields(Rule):
            value = getattr(rule, field.name)
            if value != field.default:
                lines.append(f"{field.name} = {_toml(value)}  # {_help(field.name, Rule)}")
    return "\n".join(lines) + "\n"


def _help(name: str, kind: type) -> str:
    return str(next(field.metadata["help"] for field in dataclasses.fields(kind) if field.name == name))


def _toml(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple):
        return "[" + ", ".join(f'"{word}"' for word in value) + "]"
    return f'"{value}"' if isinstance(value, str) else str(value)

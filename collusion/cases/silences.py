"""Say why a family of evidence is silent about one group where the tables could have spoken."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

#: Origins of groups that the identifiers of their accounts proposed, by `collusion.detection`.
BY_IDENTIFIERS = ("shared identifiers", "tied reviewers of a seller")
#: That of groups that copied texts proposed.
BY_WORDING = "shared wording"
_NOT_MEASURED = (
    "the group was found by the identifiers its accounts share, and how often they meet was not measured"
)
_NOT_MEASURED_EITHER = (
    "the group was found by the texts its accounts copied, and how often they meet was not measured"
)
#: What a family finds too little of to speak of a group, by family.
_TOO_LITTLE = {
    "stars": "none of these reviews has stars",
    "identity": "no identifier of these accounts is known",
    "text": "fewer than two of these reviews have a text",
    "fulfilment": "none of these reviews has an order that tells weights or refunds",
    "benefit": "fewer than two of these products have a known seller",
    "lifecycle": "fewer than three of these accounts have a creation date",
}
#: Why a family is silent that nothing else is known of.
UNTOLD = "the tables say nothing of these accounts"


def silence_of(family: str, ring: Mapping[str, Any]) -> str:
    """Say why a `family` is silent about a `ring`, a row of ``rings``, in English."""
    if family == "behaviour" and ring["origin"] in BY_IDENTIFIERS:
        return _NOT_MEASURED
    if family == "behaviour" and ring["origin"] == BY_WORDING:
        return _NOT_MEASURED_EITHER
    return _TOO_LITTLE.get(family, UNTOLD)

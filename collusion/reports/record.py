"""A case as plain dicts and lists, for JSON."""

from __future__ import annotations

import dataclasses
from typing import Any

from collusion.cases.case import Case
from collusion.cases.narrative import narrate


def case_record(case: Case) -> dict[str, Any]:
    """Return a case, its reviews and its sentences as dicts, lists, texts, numbers, dates and None.

    Parameters
    ----------
    case
        One ring.

    Returns
    -------
    dict
        The fields of `Case`, with ``reviews`` as rows, and its `Narrative` under ``narrative``.
    """
    fields = {field.name: getattr(case, field.name) for field in dataclasses.fields(case)}
    record = {name: _plain(value) for name, value in fields.items() if name != "reviews"}
    record["narrative"] = dataclasses.asdict(narrate(case))
    record["reviews"] = case.reviews.drop("ring_id").to_dicts()
    return record


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return dataclasses.asdict(value)
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return value

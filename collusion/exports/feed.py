"""The feed for those who carry actions out: JSON lines, one an action or a reversal, in the order issued."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import msgspec

from collusion.exports.tabular import check_free_file
from collusion.policy.actions import Action
from collusion.provenance import canonical_json, write_text_whole


def write_feed(actions: Iterable[Action], out: Path, *, force: bool = False) -> Path:
    """Write the feed.

    Parameters
    ----------
    actions
        All actions ever issued, in order: a reader may take any feed again, from its start or from any line,
        since `action_id` names each line for good.
    out
        A file ending in ``.jsonl``.
    force
        Overwrite it.

    Returns
    -------
    Path
        `out`.
    """
    check_free_file(out, force=force)
    lines = [canonical_json(asdict(action)) for action in actions]
    write_text_whole(out, "".join(f"{line}\n" for line in lines))
    return out


def read_feed(path: Path) -> list[Action]:
    """Read a feed as its reader should: each line by its schema, no field unknown.

    Parameters
    ----------
    path
        The file.

    Returns
    -------
    list of Action

    Raises
    ------
    msgspec.ValidationError
        When a line is not of the schema.
    """
    lines = path.read_text(encoding="utf-8").splitlines()
    return [msgspec.json.decode(line.encode(), type=Action, strict=True) for line in lines]


def apply_feed(actions: Iterable[Action], state: dict[str, Action]) -> dict[str, Action]:
    """Return what a platform holds after a feed: the reference for those who read it.

    Parameters
    ----------
    actions
        Lines of a feed, in order.
    state
        What it held before, by the names of actions and of reversals that were carried out.

    Returns
    -------
    dict of str to Action
        A line whose name is known changes nothing; a reversal stays in the state, so that the line that it
        reverses cannot come back when the feed is replayed.
    """
    held = dict(state)
    reversed_names = {action.reverses for action in held.values() if action.reverses}
    for action in actions:
        if action.action_id in held or action.action_id in reversed_names:
            continue
        if action.reverses is not None:
            held.pop(action.reverses, None)
            reversed_names.add(action.reverses)
        held[action.action_id] = action
    return held


def feed_schema() -> dict[str, Any]:
    """Return the JSON Schema of one line of the feed."""
    return msgspec.json.schema(Action)

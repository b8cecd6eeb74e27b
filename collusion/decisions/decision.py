"""What a person decided about a ring: the record that actions, labels and exports rest on."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal, TypeAlias, get_args

from collusion.errors import Fault, InputError

Verdict: TypeAlias = Literal["confirm", "dismiss", "watch", "unsure", "honest", "undo"]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
#: How each is said of a ring.
VERDICT_WORDS: dict[Verdict, str] = {
    "confirm": "confirmed",
    "dismiss": "dismissed",
    "watch": "on watch",
    "unsure": "unsure",
    "honest": "appeal won",
    "undo": "undone",
}
_LONGEST_NOTE, _LONGEST_NAME = 20_000, 200


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision of one named person.

    Attributes
    ----------
    ring_id
        The ring, by the id that it keeps for life.
    verdict
        ``confirm``, ``dismiss``, ``watch`` and ``unsure`` speak of the ring; ``honest`` clears accounts after
        an appeal; ``undo`` takes an earlier decision back.
    by
        Who decided.
    note
        Why, in the person's words.
    accounts
        The accounts that the decision is about, sorted: those of the ring as the person saw it, or fewer.
    decided_at
        When, by the clock of the machine, ISO 8601 in UTC. The order of decisions is their number, whatever
        the clock did.
    run_id
        The run that was looked at.
    snapshot
        Digest of the ring as it was in that run.
    expires_at
        From when on it no longer holds; None: until it is undone.
    undoes
        Number of the decision that is taken back.
    is_second
        A second opinion, given without sight of the first.
    is_blind
        Given without sight of the scores.
    high_volume
        Whether this is "deceptive high-volume commercial content" (DSA Art. 17(2)): no statement of reasons
        is owed then. None: not said. No rule and no score ever sets it.
    """

    ring_id: str
    verdict: Verdict
    by: str
    note: str
    accounts: tuple[str, ...]
    decided_at: str
    run_id: str
    snapshot: str
    expires_at: str | None = None
    undoes: int | None = None
    is_second: bool = False
    is_blind: bool = False
    high_volume: bool | None = None

    def content(self) -> dict[str, Any]:
        """Return the record as the chain stores it."""
        return asdict(self)

    def says_the_same(self, other: Decision) -> bool:
        """Return whether another decision differs by the time it was made at most."""
        return {**self.content(), "decided_at": ""} == {**other.content(), "decided_at": ""}


@dataclass(frozen=True, slots=True)
class Entry:
    """A decision as it stands in the chain: its number `seq`, its `hash`, what was decided."""

    seq: int
    hash: str
    decision: Decision

    @property
    def words(self) -> str:
        """The decision in a few words, e.g. ``confirmed by M. Berg on 2026-03-02``."""
        made = self.decision
        return f"{VERDICT_WORDS[made.verdict]} by {made.by} on {made.decided_at[:10]}"


def decision_from(content: dict[str, Any]) -> Decision:
    """Return the decision of a record that a chain stores."""
    return Decision(**{**content, "accounts": tuple(content["accounts"])})


def check_words(by: str, note: str) -> None:
    """Check what a person typed.

    Parameters
    ----------
    by
        The name.
    note
        The reason.

    Raises
    ------
    InputError
        With every fault: a decision without a name or a reason is none.
    """
    faults: list[Fault] = []
    for where, text, longest in (("--by", by, _LONGEST_NAME), ("--note", note, _LONGEST_NOTE)):
        if not text.strip():
            need = "the name of the person who decides" if where == "--by" else "the reason in words"
            faults.append(Fault(where, "", "nothing", need, "Give it: a decision is a person's."))
        elif len(text) > longest:
            found = f"{len(text):,} characters"
            faults.append(Fault(where, "", found, f"at most {longest:,}", "Shorten it."))
        elif not is_text(text):
            found = "bytes that are no text"
            faults.append(Fault(where, "", found, "text in UTF-8", "Type it anew."))
    if is_text(by) and any(not c.isprintable() for c in by):
        allowed = "printable characters"
        faults.append(Fault("--by", "", "control characters", allowed, "Type the name anew."))
    if faults:
        raise InputError(faults)


def is_text(words: str) -> bool:
    """Return whether `words` came as UTF-8; what did not holds surrogates, which no store takes."""
    return not any("\ud800" <= character <= "\udfff" for character in words)


def same_person(one: str, other: str) -> bool:
    """Return whether `one` name and the `other` may be one person's, written with other case or blanks."""
    first, second = (
        "".join(c for c in unicodedata.normalize("NFKC", name).casefold() if c.isalnum())
        for name in (one, other)
    )
    return first == second


def expiry(text: str | None, now: dt.datetime) -> str | None:
    """Return the time that a date or a number of days names.

    Parameters
    ----------
    text
        ``2026-05-01``, or days from now such as ``30d``; None: none.
    now
        The present, UTC.

    Returns
    -------
    str or None
        ISO 8601, UTC.

    Raises
    ------
    InputError
        When it is neither, or has passed.
    """
    if text is None:
        return None
    allowed = "a date such as 2026-05-01, or days such as 30d, in the future"
    fault = Fault("--expires", "", repr(text), allowed, "Give one of these.")
    try:
        if text.endswith("d") and text[:-1].isdecimal():
            until = now + dt.timedelta(days=int(text[:-1]))
        else:
            until = dt.datetime.combine(dt.date.fromisoformat(text), dt.time(), tzinfo=dt.UTC)
    except (ValueError, OverflowError) as error:
        raise InputError([fault]) from error
    if until <= now:
        raise InputError([fault])
    return until.isoformat(timespec="seconds")


def sorted_accounts(accounts: Sequence[str]) -> tuple[str, ...]:
    """Return accounts as a decision holds them: each once, sorted."""
    return tuple(sorted(set(accounts)))

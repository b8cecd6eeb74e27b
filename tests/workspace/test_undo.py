from __future__ import annotations

import pytest

from collusion.errors import InputError, UsageError
from collusion.workspace.deciding import Said, decide
from collusion.workspace.undo import plan_undo, undo
from tests.workspace.keeping import RING, kept

SAID = Said("confirm", "M. Berg", "Same card.")
WHO = {"by": "A. Roy", "note": "Wrong ring."}


@pytest.fixture
def space(tmp_path):
    """A workspace whose ring was confirmed, and put on watch later."""
    with kept(tmp_path) as workspace:
        decide(workspace, RING, SAID)
        decide(workspace, RING, Said("watch", "M. Berg", "Wait."))
        yield workspace


def test_plan_undo__says_what_goes_and_what_holds_then(space):
    said = plan_undo(space, RING, **WHO).words()

    assert said.startswith(f"{RING}: takes back entry 2, on watch by M. Berg on ")
    assert ". Then entry 1 holds: confirmed by M. Berg on " in said
    assert 2 == len(space.ledger())


def test_undo__sent_twice_takes_back_one(space):
    first, is_new = undo(space, RING, **WHO)
    again, is_new_again = undo(space, RING, **WHO | {"by": "a. roy"})

    assert (2, True, False) == (first.decision.undoes, is_new, is_new_again)
    assert first == again
    assert 3 == len(space.ledger())


def test_undo__a_second_one_has_to_be_named(space):
    """Whether the decision before is meant, or the undo itself, is not guessed."""
    undo(space, RING, **WHO)
    with pytest.raises(
        UsageError, match=r"taken back already, by entry 3 .* Now entry 1 holds: .*--entry 1\."
    ):
        undo(space, RING, by="A. Roy", note="The other one as well.")

    assert 1 == undo(space, RING, **WHO, seq=1)[0].decision.undoes
    with pytest.raises(UsageError, match=r"No decision on the ring holds then.*decide W R-00000001 VERDICT"):
        undo(space, RING, by="A. Roy", note="And again.")


def test_undo__an_earlier_one_by_its_number(space):
    entry, _ = undo(space, RING, **WHO, seq=1)

    assert 1 == entry.decision.undoes
    assert "Then entry 2 holds" in plan_undo(space, RING, **WHO, seq=1).words()
    with pytest.raises(UsageError, match="entry 1 was taken back already"):
        undo(space, RING, by="Somebody", note="Me, too.", seq=1)
    with pytest.raises(UsageError, match=r"no decision with the number 3 on it\. Allowed: 1, 2\."):
        undo(space, RING, **WHO, seq=3)


def test_undo__an_appeal_only_by_its_number(space):
    """To accuse somebody again takes more than a slip."""
    decide(space, RING, Said("honest", "Appeals", "Receipts.", ("A101",)))
    with pytest.raises(UsageError, match=r"an appeal that was won .*--undo --entry 3"):
        undo(space, RING, **WHO)

    assert "appeal won by Appeals" in (said := plan_undo(space, RING, **WHO, seq=3).words())
    assert " for 1 account. Then entry 2 holds" in said
    assert 3 == undo(space, RING, **WHO, seq=3)[0].decision.undoes


def test_undo__of_nothing_and_by_nobody(tmp_path):
    with kept(tmp_path) as workspace:
        with pytest.raises(UsageError, match="no decision on it"):
            undo(workspace, RING, **WHO)
        with pytest.raises(InputError, match="--by"):
            undo(workspace, RING, by=" ", note="b")


def test_undo__remembers_the_head_only_when_the_entry_is_kept(space, monkeypatch):
    """A writer who dies before the entry is kept leaves a ledger that verifies."""
    monkeypatch.setattr(type(space), "remember_head", _dies)
    with pytest.raises(KeyboardInterrupt):
        undo(space, RING, **WHO)
    assert 3 == len(space.ledger())


def _dies(workspace):
    assert not workspace.database.is_writing
    raise KeyboardInterrupt

from __future__ import annotations

import pytest

from collusion.cases.silences import BY_IDENTIFIERS, BY_WORDING, UNTOLD, silence_of
from collusion.detection import holders, tied, wordings
from collusion.evidence.families import FAMILIES


def test_silence_of__behaviour_of_a_group_found_by_identifiers_was_not_measured():
    assert (holders.ORIGIN, tied.ORIGIN) == BY_IDENTIFIERS
    for origin in BY_IDENTIFIERS:
        said = silence_of("behaviour", {"origin": origin})
        assert said.startswith(
            "the group was found by the identifiers its accounts share, and how often they"
        )


def test_silence_of__behaviour_of_a_group_found_by_wording_was_not_measured():
    assert wordings.ORIGIN == BY_WORDING
    assert silence_of("behaviour", {"origin": BY_WORDING}).startswith(
        "the group was found by the texts its accounts copied"
    )


@pytest.mark.parametrize("origin", ["bursts", "sellers"])
def test_silence_of__of_other_groups_is_what_the_tables_lack(origin):
    assert silence_of("behaviour", {"origin": origin}) == UNTOLD
    said = {family: silence_of(family, {"origin": origin}) for family in FAMILIES if family != "behaviour"}

    assert UNTOLD not in said.values()
    assert said["benefit"] == "fewer than two of these products have a known seller"

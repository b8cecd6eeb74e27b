from __future__ import annotations

from dataclasses import replace

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from collusion.errors import UsageError
from collusion.exports.feed import apply_feed, feed_schema, read_feed, write_feed
from collusion.policy.actions import REVERSAL
from tests.cases.small_runs import Wish, make_run
from tests.exports.deciding import actions


@pytest.fixture(scope="module")
def feed():
    issued = actions(make_run(Wish(hostile=True)))
    back = replace(issued[0], action_id="0" * 32, status=REVERSAL, reverses=issued[0].action_id)
    return [*issued, back]


def test_write_feed__is_read_by_its_schema(feed, tmp_path):
    out = write_feed(feed, tmp_path / "feed.jsonl")

    assert feed == read_feed(out)
    assert len(feed) == len(out.read_text(encoding="utf-8").splitlines())
    with pytest.raises(UsageError, match="--force"):
        write_feed(feed, out)
    assert feed == read_feed(write_feed(feed, out, force=True))


def test_read_feed__refuses_a_line_of_another_shape(tmp_path):
    (tmp_path / "x.jsonl").write_text('{"action_id": 3}\n')
    with pytest.raises(msgspec.ValidationError):
        read_feed(tmp_path / "x.jsonl")


def test_feed_schema__names_every_field():
    [definition] = feed_schema()["$defs"].values()

    assert {"action_id", "reverses", "expires_at", "decided_by", "reason"} <= set(definition["properties"])


@given(st.lists(st.integers(0, 3), max_size=3), st.integers(0, 40))
def test_apply_feed__replayed_from_anywhere_changes_nothing(times, start):
    issued = actions(make_run())
    back = replace(issued[0], action_id="0" * 32, status=REVERSAL, reverses=issued[0].action_id)
    lines = [*issued, back]
    once = apply_feed(lines, {})
    again = once
    for _ in times:
        again = apply_feed(lines[start % len(lines) :], again)

    assert once == again
    assert issued[0].action_id not in once

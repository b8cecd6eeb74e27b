from __future__ import annotations

from collusion.workspace.diff import diff
from tests.workspace.rings import ring


def test_diff__calls_a_ring_by_its_older_name_and_tells_namesakes_apart():
    told = diff({"A": ring("abc"), "B": ring("xyz")}, {"B": ring("abcd"), "A": ring("klm")})

    assert [("A", "grew"), ("A (new)", "born"), ("B", "gone")] == [(e.ring_id, e.kind) for e in told]

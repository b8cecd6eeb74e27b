from __future__ import annotations

from collusion.workspace.diff import diff
from tests.workspace.rings import ring


def test_diff__calls_a_ring_by_its_older_name_and_tells_namesakes_apart():
    told = diff({"A": ring("abc"), "B": ring("xyz")}, {"B": ring("abcd"), "A": ring("klm")})

    assert [("A", "grew"), ("A (new)", "born"), ("B", "gone")] == [(e.ring_id, e.kind) for e in told]


def test_diff__of_ids_for_life_asks_nobody_which_ring_is_which():
    told = diff({"A": ring("abcdef")}, {"B": ring("abcd"), "A": ring("efxyz")}, are_for_life=True)

    assert [("A", "grew"), ("A", "shrank"), ("B", "split")] == [(e.ring_id, e.kind) for e in told]

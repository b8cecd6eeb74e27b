"""The mutants of a module are what their keys say, and a room is judged by them."""

from __future__ import annotations

import ast
import tomllib

from tests.mutation.__main__ import REASONS
from tests.mutation.copies import ROOT
from tests.mutation.mutants import TURNED, mutants

MODULE = '''
LIMITS = (3, 0.5)
NAME: str = "x"

def is_many(n, names):
    """Sie ist größer."""
    if n < LIMITS[0] and "ä" not in names:
        return 1 <= n <= 2
    return names is not None
'''


def test_mutants__perturb_each_constant_and_turn_each_comparison():
    found = [(one.line, one.key) for one in mutants(MODULE)]

    assert found == [
        (2, "LIMITS: 3 -> 4"),
        (2, "LIMITS: 0.5 -> 0.75"),
        (7, "is_many: n < LIMITS[0] (< -> <=)"),
        (7, "is_many: 'ä' not in names (not in -> in)"),
        (8, "is_many: 1 <= n <= 2 (<= -> <)"),
        (8, "is_many: 1 <= n <= 2 (<= -> <) #2"),
        (9, "is_many: names is not None (is not -> is)"),
    ]


def test_mutants__change_that_one_place_and_nothing_else():
    for one in mutants(MODULE):
        changed = one.apply(MODULE)
        lines = zip(MODULE.splitlines(), changed.splitlines(), strict=True)

        assert [one.line] == [number for number, (was, now) in enumerate(lines, 1) if was != now]
        assert ast.dump(ast.parse(changed)) != ast.dump(ast.parse(MODULE))


def test_mutants__of_a_constant_are_seen_where_it_is_used():
    assert [(7,), (7,), (), (), (), (), ()] == [one.used for one in mutants(MODULE)]


def test_mutants__know_every_comparison():
    assert set(ast.cmpop.__subclasses__()) == set(TURNED)


def test_mutants__of_zero_and_of_no_number():
    assert ["A: 0 -> 1", "A: 0.0 -> 1.0"] == [one.key for one in mutants("A = (0, 0.0, True, 'b')")]


def test_reasons__are_of_mutants_that_there_are():
    """Whoever moves or changes a line for which a reason is given changes the reason's key, or drops it."""
    reasons = tomllib.loads(REASONS.read_text(encoding="utf-8"))
    modules = {key.partition(": ")[0] for key in reasons}
    keys = {
        f"{module}: {one.key}"
        for module in modules
        for one in mutants((ROOT / module).read_text(encoding="utf-8"))
    }

    assert set(reasons) <= keys

"""The list of the rules is true: each sentence stands on the page, each place in the code is there once."""

from __future__ import annotations

import ast

import pytest

from tests.mutation.copies import ROOT
from tests.mutation.rules import rules

PAGE = " ".join((ROOT / "docs/explanation/evidence.md").read_text(encoding="utf-8").split())


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.says)
def test_rules__say_what_the_page_says_of_code_that_is_there(rule):
    """Whoever changes a rule changes its row, and runs ``python -m tests.mutation.rules``."""
    source = (ROOT / rule.module).read_text(encoding="utf-8")

    assert rule.says in PAGE
    assert 1 == source.count(rule.holds)
    assert ast.dump(ast.parse(source)) != ast.dump(ast.parse(source.replace(rule.holds, rule.removed)))
    for test in rule.tests:
        file, _, name = test.partition("::")
        assert f"def {name.partition('[')[0]}" in (ROOT / file).read_text(encoding="utf-8")

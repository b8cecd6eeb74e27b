from __future__ import annotations

import tomllib

import pytest

from collusion.errors import InputError
from collusion.policy.policy import ACTIONS, DEFAULT, IRREVERSIBLE, load_policy, policy_as_toml


def test_default__lets_no_single_person_do_what_cannot_be_undone():
    assert all(rule.second_opinion for rule in DEFAULT.rules if rule.action in IRREVERSIBLE)
    assert DEFAULT == load_policy(None)


def test_policy__is_written_and_read_back(tmp_path):
    path = tmp_path / "policy.toml"
    path.write_text(policy_as_toml(DEFAULT))

    assert DEFAULT == load_policy(path)
    assert DEFAULT.digest() == load_policy(path).digest()
    assert tomllib.loads(path.read_text())["appeal_days"] == 183


def test_load_policy__tells_every_fault(tmp_path):
    path = tmp_path / "policy.toml"
    path.write_text(
        'appeal_days = -1\nextra = 1\n[[rule]]\naction = "shoot"\nmax_q = 2\n[[rule]]\naction = "terminate"\n'
        '[[rule]]\naction = "warn"\nfamilies = ["smell"]\nmin_familys = 3\n'
    )
    with pytest.raises(InputError) as caught:
        load_policy(path)

    said = str(caught.value)
    assert 7 == len(caught.value.faults)
    for word in ("shoot", "extra", "-1", "false for terminate", "smell", "min_families", "2"):
        assert word in said


@pytest.mark.parametrize("text", ["", "rule = 3\n", "rule = []\n"])
def test_load_policy__needs_rules(tmp_path, text):
    path = tmp_path / "policy.toml"
    path.write_text(text)

    with pytest.raises(InputError, match=r"one \[\[rule\]\] or more"):
        load_policy(path)


def test_actions__are_of_four_kinds_of_entities():
    assert {"account", "review", "product", "seller"} == {kind.entity_type for kind in ACTIONS.values()}

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


def test_actions__of_several_against_one_entity_the_later_is_the_more_severe():
    found: dict[str, list[tuple[int, str]]] = {}
    for name, kind in ACTIONS.items():
        found.setdefault(kind.entity_type, []).append((kind.severity, name))

    assert found == {
        "review": [(1, "suppress_reviews")],
        "account": [(1, "warn"), (2, "suspend"), (3, "terminate")],
        "product": [(1, "delist")],
        "seller": [(1, "warn_seller"), (2, "ban_seller")],
    }


def test_default__is_mild_where_one_person_decided_and_asks_for_more_the_more_it_takes():
    """What differs from the defaults of a rule, which the reference documents."""
    written = tomllib.loads(policy_as_toml(DEFAULT))["rule"]

    assert written == [
        {"action": "suppress_reviews"},
        {"action": "warn"},
        {"action": "suspend", "max_q": 0.01, "min_membership": 0.9, "expires_days": 30},
        {
            "action": "terminate",
            "max_q": 0.01,
            "min_families": 3,
            "min_membership": 0.95,
            "second_opinion": True,
        },
        {"action": "warn_seller"},
        {"action": "ban_seller", "max_q": 0.01, "min_families": 3, "min_rings": 2, "second_opinion": True},
    ]


def test_load_policy__takes_no_days_of_appeal(tmp_path):
    path = tmp_path / "policy.toml"
    path.write_text('appeal_days = 0\n[[rule]]\naction = "warn"\n')

    assert 0 == load_policy(path).appeal_days


@pytest.mark.parametrize("key", ["appeal_days", "expires_days"])
@pytest.mark.parametrize(("days", "is_taken"), [(36_525, True), (36_526, False), (10**12, False)])
def test_load_policy__names_days_that_end_on_a_date(tmp_path, key, days, is_taken):
    path = tmp_path / "policy.toml"
    rule = '[[rule]]\naction = "warn"\n'
    path.write_text(f"{key} = {days}\n{rule}" if key == "appeal_days" else f"{rule}{key} = {days}\n")
    if is_taken:
        assert load_policy(path)
    else:
        with pytest.raises(InputError, match=key):
            load_policy(path)

"""The edges from which behaviour alone flags a group."""

from __future__ import annotations

import pytest

from collusion.scoring.alone import is_set, labels_suffice, stands_alone


@pytest.mark.parametrize(
    ("score", "breadth", "shift", "of_a_set", "expected"),
    [
        (4.0, 5.0, 0.58, False, True),
        (3.99, 5.0, 0.58, False, False),
        (4.0, 4.9, 0.58, False, False),
        (4.0, 5.0, 0.57, False, False),
        (4.0, 5.0, 0.58, True, False),
        (8.0, 5.0, None, False, True),
        (7.99, 5.0, None, False, False),
        (99.0, None, 1.0, False, False),
    ],
)
def test_stands_alone__from_five_targets_on_with_stars_and_odds(score, breadth, shift, of_a_set, expected):
    assert expected == stands_alone(score, breadth=breadth, shift=shift, is_set=of_a_set)


@pytest.mark.parametrize(
    ("breadth", "one_seller", "n_members", "expected"),
    [
        (13.9, 0.9, 40, True),
        (14.0, 0.9, 40, False),
        (13.9, 0.89, 40, False),
        (13.9, 0.9, 39, False),
        (None, 0.9, 40, False),
        (13.9, None, 40, False),
    ],
)
def test_is_set__of_one_seller_and_many_holders(breadth, one_seller, n_members, expected):
    assert expected == is_set(breadth, one_seller, n_members)


@pytest.mark.parametrize(
    ("score", "bits", "n_fake", "expected"),
    [
        (0.0, 4.0, 1, True),
        (-0.01, 4.0, 1, False),
        (9.0, 3.9, 1, False),
        (9.0, 9.0, 0, False),
        (-5.5, 15.0, 1, True),
        (-5.51, 99.0, 1, False),
    ],
)
def test_labels_suffice__with_a_fake_member_where_families_go_half_of_the_way(score, bits, n_fake, expected):
    assert expected == labels_suffice(score, bits, n_fake)

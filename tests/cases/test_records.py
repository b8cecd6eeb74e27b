from __future__ import annotations

import pytest

from collusion.cases.records import BYSTANDER_BELOW, Seller


def _seller(with_, without, service=1.0):
    return Seller("s", 1, 1, 1, with_, without, service)


@pytest.mark.parametrize(
    ("with_", "without", "falls"),
    [
        (None, 4.0, False),
        (4.0, None, False),
        (4.0, 4.0, False),
        (4.0, 4.0 + 1.2e-6, True),
        (4.0, 4.0 + 0.9e-6, False),
        (4.1, 4.0, False),
        (0.0, 1e-6, False),
    ],
)
def test_falls__by_more_than_what_is_no_difference_of_means(with_, without, falls):
    assert falls == _seller(with_, without).falls


@pytest.mark.parametrize(("service", "expected"), [(BYSTANDER_BELOW, False), (BYSTANDER_BELOW - 1e-9, True)])
def test_is_bystander__below_even_odds(service, expected):
    assert expected == _seller(4.0, 4.0, service).is_bystander

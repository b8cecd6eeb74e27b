"""What the errors say: found, where, allowed, next."""

from __future__ import annotations

import pytest

from collusion.errors import CollusionError, Fault, InputError, IntegrityError, UsageError


@pytest.mark.parametrize(
    ("fault", "text"),
    [
        (
            Fault("reviews", "rating", "rating 9", "1 to 5", "Correct it.", (3, 8), 12),
            "reviews.rating: found rating 9 in 12 rows (3, 8, …). Allowed: 1 to 5. Correct it.",
        ),
        (
            Fault("reviews", "rating", "rating 9", "1 to 5", "Correct it.", (3,), 1),
            "reviews.rating: found rating 9 in 1 row (3). Allowed: 1 to 5. Correct it.",
        ),
        (
            Fault("collusion.toml", "", "no section", "[detection]", "Add it."),
            "collusion.toml: found no section. Allowed: [detection]. Add it.",
        ),
    ],
    ids=["many rows", "one row", "the whole"],
)
def test_fault__says_where_what_and_what_next(fault: Fault, text: str) -> None:
    assert text == str(fault)


def test_input_error__carries_every_fault() -> None:
    faults = [Fault("reviews", name, "nulls", "ids", "Fill them.") for name in ("reviewer_id", "product_id")]
    error = InputError(faults)

    assert tuple(faults) == error.faults
    assert str(error).startswith("2 faults in the input:\n  1. reviews.reviewer_id: found nulls.")
    assert "\n  2. reviews.product_id: found nulls." in str(error)


def test_exit_codes__tell_the_situations_apart() -> None:
    assert [1, 2, 3, 4] == [e.exit_code for e in (CollusionError, UsageError, InputError, IntegrityError)]

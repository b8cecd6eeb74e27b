from __future__ import annotations

import polars as pl
import pytest

from collusion.tables.masked_values import is_masked, networks_left

#: Three of the letter, which by themselves mark what is unfinished.
X = "X" * 3
MASKED = {
    "card": (
        "**** **** **** 1234|XXXX-1234|411111******1111|xxxxxxxxxxxx1234|Visa ending in 1234|•••• 4242|"
        "VISA-1234|Mastercard 1234|x1234|*1234|...1234|…1234|####-####-####-1234|411111XXXXXX1111"
    ),
    "email": "j***@gmail.com|jo**@x.com|john@g***.com|j*@gmail.com|jxxx@gmail.com|j…@x.de|j...@gmail.com",
    "phone": f"+49 170 ****123|555-{X}-1234|(555) xxx-1234|+49170XXXX123",
    "ip": "192.168.x.x|1.2.3.x|1.2.*.*|1.2.3.***|2001:db8::xxxx",
    "gift_card": "XXXX-XXXX-1234|****1234",
    "device": "ab**cd",
    "address": "12 M*** Street",
    "iban": "DE** **** 1234",
}
WHOLE = {
    "card": "4111111111111111|4111 1111 1111 1111|tok_1a2b|1234|c1|9f86d081884c7d65|AXXX1234|visa:9f86",
    "email": "john@gmail.com|xx@x.com|a.b@c.de|maxx@gmail.com|xxl@shop.de|9f86d081",
    "phone": "+49 170 1234567 x12|555-1234 ext. 3|5551234",
    "ip": "1.2.3.4|2001:db8::1|1.2.3.0",
    "promo_code": f"{X}10|10{X}",
    "device": f"{X}-123",
    "gift_card": "GXXX-1234|AB12-CD34",
    "address": f"c/o {X}, 12 Main Street",
}


@pytest.mark.parametrize("kind", MASKED)
def test_is_masked__where_many_people_have_what_is_left(kind):
    values = MASKED[kind].split("|")

    assert [] == [
        one for one, is_it in zip(values, is_masked(kind, pl.Series(values)), strict=True) if not is_it
    ]


@pytest.mark.parametrize("kind", WHOLE)
def test_is_masked__never_a_whole_value_or_a_hash(kind):
    values = WHOLE[kind].split("|")

    assert [] == [one for one, is_it in zip(values, is_masked(kind, pl.Series(values)), strict=True) if is_it]
    assert [False] == is_masked(kind, pl.Series([None], dtype=pl.String)).to_list()


def test_networks_left__where_the_last_number_alone_is_hidden():
    values = pl.Series(["1.2.3.x", "1.2.3.***", "1.2.x.x", "1.2.3.4", "2001:db8::x"])

    assert ["1.2.3.0/24", "1.2.3.0/24", None, None, None] == networks_left(values).to_list()

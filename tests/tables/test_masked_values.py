from __future__ import annotations

import polars as pl
import pytest

from collusion.tables.masked_values import is_masked, is_nobodys, n_private, n_with_several, networks_left

#: Three of the letter, which by themselves mark what is unfinished.
X = "X" * 3
MASKED = {
    "card": (
        "**** **** **** 1234|XXXX-1234|411111******1111|xxxxxxxxxxxx1234|Visa ending in 1234|•••• 4242|"
        "VISA-1234|Mastercard 1234|x1234|*1234|...1234|…1234|####-####-####-1234|411111XXXXXX1111"
    ),
    "email": "j***@gmail.com|jo**@x.com|john@g***.com|j*@gmail.com|jxxx@gmail.com|j…@x.de|j...@gmail.com",
    "phone": f"+49 170 ****123|555-{X}-1234|(555) xxx-1234|+49170XXXX123",
    "ip": (
        "192.168.x.x|1.2.3.x|1.2.*.*|1.2.3.***|2001:db8::xxxx|x.x.3.4|"
        "1.2.3.1-1.2.3.255|1.2.3.0/24|1.2.0.0/16|2001:db8::/64"
    ),
    "gift_card": "XXXX-XXXX-1234|****1234",
    "device": "ab**cd",
    "address": "12 M*** Street",
    "iban": "DE** **** 1234",
}
WHOLE = {
    "card": "4111111111111111|4111 1111 1111 1111|tok_1a2b|1234|c1|9f86d081884c7d65|AXXX1234|visa:9f86",
    "email": "john@gmail.com|xx@x.com|a.b@c.de|maxx@gmail.com|xxl@shop.de|9f86d081",
    "phone": "+49 170 1234567 x12|555-1234 ext. 3|5551234",
    "ip": (
        "1.2.3.4|2001:db8::1|1.2.3.0|1.2.3.4/32|2001:db8::1/128|550e8400-e29b-41d4-a716-446655440000|"
        "0x3f9a|xk29d|a1b2c3-4d"
    ),
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
    values = pl.Series(["1.2.3.x", "1.2.3.***", "1.2.3.0/24", "1.2.x.x", "1.2.3.4", "2001:db8::x"])

    assert 3 * ["1.2.3.0/24"] + 3 * [None] == networks_left(values).to_list()


NOBODYS = {
    "device": (
        "00000000-0000-0000-0000-000000000000|FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF|00:00:00:00:00:00|000000000000000|"
        "d41d8cd98f00b204e9800998ecf8427e|E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855"
    ),
    "email": "noreply@shop.de|deleted@x.com|redacted@privacy.invalid|anonymous1@x.com|u7@users.invalid",
}
SOMEBODYS = {
    "device": "550e8400-e29b-41d4-a716-446655440000|100000000000000|000000000001|9f86d081884c7d65|",
    "email": "norman@shop.de|nobodysfool@x.com|u7@invalid.de|d41d8",
}


@pytest.mark.parametrize("kind", NOBODYS)
def test_is_nobodys__what_stands_for_none_is_no_value(kind):
    nobodys, somebodys = (pl.Series(some[kind].split("|")) for some in (NOBODYS, SOMEBODYS))

    assert is_nobodys(kind, nobodys).all()
    assert not is_nobodys(kind, somebodys).any()
    assert [False] == is_nobodys(kind, pl.Series([None], dtype=pl.String)).to_list()


def test_n_with_several__cells_of_more_than_one_value():
    addresses = pl.Series(["1.2.3.4, 5.6.7.8", "1.2.3.4; 5.6.7.8", "2001:db8::1 1.2.3.4", "1.2.3.4", None])

    assert 3 == n_with_several("ip", addresses)
    assert 1 == n_with_several("email", pl.Series(["a@b.c, d@e.f", "a@b.c", "Ann <a@b.c>"]))
    assert 0 == n_with_several("card", pl.Series(["1, 2"]))


def test_n_private__of_networks_that_nobody_outside_has():
    private = [
        "10.0.0.1",
        "192.168.7.7",
        "172.16.0.1",
        "172.31.9.9",
        "127.0.0.1",
        "169.254.1.1",
        "fd00::1",
        "fe80::1",
    ]
    public = ["11.0.0.1", "172.32.0.1", "192.0.2.1", "100.64.0.1", "2001:db8::1", "fdx"]

    assert len(private) == n_private(pl.Series(private))
    assert 0 == n_private(pl.Series(public))

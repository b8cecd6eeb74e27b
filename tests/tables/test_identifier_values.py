from __future__ import annotations

import ipaddress

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from collusion.tables.identifier_values import network_values, normal_values, values_of


def forms(kind: str, *values: str) -> list[str | None]:
    return normal_values(kind, pl.Series("value", values)).to_list()


@pytest.mark.parametrize(
    ("kind", "alike"),
    [
        ("email", ["Bob@X.com", "bob@x.com", "BOB@x.COM.", "<bob@x.com>", "mailto:bob@x.com"]),
        ("email", ["b.o.b@gmail.com", "bob+shop@gmail.com", "Bob@GoogleMail.com"]),
        ("email", ["bob+a@outlook.com", "bob@outlook.com"]),
        ("phone", ["+1 (555) 010-0000", "15550100000", "0015550100000", "+1.555.010.0000"]),
        ("phone", ["+44 (0)20 7946 0000", "442079460000"]),
        ("ip", ["2001:DB8:0:0:0:0:0:1", "2001:db8::1", "[2001:db8::1]:443", "2001:db8::1%eth0"]),
        ("ip", ["192.0.2.7", "192.0.2.7:8080", "::ffff:192.0.2.7"]),
        ("card", ["4111 1111 1111 1111", "4111-1111-1111-1111", "4111111111111111"]),
        ("address", ["12 Main St., Flat 3", "12  main st flat 3", "12 MAIN ST, FLAT 3"]),
    ],
)
def test_normal_values__joins_what_is_written_differently(kind, alike):
    assert 1 == len(set(forms(kind, *alike)))


@pytest.mark.parametrize(
    ("kind", "apart"),
    [
        ("email", ["a.b@x.com", "ab@x.com"]),
        ("email", ["bob+a@x.com", "bob+b@x.com"]),
        ("email", ["aGFzaA==", "agfzaa=="]),
        ("phone", ["555-0100 ext. 5", "555-0100 ext. 6"]),
        ("ip", ["hash:One", "hash:one"]),
        ("card", ["tok 1", "tok-1"]),
        ("address", ["9f8e", "9F8E"]),
        ("device", ["A B", "a b"]),
    ],
)
def test_normal_values__keeps_apart_what_may_differ(kind, apart):
    assert len(apart) == len(set(forms(kind, *apart)))


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        *(("ip", "0.0.0.0"), ("ip", "::1"), ("phone", "0000000000")),
        *(("device", "none"), ("email", "N/A"), ("card", r"\N")),
    ],
)
def test_normal_values__words_that_say_nothing_are_no_values(kind, value):
    assert [None] == forms(kind, value)


def test_normal_values__one_odd_value_changes_no_other():
    assert ["192.0.2.1", "2001:db8::1", None, "192.0.2.2"] == forms(
        "ip", "192.0.2.1", "2001:DB8::1", "none", "192.0.2.2:80"
    )


@given(st.ip_addresses(v=6))
def test_network_values__of_ipv6_is_the_network_of_the_standard_library(address):
    network = ipaddress.ip_network((int(address) >> 64 << 64, 64))
    found = network_values("ip_64", pl.Series([str(address)])).item()

    assert str(network) == found
    assert network_values("ip_24", pl.Series([address.exploded.replace("::", ":")])).item() is None


@given(st.ip_addresses(v=4))
def test_network_values__of_ipv4_is_the_network_of_the_standard_library(address):
    assert (
        str(ipaddress.ip_network(f"{address}/24", strict=False))
        == network_values("ip_24", pl.Series([str(address)])).item()
    )
    assert network_values("ip_64", pl.Series([str(address)])).item() is None


def test_values_of__networks_of_raw_addresses():
    raw = pl.Series(["192.0.2.7:80", "2001:DB8::1", "192.0.2.0/24"])

    assert ["192.0.2.0/24", "2001:DB8::1", "192.0.2.0/24"] == values_of("ip_24", raw).to_list()
    assert ["192.0.2.7", "2001:db8::1", "192.0.2.0/24"] == values_of("ip", raw).to_list()

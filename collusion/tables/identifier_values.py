"""One form for each identifier value, and the networks of IP addresses, so that near values meet."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from collusion.tables.characters import AT, BLANK, COLON, COMMA, DASH, DIGIT, DOT, Characters, characters_of
from collusion.tables.shared_names import is_null_word
from collusion.tables.spelling import changed_among, normal_form

if TYPE_CHECKING:
    from collusion.kernels.addresses import Addresses

#: Kinds whose values are derived from another kind's: the network of an address.
NETWORKS: Mapping[str, tuple[str, ...]] = MappingProxyType({"ip": ("ip_24", "ip_64")})

_IPV4 = r"^\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}$"
_IPV4_PORT = r"^(\d{1,3}(?:\.\d{1,3}){3})(?::\d{1,5}|/32)$"
_PHONE = r"^[+(]?[\d\s().\-/+\u2010-\u2015]{6,}(?:(?i:x|ext\.?|#)\s*\d+)?$"
_ONE_DIGIT = r"^(?:0*|1*|9*)$"
_CARD = r"^\d[\d \-]{10,22}\d$"
#: Providers that ignore dots before the @, and those that ignore what follows a plus.
_IGNORES_DOTS = ("gmail.com",)
_IGNORES_PLUS = (
    *_IGNORES_DOTS,
    *("outlook.com", "hotmail.com", "live.com", "icloud.com", "protonmail.com", "proton.me", "fastmail.com"),
)
#: Addresses that name no network: nowhere, and the machine itself.
_NO_ADDRESS = ("0.0.0.0", "127.0.0.1", "255.255.255.255", "::", "::1")  # noqa: S104


def normal_values(kind: str, values: pl.Series, characters: Characters | None = None) -> pl.Series:
    """Write the values of one kind in its normal form.

    Parameters
    ----------
    kind
        Kind of identifier.
    values
        Values as found, shape (n,).
    characters
        Their characters, where these are known.

    Returns
    -------
    polars.Series
        E-mail addresses in lower case, without the dots and tags that their provider ignores; telephone
        numbers as their digits with the international prefix dropped; IP addresses in canonical form (RFC
        5952), without port or zone; card numbers as digits; postal addresses in lower case without
        punctuation. Values that do not look like their kind, e.g. hashes, stay as they are. Null for words
        that say nothing, e.g. ``none``, and for 0.0.0.0. Shape (n,): O(n).
    """
    values = values.alias("value")
    seen = characters_of(values) if characters is None else characters
    form = _FORMS.get(kind)
    found = values if form is None else form(values, seen)
    says_nothing = is_null_word(values, seen)
    return found.set(says_nothing, None) if says_nothing.any() else found


def plain_addresses(seen: Characters) -> Addresses | None:
    """Return what words are as IPv4 addresses, None where some have more than digits and dots."""
    from collusion.kernels.addresses import read_addresses  # keeps numba out of light commands

    return read_addresses(seen.content, seen.lengths) if are_plain(seen) else None


def network_values(
    kind: str,
    addresses: pl.Series,
    characters: Characters | None = None,
    plain: Addresses | None = None,
) -> pl.Series:
    """Return the network of each IP address.

    Parameters
    ----------
    kind
        ``"ip_24"``, networks of 256 IPv4 addresses, or ``"ip_64"``, the usual site of IPv6.
    addresses
        Addresses in normal form, shape (n,).
    characters
        Their characters, where these are known.
    plain
        What `plain_addresses` says of the same words, where it is known.

    Returns
    -------
    polars.Series
        Such as ``192.0.2.0/24``, null where the address is of the other version or none. Shape (n,): O(n).
    """
    if kind == "ip_24":
        if plain is None:
            networks = addresses.str.strip_chars_end("0123456789") + "0/24"
            is_other = ~addresses.str.contains(_IPV4)
        else:
            networks = addresses.str.head(pl.Series(plain.within)) + "0/24"
            is_other = pl.Series(plain.within == 0)
        return (networks.set(is_other, None) if is_other.any() else networks).alias(addresses.name)
    seen = characters_of(addresses) if characters is None else characters
    return _each(addresses, pl.Series(seen.have(COLON)) & addresses.is_not_null(), _site).alias(
        addresses.name
    )


def values_of(kind: str, values: pl.Series) -> pl.Series:
    """Return what stands for raw values under a kind: their normal form, or the network of it."""
    for base, kinds in NETWORKS.items():
        if kind in kinds:
            # A source may give networks itself.
            return network_values(kind, normal_values(base, values)).fill_null(values)
    return normal_values(kind, values)


def _ip(values: pl.Series, seen: Characters) -> pl.Series:
    if not are_plain(seen):
        odd = ~values.str.contains(r"^[0-9.]*$").fill_null(True)
        odd &= ~values.str.contains(_IPV4)
        values = values.str.replace(_IPV4_PORT, "$1")
        values = _each(values, odd & ~values.str.contains(_IPV4), _canonical, keep=True)
        seen = characters_of(values)
    places = pl.Series(np.flatnonzero(seen.resemble(_NO_ADDRESS)))
    places = places.filter(values.gather(places).is_in(list(_NO_ADDRESS)))
    return values.clone().scatter(places, None) if len(places) else values


def are_plain(seen: Characters) -> bool:
    """Say whether all of some characters are digits and dots."""
    return not seen.all_classes & ~(DIGIT | DOT)


def _each(
    values: pl.Series, chosen: pl.Series, change: Callable[[str], str | None], *, keep: bool = False
) -> pl.Series:
    """Change the distinct ones among chosen values one by one; the others are kept, or null."""
    distinct = values.filter(chosen.fill_null(False)).unique()
    if distinct.is_empty():
        return values if keep else pl.repeat(None, len(values), dtype=pl.String, eager=True)
    changed = [change(value) for value in distinct.to_list()]
    default = values if keep else None
    new = pl.Series(changed, dtype=pl.String)
    if keep:
        new = new.fill_null(distinct)
    return values.replace_strict(distinct, new, default=default, return_dtype=pl.String)


def _canonical(text: str) -> str | None:
    """Return the canonical form of an address, None where it is none."""
    address = _parse(text)
    if address is None:
        return None
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return str(mapped or address)


def _site(text: str) -> str | None:
    """Return the network of 64 bits of an IPv6 address, None where it is none."""
    address = _parse(text)
    if not isinstance(address, ipaddress.IPv6Address):
        return None
    return str(ipaddress.IPv6Network((int(address) >> 64 << 64, 64)))


def _parse(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """Read an address, maybe in brackets and with a port or a zone."""
    bare = text.strip()
    if bare.startswith("["):
        bare = bare[1:].partition("]")[0]
    try:
        return ipaddress.ip_address(bare.partition("%")[0])
    except ValueError:
        return None


def _email(values: pl.Series, seen: Characters) -> pl.Series:
    return changed_among(values, pl.Series(seen.have(AT)), _plain_email)


def _plain_email(values: pl.Series) -> pl.Series:
    bare = normal_form(values, ("unicode", "case")).str.strip_prefix("mailto:").str.strip_chars("<> ")
    parts = (
        bare.alias("value")
        .to_frame()
        .select(
            pl.col("value").str.extract(r"^(.+)@[^@]+$").alias("local"),
            pl.col("value")
            .str.extract(r"@([^@]+)$")
            .str.strip_suffix(".")
            .replace("googlemail.com", "gmail.com")
            .alias("domain"),
            "value",
        )
    )
    local, domain = pl.col("local"), pl.col("domain")
    untagged = (
        pl.when(domain.is_in(list(_IGNORES_PLUS))).then(local.str.replace(r"(.)\+.*$", "$1")).otherwise(local)
    )
    undotted = pl.when(domain.is_in(list(_IGNORES_DOTS))).then(
        untagged.str.replace_all(".", "", literal=True)
    )
    person = undotted.otherwise(untagged)
    form = pl.when(person != "").then(person + "@" + domain)
    return parts.select(pl.coalesce(form, "value")).to_series()


def _phone(values: pl.Series, _seen: Characters) -> pl.Series:
    return changed_among(values, values.str.contains(_PHONE), _digits_of_phone)


def _digits_of_phone(values: pl.Series) -> pl.Series:
    lower = values.str.to_lowercase()
    extension = lower.str.extract(r"(?:x|ext\.?|#)\s*(\d+)$")
    digits = lower.str.replace(r"(?:x|ext\.?|#)\s*\d+$", "").str.replace_all(r"\(0\)", "")
    digits = digits.str.replace_all(r"\D", "").str.replace(r"^00", "")
    digits = digits.set(digits.str.contains(_ONE_DIGIT), None)
    return digits + ("x" + extension).fill_null("")


def _card(values: pl.Series, seen: Characters) -> pl.Series:
    has_gaps = pl.Series(seen.have(BLANK | DASH))
    return changed_among(
        values, has_gaps, lambda some: changed_among(some, some.str.contains(_CARD), _digits)
    )


def _digits(values: pl.Series) -> pl.Series:
    return values.str.replace_all(r"\D", "")


def _address(values: pl.Series, seen: Characters) -> pl.Series:
    return changed_among(values, pl.Series(seen.have(BLANK | COMMA)), _words_of_address)


def _words_of_address(values: pl.Series) -> pl.Series:
    folded = normal_form(values, ("unicode", "case"))
    return folded.str.replace_all(r"[^\p{L}\p{N}]+", " ").str.strip_chars()


_FORMS: Mapping[str, Callable[[pl.Series, Characters], pl.Series]] = MappingProxyType(
    {"ip": _ip, "email": _email, "phone": _phone, "card": _card, "address": _address}
)

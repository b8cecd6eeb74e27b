"""How numbers are written: the same rules as the product's, written anew."""

from __future__ import annotations

import datetime as dt
import math

#: Kinds of identifiers that are not called as they are written.
KINDS = {
    "ip": "IPs",
    "ip_24": "networks of 256 IPs",
    "ip_64": "IPv6 networks",
    "address": "addresses",
    "email": "e-mail addresses",
    "phone": "telephone numbers",
}


def kind(name: str) -> str:
    return KINDS.get(name, f"{name.replace('_', ' ')}s")


def count(n: float) -> str:
    return f"{n:,}"


def percent(share: float) -> str:
    if 0.995 <= share < 1:
        return "over 99 %"
    if 0 < share < 0.001:
        return "under 0.1 %"
    return (f"{100 * share:.1f}" if share < 0.0995 else f"{100 * share:.0f}").removesuffix(".0") + " %"


def day(moment: dt.datetime | None) -> str:
    return "–" if moment is None else f"{moment.day} {moment:%b %Y}"


def days(first: dt.datetime, last: dt.datetime) -> int:
    return (last.date() - first.date()).days + 1


def within(first: dt.datetime, last: dt.datetime) -> str:
    n, unit = days(first, last), "day"
    if n > 180:
        n, unit = math.ceil(n / 30.44), "month"
    elif n > 21:
        n, unit = math.ceil(n / 7), "week"
    return f"{n} {unit}{'' if n == 1 else 's'}"


def odds(bits: float, *, short: bool = False) -> str:
    if short:
        return odds(bits).replace(" to ", ":").replace("over ", ">").replace("under ", "<")
    ratio = 2 ** abs(bits) if abs(bits) < 64 else math.inf
    if ratio < 1.05:
        return "even"
    if ratio > 1e6:
        return "over 1,000,000 to 1" if bits > 0 else "under 1 to 1,000,000"
    return f"{digits(ratio)} to 1" if bits > 0 else f"1 to {digits(ratio)}"


def factor(bits: float) -> str:
    size = digits(2 ** min(abs(bits), 64))
    return ("÷" if bits < 0 and size != "1" else "×") + size


def digits(value: float) -> str:
    if value < 9.95:
        return f"{value:.1f}".removesuffix(".0")
    magnitude = 10 ** (math.floor(math.log10(value)) - 1)
    return f"{round(value / magnitude) * magnitude:,.0f}"


def expected(value: float) -> str:
    return f"{value:,.1f}" if value >= 0.05 else "under 0.1"


def bits(value: float) -> str:
    if abs(value) < 0.05:
        return "0"
    size = f"{abs(value):,.0f}" if abs(value) >= 9.95 else f"{abs(value):.1f}"
    return ("+" if value > 0 else "−") + size


def figure(value: float) -> str:
    if value == round(value) or abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if abs(value) >= 1 else f"{value:.2g}"


def listed(names: list[str], most: int = 4) -> str:
    shown = [*names[:most], *([f"{len(names) - most:,} more"] if len(names) > most else [])]
    return " and ".join([", ".join(shown[:-1]), shown[-1]]) if len(shown) > 1 else shown[0]

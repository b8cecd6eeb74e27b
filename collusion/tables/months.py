"""Names of months and zones as reviews spell them, in the languages of the large marketplaces."""

from __future__ import annotations

from types import MappingProxyType

_YEARS = {
    "en": "january february march april may june july august september october november december",
    "en short": "jan feb mar apr may jun jul aug sep oct nov dec",
    "de": "januar februar marz april mai juni juli august september oktober november dezember",
    "de short": "jan feb mrz apr mai jun jul aug sep okt nov dez",
    "at": "janner feber marz april mai juni juli august september oktober november dezember",
    "fr": "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre",
    "fr short": "janv fevr mars avr mai juin juil aout sept oct nov dec",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "es short": "ene feb mar abr may jun jul ago sept oct nov dic",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "it short": "gen feb mar apr mag giu lug ago set ott nov dic",
    "pt": "janeiro fevereiro marco abril maio junho julho agosto setembro outubro novembro dezembro",
    "pt short": "jan fev mar abr mai jun jul ago set out nov dez",
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
    "nl short": "jan feb mrt apr mei jun jul aug sep okt nov dec",
    "sv": "januari februari mars april maj juni juli augusti september oktober november december",
    "pl": "stycznia lutego marca kwietnia maja czerwca lipca sierpnia wrzesnia pazdziernika"
    " listopada grudnia",
    "tr": "ocak subat mart nisan mayis haziran temmuz agustos eylul ekim kasim aralik",
}

MONTHS: MappingProxyType[str, int] = MappingProxyType(
    {name: number for names in _YEARS.values() for number, name in enumerate(names.split(), start=1)}
)
"""Number of each month by its name, lower-case letters without accents; no name means two months."""

ZONES: MappingProxyType[str, int] = MappingProxyType(
    {"Z": 0, "UTC": 0, "GMT": 0, "UT": 0, "WET": 0, "WEST": 60, "CET": 60, "CEST": 120, "MEZ": 60}
    | {"MESZ": 120, "EET": 120, "EEST": 180, "MSK": 180, "JST": 540, "KST": 540}
    | {"EST": -300, "EDT": -240, "CST": -360, "CDT": -300, "MST": -420, "MDT": -360, "PST": -480, "PDT": -420}
)
"""Minutes that each abbreviation of a zone is ahead of UTC; the American ones as RFC 2822 defines them."""

VAGUE_ZONES = frozenset({"BST", "IST", "AST", "ADT", "SST", "ECT", "AMT", "GST", "WST", "PKT"})
"""Abbreviations that several countries use for different times."""

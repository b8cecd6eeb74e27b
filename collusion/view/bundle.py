"""The built page: one script, its styles, and the licences of what is in it.

``make view`` builds it from ``view/``; users need no Node.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def script() -> str:
    """Return the page's script, an ES module without imports; ``view/src/host.ts`` says how it is mounted."""
    return _read("page.js")


@cache
def styles() -> str:
    """Return the page's styles; every rule is for ``.collusion`` and what is in it."""
    return _read("page.css")


@cache
def licences() -> str:
    """Return the licences of the libraries in the script."""
    return _read("licences.txt")


def _read(name: str) -> str:
    return (files("collusion.view") / name).read_text(encoding="utf-8")

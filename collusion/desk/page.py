"""The one page of the desk: the bundle within it, allowed to run by its hash and by nothing else."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass

from collusion.words.catalogue import DEFAULT

_FRAME = (
    "<!doctype html>\n"
    '<html lang="{language}">\n'
    '<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
    '<meta name="referrer" content="no-referrer"><title>Collusion desk</title>'
    '<link rel="icon" href="data:,"><style>{styles}</style></head>\n'
    '<body><main id="collusion" data-host="desk"{chosen}></main>'
    "<noscript><p>The desk needs JavaScript. Without it: <code>collusion review W</code>.</p></noscript>"
    '<script type="module">{script}</script></body>\n'
    "</html>\n"
)


@dataclass(frozen=True, slots=True)
class Page:
    """The page: its `html`, and the `policy` under which a browser runs it (Content-Security-Policy)."""

    html: str
    policy: str


def page(script: str, styles: str, language: str = DEFAULT) -> Page:
    """Put script and styles into a page.

    Parameters
    ----------
    script
        An ES module without imports.
    styles
        Its styles.
    language
        In which the page opens; English opens in the reader's own, as far as there is a catalogue of it.

    Returns
    -------
    Page

    Raises
    ------
    ValueError
        When either would end its element early.
    """
    if "</script" in script.lower() or "<!--" in script or "</style" in styles.lower():
        raise ValueError("the bundle has text that ends its element in a page")
    policy = "; ".join(
        (
            "default-src 'none'",
            f"script-src {_hash(script)}",
            f"style-src {_hash(styles)}",
            "img-src data: blob:",
            "connect-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'",
        )
    )
    chosen = "" if language == DEFAULT else f' data-language="{language}"'
    frame = _FRAME.replace("{language}", language).replace("{chosen}", chosen)
    return Page(frame.replace("{styles}", styles).replace("{script}", script), policy)


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode('utf-8')).digest()).decode('ascii')}'"

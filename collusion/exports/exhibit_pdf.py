"""Write exhibits as a PDF: numbered rows, times in UTC; each page names the run, a hash and its number."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

import polars as pl

from collusion.errors import missing_extra
from collusion.exports.exhibits import Exhibits
from collusion.exports.tabular import in_text

if TYPE_CHECKING:
    from reportlab.lib.styles import ParagraphStyle

_FONT = "DejaVuSans"
#: Characters of one cell; what is longer is cut, and the CSV beside it has the whole.
_LONGEST = 600
#: Heads of columns whose names in the files do not speak for themselves.
_HEADS = {
    "n_ring_reviews": "ring reviews",
    "n_reviews": "all reviews",
    "first_at": "first such review",
    "last_at": "last such review",
    "membership": "probability of membership",
    "shares": "shares with other members",
    "counts_because": "evidence that rests on it",
    "bits_of_the_evidence": "bits",
    "shipped_weight_g": "parcel, g",
    "rating_with": "stars with the ring",
    "rating_without": "stars without it",
    "n_rated": "of these with stars",
    "n_met": "ring reviews while it met",
    "n_expected": "expected in that time",
    "service": "probability of being served",
}
_NOTE = (
    "Times are UTC. Rows are numbered as in the CSV and XLSX files beside this one. A text that is cut, "
    "and a character that the page cannot show (written as its code), stand in full there."
)


def write_pdf(exhibits: Exhibits, out: Path, *, digests: Mapping[str, str]) -> None:
    """Write the exhibits as one PDF.

    Parameters
    ----------
    exhibits
        The exhibits.
    out
        The file.
    digests
        SHA-256 of the files that have the same rows; printed in front and, of the first, on each page.

    Raises
    ------
    UsageError
        When the library is not installed.
    """
    try:
        from reportlab.lib.pagesizes import A4, landscape
        from reportlab.platypus import BaseDocTemplate, Frame, PageBreak, PageTemplate, Paragraph, Spacer
        from reportlab.platypus.flowables import CallerMacro
    except ImportError as error:
        raise missing_extra("PDF", "exports") from error
    known = _register_font()
    body, head, title = _styles()
    footer = _Footer(exhibits, digests)
    document = BaseDocTemplate(
        str(out),
        pagesize=landscape(A4),
        leftMargin=36,
        rightMargin=36,
        topMargin=36,
        bottomMargin=42,
        title=f"Ring {exhibits.ring_id}",
        author="Collusion",
        invariant=1,
    )
    frame = Frame(36, 42, document.width, document.height)
    document.addPageTemplates([PageTemplate(frames=[frame], onPageEnd=footer)])
    story: list[Any] = [Paragraph(f"Ring {escape(exhibits.ring_id)}: exhibits A to D", title)]
    story.append(
        Paragraph(_markup(f"Run {exhibits.run_id}. Profile: {exhibits.profile.value}. {_NOTE}", known), body)
    )
    story += [
        Paragraph(_markup(f"SHA-256 {digest}  {name}", known), body) for name, digest in digests.items()
    ]
    for letter, table in exhibits.tables.items():
        story += [PageBreak() if letter != "A" else Spacer(1, 12), CallerMacro(footer.begins(letter))]
        story.append(Paragraph(exhibits.name(letter), title))
        story += _table(in_text(table), document.width, (body, head), known)
    document.build(story)


class _Footer:
    """Draws the foot of each page when it is full: ring, run, digest, exhibit, number."""

    def __init__(self, exhibits: Exhibits, digests: Mapping[str, str]) -> None:
        first = next(iter(digests.values()), "")
        self._text = f"Ring {exhibits.ring_id} · run {exhibits.run_id} · SHA-256 of exhibit A (CSV) {first}"
        self._letter = ""

    def begins(self, letter: str) -> Callable[[Any], None]:
        """Return what tells, where it is drawn, that an exhibit begins."""

        def begin(_: Any) -> None:
            self._letter = letter

        return begin

    def __call__(self, canvas: Any, document: Any) -> None:
        canvas.setFont(_FONT, 7)
        canvas.drawString(36, 24, self._text)
        canvas.drawRightString(
            document.pagesize[0] - 36, 24, f"exhibit {self._letter} · page {document.page}"
        )


def _register_font() -> frozenset[int]:
    """Make the font known that matplotlib carries; return the characters that it can show."""
    import matplotlib as mpl
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    font = TTFont(_FONT, str(Path(mpl.get_data_path()) / "fonts" / "ttf" / f"{_FONT}.ttf"))
    pdfmetrics.registerFont(font)
    return frozenset(font.face.charToGlyph)


def _styles() -> tuple[ParagraphStyle, ParagraphStyle, ParagraphStyle]:
    from reportlab.lib.styles import ParagraphStyle

    body = ParagraphStyle("body", fontName=_FONT, fontSize=6.5, leading=8, wordWrap="CJK")
    head = ParagraphStyle("head", parent=body, fontSize=6.5, textColor="#444444")
    return body, head, ParagraphStyle("title", parent=body, fontSize=12, leading=16, spaceAfter=6)


def _table(
    table: pl.DataFrame, width: float, styles: tuple[ParagraphStyle, ParagraphStyle], known: frozenset[int]
) -> list[Any]:
    from reportlab.platypus import LongTable, Paragraph

    body, head = styles
    if not table.height:
        return [Paragraph("No rows.", body)]
    heads = [_HEADS.get(name, name.replace("_", " ")) for name in table.columns]
    weights = [_weight(table[name], head) for name, head in zip(table.columns, heads, strict=True)]
    widths = [width * weight / sum(weights) for weight in weights]
    rows = [[Paragraph(escape(name), head) for name in heads]]
    for row in table.iter_rows():
        rows.append([Paragraph(_markup(_said(cell), known), body) for cell in row])
    look = [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LINEBELOW", (0, 0), (-1, -1), 0.25, "#bbbbbb"),
        ("LEFTPADDING", (0, 0), (-1, -1), 2),
        ("RIGHTPADDING", (0, 0), (-1, -1), 2),
    ]
    return [LongTable(rows, colWidths=widths, repeatRows=1, style=look)]


def _weight(column: pl.Series, head: str) -> float:
    """Return how wide a column is: by its longest cell, and the longest word of its head."""
    longest = column.cast(pl.String).str.len_chars().max()
    word = max(map(len, head.split()))
    return float(min(max(int(longest) if isinstance(longest, int) else 0, word, 3), 90) + 2)


def _said(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    text = f"{cell:.4g}" if isinstance(cell, float) else str(cell)
    if isinstance(cell, float) and text == "1" and cell < 1.0:
        text = "over 0.9999"  # nobody's membership is certain
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _markup(text: str, known: frozenset[int]) -> str:
    """Return a text for a page: no markup of its own, and codes for characters that the font has not."""
    shown = "".join(c if ord(c) in known and c.isprintable() else f"\\u{{{ord(c):X}}}" for c in text)
    return escape(shown)

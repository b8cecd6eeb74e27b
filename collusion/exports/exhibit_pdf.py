"""Write exhibits as a PDF: numbered rows, times in UTC; each page names the run, a hash and its number."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

import polars as pl

from collusion.errors import missing_extra
from collusion.exports.exhibits import Exhibits
from collusion.exports.tabular import in_text
from collusion.words.catalogue import Words

if TYPE_CHECKING:
    from reportlab.lib.styles import ParagraphStyle

_FONT = "DejaVuSans"
#: Characters of one cell; what is longer is cut, and the CSV beside it has the whole.
_LONGEST = 600


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
    known, words = _register_font(), exhibits.words
    body, head, title = _styles()
    footer = _Footer(exhibits, digests)
    document = BaseDocTemplate(
        str(out),
        pagesize=landscape(A4),
        leftMargin=36,
        rightMargin=36,
        topMargin=36,
        bottomMargin=42,
        title=words.say("exhibit.document", ring=exhibits.ring_id),
        author="Collusion",
        invariant=1,
    )
    frame = Frame(36, 42, document.width, document.height)
    document.addPageTemplates([PageTemplate(frames=[frame], onPageEnd=footer)])
    told = {"run": exhibits.run_id, "profile": exhibits.profile.value}
    page = _Page(document.width, body, head, known)
    story: list[Any] = [
        Paragraph(_markup(words.say("exhibit.front", ring=exhibits.ring_id), known), title),
        Paragraph(_markup(words.say("exhibit.front_note", **told), known), body),
    ]
    story += [
        Paragraph(_markup(f"SHA-256 {digest}  {name}", known), body) for name, digest in digests.items()
    ]
    for letter, table in exhibits.tables.items():
        story += [PageBreak() if letter != "A" else Spacer(1, 12), CallerMacro(footer.begins(letter))]
        story.append(Paragraph(_markup(exhibits.name(letter), known), title))
        story += page.table(in_text(table), exhibits)
    document.build(story)


class _Footer:
    """Draws the foot of each page when it is full: ring, run, digest, exhibit, number."""

    def __init__(self, exhibits: Exhibits, digests: Mapping[str, str]) -> None:
        told = {"ring": exhibits.ring_id, "run": exhibits.run_id}
        self._words = exhibits.words
        self._text = self._words.say("exhibit.foot", hash=next(iter(digests.values()), ""), **told)
        self._letter = ""

    def begins(self, letter: str) -> Callable[[Any], None]:
        """Return what tells, where it is drawn, that an exhibit begins."""

        def begin(_: Any) -> None:
            self._letter = letter

        return begin

    def __call__(self, canvas: Any, document: Any) -> None:
        canvas.setFont(_FONT, 7)
        canvas.drawString(36, 24, self._text)
        page = self._words.say("exhibit.foot_page", letter=self._letter, page=document.page)
        canvas.drawRightString(document.pagesize[0] - 36, 24, page)


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


@dataclass(frozen=True, slots=True)
class _Page:
    """How tables are set on pages: how wide, in which styles, with which characters."""

    width: float
    body: ParagraphStyle
    head: ParagraphStyle
    known: frozenset[int]

    def table(self, table: pl.DataFrame, exhibits: Exhibits) -> list[Any]:
        """Return a table as it is set, its head on every page; one line where it has no row."""
        from reportlab.platypus import LongTable, Paragraph

        if not table.height:
            return [Paragraph(escape(exhibits.words.say("exhibit.no_rows")), self.body)]
        heads = [exhibits.heading(name) for name in table.columns]
        weights = [_weight(table[name], head) for name, head in zip(table.columns, heads, strict=True)]
        widths = [self.width * weight / sum(weights) for weight in weights]
        rows = [[Paragraph(escape(name), self.head) for name in heads]]
        for row in table.iter_rows():
            said = [_said(cell, exhibits.words) for cell in row]
            rows.append([Paragraph(_markup(cell, self.known), self.body) for cell in said])
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


def _said(cell: object, words: Words) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return words.label("yes" if cell else "no")
    if isinstance(cell, float):
        # nobody's membership is certain
        return _nearly_one(words) if cell < 1.0 and f"{cell:.4g}" == "1" else words.style.number(cell, ".4g")
    text = str(cell)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _nearly_one(words: Words) -> str:
    return words.style.signs["over"].format(value=words.style.number(0.9999, ".4f"))


def _markup(text: str, known: frozenset[int]) -> str:
    """Return a text for a page: no markup of its own, and codes for characters that the font has not."""
    shown = "".join(c if ord(c) in known and c.isprintable() else f"\\u{{{ord(c):X}}}" for c in text)
    return escape(shown)

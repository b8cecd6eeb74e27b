"""What a reader sees of a page: its sentences, its figures and its tables."""

from __future__ import annotations

from html.parser import HTMLParser

BLOCKS = {"h1", "p", "li", "figcaption", "summary", "span", "b", "dt", "dd", "th", "td", "a", "strong"}
VOID = {"meta", "br", "img", "link", "input", "hr"}


class Page(HTMLParser):
    """Sentences of a page in order; the labels of its pictures; its tables as a header and rows of cells."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.sentences: list[str] = []
        self.labels: list[str] = []
        self.figures: dict[str, str] = {}
        self.tables: list[tuple[list[str], list[list[str]]]] = []
        self._stack: list[str] = []
        self._text: list[str] = []
        self._header = True
        self._term, self._is_note = "", False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in VOID or "svg" in self._stack:
            return
        self._stack.append(tag)
        label = dict(attrs).get("aria-label")
        if tag == "svg" and label:
            self.labels.append(label)
        if tag == "table":
            self.tables.append(([], []))
        if tag == "tr":
            self.tables[-1][1].append([])
        if tag in ("h1", "p", "li", "figcaption", "summary", "th", "td", "dt", "dd"):
            self._text = []
        # What a family asks stands under its sentence, and is no part of it.
        self._is_note = tag == "span" and dict(attrs).get("class") == "note"

    def handle_data(self, data: str) -> None:
        if not {"style", "svg", "title"} & set(self._stack) and not self._is_note:
            self._text.append(data)

    def handle_endtag(self, tag: str) -> None:
        if "svg" in self._stack and tag != "svg":
            return
        if tag not in self._stack:
            return
        while self._stack.pop() != tag:
            pass
        self._is_note = False
        text = " ".join("".join(self._text).split())
        if tag in ("h1", "p", "li", "figcaption", "summary") and text:
            self.sentences.append(text)
        elif tag in ("th", "td"):
            self._cell(text)
        elif tag == "dt":
            self._term = text
        elif tag == "dd":
            self.figures[self._term] = text
        if tag in ("h1", "p", "li", "figcaption", "summary", "th", "td", "dt", "dd"):
            self._text = []

    def _cell(self, text: str) -> None:
        header, rows = self.tables[-1]
        if "thead" in self._stack:
            header.append(text)
        else:
            rows[-1].append(text)

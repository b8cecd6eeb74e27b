from __future__ import annotations

import os
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from collusion.cases.case import build_case
from collusion.foreign import printable
from collusion.reports.charts.gallery import all_charts
from collusion.reports.pages import escape_markdown, ring_html, ring_markdown
from tests.cases.small_runs import HOSTILE, Wish, make_run

GOLDEN = Path(__file__).parent / "golden"
RING = "R-00000001"
VOID = {"meta", "br", "img", "link", "input", "hr", "rect", "path", "use", "col"}


class Outline(HTMLParser):
    """Tags, attributes and text of a page; complains of tags that do not close."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.stack: list[str] = []
        self.feed(page)
        assert self.stack == []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.stack.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        if tag not in VOID:
            assert self.stack.pop() == tag

    def handle_data(self, data):
        self.text.append(data)


@pytest.fixture(scope="module")
def pages():
    made = {}
    for name, wish in {
        "ordinary": Wish(n_bystanders=1, one_operator=True),
        "hostile": Wish(hostile=True),
        "bare": Wish(times=False, ratings=False, identifiers=False, sellers=False),
        "attack": Wish(kind="attack"),
    }.items():
        case = build_case(make_run(wish), RING)
        charts = all_charts(case)
        made[name] = ring_html(case, charts), ring_markdown(case, charts, f"charts/{RING}")
    return made


@pytest.mark.parametrize("ending, place", [("html", 0), ("md", 1)])
def test_ring_page__is_the_golden_page(pages, ending, place):
    """COLLUSION_REGENERATE=1 writes the golden pages anew; read the difference before you commit it."""
    golden = GOLDEN / f"ring.{ending}"
    page = re.sub(r"<svg .*?</svg>", "<svg/>", pages["ordinary"][place], flags=re.DOTALL)
    if os.environ.get("COLLUSION_REGENERATE"):
        golden.write_text(page, encoding="utf-8")

    assert golden.read_text(encoding="utf-8") == page


@pytest.mark.parametrize("name", ["ordinary", "hostile", "bare", "attack"])
def test_ring_html__is_whole_and_needs_nothing_but_itself(pages, name):
    outline = Outline(pages[name][0])
    tags = [tag for tag, _ in outline.tags]
    ids = [attributes["id"] for _, attributes in outline.tags if "id" in attributes]

    assert not {"script", "link", "iframe", "img", "object", "embed", "form", "base"} & set(tags)
    assert len(ids) == len(set(ids))
    for tag, attributes in outline.tags:
        assert not [one for one in attributes if one.startswith("on")]
        for name_of, value in attributes.items():
            if name_of in {"href", "src", "xlink:href"}:
                assert re.fullmatch(r"#[\w-]+", value or ""), (tag, value)
            assert "javascript:" not in (value or "") or name_of == "aria-label"
    assert not re.search(r"@import|url\((?!#)", pages[name][0])


def test_ring_html__can_be_read_without_seeing_it(pages):
    outline = Outline(pages["ordinary"][0])
    headers = [attributes for tag, attributes in outline.tags if tag == "th"]
    pictures = [attributes for tag, attributes in outline.tags if tag == "svg"]

    assert ("html", {"lang": "en"}) in outline.tags
    assert all(attributes.get("scope") in {"row", "col"} for attributes in headers)
    assert len(pictures) == 5
    assert all(attributes["role"] == "img" and attributes["aria-label"] for attributes in pictures)
    assert [tag for tag, _ in outline.tags if tag in {"h1", "h2"}].index("h1") == 0


def test_ring_html__shows_hostile_ids_as_text(pages):
    text = "".join(Outline(pages["hostile"][0]).text)

    for name in HOSTILE:
        assert printable(name) in text
    assert "\x1b" not in pages["hostile"][0]
    assert "\u202e" not in pages["hostile"][0]


def test_ring_markdown__shows_hostile_ids_as_text(pages):
    parsed = MarkdownIt("commonmark").enable("table").parse(pages["hostile"][1])
    inline = [child for token in parsed for child in token.children or []]
    links = [child.attrs["href"] for child in inline if child.type == "link_open"]
    shown = "".join(child.content for child in inline if child.type == "text")

    assert links == []
    assert not [token for token in [*parsed, *inline] if token.type.startswith("html")]
    assert "<script>alert(1)</script>" in shown
    assert "[a](javascript:alert(1))|x`y" in shown


@pytest.mark.parametrize("name", ["ordinary", "hostile", "bare", "attack"])
def test_ring_markdown__has_tables_of_even_rows(pages, name):
    for block in re.findall(r"(?:^\|.*\n)+", pages[name][1], flags=re.MULTILINE):
        columns = {len(re.findall(r"(?<!\\)\|", line)) for line in block.splitlines()}
        assert len(columns) == 1, block


def test_ring_page__of_a_bare_run_says_what_it_could_not_look_at(pages):
    for page in pages["bare"]:
        assert "The reviews carry no times" in page
        assert "The tables do not name the sellers" in page
        assert "timeline" not in page
        assert "None" not in page


def test_ring_page__of_an_attack_speaks_of_victims(pages):
    for page in pages["attack"]:
        assert "Who is hit" in page
        assert "Who profits" not in page


def test_ring_page__counts_bystanders_apart(pages):
    for page in pages["ordinary"]:
        assert "3 + 1" in page
        assert "1 + 1" in page
        assert "sellers + bystanders" in page
    for page in pages["attack"]:
        assert "+ bystanders" not in page


def test_ring_page__of_a_large_ring_says_what_it_cut(monkeypatch):
    case = build_case(make_run(Wish(n_accounts=520)), RING)

    for page in (ring_html(case, {}), ring_markdown(case, {}, "charts")):
        assert "The first 500 of 520 accounts; all of them are in the run folder." in page


@given(st.text(st.characters(codec="utf-8"), max_size=30))
def test_escape_markdown__shows_any_text_as_it_is(text):
    """Between words, as ids stand in sentences."""
    from markupsafe import escape

    source = f"x {escape(escape_markdown(printable(text)))} y"
    tokens = MarkdownIt("commonmark").parseInline(source)[0].children or []

    assert {"text"} >= {token.type for token in tokens} - {"text_special"}
    assert " ".join(f"x {printable(text)} y".split()) == " ".join("".join(t.content for t in tokens).split())

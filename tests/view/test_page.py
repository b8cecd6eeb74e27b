"""The page in a real browser: every screen, by pointer, by keys, in print, with hostile words in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import axe_playwright_python.sync_playwright as axe
import msgspec
import polars as pl
import pytest
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

from collusion.cases.case import build_cases
from collusion.cases.run_folder import Run
from collusion.reports.terms import terms
from collusion.view import bundle, payload
from collusion.view.answers import Counterfactual
from collusion.view.documents import Inbox, Removal, RingDocument, Standing
from collusion.view.payload import FromSource
from collusion.view.report import Extras, ReportPage
from tests.cases.small_runs import HOSTILE, Wish, make_run
from tests.view.browsers import Watched, started, watched
from tests.view.conftest import SOURCE

EVIL = "</script><img src=x onerror=alert(1)>\u202e\u0000 javascript:alert(1) "


def write_report(run: Run, path: Path, extras: Extras | None = None) -> Path:
    page = ReportPage(run, extras)
    for case in build_cases(run, run.rings["ring_id"].to_list()):
        page.add(case)
    path.write_text(page.html(), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with started() as one:
        yield one


@pytest.fixture(scope="module")
def seen(browser: Browser) -> Watched:
    return watched(browser)


@pytest.fixture(autouse=True)
def quiet(seen: Watched) -> Iterator[None]:
    """No test may leave a word in the console, or send a request."""
    seen.page.emulate_media(color_scheme="light")
    seen.page.set_viewport_size({"width": 1300, "height": 900})
    yield
    assert [] == seen.problems
    assert [] == seen.requests


@pytest.fixture(scope="module")
def report(cards_run: Run, cleared: Counterfactual, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report of the sample with the words of its reviews."""
    words = pl.read_parquet(SOURCE / "reviews.parquet", glob=False)
    texts = words.select("review_id", pl.lit(None, pl.String).alias("title"), "text")
    mine = cards_run.ring_reviews.join(texts, on="review_id").group_by("product_id").len("n")
    weeks = mine.head(3).select("product_id", pl.date(2021, 3, 1).alias("week"), pl.col("n").cast(pl.Int64))
    ring_id = cards_run.rings["ring_id"][0]
    after = Standing(score=-3.0, q_value=0.4, rank=1, flagged=False)
    removals = {ring_id: [Removal(family="stars", after=after, abnormal=["behaviour"])]}
    clearing = {cards_run.members["reviewer_id"][0]: [cleared]}
    extras = Extras(source=FromSource(texts, weeks), removals=removals, counterfactuals=clearing)
    return write_report(cards_run, tmp_path_factory.mktemp("page") / "report.html", extras)


@pytest.fixture(scope="module")
def cleared(cards_run: Run) -> Counterfactual:
    """What the report says would have cleared an account: two rows, one of a hostile name."""
    words = f"Had {EVIL} not written its 2 reviews, it would be no member."
    return Counterfactual(
        ring_id=cards_run.rings["ring_id"][0], words=words, rows=["R1", EVIL], is_cleared=True
    )


@pytest.fixture(scope="module")
def ring(cards_run: Run) -> RingDocument:
    return payload.ring(cards_run, cards_run.rings["ring_id"][0])


def at_ring(seen: Watched, report: Path, ring: RingDocument) -> Page:
    page = seen.open(report, f"#/ring/{ring.ring_id}")
    page.wait_for_selector(".stage canvas")
    return page


def violations(page: Page) -> list[str]:
    found = axe.Axe().run(page).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in found]


def unfold(page: Page, name: str) -> None:
    page.locator(".folds > details > summary", has_text=re.compile(f"^{name}$")).click()


def open_all(page: Page) -> None:
    """Open everything, also what is folded inside."""
    for _ in range(3):
        page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
        page.wait_for_timeout(50)


@pytest.mark.parametrize("scheme, width", [("light", 1300), ("dark", 400)])
def test_every_screen__has_no_barrier_and_fits(
    seen: Watched, report: Path, ring: RingDocument, scheme: str, width: int
):
    page = seen.page
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 900})
    places = (
        "#/inbox",
        f"#/ring/{ring.ring_id}",
        f"#/account/{ring.members[0].reviewer_id}",
        "#/search?q=R-",
    )
    for place in (*places, f"#/compare?a={ring.ring_id}&b={ring.ring_id}"):
        seen.open(report, place)
        assert [] == violations(page), place
        assert page.evaluate("document.documentElement.scrollWidth") <= width, place


def test_ring__is_said_in_120_words(seen: Watched, report: Path, ring: RingDocument):
    page = at_ring(seen, report, ring)

    words = [word for word in page.inner_text(".main").split() if re.search(r"\w", word)]

    assert len(words) <= 120, " ".join(words)


def test_ring__has_no_barrier_with_all_open(seen: Watched, tmp_path: Path):
    page = seen.open(write_report(make_run(), tmp_path / "small.html"), "#/ring/R-00000001")

    open_all(page)

    assert [] == violations(page)


def test_account__says_what_would_have_cleared_it(seen: Watched, report: Path, cards_run: Run):
    first, *_, last = cards_run.members["reviewer_id"]
    page = seen.open(report, f"#/account/{first}")

    expect(page.locator(".clearing p")).to_contain_text("not written its 2 reviews, it would be no member.")
    assert page.locator(".clearing li").count() == 2
    assert page.locator(".clearing img").count() == 0
    page = seen.open(report, f"#/account/{last}")
    expect(page.locator("section", has_text="What would have cleared it").last).to_contain_text(
        "--alternatives"
    )


def test_ring__facts_open_the_rows_behind_them(seen: Watched, report: Path, ring: RingDocument):
    page = at_ring(seen, report, ring)
    fact = next(one for one in ring.facts if one.rows)
    fold = page.locator(f"details[data-family={fact.family}]")

    fold.locator("summary").first.click()

    expect(fold).to_contain_text(fact.sentence)
    shown = fold.locator("tbody tr").count()
    assert min(100, len(fact.rows)) == shown


def test_ring__figures_are_said_in_words_and_sections_are_one_step_away(
    seen: Watched, report: Path, ring: RingDocument
):
    page = at_ring(seen, report, ring)
    summaries = page.locator(".fact-fold > summary")
    told = [summaries.nth(i).aria_snapshot() for i in range(summaries.count())]

    assert sum("honest reviewers would show" in one for one in told) == sum(
        fact.observed is not None for fact in ring.facts
    )
    assert all("It moves the odds by" in one for one in told if "would show" in one)
    page.locator(".below").click()
    assert "Story" == page.evaluate("document.activeElement.textContent")
    expect(page.get_by_role("link", name="Compare")).to_have_attribute("href", f"#/compare?a={ring.ring_id}")


def test_account__texts_are_in_sight_on_a_telephone(seen: Watched, report: Path, ring: RingDocument):
    page = seen.page
    page.set_viewport_size({"width": 400, "height": 900})
    seen.open(report, f"#/account/{ring.members[0].reviewer_id}")
    cell = page.get_by_role("region", name="Reviews").locator("td.wide").first

    box = cell.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 400


def test_ring__brushing_links_pictures_and_tables(seen: Watched, report: Path, ring: RingDocument):
    page = at_ring(seen, report, ring)
    fact = next(one for one in ring.facts if one.rows)
    unfold(page, "Reviews")
    told = page.locator("details[data-fold=reviews] .told").first
    page.locator(f"details[data-family={fact.family}] > summary").click()

    page.locator(f"details[data-family={fact.family}]").get_by_text("Show in the pictures").click()

    expect(told).to_have_text(f"{len(fact.rows):,} of {len(ring.reviews.review_id):,} reviews")
    page.get_by_text("Show all", exact=True).click()
    expect(told).to_have_text(f"{len(ring.reviews.review_id):,} of {len(ring.reviews.review_id):,} reviews")

    box = page.locator(".timeline canvas").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] * 0.4, box["y"] + 40)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.5, box["y"] + 40)
    page.mouse.up()
    first, last = (one.input_value() for one in page.locator(".timeline input").all())
    inside = [
        moment
        for moment, target in zip(ring.reviews.posted_at, ring.reviews.in_ring, strict=True)
        if target and first <= moment[:10] <= last
    ]
    counted = int(told.inner_text().split()[0].replace(",", ""))
    assert 0 < counted <= len(inside) < len(ring.reviews.review_id)


def test_ring__brushing_by_dates_needs_no_pointer(seen: Watched, report: Path, ring: RingDocument):
    page = at_ring(seen, report, ring)
    unfold(page, "Reviews")
    day = ring.first_at[:10]
    expected = sum(
        target and moment[:10] == day
        for moment, target in zip(ring.reviews.posted_at, ring.reviews.in_ring, strict=True)
    )

    page.get_by_label("Until").fill(day)
    page.keyboard.press("Tab")

    expect(page.locator("details[data-fold=reviews] .told").first).to_contain_text(f"{expected} of")


def test_ring__graph_expands_finds_a_path_and_undoes(seen: Watched, report: Path, ring: RingDocument):
    page = at_ring(seen, report, ring)
    page.locator(".as-list > summary").click()
    first, last = ring.members[0].reviewer_id, ring.members[-1].reviewer_id
    nodes = page.locator(".as-list .more")
    before = nodes.inner_text() if nodes.is_visible() else str(page.locator(".as-list tbody tr").count())

    def count() -> str:
        return nodes.inner_text() if nodes.is_visible() else str(page.locator(".as-list tbody tr").count())

    page.get_by_label(f"Pick {first}", exact=True).check()
    expect(page.locator(".brushed")).to_contain_text(first)
    page.locator("[data-deed=expand]").click()
    assert before != count()
    page.locator("[data-deed=undo]").click()
    assert before == count()
    page.get_by_label(f"Pick {last}", exact=True).check()
    page.locator("[data-deed=path]").click()
    expect(page.locator(".network > .told")).to_contain_text(re.compile(f"{first} → .* → {last}"))
    for deed in ("pin", "fit", "collapse", "undo", "lasso"):
        page.locator(f"[data-deed={deed}]").click()
    box = page.locator(".lasso").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 3, box["y"] + 60)
    page.mouse.down()
    for x, y in ((0.99, 0.15), (0.99, 0.99), (0.01, 0.99)):
        page.mouse.move(box["x"] + box["width"] * x, box["y"] + box["height"] * y)
    page.mouse.up()
    expect(page.locator(".brushed")).to_contain_text("picked")


def test_ring__shows_like_texts_alternatives_and_what_a_family_carries(
    seen: Watched, report: Path, ring: RingDocument
):
    page = at_ring(seen, report, ring)

    for name in ("Alternatives", "Odds", "What if", "Like texts"):
        unfold(page, name)
    page.locator("input[data-family=stars]").check()

    assert len(ring.hypotheses) == page.get_by_role("region", name="Alternatives").locator("tbody tr").count()
    expect(page.locator(".whatif .answer")).to_contain_text("not flagged")
    expect(page.locator(".waterfall")).to_contain_text("Before looking")
    assert page.locator(".pair").count() > 0


def test_account__has_its_reviews_and_a_path(seen: Watched, report: Path, ring: RingDocument):
    member = next(one for one in ring.members if one.n_reviews < 100)
    page = seen.open(report, f"#/account/{member.reviewer_id}")

    rows = page.get_by_role("region", name="Reviews").locator("tbody tr")
    page.locator("[data-path]").first.click()

    assert member.n_reviews == rows.count()
    expect(page.locator(".hops li").first).to_contain_text(member.reviewer_id)


def test_ring__graph_says_what_its_shapes_are(seen: Watched, report: Path, ring: RingDocument):
    page = seen.open(report, f"#/ring/{ring.ring_id}")

    told = ["Account", "Product", "Shared instrument", "held by many others"]
    drawn = page.locator(".shapes [data-words]").evaluate_all(
        "all => all.map((one) => getComputedStyle(one, '::before').content.replaceAll('\"', ''))"
    )
    assert told == drawn
    expect(page.get_by_role("note")).to_have_attribute("aria-label", f"Shapes: {', '.join(told)}")


def test_ring__facts_stay_in_sight_beside_the_pictures(seen: Watched, report: Path, ring: RingDocument):
    page = seen.open(report, f"#/ring/{ring.ring_id}")
    page.locator(".matrix").evaluate("matrix => matrix.scrollIntoView({ block: 'end' })")

    expect(page.locator(".why .fact").first).to_be_in_viewport()


def test_ring__no_line_ends_before_a_per_cent_sign(seen: Watched, report: Path, ring: RingDocument):
    page = seen.open(report, f"#/ring/{ring.ring_id}")

    assert " %" in ring.summary
    assert " %" not in page.locator(".summary").evaluate("summary => summary.textContent")


def test_search__finds_any_id(seen: Watched, report: Path, ring: RingDocument):
    page = seen.open(report)
    ids = [ring.products[0].product_id, ring.members[0].reviewer_id, ring.reviews.review_id[0]]
    for name in [*ids, *[one.token for one in ring.identifiers[:1]]]:
        page.get_by_label("Search any id", exact=True).last.fill(name)
        page.keyboard.press("Enter")
        expect(page.locator("h1")).to_contain_text(name)
        expect(page.locator("tbody tr").first).to_contain_text(name)
        expect(page.locator("tbody tr").first).to_contain_text(ring.ring_id)


def test_german__is_one_choice_away(seen: Watched, report: Path):
    page = seen.open(report)

    page.get_by_label("Language").select_option("de")

    expect(page.locator("h1")).to_contain_text("gemeldet von")
    assert "de" == page.locator("#collusion").get_attribute("lang")
    page.get_by_label("Sprache").select_option("en")


def test_german__report_opens_in_german_with_its_sentences(
    browser: Browser, tmp_path: Path, cards_run: Run, ring: RingDocument
):
    seen = watched(browser)  # nobody has chosen a language here
    german = replace(cards_run, language="de")
    told = payload.ring(german, ring.ring_id)
    page = seen.open(write_report(german, tmp_path / "report.html"), "#/inbox")
    page.wait_for_selector("main .inbox tbody tr")

    assert "de" == page.locator("html").get_attribute("lang")
    expect(page.locator("main .inbox tbody tr").first).to_contain_text("gemeldet")
    expect(page.locator("main .inbox tbody tr [lang=de]").first).to_have_text(told.summary)

    page.evaluate(f"location.hash = '#/ring/{ring.ring_id}'")
    page.wait_for_selector(".stage canvas")
    expect(page.locator(".summary")).to_have_text(told.summary)
    expect(page.locator(".closest strong")).to_have_text(told.innocent_explanation)
    open_all(page)
    for fact in told.facts:
        own = page.locator(f"[data-family={fact.family}] p[lang=de]")
        expect(own).to_have_text(fact.sentence)
    assert [] == seen.problems
    assert told.summary != ring.summary
    assert set(told.story.against).isdisjoint(ring.story.against)


def test_print__has_every_review_and_breaks_no_id(
    seen: Watched, report: Path, ring: RingDocument, tmp_path: Path
):
    page = at_ring(seen, report, ring)
    open_before = page.locator("details[open]").count()

    page.pdf(path=tmp_path / "ring.pdf")

    text = "\n".join(one.extract_text() for one in PdfReader(tmp_path / "ring.pdf").pages)
    for member in ring.members:
        assert text.count(member.reviewer_id) >= member.n_reviews
    assert all(fact.sentence.split(";")[0][:40] in " ".join(text.split()) for fact in ring.facts)
    expect(page.locator("details[open]")).to_have_count(open_before)


def test_hostile__ids_and_texts_run_nothing(seen: Watched, tmp_path: Path):
    run = make_run(Wish(hostile=True))
    ids = run.ring_reviews["review_id"].unique().sort()
    texts = pl.DataFrame(
        {"review_id": ids, "title": [EVIL] * len(ids), "text": [EVIL * 1500, *[EVIL] * (len(ids) - 1)]}
    )
    path = write_report(run, tmp_path / "hostile.html", Extras(source=FromSource(texts)))

    for place in ("#/inbox", "#/ring/R-00000001", "#/search?q=script", "#/ring/%ZZ", "#/account/constructor"):
        page = seen.open(path, place)
        open_all(page)
        assert page.locator(".main img, .main script, .main iframe").count() == 0
        assert "\u202e" not in page.inner_text("body")
    seen.open(path, "#/ring/R-00000001")
    open_all(seen.page)
    assert HOSTILE[0] in seen.page.inner_text("body")
    assert "</script><img src=x onerror=alert(1)>" in seen.page.inner_text("body")


def test_policy__lets_no_other_script_run(seen: Watched, report: Path):
    page = seen.open(report)

    ran = page.evaluate(
        """() => { const one = document.createElement("script"); one.textContent = "window.ran = 1";
        document.body.append(one); return window.ran ?? null; }"""
    )

    assert ran is None
    refused, seen.problems[:] = seen.problems[:], []
    assert all("Content Security Policy" in one for one in refused)
    assert refused


# A host in the memory of the page: what is decided changes its rows.
HOST = """
async ([source, styles, inbox, ring, place]) => {
  document.head.append(Object.assign(document.createElement("style"), {textContent: styles}));
  const page = await import(URL.createObjectURL(new Blob([source], {type: "text/javascript"})));
  const rows = new Map(inbox.rows.map((row) => [row.ring_id, row]));
  window.asked = [];
  const changed = (ids, decision, state) => ({rows: ids.map((id) => {
    rows.set(id, {...rows.get(id), state, decision});
    return rows.get(id);
  })});
  location.hash = place;
  page.mount(document.getElementById("here"), {
    kind: "desk", canDecide: true, canWhatIf: true,
    async get(path) { return path === "inbox" ? inbox : ring; },
    async post(path, body) {
      window.asked.push([path, body]);
      if (path === "decisions" && body.note === "refuse") throw new Error("Somebody else decided.");
      const {verdict, note, ring_ids} = body;
      const decision = {seq: 1, verdict, by: "Ada", at: "2021-01-01", note, accounts: 3};
      if (path === "decisions") return changed(ring_ids, decision, "decided");
      if (path === "undo") return changed(ring_ids, null, "open");
      if (path === "notes") return {notes: [{by: "Ada", at: "2021-01-01", text: body.text}]};
      if (path === "lease") return {lease: {by: "Grace", until: "2021-01-01"}, is_mine: false};
      const before = {score: 9, q_value: 0.01, rank: 1, flagged: true};
      const after = {...before, score: -2, flagged: false};
      return {ring_id: body.ring_id, before, after, abnormal: [], summary: "", contributions: {}};
    },
  });
}
"""


@pytest.fixture(scope="module")
def many(cards_run: Run) -> Inbox:
    """An inbox of 10,000."""
    inbox = payload.inbox(cards_run)
    row = inbox.rows[0]
    rows = [
        msgspec.structs.replace(
            row, products=[], summary="Some accounts.",
            ring_id=f"R-{place:05d}", rank=place + 1, score=20 - place / 500, flagged=place < 4000,
            harm=float(place % 97), sellers=[f"S{place % 50}"], kind="attack" if place % 3 else "one hand",
        )
        for place in range(10_000)
    ]  # fmt: skip
    return msgspec.structs.replace(inbox, rows=rows, n_flagged=4000)


@pytest.fixture(scope="module")
def few(many: Inbox) -> Inbox:
    return msgspec.structs.replace(many, rows=many.rows[:20])


def at_desk(seen: Watched, tmp_path: Path, many: Inbox, ring: RingDocument, place: str) -> Page:
    path = tmp_path / "desk.html"
    path.write_text(
        '<!doctype html><html lang="en"><title>desk</title><body><div id="here"></div>', encoding="utf-8"
    )
    seen.page.goto("about:blank")
    seen.page.goto(path.as_uri())
    given = [msgspec.to_builtins(one) for one in (many, ring)]
    seen.page.evaluate(HOST, [bundle.script(), bundle.styles(), *given, place])
    seen.page.wait_for_selector("h1")
    return seen.page


def test_inbox__shows_some_of_10000_rows_sorts_and_filters(
    seen: Watched, tmp_path: Path, many: Inbox, ring: RingDocument
):
    page = at_desk(seen, tmp_path, many, ring, "#/inbox")

    assert page.locator(".inbox tbody tr").count() < 60
    page.locator(".inbox-box").evaluate("box => box.scrollTop = box.scrollHeight")
    expect(page.locator("tr[data-ring=R-09999]")).to_be_visible()

    page.locator("[data-sort=harm]").click()
    expect(page.locator("th", has=page.locator("[data-sort=harm]"))).to_have_attribute(
        "aria-sort", "descending"
    )
    expect(page.locator("tbody tr[data-ring]").first).to_contain_text("96")
    page.locator("[data-filter=flag]").select_option("yes")
    page.locator("[data-filter=kind]").select_option("one hand")
    page.locator("[data-filter=seller]").fill("s7")
    expected = sum(row.flagged and row.kind == "one hand" and row.sellers[0] == "S7" for row in many.rows)
    expect(page.get_by_text(f"{expected} of 10,000 shown")).to_be_visible()
    kept = page.evaluate("location.hash")
    assert all(part in kept for part in ("flag=yes", "kind=one+hand", "seller=s7", "sort=-harm"))
    page.locator("[data-filter=q]").fill("nothing like it")
    expect(page.get_by_text("Nothing fits these filters.")).to_be_visible()
    assert [] == violations(page)


def test_compare__offers_pairs_of_like_products_flagged_ones_first(
    seen: Watched, tmp_path: Path, few: Inbox, ring: RingDocument
):
    products = {0: ["a", "b"], 1: ["b"], 2: ["c", "d", "e"], 3: ["c", "d", "e"]}
    rows = [
        msgspec.structs.replace(row, products=products.get(place, []), flagged=place < 2)
        for place, row in enumerate(few.rows)
    ]
    page = at_desk(seen, tmp_path, msgspec.structs.replace(few, rows=rows), ring, "#/compare")

    assert [
        "R-00000 · R-00001 1 of the same products",
        "R-00002 · R-00003 3 of the same products",
    ] == page.locator(".compare-screen li").all_inner_texts()
    assert [] == violations(page)
    alone = msgspec.structs.replace(few, rows=few.rows[4:])
    page = at_desk(seen, tmp_path, alone, ring, "#/compare")
    expect(page.get_by_text("No two review the same products.")).to_be_visible()


def test_inbox__shows_the_longest_odds_whole(seen: Watched, tmp_path: Path, few: Inbox, ring: RingDocument):
    page = at_desk(seen, tmp_path, few, ring, "#/inbox")
    cell = page.locator("tbody tr[data-ring] td.number").nth(1)

    expect(cell).to_have_text("> 1,000,000 : 1")
    assert cell.evaluate("cell => cell.scrollWidth <= cell.clientWidth")


def test_help__explains_every_word_in_both_languages(seen: Watched, report: Path):
    page = seen.open(report, "#/inbox")
    for language, word in (("de", "Zugehörigkeit"), ("en", "Membership")):
        page.locator(".settings select").select_option(language)
        page.locator(".settings button").last.click()
        shown = page.locator("dialog .words-list dt").all_inner_texts()
        assert list(terms(language)) == shown
        assert word in shown
        assert [] == violations(page)
        page.keyboard.press("Escape")


def test_inbox__on_a_narrow_screen_shows_whole_ids_and_odds(
    seen: Watched, tmp_path: Path, many: Inbox, ring: RingDocument
):
    seen.page.set_viewport_size({"width": 400, "height": 900})
    page = at_desk(seen, tmp_path, many, ring, "#/inbox")
    link = page.locator(".inbox td.who a").first

    assert page.locator("h1").inner_text() == f"{sum(row.flagged for row in many.rows):,} flagged of 10,000"
    assert page.locator(".inbox td.who").first.bounding_box()["width"] > 250
    assert link.evaluate("e => e.scrollWidth <= e.closest('td').clientWidth")
    expect(page.locator(".inbox .brief-odds").first).to_be_visible()
    expect(page.get_by_label("Seller")).to_be_hidden()
    page.get_by_text("Filters", exact=True).click()
    expect(page.get_by_label("Seller")).to_be_visible()


def test_inbox__keeps_filters_under_a_name(seen: Watched, report: Path):
    page = seen.open(report, "#/inbox")
    page.get_by_label("Flag").select_option("yes")
    page.get_by_label("Find").fill("38 accounts")
    page.get_by_label("Save these as").fill("<b>big ones</b>")
    page.keyboard.press("Enter")
    page.get_by_text("Clear filters").click()
    expect(page.get_by_label("Find")).to_have_value("")

    page.goto("about:blank")
    page = seen.open(report, "#/inbox")
    page.locator("[data-saved]").select_option("<b>big ones</b>")

    expect(page.get_by_label("Find")).to_have_value("38 accounts")
    assert "flag=yes" in page.url
    expect(page.locator("[data-saved]")).to_have_value("<b>big ones</b>")
    page.get_by_text("Forget").click()
    expect(page.locator("[data-saved]")).to_have_text("none yet")
    page.get_by_text("Clear filters").click()


def test_inbox__is_judged_by_keys_alone(seen: Watched, tmp_path: Path, few: Inbox, ring: RingDocument):
    page = at_desk(seen, tmp_path, few, ring, "#/inbox")
    state = page.locator("tr[data-ring=R-00002] .state")

    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("c")
    page.keyboard.type("refuse")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.get_by_role("dialog").get_by_role("button", name="Confirm").press("Enter")
    expect(page.get_by_role("alert")).to_have_text("Somebody else decided.")
    page.get_by_label("Why").fill("one parcel address")
    page.get_by_role("dialog").get_by_role("button", name="Confirm").press("Enter")
    expect(state).to_have_text("confirmed")
    page.keyboard.press("u")
    expect(state).to_have_text("open")

    # Several at once. A dialog that was closed leaves the page a moment later.
    expect(page.locator("dialog")).to_have_count(0)
    page.keyboard.press("x")
    page.keyboard.press("j")
    page.keyboard.press("x")
    page.keyboard.press("d")
    page.get_by_label("Why").fill("a book club")
    page.get_by_role("dialog").get_by_role("button", name="Dismiss").press("Enter")
    expect(page.locator("tr[data-ring=R-00003] .state")).to_have_text("dismissed")
    asked = page.evaluate("window.asked")
    assert ["R-00002", "R-00003"] == asked[-1][1]["ring_ids"]
    assert ("dismiss", "a book club") == (asked[-1][1]["verdict"], asked[-1][1]["note"])
    expect(page.locator("dialog")).to_have_count(0)
    page.keyboard.press("k")
    page.keyboard.press("o")
    expect(page.locator("h1")).to_contain_text(ring.ring_id)


def test_desk__says_who_has_a_ring_asks_what_if_and_keeps_notes(
    seen: Watched, tmp_path: Path, few: Inbox, ring: RingDocument
):
    page = at_desk(seen, tmp_path, few, ring, f"#/ring/{ring.ring_id}")

    expect(page.locator(".toast")).to_contain_text("with Grace")
    unfold(page, "What if")
    page.locator(".whatif input[data-family=stars]").check()
    expect(page.locator(".whatif .answer")).to_contain_text("1 to 4")
    page.keyboard.press("n")
    page.locator("[data-notes] textarea").fill("asked the seller")
    page.get_by_text("Add note").click()
    expect(page.locator(".notes")).to_contain_text("asked the seller")
    assert {"lease", "whatif", "notes"} == {path for path, _ in page.evaluate("window.asked")}


def test_group__below_the_flag_is_no_ring(seen: Watched, tmp_path: Path):
    run = make_run()
    path = write_report(run, tmp_path / "small.html")
    page = seen.open(path, "#/ring/R-00000002")

    open_all(page)

    assert page.inner_text("h1").startswith("Group")
    assert "client" not in page.inner_text(".folds").lower()
    assert "Not flagged".lower() in page.inner_text(".chips").lower()


def test_ring__says_when_a_flag_rests_on_what_was_expected(seen: Watched, tmp_path: Path):
    run = make_run()
    weak = replace(run, rings=run.rings.with_columns(score=pl.lit(-14.0)))
    write_report(run, tmp_path / "sound.html")
    write_report(weak, tmp_path / "weak.html")
    told = [
        seen.open(tmp_path / f"{name}.html", f"#/ring/R-0000000{n}").inner_text(".why")
        for name, n in (("sound", 1), ("weak", 1), ("weak", 2))
    ]

    assert ["speaks for no ring: the flag rests on" in words for words in told] == [False, True, False]

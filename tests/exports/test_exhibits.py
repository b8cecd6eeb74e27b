from __future__ import annotations

import csv
import io
from dataclasses import replace

import openpyxl
import polars as pl
import pypdf
import pytest

from collusion.errors import UsageError
from collusion.exports.exhibit_files import write_exhibits
from collusion.exports.exhibits import compose_exhibits
from collusion.exports.redaction import Profile
from collusion.provenance import file_digest
from tests.cases.small_runs import HOSTILE, Wish, make_run
from tests.exports.deciding import RING, held
from tests.exports.poppler import information, page_texts

TEXTS = pl.DataFrame({"review_id": ["R-00000001-00-00"], "text": ["Great 素晴らしい <b>!</b> " + "x" * 900]})
PARCELS = pl.DataFrame({"reviewer_id": ["A100"], "product_id": ["P100"], "shipped_weight_g": [12.0]})


def _compose(run, *more, profile=Profile.EXHIBIT, rows=None):
    return compose_exhibits(run, RING, held(run, *more, rows=rows), profile=profile)


def test_compose_exhibits__every_count_is_a_count_of_its_rows():
    run = make_run()
    tables = _compose(run).tables
    reviews = run.ring_reviews.filter((pl.col("ring_id") == RING) & pl.col("in_ring"))

    assert (5, reviews.height, 4) == tuple(tables[letter].height for letter in "ABC")
    assert tables["A"]["n_ring_reviews"].sum() == tables["B"].height
    assert tables["C"]["n_ring_reviews"].sum() == tables["B"].height
    assert list(range(1, reviews.height + 1)) == tables["B"]["no"].to_list()
    assert {"n_met", "n_expected"} <= set(tables["C"].columns)
    assert tables["B"]["posted_at"].is_sorted()
    bits = run.evidence.filter(
        (pl.col("ring_id") == RING) & (pl.col("direction") == "for") & (pl.col("review_ids").list.len() > 0)
    )
    assert tables["B"]["bits_of_the_evidence"].sum() == pytest.approx(bits["bits"].sum(), abs=0.02)


def test_compose_exhibits__texts_and_parcels_where_the_source_is_at_hand():
    first = _compose(make_run(), rows={"reviews": TEXTS, "orders": PARCELS}).tables["B"].row(0, named=True)

    assert first["text"].startswith("Great 素晴らしい")
    assert 12.0 == first["shipped_weight_g"]
    assert "behaviour, stars" == first["counts_because"]


def test_compose_exhibits__a_review_that_no_evidence_rests_on_says_so():
    run = make_run()
    none = run.evidence.with_columns(review_ids=pl.lit([], run.evidence.schema["review_ids"]))
    table = _compose(replace(run, evidence=none)).tables["B"]

    assert {"none"} == set(table["counts_because"])
    assert {0.0} == set(table["bits_of_the_evidence"])


def test_compose_exhibits__say_whom_the_decision_does_not_name():
    run = make_run()
    confirmed = {"ring_id": RING, "accounts": ("A100", "A101", "Gone")}
    tables = _compose(run, confirmed).tables
    said = tables["D"].filter(what="left out")["finding"].to_list()

    assert ["A100", "A101"] == sorted(tables["A"]["account"])
    assert [
        "3 accounts of the ring not named by the decision; what is said of the ring counts them",
        "1 account of the decision in the ring no more",
    ] == said


def test_compose_exhibits__say_what_was_counted_once():
    aliases = [("product", "P9", "P100"), ("product", "P8", "P100"), ("reviewer", "A9", "A100")]
    run = make_run()
    run = replace(run, aliases=pl.DataFrame(aliases, schema=run.aliases.schema, orient="row"))
    [said] = _compose(run).tables["D"].filter(what="counted once")["finding"]

    assert said.startswith("2 listings and 1 account of the source repeat the reviews of others")
    assert _compose(make_run()).tables["D"].filter(what="counted once").is_empty()


@pytest.mark.parametrize("verdict", ["dismiss", "watch", "unsure"])
def test_compose_exhibits__only_of_what_a_person_confirmed(verdict):
    run = make_run()
    undecided = held(run, {"ring_id": RING, "verdict": verdict, "accounts": ()})

    with pytest.raises(UsageError, match="no decision that confirms it"):
        compose_exhibits(run, RING, undecided, profile=Profile.INTERNAL)


def test_compose_exhibits__appeals_won_are_left_out_of_every_table():
    run = make_run()
    won = {"ring_id": RING, "verdict": "honest", "accounts": ("A101",)}
    tables = _compose(run, won, profile=Profile.INTERNAL).tables

    assert "A101" not in tables["A"]["account"].to_list() + tables["B"]["account"].to_list()
    rows = tables["B"].group_by("product_id").agg(pl.len().alias("n"), pl.col("rating").sum().alias("stars"))
    for row in tables["C"].join(rows, on="product_id").iter_rows(named=True):
        assert row["n"] == row["n_ring_reviews"]
        left = (round(row["rating_with"] * row["n_rated"]) - row["stars"]) / (row["n_rated"] - row["n"])
        assert left == pytest.approx(row["rating_without"], abs=0.0001)
    assert rows.height == tables["C"].height
    assert {"n_met", "n_expected"}.isdisjoint(tables["C"].columns)
    assert "1 account whose appeal was won; what is said of the ring counts them" in tables["D"]["finding"]


def test_compose_exhibits__redacts_by_profile():
    run = make_run()
    run = replace(run, evidence=run.evidence.with_columns(pl.col("sentence") + " A101 too."))
    internal, exhibit, regulator = (
        _compose(run, profile=profile, rows={"reviews": TEXTS})
        for profile in (Profile.INTERNAL, Profile.EXHIBIT, Profile.REGULATOR)
    )

    def words(found):
        return " ".join(str(table.to_dicts()) for table in found.tables.values())

    for secret, shown in (
        ("A101", (1, 1, 0)),
        ("Great", (1, 1, 0)),
        ("gift_card:00aa11bb", (1, 0, 0)),
        ("Same card", (1, 0, 0)),
    ):
        assert shown == tuple(int(secret in words(found)) for found in (internal, exhibit, regulator)), secret
    assert "1 gift card" in words(regulator)


def test_write_exhibits__csv_xlsx_and_pdf_say_the_same(tmp_path):
    run = make_run(Wish(hostile=True))
    found = _compose(run, rows={"reviews": TEXTS})
    folder = write_exhibits(found, tmp_path / "x")
    book = openpyxl.load_workbook(folder / "exhibits.xlsx")
    pdf = pypdf.PdfReader(folder / "exhibits.pdf")
    pages = [page.extract_text() for page in pdf.pages]

    assert [
        "Exhibit A Accounts",
        "Exhibit B Reviews",
        "Exhibit C Products",
        "Exhibit D Method",
    ] == book.sheetnames
    for letter, sheet in zip("ABCD", book, strict=True):
        text = (folder / f"exhibit-{letter}.csv").read_text(encoding="utf-8")
        rows = list(csv.reader(io.StringIO(text, newline="")))
        assert len(rows) == sheet.max_row == found.tables[letter].height + 1
        assert {"f"}.isdisjoint(cell.data_type for row in sheet for cell in row)
    for page, text in enumerate(pages, 1):
        assert f"page {page}" in text
        assert f"run {found.run_id}" in text
        assert file_digest(folder / "exhibit-A.csv") in text
    whole = "".join(pages)
    assert "\\u{7D20}" in whole.replace("\n", "")
    assert "<script>" in whole.replace("\n", "")
    assert str(found.tables["B"].height) in whole
    sums = dict(reversed(line.split("  ")) for line in (folder / "SHA256SUMS").read_text().splitlines())
    assert sums == {name: file_digest(folder / name) for name in sums}
    assert 6 == len(sums)
    assert HOSTILE[1].startswith("=")
    assert "'=HYPERLINK" in (folder / "exhibit-A.csv").read_text(encoding="utf-8")


def test_write_exhibits__poppler_reads_every_row_and_footer(tmp_path):
    found = _compose(make_run(Wish(n_accounts=40, hostile=True)), rows={"reviews": TEXTS})
    folder = write_exhibits(found, tmp_path / "x")
    said, pages = information(folder / "exhibits.pdf"), page_texts(folder / "exhibits.pdf")

    assert (str(len(pages)), "no", "no") == (said["Pages"], said["Encrypted"], said["JavaScript"])
    for number, page in enumerate(pages, 1):
        assert f"page {number}" in page
        assert f"run {found.run_id}" in page
    whole = "".join("".join(page.split()) for page in pages)
    assert whole.isprintable()
    plain = [account for account in found.tables["A"]["account"] if account.isalnum()]
    assert len(plain) > 30
    assert [] == [account for account in plain if account not in whole]


def test_write_exhibits__each_table_begins_a_page_and_the_first_one_the_document(tmp_path):
    pages = page_texts(write_exhibits(_compose(make_run()), tmp_path / "x") / "exhibits.pdf")

    assert 4 == len(pages)
    for letter, page in zip("ABCD", pages, strict=True):
        assert [letter] == [each for each in "ABCD" if f"Exhibit {each} " in page]


def test_write_exhibits__the_pages_call_no_membership_certain(tmp_path):
    run = make_run()
    chance = pl.when(pl.col("reviewer_id") == "A101").then(0.99999).otherwise(0.75).alias("membership")
    rated = run.clients.with_columns(rating_without=pl.lit(1.0))
    made = replace(run, members=run.members.with_columns(chance), clients=rated)
    whole = "".join(page_texts(write_exhibits(_compose(made), tmp_path / "x") / "exhibits.pdf"))

    assert 1 == whole.count("over 0.9999")
    assert whole.count("0.75") >= 4


@pytest.mark.parametrize(("n", "is_cut"), [(600, False), (601, True)])
def test_write_exhibits__the_pages_cut_texts_of_more_than_600_characters(tmp_path, n, is_cut):
    texts = pl.DataFrame({"review_id": ["R-00000001-00-00"], "text": ["ž" * n]})
    folder = write_exhibits(_compose(make_run(), rows={"reviews": texts}), tmp_path / "x")
    whole = "".join(page_texts(folder / "exhibits.pdf"))

    assert (599 if is_cut else 600) == whole.count("ž")
    assert is_cut == ("ž…" in whole.replace("\n", ""))


def test_compose_exhibits__the_method_says_its_level_and_what_was_not_looked_at():
    run = make_run()
    told = replace(run, manifest=run.manifest | {"config": {}})
    lines, untold = (_compose(one).tables["D"].select("what", "finding").rows() for one in (run, told))
    silent = [said for what, said in lines if what == "not looked at"]

    assert ("level at which rings are flagged", "5 % expected false") in lines
    assert ("level at which rings are flagged", "not told") in untold
    assert ["text: the reviews table has no text column"] == [said for said in silent if "text" in said]
    assert not any(said.startswith("stars") for said in silent)


def test_compose_exhibits__a_name_of_one_letter_is_no_name_in_a_sentence():
    """An account called A would otherwise be found in every Amazon."""
    run = make_run()
    named = pl.col("reviewer_id").replace({"A101": "A"})
    tables = ("members", "ring_reviews", "ring_identifiers")
    run = replace(run, **{name: getattr(run, name).with_columns(named) for name in tables})
    run = replace(run, evidence=run.evidence.with_columns(sentence=pl.lit("A101 and A102 of Amazon.")))
    found = _compose(run, profile=Profile.REGULATOR).tables["D"]["finding"].to_list()

    assert any("A101" in said and "Amazon" in said and "A102" not in said for said in found)


def test_write_exhibits__the_same_bytes_each_time_and_only_over_exhibits(tmp_path):
    found = _compose(make_run())
    first, second = (write_exhibits(found, tmp_path / name) for name in ("a", "b"))

    assert (first / "SHA256SUMS").read_text() == (second / "SHA256SUMS").read_text()
    with pytest.raises(UsageError, match="--force"):
        write_exhibits(found, first)
    assert first == write_exhibits(found, first, force=True)
    (first / "mine.txt").write_text("x")
    with pytest.raises(UsageError, match="found something"):
        write_exhibits(found, first, force=True)
    (tmp_path / "mine").mkdir()
    with pytest.raises(UsageError, match="found something"):
        write_exhibits(found, tmp_path / "mine", force=True)


def test_write_exhibits__of_hundreds_of_rows_and_long_cells(tmp_path):
    run = make_run(Wish(n_accounts=60))
    texts = run.ring_reviews.select("review_id", text=pl.lit("word " * 2000))
    folder = write_exhibits(_compose(run, rows={"reviews": texts}), tmp_path / "x")

    assert len(pypdf.PdfReader(folder / "exhibits.pdf").pages) > 5


def test_compose_exhibits__in_another_language_have_the_same_rows_and_numbers():
    run = make_run()
    english, german = (_compose(replace(run, language=language)).tables for language in ("en", "de"))
    told = {"A": ["role", "shares"], "B": ["counts_because"], "C": ["standing"], "D": ["what", "finding"]}

    for letter, columns in told.items():
        assert english[letter].drop(columns).equals(german[letter].drop(columns))
        assert english[letter].columns == german[letter].columns
    lines = dict(german["D"].select("what", "finding").iter_rows())
    assert "5 % voraussichtlich falsch" == lines["Schwelle, bis zu der Ringe gemeldet werden"]
    assert (
        "verwendet, um den Ring zu finden; nicht verwendet, um zu entscheiden"
        == lines["automatisierte Mittel"]
    )
    assert {"Kern", "Rand"} >= set(german["A"]["role"])
    assert "1 Geschenkkarte, 1 IP-Adresse" in german["A"]["shares"].to_list()
    assert "Verhalten, Sterne" in german["B"]["counts_because"].to_list()


def test_write_exhibits__a_german_page_has_no_english_heading(tmp_path):
    found = _compose(replace(make_run(), language="de"), rows={"reviews": TEXTS, "orders": PARCELS})
    folder = write_exhibits(found, tmp_path / "x")
    pages = page_texts(folder / "exhibits.pdf")
    whole = " ".join(" ".join(pages).split())
    sheets = openpyxl.load_workbook(folder / "exhibits.xlsx")
    heads = [cell.value for sheet in sheets for cell in sheet[1]]

    assert [
        "Anlage A Konten",
        "Anlage B Bewertungen",
        "Anlage C Produkte",
        "Anlage D Verfahren",
    ] == sheets.sheetnames
    for letter, page in zip("ABCD", pages, strict=False):
        assert f"Anlage {letter}" in page
    assert [] == [
        word for word in ("Exhibit", "exhibit ", "page 1", "Times are", "not looked") if word in whole
    ]
    assert "0,97" in whole
    assert set(heads).isdisjoint(
        column for table in found.tables.values() for column in table.columns if "_" in column
    )
    assert "account" in (folder / "exhibit-A.csv").read_text(encoding="utf-8").splitlines()[0]
    assert folder == write_exhibits(found, folder, force=True)


@pytest.mark.parametrize(
    ("kind", "said"), [("one hand", "likely a client's"), ("attack", "likely a victim's")]
)
def test_compose_exhibits__tell_clients_from_bystanders_and_victims(kind, said):
    table = _compose(make_run(Wish(n_bystanders=1, kind=kind))).tables["C"]

    assert {"perhaps a bystander's", said} == set(table["standing"])
    assert ["P103"] == table.filter(standing="perhaps a bystander's")["product_id"].to_list()


def test_compose_exhibits__count_no_review_that_a_label_calls_honest():
    run = make_run()
    label = {"entity_type": "review", "entity_id": f"{RING}-01-00", "label": "honest"}
    whole = _compose(run).tables
    tables = _compose(replace(run, labels=pl.DataFrame([label], schema=run.labels.schema))).tables
    lost = set(whole["B"]["review_id"]) - set(tables["B"]["review_id"])

    assert {f"{RING}-01-00"} == lost
    assert tables["B"].height == tables["A"]["n_ring_reviews"].sum() == tables["C"]["n_ring_reviews"].sum()
    counted = dict(tables["A"].select("account", "n_ring_reviews").iter_rows())
    before = dict(whole["A"].select("account", "n_ring_reviews").iter_rows())
    assert {"A101"} == {name for name in before if before[name] != counted[name]}
    assert whole["A"].drop("n_ring_reviews").columns == tables["A"].drop("n_ring_reviews").columns


def test_compose_exhibits__at_even_odds_a_product_is_likely_a_clients_as_everywhere():
    run = make_run()
    even = replace(run, clients=run.clients.with_columns(service=pl.lit(0.5)))

    assert {"likely a client's"} == set(_compose(even).tables["C"]["standing"])

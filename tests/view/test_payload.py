"""What the page is given are counts over rows that it is given too."""

from __future__ import annotations

import dataclasses
import datetime as dt

import msgspec
import polars as pl
import pytest

from collusion.cases.case import build_case
from collusion.cases.run_folder import Run
from collusion.view import payload
from collusion.view.documents import Inbox, Note, RingDocument
from tests.cases.small_runs import make_run


@pytest.fixture(scope="module")
def inbox(cards_run: Run) -> Inbox:
    return payload.inbox(cards_run)


@pytest.fixture(scope="module")
def ring(cards_run: Run, inbox: Inbox) -> RingDocument:
    return payload.ring(cards_run, inbox.rows[0].ring_id)


def test_inbox__has_every_ring_in_the_order_of_the_run(cards_run: Run, inbox: Inbox):
    assert cards_run.rings["ring_id"].to_list() == [row.ring_id for row in inbox.rows]
    assert int(cards_run.rings["flagged"].sum()) == inbox.n_flagged
    assert {"open"} == {row.state for row in inbox.rows}


def test_inbox__names_what_a_flagged_ring_most_likely_is(cards_run: Run, inbox: Inbox):
    for row in inbox.rows:
        first = cards_run.hypotheses.filter(ring_id=row.ring_id).row(0, named=True)
        is_told = row.flagged and first["is_ring"] and first["log_odds"] > 0

        assert row.likeliest in ({first["hypothesis"], ""} if is_told else {""})
    assert any(row.likeliest for row in inbox.rows)


def test_inbox__says_what_people_did(cards_run: Run, inbox: Inbox):
    name = inbox.rows[0].ring_id

    rows = payload.inbox(cards_run, {name: payload.Worked(state="grown", news=("4 joined",))}).rows

    assert ("grown", ["4 joined"]) == (rows[0].state, rows[0].news)


def test_ring__counts_what_its_tables_hold(ring: RingDocument):
    in_ring = [place for place, inside in enumerate(ring.reviews.in_ring) if inside]

    assert ring.n_reviewers == len(ring.members)
    assert ring.n_products == len(ring.products)
    assert ring.n_reviews == len(in_ring)
    for place, member in enumerate(ring.members):
        assert member.n_ring_reviews == sum(ring.reviews.member[row] == place for row in in_ring)
    for place, product in enumerate(ring.products):
        assert product.n_ring_reviews == sum(ring.reviews.product[row] == place for row in in_ring)


def test_ring__facts_point_at_their_rows_and_tokens(cards_run: Run, ring: RingDocument):
    evidence = cards_run.evidence.filter(pl.col("ring_id") == ring.ring_id)
    behind = {row["sentence"]: row for row in evidence.iter_rows(named=True)}

    told = [fact for fact in ring.facts if fact.grade != "silent"]

    assert any(fact.rows for fact in told)
    assert any(fact.tokens for fact in told)
    for fact in told:
        row = behind[fact.sentence]
        assert set(row["review_ids"] or ()) == {ring.reviews.review_id[place] for place in fact.rows}
        assert set(row["identifiers"] or ()) == {ring.identifiers[place].token for place in fact.tokens}


def test_ring__decisive_facts_are_out_of_the_ordinary_and_speak_for_a_ring(ring: RingDocument):
    decisive = {fact.family for fact in ring.facts if fact.grade == "decisive"}

    assert decisive
    assert decisive <= set(ring.abnormal)
    assert all(fact.contribution > 0 for fact in ring.facts if fact.grade == "decisive")


def test_ring__waterfall_ends_at_the_score(ring: RingDocument):
    fall = ring.waterfall
    added = sum(step.amount for step in fall.steps if step.amount is not None)

    assert fall.total == pytest.approx(ring.score)
    assert fall.prior + added + fall.held == pytest.approx(fall.total)


def test_ring__has_words_and_baselines_where_the_source_was_read(cards_run: Run, ring: RingDocument):
    review, product = ring.reviews.review_id[0], ring.products[0].product_id
    texts = pl.DataFrame({"review_id": [review], "title": ["Good"], "text": ["<b>fine</b>"]})
    weeks = [dt.date(2021, 3, 1), dt.date(2021, 3, 15)]
    baselines = pl.DataFrame({"product_id": [product] * 2, "week": weeks, "n": [4, 2]})

    told = payload.ring(cards_run, ring.ring_id, source=payload.FromSource(texts, baselines))

    assert "<b>fine</b>" == told.reviews.text[0]
    assert told.reviews.text[1] is None
    assert ("2021-03-01", [4, 0, 2]) == (told.products[0].baseline_from, told.products[0].baseline)
    assert ring.reviews.text is None


def test_ring__has_what_people_did(cards_run: Run, ring: RingDocument):
    note = Note(by="Ada", at="2021-03-01", text="asked the seller")

    told = payload.ring(cards_run, ring.ring_id, worked=payload.Worked(notes=(note,)))

    assert [note] == told.notes


def test_documents__are_json_and_back(inbox: Inbox, ring: RingDocument):
    assert inbox == msgspec.json.decode(msgspec.json.encode(inbox), type=Inbox)
    assert ring == msgspec.json.decode(msgspec.json.encode(ring), type=RingDocument)


@pytest.mark.parametrize(
    "n_accounts, n_members, is_public", [(19, 2, False), (20, 4, True), (20, 5, False), (400, 3, True)]
)
def test_is_public__takes_many_accounts_and_few_members(n_accounts: int, n_members: int, is_public: bool):
    assert is_public == payload.is_public(n_accounts, n_members)


def test_moment__is_utc_to_the_second():
    assert "2021-03-01T09:30:00Z" == payload.moment(dt.datetime(2021, 3, 1, 9, 30, tzinfo=dt.UTC))
    assert "2021-03-01" == payload.moment(dt.datetime(2021, 3, 1, tzinfo=dt.UTC))
    assert payload.moment(None) is None


def test_worked__is_untouched_by_default():
    assert {"state": "open", "news": (), "decision": None, "lease": None, "notes": (), "events": ()} == (
        dataclasses.asdict(payload.Worked())
    )


def test_ring__writes_the_times_of_reviews_as_all_moments_are_written():
    times = [
        dt.datetime(2021, 3, 1, tzinfo=dt.UTC),
        dt.datetime(2021, 3, 1, 9, 30, 59, 999_999, tzinfo=dt.UTC),
        dt.datetime(1970, 1, 1, 0, 0, 1, tzinfo=dt.UTC),
        None,
    ]
    case = build_case(make_run(), "R-00000001")
    reviews = case.reviews.head(len(times)).with_columns(
        pl.Series("posted_at", times, dtype=case.reviews.schema["posted_at"])
    )
    shown = payload.ring_of_case(dataclasses.replace(case, reviews=reviews))

    assert [payload.moment(one) for one in times] == shown.reviews.posted_at

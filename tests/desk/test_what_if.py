"""What-ifs and counterfactuals at a desk whose source is there: over HTTP, and on the page in a browser."""

from __future__ import annotations

import shutil

import pytest
from playwright.sync_api import expect

import collusion as co
from collusion.api.page.host import PageHost
from collusion.cases.run_folder import open_run
from collusion.cases.wording import odds, percent
from collusion.desk.doors import TokenDoor
from collusion.workspace.register import register
from collusion.workspace.workspace import opened
from tests.api.runs import SAMPLE
from tests.cases.mixed import mixed_run
from tests.desk.browsing import browser, tab
from tests.desk.desks import standing

NOTHING = {"families": [], "accounts": [], "products": [], "reviews": [], "merged": []}


@pytest.fixture(scope="module")
def judged(tmp_path_factory):
    """A workspace with the run of a sample, and the run as the Python interface opens it."""
    folder = tmp_path_factory.mktemp("judged")
    co.detect(str(SAMPLE), out=str(folder / "draft"), quiet=True)
    with opened(folder / "w", create=True) as space:
        register(space, open_run(folder / "draft"), folder / "w" / "runs" / "0001", SAMPLE)
    return folder / "w", co.open_run(str(folder / "w" / "runs" / "0001"), source=str(SAMPLE))


@pytest.fixture(scope="module")
def desk(judged):
    with standing(judged[0], bundled=True) as found:
        yield found


@pytest.fixture(scope="module")
def ada(desk):
    return desk.signed_in("Ada")


def ask(client, run, **edit):
    return client.post("/api/whatif", {"ring_id": run[1].id} | NOTHING | edit)


@pytest.mark.parametrize(
    "edit",
    [
        {},
        {"families": ["stars", "lifecycle"]},
        {"fdr": 0.0001},
        {"min_families": 5},
    ],
    ids=["as it is", "families", "fdr", "min families"],
)
def test_what_if__over_http_is_that_of_the_python_interface(ada, judged, edit):
    run = judged[1]
    answer = ask(ada, run, **edit).json
    same = run[1].without(family=edit.get("families", []))
    same = same.at(**{name: edit[name] for name in ("fdr", "min_families") if name in edit})

    assert answer["after"] == {
        "score": same.score, "q_value": same.q_value, "rank": same.rank, "flagged": same.is_flagged
    }  # fmt: skip
    assert answer["summary"] == same.summary
    assert answer["abnormal"] == list(same.abnormal)


def test_what_if__without_accounts_and_products(ada, judged):
    run = judged[1]
    accounts = run[1].members["reviewer_id"].to_list()[:30]
    products = run[1].clients["product_id"].to_list()[:10]
    answer = ask(ada, run, accounts=accounts, products=products).json
    same = run[1].without(accounts=accounts, products=products)

    assert answer["after"]["score"] == same.score
    assert answer["after"]["score"] < answer["before"]["score"]


@pytest.mark.parametrize(
    "body, told",
    [
        ({"ring_id": "R-00000000"}, "R-00000000"),
        ({"accounts": ["nobody"]}, "nobody"),
        ({"products": ["<img src=x>"]}, "<img src=x>"),
        ({"merged": ["R-none"]}, "R-none"),
        ({"families": ["luck"]}, "luck"),
        ({"fdr": 7}, "7"),
        ({"families": "stars"}, "WhatIfRequest"),
    ],
)
def test_what_if__says_what_it_cannot_do_and_records_nothing(ada, judged, body, told):
    answer = ask(ada, judged[1], **body)

    assert 400 == answer.status
    assert told in answer.error
    with opened(judged[0]) as space:
        assert 0 == len(space.ledger())


def test_what_if__nobody_asks_without_a_session(desk, judged):
    assert 401 == ask(desk.client(), judged[1]).status
    assert 401 == desk.client().get("/api/clears/A1").status


def test_clears__are_the_counterfactuals_of_the_account(ada, judged):
    run = judged[1]
    account = run[1].members["reviewer_id"][-1]
    answer = ada.get(f"/api/clears/{account}").json
    [told] = answer["counterfactuals"]
    same = run[1].counterfactual(account)

    assert told == {
        "ring_id": run[1].id,
        "words": same.words,
        "rows": [*same.review_ids, *same.tokens],
        "is_cleared": same.outcome is not None,
    }


def test_clears__of_a_run_without_its_source_says_what_is_missing(judged):
    host = PageHost(co.open_run(str(judged[0] / "runs" / "0001"), source=str(judged[0] / "nowhere")))

    with pytest.raises(co.CollusionError, match="nowhere"):
        host.get(f"clears/{judged[1][1].members['reviewer_id'][0]}")


def _what_if_of(page, desk, ring):
    """Enter the desk, open What if of a ring, and return where the answer stands."""
    page.goto(f"http://127.0.0.1:{desk.port}/#{desk.door.token}")
    page.fill("input[name=name]", "Ada")
    page.keyboard.press("Enter")
    page.wait_for_selector(f"text={ring.id}")
    page.evaluate(f"location.hash = '#/ring/{ring.id}'")
    page.locator("summary", has_text="What if").click()
    return page.locator(".whatif .answer")


def test_page__asks_what_if_by_families_accounts_and_products(judged):
    run = judged[1]
    ring, account = run[1], run[1].members["reviewer_id"][0]
    product = ring.clients["product_id"][0]
    with standing(judged[0], bundled=True) as desk, browser() as opened_browser:
        assert isinstance(desk.door, TokenDoor)
        ada = tab(opened_browser)
        page = ada.page
        answer = _what_if_of(page, desk, ring)

        page.locator(".whatif input[data-family=lifecycle]").check()
        expect(answer).to_contain_text(odds(ring.without(family="lifecycle").score))
        page.locator(".whatif input[data-family=lifecycle]").uncheck()
        expect(answer).to_contain_text("As it is.")

        for kind, value in (("account", account), ("product", product)):
            page.fill(f"[data-whatif={kind}]", value)
            page.keyboard.press("Enter")
        edited = ring.without(accounts=[account], products=[product])
        expect(answer).to_contain_text(f"{odds(edited.score)}")
        page.get_by_role("button", name=f"Put {product} back").click()
        page.fill("[data-whatif=merge]", "R-none")
        page.keyboard.press("Enter")
        expect(page.locator(".whatif [role=alert]").last).to_have_text("R-none: not in the list.")
        page.get_by_role("button", name="Put all back").click()
        expect(answer).to_contain_text("As it is.")

        page.evaluate(f"location.hash = '#/account/{account}'")
        words = ring.counterfactual(account).words
        expect(page.locator(".clearing")).to_contain_text(words)

    assert [] == ada.errors
    assert {f"127.0.0.1:{desk.port}"} == ada.hosts


@pytest.fixture(scope="module")
def several(tmp_path_factory):
    """A workspace with a run of several rings, and the run as the Python interface opens it."""
    run, folder = mixed_run(), tmp_path_factory.mktemp("several")
    shutil.copytree(run.folder, folder / "run")  # what is registered moves into the workspace
    with opened(folder / "w", create=True) as space:
        register(space, open_run(folder / "run"), folder / "w" / "runs" / "0001", run.source)
    return folder / "w", co.open_run(str(folder / "w" / "runs" / "0001"), source=str(run.source))


def test_page__joins_rings_as_the_python_interface_does(several):
    """What the page says of two rings as one, after the button is pressed, is what `Ring.merge` says."""
    run = several[1]
    ring, others = run[5], [run[4], run[3]]
    with standing(several[0], bundled=True) as desk, browser() as opened_browser:
        ada = tab(opened_browser)
        page = ada.page
        answer = _what_if_of(page, desk, ring)
        merged = ring
        for other in others:
            page.fill("[data-whatif=merge]", other.id)
            page.locator("form", has=page.locator("[data-whatif=merge]")).get_by_role("button").first.click()
            merged = merged.merge(other)
            rows = answer.locator("tbody tr")
            expect(rows.nth(0)).to_contain_text(odds(ring.case.score))
            expect(rows.nth(0).locator("strong")).to_have_text(odds(merged.score))
            expect(rows.nth(1).locator("strong")).to_have_text(
                "flagged" if merged.is_flagged else "not flagged"
            )
            expect(rows.nth(2).locator("strong")).to_have_text(str(merged.rank))
            expect(rows.nth(3).locator("strong")).to_have_text(percent(merged.q_value))
        assert odds(merged.score) != odds(ring.case.score)

        for other in others:
            page.get_by_role("button", name=f"Put {other.id} back").click()
        expect(answer).to_contain_text("As it is.")

    assert [] == ada.errors

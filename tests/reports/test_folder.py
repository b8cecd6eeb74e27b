from __future__ import annotations

import json
import os
from dataclasses import replace

import polars as pl
import pytest

from collusion import drafts
from collusion.errors import IntegrityError, UsageError
from collusion.reports import folder
from collusion.reports.folder import LIST_FILE
from collusion.view.report import ReportPage
from tests.cases.small_runs import Wish, make_run

RINGS = ["R-00000001", "R-00000002"]


def files_of(where):
    return {str(path.relative_to(where)): path.read_bytes() for path in where.rglob("*") if path.is_file()}


def write_report(run, out, **options):
    return folder.write_report(run, out, page=ReportPage(run), **options)


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    out = tmp_path_factory.mktemp("reports") / "new" / "report"
    return write_report(make_run(), out)


def test_write_report__writes_a_page_an_index_and_charts_a_ring(report):
    charts = ["heatmap", "picture", "stars", "timeline", "waterfall"]
    expected = {"index.html", "index.md", LIST_FILE}
    expected |= {f"{ring}.md" for ring in RINGS}
    expected |= {f"charts/{ring}/{chart}.svg" for ring in RINGS for chart in charts}

    assert report.n_rings == 2
    assert report.index == report.path / "index.html"
    assert expected == set(files_of(report.path))
    assert [] == [path for path in report.path.parent.iterdir() if path != report.path]


def test_write_report__is_the_same_bytes_for_the_same_run(report, tmp_path):
    again = write_report(make_run(), tmp_path / "again")

    assert files_of(report.path) == files_of(again.path)


def test_write_report__index_lists_every_ring_and_what_was_not_looked_at(report):
    index = (report.path / "index.md").read_text(encoding="utf-8")

    assert all(f"{ring}.md" in index for ring in RINGS)
    assert "1 ring flagged" in index
    assert "the reviews table has no text column" in index


def test_write_report__of_the_first_rings_says_so_and_counts(tmp_path):
    seen = []
    run = make_run(Wish(n_rings=3))

    report = write_report(
        run, tmp_path / "out", rings=RINGS[:1], progress=lambda done, n: seen.append((done, n))
    )

    assert seen == [(1, 1)]
    assert report.n_rings == 1
    text = (report.path / "index.md").read_text(encoding="utf-8")
    assert "This report holds 1 group of 3." in text


def test_write_report__of_no_rings_says_so(tmp_path):
    report = write_report(make_run(Wish(n_rings=0)), tmp_path / "out")

    assert {"index.html", "index.md", LIST_FILE} == set(files_of(report.path))
    assert "No group stands out" in (report.path / "index.md").read_text(encoding="utf-8")


def test_write_report__says_what_is_ranked_beside_the_flagged_only_if_there_is(report, tmp_path):
    alone = write_report(make_run(Wish(n_rings=1)), tmp_path / "out")

    told, told_alone = ((one.path / "index.md").read_text(encoding="utf-8") for one in (report, alone))
    assert "; 1 more group is listed but not suspected." in told
    assert "not suspected" not in told_alone


def test_write_report__of_rings_that_are_not_flagged_says_so(tmp_path):
    run = make_run(Wish(n_rings=2))
    rings = run.rings.filter(~pl.col("flagged"))

    report = write_report(replace(run, rings=rings), tmp_path / "out")

    assert "0 rings flagged" in (report.path / "index.md").read_text(encoding="utf-8")


def test_write_report__raises_on_a_folder_that_is_not_empty(tmp_path):
    (tmp_path / "mine.txt").write_text("mine")

    with pytest.raises(UsageError, match=r"not empty\. Give a new folder, or --force"):
        write_report(make_run(), tmp_path)
    assert {"mine.txt"} == set(files_of(tmp_path))


def test_write_report__raises_on_a_file(tmp_path):
    (tmp_path / "file").write_text("mine")

    with pytest.raises(UsageError, match="found a file where the report folder should be"):
        write_report(make_run(), tmp_path / "file", force=True)


def test_write_report__by_force_deletes_its_own_files_and_no_others(tmp_path):
    out = tmp_path / "out"
    write_report(make_run(), out)
    (out / "mine.txt").write_text("mine")

    write_report(make_run(Wish(n_rings=0)), out, force=True)

    assert "mine.txt" in files_of(out)
    assert not [name for name in files_of(out) if RINGS[0] in name]
    assert not (out / "charts" / RINGS[0]).exists()


def test_write_report__by_force_follows_no_list_out_of_its_folder(tmp_path):
    out = tmp_path / "out"
    write_report(make_run(Wish(n_rings=0)), out)
    outside = tmp_path / "precious.txt"
    outside.write_text("mine")
    (out / LIST_FILE).write_text(json.dumps({"files": ["../precious.txt", str(outside)]}))

    write_report(make_run(Wish(n_rings=0)), out, force=True)

    assert outside.read_text() == "mine"


@pytest.mark.parametrize("text", ["", "[]", '{"files": 3}', "{}"])
def test_write_report__by_force_survives_a_broken_list(tmp_path, text):
    out = tmp_path / "out"
    out.mkdir()
    (out / LIST_FILE).write_text(text)

    assert write_report(make_run(Wish(n_rings=0)), out, force=True).n_rings == 0


def test_write_report__raises_on_a_ring_id_that_is_a_path(tmp_path):
    run = make_run(Wish(n_rings=1))
    rings = run.rings.with_columns(pl.lit("../evil").alias("ring_id"))

    with pytest.raises(IntegrityError, match="cannot be a file name"):
        write_report(replace(run, rings=rings), tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_write_report__leaves_nothing_behind_when_it_fails(tmp_path):
    def stop(done, total):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_report(make_run(), tmp_path / "out", progress=stop)
    assert [] == list(tmp_path.iterdir())


@pytest.mark.parametrize("killed_at", ["before", "after"])
def test_write_report__by_force_is_the_old_report_or_the_new_one(tmp_path, monkeypatch, killed_at):
    """Whatever moment it is killed at; a later report removes what it left."""
    out = tmp_path / "out"
    write_report(make_run(), out)
    (out / "mine.txt").write_text("mine")
    before, put = files_of(out), drafts.put_in_place

    def killed(draft, target):
        if killed_at == "after":
            put(draft, target)
        # a killed process cleans nothing up
        monkeypatch.setattr(drafts.shutil, "rmtree", lambda *_, **__: None)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(drafts, "put_in_place", killed)
        with pytest.raises(KeyboardInterrupt):
            write_report(make_run(Wish(n_rings=0)), out, force=True)
    monkeypatch.undo()
    (left,) = [path for path in tmp_path.iterdir() if path.name != "out"]

    assert (files_of(out) == before) == (killed_at == "before")
    assert "mine" == (out / "mine.txt").read_text()
    os.utime(left, (1, 1))
    write_report(make_run(Wish(n_rings=0)), out, force=True)
    assert ["out"] == [path.name for path in tmp_path.iterdir()]
    assert "mine" == (out / "mine.txt").read_text()

from __future__ import annotations

import pytest

from tests.cases.small_runs import Wish, make_run, save_run


@pytest.fixture
def folder(tmp_path):
    return save_run(make_run(Wish(n_rings=2)), tmp_path / "run")


def test_report__writes_and_says_where(cli, folder, tmp_path):
    out = tmp_path / "report"

    done = cli("report", folder, "--out", out, "--top", 1)

    assert (done.code, done.out) == (0, f"{out}/index.html\n")
    assert "1 ring written." in done.err
    assert (out / "R-00000001.md").is_file()
    assert not (out / "R-00000002.md").exists()


def test_report__of_one_ring_by_its_rank(cli, folder, tmp_path):
    out = tmp_path / "report"

    assert cli("report", folder, "--out", out, "--ring", 2).code == 0
    assert ["R-00000002.md"] == [path.name for path in out.glob("R-*.md")]
    assert cli("report", folder, "--out", out, "--ring", 2, "--top", 1).code == 2


def test_report__has_the_words_of_reviews_where_the_source_is_given(cli, samples, tmp_path):
    source = samples / "gift-cards"
    cli("detect", source, "--out", tmp_path / "run", "--quiet")
    plain, told = (tmp_path / name / "index.html" for name in ("plain", "told"))

    assert cli("report", tmp_path / "run", "--out", plain.parent).code == 0
    assert cli("report", tmp_path / "run", "--out", told.parent, "--source", source).code == 0
    assert told.stat().st_size > plain.stat().st_size
    assert cli("report", tmp_path / "run", "--out", tmp_path / "no", "--source", tmp_path / "gone").code == 2


def test_report__is_quiet_on_demand(cli, folder, tmp_path):
    done = cli("report", folder, "--out", tmp_path / "report", "--top", 2, "--quiet")

    assert (done.code, done.err) == (0, "")


def test_report__overwrites_only_by_force(cli, folder, tmp_path):
    out = tmp_path / "report"
    cli("report", folder, "--out", out, "--top", 1)

    assert cli("report", folder, "--out", out, "--top", 1).code == 2
    assert cli("report", folder, "--out", out, "--top", 1, "--force").code == 0

from __future__ import annotations

import subprocess
import sys

import polars as pl
import pytest

import collusion as co
from tests.api.runs import SAMPLE, built
from tests.cases.small_runs import HOSTILE, Wish, make_run, save_run


def test_names__are_few_and_all_there():
    assert len(co.__all__) <= 25
    assert sorted(co.__all__) == dir(co)
    assert [] == [name for name in co.__all__ if not hasattr(co, name)]
    with pytest.raises(AttributeError, match="no attribute 'pandas'"):
        co.pandas  # noqa: B018


def test_import__loads_nothing_heavy():
    code = "import sys, collusion; print([m for m in ('polars', 'numba', 'numpy') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout == "[]\n"


def test_detect__writes_a_run_folder_that_opens_as_the_same_tables(found):
    run = found
    opened = co.open_run(run.folder)

    assert len(run) == run.rings.height > 0
    assert run.manifest == opened.manifest
    for name in ("rings", "members", "clients", "scores"):
        assert getattr(run, name).equals(getattr(opened, name))


def test_detect__tells_its_stages_on_stderr_and_names_the_run_after_the_source(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    run = co.detect(SAMPLE)
    out, err = capsys.readouterr()

    assert str(run.folder) == "runs/gift-cards"
    assert not out
    assert "scoring: " in err


def test_tables__are_read_when_they_are_asked_for(tmp_path):
    folder = save_run(make_run(), tmp_path / "run")
    (folder / "clients.parquet").write_bytes(b"changed")
    run = co.open_run(folder)

    assert run.rings.height == 2
    with pytest.raises(co.IntegrityError, match=r"clients\.parquet: found"):
        run.clients  # noqa: B018


def test_open_run__raises_on_a_folder_that_is_no_run(tmp_path):
    with pytest.raises(co.UsageError, match="not a finished run folder"):
        co.open_run(str(tmp_path))


def test_ring__is_found_by_rank_id_and_beginning(found):
    run = found
    first = run.rings["ring_id"][0]

    assert [ring.id for ring in run] == run.rings["ring_id"].to_list()
    assert run[1].id == run["1"].id == run[first].id == run[first.lower()].id == run[first[:8]].id == first


@pytest.mark.parametrize(
    "wrong, words",
    [
        ("R-0", "found 2 whose ids begin so among the 2 rings of .*Near it: R-00000001, R-00000002"),
        ("R-00000009", "found none of that id or rank .*Near it: R-0000000"),
        (3, "found none of that id or rank"),
        (0, "found none of that id or rank"),
        ("", "lists the rings"),
    ],
)
def test_ring__that_is_not_there_says_what_is(tmp_path, wrong, words):
    with pytest.raises(co.UsageError, match=words):
        built(tmp_path)[wrong]


def test_account__that_is_not_there_says_what_is_near(tmp_path):
    run = built(tmp_path)

    assert run.account("A100").id == "A100"
    with pytest.raises(co.UsageError, match=r"Account '109': found none"):
        run.account(109)
    with pytest.raises(co.UsageError, match=r"Account 'A109': found none .* Near it: A10"):
        run.account("A109")
    with pytest.raises(co.UsageError, match=r"`run\.scores` has the id of every account"):
        run.account("somebody else")


def test_account__of_a_spelling_is_the_one_that_stands_for_it(tmp_path):
    made = make_run()
    rows = [("reviewer", "a100 ", "A100"), ("reviewer", "Amazon Customer", None)]
    aliases = pl.DataFrame(rows, schema=made.aliases.schema, orient="row")
    object.__setattr__(made, "aliases", aliases)
    run = co.open_run(save_run(made, tmp_path / "run"))

    assert run.account("a100 ").id == "A100"
    with pytest.raises(co.UsageError, match="a name that many people share"):
        run.account("Amazon Customer")


def test_identifiers__are_tokens_wherever_they_are_shown(found):
    raw = set(pl.read_parquet(SAMPLE / "identifiers.parquet", glob=False)["value"].to_list())
    ring = found[1]
    first, second, *_ = ring.members["reviewer_id"]
    frames = [ring.facts, ring.compare(1), found.account(first).neighbours(), found.path(first, second)]
    shown = [cell for frame in frames for row in frame.rows() for cell in row]
    texts = {word for cell in shown for word in (cell if isinstance(cell, list) else [cell])}
    texts |= {name for _, name in ring.graph()} | {vertex["name"] for vertex in ring.to_igraph().vs}

    assert raw
    assert not raw & texts
    html = ring._repr_html_() + found._repr_html_()
    assert not [value for value in raw if value in html]


def test_diff__tells_what_became_of_each_ring(tmp_path):
    (tmp_path / "old").mkdir()
    old = built(tmp_path / "old", Wish(n_rings=1))
    new = built(tmp_path)
    told = new.diff(str(old.folder))

    assert [("R-00000002", "born", 3)] == [
        (r["ring_id"], r["event"], len(r["joined"])) for r in told.to_dicts()
    ]
    assert told["words"].to_list() == ["first seen, 3 accounts"]
    assert new.diff(new).is_empty()


def test_reprs__are_short_and_hostile_names_stay_text(tmp_path):
    run = built(tmp_path, Wish(hostile=True))
    ring, account = run[1], run.account(HOSTILE[0])

    assert repr(run).endswith("run': 2 groups, 1 flagged>")
    assert repr(ring) == "<ring R-00000001, rank 1, flagged: 5 accounts, 4 products>"
    assert repr(run[2]) == "<group R-00000002, rank 2, not flagged: 3 accounts, 3 products>"
    assert repr(run.account(HOSTILE[3])) == "<account '\\x1b[2Jgone\\u202e': in 1 group: R-00000001>"
    for thing in (run, ring, account):
        assert HOSTILE[0] not in thing._repr_html_()
        assert HOSTILE[3] not in thing._repr_html_()
    assert "&lt;script&gt;" in account._repr_html_()

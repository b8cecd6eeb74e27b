"""Days that follow one another: sources put together, configurations kept, nothing put in twice."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import replace

import polars as pl
import pytest

from collusion.cases.run_folder import open_run
from collusion.config import RunConfig, load_config
from collusion.daily import config_of_run, detect_in, merge_sources, without_files
from collusion.errors import InputError, IntegrityError, UsageError
from collusion.tables.mapping import NO_MAPPING
from collusion.tables.records import Inputs
from collusion.workspace import history
from collusion.workspace.workspace import opened
from tests.cases.small_runs import make_run, sign_run

HEAD = "reviewer_id,product_id,rating,posted_at\n"
MONDAY = HEAD + "a,p,5,2026-03-01\nb,p,4,2026-03-01\nc,q,1,2026-03-02\n"
TUESDAY = HEAD + "d,q,5,2026-03-03\n"


@pytest.fixture
def days(tmp_path):
    for name, text in (("monday", MONDAY), ("tuesday", TUESDAY)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "reviews.csv").write_text(text)
    return tmp_path / "monday", tmp_path / "tuesday"


def test_merge_sources__holds_the_rows_of_all_days(days, tmp_path):
    (days[0] / "collusion.toml").write_text('seed = 7\n[tables.reviews]\nfile = "reviews.csv"\n')
    merged = merge_sources(days, tmp_path / "all", load_config(days[0]).mapping, config_of=days[0])

    assert 4 == sum(pl.read_csv(path).height for path in (merged / "reviews").iterdir())
    assert 7 == load_config(merged).seed
    assert "" == without_files(load_config(merged)).mapping.table("reviews").layout.file
    with pytest.raises(UsageError, match="Give a new folder"):
        merge_sources(days, merged, NO_MAPPING)


def test_merge_sources__a_day_may_bring_other_tables_only(days, tmp_path):
    (days[1] / "reviews.csv").rename(days[1] / "orders.csv")
    (days[1] / "orders.csv").write_text("reviewer_id,product_id\na,p\n")
    merged = merge_sources(days, tmp_path / "all", NO_MAPPING)

    assert {"reviews", "orders"} == {path.name for path in merged.iterdir()}


def test_merge_sources__refuses_what_it_cannot_put_together(days, tmp_path):
    (days[1] / "reviews.csv").unlink()
    pl.DataFrame({"reviewer_id": ["d"]}).write_parquet(days[1] / "reviews.parquet")
    with pytest.raises(InputError, match="one format on all days"):
        merge_sources(days, tmp_path / "all", NO_MAPPING)
    with pytest.raises(InputError, match="no such"):
        merge_sources([tmp_path / "none"], tmp_path / "all", NO_MAPPING)
    assert not (tmp_path / "all").exists()


def test_config_of_run__is_what_the_run_was_made_with(days, tmp_path):
    config = replace(RunConfig(), seed=11)
    with opened(tmp_path / "w", create=True) as space:
        done = detect_in(space, Inputs(days[0]), None, config=config)

        assert config == replace(config_of_run(done.run), resources=config.resources)
        assert done.run.path == tmp_path / "w" / "runs" / "0001"
        assert [1] == [run.run_no for run in history.runs(space.database)]
        assert ["0001"] == [path.name for path in (tmp_path / "w" / "runs").iterdir()]
    with pytest.raises(IntegrityError, match="no configuration of this version"):
        config_of_run(replace(make_run(), manifest={"version": "0"}))


def test_update__adds_a_day_and_keeps_the_configuration(cli, days, tmp_path):
    space = tmp_path / "w"
    assert 0 == cli("detect", days[0], "--workspace", space, "--seed", 5, "--quiet").code
    done = cli("update", space, days[1], "--json")
    told = json.loads(done.out)

    assert 0 == done.code
    assert "A day's rows change what chance makes of the whole market" in " ".join(done.err.split())
    run = open_run(space / "runs" / "0002")
    assert (4, 5, 2) == (run.manifest["counts"]["reviews"], run.manifest["seed"], told["run_no"])
    again = cli("update", space, days[1], "--quiet")
    assert 2 == again.code
    assert "found only files whose rows the source has already" in again.err
    (days[1] / "reviews.csv").write_text(HEAD + "e,q,4,2026-03-04\n")
    assert f"{space / 'runs' / '0003'}\n" == cli("update", space, days[1], "--quiet").out
    assert 5 == open_run(space / "runs" / "0003").manifest["counts"]["reviews"]


def test_update__after_a_run_of_an_earlier_version(cli, days, tmp_path):
    """`update` reads no table of it; what does says what to do, and that works."""
    space = tmp_path / "w"
    cli("detect", days[0], "--workspace", space, "--quiet")
    run = open_run(space / "runs" / "0001")
    run.clients.drop("n_rated").write_parquet(run.path / "clients.parquet")
    sign_run(run.path, run.manifest)
    refused = cli("plan", space)
    assert 4 == refused.code
    assert "lacks the columns n_rated: an earlier version wrote it" in refused.err
    assert "collusion detect SOURCE --workspace W" in refused.err

    assert 0 == cli("update", space, days[1], "--quiet").code
    assert 0 == cli("plan", space).code
    assert 0 == cli("detect", days[0], "--workspace", space, "--quiet").code


def test_update__that_fails_can_be_done_again(cli, days, tmp_path):
    space = tmp_path / "w"
    cli("detect", days[0], "--workspace", space, "--quiet")
    (days[1] / "reviews.csv").write_text(HEAD + "d,q,99,2026-03-03\n")
    assert 3 == cli("update", space, days[1], "--quiet").code
    (days[1] / "reviews.csv").write_text(TUESDAY)

    assert 0 == cli("update", space, days[1], "--quiet").code


def test_update__of_what_read_no_files(cli, days, tmp_path):
    with sqlite3.connect(tmp_path / "x.sqlite") as database:
        database.execute("CREATE TABLE reviews (reviewer_id TEXT, product_id TEXT, rating INTEGER)")
        database.execute("INSERT INTO reviews VALUES ('a', 'p', 5)")
    database.close()
    space = tmp_path / "w"
    done = cli("detect", f"sqlite:{tmp_path / 'x.sqlite'}", "--workspace", space, "--quiet")
    assert 0 == done.code, done.err

    assert "found no files" in cli("update", space, days[1]).err
    assert 2 == cli("update", tmp_path / "none", days[1]).code

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from collusion.cases import schema
from collusion.cases.run_folder import Run, check_free, open_run, select_ring, without_rings, write_run
from collusion.cases.seal import sealed
from collusion.errors import IntegrityError, UsageError
from collusion.provenance import folder_digests
from tests.cases.small_runs import MANIFEST, Wish, make_run, save_run, sign_run

NAMES = [name for name in schema.TABLES if name != "scores"]


def _frames(run: Run) -> dict[str, pl.DataFrame]:
    scores = run.members.select("reviewer_id", pl.col("bits").alias("score"))
    return {name: getattr(run, name) for name in NAMES} | {"scores": scores}


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    return save_run(make_run(), tmp_path / "run")


@pytest.mark.parametrize(
    "wish", [Wish(), Wish(hostile=True), Wish(times=False, ratings=False), Wish(n_rings=0)]
)
def test_write_run__is_read_back_as_it_was(tmp_path, wish):
    run = make_run(wish)
    write_run(tmp_path / "new" / "run", _frames(run), dict(MANIFEST))
    found = open_run(tmp_path / "new" / "run")

    for name in NAMES:
        assert_frame_equal(getattr(run, name), getattr(found, name))
    assert_frame_equal(_frames(run)["scores"], found.scores())
    digests = folder_digests(found.path)
    assert {name: digests[name] for name in digests if name != "manifest.json"} == found.manifest["outputs"]
    assert MANIFEST["run_id"] == found.manifest["run_id"]


def test_write_run__leaves_nothing_else_behind(tmp_path):
    write_run(tmp_path / "run", _frames(make_run()), dict(MANIFEST))

    assert ["run"] == [path.name for path in tmp_path.iterdir()]
    assert {f"{name}.parquet" for name in schema.TABLES} | {"manifest.json"} == {
        path.name for path in (tmp_path / "run").iterdir()
    }


def test_write_run__whole_or_not_at_all(tmp_path):
    """A frame that lacks a column stops it; what was there stays as it was."""
    write_run(tmp_path / "run", _frames(make_run()), dict(MANIFEST))
    before = folder_digests(tmp_path / "run")
    broken = _frames(make_run(Wish(n_accounts=7))) | {"scores": pl.DataFrame({"reviewer_id": ["a"]})}
    with pytest.raises(pl.exceptions.ColumnNotFoundError):
        write_run(tmp_path / "run", broken, dict(MANIFEST), force=True)

    assert before == folder_digests(tmp_path / "run")
    assert ["run"] == [path.name for path in tmp_path.iterdir()]


def test_write_run__force_replaces_a_run_wholly(tmp_path):
    write_run(tmp_path / "run", _frames(make_run()), dict(MANIFEST))
    (tmp_path / "run" / "notes.txt").write_text("mine")
    write_run(tmp_path / "run", _frames(make_run(Wish(n_rings=0))), dict(MANIFEST), force=True)

    assert 0 == open_run(tmp_path / "run").rings.height
    assert not (tmp_path / "run" / "notes.txt").exists()


@pytest.mark.parametrize("force", [False, True])
@pytest.mark.parametrize("content", [None, "", "not json", "[]", '{"name": "a web app"}'], ids=str)
def test_check_free__a_foreign_folder_is_never_replaced(tmp_path, content, force):
    folder = tmp_path / "photos"
    folder.mkdir()
    (folder / "holiday.jpg").write_text("precious")
    if content is not None:
        (folder / "manifest.json").write_text(content)
    with pytest.raises(UsageError, match=r"photos: found something that is not a run folder\. Give `--out`"):
        check_free(folder, force=force)


def test_check_free__a_file_is_no_place_for_a_run(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match="not a run folder"):
        check_free(tmp_path / "file", force=True)


def test_check_free__a_run_is_replaced_only_by_force(saved):
    with pytest.raises(UsageError, match=r"found a run folder there.*`--force` to replace it"):
        check_free(saved, force=False)

    check_free(saved, force=True)


def test_check_free__nothing_and_an_empty_folder_are_free(tmp_path):
    check_free(tmp_path, force=False)
    check_free(tmp_path / "new", force=False)


def test_write_run__into_an_empty_folder(tmp_path):
    (tmp_path / "run").mkdir()
    write_run(tmp_path / "run", _frames(make_run()), dict(MANIFEST))

    assert 2 == open_run(tmp_path / "run").rings.height


@pytest.mark.parametrize("place", ["nowhere", "."])
def test_open_run__raise_on_no_run(tmp_path, place):
    with pytest.raises(UsageError, match=r"found no manifest\.json there.*collusion detect SOURCE --out RUN"):
        open_run(tmp_path / place)


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"{", "found text that is not JSON"), (b"\xff\xfe\x00", "not JSON"), (b"[1]", "not an object")],
)
def test_open_run__raise_on_a_damaged_manifest(saved, content, words):
    (saved / "manifest.json").write_bytes(content)
    with pytest.raises(IntegrityError, match=f"manifest.json: .*{words}.*Run `collusion detect` again"):
        open_run(saved)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("damage", ["missing", "empty", "text", "cut", "flipped"])
def test_open_run__raise_on_a_damaged_table(saved, name, damage):
    """Nothing of a file is read that is not what the manifest says: polars may panic at it."""
    file = saved / f"{name}.parquet"
    content = file.read_bytes()
    middle = len(content) // 2
    damaged = {"empty": b"", "text": b"ring_id,rank\n", "cut": content[:-20]}
    damaged["flipped"] = content[:middle] + bytes([content[middle] ^ 255]) + content[middle + 1 :]
    file.unlink()
    if damage in damaged:
        file.write_bytes(damaged[damage])
    found = "no such file" if damage == "missing" else "other content than was written"
    with pytest.raises(IntegrityError, match=rf"{name}\.parquet: found {found}\. `collusion verify .*again"):
        open_run(saved)


def test_open_run__raise_on_a_table_that_is_no_parquet(saved):
    (saved / "rings.parquet").write_bytes(b"ring_id,rank\n")
    with pytest.raises(IntegrityError, match=r"rings\.parquet: cannot be read .*again with this version"):
        open_run(sign_run(saved, MANIFEST))


@pytest.mark.parametrize(
    ("outputs", "found"),
    [
        ({}, r"rings\.parquet: found no SHA-256 of it in the manifest"),
        ([], r"manifest\.json: found a field of another type .* at `\$\.outputs`"),
        (None, r"manifest\.json: found a field of another type .* at `\$\.outputs`"),
        ({"rings.parquet": 1}, r"manifest\.json: found a field of another type .* at `\$\.outputs"),
        ({"rings.parquet": "0"}, r"rings\.parquet: found other content than was written"),
    ],
)
def test_open_run__raise_without_digests(saved, outputs, found):
    (saved / "manifest.json").write_text(json.dumps(sealed(MANIFEST | {"outputs": outputs})))
    with pytest.raises(IntegrityError, match=found):
        open_run(saved)


@pytest.mark.parametrize("change", [{"seed": 1}, {"another": None}, {"notes": []}])
def test_open_run__raise_on_a_manifest_that_was_edited(saved, change):
    manifest = json.loads((saved / "manifest.json").read_text()) | change
    (saved / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(IntegrityError, match=r"manifest\.json: found other fields than were written"):
        open_run(saved)


@pytest.mark.parametrize("name", NAMES)
def test_open_run__raise_on_columns_of_other_types_although_the_digests_fit(saved, name):
    """Whoever writes a run by other means makes digests of it, too."""
    table = pl.read_parquet(saved / f"{name}.parquet")
    for column in table.columns:
        other = pl.lit(1) if table.schema[column] == pl.String else pl.lit("x")
        table.with_columns(other.alias(column)).write_parquet(saved / f"{name}.parquet")
        with pytest.raises(
            IntegrityError, match=rf"{name}\.parquet: found columns of other types: {column} "
        ):
            open_run(sign_run(saved, MANIFEST))


def test_scores__raise_when_changed(saved):
    run = open_run(saved)
    (saved / "scores.parquet").write_bytes(b"PAR1")
    with pytest.raises(IntegrityError, match=r"scores\.parquet: found other content than was written"):
        run.scores()


def test_open_run__raise_on_missing_columns(saved):
    pl.DataFrame({"ring_id": ["R-1"], "rank": [1]}).write_parquet(saved / "rings.parquet")
    with pytest.raises(
        IntegrityError,
        match=r"rings\.parquet: lacks the columns n_reviewers, .*: an earlier version .* --workspace W`",
    ):
        open_run(sign_run(saved, MANIFEST))


def test_open_run__columns_of_other_tools_are_left_out(saved):
    rings = pl.read_parquet(saved / "rings.parquet")
    rings.with_columns(pl.lit("reviewed").alias("status")).reverse().select(
        sorted([*rings.columns, "status"])
    ).write_parquet(saved / "rings.parquet")
    found = open_run(sign_run(saved, MANIFEST)).rings

    assert list(schema.RINGS.schema) == found.columns


@pytest.mark.parametrize("ring", ["1", "01", "0" * 8 + "1", "R-00000001", "r-00000001"])
def test_select_ring__by_rank_or_id(ring):
    assert "R-00000001" == select_ring(make_run(), ring)
    assert "R-00000002" == select_ring(make_run(), ring[:-1] + "2")


@pytest.mark.parametrize(
    "ring", ["0", "3", "-1", "²", "0" * 9 + "1", "9" * 5000, "", "\x00", "R-ZZZZZZZZ", "1.0"], ids=repr
)
def test_select_ring__raise_on_unknown(ring):
    with pytest.raises(UsageError, match="found none of that id or rank among the 2 rings"):
        select_ring(make_run(), ring)


def test_select_ring__by_the_beginning_of_one_id_only():
    run = make_run(Wish(n_rings=10))

    assert "R-00000010" == select_ring(run, "r-0000001")
    with pytest.raises(UsageError, match=r"found 9 whose ids begin so .* Near it: R-00000001, R-00000002"):
        select_ring(run, "R-0000000")


def test_select_ring__raise_where_there_are_none():
    with pytest.raises(UsageError, match="found no rings at all in"):
        select_ring(make_run(Wish(n_rings=0)), "1")


def test_select_ring__names_near_matches():
    with pytest.raises(UsageError, match=r"Near it: R-00000001, R-00000002\."):
        select_ring(make_run(), "R-0000001")


def test_select_ring__without_near_matches_names_the_command():
    with pytest.raises(UsageError, match="`collusion show hand-built` lists the rings"):
        select_ring(make_run(), "zzzz")


def test_manifest__is_json_that_people_can_read(tmp_path):
    write_run(tmp_path / "run", _frames(make_run()), dict(MANIFEST))
    text = (tmp_path / "run" / "manifest.json").read_text(encoding="utf-8")

    assert text.count("\n") > 20
    assert MANIFEST["seed"] == json.loads(text)["seed"]


def test_honest_accounts__by_any_id_that_they_stand_for(saved: Path) -> None:
    labels = pl.DataFrame(
        [("reviewer", "A.0", "honest", None, None), ("reviewer", "B", "honest", None, None)],
        schema=schema.LABELS.schema,
        orient="row",
    )
    aliases = pl.DataFrame(
        [("reviewer", "A.0", "A"), ("product", "B", "C"), ("reviewer", "D", "E")],
        schema=schema.ALIASES.schema,
        orient="row",
    )
    run = replace(make_run(), labels=labels, aliases=aliases)

    assert {"A", "A.0", "B"} == run.honest_accounts()


def test_decided_fakes__are_accounts_that_a_decision_of_the_workspace_calls_fake() -> None:
    """A table of labels may name its sources as it likes: only a workspace's decisions are decisions."""
    rows = [("reviewer", "A", "fake", "decision 3"), ("reviewer", "B", "honest", "decision 4"),
            ("reviewer", "C", "fake", "test purchase"), ("product", "P", "fake", "decision 5")]  # fmt: skip
    labels = pl.DataFrame([(*row, None) for row in rows], schema=schema.LABELS.schema, orient="row")
    run = replace(make_run(), labels=labels)
    of_workspace = replace(run, manifest=run.manifest | {"labels_of_decisions": "0" * 64})

    assert frozenset() == run.decided_fakes()
    assert {"A"} == of_workspace.decided_fakes()


def test_without_rings__says_nothing_more_of_them_and_all_of_the_others() -> None:
    run = make_run()
    left = without_rings(run, {"R-00000001"})

    for name in NAMES:
        before, after = getattr(run, name), getattr(left, name)
        is_of_rings = "ring_id" in before.columns
        assert_frame_equal(before.filter(pl.col("ring_id") != "R-00000001") if is_of_rings else before, after)
    assert ["R-00000002"] == left.rings["ring_id"].to_list()


def test_open_run__columns_that_came_later_are_null_in_earlier_runs(saved):
    footprints = pl.read_parquet(saved / "footprints.parquet")
    footprints.drop("reviewer_ids").write_parquet(saved / "footprints.parquet")
    found = open_run(sign_run(saved, MANIFEST)).footprints

    assert schema.FOOTPRINTS.schema == found.schema
    assert found["reviewer_ids"].is_null().all()

"""``collusion verify`` on folders that are whole, changed, incomplete and hostile."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from collusion import provenance
from tests.conftest import Cli


@pytest.fixture
def run(tmp_path: Path) -> Path:
    folder = tmp_path / "run"
    folder.mkdir()
    (folder / "rings.parquet").write_bytes(b"rings")
    (folder / "members.parquet").write_bytes(b"members")
    source = tmp_path / "source"
    source.mkdir()
    (source / "reviews.csv").write_text("reviewer_id,product_id\n")
    _write_manifest(
        folder, outputs=provenance.folder_digests(folder), inputs=provenance.folder_digests(source)
    )
    return folder


def _write_manifest(folder: Path, **entries: object) -> None:
    (folder / "manifest.json").write_text(json.dumps({"run_id": "abc", **entries}))


def test_verify__whole_run(run: Path, cli: Cli) -> None:
    done = cli("verify", run)

    assert (0, "2 files are what the manifest of run abc says.\n", "") == (done.code, done.out, done.err)


def test_verify__source_too(run: Path, cli: Cli) -> None:
    assert cli("verify", run, "--source", run.parent / "source").code == 0
    (run.parent / "source" / "reviews.csv").write_text("changed")
    done = cli("verify", run, "--source", run.parent / "source")

    assert done.code == 4
    assert "reviews.csv: other content than was written" in done.err


def test_verify__changed_and_missing_files_are_named(run: Path, cli: Cli) -> None:
    (run / "rings.parquet").write_bytes(b"Rings")
    (run / "members.parquet").unlink()
    done = cli("verify", run)

    assert (4, "") == (done.code, done.out)
    assert "2 of 2 files differ from the manifest" in done.err
    assert "members.parquet: no such file" in done.err
    assert "rings.parquet: other content than was written" in done.err


def test_verify__json_is_printed_although_files_differ(run: Path, cli: Cli) -> None:
    (run / "rings.parquet").write_bytes(b"Rings")
    done = cli("verify", run, "--json")

    assert done.code == 4
    assert [{"file": "rings.parquet", "found": "other content than was written"}] == json.loads(done.out)[
        "differences"
    ]


def test_verify__unlisted_file_is_told_but_is_no_difference(run: Path, cli: Cli) -> None:
    (run / "notes.txt").write_text("mine")

    assert (0, "notes.txt: not of this run; the manifest does not name it.\n") == (
        cli("verify", run).code,
        cli("verify", run).err,
    )
    assert cli("verify", run, "--quiet").err == ""


def test_verify__name_that_leads_out_of_the_folder_is_not_read(run: Path, cli: Cli) -> None:
    (run.parent / "secret").write_text("x")
    _write_manifest(run, outputs={"../secret": provenance.file_digest(run.parent / "secret")})
    done = cli("verify", run)

    assert done.code == 4
    assert "a name that leads out of the folder" in done.err


def test_verify__control_characters_of_a_manifest_stay_visible(run: Path, cli: Cli) -> None:
    _write_manifest(run, outputs={"\x1b[2Jx": "0"})
    done = cli("verify", run)

    assert "\x1b" not in done.err
    assert "\\x1b[2Jx: no such file" in done.err


def test_verify__raise_on_a_folder_without_manifest(tmp_path: Path, cli: Cli) -> None:
    done = cli("verify", tmp_path)

    assert done.code == 2
    assert "found no manifest.json there" in done.err


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("{", "found text that is not JSON"),
        ("\udcff", "found text that is not JSON"),
        ("[]", "found JSON that is not an object"),
        ('{"outputs": {}}', "found no 'outputs'"),
        ("[" * 100_000, "found text that is not JSON"),
    ],
    ids=["cut", "bytes", "list", "empty", "deep"],
)
def test_verify__raise_on_a_broken_manifest(run: Path, cli: Cli, text: str, found: str) -> None:
    (run / "manifest.json").write_bytes(text.encode("utf-8", "surrogateescape"))
    done = cli("verify", run)

    assert done.code == 4
    assert found in done.err

"""Bundles: what they hold, that tampering is named, that they run again to the same bytes elsewhere."""

from __future__ import annotations

import base64
import json
import os
import shutil
import stat

import polars as pl
import pytest

from collusion.cases.schema import TABLES
from collusion.cases.seal import sealed
from collusion.errors import IntegrityError, UsageError
from collusion.proof.check import check_bundle, is_bundle
from collusion.provenance import folder_digests
from tests.cases.small_runs import make_run
from tests.endurance.bundles import tamperings
from tests.endurance.other_user import replayed
from tests.workspace.keeping import RING, kept

WHO = ("--by", "M. Berg", "--note", "Same card.")


def test_bundle__holds_all_that_the_exhibit_rests_on(bundle):
    checked = check_bundle(bundle)
    names = set(checked.content["files"])

    assert {
        "certificate.txt",
        "ledger.jsonl",
        "token.key",
        "exhibits/exhibits.pdf",
        "run/rings.parquet",
    } <= names
    assert {"source/reviews/000000.csv", "source/identifiers/000000.csv"} <= names
    assert checked.public_key == checked.content["public_key"]
    assert 0o700 == stat.S_IMODE(bundle.stat().st_mode)
    assert 0o600 == stat.S_IMODE((bundle / "token.key").stat().st_mode)
    said = (bundle / "certificate.txt").read_text(encoding="utf-8")
    for word in (
        checked.content["run_id"],
        checked.content["ring_id"],
        "902(13)",
        checked.content["ledger"]["head"],
    ):
        assert word in said
    assert "not measured" in said


def test_bundle__exhibits_have_the_texts_and_leave_out_the_appeal_won(bundle):
    reviews = pl.read_csv(bundle / "exhibits" / "exhibit-B.csv")
    last = pl.read_parquet(bundle / "run" / "members.parquet")["reviewer_id"][-1]

    assert reviews["text"].null_count() < reviews.height
    assert last not in reviews["account"].to_list()


def test_check_bundle__names_whatever_is_tampered_with(bundle):
    named, missed = tamperings(bundle, 60, seed=1)

    assert [] == missed
    assert 60 == sum(named.values())
    assert len(named) >= 9


@pytest.mark.parametrize(
    "make", [lambda path: path.symlink_to("/"), lambda path: path.symlink_to("/dev/zero"), os.mkfifo]
)
def test_check_bundle__names_links_and_pipes_without_opening_them(bundle, tmp_path, make):
    copy = shutil.copytree(bundle, tmp_path / "copy")
    make(copy / "exhibits" / "more")

    with pytest.raises(IntegrityError, match="exhibits/more: found a file that the bundle does not name"):
        check_bundle(copy)


def test_check_bundle__a_signature_by_another_key_is_none(bundle):
    with pytest.raises(IntegrityError, match="another key"):
        check_bundle(bundle, key="AAAA")
    public = json.loads((bundle / "bundle.json").read_text())["public_key"]
    assert public == check_bundle(bundle, key=public).public_key


def test_check_bundle__knows_bundles_only(tmp_path):
    assert not is_bundle(tmp_path)
    with pytest.raises(UsageError, match=r"no bundle\.json"):
        check_bundle(tmp_path)


@pytest.mark.parametrize("text", ["{", "[]", "{}", '{"format": 9}'])
def test_check_bundle__of_a_broken_manifest(tmp_path, text):
    (tmp_path / "bundle.json").write_text(text)
    with pytest.raises(IntegrityError, match=r"bundle\.json: found"):
        check_bundle(tmp_path)


def test_verify__another_user_runs_it_again_to_the_same_bytes_in_another_folder(bundle):
    """As ``nobody`` where tests run as root; always with another home, time zone, locale and hash seed."""
    done, received = replayed(bundle)

    assert 0 == done.returncode, done.stderr
    assert f"Run again: {len(TABLES)} tables, the same bytes." in done.stdout
    assert received == folder_digests(bundle)


def _public(folder, key):
    path = folder / "public"
    path.write_text(key if isinstance(key, str) else base64.b64encode(key).decode())
    return path


def test_verify__of_a_bundle_says_who_signed(cli, bundle, tmp_path):
    done = cli("verify", bundle)

    assert 0 == done.code
    assert "Signed by" in done.err
    assert 4 == cli("verify", bundle, "--key", _public(tmp_path, b"x" * 32)).code
    own = json.loads((bundle / "bundle.json").read_text())["public_key"]
    assert "by the key that was given" in cli("verify", bundle, "--key", _public(tmp_path, own)).err


def test_verify__a_run_is_no_bundle(cli, bundle):
    assert "found no bundle" in cli("verify", bundle / "run", "--replay").err


@pytest.fixture
def space(cli, tmp_path):
    with kept(tmp_path, make_run()):
        pass
    return tmp_path / "w"


def test_bundle__of_a_hand_built_ring_without_its_tables(cli, space, tmp_path):
    assert "no decision that confirms it" in cli("bundle", space, RING, "--out", tmp_path / "b").err
    cli("decide", space, RING, "confirm", *WHO)
    (tmp_path / "rate").mkdir()
    (tmp_path / "rate" / "page.md").write_text("of 10 planted rings 9 are found")
    words = (
        "bundle",
        space,
        RING,
        "--out",
        tmp_path / "b",
        "--without-source",
        "--error-rate",
        tmp_path / "rate",
    )
    made = json.loads(cli(*words, "--json").out)

    assert made["signed"] is False
    assert "" == check_bundle(tmp_path / "b").public_key
    assert not (tmp_path / "b" / "token.key").exists()
    assert (tmp_path / "b" / "error-rate" / "page.md").is_file()
    assert "measured, see the folder error-rate" in (tmp_path / "b" / "certificate.txt").read_text()
    assert "made without the tables" in cli("verify", tmp_path / "b", "--replay").err
    assert "Give a new folder" in cli(*words).err
    assert "Not signed" in cli("verify", tmp_path / "b").err


def test_bundle__tells_only_digests_of_decisions_on_other_rings(cli, space, tmp_path):
    cli("decide", space, "R-00000002", "dismiss", "--by", "Somebody Else", "--note", "fans")
    cli("decide", space, RING, "confirm", *WHO)
    cli("bundle", space, RING, "--out", tmp_path / "b", "--without-source")
    lines = [json.loads(line) for line in (tmp_path / "b" / "ledger.jsonl").read_text().splitlines()]

    assert ["", True] == [lines[0]["body"], lines[1]["body"] != ""]
    assert "Somebody Else" not in (tmp_path / "b" / "ledger.jsonl").read_text()
    assert check_bundle(tmp_path / "b").content["ledger"]["entries"] == 2


def test_replay__notices_a_bundle_that_was_changed_throughout(cli, bundle, tmp_path):
    """Where a forger makes all digests fit and drops the signature, running again tells."""
    forged = shutil.copytree(bundle, tmp_path / "b")
    rings = pl.read_parquet(forged / "run" / "rings.parquet").with_columns(score=999.0)
    rings.write_parquet(forged / "run" / "rings.parquet")
    manifest = json.loads((forged / "run" / "manifest.json").read_text())
    manifest["outputs"] = folder_digests(forged / "run", but=frozenset({"manifest.json"}))
    (forged / "run" / "manifest.json").write_text(json.dumps(sealed(manifest)))
    (forged / "bundle.json.sig").unlink()
    content = json.loads((forged / "bundle.json").read_text())
    del content["public_key"]
    content["files"] = folder_digests(forged, but=frozenset({"bundle.json"}))
    (forged / "bundle.json").write_text(json.dumps(content))

    assert 0 == cli("verify", forged).code
    done = cli("verify", forged, "--replay", "--quiet")
    assert 4 == done.code
    assert "run/rings.parquet: found other bytes than running again gives" in done.err

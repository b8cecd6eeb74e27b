"""``collusion verify`` on folders that are whole, changed, incomplete and hostile."""

from __future__ import annotations

import copy
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from collusion import provenance
from collusion.cases.seal import read_manifest, seal_difference, sealed
from collusion.signing import load_signer
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
    (folder / "manifest.json").write_text(json.dumps(sealed({"run_id": "abc", **entries})))


def test_verify__whole_run(run: Path, cli: Cli) -> None:
    done = cli("verify", run)

    assert 0 == done.code
    assert "The manifest of run abc and the 2 files it names are as they were written.\n" == done.out
    assert "Not signed: who wrote this run, or rewrote it whole, cannot be told.\n" == done.err


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
    assert "2 of 3 files are not as they were written" in done.err
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

    done = cli("verify", run)

    assert 0 == done.code
    assert done.err.startswith("notes.txt: not of this run; the manifest does not name it.\n")
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
        ('{"seed": 1, "seed": 2}', "a field stands twice"),
        ('{"seed": NaN}', "found a field of another type"),
        ('{"outputs": {"rings.parquet": 1}}', "found a field of another type"),
        ('{"outputs": {"rings.parquet": "00"}}', "no manifest_sha256"),
    ],
    ids=["cut", "bytes", "list", "empty", "deep", "twice", "nan", "type", "unsealed"],
)
def test_verify__raise_on_a_broken_manifest(run: Path, cli: Cli, text: str, found: str) -> None:
    (run / "manifest.json").write_bytes(text.encode("utf-8", "surrogateescape"))
    done = cli("verify", run)

    assert done.code == 4
    assert found in done.err


def _leaves(value: Any, *way: str | int) -> Iterator[tuple[str | int, ...]]:
    """Yield the way to every value that holds no other, empty lists and objects included."""
    if isinstance(value, dict | list) and value:
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _leaves(inner, *way, key)
    else:
        yield way


def _edited(manifest: dict[str, Any], way: tuple[str | int, ...]) -> dict[str, Any]:
    """Change one leaf as little as its type allows."""
    edited = copy.deepcopy(manifest)
    holder: Any = edited
    for key in way[:-1]:
        holder = holder[key]
    value = holder[way[-1]]
    changed: Any = not value if isinstance(value, bool) else "changed"
    if isinstance(value, int | float) and not isinstance(value, bool):
        changed = value + 1
    elif isinstance(value, str):
        changed = value + "x"
    elif isinstance(value, list):
        changed = ["x"]
    holder[way[-1]] = changed
    return edited


@pytest.fixture(scope="module")
def real_run(tmp_path_factory: pytest.TempPathFactory, samples: Path) -> Path:
    from collusion import pipeline
    from collusion.config import load_config

    source = samples / "gift-cards"
    return pipeline.detect(source, tmp_path_factory.mktemp("verify") / "run", config=load_config(source)).path


def test_verify__every_edit_of_one_field_is_told(real_run: Path, tmp_path: Path) -> None:
    """Each leaf of a real manifest, changed, removed, and one added beside it."""
    manifest = read_manifest(real_run)
    ways = list(_leaves(manifest))
    missed = []
    for way in ways:
        for edit in (_edited(manifest, way), _without(manifest, way), _with_another(manifest, way)):
            if edit != manifest and not seal_difference(edit):
                missed.append(way)

    assert len(ways) > 80
    assert [] == missed


def _without(manifest: dict[str, Any], way: tuple[str | int, ...]) -> dict[str, Any]:
    edited = copy.deepcopy(manifest)
    holder: Any = edited
    for key in way[:-1]:
        holder = holder[key]
    del holder[way[-1]]
    return edited


def _with_another(manifest: dict[str, Any], way: tuple[str | int, ...]) -> dict[str, Any]:
    edited = copy.deepcopy(manifest)
    holder: Any = edited
    for key in way[:-1]:
        holder = holder[key]
    if isinstance(holder, dict):
        holder["another"] = 1
    else:
        holder.append("another")
    return edited


@pytest.mark.parametrize(
    "way", [("seed",), ("config", "scoring", "fdr"), ("inputs", "reviews.parquet"), ("notes",), ("run_id",)]
)
def test_verify__an_edited_manifest_is_code_4_in_every_command(
    real_run: Path, tmp_path: Path, cli: Cli, way: tuple[str | int, ...]
) -> None:
    run = Path(shutil.copytree(real_run, tmp_path / "run"))
    (run / "manifest.json").write_text(json.dumps(_edited(read_manifest(run), way)))
    done = cli("verify", run)

    assert 4 == done.code
    assert "manifest.json: other fields than were written: manifest_sha256 does not fit" in done.err
    for words in (("show", run), ("explain", run, 1), ("report", run, "--out", tmp_path / "report")):
        assert 4 == cli(*words).code


def _keys(folder: Path) -> tuple[Path, Path]:
    """Make a private key and its public half, as openssl does."""
    folder.mkdir(exist_ok=True)
    private, public = folder / "key.pem", folder / "key.pub"
    key = Ed25519PrivateKey.generate()
    private.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    private.chmod(0o600)
    pem = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    public.write_bytes(pem)
    return private, public


@pytest.mark.parametrize("by", ["option", "environment"])
def test_verify__a_forgery_with_new_digests_is_told_by_the_signature(
    tmp_path: Path, cli: Cli, samples: Path, monkeypatch: pytest.MonkeyPatch, by: str
) -> None:
    private, public = _keys(tmp_path / "mine")
    forger, _ = _keys(tmp_path / "forger")
    run = tmp_path / "run"
    words = ["--sign", private] if by == "option" else []
    if by == "environment":
        monkeypatch.setenv("COLLUSION_SIGNING_KEY", str(private))
    assert 0 == cli("detect", samples / "honest", "--out", run, *words).code
    signed = cli("verify", run, "--key", public)
    assert (0, "Signed by the key that was given.\n") == (signed.code, signed.err)
    assert "Signed by " in cli("verify", run).err
    assert json.loads(cli("verify", run, "--json").out)["signed_by"] in (run / "manifest.sig").read_text()

    (run / "scores.parquet").write_bytes(b"forged")
    digests = provenance.folder_digests(run, but=frozenset({"manifest.json", "manifest.sig"}))
    forged = sealed(read_manifest(run) | {"outputs": digests})
    (run / "manifest.json").write_text(json.dumps(forged))
    kept = cli("verify", run)
    assert (4, True) == (kept.code, "a signature that does not fit the manifest" in kept.err)

    signature = load_signer(forger).sign((run / "manifest.json").read_bytes())
    (run / "manifest.sig").write_text(signature)
    assert 0 == cli("verify", run).code
    other = cli("verify", run, "--key", public)
    assert (4, True) == (other.code, "manifest.sig: a signature by another key" in other.err)

    (run / "manifest.sig").unlink()
    assert 0 == cli("verify", run).code
    none = cli("verify", run, "--key", public)
    assert (4, True) == (none.code, "manifest.sig: no signature" in none.err)


def test_detect__a_key_that_does_not_sign_is_said_before_the_work(
    tmp_path: Path, cli: Cli, samples: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "key.pem").write_text("no key")
    (tmp_path / "key.pem").chmod(0o600)
    words = ["detect", samples / "honest", "--out", tmp_path / "run"]
    by_option = cli(*words, "--sign", tmp_path / "key.pem")
    monkeypatch.setenv("COLLUSION_SIGNING_KEY", str(tmp_path / "key.pem"))
    by_environment = cli(*words)

    assert [2, 2] == [by_option.code, by_environment.code]
    assert "--sign " in by_option.err
    assert "found no private key" in by_option.err
    assert ["key.pem"] == [path.name for path in tmp_path.iterdir()]


@pytest.mark.parametrize(
    ("content", "found"), [(None, "cannot be read"), ("no key", "no public key"), ("AAAA", "no public key")]
)
def test_verify__raise_on_a_public_key_that_is_none(
    run: Path, cli: Cli, content: str | None, found: str
) -> None:
    path = run.parent / "key.pub"
    if content is not None:
        path.write_text(content)
    done = cli("verify", run, "--key", path)

    assert 2 == done.code
    assert found in done.err
    assert "openssl pkey -in KEY -pubout" in done.err

from __future__ import annotations

import json

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from collusion.cases.seal import (
    MANIFEST,
    SEAL,
    SIGNATURE,
    read_manifest,
    seal_difference,
    sealed,
    signature_differences,
)
from collusion.errors import IntegrityError
from collusion.signing import load_signer, public_key_of
from tests.cases.small_runs import make_run, save_run


@pytest.fixture
def run(tmp_path):
    return save_run(make_run(), tmp_path / "run")


def _signer(folder):
    key = Ed25519PrivateKey.generate()
    folder.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    folder.chmod(0o600)
    return load_signer(folder)


def test_signature_differences__without_a_signature_only_who_wants_one_is_told(run, tmp_path):
    wanted = public_key_of(_signer(tmp_path / "key.pem").sign(b"x"))

    assert [] == signature_differences(run, public_key=None)
    assert ["no signature"] == [one.found for one in signature_differences(run, public_key=wanted)]


def test_signature_differences__by_the_key_that_is_trusted_and_by_another(run, tmp_path):
    mine, other = (_signer(tmp_path / name) for name in ("mine.pem", "other.pem"))
    signature = mine.sign((run / MANIFEST).read_bytes())
    (run / SIGNATURE).write_text(signature)

    assert [] == signature_differences(run, public_key=None)
    assert [] == signature_differences(run, public_key=public_key_of(signature))
    (wrong,) = signature_differences(run, public_key=public_key_of(other.sign(b"x")))
    assert wrong.found.startswith("a signature by another key, ")
    (run / MANIFEST).write_bytes((run / MANIFEST).read_bytes() + b"\n")
    assert ["a signature that does not fit the manifest"] == [
        one.found for one in signature_differences(run, public_key=None)
    ]


def test_seal_difference__of_a_field_that_was_changed_or_left_without_a_seal(run):
    manifest = read_manifest(run)

    assert [] == seal_difference(manifest)
    assert manifest == sealed(manifest)
    assert [MANIFEST] == [one.file for one in seal_difference(manifest | {"seed": 1})]
    del manifest[SEAL]
    assert f"no {SEAL}" in seal_difference(manifest)[0].found


def test_read_manifest__refuses_a_field_that_stands_twice(run):
    text = (run / MANIFEST).read_text()
    (run / MANIFEST).write_text(text.replace("{", '{"seed": 1, ', 1))

    with pytest.raises(IntegrityError, match="a field stands twice in one object"):
        read_manifest(run)
    (run / MANIFEST).write_text(text)
    assert json.loads(text) == read_manifest(run)

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from collusion.errors import UsageError
from collusion.signing import (
    KEY_VARIABLE,
    is_signed,
    load_signer,
    public_key_of,
    signer_of_environment,
)


def _save(key, path, mode=0o600):
    path.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    path.chmod(mode)
    return path


def test_sign__holds_for_that_message_only(tmp_path):
    signer = load_signer(_save(Ed25519PrivateKey.generate(), tmp_path / "key.pem"))
    signature = signer.sign(b"yes")

    assert is_signed(b"yes", signature)
    assert not is_signed(b"no", signature)
    assert not is_signed(b"yes", "nonsense")
    assert not is_signed(b"yes", signature.replace(public_key_of(signature), "AAAA"))


def test_signer_of_environment__is_none_unless_named(tmp_path, monkeypatch):
    monkeypatch.delenv(KEY_VARIABLE, raising=False)
    assert signer_of_environment() is None

    monkeypatch.setenv(KEY_VARIABLE, str(_save(Ed25519PrivateKey.generate(), tmp_path / "key.pem")))
    assert signer_of_environment() is not None


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda path: path, "cannot be read"),
        (lambda path: _save(Ed25519PrivateKey.generate(), path, 0o644), "others may read"),
        (lambda path: _save(generate_private_key(SECP256R1()), path), "another kind"),
        (lambda path: [path.write_text("no key"), path.chmod(0o600)], "no private key"),
    ],
)
def test_load_signer__says_what_is_allowed(tmp_path, make, said):
    make(tmp_path / "key.pem")

    with pytest.raises(UsageError, match=f"{said}.*Allowed: a PEM file with an Ed25519 key"):
        load_signer(tmp_path / "key.pem")

"""Sign with Ed25519 where a key is set, and check signatures.

The private key is a PEM file that only its owner may read. Its public half stands beside each signature, so
that a reader can check it, and can hold it against the half that the signer gave him by another way.
"""

from __future__ import annotations

import base64
import binascii
import os
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from collusion.errors import UsageError, missing_extra
from collusion.foreign import excerpt

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

#: Names the PEM file of the private key.
KEY_VARIABLE = "COLLUSION_SIGNING_KEY"


@dataclass(frozen=True, slots=True)
class Signer:
    """Signs with one private `key`."""

    key: Ed25519PrivateKey

    def sign(self, message: bytes) -> str:
        """Return ``public:signature`` of a message, both in base64."""
        from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

        public = self.key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        return f"{base64.b64encode(public).decode()}:{base64.b64encode(self.key.sign(message)).decode()}"


def signer_of_environment() -> Signer | None:
    """Return what signs by the key that ``COLLUSION_SIGNING_KEY`` names; None when it names none.

    Raises
    ------
    UsageError
        When the file cannot be read, is no Ed25519 key, or others than its owner may read it.
    """
    named = os.environ.get(KEY_VARIABLE)
    return load_signer(Path(named)) if named else None


def load_signer(path: Path, *, named: str = KEY_VARIABLE) -> Signer:
    """Read a private key.

    Parameters
    ----------
    path
        A PEM file with an Ed25519 key without a password, mode 0600, as
        ``openssl genpkey -algorithm ed25519`` writes it.
    named
        What named it, for the error.

    Returns
    -------
    Signer

    Raises
    ------
    UsageError
        When it is not that.
    """
    try:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
        from cryptography.hazmat.primitives.serialization import load_pem_private_key
    except ImportError as error:
        raise missing_extra("Signing", "signing") from error
    allowed = (
        "Allowed: a PEM file with an Ed25519 key that only its owner may read, "
        "as `openssl genpkey -algorithm ed25519 -out FILE` then `chmod 600 FILE` make it."
    )
    where = f"{named} {excerpt(path)}"
    try:
        content, mode = path.read_bytes(), path.stat().st_mode
    except OSError as error:
        raise UsageError(f"{where}: cannot be read ({error.strerror}). {allowed}") from error
    if mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise UsageError(f"{where}: found a key that others may read. {allowed}")
    try:
        key = load_pem_private_key(content, password=None)
    except (ValueError, TypeError) as error:
        raise UsageError(f"{where}: found no private key without a password. {allowed}") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise UsageError(f"{where}: found a key of another kind. {allowed}")
    return Signer(key)


def load_public_key(path: Path) -> str:
    """Read a public key.

    Parameters
    ----------
    path
        A PEM file, as ``openssl pkey -in KEY -pubout`` writes it, or one with the key in base64 alone, as
        signatures name it.

    Returns
    -------
    str
        The key in base64.

    Raises
    ------
    UsageError
        When it is no Ed25519 key, or cannot be read.
    """
    try:
        from cryptography.exceptions import UnsupportedAlgorithm
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
        from cryptography.hazmat.primitives.serialization import (
            Encoding,
            PublicFormat,
            load_pem_public_key,
        )
    except ImportError as error:
        raise missing_extra("Checking signatures", "signing") from error
    allowed = "Allowed: an Ed25519 public key, as `openssl pkey -in KEY -pubout -out FILE` writes it."
    try:
        content = path.read_bytes()
    except OSError as error:
        raise UsageError(f"{excerpt(path)}: cannot be read ({error.strerror}). {allowed}") from error
    try:
        if content.lstrip().startswith(b"-----"):
            key = load_pem_public_key(content)
        else:
            key = Ed25519PublicKey.from_public_bytes(base64.b64decode(content.strip(), validate=True))
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise UsageError(f"{excerpt(path)}: found no public key. {allowed}") from error
    if not isinstance(key, Ed25519PublicKey):
        raise UsageError(f"{excerpt(path)}: found a key of another kind. {allowed}")
    return base64.b64encode(key.public_bytes(Encoding.Raw, PublicFormat.Raw)).decode()


def is_signed(message: bytes, signature: str) -> bool:
    """Return whether `signature`, as `Signer.sign` wrote it, is one of `message`."""
    try:
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    except ImportError as error:
        raise missing_extra("Checking signatures", "signing") from error
    try:
        public, signed = (base64.b64decode(part, validate=True) for part in signature.split(":"))
        if ":".join(base64.b64encode(part).decode() for part in (public, signed)) != signature:
            return False  # several texts decode to the same bytes; one is what `sign` writes
        Ed25519PublicKey.from_public_bytes(public).verify(signed, message)
    except (InvalidSignature, ValueError, binascii.Error):
        return False
    return True


def public_key_of(signature: str) -> str:
    """Return the public key, in base64, that a `signature` names."""
    return signature.partition(":")[0]

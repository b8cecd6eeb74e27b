"""Time stamps of an authority (RFC 3161): that a bundle was there at a time, on somebody else's word."""

from __future__ import annotations

import datetime as dt
import hashlib
import urllib.error
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING

from collusion.errors import CollusionError, IntegrityError, UsageError, missing_extra
from collusion.foreign import excerpt

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

_SECONDS = 30
_QUERY, _REPLY = "application/timestamp-query", "application/timestamp-reply"
_MOST_BYTES = 1_000_000


def request_stamp(url: str, message: bytes) -> bytes:
    """Ask an authority for a time stamp.

    Parameters
    ----------
    url
        Its address, ``http://`` or ``https://``: the answer is signed, so the way there need not be safe.
    message
        What is stamped; only its SHA-256 is sent.

    Returns
    -------
    bytes
        The answer (DER), which is of this message.

    Raises
    ------
    UsageError
        When the address is none, or the library is not installed.
    CollusionError
        When the authority does not answer, or with something else.
    """
    try:
        from rfc3161_client import TimestampRequestBuilder
    except ImportError as error:
        raise missing_extra("A time stamp", "signing") from error
    if not url.startswith(("https://", "http://")):
        raise UsageError(f"Time-stamp authority {excerpt(url)!r}: allowed is http:// or https://.")
    query = TimestampRequestBuilder().data(message).build().as_bytes()
    request = urllib.request.Request(url, query, {"Content-Type": _QUERY, "Accept": _REPLY})  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=_SECONDS) as answer:  # noqa: S310  (http or https only)
            reply: bytes = answer.read(_MOST_BYTES)
    except (OSError, ValueError) as error:
        raise CollusionError(
            f"Time-stamp authority {excerpt(url)}: no answer ({excerpt(str(error))}). "
            "Try again, take another authority, or leave --tsa out."
        ) from error
    try:
        stamped_at(reply, message)
    except IntegrityError as error:
        raise CollusionError(f"Time-stamp authority {excerpt(url)}: {error}") from error
    return reply


def stamped_at(reply: bytes, message: bytes, root: Path | None = None) -> dt.datetime:
    """Return the time that a stamp states, when it is one of a message.

    Parameters
    ----------
    reply
        The answer of an authority.
    message
        What should be stamped.
    root
        PEM file with the root certificate of the authority, as it is known by another way. None: the
        signature is not checked, and the time is only what the stamp claims.

    Returns
    -------
    datetime

    Raises
    ------
    IntegrityError
        When it is no stamp of this message, or not by that authority.
    """
    from rfc3161_client import VerificationError, VerifierBuilder, decode_timestamp_response

    try:
        answer = decode_timestamp_response(reply)
        info = answer.tst_info
        imprint = bytes(info.message_imprint.message)
        claimed: dt.datetime = info.gen_time
    except ValueError as error:
        raise IntegrityError("found no time stamp") from error
    if imprint not in (hashlib.sha256(message).digest(), hashlib.sha512(message).digest()):
        raise IntegrityError("found a time stamp of something else")
    if root is not None:
        try:
            VerifierBuilder().add_root_certificate(_certificate(root)).build().verify_message(answer, message)
        except VerificationError as error:
            raise IntegrityError(f"found a time stamp that {excerpt(root)} does not vouch for") from error
    return claimed


def _certificate(path: Path) -> Certificate:
    from cryptography.x509 import load_pem_x509_certificate

    try:
        return load_pem_x509_certificate(path.read_bytes())
    except (OSError, ValueError) as error:
        raise UsageError(
            f"{excerpt(path)}: found no certificate in PEM. Give the root of the authority."
        ) from error

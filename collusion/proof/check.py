"""Check a bundle: is every file what was written, and the chain of decisions whole?"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from collusion.cases.run_folder import Run, open_run
from collusion.decisions import chain
from collusion.errors import IntegrityError, UsageError
from collusion.foreign import excerpt
from collusion.proof.bundle import FORMAT, LEDGER, MANIFEST, RUN, SIGNATURE, STAMP
from collusion.proof.timestamp import stamped_at
from collusion.provenance import differences
from collusion.signing import is_signed, public_key_of


@dataclass(frozen=True, slots=True)
class Checked:
    """A bundle that was checked.

    Attributes
    ----------
    folder
        The bundle.
    content
        What ``bundle.json`` says.
    run
        Its run folder, opened.
    public_key
        Who signed it, in base64; empty when nobody did.
    n_files
        Files that were checked.
    stamped_at
        The time that an authority's stamp states; None without one.
    is_key_known
        Whether the signer's key was given by another way, and is the one.
    """

    folder: Path
    content: Mapping[str, Any]
    run: Run
    public_key: str
    n_files: int
    stamped_at: dt.datetime | None
    is_key_known: bool


def is_bundle(folder: Path) -> bool:
    """Return whether a `folder` is a bundle."""
    return (folder / MANIFEST).is_file()


def check_bundle(folder: Path, *, key: str | None = None, authority: Path | None = None) -> Checked:
    """Check a bundle.

    Parameters
    ----------
    folder
        The bundle.
    key
        The public key that must have signed it, in base64, as the signer gave it by another way. None takes
        any: then a signature shows only that one hand made the whole.
    authority
        PEM file with the root certificate of the time-stamp authority; None: a stamp's time is its claim.

    Returns
    -------
    Checked

    Raises
    ------
    UsageError
        When it is no bundle.
    IntegrityError
        Naming the first thing that was tampered with.
    """
    if not is_bundle(folder):
        raise UsageError(f"{excerpt(folder)}: found no {MANIFEST} there. Give what `collusion bundle` wrote.")
    public = _check_signature(folder, key)
    content = _read(folder)
    files = content["files"]
    found = list(differences(folder, files))
    # Links to folders, pipes and devices, too: whatever lies there was not handed over.
    entries = (path for path in folder.rglob("*") if path.is_symlink() or not path.is_dir())
    names = {path.relative_to(folder).as_posix() for path in entries}
    unlisted = sorted(names - set(files) - {MANIFEST, SIGNATURE, STAMP})
    if found:
        raise _tampered(found[0].file, found[0].found)
    if unlisted:
        raise _tampered(unlisted[0], "a file that the bundle does not name")
    _check_ledger(folder, content)
    run = open_run(folder / RUN)
    if run.manifest.get("run_id") != content["run_id"]:
        raise _tampered(f"{RUN}/manifest.json", "another run than the bundle names")
    if content["ring_id"] not in run.rings["ring_id"].to_list():
        raise _tampered(f"{RUN}/rings.parquet", f"no ring {content['ring_id']}")
    stamped = _check_stamp(folder, content, authority)
    return Checked(folder, content, run, public, len(files), stamped, key is not None)


def _check_stamp(folder: Path, content: Mapping[str, Any], authority: Path | None) -> dt.datetime | None:
    path = folder / STAMP
    if not path.is_file():
        if content.get("time_stamp_authority") or authority is not None:
            raise _tampered(STAMP, "no such file, though the bundle was stamped")
        return None
    if not content.get("time_stamp_authority"):
        raise _tampered(STAMP, "a file that the bundle does not name")
    try:
        return stamped_at(path.read_bytes(), (folder / MANIFEST).read_bytes(), authority)
    except IntegrityError as error:
        raise _tampered(STAMP, str(error).removeprefix("found ")) from error


def _check_signature(folder: Path, key: str | None) -> str:
    path = folder / SIGNATURE
    told = _read(folder).get("public_key", "")
    if not path.is_file():
        if told or key:
            raise _tampered(SIGNATURE, "no such file, though the bundle was signed")
        return ""
    signature, end, rest = path.read_text(encoding="utf-8", errors="replace").partition("\n")
    if not end or rest or not is_signed((folder / MANIFEST).read_bytes(), signature):
        raise _tampered(MANIFEST, f"other content than {SIGNATURE} is a signature of")
    public = public_key_of(signature)
    if public != told or (key is not None and public != key.strip()):
        raise _tampered(SIGNATURE, f"a signature by another key, {public}")
    return public


def _read(folder: Path) -> dict[str, Any]:
    try:
        content = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (ValueError, RecursionError) as error:
        raise _tampered(MANIFEST, f"text that is not JSON ({error})") from error
    shape = {"format": int, "ring_id": str, "run_id": str, "files": dict, "ledger": dict, "decision": dict}
    if not isinstance(content, dict):
        raise _tampered(MANIFEST, "JSON that is no object")
    for name, kind in shape.items():
        if not isinstance(content.get(name), kind):
            raise _tampered(MANIFEST, f"no {name!r}")
    if content["format"] != FORMAT:
        raise _tampered(MANIFEST, f"format {content['format']}; this version knows {FORMAT}")
    if not all(
        isinstance(name, str) and isinstance(digest, str) for name, digest in content["files"].items()
    ):
        raise _tampered(MANIFEST, "no digest of a file")
    return content


def _check_ledger(folder: Path, content: Mapping[str, Any]) -> None:
    links = []
    for number, line in enumerate((folder / LEDGER).read_text(encoding="utf-8").splitlines(), 1):
        try:
            links.append(chain.Link(**json.loads(line)))
        except (ValueError, TypeError) as error:
            raise _tampered(f"{LEDGER}, row {number}", "no entry of a ledger") from error
    chain.check(links, LEDGER)
    if (len(links), chain.head(links)) != (content["ledger"].get("entries"), content["ledger"].get("head")):
        raise _tampered(LEDGER, "not the ledger that the bundle names: its end is missing or another one")
    seq = content["decision"].get("seq")
    told = [link for link in links if link.seq == seq and link.hash == content["decision"].get("hash")]
    if not told or not told[0].body or told[0].content().get("ring_id") != content["ring_id"]:
        raise _tampered(LEDGER, f"no decision on {content['ring_id']} as entry {seq}")


def _tampered(file: str, found: str) -> IntegrityError:
    return IntegrityError(
        f"{excerpt(file, 200)}: found {excerpt(found, 300)}. Do not rely on this bundle; ask for it "
        "again, and for the SHA-256 of its bundle.json by another way."
    )

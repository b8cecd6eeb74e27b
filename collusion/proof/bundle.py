"""Bundle all that one ring's exhibits rest on into a folder that somebody else can check and run again.

The folder's own manifest, ``bundle.json``, names every file with its SHA-256; a signature, where a key is
set, stands beside it. Of decisions on other rings only digests are handed over: they show that the chain is
whole and say nothing more.
"""

from __future__ import annotations

import datetime as dt
import platform
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

from collusion import __version__
from collusion.cases import seal
from collusion.cases.run_folder import Run
from collusion.daily import config_of_run, merge_sources
from collusion.decisions import chain
from collusion.decisions.ledger import CHAIN
from collusion.errors import UsageError
from collusion.exports.exhibit_files import write_exhibits
from collusion.exports.exhibits import Held, compose_exhibits, confirmation
from collusion.exports.redaction import Profile
from collusion.foreign import excerpt
from collusion.proof.certificate import certificate
from collusion.proof.timestamp import request_stamp
from collusion.provenance import canonical_json, file_digest, folder_digests, readable_json, write_text_whole
from collusion.signing import Signer, public_key_of
from collusion.workspace.workspace import TOKEN_KEY, Workspace

MANIFEST, SIGNATURE, STAMP = "bundle.json", "bundle.json.sig", "bundle.json.tsr"
RUN, SOURCE, LEDGER, EXHIBITS = "run", "source", "ledger.jsonl", "exhibits"
CERTIFICATE, ERROR_RATE = "certificate.txt", "error-rate"
#: Libraries whose version may matter to a replay.
_LIBRARIES = ("igraph", "numba", "numpy", "polars", "rensa", "scipy")
FORMAT = 1


@dataclass(frozen=True, slots=True)
class Parts:
    """What goes into a bundle besides the run.

    Attributes
    ----------
    held
        Decisions, secret of pseudonyms, rows of the source.
    source
        The files that the run read; None leaves them out, and with them the secret of the tokens.
    error_rate
        Folder of what `collusion evaluate` measured on this market; None: not measured.
    profile
        For whom the exhibits are.
    authority
        Address of a time-stamp authority (RFC 3161); empty: no stamp.
    """

    held: Held
    source: Path | None
    error_rate: Path | None = None
    profile: Profile = Profile.EXHIBIT
    authority: str = ""


def write_bundle(
    workspace: Workspace, run: Run, ring_id: str, parts: Parts, out: Path, *, signer: Signer | None = None
) -> str:
    """Write the bundle of one confirmed ring.

    Parameters
    ----------
    workspace
        The workspace.
    run
        The run.
    ring_id
        A ring of it that a person confirmed.
    parts
        What else goes in.
    out
        A new folder.
    signer
        Signs the bundle.

    Returns
    -------
    str
        SHA-256 of ``bundle.json``: to be written down elsewhere where nothing is signed.

    Raises
    ------
    UsageError
        When something is there, or nobody confirmed the ring.
    CollusionError
        When the time-stamp authority does not answer; nothing is written then.
    """
    if out.exists():
        raise UsageError(f"{excerpt(out)}: found something there. Give a new folder.")
    confirmation(parts.held.standing, ring_id)
    draft = out.parent / f".{out.name}.draft"
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(mode=0o700, parents=True)
    try:
        links = chain.read(workspace.database, CHAIN)
        _copy_run(run, draft / RUN)
        _write_ledger(links, ring_id, draft / LEDGER)
        exhibits = compose_exhibits(run, ring_id, parts.held, profile=parts.profile)
        write_exhibits(exhibits, draft / EXHIBITS)
        if parts.source is not None:
            merge_sources([parts.source], draft / SOURCE, config_of_run(run).mapping)
            shutil.copyfile(workspace.folder / TOKEN_KEY, draft / TOKEN_KEY)
            (draft / TOKEN_KEY).chmod(0o600)
        if parts.error_rate is not None:
            shutil.copytree(parts.error_rate, draft / ERROR_RATE)
        content = _content(run, ring_id, links, parts)
        text = certificate(content, folder_digests(draft))
        write_text_whole(draft / CERTIFICATE, text)
        digest = _seal(draft, content, signer)
        if parts.authority:
            stamp = request_stamp(parts.authority, (draft / MANIFEST).read_bytes())
            (draft / STAMP).write_bytes(stamp)
        draft.rename(out)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return digest


def _copy_run(run: Run, out: Path) -> None:
    out.mkdir()
    names = sorted(str(name) for name in run.manifest["outputs"])
    for name in (*names, seal.MANIFEST):
        shutil.copyfile(run.path / name, out / name)
    if (run.path / seal.SIGNATURE).is_file():
        shutil.copyfile(run.path / seal.SIGNATURE, out / seal.SIGNATURE)


def _write_ledger(links: Sequence[chain.Link], ring_id: str, out: Path) -> None:
    lines = []
    for link in links:
        is_told = link.content()["ring_id"] == ring_id
        line = {
            "seq": link.seq,
            "hash": link.hash,
            "body_digest": link.body_digest,
            "body": link.body if is_told else "",
            "signature": link.signature,
        }
        lines.append(canonical_json(line) + "\n")
    write_text_whole(out, "".join(lines))


def _content(run: Run, ring_id: str, links: Sequence[chain.Link], parts: Parts) -> dict[str, Any]:
    entry = confirmation(parts.held.standing, ring_id)
    return {
        "format": FORMAT,
        "ring_id": ring_id,
        "run_id": str(run.manifest.get("run_id")),
        "version": str(run.manifest.get("version", __version__)),
        "made_at": dt.datetime.now(tz=dt.UTC).isoformat(timespec="seconds"),
        "profile": parts.profile.value,
        "decision": {"seq": entry.seq, "hash": entry.hash, "by": entry.decision.by},
        "ledger": {"entries": len(links), "head": chain.head(links)},
        "has_source": parts.source is not None,
        "error_rate": parts.held.error_rate or None,
        "time_stamp_authority": parts.authority or None,
        "environment": {
            "python": platform.python_version(),
            "machine": platform.machine(),
            **{name: metadata.version(name) for name in _LIBRARIES},
        },
    }


def _seal(folder: Path, content: dict[str, Any], signer: Signer | None) -> str:
    whole = content | {"files": folder_digests(folder)}
    if signer is not None:
        whole |= {"public_key": public_key_of(signer.sign(b""))}
    write_text_whole(folder / MANIFEST, readable_json(whole))
    if signer is not None:
        signature = signer.sign((folder / MANIFEST).read_bytes())
        write_text_whole(folder / SIGNATURE, signature + "\n")
    return file_digest(folder / MANIFEST)

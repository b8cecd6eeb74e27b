"""``collusion verify``: is a run folder what its manifest says, and did whom you trust sign it?"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from collusion import provenance
from collusion.cli import terminal
from collusion.errors import IntegrityError


def verify(
    run: terminal.RunArgument,
    source: Annotated[
        Path | None,
        typer.Option(
            "--source", metavar="DIR", help="Check the input tables too; the folder that holds them."
        ),
    ] = None,
    key: Annotated[
        Path | None,
        typer.Option(
            "--key",
            metavar="FILE",
            help="The signer's public key, had by another way: the run must be signed by it.",
        ),
    ] = None,
    as_json: terminal.JsonOption = False,
    quiet: terminal.QuietOption = False,
) -> None:
    """Check every file of a run and every field of its manifest against their digests, and its signature.

    Exit code 4 when anything is missing or changed. Who changes a run can make new digests; only a signature,
    checked with --key, tells of that.
    """
    from collusion.cases import seal
    from collusion.signing import load_public_key, public_key_of

    public_key = None if key is None else load_public_key(key)
    manifest = seal.read_manifest(run)
    outputs = _digests(manifest, "outputs", run)
    found = seal.seal_difference(manifest) + seal.signature_differences(run, public_key=public_key)
    found += provenance.differences(run, outputs)
    n_named = len(outputs)
    if source is not None:
        inputs = _digests(manifest, "inputs", run)
        found += provenance.differences(source if source.is_dir() else source.parent, inputs)
        n_named += len(inputs)
    unlisted = sorted(set(provenance.folder_digests(run)) - {seal.MANIFEST, seal.SIGNATURE, *outputs})
    signature = seal.signature_of(run)
    signer = None if signature is None else public_key_of(signature)
    if as_json:
        terminal.print_json(
            {
                "run_id": manifest.get("run_id"),
                "checked": 1 + n_named,
                "differences": [{"file": each.file, "found": each.found} for each in found],
                "unlisted": unlisted,
                "signed_by": signer,
            }
        )
    if found:
        lines = "\n".join(f"  {each.file}: {each.found}" for each in found)
        raise IntegrityError(
            f"{run}: {len(found)} of {1 + n_named} files are not as they were written:\n{lines}\n"
            "Do not rely on this run; run `collusion detect` again on the source."
        )
    if not as_json:
        run_id = terminal.plain(str(manifest.get("run_id")))
        print(f"The manifest of run {run_id} and the {n_named} files it names are as they were written.")
    console = terminal.message_console(quiet=quiet)
    for name in unlisted:
        console.print(f"{terminal.plain(name)}: not of this run; the manifest does not name it.")
    console.print(_signed(signer, is_checked=public_key is not None), soft_wrap=True)


def _signed(signer: str | None, *, is_checked: bool) -> str:
    if signer is None:
        return "Not signed: who wrote this run, or rewrote it whole, cannot be told."
    if is_checked:
        return "Signed by the key that was given."
    return f"Signed by {terminal.plain(signer)}; whose key that is, --key FILE checks."


def _digests(manifest: Mapping[str, Any], key: str, run: Path) -> Mapping[str, str]:
    digests: Mapping[str, str] = manifest.get(key, {})
    if not digests:
        raise IntegrityError(
            f"{run / 'manifest.json'}: found no {key!r} with the SHA-256 of each file, so nothing can be "
            "verified. Run `collusion detect` again."
        )
    return digests

"""``collusion verify``: is a run folder what its manifest says, and did whom you trust sign it?"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from collusion import provenance
from collusion.cli import terminal
from collusion.errors import IntegrityError, UsageError
from collusion.foreign import printable

if TYPE_CHECKING:
    from collusion.proof.check import Checked


def verify(
    run: terminal.RunArgument,
    source: Annotated[
        str | None,
        typer.Option(
            "--source", metavar="SOURCE", help="Check the input tables too; where the run read them."
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
    tsa_root: Annotated[
        Path | None,
        typer.Option(
            "--tsa-root", metavar="FILE", help="Of a bundle: root certificate of its time-stamp authority."
        ),
    ] = None,
    replay: Annotated[
        bool, typer.Option("--replay", help="Of a bundle: run its tables again and compare every byte.")
    ] = False,
    as_json: terminal.JsonOption = False,
    quiet: terminal.QuietOption = False,
) -> None:
    """Check every file of a run or a bundle against its manifest, the manifest's fields, and its signature.

    Exit code 4 when anything is missing or changed; of a bundle the first thing that was tampered with is
    named. Who changes a run can make new digests; only a signature, checked with --key, or --replay tells.
    """
    from collusion.proof.check import check_bundle, is_bundle
    from collusion.signing import load_public_key

    public_key = None if key is None else load_public_key(key)
    if is_bundle(run):
        checked = check_bundle(run, key=public_key, authority=tsa_root)
        _verify_bundle(checked, source, replay=replay, as_json=as_json, quiet=quiet)
        return
    if replay or tsa_root is not None:
        raise UsageError(
            f"{run}: found no bundle. --replay and --tsa-root are for what `collusion bundle` wrote."
        )
    _verify_run(run, source, public_key, as_json=as_json, quiet=quiet)


def _verify_run(run: Path, source: str | None, public_key: str | None, *, as_json: bool, quiet: bool) -> None:
    from collusion.cases import seal
    from collusion.signing import public_key_of

    manifest = seal.read_manifest(run)
    outputs = _digests(manifest, "outputs", run)
    found = seal.seal_difference(manifest) + seal.signature_differences(run, public_key=public_key)
    found += provenance.differences(run, outputs)
    n_named = len(outputs)
    if source is not None:
        inputs = _digests(manifest, "inputs", run)
        found += _input_differences(source, inputs, manifest)
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
        run_id = printable(str(manifest.get("run_id")))
        print(f"The manifest of run {run_id} and the {n_named} files it names are as they were written.")
    console = terminal.message_console(quiet=quiet)
    for name in unlisted:
        console.print(f"{printable(name)}: not of this run; the manifest does not name it.")
    console.print(_signed(signer, is_checked=public_key is not None), soft_wrap=True)


def _verify_bundle(checked: Checked, source: str | None, *, replay: bool, as_json: bool, quiet: bool) -> None:
    n_replayed = None
    console = terminal.message_console(quiet=quiet)
    if replay:
        from collusion.cli.detect import Display, compiled_kernels, import_pipeline

        import_pipeline()
        from collusion.proof.replay import replay as run_again

        with compiled_kernels(console), Display(console) as display:
            n_replayed = run_again(
                checked, source=None if source is None else Path(source), recorder=display.recorder()
            )
    if as_json:
        names = {"ring_id": checked.content["ring_id"], "run_id": checked.content["run_id"]}
        counts = {"checked": checked.n_files, "replayed": n_replayed}
        signed = {"signed_by": checked.public_key or None, "stamped_at": checked.stamped_at}
        terminal.print_json({**names, **counts, **signed})
        return
    print(printable(f"{checked.n_files} files are what the bundle of {checked.content['ring_id']} says."))
    if n_replayed is not None:
        print(f"Run again: {n_replayed} tables, the same bytes.")
    if checked.stamped_at is not None:
        print(f"Stamped at {checked.stamped_at.isoformat(timespec='seconds')}.")
    console.print(_signed(checked.public_key or None, is_checked=checked.is_key_known), soft_wrap=True)


def _input_differences(
    source: str, inputs: Mapping[str, str], manifest: Mapping[str, Any]
) -> tuple[provenance.Difference, ...]:
    """Compare the tables of a source with what the run read: files byte by byte, rows of databases."""
    import msgspec

    from collusion.tables.mapping import SourceMapping
    from collusion.tables.sources.address import FILES, parse_address
    from collusion.tables.sources.opening import open_source

    address = parse_address(source)
    if address.kind == FILES and address.path is not None:
        folder = address.path if address.path.is_dir() else address.path.parent
        return provenance.differences(folder, inputs)
    try:
        mapping = msgspec.convert(manifest["config"]["mapping"], SourceMapping)
    except (KeyError, TypeError, msgspec.ValidationError):
        raise IntegrityError(
            "manifest.json: found no mapping of the source. Run `collusion detect` again."
        ) from None
    with open_source(source, mapping) as opened:
        now = opened.locate().digests()
    return tuple(
        provenance.Difference(name, "other rows than the run read" if name in now else "no such table")
        for name, digest in sorted(inputs.items())
        if now.get(name) != digest
    )


def _signed(signer: str | None, *, is_checked: bool) -> str:
    if signer is None:
        return "Not signed: who wrote this run, or rewrote it whole, cannot be told."
    if is_checked:
        return "Signed by the key that was given."
    return f"Signed by {printable(signer)}; whose key that is, --key FILE checks."


def _digests(manifest: Mapping[str, Any], key: str, run: Path) -> Mapping[str, str]:
    digests: Mapping[str, str] = manifest.get(key, {})
    if not digests:
        raise IntegrityError(
            f"{run / 'manifest.json'}: found no {key!r} with the SHA-256 of each file, so nothing can be "
            "verified. Run `collusion detect` again."
        )
    return digests

"""``collusion bundle``: all that one ring's exhibits rest on, for somebody who checks it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from collusion.cli import terminal
from collusion.cli.export import ProfileChoice, source_rows
from collusion.cli.plan import latest_of
from collusion.foreign import printable


def bundle(
    workspace: terminal.WorkspaceArgument,
    ring: Annotated[str, typer.Argument(metavar="RING", help="A ring that a person confirmed.")],
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="A new folder.")],
    source: Annotated[
        Path | None, typer.Option("--source", metavar="DIR", help="The tables; default: the run's source.")
    ] = None,
    without_source: Annotated[
        bool, typer.Option("--without-source", help="Leave the tables and the secret of tokens out.")
    ] = False,
    error_rate: Annotated[
        Path | None,
        typer.Option(
            "--error-rate", metavar="DIR", help="What `collusion evaluate --inject` wrote about this market."
        ),
    ] = None,
    profile: Annotated[
        ProfileChoice, typer.Option("--profile", help="For whom the exhibits are.")
    ] = ProfileChoice.EXHIBIT,
    tsa: Annotated[
        str,
        typer.Option(
            "--tsa", metavar="URL", envvar="COLLUSION_TSA", help="A time-stamp authority (RFC 3161) to ask."
        ),
    ] = "",
    as_json: terminal.JsonOption = False,
) -> None:
    """Write what one ring's exhibits rest on: tables, run, decisions, exhibits, digests, a certificate.

    Signed when COLLUSION_SIGNING_KEY names a key. Checked by `collusion verify DIR --replay`.
    Try: collusion bundle W R-1A2B3C4D --out bundles/1A2B3C4D
    """
    from collusion.exports.exhibits import Held, confirmation
    from collusion.exports.redaction import Profile
    from collusion.proof.bundle import Parts, write_bundle
    from collusion.signing import signer_of_environment
    from collusion.workspace import history
    from collusion.workspace.deciding import find_ring
    from collusion.workspace.workspace import opened

    signer = signer_of_environment()
    with opened(workspace) as space:
        run, held = latest_of(space)
        ring_id = find_ring(space, ring)
        accounts = confirmation(held, ring_id).decision.accounts
        where = source or files_of(history.latest_run(space.database).source)
        rows = source_rows(space, source, accounts)
        said = f"measured, see the folder error-rate ({error_rate.name})" if error_rate else ""
        parts = Parts(
            held=Held(held, space.token_key(), rows, said),
            source=None if without_source else where,
            error_rate=error_rate,
            profile=Profile(profile.value),
            authority=tsa,
        )
        digest = write_bundle(space, run, ring_id, parts, out, signer=signer)
    if as_json:
        terminal.print_json({"bundle": str(out), "sha256": digest, "signed": signer is not None})
        return
    messages = terminal.message_console()
    if not without_source:
        messages.print(
            "It holds the tables and the secret of tokens: hand it on under seal only.", soft_wrap=True
        )
    messages.print(
        f"SHA-256 of bundle.json: {digest}. Tell it by another way than the bundle.", soft_wrap=True
    )
    print(printable(str(out)))


def files_of(source: str) -> Path:
    """Return the folder or file that a run read.

    Raises
    ------
    UsageError
        When it read no files.
    """
    from collusion.errors import UsageError
    from collusion.tables.sources.address import FILES, parse_address

    address = parse_address(source)
    if address.kind != FILES or address.path is None:
        raise UsageError(
            f"{printable(address.name)}: found no files, which is what the run read. "
            "Give a folder of its tables with --source, or --without-source."
        )
    return address.path

"""A signed bundle of a sample's ring, made through the command line; a thousand ways to tamper with it.

``python -m tests.endurance.bundles --tamperings 1000`` makes one, tampers with copies of it, and says how
many of the tamperings were named.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

import polars as pl

from collusion.errors import CollusionError
from collusion.proof.check import check_bundle
from tests.conftest import ROOT


def run(*words: object, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command line in a process of its own; it must succeed."""
    done = subprocess.run(
        [sys.executable, "-m", "collusion", *map(str, words)],
        env=os.environ | {"NO_COLOR": "1", "PYTHONPATH": str(ROOT)} | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done


def signing_key(path: Path) -> Path:
    """Write a private key that only its owner may read."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    key = Ed25519PrivateKey.generate()
    path.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    path.chmod(0o600)
    return path


def make_bundle(folder: Path, sample: str = "thirty-accounts") -> Path:
    """Detect in a workspace, confirm the first ring, note something on another, and bundle: all signed."""
    key = str(signing_key(folder / "key.pem"))
    space, out = folder / "w", folder / "bundle"
    run("detect", ROOT / "sample_graphs" / sample, "--workspace", space, "--quiet")
    who = ("--by", "M. Berg", "--note", "Same instruments, same week.")
    run("decide", space, 1, "watch", *who, COLLUSION_SIGNING_KEY=key)
    run("decide", space, 1, "confirm", *who, COLLUSION_SIGNING_KEY=key)
    run("decide", space, 1, "honest", "--accounts", _last_member(space), *who, COLLUSION_SIGNING_KEY=key)
    run("bundle", space, 1, "--out", out, COLLUSION_SIGNING_KEY=key)
    return out


def _last_member(space: Path) -> str:
    members = pl.read_parquet(space / "runs" / "0001" / "members.parquet")
    return str(members["reviewer_id"][-1])


def tamper(folder: Path, draw: random.Random) -> str:
    """Change one thing in a bundle; return which kind of thing."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    path = draw.choice(files)
    how = draw.choice(
        ("byte", "cut", "longer", "gone", "new", "swap", "rows", "ledger", "digest", "signature")
    )
    content = bytearray(path.read_bytes())
    if how == "byte" and content:
        content[draw.randrange(len(content))] ^= 1 << draw.randrange(8)
        path.write_bytes(content)
    elif how == "cut" and content:
        path.write_bytes(content[: draw.randrange(len(content))])
    elif how == "longer":
        path.write_bytes(content + b"\n")
    elif how == "gone":
        path.unlink()
    elif how == "new":
        (path.parent / f"new-{draw.randrange(10**9)}").write_bytes(b"x")
    elif how == "swap":
        _swap(path, draw.choice([other for other in files if other.read_bytes() != bytes(content)]))
    elif how == "rows":
        _change_rows(
            draw.choice([p for p in files if p.suffix == ".parquet" and pl.read_parquet(p).height > 1]), draw
        )
    elif how == "ledger":
        _change_ledger(folder / "ledger.jsonl", draw)
    elif how == "digest":
        _change_manifest(folder, draw)
    else:
        _change_signature(folder / "bundle.json.sig", draw)
    return how


def _swap(one: Path, other: Path) -> None:
    first, second = one.read_bytes(), other.read_bytes()
    one.write_bytes(second)
    other.write_bytes(first)


def _change_rows(path: Path, draw: random.Random) -> None:
    table = pl.read_parquet(path)
    changed = table.reverse() if draw.random() < 0.5 else table.head(table.height - 1)
    changed.write_parquet(path, compression="zstd", statistics=False)


def _change_ledger(path: Path, draw: random.Random) -> None:
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    how = draw.choice(("drop", "order", "text", "end"))
    place = draw.randrange(len(lines))
    if how == "drop":
        del lines[place]
    elif how == "order":
        lines.reverse()
    elif how == "text":
        lines[place] = lines[place].replace('"seq":', '"seq": ')
    else:
        lines.append(lines[-1])
    path.write_text("".join(lines), encoding="utf-8")


def _change_manifest(folder: Path, draw: random.Random) -> None:
    """Make the bundle's own manifest fit what was changed: only the signature tells."""
    from collusion.provenance import folder_digests

    path = folder / "bundle.json"
    content = json.loads(path.read_text(encoding="utf-8"))
    victim = draw.choice([name for name in content["files"] if name.endswith(".csv")])
    (folder / victim).write_bytes((folder / victim).read_bytes() + b"x\n")
    content["files"] = folder_digests(folder, but=frozenset({"bundle.json", "bundle.json.sig"}))
    path.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def _change_signature(path: Path, draw: random.Random) -> None:
    public, signed = path.read_text(encoding="utf-8").strip().split(":")
    place = draw.randrange(len(signed) - 2)
    other = "A" if signed[place] != "A" else "B"
    path.write_text(f"{public}:{signed[:place]}{other}{signed[place + 1 :]}\n", encoding="utf-8")


def tamperings(bundle: Path, n: int, seed: int = 0) -> tuple[Counter[str], list[str]]:
    """Tamper with copies of a bundle.

    Returns how many tamperings of each kind were named, and those that were not.
    """
    named: Counter[str] = Counter()
    missed = []
    with tempfile.TemporaryDirectory() as work:
        for number in range(n):
            copy = Path(work) / "copy"
            shutil.copytree(bundle, copy)
            how = tamper(copy, random.Random(f"{seed}-{number}"))
            if _is_named(copy):
                named[how] += 1
            else:
                missed.append(f"{how} ({number})")
            shutil.rmtree(copy)
    return named, missed


def _is_named(folder: Path) -> bool:
    """Whether the check refuses a bundle and says what of it."""
    try:
        check_bundle(folder)
    except CollusionError as error:
        return ": found" in str(error) or ", row" in str(error)
    return False


def main() -> None:
    """Make a bundle, tamper with it, and say what was named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tamperings", type=int, default=1000)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as work:
        named, missed = tamperings(make_bundle(Path(work)), asked.tamperings)
    print(f"{sum(named.values())} of {asked.tamperings} tamperings named: {dict(sorted(named.items()))}")
    print(f"missed: {missed}")


if __name__ == "__main__":
    main()

"""Install Collusion as its users do, and run it: on each Python, with locked, newest and lowest dependencies.

``python3 .ci/smoke.py`` builds the source distribution and from it the wheel, and makes a new virtual
environment in a new folder, with the pip that it brings, for each

- Python from 3.11 to 3.13 that the machine has (`PATH` and pyenv), and
- choice of dependencies: ``lock`` (requirements/lock.txt), ``newest`` (what pip finds), and ``lowest`` (the
  lower bounds of pyproject.toml; on the first and the last Python).

In each, from another folder: every module is imported, every ``--help`` printed, and a sample goes through
validate, detect, explain, report and verify. In the first, numba is also used plainly, which must give the
same bytes; and all commands run again as a user without a home, from an installation that this user cannot
write to.
"""

from __future__ import annotations

import argparse
import concurrent.futures
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
VERSIONS = ("3.11", "3.12", "3.13")
KINDS = ("lock", "newest", "lowest")
#: Extras that bring an application of their own, or tools of development.
APART = frozenset({"dev", "docs", "notebook"})
SAMPLE = "thirty-accounts"
NOBODY = 65534

_IMPORT_ALL = """
import importlib, pkgutil, collusion
names = [found.name for found in pkgutil.walk_packages(collusion.__path__, "collusion.")]
for name in names:
    if not name.endswith("__main__"):
        importlib.import_module(name)
print(len(names))
"""


@dataclass(frozen=True, slots=True)
class Python:
    """A Python of the machine."""

    version: str
    path: Path


@dataclass(frozen=True, slots=True)
class Choice:
    """A Python with a choice of dependencies, and where it is tried."""

    python: Python
    kind: str
    folder: Path

    @property
    def name(self) -> str:
        """What it is called in messages."""
        return f"Python {self.python.version}, {self.kind}"

    @property
    def bin(self) -> Path:
        """Folder of the programs of its environment."""
        return self.folder / "venv" / "bin"


class CommandError(Exception):
    """A command failed, or did not print what it must."""


def run(*words: object, cwd: Path, env: dict[str, str] | None = None) -> str:
    """Run a command without a terminal; return what it printed on stdout."""
    command = [str(word) for word in words]
    done = subprocess.run(
        command, cwd=cwd, env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    if done.returncode:
        said = (line for line in (done.stdout + done.stderr).splitlines() if "WARNING: Location" not in line)
        tail = "\n".join(line[:300] for line in list(said)[-30:])
        raise CommandError(f"$ {' '.join(command)}\nexit code {done.returncode}\n{tail}")
    return done.stdout


def pythons() -> list[Python]:
    """Return the Pythons that the machine has; say of each other one that it is not tried."""
    found = []
    for version in VERSIONS:
        pyenv = Path(os.environ.get("PYENV_ROOT", "~/.pyenv")).expanduser() / "versions"
        named = [shutil.which(f"python{version}"), sys.executable, shutil.which("python3")]
        candidates = [str(path) for path in sorted(pyenv.glob(f"{version}.*/bin/python"))[-1:]]
        for candidate in [*candidates, *filter(None, named)]:
            if _is(candidate, version):
                found.append(Python(version, Path(candidate)))
                break
        else:
            print(f"Python {version} is not on this machine: not tried.", flush=True)
    return found


def _is(candidate: str, version: str) -> bool:
    """Return whether a program is a Python of a version that makes environments."""
    test = f"import ensurepip, sys, venv; sys.exit('%d.%d' % sys.version_info[:2] != '{version}')"
    return subprocess.run([candidate, "-c", test], capture_output=True, check=False).returncode == 0


def lower_bounds() -> list[str]:
    """Return the lower bound of each dependency, of extras too, as a constraint of pip."""
    extras = PROJECT["optional-dependencies"]
    asked = [*PROJECT["dependencies"], *(one for name in extras if name not in APART for one in extras[name])]
    bounds = [re.fullmatch(r"([\w.-]+)(?:\[[^]]*\])?>=([\w.]+)(?:,<[\w.]+)?", one) for one in asked]
    return [f"{bound[1]}=={bound[2]}" for bound in bounds if bound]


def install(choice: Choice, wheel: Path) -> None:
    """Make the environment, and install into it what was chosen."""
    run(choice.python.path, "-m", "venv", choice.folder / "venv", cwd=choice.folder)
    pip = (choice.bin / "python", "-m", "pip", "--disable-pip-version-check", "--quiet")
    if choice.kind == "lock":
        run(*pip, "install", "--require-hashes", "-r", ROOT / "requirements" / "lock.txt", cwd=choice.folder)
        run(*pip, "install", "--no-deps", wheel, cwd=choice.folder)
    else:
        extras = ",".join(sorted(set(PROJECT["optional-dependencies"]) - APART))
        constraints = choice.folder / "constraints.txt"
        constraints.write_text("\n".join(lower_bounds() if choice.kind == "lowest" else []), encoding="utf-8")
        run(*pip, "install", f"{wheel}[{extras}]", "--constraint", constraints, cwd=choice.folder)
    run(*pip, "check", cwd=choice.folder)


def build(python: Python, folder: Path) -> Path:
    """Build the source distribution, and the wheel from nothing else; return the wheel."""
    run(python.path, "-m", "venv", folder / "venv", cwd=folder)
    pip = (folder / "venv" / "bin" / "python", "-m", "pip", "--disable-pip-version-check", "--quiet")
    run(*pip, "install", "--require-hashes", "-r", ROOT / "requirements" / "lock.txt", cwd=folder)
    run(folder / "venv" / "bin" / "python", "-m", "hatchling", "build", "-t", "sdist", "-d", folder, cwd=ROOT)
    (source,) = folder.glob("*.tar.gz")
    run(*pip, "wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", folder, source, cwd=folder)
    (wheel,) = folder.glob("*.whl")
    return wheel


def try_commands(words: list[object], folder: Path, env: dict[str, str]) -> Path:
    """Take a sample through the commands from a folder; return its run."""
    source, out = ROOT / "sample_graphs" / SAMPLE, folder / "run"
    run(*words, "validate", source, cwd=folder, env=env)
    found = json.loads(run(*words, "detect", source, "--out", out, "--json", cwd=folder, env=env))
    if not found["n_flagged"]:
        raise CommandError("no ring was flagged in the sample")
    if "speaks against" not in run(*words, "explain", out, "1", cwd=folder, env=env):
        raise CommandError("explain does not say what speaks against the ring")
    run(*words, "report", out, "--out", folder / "report", cwd=folder, env=env)
    if not (folder / "report" / "index.html").is_file():
        raise CommandError("report wrote no index.html")
    run(*words, "verify", out, "--source", source, cwd=folder, env=env)
    return out


def clean_environment(choice: Choice, **more: str) -> dict[str, str]:
    """Return the variables of a login, nothing of this process's but where things are."""
    kept = {name: os.environ[name] for name in ("HOME", "LANG", "LD_LIBRARY_PATH") if name in os.environ}
    fixed = {"NO_COLOR": "1", "COLLUSION_TOKEN_KEY": "the same for every run of the smoke test"}
    return kept | fixed | {"PATH": f"{choice.bin}:/usr/bin:/bin"} | more


def try_choice(choice: Choice, wheel: Path) -> str:
    """Install and run; return what was done and how long it took."""
    start = time.monotonic()
    elsewhere = choice.folder / "elsewhere"
    elsewhere.mkdir(parents=True)
    install(choice, wheel)
    installed = time.monotonic()
    env, program = clean_environment(choice), choice.bin / "collusion"
    python = choice.bin / "python"
    n_modules = 0
    if choice.kind != "lock":
        # Only there are the extras.
        # An old library may well use what another one deprecates today.
        strictly = ("-W", "error") if choice.kind == "newest" else ()
        n_modules = int(run(python, *strictly, "-c", _IMPORT_ALL, cwd=elsewhere, env=env))
    commands = re.findall(r"^  (\w+)  ", run(program, "--help", cwd=elsewhere, env=env), re.MULTILINE)
    for command in commands:
        run(program, command, "--help", cwd=elsewhere, env=env)
    try_commands([program], elsewhere, env)
    pip = run(python, "-m", "pip", "--version", cwd=elsewhere).split()[1]
    imported = f"{n_modules} modules imported, " if n_modules else ""
    return (
        f"{choice.name}: ok with pip {pip}, {imported}{len(commands)} commands; "
        f"{installed - start:.0f} s to install, {time.monotonic() - installed:.0f} s to run"
    )


def try_plain_numba(choice: Choice) -> str:
    """Compile the plain way; the run must have the same bytes."""
    start = time.monotonic()
    folder = choice.folder / "plain"
    folder.mkdir()
    env = clean_environment(choice, COLLUSION_PLAIN_NUMBA="1")
    plain = try_commands([choice.bin / "collusion"], folder, env)
    for table in sorted((choice.folder / "elsewhere" / "run").glob("*.parquet")):
        if table.read_bytes() != (plain / table.name).read_bytes():
            raise CommandError(f"{table.name} differs where numba is used plainly")
    return f"{choice.name}: the same bytes with plain numba, {time.monotonic() - start:.0f} s"


def try_without_home(choice: Choice) -> str:
    """Run as a user who owns nothing, has no home, and cannot write to the installation."""
    start = time.monotonic()
    folder = choice.folder / "without-home"
    folder.mkdir()
    who, words = "this user without a home", []
    if os.geteuid() == 0:
        # May read all, since the installation may lie where only root can look, and write nothing.
        who, caps = "nobody", "-all,+dac_read_search"
        words = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"]
        words += [f"--inh-caps={caps}", f"--ambient-caps={caps}", f"--bounding-set={caps}"]
        os.chown(folder, NOBODY, NOBODY)
    # no compiled kernels of the runs before
    shutil.rmtree(next((choice.bin.parent / "lib").glob("*/site-packages/collusion/kernels/__pycache__")))
    for path in [*choice.folder.glob("venv/**/")]:
        path.chmod(0o555)
    env = clean_environment(choice, HOME="/nonexistent", TMPDIR=str(folder))
    first = time.monotonic()
    try_commands([*words, choice.bin / "collusion"], folder, env)
    again = time.monotonic()
    run(*words, choice.bin / "collusion", "detect", ROOT / "sample_graphs" / SAMPLE, "--out", "again",
        cwd=folder, env=env)  # fmt: skip
    kept = [path for path in folder.glob("collusion-*/kernels/*/*.nbi") if path.stat().st_mode & 0o700]
    if not kept or any(path.stat().st_mode & 0o077 for path in folder.glob("collusion-*")):
        raise CommandError(f"compiled kernels are not kept in a private folder: {sorted(folder.iterdir())}")
    return (
        f"{choice.name}: ok as {who}, installation read-only; {again - first:.0f} s with compiling, "
        f"{time.monotonic() - again:.0f} s for detect again; {time.monotonic() - start:.0f} s"
    )


def choices(found: list[Python], kinds: Sequence[str], folder: Path) -> list[Choice]:
    """Return what is tried; the lowest on the first and the last Python alone."""
    ends = {found[0].version, found[-1].version}
    return [
        Choice(python, kind, folder / f"{python.version}-{kind}")
        for python in found
        for kind in kinds
        if kind != "lowest" or python.version in ends
    ]


def try_all(found: list[Python], kinds: Sequence[str], folder: Path) -> int:
    """Try every choice; return how many failed."""
    wheel = build(found[0], folder)
    print(f"Built {wheel.name} from the source distribution.", flush=True)
    tried, n_failed = choices(found, kinds, folder), 0
    first = tried[0]
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as workers:
        jobs = {workers.submit(try_choice, choice, wheel): choice for choice in tried}
        for job in concurrent.futures.as_completed(jobs):
            n_failed += not _told(jobs[job].name, job)
            if jobs[job] is first and not job.exception():
                n_failed += not _told(first.name, workers.submit(try_plain_numba, first))
    if not n_failed:
        with concurrent.futures.ThreadPoolExecutor(1) as workers:
            n_failed += not _told(first.name, workers.submit(try_without_home, first))
    print(f"{len(tried) + 2 - n_failed} ways to install passed, {n_failed} failed", flush=True)
    return n_failed


def _told(name: str, job: concurrent.futures.Future[str]) -> bool:
    """Print what became of a job; return whether it went well."""
    try:
        print(job.result(), flush=True)
    except CommandError as error:
        print(f"{name}: FAILED\n{error}", flush=True)
        return False
    return True


def main() -> int:
    """Try on all Pythons, or on those named; return the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--only", nargs="*", default=VERSIONS, choices=VERSIONS, help="versions of Python")
    parser.add_argument("--kinds", nargs="*", default=KINDS, choices=KINDS, help="choices of dependencies")
    asked = parser.parse_args()
    found = [python for python in pythons() if python.version in asked.only]
    if not found:
        print("None of these Pythons is on this machine.")
        return 1
    with tempfile.TemporaryDirectory(prefix="collusion-smoke-") as folder:
        Path(folder).chmod(0o755)
        return int(try_all(found, asked.kinds, Path(folder)) > 0)


if __name__ == "__main__":
    sys.exit(main())

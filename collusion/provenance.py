"""Where results come from: digests, run ids, cost of each stage, files written whole or not at all."""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import json
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from collusion import drafts, memory

_STATUS = Path("/proc/self/status")
_CLEAR_REFS = Path("/proc/self/clear_refs")
#: Written to ``clear_refs`` it resets the high-water mark of resident memory (proc(5)).
_RESET_PEAK = "5"
_RUN_ID_DIGITS = 16
_PARTIAL = ".partial"


@dataclass(frozen=True, slots=True)
class Stage:
    """What one stage of a run cost and counted.

    Attributes
    ----------
    name
        The stage, e.g. ``"read"``.
    seconds
        Wall-clock time.
    peak_mb
        Highest resident memory while it ran, in MiB.
    counts
        What it counted, e.g. ``{"reviews": 1000}``.
    """

    name: str
    seconds: float
    peak_mb: float
    counts: Mapping[str, int | float]


#: Called with a stage's name and None when it starts, and with its record when it is done.
Progress = Callable[[str, Stage | None], None]
#: Called with the number of steps done since the last call, within the running stage.
Advance = Callable[[int], None]


def _ignore(_steps: int) -> None:
    """Advance nothing."""


def _say_nothing(_text: str) -> None:
    """Tell nobody."""


@dataclass(slots=True)
class Recorder:
    """Records the stages of a run, in order.

    Attributes
    ----------
    progress
        Told when a stage starts and when it is done.
    advance
        Told of the steps within a long stage.
    stages
        The stages done so far.
    say
        Told in a sentence what is worth knowing before the end, e.g. that the run is resumed.
    """

    progress: Progress | None = None
    advance: Advance = _ignore
    stages: list[Stage] = field(default_factory=list)
    say: Callable[[str], None] = _say_nothing

    @contextlib.contextmanager
    def stage(self, name: str) -> Iterator[dict[str, int | float]]:
        """Measure what runs within; a stage that raises is not recorded.

        What was freed before is given back first, so that no stage stands on the leavings of another.

        Parameters
        ----------
        name
            The stage's name.

        Yields
        ------
        dict
            Empty; the caller puts its counts in.
        """
        counts: dict[str, int | float] = {}
        if self.progress is not None:
            self.progress(name, None)
        memory.give_back()
        reset_peak_memory()
        started = time.perf_counter()
        yield counts
        seconds = time.perf_counter() - started
        done = Stage(name, round(seconds, 3), round(peak_memory_mb(), 1), counts)
        self.stages.append(done)
        if self.progress is not None:
            self.progress(name, done)

    def totals(self) -> dict[str, float]:
        """Return the ``seconds`` of all stages together and the highest ``peak_mb`` of any."""
        return {
            "seconds": round(sum(stage.seconds for stage in self.stages), 3),
            "peak_mb": max((stage.peak_mb for stage in self.stages), default=0.0),
        }

    def as_records(self) -> list[dict[str, Any]]:
        """Return the stages as the manifest stores them."""
        return [
            {"name": s.name, "seconds": s.seconds, "peak_mb": s.peak_mb, "counts": dict(s.counts)}
            for s in self.stages
        ]


def reset_peak_memory() -> bool:
    """Forget the high-water mark of this process's resident memory.

    Returns
    -------
    bool
        False where the system does not offer it; `peak_memory_mb` then speaks of the process's whole life.
    """
    try:
        _CLEAR_REFS.write_text(_RESET_PEAK, encoding="ascii")
    except OSError:
        return False
    return True


def peak_memory_mb() -> float:
    """Return the highest resident memory since the last reset, in MiB."""
    try:
        status = _STATUS.read_text(encoding="ascii", errors="replace")
    except OSError:
        status = ""
    for line in status.splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    unit = 2**20 if sys.platform == "darwin" else 2**10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


def file_digest(path: Path) -> str:
    """Return the SHA-256 of a file, read in pieces.

    Parameters
    ----------
    path
        A file.

    Returns
    -------
    str
        64 hexadecimal digits.
    """
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def folder_digests(folder: Path, *, but: frozenset[str] = frozenset()) -> dict[str, str]:
    """Return the SHA-256 of every file beneath a folder.

    Parameters
    ----------
    folder
        A folder; links that lead to folders are not followed.
    but
        Relative names to leave out, e.g. ``{"manifest.json"}``.

    Returns
    -------
    dict
        Relative name, with forward slashes, to digest; sorted by name.
    """
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return {name: file_digest(folder / name) for name in names if name not in but}


@dataclass(frozen=True, slots=True)
class Difference:
    """One file that is not what a manifest says.

    Attributes
    ----------
    file
        Its name in the manifest.
    found
        What was found instead, in words.
    """

    file: str
    found: str


def differences(folder: Path, digests: Mapping[str, str]) -> tuple[Difference, ...]:
    """Recompute the SHA-256 of files and compare them with those written down.

    Parameters
    ----------
    folder
        The folder that the names are relative to.
    digests
        Relative name to SHA-256. A name that leads out of the folder is a difference; it is never read.

    Returns
    -------
    tuple
        One difference for each file that is missing, changed or out of place, sorted by name.
    """
    found = []
    root = folder.resolve()
    for name, digest in sorted(digests.items()):
        path = (root / name).resolve()
        if not path.is_relative_to(root):
            found.append(Difference(name, "a name that leads out of the folder"))
        elif not path.is_file():
            found.append(Difference(name, "no such file"))
        elif file_digest(path) != digest:
            found.append(Difference(name, "other content than was written"))
    return tuple(found)


def canonical_json(value: Any) -> str:
    """Write a value as JSON in the one way that its digest depends on: keys sorted, no blanks, no NaN.

    Parameters
    ----------
    value
        Dicts, lists, strings, numbers, booleans, None, paths and dataclasses of them.

    Returns
    -------
    str
        One line.

    Examples
    --------
    >>> canonical_json({"b": 1, "a": [None, 0.5]})
    '{"a":[null,0.5],"b":1}'
    """
    return json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False, default=_as_builtin
    )


def readable_json(value: Any) -> str:
    """Write a value as indented JSON that ends in a line break, for files that people open.

    Parameters
    ----------
    value
        As in `canonical_json`; the order of keys is kept.

    Returns
    -------
    str
        The text of the file.
    """
    return json.dumps(value, indent=2, ensure_ascii=False, allow_nan=False, default=_as_builtin) + "\n"


def run_id(inputs: Mapping[str, str], config: Any, version: str) -> str:
    """Name a run by what it was made of: the same input, configuration and version give the same name.

    Parameters
    ----------
    inputs
        File to SHA-256, as in the manifest.
    config
        The resolved configuration, seed included; anything `canonical_json` takes.
    version
        The version of Collusion.

    Returns
    -------
    str
        16 hexadecimal digits.
    """
    fingerprint = canonical_json({"inputs": dict(inputs), "config": config, "version": version})
    return hashlib.sha256(fingerprint.encode("utf-8")).hexdigest()[:_RUN_ID_DIGITS]


@contextlib.contextmanager
def written_whole(path: Path) -> Iterator[Path]:
    """Yield a temporary file beside `path` and move it there when the block ends well.

    A reader, or a run that is killed, sees the old file or the new one, never a half of either.

    Parameters
    ----------
    path
        Where the file shall be; its folder is made when absent.

    Yields
    ------
    Path
        An empty file to overwrite; it is removed when the block raises.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    drafts.remove_stale(path, _PARTIAL)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=_PARTIAL, dir=path.parent)
    os.close(handle)
    partial = Path(name)
    held = drafts.lock(partial)
    try:
        yield partial
        # mkstemp makes files that only their owner may read; a result has the permissions of any new file.
        partial.chmod(0o666 & ~_umask())
        flush_to_disk(partial)
        partial.replace(path)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise
    finally:
        if held is not None:
            os.close(held)
    flush_to_disk(path.parent)


def write_text_whole(path: Path, text: str) -> None:
    """Write a text file whole or not at all.

    Parameters
    ----------
    path
        The file.
    text
        Its content, written as UTF-8 with line breaks as they are.
    """
    with written_whole(path) as partial:
        partial.write_text(text, encoding="utf-8", newline="")


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask


def flush_to_disk(path: Path) -> None:
    """Wait until a file, or the entries of a folder, are on the disk.

    Parameters
    ----------
    path
        A file or folder.
    """
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _as_builtin(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: getattr(value, f.name) for f in dataclasses.fields(value)}
    if isinstance(value, Path):
        return value.as_posix()
    raise TypeError(f"{type(value).__name__} has no canonical JSON form; turn it into text or numbers first")

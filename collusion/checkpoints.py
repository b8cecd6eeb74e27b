"""Checkpoints: what a run has finished is kept beside its run folder until the run is complete.

A run that is killed continues, when it is called again, after the last stage that was kept. A checkpoint is
written to a folder of another name, flushed and renamed, so it is there whole or not at all; it is used only
when it was made of the same input, configuration and program.
"""

from __future__ import annotations

import contextlib
import fcntl
import functools
import hashlib
import importlib.metadata
import json
import os
import shutil
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Self, TypeVar

import polars as pl

from collusion import drafts, record_store
from collusion.errors import Fault, InputError, UsageError
from collusion.provenance import Recorder, Stage, canonical_json, flush_to_disk, write_text_whole

_T = TypeVar("_T")
_LOCK, _MARK, _VALUE = "lock", "checkpoint.json", "value"
_PARTIAL = ".partial"
#: What decides about results besides this package.
_LIBRARIES = ("igraph", "numba", "numpy", "polars", "scipy")
_UNREADABLE = (OSError, ValueError, KeyError, TypeError, pl.exceptions.PolarsError)


class Checkpoints:
    """The checkpoints of one run, in a work folder that exists while there is something to keep.

    Parameters
    ----------
    folder
        The work folder, e.g. ``runs/first.part``.
    fingerprint
        What the results depend on besides the input and the program: configuration, options.
    inputs
        Computes the digests of the input; called only when there is something to compare or to keep.
    record
        Records the stages; is told what is resumed and what is ignored.
    seconds
        A stage that took less is not kept: to do it again costs less than to look after it.

    Raises
    ------
    UsageError
        When `folder` is no work folder, or another run is using it.
    """

    def __init__(
        self,
        folder: Path,
        fingerprint: Any,
        inputs: Callable[[], Mapping[str, str]],
        record: Recorder,
        seconds: float,
    ) -> None:
        #: The work folder; it is there, for its owner only, while this is entered.
        self.folder = folder
        self._fingerprint = fingerprint
        self._compute_inputs = inputs
        self._inputs: Mapping[str, str] | None = None
        self._record = record
        self._seconds = seconds
        self._take_stamps: Callable[[], Mapping[str, object]] = dict
        self._stamps: Mapping[str, object] = {}
        self._held: int | None = None
        #: Parents of the work folder that it made, innermost first.
        self._made: list[Path] = []
        self._found: set[str] = set()
        self._guard = threading.Lock()

    def __enter__(self) -> Self:
        """Take the work folder, and hold of what an earlier attempt left in it."""
        self.take()
        self._look()
        return self

    def __exit__(self, kind: type[BaseException] | None, *raised: object) -> None:
        """Let go; leave nothing behind that no later attempt could use, and say what is left."""
        if self._held is None:
            return
        kept = self._kept()
        if kind is None or not kept:
            # the lock goes last: what is left by a kill in between is still known for a work folder
            for name in _entries(self.folder):
                if name != _LOCK:
                    drafts.remove(self.folder / name)
            drafts.remove(self.folder / _LOCK)
            with contextlib.suppress(OSError):
                for folder in [self.folder, *self._made]:
                    folder.rmdir()
        else:
            self._record.say(
                f"What is finished ({', '.join(kept)}) is kept in {self.folder}: the same command resumes "
                "after it."
            )
        os.close(self._held)

    def take(self) -> None:
        """Make the work folder, or take the one that is there, for this process alone."""
        if self._held is not None:
            return
        try:
            held = self._make()
        except OSError as error:
            raise UsageError(
                f"{self.folder}: found that nothing can be written there ({error.strerror}). Allowed: a "
                "place that can be written. Give `--out` another folder, or make this one writable."
            ) from error
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            os.close(held)
            raise UsageError(
                f"{self.folder}: found another run at work there. Wait for it, or give `--out` another "
                "folder."
            ) from error
        except OSError:
            self._record.say(f"{self.folder}: the file system has no locks; start no other run there.")
        self._held = held

    def _make(self) -> int:
        """Make the work folder, for its owner only since it will hold raw rows, and open its lock."""
        lock = self.folder / _LOCK
        if self.folder.is_file() or (not lock.exists() and _entries(self.folder)):
            raise UsageError(
                f"{self.folder}: found something else where the run keeps what it has finished. Allowed: "
                "nothing, or what an interrupted run left. Move it, or give `--out` another folder."
            )
        self._made = [folder for folder in self.folder.parents if not folder.exists()]
        self.folder.mkdir(parents=True, exist_ok=True)
        self.folder.chmod(0o700)
        return os.open(lock, os.O_RDWR | os.O_CREAT, 0o600)

    def set_input_digests(self, digests: Mapping[str, str]) -> None:
        """Take the digests of the input from the stage that read it; `digests` maps file to SHA-256."""
        self._inputs = digests

    def stage(self, name: str, kind: type[_T], make: Callable[[dict[str, int | float]], _T]) -> _T:
        """Return the result of a stage: of an earlier attempt, or made now, recorded and kept.

        Parameters
        ----------
        name
            The stage.
        kind
            Type of its result, as `record_store.save` takes it.
        make
            Makes the result; is given the stage's counts to fill.

        Returns
        -------
        result
            The same whether made or read; once it is kept, its cold arrays are on the disk alone.
        """
        found = self._recall(name, kind)
        if found is not None:
            self._record.stages.append(found[1])
            return found[0]
        with self._record.stage(name) as counts:
            value = make(counts)
        return self._keep(name, kind, value, self._record.stages[-1])

    def keep(self, name: str, kind: type[_T], make: Callable[[], _T]) -> _T:
        """Return a result within a stage: of an earlier attempt, or made now and kept.

        Parameters
        ----------
        name
            Name of the result.
        kind
            Its type, as `record_store.save` takes it.
        make
            Makes it.

        Returns
        -------
        result
            As of `stage`.
        """
        found = self._recall(name, kind)
        if found is not None:
            return found[0]
        started = time.perf_counter()
        value = make()
        return self._keep(name, kind, value, Stage(name, time.perf_counter() - started, 0.0, {}))

    def watch(self, stamps: Callable[[], Mapping[str, object]]) -> None:
        """Watch the input from here on; `stamps` marks each file of it, by its name, as it is now."""
        self._take_stamps = stamps
        self._stamps = stamps()

    def check_inputs(self) -> None:
        """Raise an `InputError` that names every file that is no longer what the run has read."""
        stamps, known = self._take_stamps(), self._inputs or {}
        changed = {name for name, stamp in self._stamps.items() if stamps[name] != stamp}
        if not changed and known:
            now = self._compute_inputs()
            changed = {name for name, digest in known.items() if now.get(name) != digest}
        faults = [
            Fault(
                name,
                "",
                "a file that was replaced or changed while the run read it",
                "a source that stays as it is until the run is done",
                "Run again; where the source is written to, copy it first and read the copy.",
            )
            for name in sorted(changed)
        ]
        if faults:
            raise InputError(faults)

    def _look(self) -> None:
        """Find the checkpoints that can be used, remove the others, say both."""
        useful: list[tuple[float, str]] = []
        for name in self._kept():
            mark = _read_mark(self.folder / name)
            if mark is not None and mark.get("key") == self._key(name):
                useful.append((mark["finished"], name))
            else:
                self._record.say(
                    f"ignoring the checkpoint {self.folder / name}: made of other input, configuration or "
                    "program."
                )
                shutil.rmtree(self.folder / name, ignore_errors=True)
        self._found = {name for _, name in useful}
        if useful:
            names = [name for _, name in sorted(useful)]
            self._record.say(f"resuming after stage {names[-1]}: found {', '.join(names)}.")

    def _kept(self) -> list[str]:
        """Name the checkpoints that are there whole."""
        names = [name for name in _entries(self.folder) if not name.endswith(_PARTIAL)]
        return [name for name in names if (self.folder / name / _MARK).is_file()]

    def _key(self, name: str) -> str:
        """Digest all that the result of a stage depends on."""
        with self._guard:
            if self._inputs is None:
                self._inputs = self._compute_inputs()
        parts = {
            "stage": name,
            "inputs": dict(self._inputs),
            "fingerprint": self._fingerprint,
            "program": program_digest(),
        }
        return hashlib.sha256(canonical_json(parts).encode("utf-8")).hexdigest()

    def _recall(self, name: str, kind: type[_T]) -> tuple[_T, Stage] | None:
        """Return a result that was kept, and what its stage cost then."""
        if name not in self._found:
            return None
        folder = self.folder / name
        try:
            mark = json.loads((folder / _MARK).read_text(encoding="utf-8"))
            return record_store.load(kind, folder / _VALUE), Stage(**mark["stage"])
        except _UNREADABLE as error:
            self._record.say(f"ignoring the checkpoint {folder}: it cannot be read ({error}).")
            shutil.rmtree(folder, ignore_errors=True)
            return None

    def _keep(self, name: str, kind: Any, value: _T, done: Stage) -> _T:
        """Keep a result if it was slow, and return it; a full disk costs the checkpoint, not the run."""
        if done.seconds < self._seconds:
            return value
        partial = self.folder / f"{name}{_PARTIAL}"
        try:
            shutil.rmtree(partial, ignore_errors=True)
            partial.mkdir()
            with drafts.os_errors():
                lighter = record_store.save(value, kind, partial / _VALUE)
            for path in (partial / _VALUE).iterdir():
                path.chmod(0o600)
            mark = {"key": self._key(name), "finished": time.time(), "stage": done}
            write_text_whole(partial / _MARK, canonical_json(mark))
            partial.rename(self.folder / name)
            flush_to_disk(self.folder)
        except OSError as error:
            self._record.say(f"keeping no checkpoint of {name}: {error}. The run goes on.")
            shutil.rmtree(partial, ignore_errors=True)
            return value
        return lighter


@functools.cache
def program_digest() -> str:
    """Digest this package's files and the versions of the libraries that decide about results.

    Returns
    -------
    str
        64 hexadecimal digits.
    """
    digest = hashlib.sha256()
    root = Path(__file__).parent
    for path in sorted(root.rglob("*")):
        if path.suffix in (".py", ".json"):
            digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    for library in _LIBRARIES:
        digest.update(f"{library} {importlib.metadata.version(library)}".encode())
    return digest.hexdigest()


def _entries(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []


def _read_mark(folder: Path) -> dict[str, Any] | None:
    """Return what a checkpoint says of itself; None when that cannot be read."""
    try:
        mark = json.loads((folder / _MARK).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return mark if isinstance(mark, dict) else None

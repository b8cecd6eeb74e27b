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
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, Self, TypeVar

import polars as pl

from collusion import record_store
from collusion.errors import UsageError
from collusion.provenance import Recorder, Stage, canonical_json, flush_to_disk, write_text_whole

_T = TypeVar("_T")
_LOCK, _CLAIMS, _MARK, _VALUE = "lock", "claims.json", "checkpoint.json", "value"
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
    made_of
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
        made_of: Any,
        inputs: Callable[[], Mapping[str, str]],
        record: Recorder,
        seconds: float,
    ) -> None:
        self._folder = folder
        self._made_of = made_of
        self._compute_inputs = inputs
        self._inputs: Mapping[str, str] | None = None
        self._record = record
        self._seconds = seconds
        self._held: int | None = None
        self._found: set[str] = set()
        self._guard = threading.Lock()

    def __enter__(self) -> Self:
        """Take hold of what an earlier attempt left."""
        if self._folder.exists():
            self.take()
            self._look()
        return self

    def __exit__(self, kind: type[BaseException] | None, *raised: object) -> None:
        """Let go; leave nothing behind that no later attempt could use."""
        if self._held is None:
            return
        if kind is None or not self._kept():
            # the lock goes last: what is left by a kill in between is still known for a work folder
            for name in _entries(self._folder):
                if name != _LOCK:
                    _remove(self._folder / name)
            _remove(self._folder / _LOCK)
            with contextlib.suppress(OSError):
                self._folder.rmdir()
        os.close(self._held)

    def take(self) -> None:
        """Make the work folder, or take the one that is there, for this process alone."""
        if self._held is not None:
            return
        lock = self._folder / _LOCK
        is_foreign = self._folder.is_file() or (not lock.exists() and _entries(self._folder))
        if is_foreign:
            raise UsageError(
                f"{self._folder}: found something else where the run keeps what it has finished. Allowed: "
                "nothing, or what an interrupted run left. Move it, or give `--out` another folder."
            )
        self._folder.mkdir(parents=True, exist_ok=True)
        held = os.open(lock, os.O_RDWR | os.O_CREAT, 0o666)
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            os.close(held)
            raise UsageError(
                f"{self._folder}: found another run at work there. Wait for it, or give `--out` another "
                "folder."
            ) from error
        self._held = held

    def know_inputs(self, digests: Mapping[str, str]) -> None:
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

    def claim(self, files: Iterable[Path]) -> None:
        """Note which of some files are not there yet, so that a later attempt may write them again.

        Those that an earlier attempt claimed, and left when it was killed, are removed.

        Parameters
        ----------
        files
            Files outside of the run folder that a stage is about to write.
        """
        claims = self._folder / _CLAIMS
        if claims.exists():
            for name in json.loads(claims.read_text(encoding="utf-8")):
                Path(name).unlink(missing_ok=True)
        self.take()
        free = sorted(str(path.absolute()) for path in files if not path.exists())
        write_text_whole(claims, canonical_json(free))

    def _look(self) -> None:
        """Find the checkpoints that can be used, remove the others, say both."""
        useful: list[tuple[float, str]] = []
        for name in self._kept():
            mark = _read_mark(self._folder / name)
            if mark is not None and mark.get("key") == self._key(name):
                useful.append((mark["finished"], name))
            else:
                self._record.say(
                    f"ignoring the checkpoint {self._folder / name}: made of other input, configuration or "
                    "program."
                )
                shutil.rmtree(self._folder / name, ignore_errors=True)
        self._found = {name for _, name in useful}
        if useful:
            names = [name for _, name in sorted(useful)]
            self._record.say(f"resuming after stage {names[-1]}: found {', '.join(names)}.")

    def _kept(self) -> list[str]:
        """Name the checkpoints that are there whole."""
        names = [name for name in _entries(self._folder) if not name.endswith(_PARTIAL)]
        return [name for name in names if (self._folder / name / _MARK).is_file()]

    def _key(self, name: str) -> str:
        """Digest all that the result of a stage depends on."""
        with self._guard:
            if self._inputs is None:
                self._inputs = self._compute_inputs()
        parts = {
            "stage": name,
            "inputs": dict(self._inputs),
            "made_of": self._made_of,
            "program": program_digest(),
        }
        return hashlib.sha256(canonical_json(parts).encode("utf-8")).hexdigest()

    def _recall(self, name: str, kind: type[_T]) -> tuple[_T, Stage] | None:
        """Return a result that was kept, and what its stage cost then."""
        if name not in self._found:
            return None
        folder = self._folder / name
        try:
            mark = json.loads((folder / _MARK).read_text(encoding="utf-8"))
            return record_store.load(kind, folder / _VALUE), Stage(**mark["stage"])
        except _UNREADABLE as error:
            self._record.say(f"ignoring the checkpoint {folder}: it cannot be read ({error}).")
            shutil.rmtree(folder, ignore_errors=True)
            return None

    def _keep(self, name: str, kind: Any, value: _T, done: Stage) -> _T:
        """Keep a result if it was dear, and return it; a full disk costs the checkpoint, not the run."""
        if done.seconds < self._seconds:
            return value
        with self._guard:
            self.take()
        partial = self._folder / f"{name}{_PARTIAL}"
        try:
            shutil.rmtree(partial, ignore_errors=True)
            partial.mkdir()
            lighter = record_store.save(value, kind, partial / _VALUE)
            mark = {"key": self._key(name), "finished": time.time(), "stage": done}
            write_text_whole(partial / _MARK, canonical_json(mark))
            partial.rename(self._folder / name)
            flush_to_disk(self._folder)
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


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def _entries(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []


def _read_mark(folder: Path) -> dict[str, Any] | None:
    """Return what a checkpoint says of itself; None when that cannot be read."""
    try:
        mark = json.loads((folder / _MARK).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return mark if isinstance(mark, dict) else None

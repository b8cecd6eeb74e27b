"""Compiled kernels lie only where nobody else can write, and processes take turns there."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from collusion.kernels import compile_cache
from collusion.kernels.compile_cache import (
    CacheFolders,
    all_sources_digest,
    cache_folders,
    claimed,
    sources_digest,
)
from tests.conftest import ROOT

_decide = cache_folders.__wrapped__


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder of sources; the user's caches are beside it."""
    monkeypatch.delenv("NUMBA_CACHE_DIR", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "user"))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "none"))
    folder = tmp_path / "package"
    folder.mkdir()
    return folder


def _deny_writing(monkeypatch: pytest.MonkeyPatch, denied: Path) -> None:
    """Let a folder look as on a disk that nobody writes to: root may write to any other."""
    access = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: Path(path) != denied and access(path, mode))


def test_cache_folders__beside_the_sources(package: Path) -> None:
    beside = package / "__pycache__"

    assert CacheFolders((beside,), beside) == _decide(package)
    assert _decide(package).warning is None


def test_cache_folders__beside_sources_that_cannot_be_written_to_is_only_read(
    package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _deny_writing(monkeypatch, package / "__pycache__")
    found = _decide(package)

    assert found.write is not None
    assert (package / "__pycache__", found.write) == found.read
    assert package.parent / "user" / "collusion" / "kernels" == found.write.parent
    assert found.write.stat().st_mode == 0o40700


def test_cache_folders__that_others_can_change_are_not_even_read(package: Path) -> None:
    (package / "__pycache__").mkdir()
    (package / "__pycache__").chmod(0o777)
    found = _decide(package)

    assert found.write is not None
    assert (found.write,) == found.read
    assert package.parent / "user" / "collusion" / "kernels" == found.write.parent


def test_cache_folders__as_the_user_says(package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stated = package.parent / "stated"
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(stated))
    first, other = _decide(package), _decide(package.parent / "other")

    assert first.write is not None
    assert (first.write,) == first.read
    assert [stated, stated] == [first.write.parent, other.write and other.write.parent]
    assert first.write != other.write
    assert first.warning is None


def test_cache_folders__a_stated_folder_that_others_can_change_is_refused(
    package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stated = package.parent / "stated"
    stated.mkdir()
    stated.chmod(0o777)
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(stated))
    found = _decide(package)

    assert [stated, package / "__pycache__"] == [found.refused, found.write]
    assert f"NUMBA_CACHE_DIR is not used: {stated} is not a folder" in str(found.warning)


def test_cache_folders__nowhere(package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("user", "none"):
        (package.parent / name).write_text("")
    (package / "__pycache__").write_text("")
    found = _decide(package)

    assert CacheFolders((), None) == found
    assert "every run compiles them anew" in str(found.warning)


def test_all_sources_digest__changes_with_any_source(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("x = 1\n")
    (tmp_path / "b.py").write_text("")
    before = all_sources_digest.__wrapped__(tmp_path)
    sources_digest.cache_clear()
    (tmp_path / "b.py").write_text("y = 1\n")

    assert before != all_sources_digest.__wrapped__(tmp_path)


def test_sources_digest__follows_imports(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("from collusion.kernels.b import f\n")
    (tmp_path / "b.py").write_text("import collusion.kernels.a\n")
    (tmp_path / "c.py").write_text("")
    digests = [sources_digest(name, tmp_path) for name in ("a", "b", "c", "none")]
    sources_digest.cache_clear()
    (tmp_path / "b.py").write_text("import collusion.kernels.a\nx = 1\n")
    changed = [sources_digest(name, tmp_path) for name in ("a", "b", "c", "none")]

    assert len(set(digests)) == 4
    assert [True, True, False, False] == [old != new for old, new in zip(digests, changed, strict=True)]


def test_claimed__another_process_waits(tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from collusion.kernels.compile_cache import claimed\n"
        "with claimed(Path(sys.argv[1]), sys.argv[2]): print('mine', flush=True)"
    )
    command = [sys.executable, "-c", script, str(tmp_path)]
    with claimed(tmp_path, "kernel"):
        free = subprocess.run([*command, "other"], cwd=ROOT, capture_output=True, text=True, check=True)
        with subprocess.Popen([*command, "kernel"], cwd=ROOT, stdout=subprocess.PIPE, text=True) as waits:
            with pytest.raises(subprocess.TimeoutExpired):
                waits.wait(5)
            waits.kill()
    done = subprocess.run([*command, "kernel"], cwd=ROOT, capture_output=True, text=True, check=True)

    assert ["mine\n", "mine\n"] == [free.stdout, done.stdout]


def test_claimed__a_folder_that_cannot_be_made_stops_nobody(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with claimed(tmp_path / "file" / "folder", "kernel"):
        pass

    assert [tmp_path / "file"] == list(tmp_path.iterdir())


def test_claimed__threads_that_come_at_once_share_one_file(tmp_path: Path) -> None:
    """To close a second one, as soon as nobody has it, would end the claims of the process."""
    n_threads = 8
    for number in range(50):
        start, folder = threading.Barrier(n_threads), tmp_path / str(number)

        def opened(start=start, folder=folder):
            start.wait()
            return compile_cache._lock_file(folder)

        with ThreadPoolExecutor(n_threads) as threads:
            files = [work.result() for work in [threads.submit(opened) for _ in range(n_threads)]]
        kept = compile_cache._lock_file(folder)
        others = {id(file): file for file in files if file is not kept}
        for file in (kept, *others.values()):
            file.close()

        assert {} == others

"""Kernels come back from disk, from any of their folders; what is damaged or denied costs time only."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

SCRIPT = """
import sys
from pathlib import Path
from collusion.kernels import compile_cache
read = tuple(Path(name) for name in sys.argv[1].split(":") if name)
write = Path(sys.argv[2]) if sys.argv[2] else None
compile_cache.cache_folders = lambda: compile_cache.CacheFolders(read, write)
from collusion.kernels.jit import is_compiled, kernel
@kernel
def double(x):
    return 2 * x
print(is_compiled(double), double(21), sum(double.stats.cache_hits.values()), is_compiled(double))
"""


def _run(folder: Path, read: list[Path], write: Path | None) -> str:
    """Return of a kernel: was on disk, what it computes, how often it was loaded, is on disk now."""
    script = folder / "script.py"
    script.write_text(SCRIPT)
    words = [sys.executable, str(script), ":".join(map(str, read)), str(write or "")]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "NUMBA_DISABLE_JIT": "0"}
    environment.pop("COLLUSION_PLAIN_NUMBA", None)
    done = subprocess.run(words, env=environment, capture_output=True, text=True, check=True)
    return done.stdout.strip()


@pytest.fixture
def image(tmp_path: Path) -> Path:
    """Return a folder with the compiled kernel."""
    folder = tmp_path / "image"
    folder.mkdir()
    assert _run(tmp_path, [folder], folder) == "False 42 0 True"
    return folder


def test_load_overload__from_a_folder_that_is_only_read(tmp_path: Path, image: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()

    assert _run(tmp_path, [image, own], own) == "True 42 1 True"
    assert _run(tmp_path, [image], None) == "True 42 1 True"
    assert [] == list(own.glob("*.nbi"))


def test_load_overload__without_any_folder_each_process_compiles(tmp_path: Path) -> None:
    assert [_run(tmp_path, [], None) for _ in range(2)] == ["False 42 0 False"] * 2


@pytest.mark.parametrize("kind", ["nbi", "nbc"])
def test_load_overload__a_damaged_file_is_replaced(tmp_path: Path, image: Path, kind: str) -> None:
    (file,) = image.glob(f"*.{kind}")
    file.write_bytes(file.read_bytes()[:-9])
    damaged = _run(tmp_path, [image], image)

    assert "42 0 True" == damaged.partition(" ")[2]
    assert _run(tmp_path, [image], image) == "True 42 1 True"


def test_save_overload__a_folder_that_is_gone_stops_nobody(tmp_path: Path) -> None:
    assert _run(tmp_path, [tmp_path / "gone" / "x"], tmp_path / "gone" / "x").startswith("False 42 0")


def test_save_overload__leaves_no_partial_files(image: Path) -> None:
    assert {"nbi", "nbc", "lock"} == {path.suffix[1:] for path in image.iterdir()}
    assert not any(path.stat().st_mode & stat.S_IWOTH for path in image.iterdir())
